"""Over all accounts: who is worth a call, and whether anybody stands out; by name, or in sums where it may not be."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.naming import Naming, Sums, team_sums
from accountbook.planning.next_order import NextState, chance, days_late, order_state
from accountbook.planning.predicted import HORIZON_DAYS, AccountForecast, Reason, Shown, account_forecasts, earlier
from accountbook.planning.values import day, text
from accountbook.planning.view import DEFAULTS, View, staff, threshold
from accountbook.planning.worth import Gain, account_gain
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Call:
    """An account worth a call.

    Attributes
    ----------
    at_risk : p x orders of the last 365 days, company's currency.
    gain : what a call is worth, which it is ranked by.
    state, days_late : as `next_order` says.
    """

    account_id: str
    name: str | None
    owner: str | None
    country: str | None
    p: float
    lo: float | None
    hi: float | None
    p_before: float | None
    jump: float | None
    revenue: float
    at_risk: float
    gain: Gain
    state: NextState
    days_late: int | None
    last_order: pd.Timestamp | None
    shown: Shown
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Calls:
    """The accounts worth a call, the call that is worth most first.

    Attributes
    ----------
    found : only accounts where a call is worth anything.
    worth, at_risk : of the listed ones; total : at risk of all predicted accounts.
    horizon : days that the chances are about.
    call_odds : what a call is assumed to multiply the odds of an order by.
    standing_out : accounts at or above the book's threshold of risk, or with an order overdue or missed.
    threshold : that risk.
    predicted : accounts with a prediction; few : accounts with too few orders for one.
    unpriced : accounts that ordered in the last 365 days, no order with an amount: none of their money is at risk here.
    sums : ``at_risk`` and ``standing_out`` of the accounts that may not be named, by team; all of the above but
        ``few`` is then of those told in the sums and of those that may be named. None: all may be named.
    """

    found: tuple[Call, ...]
    at_risk: float
    total: float
    standing_out: int
    threshold: float
    predicted: int
    few: int
    sums: Sums | None = None
    unpriced: int = 0
    horizon: int = HORIZON_DAYS
    worth: float = 0.0
    call_odds: float = DEFAULTS["call_odds"]


def calls(
    book: View,
    accounts: pd.DataFrame | None,
    history: pd.DataFrame | None = None,
    *,
    top: int = 10,
    horizon: int = HORIZON_DAYS,
    naming: Naming | None = None,
) -> Calls:
    """The accounts of a whole book that are worth a call.

    Parameters
    ----------
    accounts, history : predictions of kind ``accounts``, and earlier ones.
    top : how many are named at most.
    naming : who may be named; None: everyone.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> made = pd.DataFrame({"account_id": ["A", "B"], "as_of": pd.Timestamp("2026-10-31"), "horizon_days": 90,
    ...     "p_no_order": [0.5, 0.1], "revenue_365": [10.0, 100.0], "typical_amount": 20.0, "shown": "model",
    ...     "orders": 9})
    >>> found = calls(MemoryView("2026-10-31", {"order_lines": []}), made)
    >>> [(call.account_id, call.at_risk, round(call.gain.worth, 2)) for call in found.found], found.total
    ([('A', 5.0, 2.0), ('B', 10.0, 0.62)], 15.0)
    """
    high = threshold(book.settings, "risk")
    if accounts is None or accounts.empty:
        return Calls((), 0.0, 0.0, 0, high, 0, 0)
    forecasts = account_forecasts(accounts, horizon=horizon)
    before = account_forecasts(earlier(history, book.as_of), horizon=horizon)
    known = [one for one in forecasts.values() if chance(one) is not None]
    odds = threshold(book.settings, "call_odds")
    gains = {one.account_id: account_gain(one, book.as_of, odds=odds) for one in known}
    known.sort(key=lambda one: (-gains[one.account_id].worth, -_at_risk(one), one.account_id))
    few, sums = len(forecasts) - len(known), None
    if naming is not None and not naming.everyone:
        told = [one for one in known if _at_risk(one)]
        values = {
            "at_risk": [_at_risk(one) for one in told],
            "standing_out": [float(_stands_out(one, high, book.as_of)) for one in told],
        }
        sums = team_sums(pd.DataFrame(values, index=[one.account_id for one in told]), naming)
        known = [one for one in known if one.account_id in sums.told or naming.allows(one.account_id)]
    shown = [one for one in known if naming is None or naming.allows(one.account_id)]
    shown = [one for one in shown if gains[one.account_id].worth > 0][:top]
    named = book.table("accounts").drop_duplicates(A.account_id, keep="last").set_index(A.account_id)
    ours = staff(book)
    days = book.order_days()
    last = days.groupby(L.account_id)[L.order_date].max()
    found = tuple(
        _call(one, before.get(one.account_id), named, ours, last, book.as_of, gain=gains[one.account_id])
        for one in shown
    )
    return Calls(
        found=found,
        at_risk=sum(call.at_risk for call in found),
        total=sum(_at_risk(one) for one in known),
        standing_out=sum(_stands_out(one, high, book.as_of) for one in known),
        threshold=high,
        predicted=len(known),
        few=few,
        sums=sums,
        unpriced=_unpriced(days, book.as_of),
        horizon=horizon,
        worth=sum(call.gain.worth for call in found),
        call_odds=odds,
    )


def _unpriced(days: pd.DataFrame, as_of: pd.Timestamp) -> int:
    year = days[days[L.order_date] > as_of - pd.Timedelta(days=365)]
    return int((year.groupby(L.account_id)[L.amount].count() == 0).sum())


def _stands_out(forecast: AccountForecast, high: float, as_of: pd.Timestamp) -> bool:
    return (chance(forecast) or 0.0) >= high or _late(forecast, as_of)


def _at_risk(forecast: AccountForecast) -> float:
    return (chance(forecast) or 0.0) * (forecast.revenue_365 or 0.0)


def _late(forecast: AccountForecast, as_of: pd.Timestamp) -> bool:
    return order_state(forecast, forecast.orders, as_of) in (NextState.OVERDUE, NextState.MISSED)


def _call(
    forecast: AccountForecast,
    then: AccountForecast | None,
    named: pd.DataFrame,
    ours: dict[str, str],
    last: pd.Series,
    as_of: pd.Timestamp,
    *,
    gain: Gain,
) -> Call:
    row = named.loc[forecast.account_id] if forecast.account_id in named.index else {}
    p = chance(forecast) or 0.0
    p_before = chance(then) if then is not None and then.shown == forecast.shown else None
    return Call(
        account_id=forecast.account_id,
        name=text(row.get(A.name)),
        owner=text(ours.get(text(row.get(A.owner_id)) or "")),
        country=text(row.get(A.country)),
        p=p,
        lo=forecast.p_no_order_lo,
        hi=forecast.p_no_order_hi,
        p_before=p_before,
        jump=None if p_before is None else p - p_before,
        revenue=forecast.revenue_365 or 0.0,
        at_risk=_at_risk(forecast),
        gain=gain,
        state=order_state(forecast, forecast.orders, as_of),
        days_late=days_late(forecast, as_of),
        last_order=day(last.get(forecast.account_id)),
        shown=forecast.shown,
        reasons=forecast.reasons if forecast.shown == Shown.MODEL else (),
    )
