"""Strengths and weaknesses at an account, each from rows of the book and with their numbers (cap 41).

Codes and facts. Strengths: ``in_time`` (share, n), ``with_us`` (n, of: roles that decide and are favourable), ``grew``
(change), ``requirements_met`` (n, of), ``our_base`` (n: installations of ours that run). Weaknesses: ``late`` (share,
n), ``claims_open`` (n), ``unknown_deciders`` (n, of), ``against_us`` (n, of), ``requirements_unmet`` (n, of),
``promises_overdue`` (n), ``dearer`` (competitor, product, price, ours).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from accountbook.planning.competition import Competition
from accountbook.planning.coverage import Coverage, SlotState
from accountbook.planning.deliveries import deliveries, on_time
from accountbook.planning.period import back, between
from accountbook.planning.promises import Promises
from accountbook.planning.view import View, lines
from accountbook.tables import Claims as K
from accountbook.tables import InstalledBase as B
from accountbook.tables import OrderLines as L
from accountbook.tables import Requirements as Q

IDS = 3
FEW = 5
GOOD_TIME, BAD_TIME = 0.9, 0.75
MET = 0.8
GREW = 0.1


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


def strengths(view: View, roles: Coverage, grown: float | None) -> list[Point]:
    """What speaks for us at the view's account, in no order; grown: of its orders, see `months.Months.last_12`."""
    return [*_deliveries(view, good=True), *_with_us(roles), *_grown(view, grown), *_met(view), *_base(view)]


def weaknesses(view: View, roles: Coverage, promises: Promises, competition: Competition) -> list[Point]:
    """What speaks against us at the view's account, in no order."""
    ours = [*_claims(view), *_deciders(roles), *_unmet(view), *_overdue(promises), *_dearer(competition)]
    return [*_deliveries(view, good=False), *ours]


def point(code: str, table: str, ids: Iterable[object], weight: float, **facts: object) -> list[Point]:
    """A point with its rows, or none where no row stands behind it.

    Parameters
    ----------
    ids : numbers of the rows, the newest first. facts : for the sentence.

    Examples
    --------
    >>> point("claims_open", "claims", ["K4", "K3", "K2", "K1"], 78, n=4)
    [Point(code='claims_open', facts={'n': 4}, table='claims', ids=('K4', 'K3', 'K2'), more=1, weight=78)]
    >>> point("claims_open", "claims", [], 78, n=0)
    []
    """
    found = list(dict.fromkeys(str(one) for one in ids))
    if not found:
        return []
    return [Point(code, facts, table, tuple(found[:IDS]), max(len(found) - IDS, 0), weight)]


def newest(rows: pd.DataFrame, on: str) -> pd.DataFrame:
    """Rows by a day, the newest first."""
    return rows.sort_values(on, ascending=False, kind="stable")


def newest_orders(view: View) -> pd.Series:
    """Numbers of the orders, the newest first."""
    return newest(lines(view), L.order_date)[L.order_id].dropna()


def running(view: View) -> pd.DataFrame:
    """What is installed and was not taken out, the newest first."""
    rows = view.table("installed_base")
    return newest(rows[rows[B.removed_on].isna()], B.installed_on)


def _deliveries(view: View, *, good: bool) -> list[Point]:
    since = back(view.as_of, 12)
    runs = deliveries(view)
    runs = newest(runs[between(runs["due"], since, view.as_of)], "due")
    told = on_time(runs)
    share = told.on_time / told.due if told.due >= FEW else None
    if share is None or not (share >= GOOD_TIME if good else share < BAD_TIME):
        return []
    in_time = runs["late"] <= 0
    if good:
        return point("in_time", "shipments", runs.loc[in_time, "shipment_id"], 80, share=share, n=told.due)
    return point("late", "shipments", runs.loc[~in_time, "shipment_id"], 80, share=1 - share, n=told.due)


def _with_us(roles: Coverage) -> list[Point]:
    deciding = [one for one in roles.slots if one.decides]
    ids = [one.contact_id for one in deciding if one.disposition == "favourable" and one.contact_id]
    n = sum(one.disposition == "favourable" for one in deciding)
    return point("with_us", "contacts", ids, 60 + 25 * n / max(len(deciding), 1), n=n, of=len(deciding))


def _grown(view: View, grown: float | None) -> list[Point]:
    if grown is None or grown < GREW:
        return []
    return point("grew", "order_lines", newest_orders(view), 70, change=grown)


def _judged_requirements(view: View) -> pd.DataFrame:
    rows = view.table("requirements")
    rows = rows[rows[Q.in_scope].fillna(True) & between(rows[Q.met_on], back(view.as_of, 24), view.as_of)]
    return newest(rows[rows[Q.met].notna()], Q.met_on)


def _met(view: View) -> list[Point]:
    rows = _judged_requirements(view)
    met = rows[rows[Q.met].fillna(False).astype(bool)]
    if len(rows) < FEW or len(met) < MET * len(rows):
        return []
    return point("requirements_met", "requirements", met[Q.requirement_id], 60, n=len(met), of=len(rows))


def _unmet(view: View) -> list[Point]:
    rows = _judged_requirements(view)
    unmet = rows[~rows[Q.met].fillna(True).astype(bool)]
    if len(unmet) <= (1 - MET) * len(rows):
        return []
    return point("requirements_unmet", "requirements", unmet[Q.requirement_id], 60, n=len(unmet), of=len(rows))


def _base(view: View) -> list[Point]:
    rows = running(view)
    rows = rows[rows[B.item_id].notna() & rows[B.competitor].isna()]
    return point("our_base", "installed_base", rows[B.installation_id], 50, n=len(rows))


def _claims(view: View) -> list[Point]:
    rows = view.table("claims")
    rows = newest(rows[rows[K.closed_on].isna()], K.opened_on)
    return point("claims_open", "claims", rows[K.claim_id], 78, n=len(rows))


def _deciders(roles: Coverage) -> list[Point]:
    deciding = [one for one in roles.slots if one.decides]
    empty = [one.role_code for one in deciding if one.state != SlotState.KNOWN]
    against = [one.contact_id or one.role_code for one in deciding if one.disposition == "negative"]
    return [
        *point("unknown_deciders", "role_slots", empty, 76, n=len(empty), of=len(deciding)),
        *point("against_us", "contacts", against, 77, n=len(against), of=len(deciding)),
    ]


def _overdue(promises: Promises) -> list[Point]:
    late = promises.overdue[::-1]
    return point("promises_overdue", "commitments", [one.commitment_id for one in late], 70, n=len(late))


def _dearer(competition: Competition) -> list[Point]:
    found = [one for one in competition.rivals if one.price and one.our_price and one.our_price > 1.1 * one.price]
    if not found:
        return []
    one = max(found, key=lambda rival: rival.our_price or 0.0)
    ids = [f"{one.competitor}, {one.product}, {one.price_on:%Y-%m-%d}"]
    facts = {"competitor": one.competitor, "product": one.product, "price": one.price, "ours": one.our_price}
    return point("dearer", "competitors", ids, 55, **facts)
