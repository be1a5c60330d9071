"""The one way to make HTML: a fragment, and the templates that give one.

Plain text becomes HTML only by being escaped. A :class:`Fragment` is HTML already, and is never escaped a
second time. Templates are files of this package with autoescape on and undefined names forbidden; a template
is never built from data, so ``{{7*7}}`` in a customer's name stays those seven characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["Fragment", "breakable", "inline", "render"]


class Fragment:
    """A piece of HTML that is safe to show.

    Parameters
    ----------
    *parts : str, int or Fragment
        Put one after another. What is not a fragment is escaped: there is no way to pass raw HTML in.

    Examples
    --------
    >>> Fragment("Hall & Co <b>") + Fragment(Fragment("!"))
    Fragment('Hall &amp; Co &lt;b&gt;!')
    >>> "no " + Fragment("<")
    Fragment('no &lt;')
    """

    __slots__ = ("_html",)

    def __init__(self, *parts: object) -> None:
        self._html = Markup("").join(escape(_checked(part)) for part in parts)

    def __html__(self) -> str:
        """Give the HTML to Jinja and markupsafe, so that neither escapes it again."""
        return str(self._html)

    def _repr_html_(self) -> str:
        return str(self._html)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        """Give a notebook the HTML, marked as ours: the publisher lets no other HTML onto a page."""
        data = {"text/html": str(self._html), "text/plain": f"<Fragment of {len(self._html)} characters>"}
        return data, {"text/html": {"accountbook": True}}

    def __str__(self) -> str:
        return str(self._html)

    def __repr__(self) -> str:
        return f"Fragment({str(self._html)!r})"

    def __add__(self, other: object) -> Fragment:
        return Fragment(self, other)

    def __radd__(self, other: object) -> Fragment:
        return Fragment(other, self)

    def __bool__(self) -> bool:
        return bool(self._html)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fragment) and self._html == other._html

    def __hash__(self) -> int:
        return hash(("Fragment", self._html))

    def join(self, parts: Iterable[object]) -> Fragment:
        """Put this fragment between the parts.

        Examples
        --------
        >>> Fragment(", ").join(["a<b", Fragment("c")])
        Fragment('a&lt;b, c')
        """
        return _trusted(self._html.join(escape(_checked(part)) for part in parts))

    def text(self) -> str:
        """Give the text without tags, entities resolved, white space kept single.

        Examples
        --------
        >>> inline("strong", "R&D").text()
        'R&D'
        """
        return self._html.striptags()


def _checked(part: object) -> object:
    """Refuse what would be shown as 'None', 'nan' or an object's address."""
    if isinstance(part, (str, int)) or hasattr(part, "__html__"):
        return part
    raise TypeError(
        f"A page shows text or fragments; this is a {type(part).__name__}. Format numbers and dates with Words."
    )


def _trusted(html: str) -> Fragment:
    fragment = Fragment()
    fragment._html = Markup(html)
    return fragment


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("accountbook.display", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )


def compile_templates() -> None:
    """Compile every template now, so that a process forked later need not."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def render(template: str, /, **values: Any) -> Fragment:
    """Fill one of this package's templates.

    Parameters
    ----------
    template : str
        The file's name in ``display/templates``, without ``.j2``.
    **values
        What the template names; a name it uses and is not given is an error (jinja2.UndefinedError).

    Examples
    --------
    >>> render("inline", tag="strong", cls="", parts=["a < b"])
    Fragment('<strong>a &lt; b</strong>')
    """
    return _trusted(_environment().get_template(f"{template}.j2").render(**values))


LONG, LONGEST = 24, 200
"""Characters from which on a word may be broken anywhere, and after which it is cut: no name has such words."""

_TEXTS = re.compile(rf"<(svg|option)\b.*?</\1>|<[^>]*>|[^<]*~[^<]*|[^<]{{{LONG + 1},}}", flags=re.DOTALL)
_RANGE = re.compile(rf"(?<![^\s(])[^\s()<&~]{{1,{LONG // 2}}}~[^\s()<&~]{{1,{LONG // 2}}}(?![^\s),.;:])")
_LONG_WORD = re.compile(rf"(?:&\w+;|&#\w+;|[^\s<&\xa0]){{{LONG + 1},}}")
_SIGN = re.compile(r"&#?\w+;|.", flags=re.DOTALL)


def breakable(body: Fragment) -> Fragment:
    """Let words too long for any column break, wherever they stand: one of them would push the page aside.

    The two ends of a range in Korean stay together: browsers break at the sign between them.

    Examples
    --------
    >>> breakable(inline("strong", "donaudampfschifffahrtskapitän"))
    Fragment('<strong>donaudampfsc<wbr>hifffahrtska<wbr>pitän</strong>')
    >>> breakable(inline("strong", "x" * 10_000)).text() == "x" * 200 + "…"
    True
    >>> breakable(inline("strong", "약 4.1만 유로 (2.8만~5.5만)"))
    Fragment('<strong>약 4.1만 유로 (<span class="nowrap">2.8만~5.5만</span>)</strong>')
    """

    def words(found: re.Match) -> str:
        if found[0][0] == "<":
            return found[0]
        return _RANGE.sub(r'<span class="nowrap">\g<0></span>', _LONG_WORD.sub(_in_pieces, found[0]))

    return _trusted(_TEXTS.sub(words, str(body)))


def _in_pieces(found: re.Match) -> str:
    signs = _SIGN.findall(found[0])
    shown, size = signs[:LONGEST], LONG // 2
    pieces = ["".join(shown[start : start + size]) for start in range(0, len(shown), size)]
    return "<wbr>".join(pieces) + ("…" if len(signs) > LONGEST else "")


def inline(tag: str, *parts: object, cls: str = "") -> Fragment:
    """Wrap text in one inline element: strong or span.

    Examples
    --------
    >>> inline("span", "late", cls="act")
    Fragment('<span class="act">late</span>')
    """
    return render("inline", tag=tag, cls=cls, parts=[_checked(part) for part in parts])
