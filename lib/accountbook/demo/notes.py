"""How people write: sentences from patterns, and how late things are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

KOREAN_SHARE = 0.6
"""How often something about a Korean account is written in Korean."""


def sentences(
    rng: np.random.Generator,
    patterns: Sequence[str],
    slots: Mapping[str, Sequence[object]],
    *,
    korean: Sequence[str] = (),
    speaks: np.ndarray | None = None,
) -> list[str]:
    """One sentence per row.

    Parameters
    ----------
    patterns : texts with ``{name}`` for the slots.
    slots : values by name, all of the length that is wanted.
    korean : patterns in Korean; used for `KOREAN_SHARE` of the rows where `speaks` is true.

    Examples
    --------
    >>> sentences(np.random.default_rng(1), ["late by {n} days"], {"n": [3, 11]})
    ['late by 3 days', 'late by 11 days']
    """
    n = len(next(iter(slots.values())))
    pick, tongue = rng.random(n), rng.random(n)
    there = np.zeros(n, dtype=bool) if speaks is None or not korean else speaks & (tongue < KOREAN_SHARE)
    names = list(slots)
    texts = []
    for row in zip(pick.tolist(), there.tolist(), *slots.values(), strict=True):
        choices = korean if row[1] else patterns
        texts.append(choices[int(row[0] * len(choices))].format(**dict(zip(names, row[2:], strict=True))))
    return texts


def lags(rng: np.random.Generator, n: int, *, never: float = 0.04) -> np.ndarray:
    """Days until something is written down: same day to 3 days for 78%, 4-35 days for the others; -1: never.

    Examples
    --------
    >>> int(np.median(lags(np.random.default_rng(1), 1_000)))
    2
    """
    kind, soon, late = rng.random(n), rng.integers(0, 4, n), rng.integers(4, 36, n)
    return np.where(kind < never, -1, np.where(kind < never + (1 - never) * 0.78, soon, late))
