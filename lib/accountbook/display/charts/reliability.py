"""What was predicted against what happened, in groups."""

from __future__ import annotations

import pandas as pd

from accountbook.display.fragment import Fragment
from accountbook.display.words import Words


def reliability_chart(groups: pd.DataFrame, *, words: Words, alt: str, width: int = 474, top: float = 1.0) -> Fragment:
    """Draw predicted shares across and what happened upwards, with counts and the diagonal.

    Parameters
    ----------
    groups : DataFrame
        One row per group of predictions: `predicted` and `happened` (shares 0 to 1), `n` (rows in the group),
        optionally `lo` and `hi` (8-in-10 range of `happened` given `n`).
    top : float
        End of both axes, such as 0.8.
    """
    raise NotImplementedError
