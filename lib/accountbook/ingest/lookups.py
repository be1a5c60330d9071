"""Columns that a file lacks and another file knows: an order line's account stands in the order's header."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from accountbook.ingest.declared import Encoding, Pattern
from accountbook.ingest.errors import FileFault, nearest
from accountbook.ingest.raw import Raw

Name = Annotated[str, Field(min_length=1)]
Fetch = Callable[["Lookup"], list[tuple[str, Raw]]]
"""Gives the files of a lookup, each with its name; raises `FileFault`."""


class Lookup(BaseModel):
    """``[tables.order_lines.lookup.account_id]``: a column fetched from other files.

    Attributes
    ----------
    file : name or pattern of the other file, or several.
    by : header of this file whose value names a row of the other; may be a lookup that stands before.
    key : header of the other file with that value; by default called as in this one.
    take : header of the other file with the value wanted.
    encoding, delimiter, header_row, framed, skip_rows : how the other file is written, see `SourceMapping`.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    file: Name | list[Name]
    by: Name
    key: Name | None = None
    take: Name
    encoding: Encoding = "auto"
    delimiter: Annotated[str, Field(pattern=r"^(auto|.|\t)$")] = "auto"
    header_row: int = Field(default=1, ge=1, le=1000)
    framed: bool = False
    skip_rows: list[Pattern] = []

    @property
    def files(self) -> list[str]:
        """The patterns of the other files."""
        return [self.file] if isinstance(self.file, str) else list(self.file)

    @property
    def said(self) -> str:
        """The other files, as messages name them."""
        return ", ".join(self.files)


def bare(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Ids to compare: numbers without leading zeros, which one list of a system shows and another hides.

    Examples
    --------
    >>> bare(pa.array(["0000004711", "4711", "A01", "0"])).to_pylist()
    ['4711', '4711', 'A01', '0']
    """
    return pc.replace_substring_regex(column, r"^0+(\d+)$", r"\1")


def look_up(raw: Raw, lookups: dict[str, Lookup], fetch: Fetch, *, file: str) -> Raw:
    """Add the columns that lookups fetch, each under the lookup's name.

    Parameters
    ----------
    fetch : reads the files of a lookup.
    file : how messages call this file.

    Returns
    -------
    Raw
        With a column per lookup; a value that finds no row, or rows that differ, is a fault of its row. An empty
        value looks nothing up and gives an empty one.

    Raises
    ------
    FileFault
        If the other file cannot be read or a header is missing.
    """
    for name, one in lookups.items():
        if one.by not in raw.header:
            hint = nearest(one.by, raw.header) or f" It has {', '.join(raw.header[:15])}."
            raise FileFault(f'{file}: no column "{one.by}" to look {name} up by.{hint} Correct lookup.{name}.by.')
        found, wrong = _joined(raw.cells[one.by], one, fetch(one), name)
        cells = raw.cells
        if name in cells.column_names:
            cells = cells.drop_columns(name)
        raw = raw.extended(cells.append_column(name, found), [(name, *each) for each in wrong])
    return raw


def _joined(
    by: pa.ChunkedArray, one: Lookup, others: list[tuple[str, Raw]], name: str
) -> tuple[pa.Array, list[tuple[str, np.ndarray]]]:
    """The values that a column fetches, and (reason, rows) of what it does not find."""
    key = one.key or one.by
    for called, other in others:
        for header, what in ((key, "key"), (one.take, "take")):
            if header not in other.header:
                hint = nearest(header, other.header) or f" It has {', '.join(other.header[:15])}."
                raise FileFault(f'{called}: no column "{header}".{hint} Correct lookup.{name}.{what} in mapping.toml.')
    pairs = pd.concat(
        [
            pd.DataFrame({"key": bare(other.cells[key]).to_pandas(), "take": other.cells[one.take].to_pandas()})
            for _, other in others
        ]
    )
    pairs = pairs[pairs["key"] != ""].drop_duplicates()
    several = pairs.loc[pairs["key"].duplicated(), "key"].unique()
    pairs = pairs.drop_duplicates("key")
    asked = bare(by).combine_chunks() if isinstance(by, pa.ChunkedArray) else bare(by)
    place = pc.index_in(asked, value_set=pa.array(pairs["key"], pa.large_string()))
    found = pc.fill_null(pa.array(pairs["take"], pa.large_string()).take(place), "")
    blank = pc.equal(asked, "").to_numpy(zero_copy_only=False)
    lost = place.is_null().to_numpy(zero_copy_only=False) & ~blank
    twice = pc.is_in(asked, value_set=pa.array(several, pa.large_string())).to_numpy(zero_copy_only=False)
    found = pc.if_else(pa.array(twice), "", found)
    reasons = [
        (f'cannot be looked up: no row of {one.said} has its "{one.by}" as "{key}"', lost),
        (f'cannot be looked up: several rows of {one.said} have its "{one.by}", but unlike "{one.take}"', twice),
    ]
    return found, [(reason, rows) for reason, rows in reasons if rows.any()]
