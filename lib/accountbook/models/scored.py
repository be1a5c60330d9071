"""The files of a backtest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accountbook.models.kinds import DealPrediction as DP
from accountbook.models.kinds import Quality as Q

DEAL_COLUMNS = [DP.opportunity_id, DP.as_of, DP.p_win, DP.p_win_lo, DP.p_win_hi, DP.close_p50]


def write_scored(out: Path, metrics: dict[str, Any], **frames: pd.DataFrame) -> dict[str, Any]:
    """Write a Parquet file per frame and metrics.json last, so that its presence says the rest is there."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_parquet(out / f"{name}.parquet", index=False)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return metrics


def nested(quality: pd.DataFrame) -> dict[str, dict[str, dict[str, float]]]:
    """A quality frame as {target: {metric: {value, naive, skill_lo, rows}}}."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in quality.to_dict("records"):
        plain = {name: float(row[name]) for name in (Q.value, Q.naive, Q.skill_lo, Q.rows)}
        found.setdefault(row[Q.target], {})[row[Q.metric]] = finite(plain)
    return found


def finite(figures: Mapping[str, float]) -> dict[str, float]:
    """The figures that are numbers: no other reaches a file.

    Examples
    --------
    >>> finite({"auc": float("nan"), "brier": 0.25})
    {'brier': 0.25}
    """
    return {name: figure for name, figure in figures.items() if np.isfinite(figure)}


def finite_all(parts: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """`finite` of each part; a part without a number is left out."""
    return {name: kept for name, figures in parts.items() if (kept := finite(figures))}
