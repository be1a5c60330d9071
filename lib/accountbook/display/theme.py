"""The page's style sheet and its script."""

from __future__ import annotations

__all__ = ["page_css", "page_script"]


def page_css() -> str:
    """Give the style of every page, without fonts."""
    raise NotImplementedError


def page_script() -> str:
    """Give the index's script: search, filter, sort. Failed rows stay first."""
    raise NotImplementedError
