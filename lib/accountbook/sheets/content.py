"""What an owner's sheets show: the present lines of each table, and the roles that nobody fills yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.book import Book, teams_of
from accountbook.book.entries import Key, key_of, records_of
from accountbook.planning.coverage import SlotState, coverage
from accountbook.sheets.layout import LAYOUTS, Kind, Layout
from accountbook.sheets.names import ACCOUNT
from accountbook.tables import TABLES, Scope
from accountbook.tables import Accounts as A
from accountbook.tables import RoleSlots as S

Record = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A line of a sheet.

    Attributes
    ----------
    row : the row of the book, whole; None for a line that is only begun.
    begun : what such a line has already, e.g. a role that nobody fills.
    """

    row: Record | None
    begun: Record


def owners_of_accounts(book: Book) -> dict[str, list[str]]:
    """The accounts of each owner, by owner; those that nobody answers for under an empty text."""
    table = book.table("accounts").drop_duplicates(A.account_id, keep="last").set_index(A.account_id)[A.owner_id]
    found: dict[str, list[str]] = {}
    for account in book.accounts():
        owner = table.get(account)
        found.setdefault(owner if isinstance(owner, str) else "", []).append(account)
    return found


def team_of_owner(book: Book, accounts: Iterable[str]) -> str:
    """The team that all of some accounts belong to; empty where they are of several, or of none."""
    teams = teams_of(book)
    found = {teams.get(account, "") for account in accounts}
    return found.pop() if len(found) == 1 else ""


def rows_of(
    name: str, rows: pd.DataFrame, *, accounts: Iterable[str], as_of: pd.Timestamp, all_days: bool = False
) -> list[Record]:
    """The rows of a table that a sheet shows: the newest of each state and version; old settled ones are left out.

    Parameters
    ----------
    rows : the raw table.
    accounts : whose rows, for a table of accounts.
    as_of : the sheet's day.
    all_days : old and settled lines too.

    Examples
    --------
    >>> rows = TABLES["markets"].frame([
    ...     {"account_id": "A", "market": "Food", "as_of": "2026-01-02", "status": "wants"},
    ...     {"account_id": "A", "market": "Food", "as_of": "2026-03-02", "status": "in"}])
    >>> [row["status"] for row in rows_of("markets", rows, accounts=["A"], as_of=pd.Timestamp("2026-10-31"))]
    ['in']
    """
    table, layout = TABLES[name], LAYOUTS[name]
    if table.about.scope is Scope.ACCOUNT:
        # of what belongs to no single account, targets of a team say, the company's sheet has those of none
        own = rows[ACCOUNT].isin(set(accounts)) if ACCOUNT in layout.columns else rows[ACCOUNT].isna()
        rows = rows[own]
    if layout.past_days and not all_days:
        old = rows[layout.aged_by] < as_of - pd.Timedelta(days=layout.past_days)
        still = rows[list(layout.open_until)].isna().all(axis=1) if layout.open_until else old & False
        rows = rows[(~old | still).to_numpy(dtype=bool)]
    if layout.group:
        order = [layout.dated, *(["version"] if layout.kind is Kind.VERSION else [])][::-1]
        rows = rows.sort_values(order, kind="stable", na_position="first")
        rows = rows.drop_duplicates(list(layout.group), keep="last")
    return _ordered(layout, records_of(rows))


def _ordered(layout: Layout, rows: list[Record]) -> list[Record]:
    """What is open first, by account; else the newest first."""
    dated = layout.aged_by or layout.dated or next((one for one in layout.columns if one.endswith("_on")), "")

    def place(row: Record) -> tuple[Any, ...]:
        settled = bool(layout.open_until) and any(row[name] is not None for name in layout.open_until)
        day = row.get(dated)
        newest = -day.value if isinstance(day, pd.Timestamp) else 0
        names = [str(row.get(name) or "") for name in (ACCOUNT, *layout.group, layout.number) if name]
        return (settled, names[0] if not layout.aged_by else "", newest, *names)

    return sorted(rows, key=place)


def empty_roles(book: Book, accounts: Iterable[str]) -> list[Record]:
    """The roles that must be known at some accounts and that nobody was ever known to fill."""
    found = []
    for account in accounts:
        slots = coverage(book.account(account)).attention
        found += [
            {S.account_id: account, S.role_code: slot.role_code} for slot in slots if slot.state is SlotState.NEVER
        ]
    return found


def lines_of(
    name: str, tables: Mapping[str, pd.DataFrame], *, accounts: Iterable[str], as_of: pd.Timestamp, begun: list[Record]
) -> list[Shown]:
    """The lines of a sheet: begun ones first, then the book's."""
    rows = tables.get(name, TABLES[name].frame())
    shown = rows_of(name, rows, accounts=accounts, as_of=as_of)
    there = {tuple(row[one] for one in LAYOUTS[name].group) for row in shown}
    fresh = [one for one in begun if tuple(one[key] for key in LAYOUTS[name].group) not in there]
    return [*(Shown(None, one) for one in fresh), *(Shown(row, {}) for row in shown)]


def keyed(name: str, rows: pd.DataFrame) -> dict[Key, Record]:
    """A table's rows by key."""
    return {key_of(TABLES[name], row): row for row in records_of(rows)}
