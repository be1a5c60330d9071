"""What is said of past dates: only by what was known then."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features.calendar import calendars
from accountbook.models.amounts import Range, value_ranges
from accountbook.models.churn import closed, no_order
from accountbook.models.gate import judge_gate
from accountbook.models.judge import log_loss
from accountbook.models.order_models import closed_slices
from accountbook.models.rolling import OrderScores, judge_orders, order_scores
from accountbook.models.slices import Outcome, as_known, training_slices
from accountbook.tables import OrderLines as L

NONE = judge_gate(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


def test_the_rivals_value_has_the_models_relative_range() -> None:
    typical = Range(np.array([100.0, 80.0]), np.array([50.0, 20.0]), np.array([200.0, 320.0]))
    found = value_ranges(pd.DataFrame({F.value_median: [120.0, 0.0]}), typical)
    assert (found["typical_lo"].tolist(), found["typical_hi"].tolist()) == ([50, 20], [200, 320])
    # half to double of 120; without a median above 0 the model's own
    assert (found["naive_lo"].tolist(), found["naive_hi"].tolist()) == ([60, 20], [240, 320])
    assert found["naive_value"].tolist() == [120, 0]


@pytest.fixture(scope="module")
def late(make_book, order_lines, renewals):
    """A book in which a third of an autumn's orders was recorded in April only, and one that never heard of them."""
    lines = order_lines(renewals(24, days=545, quiet=0.3))
    autumn = lines[L.order_date].between("2024-10-01", "2025-01-20")
    held = autumn & (np.arange(len(lines)) % 3 == 0)
    day = lines[L.order_date].mask(held, pd.Timestamp("2025-04-15"))
    return make_book(lines.assign(recorded_at=day), "2025-06-30"), make_book(lines.loc[~held], "2025-06-30")


def test_past_predictions_know_no_order_that_was_recorded_later(late) -> None:
    before = pd.Timestamp("2025-04-15")
    found = []
    for book in late:
        slices = training_slices(book, horizon=60)
        scores = scored(book, slices)
        rows = scores.rows.loc[scores.rows[Outcome.slice] < before]
        found.append(rows.sort_values([Outcome.slice, L.account_id]).reset_index(drop=True))
    assert found[0][Outcome.slice].nunique() >= 2
    said = [Outcome.slice, L.account_id, "p", "p_naive", "d10", "d50", "d90", "typical", "expected", "naive_expected"]
    pd.testing.assert_frame_equal(found[0][said], found[1][said], rtol=1e-9)


def test_labels_are_those_known_at_the_view(late) -> None:
    book, never = late
    slices = training_slices(book, horizon=60)
    past = slices.loc[slices[Outcome.slice] < "2025-01-20"]
    then = as_known(past, book.at("2025-03-31"))
    assert (then[Outcome.days_to_next] > past[Outcome.days_to_next]).any()
    again = as_known(past, never.at("2025-03-31"))
    pd.testing.assert_series_equal(then[Outcome.days_to_next], again[Outcome.days_to_next])
    # once recorded, the order came when it came
    pd.testing.assert_frame_equal(as_known(past, book), past)


def test_nothing_is_said_of_a_past_date_on_which_no_window_was_closed(make_book, order_lines, renewals) -> None:
    book = make_book(order_lines(renewals(6, days=190)), "2024-08-01")
    rows = scored(book, training_slices(book, horizon=60)).rows
    # slices on 04-03, 05-03 and 06-02: by 06-02 one window, that of 04-03, was closed
    assert rows[Outcome.slice].unique().tolist() == [pd.Timestamp("2024-06-02")]


def test_on_past_dates_only_what_had_closed_was_known(quiet_slices, quiet_book) -> None:
    """Rows of the origin are judged against a base rate of windows that had closed by it."""
    found = scored(quiet_book, quiet_slices)
    origins = sorted(found.rows[Outcome.slice].unique())
    assert len(origins) == 6 and origins[-1] == quiet_slices["slice"].max()
    for origin in origins:
        y = no_order(closed(quiet_slices, horizon=60, by=origin), horizon=60)
        naive = found.rows.loc[found.rows[Outcome.slice] == origin, "p_naive"]
        assert naive.unique() == pytest.approx([(y.sum() + 1) / (len(y) + 2)])
    assert log_loss(found.rows["y"], found.rows["p"]) < log_loss(found.rows["y"], found.rows["p_naive"])
    assert found.churn.open


def test_what_came_after_an_origin_moves_nothing_that_was_said_on_it(make_book, order_lines, renewals) -> None:
    """Two books whose orders differ from a day on: what was said on dates before it is the same."""
    lines = order_lines(renewals(24, days=545, quiet=0.3))
    turn = pd.Timestamp("2025-03-15")
    later = (lines[L.order_date] > turn) & (np.arange(len(lines)) % 2 == 0)
    found = []
    for some in (lines, lines.loc[~later]):
        book = make_book(some, "2025-06-30")
        rows = scored(book, training_slices(book, horizon=60)).rows
        found.append(rows.loc[rows[Outcome.slice] <= turn].sort_values([Outcome.slice, L.account_id]))
    assert len(found[0]) and found[0]["y"].tolist() != found[1]["y"].tolist()
    for name in ("p", "d10", "d50", "d90", "w10", "w90", "typical", "expected"):
        np.testing.assert_allclose(found[0][name], found[1][name], rtol=1e-9)


def test_without_an_earlier_window_nothing_is_told(quiet_slices, quiet_book) -> None:
    one = quiet_slices.loc[quiet_slices["slice"] == quiet_slices["slice"].max()]
    found = scored(quiet_book, one)
    assert found.rows.empty and not found.churn.open


def test_the_gate_is_shut_where_the_model_tells_no_more(quiet_slices, quiet_book) -> None:
    rows = scored(quiet_book, quiet_slices).rows
    assert not judge_orders(rows.assign(p=rows["p_naive"]), horizon=60).churn.open


def scored(book, slices: pd.DataFrame) -> OrderScores:
    """`order_scores` of slices of a book."""
    days = calendars(book, slices[Outcome.slice].unique())
    return order_scores(book, closed_slices(slices, days, horizon=60), days, horizon=60)
