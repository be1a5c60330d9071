"""Which members the average of open deals' chances has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.deal_average import BOOSTED, MEMBERS, DealAverage

ORIGIN = pd.Timestamp("2026-06-30")


def past(deals: int, boosting: np.ndarray) -> pd.DataFrame:
    """What was said of deals on one date each: the two members know nothing; every other deal was won."""
    return pd.DataFrame(
        {
            "opportunity_id": [f"D{deal}" for deal in range(deals)],
            "slice": pd.Timestamp("2026-01-31"),
            "decided_on": pd.Timestamp("2026-03-31"),
            "seller_stage": "need",
            "won": np.arange(deals) % 2.0,
            "p": 0.5,
            "p_ridge": 0.5,
            "p_chain": 0.5,
            "p_boosting": boosting,
            "days_left": 59.0,
            "days_chain": 59.0,
            "days_rep": np.nan,
        }
    )


@pytest.mark.parametrize(
    ("deals", "good", "pooled"),
    [(400, True, BOOSTED), (400, False, MEMBERS), (78, True, MEMBERS)],
    ids=["it told them apart", "it did not", "too few to tell"],
)
def test_boosting_joins_the_average_where_it_won(deals: int, good: bool, pooled: list[str]) -> None:
    won = np.arange(deals) % 2.0
    said = 0.2 + 0.6 * won if good else np.where(np.arange(deals) % 4 < 2, 0.2, 0.8)
    rows = past(deals, said)
    average = DealAverage().learn(rows, origin=ORIGIN)
    assert average.pooled(rows) == pooled
    # where boosting has not spoken, it has no share
    assert average.pooled(rows.assign(p_boosting=np.nan)) == MEMBERS
