"""The book's own names, as drop-downs show them: people pick a name, `load` reads its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from accountbook.book.entries import records_of
from accountbook.sheets.labels import words_shown
from accountbook.sheets.values import text_of
from accountbook.tables import TABLES, Scope

ACCOUNT = "account_id"
MOST = 5_000
"""Names in a list at most: nobody looks through more, and a number can be typed."""
_LONG = 60


def _joined(*parts: Any) -> str:
    said = [str(part) for part in parts if part is not None and str(part).strip()]
    return ", ".join(said)


def _day(value: Any) -> str | None:
    return None if value is None else f"{pd.Timestamp(value):%Y-%m-%d}"


_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "accounts": lambda row: _joined(row["name"]),
    "contacts": lambda row: _joined(row["name"], row["title"]),
    "employees": lambda row: _joined(row["name"]),
    "items": lambda row: _joined(row["name"], row["family"]),
    "opportunities": lambda row: _joined(row["name"]),
    "role_templates": lambda row: _joined(row["role_name"]),
    "meetings": lambda row: _joined(_day(row["held_on"] or row["planned_on"]), row["purpose"]),
    "contact_events": lambda row: _joined(_day(row["met_on"]), words_shown(row["kind"] or "")),
    "voices": lambda row: _joined(_day(row["said_on"]), row["text"]),
    "goals": lambda row: _joined(row["text"]),
    "lessons": lambda row: _joined(row["text"]),
}
"""What a table's rows are called, but for their number."""


@dataclass(frozen=True)
class Name:
    """One name of a list.

    Attributes
    ----------
    id, label : the number, and what the drop-down shows: name and number.
    account : whose it is; empty for what all accounts share.
    """

    id: str
    label: str
    account: str = ""


@dataclass(frozen=True)
class Names:
    """All names that a sheet may use, by table.

    Examples
    --------
    >>> names = Names({"accounts": [Name("A-1", "Prima (A-1)"), Name("A-2", "Seconda (A-2)")]})
    >>> names.label("accounts", "A-1"), names.find("accounts", "seconda"), names.find("accounts", "Terza")
    ('Prima (A-1)', 'A-2', None)
    """

    lists: Mapping[str, list[Name]] = field(default_factory=dict)
    _found: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False, compare=False)

    def label(self, table: str, number: str) -> str:
        """How a number is shown; itself where the lists don't have it."""
        return self._by("label", table).get(number, [number])[0]

    def knows(self, table: str, number: str) -> bool:
        """Whether a number is among the names."""
        return number in self._by("label", table)

    def account(self, table: str, number: str) -> str:
        """Whose it is; empty where all share it."""
        return self._by("account", table).get(number, [""])[0]

    def find(self, table: str, said: str) -> str | None:
        """The number that somebody means; None where it is not clear.

        Taken as the drop-down shows it, by the number at its end, as the number alone, or as the name alone where
        only one has it.
        """
        said = text_of(said)
        if (ending := number_in(said)) and ending in self._by("id", table):
            return ending
        for way in ("exact", "id", "loose", "bare"):
            found = self._by(way, table).get(said if way in ("exact", "id") else said.casefold(), [])
            if len(set(found)) == 1:
                return found[0]
        return None

    def _by(self, way: str, table: str) -> dict[str, list[str]]:
        place = f"{way} {table}"
        if place not in self._found:
            found: dict[str, list[str]] = {}
            for one in self.lists.get(table, []):
                key, value = {
                    "label": (one.id, one.label),
                    "account": (one.id, one.account),
                    "exact": (one.label, one.id),
                    "id": (one.id, one.id),
                    "loose": (one.label.casefold(), one.id),
                    "bare": (_bare(one).casefold(), one.id),
                }[way]
                found.setdefault(key, []).append(value)
            self._found[place] = found
        return self._found[place]


def number_in(said: str) -> str:
    """The number at the end of a label; empty where there is none.

    Examples
    --------
    >>> number_in("Anna Rossi, buyer (P-1)"), number_in("Anna Rossi")
    ('P-1', '')
    """
    found = re.search(r"\(([^()]+)\)$", said)
    return found[1] if found else ""


def _bare(name: Name) -> str:
    """A label without its number, and without the title after the name."""
    return re.sub(r", [^,]*$", "", name.label.removesuffix(f"({name.id})").strip())


def targets(table: str, columns: Iterable[str]) -> dict[str, str]:
    """The columns of a sheet that name something of the book, with the table whose names they hold.

    Examples
    --------
    >>> targets("contact_events", ["account_id", "contact_id", "heard"])
    {'account_id': 'accounts', 'contact_id': 'contacts'}
    """
    meanings = TABLES[table].meanings
    return {name: meanings[name].refers for name in columns if meanings[name].refers in _SAID}


def items_of(lines: pd.DataFrame, items: pd.DataFrame | None) -> set[str]:
    """The items of some order lines, and those that took their place: what others buy may tell who they are.

    Examples
    --------
    >>> lines = pd.DataFrame({"item_id": ["P-1", "P-1", None]})
    >>> items = pd.DataFrame({"item_id": ["P-1", "P-2", "P-3"], "predecessor_id": [None, "P-1", None]})
    >>> sorted(items_of(lines, items))
    ['P-1', 'P-2']
    """
    bought = set(lines["item_id"].dropna())
    if items is None:
        return bought
    return bought | set(items.loc[items["predecessor_id"].isin(bought), "item_id"])


def names_of(tables: Mapping[str, pd.DataFrame], accounts: Iterable[str], items: Iterable[str] = ()) -> Names:
    """The names of some accounts' rows, and of what all share, each list sorted by account and name.

    Parameters
    ----------
    tables : raw tables by name.
    accounts : only these accounts' names; of no other account anything.
    items : only these items' names, see `items_of`.

    Returns
    -------
    Names
        No list for a table that is missing, but for the accounts that have no row: their number is their name.
    """
    mine = set(accounts)
    lists: dict[str, list[Name]] = {}
    for table, said in _SAID.items():
        rows, key = tables.get(table), TABLES[table].about.key[0]
        found: dict[str, Name] = {}
        if rows is not None and TABLES[table].about.scope is Scope.ACCOUNT:
            rows = rows[rows[ACCOUNT].isin(mine)]
        if rows is not None and table == "items":
            rows = rows[rows[key].isin(set(items))]
        for row in records_of(rows) if rows is not None else ():
            number = str(row[key])
            owner = str(row[ACCOUNT]) if row.get(ACCOUNT) is not None and table != "accounts" else ""
            short = " ".join(text_of(said(row)).split())
            short = short if len(short) <= _LONG else f"{short[: _LONG - 1]}…"
            found[number] = Name(number, f"{short} ({number})" if short else number, owner)
        if table == "accounts":
            found |= {one: Name(one, one) for one in mine - set(found)}
        if found:
            lists[table] = sorted(found.values(), key=lambda one: (one.account, one.label.casefold(), one.id))
    return Names(lists)
