"""Small sources written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from accountbook.ingest import Intake, read_source

HEAD = """\
exported_on = 2026-11-01
[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
invented = true
"""
ORDERS = """\
[tables.order_lines]
files = ["orders.csv"]
{settings}
[tables.order_lines.columns]
order_id = "No"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
{more}
"""
GOOD = "No,Line,Account,Date,Item,Qty,Price\n"
LINE = "1,1,A,2026-01-02,X,2,10\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Intake]:
    """``read({file: content}, settings=..., more=..., mapping=..., previous=...)`` writes a source and reads it."""

    def reading(
        files: dict[str, str | bytes],
        *,
        settings: str = "",
        more: str = "",
        mapping: str | None = None,
        previous: dict | None = None,
    ) -> Intake:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        text = ORDERS.format(settings=settings, more=more) if mapping is None else mapping
        (tmp_path / "mapping.toml").write_text(HEAD + text, encoding="utf-8")
        return read_source(tmp_path, previous=previous)

    return reading
