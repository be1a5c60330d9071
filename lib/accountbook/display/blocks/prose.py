"""Text that people wrote, cut to the room there is."""

from __future__ import annotations

from collections.abc import Callable

FINDING = 90
"""Characters of a finding or an action at most."""
_LEAST = 16


def clipped(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word where one ends near.

    Examples
    --------
    >>> clipped("Offer stock at their gate", 18), clipped("Offer", 18)
    ('Offer stock at…', 'Offer')
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    word = head.rsplit(" ", 1)[0]
    return f"{(word if len(word) > most * 0.6 else head).rstrip(' ,;:.')}…"


def fitting(say: Callable[[str], str], text: str, most: int = FINDING) -> str:
    """A sentence that holds a text, the text cut so that the sentence has at most so many characters.

    Examples
    --------
    >>> fitting(lambda text: f"Plan B is due: {text}", "Offer stock at their gate", 34)
    'Plan B is due: Offer stock at…'
    """
    over = len(say(text)) - most
    return say(text) if over <= 0 else say(clipped(text, max(len(text) - over, _LEAST)))
