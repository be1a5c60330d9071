"""How long a million order lines take from their CSV file into a book, and how much memory.

The file is written by one child process and loaded by another, so that the peak is the load's own.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROWS = 1_000_000
PER_ACCOUNT, PER_ORDER = 200, 20
CHUNK = 1_000_000
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


def write_exports(folder: Path, rows: int = ROWS) -> None:
    """Orders of 20 lines in four years, 200 lines an account: three currencies, 2% returns, thousands separators."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.csv as csv

    random = np.random.default_rng(7)
    accounts, days = rows // PER_ACCOUNT, pd.date_range("2022-11-01", "2026-10-31")
    texts = pa.array(days.strftime("%d.%m.%Y"))
    names = pa.array([f"A-{number:07d}" for number in range(accounts)])
    items = pa.array([f"P-{number}" for number in range(1_500)])
    currencies = pa.array(["EUR", "USD", "JPY"])
    schema = pa.schema(
        [
            ("Order", pa.string()), ("Line", pa.int64()), ("Account", pa.string()), ("Date", pa.string()),
            ("Item", pa.string()), ("Qty", pa.int64()), ("Price", pa.string()), ("Currency", pa.string()),
        ]
    )  # fmt: skip
    with csv.CSVWriter(folder / "orders.csv", schema) as writer:
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            order = np.arange(size) // PER_ORDER
            account = random.integers(0, accounts, order[-1] + 1)[order]
            day = random.integers(0, len(days), order[-1] + 1)[order]
            quantity = random.integers(1, 500, size) * np.where(random.random(size) < 0.02, -1, 1)
            number = pa.array(order + start // PER_ORDER).cast(pa.string())
            columns = [
                number, pa.array(np.arange(size) % PER_ORDER + 1), names.take(pa.array(account)),
                texts.take(pa.array(day)), items.take(pa.array(random.integers(0, 1_500, size))), pa.array(quantity),
                pa.array([f"{price:,.2f}" for price in random.lognormal(4, 1.2, size)]),
                currencies.take(pa.array(account % 3)),
            ]  # fmt: skip
            writer.write_table(pa.table(columns, schema=schema))
    months = pd.date_range("2022-10-01", "2026-10-01", freq="MS").strftime("%Y-%m-%d")
    rates = [f"{currency},{day},{rate}" for currency, rate in [("USD", 0.9), ("JPY", 0.006)] for day in months]
    (folder / "rates.csv").write_text("\n".join(["Currency,Date,Rate", *rates]) + "\n", encoding="utf-8")
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


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function in a fresh process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


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
