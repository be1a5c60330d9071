"""How long a million order lines take from their CSV file into a book, and how much memory.

The file is written by one child process and loaded by another, so that the peak is the load's own.
"""

from __future__ import annotations

import json
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

ROWS = 1_000_000
OUT = Path(__file__).parent / "out" / "load.json"
TARGETS = {"peak_gb": ["<=", 2.0]}

MAPPING = """
exported_on = 2026-11-01
[company]
name = "A million lines (invented)"
currency = "EUR"
country = "KR"
invented = true
[tables.order_lines]
files = ["orders.csv"]
date_formats = ["%d.%m.%Y"]
decimal = "."
thousands = ","
duplicates = "keep"
[tables.order_lines.columns]
order_id = "Order"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
currency = "Currency"
[tables.fx_rates]
files = ["rates.csv"]
date_formats = ["%Y-%m-%d"]
[tables.fx_rates.columns]
currency = "Currency"
date = "Date"
rate = "Rate"
"""


def write_exports(folder: Path) -> None:
    """A million order lines of 5,000 accounts in four years: three currencies, 2% returns, thousands separators."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(7)
    orders = ROWS // 20
    days = pd.date_range("2022-11-01", "2026-10-31")
    account = random.integers(0, 5_000, orders)
    day = random.integers(0, len(days), orders)
    order = np.repeat(np.arange(orders), 20)
    quantity = random.integers(1, 500, ROWS) * np.where(random.random(ROWS) < 0.02, -1, 1)
    lines = pd.DataFrame(
        {
            "Order": np.char.add("SO-", order.astype(str)),
            "Line": np.tile(np.arange(1, 21), orders),
            "Account": np.char.add("A-", account[order].astype(str)),
            "Date": days.strftime("%d.%m.%Y").to_numpy()[day[order]],
            "Item": np.char.add("P-", random.integers(1000, 2500, ROWS).astype(str)),
            "Qty": quantity,
            "Price": [f"{price:,.2f}" for price in random.lognormal(4, 1.2, ROWS)],
            "Currency": np.array(["EUR", "USD", "JPY"])[account[order] % 3],
        }
    )
    lines.to_csv(folder / "orders.csv", index=False)
    months = pd.date_range("2022-10-01", "2026-10-01", freq="MS").strftime("%Y-%m-%d")
    rates = [(currency, day, rate) for currency, rate in [("USD", 0.9), ("JPY", 0.006)] for day in months]
    pd.DataFrame(rates, columns=["Currency", "Date", "Rate"]).to_csv(folder / "rates.csv", index=False)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")


def load(folder: Path) -> dict[str, float]:
    """Load the exports, and say how long each step took and what the process held at most."""
    from accountbook.book import Book, write_load
    from accountbook.ingest import read_source

    start = time.perf_counter()
    intake = read_source(folder)
    read = time.perf_counter()
    write_load(
        folder / "book",
        intake.tables,
        rejected=intake.rejected,
        report=intake.report,
        company=intake.company,
        exported_on=intake.exported_on,
    )
    written = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    kept, size = len(intake.tables["order_lines"]), (folder / "orders.csv").stat().st_size
    days = len(Book.open(folder / "book", intake.exported_on).order_days())
    opened = time.perf_counter()
    return {
        "rows": kept,
        "file_mb": size / 2**20,
        "seconds": written - start,
        "seconds_read": read - start,
        "seconds_write": written - read,
        "rows_per_second": kept / (written - start),
        "peak_gb": peak,
        "seconds_order_days": opened - written,
        "order_days": days,
    }


def alone(work, folder: Path):
    """Run a function in a fresh process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, folder).result()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        alone(write_exports, Path(name))
        found = alone(load, Path(name))
    figures = {key: round(value, 3) for key, value in found.items()}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "targets": TARGETS}, indent=1) + "\n", encoding="utf-8")
    for key, value in figures.items():
        target = " ".join(map(str, TARGETS.get(key, [])))
        print(f"{key:<20} {value:>14,.3f}  {target}")
