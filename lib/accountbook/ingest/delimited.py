"""CSV and TSV: one strict pass that checks quoting, field counts and the end of the file while it reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from accountbook.ingest.encoding import BLOCK, encoding_of, looks_western, opened
from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile
from accountbook.ingest.raw import CHUNK, Gathering, Raw, clean_header

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Begun:
    """A text file that was read before, up to a place where a record ended.

    Attributes
    ----------
    place : bytes read. records : number of the last record. encoding : the codec that read them.
    """

    place: int
    records: int
    encoding: str


def read_delimited(
    file: SourceFile,
    *,
    encoding: str = "auto",
    delimiter: str = "auto",
    header_row: int = 1,
    framed: bool = False,
    skip_rows: Sequence[str] = (),
    begun: Begun | None = None,
) -> Raw:
    """Read a delimited text file, packed or not.

    Parameters
    ----------
    encoding : see `encoding_of`.
    delimiter : one character, or ``"auto"``: the one that splits the header into most fields.
    header_row : row of the column names, from 1.
    framed : each row stands between two delimiters, as in lists that were made for a printer; what does not (titles,
        rulings) and repeats of the header are left out, and quotes are text.
    skip_rows : patterns; rows below the header whose first filled cell has one are left out.
    begun : read only what follows this place; the file is not packed.

    Raises
    ------
    FileFault
        If it cannot be decoded, is cut off, has shifted columns, twin headers or no rows.

    Notes
    -----
    A row's number counts records as a spreadsheet does: a line break within quotes begins no new row.
    """
    if begun is not None:
        return _rest(file, begun, delimiter=delimiter, header_row=header_row)
    codec = encoding_of(file.path, declared=encoding, name=file.name)
    with opened(file.path, file.name) as packed, io.TextIOWrapper(packed, encoding=codec, newline="") as text:
        head = [text.readline() for _ in range(header_row)]
        if delimiter == "auto":
            delimiter = _delimiter(head[-1])
        ends = _LastLine(text)
        rows = _framed(_chain(head, ends), delimiter) if framed else _chain(head, ends)
        quoting = csv.QUOTE_NONE if framed else csv.QUOTE_MINIMAL
        reader = csv.reader(rows, delimiter=delimiter, strict=True, quoting=quoting)
        try:
            header = next(islice(reader, header_row - 1, header_row), [])
        except csv.Error as error:
            raise FileFault(_quoting(file.name, reader.line_num, str(error))) from None
        about = {"encoding": codec, "delimiter": delimiter}
        return _gathered(file, reader, ends, header, header_row, framed=framed, skip=skip_rows, **about)


def _rest(file: SourceFile, begun: Begun, *, delimiter: str, header_row: int) -> Raw:
    """The records after a place, under the header of the file."""
    with file.path.open("rb") as data:
        part = io.TextIOWrapper(io.BytesIO(data.read(min(begun.place, BLOCK))), encoding=begun.encoding, newline="")
        head = [part.readline() for _ in range(header_row)]
        if delimiter == "auto":
            delimiter = _delimiter(head[-1])
        header = next(islice(csv.reader(chain(head, part), delimiter=delimiter), header_row - 1, header_row), [])
        data.seek(begun.place)
        if begun.encoding == "cp949" and looks_western(data.read(BLOCK)):
            raise FileFault(f"{file.name}: its end is in another encoding than its beginning. Export it again.")
    with file.path.open("rb") as data:
        data.seek(begun.place)
        with io.TextIOWrapper(data, encoding=begun.encoding.removesuffix("-sig"), newline="") as text:
            ends = _LastLine(_without_nul(text, file.name))
            reader = csv.reader(iter(ends), delimiter=delimiter, strict=True)
            about = {"encoding": begun.encoding, "delimiter": delimiter}
            return _gathered(file, reader, ends, header, begun.records, **about)


def _gathered(
    file: SourceFile,
    reader: Any,
    ends: _LastLine,
    header: list[str],
    last: int,
    *,
    framed: bool = False,
    skip: Sequence[str] = (),
    **about: str,
) -> Raw:
    """All records that a reader gives, numbered from the one after `last`."""
    gathering, again = Gathering(clean_header(header, name=file.name), name=file.name, skip=skip), 0
    try:
        while records := list(islice(reader, CHUNK)):
            if framed:
                again += sum(one in ([], header) for one in records)
                records = [[] if one == header else one for one in records]
            gathering.add(records, range(last + 1, last + 1 + len(records)))
            last += len(records)
    except csv.Error as error:
        raise FileFault(_quoting(file.name, reader.line_num, str(error))) from None
    except UnicodeDecodeError:
        raise FileFault(f"{file.name}: its end is in another encoding than its beginning. Export it again.") from None
    open_end = not ends.last.endswith(("\n", "\r")) and not framed
    gathering.furniture += again
    return gathering.finish(may_be_cut=True, open_end=open_end, records=last, **about)


def _without_nul(lines: io.TextIOBase, name: str) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise FileFault(f"{name}: holds NUL characters, as a file that was not written to its end does.")
        yield line


def _framed(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """The lines between their outer delimiters; a line without them, or a ruling, is empty."""
    for line in lines:
        text = line.strip().lstrip("\ufeff")
        inner = text[1:-1] if len(text) > 2 and text[0] == text[-1] == delimiter else ""
        yield (inner if inner.strip(f" -+={delimiter}") else "") + "\n"


class _LastLine:
    """Passes lines on and remembers the last one."""

    def __init__(self, lines: Iterable[str]):
        self.lines, self.last = lines, "\n"

    def __iter__(self):
        for line in self.lines:
            self.last = line
            yield line


def _chain(head: list[str], rest: _LastLine):
    yield from head
    yield from rest


def _delimiter(header: str) -> str:
    found = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: found[mark])


def _quoting(name: str, line: int, error: str) -> str:
    if "unexpected end" in error or "field larger" in error:
        return f"{name}: cut off or a quote not closed: a field in quotes never ends (line {line}). Export it again."
    return f'{name}: line {line}: text after a closing quote; quotes within a field are doubled (""). Export it again.'
