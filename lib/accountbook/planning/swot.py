"""Strengths, weaknesses, opportunities and threats, each from rows of the book and with their numbers (cap 41).

Codes and facts of strengths and weaknesses stand in `inside`. Opportunities: ``deals`` (n, priced: how many have an
amount, amount), ``wants_market``
(market, n), ``replacement`` (n: see `installed.Installed.due`), ``needs`` (n), ``sells_more``
(change, n). Threats: ``rival_risen`` (competitor, product, was, now), ``rival_in_deal`` (competitor, deal), ``left``
(n), ``unpaid`` (n), ``risk`` (text), ``shrank`` (change), ``no_order`` (none: no order for over a year).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountbook.planning.competition import Competition
from accountbook.planning.competition import competition as rivals
from accountbook.planning.coverage import Coverage, SlotState, coverage
from accountbook.planning.inside import Point, newest, newest_orders, point, strengths, weaknesses
from accountbook.planning.installed import Installed
from accountbook.planning.installed import installed as runs_there
from accountbook.planning.months import Months
from accountbook.planning.months import months as by_month
from accountbook.planning.owed import owed
from accountbook.planning.period import back, between
from accountbook.planning.promises import Promises
from accountbook.planning.promises import promises as promised
from accountbook.planning.risks import Risks
from accountbook.planning.risks import risks as register
from accountbook.planning.values import change, number, text
from accountbook.planning.view import View, dormant
from accountbook.tables import Markets as Y
from accountbook.tables import Opportunities as O
from accountbook.tables import Sellout as Z
from accountbook.tables import Voices as W

__all__ = ["Point", "Swot", "swot"]

MOST = 4
SHRANK = -0.15
SOLD_MORE = 0.2


@dataclass(frozen=True)
class Swot:
    """The four lists, the heaviest first, at most four points each; a point without a row behind it is not made."""

    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    opportunities: tuple[Point, ...]
    threats: tuple[Point, ...]


def swot(
    view: View,
    *,
    months: Months | None = None,
    roles: Coverage | None = None,
    promises: Promises | None = None,
    competition: Competition | None = None,
    installed: Installed | None = None,
    risks: Risks | None = None,
) -> Swot:
    """Strengths, weaknesses, opportunities and threats of the view's account.

    Parameters
    ----------
    months, roles, promises, competition, installed, risks : of the view; None: made here.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> claim = {"claim_id": "CL-7", "account_id": "A", "opened_on": "2026-10-01"}
    >>> view = MemoryView("2026-10-31", {"claims": [claim]}, account_id="A")
    >>> found = swot(view)
    >>> found.strengths, [(one.code, one.ids) for one in found.weaknesses]
    ((), [('claims_open', ('CL-7',))])
    """
    months = by_month(view) if months is None else months
    roles = coverage(view) if roles is None else roles
    promises = promised(view) if promises is None else promises
    competition = rivals(view) if competition is None else competition
    installed = runs_there(view) if installed is None else installed
    risks = register(view) if risks is None else risks
    grown = None if months.last_12 is None else months.last_12.change
    return Swot(
        strengths=_first(strengths(view, roles, grown)),
        weaknesses=_first(weaknesses(view, roles, promises, competition)),
        opportunities=_first(
            [*_deals(view), *_markets(view), *_replacement(installed), *_needs(view), *_sellout(view)]
        ),
        threats=_first([*_rivals(competition), *_left(roles), *_unpaid(view), *_risks(risks), *_shrunk(view, grown)]),
    )


def _first(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda one: (-one.weight, one.code))[:MOST])


def _shrunk(view: View, grown: float | None) -> list[Point]:
    """Orders that fell; where none came for over a year that alone is said."""
    if dormant(view):
        return point("no_order", "order_lines", newest_orders(view), 72)
    if grown is None or grown > SHRANK:
        return []
    return point("shrank", "order_lines", newest_orders(view), 72, change=grown)


def _deals(view: View) -> list[Point]:
    rows = view.table("opportunities")
    rows = rows[~rows[O.outcome].isin(["won", "lost"])].sort_values(O.amount, ascending=False, kind="stable")
    amount, priced = number(rows[O.amount].sum()), int((rows[O.amount] > 0).sum())
    return point("deals", "opportunities", rows[O.opportunity_id], 70, n=len(rows), priced=priced, amount=amount)


def _markets(view: View) -> list[Point]:
    rows = view.table("markets").sort_values(Y.as_of, kind="stable").drop_duplicates(Y.market, keep="last")
    rows = rows[(rows[Y.status] == "wants") & (rows[Y.as_of] > back(view.as_of, 24))]
    rows = newest(rows[rows[Y.our_capability].map(text).notna()], Y.as_of)
    ids = [f"{row[Y.market]}, {row[Y.as_of]:%Y-%m-%d}" for row in rows.to_dict("records")]
    market = str(rows[Y.market].iloc[0]) if len(rows) else None
    return point("wants_market", "markets", ids, 66, market=market, n=len(rows))


def _replacement(installed: Installed) -> list[Point]:
    ids = [one.installation_id for one in installed.due]
    return point("replacement", "installed_base", ids, 64, n=len(ids))


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


def _risks(risks: Risks) -> list[Point]:
    told = risks.risks[0].text if risks.risks else None
    return point("risk", "risks", [one.risk_id for one in risks.risks], 60, text=told, n=len(risks.risks))
