"""Why a prediction is above or below that of the average row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import expit

LEAST = 0.15
MOST = 3


def reasons(
    contributions: pd.DataFrame,
    *,
    level: float,
    codes: Mapping[str, Sequence[str]],
    facts: Mapping[str, pd.DataFrame],
) -> list[str]:
    """The strongest reasons of each row, as JSON.

    Parameters
    ----------
    contributions : exact log-odds that each column adds to the average row, shape (n, columns).
    level : log-odds of the average row.
    codes : by stable code, the columns whose contributions it sums; every column in one code.
    facts : by code, the raw facts of each row, shape (n, any); empty ones are left out.

    Returns
    -------
    One text per row: a list of at most three ``{"code", "log_odds", "points", "facts"}``, strongest first, none
    under 0.15 log-odds. ``points`` are percentage points of probability: the step from the average row's chance
    to this row's, shared in proportion to the log-odds, so that the points of all codes sum to it.

    Examples
    --------
    >>> two = pd.DataFrame({"a": [1.0], "b": [0.1]})
    >>> text = reasons(two, level=0.0, codes={"late": ["a"], "small": ["b"]},
    ...                facts={"late": pd.DataFrame({"days": [47]})})[0]
    >>> text
    '[{"code": "late", "log_odds": 1.0, "points": 22.75, "facts": {"days": 47}}]'
    """
    merged = np.column_stack([contributions[list(columns)].sum(axis=1) for columns in codes.values()])
    total = merged.sum(axis=1)
    step = expit(level + total) - expit(level)
    slope = np.where(np.abs(total) > 1e-9, step / np.where(np.abs(total) > 1e-9, total, 1.0), np.nan)
    middle = float(expit(level))
    slope = np.where(np.isfinite(slope), slope, middle * (1 - middle))
    names = list(codes)
    plain = {code: frame.to_dict("records") for code, frame in facts.items()}
    ranked = np.argsort(-np.abs(merged), axis=1, kind="stable")[:, :MOST]
    texts = []
    for row, places in enumerate(ranked):
        found = [
            {
                "code": names[place],
                "log_odds": round(float(merged[row, place]), 3),
                "points": round(float(100 * merged[row, place] * slope[row]), 2),
                "facts": _plain(plain[names[place]][row]) if names[place] in plain else {},
            }
            for place in places
            if abs(merged[row, place]) >= LEAST
        ]
        texts.append(json.dumps(found, ensure_ascii=False))
    return texts


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as JSON has them: no NaN, whole numbers without a point, others to four digits."""
    result: dict[str, object] = {}
    for name, value in facts.items():
        if value is None or value is pd.NA or value is pd.NaT:
            continue
        if isinstance(value, int | float | np.number) and not isinstance(value, bool):
            number = float(value)
            if np.isfinite(number):
                result[name] = int(number) if number == int(number) else round(number, 4)
        else:
            result[name] = str(value)
    return result
