"""Sorted rows and few more of them in one order, without sorting all of them again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.book.known import canonical


def merged_order(base: pd.DataFrame, more: pd.DataFrame, by: list[str]) -> np.ndarray:
    """Positions that put two sorted frames, one below the other, into one order.

    Rows go to their place by the first two columns; only where both frames have rows of one such place do the other
    columns decide. That is as `canonical` sorts them, with rows of `base` before equal ones of `more`.

    Parameters
    ----------
    base, more : each sorted as `canonical` does by `by`; the first column is text, the second a date.
    by : the columns that rows lie by.

    Returns
    -------
    numpy.ndarray
        Positions in ``pandas.concat([base, more])``.

    Examples
    --------
    >>> one = pd.DataFrame({"a": ["x", "y"], "d": pd.to_datetime(["2026-01-02", "2026-01-02"]), "k": ["2", "1"]})
    >>> two = pd.DataFrame({"a": ["x"], "d": pd.to_datetime(["2026-01-02"]), "k": ["1"]})
    >>> merged_order(one, two, ["a", "d", "k"]).tolist()
    [2, 0, 1]
    """
    count = len(base)
    if not count or not len(more):
        return np.arange(count + len(more))
    names = pd.concat([base[by[0]], more[by[0]]], ignore_index=True)
    account = pd.factorize(names, sort=True)[0]
    day = pd.concat([base[by[1]], more[by[1]]], ignore_index=True).to_numpy(dtype="datetime64[D]").astype("int64")
    place = account.astype("int64") * (1 << 32) + (day - day.min())
    at = np.searchsorted(place[:count], place[count:], side="right")
    order = np.insert(np.arange(count), at, np.arange(count, count + len(more)))
    shared = np.intersect1d(place[:count], place[count:])
    if len(shared):
        among = np.flatnonzero(np.isin(place[order], shared))
        rows = np.sort(order[among])
        both = pd.concat([base.iloc[rows[rows < count]], more.iloc[rows[rows >= count] - count]], ignore_index=True)
        order[among] = rows[canonical(both[by], by)]
    return order
