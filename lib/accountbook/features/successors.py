"""Which item took over from one that is no longer sold: its demand goes on under another number."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L


def heirs(items: pd.DataFrame, as_of: pd.Timestamp) -> dict[str, str]:
    """The item that each discontinued one's demand goes to.

    Parameters
    ----------
    items : the items table, as known on the date.
    as_of : an item is discontinued if its last day of sale has come, and on sale if its first day has, where known.

    Returns
    -------
    Discontinued item: the first one down its line of successors that is on sale. Without such a one it is left out.
    Of two successors of one item the one launched first counts, then the smaller number. A line that runs in a
    circle ends where it began.

    Examples
    --------
    >>> table = pd.DataFrame({"item_id": ["a", "b", "c"], "predecessor_id": [None, "a", "b"],
    ...     "launched_on": pd.NaT, "ends_on": pd.to_datetime(["2025-01-31", "2026-01-31", None])})
    >>> heirs(table, pd.Timestamp("2025-06-30")), heirs(table, pd.Timestamp("2026-06-30"))
    ({'a': 'b'}, {'a': 'c', 'b': 'c'})
    """
    ended = set(items.loc[items[I.ends_on] <= as_of, I.item_id].astype("str"))
    known = items.loc[items[I.predecessor_id].notna() & ~(items[I.launched_on] > as_of)]
    # the last one written counts, so the first one launched stands last
    known = known.sort_values([I.launched_on, I.item_id], ascending=False, na_position="first")
    following = dict(zip(known[I.predecessor_id].astype("str"), known[I.item_id].astype("str"), strict=True))
    found = {}
    for item in sorted(ended):
        heir, passed = following.get(item), {item}
        while heir in ended and heir not in passed:
            passed.add(heir)
            heir = following.get(heir)
        if heir is not None and heir not in ended:
            found[item] = heir
    return found


def with_heirs(basket: pd.DataFrame, to: Mapping[str, str]) -> pd.DataFrame:
    """What was ordered, with the demand of discontinued items under the numbers of their heirs.

    Parameters
    ----------
    basket : as `accountbook.features.items.baskets` gives it. to : `heirs`.

    Returns
    -------
    Frame like the basket, sorted alike; what was ordered of both on a day is one purchase.

    Examples
    --------
    >>> basket = pd.DataFrame({"account_id": ["A", "A"], "order_date": pd.Timestamp("2026-01-01"),
    ...     "item_id": ["a", "b"], "quantity": [1.0, 2.0], "amount": [5.0, 8.0]})
    >>> basket = basket.astype({"account_id": "category", "item_id": "category"})
    >>> with_heirs(basket, {"a": "b"})[["item_id", "quantity"]].to_numpy().tolist()
    [['b', 3.0]]
    """
    names = basket[L.item_id].cat.categories
    if not names.isin(list(to)).any():
        return basket
    named = pd.Index([to.get(str(name), str(name)) for name in names], dtype="str")
    kinds = pd.CategoricalDtype(named.unique().sort_values())
    codes = kinds.categories.get_indexer(named)[basket[L.item_id].cat.codes]
    moved = basket.assign(**{L.item_id: pd.Categorical.from_codes(codes, dtype=kinds)})
    key = [L.account_id, L.order_date, L.item_id]
    return moved.groupby(key, observed=True, sort=True, as_index=False)[[L.quantity, L.amount]].sum()[list(basket)]
