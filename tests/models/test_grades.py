"""Grades worked out by hand: what was said, what came, what it lost, beside the naive rival."""

from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from accountbook.models.grades import grade_deals, grade_orders
from accountbook.models.kinds import typed
from accountbook.tables import TABLES

AS_OF = "2026-03-31"
MADE_60, MADE_90 = pd.Timestamp("2026-01-30"), pd.Timestamp("2025-12-31")
ROW = {
    "p": 0.8, "p_lo": 0.6, "p_hi": 0.9, "p_naive": 0.5,
    "days_p10": 5.0, "days_p50": 15.0, "days_p90": 30.0,
    "naive_days_p10": 20.0, "naive_days_p50": 20.0, "naive_days_p90": 20.0,
    "typical": 90.0, "typical_lo": 60.0, "typical_hi": 120.0, "naive_typical": 150.0,
    "expected": 150.0, "expected_lo": 50.0, "expected_hi": 160.0, "naive_expected": 100.0,
}  # fmt: skip


def then(book, day: pd.Timestamp) -> str:
    """A load exported on the day after, as far as grading asks for one."""
    load = f"then-{day:%Y-%m-%d}"
    report = book.path / "loads" / load / "load.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text(json.dumps({"exported_on": f"{day + pd.Timedelta(days=1):%Y-%m-%d}"}), encoding="utf-8")
    return load


def say(book, day: pd.Timestamp, horizon: int, *rows: dict, load: str | None = None, code: str = "c") -> None:
    """What a load said, in time where none is named."""
    load = load or then(book, day)
    frame = pd.DataFrame([{"as_of": day, "horizon_days": horizon, **ROW, **row} for row in rows])
    book.ledger.write_predictions("said_orders", typed("said_orders", frame), load_id=load, as_of=day, code=code)


@pytest.fixture
def book(make_book, order_lines):
    orders = [("A", "2026-02-09", 100.0), ("A", "2026-03-20", 40.0), ("A", "2026-03-31", 7.0), ("B", "2025-12-01", 5.0)]
    book = make_book(order_lines(orders), AS_OF)
    say(book, MADE_60, 60, {"account_id": "A"}, {"account_id": "B", "days_p90": None})
    say(book, MADE_90, 90, {"account_id": "A"}, {"account_id": "B"})
    return book


def by_target(book) -> dict[str, pd.DataFrame]:
    rows = grade_orders(book)["graded_orders"]
    return {target: mine.set_index("account_id") for target, mine in rows.groupby("target")}


def test_orders_are_graded_when_their_horizon_has_passed(book):
    found = by_target(book)
    assert set(found) == {"churn60", "churn90", "date", "amount", "next_amount"}
    assert (found["churn60"]["made"] == MADE_60).all() and (found["churn90"]["made"] == MADE_90).all()
    assert all((one["recomputed"] == 0).all() for one in found.values())
    # A ordered within 60 days, B did not
    assert found["churn60"]["happened"].to_dict() == {"A": 0.0, "B": 1.0}
    assert found["churn60"]["loss"].to_dict() == pytest.approx({"A": -math.log(0.2), "B": -math.log(0.8)})
    assert found["churn60"]["naive_loss"].tolist() == pytest.approx([math.log(2)] * 2)
    # 9 February is day 10: (.1 x 5 + .5 x 5 + .1 x 20) / 3, the rival's (.9 + .5 + .1) x 10 / 3
    dates = found["date"]
    assert dates.loc["A", ["said", "lo", "hi", "happened"]].tolist() == [15.0, 5.0, 30.0, 10.0]
    assert dates.loc["A", ["loss", "naive_loss"]].tolist() == pytest.approx([5 / 3, 5.0])
    # never counts as day 61: (.1 x 56 + .5 x 46 + .9 x 0) / 3
    assert dates.loc["B", ["hi", "happened"]].tolist() == [61.0, 61.0]
    assert dates.loc["B", "loss"] == pytest.approx((5.6 + 23.0) / 3)
    # 31 March is day 60 and counts: 147 came, 150 were expected and 100 by the rival
    assert found["amount"].loc["A", ["happened", "loss", "naive_loss"]].tolist() == pytest.approx([147.0, 3.0, 47.0])
    assert found["amount"].loc["B", ["happened", "loss"]].tolist() == [0.0, 150.0]
    # of the next order's value only those that ordered are graded
    assert found["next_amount"].index.tolist() == ["A"]
    assert found["next_amount"].loc["A", ["happened", "loss", "naive_loss"]].tolist() == [100.0, 10.0, 50.0]


def test_a_later_recompute_never_changes_a_grade(book):
    before = grade_orders(book)["graded_orders"]
    say(book, MADE_60, 60, {"account_id": "A", "p": 0.01}, load=book.load_id)
    say(book, MADE_90, 90, {"account_id": "A", "p": 0.01}, code="newer")
    pd.testing.assert_frame_equal(grade_orders(book)["graded_orders"], before)


def test_what_came_after_the_day_moves_no_grade(make_book, order_lines):
    orders = [("A", "2026-02-09", 100.0), ("B", "2025-12-01", 5.0)]
    found = []
    for later in ([], [("A", "2026-04-01", 900.0), ("B", "2026-04-02", 50.0)]):
        book = make_book(order_lines([*orders, *later]), AS_OF)
        say(book, MADE_60, 60, {"account_id": "A"}, {"account_id": "B"})
        say(book, MADE_90, 90, {"account_id": "A"}, {"account_id": "B"})
        found.append(grade_orders(book)["graded_orders"])
    pd.testing.assert_frame_equal(*found)


def test_a_deal_is_graded_in_the_month_in_which_it_is_decided(make_book, order_lines):
    deal = {"account_id": "A", "created_on": "2025-06-01", "amount": 10.0}
    rows = [
        {"opportunity_id": "won", "outcome": "won", "closed_on": "2026-03-10"},
        {"opportunity_id": "lost", "outcome": "lost", "closed_on": "2026-02-28"},
        {"opportunity_id": "open", "outcome": "open"},
        {"opportunity_id": "early", "outcome": "won", "closed_on": "2025-12-31"},
        {"opportunity_id": "unsaid", "outcome": "won", "closed_on": "2026-03-12", "created_on": "2026-03-05"},
    ]
    deals = TABLES["opportunities"].frame([{**deal, **row} for row in rows])
    book = make_book(order_lines([("A", "2025-05-01", 1.0)]), AS_OF, opportunities=deals)
    for day, p in [("2026-01-31", 0.2), ("2026-02-28", 0.6)]:
        frame = pd.DataFrame({"opportunity_id": ["won", "lost", "open", "early"], "account_id": "A", "as_of": day})
        frame = frame.assign(p=p, p_lo=0.1, p_hi=0.7, p_naive=0.5, as_of=pd.Timestamp(day))
        book.ledger.write_predictions(
            "said_deals",
            typed("said_deals", frame),
            load_id=then(book, pd.Timestamp(day)),
            as_of=pd.Timestamp(day),
            code="c",
        )
    found = grade_deals(book)["graded_deals"].set_index("opportunity_id")
    # the deal decided on 28 February is February's; what was said of it is of 31 January
    assert found["said"].to_dict() == {"won": 0.6, "lost": 0.2}
    assert found["happened"].to_dict() == {"won": 1.0, "lost": 0.0}
    assert found["loss"].to_dict() == pytest.approx({"won": -math.log(0.6), "lost": -math.log(0.8)})


@pytest.mark.parametrize("kind", ["said_orders", "said_deals", "graded_orders", "graded_deals"])
def test_what_is_kept_to_grade_by_names_nobody(kind):
    words = [name for name, dtype in typed(kind).dtypes.items() if dtype == "str"]
    assert set(words) <= {"account_id", "opportunity_id", "target"}


def test_an_empty_past_is_graded_as_nothing(make_book, order_lines):
    book = make_book(order_lines([("A", "2026-03-30", 1.0)]), AS_OF)
    assert grade_orders(book)["graded_orders"].empty
    assert grade_deals(book)["graded_deals"].empty
