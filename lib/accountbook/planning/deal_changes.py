"""What changed among the deals of an account: won, lost, new, moved, pushed, larger or smaller."""

from __future__ import annotations

import pandas as pd

from accountbook.planning.deals import Deal, open_deals, pushes
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import between
from accountbook.planning.predicted import deal_forecasts, earlier
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View
from accountbook.planning.weights import weighed
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as C
from accountbook.tables.deals import SELLER_STAGES

LEAST_AMOUNT = 0.1
"""Share by which an amount must change to be news."""


def deal_changes(
    view: View,
    before: View,
    since: pd.Timestamp,
    *,
    deals: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
) -> list[Finding]:
    """What became of the deals since a day; codes as in `changes`.

    Parameters
    ----------
    before : the view on that day. deals, history : predictions of the deals, now and earlier.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-05-01", "amount": 9.0,
    ...         "outcome": "won", "closed_on": "2026-10-12"}
    >>> view, since = MemoryView("2026-10-31", {"opportunities": [deal]}, account_id="A"), pd.Timestamp("2026-09-30")
    >>> [(one.code, one.facts["deal"]) for one in deal_changes(view, view.at(since), since)]
    [('deal_won', 'Line 4')]
    """
    table = view.table("opportunities")
    decided = table[between(table[O.closed_on], since, view.as_of) & table[O.outcome].isin(["won", "lost"])]
    total = number(table[O.amount].sum()) or 0.0
    found = []
    for row in decided.to_dict("records"):
        amount = number(row[O.amount])
        facts = {"deal": text(row[O.name]) or row[O.opportunity_id], "amount": amount, "on": day(row[O.closed_on])}
        code, sign = ("deal_won", Sign.BETTER) if row[O.outcome] == "won" else ("deal_lost", Sign.WORSE)
        found.append(weighed(code, facts, sign, part=_part(amount, total)))
    was = {deal.opportunity_id: deal for deal in open_deals(before).deals}
    odds = {number_: one.p_win for number_, one in deal_forecasts(earlier(history, view.as_of)).items()}
    log = view.table("opportunity_changes")
    recent = pushes(log[between(log[C.changed_at].dt.normalize(), since, view.as_of)])
    for deal in open_deals(view, deals).deals:
        found += _of_deal(deal, was.get(deal.opportunity_id), odds.get(deal.opportunity_id), recent, since, total)
    return found


def _of_deal(
    deal: Deal,
    was: Deal | None,
    p_before: float | None,
    pushed: pd.DataFrame,
    since: pd.Timestamp,
    total: float,
) -> list[Finding]:
    name, part = deal.name or deal.opportunity_id, _part(deal.asked, total)
    if was is None:
        new = deal.created_on is not None and deal.created_on > since
        facts = {"deal": name, "amount": deal.asked, "on": deal.created_on}
        return [weighed("deal_new", facts, Sign.BETTER, part=part)] if new else []
    found = []
    if None not in (was.seller_stage, deal.seller_stage) and was.seller_stage != deal.seller_stage:
        up = SELLER_STAGES.index(str(deal.seller_stage)) > SELLER_STAGES.index(str(was.seller_stage))
        facts = {"deal": name, "was": was.seller_stage, "now": deal.seller_stage, "p_before": p_before, "p": deal.p}
        found.append(weighed("deal_moved", facts, Sign.BETTER if up else Sign.WORSE, part=part))
    if (pushed[C.opportunity_id] == deal.opportunity_id).any():
        facts = {"deal": name, "was": was.expected_close, "now": deal.expected_close, "times": deal.pushed}
        found.append(weighed("deal_pushed", facts, Sign.WORSE, part=part))
    if was.asked and deal.asked is not None and abs(deal.asked / was.asked - 1) >= LEAST_AMOUNT:
        facts = {"deal": name, "was": was.asked, "now": deal.asked}
        found.append(weighed("deal_amount", facts, Sign.BETTER if deal.asked > was.asked else Sign.WORSE, part=part))
    return found


def _part(amount: float | None, total: float) -> float | None:
    return None if amount is None or total <= 0 else amount / total
