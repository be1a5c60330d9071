"""Partitions of the order lines: each account's lines lie in one of them, and each is made without the others.

What a load makes of order lines (their amounts, their order, the order days, what they were in the load before) needs
an account's own lines and the exchange rates only. So the work goes by partition, and whoever does it gets a small
share of the lines. A partition that is as it was is not written again: its files are those of the load before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accountbook.book.days import OrderDays
from accountbook.book.drift import NONE, money_of
from accountbook.book.files import make_folder, read_arrow, to_arrow, write_new
from accountbook.book.known import SUPERSEDED, canonical, known_dates, lying, order_of
from accountbook.book.lastlines import LastLines, carrying, content_of
from accountbook.book.rates import amounts
from accountbook.book.store import DAYS, GROUP, PARTITIONED, PAST_IN, partition_of, partition_path, past_path
from accountbook.book.versions import versions
from accountbook.executors import mapped
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Share:
    """The lines of one partition, on their way to the disk.

    Attributes
    ----------
    folder : ``tables/`` of the load; whoever does the work must see it under this path.
    number, partitions : of this one, and of all.
    lines : as the source gave them, in its order.
    fx_rates, currency : what the amounts are made with.
    exported_on, last : day of the export, and the lines of the load before; None: this is the first.
    base : further lines, of a load that holds them already; `lines` came since.
    """

    folder: Path
    number: int
    partitions: int
    lines: pd.DataFrame
    fx_rates: pd.DataFrame
    currency: str
    exported_on: pd.Timestamp
    last: LastLines | None = None
    base: LastLines | None = None

    def whole(self) -> pd.DataFrame:
        """All lines, with what a load fills left empty."""
        table = TABLES[PARTITIONED]
        if self.base is None:
            return self.lines
        old = self.base.earlier(self.number, partitions=self.partitions).rows[table.columns]
        rows = pd.concat([one for one in (old, self.lines) if len(one)] or [old], ignore_index=True)
        none = {
            name: pd.Series(None, index=rows.index, dtype=table.dtypes[name]) for name in (L.amount, L.first_loaded_on)
        }
        return rows.assign(**none)


@dataclass(frozen=True)
class Written:
    """What is to be known of a partition without reading it.

    Attributes
    ----------
    number : of the partition.
    rows : lines. past : their earlier versions. unpriced : how many lines have no amount, by currency.
    first_known : day on which the first line became known; NaT for no lines.
    older : lines dated before the export before this one, which it did not show.
    drift : rows new, changed and gone against the load before.
    money : the same in money, by currency: of lines new and gone, and by how much those changed differ.
    """

    number: int
    rows: int
    past: int
    unpriced: dict[str, int]
    first_known: np.datetime64
    older: int
    drift: dict[str, int]
    money: dict[str, dict[str, float]]


def write_partitions(
    folder: Path,
    lines: pd.DataFrame,
    fx_rates: pd.DataFrame,
    *,
    currency: str,
    partitions: int,
    exported_on: pd.Timestamp,
    last: LastLines | None = None,
    base: LastLines | None = None,
    executor: Executor | None = None,
) -> tuple[dict[str, Any], list[Written]]:
    """Write order lines with their amounts, and the order days they add up to.

    Parameters
    ----------
    folder : ``tables/`` of the load.
    lines : exactly the table's columns; ``amount`` and ``first_loaded_on`` are filled here.
    partitions : files that they are spread over; the files do not depend on the executor.
    exported_on, last : day of the export, and the lines of the load before; None: this is the first.
    base : further lines, of a load that holds them already; `lines` came since.

    Returns
    -------
    dict, list of Written
        What `read_table` must be told, and what was found in each partition.
    """
    for name in (PARTITIONED, DAYS):
        make_folder(folder / name)
    shares = (
        Share(folder, number, partitions, some, fx_rates, currency, exported_on, last, base)
        for number, some in spread(lines, partitions)
    )
    written = list(mapped(write_partition, shares, executor=executor))
    rows, past = sum(one.rows for one in written), sum(one.past for one in written)
    past_in = [one.number for one in written if one.past]
    return {"rows": rows, "past": past, "partitions": partitions, PAST_IN: past_in, DAYS: True}, written


def spread(lines: pd.DataFrame, partitions: int) -> Iterator[tuple[int, pd.DataFrame]]:
    """Each partition's number and lines, in their order."""
    codes, accounts = pd.factorize(lines[L.account_id])
    home = np.array([partition_of(one, partitions) for one in accounts], dtype="int32")[codes]
    order = np.argsort(home, kind="stable")
    ends = np.searchsorted(home[order], np.arange(1, partitions + 1))
    for number, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
        yield number, lines.iloc[order[start:end]]


def write_partition(share: Share) -> Written:
    """Write one partition of order lines, their earlier versions and its order days; or take it as it was."""
    table, last, lines = TABLES[PARTITIONED], share.last, share.whole()
    lines = lines.assign(**{L.amount: amounts(lines, share.fx_rates, currency=share.currency)})
    lines = lines.iloc[canonical(lines, order_of(table))].reset_index(drop=True)
    content = content_of(to_arrow(lines, table.dtypes))
    if last is not None and last.unchanged(share.number, content, partitions=share.partitions):
        last.linked(share.number, share.folder)
        return taken_over(share.folder, share.number, lines)
    before = None if last is None else last.earlier(share.number, partitions=share.partitions)
    found = versions(table, lines, exported_on=share.exported_on, before=before)
    known = known_dates(found.rows, table)
    past = found.past.iloc[lying(table, found.past)].reset_index(drop=True)
    days = OrderDays.of(found.rows, known, past)
    rows = carrying(to_arrow(found.rows, table.dtypes), content)
    write_new(partition_path(share.folder, PARTITIONED, share.number), rows, row_group_size=GROUP)
    write_new(partition_path(share.folder, DAYS, share.number), days.kept(), row_group_size=GROUP)
    if len(past):
        earlier = to_arrow(past, {**table.dtypes, SUPERSEDED: "datetime64[us]"})
        write_new(past_path(share.folder, share.number), earlier, row_group_size=GROUP)
    money = {} if before is None else money_of(found, before.rows)
    about = {"past": len(past), "older": found.older, "drift": found.drift, "money": money}
    return written_of(share.number, lines, days, **about)


def taken_over(folder: Path, number: int, lines: pd.DataFrame) -> Written:
    """What is to be known of a partition whose files are those of the load before.

    Parameters
    ----------
    folder : ``tables/`` of the load that has them now.
    lines : the partition's, with their amounts.
    """
    path = past_path(folder, number)
    past = pq.read_metadata(path).num_rows if path.exists() else 0
    return written_of(number, lines, read_days(folder, [number]), past=past)


def written_of(
    number: int,
    lines: pd.DataFrame,
    days: OrderDays,
    *,
    past: int = 0,
    older: int = 0,
    drift: dict[str, int] | None = None,
    money: dict[str, dict[str, float]] | None = None,
) -> Written:
    """What is to be known of lines with their amounts, and of the order days that they add up to; see `Written`."""
    unpriced = lines.loc[lines[L.amount].isna(), L.currency].value_counts()
    first = days.since.min() if len(days.since) else np.datetime64("NaT", "us")
    counts = {str(name): int(count) for name, count in unpriced.items()}
    return Written(number, len(lines), past, counts, first, older, dict(drift or NONE), money or {})


def read_days(folder: Path, numbers: Iterable[int], *, more: pa.Table | None = None) -> OrderDays:
    """The order days of some partitions, or of all.

    Parameters
    ----------
    more : those of lines that came after the partitions were written.

    Raises
    ------
    BookError
        If a file is missing or damaged.
    """
    whole = pa.concat_tables(read_arrow(partition_path(folder, DAYS, number)) for number in numbers)
    return OrderDays.read(whole, more)
