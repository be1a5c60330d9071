"""Frames of the contract's types from plain columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from accountbook.demo.plan import days
from accountbook.tables import TABLES


def typed(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame with exactly a table's columns and types; what is not given is empty.

    Parameters
    ----------
    name : the table.
    columns : arrays or lists of one length by column name; None, NaN and NaT are empty.

    Raises
    ------
    KeyError
        If a column is not the table's.

    Examples
    --------
    >>> typed("fx_rates", {"currency": ["USD"], "date": ["2026-01-02"], "rate": [0.85]}).shape
    (1, 7)
    """
    table = TABLES[name]
    unknown = sorted(set(columns) - set(table.columns))
    if unknown:
        raise KeyError(f"table {name} has no column {', '.join(unknown)}")
    length = len(next(iter(columns.values()))) if columns else 0
    empty = [None] * length
    return pd.DataFrame(
        {c: pd.Series(columns.get(c, empty), dtype=dtype).reset_index(drop=True) for c, dtype in table.dtypes.items()}
    )


def dated(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """As `typed`, from columns whose days are numbers since 1970-01-01; a negative number is none.

    Examples
    --------
    >>> dated("fx_rates", {"currency": ["USD"], "date": [20454], "rate": [0.85]})["date"].astype(str).tolist()
    ['2026-01-01']
    """
    dtypes = TABLES[name].dtypes
    there = {c: days(v) if dtypes.get(c) == "datetime64[us]" else v for c, v in columns.items() if len(v)}
    return typed(name, there)
