"""Contribution margin (cap 26): by month, year, item and in all, where costs are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.view import View


class MarginState(StrEnum):
    """No orders; no cost at all; costs for part of the revenue; for all of it."""

    EMPTY = "empty"
    NO_COSTS = "no_costs"
    PARTIAL = "partial"
    FULL = "full"


@dataclass(frozen=True)
class Margin:
    """Margin of a group of lines: orders and free goods, net of returns.

    Attributes
    ----------
    key : first day of the month or year, item_id, or None for the total.
    revenue : of all lines with an amount.
    costed : revenue of the lines whose cost is known; the margin speaks of these only.
    margin : costed revenue less cost; None where no cost is known.
    share : margin / costed revenue.
    """

    key: pd.Timestamp | str | None
    revenue: float
    costed: float
    margin: float | None
    share: float | None


@dataclass(frozen=True)
class Margins:
    """Contribution margins of an account.

    Attributes
    ----------
    last_12, before_12 : the twelve months to as_of, and those before.
    uncosted : share of last_12's revenue without a cost.
    standard : share of last_12's revenue costed with the item's present standard cost, not the line's own.
    months : the last 24, oldest first. years : calendar years, oldest first. items : last 12 months, by revenue.
    negative : items of the last 12 months with a margin below 0.
    """

    state: MarginState
    last_12: Margin
    before_12: Margin
    uncosted: float | None
    standard: float | None
    months: tuple[Margin, ...]
    years: tuple[Margin, ...]
    items: tuple[Margin, ...]
    negative: tuple[Margin, ...]


def margins(view: View) -> Margins:
    """Contribution margins of the view's account."""
    raise NotImplementedError
