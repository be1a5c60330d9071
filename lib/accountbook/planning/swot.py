"""Strengths, weaknesses, opportunities and threats, each from rows of the book and with their numbers (cap 41).

Codes and facts of strengths and weaknesses stand in `inside`. Opportunities: ``deals`` (n, amount), ``wants_market``
(market, n), ``replacement`` (n: installations at the end of their life within a year), ``needs`` (n), ``sells_more``
(change, n). Threats: ``rival_risen`` (competitor, product, was, now), ``rival_in_deal`` (competitor, deal), ``left``
(n), ``unpaid`` (n), ``risk`` (text), ``shrank`` (change).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.competition import Competition
from accountbook.planning.coverage import Coverage, SlotState
from accountbook.planning.inside import Point, newest, point, running, strengths, trend, weaknesses
from accountbook.planning.owed import owed
from accountbook.planning.period import back, between
from accountbook.planning.promises import Promises
from accountbook.planning.values import change, number, text
from accountbook.planning.view import View
from accountbook.tables import InstalledBase as B
from accountbook.tables import Markets as Y
from accountbook.tables import Opportunities as O
from accountbook.tables import Risks as R
from accountbook.tables import Sellout as Z
from accountbook.tables import Voices as W

__all__ = ["Point", "Swot", "swot"]

MOST = 4
MONTH = 365.25 / 12
SHRANK = -0.15
SOLD_MORE = 0.2


@dataclass(frozen=True)
class Swot:
    """The four lists, the heaviest first, at most four points each; a point without a row behind it is not made."""

    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    opportunities: tuple[Point, ...]
    threats: tuple[Point, ...]


def swot(view: View, *, roles: Coverage, promises: Promises, competition: Competition) -> Swot:
    """Strengths, weaknesses, opportunities and threats of the view's account.

    Parameters
    ----------
    roles, promises, competition : of the view.

    Examples
    --------
    >>> from accountbook.planning.competition import competition
    >>> from accountbook.planning.coverage import coverage
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.promises import promises
    >>> claim = {"claim_id": "CL-7", "account_id": "A", "opened_on": "2026-10-01"}
    >>> view = MemoryView("2026-10-31", {"claims": [claim]}, account_id="A")
    >>> found = swot(view, roles=coverage(view), promises=promises(view), competition=competition(view))
    >>> found.strengths, [(one.code, one.ids) for one in found.weaknesses]
    ((), [('claims_open', ('CL-7',))])
    """
    return Swot(
        strengths=_first(strengths(view, roles)),
        weaknesses=_first(weaknesses(view, roles, promises, competition)),
        opportunities=_first([*_deals(view), *_markets(view), *_replacement(view), *_needs(view), *_sellout(view)]),
        threats=_first([*_rivals(competition), *_left(roles), *_unpaid(view), *_risks(view), *_shrunk(view)]),
    )


def _first(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda one: (-one.weight, one.code))[:MOST])


def _shrunk(view: View) -> list[Point]:
    grown, ids = trend(view)
    return point("shrank", "order_lines", ids, 72, change=grown) if grown is not None and grown <= SHRANK else []


def _deals(view: View) -> list[Point]:
    rows = view.table("opportunities")
    rows = rows[~rows[O.outcome].isin(["won", "lost"])].sort_values(O.amount, ascending=False, kind="stable")
    amount = number(rows[O.amount].sum())
    return point("deals", "opportunities", rows[O.opportunity_id], 70, n=len(rows), amount=amount)


def _markets(view: View) -> list[Point]:
    rows = view.table("markets").sort_values(Y.as_of, kind="stable").drop_duplicates(Y.market, keep="last")
    rows = rows[(rows[Y.status] == "wants") & (rows[Y.as_of] > back(view.as_of, 24))]
    rows = newest(rows[rows[Y.our_capability].map(text).notna()], Y.as_of)
    ids = [f"{row[Y.market]}, {row[Y.as_of]:%Y-%m-%d}" for row in rows.to_dict("records")]
    market = str(rows[Y.market].iloc[0]) if len(rows) else None
    return point("wants_market", "markets", ids, 66, market=market, n=len(rows))


def _replacement(view: View) -> list[Point]:
    rows = running(view)
    ends = rows[B.installed_on] + pd.to_timedelta((rows[B.life_months] * MONTH).round(), unit="D")
    rows = rows[(ends > view.as_of) & (ends <= view.as_of + pd.DateOffset(years=1))]
    return point("replacement", "installed_base", rows[B.installation_id], 64, n=len(rows))


def _needs(view: View) -> list[Point]:
    rows = view.table("voices")
    open_ = (rows[W.type] == "need") & rows[W.closed_on].isna() & (rows[W.said_on] > back(view.as_of, 12))
    rows = newest(rows[open_], W.said_on)
    return point("needs", "voices", rows[W.voice_id], 58, n=len(rows))


def _sellout(view: View) -> list[Point]:
    rows = view.table("sellout")
    if rows.empty:
        return []
    last = rows[Z.month].max()
    now = rows[between(rows[Z.month], back(last, 3), last)]
    before = rows[between(rows[Z.month], back(last, 15), back(last, 12))]
    grown = change(float(now[Z.quantity].sum()), float(before[Z.quantity].sum()))
    if grown is None or grown < SOLD_MORE or last < back(view.as_of, 4):
        return []
    best = now.groupby(Z.item_id)[Z.quantity].sum().sort_values(ascending=False)
    ids = [f"{item}, {last:%Y-%m}" for item in best[best > 0].index]
    return point("sells_more", "sellout", ids, 62, change=grown, n=len(ids))


def _rivals(competition: Competition) -> list[Point]:
    found: list[Point] = []
    for one in competition.rivals:
        ids = [f"{one.competitor}, {one.product}, {one.seen_on:%Y-%m-%d}"]
        who = {"competitor": one.competitor, "product": one.product}
        if one.deals and not any(point.code == "rival_in_deal" for point in found):
            found += point("rival_in_deal", "competitors", ids, 79, **who, deal=one.deals[0].name)
        elif one.risen and not any(point.code == "rival_risen" for point in found):
            found += point("rival_risen", "competitors", ids, 75, **who, was=one.share_before, now=one.share)
    return found


def _left(roles: Coverage) -> list[Point]:
    gone = [one for one in roles.slots if one.state in (SlotState.GONE, SlotState.VACANT) and one.contact_id]
    gone.sort(key=lambda one: (not one.decides, one.role_code))
    return point("left", "contacts", [one.contact_id for one in gone], 68, n=len(gone))


def _unpaid(view: View) -> list[Point]:
    late = [one for one in owed(view).bills if one.days_late and not one.old]
    late.sort(key=lambda one: one.days_late or 0)
    return point("unpaid", "invoices", [one.invoice_id for one in late], 71, n=len(late))


def _risks(view: View) -> list[Point]:
    rows = view.table("risks")
    rows = rows[rows[R.closed_on].isna()]
    weight = rows[R.probability].fillna(0.0) * rows[R.impact].fillna(0.0)
    rows = rows.loc[weight.sort_values(ascending=False, kind="stable").index]
    told = str(rows[R.text].iloc[0]) if len(rows) else None
    return point("risk", "risks", rows[R.risk_id], 60, text=told, n=len(rows))
