"""A table on its way in: all rows of all its files, each kept, merged, rejected or skipped."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.ingest.cells import Typed
from accountbook.ingest.files import SourceFile
from accountbook.ingest.intake import REJECTED
from accountbook.ingest.mapping import SourceMapping, TableMapping
from accountbook.ingest.origin import Queried
from accountbook.ingest.raw import Raw
from accountbook.tables import Table

ERASED = "erased"
"""Why a row of somebody who was forgotten is turned away; its content is not kept."""
ODD = "has another number of fields than the header"


class State(IntEnum):
    """What became of a row; a skipped one belongs to another table (``distinct``)."""

    KEPT = 0
    MERGED = 1
    REJECTED = 2
    SKIPPED = 3


@dataclass(frozen=True)
class Part:
    """One file's, or one query's, share of a table."""

    file: SourceFile | Queried
    source: SourceMapping
    raw: Raw

    @property
    def rows(self) -> int:
        """Rows of the file, those that don't fit the header included."""
        return len(self.raw.row) + len(self.raw.odd)


@dataclass
class Stage:
    """The rows of a table while it is worked on.

    Attributes
    ----------
    frame : every row with the header's number of fields, typed, in file order.
    state : per row, a `State`.
    reason : per row, the place in `reasons` of why it is rejected, or -1.
    part, at : per row, its file (place in `parts`) and its place in that file's `Raw`.
    unknown, faulty : see `Typed`, over all files.
    repointed : rows whose account was merged into another.
    """

    table: Table
    mapping: TableMapping
    parts: list[Part]
    frame: pd.DataFrame
    state: np.ndarray
    reason: np.ndarray
    part: np.ndarray
    at: np.ndarray
    reasons: list[tuple[str, str]] = field(default_factory=list)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    faulty: dict[str, np.ndarray] = field(default_factory=dict)
    repointed: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=bool))

    @classmethod
    def of(cls, table: Table, mapping: TableMapping, parts: list[Part], typed: list[Typed]) -> Stage:
        """Put the typed files of a table together."""
        frame = pd.concat([one.frame for one in typed], ignore_index=True) if len(typed) > 1 else typed[0].frame
        sizes = [len(one.frame) for one in typed]
        stage = cls(
            table, mapping, parts, frame.astype(table.dtypes),
            state=np.zeros(sum(sizes), dtype="int8"), reason=np.full(sum(sizes), -1, dtype="int16"),
            part=np.repeat(np.arange(len(parts), dtype="int32"), sizes),
            at=np.concatenate([np.arange(size, dtype="int32") for size in sizes]),
            repointed=np.zeros(sum(sizes), dtype=bool),
        )  # fmt: skip
        start = 0
        for one, size in zip(typed, sizes, strict=True):
            for place, (column, reason) in enumerate(one.reasons):
                bad = np.zeros(len(frame), dtype=bool)
                bad[start : start + size] = one.fault == place
                stage.reject(bad, column, reason)
            for column, bad in one.faulty.items():
                stage.faulty.setdefault(column, np.zeros(len(frame), dtype=bool))[start : start + size] = bad
            for column, words in one.unknown.items():
                counts = stage.unknown.setdefault(column, {})
                for word, count in words.items():
                    counts[word] = counts.get(word, 0) + count
            start += size
        return stage

    @property
    def kept(self) -> np.ndarray:
        """Which rows are kept so far."""
        return self.state == State.KEPT

    def reject(self, bad: np.ndarray, column: str, reason: str) -> None:
        """Turn away the rows that are still kept."""
        bad = bad & self.kept
        if not bad.any():
            return
        if (column, reason) not in self.reasons:
            self.reasons.append((column, reason))
        self.reason[bad] = self.reasons.index((column, reason))
        self.state[bad] = State.REJECTED

    def erase(self, rows: np.ndarray) -> None:
        """Turn away rows of people who were forgotten, also those that are turned away for another reason."""
        rows = rows & (self.state != State.SKIPPED)
        self.state[rows] = State.KEPT
        self.reject(rows, "", ERASED)

    def skip(self, number: int, rows: np.ndarray) -> None:
        """Leave rows of a file out, also those that are turned away: they belong to no row of this table."""
        where = np.flatnonzero(self.part == number)[rows[self.at[self.part == number]]]
        self.state[where], self.reason[where] = State.SKIPPED, -1

    def settle(self, rows: np.ndarray, state: State) -> None:
        """Set the state of rows that are still kept."""
        self.state[rows & self.kept] = state

    def release(self) -> None:
        """Let go of the cells, as read and as typed: what is asked of a stage from now on is states and places."""
        self.frame = self.frame.iloc[:0]
        self.parts[:] = [replace(one, raw=replace(one.raw, cells=one.raw.cells.slice(0, 0))) for one in self.parts]

    def rows_in(self) -> int:
        """Rows that were meant for this table: all but the skipped."""
        return int((self.state != State.SKIPPED).sum()) + sum(len(part.raw.odd) for part in self.parts)

    def rejected(self) -> pd.DataFrame:
        """The rows turned away, see `REJECTED`, in file order."""
        pieces = []
        for number, part in enumerate(self.parts):
            where = np.flatnonzero((self.part == number) & (self.state == State.REJECTED))
            columns = [self.reasons[i][0] for i in self.reason[where]]
            reasons = [" ".join(self.reasons[i]).strip() for i in self.reason[where]]
            contents = _contents(part.raw, self.at[where])
            contents = ["" if reason == ERASED else text for reason, text in zip(reasons, contents, strict=True)]
            rows = part.raw.row[self.at[where]]
            pieces.append(
                pd.DataFrame(dict(zip(REJECTED, (part.file.name, rows, columns, reasons, contents), strict=True)))
            )
            odd = [(part.file.name, row, "", ODD, json.dumps(cells, ensure_ascii=False)) for row, cells in part.raw.odd]
            pieces.append(pd.DataFrame(odd, columns=list(REJECTED)))
        types = {name: "int64" if name == "row" else "str" for name in REJECTED}
        pieces = [piece for piece in pieces if len(piece)] or [pd.DataFrame(columns=list(REJECTED))]
        whole = pd.concat(pieces, ignore_index=True).astype(types)
        return whole.sort_values(["file", "row"], kind="stable", ignore_index=True)

    def tally(self) -> dict[str, int]:
        """How many rows were rejected for each reason, the most frequent first."""
        counts = {}
        for place in self.reason[self.state == State.REJECTED]:
            text = " ".join(self.reasons[place]).strip()
            counts[text] = counts.get(text, 0) + 1
        odd = sum(len(part.raw.odd) for part in self.parts)
        if odd:
            counts[ODD] = odd
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _contents(raw: Raw, at: np.ndarray) -> list[str]:
    texts: list[str] = []
    for start in range(0, len(at), 20_000):
        rows = raw.cells.take(pa.array(at[start : start + 20_000])).to_pylist()
        texts += [json.dumps(row, ensure_ascii=False) for row in rows]
    return texts
