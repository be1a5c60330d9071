"""The page's style sheet and its script, as they stand in every page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["page_css", "page_script"]


def _asset(name: str) -> str:
    return files("accountbook.display").joinpath(name).read_text(encoding="utf-8")


@cache
def page_css() -> str:
    """Give the style of every page, without fonts and without comments.

    Examples
    --------
    >>> "@page" in page_css() and "/*" not in page_css()
    True
    """
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", _asset("page.css"), flags=re.S)).strip()


@cache
def page_script() -> str:
    """Give the one script there is: search, filter and sort of an index, sortable table heads.

    Failed rows stay first whatever is sorted. It makes no element from text and asks nothing of the network.

    Examples
    --------
    >>> "innerHTML" in page_script() or "fetch" in page_script()
    False
    """
    return _asset("page.js").strip()
