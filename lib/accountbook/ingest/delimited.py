"""CSV and TSV: one strict pass that checks quoting, field counts and the end of the file while it reads."""

from __future__ import annotations

import csv
import io
from itertools import islice

from accountbook.ingest.encoding import encoding_of, opened
from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile
from accountbook.ingest.raw import CHUNK, Gathering, Raw, clean_header

DELIMITERS = (",", ";", "\t", "|")


def read_delimited(file: SourceFile, *, encoding: str = "auto", delimiter: str = "auto", header_row: int = 1) -> Raw:
    """Read a delimited text file, packed or not.

    Parameters
    ----------
    encoding : see `encoding_of`.
    delimiter : one character, or ``"auto"``: the one that splits the header into most fields.
    header_row : row of the column names, from 1.

    Raises
    ------
    FileFault
        If it cannot be decoded, is cut off, has shifted columns, twin headers or no rows.

    Notes
    -----
    A row's number counts records as a spreadsheet does: a line break within quotes begins no new row.
    """
    codec = encoding_of(file.path, declared=encoding, name=file.name)
    with opened(file.path, file.name) as packed, io.TextIOWrapper(packed, encoding=codec, newline="") as text:
        head = [text.readline() for _ in range(header_row)]
        if delimiter == "auto":
            delimiter = _delimiter(head[-1])
        ends = _LastLine(text)
        reader = csv.reader(_chain(head, ends), delimiter=delimiter, strict=True)
        try:
            header = next(islice(reader, header_row - 1, header_row), [])
            gathering = Gathering(clean_header(header, name=file.name), name=file.name)
            first = header_row + 1
            while records := list(islice(reader, CHUNK)):
                gathering.add(records, range(first, first + len(records)))
                first += len(records)
        except csv.Error as error:
            raise FileFault(_quoting(file.name, reader.line_num, str(error))) from None
        open_end = not ends.last.endswith(("\n", "\r"))
        return gathering.finish(may_be_cut=True, encoding=codec, delimiter=delimiter, open_end=open_end)


class _LastLine:
    """Passes lines on and remembers the last one."""

    def __init__(self, lines: io.TextIOBase):
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
