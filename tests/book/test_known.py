"""Rows lie in an order of their own, whatever order they came in."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from accountbook.book.known import canonical, days, known_dates, order_of
from accountbook.tables import TABLES

KEYS = st.tuples(st.sampled_from(["B", "a", "가", "A", ""]), st.sampled_from([None, "1", "10", "2"]))


@settings(max_examples=50, deadline=None)
@given(keys=st.lists(KEYS, unique=True), random=st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_given(keys, random):
    def ordered(keys):
        frame = pd.DataFrame(keys, columns=["one", "two"]).astype("str")
        return frame.iloc[canonical(frame, ["one", "two"])].to_csv(index=False)

    shuffled = list(keys)
    random.shuffle(shuffled)
    assert ordered(keys) == ordered(shuffled)


def test_text_is_sorted_by_code_point_and_empties_come_first():
    frame = pd.DataFrame({"key": pd.Series(["b", None, "B", "가", "10", "9"], dtype="str")})
    assert frame["key"].iloc[canonical(frame, ["key"])].fillna("-").tolist() == ["-", "10", "9", "B", "b", "가"]


def test_tables_lie_by_account_then_key():
    assert order_of(TABLES["order_lines"]) == ["account_id", "order_date", "order_id", "line"]
    assert order_of(TABLES["contacts"]) == ["account_id", "contact_id"]
    assert order_of(TABLES["fx_rates"]) == ["currency", "date"]


def test_a_moment_counts_as_its_day_also_before_1970():
    column = pd.Series(pd.to_datetime(["1969-12-31 23:59", "2026-03-01 00:00", None])).astype("datetime64[us]")
    assert [str(day)[:10] for day in days(column)] == ["1969-12-31", "2026-03-01", "NaT"]


def test_a_row_is_known_from_the_latest_of_its_dates_and_the_load_that_dates_it_or_always():
    table = TABLES["contacts"]
    rows = table.frame([
        {"contact_id": "1"}, {"contact_id": "2", "first_loaded_on": "2026-05-01"},
        {"contact_id": "3", "created_on": "2026-01-02"},
        # corrected by a later export
        {"contact_id": "5", "created_on": "2026-01-02", "first_loaded_on": "2026-05-01"},
        {"contact_id": "4", "recorded_at": "2026-02-03 10:00"},
    ])  # fmt: skip
    assert [str(day)[:10] for day in known_dates(rows, table)] == [
        "NaT", "2026-05-01", "2026-01-02", "2026-05-01", "2026-02-03"
    ]  # fmt: skip
