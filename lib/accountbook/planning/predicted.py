"""Prediction frames, read into plain values: the one place that names their columns.

The columns are those that ``accountbook.models`` writes to the ledger; planning must not import it,
because pages must not load scikit-learn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, number, text, whole

HORIZON_DAYS = 90


class Shown(StrEnum):
    """What may be shown: the model, the naive figure (the model did not win), or nothing."""

    MODEL = "model"
    NAIVE = "naive"
    NONE = "none"


class Ladder(StrEnum):
    """How much data there is: facts only, shrunk rates, a model."""

    FACTS = "facts"
    RATES = "rates"
    RIDGE = "ridge"


@dataclass(frozen=True)
class Reason:
    """One reason of a prediction.

    Attributes
    ----------
    code : stable, e.g. ``recency``.
    points : percentage points of probability it adds (negative: takes away); None where not given.
    log_odds : its exact contribution to the linear model.
    facts : raw facts, e.g. ``{"days": 47, "usual": 21, "longest": 38}``.
    """

    code: str
    points: float | None
    log_odds: float | None
    facts: dict[str, object]


@dataclass(frozen=True)
class AccountForecast:
    """One row of kind ``accounts``; fields as the contract names them, missing ones None."""

    account_id: str
    as_of: pd.Timestamp
    horizon_days: int
    p_no_order: float | None
    p_no_order_lo: float | None
    p_no_order_hi: float | None
    p_naive: float | None
    shown: Shown
    ladder: Ladder
    orders: int
    next_order_p10: pd.Timestamp | None
    next_order_p50: pd.Timestamp | None
    next_order_p90: pd.Timestamp | None
    within_p10: pd.Timestamp | None
    within_p50: pd.Timestamp | None
    within_p90: pd.Timestamp | None
    rhythm_p50: pd.Timestamp | None
    rhythm_p90: pd.Timestamp | None
    typical_amount: float | None
    typical_lo: float | None
    typical_hi: float | None
    expected_amount: float | None
    expected_lo: float | None
    expected_hi: float | None
    revenue_365: float | None
    revenue_prev_365: float | None
    share_of_sales: float | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class DealForecast:
    """One row of kind ``deals``."""

    opportunity_id: str
    as_of: pd.Timestamp
    p_win: float | None
    p_win_lo: float | None
    p_win_hi: float | None
    close_p10: pd.Timestamp | None
    close_p50: pd.Timestamp | None
    close_p90: pd.Timestamp | None
    expected_amount: float | None
    shown: Shown
    ladder: Ladder
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ContactForecast:
    """One row of kind ``contacts``."""

    contact_id: str
    as_of: pd.Timestamp
    p_there: float | None
    p_in_role: float | None
    p_in_role_lo: float | None
    p_in_role_hi: float | None
    shown: Shown
    confirmed_on: pd.Timestamp | None
    confirmed_by: str
    bounced_on: pd.Timestamp | None


@dataclass(frozen=True)
class Measured:
    """One measure of kinds ``quality_orders``, ``quality_deals`` and ``quality_contacts``.

    Attributes
    ----------
    figure : of what is shown. other : of what is not: the naive rival's beside the model's, or the other way round.
    shown : whose figure it is.
    """

    figure: float
    other: float | None
    shown: Shown


def account_forecast(
    accounts: pd.DataFrame | None, account_id: str | None, *, horizon: int = HORIZON_DAYS
) -> AccountForecast | None:
    """The newest prediction of an account for a horizon, or None.

    Examples
    --------
    >>> frame = pd.DataFrame({"account_id": ["A"], "as_of": [pd.Timestamp("2026-10-31")], "horizon_days": [90],
    ...     "p_no_order": [0.14], "shown": ["model"], "ladder": ["ridge"], "orders": [28]})
    >>> found = account_forecast(frame, "A")
    >>> found.p_no_order, found.next_order_p50, found.shown.value
    (0.14, None, 'model')
    """
    if accounts is None or account_id is None:
        return None
    return account_forecasts(accounts[accounts["account_id"] == account_id], horizon=horizon).get(account_id)


def account_forecasts(accounts: pd.DataFrame | None, *, horizon: int = HORIZON_DAYS) -> dict[str, AccountForecast]:
    """The newest prediction of each account for a horizon, by account_id."""
    if accounts is None or accounts.empty:
        return {}
    rows = accounts[accounts["horizon_days"] == horizon].sort_values("as_of", kind="stable")
    rows = rows.drop_duplicates("account_id", keep="last")
    return {str(row["account_id"]): _read(AccountForecast, row) for row in rows.to_dict("records")}


def told_dates(
    forecast: AccountForecast,
) -> tuple[pd.Timestamp | None, pd.Timestamp | None, pd.Timestamp | None]:
    """The days that are told of the next order: early, middle and late.

    Where an order within the horizon is likelier than none, they are those of the case that it comes, as the chance
    that nothing comes is told beside them; else only as far as they lie within the horizon for certain.

    Examples
    --------
    >>> row = {"account_id": "A", "as_of": pd.Timestamp("2026-10-31"), "horizon_days": 90,
    ...     "next_order_p10": pd.Timestamp("2026-11-04"), "within_p10": pd.Timestamp("2026-11-03"),
    ...     "within_p50": pd.Timestamp("2026-11-12"), "within_p90": pd.Timestamp("2026-12-04")}
    >>> hardly = account_forecast(pd.DataFrame([row]), "A")
    >>> [None if one is None else f"{one:%d %b}" for one in told_dates(hardly)]
    ['04 Nov', None, None]
    >>> likely = account_forecast(pd.DataFrame([row | {"next_order_p50": pd.Timestamp("2026-11-20")}]), "A")
    >>> [f"{one:%d %b}" for one in told_dates(likely)]
    ['03 Nov', '12 Nov', '04 Dec']
    """
    if forecast.next_order_p50 is None or forecast.within_p50 is None:
        return forecast.next_order_p10, forecast.next_order_p50, forecast.next_order_p90
    return forecast.within_p10, forecast.within_p50, forecast.within_p90


def deal_forecasts(deals: pd.DataFrame | None) -> dict[str, DealForecast]:
    """The newest prediction of each deal, by opportunity_id."""
    if deals is None or deals.empty:
        return {}
    newest = deals.sort_values("as_of", kind="stable").drop_duplicates("opportunity_id", keep="last")
    return {str(row["opportunity_id"]): _read(DealForecast, row) for row in newest.to_dict("records")}


def contact_forecasts(contacts: pd.DataFrame | None) -> dict[str, ContactForecast]:
    """The newest prediction of each person, by contact_id."""
    if contacts is None or contacts.empty:
        return {}
    newest = contacts.sort_values("as_of", kind="stable").drop_duplicates("contact_id", keep="last")
    return {str(row["contact_id"]): _read(ContactForecast, row) for row in newest.to_dict("records")}


def earlier(history: pd.DataFrame | None, as_of: pd.Timestamp) -> pd.DataFrame | None:
    """Of earlier predictions, those made nearest to a month before as_of (20 to 45 days), or None.

    Examples
    --------
    >>> made = pd.DataFrame({"as_of": pd.to_datetime(["2026-08-31", "2026-09-30"]), "p_no_order": [0.1, 0.06]})
    >>> earlier(made, pd.Timestamp("2026-10-31"))["p_no_order"].tolist()
    [0.06]
    """
    if history is None or history.empty:
        return None
    age = (as_of - history["as_of"]).dt.days
    fitting = sorted(
        age[age.between(20, 45)].unique(), key=lambda days: (abs(days - (as_of - back(as_of, 1)).days), days)
    )
    return history[age == fitting[0]] if fitting else None


def measured(quality: pd.DataFrame | None, target: str, metric: str) -> Measured | None:
    """A measure on past dates of what is shown now; None where it cannot be told or nothing is shown.

    Examples
    --------
    >>> quality = pd.DataFrame({"target": ["date"], "metric": ["coverage_within"], "value": [0.81], "naive": [0.62],
    ...     "shown": ["naive"]})
    >>> found = measured(quality, "date", "coverage_within")
    >>> found.figure, found.other, found.shown.value
    (0.62, 0.81, 'naive')
    """
    if quality is None or quality.empty:
        return None
    rows = quality[(quality["target"] == target) & (quality["metric"] == metric)]
    if rows.empty:
        return None
    last = rows.iloc[-1]
    shown = Shown(text(last["shown"]) or Shown.NONE)
    figure, other = number(last["value"]), number(last["naive"])
    if shown == Shown.NAIVE:
        figure, other = other, figure
    return None if figure is None or shown == Shown.NONE else Measured(figure, other, shown)


COVERAGE = {"date": "coverage_within", "amount": "coverage"}
"""By target, the measure of how often the 8-in-10 range that pages tell held what came."""


def held(quality: pd.DataFrame | None, target: str) -> float | None:
    """How often the 8-in-10 range that is told of a target ("date" or "amount") held what came, or None."""
    found = measured(quality, target, COVERAGE[target])
    return None if found is None else found.figure


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: type[Any], row: dict[str, Any]) -> Any:
    """A row as a dataclass of plain values; columns that the frame lacks are None."""
    return kind(**{name: _plain(row.get(name), hint) for name, hint in _hints(kind).items()})


def _plain(value: Any, hint: Any) -> Any:
    if hint is Shown:
        return Shown(text(value) or Shown.NONE)
    if hint is Ladder:
        return Ladder(text(value) or Ladder.FACTS)
    if hint == tuple[Reason, ...]:
        return _reasons(text(value))
    if hint is int:
        return whole(value) or 0
    if hint == float | None:
        return number(value)
    return text(value) if hint is str else day(value)


def _reasons(written: str | None) -> tuple[Reason, ...]:
    return tuple(
        Reason(str(one["code"]), number(one.get("points")), number(one.get("log_odds")), dict(one.get("facts") or {}))
        for one in json.loads(written or "[]")
    )
