"""How a load's tables lie on disk, and how they are read back: whole, or one account's rows only.

``tables/<name>.parquet`` holds a table's rows in canonical order, ``tables/<name>.past.parquet`` the versions that
later exports superseded. ``tables/order_lines/<n>.parquet`` are hash partitions by account, each with its own
``<n>.past.parquet`` where it has one, and ``tables/order_days/<n>.parquet`` is what their lines add up to; see
`accountbook.book.partition`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.book.files import make_folder, read_arrow, to_arrow, to_pandas, write_new
from accountbook.book.known import SUPERSEDED, canonical, lying, order_of
from accountbook.book.merging import merged_order
from accountbook.tables import TABLES, Scope, Table

ACCOUNT = "account_id"
PARTITIONED = "order_lines"
DAYS = "order_days"
"""Folder of what the partitions of order lines add up to; no table of the contract."""
PAST_IN = "past_in"
"""What a load says of order lines: which partitions have earlier versions."""
MORE = "more"
"""What a load says of lines that came after its partitions were written: per file how many, and of which partitions."""
GROUP = 4_096
"""Rows of a row group: an account's own are found without reading the rest."""
_PER_PARTITION = 25_000


@cache
def empty(name: str) -> pd.DataFrame:
    """A table without rows, made once; for reading only."""
    return TABLES[name].frame()


def partitions_for(rows: int) -> int:
    """How many files order lines are spread over: a power of two from 16 to 4096, about 25,000 rows each.

    Examples
    --------
    >>> partitions_for(3_000), partitions_for(1_000_000), partitions_for(10**9)
    (16, 64, 4096)
    """
    return int(np.clip(2 ** np.ceil(np.log2(max(rows, 1) / _PER_PARTITION)), 16, 4096))


def partition_of(account_id: str, partitions: int) -> int:
    """The file of an account's order lines; the same on every machine and in every year."""
    return zlib.crc32(account_id.encode("utf-8", "surrogatepass")) % partitions


def partition_path(folder: Path, name: str, number: int) -> Path:
    """Where a partition lies: of the order lines, or of the order days."""
    return folder / name / f"{number:03d}.parquet"


def more_path(folder: Path, name: str, number: int) -> Path:
    """Where lines lie that came after the partitions were written, or the order days that they add up to."""
    return folder / name / f"more-{number}.parquet"


def past_path(folder: Path, number: int) -> Path:
    """Where the earlier versions of a partition of order lines lie."""
    return folder / PARTITIONED / f"{number:03d}.past.parquet"


def past_paths(folder: Path, table: Table, stored: dict[str, Any]) -> dict[int, Path]:
    """Files that hold a table's earlier versions: by partition, or one under 0."""
    if not stored["partitions"]:
        return {0: folder / f"{table.name}.past.parquet"} if stored["past"] else {}
    return {number: past_path(folder, number) for number in stored.get(PAST_IN, ())}


def write_table(
    folder: Path,
    table: Table,
    rows: pd.DataFrame,
    *,
    past: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """Write a table of a load and say how it lies; order lines are `write_partitions`' affair.

    Parameters
    ----------
    folder : ``tables/`` of the load.
    rows : exactly the table's columns, and the account of each row for a table that has none of its own.
    past : superseded versions, with ``superseded_on`` too.

    Returns
    -------
    dict
        rows, past, partitions: what `read_table` must be told.
    """
    dtypes = {**table.dtypes, **({ACCOUNT: "str"} if ACCOUNT in rows else {})}
    return place(folder, table, to_arrow(rows, dtypes).take(pa.array(lying(table, rows))), past=past)


def place(
    folder: Path, table: Table, rows: pa.Table, *, past: pd.DataFrame | None = None, sync: bool = True
) -> dict[str, Any]:
    """Write a table whose rows are in order already, see `write_table`; without `sync`, don't wait for the disk."""
    stored = {"rows": len(rows), "past": 0 if past is None else len(past), "partitions": 0}
    path = folder / f"{table.name}.parquet"
    if table.name == PARTITIONED:
        # one account's lines need no spreading
        stored |= {"partitions": 1, PAST_IN: [0] if stored["past"] else []}
        make_folder(folder / table.name)
        path = partition_path(folder, table.name, 0)
    write_new(path, rows, sync=sync, row_group_size=GROUP)
    for beside in past_paths(folder, table, stored).values():
        beyond = {ACCOUNT: "str", SUPERSEDED: "datetime64[us]"}
        dtypes = {**table.dtypes, **{name: kind for name, kind in beyond.items() if name in past}}
        write_new(beside, to_arrow(past.iloc[lying(table, past)], dtypes), sync=sync, row_group_size=GROUP)
    return stored


def read_table(
    folder: Path,
    table: Table,
    stored: dict[str, Any],
    *,
    account_id: str | None = None,
    numbers: range | None = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A table's rows in canonical order.

    Parameters
    ----------
    folder : ``tables/`` of the load.
    stored : what `write_table` said.
    account_id : only this account's rows, for a table of scope ``ACCOUNT``; other rows are not read.
    numbers : only these partitions, where the table has any.
    columns : only these; the account of each row may be among them where it stands beside the table's own.

    Raises
    ------
    BookError
        If a file is missing or damaged.
    """
    columns = list(columns or table.columns)
    where = (ACCOUNT, account_id) if account_id is not None and table.about.scope is Scope.ACCOUNT else None
    if not stored["partitions"]:
        if not stored["rows"]:
            return empty(table.name).reindex(columns=columns).astype({ACCOUNT: "str"} if ACCOUNT in columns else {})
        rows = to_pandas(read_arrow(folder / f"{table.name}.parquet", columns=columns, where=where))
        return _whole(table, rows, columns)
    count = stored["partitions"]
    wanted = (numbers or range(count)) if where is None else [partition_of(where[1], count)]
    paths = [partition_path(folder, table.name, number) for number in wanted]
    by = order_of(table)
    needed = [*columns, *(name for name in by if name not in columns)] if stored.get(MORE) else columns
    more = read_more(folder, table.name, stored, columns=needed, where=where, numbers=wanted)
    if more is not None:
        order = canonical(to_pandas(more.select(by)), by)
        more = more.take(pa.array(order))
    parts = [read_arrow(path, columns=columns if more is None else needed, where=where) for path in paths]
    whole = pa.concat_tables(parts)
    if where is None:
        codes = pd.factorize(whole[ACCOUNT].to_pandas(), sort=True)[0]
        # each part is sorted already: only the accounts must find their place
        whole = whole.take(pa.array(np.argsort(codes, kind="stable")))
    if more is not None:
        both = pa.concat_tables([whole, more])
        order = merged_order(*(to_pandas(one.select(by)) for one in (whole, more)), by)
        whole = both.take(pa.array(order)).select(columns)
    return _whole(table, to_pandas(whole), columns)


def read_more(
    folder: Path,
    name: str,
    stored: dict[str, Any],
    *,
    columns: Sequence[str] | None = None,
    where: tuple[str, str] | None = None,
    numbers: Iterable[int] | None = None,
) -> pa.Table | None:
    """Lines that came after their partitions were written, or the order days of those; None: there are none.

    Parameters
    ----------
    name : `PARTITIONED` or `DAYS`.
    columns, where : see `read_arrow`; the account is among the columns.
    numbers : only of these partitions.
    """
    wanted = None if numbers is None else set(numbers)
    files = [
        more_path(folder, name, number)
        for number, one in enumerate(stored.get(MORE, ()), start=1)
        if wanted is None or wanted.intersection(one["partitions"])
    ]
    if not files:
        return None
    rows = pa.concat_tables(read_arrow(path, columns=columns, where=where) for path in files)
    if wanted is not None and len(wanted) < stored["partitions"]:
        codes, accounts = pd.factorize(rows[ACCOUNT].to_pandas())
        mine = np.array([partition_of(one, stored["partitions"]) in wanted for one in accounts], dtype=bool)
        rows = rows.filter(pa.array(mine[codes]))
    return rows


def portions(folder: Path, stored: dict[str, Any], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of the order lines, in portions of no particular order."""
    for number in range(stored["partitions"]):
        yield read_arrow(partition_path(folder, PARTITIONED, number), columns=columns)
    for number in range(1, len(stored.get(MORE, ())) + 1):
        yield read_arrow(more_path(folder, PARTITIONED, number), columns=columns)


def _whole(table: Table, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Rows with all `columns`: those that the contract did not have yet when they were written are empty."""
    if len(rows.columns) == len(columns):
        return rows
    lacking = {name: pd.Series(index=rows.index, dtype=table.dtypes[name]) for name in columns if name not in rows}
    return rows.assign(**lacking)[list(columns)]


def read_past(
    folder: Path,
    table: Table,
    stored: dict[str, Any],
    *,
    account_id: str | None = None,
    numbers: range | None = None,
) -> pd.DataFrame | None:
    """A table's superseded versions, or None where it has none; see `read_table`.

    A table that reaches its account by another has the account of each version beside its own columns.
    """
    paths = past_paths(folder, table, stored)
    where = (ACCOUNT, account_id) if account_id is not None and table.about.scope is Scope.ACCOUNT else None
    if stored["partitions"]:
        wanted = numbers if where is None else [partition_of(account_id, stored["partitions"])]
        paths = {number: path for number, path in paths.items() if wanted is None or number in wanted}
    if not paths:
        return None
    past = to_pandas(pa.concat_tables(read_arrow(path, where=where) for path in paths.values()))
    return _whole(table, past, [*columns_lying(table), SUPERSEDED])


def columns_lying(table: Table) -> list[str]:
    """A table's columns as they lie on disk: with the account beside them where the table reaches it by another."""
    return [*table.columns, ACCOUNT] if table.about.via else table.columns


def owners_of(table: Table, rows: pd.DataFrame, via: pd.DataFrame) -> pd.Series:
    """The account of each row of a table that reaches it by another; empty where that one lacks the row's key."""
    key, _ = table.about.via
    there = via.drop_duplicates(key, keep="last").set_index(key)[ACCOUNT]
    return rows[key].map(there).astype("str")


@cache
def via_of(name: str) -> str | None:
    """The table by which a table reaches its account, or None."""
    via = TABLES[name].about.via
    return via[1] if via else None


REJECTED = {"file": "str", "row": "Int64", "column": "str", "reason": "str", "content": "str"}
"""Columns of the rows that were turned away, and their dtypes."""


def write_rejected(folder: Path, name: str, rows: pd.DataFrame) -> None:
    """Write the rows of a table that were turned away, under ``rejected/`` of the load."""
    write_new(make_folder(folder / "rejected") / f"{name}.parquet", to_arrow(rows.astype({"row": "Int64"}), REJECTED))


def read_rejected(folder: Path, name: str) -> pd.DataFrame:
    """The rows of a table that were turned away; an empty frame where none was."""
    path = folder / "rejected" / f"{name}.parquet"
    if not path.exists():
        return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in REJECTED.items()})
    return to_pandas(read_arrow(path))
