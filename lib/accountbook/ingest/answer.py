"""What a database answers to a query, as text: read in batches, so that no more than one is held twice."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Numeric,
    Select,
    TextClause,
    bindparam,
    column,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from accountbook.ingest.clock import local
from accountbook.ingest.columnar import number
from accountbook.ingest.database import reading
from accountbook.ingest.errors import FileFault, NoRows
from accountbook.ingest.origin import Queried
from accountbook.ingest.query import Query
from accountbook.ingest.raw import Raw, clean, clean_header
from accountbook.ingest.statement import asked, prepared
from accountbook.ingest.watermark import Watermark, greatest

BATCH = 10_000
MAX_COLUMNS = 2_000


@dataclass(frozen=True)
class Answer:
    """The rows of a query.

    Attributes
    ----------
    origin : where they came from.
    raw : the rows; numbered from 1 in the order in which they came.
    sha256 : of the rows as text, in that order.
    """

    origin: Queried
    raw: Raw
    sha256: str


def ask(
    name: str,
    query: Query,
    *,
    exported_on: dt.date,
    clock: Callable[[], ZoneInfo],
    decimal: str = ".",
    before: Watermark | None = None,
) -> Answer:
    """Ask a database and read all that it answers.

    Parameters
    ----------
    name : ``source.<name>``.
    clock : tells the company's time zone; asked for only if a moment has one.
    decimal : mark that the mapping declares: numbers are written with it.
    before : how far the load before read; None: everything is read.

    Raises
    ------
    FileFault
        If it cannot be had or not be trusted.
    """
    since = before.less(query.overlap) if before is not None else None
    statement = _statement(query, since, exported_on)
    gathering = _Gathering(name, query, decimal, clock, exported_on)
    with reading(name, query) as session:
        connection = session.connection.execution_options(stream_results=True, max_row_buffer=BATCH)
        with connection.execute(statement) as result:
            if not result.returns_rows:
                raise FileFault(f"{name}: the query gives no rows at all. Write a select.")
            gathering.begin(list(result.keys()))
            for rows in result.partitions(BATCH):  # without a size a text's rows come all at once
                session.check_time()
                gathering.add(rows)
                session.rows += len(rows)
    if not gathering.rows and since is None:
        raise NoRows(
            f"{name}: the query gives no rows. Look at its conditions and at what its user may see, or write "
            "optional = true for the table."
        )
    raw = gathering.raw()
    origin = Queried(name, raw.cells.nbytes, query.query, since, _greater(gathering.mark, before), gathering.unmarked)
    return Answer(origin, raw, gathering.digest.hexdigest())


def _statement(query: Query, since: Watermark | None, exported_on: dt.date) -> TextClause | Select:
    """The query with its values bound; where it doesn't ask for ``:since`` itself, a condition around it does."""
    said = text(prepared(query.query))
    if "exported_on" in asked(query.query):
        said = said.bindparams(bindparam("exported_on", exported_on, type_=Date()))
    if query.asks_since:
        value = since or Watermark(query.since_from)
        return said.bindparams(bindparam("since", value.value, type_=_type_of(value)))
    if since is None:
        return said
    rows = said.columns().subquery("source_rows")
    mark = column(query.since)
    later = mark >= bindparam("since", since.value, type_=_type_of(since))
    # what has no mark may be new in any load
    return select(literal_column("*")).select_from(rows).where(or_(later, mark.is_(None)))


def _type_of(mark: Watermark) -> TypeEngine:
    """As what a watermark is bound."""
    if mark.kind == "moment":
        return DateTime(timezone=mark.value.tzinfo is not None)
    if mark.kind == "day":
        return Date()
    return BigInteger() if isinstance(mark.value, int) else Numeric()


def _greater(value: Any, before: Watermark | None) -> Watermark | None:
    """The greater of what was read now and what was read before; what cannot be compared starts anew."""
    if value is None or before is None:
        return before if value is None else Watermark(value)
    try:
        return max(Watermark(value), before, key=lambda mark: mark.value)
    except TypeError:
        return Watermark(value)


class _Gathering:
    """Collects batches of rows as text."""

    def __init__(
        self, name: str, query: Query, decimal: str, clock: Callable[[], ZoneInfo], exported_on: dt.date
    ) -> None:
        self.name, self.query, self.decimal, self.clock = name, query, decimal, clock
        # a server's clock may be a day ahead of the export's
        self.no_later = exported_on + dt.timedelta(days=1)
        self.digest = hashlib.sha256()
        self.header: list[str] = []
        self.chunks: list[list[pa.Array]] = []
        self.rows, self.unmarked, self.mark = 0, 0, None
        self.place: int | None = None

    def begin(self, keys: Sequence[str]) -> None:
        """The names of the columns."""
        if len(keys) > MAX_COLUMNS:
            raise FileFault(f"{self.name}: the query has {len(keys):,} columns. Name those that are needed.")
        self.header = clean_header(keys, name=self.name)
        if self.query.since is not None:
            if self.query.since not in keys:
                raise FileFault(
                    f'{self.name}: the query gives no column "{self.query.since}", which since names. Add it to the '
                    f"query, or correct since under [{self.name}]."
                )
            self.place = list(keys).index(self.query.since)
        self.digest.update("\x1f".join(self.header).encode("utf-8", "surrogatepass"))

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """One batch."""
        columns = list(zip(*rows, strict=True))
        if self.place is not None:
            where = f'{self.name}, column "{self.query.since}"'
            self.unmarked += columns[self.place].count(None)
            newest = greatest(columns[self.place], no_later=self.no_later, where=where)
            self.mark = newest if self.mark is None else self.mark if newest is None else max(self.mark, newest)
        chunk = []
        for header, values in zip(self.header, columns, strict=True):
            texts = self._texts(header, values)
            chunk.append(clean(pa.array(texts, pa.large_string())))
            self.digest.update(b"\x1e" + "\x1f".join(texts).encode("utf-8", "surrogatepass"))
        self.chunks.append(chunk)
        self.rows += len(rows)

    def raw(self) -> Raw:
        """All of them."""
        columns = [
            pa.chunked_array([chunk[place] for chunk in self.chunks], pa.large_string())
            for place in range(len(self.header))
        ]
        row = np.arange(1, self.rows + 1, dtype="int32")
        return Raw(pa.table(columns, names=self.header), row, encoding="sql", typed=True)

    def _texts(self, header: str, values: Sequence[Any]) -> list[str]:
        """A column's values as they are written in files; NULL is nothing."""
        kinds = {type(value) for value in values} - {type(None)}
        if kinds <= {str}:
            return ["" if value is None else value for value in values]
        writers = {kind: self._writer(header, kind) for kind in kinds} | {type(None): lambda _: ""}
        return [writers[type(value)](value) for value in values]

    def _writer(self, header: str, kind: type) -> Callable[[Any], str]:
        mark = self.decimal
        writers: dict[type, Callable[[Any], str]] = {
            bool: lambda value: "true" if value else "false",
            int: str,
            Decimal: lambda value: format(value, "f").replace(".", mark),
            float: lambda value: number(value, mark),
            dt.datetime: lambda value: local(value, self.clock() if value.tzinfo else None).isoformat(),
            dt.date: dt.date.isoformat,
            dt.time: dt.time.isoformat,
            UUID: str,
            str: str,
        }
        found = next((writers[one] for one in kind.__mro__ if one in writers), None)
        if found is None:
            what = "bytes" if issubclass(kind, bytes | bytearray | memoryview) else kind.__name__
            raise FileFault(
                f'{self.name}, column "{header}": holds {what}, not plain values. Leave it out of the query, or cast '
                "it to text there."
            )
        return found
