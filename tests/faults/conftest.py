"""A small company written by hand, whose files a test can spoil in one place."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

MAPPING = """\
exported_on = 2026-11-01

[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
invented = true

[tables.accounts]
files = ["accounts.csv"]
[tables.accounts.columns]
account_id = "Account"
name = "Name"
country = "Country"
team = "Team"
owner_id = "Owner"
vertical = "Vertical"

[tables.order_lines]
files = ["orders.csv"]
duplicates = "merge"
[tables.order_lines.columns]
order_id = "Order"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
"""


def order_rows(account: str, *, every: int = 30, orders: int = 12, last: str = "2026-10-15") -> pd.DataFrame:
    """Orders of one account at a steady rhythm, two lines each."""
    days = [pd.Timestamp(last) - pd.Timedelta(days=every * back) for back in range(orders)][::-1]
    rows = [
        {"Order": f"{account}-{n}", "Line": line, "Account": account, "Date": f"{day:%Y-%m-%d}",
         "Item": f"VX-{line}", "Qty": 10 * line, "Price": 100}
        for n, day in enumerate(days)
        for line in (1, 2)
    ]  # fmt: skip
    return pd.DataFrame(rows).astype(str)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with accounts.csv, orders.csv and mapping.toml: three accounts, twelve orders each."""
    folder = tmp_path / "source"
    folder.mkdir()
    accounts = pd.DataFrame(
        [
            {"Account": number, "Name": name, "Country": "IT", "Team": "South", "Owner": "E1", "Vertical": "packaging"}
            for number, name in [("007", "Prima S.r.l."), ("NA", "Seconda S.r.l."), ("3", "Terza S.r.l.")]
        ]
    )
    accounts.to_csv(folder / "accounts.csv", index=False)
    orders = pd.concat([order_rows("007"), order_rows("NA", every=45, orders=8), order_rows("3", every=20)])
    orders.to_csv(folder / "orders.csv", index=False)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return folder
