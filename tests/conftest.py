"""What several rooms' tests share: a small made-up book, its published edition, a tiny source, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings

# a shared machine is sometimes slow for a moment; how fast we are is measured in benchmarks/
settings.register_profile("accountbook", deadline=None)
settings.load_profile("accountbook")

AS_OF = pd.Timestamp("2026-10-31")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

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


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all test processes: ``once(name, make)`` calls ``make(folder)`` in one of them."""
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        target = root / f"once-{name}"
        with FileLock(f"{target}.lock"):
            if not target.exists():
                building = root / f"building-{name}"
                shutil.rmtree(building, ignore_errors=True)
                make(building)
                building.rename(target)
        return target

    return folder


@pytest.fixture(scope="session")
def demo_exports(once) -> Path:
    """The exports of a small made-up company: 14 accounts, 30 months."""
    from accountbook.demo import make_company

    return once("exports", lambda folder: make_company(folder, accounts=14, months=30))


@pytest.fixture(scope="session")
def demo_book(once, demo_exports: Path) -> Path:
    """A book with one load of `demo_exports`."""
    from accountbook.loading import load_source

    return once("book", lambda folder: load_source(demo_exports, folder))


@pytest.fixture(scope="session")
def edition(once, demo_book: Path) -> Path:
    """The monthly edition of `demo_book`, as published."""
    from accountbook.publish import publish_edition

    def make(folder: Path) -> None:
        outcome = publish_edition("monthly", demo_book, AS_OF, workers=2, out=folder)
        assert outcome.exit_code == 0, outcome.failures

    return once("reports", make) / "monthly" / "latest"


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Debian's Chromium, driven by playwright; where it is absent the test says that it was skipped."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("SKIPPED LOUDLY: chromium is not installed (apt-get install chromium); pages were not opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield opened
        opened.close()


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
