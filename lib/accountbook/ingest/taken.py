"""What a book holds already of a source's order lines, so that only files that are new, or have grown, are read.

A file whose bytes are those of the last load gave the rows that it would give again, as long as the mapping, the
mergers of accounts and our own code are the same; a text file that begins with them gave all but its last ones. The
new rows are held against the old ones: where one might move an old row, everything is read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from accountbook.imports import source_hash
from accountbook.ingest.cells import OUTSIDE
from accountbook.ingest.encoding import BLOCK
from accountbook.ingest.files import SourceFile
from accountbook.ingest.mapping import Mapping as Said
from accountbook.ingest.staging import Stage, State
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

LINES = "order_lines"
MOST_TURNED_AWAY = 50_000
"""Orders with lines turned away that a load writes down; with more of them everything is read again."""
GROWS = (".csv", ".tsv", ".txt")
"""Ends of files that may grow at their end: plain text, not packed."""
COUNTED = ("rows_in", "kept", "merged", "rejected", "skipped", "unreadable_money_rows", "numbered")


class ReadAll(Exception):
    """What was taken before does not stand: everything must be read again. The text says why."""


@dataclass(frozen=True)
class EarlierLines:
    """The order lines of the last load.

    Attributes
    ----------
    report : load.json of that load.
    rejected : the order lines that it turned away.
    lines : gives some columns of the order lines that it kept, in portions of any size.
    """

    report: Mapping[str, Any]
    rejected: pd.DataFrame
    lines: Callable[[Sequence[str]], Iterable[pa.Table]]

    @property
    def account(self) -> dict[str, Any]:
        """What became of the rows and of their money."""
        return self.report["tables"][LINES]

    def file(self, name: str) -> dict[str, Any] | None:
        """What that load says of a file."""
        found = [one for one in self.report["sources"] if one["table"] == LINES and one["file"] == name]
        return found[0] if found else None

    def hold(self, names: Iterable[str], said: Said) -> None:
        """Hold the source's files and mapping against what was read then.

        Parameters
        ----------
        names : the files that order lines are now read from.

        Raises
        ------
        ReadAll
            If the mapping, our code or the set of files is another, or a full reading might see old lines otherwise.
        """
        if self.report["exported_on"] > f"{said.exported_on}":
            raise ReadAll("the last load is of a later export")
        if self.report["reading"]["said"] != said_of(said):
            raise ReadAll("the mapping, or how it is read, has changed")
        sources = said.tables[LINES].resolved()
        if any(one.framed or one.skip_rows or one.fill_down or one.lookup or one.where or one.join for one in sources):
            raise ReadAll("order lines are put together from lists that are no plain tables")
        drawn = [name for name, table in said.tables.items() if table.distinct]
        if drawn:
            raise ReadAll(f"{', '.join(drawn)}: drawn from all rows of other tables")
        gone = {one["file"] for one in self.report["sources"] if one["table"] == LINES} - set(names)
        if gone:
            raise ReadAll(f"{len(gone)} files of the last load are gone")
        if self.report["reading"]["loose"]:
            raise ReadAll(f"of the old lines, {self.report['reading']['loose']}")

    def counts(self, column: str, *, kinds: Sequence[str] = ()) -> pd.Series:
        """How many lines name each value of a column; of some kinds of line only where `kinds` says so."""
        total: dict[str, int] = {}
        for some in self.lines([column, L.kind]):
            if kinds:
                some = some.filter(pc.is_in(some[L.kind], value_set=pa.array(kinds, some[L.kind].type)))
            found = pc.value_counts(some[column].combine_chunks())
            for value, count in zip(found.field(0).to_pylist(), found.field(1).to_pylist(), strict=True):
                if value is not None:
                    total[value] = total.get(value, 0) + count
        return pd.Series(total, dtype="int64")

    def of_orders(self, orders: pd.Series) -> pd.DataFrame:
        """The lines kept of some orders, in the contract's columns; what we derive is left out."""
        names = [name for name, one in TABLES[LINES].meanings.items() if not one.derived or name == L.kind]
        wanted = pa.array(orders.unique(), pa.large_string())
        found = []
        for number in self.lines([L.order_id]):
            found.append(bool(pc.any(pc.is_in(number[L.order_id], value_set=wanted)).as_py()))
        if not any(found):
            return TABLES[LINES].frame()[names]
        parts = [
            some.filter(pc.is_in(some[L.order_id], value_set=wanted))
            for some, hit in zip(self.lines(names), found, strict=True)
            if hit
        ]
        return pa.concat_tables(parts).to_pandas()[names].astype({n: TABLES[LINES].dtypes[n] for n in names})

    def of_credits(self) -> pd.DataFrame:
        """Account and day of the lines kept that name no order."""
        parts = [
            some.filter(pc.is_null(some[L.order_id])).select([L.account_id, L.order_date])
            for some in self.lines([L.order_id, L.account_id, L.order_date])
        ]
        return pa.concat_tables(parts).to_pandas()

    def first_stranger(self, column: str, unknown: Collection[str]) -> tuple[str, str]:
        """Where the first line stood that named what its table did not have, and what; empty where it has it now."""
        said = [one for one in self.report["strangers"] if (one["table"], one["column"]) == (LINES, column)]
        return next(((one["first"], one["first_id"]) for one in said if one["first_id"] in unknown), ("", ""))

    @property
    def turned_away(self) -> set[str]:
        """The orders of which lines were turned away."""
        return set(self.report["reading"]["orders_turned_away"])


def said_of(said: Said) -> str:
    """SHA-256 of all that decides what order lines a file gives: its mapping, the company's currency, our code."""
    text = json.dumps(
        [said.tables[LINES].model_dump(mode="json"), said.company.currency, source_hash("ingest", "tables")],
        sort_keys=True, ensure_ascii=False,
    )  # fmt: skip
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def mergers_of(last: Mapping[str, str]) -> str:
    """SHA-256 of the mergers of accounts that are followed."""
    return hashlib.sha256(json.dumps(sorted(last.items())).encode("utf-8", "surrogatepass")).hexdigest()


def standing(file: SourceFile, before: Mapping[str, Any] | None) -> tuple[str, int | None]:
    """A file's SHA-256, and up to which byte it is what the last load read.

    Parameters
    ----------
    before : what that load says of it; None: it did not know the file.

    Returns
    -------
    sha256, place : all of its bytes where it has not changed; the place from which on it is new where it has grown;
        None where it must be read.
    """
    size = -1 if before is None else before["bytes"]
    grows = before is not None and file.path.name.lower().endswith(GROWS) and not before.get("open_end", True)
    grows = grows and not before["encoding"].startswith("utf-16")
    whole, done, begun = hashlib.sha256(), 0, None
    with file.path.open("rb") as data:
        while block := data.read(BLOCK):
            if done <= size < done + len(block):
                whole.update(block[: size - done])
                begun = whole.copy()
                block = block[size - done :]
                done = size
            whole.update(block)
            done += len(block)
    sha256 = whole.hexdigest()
    if before is None:
        return sha256, None
    if done == size:
        return sha256, size if sha256 == before["sha256"] else None
    if grows and begun is not None and begun.hexdigest() == before["sha256"] and not _splits(file.path, size):
        return sha256, size
    return sha256, None


def _splits(path: Path, place: int) -> bool:
    """Whether a place lies within the two bytes of a line's end."""
    with path.open("rb") as data:
        data.seek(max(place - 1, 0))
        return data.read(2) == b"\r\n"


def added(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The account of a table's rows and money, old and new ones together; see `accountbook.ingest.balance`.

    Examples
    --------
    >>> one = {"rows_in": 2, "kept": 1, "merged": 0, "rejected": 1, "skipped": 0, "unreadable_money_rows": 0,
    ...        "numbered": 0, "money": {"EUR": {"in": 5.0, "kept": 5.0}}, "reasons": {"is empty": 1}}
    >>> two = added(one, one)
    >>> two["rows_in"], two["money"], two["reasons"]
    (4, {'EUR': {'in': 10.0, 'kept': 10.0}}, {'is empty': 2})
    """
    out: dict[str, Any] = {**now, **{name: before[name] + now[name] for name in COUNTED if name in now}}
    money = {name: dict(sums) for name, sums in before["money"].items()}
    for name, sums in now["money"].items():
        kept = money.setdefault(name, dict.fromkeys(sums, 0.0))
        money[name] = {what: kept[what] + value for what, value in sums.items()}
    reasons = dict(before["reasons"])
    for reason, count in now["reasons"].items():
        reasons[reason] = reasons.get(reason, 0) + count
    out["money"] = dict(sorted(money.items()))
    out["reasons"] = dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0])))
    return out


def hold_against(stage: Stage, taken: EarlierLines, *, numbered: pd.Series) -> None:
    """Hold new order lines against those taken before: repeats of old lines are merged.

    Parameters
    ----------
    stage : the new lines, each with its fate among themselves.
    numbered : which of them had no number of their own.

    Raises
    ------
    ReadAll
        If a new line speaks of an order of before in a way that might move its old lines, or be moved by them.
    """
    frame = stage.frame
    nameless = frame[stage.kept & frame[L.order_id].isna().to_numpy()]
    if len(nameless):
        both = taken.of_credits().merge(nameless[[L.account_id, L.order_date]], on=[L.account_id, L.order_date])
        if len(both):
            raise ReadAll("credits that name no order may be those of before")
    orders = frame.loc[(stage.state != State.SKIPPED), L.order_id].dropna()
    if set(orders) & taken.turned_away:
        raise ReadAll("orders of which lines were turned away occur again")
    old = taken.of_orders(orders)
    if old.empty:
        return
    again = frame[L.order_id].isin(old[L.order_id])
    bare = numbered[again].any() or frame.loc[again, L.line].isna().any()
    if bare or taken.account["numbered"] or old[L.line].isna().any():
        raise ReadAll("orders of before go on, and their lines have no numbers of their own")
    if (stage.state[again.to_numpy()] == State.REJECTED).any():
        raise ReadAll("orders of before occur again, with lines that were turned away")
    key, content = list(TABLES[LINES].about.key), list(old.columns)
    new = frame.loc[again & stage.kept, content]
    met = new[key].merge(old[key].drop_duplicates(), on=key, how="left", indicator=True)["_merge"] == "both"
    new = new[met.to_numpy()]
    same = new.merge(old.drop_duplicates(), on=content, how="left", indicator=True)["_merge"] == "both"
    if not same.all():
        raise ReadAll("lines of before occur again with other content")
    if stage.mapping.duplicates == "keep" and len(new):
        raise ReadAll("lines of before occur again, and repeats are kept")
    repeats = np.zeros(len(stage.state), dtype=bool)
    repeats[new.index] = True
    stage.settle(repeats, State.MERGED)


def loose_of(stage: Stage) -> str:
    """What may become of old lines in a later load by itself, for a sentence; empty: nothing."""
    if any(OUTSIDE in reason for _, reason in stage.reasons):
        return "some lay outside the days that the export allows"
    if stage.unknown:
        return "some hold words without a mapping"
    turned_away = stage.frame.loc[stage.state == State.REJECTED, L.order_id].nunique()
    return "many were turned away" if turned_away > MOST_TURNED_AWAY else ""


def orders_turned_away(stage: Stage) -> list[str]:
    """The orders of which lines were turned away, if there are not too many to write down."""
    orders = stage.frame.loc[stage.state == State.REJECTED, L.order_id].dropna().unique()
    return sorted(orders) if len(orders) <= MOST_TURNED_AWAY else []
