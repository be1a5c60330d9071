"""What an order line is: the sign table."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from accountbook.ingest.mapping import Kinds
from accountbook.tables import OrderLines as L


def found(texts: pd.Series, pattern: str) -> np.ndarray:
    """Where a pattern is found; looked for once per different text.

    Examples
    --------
    >>> found(pd.Series(["C1", "1", None], dtype="str"), "^C").tolist()
    [True, False, False]
    """
    place, distinct = pd.factorize(texts)
    hits = np.array([bool(re.search(pattern, text)) for text in distinct] + [False])
    return hits[place]


def line_kinds(lines: pd.DataFrame, kinds: Kinds, *, documents: pd.Series | None = None) -> tuple[pd.Series, pd.Series]:
    """The kind of each order line, and its quantity with the sign that the contract asks for.

    Parameters
    ----------
    lines : order lines with order_id, item_id, quantity, unit_price.
    documents : the type of each line's document, where the source has one.

    Returns
    -------
    kind, quantity : aligned with `lines`.

    Notes
    -----
    In this order: return (document type, order_id's pattern, or negative quantity); charge (document type, no
    item, item_id without the product pattern, quantity 0 or negative price: corrections); free (price 0); order.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> lines = TABLES["order_lines"].frame([
    ...     {"order_id": "1", "item_id": "85048", "quantity": 2, "unit_price": 3},
    ...     {"order_id": "1", "item_id": "POST", "quantity": 1, "unit_price": 18},
    ...     {"order_id": "1", "item_id": "85048", "quantity": 1, "unit_price": 0},
    ...     {"order_id": "C2", "item_id": "85048", "quantity": -2, "unit_price": 3}])
    >>> line_kinds(lines, Kinds(return_order_id="^C", product_item_id="^[0-9]{5}"))[0].tolist()
    ['order', 'charge', 'free', 'return']
    """
    quantity, price = lines[L.quantity], lines[L.unit_price]
    credit = np.zeros(len(lines), dtype=bool)
    fee = lines[L.item_id].isna().to_numpy()
    if kinds.return_order_id:
        credit = credit | found(lines[L.order_id], kinds.return_order_id)
    if documents is not None:
        credit = credit | documents.isin(kinds.returns).to_numpy()
        fee = fee | documents.isin(kinds.charges).to_numpy()
    if kinds.product_item_id:
        fee = fee | ~found(lines[L.item_id], kinds.product_item_id)
    if kinds.returns_written == "positive":
        quantity = quantity.where(~credit, -quantity.abs())
    kind = np.select(
        [credit | (quantity < 0), fee | (quantity == 0) | (price < 0), price == 0],
        ["return", "charge", "free"],
        "order",
    )
    return pd.Series(kind, index=lines.index, dtype="str"), quantity


def number_lines(lines: pd.DataFrame) -> pd.Series:
    """`line` with numbers from 1, in row order, for orders whose lines have none.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> number_lines(TABLES["order_lines"].frame([{"order_id": one} for one in ("7", "8", "7", None)])).tolist()
    ['1', '1', '2', nan]
    """
    order, line = lines[L.order_id], lines[L.line]
    named = set(order[line.notna()].dropna()) if line.notna().any() else set()
    bare = order.notna() & line.isna()
    if named:
        bare &= ~order.isin(named)
    count = order[bare].groupby(order[bare], sort=False).cumcount() + 1
    return line.where(~bare, count.astype("str").reindex(line.index)) if bare.any() else line
