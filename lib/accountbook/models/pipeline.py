"""What past pipelines came to, beside what was expected of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models.deal_slices import SLICE
from accountbook.models.judge import REACH_80
from accountbook.models.kinds import PipelinePrediction as P
from accountbook.models.kinds import typed
from accountbook.tables import Opportunities as O

SETTLED = pd.Timedelta(days=180)
"""A past date counts once half a year has passed: what is open then still may never close."""
SPREAD = 0.25
"""How far, on the logarithmic scale, the factor is expected to be from 1."""
DRAWS = 500
LEAST_DEALS = 10
SEED = 20260101


def pipeline_factor(scored: pd.DataFrame, *, as_of: pd.Timestamp, expected: float) -> pd.DataFrame:
    """How much of the expected amount of past pipelines came, drawn to 1, with its 80% range.

    Parameters
    ----------
    scored : `accountbook.models.deal_odds.rolling_odds`, deals that are open still among them.
    expected : of today's open deals, sum of chance x amount.

    Returns
    -------
    One row of kind "pipeline"; none where under ten deals with amounts stood open on dates half a year back.

    Notes
    -----
    The ratio of amounts won by now to chance x amount then, over all such dates, a deal that is still open counting
    as nothing. Bootstrapped by deal; shrunk as a normal mean with a prior around 1 on the logarithmic scale.
    """
    rows = scored.loc[(scored[SLICE] + SETTLED <= as_of) & (scored["amount"] > 0)]
    deals = rows[O.opportunity_id].nunique()
    said = (rows["p"] * rows["amount"]).to_numpy(float)
    came = rows["worth"].fillna(rows["amount"]).where(rows["won"] == 1.0, 0.0).to_numpy(float)
    if deals < LEAST_DEALS or said.sum() <= 0 or came.sum() <= 0:
        return typed("pipeline")
    codes, names = pd.factorize(rows[O.opportunity_id])
    rng = np.random.default_rng(SEED)
    times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    drawn = np.log(
        np.maximum(times @ np.bincount(codes, came), 1e-9) / np.maximum(times @ np.bincount(codes, said), 1e-9)
    )
    spread = float(np.std(drawn))
    kept = SPREAD**2 / (SPREAD**2 + spread**2)
    middle, reach = kept * float(np.log(came.sum() / said.sum())), REACH_80 * np.sqrt(kept) * spread
    return typed(
        "pipeline",
        pd.DataFrame(
            {
                P.as_of: [as_of],
                P.expected_amount: expected,
                P.factor: np.exp(middle),
                P.factor_lo: np.exp(middle - reach),
                P.factor_hi: np.exp(middle + reach),
                P.deals: deals,
                P.origins: rows[SLICE].nunique(),
            }
        ),
    )
