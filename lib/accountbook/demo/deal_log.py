"""What the CRM holds of the deals: the opportunities and the log of their changes, and the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.deal_page import Page
from accountbook.demo.deals import Deals
from accountbook.demo.frame import typed
from accountbook.demo.plan import Plan, days
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as H


@dataclass(frozen=True)
class DealLog:
    """What the CRM holds, and the truth of every deal, also of those it doesn't hold.

    Attributes
    ----------
    opportunities, changes : the contract's tables.
    truth : one row per deal, with day numbers (-1: never).
    """

    opportunities: pd.DataFrame
    changes: pd.DataFrame
    truth: pd.DataFrame


def write_deals(
    plan: Plan,
    deals: Deals,
    *,
    account_ids: list[str],
    owners: list[str],
    bending: dict[str, float],
    deciders: list[list[tuple[int, int, str]]],
) -> DealLog:
    """Let the reps write down the deals of a plan.

    Parameters
    ----------
    account_ids, owners, deciders : per account, in the accounts' order.
    bending : per rep.
    """
    rows, changes, truth = [], [], []
    for number, deal in enumerate(deals.table.itertuples(index=False)):
        rep = owners[deal.account]
        page = Page(
            plan,
            number,
            deal,
            events=deals.events[number],
            rep=rep,
            bending=bending.get(rep, 0.0),
            deciders=deciders[deal.account],
        )
        shown = page.write()
        names = {"opportunity_id": page.name, "account_id": account_ids[deal.account], "product_line": page.family.code}
        truth.append({**names, "bending": page.bending, **page.truth()})
        if shown:
            rows.append(page.row(account_ids[deal.account]))
            changes += page.log
    return DealLog(_opportunities(rows), _changes(changes), pd.DataFrame(truth))


def _opportunities(rows: list[dict[str, object]]) -> pd.DataFrame:
    columns: dict[str, object] = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    for name in (O.created_on, O.expected_close, O.expected_ship, O.first_heard_on, O.competitor_knew_on, O.closed_on):
        if name in columns:
            columns[name] = days(columns[name])
    return typed("opportunities", columns)


def _changes(log: list[tuple[str, str, str, str, int, int, str]]) -> pd.DataFrame:
    if not log:
        return typed("opportunity_changes", {})
    names, fields, old, new, day, minute, rep = (list(column) for column in zip(*log, strict=True))
    moments = days(day) + pd.to_timedelta(np.array(minute) * 60_000_000, unit="us")
    return typed(
        "opportunity_changes",
        {H.opportunity_id: names, H.field: fields, H.old: [o or None for o in old], H.new: [n or None for n in new],
         H.changed_at: moments, H.changed_by: rep},
    )  # fmt: skip
