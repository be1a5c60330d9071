"""The risk register (cap 5): what may go wrong and what may go either way, who watches it, whether it is looked at.

Risks may hide or feed one another: their costs are never added.

Codes of `Risks.finding`: ``unwatched``: text, days, cost (the heaviest of those whose review day has passed), n;
``heaviest``: text, p, impact, cost.
Codes of actions: ``review_risk``: text, review_on, cost, deal (None: the account).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, staff
from accountbook.tables import Opportunities as O
from accountbook.tables import Risks as R

ASKED = 1
"""Of risks past their review the heaviest is asked about; the others stand in the table."""


class RisksState(StrEnum):
    """The load has no register; nothing stands in it; something does."""

    NO_TABLE = "no_table"
    NONE = "none"
    STANDING = "standing"


@dataclass(frozen=True)
class OneRisk:
    """One entry that is not settled.

    Attributes
    ----------
    variable : it may go either way, so that it is no risk.
    cost : probability x impact; None where either is unknown.
    late : days since it was to be looked at; None where that day is ahead or not set.
    """

    risk_id: str
    text: str
    variable: bool
    opportunity_id: str | None
    deal: str | None
    probability: float | None
    impact: float | None
    cost: float | None
    owner: str | None
    owner_id: str | None
    noted_on: pd.Timestamp
    review_on: pd.Timestamp | None
    late: int | None


@dataclass(frozen=True)
class Risks:
    """The register of an account.

    Attributes
    ----------
    risks, variables : those that stand, by cost, largest first; of decided deals none.
    left : entries that are open in the register though their deal is decided.
    settled : entries that were settled.
    """

    state: RisksState
    risks: tuple[OneRisk, ...]
    variables: tuple[OneRisk, ...]
    left: int
    settled: int
    finding: Finding | None
    actions: tuple[Action, ...]


def risks(view: View) -> Risks:
    """The risk register of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"risk_id": "R", "account_id": "A", "text": "Two sources", "probability": 0.25, "impact": 40e3,
    ...          "noted_on": "2026-05-01", "review_on": "2026-10-01"}]
    >>> found = risks(MemoryView("2026-10-31", {"risks": rows}, account_id="A"))
    >>> found.risks[0].cost, found.risks[0].late, found.actions[0].does.code
    (10000.0, 30, 'review_risk')
    """
    if not view.has("risks"):
        return Risks(RisksState.NO_TABLE, (), (), 0, 0, None, ())
    rows = view.table("risks")
    open_ = rows[rows[R.closed_on].isna()]
    deals = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last").set_index(O.opportunity_id)
    decided = set(deals.index[deals[O.outcome].notna() & (deals[O.outcome] != "open")])
    over = open_[R.opportunity_id].isin(decided)
    owners, names = staff(view), deals[O.name].to_dict()
    found = [_risk(row, owners, names, view.as_of) for row in open_[~over].to_dict("records")]
    found.sort(key=lambda one: (-(one.cost or 0.0), one.risk_id))
    return Risks(
        state=RisksState.STANDING if found else RisksState.NONE,
        risks=tuple(one for one in found if not one.variable),
        variables=tuple(one for one in found if one.variable),
        left=int(over.sum()),
        settled=len(rows) - len(open_),
        finding=_finding(found),
        actions=tuple(_asked(one, owners, view.as_of) for one in _late(found)[:ASKED]),
    )


def _risk(row: Mapping[str, Any], owners: Mapping[str, str], deals: Mapping[Any, Any], as_of: pd.Timestamp) -> OneRisk:
    p, impact, review = number(row[R.probability]), number(row[R.impact]), day(row[R.review_on])
    deal, owner = text(row[R.opportunity_id]), text(row[R.owner_id])
    return OneRisk(
        risk_id=str(row[R.risk_id]),
        text=str(row[R.text]),
        variable=text(row[R.kind]) == "future_variable",
        opportunity_id=deal,
        deal=text(deals.get(deal)) or deal,
        probability=p,
        impact=impact,
        cost=None if p is None or impact is None else p * impact,
        owner=text(owners.get(owner or "")),
        owner_id=owner,
        noted_on=row[R.noted_on],
        review_on=review,
        late=(as_of - review).days if review is not None and review < as_of else None,
    )


def _late(found: list[OneRisk]) -> list[OneRisk]:
    return [one for one in found if one.late is not None]


def _finding(found: list[OneRisk]) -> Finding | None:
    late = _late(found)
    if late:
        facts = {"text": late[0].text, "days": late[0].late, "cost": late[0].cost, "n": len(late), "of": len(found)}
        return Finding("unwatched", facts, Sign.WORSE)
    if not found:
        return None
    worst = next((one for one in found if not one.variable), found[0])
    facts = {"text": worst.text, "p": worst.probability, "impact": worst.impact, "cost": worst.cost}
    return Finding("heaviest", facts)


def _asked(one: OneRisk, owners: Mapping[str, str], as_of: pd.Timestamp) -> Action:
    facts = {"text": one.text, "review_on": one.review_on, "cost": one.cost, "deal": one.deal}
    return action("review_risk", facts, as_of, owner_id=one.owner_id, owners=owners)
