"""The account of a load: rows in = kept + merged + rejected, and the order lines' money likewise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from accountbook.ingest.staging import Stage, State
from accountbook.tables import OrderLines as L

COUNTED = {"kept": State.KEPT, "merged": State.MERGED, "rejected": State.REJECTED}
TOLERANCE = 1e-9
"""Share of the gross sum: fsum is exact per sum, three of them added up round once more."""


def line_money(lines: pd.DataFrame, *, unread: np.ndarray | None = None) -> pd.Series:
    """quantity x unit_price x (1 - discount) in the row's currency; empty where it cannot be read.

    Parameters
    ----------
    unread : rows with something in a cell of theirs that is no number, e.g. in discount.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> line_money(TABLES["order_lines"].frame(
    ...     [{"quantity": 2, "unit_price": 10, "discount": 0.1, "currency": "EUR"}, {"quantity": 2}])).tolist()
    [18.0, nan]
    """
    money = lines[L.quantity] * lines[L.unit_price] * (1 - lines[L.discount].fillna(0))
    readable = lines[L.currency].notna()
    return money.where(readable if unread is None else readable & ~unread)


def account_of(stage: Stage, money: pd.Series | None = None) -> dict[str, Any]:
    """What became of a table's rows and, for order lines, of their money.

    Parameters
    ----------
    money : of each row of the stage as read; None: a table without money.

    Raises
    ------
    ArithmeticError
        If rows or money don't balance: a fault of ours, not of the source.
    """
    odd = sum(len(part.raw.odd) for part in stage.parts)
    counts = {name: int((stage.state == state).sum()) for name, state in COUNTED.items()}
    counts["rejected"] += odd
    out: dict[str, Any] = {"rows_in": stage.rows_in(), **counts, "skipped": int((stage.state == State.SKIPPED).sum())}
    if money is not None:
        out["money"] = {}
        currencies = stage.frame[L.currency].to_numpy(object)
        amounts, meant = money.to_numpy(), stage.state != State.SKIPPED
        read = ~np.isnan(amounts) & meant
        for currency in sorted(set(currencies[read])):
            own = read & (currencies == currency)
            sums = {"in": math.fsum(amounts[own])}
            sums |= {name: math.fsum(amounts[own & (stage.state == state)]) for name, state in COUNTED.items()}
            out["money"][currency] = sums
            if abs(sums["in"] - sum(sums[name] for name in COUNTED)) > TOLERANCE * math.fsum(np.abs(amounts[own])):
                raise ArithmeticError(f"{stage.table.name}: the money in {currency} does not balance: {sums}")
        out["unreadable_money_rows"] = int((~read & meant).sum()) + odd
    out["reasons"] = stage.tally()
    rows = sum(part.rows for part in stage.parts)
    if out["rows_in"] != sum(counts.values()) or out["rows_in"] + out["skipped"] != rows:
        raise ArithmeticError(f"{stage.table.name}: the rows do not balance: {out} of {rows} read")
    return out
