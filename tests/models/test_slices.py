"""Training slices: closed windows only, labels by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.executors import local_processes
from accountbook.features import AccountFeature as F
from accountbook.features import account_features
from accountbook.models.churn import closed, no_order
from accountbook.models.slices import Outcome, outcomes, revenue_ahead, slice_dates, training_slices

ORDERS = [("A", "2025-01-01", 10.0), ("A", "2025-03-02", 20.0), ("A", "2025-03-10", 40.0), ("B", "2025-02-01", 5.0)]


def test_no_slice_whose_window_is_open() -> None:
    as_of = pd.Timestamp("2026-06-30")
    for horizon in (60, 90):
        dates = slice_dates(pd.Timestamp("2024-01-01"), as_of, horizon=horizon)
        assert len(dates) == 24
        assert max(dates) + pd.Timedelta(days=horizon) == as_of


def test_what_came_after_a_date(make_book, order_lines) -> None:
    book = make_book(order_lines(ORDERS), "2025-06-30")
    accounts, dates = (
        pd.Series(["A", "A", "B", "?"]),
        pd.Series(pd.to_datetime(["2025-01-01", "2025-03-10", "2025-01-02", "2025-01-02"])),
    )
    found = outcomes(book, accounts, dates)
    assert found[Outcome.days_to_next].fillna(-1).tolist() == [60, -1, 30, -1]
    assert found[Outcome.next_value].fillna(-1).tolist() == [20, -1, 5, -1]
    assert found[Outcome.days_known].tolist() == [180, 112, 179, 179]
    # the day 60 days later counts, the as-of day itself does not
    assert revenue_ahead(book, accounts, dates, horizon=60).tolist() == [20.0, 0.0, 5.0, 0.0]


def test_a_window_counts_as_closed_on_its_last_day(make_book, order_lines, renewals) -> None:
    book = make_book(order_lines(renewals(4)), "2025-12-31")
    slices = training_slices(book, horizon=60)
    assert (closed(slices, horizon=60)[Outcome.slice] + pd.Timedelta(days=60)).max() == book.as_of
    past = closed(slices, horizon=60, by=pd.Timestamp("2025-10-01"))
    assert (past[Outcome.slice] + pd.Timedelta(days=60) <= pd.Timestamp("2025-10-01")).all()
    assert set(no_order(past, horizon=60)) <= {0, 1}


@pytest.mark.parametrize("workers", [1, 2])
def test_slices_are_the_same_whoever_did_the_work(make_book, order_lines, renewals, workers) -> None:
    book = make_book(order_lines([*renewals(60, quiet=0.3), ("Z-1", "2025-01-05", 3.0)]), "2026-05-31")
    assert len(book.shares()) == 4
    whole = training_slices(book, horizon=60)
    assert set(whole[Outcome.slice]) == set(slice_dates(pd.Timestamp("2024-01-01"), book.as_of, horizon=60))
    assert "Z-1" not in set(whole["account_id"])
    with local_processes(workers) as executor:
        shared = training_slices(book, horizon=60, executor=executor)
    pd.testing.assert_frame_equal(whole, shared, check_exact=True)
    # each slice holds the very features that the view of its date has
    for view in book.snapshots(sorted(set(whole[Outcome.slice]))[::8]):
        features = account_features(view)
        rows = shared[shared[Outcome.slice] == view.as_of].set_index("account_id")[features.columns]
        pd.testing.assert_frame_equal(rows, features[features[F.orders] >= 2], check_exact=True)


def test_shares_hold_every_account_once_and_know_no_more(make_book, order_lines, renewals) -> None:
    book = make_book(order_lines(renewals(40)), "2025-06-30")
    parts = [share.open() for share in book.shares()]
    days = pd.concat([part.order_days() for part in parts])
    whole = book.order_days()
    pd.testing.assert_frame_equal(days.sort_values(["account_id", "order_date"], ignore_index=True), whole)
    assert sum(days["account_id"].nunique() for days in (part.order_days() for part in parts)) == 40
    assert sum(len(part.table("order_lines")) for part in parts) == len(book.table("order_lines"))
    assert max(part.table("order_lines")["order_date"].max() for part in parts) <= book.as_of
