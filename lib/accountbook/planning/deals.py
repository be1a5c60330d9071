"""Open deals (caps 17, 77, 83, 91): odds, stages of both sides, what is missing, what they come to.

A deal is asked and expected; it is never added to orders.
Codes of `Deal.missing` stand in `Missing`, those of `Deal.doubts` in `Doubt`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.doubts import QUESTIONS, Doubt, Missing
from accountbook.planning.joint import joint_range
from accountbook.planning.period import back, between
from accountbook.planning.predicted import DealForecast, Ladder, Reason, Shown, deal_forecasts, earlier
from accountbook.planning.values import day, flag, number, text
from accountbook.planning.view import GONE, View, threshold
from accountbook.tables import Contacts as P
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C
from accountbook.tables.deals import BUYER_STAGES, SELLER_STAGES

__all__ = ["Closed", "Deal", "Deals", "DealsState", "Doubt", "Missing", "deal_names", "open_deals", "pushes"]


class DealsState(StrEnum):
    """The load has no table of deals; none is open; some are."""

    NO_TABLE = "no_table"
    NONE = "none"
    OPEN = "open"


@dataclass(frozen=True)
class Deal:
    """One open deal.

    Attributes
    ----------
    asked : amount asked, company's currency.
    p, lo, hi : chance of winning with its range; rep_p : the rep's own; gap : rep_p - p.
    p_before : chance predicted a month ago.
    expected : p x asked; None where either is unknown.
    expected_close, close_p50 : the rep's day, and the model's.
    ahead : steps by which our stage is before the buyer's (negative: behind); None where either is unknown.
    pushed, pushed_days : how often, and by how many days in all, the close was moved later.
    in_stage, since_change : days in the present stage, and since any change of the deal.
    answered, questions : of the nine questions, how many are answered.
    missing : what is unanswered, heaviest first. doubts : what makes it doubtful, heaviest first.
    gated : budget status and close are both known, so that the odds rest on something (cap 83).
    stalled, stalled_for : as the doubt; what its likely reason is (first of missing), None where none is missing.
    """

    opportunity_id: str
    name: str | None
    product_line: str | None
    asked: float | None
    seller_stage: str | None
    buyer_stage: str | None
    ahead: int | None
    p: float | None
    lo: float | None
    hi: float | None
    shown: Shown
    ladder: Ladder
    reasons: tuple[Reason, ...]
    p_before: float | None
    rep_p: float | None
    gap: float | None
    expected: float | None
    created_on: pd.Timestamp | None
    expected_close: pd.Timestamp | None
    close_p50: pd.Timestamp | None
    budget_status: str | None
    budget_amount: float | None
    route: str | None
    key_contact_id: str | None
    key_contact: str | None
    pushed: int
    pushed_days: int
    in_stage: int | None
    since_change: int | None
    stalled: bool
    stalled_for: Missing | None
    gated: bool
    answered: int
    questions: int
    missing: tuple[Missing, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Closed:
    """Deals decided in the last 12 months: how many, and their amounts."""

    won: int
    lost: int
    won_amount: float
    lost_amount: float


@dataclass(frozen=True)
class Deals:
    """The open deals of an account.

    Attributes
    ----------
    deals : by expected amount, largest first; those without one by amount asked.
    asked : sum of the known amounts.
    expected, lo, hi : mean and 8-in-10 range of what will be won together (joint draws); None without odds.
    p_none : chance that none of those with odds is won.
    without_odds, without_amount : how many are left out of the sums.
    """

    state: DealsState
    deals: tuple[Deal, ...]
    asked: float
    expected: float | None
    lo: float | None
    hi: float | None
    p_none: float | None
    without_odds: int
    without_amount: int
    closed: Closed


def open_deals(
    view: View,
    deals: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
    *,
    only: Collection[str] | None = None,
) -> Deals:
    """The open deals of a view (one account's slice, or more).

    Parameters
    ----------
    deals : predictions of kind ``deals``; None: none were made.
    history : earlier ones, for the odds of a month ago. only : numbers of deals that count; None: all.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "amount": 50.0}
    >>> odds = pd.DataFrame({"opportunity_id": ["D"], "as_of": [pd.Timestamp("2026-10-31")], "p_win": [0.4],
    ...     "shown": ["model"]})
    >>> found = open_deals(MemoryView("2026-10-31", {"opportunities": [deal]}, account_id="A"), odds)
    >>> found.asked, found.expected, found.p_none, found.deals[0].answered
    (50.0, 20.0, 0.6, 1)
    """
    table = view.table("opportunities")
    closed = _closed(table, view.as_of)
    if not view.has("opportunities"):
        return Deals(DealsState.NO_TABLE, (), 0.0, None, None, None, None, 0, 0, closed)
    counts = True if only is None else table[O.opportunity_id].isin(only)
    still = table[(table[O.outcome].isna() | (table[O.outcome] == "open")) & counts]
    forecasts, before = deal_forecasts(deals), deal_forecasts(earlier(history, view.as_of))
    log = view.table("opportunity_changes").sort_values(C.changed_at, kind="stable")
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last").set_index(P.contact_id)
    names = deal_names(view)
    logs = dict(iter(log.groupby(C.opportunity_id)))
    found = [
        _deal(row, logs.get(row[O.opportunity_id], log.iloc[:0]), people, forecasts, before, view, names)
        for row in still.to_dict("records")
    ]
    found.sort(key=lambda deal: (-(deal.expected or 0.0), -(deal.asked or 0.0), deal.opportunity_id))
    sure = [(deal.p, deal.asked) for deal in found if deal.p is not None]
    priced = [(p, asked) for p, asked in sure if asked is not None]
    lo, hi = joint_range(priced) if priced else (None, None)
    return Deals(
        state=DealsState.OPEN if found else DealsState.NONE,
        deals=tuple(found),
        asked=sum(deal.asked for deal in found if deal.asked is not None),
        expected=sum(p * asked for p, asked in priced) if priced else None,
        lo=lo,
        hi=hi,
        p_none=math.prod(1 - p for p, _ in sure) if sure else None,
        without_odds=len(found) - len(sure),
        without_amount=sum(deal.asked is None for deal in found),
        closed=closed,
    )


def deal_names(view: View) -> dict[str, str]:
    """The names of the view's deals by number; the number follows where two open deals of an account share a name.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"opportunity_id": number, "account_id": "A", "name": "Frame contract", "created_on": "2026-09-01",
    ...          "outcome": outcome} for number, outcome in (("D1", "open"), ("D2", None), ("D3", "lost"))]
    >>> deal_names(MemoryView("2026-10-31", {"opportunities": rows}, account_id="A"))
    {'D1': 'Frame contract (D1)', 'D2': 'Frame contract (D2)', 'D3': 'Frame contract'}
    """
    table = view.table("opportunities")
    named = table[table[O.name].map(text).notna()]
    still = named[named[O.outcome].isna() | (named[O.outcome] == "open")].drop_duplicates(O.opportunity_id)
    twins = set(still.loc[still.duplicated([O.account_id, O.name], keep=False), O.opportunity_id])
    return {
        str(number_): f"{name} ({number_})" if number_ in twins else str(name)
        for number_, name in zip(named[O.opportunity_id], named[O.name], strict=True)
    }


def _closed(table: pd.DataFrame, as_of: pd.Timestamp) -> Closed:
    year = table[between(table[O.closed_on], back(as_of, 12), as_of)]
    won, lost = (year[year[O.outcome] == outcome] for outcome in ("won", "lost"))
    return Closed(len(won), len(lost), float(won[O.amount].sum()), float(lost[O.amount].sum()))


def pushes(log: pd.DataFrame) -> pd.DataFrame:
    """The entries of a log of changes that moved an expected close later, with ``days``: by how many.

    Examples
    --------
    >>> log = pd.DataFrame({"field": ["expected_close"] * 2, "old": ["", "2026-10-01"],
    ...                     "new": ["2026-10-01", "2026-11-15"]})
    >>> pushes(log)["days"].tolist()
    [45.0]
    """
    moves = log[log[C.field] == O.expected_close]
    old, new = (pd.to_datetime(moves[c], errors="coerce", format="ISO8601") for c in (C.old, C.new))
    days = (new - old).dt.days
    return moves.assign(days=days)[days > 0]


def _deal(
    row: dict[str, Any],
    log: pd.DataFrame,
    people: pd.DataFrame,
    forecasts: dict[str, DealForecast],
    before: dict[str, DealForecast],
    view: View,
    names: Mapping[str, str],
) -> Deal:
    number_ = str(row[O.opportunity_id])
    forecast, last = forecasts.get(number_), before.get(number_)
    shown = forecast.shown if forecast else Shown.NONE
    p = forecast.p_win if forecast and shown != Shown.NONE else None
    p_before = last.p_win if last and last.shown == shown else None
    asked, rep_p = number(row[O.amount]), number(row[O.rep_probability])
    moved = pushes(log)
    created = day(row[O.created_on])
    stages = log.loc[log[C.field] == O.seller_stage, C.changed_at]
    touched = _since(log[C.changed_at], created, view.as_of)
    missing = tuple(question for question, column in QUESTIONS.items() if _unanswered(row[column]))
    stalled = touched is not None and touched > threshold(view.settings, "stall_days")
    contact_id = text(row[O.key_contact_id])
    person = people.loc[contact_id] if contact_id in people.index else {}
    deal = Deal(
        opportunity_id=number_,
        name=names.get(number_),
        product_line=text(row[O.product_line]),
        asked=asked,
        seller_stage=text(row[O.seller_stage]),
        buyer_stage=text(row[O.buyer_stage]),
        ahead=_ahead(text(row[O.seller_stage]), text(row[O.buyer_stage])),
        p=p,
        lo=forecast.p_win_lo if forecast and p is not None else None,
        hi=forecast.p_win_hi if forecast and p is not None else None,
        shown=shown,
        ladder=forecast.ladder if forecast else Ladder.FACTS,
        reasons=forecast.reasons if forecast and shown == Shown.MODEL else (),
        p_before=p_before if p is not None else None,
        rep_p=rep_p,
        gap=None if p is None or rep_p is None else rep_p - p,
        expected=None if p is None or asked is None else p * asked,
        created_on=created,
        expected_close=day(row[O.expected_close]),
        close_p50=forecast.close_p50 if forecast else None,
        budget_status=text(row[O.budget_status]),
        budget_amount=number(row[O.budget_amount]),
        route=text(row[O.route]),
        key_contact_id=contact_id,
        key_contact=text(person.get(P.name)),
        pushed=len(moved),
        pushed_days=int(moved["days"].sum()),
        in_stage=_since(stages, created, view.as_of),
        since_change=touched,
        stalled=stalled,
        stalled_for=next(iter(missing), None) if stalled else None,
        gated=not {Missing.BUDGET, Missing.CLOSE} & set(missing),
        answered=len(QUESTIONS) - len(missing),
        questions=len(QUESTIONS),
        missing=missing,
        doubts=(),
    )
    gone = text(person.get(P.status)) in GONE
    return replace(deal, doubts=_doubts(deal, gone=gone, channel=flag(row[O.channel_open]), as_of=view.as_of))


def _doubts(deal: Deal, *, gone: bool, channel: bool | None, as_of: pd.Timestamp) -> tuple[Doubt, ...]:
    holds = {
        Doubt.KEY_PERSON_LEFT: gone,
        Doubt.PAST_CLOSE: deal.expected_close is not None and deal.expected_close < as_of,
        Doubt.STALLED: deal.stalled,
        Doubt.PUSHED: deal.pushed >= 2,
        Doubt.NO_BUDGET: deal.budget_status != "approved",
        Doubt.AHEAD_OF_BUYER: deal.ahead is not None and deal.ahead >= 2,
        Doubt.NO_KEY_PERSON: deal.key_contact_id is None,
        Doubt.NO_CHANNEL: channel is False,
    }
    return tuple(doubt for doubt, held in holds.items() if held)


def _unanswered(value: Any) -> bool:
    return pd.isna(value) or text(value) in (None, "unknown")


def _ahead(seller: str | None, buyer: str | None) -> int | None:
    if seller is None or buyer is None:
        return None
    return SELLER_STAGES.index(seller) - BUYER_STAGES.index(buyer)


def _since(moments: pd.Series, created: pd.Timestamp | None, as_of: pd.Timestamp) -> int | None:
    newest = day(moments.max()) if len(moments) else created
    return None if newest is None else max((as_of - newest).days, 0)
