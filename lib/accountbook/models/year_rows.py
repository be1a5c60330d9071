"""Draws of months ahead as rows: their mean and the range that holds them 8 times in 10."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models.kinds import YearPrediction as P

FAMILY = "family"
LEVELS = (0.1, 0.5, 0.9)
CENT = 2


def ends(draws: np.ndarray) -> np.ndarray:
    """p10, p50, p90 and mean of draws along their last axis; shape (..., 4), rounded to cents.

    Examples
    --------
    >>> ends(np.arange(11.0)).tolist()
    [1.0, 5.0, 9.0, 5.0]
    """
    ranked = np.sort(draws, axis=-1)
    place = np.asarray(LEVELS) * (draws.shape[-1] - 1)
    low, part = place.astype(np.int64), place % 1
    high = np.minimum(low + 1, draws.shape[-1] - 1)
    between = ranked[..., low] * (1 - part) + ranked[..., high] * part
    mean = draws.mean(axis=-1, dtype=np.float64, keepdims=True)
    return np.round(np.concatenate([between, mean], axis=-1).astype(np.float64), CENT)


def year_rows(
    keys: pd.DataFrame,
    draws: np.ndarray,
    months: pd.DatetimeIndex,
    *,
    part: str,
    family: str = "",
    naive: np.ndarray | None = None,
) -> pd.DataFrame:
    """Rows of kind "year" for some accounts or sums: the twelve months together, then each where any may bring some.

    Parameters
    ----------
    keys : account_id, scope and whose, n rows. draws : shape (n, draws, 12). months : their first days.
    part, family : see `YearPrediction`. naive : the rival's, shape (n, 12), or None for a part that has none.
    """
    year = ends(draws.sum(axis=2, dtype=np.float64))
    rival = np.full((len(keys), len(months)), np.nan) if naive is None else np.round(naive, CENT)
    whole = _frame(keys, year, pd.DatetimeIndex([pd.NaT] * len(keys)), rival.sum(axis=1))
    some = year[:, 2] > 0
    by_month = ends(np.moveaxis(draws[some], 1, -1))
    if part == FAMILY:
        until = np.full_like(by_month, np.nan)
    else:
        until = ends(np.moveaxis(draws[some].cumsum(axis=2, dtype=np.float64), 1, -1))
    repeated = keys.loc[some].loc[lambda rows: rows.index.repeat(len(months))]
    dates = pd.DatetimeIndex(np.tile(months.to_numpy(), int(some.sum())))
    each = _frame(repeated, by_month.reshape(-1, len(LEVELS) + 1), dates, rival[some].ravel())
    whole = whole.assign(**{P.until_p10: whole[P.p10], P.until_p90: whole[P.p90]})
    each = each.assign(**{P.until_p10: until[..., 0].ravel(), P.until_p90: until[..., 2].ravel()})
    return pd.concat([whole, each], ignore_index=True).assign(**{P.part: part, P.family: family})


def _frame(keys: pd.DataFrame, levels: np.ndarray, month: pd.DatetimeIndex, naive: np.ndarray) -> pd.DataFrame:
    figures = dict(zip((P.p10, P.p50, P.p90, P.mean), levels.T, strict=True))
    dates = month.to_numpy().astype("datetime64[us]")
    return keys.reset_index(drop=True).assign(**{P.month: dates, P.naive: naive, **figures})
