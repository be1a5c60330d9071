"""A frame's content as a digest: of its names, types and values, not of the bytes of a file that holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def digest(frame: pd.DataFrame) -> str:
    """SHA-256 of a frame's columns: names, types, values and gaps, in order; the index is not part of it.

    Parameters
    ----------
    frame : columns of text, numbers, truth values or dates.

    Raises
    ------
    TypeError
        If a column holds anything else, e.g. lists.

    Examples
    --------
    >>> one = pd.DataFrame({"a": ["x", None], "b": [1.0, -0.0]})
    >>> digest(one) == digest(pd.DataFrame({"a": ["x", None], "b": [1.0, 0.0]}, index=[7, 8]))
    True
    >>> digest(one) == digest(one.iloc[::-1])
    False
    """
    columns = {str(name): pa.array(frame[name], from_pandas=True) for name in frame.columns}
    return digest_arrow(pa.table(columns) if columns else pa.table({}))


def digest_arrow(table: pa.Table) -> str:
    """`digest` of a frame that is an Arrow table already."""
    total = hashlib.sha256()
    for name, column in zip(table.column_names, table.columns, strict=True):
        _add(total, name, column)
    return total.hexdigest()


def combined(parts: Mapping[str, str]) -> str:
    """SHA-256 of several digests under their names, whatever the order in which they are given.

    Examples
    --------
    >>> combined({"a": "1", "b": "2"}) == combined({"b": "2", "a": "1"})
    True
    """
    text = "\n".join(f"{name}={parts[name]}" for name in sorted(parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _add(total: Any, name: str, column: pa.ChunkedArray) -> None:
    """Add a column: a head that says name, length and type, then gaps, then values."""
    if column.null_count == len(column):
        total.update(f"{name}\x00{len(column)}\x00empty".encode("utf-8", "surrogatepass"))
        return
    values = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        kind, chunks = "text", _text(values)
    elif pa.types.is_floating(values.type):
        # adding 0.0 makes -0.0 and 0.0 one value, as they are for every reader
        kind, chunks = "float", [pc.fill_null(values.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False) + 0.0]
    elif pa.types.is_boolean(values.type):
        kind, chunks = "truth", [pc.fill_null(values, False).to_numpy(zero_copy_only=False).astype("uint8")]
    elif pa.types.is_integer(values.type) or pa.types.is_timestamp(values.type):
        kind = "whole" if pa.types.is_integer(values.type) else "moment"
        if kind == "moment":
            values = values.cast(pa.timestamp("us"))
        chunks = [pc.fill_null(values.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)]
    else:
        raise TypeError(f"column {name} holds {values.type}; text, numbers, truth values or dates can be kept")
    total.update(f"{name}\x00{len(values)}\x00{kind}".encode("utf-8", "surrogatepass"))
    if values.null_count:
        total.update(np.packbits(values.is_null().to_numpy(zero_copy_only=False)).tobytes())
    for chunk in chunks:
        total.update(np.ascontiguousarray(chunk).tobytes() if isinstance(chunk, np.ndarray) else chunk)


def _text(values: pa.Array) -> list[Any]:
    """Lengths and joined bytes of a text column."""
    filled = pc.fill_null(values.cast(pa.large_string()), "")
    start, many = filled.offset, len(filled)
    if not many:
        return []
    _, offsets, data = filled.buffers()
    ends = np.frombuffer(offsets, dtype="int64")[start : start + many + 1]
    return [np.diff(ends), memoryview(data)[ends[0] : ends[-1]] if data is not None else b""]
