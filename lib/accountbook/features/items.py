"""Which items an account buys, how often, how much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.features.groups import group_median
from accountbook.features.view import View
from accountbook.tables import OrderLines as L


class ItemFeature:
    """Names of the columns of `item_features`."""

    times = "times"
    orders = "orders"
    last_bought = "last_bought"
    quantity_median = "quantity_median"
    quantity_log_mean = "quantity_log_mean"
    quantity_log_squares = "quantity_log_squares"
    unit_price = "unit_price"


F = ItemFeature


def baskets(view: View) -> pd.DataFrame:
    """What was ordered: one row per account, day and item.

    Returns
    -------
    Frame with account_id and item_id (categorical), order_date, quantity (pieces), amount (the company's
    currency), sorted by account, date and item. Only lines of kind "order" that name an item.
    """
    lines = view.table("order_lines")
    lines = lines.loc[(lines[L.kind] == "order") & lines[L.item_id].notna(), [L.account_id, L.order_date, L.item_id]]
    source = view.table("order_lines")
    account = pd.Categorical(lines[L.account_id])
    item = pd.Categorical(lines[L.item_id])
    frame = pd.DataFrame(
        {
            "account": account.codes.astype(np.int64),
            "day": lines[L.order_date].to_numpy().astype("datetime64[D]").astype(np.int64),
            "item": item.codes.astype(np.int64),
            L.quantity: source.loc[lines.index, L.quantity].to_numpy(dtype=float),
            L.amount: source.loc[lines.index, L.amount].fillna(0.0).to_numpy(dtype=float),
        }
    )
    frame = frame.groupby(["account", "day", "item"], as_index=False, sort=True)[[L.quantity, L.amount]].sum()
    return pd.DataFrame(
        {
            L.account_id: pd.Categorical.from_codes(frame["account"].to_numpy(), dtype=account.dtype),
            L.order_date: frame["day"].to_numpy().astype("datetime64[D]").astype("datetime64[us]"),
            L.item_id: pd.Categorical.from_codes(frame["item"].to_numpy(), dtype=item.dtype),
            L.quantity: frame[L.quantity].to_numpy(),
            L.amount: frame[L.amount].to_numpy(),
        }
    )


def item_features(view: View, *, basket: pd.DataFrame | None = None) -> pd.DataFrame:
    """What each account ever bought of each item, as known on the view's date.

    Parameters
    ----------
    view : a book or a snapshot of one.
    basket : `baskets` of the view, if at hand.

    Returns
    -------
    Frame indexed by (account_id, item_id), sorted: times (order days with the item), orders (order days of the
    account that name any item), last_bought, quantity_median (pieces), quantity_log_mean and quantity_log_squares
    (about that mean) and unit_price (the last one paid, in the company's currency).
    """
    basket = baskets(view) if basket is None else basket
    account, item = basket[L.account_id].cat.codes.to_numpy(np.int64), basket[L.item_id].cat.codes.to_numpy(np.int64)
    width = max(len(basket[L.item_id].cat.categories), 1)
    keys, pair, times = np.unique(account * width + item, return_inverse=True, return_counts=True)
    date = basket[L.order_date].to_numpy()
    day = date.astype("datetime64[D]").astype(np.int64)
    order_days = np.unique(np.stack([account, day], axis=1), axis=0)[:, 0] if len(basket) else account
    orders = np.bincount(order_days, minlength=len(basket[L.account_id].cat.categories))
    last = np.zeros(len(keys), dtype=np.int64)
    np.maximum.at(last, pair, day)
    quantity = np.maximum(basket[L.quantity].to_numpy(), 0.0)
    log_quantity = np.log(np.maximum(quantity, 1e-3))
    mean = np.bincount(pair, log_quantity, minlength=len(keys)) / np.maximum(times, 1)
    newest = np.flatnonzero(day == last[pair])
    price = np.zeros(len(keys))
    amount = np.where(np.isfinite(basket[L.amount]), basket[L.amount], 0.0)
    price[pair[newest]] = np.maximum(amount[newest], 0.0) / np.maximum(quantity[newest], 1e-3)
    codes = keys // width, keys % width
    index = pd.MultiIndex.from_arrays(
        [
            basket[L.account_id].cat.categories.astype("str")[codes[0]],
            basket[L.item_id].cat.categories.astype("str")[codes[1]],
        ],
        names=[L.account_id, L.item_id],
    )
    return pd.DataFrame(
        {
            F.times: times,
            F.orders: orders[codes[0]] if len(keys) else times,
            F.last_bought: last.astype("datetime64[D]").astype("datetime64[us]"),
            F.quantity_median: group_median(quantity, pair, len(keys)),
            F.quantity_log_mean: mean,
            F.quantity_log_squares: np.bincount(pair, (log_quantity - mean[pair]) ** 2, minlength=len(keys)),
            F.unit_price: price,
        },
        index=index,
    )
