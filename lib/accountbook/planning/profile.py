"""The facts line of an account: what it is, whose it is, since when, how large."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.book import teams_of
from accountbook.planning.period import back, between
from accountbook.planning.predicted import account_forecast
from accountbook.planning.values import day, text
from accountbook.planning.view import View, account, lines, staff
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L

YOUNG_MONTHS = 24
SETTLED_DAYS = 90
"""So long after the book's first day, a first order is the account's and not the book's beginning."""


@dataclass(frozen=True)
class Profile:
    """The account in one line; a missing piece is None.

    Attributes
    ----------
    name : in its own script; None where only the number is known.
    channel : one of ``accountbook.tables.parties.CHANNELS``.
    owner : name of the employee who answers for it; None where the table of employees lacks them.
    team : that may see its pages, see `accountbook.book.teams_of`; None: the company alone.
    customer_since : recorded day, else the first order known; ``since_recorded`` says which.
    young : a customer for under two years, as recorded; without a record, only where the first order comes so long
        after the book's first day that there were none before it. The start of the book is not the customer's.
    orders : order days so far.
    revenue_12 : ordered in the twelve months to as_of; 0 where nothing was, None where nothing ever was.
    unpriced_12 : order lines in those months that have no amount (no exchange rate) and are in no sum.
    share_of_sales : of the company's orders in the last 365 days, from the predictions.
    """

    account_id: str
    as_of: pd.Timestamp
    name: str | None
    country: str | None
    city: str | None
    region: str | None
    channel: str | None
    vertical: str | None
    tier: str | None
    owner_id: str | None
    owner: str | None
    team: str | None
    customer_since: pd.Timestamp | None
    since_recorded: bool
    young: bool
    orders: int
    revenue_12: float | None
    unpriced_12: int
    share_of_sales: float | None


def profile(view: View, accounts: pd.DataFrame | None = None) -> Profile:
    """The facts line of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts : predictions of kind ``accounts``, for the share of sales.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "quantity": 2, "unit_price": 5.0}
    >>> found = profile(MemoryView("2026-03-31", {"order_lines": [line]}, account_id="A"))
    >>> found.revenue_12, found.customer_since.date().isoformat(), found.name
    (10.0, '2026-03-02', None)
    """
    row = account(view)
    known = {} if row is None else row
    days, bought = view.order_days(), lines(view)
    first = day(days[L.order_date].min())
    since = day(known.get(A.customer_since))
    year = days[between(days[L.order_date], back(view.as_of, 12), view.as_of)]
    forecast = account_forecast(accounts, view.account_id)
    owner_id = text(known.get(A.owner_id))
    return Profile(
        account_id=str(view.account_id),
        as_of=view.as_of,
        name=text(known.get(A.name)),
        country=text(known.get(A.country)),
        city=text(known.get(A.city)),
        region=text(known.get(A.region)),
        channel=text(known.get(A.channel_type)),
        vertical=text(known.get(A.vertical)),
        tier=text(known.get(A.tier)),
        owner_id=owner_id,
        owner=text(staff(view).get(owner_id)) if owner_id else None,
        team=teams_of(view).get(str(view.account_id)) or None,
        customer_since=since or first,
        since_recorded=since is not None,
        young=_young(view, since, first),
        orders=len(days),
        revenue_12=None if days.empty else float(year[L.amount].sum()),
        unpriced_12=int(
            bought.loc[between(bought[L.order_date], back(view.as_of, 12), view.as_of), L.amount].isna().sum()
        ),
        share_of_sales=forecast.share_of_sales if forecast else None,
    )


def _young(view: View, since: pd.Timestamp | None, first: pd.Timestamp | None) -> bool:
    """Whether a record, or a first order well inside the book, says that the customer is new."""
    if since is None:
        begins = day(getattr(view, "load_report", {}).get("first_known"))
        if first is None or begins is None or (first - begins).days < SETTLED_DAYS:
            return False
        since = first
    return since > back(view.as_of, YOUNG_MONTHS)
