"""What past pipelines came to, and what today's may."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.values import number, whole


@dataclass(frozen=True)
class PipelineRecord:
    """What came of the amounts expected of open deals on past dates.

    Attributes
    ----------
    expected : of today's open deals, sum of chance x amount.
    factor, lo, hi : of each one expected on past dates, so much came; 8 in 10 lie between lo and hi.
    deals, origins : how many deals and dates say so.
    """

    expected: float
    factor: float
    lo: float
    hi: float
    deals: int
    origins: int


def pipeline_record(pipeline: pd.DataFrame | None) -> PipelineRecord | None:
    """Read the row of kind ``pipeline``; None where past dates cannot say.

    Examples
    --------
    >>> pipeline_record(None) is None
    True
    >>> row = {"expected_amount": 4e5, "factor": 0.8, "factor_lo": 0.7, "factor_hi": 1.0, "deals": 90, "origins": 11}
    >>> pipeline_record(pd.DataFrame([row])).factor
    0.8
    """
    if pipeline is None or pipeline.empty:
        return None
    row = pipeline.iloc[0]
    expected, *factors = (number(row[name]) for name in ("expected_amount", "factor", "factor_lo", "factor_hi"))
    if any(one is None for one in factors):
        return None
    return PipelineRecord(expected or 0.0, *factors, whole(row["deals"]) or 0, whole(row["origins"]) or 0)
