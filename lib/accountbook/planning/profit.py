"""The profit of one deal before its proposal goes out (caps 97, 98): a distribution, a floor, what moves it.

In one line, with other values than book.toml's: ``profit(book, "D-0163", interest_rate=0.08, price=41_000)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from accountbook.planning.burdens import Effort, concessions, effort, warranty
from accountbook.planning.draws import DRAWS, Case, Drawn, Moved, draw, floor_price, left, moved, parts, stream
from accountbook.planning.follow_on import FollowOn, FollowState, follow_on
from accountbook.planning.offer import Offer, Usual, offer, usual_margin
from accountbook.planning.paying import delays, delivery, lots, terms, volatility
from accountbook.planning.premises import Premise, Premises, Source
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O

BINS = 48
ENDS = (0.005, 0.995)
"""The distribution is drawn between these quantiles; what lies beyond stands in the outermost bars."""


class ProfitState(StrEnum):
    """No deal; neither quoted nor an amount; a price of 0; no rate for its currency; no cost; simulated."""

    NO_DEAL = "no_deal"
    NO_PRICE = "no_price"
    NO_RATE = "no_rate"
    NO_COST = "no_cost"
    SIMULATED = "simulated"


@dataclass(frozen=True)
class Spread:
    """Quantiles of what is left, in the company's currency."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class Simulation:
    """What ten thousand draws of a deal leave.

    Attributes
    ----------
    price : today, in the company's currency. cost : expected.
    left : of the deal alone. share : the same as shares of the price.
    chance_of_loss : share of draws under 0.
    floor : lowest price, in the company's currency at today's rate, at which the chance of a loss is at most
        ``limit``; None: at no price. floor_quoted : the same in the offer's currency.
    even : price at which half of the draws lose.
    reverse : the price is under the cost today, or half of the draws and more lose.
    drivers : what moves it, most first.
    edges, counts : of the distribution; the outermost bars hold what lies beyond.
    follow_on : margin of the orders that follow, where history says; None: it does not.
    reference : the user's own range; None: none was set.
    with_follow_on, with_reference, with_both : what is left together with these; None where one is unknown.
    """

    draws: int
    price: float
    cost: float
    left: Spread
    share: Spread
    chance_of_loss: float
    limit: float
    floor: float | None
    floor_quoted: float | None
    even: float | None
    reverse: bool
    drivers: tuple[Moved, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    follow_on: Spread | None
    reference: tuple[float, float] | None
    with_follow_on: Spread | None
    with_reference: Spread | None
    with_both: Spread | None


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
    return _simulated(view, row, told, known, draws)


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


def _simulated(view: View, row: dict[str, Any], told: Offer, known: Premises, draws: int) -> Profit:
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
    drawn = draw(case, deal, view.as_of, size=draws)
    money = [Premise("day_cost", known.values.day_cost, known.plain("day_cost").source)] if work.cost else []
    premises = [*told.premises(), plain["cost_uncertainty"], *([rate] if rate is not None else []), when, apart.premise]
    premises += [due, delay, plain["interest_rate"], claims, plain["service_share"], given_in, plain["share_spread"]]
    simulated = _result(
        case,
        drawn,
        told,
        known,
        following=_following(follow, usual, told, deal, view.as_of, draws),
        reference=_reference(known, deal, view.as_of, draws),
    )
    return Profit(
        ProfitState.SIMULATED, view.as_of, *_named(row, view), told, work, follow, usual,
        tuple(premises + money), simulated,
    )  # fmt: skip


def _team(view: View, account: str) -> str | None:
    table = view.table("accounts")
    rows = table[table[A.account_id] == account]
    return text(rows[A.team].iloc[-1]) if len(rows) else None


def _following(
    follow: FollowOn, usual: Usual | None, told: Offer, deal: str, as_of: pd.Timestamp, size: int
) -> np.ndarray | None:
    """Margin of the orders that follow, by draw; None where history says nothing of them."""
    if follow.state != FollowState.COUNTED or usual is None:
        return None
    return follow.draw(stream(deal, as_of, "follow_on"), size) * usual.share * float(told.value or 0.0)


def _reference(known: Premises, deal: str, as_of: pd.Timestamp, size: int) -> np.ndarray | None:
    """The user's own range of what a reference is worth, by draw; None where none was set. Nothing is computed."""
    low, high = known.values.reference_low, known.values.reference_high
    return stream(deal, as_of, "reference").uniform(low, high, size) if high else None


def _result(
    case: Case,
    drawn: Drawn,
    told: Offer,
    known: Premises,
    *,
    following: np.ndarray | None,
    reference: np.ndarray | None,
) -> Simulation:
    price, value = float(told.price or 0.0), float(told.value or 0.0)
    brings, costs = parts(case, drawn)
    margin = left(case, drawn, price)
    alone, limit = _spread(margin), known.values.loss_limit
    floor, even = floor_price(brings, costs, limit=limit), floor_price(brings, costs, limit=0.5)
    edges, counts = _distribution(margin)
    both = None if following is None or reference is None else _spread(margin + following + reference)
    return Simulation(
        draws=len(margin),
        price=value,
        cost=case.cost + case.effort,
        left=alone,
        share=Spread(alone.p10 / value, alone.p50 / value, alone.p90 / value),
        chance_of_loss=float((margin < 0).mean()),
        limit=limit,
        floor=None if floor is None else floor * case.rate,
        floor_quoted=floor,
        even=None if even is None else even * case.rate,
        reverse=bool(alone.p50 < 0 or value < case.cost),
        drivers=moved(case, drawn, price),
        edges=edges,
        counts=counts,
        follow_on=None if following is None else _spread(following),
        reference=(known.values.reference_low, known.values.reference_high) if reference is not None else None,
        with_follow_on=None if following is None else _spread(margin + following),
        with_reference=None if reference is None else _spread(margin + reference),
        with_both=both,
    )


def _spread(values: np.ndarray) -> Spread:
    return Spread(*(float(one) for one in np.quantile(values, (0.1, 0.5, 0.9))))


def _distribution(values: np.ndarray) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Bars of equal width, one of whose edges is 0 where 0 lies among them."""
    low, high = (float(one) for one in np.quantile(values, ENDS))
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        return (), ()
    width = (high - low) / BINS
    # the bars are moved so that none of them is part a loss and part none
    start = np.floor(low / width) * width
    edges = start + width * np.arange(int(np.ceil((high - start) / width - 1e-9)) + 1)
    counts, _ = np.histogram(np.clip(values, edges[0], np.nextafter(edges[-1], edges[0])), edges)
    return tuple(float(one) for one in edges), tuple(int(one) for one in counts)
