"""Switching off: a model that did worse than its naive rival on the rows that fell due is not shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models.kinds import Grade
from accountbook.models.kinds import Quality as Q

METRIC = "due_log_loss"
LEAST = 20
"""Rows that must have fallen due, with both outcomes among them: by fewer nothing is decided."""
CHANCES = ("churn60", "churn90", "deals")
"""The targets that are judged by log loss."""


def decisions(graded: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Log loss over the rows that fell due, beside the rival's; where it is higher, the model is switched off.

    Parameters
    ----------
    graded : kind "graded_orders" or "graded_deals" of the day; it holds what the model said, also while it was off.
    as_of : the day.

    Returns
    -------
    Rows of kind `Quality` with metric "due_log_loss", one per target of `CHANCES` that has enough rows; ``shown`` is
    "naive" where the model is off, ``origins`` how many days the rows were predicted on. Only the newest rows count: a
    model comes back with the first edition in which they are better again.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": "churn60", "made": pd.Timestamp("2026-08-31"), "happened": [1.0, 0.0] * 10,
    ...                      "loss": 0.75, "naive_loss": 0.5})
    >>> decisions(rows, as_of=pd.Timestamp("2026-10-31"))[["target", "value", "naive", "shown"]].values.tolist()
    [['churn60', 0.75, 0.5, 'naive']]
    """
    found = [_decision(target, graded.loc[graded[Grade.target] == target]) for target in CHANCES]
    names = [Q.target, Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows, Q.origins, Q.shown]
    return pd.DataFrame([one for one in found if one], columns=names).assign(**{Q.as_of: as_of})


def switched_off(decided: pd.DataFrame) -> frozenset[str]:
    """The targets whose models are off.

    Examples
    --------
    >>> switched_off(pd.DataFrame({"target": ["churn60", "churn90"], "shown": ["naive", "model"]}))
    frozenset({'churn60'})
    """
    return frozenset(decided.loc[decided[Q.shown] == "naive", Q.target])


def _decision(target: str, rows: pd.DataFrame) -> tuple[object, ...] | None:
    if len(rows) < LEAST or rows[Grade.happened].nunique() < 2:
        return None
    value, naive = float(rows[Grade.loss].mean()), float(rows[Grade.naive_loss].mean())
    # equal but for rounding, as where the model is the base rate itself, is not worse
    shown = "naive" if value > naive + 1e-9 else "model"
    return target, METRIC, value, naive, np.nan, len(rows), int(rows[Grade.made].nunique()), shown
