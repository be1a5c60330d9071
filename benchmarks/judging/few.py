"""Companies of few accounts: some of the retail buyers, predicted with nothing else to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from judging import rivals, scores
from judging.history import History
from judging.table import Row

DRAWS = 40
WORKERS = 2
SEED = 20260111
EXPORTED_ON = pd.Timestamp("2011-06-01")
MARGIN = 0.02
"""By how much a draw's log loss may exceed the base rate's before it counts as worse."""


def few_rows(history: History, origins: Sequence[pd.Timestamp], size: int, *, horizon: int) -> list[Row]:
    """Draw companies of ``size`` accounts 40 times; each learns from its own accounts, over all origins.

    Drawn are accounts of the judged population of any origin, with their whole history and without their items.
    """
    known = pd.Index([]).append([history.known(origin).index for origin in origins]).unique().sort_values()
    rng = np.random.default_rng([SEED, size])
    drawn = [known[np.sort(rng.choice(len(known), size, replace=False))] for _ in range(DRAWS)]
    tasks = [(history.days.loc[history.days["account_id"].isin(one)], list(origins), horizon) for one in drawn]
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        found = np.array(list(pool.map(draw_losses, tasks)))
    ours, base, logit = found.mean(axis=0)
    return [
        Row(f"few_{size}_log_loss", ours, {"base rate": base, "five-feature logit": logit}),
        Row(f"few_{size}_less_base_rate", ours - base),
        Row(f"few_{size}_worse_share", float((found[:, 0] - found[:, 1] > MARGIN).mean())),
        Row(f"few_{size}_worst_draw", float((found[:, 0] - found[:, 1]).max())),
    ]


def draw_losses(task: tuple[pd.DataFrame, list[pd.Timestamp], int]) -> tuple[float, float, float]:
    """Log loss of a small company: ours, the base rate's and the five-feature logit's."""
    from accountbook.models import backtest_orders

    days, origins, horizon = task
    days = days.reset_index(drop=True)
    history = History(days, days.assign(item_id="")[["account_id", "day", "item_id"]])
    with TemporaryDirectory() as name:
        write_book(Path(name) / "book", days)
        backtest_orders(Path(name) / "book", origins, horizon=horizon, out=Path(name) / "out")
        said = pd.read_parquet(Path(name) / "out" / "accounts.parquet").set_index(["as_of", "account_id"])["p_no_order"]
    found = []
    for origin in origins:
        rows = history.known(origin)
        y = history.came(origin, rows.index, horizon=horizon)["silent"].to_numpy()
        training = history.training(origin, horizon=horizon)
        others = [rivals.base_rate(training, rows), rivals.five_logit(training, rows)]
        p = [said.loc[origin].loc[rows.index].to_numpy(), *others]
        found.append(np.column_stack([scores.log_losses(y, one) for one in p]))
    ours, base, logit = np.concatenate(found).mean(axis=0)
    return float(ours), float(base), float(logit)


def write_book(folder: Path, days: pd.DataFrame) -> None:
    """A book of order days, a line each, without items."""
    from accountbook.book import write_load
    from accountbook.tables import TABLES

    table = TABLES["order_lines"]
    empty = table.frame([{}]).reindex(range(len(days)))
    lines = empty.assign(
        order_id="O" + pd.Series(range(len(days))).astype("str"),
        line="1",
        account_id=days["account_id"].astype("str"),
        order_date=days["day"].astype("datetime64[us]"),
        kind="order",
        quantity=1.0,
        unit_price=days["amount"],
        currency="GBP",
    )
    write_load(
        folder,
        {"order_lines": lines[table.columns].astype(table.dtypes)},
        rejected={},
        report={},
        company={"name": "A few accounts", "currency": "GBP"},
        exported_on=EXPORTED_ON,
    )
