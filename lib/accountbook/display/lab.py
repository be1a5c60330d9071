"""Fragments at an analyst's desk: the pages' style kept to the outputs, and what only a page can hold left out.

A link of a page leads to a place of the edition, which a notebook has not: at the desk it is plain text. An empty
block, which a page leaves out with its heading, says so. Under the publisher none of this is done.
"""

from __future__ import annotations

import re
import string
import sys
from typing import Any

from accountbook.display.fonts import page_fonts
from accountbook.display.fragment import Fragment, inline
from accountbook.display.theme import page_css
from accountbook.display.words import Words

_LINK = re.compile(r"<a [^>]*>(.*?)</a>", flags=re.DOTALL)


def show_fragments(t: Words) -> None:
    """Have the notebook that runs us, if one does, show fragments as `at_desk` gives them."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.display_formatter.mimebundle_formatter.for_type(Fragment, lambda one: at_desk(one, t))


def at_desk(fragment: Fragment, t: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a notebook outside the publisher shows of a fragment.

    Returns
    -------
    tuple
        Its MIME bundle and metadata, as of `Fragment._repr_mimebundle_`.

    Examples
    --------
    >>> from accountbook.display.page import link
    >>> t = Words()
    >>> at_desk(Fragment("See ", link("#people", "People"), "."), t)[0]["text/html"]
    'See People.'
    >>> at_desk(Fragment(), t)[0]["text/html"]
    '<p class="grey">No finding; a page leaves this out.</p>'
    """
    if not fragment:
        fragment = inline("p", t("No finding; a page leaves this out."), cls="grey")
    data, metadata = fragment._repr_mimebundle_()
    return data | {"text/html": _LINK.sub(r"\1", data["text/html"])}, metadata


def lab_css() -> str:
    """The pages' style, kept to the HTML outputs of a notebook."""
    css = re.sub(r"@page\b[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", page_css())
    css = re.sub(r"(?m)^(:root|html|body)(?=\s*\{)", "&", css)
    fonts = page_fonts(string.printable + "–−…’“”●◇▼▲×→")
    # JupyterLab lays its own rules on every table: fixed columns, text at the right, striped rows
    plain = "table { table-layout: auto } td, th, tr { text-align: left } tbody tr:nth-child(n) { background: none }"
    # a page's margins, repeated around every output, would tear the blocks apart, and pulled up they scroll;
    # JupyterLab gives a term a fifth of the line and what is said of it the rest
    own = (
        "& { margin: 0; padding: 0 0 8px; } dl dt, dl dd { width: auto; float: none; }"
        " dl dt { font-weight: inherit; }"
        " .masthead { margin-bottom: 0; }"
        " .trial { margin: 0; padding: 8px 16px 9px; border-left: 4px solid var(--act); background: var(--wash); }"
    )
    return f"{fonts}\n.jp-RenderedHTML.jp-RenderedHTMLCommon {{ {plain} {css} {own} }}"
