"""The deal as the other side decides it: what decides, what sets us apart, who else is in it, what was offered.

The odds, the stages and the nine questions are those of `accountbook.planning.deals`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.deals import deal_names
from accountbook.planning.standing import Standing, standing
from accountbook.planning.values import day, flag, number, text
from accountbook.planning.view import View
from accountbook.tables import Competitors as C
from accountbook.tables import DealSteps as T
from accountbook.tables import Opportunities as O
from accountbook.tables import Quotes as Q


@dataclass(frozen=True)
class Rival:
    """A competitor, as last known: in the deal, or supplying what it is about.

    Attributes
    ----------
    in_deal : whether it competes in the deal itself. share : of what they buy of this. price : of a piece.
    """

    competitor: str
    in_deal: bool
    share: float | None
    price: float | None
    as_of: pd.Timestamp | None
    told_by: str | None
    certainty: str | None


@dataclass(frozen=True)
class Offer:
    """The newest version of what we offered, in the currency of the offer."""

    quote_id: str
    version: int
    price: float | None
    currency: str | None
    quoted_on: pd.Timestamp | None
    valid_until: pd.Timestamp | None
    expired: bool
    terms: str | None
    official: bool | None


@dataclass(frozen=True)
class Contest:
    """One deal.

    Attributes
    ----------
    family : its product family. outcome, closed_on : of a deal that is decided; None: it is open.
    criteria : what will decide. difference : what sets our offer apart in their eyes.
    competitor_knew_on, heard_on : since when a competitor knows of it, and we.
    rivals : those in the deal first, then by share. offer : None: none was made.
    step, step_due : the first step of the playbook that is not done, and by when; step_late : days since that day,
        None where it has not passed. step_after : days by which it comes after the day of the decision, None: before.
    close : by when they decide. standing : the offer that binds us, against that day and the deal's recorded amount.
    """

    opportunity_id: str
    name: str | None
    family: str | None
    amount: float | None
    outcome: str | None
    closed_on: pd.Timestamp | None
    criteria: tuple[str, ...]
    difference: str | None
    key_contact_id: str | None
    heard_on: pd.Timestamp | None
    competitor_knew_on: pd.Timestamp | None
    rivals: tuple[Rival, ...]
    offer: Offer | None
    step: str | None
    step_due: pd.Timestamp | None
    step_late: int | None
    step_after: int | None
    close: pd.Timestamp | None
    standing: Standing | None


def contest(view: View, deal: str | None) -> Contest | None:
    """What is on record of a deal beyond its odds; None where there is no such deal.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "product_line": "VX",
    ...          "decision_criteria": "price; delivery time"}]
    >>> found = contest(MemoryView("2026-10-31", {"opportunities": rows}, account_id="A"), "D")
    >>> found.criteria, found.rivals, contest(MemoryView("2026-10-31", {}), None)
    (('price', 'delivery time'), (), None)
    """
    table = view.table("opportunities")
    rows = table[table[O.opportunity_id] == (deal or "")]
    if rows.empty:
        return None
    row = rows.iloc[-1].to_dict()
    family, outcome = text(row[O.product_line]), text(row[O.outcome])
    step = _step(view, str(deal))
    step_due, close = day(step.get(T.due_on)), day(row[O.expected_close])
    ahead = outcome in (None, "open") and close is not None and close >= view.as_of
    return Contest(
        opportunity_id=str(deal),
        name=deal_names(view).get(str(deal)),
        family=family,
        amount=number(row[O.amount]),
        outcome=None if outcome in (None, "open") else outcome,
        closed_on=day(row[O.closed_on]),
        criteria=tuple(part.strip() for part in (text(row[O.decision_criteria]) or "").split(";") if part.strip()),
        difference=text(row[O.our_difference]),
        key_contact_id=text(row[O.key_contact_id]),
        heard_on=day(row[O.first_heard_on]),
        competitor_knew_on=day(row[O.competitor_knew_on]),
        rivals=_rivals(view, str(deal), family),
        offer=_offer(view, str(deal)),
        step=text(step.get(T.exit_criterion)) or text(step.get(T.step)),
        step_due=step_due,
        step_late=(view.as_of - step_due).days if step_due is not None and step_due < view.as_of else None,
        step_after=(step_due - close).days if step_due is not None and ahead and step_due > close else None,
        close=close,
        standing=standing(view, row),
    )


def _rivals(view: View, deal: str, family: str | None) -> tuple[Rival, ...]:
    """Of each competitor what was last known: its share and its price may come from different days."""
    table = view.table("competitors").sort_values(C.as_of, kind="stable")
    in_deal = set(table.loc[table[C.opportunity_id] == deal, C.competitor])
    mine = table[(table[C.opportunity_id] == deal) | (table[C.product] == (family or ""))]
    found = []
    for name, rows in mine.groupby(C.competitor, sort=True):
        last = rows.iloc[-1]
        share, price = (rows[column].dropna() for column in (C.share, C.price))
        found.append(
            Rival(
                competitor=str(name),
                in_deal=name in in_deal,
                share=number(share.iloc[-1]) if len(share) else None,
                price=number(price.iloc[-1]) if len(price) else None,
                as_of=day(last[C.as_of]),
                told_by=text(last[C.told_by]),
                certainty=text(last[C.certainty]),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.in_deal, -(one.share or 0.0), one.competitor)))


def _offer(view: View, deal: str) -> Offer | None:
    rows = view.table("quotes")
    rows = rows[rows[Q.opportunity_id] == deal].sort_values([Q.quoted_on, Q.quote_id, Q.version], kind="stable")
    if rows.empty:
        return None
    row = rows.iloc[-1].to_dict()
    until = day(row[Q.valid_until])
    return Offer(
        quote_id=str(row[Q.quote_id]),
        version=int(row[Q.version]),
        price=number(row[Q.price]),
        currency=text(row[Q.currency]),
        quoted_on=day(row[Q.quoted_on]),
        valid_until=until,
        expired=until is not None and until < view.as_of,
        terms=text(row[Q.service_terms]),
        official=flag(row[Q.official]),
    )


def _step(view: View, deal: str) -> Mapping[str, Any]:
    steps = view.table("deal_steps")
    still = steps[(steps[T.opportunity_id] == deal) & steps[T.done_on].isna()]
    still = still.sort_values([T.position, T.due_on, T.step], kind="stable", na_position="last")
    return {} if still.empty else still.iloc[0].to_dict()
