"""Which rows of two loads are the same thing: by their place in the table's order, then by their key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.book.known import order_of
from accountbook.tables import Table

Pairs = tuple[np.ndarray, np.ndarray]
"""Positions in the old rows and in the new ones."""


@dataclass(frozen=True)
class Match:
    """How the rows of two loads go together. Every row is in one of `equal`, `changed`, `unclear`, `new`, `gone`.

    Attributes
    ----------
    equal : pairs that say the same.
    changed : pairs of one key that do not.
    unclear : positions of rows whose key occurs several times and that differ as a whole: nobody can say which became
        which; not pairs.
    alike : those of the unclear rows that have the same place among their like: pairs, for counting only.
    new, gone : positions of rows that the other load does not have.
    """

    equal: Pairs
    changed: Pairs
    unclear: Pairs
    alike: Pairs
    new: np.ndarray
    gone: np.ndarray


def codes(one: pd.DataFrame, other: pd.DataFrame, columns: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row of two frames, equal where all `columns` are; empties are equal to each other.

    Examples
    --------
    >>> codes(pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": [None, "y"]}), ["a"])
    (array([0, 1]), array([1, 2]))
    """
    total = np.zeros(len(one) + len(other), dtype="int64")
    for name in columns:
        found, distinct = pd.factorize(pd.concat([one[name], other[name]], ignore_index=True), use_na_sentinel=False)
        total = pd.factorize(total * max(1, len(distinct)) + found)[0]
    return total[: len(one)], total[len(one) :]


def same(one: pd.DataFrame, other: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Whether paired rows say the same in all `columns`: a truth value per row."""
    equal = np.ones(len(one), dtype=bool)
    for name in columns:
        mine, theirs = one[name].reset_index(drop=True), other[name].reset_index(drop=True)
        agree = (mine == theirs).fillna(False).to_numpy(dtype=bool)
        equal &= agree | (mine.isna() & theirs.isna()).to_numpy()
    return equal


def matched(table: Table, old: pd.DataFrame, new: pd.DataFrame, compared: Sequence[str]) -> Match:
    """Match rows of two loads.

    Parameters
    ----------
    old, new : rows of `table`.
    compared : the columns that make a row another one where they differ.

    Notes
    -----
    Rows of one place in the table's order lie as the source had them. Where there are several and any differs, all of
    them count as replaced, so that those before still lie as they did.
    """
    before, after = codes(old, new, order_of(table))
    many = int(max(before.max(initial=-1), after.max(initial=-1))) + 1
    was, now = np.bincount(before, minlength=many), np.bincount(after, minlength=many)
    one, other = _paired(before, after)
    agree = same(old.iloc[one], new.iloc[other], compared)
    differs = (was != now) | (np.bincount(before[one[~agree]], minlength=many) > 0)
    equal = ~differs[before[one]]
    single = (was == 1) & (now == 1)
    changed = ~equal & single[before[one]]
    several = (was > 0) & (now > 0) & differs & ~single
    alike = several[before[one]]
    gone, fresh = np.flatnonzero(now[before] == 0), np.flatnonzero(was[after] == 0)
    # the same key in another place: an order that was given another day, a contact of another account
    moved = _by_key(table, old.iloc[gone], new.iloc[fresh])
    pairs = gone[moved[0]], fresh[moved[1]]
    return Match(
        equal=(one[equal], other[equal]),
        changed=(np.concatenate([one[changed], pairs[0]]), np.concatenate([other[changed], pairs[1]])),
        unclear=(np.flatnonzero(several[before]), np.flatnonzero(several[after])),
        alike=(one[alike], other[alike]),
        new=np.delete(fresh, moved[1]),
        gone=np.delete(gone, moved[0]),
    )


def _by_key(table: Table, old: pd.DataFrame, new: pd.DataFrame) -> Pairs:
    """Pairs of rows with one key, which must say something and occur once on either side."""
    key = list(table.about.key)
    before, after = codes(old, new, key)
    mine = ~pd.Series(before).duplicated(keep=False).to_numpy() & old[key].notna().any(axis=1).to_numpy()
    theirs = ~pd.Series(after).duplicated(keep=False).to_numpy()
    one, other = np.flatnonzero(mine), np.flatnonzero(theirs)
    pairs = _paired(before[one], after[other])
    return one[pairs[0]], other[pairs[1]]


def _paired(before: np.ndarray, after: np.ndarray) -> Pairs:
    """Positions of equal codes, the first with the first, the second with the second."""
    frames = [
        pd.DataFrame({"code": some, "nth": pd.Series(some).groupby(some).cumcount(), "place": np.arange(len(some))})
        for some in (before, after)
    ]
    both = frames[0].merge(frames[1], on=["code", "nth"], suffixes=("", "_new"), validate="one_to_one")
    return both["place"].to_numpy(dtype="int64"), both["place_new"].to_numpy(dtype="int64")
