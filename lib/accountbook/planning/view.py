"""The view that judgements read: a book, or one account's slice of it, as known on a date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypedDict

import pandas as pd

from accountbook.book.period import back
from accountbook.planning.values import text
from accountbook.tables import Accounts as A
from accountbook.tables import Employees as E
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L


class Keeper(TypedDict):
    """Number of the account's owner, None where nobody is named; and the names of our people by number."""

    owner_id: str | None
    owners: dict[str, str]


class View(Protocol):
    """What planning needs of `accountbook.book.Book`."""

    as_of: pd.Timestamp
    account_id: str | None
    settings: Any

    def table(self, name: str) -> pd.DataFrame: ...
    def has(self, name: str) -> bool: ...
    def order_days(self) -> pd.DataFrame: ...
    def at(self, as_of: pd.Timestamp) -> View: ...


ORDER, RETURN, CHARGE, FREE = "order", "return", "charge", "free"
GONE = ("left", "retired", "role_changed")
"""States of a contact who no longer fills the role."""

DEFAULTS: Mapping[str, float] = {
    "risk": 0.25,
    "risk_jump": 0.08,
    "stall_days": 60,
    "action_days": 30,
    "verified_days": 365,
    "call_odds": 1.5,
}
"""What counts where book.toml's thresholds don't say: shares, days, and what odds are multiplied by."""


def threshold(settings: Any, name: str) -> float:
    """A threshold of book.toml, or ours where it has none.

    Parameters
    ----------
    settings : the book's settings; their ``thresholds`` may be a mapping or an object.
    name : a key of `DEFAULTS`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> threshold(SimpleNamespace(thresholds={"risk": 0.3}), "risk"), threshold(None, "risk")
    (0.3, 0.25)
    """
    thresholds = getattr(settings, "thresholds", None)
    value = thresholds.get(name) if isinstance(thresholds, Mapping) else getattr(thresholds, name, None)
    return float(DEFAULTS[name] if value is None else value)


def home(view: View) -> str:
    """The company's currency; EUR where the view has no settings.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> home(MemoryView("2026-10-31", {}))
    'EUR'
    """
    return str(getattr(view.settings, "currency", None) or "EUR")


def lines(view: View, *kinds: str) -> pd.DataFrame:
    """Order lines of some kinds; those of orders where none is named."""
    table = view.table("order_lines")
    return table[table[L.kind].isin(kinds or (ORDER,))]


def account(view: View) -> pd.Series | None:
    """The account's own row, or None where the load has none."""
    table = view.table("accounts")
    rows = table[table[A.account_id] == view.account_id] if view.account_id else table
    return None if rows.empty else rows.iloc[-1]


def staff(view: View) -> dict[str, str]:
    """Names of our own people by employee_id."""
    table = view.table("employees")
    return dict(zip(table[E.employee_id], table[E.name], strict=True))


def keeper(view: View) -> Keeper:
    """Whose account it is, as `accountbook.planning.action.action` takes it.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = {"accounts": [{"account_id": "A", "name": "A", "owner_id": "E7"}],
    ...         "employees": [{"employee_id": "E7", "name": "Marta Keller"}]}
    >>> keeper(MemoryView("2026-10-31", rows, account_id="A"))
    {'owner_id': 'E7', 'owners': {'E7': 'Marta Keller'}}
    """
    row = account(view)
    return {"owner_id": None if row is None else text(row[A.owner_id]), "owners": staff(view)}


def items(view: View) -> pd.DataFrame:
    """The items, indexed by item_id."""
    return view.table("items").drop_duplicates(I.item_id, keep="last").set_index(I.item_id)


def dormant(view: View) -> bool:
    """Whether the account has ordered, and not for over a year; what keeps a running business does not apply there.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2025-10-30", "item_id": "I", "quantity": 1, "unit_price": 5.0}
    >>> dormant(MemoryView("2026-10-31", {"order_lines": [line]})), dormant(MemoryView("2026-10-31", {}))
    (True, False)
    """
    last = lines(view)[L.order_date].max()
    return not pd.isna(last) and bool(last < back(view.as_of, 12))
