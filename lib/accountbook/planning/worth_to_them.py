"""Value and relationship, scored apart (cap 52): what they get of us, and how well those who decide know us.

Each side is the mean of its parts, 0-100. A part that is counted over cases (deliveries, requirements) is shrunk: it
starts from 50 as if `PRIOR` cases had said so. A part with too few cases is not scored, and a side needs two parts.

Parts of the value: ``on_time`` (shipments that came by their promised day), ``claims`` (100: none cost anything; 0:
they cost 5% of sales and more), ``margin`` (the margin that they leave us: 0 at none, 100 at 40% of sales),
``requirements`` (those the customer takes as met). Parts of the relationship, over the roles that decide: ``known``
(somebody is known in it), ``disposition`` (100 favourable, 50 neutral or not assessed, 0 negative; of the known),
``recency`` (days since we met the person: 100 up to 30, 0 from 365).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.features.people import Sighting, sightings
from accountbook.planning.coverage import Coverage, Slot, SlotState, coverage
from accountbook.planning.margin import Margins
from accountbook.planning.margin import margins as earned
from accountbook.planning.period import back, between
from accountbook.planning.promises import Promises
from accountbook.planning.promises import promises as promised
from accountbook.planning.values import flag, number
from accountbook.planning.view import View
from accountbook.tables import Claims as K
from accountbook.tables import OrderLines as L
from accountbook.tables import Requirements as Q

PRIOR, EVEN = 3, 50.0
FEW = 3
NEAR, FAR = 30, 365
COSTLY, RICH = 0.05, 0.4
WEAK, MIDDLING, APART = 50, 60, 20
LIKING = {"favourable": 100.0, "neutral": 50.0, "unknown": 50.0, "negative": 0.0}


class WorthState(StrEnum):
    """No part of either side; too few for one side or both; one side is weak or far behind; neither is."""

    NONE = "none"
    FEW = "few"
    APART = "apart"
    EVEN = "even"


@dataclass(frozen=True)
class Part:
    """One part of a score: cases behind it; ``score`` None: too few."""

    code: str
    score: float | None
    cases: int


@dataclass(frozen=True)
class Worth:
    """What they get of us and how well they know us.

    Attributes
    ----------
    value, relationship : 0-100; None: too few parts. value_parts, relationship_parts : in the module's order.
    weaker : "value" or "relationship", the lower one; None where they are alike or one is not known.
    """

    state: WorthState
    value: float | None
    relationship: float | None
    value_parts: tuple[Part, ...]
    relationship_parts: tuple[Part, ...]
    weaker: str | None


def worth_to_them(
    view: View,
    *,
    margins: Margins | None = None,
    roles: Coverage | None = None,
    promises: Promises | None = None,
) -> Worth:
    """Both scores of the view's account.

    Parameters
    ----------
    margins, roles, promises : of the view; None: made here.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> roles = [{"role_code": code, "role_name": code, "decides": True} for code in ("MD", "PUR", "QA")]
    >>> slots = [{"account_id": "A", "role_code": "MD", "contact_id": "C", "disposition": "favourable"}]
    >>> view = MemoryView("2026-10-31", {"role_templates": roles, "role_slots": slots}, account_id="A")
    >>> found = worth_to_them(view)
    >>> [(part.code, part.score, part.cases) for part in found.relationship_parts]
    [('known', 33.333333333333336, 3), ('disposition', 100.0, 1), ('recency', 0.0, 1)]
    """
    margins = earned(view) if margins is None else margins
    roles = coverage(view) if roles is None else roles
    promises = promised(view) if promises is None else promises
    since = back(view.as_of, 12)
    orders = view.order_days()
    days = int(between(orders[L.order_date], since, view.as_of).sum())
    value = (
        _counted("on_time", promises.shipped_in_time, promises.shipped),
        _claims(view, since, margins.last_12.revenue, days),
        _margin(margins.last_12.share, days),
        _requirements(view),
    )
    relation = _relationship(view, roles)
    ours, theirs = _mean(value), _mean(relation)
    return Worth(
        state=_state(ours, theirs, [*value, *relation]),
        value=ours,
        relationship=theirs,
        value_parts=value,
        relationship_parts=relation,
        weaker=_weaker(ours, theirs),
    )


def _state(value: float | None, relation: float | None, parts: list[Part]) -> WorthState:
    if not any(part.cases for part in parts):
        return WorthState.NONE
    if value is None or relation is None:
        return WorthState.FEW
    low, high = sorted((round(value), round(relation)))
    return WorthState.APART if low < WEAK or (low < MIDDLING and high - low >= APART) else WorthState.EVEN


def _weaker(value: float | None, relation: float | None) -> str | None:
    if value is None or relation is None or round(value) == round(relation):
        return None
    return "value" if value < relation else "relationship"


def _mean(parts: tuple[Part, ...]) -> float | None:
    known = [part.score for part in parts if part.score is not None]
    return sum(known) / len(known) if len(known) >= 2 else None


def _counted(code: str, good: int, cases: int) -> Part:
    """A share of cases, shrunk to even."""
    return Part(code, (100 * good + PRIOR * EVEN) / (cases + PRIOR) if cases >= FEW else None, cases)


def _claims(view: View, since: pd.Timestamp, revenue: float, orders: int) -> Part:
    if not view.has("claims") or orders < FEW or revenue <= 0:
        return Part("claims", None, orders if view.has("claims") else 0)
    rows = view.table("claims")
    cost = float(rows.loc[between(rows[K.closed_on], since, view.as_of), K.cost].sum())
    return Part("claims", 100 * (1 - min(cost / revenue / COSTLY, 1.0)), orders)


def _margin(share: float | None, orders: int) -> Part:
    if share is None or orders < FEW:
        return Part("margin", None, orders if share is not None else 0)
    return Part("margin", 100 * min(max(share / RICH, 0.0), 1.0), orders)


def _requirements(view: View) -> Part:
    rows = view.table("requirements")
    rows = rows[rows[Q.in_scope].fillna(True) & between(rows[Q.met_on], back(view.as_of, 24), view.as_of)]
    said = [flag(one) for one in rows[Q.met] if flag(one) is not None]
    return _counted("requirements", sum(map(bool, said)), len(said))


def _relationship(view: View, roles: Coverage) -> tuple[Part, ...]:
    """Over the roles that decide; where none is marked, over the required ones."""
    asked = [one for one in roles.slots if one.decides] or [one for one in roles.slots if one.required]
    known = [one for one in asked if one.state == SlotState.KNOWN]
    if not asked:
        return tuple(Part(code, None, 0) for code in ("known", "disposition", "recency"))
    if not known:
        return (Part("known", 0.0, len(asked)), Part("disposition", None, 0), Part("recency", 0.0, 0))
    return (
        Part("known", 100 * len(known) / len(asked), len(asked)),
        Part("disposition", sum(LIKING[one.disposition] for one in known) / len(known), len(known)),
        Part("recency", _recency(view, known), len(known)),
    )


def _recency(view: View, known: list[Slot]) -> float:
    seen = sightings(view)
    met = seen[seen[Sighting.seen_by] == "met"].groupby(Sighting.contact_id)[Sighting.seen_on].max()
    scores = []
    for one in known:
        on = met.get(one.contact_id or "")
        days = FAR if on is None or pd.isna(on) else (view.as_of - on).days
        scores.append(100 * (1 - min(max((days - NEAR) / (FAR - NEAR), 0.0), 1.0)))
    return number(sum(scores) / len(scores)) or 0.0
