"""The order lines of the load before, where they lie, for a partition that is compared with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accountbook.book.content import digest_arrow
from accountbook.book.files import link
from accountbook.book.store import (
    DAYS,
    MORE,
    PARTITIONED,
    PAST_IN,
    partition_of,
    partition_path,
    past_path,
    read_past,
    read_table,
)
from accountbook.book.versions import Earlier
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

_CONTENT = "accountbook.lines.3"
"""Key in the footer of a partition's file: the digest of its lines as they were given. The number is that of the
load's FORMAT since which the files look as they do: older ones are made anew."""


@dataclass(frozen=True)
class LastLines:
    """The order lines of the load before, where they lie.

    Attributes
    ----------
    folder : ``tables/`` of that load.
    stored : what its `write_partitions` said.
    exported_on : day of its export.
    """

    folder: Path
    stored: dict[str, Any]
    exported_on: pd.Timestamp

    def unchanged(self, number: int, content: str, *, partitions: int) -> bool:
        """Whether a partition of that load holds just the lines of this digest (`content_of`); its file carries its."""
        if self.stored["partitions"] != partitions or not self.stored.get(DAYS):
            return False
        if any(number in one["partitions"] for one in self.stored.get(MORE, ())):
            return False
        return _carried_by(partition_path(self.folder, PARTITIONED, number)) == content

    def linked(self, number: int, folder: Path) -> None:
        """Give a new load this partition's files as they are."""
        for name in (PARTITIONED, DAYS):
            link(partition_path(self.folder, name, number), partition_path(folder, name, number))
        if number in self.stored.get(PAST_IN, ()):
            link(past_path(self.folder, number), past_path(folder, number))

    def earlier(self, number: int, *, partitions: int) -> Earlier:
        """The lines of the accounts that belong to a partition now, however many there were then."""
        count, table = self.stored["partitions"], TABLES[PARTITIONED]
        # two numbers of partitions share the accounts of those numbers that leave the same rest
        step = math.gcd(count, partitions)
        numbers = range(number % step, count, step)
        rows = read_table(self.folder, table, self.stored, numbers=numbers)
        past = read_past(self.folder, table, self.stored, numbers=numbers)
        mine = (_of(frame, number, partitions) for frame in (rows, past) if frame is not None)
        return Earlier(next(mine), next(mine, None), self.exported_on)


def _of(frame: pd.DataFrame, number: int, partitions: int) -> pd.DataFrame:
    """The rows of the accounts of one partition."""
    codes, accounts = pd.factorize(frame[L.account_id])
    mine = np.array([partition_of(one, partitions) == number for one in accounts], dtype=bool)
    return frame[mine[codes]].reset_index(drop=True)


def content_of(lines: pa.Table) -> str:
    """SHA-256 of lines as their source and the rates have them, whatever load showed them first."""
    return digest_arrow(lines.drop_columns([L.first_loaded_on]))


def _carried_by(path: Path) -> str:
    """The digest that a partition's file carries; empty where it has none."""
    try:
        return ((pq.read_schema(path).metadata or {}).get(_CONTENT.encode("ascii")) or b"").decode("ascii")
    except (OSError, pa.ArrowException):
        return ""  # reading it says what is wrong with it


def carrying(rows: pa.Table, content: str) -> pa.Table:
    """Rows whose file will carry the digest of the lines that they were made of."""
    return rows.replace_schema_metadata({_CONTENT: content})
