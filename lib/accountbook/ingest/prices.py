"""The price of a piece, and the share taken off, where the export states the amount of the line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.ingest.cells import Typed
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.raw import Raw
from accountbook.tables import OrderLines as L


def derive_prices(typed: Typed, raw: Raw, source: SourceMapping) -> None:
    """Fill unit_price from the line's amount, and discount from the money taken off.

    Parameters
    ----------
    typed : order lines; its frame is replaced, rows that cannot be worked out are marked.

    Notes
    -----
    Signs: a line is negative if its quantity or its amount is, however the other is written; its price is positive.
    """
    frame = typed.frame
    if source.derive.amount:
        amount = _money(typed, raw, source, source.derive.amount, L.unit_price)
        quantity = frame[L.quantity]
        none = (quantity == 0).to_numpy() & (amount != 0)
        typed.mark(none & ~np.isnan(amount), L.unit_price, "cannot be worked out: an amount for quantity 0")
        price = np.abs(np.divide(amount, quantity, out=np.zeros(len(amount)), where=(quantity != 0).to_numpy()))
        price[np.isnan(amount) | quantity.isna().to_numpy() | none] = np.nan
        sign = np.where((amount < 0) | (quantity < 0).to_numpy(), -1.0, 1.0)
        frame = frame.assign(**{L.unit_price: price, L.quantity: quantity.abs() * sign})
        typed.mark(np.isnan(price), L.unit_price, "is empty")
    if source.derive.discount_amount:
        off = np.abs(_money(typed, raw, source, source.derive.discount_amount, L.discount, may_be_empty=True))
        whole = (frame[L.quantity] * frame[L.unit_price]).abs().to_numpy()
        share = np.divide(off, whole, out=np.zeros(len(off)), where=whole > 0)
        typed.mark(
            (off > whole) & ~np.isnan(whole),
            L.discount,
            "cannot be worked out: more is taken off than the line is worth",
        )
        frame = frame.assign(**{L.discount: np.clip(share, 0, 1)})
    typed.frame = frame


def _money(
    typed: Typed, raw: Raw, source: SourceMapping, header: str, column: str, *, may_be_empty: bool = False
) -> np.ndarray:
    """A column of money as numbers, NaN where there is none."""
    texts = raw.cells[header].combine_chunks()
    if source.empty:
        texts = pa.array(pd.Series(texts.to_pandas()).replace(dict.fromkeys(source.empty, "")), pa.large_string())
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    there = [place for place, text in enumerate(distinct) if text]
    values = np.full(len(distinct), 0.0 if may_be_empty else np.nan)
    values[there], _ = parse_numbers(
        [distinct[place] for place in there], decimal=source.decimal, thousands=source.thousands, money=True
    )
    place = encoded.indices.to_numpy(zero_copy_only=False)
    unread = np.zeros(len(distinct), dtype=bool)
    unread[there] = np.isnan(values[there])
    typed.mark(unread[place], column, f'cannot be worked out: "{header}" is no number as declared')
    return values[place]
