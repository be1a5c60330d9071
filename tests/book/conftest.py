"""A small book, written in a few lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from accountbook.book import write_load
from accountbook.tables import TABLES

COMPANY = {"name": "Nova Valves (invented)", "currency": "EUR", "country": "KR", "invented": True}


def line(account_id: str, order_date: str, quantity: float = 1.0, unit_price: float = 10.0, **more: Any) -> dict:
    """An order line; its number is made of account and day unless one is given."""
    row = {
        "order_id": f"{account_id}/{order_date}", "line": "1", "account_id": account_id, "order_date": order_date,
        "kind": "order", "item_id": "P-1", "quantity": quantity, "unit_price": unit_price, "currency": "EUR",
    }  # fmt: skip
    return row | more


@pytest.fixture
def order_line() -> Callable[..., dict]:
    """`line`."""
    return line


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., str]:
    """Write a load of rows by table: ``load({"order_lines": [...]}, exported_on="2026-11-01")`` gives its id."""

    def write(rows: dict[str, list[dict]] | None = None, **options: Any) -> str:
        rows = {"order_lines": [line("A", "2026-03-02"), line("B", "2026-05-04", 2.0)]} | (rows or {})
        options = {
            "path": tmp_path / "book", "rejected": {}, "report": {}, "company": COMPANY, "exported_on": "2026-11-01",
        } | options  # fmt: skip
        path = options.pop("path")
        exported_on = pd.Timestamp(options.pop("exported_on"))
        tables = {name: TABLES[name].frame(some) for name, some in rows.items() if some is not None}
        return write_load(path, tables, exported_on=exported_on, **options)

    return write


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    """Where `load` writes."""
    return tmp_path / "book"
