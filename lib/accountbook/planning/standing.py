"""Offers that stand (caps 17, 40): until when, against the day of the decision and the deal's own record.

An offer that runs out before they decide has to be extended; one that ran out, renewed. Offers that are not official
bind nobody and are left out.
Codes of `Standings.actions`: ``extend_offer``: deal, quote_id, until, close, expired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.deals import deal_names
from accountbook.planning.offer import rate_on
from accountbook.planning.values import day, flag, number, text
from accountbook.planning.view import View, home, keeper, threshold
from accountbook.tables import Opportunities as O
from accountbook.tables import Quotes as Q

APART = 0.01
"""Share of the deal's recorded amount from which on the offer is another price."""
ASKED = 2


@dataclass(frozen=True)
class Standing:
    """The newest official version of a deal's offer.

    Attributes
    ----------
    price : in ``currency``. value : in the company's currency at the rate of the offer's day, None without a rate.
    recorded : the amount of the deal's own record where the value is another by over `APART`, else None.
    until, close : the days on which it runs out, and by which they decide.
    early : by how many days it runs out before they decide; None: it holds until then, a day is unknown, or the day
        of the decision has passed. expired : whether it has run out already.
    """

    opportunity_id: str
    deal: str
    quote_id: str
    price: float | None
    currency: str
    value: float | None
    recorded: float | None
    until: pd.Timestamp | None
    close: pd.Timestamp | None
    early: int | None
    expired: bool


@dataclass(frozen=True)
class Standings:
    """The offers of the open deals, those first that run out first before a decision."""

    offers: tuple[Standing, ...]
    actions: tuple[Action, ...]


def standing(view: View, deal: Mapping[str, Any]) -> Standing | None:
    """The offer that stands for a deal; None where none was made, or none that is official.

    Parameters
    ----------
    deal : its row of ``opportunities``.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-09-01",
    ...         "amount": 201e3, "expected_close": "2026-11-30"}
    >>> quote = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-09-16",
    ...          "price": 209e3, "currency": "EUR", "valid_until": "2026-11-16"}
    >>> view = MemoryView("2026-10-31", {"opportunities": [deal], "quotes": [quote]}, account_id="A")
    >>> found = standing(view, view.table("opportunities").iloc[0].to_dict())
    >>> found.early, found.recorded, found.expired
    (14, 201000.0, False)
    """
    quotes = view.table("quotes")
    rows = quotes[quotes[Q.opportunity_id] == deal[O.opportunity_id]]
    rows = rows[pd.Series([flag(value) is not False for value in rows[Q.official]], rows.index, dtype=bool)]
    if rows.empty:
        return None
    row = rows.sort_values([Q.quoted_on, Q.quote_id, Q.version], kind="stable").iloc[-1].to_dict()
    price, amount, on = number(row[Q.price]), number(deal[O.amount]), day(row[Q.quoted_on])
    currency = text(row[Q.currency]) or home(view)
    rate = rate_on(view, currency, on) if on is not None else None
    value = None if price is None or rate is None else price * rate
    until, close = day(row[Q.valid_until]), day(deal[O.expected_close])
    apart = value is not None and amount is not None and abs(value - amount) > APART * abs(amount)
    ahead = until is not None and close is not None and close >= view.as_of and until < close
    return Standing(
        opportunity_id=str(deal[O.opportunity_id]),
        deal=deal_names(view).get(str(deal[O.opportunity_id]), str(deal[O.opportunity_id])),
        quote_id=str(row[Q.quote_id]),
        price=price,
        currency=currency,
        value=value,
        recorded=amount if apart else None,
        until=until,
        close=close,
        early=(close - until).days if ahead and close is not None and until is not None else None,
        expired=until is not None and until < view.as_of,
    )


def standings(view: View) -> Standings:
    """The offers of the view's open deals, and those to be extended before they run out.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> standings(MemoryView("2026-10-31", {})).actions
    ()
    """
    table = view.table("opportunities")
    still = table[table[O.outcome].isna() | (table[O.outcome] == "open")]
    found = [one for one in (standing(view, row) for row in still.to_dict("records")) if one is not None]
    found.sort(key=lambda one: (one.early is None, one.until or pd.Timestamp.max, one.opportunity_id))
    until = view.as_of + pd.Timedelta(days=int(threshold(view.settings, "action_days")))
    near = [one for one in found if one.early is not None and one.until is not None and one.until <= until]
    whose = keeper(view)
    return Standings(
        tuple(found),
        tuple(
            action(
                "extend_offer",
                {
                    "deal": one.deal,
                    "quote_id": one.quote_id,
                    "until": one.until,
                    "close": one.close,
                    "expired": one.expired,
                },
                view.as_of,
                due=None if one.expired else one.until,
                **whose,
            )
            for one in near[:ASKED]
        ),
    )
