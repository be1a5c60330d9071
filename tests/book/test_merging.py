"""Rows that come later find the place that sorting everything would give them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from accountbook.book.known import canonical
from accountbook.book.merging import merged_order

BY = ["account_id", "order_date", "order_id", "line"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "a", "가"]),
        st.sampled_from(["2026-01-02", "2026-03-01", "1999-12-31"]),
        st.sampled_from(["1", "10", "2", None]),
        st.sampled_from(["1", "2", None]),
    ),
    max_size=12,
)


def frame(rows: list, mark: int) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=BY).astype(dict.fromkeys(["account_id", "order_id", "line"], "str"))
    found = found.assign(order_date=pd.to_datetime(found["order_date"]).astype("datetime64[us]"), mark=mark)
    found["number"] = np.arange(len(found))
    return found.iloc[canonical(found, BY)].reset_index(drop=True)


@given(ROWS, ROWS)
def test_two_sorted_frames_lie_as_if_sorted_together(base, more):
    one, two = frame(base, 0), frame(more, 1)
    whole = pd.concat([one, two], ignore_index=True)
    found = whole.iloc[merged_order(one, two, BY)]
    wanted = whole.iloc[canonical(whole, BY)]
    assert found[[*BY, "mark"]].astype(object).equals(wanted[[*BY, "mark"]].astype(object))
    assert sorted(found.index) == list(range(len(whole)))
