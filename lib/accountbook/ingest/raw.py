"""A file as text: every cell as it was written, with the number of its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from accountbook.ingest.errors import FileFault, NoRows

CHUNK = 50_000
ODD_SHARE = 0.01
"""Share of rows with another number of fields than the header's from which a file is taken for shifted."""


@dataclass(frozen=True)
class Raw:
    """The rows of one file.

    Attributes
    ----------
    cells : one text column per header; blank cells are empty texts; NFC, without outer white space.
    row : number of each row in the file, the header row counted.
    odd : rows with another number of fields: (row, their cells).
    encoding, delimiter : of a text file; otherwise the format, and nothing.
    typed : the format knows dates and numbers (a workbook, Parquet): ISO text is a date whatever is declared.
    date1904 : a workbook that counts days from 1904.
    open_end : a text file whose last line has no end.
    records : number of the last record of a text file, blank ones counted.
    furniture : rows left out below the header: page headers, rulings, totals, footers.
    faults : (column, reason, rows): what was wrong with rows before their cells are read.
    out : rows that the mapping leaves out (``where``), or None.
    """

    cells: pa.Table
    row: np.ndarray
    odd: list[tuple[int, list[str]]] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    typed: bool = False
    date1904: bool = False
    open_end: bool = False
    records: int = 0
    furniture: int = 0
    faults: list[tuple[str, str, np.ndarray]] = field(default_factory=list)
    out: np.ndarray | None = None

    @property
    def header(self) -> list[str]:
        """The column names, in order."""
        return self.cells.column_names

    def extended(self, cells: pa.Table, faults: Sequence[tuple[str, str, np.ndarray]] = ()) -> Raw:
        """The same rows with other cells and further faults."""
        return replace(self, cells=cells, faults=[*self.faults, *faults])

    def without(self, rows: np.ndarray) -> Raw:
        """The same rows, some of them to be left out."""
        return replace(self, out=rows)


UNSEEN = "\u00ad\u200b\u2060\ufeff\ufff9-\ufffb"
"""Marks without width; they come with text pasted from web pages and make two ids of one."""
TURNING = "\u202a-\u202e\u2066-\u2069"
"""Marks that turn the direction of what stands after them, the rest of a page's line too."""
DROPPED = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{{84}}\x{{86}}-\x{{9f}}{UNSEEN}{TURNING}]"
MARKS = 4
"""Accents that a letter may carry; more of them grow over the lines above and below."""


def clean(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Text in NFC without white space around it and without what nobody sees: control and direction marks.

    Line breaks and tabs within a text stay; a joiner that makes one sign of two stays, too.

    Examples
    --------
    >>> clean(pa.array([" a ", "\u1112\u1161\u11ab", "A\u200b-017", "bell\x07", "\u202ecod.exe"])).to_pylist()
    ['a', '한', 'A-017', 'bell', 'cod.exe']
    """
    if pc.all(pc.ascii_is_printable(column)).as_py() is not False:
        return pc.utf8_trim_whitespace(column)
    text = pc.replace_substring_regex(pc.utf8_normalize(column, form="NFC"), DROPPED, "")
    text = pc.replace_substring_regex(text, r"[\x{85}\x{2028}\x{2029}]+", " ")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(text, rf"(\p{{Mn}}{{{MARKS}}})\p{{Mn}}+", r"\1"))


def clean_header(header: Sequence[str], *, name: str) -> list[str]:
    """Column names in NFC with single spaces; columns without a name are called by their place.

    Raises
    ------
    FileFault
        If two columns have one name, or none has any.

    Examples
    --------
    >>> clean_header(["Order  No", ""], name="a.csv")
    ['Order No', '(column 2)']
    """
    texts = [" ".join(one.split()) for one in clean(pa.array(header, pa.large_string())).to_pylist()]
    if not any(texts):
        raise FileFault(f"{name}: the header row is empty. Say in `header_row` where the column names stand.")
    twins = sorted({one for one in texts if one and texts.count(one) > 1})
    if twins:
        places = "; ".join(f'"{one}" in columns {_places(texts, one)}' for one in twins)
        raise FileFault(f"{name}: duplicate headers: {places}. Rename one of them in the export.")
    return [one or f"(column {place})" for place, one in enumerate(texts, start=1)]


def _places(texts: list[str], one: str) -> str:
    return " and ".join(str(place) for place, text in enumerate(texts, start=1) if text == one)


class Gathering:
    """Collects rows of cells into a `Raw`, a chunk at a time, so that no list of all texts is ever held."""

    def __init__(self, header: list[str], *, name: str, skip: Sequence[str] = ()):
        self.header, self.name = header, name
        self.skip = [re.compile(pattern) for pattern in skip]
        self.furniture = 0
        self.chunks: list[list[pa.Array]] = []
        self.rows: list[np.ndarray] = []
        self.odd: list[tuple[int, list[str]]] = []
        self.last: tuple[int, int] = (0, 0)

    def add(self, records: list[Sequence[str]], numbers: Sequence[int]) -> None:
        """Add records (texts) with their row numbers; blank records and those to skip are left out."""
        width = len(self.header)
        if self.skip:
            kept = [(n, one) for n, one in zip(numbers, records, strict=True) if not self._skips(one)]
            self.furniture += len(records) - len(kept)
            numbers, records = [n for n, _ in kept], [one for _, one in kept]
        if {len(one) for one in records} != {width} or not all(map(any, records)):
            kept = [(n, one) for n, one in zip(numbers, records, strict=True) if any(map(str.strip, one))]
            self.odd += [(n, list(one)) for n, one in kept if len(one) != width]
            if kept:
                self.last = (kept[-1][0], len(kept[-1][1]))
            kept = [(n, one) for n, one in kept if len(one) == width]
            numbers, records = [n for n, _ in kept], [one for _, one in kept]
        elif records:
            self.last = (numbers[-1], width)
        if records:
            self.chunks.append([clean(pa.array(column, pa.large_string())) for column in zip(*records, strict=True)])
            self.rows.append(np.asarray(numbers, dtype="int32"))

    def _skips(self, record: Sequence[str]) -> bool:
        first = next((cell.strip() for cell in record if cell and not cell.isspace()), "")
        return any(pattern.search(first) for pattern in self.skip)

    def finish(self, *, may_be_cut: bool = False, **about: object) -> Raw:
        """The gathered rows.

        Raises
        ------
        FileFault
            If there are none, if the last one stops short (`may_be_cut`), or if rows don't fit the header.
        """
        width = len(self.header)
        count = sum(map(len, self.rows))
        if count + len(self.odd) == 0:
            raise NoRows(
                f"{self.name}: no rows below the header. Export it again, or leave the file out of mapping.toml."
            )
        if may_be_cut and self.last[1] < width:
            raise FileFault(
                f"{self.name}: cut off: the last row ({self.last[0]}) has {self.last[1]} fields, the header {width}. "
                "Export or copy it again."
            )
        if len(self.odd) > ODD_SHARE * (count + len(self.odd)):
            row, cells = self.odd[0]
            raise FileFault(
                f"{self.name}: columns are shifted: {len(self.odd):,} of {count + len(self.odd):,} rows have another "
                f"number of fields than the header; first row {row}: {len(cells)} fields, header {width}. Look for an "
                "unquoted delimiter or a column without a header, and export again."
            )
        columns = [
            pa.chunked_array([chunk[place] for chunk in self.chunks], pa.large_string()) for place in range(width)
        ]
        row = np.concatenate(self.rows) if self.rows else np.empty(0, dtype="int32")
        return Raw(pa.table(columns, names=self.header), row, odd=self.odd, furniture=self.furniture, **about)
