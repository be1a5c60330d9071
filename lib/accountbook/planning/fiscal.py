"""The customer's fiscal year-end (cap 37): recorded, and inferred from the order peaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from accountbook.planning.view import View


class FiscalState(StrEnum):
    """Nothing known; recorded only; inferred only; both agree; both differ."""

    UNKNOWN = "unknown"
    RECORDED = "recorded"
    INFERRED = "inferred"
    AGREE = "agree"
    DIFFER = "differ"


@dataclass(frozen=True)
class Fiscal:
    """The month in which the account's fiscal year ends.

    Attributes
    ----------
    recorded, inferred : months 1-12.
    peak_years, years : in how many of the years looked at the inferred month held the most orders.
    peak_share : that month's share of all orders in those years.
    luck : chance that some month comes out so often by luck alone; inferred only where it is under 0.1.
    too_short : fewer than two whole years with orders in three months and more, so nothing is inferred.
    """

    state: FiscalState
    recorded: int | None
    inferred: int | None
    peak_years: int
    years: int
    peak_share: float | None
    luck: float | None
    too_short: bool


def fiscal(view: View) -> Fiscal:
    """The fiscal year-end of the view's account."""
    raise NotImplementedError
