"""Writers that give the same bytes for the same rows: text, gzip, Excel, Parquet."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from accountbook.demo.plan import EXPORTED_ON


def write_text(path: Path, frame: pd.DataFrame, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """Write cells as delimited text with Windows line ends; gzipped if the name ends in ``.gz``.

    Raises
    ------
    UnicodeEncodeError
        If the encoding can't hold a cell: nothing is ever replaced.
    """
    text = frame.to_csv(None, index=False, sep=delimiter, lineterminator="\r\n")
    # utf-16 writes this machine's byte order; exports come from Windows: little end first, with a mark
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
    if path.suffix == ".gz":
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
            file.write(data)
        data = buffer.getvalue()
    path.write_bytes(data)


def write_excel(path: Path, pages: Mapping[str, pd.DataFrame]) -> None:
    """Write typed cells to a workbook, page by page: dates as dates, text as text, nothing as a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd.mm.yyyy",
               "constant_memory": True}  # fmt: skip
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": EXPORTED_ON.to_pydatetime()})
        for name, frame in pages.items():
            page = book.add_worksheet(name)
            page.write_row(0, 0, list(frame.columns))
            for number, row in enumerate(frame.itertuples(index=False, name=None), start=1):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        page.write_datetime(number, column, value)
                    elif isinstance(value, float):
                        page.write_number(number, column, value)
                    elif value:
                        page.write_string(number, column, value)


def write_parquet(path: Path, frame: pd.DataFrame, *, notes: bool = False) -> None:
    """Write a frame to Parquet; with pandas' own notes on its types only where `notes` says so.

    An ERP's export has no such notes; the truth keeps them, so that its frames come back with the contract's types.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if not notes:
        table = table.replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)
