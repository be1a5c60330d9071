"""The files of a backtest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from accountbook.models.kinds import DealPrediction as DP

DEAL_COLUMNS = [DP.opportunity_id, DP.as_of, DP.p_win, DP.p_win_lo, DP.p_win_hi, DP.close_p50]


def write_scored(out: Path, metrics: dict[str, Any], **frames: pd.DataFrame) -> dict[str, Any]:
    """Write a Parquet file per frame and metrics.json last, so that its presence says the rest is there."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_parquet(out / f"{name}.parquet", index=False)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return metrics
