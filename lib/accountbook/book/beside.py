"""What a load is compared with: the one before, and how far the columns are filled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from accountbook.book.book import Book
from accountbook.book.errors import BookError
from accountbook.book.loads import read_report
from accountbook.book.store import MORE, PARTITIONED, more_path, partition_path
from accountbook.tables import TABLES


def before_of(book: Book) -> Book | None:
    """The book of the load before, as of its export; None where a book has none, or its folder was taken away."""
    report = book.load_report
    before = report.get("previous")
    if before is None or not (book.path / "loads" / before / "load.json").exists():
        return None
    return Book.open(book.path, read_report(book.path, before)["exported_on"], load=before)


def filled(path: Path | str, load_id: str) -> dict[str, dict[str, float]]:
    """The share of rows filled, by table and column, of the tables that a load's sources brought.

    Read from the counts that the files themselves keep, so that ten million lines cost no more than a few.

    Parameters
    ----------
    path : folder of the book.
    load_id : id of a load.

    Raises
    ------
    BookError
        If there is no such load, or a file of it is damaged.
    """
    folder = Path(path) / "loads" / load_id / "tables"
    stored = read_report(Path(path), load_id)["stored"]
    return {name: _filled(folder, name, stored[name]) for name in TABLES if stored.get(name, {}).get("given")}


def _filled(folder: Path, name: str, stored: Mapping[str, int]) -> dict[str, float]:
    if name == PARTITIONED:
        paths = [partition_path(folder, name, number) for number in range(stored["partitions"])]
        paths += [more_path(folder, name, number) for number in range(1, len(stored.get(MORE, ())) + 1)]
    else:
        paths = [folder / f"{name}.parquet"] if stored["rows"] else []
    # a column that the contract did not have yet when a file was written is empty in it
    rows, full = 0, dict.fromkeys(TABLES[name].columns, 0)
    for path in paths:
        found = _metadata(path)
        rows += found.num_rows
        for group in map(found.row_group, range(found.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                if column.path_in_schema in full:
                    # a file without rows counts nothing
                    nulls = column.statistics.null_count if column.statistics is not None else 0
                    full[column.path_in_schema] += group.num_rows - nulls
    return {column: count / rows if rows else 0.0 for column, count in full.items()}


def _metadata(path: Path) -> pq.FileMetaData:
    try:
        return pq.read_metadata(path)
    except (OSError, pa.ArrowException) as error:
        raise BookError(
            f"{path} is missing or damaged: restore it from a backup, or delete the load's folder and load the export "
            "again"
        ) from error
