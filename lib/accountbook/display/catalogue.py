"""The catalogue of sentences: read it, and bring it up to date from the code and the notebooks' headings.

``python -m accountbook.display.catalogue`` in the project's folder writes ``locale/messages.pot`` and merges it
into every language's ``messages.po``.
"""

from __future__ import annotations


def messages(lang: str) -> dict:
    """Give a language's translations."""
    return {}
