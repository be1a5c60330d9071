"""What several rooms' tests share: a small made-up book, its published edition, a tiny source, a browser."""

from __future__ import annotations

import re
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
def lines_only(once, demo_exports: Path) -> Path:
    """A book of the small made-up company's order lines alone."""

    from accountbook.loading import load_source

    def make(folder: Path) -> None:
        source = folder.with_name("lines-only-exports")
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        for file in demo_exports.glob("orders_*"):
            shutil.copy(file, source)
        parts = re.split(r"(?m)^(?=\[)", (demo_exports / "mapping.toml").read_text(encoding="utf-8"))
        told = [one for one in parts if not re.match(r"\[\[?tables\.(?!order_lines)", one)]
        (source / "mapping.toml").write_text("".join(told), encoding="utf-8")
        load_source(source, folder)

    return once("lines-only", make)


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


def marked_rows(mark: str, *, orders: int = 8, **own: str | None) -> dict[str, list[dict]]:
    """One account's rows of every table that has an account's rows; every text in them holds the mark.

    Made from the schemas, so that a table that is added later is in it.

    Parameters
    ----------
    mark : letters and digits.
    orders : how many, every 30 days, the last in October 2026.
    own : columns of the account's own row: ``team``, ``owner_id``.
    """
    from accountbook.tables import TABLES, Scope

    def row(name: str, **given: object) -> dict:
        table = TABLES[name]
        checked = {column for column, schema in table.model.to_schema().columns.items() if schema.checks}
        made = {}
        for column, dtype in table.dtypes.items():
            if table.meanings[column].derived or column == "recorded_at":
                continue
            if column in table.words:
                made[column] = table.words[column][0]
            elif column == "currency" and column in table.required:
                made[column] = "EUR"
            elif dtype == "str" and column not in checked:
                made[column] = f"{mark}-{column}" if column.endswith("_id") else f"{mark} {name} {column}"
            elif dtype != "str":
                made[column] = {"float64": 0.5, "Int64": 3, "boolean": True}.get(dtype, pd.Timestamp("2026-03-02"))
        return made | given

    wanted = [name for name, table in TABLES.items() if table.about.scope is Scope.ACCOUNT]
    rows = {name: [row(name)] for name in wanted}
    rows["accounts"] = [row("accounts", country="IT", currency="EUR", **{"team": None, "owner_id": None} | own)]
    size = 100.0 + sum(map(ord, mark))
    rows["order_lines"] = [
        row("order_lines", order_id=f"{mark}-{n}", order_date=pd.Timestamp("2026-10-20") - pd.Timedelta(days=30 * n),
            kind="order", currency="EUR", quantity=10.0, unit_price=size, discount=0.0, unit_cost=size / 2)
        for n in range(orders)
    ]  # fmt: skip
    rows["items"] = [row("items", predecessor_id=None, ends_on=None)]
    rows["role_slots"] = [row("role_slots", role_code="BUY"), row("role_slots", role_code="USE", contact_id=None)]
    lost = row("opportunities", opportunity_id=f"{mark}-lost", outcome="lost", closed_on=pd.Timestamp("2026-08-01"))
    still = {"outcome": "open", "closed_on": None, "reasons": None, "satisfaction": None, "amount": 10 * size}
    still["key_contact_id"] = f"{mark}-contact_id"
    rows["opportunities"] = [lost, row("opportunities", **still)]
    rows["opportunity_changes"] = [row("opportunity_changes", field="decision_criteria")]
    rows["account_aliases"] = [{"alias_id": f"{mark}-old", "account_id": f"{mark}-account_id"}]
    return rows


@pytest.fixture(scope="session")
def marked_tables() -> Callable[..., dict[str, pd.DataFrame]]:
    """``marked_tables({"a1": {"team": "South", "owner_id": "E"}, ...})``: those accounts, and what they share."""
    from accountbook.tables import TABLES

    def make(accounts: dict[str, dict]) -> dict[str, pd.DataFrame]:
        rows: dict[str, list[dict]] = {}
        for mark, own in accounts.items():
            for name, some in marked_rows(mark, **own).items():
                rows.setdefault(name, []).extend(some)
        owners = sorted({own["owner_id"] for own in accounts.values() if own.get("owner_id")})
        rows["employees"] = [{"employee_id": one, "name": f"Owner {one}"} for one in owners]
        rows["role_templates"] = [
            {"role_code": code, "role_name": name, "required": True, "decides": True}
            for code, name in (("BUY", "Head of purchasing"), ("USE", "Head of production"))
        ]
        return {name: TABLES[name].frame(some) for name, some in rows.items()}

    return make
