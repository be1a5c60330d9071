"""Where in a file its table stands: below titles, between frames, above footers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Any

from accountbook.ingest.delimited import DELIMITERS
from accountbook.ingest.encoding import encoding_of, opened
from accountbook.ingest.files import SourceFile
from accountbook.ingest.workbook import first_rows

LOOKED_AT = 60
"""Lines at the head of a file, and at its foot, that are looked at."""
TITLES = 30
"""A header stands in one of these first lines."""


def layout_of(file: SourceFile) -> dict[str, Any]:
    """How a file differs from a plain table: ``header_row``, ``framed``, ``delimiter``, ``skip_rows``.

    Raises
    ------
    FileFault
        If the file cannot be decoded or opened.
    """
    if file.kind == "parquet":
        return {}
    if file.kind == "workbook":
        rows = first_rows(file, LOOKED_AT)
        return _headed([len([cell for cell in row if cell]) for row in rows], rows)
    head, foot = _ends(file)
    if framed := _framed(head):
        return framed
    counts = {mark: [len(row) for row in _records(head, mark)] for mark in DELIMITERS}
    mark = max(DELIMITERS, key=lambda one: (_usual(counts[one])[1] * (_usual(counts[one])[0] - 1), counts[one][:1]))
    records = _records(head, mark)
    layout = _headed(counts[mark], records)
    width = _usual(counts[mark])[0]
    if layout:
        layout["delimiter"] = mark
    if width > 2 and (patterns := _footers(_records(foot, mark), width)):
        layout |= {"skip_rows": patterns, "delimiter": mark}
    return layout


def _ends(file: SourceFile) -> tuple[list[str], list[str]]:
    codec = encoding_of(file.path, declared="auto", name=file.name)
    with opened(file.path, file.name) as packed, io.TextIOWrapper(packed, encoding=codec, newline="") as text:
        head = list(islice(text, LOOKED_AT))
        foot: list[str] = list(head)
        for line in text:
            foot.append(line)
            if len(foot) > 4 * LOOKED_AT:
                foot = foot[-LOOKED_AT:]
    return head, foot[-LOOKED_AT:]


def _records(lines: list[str], mark: str) -> list[list[str]]:
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=mark)]
    except csv.Error:
        return []


def _usual(counts: list[int]) -> tuple[int, int]:
    """The most frequent number of fields above one, and how often it occurs."""
    many = Counter(count for count in counts if count > 1)
    return max(many.items(), key=lambda one: (one[1], one[0])) if many else (1, 0)


def _headed(counts: list[int], rows: list[list[str]]) -> dict[str, Any]:
    """The header's row, where titles stand above it: far fewer fields than the rows below have."""
    width, often = _usual([len(row) for row in rows])
    if often < 2 or width < 3 or not counts:
        return {}
    filled = [len([cell for cell in row if cell]) for row in rows]
    # a first row as full as the others is the header; one of another width is a title only above another or a gap
    if filled[0] > width / 2 and (len(rows[0]) == width or filled[1] > width / 2):
        return {}
    first = next((p for p, count in enumerate(filled[:TITLES]) if p and count > width / 2), 0)
    return {"header_row": first + 1} if first else {}


def _framed(head: list[str]) -> dict[str, Any]:
    """A list made for a printer: its rows stand between bars."""
    inner = [line.strip() for line in head]
    barred = [line for line in inner if len(line) > 2 and line[0] == line[-1] == "|" and line.strip("|-+= ")]
    width, often = _usual([line.count("|") for line in barred])
    if often < 3 or often < len(barred) * 0.8 or width < 4:
        return {}
    first = next(place for place, line in enumerate(inner) if line in barred and line.count("|") == width)
    return {"header_row": first + 1, "framed": True, "delimiter": "|", "skip_rows": [r"^\*+$"]}


def _footers(rows: list[list[str]], width: int) -> list[str]:
    """Patterns of the last rows, as far as they hold but one or two cells: what is said there, without its figures."""
    patterns = []
    for row in reversed(rows):
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        if len(filled) > 2 or width < 2 * len(filled) or (len(row) == width and len(filled) > 1):
            break
        said = re.match(r"[^\d:：]*", filled[0])[0][:40].rstrip()
        if not said:
            break
        patterns.append("^" + re.escape(said).replace(r"\ ", " "))
    return patterns[::-1]
