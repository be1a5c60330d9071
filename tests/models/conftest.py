"""Small books for the models' tests, made in a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.models.slices import training_slices
from accountbook.tables import TABLES

Line = tuple[str, str, float]
MakeBook = Callable[..., Book]


def make_order_lines(orders: Iterable[Line], *, item: str = "P-1", kind: str = "order") -> pd.DataFrame:
    """Order lines from (account, day, amount)."""
    return TABLES["order_lines"].frame(
        {
            "order_id": f"{account}-{number}-{kind}",
            "line": "1",
            "account_id": account,
            "order_date": day,
            "kind": kind,
            "item_id": item,
            "quantity": -1.0 if kind == "return" else 1.0,
            "unit_price": amount,
            "currency": "EUR",
        }
        for number, (account, day, amount) in enumerate(orders)
    )


def make_renewals(accounts: int, *, days: int = 900, seed: int = 1, quiet: float = 0.0) -> list[Line]:
    """Orders of accounts with their own log-normal rhythm; a share falls silent on a day of its own."""
    rng = np.random.default_rng(seed)
    orders: list[Line] = []
    for account in range(accounts):
        gap, value = np.exp(rng.normal(3.4, 0.5)), np.exp(rng.normal(6.0, 0.7))
        stop = rng.uniform(200, days) if rng.random() < quiet else days
        day = rng.uniform(0, 60)
        while day < stop:
            date = pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(day))
            orders.append((f"A-{account:03}", f"{date:%Y-%m-%d}", float(value * np.exp(rng.normal(0, 0.4)))))
            day += max(gap * np.exp(rng.normal(0, 0.4)), 1.0)
    return orders


@pytest.fixture(scope="session")
def order_lines() -> Callable[..., pd.DataFrame]:
    """See `make_order_lines`."""
    return make_order_lines


@pytest.fixture(scope="session")
def renewals() -> Callable[..., list[Line]]:
    """See `make_renewals`."""
    return make_renewals


@pytest.fixture(scope="session")
def deals() -> Callable[..., tuple[pd.DataFrame, pd.DataFrame]]:
    """See `make_deals`."""
    return make_deals


@pytest.fixture(scope="session")
def make_book(tmp_path_factory: pytest.TempPathFactory) -> MakeBook:
    """``make_book(order_lines, as_of, **tables)``: a book with one load, exported long after."""

    def make(lines: pd.DataFrame, as_of: str, **tables: Any) -> Book:
        path: Path = tmp_path_factory.mktemp("book") / "book"
        write_load(
            path,
            {"order_lines": lines, **tables},
            rejected={},
            report={},
            company={"name": "Nova (invented)", "currency": "EUR"},
            exported_on=pd.Timestamp("2026-12-31"),
        )
        return Book.open(path, as_of)

    return make


@pytest.fixture(scope="session")
def quiet_book(make_book: MakeBook) -> Book:
    """80 accounts of which three in ten fall silent, and A-even, which ordered every 20 days up to 2025-12-31."""
    even = [("A-even", f"{pd.Timestamp('2025-12-31') - pd.Timedelta(days=20 * k):%Y-%m-%d}", 50.0) for k in range(30)]
    return make_book(make_order_lines([*make_renewals(80, quiet=0.3), *even]), "2026-05-31")


@pytest.fixture(scope="session")
def quiet_slices(quiet_book: Book) -> pd.DataFrame:
    """The judged rows of `training_slices` of `quiet_book`, H = 60: read only."""
    slices = training_slices(quiet_book, horizon=60)
    return slices.loc[slices["repeats"]].reset_index(drop=True)


def make_deals(number: int, *, won: Callable[[int], bool], seed: int = 2) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Closed deals, one a week from 2024 on, open for 100 days; those that will be lost are pushed once."""
    rng = np.random.default_rng(seed)
    rows, changes = [], []
    for deal in range(number):
        created = pd.Timestamp("2024-01-01") + pd.Timedelta(days=4 * deal)
        good = won(deal)
        closed = created + pd.Timedelta(days=100)
        stated = float(np.clip(rng.normal(0.7 if good else 0.3, 0.15), 0.05, 0.95))
        name = f"D-{deal:03}"
        rows.append(
            {
                "opportunity_id": name,
                "account_id": f"A-{deal % 7:03}",
                "amount": 1000.0 * (1 + deal % 5),
                "seller_stage": "offer",
                "created_on": created,
                "expected_close": closed,
                "rep_probability": stated,
                "outcome": "won" if good else "lost",
                "closed_on": closed,
            }
        )
        if not good:
            before = f"{closed - pd.Timedelta(days=30):%Y-%m-%d}"
            changes.append(
                {
                    "opportunity_id": name,
                    "field": "expected_close",
                    "old": before,
                    "new": f"{closed:%Y-%m-%d}",
                    "changed_at": created + pd.Timedelta(days=20),
                }
            )
    return TABLES["opportunities"].frame(rows), TABLES["opportunity_changes"].frame(changes)
