"""The risk that an account falls silent, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.next_order import FEWEST_ORDERS, chance
from accountbook.planning.period import back, between
from accountbook.planning.predicted import (
    HORIZON_DAYS,
    AccountForecast,
    Ladder,
    Reason,
    Shown,
    account_forecast,
    earlier,
)
from accountbook.planning.view import View, threshold
from accountbook.tables import OrderLines as L


class RiskState(StrEnum):
    """What is said: the model's figure, the base rate (the model did not win), too few orders, or nothing."""

    MODEL = "model"
    NAIVE = "naive"
    FEW = "few"
    UNPREDICTED = "unpredicted"


@dataclass(frozen=True)
class Risk:
    """Chance that no order comes by the horizon's end.

    Attributes
    ----------
    p, lo, hi : chance 0-1 and its range; the base rate's where the state is ``naive``.
    p_before, before_as_of : the same chance as predicted about a month ago, and when; None too where
        the one was the model's and the other the base rate, which don't compare.
    jump : p - p_before.
    base : points (0-100) of accounts like this one: the naive rate.
    reasons : signed points, in the model's order.
    rest : points not covered by the reasons, so that base + reasons + rest = 100 p; 0.0 where none is left.
    high, jumped, fell : by the book's thresholds; a base rate is never high.
    at_risk : p x orders of the last 12 months, in the company's currency.
    """

    state: RiskState
    horizon_days: int
    horizon_end: pd.Timestamp
    p: float | None
    lo: float | None
    hi: float | None
    p_before: float | None
    before_as_of: pd.Timestamp | None
    jump: float | None
    base: float | None
    reasons: tuple[Reason, ...]
    rest: float
    ladder: Ladder
    orders: int
    high: bool
    jumped: bool
    fell: bool
    at_risk: float | None


def risk(
    view: View,
    accounts: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
    *,
    horizon: int = HORIZON_DAYS,
) -> Risk:
    """The risk block of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts : predictions of kind ``accounts`` at the view's as_of; None: none were made.
    history : earlier predictions of the same kind (``book.ledger.history``); None: none yet.
    """
    forecast = account_forecast(accounts, view.account_id, horizon=horizon)
    before = account_forecast(earlier(history, view.as_of), view.account_id, horizon=horizon)
    days = view.order_days()
    year = days[between(days[L.order_date], back(view.as_of, 12), view.as_of)]
    state = _state(forecast)
    modelled = forecast is not None and state == RiskState.MODEL
    p = chance(forecast)
    comparable = before is not None and forecast is not None and before.shown == forecast.shown
    p_before = chance(before) if comparable else None
    jump = None if p is None or p_before is None else p - p_before
    base = 100 * forecast.p_naive if forecast and forecast.p_naive is not None else None
    reasons = forecast.reasons if modelled else ()
    step = threshold(view.settings, "risk_jump") - 1e-9  # 0.14 - 0.06 is a jump of 0.08, whatever the rounding
    told = sum(reason.points or 0.0 for reason in reasons)
    return Risk(
        state=state,
        horizon_days=horizon,
        horizon_end=view.as_of + pd.Timedelta(days=horizon),
        p=p,
        lo=forecast.p_no_order_lo if forecast and p is not None else None,
        hi=forecast.p_no_order_hi if forecast and p is not None else None,
        p_before=p_before,
        before_as_of=before.as_of if before and p_before is not None else None,
        jump=jump,
        base=base,
        reasons=reasons,
        rest=100 * p - base - told if modelled and p is not None and base is not None else 0.0,
        ladder=forecast.ladder if forecast else Ladder.FACTS,
        orders=len(days),
        high=modelled and p is not None and p >= threshold(view.settings, "risk"),
        jumped=jump is not None and jump >= step,
        fell=jump is not None and jump <= -step,
        at_risk=None if p is None else p * float(year[L.amount].sum()),
    )


def _state(forecast: AccountForecast | None) -> RiskState:
    if forecast is None:
        return RiskState.UNPREDICTED
    if forecast.orders < FEWEST_ORDERS:
        return RiskState.FEW
    return {Shown.MODEL: RiskState.MODEL, Shown.NAIVE: RiskState.NAIVE, Shown.NONE: RiskState.FEW}[forecast.shown]
