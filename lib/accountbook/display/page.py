"""The large parts of a page: masthead, blocks on the twelve columns, sections, the folded rest, the footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from accountbook.display.fragment import Fragment, inline, render

__all__ = [
    "Fold",
    "act",
    "block",
    "expected",
    "folded",
    "footer",
    "grey",
    "grid",
    "jump_line",
    "link",
    "masthead",
    "missing_tables",
    "placed",
    "section",
    "split",
    "stop_line",
    "strong",
    "with_links",
]

WIDTHS = ("span-3", "span-4", "span-5", "span-6", "span-7", "span-8", "section", "section-follows", "whole")
Text = str | Fragment


def strong(*parts: Text) -> Fragment:
    """Give text in the heavier of the two weights.

    Examples
    --------
    >>> strong("Meet the successor")
    Fragment('<strong>Meet the successor</strong>')
    """
    return inline("strong", *parts)


def grey(*parts: Text) -> Fragment:
    """Give text in grey: ranges, second lines, units."""
    return inline("span", *parts, cls="grey")


def expected(*parts: Text) -> Fragment:
    """Give text in blue: a prediction."""
    return inline("span", *parts, cls="expected")


def act(*parts: Text, sign: str = "") -> Fragment:
    r"""Give text in orange: late, lost, negative, unknown, failed, weak.

    Parameters
    ----------
    *parts : str or Fragment
    sign : str
        ``"!"``, ``"×"`` or ``"▼"``; colour never stands alone, so leave it out only where words say the same.

    Examples
    --------
    >>> act("late", sign="!")
    Fragment('<span class="act">!\xa0late</span>')
    """
    return inline("span", *((sign + "\N{NO-BREAK SPACE}",) if sign else ()), *parts, cls="act")


def link(href: str, *parts: Text) -> Fragment:
    """Give a link to another file of the edition or a place in this page.

    Raises
    ------
    ValueError
        If `href` has a scheme or a host: pages work from a file share and never leave it.

    Examples
    --------
    >>> link("#people", "People")
    Fragment('<a href="#people">People</a>')
    """
    if not re.fullmatch(r"(?!//)[^:\\\s]+", href):
        raise ValueError(
            "A page links only to relative addresses without scheme, host or blanks; quote the path first."
        )
    return render("link", href=href, parts=parts)


def masthead(
    name: Text,
    *,
    facts: Text = "",
    lead: Text = "",
    crumbs: Sequence[tuple[str, str]] = (),
    links: Sequence[tuple[str, str]] = (),
    notice: str = "",
    over: Text = "",
) -> Fragment:
    """Give the top of a page: the line of links, h1, the facts line, the lead.

    Parameters
    ----------
    name : str or Fragment
        The h1: an account's name, or the finding of an index.
    facts : str or Fragment
        One line of facts, grey.
    lead : str or Fragment
        Two sentences: the state, and the one thing to do in bold. A director can stop here.
    crumbs, links : sequence of (text, href)
        Left and right of the top line; an empty href gives plain text.
    notice : str
        Middle of the top line, such as "Invented company and data".
    over : str or Fragment
        A grey line above the h1.
    """
    return render("masthead", name=name, facts=facts, lead=lead, crumbs=crumbs, links=links, notice=notice, over=over)


def stop_line(*parts: Text) -> Fragment:
    """Give the line across the page that stops something from going out; there is one of them at most.

    Examples
    --------
    >>> stop_line("Reverse margin")
    Fragment('<p class="stop">Reverse margin</p>')
    """
    return render("stop", parts=parts)


_TOP_LINE = re.compile(r'(<div class="top">\n<p>.*?</p>\n<p>.*?</p>\n<p>)(.*?)(</p>\n</div>)', flags=re.DOTALL)


def with_links(body: Fragment, links: Sequence[tuple[str, str]]) -> Fragment:
    """Add links at the right of a page's top line, as :func:`masthead` would; a body without one stays as it is.

    Examples
    --------
    >>> body = with_links(masthead("Keller", crumbs=[("Monthly", "../index.html")]), [("한국어", "../../ko/x.html")])
    >>> str(body).count('<a href="../../ko/x.html">한국어</a>'), with_links(Fragment("x"), [("English", "y")])
    (1, Fragment('x'))
    """
    if not links:
        return body
    more = "".join(str(link(href, text)) for text, href in links)
    return Fragment(Markup(_TOP_LINE.sub(lambda found: found[1] + found[2] + more + found[3], str(body), count=1)))


def block(finding: Text, *parts: Text | None, note: Text = "", caption: Text = "") -> Fragment:
    """Give the content of a block: its finding as h3, then its parts.

    The grey label above it is the notebook's markdown heading, and the width is the cell's tag; :func:`placed`
    puts the three together.

    Parameters
    ----------
    finding : str or Fragment
        Subject, number, comparison or consequence; at most 90 characters, no full stop.
    *parts : Fragment, str or None
        Charts, tables, lists; a str becomes a paragraph, None is left out.
    note : str or Fragment
        Small grey sentence below: where the ranges come from, how often they hold.
    caption : str or Fragment
        Small grey sentence between the finding and the parts: how to read the chart.

    Examples
    --------
    >>> block("Four of five done", note="Since Monday").text()
    'Four of five done Since Monday'
    """
    return render("block", level=3, finding=finding, parts=_parts(parts), note=note, caption=caption)


def section(finding: Text, *parts: Text | None, note: Text = "", caption: Text = "") -> Fragment:
    """Give the content of a section below the first screen: as :func:`block`, with an h2."""
    return render("block", level=2, finding=finding, parts=_parts(parts), note=note, caption=caption)


def split(left: Text, right: Text, *, widths: tuple[int, int] = (8, 4)) -> Fragment:
    """Give two parts of a section beside each other, such as a chart in 8 columns and facts in 4.

    `widths` are columns and make 12 together: (8, 4), (7, 5), (6, 6), (5, 7) or (4, 8).
    """
    if sum(widths) != 12 or min(widths) < 4:
        raise ValueError(f"The two widths are {widths}; they must be 4 to 8 columns each and 12 together.")
    return render("split", parts=_parts((left, right)), widths=widths)


def placed(content: Text, *, label: Text = "", width: str = "whole", anchor: str = "") -> Fragment:
    """Put a block's content on the grid, with its label above it.

    Parameters
    ----------
    content : Fragment
        What :func:`block` or :func:`section` gave.
    label : str or Fragment
        The topic, small and grey.
    width : str
        "span-3" to "span-8": columns, with a thin rule above. "section": all twelve, with a thick rule above;
        the first one starts page two on paper, "section-follows" does not. "whole": all twelve without a rule
        (masthead, footer, box).
    anchor : str
        The id that the jump line links to; letters, digits and hyphens.
    """
    if width not in WIDTHS:
        raise ValueError(f"The width is {width!r}; a cell's tag says one of {', '.join(WIDTHS)}.")
    if not re.fullmatch(r"[A-Za-z0-9-]*", anchor):
        raise ValueError("An anchor has only letters, digits and hyphens.")
    return render("placed", content=content, label=label, width=width, anchor=anchor)


def grid(*parts: Text) -> Fragment:
    """Put placed parts in one twelve-column grid: the page's body."""
    return render("grid", parts=_parts(parts))


def jump_line(*parts: Text) -> Fragment:
    """Give the line under the first screen that links to the sections below; not printed."""
    return render("jump", parts=parts)


@dataclass(frozen=True)
class Fold:
    """One section without a finding: its name, the reason in a few words, and what it holds when opened."""

    name: Text
    reason: Text
    body: Text = ""
    anchor: str = ""


def folded(rows: Iterable[Fold]) -> Fragment:
    """Give the sections that were checked and have nothing to say, one closed line each."""
    return render("folded", rows=list(rows))


def missing_tables(finding: Text, rows: Iterable[tuple[Text, Text]]) -> Fragment:
    """Give the page's only framed box: tables the book lacks, and what each would show.

    Parameters
    ----------
    finding : str or Fragment
        "Three missing tables would add most to this plan".
    rows : iterable of (table, what it would show)
    """
    return render("missing", finding=finding, rows=list(rows))


def footer(rows: Iterable[tuple[Text, Text]]) -> Fragment:
    """Give the page's end: (term, text) rows such as what was said last month, hit rates, as-of and load."""
    return render("footer", rows=list(rows))


def _parts(parts: Iterable[Text | None]) -> list[Text]:
    return [part for part in parts if part is not None and part != ""]
