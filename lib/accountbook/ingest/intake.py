"""What reading a source gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from accountbook.tables import TABLES

REJECTED = ("file", "row", "column", "reason", "content")
"""Columns of a frame of rejected rows: file, row (1-based, the header counts), column, reason, the raw row as JSON."""


@dataclass(frozen=True)
class Intake:
    """Clean tables, what was turned away, and the account of both.

    Attributes
    ----------
    tables : each table found, exactly with the columns and dtypes of its `Table`; ``OrderLines.amount`` and
        ``first_loaded_on`` are left empty, the book fills them.
    rejected : per table, the rows turned away, see `REJECTED`.
    report : JSON-able: ``sources`` (file, table, sha256, bytes, encoding, rows, ignored columns; of a query its hash
        and how far it was read), ``tables`` (rows_in = kept + merged + rejected, money likewise per currency, reasons;
        beside them what is ``taken_over`` from the load before), ``flags`` (sentences).
    company : ``[company]`` of the mapping.
    exported_on : day of the export.
    base : id of the load whose order lines stand as they are: ``tables["order_lines"]`` holds only those that came
        since; `rejected` and `report` tell of all. Empty: all were read.
    erased : rows of contacts that were turned away because the person was forgotten, to find the same people in the
        texts of other rows; `rejected` has these rows without their content, and nothing of them is written anywhere.
    partial : tables of which a database gave only new rows, and how many: these stand first, and those after them are
        taken over from the load before.
    """

    tables: dict[str, pd.DataFrame]
    rejected: dict[str, pd.DataFrame]
    report: dict[str, Any]
    company: dict[str, Any]
    exported_on: pd.Timestamp
    base: str = ""
    erased: pd.DataFrame = field(default_factory=lambda: TABLES["contacts"].frame())
    partial: dict[str, int] = field(default_factory=dict)
