"""Strengths, weaknesses, opportunities and threats, each from rows of the book and with their numbers (cap 41).

Codes and facts of the points. Strengths: ``in_time`` (share, n), ``with_us`` (n, of: roles that decide and are
favourable), ``grew``, ``requirements_met`` (n, of), ``our_base`` (n: installations of ours that run). Weaknesses:
``late`` (share, n), ``claims_open`` (n), ``unknown_deciders`` (n, of), ``against_us`` (n, of), ``requirements_unmet``
(n, of), ``promises_overdue`` (n), ``dearer`` (competitor, product, price, ours). Opportunities: ``deals`` (n, amount),
``wants_market`` (market, n), ``replacement`` (n: installations at the end of their life within a year), ``needs`` (n),
``sells_more`` (change, n). Threats: ``rival_risen`` (competitor, product, was, now), ``rival_in_deal`` (competitor,
deal), ``left`` (n), ``unpaid`` (n), ``risk`` (text), ``shrank``. ``grew`` and ``shrank``: change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from accountbook.planning.competition import Competition
from accountbook.planning.coverage import Coverage, SlotState
from accountbook.planning.period import back, between
from accountbook.planning.promises import Promises
from accountbook.planning.values import change, number, text
from accountbook.planning.view import View, lines
from accountbook.tables import Claims as K
from accountbook.tables import InstalledBase as B
from accountbook.tables import Invoices as V
from accountbook.tables import Markets as Y
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import Payments as M
from accountbook.tables import Requirements as Q
from accountbook.tables import Risks as R
from accountbook.tables import Sellout as Z
from accountbook.tables import Shipments as S
from accountbook.tables import Voices as W

MOST, IDS = 4, 3
FEW = 5
MONTH = 365.25 / 12
GOOD_TIME, BAD_TIME = 0.9, 0.75
MET = 0.8
GREW, SHRANK = 0.1, -0.15
SOLD_MORE = 0.2
SETTLED = 0.005
"""Less than this share of an invoice left is a bank's fee."""


@dataclass(frozen=True)
class Point:
    """One point of the four lists.

    Attributes
    ----------
    ids : numbers of rows behind it, at most three, the newest first; ``table`` names where they stand. more : how
        many further rows.
    weight : what it was ranked by.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    table: str = ""
    ids: tuple[str, ...] = ()
    more: int = 0
    weight: float = 0.0


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
    ours = [*_claims(view), *_deciders(roles), *_unmet(view), *_overdue(promises), *_dearer(competition)]
    return Swot(
        strengths=_first([*_deliveries(view, good=True), *_with_us(roles), *_grown(view), *_met(view), *_base(view)]),
        weaknesses=_first([*_deliveries(view, good=False), *ours]),
        opportunities=_first([*_deals(view), *_markets(view), *_replacement(view), *_needs(view), *_sellout(view)]),
        threats=_first([*_rivals(competition), *_left(roles), *_unpaid(view), *_risks(view), *_shrunk(view)]),
    )


def _first(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda one: (-one.weight, one.code))[:MOST])


def _point(code: str, table: str, ids: Iterable[object], weight: float, **facts: object) -> list[Point]:
    """A point with its rows, or none where no row stands behind it."""
    found = list(dict.fromkeys(str(one) for one in ids))
    if not found:
        return []
    return [Point(code, facts, table, tuple(found[:IDS]), max(len(found) - IDS, 0), weight)]


def _newest(rows: pd.DataFrame, on: str) -> pd.DataFrame:
    return rows.sort_values(on, ascending=False, kind="stable")


def _deliveries(view: View, *, good: bool) -> list[Point]:
    rows = view.table("shipments")
    rows = rows[between(rows[S.promised_on] + pd.Timedelta(days=1), back(view.as_of, 12), view.as_of)]
    if len(rows) < FEW:
        return []
    in_time = rows[S.arrived_on] <= rows[S.promised_on]
    share = float(in_time.mean())
    if good and share >= GOOD_TIME:
        ids = _newest(rows[in_time], S.promised_on)[S.shipment_id]
        return _point("in_time", "shipments", ids, 80, share=share, n=len(rows))
    if not good and share < BAD_TIME:
        ids = _newest(rows[~in_time], S.promised_on)[S.shipment_id]
        return _point("late", "shipments", ids, 80, share=1 - share, n=len(rows))
    return []


def _with_us(roles: Coverage) -> list[Point]:
    deciding = [one for one in roles.slots if one.decides]
    ids = [one.contact_id for one in deciding if one.disposition == "favourable" and one.contact_id]
    n = sum(one.disposition == "favourable" for one in deciding)
    return _point("with_us", "contacts", ids, 60 + 25 * n / max(len(deciding), 1), n=n, of=len(deciding))


def _trend(view: View) -> tuple[float | None, pd.Series]:
    rows = lines(view)
    now = rows[between(rows[L.order_date], back(view.as_of, 12), view.as_of)]
    before = rows[between(rows[L.order_date], back(view.as_of, 24), back(view.as_of, 12))]
    grown = change(float(now[L.amount].sum()), float(before[L.amount].sum()))
    rows = now if len(now) else before
    return grown, _newest(rows, L.order_date)[L.order_id].dropna()


def _grown(view: View) -> list[Point]:
    grown, ids = _trend(view)
    return _point("grew", "order_lines", ids, 70, change=grown) if grown is not None and grown >= GREW else []


def _shrunk(view: View) -> list[Point]:
    grown, ids = _trend(view)
    return _point("shrank", "order_lines", ids, 72, change=grown) if grown is not None and grown <= SHRANK else []


def _judged_requirements(view: View) -> pd.DataFrame:
    rows = view.table("requirements")
    rows = rows[rows[Q.in_scope].fillna(True) & between(rows[Q.met_on], back(view.as_of, 24), view.as_of)]
    return _newest(rows[rows[Q.met].notna()], Q.met_on)


def _met(view: View) -> list[Point]:
    rows = _judged_requirements(view)
    met = rows[rows[Q.met].fillna(False).astype(bool)]
    if len(rows) < FEW or len(met) < MET * len(rows):
        return []
    return _point("requirements_met", "requirements", met[Q.requirement_id], 60, n=len(met), of=len(rows))


def _unmet(view: View) -> list[Point]:
    rows = _judged_requirements(view)
    unmet = rows[~rows[Q.met].fillna(True).astype(bool)]
    if len(unmet) <= (1 - MET) * len(rows):
        return []
    return _point("requirements_unmet", "requirements", unmet[Q.requirement_id], 60, n=len(unmet), of=len(rows))


def _running(view: View) -> pd.DataFrame:
    rows = view.table("installed_base")
    return _newest(rows[rows[B.removed_on].isna()], B.installed_on)


def _base(view: View) -> list[Point]:
    rows = _running(view)
    rows = rows[rows[B.item_id].notna() & rows[B.competitor].isna()]
    return _point("our_base", "installed_base", rows[B.installation_id], 50, n=len(rows))


def _claims(view: View) -> list[Point]:
    rows = view.table("claims")
    rows = _newest(rows[rows[K.closed_on].isna()], K.opened_on)
    return _point("claims_open", "claims", rows[K.claim_id], 78, n=len(rows))


def _deciders(roles: Coverage) -> list[Point]:
    deciding = [one for one in roles.slots if one.decides]
    empty = [one.role_code for one in deciding if one.state != SlotState.KNOWN]
    against = [one.contact_id or one.role_code for one in deciding if one.disposition == "negative"]
    return [
        *_point("unknown_deciders", "role_slots", empty, 76, n=len(empty), of=len(deciding)),
        *_point("against_us", "contacts", against, 77, n=len(against), of=len(deciding)),
    ]


def _overdue(promises: Promises) -> list[Point]:
    late = promises.overdue[::-1]
    return _point("promises_overdue", "commitments", [one.commitment_id for one in late], 70, n=len(late))


def _dearer(competition: Competition) -> list[Point]:
    found = [one for one in competition.rivals if one.price and one.our_price and one.our_price > 1.1 * one.price]
    if not found:
        return []
    one = max(found, key=lambda rival: rival.our_price or 0.0)
    ids = [f"{one.competitor}, {one.product}, {one.price_on:%Y-%m-%d}"]
    facts = {"competitor": one.competitor, "product": one.product, "price": one.price, "ours": one.our_price}
    return _point("dearer", "competitors", ids, 55, **facts)


def _deals(view: View) -> list[Point]:
    rows = view.table("opportunities")
    rows = rows[~rows[O.outcome].isin(["won", "lost"])].sort_values(O.amount, ascending=False, kind="stable")
    amount = number(rows[O.amount].sum())
    return _point("deals", "opportunities", rows[O.opportunity_id], 70, n=len(rows), amount=amount)


def _markets(view: View) -> list[Point]:
    rows = view.table("markets").sort_values(Y.as_of, kind="stable").drop_duplicates(Y.market, keep="last")
    rows = rows[(rows[Y.status] == "wants") & (rows[Y.as_of] > back(view.as_of, 24))]
    rows = _newest(rows[rows[Y.our_capability].map(text).notna()], Y.as_of)
    ids = [f"{row[Y.market]}, {row[Y.as_of]:%Y-%m-%d}" for row in rows.to_dict("records")]
    market = str(rows[Y.market].iloc[0]) if len(rows) else None
    return _point("wants_market", "markets", ids, 66, market=market, n=len(rows))


def _replacement(view: View) -> list[Point]:
    rows = _running(view)
    ends = rows[B.installed_on] + pd.to_timedelta((rows[B.life_months] * MONTH).round(), unit="D")
    rows = rows[(ends > view.as_of) & (ends <= view.as_of + pd.DateOffset(years=1))]
    return _point("replacement", "installed_base", rows[B.installation_id], 64, n=len(rows))


def _needs(view: View) -> list[Point]:
    rows = view.table("voices")
    open_ = (rows[W.type] == "need") & rows[W.closed_on].isna() & (rows[W.said_on] > back(view.as_of, 12))
    rows = _newest(rows[open_], W.said_on)
    return _point("needs", "voices", rows[W.voice_id], 58, n=len(rows))


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
    return _point("sells_more", "sellout", ids, 62, change=grown, n=len(ids))


def _rivals(competition: Competition) -> list[Point]:
    found: list[Point] = []
    for one in competition.rivals:
        ids = [f"{one.competitor}, {one.product}, {one.seen_on:%Y-%m-%d}"]
        who = {"competitor": one.competitor, "product": one.product}
        if one.deals and not any(point.code == "rival_in_deal" for point in found):
            found += _point("rival_in_deal", "competitors", ids, 79, **who, deal=one.deals[0].name)
        elif one.risen and not any(point.code == "rival_risen" for point in found):
            found += _point("rival_risen", "competitors", ids, 75, **who, was=one.share_before, now=one.share)
    return found


def _left(roles: Coverage) -> list[Point]:
    gone = [one for one in roles.slots if one.state in (SlotState.GONE, SlotState.VACANT) and one.contact_id]
    gone.sort(key=lambda one: (not one.decides, one.role_code))
    return _point("left", "contacts", [one.contact_id for one in gone], 68, n=len(gone))


def _unpaid(view: View) -> list[Point]:
    bills, paid = view.table("invoices"), view.table("payments")
    sums = paid.groupby(M.invoice_id)[M.amount].sum().reindex(bills[V.invoice_id]).fillna(0.0).to_numpy()
    owed = (bills[V.amount] > 0) & (bills[V.amount] - sums > SETTLED * bills[V.amount])
    late = between(bills[V.due_on], back(view.as_of, 24), view.as_of - pd.Timedelta(days=1))
    rows = _newest(bills[owed & late], V.due_on)
    return _point("unpaid", "invoices", rows[V.invoice_id], 71, n=len(rows))


def _risks(view: View) -> list[Point]:
    rows = view.table("risks")
    rows = rows[rows[R.closed_on].isna()]
    weight = rows[R.probability].fillna(0.0) * rows[R.impact].fillna(0.0)
    rows = rows.loc[weight.sort_values(ascending=False, kind="stable").index]
    told = str(rows[R.text].iloc[0]) if len(rows) else None
    return _point("risk", "risks", rows[R.risk_id], 60, text=told, n=len(rows))
