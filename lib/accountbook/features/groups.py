"""Statistics by group over sorted rows, without a loop over groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

LARGEST = float(np.finfo(np.float32).max)


def group_starts(keys: pd.Series) -> np.ndarray:
    """First positions of each run of equal keys.

    Parameters
    ----------
    keys : sorted keys, shape (n,).

    Returns
    -------
    Positions, shape (groups,); empty for no rows.

    Examples
    --------
    >>> group_starts(pd.Series(["a", "a", "b"])).tolist()
    [0, 2]
    """
    if keys.empty:
        return np.empty(0, dtype=np.int64)
    if isinstance(keys.dtype, pd.CategoricalDtype):
        codes = keys.cat.codes.to_numpy()
        change = codes[1:] != codes[:-1]
    else:
        change = np.asarray(keys.array[1:] != keys.array[:-1], dtype=bool)
    return np.flatnonzero(np.concatenate([[True], change]))


def group_sum(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sum of each group; ``values`` has shape (n,) and every group at least one row.

    Examples
    --------
    >>> group_sum(np.array([1.0, 2.0, 5.0]), np.array([0, 2])).tolist()
    [3.0, 5.0]
    """
    return np.add.reduceat(values, starts) if len(starts) else np.empty(0)


def group_max(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Largest value of each group.

    Examples
    --------
    >>> group_max(np.array([1.0, 2.0, 5.0]), np.array([0, 2])).tolist()
    [2.0, 5.0]
    """
    return np.maximum.reduceat(values, starts) if len(starts) else np.empty(0)


def group_median(values: np.ndarray, codes: np.ndarray, groups: int) -> np.ndarray:
    """Median of each group, NaN where a group has no row.

    Parameters
    ----------
    values : shape (n,), without gaps, none below 0.
    codes : group of each value, 0 to ``groups - 1``, in any order.

    Examples
    --------
    >>> group_median(np.array([1.0, 9.0, 2.0, 4.0]), np.array([0, 0, 0, 2]), 3).tolist()
    [2.0, nan, 4.0]
    """
    # one sort of one integer key is several times faster than two of a pair: numbers that are not negative rank as
    # their bits do; single precision may swap values that differ by a ten-millionth, and those that it cannot hold
    bits = np.minimum(values, LARGEST).astype(np.float32).view(np.int32).astype(np.int64)
    ranked = values[np.argsort((codes.astype(np.int64) << 32) | bits)]
    counts = np.bincount(codes, minlength=groups)
    ends = np.cumsum(counts)
    starts = ends - counts
    result = np.full(groups, np.nan)
    some = counts > 0
    low = starts[some] + (counts[some] - 1) // 2
    high = starts[some] + counts[some] // 2
    result[some] = (ranked[low] + ranked[high]) / 2
    return result
