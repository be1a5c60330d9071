"""What the book lacks, and what the data could not say.

Codes of `Gaps.unsaid` and their facts:

- ``no_orders``: (none); ``few_orders``: orders; ``short_history``: months (a year-on-year comparison needs 13)
- ``no_season``: months (seasons need 24); ``no_fiscal``: years (year-end neither recorded nor visible in so many)
- ``no_rate``: lines, currencies (tuple)
- ``no_cost``: share (of 12 months' revenue)
- ``no_item_name``: items; ``no_owner``; ``no_country``; ``no_vertical`` (only general roles apply)
- ``no_prediction``; ``naive_risk``; ``naive_deals`` (the model did not beat the base rate)
- ``no_odds``: deals; ``no_amount``: deals
- ``rows_without_date``: rows, first_export (the page is of a day before the first export and rests on such rows)
"""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import FiscalState, fiscal
from accountbook.planning.margin import Margins
from accountbook.planning.margin import margins as margins_of
from accountbook.planning.months import Months
from accountbook.planning.months import months as months_of
from accountbook.planning.predicted import Shown
from accountbook.planning.risk import Risk, RiskState
from accountbook.planning.season import FEWEST_MONTHS
from accountbook.planning.values import day, text
from accountbook.planning.view import View, account, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import TABLES, Scope
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

FEW_ORDERS = 5
WORTH = (
    "accounts",
    "items",
    "opportunities",
    "role_templates",
    "role_slots",
    "contacts",
    "opportunity_changes",
    "fx_rates",
    "employees",
    "shipments",
    "invoices",
    "payments",
    "contracts",
    "commitments",
    "competitors",
    "goals",
    "claims",
    "sellout",
    "installed_base",
    "targets",
    "account_facts",
    "contact_events",
    "scenarios",
    "voices",
    "strategies",
    "markets",
    "concessions",
    "requirements",
    "risks",
    "decisions",
    "routes",
    "partner_links",
    "quotes",
    "meetings",
    "success_stories",
    "lessons",
    "materials_shown",
    "arguments",
    "questions",
    "capacity",
    "proposal_checks",
    "deal_steps",
    "expenses",
)
"""The tables that reports show something of, by what their absence takes from a plan, most first.

A table that no report reads yet is not asked for: filling it in would show nothing.
"""
CHECKED = ("forecasts",)
"""The tables that only the pages about the company read."""
MANY = 0.1
"""From this share of order lines without an amount, exchange rates are what adds most."""


@dataclass(frozen=True)
class MissingTable:
    """A table that the book lacks.

    Attributes
    ----------
    adds : what it would show (``Table.about.adds``), a text of the catalogue.
    """

    name: str
    adds: str


@dataclass(frozen=True)
class Gaps:
    """What is missing: the three tables that would add most (``others``: how many more), and what stays unsaid."""

    tables: tuple[MissingTable, ...]
    others: int
    unsaid: tuple[Finding, ...]


def missing_tables(view: View, *, most: int = 3) -> tuple[tuple[MissingTable, ...], int]:
    """The tables that would add most, in a fixed order of worth, and how many more are missing.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> tables, others = missing_tables(MemoryView("2026-10-31", {"order_lines": [], "accounts": []}))
    >>> [table.name for table in tables], tables[1].adds, others
    (['items', 'opportunities', 'role_templates'], 'open deals with their odds', 39)
    """
    worth = WORTH if view.account_id is not None else (*WORTH, *CHECKED)
    lacking = [name for name in worth if not view.has(name) and _wanted(name, view)]
    if "fx_rates" in lacking and lines(view)[L.amount].isna().mean() >= MANY:
        lacking = ["fx_rates", *(name for name in lacking if name != "fx_rates")]
    found = tuple(MissingTable(name, TABLES[name].about.adds) for name in lacking[:most])
    return found, len(lacking) - len(found)


def gaps(
    view: View,
    *,
    months: Months | None = None,
    margins: Margins | None = None,
    risk: Risk | None = None,
    deals: Deals | None = None,
) -> Gaps:
    """What the view could not say; pieces already computed may be passed."""
    tables, others = missing_tables(view)
    history = months_of(view) if months is None else months
    costs = margins_of(view) if margins is None else margins
    found = [
        *_of_orders(view, history),
        *_of_lines(view, costs),
        *_of_account(view),
        *_of_dates(view),
        *_of_predictions(risk, deals),
    ]
    return Gaps(tables, others, tuple(found))


def _wanted(name: str, view: View) -> bool:
    """Rates are missed only where lines lack an amount; the company's own tables are no account's matter."""
    if name == "fx_rates":
        return bool(lines(view)[L.amount].isna().any())
    return TABLES[name].about.scope != Scope.COMPANY


def _of_orders(view: View, months: Months) -> list[Finding]:
    orders = len(view.order_days())
    if not orders:
        return [Finding("no_orders")]
    found = []
    if orders < FEW_ORDERS:
        found.append(Finding("few_orders", {"orders": orders}))
    if months.history <= 12:
        found.append(Finding("short_history", {"months": months.history}))
    if months.history < FEWEST_MONTHS:
        found.append(Finding("no_season", {"months": months.history}))
    year = fiscal(view)
    if year.state == FiscalState.UNKNOWN and not year.too_short:
        found.append(Finding("no_fiscal", {"years": year.years}))
    return found


def _of_lines(view: View, margins: Margins) -> list[Finding]:
    bought = lines(view)
    found = []
    unpriced = bought[bought[L.amount].isna()]
    if len(unpriced):
        currencies = tuple(sorted(unpriced[L.currency].unique()))
        found.append(Finding("no_rate", {"lines": len(unpriced), "currencies": currencies}))
    if margins.uncosted is not None and margins.uncosted >= 0.005:
        found.append(Finding("no_cost", {"share": margins.uncosted}))
    named = items_table(view)[I.name].dropna().index
    unnamed = bought.loc[~bought[L.item_id].isin(named), L.item_id].nunique()
    if unnamed and view.has("items"):
        found.append(Finding("no_item_name", {"items": int(unnamed)}))
    return found


def _of_account(view: View) -> list[Finding]:
    row = account(view)
    if row is None:
        return []
    codes = {"no_owner": A.owner_id, "no_country": A.country, "no_vertical": A.vertical}
    return [Finding(code) for code, column in codes.items() if text(row[column]) is None]


def _of_dates(view: View) -> list[Finding]:
    """The account's own rows that count as known only because the first export held them."""
    first = getattr(view, "first_export", None)
    if first is None or view.as_of >= first:
        return []
    rows = 0
    for name, table in TABLES.items():
        if table.about.scope == Scope.ACCOUNT and table.about.via is None:
            frame, known_on = view.table(name), table.about.known_on
            rows += int(frame[known_on].isna().sum()) if known_on else len(frame)
    return [Finding("rows_without_date", {"rows": rows, "first_export": day(first)})] if rows else []


def _of_predictions(risk: Risk | None, deals: Deals | None) -> list[Finding]:
    found = []
    if risk is not None and risk.state in (RiskState.UNPREDICTED, RiskState.NAIVE):
        found.append(Finding("naive_risk" if risk.state == RiskState.NAIVE else "no_prediction"))
    if deals is not None and any(deal.shown == Shown.NAIVE for deal in deals.deals):
        found.append(Finding("naive_deals"))
    if deals is not None and deals.without_odds:
        found.append(Finding("no_odds", {"deals": deals.without_odds}))
    if deals is not None and deals.without_amount:
        found.append(Finding("no_amount", {"deals": deals.without_amount}))
    return found
