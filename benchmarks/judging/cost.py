"""What training and scoring 5,000 accounts over 24 slices takes in one process."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd

ACCOUNTS = 5_000
DAYS = 1_100
ITEMS = 900
LINES = 5
"""Order lines of an order, on the mean."""
AS_OF = pd.Timestamp("2026-10-31")
SEED = 20260112


def write_many(folder: Path) -> None:
    """A book of 5,000 accounts with rhythms of their own, three years of orders; a third have fallen silent."""
    from accountbook.book import write_load
    from accountbook.tables import TABLES

    rng = np.random.default_rng(SEED)
    gap = np.exp(rng.normal(3.7, 0.6, ACCOUNTS))
    stop = np.where(rng.random(ACCOUNTS) < 1 / 3, rng.uniform(200, DAYS, ACCOUNTS), DAYS)
    day, account = [], []
    now, alive = rng.uniform(0, 200, ACCOUNTS), np.arange(ACCOUNTS)
    while len(alive):
        day.append(now[alive].astype(int))
        account.append(alive)
        now[alive] += np.maximum(gap[alive] * rng.gamma(2.0, 0.5, len(alive)), 1.0)
        alive = alive[now[alive] < stop[alive]]
    orders = pd.DataFrame({"account": np.concatenate(account), "day": np.concatenate(day)})
    orders = orders.drop_duplicates().sort_values(["account", "day"], ignore_index=True)
    order = np.repeat(np.arange(len(orders)), rng.poisson(LINES - 1, len(orders)) + 1)
    n = len(order)
    table = TABLES["order_lines"]
    empty = table.frame([{}]).reindex(range(n))
    start = AS_OF - pd.Timedelta(days=DAYS)
    lines = empty.assign(
        order_id="O" + pd.Series(order).astype("str"),
        line=pd.Series(np.arange(n)).astype("str"),
        account_id="A" + orders["account"].take(order).astype("str").str.zfill(5).reset_index(drop=True),
        order_date=(start + pd.to_timedelta(orders["day"].to_numpy()[order], unit="D")).astype("datetime64[us]"),
        kind="order",
        item_id="I" + pd.Series(rng.integers(0, ITEMS, n)).astype("str"),
        quantity=rng.poisson(10, n) + 1.0,
        unit_price=np.round(np.exp(rng.normal(1.5, 0.8, n)), 2),
        currency="EUR",
    )
    write_load(
        folder,
        {"order_lines": lines[table.columns].astype(table.dtypes)},
        rejected={},
        report={},
        company={"name": "Many accounts (invented)", "currency": "EUR", "country": "DE"},
        exported_on=AS_OF + pd.Timedelta(days=1),
    )


def train(folder: Path) -> dict[str, float]:
    """Predict everything about orders as of the last day: slices, models, their judging on past dates, two horizons."""
    from accountbook.book import Book
    from accountbook.models.churn import ORIGINS
    from accountbook.models.orders import predict_orders

    begin, used = time.perf_counter(), time.process_time()
    book = Book.open(folder, AS_OF)
    frames = predict_orders(book)
    found = {
        "train_seconds": time.perf_counter() - begin,
        "train_cpu_seconds": time.process_time() - used,
        "train_accounts": float(frames["accounts"]["account_id"].nunique()),
    }
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return found | {"train_gb": int(status.split("VmHWM:")[1].split()[0]) / 2**20, "train_origins": float(ORIGINS)}
