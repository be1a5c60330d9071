"""What the account buys (caps 26, 31, 33, 34, 36): which items, of which kind, and why.

Reason codes and their facts:

- ``focus``: orders_with, orders, end_customers (tuple of up to three), end_customer_count
- ``seasonal``: months (tuple of 1-12, in season order), share (of units), years
- ``loyal_companion``: orders_with, orders, companion_id, companion, together (share of its orders)
- ``loyal_end_customer``: orders_with, orders, end_customer, share (of its orders)
- ``loyal``: orders_with, orders (no cause in the data)
- ``change_over``: predecessor_id, predecessor, successor_id, successor, first_successor, last_predecessor, moved
- ``missing``: orders (a usual item that the last order left out; so many orders in a row before held it)
- ``bought``: orders_with, orders
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.view import View


class ItemKind(StrEnum):
    """What an item is to the account; the first that holds, in this order but for ``other``."""

    CHANGE_OVER = "change_over"
    SEASONAL = "seasonal"
    FOCUS = "focus"
    LOYAL = "loyal"
    OTHER = "other"


class Moved(StrEnum):
    """How far the account is in a change-over."""

    NOT_YET = "not_yet"
    MOVING = "moving"  # both in the last six months
    MOVED = "moved"
    GONE = "gone"  # neither in the last six months


@dataclass(frozen=True)
class BoughtItem:
    """One item that the account bought.

    Attributes
    ----------
    kinds : every kind that holds; `kind` is the first.
    revenue_12 : orders of the last 12 months.
    share, share_change : of the account's orders in 12 months; change against the 12 before in share points
        (0.04 = 4 points), None without that history.
    units_12 : pieces in 12 months.
    months : pieces by calendar month January to December, mean of the years seen; all history.
    season : the months of its own season, empty where none.
    orders_with, orders : orders that held it, of all orders since it was first bought.
    margin, margin_share : contribution margin of 12 months where costs are known.
    """

    item_id: str
    name: str | None
    family: str | None
    kind: ItemKind
    kinds: tuple[ItemKind, ...]
    revenue_12: float
    share: float | None
    share_change: float | None
    units_12: float
    first_bought: pd.Timestamp
    last_bought: pd.Timestamp
    months: tuple[float, ...]
    season: tuple[int, ...]
    orders_with: int
    orders: int
    margin: float | None
    margin_share: float | None
    reason: Finding
    missing: Finding | None


@dataclass(frozen=True)
class Succession:
    """A predecessor that the account bought, and the item that replaces it.

    Attributes
    ----------
    launched_on, ends_on : first day of the successor, last day of the predecessor, where known.
    last_predecessor, first_successor : the account's own days.
    days : from the successor's launch to the account's first order of it; None where not yet or unknown.
    """

    predecessor_id: str
    predecessor: str | None
    successor_id: str
    successor: str | None
    launched_on: pd.Timestamp | None
    ends_on: pd.Timestamp | None
    last_predecessor: pd.Timestamp
    first_successor: pd.Timestamp | None
    days: int | None
    state: Moved


@dataclass(frozen=True)
class Assortment:
    """Everything the account buys.

    Attributes
    ----------
    items : those of a kind first (by kind's weight in money), then the others, by revenue of 12 months.
    told : how many items from the front have a kind (the page lists these).
    bought : different items ever; bought_12 : in the last 12 months.
    families : (family, revenue of 12 months, share) by revenue; family None where the items table lacks it.
    seasons_known : at least 24 months of history, so that seasons can be told.
    """

    items: tuple[BoughtItem, ...]
    told: int
    bought: int
    bought_12: int
    families: tuple[tuple[str | None, float, float | None], ...]
    successions: tuple[Succession, ...]
    seasons_known: bool


def assortment(view: View) -> Assortment:
    """The assortment of the view's account; empty where it never ordered."""
    raise NotImplementedError
