"""Over all accounts: who is worth a call, which deals, how the company's month went."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.deals import Deals
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextState
from accountbook.planning.predicted import HORIZON_DAYS, Reason, Shown
from accountbook.planning.view import View


@dataclass(frozen=True)
class Call:
    """An account worth a call.

    Attributes
    ----------
    at_risk : p x orders of the last 365 days, company's currency: what it is ranked by.
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
    state: NextState
    days_late: int | None
    last_order: pd.Timestamp | None
    shown: Shown
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Calls:
    """The accounts worth a call, most revenue at risk first.

    Attributes
    ----------
    at_risk : of the listed ones; total : of all predicted accounts.
    predicted : accounts with a prediction; few : accounts with too few orders for one.
    """

    found: tuple[Call, ...]
    at_risk: float
    total: float
    predicted: int
    few: int


@dataclass(frozen=True)
class CompanyMonth:
    """The company's month, for the index.

    Attributes
    ----------
    months : company revenue by month, as for an account.
    next_month_expected : None until a company forecast exists; never a sum of medians.
    """

    months: Months
    accounts: int
    ordering_12: int
    deals: Deals


def calls(
    book: View,
    accounts: pd.DataFrame | None,
    history: pd.DataFrame | None = None,
    *,
    top: int = 10,
    horizon: int = HORIZON_DAYS,
) -> Calls:
    """The accounts of a whole book that are worth a call."""
    raise NotImplementedError


def company_month(book: View, deals: pd.DataFrame | None = None) -> CompanyMonth:
    """The company's month to as_of, and its open deals (never added to orders)."""
    raise NotImplementedError
