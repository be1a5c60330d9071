"""What changed: the month and the year against the year before, and the changes in words."""

import pandas as pd
import pytest

from accountbook.display.blocks.changed import month_finding, what_changed
from accountbook.display.blocks.sentences import change_sentence
from accountbook.planning.changes import Changes
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.months import Comparison, Month, Months


def _compared(value, before, end="2026-10-31"):
    change = None if not before else value / before - 1
    end = pd.Timestamp(end)
    return Comparison(end.replace(day=1), end, float(value), None if before is None else float(before), change)


@pytest.mark.parametrize(
    ("month", "year", "said"),
    [
        ((18e3, 44e3), (366e3, 345e3), "October brought EUR 18k, 59% less than a year before; twelve months are 6% up"),
        (
            (60e3, 40e3),
            (300e3, 400e3),
            "October brought EUR 60k, 50% more than a year before; twelve months are 25% down",
        ),
        ((0, 44e3), (366e3, 366e3), "No order in October, EUR 44k a year before; twelve months are level"),
        ((0, 0), (366e3, 345e3), "No order in October, as a year before; twelve months are 6% up"),
        ((90e3, 20e3), (366e3, None), "October brought EUR 90k, a year before 20k"),
        ((20e3, 20e3), (366e3, None), "October brought EUR 20k, as much as a year before"),
        ((16e3, None), (16e3, None), "October brought EUR 16k"),
        ((0, 0), (0, 23e3), "No order for twelve months, EUR 23k in the twelve before"),
        ((0, 0), (0, 0), "No order for twelve months"),
    ],
)
def test_the_finding_compares_month_and_year_with_the_year_before(make, t, month, year, said):
    judged = make(Months, this_month=_compared(*month), last_12=_compared(*year))
    assert month_finding(judged, t) == said
    assert len(said) <= 90


def test_a_month_that_is_not_over_is_said_to_be_to_date(make, t):
    months = (make(Month, month=pd.Timestamp("2026-10-01"), partial=True),)
    judged = make(Months, months=months, this_month=_compared(5e3, None), last_12=_compared(5e3, None))
    assert month_finding(judged, t) == "October to date brought EUR 5.0k"


def test_without_an_order_the_block_is_one_sentence_and_no_chart(make, t, day):
    html = what_changed(make(Months), Changes(day("2026-09-30"), (), 0), t)
    assert html.text() == "No order so far Nothing else changed since 30 Sep."
    assert "<svg" not in str(html)


def test_changes_stand_worst_first_as_given_with_their_direction(make, t, day):
    found = (
        Finding("person_left", {"name": "Paolo Ferri", "role": "Head of purchasing", "status": "left",
                                "on": day("2026-10-09"), "decides": True}, Sign.WORSE),
        Finding("deal_moved", {"deal": "Spare parts 2027", "was": "need", "now": "offer", "p_before": 0.48, "p": 0.61},
                Sign.BETTER),
    )  # fmt: skip
    html = str(what_changed(make(Months), Changes(day("2026-09-30"), found, 2), t))
    assert html.index("Paolo Ferri, head of purchasing, left on 9 Oct") < html.index(
        "Spare parts 2027: from need to offer"
    )
    assert html.index("▼") < html.index("▲")
    assert "odds 48% → 61%" in html
    assert "Changes since 30 Sep; 2 smaller ones are left out." in html


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("risk_jump", {"before": 0.06, "now": 0.14}, "Risk of no order 6% → 14%"),
        ("item_missing", {"item_id": "VX-240", "item": "valve, 230 V", "orders": 13},
         "VX-240 valve not in the last order, though in the 13 before"),
        ("deal_pushed", {"deal": "Line 4", "was": pd.Timestamp("2026-10-15"), "now": pd.Timestamp("2026-12-15"),
                         "times": 3},
         "Line 4 pushed to 15 Dec; pushed 3 times so far"),
        ("role_vacant", {"role": "Quality approver", "name": None, "on": pd.Timestamp("2026-10-09")},
         "Quality approver: nobody known since 9 Oct"),
        ("turned", {"role": "Technical director", "name": "Carla Neri", "was": "unknown", "now": "negative",
                    "on": pd.Timestamp("2026-10-22")},
         "Carla Neri, technical director: from unknown to negative on 22 Oct"),
        ("order_below", {"on": pd.Timestamp("2026-10-02"), "amount": 18e3, "lo": 29e3, "hi": 58e3, "usual": 42e3},
         "The order of 2 Oct came to EUR 18k; 29–58k was expected"),
        ("order_missed", {"due": pd.Timestamp("2026-10-08"), "days_late": 23},
         "Order missed: their usual day was 8 Oct, 23 days ago; the whole usual range has passed"),
        ("something_new", {}, "something new"),
    ],
)  # fmt: skip
def test_every_change_is_one_sentence_with_its_numbers(t, code, facts, said):
    assert change_sentence(code, facts, t) == said


def test_orders_without_amounts_are_counted_and_not_called_none(make, t):
    day = pd.Timestamp("2026-10-31")
    year = Comparison(day, day, 0.0, 0.0, None)
    months = make(Months, this_month=year, last_12=year, unpriced_orders=9)
    assert month_finding(months, t) == "9 orders in twelve months; what they are worth is unknown"
