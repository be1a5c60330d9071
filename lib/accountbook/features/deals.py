"""What is known of a deal on a day: at most ten numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.view import View
from accountbook.tables import Competitors as R
from accountbook.tables import ContactEvents as E
from accountbook.tables import Meetings as M
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
    expected_close = O.expected_close
    route_name = O.route
    stage = "stage"
    buyer = "buyer"
    log_age = "log_age"
    log_silence = "log_silence"
    pushes = "pushes"
    slips = "slips"
    rep_log_odds = "rep_log_odds"
    budget = "budget"
    person = "person"
    route = "route_sign"
    rival = "rival"


F = DealFeature
DEAL_COLUMNS = [
    F.stage,
    F.buyer,
    F.log_age,
    F.log_silence,
    F.slips,
    F.rep_log_odds,
    F.budget,
    F.person,
    F.route,
    F.rival,
]
"""The columns that the win model looks at: ten, as the few-data ladder allows."""
_BUDGET = {"none": -1.0, "unknown": 0.0, "requested": 0.5, "approved": 1.0}
_ROUTE = {"negotiated": 1.0, "tender": -1.0}
_LOGGED = [
    O.amount,
    O.seller_stage,
    O.buyer_stage,
    O.expected_close,
    O.rep_probability,
    O.budget_status,
    O.key_contact_id,
    O.channel_open,
]
MOST_PUSHES, MOST_LATE = 3.0, 3.0
"""Beyond so many, and the logarithm of so many days, the deal slips no further."""
_OURS = "accountbook"
"""``source`` of the entries that loading adds to the log, which are nobody's activity."""


def deal_features(view: View) -> pd.DataFrame:
    """What is known of every deal on the view's date.

    Parameters
    ----------
    view : a book or a snapshot of one; its table "opportunities" holds the values of that day.

    Returns
    -------
    Frame indexed by opportunity_id, columns `DealFeature`: stage and buyer count the stages reached from 0;
    pushes how often the expected close was moved later; slips counts those, and being past it; days_silent since
    anything was last done for it: a change of any field, a contact or a meeting held about it; days_late past the
    expected close (0: not past); budget -1 none to 1 approved; person 0 (nobody named), 0.5 (named), 1 (named and
    reached); route 1 negotiated, -1 tender, 0 not known; rival 1 where a competitor is known to be in it. Numbers that
    nobody wrote down are NaN; the model fills them with the typical deal's.

    Notes
    -----
    Without any logged change the values of closed deals are their last ones, which tell how they ended: what may
    have moved is then empty, for open deals too, so that nothing is learned from it.
    """
    deals = view.table("opportunities").set_index(O.opportunity_id)
    today = pd.Timestamp(view.as_of)
    changes = view.table("opportunity_changes")
    changes = changes.loc[changes[C.opportunity_id].isin(deals.index)]
    created = deals[O.created_on].reindex(changes[C.opportunity_id]).to_numpy()
    if not (changes[C.changed_at].dt.floor("D").to_numpy() > created).any():
        deals = deals.assign(**{name: deals[name].iloc[:0].reindex(deals.index) for name in _LOGGED})
    age = _days(today - deals[O.created_on])
    silence = _days(today - _last_touch(view, changes, deals))
    late = _days(today - deals[O.expected_close])
    pushes = _pushes(changes).reindex(deals.index).astype(float).fillna(0.0)
    stated = deals[O.rep_probability].clip(0.02, 0.98)
    named = deals[O.key_contact_id].notna()
    reached = deals[O.channel_open].fillna(False).astype(bool)
    return pd.DataFrame(
        {
            F.account_id: deals[O.account_id],
            F.amount: deal_amount(deals),
            F.seller_stage: deals[O.seller_stage],
            F.outcome: deals[O.outcome].fillna("open"),
            F.closed_on: deals[O.closed_on],
            F.expected_close: deals[O.expected_close],
            F.rep_probability: deals[O.rep_probability],
            F.route_name: deals[O.route],
            F.days_open: age,
            F.days_silent: silence,
            F.days_late: late.fillna(0.0),
            F.stage: _rank(deals[O.seller_stage], SELLER_STAGES),
            F.buyer: _rank(deals[O.buyer_stage], BUYER_STAGES),
            F.log_age: np.log1p(age),
            F.log_silence: np.log1p(silence),
            F.pushes: pushes,
            F.slips: np.minimum(pushes, MOST_PUSHES) + np.log1p(late.fillna(0.0)).clip(upper=MOST_LATE) / 2,
            F.rep_log_odds: np.log(stated / (1 - stated)),
            F.budget: deals[O.budget_status].map(_BUDGET).fillna(0.0).astype(float),
            F.person: np.where(named & reached, 1.0, np.where(named, 0.5, 0.0)),
            F.route: deals[O.route].map(_ROUTE).fillna(0.0).astype(float),
            F.rival: _rivals(view, deals),
        },
        index=deals.index,
    )


def deal_amount(deals: pd.DataFrame) -> pd.Series:
    """Amount of each deal; what is not a finite one above nothing is as good as not written down."""
    return deals[O.amount].where((deals[O.amount] > 0) & np.isfinite(deals[O.amount]))


def _last_touch(view: View, changes: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Day on which anything was last done for each deal; that of writing it down where nothing was."""
    events, meetings = view.table("contact_events"), view.table("meetings")
    held = meetings.loc[meetings[M.status] == "held"]
    own = changes.loc[~(changes[C.source] == _OURS).to_numpy(dtype=bool, na_value=False)]
    touches = pd.concat(
        [
            own.set_index(C.opportunity_id)[C.changed_at],
            events.set_index(E.opportunity_id)[E.met_on],
            held.set_index(M.opportunity_id)[M.held_on],
            deals[O.created_on],
        ]
    )
    touches = touches.loc[touches.index.isin(deals.index) & (touches <= view.as_of + pd.Timedelta(days=1)).to_numpy()]
    return touches.groupby(level=0).max().reindex(deals.index).dt.floor("D")


def _rivals(view: View, deals: pd.DataFrame) -> np.ndarray:
    """1 where a competitor is known to be after the deal."""
    seen = view.table("competitors")[R.opportunity_id]
    return (deals.index.isin(seen.dropna()) | deals[O.competitor_knew_on].notna().to_numpy()).astype(float)


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
    return (after > before).astype(float).groupby(moved[C.opportunity_id]).sum()
