"""How long order lines take from their CSV file into a book, how much memory, and what a second load costs.

A million lines alone in one process, and ten million as `accountbook load` does it, with two workers. Then the same
book is loaded again twice, each time with a hundredth more lines of a new month: appended to the file, and in a file of
their own. Exports are written by one child process and every load runs in another, so that a peak is the load's own.
LOAD_ROWS=1000000 sets another size in place of ten million.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROWS = 1_000_000
MANY = int(os.environ.get("LOAD_ROWS", "10000000"))
SHARE = 0.01
"""New lines of a later load, of those there are."""
WORKERS = 2
PER_ACCOUNT, PER_ORDER = 200, 20
CHUNK = 1_000_000
OUT = Path(__file__).parent / "out" / "load.json"
TARGETS = {
    "peak_gb": ["<=", 2.0],
    "ten_million_lines_seconds": ["<=", 600],
    "ten_million_lines_gb": ["<=", 6.0],
    "second_load_share": ["<=", 0.1],
}

MAPPING = """
exported_on = {day}
[company]
name = "Many lines (invented)"
currency = "EUR"
country = "KR"
invented = true
[tables.order_lines]
files = ["orders*.csv"]
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
    write_orders(folder / "orders.csv", rows=rows, accounts=rows // PER_ACCOUNT, days=("2022-11-01", "2026-10-31"))
    write_beside(folder, exported_on="2026-11-01")


def write_beside(folder: Path, *, exported_on: str) -> None:
    """The monthly rates up to the day of an export, and the mapping."""
    import pandas as pd

    months = pd.date_range("2022-10-01", exported_on, freq="MS", inclusive="left").strftime("%Y-%m-%d")
    rates = [f"{currency},{day},{rate}" for currency, rate in [("USD", 0.9), ("JPY", 0.006)] for day in months]
    (folder / "rates.csv").write_text("\n".join(["Currency,Date,Rate", *rates]) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING.format(day=exported_on), encoding="utf-8")


def write_more(folder: Path, rows: int, file: str, days: tuple[str, str], *, first: int, exported_on: str) -> None:
    """A month's new lines: at the end of a file that is there, or in a new one."""
    target = folder / file
    whole, accounts = target.exists(), rows // PER_ACCOUNT
    more = folder / "more.part"
    write_orders(more, rows=int(rows * SHARE), accounts=accounts, days=days, first=first, seed=first)
    lines = more.read_bytes()
    more.unlink()
    with target.open("ab") as out:
        out.write(lines[lines.index(b"\n") + 1 :] if whole else lines)
    write_beside(folder, exported_on=exported_on)


def write_orders(path: Path, *, rows: int, accounts: int, days: tuple[str, str], first: int = 0, seed: int = 7) -> None:
    """A file of orders, numbered from `first`."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.csv as csv

    random = np.random.default_rng(seed)
    texts = pa.array(pd.date_range(*days).strftime("%d.%m.%Y"))
    names = pa.array([f"A-{number:07d}" for number in range(accounts)])
    items = pa.array([f"P-{number}" for number in range(1_500)])
    currencies = pa.array(["EUR", "USD", "JPY"])
    schema = pa.schema(
        [
            ("Order", pa.string()), ("Line", pa.int64()), ("Account", pa.string()), ("Date", pa.string()),
            ("Item", pa.string()), ("Qty", pa.int64()), ("Price", pa.string()), ("Currency", pa.string()),
        ]
    )  # fmt: skip
    with csv.CSVWriter(path, schema) as writer:
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            order = np.arange(size) // PER_ORDER
            account = random.integers(0, accounts, order[-1] + 1)[order]
            day = random.integers(0, len(texts), order[-1] + 1)[order]
            quantity = random.integers(1, 500, size) * np.where(random.random(size) < 0.02, -1, 1)
            number = pa.array(order + first + start // PER_ORDER).cast(pa.string())
            columns = [
                number, pa.array(np.arange(size) % PER_ORDER + 1), names.take(pa.array(account)),
                texts.take(pa.array(day)), items.take(pa.array(random.integers(0, 1_500, size))), pa.array(quantity),
                pa.array([f"{price:,.2f}" for price in random.lognormal(4, 1.2, size)]),
                currencies.take(pa.array(account % 3)),
            ]  # fmt: skip
            writer.write_table(pa.table(columns, schema=schema))


def load_alone(folder: Path) -> dict[str, float]:
    """Load the exports in this process, and say how long each step took and what the process held at most."""
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
    peak = held()
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


def load(folder: Path) -> dict[str, float]:
    """Load the exports as the command does, and say how long it took, how many lines there are, and the memory."""
    from accountbook.executors import local_processes
    from accountbook.loading import load_source

    start = time.perf_counter()
    with local_processes(WORKERS) as executor:
        _, report = load_source(folder, folder / "book", executor=executor)
        seconds = time.perf_counter() - start
        workers = max(executor.map(held, range(4 * WORKERS)))
    kept = report["tables"]["order_lines"]["kept"]
    return {"seconds": seconds, "kept": kept, "driver_gb": held(), "worker_gb": workers, "all": "read_all" in report}


def held(_: int = 0) -> float:
    """The most memory that this process ever held, in GB; getrusage would count its parent's in."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 2**20


def again(folder: Path) -> dict[str, float]:
    """Ten million lines, and twice a hundredth more."""
    alone(write_exports, folder, MANY)
    first = alone(load, folder)
    figures = {
        "many_lines": first["kept"],
        "ten_million_lines_seconds": first["seconds"],
        "ten_million_lines_gb": first["driver_gb"] + WORKERS * first["worker_gb"],
    }
    orders = MANY // PER_ORDER
    for number, (what, file, days, exported_on) in enumerate(
        [
            ("grown", "orders.csv", ("2026-11-01", "2026-11-30"), "2026-12-01"),
            ("beside", "orders_2026_12.csv", ("2026-12-01", "2026-12-31"), "2027-01-01"),
        ]
    ):
        start = orders + number * int(orders * SHARE)
        alone(write_more, folder, MANY, file, days, first=start, exported_on=exported_on)
        found = alone(load, folder)
        if found["all"]:
            raise SystemExit("the second load has read everything again")
        figures |= {
            f"new_lines_{what}": found["kept"] - figures["many_lines"],
            f"second_load_{what}_seconds": found["seconds"],
            f"second_load_{what}_gb": found["driver_gb"] + WORKERS * found["worker_gb"],
        }
        figures["many_lines"] = found["kept"]
    slower = max(figures["second_load_grown_seconds"], figures["second_load_beside_seconds"])
    return figures | {"second_load_share": slower / first["seconds"]}


def alone(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Run a function in a fresh process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments, **named).result()


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        alone(write_exports, Path(name))
        found = alone(load_alone, Path(name))
    with TemporaryDirectory() as name:
        found |= again(Path(name))
    figures = {key: round(value, 3) for key, value in found.items()}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "targets": TARGETS}, indent=1) + "\n", encoding="utf-8")
    for key, value in figures.items():
        target = " ".join(map(str, TARGETS.get(key, [])))
        print(f"{key:<28} {value:>14,.3f}  {target}")
