"""Words of people's own sentences, so that two of them can be held beside each other.

No dictionary and no model: a word counts as itself, without its English plural, and short words that every sentence
has count as none. Numbers are left out: 37 pieces have nothing to do with series 37.
"""

from __future__ import annotations

import re
from collections import Counter

from accountbook.planning.values import text
from accountbook.planning.view import View, items
from accountbook.tables import Items as I

_WORD = re.compile(r"[^\W_]+")
_SHORT = 3
"""Letters that a Latin word must have; what is written in capitals, as a family's code, may have two."""
_PLAIN = """
and are but can for from had has have her him his how its more new not now one our out she than that the their
them then they this two was were what when which who will with you your all any does did
"""
PLAIN = frozenset(_PLAIN.split())
MOST_OF = 0.5
"""A word that more than so large a part of a family's items have in their name is the family's own."""


def words(said: str | None) -> tuple[str, ...]:
    """The words of a sentence, without plain ones, numbers and plural endings.

    Examples
    --------
    >>> words("They compare pumps of three makers for the PU line"), words("밸브 시험 착수")
    (('compare', 'pump', 'three', 'maker', 'pu', 'line'), ('밸브', '시험', '착수'))
    >>> words("37 benches"), words(None)
    (('bench',), ())
    """
    found = []
    for word in _WORD.findall(said or ""):
        if word.isdigit():
            continue
        short = word.isascii() and len(word) < _SHORT and not (word.isupper() and len(word) > 1)
        if not short and word.casefold() not in PLAIN:
            found.append(_singular(word.casefold()))
    return tuple(found)


def _singular(word: str) -> str:
    if not word.isascii() or len(word) <= _SHORT or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


def family_words(view: View, family: str | None) -> frozenset[str]:
    """What the people who write notes call a product family: its code, and what most of its items are called.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"item_id": "P1", "family": "PU", "name": "pump, hand"}, {"item_id": "P2", "family": "PU",
    ...         "name": "pump, geared"}, {"item_id": "V1", "family": "VX", "name": "valve, pilot"}]
    >>> sorted(family_words(MemoryView("2026-10-31", {"items": rows}), "PU"))
    ['pu', 'pump']
    """
    if family is None:
        return frozenset()
    table = items(view)
    mine = table[table[I.family] == family]
    heads = [(text(name) or "").split(",")[0] for name in mine[I.name]]  # "filter, return line" is a filter
    counts = Counter(word for head in heads for word in set(words(head)))
    own = {word for word, count in counts.items() if count > MOST_OF * len(mine)}
    return frozenset({family.casefold(), *own})
