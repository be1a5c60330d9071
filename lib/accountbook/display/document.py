"""A whole document: the policy first, then the style with its type inside, the body, the one script if asked."""

from __future__ import annotations

import base64
import hashlib
import html
import math

from accountbook.display.fonts import page_fonts
from accountbook.display.fragment import Fragment, breakable, render
from accountbook.display.theme import page_css, page_script

__all__ = ["Results", "csp", "html_page", "results"]


def csp(css: str = "", script: str = "") -> str:
    """Give the content security policy that allows this style and this script, by hash, and nothing else.

    Parameters
    ----------
    css, script : str
        The exact text between the tags; empty allows none.

    Examples
    --------
    >>> csp()
    "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    >>> csp(css="p{}").split("; ")[1]
    "style-src 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    """
    rules = ["default-src 'none'"]
    if css:
        rules.append(f"style-src {_sha256(css)}")
    if script:
        rules.append(f"script-src {_sha256(script)}")
    return "; ".join([*rules, "img-src data:", "font-src data:", "base-uri 'none'", "form-action 'none'"])


def _sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def html_page(title: str, body: Fragment, *, lang: str = "en", script: bool = False) -> str:
    """Give a whole HTML document that asks nothing of any network.

    Parameters
    ----------
    title : str
        The browser's title; escaped.
    body : Fragment
        What stands in <body>: usually ``grid(...)``.
    lang : str
        "en" or "ko".
    script : bool
        With the script (search, filter, sort).

    Returns
    -------
    str
        The same bytes for the same input. The fonts are cut to the characters of the body.

    Examples
    --------
    >>> page = html_page("Hall & Co", Fragment("Plan"))
    >>> page.index("Content-Security-Policy") < page.index("<style>"), "<title>Hall &amp; Co</title>" in page
    (True, True)
    """
    # attributes count as text too: a few characters more in the font, and no parser
    css = f"{page_fonts(html.unescape(str(body)))}\n{page_css()}"
    code = page_script() if script else ""
    document = render(
        "document",
        title=title,
        body=breakable(body),
        lang=lang,
        policy=csp(css, code),
        css=_Raw(css),
        script=_Raw(code),
    )
    return f"{document}\n"


class _Raw:
    """Our own style or script, which must stand in the page byte for byte, as its hash says."""

    def __init__(self, text: str) -> None:
        if "</" in text:
            raise ValueError("A style sheet or script may not contain '</': it would end the element.")
        self._text = text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __html__(self) -> str:
        return self._text


class Results:
    """The numbers a notebook hands on, and the mark that its last cell was reached; shows nothing on the page."""

    MIME = "application/vnd.accountbook.results+json"

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {self.MIME: self.values, "text/plain": f"{len(self.values)} results recorded"}


def results(**values: object) -> Results:
    """Record the numbers that the index and the tests read.

    Parameters
    ----------
    **values
        Numbers, text, booleans, None, days, and lists or dicts of these. Days become ISO text; NaN, NaT become null.

    Raises
    ------
    TypeError, ValueError
        If a value is something else or infinite.

    Examples
    --------
    >>> results(p_no_order=0.14, next_order=None)._repr_mimebundle_()["application/vnd.accountbook.results+json"]
    {'p_no_order': 0.14, 'next_order': None}
    """
    return Results({name: _plain(name, value) for name, value in values.items()})


def _plain(name: str, value: object) -> object:
    if hasattr(value, "isoformat"):  # days first: NaT has it too, and is not equal to itself
        return value.isoformat() if value == value else None
    if hasattr(value, "item"):
        value = value.item()  # numpy's scalars
    if isinstance(value, float):
        if math.isinf(value):
            raise ValueError(f"The result {name!r} is infinite; find out which division by zero made it.")
        return None if math.isnan(value) else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(name, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(name, part) for part in value]
    raise TypeError(f"The result {name!r} is a {type(value).__name__}; give numbers, text, days, or lists of them.")
