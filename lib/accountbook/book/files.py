"""Files that are there whole or not at all, for nobody else's eyes, and Parquet that notices damage.

A file is written beside its place, synced and renamed; a reader sees the old one or the new one. Parquet pages
carry checksums and are verified when read, because a flipped byte in an uncompressed page reads as another number.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from accountbook.book.errors import BookError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_MANY = 20_000
"""Rows from which starting threads pays."""
_ARROW = {
    "str": pa.large_string(),
    "float64": pa.float64(),
    "Int64": pa.int64(),
    "boolean": pa.bool_(),
    "datetime64[us]": pa.timestamp("us"),
}
_PANDAS = {
    pa.large_string(): pd.StringDtype(na_value=np.nan),
    pa.string(): pd.StringDtype(na_value=np.nan),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def make_folder(path: Path) -> Path:
    """Make a folder and its parents, each for its owner only, whatever the umask; an existing one stays as it is."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(FOLDER_MODE)
    return path


def sync_folder(path: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes | pa.Table, *, sync: bool = True, row_group_size: int | None = None) -> None:
    """Write a file that must not be there yet, readable by its owner only.

    Parameters
    ----------
    content : bytes, or an Arrow table that is written as Parquet with page checksums.
    sync : wait until it is on the disk; not needed for scratch copies.
    row_group_size : rows of a Parquet row group.

    Raises
    ------
    FileExistsError
        If the path is taken; nothing is overwritten.
    OSError
        If it cannot be written, the disk being full for example; then it is not there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, FILE_MODE)
            if isinstance(content, bytes):
                file.write(content)
            else:
                pq.write_table(content, file, row_group_size=row_group_size, write_page_checksum=True)
            file.flush()
            if sync:
                os.fsync(handle)
    except BaseException:  # the disk is full, for example: half a file is none
        path.unlink(missing_ok=True)
        raise


def replace(path: Path, content: bytes | pa.Table, *, row_group_size: int | None = None) -> None:
    """Write a file in one move: a reader finds the old content or the new, never a part of it. See `write_new`."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write_new(beside, content, row_group_size=row_group_size)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def link(path: Path, beside: Path) -> None:
    """Give a file that is never written to again a second name; where the disk cannot, a copy.

    Raises
    ------
    BookError
        If the file is missing.
    """
    try:
        os.link(path, beside)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError:
        write_new(beside, path.read_bytes())


def _missing(path: Path) -> BookError:
    return BookError(
        f"{path} is missing, though load.json names it: a load is never changed after it was made. "
        "Restore the folder from a backup, or load the export again"
    )


def to_arrow(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pa.Table:
    """A table's frame as Arrow, each column of the type that `dtypes` (``Table.dtypes``) says."""
    return pa.table({name: pa.array(frame[name], type=_ARROW[kind], from_pandas=True) for name, kind in dtypes.items()})


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a frame with the contract's dtypes."""
    return table.to_pandas(types_mapper=_PANDAS.get, ignore_metadata=True, use_threads=len(table) > _MANY)


def read_arrow(path: Path, *, columns: list[str] | None = None, where: tuple[str, str] | None = None) -> pa.Table:
    """Read a Parquet file, verifying the checksum of every page that is read.

    Parameters
    ----------
    columns : the columns wanted; None: all.
    where : ``(column, value)``: only these rows; row groups that cannot hold the value are not read.

    Raises
    ------
    BookError
        If the file is missing or damaged.
    """
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        if where is None:
            return file.read(columns=columns, use_threads=file.metadata.num_rows > _MANY)
        column, value = where
        asked = None if columns is None else [*columns, *({column} - set(columns))]
        groups = _groups(file, column, value)
        table = file.read_row_groups(groups, columns=asked, use_threads=len(groups) > 1)
        table = table.filter(pc.equal(table[column], value))
        return table if columns is None else table.select(columns)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (pa.ArrowException, OSError) as error:
        raise BookError(
            f"{path} is damaged ({type(error).__name__}: its checksum or its form is not as written). "
            "Restore the file from a backup, or delete the load's folder and load the export again"
        ) from error


def _groups(file: pq.ParquetFile, column: str, value: str) -> list[int]:
    """The row groups whose range of a text column may hold a value."""
    place = file.schema_arrow.get_field_index(column)
    found = []
    for number in range(file.metadata.num_row_groups):
        ranges = file.metadata.row_group(number).column(place).statistics
        if ranges is None or not ranges.has_min_max or ranges.min <= value <= ranges.max:
            found.append(number)
    return found
