"""What is known of a deal on a day: at most ten numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.view import View
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C
from accountbook.tables.deals import BUYER_STAGES, SELLER_STAGES


class DealFeature:
    """Names of the columns of `deal_features`: days are whole days; what nobody wrote down is empty."""

    account_id = O.account_id
    amount = O.amount
    seller_stage = O.seller_stage
    outcome = O.outcome
    closed_on = O.closed_on
    rep_probability = O.rep_probability
    days_open = "days_open"
    days_silent = "days_silent"
    days_late = "days_late"
    stage = "stage"
    buyer = "buyer"
    log_age = "log_age"
    log_silence = "log_silence"
    pushes = "pushes"
    log_late = "log_late"
    rep_log_odds = "rep_log_odds"
    budget = "budget"
    person = "person"
    log_amount = "log_amount"


F = DealFeature
DEAL_COLUMNS = [
    F.stage,
    F.buyer,
    F.log_age,
    F.log_silence,
    F.pushes,
    F.log_late,
    F.rep_log_odds,
    F.budget,
    F.person,
    F.log_amount,
]
"""The columns that the win model looks at: ten, as the few-data ladder allows."""
_BUDGET = {"none": -1.0, "unknown": 0.0, "requested": 0.5, "approved": 1.0}


def deal_features(view: View) -> pd.DataFrame:
    """What is known of every deal on the view's date.

    Parameters
    ----------
    view : a book or a snapshot of one; its table "opportunities" holds the values of that day.

    Returns
    -------
    Frame indexed by opportunity_id, columns `DealFeature`: stage and buyer count the stages reached from 0;
    pushes how often the expected close was moved later; days_silent since the last change of any field;
    days_late past the expected close (0: not past); budget -1 none to 1 approved; person 0 (nobody named),
    0.5 (named), 1 (named and reached). Numbers that nobody wrote down are NaN; the model fills them with
    the typical deal's.
    """
    deals = view.table("opportunities").set_index(O.opportunity_id)
    today = pd.Timestamp(view.as_of)
    changes = view.table("opportunity_changes")
    changes = changes.loc[changes[C.opportunity_id].isin(deals.index)]
    last = changes.groupby(C.opportunity_id)[C.changed_at].max().reindex(deals.index).dt.floor("D")
    last = last.fillna(deals[O.created_on])
    age = _days(today - deals[O.created_on])
    silence = _days(today - last)
    late = _days(today - deals[O.expected_close])
    stated = deals[O.rep_probability].clip(0.02, 0.98)
    named = deals[O.key_contact_id].notna()
    reached = deals[O.channel_open].fillna(False).astype(bool)
    money = deals[O.amount].where(deals[O.amount] > 0)
    return pd.DataFrame(
        {
            F.account_id: deals[O.account_id],
            F.amount: deals[O.amount],
            F.seller_stage: deals[O.seller_stage],
            F.outcome: deals[O.outcome].fillna("open"),
            F.closed_on: deals[O.closed_on],
            F.rep_probability: deals[O.rep_probability],
            F.days_open: age,
            F.days_silent: silence,
            F.days_late: late.fillna(0.0),
            F.stage: _rank(deals[O.seller_stage], SELLER_STAGES),
            F.buyer: _rank(deals[O.buyer_stage], BUYER_STAGES),
            F.log_age: np.log1p(age),
            F.log_silence: np.log1p(silence),
            F.pushes: np.minimum(_pushes(changes).reindex(deals.index).fillna(0.0), 5.0),
            F.log_late: np.log1p(late),
            F.rep_log_odds: np.log(stated / (1 - stated)),
            F.budget: deals[O.budget_status].map(_BUDGET).fillna(0.0).astype(float),
            F.person: np.where(named & reached, 1.0, np.where(named, 0.5, 0.0)),
            F.log_amount: np.log(money),
        },
        index=deals.index,
    )


def _days(span: pd.Series) -> pd.Series:
    """Whole days of a time span, none below 0; empty stays empty."""
    return span.dt.days.astype(float).clip(lower=0.0)


def _rank(stage: pd.Series, stages: tuple[str, ...]) -> pd.Series:
    """Place of a stage in its order, from 0."""
    return stage.map({name: float(place) for place, name in enumerate(stages)}).astype(float)


def _pushes(changes: pd.DataFrame) -> pd.Series:
    """How often each deal's expected close was moved to a later day."""
    moved = changes.loc[(changes[C.field] == O.expected_close) & changes[C.old].notna() & changes[C.new].notna()]
    before = pd.to_datetime(moved[C.old], errors="coerce", format="ISO8601")
    after = pd.to_datetime(moved[C.new], errors="coerce", format="ISO8601")
    return (after > before).groupby(moved[C.opportunity_id]).sum().astype(float)
