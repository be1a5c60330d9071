"""Whatever little or odd there is: every kind of prediction is finite or empty, and every page says a plain sentence.

What is predicted is found in `KINDS`, what is shown in the notebooks: a new kind or page is held to this by itself.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.company import Company
from accountbook.display import Words
from accountbook.display.blocks.reasons import reason_sentence
from accountbook.models import predictions
from accountbook.models.kinds import KINDS, kind_columns
from accountbook.tables import TABLES

AS_OF = pd.Timestamp("2026-03-31")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ODD = re.compile(r"\b(nan|NaN|inf|Infinity|infinity|None|NaT|NA|dtype)\b|[+−-]?∞")
Tables = dict[str, list[dict[str, Any]]]


def line(account: str, day: str, amount: float = 100.0, **more: Any) -> dict[str, Any]:
    """An order line of one piece."""
    plain = {"order_id": f"{account} {day}", "line": "1", "kind": "order", "item_id": "P-1", "currency": "EUR"}
    return {**plain, "account_id": account, "order_date": day, "quantity": 1.0, "unit_price": amount, **more}


def every(account: str, step: int, *, start: str = "2025-01-01", number: int = 99, **more: Any) -> list[dict[str, Any]]:
    """Orders of an account every so many days, up to `AS_OF`."""
    days = pd.date_range(start, AS_OF, freq=f"{step}D")[:number]
    return [line(account, f"{day:%Y-%m-%d}", **more) for day in days]


def deal(number: int, outcome: str = "open", **more: Any) -> dict[str, Any]:
    """A deal of a hundred days."""
    created = pd.Timestamp("2025-01-01") + pd.Timedelta(days=5 * number)
    closed = None if outcome == "open" else created + pd.Timedelta(days=100)
    row = {"opportunity_id": f"D-{number}", "account_id": "A", "created_on": created, "amount": 1000.0}
    return {**row, "seller_stage": "offer", "outcome": outcome, "closed_on": closed, **more}


A = every("A", 30)
LONG = every("A", 30, start="2024-01-01")
"""With a second year, whose months are told apart."""
CROWD = [one for k in range(22) for one in every(f"A-{k:02}", 20 + 3 * k, start=f"2024-01-{k + 1:02}")]
PEOPLE = [{"contact_id": f"C-{k}", "account_id": "A", "name": f"Somebody {k}"} for k in range(8)]
ROLES = [{"role_code": "MD", "role_name": "Managing director", "decides": True, "required": True}]
BOOKS: dict[str, Tables] = {
    "one account": {"order_lines": A},
    "one order": {"order_lines": A[:1]},
    "one order today": {"order_lines": [line("A", f"{AS_OF:%Y-%m-%d}")]},
    "all orders on one day": {"order_lines": [line(f"A-{k}", "2026-03-01") for k in range(25)]},
    "two orders, one day apart": {"order_lines": [line("A", "2026-03-30"), line("A", "2026-03-31")]},
    "only returns": {"order_lines": every("A", 30, kind="return", quantity=-1.0)},
    "returns larger than orders": {
        "order_lines": A
        + [one | {"order_id": "r", "kind": "return", "quantity": -3.0, "order_date": "2026-03-01"} for one in A[-2:]]
    },
    "negative totals": {"order_lines": [one | {"quantity": -1.0} for one in LONG]},
    "everything is free": {"order_lines": [one | {"unit_price": 0.0} for one in A]},
    "no amount is known": {"order_lines": [one | {"currency": "USD"} for one in LONG]},
    "the newest amount is not known": {"order_lines": [*A[:-1], A[-1] | {"currency": "USD"}]},
    "no item is named": {"order_lines": [one | {"item_id": None} for one in A]},
    "an item nobody bought twice": {"order_lines": [one | {"item_id": f"P-{k}"} for k, one in enumerate(A)]},
    "a year of silence": {"order_lines": every("A", 30, start="2023-06-01", number=12) + every("B", 25, number=3)},
    "a burst after years": {"order_lines": [line("A", "2015-01-05"), *every("A", 2, start="2026-03-01")]},
    "a crowd of a year ago": {"order_lines": [one for one in CROWD if one["order_date"] < "2025-03-01"]},
    "a crowd with one enormous order": {"order_lines": [*CROWD, line("A-07", "2026-01-15", 1e20)]},
    "an account that never ordered": {
        "order_lines": A,
        "accounts": [{"account_id": name, "name": f"Name {name}"} for name in ("A", "NEW")],
    },
    "only open deals": {"order_lines": A, "opportunities": [deal(k) for k in range(5)]},
    "only won deals": {"order_lines": A, "opportunities": [deal(k, "won" if k < 55 else "open") for k in range(60)]},
    "no deal is open any more": {
        "order_lines": A,
        "opportunities": [deal(k, "won" if k % 2 else "lost") for k in range(66)],
    },
    "only lost deals": {"order_lines": A, "opportunities": [deal(k, "lost" if k < 15 else "open") for k in range(18)]},
    "deals that say nothing": {
        "order_lines": A,
        "opportunities": [
            {"opportunity_id": f"D-{k}", "account_id": "A", "created_on": "2026-01-05", "amount": amount}
            for k, amount in enumerate([None, 0.0, -5.0])
        ],
    },
    "people of whom nothing is known": {
        "order_lines": A,
        "contacts": PEOPLE,
        "role_templates": ROLES,
        "role_slots": [{"account_id": "A", "role_code": "MD", "contact_id": "C-0"}],
    },
    "everybody has left": {
        "order_lines": A,
        "contacts": [one | {"status": "left", "status_on": "2025-01-01", "created_on": "2024-01-01"} for one in PEOPLE],
        "role_templates": ROLES,
        "role_slots": [{"account_id": "A", "role_code": "MD", "contact_id": "C-0", "assessed_on": "2024-01-01"}],
    },
    "mails came back from people never seen": {
        "order_lines": A,
        "contacts": [one | {"bounced_on": "2025-06-01"} for one in PEOPLE],
    },
}


SHOWN = [
    "one order",
    "two orders, one day apart",
    "negative totals",
    "no amount is known",
    "a year of silence",
    "a crowd with one enormous order",
    "deals that say nothing",
    "people of whom nothing is known",
]
"""Books that pages are made of: each lacks something else that pages tell."""


def made(name: str, make_book: Any) -> Book:
    """A book of one kind of trouble."""
    given = {table: TABLES[table].frame(rows) for table, rows in BOOKS[name].items()}
    return make_book(given.pop("order_lines"), f"{AS_OF:%Y-%m-%d}", **given)


@pytest.mark.parametrize("name", BOOKS)
def test_I18_every_prediction_is_finite_or_empty_and_in_order(name, make_book) -> None:
    book = made(name, make_book)
    for kind in KINDS:
        check_plain(kind, predictions(book, kind), book.as_of)


def check_plain(kind: str, frame: pd.DataFrame, as_of: pd.Timestamp) -> None:
    """What the contract asks of every kind, read from the names of its columns."""
    assert list(frame.columns) == kind_columns(kind)
    assert (frame["as_of"] == as_of).all(), kind
    for name, column in frame.items():
        at = f"{kind}.{name}"
        if pd.api.types.is_numeric_dtype(column):
            assert not np.isinf(column.to_numpy(float)).any(), at
        elif pd.api.types.is_string_dtype(column):
            assert not column.isna().any() and not column.isin(["nan", "None", "<NA>", "NaT"]).any(), at
        if re.match(r"p(_|$)", name):
            assert column.dropna().between(0, 1).all(), at
        if re.match(r"(next_order|close)_p\d\d", name):
            assert (column.dropna() > as_of).all(), at
    for low, middle, high in ranges(list(frame.columns)):
        ends = frame[[low, middle, high]].apply(as_numbers)
        known = ends.notna()
        if low.endswith("_lo"):
            assert (known[low] == known[high]).all(), f"{kind}.{low}"
        assert ((ends[low] <= ends[middle]) & (ends[middle] <= ends[high]))[known.all(axis=1)].all(), f"{kind}.{middle}"
        # a day that is empty is later than the horizon: of three, only the last ones are
        if middle.endswith("p50"):
            assert (ends[low].fillna(np.inf) <= ends[middle].fillna(np.inf)).all(), f"{kind}.{middle}"
            assert (ends[middle].fillna(np.inf) <= ends[high].fillna(np.inf)).all(), f"{kind}.{high}"
    if "reasons" in frame:
        for one in (one for text in frame["reasons"] for one in json.loads(text)):
            for lang in ("en", "ko"):
                assert not ODD.search(reason_sentence(one["code"], one["facts"], Words(lang, as_of=as_of)))


def ranges(columns: list[str]) -> Iterator[tuple[str, str, str]]:
    """Low end, middle and high end of every range, by their names."""
    for name in columns:
        if name.endswith("_lo"):
            stem = name.removesuffix("_lo")
            middle = next((one for one in (stem, f"{stem}_amount", "said") if one in columns), None)
            if middle and f"{stem}_hi" in columns:
                yield name, middle, f"{stem}_hi"
        if name.endswith("p10") and {f"{name[:-2]}50", f"{name[:-2]}90"} <= set(columns):
            yield name, f"{name[:-2]}50", f"{name[:-2]}90"


def as_numbers(column: pd.Series) -> pd.Series:
    """Days as days since 1970."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    return (column - pd.Timestamp(0)).dt.days.astype(float)


@pytest.mark.parametrize("name", SHOWN)
def test_I18_every_page_says_a_plain_sentence(name, make_book, monkeypatch) -> None:
    monkeypatch.setenv("ACCOUNTBOOK_PUBLISH", "1")
    book = made(name, make_book)
    Company(book).predict()
    for number, page in enumerate(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "explore")):
        # over all books and notebooks both languages are met
        lang = "ko" if (SHOWN.index(name) + number) % 2 else "en"
        shown = "\n".join(said(cell) for cell in run(page, book, lang=lang))
        assert len(shown) > 40, page
        found = ODD.search(shown)
        assert found is None, f"{page}: {shown[max(found.start() - 80, 0) : found.end() + 40]}"


def run(name: str, book: Book, *, lang: str) -> list[Any]:
    """What each cell of a notebook ends in, executed here with the publisher's parameters."""
    cells = [
        cell for cell in json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())["cells"] if cell["cell_type"] == "code"
    ]
    account = book.accounts()[0]
    deals = sorted(book.account(account).table("opportunities")["opportunity_id"])
    units = {"account": account, "owner": "E-1", "team": "South", "opportunity": deals[0] if deals else ""}
    names: dict[str, Any] = {}
    found = []
    for cell in (one for one in cells if one["cell_type"] == "code"):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"book": str(book.path), "as_of": f"{book.as_of:%Y-%m-%d}", "lang": lang}
            names |= {unit: value for unit, value in units.items() if unit in names}
        if last is not None:
            found.append(eval(compile(ast.Expression(last.value), name, "eval"), names))  # noqa: S307
    return found


def said(shown: Any) -> str:
    """What a reader sees or hears of a cell's output."""
    html = str(shown) if hasattr(shown, "text") else ""
    heard = " ".join(re.findall(r'(?:aria-label|alt)="([^"]*)"', html))
    return unescape(f"{heard} {re.sub(r'<style.*?</style>|<script.*?</script>|<[^>]+>', ' ', html, flags=re.DOTALL)}")
