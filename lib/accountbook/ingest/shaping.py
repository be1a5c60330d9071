"""A file's rows before they are typed: nested ones made whole, fetched columns added, foreign rows left out."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from accountbook.ingest.errors import FileFault, nearest
from accountbook.ingest.lookups import Fetch, look_up
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.raw import Raw


def shape(raw: Raw, source: SourceMapping, fetch: Fetch, *, file: str) -> Raw:
    """The rows as the rest of the reading expects them.

    Parameters
    ----------
    source : the resolved settings: ``fill_down``, ``join``, ``lookup``, ``where``, in this order.
    fetch : reads the files of a lookup.
    file : how messages call the file.

    Raises
    ------
    FileFault
        If a setting names a header that is not there, or a lookup's file cannot be read.
    """
    if source.fill_down:
        for header in source.fill_down:
            _there(raw, header, file, "fill_down")
        raw = raw.extended(fill_down(raw.cells, source.fill_down))
    for column, headers in source.join.items():
        for header in headers:
            _there(raw, header, file, "join")
        raw = raw.extended(joined(raw.cells, column, headers))
    if source.lookup:
        raw = look_up(raw, source.lookup, fetch, file=file)
    if source.where:
        out = np.zeros(len(raw.row), dtype=bool)
        for header, pattern in source.where.items():
            _there(raw, header, file, "where")
            out |= ~_found(raw.cells[header], pattern)
        # a row whose lookup failed is turned away with its reason, not left out
        for _, _, rows in raw.faults:
            out &= ~rows
        raw = raw.without(out)
    return raw


def _there(raw: Raw, header: str, file: str, setting: str) -> None:
    if header not in raw.header:
        hint = nearest(header, raw.header) or f" It has {', '.join(raw.header[:15])}."
        raise FileFault(f'{file}: no column "{header}".{hint} Correct `{setting}` in mapping.toml.')


def _found(column: pa.ChunkedArray, pattern: str) -> np.ndarray:
    """Where a pattern of Python's kind is found; looked for once per different text."""
    encoded = column.combine_chunks().dictionary_encode()
    hits = np.array([bool(re.search(pattern, text)) for text in encoded.dictionary.to_pylist()], dtype=bool)
    return hits[encoded.indices.to_numpy(zero_copy_only=False)]


def fill_down(cells: pa.Table, headers: list[str]) -> pa.Table:
    """Cells that a nested list states once per group, in every row of it.

    Parameters
    ----------
    headers : the first names the group: a row in which it is filled begins one. Empty cells of all of them take the
        value of their group's first row, which may itself be empty.

    Examples
    --------
    >>> nested = pa.table({"Order": ["S1", "", "S2", ""], "Ref": ["x", "", "", ""], "Qty": ["1", "2", "3", "4"]})
    >>> fill_down(nested, ["Order", "Ref"]).to_pydict()
    {'Order': ['S1', 'S1', 'S2', 'S2'], 'Ref': ['x', 'x', '', ''], 'Qty': ['1', '2', '3', '4']}
    """
    lead = cells[headers[0]].combine_chunks()
    begins = pc.not_equal(lead, "").to_numpy(zero_copy_only=False)
    first = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), -1)) if len(begins) else np.empty(0, int)
    place = pa.array(first, mask=first < 0)
    for header in headers:
        own = cells[header].combine_chunks()
        above = pc.fill_null(own.take(place), "")
        whole = pc.if_else(pc.equal(own, ""), above, own)
        cells = cells.set_column(cells.column_names.index(header), header, whole)
    return cells


def joined(cells: pa.Table, column: str, headers: list[str]) -> pa.Table:
    """A column whose texts are those of others, one after the other; empty ones are left out.

    Examples
    --------
    >>> people = pa.table({"Last": ["김", "Rossi"], "First": ["민수", ""]})
    >>> joined(people, "name", ["Last", "First"])["name"].to_pylist()
    ['김민수', 'Rossi']
    """
    nothing, space = (pa.scalar(text, pa.large_string()) for text in ("", " "))
    whole = cells[headers[0]].combine_chunks().cast(pa.large_string())
    for header in headers[1:]:
        own = cells[header].combine_chunks().cast(pa.large_string())
        hangul = pc.match_substring_regex(pc.binary_join_element_wise(whole, own, nothing), r"^\p{Hangul}+$")
        apart = pc.if_else(hangul, nothing, space)
        whole = pc.utf8_trim_whitespace(pc.binary_join_element_wise(whole, apart, own, nothing))
    if column in cells.column_names:
        cells = cells.drop_columns(column)
    return cells.append_column(column, whole)


def emptied(frame: pd.DataFrame, unless: dict[str, dict[str, str]]) -> pd.DataFrame:
    """The typed rows without what does not apply to them, like the closing day of a deal that is open.

    Parameters
    ----------
    unless : column = {other column = pattern}.

    Examples
    --------
    >>> deals = pd.DataFrame({"outcome": ["open", "won"], "closed_on": ["2026-01-02", "2026-01-03"]}, dtype="str")
    >>> emptied(deals, {"closed_on": {"outcome": "^open$"}})["closed_on"].tolist()
    [nan, '2026-01-03']
    """
    for column, rules in unless.items():
        for other, pattern in rules.items():
            texts = frame[other].astype("str")
            frame = frame.assign(**{column: frame[column].mask(texts.notna() & texts.str.contains(pattern, na=False))})
    return frame
