"""What a deal offers: price and cost of the newest version, and how the versions before came to it (cap 97).

Where there is no quote, the amount that the deal asks stands for the price, and the cost comes from what such sales
left before: of the deal's family at this account, else of all that the account bought, else of all sales seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.book.rates import rates_on
from accountbook.planning.margin import COST, costed
from accountbook.planning.period import back
from accountbook.planning.premises import Premise, Source
from accountbook.planning.values import day, flag, number, text, whole
from accountbook.planning.view import View, home, items
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import Quotes as Q

COSTED_MONTHS = 36
FEWEST_COSTED = 5
"""Orders from which on it is said how far their cost varies."""


@dataclass(frozen=True)
class Usual:
    """What earlier sales left.

    Attributes
    ----------
    basis : "family" (of the deal, at the account), "account", or "all" that the view knows.
    share : contribution margin of them. orders : order days.
    varies : standard deviation of the cost of an order as a share of the mean; None: too few orders.
    """

    basis: str
    share: float
    orders: int
    varies: float | None


@dataclass(frozen=True)
class Version:
    """One version of the offer.

    Attributes
    ----------
    price : in ``currency``. value : price in the company's currency at the rate of that day; None without a rate.
    cost : in the company's currency. margin : share of the value that is left over the cost.
    """

    quote_id: str
    version: int | None
    quoted_on: pd.Timestamp | None
    valid_until: pd.Timestamp | None
    price: float | None
    currency: str
    value: float | None
    cost: float | None
    margin: float | None
    terms: str | None
    official: bool | None


@dataclass(frozen=True)
class Offer:
    """What the deal would be closed at today.

    Attributes
    ----------
    price : in ``currency``; None: neither quoted nor asked. cost : in the company's currency, None: unknown.
    rate : price of one unit of ``currency`` today; None: no rate of 45 days is known. rate_then : on the quote's day.
    priced_from, cost_from : where both come from; ``history`` is the contribution margin of earlier sales.
    usual : the earlier sales from which the cost comes; None: it is quoted.
    exposed : whether the price stands in a foreign currency, so that its rate may move.
    versions : oldest first.
    """

    price: float | None
    cost: float | None
    currency: str
    rate: float | None
    rate_then: float | None
    priced_from: Source | None
    cost_from: Source | None
    usual: Usual | None
    exposed: bool
    versions: tuple[Version, ...]

    @property
    def value(self) -> float | None:
        """The price in the company's currency today."""
        return None if self.price is None or self.rate is None else self.price * self.rate

    def premises(self) -> tuple[Premise, ...]:
        """Price and cost, with where they come from."""
        found = []
        if self.value is not None and self.priced_from is not None:
            found.append(Premise("price", self.value, self.priced_from))
        if self.cost is not None and self.cost_from is not None:
            found.append(Premise("cost", self.cost, self.cost_from, n=self.usual.orders if self.usual else None))
        return tuple(found)


def rate_on(view: View, currency: str, on: pd.Timestamp) -> float | None:
    """What a unit of a currency was worth on a day, in the company's; None where no rate of 45 days was known."""
    found = rates_on(pd.Series([currency]), pd.Series([on]), view.table("fx_rates"), currency=home(view))
    return number(found[0])


def offer(view: View, deal: dict[str, Any]) -> Offer:
    """What a deal is offered at.

    Parameters
    ----------
    deal : its row of ``opportunities``.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "amount": 50.0}
    >>> quote = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-10-01",
    ...          "price": 48.0, "currency": "EUR", "cost": 30.0}
    >>> view = MemoryView("2026-10-31", {"opportunities": [deal], "quotes": [quote]}, account_id="A")
    >>> found = offer(view, view.table("opportunities").iloc[0].to_dict())
    >>> found.value, found.cost, found.versions[0].margin
    (48.0, 30.0, 0.375)
    """
    own = home(view)
    versions = _versions(view, str(deal[O.opportunity_id]), own)
    priced = next((one for one in reversed(versions) if one.price is not None), None)
    price, currency, source = _asked(view, deal, own)
    if priced is not None:
        price, currency, source = priced.price, priced.currency, Source.OFFER
    then = priced.quoted_on if priced is not None else None
    rate = rate_on(view, currency, view.as_of)
    cost = next((one.cost for one in reversed(versions) if one.cost is not None), None)
    cost_from, usual = Source.OFFER if cost is not None else None, None
    if cost is None and price is not None and rate is not None:
        usual = usual_margin(view, str(deal[O.account_id]), text(deal[O.product_line]))
        if usual is not None:
            cost, cost_from = price * rate * (1 - usual.share), Source.HISTORY
    return Offer(
        price=price,
        cost=cost,
        currency=currency,
        rate=rate,
        rate_then=rate_on(view, currency, then) if then is not None else None,
        priced_from=source if price is not None else None,
        cost_from=cost_from,
        usual=usual,
        exposed=currency != own,
        versions=versions,
    )


def _asked(view: View, deal: dict[str, Any], own: str) -> tuple[float | None, str, Source]:
    """What the deal asks, in the currency in which the account orders where its rate is known."""
    amount = number(deal[O.amount])
    table = view.table("accounts")
    rows = table[table[A.account_id] == deal[O.account_id]]
    currency = (text(rows[A.currency].iloc[-1]) if len(rows) else None) or own
    rate = rate_on(view, currency, view.as_of)
    if rate is None:
        return amount, own, Source.DEAL
    return None if amount is None else amount / rate, currency, Source.DEAL


def _versions(view: View, deal: str, own: str) -> tuple[Version, ...]:
    quotes = view.table("quotes")
    rows = quotes[quotes[Q.opportunity_id] == deal].sort_values([Q.quoted_on, Q.version, Q.quote_id], kind="stable")
    found = []
    for row in rows.to_dict("records"):
        price, cost = number(row[Q.price]), number(row[Q.cost])
        currency, on = text(row[Q.currency]) or own, day(row[Q.quoted_on])
        rate = rate_on(view, currency, on) if on is not None else None
        value = None if price is None or rate is None else price * rate
        found.append(
            Version(
                quote_id=str(row[Q.quote_id]),
                version=whole(row[Q.version]),
                quoted_on=on,
                valid_until=day(row[Q.valid_until]),
                price=price,
                currency=currency,
                value=value,
                cost=cost,
                margin=None if not value or cost is None else (value - cost) / value,
                terms=text(row[Q.service_terms]),
                official=flag(row[Q.official]),
            )
        )
    return tuple(found)


def usual_margin(view: View, account: str, family: str | None) -> Usual | None:
    """What sales of three years left: of the family at the account, else of the account, else of all that are seen.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "unit_price": 5.0, "unit_cost": 3.0}
    >>> usual_margin(MemoryView("2026-03-31", {"order_lines": [line]}), "A", "VX")
    Usual(basis='account', share=0.4, orders=1, varies=None)
    """
    rows = costed(view)
    rows = rows[rows[COST].notna() & (rows[L.order_date] > back(view.as_of, COSTED_MONTHS))]
    mine = rows[L.account_id] == account
    alike = rows[L.item_id].map(items(view)[I.family]) == family if family else mine & False
    for basis, chosen in (("family", mine & alike), ("account", mine), ("all", mine | True)):
        days = rows[chosen].groupby([L.account_id, L.order_date])[[L.amount, COST]].sum()
        days = days[days[L.amount] > 0]
        sales, cost = float(days[L.amount].sum()), float(days[COST].sum())
        if sales > 0:
            return Usual(basis, (sales - cost) / sales, len(days), _varies(days[COST] / days[L.amount]))
    return None


def _varies(shares: pd.Series) -> float | None:
    """How far the cost of an order lies from the mean one, as a share of it."""
    if len(shares) < FEWEST_COSTED or not shares.mean() > 0:
        return None
    return number(shares.std() / shares.mean())
