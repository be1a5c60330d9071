"""What a load takes: exactly the contract, or one message with everything that deviates."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from accountbook.book.errors import BookError
from accountbook.book.store import PARTITIONED
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L


def check(tables: Mapping[str, pd.DataFrame], *, more: bool = False) -> None:
    """Refuse tables that are not as the contract says.

    Parameters
    ----------
    more : the order lines come to others, and may be none.

    Raises
    ------
    BookError
        With every table, column, type and empty cell that should not be.

    Examples
    --------
    >>> check({"order_lines": TABLES["order_lines"].frame()})
    Traceback (most recent call last):
    accountbook.book.errors.BookError: these tables cannot be loaded: order_lines has no rows, ...
    """
    wrong = [f"the contract has no table {name!r}" for name in tables if name not in TABLES]
    if PARTITIONED not in tables or (tables[PARTITIONED].empty and not more):
        wrong.append("order_lines has no rows, and without it there is nothing to plan on")
    for name in tables:
        if name not in TABLES:
            continue
        want, found = TABLES[name].dtypes, {str(key): str(kind) for key, kind in tables[name].dtypes.items()}
        wrong += [f"{name}.{column} is missing" for column in want if column not in found]
        wrong += [f"{name}.{column} is not in the contract" for column in found if column not in want]
        wrong += [
            f"{name}.{column} is {found[column]}, expected {kind}"
            for column, kind in want.items()
            if column in found and found[column] != kind
        ]
        filled = [*TABLES[name].required, *([L.kind] if name == PARTITIONED else [])]
        wrong += [
            f"{name}.{column} is empty in {int(tables[name][column].isna().sum()):,} rows"
            for column in filled
            if column in found and tables[name][column].isna().any()
        ]
    if wrong:
        raise BookError(f"these tables cannot be loaded: {'; '.join(wrong)}. Correct mapping.toml and load again")
