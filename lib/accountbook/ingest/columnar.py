"""Parquet files as text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from accountbook.ingest.errors import FileFault, NoRows
from accountbook.ingest.files import SourceFile
from accountbook.ingest.raw import Raw, clean, clean_header
from accountbook.ingest.workbook import plain


def read_parquet(file: SourceFile, *, decimal: str = ".") -> Raw:
    """Read a Parquet file; page checksums are verified where the file has them.

    Parameters
    ----------
    decimal : mark that the mapping declares for the file: typed numbers are written with it.

    Raises
    ------
    FileFault
        If it is cut off or damaged, has no rows, or a column of lists or structures.
    """
    try:
        with pq.ParquetFile(file.path, page_checksum_verification=True) as whole:
            table = whole.read()
            table.validate(full=True)  # texts that are not UTF-8 are found here, and not by whoever reads them
            names = [field.name for field in whole.schema_arrow]
    except (pa.ArrowInvalid, pa.ArrowException, OSError, EOFError) as error:
        raise FileFault(
            f"{file.name}: the Parquet file is cut off or damaged ({type(error).__name__}). Export it again."
        ) from None
    header = clean_header(names, name=file.name)
    if table.num_rows == 0:
        raise NoRows(f"{file.name}: no rows. Export it again, or leave the file out of mapping.toml.")
    columns = [
        _text(column, decimal, name=f"{file.name}, column {name}")
        for name, column in zip(header, table.columns, strict=True)
    ]
    row = np.arange(1, table.num_rows + 1, dtype="int32")
    return Raw(pa.table(columns, names=header), row, encoding="parquet", typed=True)


def _text(column: pa.ChunkedArray | pa.Array, decimal: str, *, name: str) -> pa.ChunkedArray:
    column = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.cast(kind.value_type), decimal, name=name)
    if pa.types.is_floating(kind):
        distinct = column.combine_chunks().dictionary_encode()
        # an id that became a float when a cell was empty is an integer again; an empty cell stays empty
        texts = ["" if np.isnan(v) else number(v, decimal) for v in distinct.dictionary.to_pylist()]
        text = pa.chunked_array([pa.array(texts, pa.large_string()).take(distinct.indices)])
    elif pa.types.is_decimal(kind):
        text = pc.replace_substring(column.cast(pa.large_string()), ".", decimal)
    elif pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise FileFault(f"{name}: holds {kind}, not plain values. Leave it out of the export.")
    elif pa.types.is_timestamp(kind) and kind.tz:
        text = pc.local_timestamp(column).cast(pa.large_string())  # the company's own clock
    else:
        text = column.cast(pa.large_string())
    return clean(pc.fill_null(text, ""))


def number(value: float, decimal: str) -> str:
    """A typed number as text: whole where it is whole, never with an exponent.

    Examples
    --------
    >>> number(13085.0, "."), number(0.25, ",")
    ('13085', '0,25')
    """
    if not np.isfinite(value):
        return str(value)
    return str(int(value)) if value.is_integer() else plain(value).replace(".", decimal)
