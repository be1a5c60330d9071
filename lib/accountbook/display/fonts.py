"""Fonts inside the page: subsets to the characters shown."""

from __future__ import annotations

__all__ = ["page_fonts"]


def page_fonts(text: str) -> str:
    """Give the @font-face rules for the characters of a text, fonts inside as base64 woff2."""
    raise NotImplementedError
