"""Partitions of the order lines: each account's lines lie in one of them, and each is made without the others.

What a load makes of order lines (their amounts, their order, the order days) needs an account's own lines and the
exchange rates only. So the work goes by partition, and whoever does it gets a small share of the lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.book.days import OrderDays
from accountbook.book.files import make_folder, read_arrow, to_arrow, write_new
from accountbook.book.known import canonical, known_dates, order_of
from accountbook.book.rates import amounts
from accountbook.book.store import DAYS, GROUP, PARTITIONED, partition_of, partition_path
from accountbook.executors import mapped
from accountbook.tables import TABLES, Row
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Share:
    """The lines of one partition, on their way to the disk.

    Attributes
    ----------
    folder : ``tables/`` of the load; whoever does the work must see it under this path.
    lines : as the source gave them, in its order.
    fx_rates, currency : what the amounts are made with.
    """

    folder: Path
    number: int
    lines: pd.DataFrame
    fx_rates: pd.DataFrame
    currency: str


@dataclass(frozen=True)
class Written:
    """What is to be known of a partition without reading it.

    Attributes
    ----------
    rows : lines. unpriced : how many have no amount, by currency.
    first_known : day on which the first line became known; NaT for no lines.
    """

    rows: int
    unpriced: dict[str, int]
    first_known: np.datetime64


def write_partitions(
    folder: Path,
    lines: pd.DataFrame,
    fx_rates: pd.DataFrame,
    *,
    currency: str,
    partitions: int,
    executor: Executor | None = None,
) -> tuple[dict[str, Any], list[Written]]:
    """Write order lines with their amounts, and the order days they add up to.

    Parameters
    ----------
    folder : ``tables/`` of the load.
    lines : exactly the table's columns; ``amount`` and ``first_loaded_on`` are filled here.
    partitions : files that they are spread over; the files do not depend on the executor.

    Returns
    -------
    dict, list of Written
        What `read_table` must be told, and what was found in each partition.
    """
    for name in (PARTITIONED, DAYS):
        make_folder(folder / name)
    shares = (Share(folder, number, some, fx_rates, currency) for number, some in spread(lines, partitions))
    written = list(mapped(write_partition, shares, executor=executor))
    rows = sum(one.rows for one in written)
    return {"rows": rows, "past": 0, "partitions": partitions, DAYS: True}, written


def spread(lines: pd.DataFrame, partitions: int) -> Iterator[tuple[int, pd.DataFrame]]:
    """Each partition's number and lines, in their order."""
    codes, accounts = pd.factorize(lines[L.account_id])
    home = np.array([partition_of(one, partitions) for one in accounts], dtype="int32")[codes]
    order = np.argsort(home, kind="stable")
    ends = np.searchsorted(home[order], np.arange(1, partitions + 1))
    for number, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        yield number, lines.iloc[order[start:end]]


def write_partition(share: Share) -> Written:
    """Write one partition of order lines and its order days."""
    table = TABLES[PARTITIONED]
    # every line has a date of its own: no load ever had to date one
    dated = {Row.first_loaded_on: pd.Series(pd.NaT, index=share.lines.index, dtype="datetime64[us]")}
    priced = {L.amount: amounts(share.lines, share.fx_rates, currency=share.currency)}
    lines = share.lines.assign(**priced, **dated)
    lines = lines.iloc[canonical(lines, order_of(table))].reset_index(drop=True)
    known = known_dates(lines, table)
    for name, content in (
        (PARTITIONED, to_arrow(lines, table.dtypes)),
        (DAYS, OrderDays.of(lines, known).kept()),
    ):
        write_new(partition_path(share.folder, name, share.number), content, row_group_size=GROUP)
    unpriced = lines.loc[lines[L.amount].isna(), L.currency].value_counts()
    first = known.min() if len(known) else np.datetime64("NaT", "us")
    return Written(len(lines), {str(name): int(count) for name, count in unpriced.items()}, first)


def read_days(folder: Path, numbers: range) -> OrderDays:
    """The order days of some partitions, or of all.

    Raises
    ------
    BookError
        If a file is missing or damaged.
    """
    return OrderDays.read(pa.concat_tables(read_arrow(partition_path(folder, DAYS, number)) for number in numbers))
