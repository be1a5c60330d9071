"""Phrases of one kind in two languages, and small helpers for columns of drawn things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from accountbook.demo.items import FAMILIES
from accountbook.demo.notes import sentences

NOUNS = tuple(family.noun for family in FAMILIES)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
KOREAN_NOUNS = ("밸브", "매니폴드", "쿨러", "센서", "씰 키트", "시험기 부품", "펌프", "필터")
"""What the families are called in sentences, in the order of `FAMILIES`."""


@dataclass(frozen=True)
class Phrases:
    """Patterns of one kind of sentence.

    Attributes
    ----------
    english, korean : patterns with slots as of `str.format`; no Korean ones: English is written everywhere.
        A slot ``{noun}`` is filled with the family's noun in the sentence's language.
    """

    english: tuple[str, ...]
    korean: tuple[str, ...] = ()


def worded(
    phrases: Phrases,
    rng: np.random.Generator,
    korean: np.ndarray,
    *,
    family: Iterable[int] | None = None,
    month: Iterable[int] | None = None,
    **slots: Iterable[object],
) -> list[str]:
    """One sentence per row, as `accountbook.demo.notes.sentences` puts it together.

    Parameters
    ----------
    korean : per row, whether the note may be in Korean.
    family : per row, the position in `FAMILIES` that ``{noun}`` speaks of.
    month : per row, the month 1-12 that ``{month}`` names.
    slots : per row, what fills each other slot.

    Examples
    --------
    >>> worded(Phrases(("more {noun}s for {who}",)), np.random.default_rng(1), np.array([0]), family=[1], who=["us"])
    ['More manifolds for us']
    """
    n = len(korean)
    families = [0] * n if family is None else [int(one) for one in family]
    months = [1] * n if month is None else [int(one) for one in month]
    filled = {name: list(values) for name, values in slots.items()}
    filled |= {"noun": [NOUNS[one] for one in families], "month": [MONTHS[one - 1] for one in months]}
    # the same slots hold other words in the other language
    filled |= {"noun_ko": [KOREAN_NOUNS[one] for one in families], "month_ko": [f"{one}월" for one in months]}
    other = [text.replace("{noun}", "{noun_ko}").replace("{month}", "{month_ko}") for text in phrases.korean]
    texts = sentences(rng, phrases.english, filled, korean=other, speaks=np.asarray(korean, dtype=bool))
    return [text[:1].upper() + text[1:] for text in texts]


def some(texts: Iterable[str | None], there: np.ndarray) -> list[str | None]:
    """Texts where `there` says so, else none.

    Examples
    --------
    >>> some(["a", "b"], np.array([True, False]))
    ['a', None]
    """
    return [text if keep else None for text, keep in zip(texts, there.tolist(), strict=True)]


def picked(
    choices: tuple[str, ...], rng: np.random.Generator, n: int, *, p: Iterable[float] | None = None
) -> np.ndarray:
    """`n` of the choices, as an array of objects; `p` weighs them.

    Examples
    --------
    >>> picked(("a",), np.random.default_rng(1), 2).tolist()
    ['a', 'a']
    """
    weights = None if p is None else np.array(list(p)) / sum(p)
    return np.array(choices, dtype=object)[rng.choice(len(choices), size=n, p=weights)]


def numbered(prefix: str, n: int, *, begin: int = 1) -> list[str]:
    """Numbers of a system: prefix, a dash, at least five digits.

    Examples
    --------
    >>> numbered("G", 2)
    ['G-00001', 'G-00002']
    """
    return [f"{prefix}-{k:05d}" for k in range(begin, begin + n)]
