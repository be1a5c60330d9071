"""The profit of one deal before its proposal goes out (caps 97, 98): a distribution, a floor, what moves it.

In one line, with other values than book.toml's: ``profit(book, "D-0163", interest_rate=0.08, price=41_000)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.burdens import Effort, concessions, effort, warranty
from accountbook.planning.draws import DRAWS, Case
from accountbook.planning.follow_on import FollowOn, follow_on
from accountbook.planning.offer import Offer, Usual, offer, usual_margin
from accountbook.planning.paying import delays, delivery, lots, terms, volatility
from accountbook.planning.premises import Premise, Premises, Source
from accountbook.planning.simulated import Simulation, Spread, simulated
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O

__all__ = ["Profit", "ProfitState", "Simulation", "Spread", "profit"]


class ProfitState(StrEnum):
    """No deal; no price above 0, quoted or asked; no rate for its currency; no cost; simulated."""

    NO_DEAL = "no_deal"
    NO_PRICE = "no_price"
    NO_RATE = "no_rate"
    NO_COST = "no_cost"
    SIMULATED = "simulated"


@dataclass(frozen=True)
class Profit:
    """A deal's profit before the proposal.

    Attributes
    ----------
    opportunity_id, account_id, name, family, asked, outcome : of the deal; None where there is none.
    simulated : None unless the state is ``simulated``.
    premises : every value that was taken, with where it comes from.
    usual : what earlier sales left, which the orders that follow are taken to leave too.
    """

    state: ProfitState
    as_of: pd.Timestamp
    opportunity_id: str | None
    account_id: str | None
    name: str | None
    family: str | None
    asked: float | None
    outcome: str | None
    offer: Offer | None
    effort: Effort | None
    follow: FollowOn | None
    usual: Usual | None
    premises: tuple[Premise, ...]
    simulated: Simulation | None


def profit(
    view: View,
    deal: str | None,
    *,
    draws: int = DRAWS,
    price: float | None = None,
    cost: float | None = None,
    **given: float,
) -> Profit:
    """Simulate the profit of a deal.

    Parameters
    ----------
    view : an account's slice, or the whole book, and then other accounts' payments and first wins count too.
    deal : its number; None: the account has none.
    draws : how many.
    price, cost : instead of the quote's: the price in the offer's currency, the cost in the company's.
    given : values of ``[profit]`` of book.toml, such as ``interest_rate=0.08``; they overrule history too.

    Raises
    ------
    KeyError
        If the view knows no such deal. TypeError, ValueError: as `Premises` says.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01"}
    >>> quote = {"quote_id": "Q", "version": 1, "account_id": "A", "opportunity_id": "D", "quoted_on": "2026-10-01",
    ...          "price": 100.0, "currency": "EUR", "cost": 60.0}
    >>> view = MemoryView("2026-10-31", {"opportunities": [deal], "quotes": [quote]}, account_id="A")
    >>> sure = {"cost_uncertainty": 0, "share_spread": 0, "delay_days": 0, "terms_days": 0}
    >>> found = profit(view, "D", warranty_share=0.01, service_share=0.02, concession_share=0.03, **sure).simulated
    >>> round(found.left.p10, 6), round(found.left.p90, 6), round(found.floor, 2), found.chance_of_loss
    (34.0, 34.0, 63.83, 0.0)
    """
    known = Premises(view, given)
    if deal is None:
        return _unsaid(ProfitState.NO_DEAL, view, None, None)
    table = view.table("opportunities")
    rows = table[table[O.opportunity_id] == deal]
    if rows.empty:
        raise KeyError(f"no deal {deal!r} was known on {view.as_of:%Y-%m-%d}")
    row = rows.iloc[-1].to_dict()
    told = _changed(offer(view, row), price, cost)
    if told.price is None or told.price <= 0:
        return _unsaid(ProfitState.NO_PRICE, view, row, told)
    if told.rate is None:
        return _unsaid(ProfitState.NO_RATE, view, row, told)
    if told.cost is None:
        return _unsaid(ProfitState.NO_COST, view, row, told)
    return _judged(view, row, told, known, draws)


def _changed(told: Offer, price: float | None, cost: float | None) -> Offer:
    """The offer with what the caller wants it to be."""
    if price is not None:
        told = replace(told, price=float(price), priced_from=Source.GIVEN)
    return told if cost is None else replace(told, cost=float(cost), cost_from=Source.GIVEN, usual=None)


def _unsaid(state: ProfitState, view: View, row: dict[str, Any] | None, told: Offer | None) -> Profit:
    return Profit(state, view.as_of, *_named(row, view), told, None, None, None, (), None)


def _named(row: dict[str, Any] | None, view: View) -> tuple[Any, ...]:
    """Number, account, name, family, amount and outcome of the deal."""
    if row is None:
        return None, view.account_id, None, None, None, None
    amount = row[O.amount]
    return (
        str(row[O.opportunity_id]),
        str(row[O.account_id]),
        text(row[O.name]),
        text(row[O.product_line]),
        None if pd.isna(amount) else float(amount),
        text(row[O.outcome]),
    )


def _judged(view: View, row: dict[str, Any], told: Offer, known: Premises, draws: int) -> Profit:
    deal, account, family = str(row[O.opportunity_id]), str(row[O.account_id]), text(row[O.product_line])
    late, delay = delays(view, account, known)
    due, when, apart = terms(view, account, known), delivery(view, row, known), lots(view, row)
    rate = volatility(view, told.currency, known) if told.exposed else None
    claims, given_in = warranty(view, account, family, known), concessions(view, account, known)
    plain = {name: known.plain(name) for name in ("service_share", "cost_uncertainty", "share_spread", "interest_rate")}
    if told.usual is not None and told.usual.varies is not None and plain["cost_uncertainty"].source != Source.GIVEN:
        varies = max(told.usual.varies, plain["cost_uncertainty"].value)
        plain["cost_uncertainty"] = Premise("cost_uncertainty", varies, Source.HISTORY, n=told.usual.orders)
    work = effort(view, deal, _team(view, account), day(row[O.expected_ship]), known)
    case = Case(
        rate=float(told.rate or 1.0),
        volatility=rate.value if rate is not None else 0.0,
        cost=float(told.cost or 0.0),
        effort=work.cost,
        cost_uncertainty=plain["cost_uncertainty"].value,
        lots=apart.count,
        first=when.value,
        every=apart.every,
        terms=due.value,
        delays=late,
        interest=plain["interest_rate"].value,
        warranty=claims.value,
        service=plain["service_share"].value,
        concession=given_in.value,
        spread=plain["share_spread"].value,
    )
    follow = follow_on(view, account)
    usual = usual_margin(view, account, family)
    money = [Premise("day_cost", known.values.day_cost, known.plain("day_cost").source)] if work.cost else []
    premises = [*told.premises(), plain["cost_uncertainty"], *([rate] if rate is not None else []), when, apart.premise]
    premises += [due, delay, plain["interest_rate"], claims, plain["service_share"], given_in, plain["share_spread"]]
    found = simulated(case, deal, told, known, follow=follow, usual=usual, as_of=view.as_of, size=draws)
    return Profit(
        ProfitState.SIMULATED, view.as_of, *_named(row, view), told, work, follow, usual,
        tuple(premises + money), found,
    )  # fmt: skip


def _team(view: View, account: str) -> str | None:
    table = view.table("accounts")
    rows = table[table[A.account_id] == account]
    return text(rows[A.team].iloc[-1]) if len(rows) else None
