"""A whole document: head with a strict policy, style, type and, where asked, the one script."""

from __future__ import annotations

from accountbook.display.fragment import Fragment

__all__ = ["Results", "csp", "html_page", "results"]


def csp(css: str = "", script: str = "") -> str:
    """Give the content security policy that allows this style and script, by hash, and nothing else."""
    raise NotImplementedError


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
        With the index's script (search, filter, sort).

    Returns
    -------
    str
        The same bytes for the same input. The fonts are subset to the characters of title and body.
    """
    raise NotImplementedError


class Results:
    """The numbers a notebook hands on, and the mark that its last cell was reached."""

    MIME = "application/vnd.accountbook.results+json"


def results(**values: object) -> Results:
    """Record the numbers that the index and the tests read; shows nothing."""
    raise NotImplementedError
