"""What a table is: its key, its scope, the date that makes a row known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, get_type_hints

import pandas as pd
import pandera.pandas as pa

from accountbook.tables.column import Date, Meaning, column


class Scope(StrEnum):
    """Who may see a table's rows: one account's people, everybody, or the company's own."""

    ACCOUNT = "account"
    SHARED = "shared"
    COMPANY = "company"


@dataclass(frozen=True)
class About:
    """What people need to know of a table.

    Attributes
    ----------
    text : what a row is, one sentence without a full stop.
    key : the columns that name a row.
    scope : see `Scope`; ``ACCOUNT`` tables have a column ``account_id`` or reach one by `via`.
    known_on : the column whose date makes a row known; empty: known since the first load
        that shows it. Where a row has ``recorded_at``, the later of the two counts.
    via : for a table without ``account_id``: (its column, the table that knows the account).
    adds : what its absence takes from the reports, in words that a user reads.
    """

    text: str
    key: tuple[str, ...]
    scope: Scope
    known_on: str = ""
    via: tuple[str, str] | None = None
    adds: str = ""


class Row(pa.DataFrameModel):
    """The columns that every table has beside its own."""

    recorded_at: Date = column("when the row was entered in the source; the row is not known before")
    recorded_by: str = column("who entered it, as the source names them", personal=True)
    source: str = column("the system or sheet it came from")
    first_loaded_on: Date = column(
        "day since which the row is known as it stands, where its own dates don't say it: that of the export that "
        "first showed it so; empty where they do, or where the first load had it",
        derived=True,
    )

    class Config:
        strict = True
        coerce = False


_PANDAS = {
    str: "str",
    float: "float64",
    Date: "datetime64[us]",
    pd.Int64Dtype: "Int64",
    pd.BooleanDtype: "boolean",
}


@dataclass(frozen=True)
class Table:
    """One table of the contract: its name, model and meaning.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> TABLES["order_lines"].about.known_on
    'order_date'
    >>> TABLES["contacts"].personal[:2]
    ['name', 'email']
    >>> TABLES["order_lines"].dtypes["quantity"]
    'float64'
    """

    name: str
    model: type[Row]
    about: About

    @property
    def columns(self) -> list[str]:
        """Names of all columns, in order; those of `Row` last."""
        return list(self.meanings)

    @cached_property
    def meanings(self) -> dict[str, Meaning]:
        """What each column means, by name."""
        columns = self.model.to_schema().columns
        common = [name for name in columns if name in Row.__annotations__]
        return {name: columns[name].metadata["meaning"] for name in [c for c in columns if c not in common] + common}

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The allowed values of the columns that have a list of them."""
        columns = self.model.to_schema().columns
        return {name: columns[name].metadata["words"] for name in self.columns if columns[name].metadata["words"]}

    @cached_property
    def dtypes(self) -> dict[str, str]:
        """The pandas type of each column: str, float64, Int64, boolean or datetime64[us]."""
        hints = get_type_hints(self.model)
        return {name: _PANDAS[hints[name]] for name in self.columns}

    @cached_property
    def required(self) -> list[str]:
        """The columns that a source must fill in every row."""
        columns = self.model.to_schema().columns
        return [c for c in self.columns if not columns[c].nullable and not self.meanings[c].derived]

    @property
    def personal(self) -> list[str]:
        """The columns that are personal data."""
        return [name for name, meaning in self.meanings.items() if meaning.personal]

    @property
    def prose(self) -> list[str]:
        """The columns that people write freely into."""
        return [name for name, meaning in self.meanings.items() if meaning.prose]

    def referring(self, to: str) -> list[str]:
        """The columns that name the key of another table, or of another row of this one.

        Examples
        --------
        >>> from accountbook.tables import TABLES
        >>> TABLES["contacts"].referring("contacts"), TABLES["role_slots"].referring("contacts")
        (['reports_to'], ['contact_id'])
        """
        return [name for name, meaning in self.meanings.items() if meaning.refers == to]

    def frame(self, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
        """A frame of this table from plain rows; columns not given are empty.

        Raises
        ------
        KeyError
            If a row names a column that the table does not have.

        Examples
        --------
        >>> from accountbook.tables import TABLES
        >>> TABLES["fx_rates"].frame([{"currency": "USD", "date": "2026-01-02", "rate": 0.85}]).dtypes["date"]
        dtype('<M8[us]')
        """
        rows = list(rows)
        unknown = sorted({name for row in rows for name in row} - set(self.columns))
        if unknown:
            raise KeyError(f"table {self.name} has no column {', '.join(unknown)}")
        return pd.DataFrame(
            {name: pd.Series([row.get(name) for row in rows], dtype=dtype) for name, dtype in self.dtypes.items()}
        )
