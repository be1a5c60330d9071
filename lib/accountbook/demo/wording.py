"""Business sentences put together from patterns with slots, in English or, at some Korean accounts, in Korean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from accountbook.demo.items import FAMILIES

KOREAN_SHARE = 0.6
"""Share of the notes on Korean accounts that are written in Korean."""
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
    """One sentence per row.

    Parameters
    ----------
    korean : per row, whether the note may be in Korean.
    family : per row, the position in `FAMILIES` that ``{noun}`` speaks of.
    month : per row, the month 1-12 that ``{month}`` names.
    slots : per row, what fills each other slot.

    Examples
    --------
    >>> worded(Phrases(("more {noun}s for {who}",)), np.random.default_rng(1), np.array([False]), family=[1], who=["us"])
    ['more manifolds for us']
    """
    n = len(korean)
    korean = korean & bool(phrases.korean) & (rng.random(n) < KOREAN_SHARE)
    english_at = rng.integers(len(phrases.english), size=n).tolist()
    korean_at = rng.integers(max(1, len(phrases.korean)), size=n).tolist()
    families = [0] * n if family is None else [int(one) for one in family]
    months = [1] * n if month is None else [int(one) for one in month]
    columns = {name: list(values) for name, values in slots.items()}
    texts = []
    for row, other in enumerate(korean.tolist()):
        pattern = phrases.korean[korean_at[row]] if other else phrases.english[english_at[row]]
        noun = (KOREAN_NOUNS if other else NOUNS)[families[row]]
        when = f"{months[row]}월" if other else MONTHS[months[row] - 1]
        texts.append(pattern.format(noun=noun, month=when, **{name: values[row] for name, values in columns.items()}))
    # as people write: a sentence begins with a capital
    return [text[:1].upper() + text[1:] for text in texts]


def some(texts: Iterable[str | None], there: np.ndarray) -> list[str | None]:
    """Texts where `there` says so, else none.

    Examples
    --------
    >>> some(["a", "b"], np.array([True, False]))
    ['a', None]
    """
    return [text if keep else None for text, keep in zip(texts, there.tolist(), strict=True)]


def picked(choices: tuple[str, ...], rng: np.random.Generator, n: int, *, p: Iterable[float] | None = None) -> np.ndarray:
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
