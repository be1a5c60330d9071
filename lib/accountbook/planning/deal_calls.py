"""Over all open deals: which may be told by name, which in sums, and what a call about each is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from accountbook.planning.deals import Deal, Deals, DealsState, open_deals
from accountbook.planning.naming import Naming, Sums, team_sums
from accountbook.planning.view import DEFAULTS, View, threshold
from accountbook.planning.worth import Gain, deal_gain
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

TOP = 10


@dataclass(frozen=True)
class DealCall:
    """A deal worth a call: there is something to settle. ``account`` is its account's name."""

    deal: Deal
    account: str
    gain: Gain


@dataclass(frozen=True)
class DealCalls:
    """The open deals of a whole book.

    Attributes
    ----------
    deals : all that may be told: by name or in a sum.
    accounts : the account's name of each deal that may be named, by opportunity_id.
    found : up to ten of these with a doubt or a question left, what a call adds most to first.
    call_odds : what a call is assumed to multiply the odds of a deal by.
    sums : ``deals``, ``doubtful``, ``asked`` and, where any odds are known, ``expected``, of the accounts that may not
        be named, by team; None: all may be named.
    """

    deals: Deals
    accounts: Mapping[str, str]
    sums: Sums | None = None
    found: tuple[DealCall, ...] = ()
    call_odds: float = DEFAULTS["call_odds"]


def deal_calls(
    book: View,
    deals: pd.DataFrame | None,
    history: pd.DataFrame | None = None,
    *,
    naming: Naming | None = None,
) -> DealCalls:
    """The open deals of a whole book, those that may be named and the sums of the others.

    Parameters
    ----------
    deals, history, naming : as for `accountbook.planning.portfolio.calls`, of kind ``deals``. Deals without an amount,
        or without odds where others have some, are in no sum.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"opportunity_id": f"D{n}", "account_id": f"A{n}", "created_on": "2026-09-01", "amount": 50.0}
    ...     for n in range(6)]
    >>> found = deal_calls(MemoryView("2026-10-31", {"opportunities": rows}), None,
    ...     naming=Naming(False, {f"A{n}": "South" for n in range(5)}))
    >>> found.accounts, found.sums.groups[0].values["asked"], len(found.deals.deals)
    ({'D5': 'A5'}, 250.0, 6)
    """
    table, accounts = book.table("opportunities"), book.table("accounts")
    named = dict(zip(accounts[A.account_id], accounts[A.name], strict=True))
    whose = dict(zip(table[O.opportunity_id], table[O.account_id], strict=True))
    all_deals = open_deals(book, deals, history)
    odds = threshold(book.settings, "call_odds")
    if naming is None or naming.everyone:
        everybody = {deal: named.get(account, account) for deal, account in whose.items()}
        return DealCalls(all_deals, everybody, found=_worth_a_call(all_deals, everybody, odds), call_odds=odds)
    known = all_deals.expected is not None
    sound = [one for one in all_deals.deals if one.asked and (one.expected is not None or not known)]
    rows = pd.DataFrame(
        {
            L.account_id: [whose[one.opportunity_id] for one in sound],
            "deals": [1.0] * len(sound),
            "doubtful": [float(bool(one.doubts)) for one in sound],
            "asked": [float(one.asked or 0.0) for one in sound],
            **({"expected": [float(one.expected or 0.0) for one in sound]} if known else {}),
        }
    )
    sums = team_sums(rows.groupby(L.account_id).sum(), naming)
    allowed = {deal: named.get(account, account) for deal, account in whose.items() if naming.allows(account)}
    told = {*allowed, *(one.opportunity_id for one in sound if whose[one.opportunity_id] in sums.told)}
    told_deals = open_deals(book, deals, history, only=told)
    # where none may be told there are still some
    state = all_deals.state if all_deals.state != DealsState.NONE else told_deals.state
    found = _worth_a_call(told_deals, allowed, odds)
    return DealCalls(replace(told_deals, state=state), allowed, sums, found, odds)


def _worth_a_call(deals: Deals, accounts: Mapping[str, str], odds: float) -> tuple[DealCall, ...]:
    open_ones = [one for one in deals.deals if one.opportunity_id in accounts and (one.doubts or one.missing)]
    found = [DealCall(one, accounts[one.opportunity_id], deal_gain(one, odds=odds)) for one in open_ones]
    return tuple(sorted(found, key=lambda one: -one.gain.worth)[:TOP])
