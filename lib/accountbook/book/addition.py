"""Order lines that came since a load, added to its partitions as they are: those are not read, nor written again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from accountbook.book.content import combined
from accountbook.book.days import OrderDays
from accountbook.book.drift import money_of
from accountbook.book.files import link, make_folder, to_arrow, write_new
from accountbook.book.known import canonical, known_dates, order_of
from accountbook.book.lastlines import LastLines
from accountbook.book.loads import Before, read_report
from accountbook.book.partition import Written, written_of
from accountbook.book.rates import amounts
from accountbook.book.store import DAYS, GROUP, MORE, PARTITIONED, more_path, partition_of, read_past, read_table
from accountbook.book.versions import Earlier, versions
from accountbook.tables import TABLES, Row
from accountbook.tables import FxRates as F
from accountbook.tables import OrderLines as L

MOST_FILES, MOST_SHARE = 8, 0.05
"""Files of lines added, and their share of all lines, from which on the partitions are written anew: each reader has
to put such lines in their place."""


@dataclass(frozen=True)
class Base:
    """A load whose order lines stand as they are.

    Attributes
    ----------
    report : its load.json. lines : its order lines, where they lie.
    """

    report: dict[str, Any]
    lines: LastLines

    @classmethod
    def of(cls, path: Path, load_id: str) -> Base:
        """The base of that name.

        Raises
        ------
        BookError
            If there is no such load.
        """
        report = read_report(path, load_id)
        folder = path / "loads" / load_id / "tables"
        on = pd.Timestamp(report["exported_on"]).as_unit("us")
        return cls(report, LastLines(folder, report["stored"][PARTITIONED], on))

    def content(self, added: str) -> str:
        """The digest of its lines and those of digest `added`; "" where there are none."""
        mine = self.report["content"]
        return combined({"lines": mine, "more": added}) if added else mine

    def carries(self, added: pd.DataFrame, fx_rates: pd.DataFrame, before: Before) -> bool:
        """Whether its partitions can stay as they are under a new load with these lines and rates.

        Parameters
        ----------
        before : what the new load follows.
        """
        mine = self.lines.stored.get(MORE, [])
        if len(mine) + 1 > MOST_FILES or sum(one["rows"] for one in mine) + len(added) > MOST_SHARE * self.rows:
            return False
        if not self.lines.stored.get(DAYS) or not (self._followed_by(before) or (self.stays(before) and added.empty)):
            return False
        return not self._repriced(fx_rates)

    @property
    def rows(self) -> int:
        """How many lines it has."""
        return self.lines.stored["rows"]

    def _followed_by(self, before: Before) -> bool:
        """Whether the new load follows this one."""
        return (before.report or {}).get("load_id") == self.report["load_id"]

    def stays(self, before: Before) -> bool:
        """Whether the new load is of the same day, and follows what this one follows.

        What has come and gone since is then told against that one: only with no new lines it is what it was.
        """
        return (before.report or {}).get("load_id") == self.report["previous"]

    def _repriced(self, fx_rates: pd.DataFrame) -> bool:
        """Whether a rate that differs may move the amount of one of its lines."""
        table, folder = TABLES["fx_rates"], self.lines.folder
        then = read_table(folder, table, self.report["stored"].get("fx_rates", {"rows": 0, "partitions": 0}))
        # an amount takes a rate from its own day on, whichever load showed the rate first
        then = then.assign(**{Row.first_loaded_on: pd.Series(pd.NaT, index=then.index, dtype="datetime64[us]")})
        told = [name for name, meaning in table.meanings.items() if not meaning.derived]
        both = pd.concat([then, fx_rates], ignore_index=True)
        differ = both[~both.duplicated(told, keep=False)]
        known = known_dates(differ, table)
        newest = self.report["newest_in"]
        days = pd.to_datetime(differ[F.currency].map(newest)).to_numpy(dtype="datetime64[us]")
        # an undated rate is known ever since
        return bool((~np.isnat(days) & ~(known > days)).any())


def add_lines(
    folder: Path,
    base: Base,
    added: pd.DataFrame,
    fx_rates: pd.DataFrame,
    *,
    currency: str,
    exported_on: pd.Timestamp,
    before: Before,
) -> tuple[dict[str, Any], Written]:
    """Take over the partitions of a load, and write the lines that came since beside them.

    Parameters
    ----------
    folder : ``tables/`` of the new load.
    base : carries these lines, see `Base.carries`.
    added : lines of which the base has none, exactly the table's columns.
    before : what the new load follows.

    Returns
    -------
    dict, Written
        What `read_table` must be told; and what was found in the lines added, which are of no one partition.
    """
    for name in (PARTITIONED, DAYS):
        make_folder(folder / name)
    for number in range(base.lines.stored["partitions"]):
        base.lines.linked(number, folder)
    for name, number in product((PARTITIONED, DAYS), range(1, len(base.lines.stored.get(MORE, ())) + 1)):
        link(more_path(base.lines.folder, name, number), more_path(folder, name, number))
    table, stored = TABLES[PARTITIONED], base.lines.stored
    lines = added.assign(**{L.amount: amounts(added, fx_rates, currency=currency)})
    lines = lines.iloc[canonical(lines, order_of(table))].reset_index(drop=True)
    last = before.lines()
    earlier = None
    if last is not None:
        earlier = Earlier(table.frame(), read_past(last.folder, table, last.stored), last.exported_on)
    found = versions(table, lines, exported_on=exported_on, before=earlier)
    days = OrderDays.of(found.rows, known_dates(found.rows, table))
    more = list(stored.get(MORE, []))
    if len(lines):
        homes = {partition_of(one, stored["partitions"]) for one in lines[L.account_id].unique()}
        more.append({"rows": len(lines), "partitions": sorted(homes)})
        for name, rows in ((PARTITIONED, to_arrow(found.rows, table.dtypes)), (DAYS, days.kept())):
            write_new(more_path(folder, name, len(more)), rows, row_group_size=GROUP)
    told = {**stored, "rows": stored["rows"] + len(lines), **({MORE: more} if more else {})}
    money = money_of(found, table.frame())
    return told, written_of(0, lines, days, older=found.older, drift=found.drift, money=money)
