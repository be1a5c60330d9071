"""The digest says when two frames hold the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.book.content import digest

BASE = pd.DataFrame(
    {
        "text": pd.Series(["a", None, "bc"], dtype="str"),
        "number": [1.0, np.nan, 3.5],
        "day": pd.to_datetime(["2026-01-01", None, "2026-01-03"]).as_unit("us"),
        "truth": pd.Series([True, None, False], dtype="boolean"),
    }
)


def test_a_slice_of_a_longer_frame_is_the_frame_it_shows():
    longer = pd.concat([BASE.iloc[[2]], BASE, BASE.iloc[[0]]], ignore_index=True)
    assert digest(longer.iloc[1:4]) == digest(BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.iloc[::-1],
        BASE.rename(columns={"text": "txt"}),
        BASE.assign(text=["a", "", "bc"]),
        BASE.assign(text=["ab", None, "c"]),
        BASE.assign(number=[1.0, 0.0, 3.5]),
        BASE.assign(day=BASE["day"].fillna(pd.Timestamp("1970-01-01"))),
        BASE.assign(truth=BASE["truth"].fillna(False)),
        BASE[["number", "text", "day", "truth"]],
    ],
)
def test_any_difference_is_one(other):
    assert digest(other) != digest(BASE)


def test_what_cannot_be_kept_is_refused_by_name():
    with pytest.raises(TypeError, match="column reasons holds list"):
        digest(pd.DataFrame({"reasons": [["a"], ["b"]]}))
