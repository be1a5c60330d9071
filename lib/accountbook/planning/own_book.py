"""The ERP against the rep's own book (cap 28): how many things disagree, about how much money, with examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.erp import CAME, CHECKS, GUESSED, guesses
from accountbook.planning.naming import Naming, told_accounts
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A

EXAMPLES = 3
FORECAST = "forecast_off"


@dataclass(frozen=True)
class Example:
    """One thing that disagrees: whose, its number, its day and its money (company's currency)."""

    account_id: str
    name: str | None
    ref: str | None
    on: pd.Timestamp | None
    money: float | None


@dataclass(frozen=True)
class Difference:
    """Things of one kind that disagree.

    Attributes
    ----------
    code : the kind; `accountbook.planning.erp` lists them.
    count, accounts : of what may be told. money : its sum, as far as amounts are known; unpriced : without one.
    examples : the largest of accounts that may be named.
    left_out : accounts that are in no figure, because they are too few to be told.
    """

    code: str
    count: int
    accounts: int
    money: float
    unpriced: int
    examples: tuple[Example, ...]
    left_out: int = 0


@dataclass(frozen=True)
class OwnBook:
    """The ERP against the own book.

    Attributes
    ----------
    checked : the kinds that the book has tables for. found : those with a difference, most money first.
    guessed, came : sums over reps' guesses of closed periods and of what came; None where none may be told.
    """

    checked: tuple[str, ...]
    found: tuple[Difference, ...]
    guessed: float | None = None
    came: float | None = None


@dataclass(frozen=True)
class Total:
    """What the ERP and the own book disagree about, for the scorecard: guesses are no part of the amount."""

    amount: float
    counts: Mapping[str, int]


def own_book(view: View, naming: Naming | None = None) -> OwnBook:
    """The ERP against the rep's own book, over 365 days; see `accountbook.planning.erp`.

    Parameters
    ----------
    view : a whole book, or one account's.
    naming : who may be named; None: everyone. Of the others a figure holds five accounts or more, or is left out.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-01-01", "outcome": "won", "amount": 9e3,
    ...         "closed_on": "2026-06-01"}
    >>> found = own_book(MemoryView("2026-10-31", {"order_lines": [], "opportunities": [deal]})).found
    >>> [(one.code, one.count, one.money) for one in found]
    [('won_no_order', 1, 9000.0)]
    """
    naming = naming or Naming(True, {})
    names = view.table("accounts").drop_duplicates(A.account_id, keep="last").set_index(A.account_id)[A.name]
    frames = {code: found for code, check in CHECKS.items() if (found := check(view)) is not None}
    found = [_difference(code, rows, names, naming) for code, rows in frames.items() if len(rows)]
    found.sort(key=lambda one: (one.code == FORECAST, -one.money, one.code))
    guessed = came = None
    if FORECAST in frames:
        rows = guesses(view)
        told, _ = told_accounts(rows["account_id"], naming)
        rows = rows[rows["account_id"].isin(told)]
        if len(rows):
            guessed, came = float(rows[GUESSED].sum()), float(rows[CAME].sum())
    return OwnBook(tuple(frames), tuple(one for one in found if one.count), guessed, came)


def total(judged: OwnBook) -> Total:
    """The sum that the scorecard shows: money of all differences but guesses, and how many of each kind.

    Examples
    --------
    >>> total(OwnBook((), (Difference("won_no_order", 2, 1, 9e3, 0, ()), Difference("forecast_off", 4, 2, 5e3, 0, ()))))
    Total(amount=9000.0, counts={'won_no_order': 2, 'forecast_off': 4})
    """
    amount = sum(one.money for one in judged.found if one.code != FORECAST)
    return Total(amount, {one.code: one.count for one in judged.found})


def _difference(code: str, rows: pd.DataFrame, names: pd.Series, naming: Naming) -> Difference:
    told, left_out = told_accounts(rows["account_id"], naming)
    rows = rows[rows["account_id"].isin(told)]
    named = rows[[naming.allows(one) for one in rows["account_id"]]]
    largest = named.sort_values(["money", "on", "ref"], ascending=[False, False, True], na_position="last")
    return Difference(
        code,
        count=len(rows),
        accounts=rows["account_id"].nunique(),
        money=float(rows["money"].sum()),
        unpriced=int(rows["money"].isna().sum()),
        examples=tuple(
            Example(
                str(one["account_id"]),
                text(names.get(one["account_id"])),
                text(one["ref"]),
                day(one["on"]),
                number(one["money"]),
            )
            for one in largest.head(EXAMPLES).to_dict("records")
        ),
        left_out=left_out,
    )
