"""Account features at 24 as-of dates against one: the rows are read, sorted and added up once for all.

A generator draws order lines of a wholesaler; a book holds them. Each measurement opens the book anew, so that
nothing prepared is carried over. One date and 24 dates take turns in one run; the ratio is that of their fastest
rounds, which other load on the machine moves least (the ratio of the medians stands beside it).
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from accountbook.book import Book, write_load
from accountbook.features import account_features
from accountbook.models.slices import training_slices
from accountbook.tables import TABLES

ACCOUNTS = 2_000
LINES = 240_000
DAYS = 1_100
DATES = 24
ROUNDS = 12
AS_OF = pd.Timestamp("2026-10-31")
TARGETS = {"ratio_24_to_1": ["<=", 3.0]}


def order_lines(*, seed: int = 1) -> pd.DataFrame:
    """Lines of orders on random days, about eight lines an order, more from some accounts than from others."""
    rng = np.random.default_rng(seed)
    orders = LINES // 8
    weight = rng.gamma(0.8, size=ACCOUNTS)
    account = rng.choice(ACCOUNTS, size=orders, p=weight / weight.sum())
    day = AS_OF - pd.to_timedelta(rng.integers(0, DAYS, size=orders), unit="D")
    lines = rng.poisson(7, size=orders) + 1
    lines = np.append(lines[:-1], max(LINES - lines[:-1].sum(), 1))
    order = np.repeat(np.arange(orders), lines)
    columns = {
        "order_id": "O" + pd.Series(order).astype("str"),
        "line": pd.Series(np.arange(len(order)) - np.repeat(np.cumsum(lines) - lines, lines)).astype("str"),
        "account_id": "A" + pd.Series(account[order]).astype("str").str.zfill(5),
        "order_date": pd.Series(day[order]).astype("datetime64[us]"),
        "kind": pd.Series("order", index=range(len(order)), dtype="str"),
        "item_id": "I" + pd.Series(rng.integers(0, 900, size=len(order))).astype("str"),
        "quantity": pd.Series(rng.poisson(10, size=len(order)) + 1.0),
        "unit_price": pd.Series(np.round(np.exp(rng.normal(1.5, 0.8, size=len(order))), 2)),
        "currency": pd.Series("EUR", index=range(len(order)), dtype="str"),
    }
    table = TABLES["order_lines"]
    empty = table.frame([{}]).reindex(range(len(order)))
    return empty.assign(**columns)[table.columns].astype(table.dtypes)


def measure(folder: Path, dates: list[pd.Timestamp]) -> float:
    """Seconds from opening the book to the features at every date."""
    begin = time.perf_counter()
    for view in Book.open(folder, AS_OF).snapshots(dates):
        account_features(view)
    return time.perf_counter() - begin


def main() -> None:
    """Print one table and write benchmarks/out/features.json."""
    dates = [AS_OF - pd.Timedelta(days=30 * k) for k in range(DATES)]
    lines = order_lines()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        write_load(
            folder,
            {"order_lines": lines},
            rejected={},
            report={},
            company={"name": "Benchmark (invented)", "currency": "EUR"},
            exported_on=AS_OF,
        )
        measure(folder, dates[:1])
        one, many = [], []
        for _ in range(ROUNDS):
            one.append(measure(folder, dates[:1]))
            many.append(measure(folder, dates))
        book = Book.open(folder, AS_OF)
        begin = time.perf_counter()
        rows = len(training_slices(book, horizon=60, count=DATES))
        slices = time.perf_counter() - begin
    single, all_dates = min(one), min(many)
    figures = {
        "order_lines": len(lines),
        "accounts": ACCOUNTS,
        "seconds_1_date": round(single, 4),
        "seconds_24_dates": round(all_dates, 4),
        "ratio_24_to_1": round(all_dates / single, 3),
        "ratio_of_medians": round(statistics.median(many) / statistics.median(one), 3),
        "seconds_per_further_date": round((all_dates - single) / (DATES - 1), 5),
        "training_rows": rows,
        "seconds_training_slices": round(slices, 3),
    }
    for label, figure in figures.items():
        target = " ".join(str(part) for part in TARGETS.get(label, []))
        print(f"{label:<28}{figure:>12,}  {target}".rstrip())
    out = Path(__file__).parent / "out" / "features.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"figures": figures, "targets": TARGETS}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
