"""What the models say, shown or not, beside their rivals: what predictions are graded by once they fall due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.models.amounts import naive_revenue, naive_value
from accountbook.models.dates import naive_days
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.kinds import SaidDeal, SaidOrder, typed


def said_of_orders(candidates: pd.DataFrame, features: pd.DataFrame, *, horizon: int) -> pd.DataFrame:
    """What the models say of the judged population, as `SaidOrder`.

    Parameters
    ----------
    candidates : rows of `AccountPrediction` for one horizon, in which no gate is shut.
    features : `account_features` of the same day.
    horizon : days.
    """
    population = features.loc[features[F.repeats]].rename_axis(P.account_id)
    if population.empty:
        return typed("said_orders")
    rows = candidates.set_index(P.account_id).loc[population.index]
    days = {
        name: (rows[name] - rows[P.as_of]).dt.days for name in (P.next_order_p10, P.next_order_p50, P.next_order_p90)
    }
    naive = naive_days(population)
    naive = np.where(naive > horizon, np.nan, np.ceil(naive))
    usual = naive_value(population)
    found = {
        SaidOrder.as_of: rows[P.as_of],
        SaidOrder.horizon_days: horizon,
        SaidOrder.p: rows[P.p_no_order],
        SaidOrder.p_lo: rows[P.p_no_order_lo],
        SaidOrder.p_hi: rows[P.p_no_order_hi],
        SaidOrder.p_naive: rows[P.p_naive],
        SaidOrder.days_p10: days[P.next_order_p10],
        SaidOrder.days_p50: days[P.next_order_p50],
        SaidOrder.days_p90: days[P.next_order_p90],
        SaidOrder.naive_days_p10: naive[:, 0],
        SaidOrder.naive_days_p50: naive[:, 1],
        SaidOrder.naive_days_p90: naive[:, 2],
        SaidOrder.typical: rows[P.typical_amount],
        SaidOrder.typical_lo: rows[P.typical_lo],
        SaidOrder.typical_hi: rows[P.typical_hi],
        SaidOrder.naive_typical: np.where(usual > 0, usual, rows[P.typical_amount]),
        SaidOrder.expected: rows[P.expected_amount],
        SaidOrder.expected_lo: rows[P.expected_lo],
        SaidOrder.expected_hi: rows[P.expected_hi],
        SaidOrder.naive_expected: naive_revenue(population, horizon=horizon),
    }
    return pd.DataFrame(found, index=rows.index).reset_index()


def said_of_deals(
    deals: pd.DataFrame, p: np.ndarray, spread: tuple[np.ndarray, np.ndarray], naive: np.ndarray, as_of: pd.Timestamp
) -> pd.DataFrame:
    """What the model says of the open deals, as `SaidDeal`.

    Parameters
    ----------
    deals : with opportunity_id and account_id. p, spread, naive : the model's chance, its range's ends, and the
        funnel's chance, each of shape (n,).
    """
    return pd.DataFrame(
        {
            SaidDeal.opportunity_id: deals[SaidDeal.opportunity_id],
            SaidDeal.account_id: deals[SaidDeal.account_id],
            SaidDeal.as_of: as_of,
            SaidDeal.p: p,
            SaidDeal.p_lo: spread[0],
            SaidDeal.p_hi: spread[1],
            SaidDeal.p_naive: naive,
        }
    )
