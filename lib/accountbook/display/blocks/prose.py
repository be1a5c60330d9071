"""Text that people wrote, cut to the room there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accountbook.display.words import Words
    from accountbook.planning.finding import Finding

    Facts = Mapping[str, object]

FINDING = 90
"""Characters of a finding or an action at most."""
LONG = 110
"""Characters after which a sentence of theirs is cut in a line of ours; a table shows it whole."""
_LEAST = 16
_ROOMS = (80, 60, 40, 30, 24, 20, 16)


def clipped(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word where one ends near.

    Examples
    --------
    >>> clipped("Offer stock at their gate", 18), clipped("Offer stock at their gate", 15), clipped("Offer", 15)
    ('Offer stock at…', 'Offer stock at…', 'Offer')
    """
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0]
    return f"{(words if len(words) > most * 0.6 else text[: most - 1]).rstrip(' ,;:.')}…"


def shortened(text: object, *, most: int = LONG) -> str:
    """A sentence that somebody wrote, in one line and without its full stop; "…" where there is none.

    Examples
    --------
    >>> shortened("Their engineers accept the solution.", most=20), shortened("Price held."), shortened(None)
    ('Their engineers…', 'Price held', '…')
    """
    return clipped(" ".join(str(text or "").split()).rstrip("."), most) or "…"


def quoted(text: object, t: Words, *, most: int = LONG) -> str:
    """The same in quotation marks.

    Examples
    --------
    >>> from accountbook.display.words import Words
    >>> quoted("Price held for 6 years.", Words()), quoted("word " * 40, Words(), most=12)
    ('“Price held for 6 years”', '“word word…”')
    """
    return t("“{text}”", text=shortened(text, most=most))


def fitting(say: Callable[[str], str], text: str, most: int = FINDING) -> str:
    """A sentence that holds a text, the text cut so that the sentence has at most so many characters.

    Examples
    --------
    >>> fitting(lambda text: f"Plan B is due: {text}", "Offer stock at their gate", 34)
    'Plan B is due: Offer stock at…'
    """
    over = len(say(text)) - most
    return say(text) if over <= 0 else say(clipped(text, max(len(text) - over, _LEAST)))


def within(say: Callable[[Facts], str], facts: Facts, most: int = FINDING) -> str:
    """A sentence about some facts, their texts cut, all to the same room, until it has at most so many characters.

    Examples
    --------
    >>> within(lambda f: f"Call about invoice {f['invoice']} of {f['deal']}", {"invoice": "R1", "deal": "Line " * 99})
    'Call about invoice R1 of Line Line Line Line Line Line Line Line Line Line Line Line…'
    """
    told = say(facts)
    for room in _ROOMS:
        if len(told) <= most:
            break
        told = say(_cut(facts, room))
    return told


def heading(say: Callable[[Finding, Words], str]) -> Callable[[Finding, Words], str]:
    """A block's finding whose names and texts are cut where it has no room for them."""

    @wraps(say)
    def told(finding: Finding, t: Words) -> str:
        return within(lambda facts: say(replace(finding, facts=facts), t), finding.facts)

    return told


def _cut(facts: Facts, room: int) -> Facts:
    return {
        name: clipped(value, room)
        if isinstance(value, str)
        else _cut(value, room)
        if isinstance(value, Mapping)
        else value
        for name, value in facts.items()
    }
