"""A very large account's page, and every notebook at every month: ``.venv/bin/python benchmarks/account.py``.

The large account has ten years and 50,000 order lines among thirty small ones; what is timed is what a worker does for
its plan: the slice, the cells, the workbook and the page. Then each month of a made-up company's book, whole and with
order lines alone, is published for its largest account, for one with a single order and for one drawn: every edition
that there is, as of that month's end, two months at a time.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from judging.table import Row, lines

from accountbook.book import Book, Ledger, write_load
from accountbook.company import Company
from accountbook.demo import make_company
from accountbook.loading import load_source
from accountbook.publish import publish_edition
from accountbook.publish.editions import notebooks_folder, read_listing
from accountbook.tables import TABLES

OUT = Path(__file__).parent / "out"
AS_OF = pd.Timestamp("2026-10-31")
TARGETS = {"page_seconds": ["<=", 5.0], "page_mb": ["<=", 2.0], "pages_failed": ["<=", 0]}
LARGE, LINES, YEARS, ITEMS = "L-1", 50_000, 10, 150


def large_book(folder: Path) -> Path:
    """A book of one account of ten years and 50,000 lines, and thirty small ones."""
    rng = np.random.default_rng(7)
    days = AS_OF - pd.to_timedelta(np.sort(rng.integers(0, 365 * YEARS, LINES))[::-1], unit="D")
    large = pd.DataFrame(
        {
            "order_id": [f"O-{day:%Y%m%d}" for day in days],
            "line": [str(number) for number in range(LINES)],
            "account_id": LARGE,
            "order_date": days,
            "item_id": [f"VX-{number}" for number in rng.integers(0, ITEMS, LINES)],
            "quantity": rng.integers(1, 60, LINES).astype(float),
            "unit_price": rng.uniform(5, 300, LINES).round(2),
        }
    )
    small = pd.DataFrame(
        [
            (f"S{one}-{n}", "1", f"S-{one}", AS_OF - pd.Timedelta(days=30 * n + one), f"VX-{one}", 5.0, 40.0)
            for one in range(30)
            for n in range(24)
        ],
        columns=large.columns,
    )
    orders = pd.concat([large, small], ignore_index=True).assign(currency="EUR", kind="order")
    items = [
        {"item_id": f"VX-{n}", "name": f"valve {n}", "family": f"F{n % 12}", "unit_cost": 20.0} for n in range(ITEMS)
    ]
    accounts = [
        {"account_id": one, "name": f"Invented {one}", "owner_id": "E1"} for one in orders["account_id"].unique()
    ]
    write_load(
        folder,
        {
            "order_lines": TABLES["order_lines"].frame(orders.to_dict("records")),
            "items": TABLES["items"].frame(items),
            "accounts": TABLES["accounts"].frame(accounts),
        },
        rejected={},
        report={"sources": [], "tables": {}, "flags": []},
        company={"name": "Large works (invented)", "currency": "EUR", "country": "IT", "invented": True},
        exported_on=AS_OF + pd.Timedelta(days=1),
    )
    return folder


def time_page(folder: Path) -> dict[str, float]:
    """Seconds and megabytes of the large account's plan: the median of three, each made anew."""
    book = large_book(folder / "large")
    Company(Book.open(book, AS_OF)).predict()
    seconds = []
    for attempt in range(3):
        out = folder / f"reports-{attempt}"
        outcome = publish_edition("monthly", book, AS_OF, accounts=[LARGE], out=out)
        line = next(line for line in _pages(book) if "account_plan/" in line["page"])
        assert line["state"] == "ok", line
        seconds.append(line["seconds"])
        page = outcome.path / line["page"]
    sizes = {"page_mb": page.stat().st_size / 1e6, "workbook_mb": page.with_suffix(".xlsx").stat().st_size / 1e6}
    return {"page_seconds": float(np.median(seconds)), **sizes}


def _pages(book: Path) -> Iterator[dict]:
    ledger = Ledger(book)
    return (line for line in ledger.run(ledger.runs()[-1]["run_id"]) if "page" in line)


def every_month(folder: Path) -> dict[str, float]:
    """How many pages of how many months there are, and how many of them failed."""
    exports = folder / "exports"
    make_company(exports, accounts=14, months=42)
    load_source(exports, folder / "whole")
    alone = folder / "alone"
    alone.mkdir()
    for path in exports.glob("orders_*"):
        shutil.copy(path, alone)
    parts = re.split(r"(?m)^(?=\[)", (exports / "mapping.toml").read_text(encoding="utf-8"))
    told = [one for one in parts if not re.match(r"\[\[?tables\.(?!order_lines)", one)]
    (alone / "mapping.toml").write_text("".join(told), encoding="utf-8")
    load_source(alone, folder / "lines")
    todo = [
        (folder / name, as_of) for as_of in pd.date_range("2023-06-30", AS_OF, freq="ME") for name in ("whole", "lines")
    ]
    pages = failed = 0
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done, failures in pool.map(one_month, *zip(*todo, strict=True)):
            pages += done
            failed += len(failures)
            for failure in failures:
                print(failure, flush=True)
    return {"months": len(todo), "pages": pages, "pages_failed": failed}


def one_month(book_path: Path, as_of: pd.Timestamp) -> tuple[int, list[str]]:
    """How many pages all editions of a day have, and what failed of them."""
    book = Book.open(book_path, as_of)
    Company(book).predict()
    listing = read_listing(notebooks_folder())
    pages, failures = 0, []
    for edition in filter(listing.has_notebooks, listing.editions):
        out = book_path.with_name(f"reports-{book_path.name}-{as_of:%Y-%m}")
        outcome = publish_edition(edition, book_path, as_of, accounts=some_accounts(book), workers=1, out=out)
        pages += outcome.ok + outcome.skipped
        failures += [f"{book_path.name} {as_of:%Y-%m-%d} {edition} {failure}" for failure in outcome.failures]
    return pages, failures


def some_accounts(book: Book) -> list[str]:
    """The largest account, one with a single order where there is one, and the last by number."""
    days = book.order_days()
    amounts, orders = days.groupby("account_id")["amount"].sum(), days["account_id"].value_counts()
    single = sorted(orders[orders == 1].index)[:1]
    return sorted({str(amounts.idxmax()), *single, str(orders.index.max())})


def main() -> None:
    """Measure, print one table, write benchmarks/out/account.json."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="accountbook-bench-") as name:
        figures = time_page(Path(name)) | every_month(Path(name))
    figures["seconds"] = time.perf_counter() - began
    rows = [Row(key, float(value)) for key, value in figures.items()]
    print("\n".join(lines(rows, TARGETS)))
    OUT.mkdir(exist_ok=True)
    told = {"figures": {key: round(float(value), 3) for key, value in figures.items()}, "targets": TARGETS}
    (OUT / "account.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
