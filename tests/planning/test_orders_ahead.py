"""The next order, the risk, and what was said a month before."""

import json
from dataclasses import fields

import pandas as pd
import pytest

from accountbook.planning.next_order import NextState, UsualItems, next_order
from accountbook.planning.predicted import AccountForecast, DealForecast, account_forecast, earlier, held
from accountbook.planning.risk import RiskState, risk
from accountbook.planning.said import SaidState, said

THREE = {"2025-07-09": 40.0, "2026-08-20": 42.0, "2026-10-02": 18.0}


def test_forecasts_have_the_columns_of_the_ledger():
    kinds = pytest.importorskip("accountbook.models.kinds")
    assert [field.name for field in fields(AccountForecast)] == kinds.kind_columns("accounts")
    assert {field.name for field in fields(DealForecast)} == set(kinds.kind_columns("deals")) - {"account_id"}


def test_cap_29_next_order_with_date_amount_and_items(view, bought, forecast):
    frame = forecast(
        next_order_p10="2026-11-03",
        next_order_p50="2026-11-12",
        next_order_p90="2026-12-04",
        rhythm_p50="2026-11-12",
        rhythm_p90="2026-12-04",
        p_no_order=0.14,
        p_no_order_lo=0.09,
        p_no_order_hi=0.21,
        typical_amount=41e3,
        typical_lo=28e3,
        typical_hi=55e3,
    )
    items = pd.DataFrame(
        [
            {"item_id": "V1", "rank": 1, "p": 0.92, "quantity": 180.0, "amount": 15.4e3},
            {"item_id": "V2", "rank": 2, "p": 0.81, "quantity": 120.0, "amount": 13.1e3},
            {"item_id": "S", "rank": 3, "p": 0.74, "quantity": 60.0, "amount": 2.1e3},
            {"item_id": "V3", "rank": 4, "p": 0.3, "quantity": 40.0, "amount": 10.4e3},
        ]
    ).assign(account_id="A", as_of=pd.Timestamp("2026-10-31"))
    names = [
        {"item_id": "V1", "name": "VX-210", "family": "VX"},
        {"item_id": "V2", "name": "VX-240", "family": "VX"},
        {"item_id": "V3", "name": "VX-300", "family": "VX"},
        {"item_id": "S", "name": "SK-11", "family": "SK"},
    ]
    lines = bought(
        {"2026-07-09": 40.0, "2026-08-20": {"V1": (1, 42.0)}, "2026-10-02": {"V1": (1, 18.0), "S": (1, 1.0)}}
    )
    found = next_order(view(items=names, order_lines=lines), frame, items, top=3)
    assert (found.state, found.p50) == (NextState.EXPECTED, pd.Timestamp("2026-11-12"))
    assert (found.typical, found.typical_lo, found.typical_hi) == (41e3, 28e3, 55e3)
    assert (found.p_none, found.p_none_lo, found.p_none_hi) == (0.14, 0.09, 0.21)
    assert found.horizon_end == pd.Timestamp("2027-01-29")
    # pieces of the items that are more likely in than not
    assert (found.family, found.family_units) == ("VX", 300.0)
    assert [(item.name, item.missing) for item in found.items] == [
        ("VX-210", False),
        ("VX-240", True),
        ("SK-11", False),
    ]
    assert (found.rest, found.last_order, found.last_amount) == (1, pd.Timestamp("2026-10-02"), 19.0)


@pytest.mark.parametrize(
    ("p50", "p90", "state", "late"),
    [
        ("2026-10-31", "2026-11-20", NextState.EXPECTED, None),
        ("2026-10-17", "2026-10-31", NextState.OVERDUE, 14),
        ("2026-08-18", "2026-10-30", NextState.MISSED, 74),
    ],
)
def test_cap_29_overdue_when_the_day_passed_missed_when_the_range_did(view, bought, forecast, p50, p90, state, late):
    frame = forecast(rhythm_p50=p50, rhythm_p90=p90, next_order_p50="2026-11-12")
    found = next_order(view(order_lines=bought(THREE)), frame)
    assert (found.state, found.days_late) == (state, late)


def test_next_order_with_few_data(view, bought, forecast):
    assert next_order(view(order_lines=[]), None).state == NextState.NONE
    one = next_order(view(order_lines=bought({"2026-10-02": 18.0})), forecast(shown="none"))
    assert (one.state, one.p50, one.p_none) == (NextState.FEW, None, None)
    two = next_order(view(order_lines=bought({"2026-08-20": 42.0, "2026-10-02": 18.0})), forecast(orders=2))
    assert (two.state, two.orders, two.p_none) == (NextState.FEW, 2, None)
    assert next_order(view(order_lines=bought(THREE)), None).state == NextState.UNPREDICTED
    assert next_order(view(order_lines=bought(THREE)), forecast()).state == NextState.LATER


REASONS = [
    {"code": "recency", "log_odds": 0.8, "points": 5.0, "facts": {"days": 47, "usual": 21}},
    {"code": "deals", "log_odds": -0.3, "points": -2.0, "facts": {}},
]


def test_risk_reasons_add_up_to_the_chance(view, bought, forecast):
    frame = forecast(p_no_order=0.14, p_no_order_lo=0.09, p_no_order_hi=0.21, p_naive=0.05, reasons=json.dumps(REASONS))
    found = risk(view(order_lines=bought(THREE)), frame, forecast(p_no_order=0.06, as_of="2026-09-30"))
    assert (found.state, found.base) == (RiskState.MODEL, 5.0)
    # 5 + 5 - 2 + 6 = 14
    assert found.rest == pytest.approx(6.0)
    assert found.base + sum(reason.points for reason in found.reasons) + found.rest == pytest.approx(100 * found.p)
    assert (found.p_before, found.jump, found.before_as_of.month) == (0.06, pytest.approx(0.08), 9)
    assert found.jumped and not found.high and not found.fell
    # 14% of 60
    assert found.at_risk == pytest.approx(8.4)


def test_naive_risk_is_the_base_rate_without_reasons(view, bought, forecast):
    frame = forecast(shown="naive", p_naive=0.3, reasons=json.dumps(REASONS))
    found = risk(view(order_lines=bought(THREE)), frame, forecast(p_no_order=0.06, as_of="2026-09-30"))
    assert (found.state, found.p, found.reasons, found.high) == (RiskState.NAIVE, 0.3, (), False)
    # the model's figure of last month and this month's base rate don't compare
    assert (found.jump, found.p_before) == (None, None)


def test_risk_with_few_data(view, bought, forecast):
    lines = bought({"2026-10-02": 18.0})
    assert risk(view(order_lines=lines), forecast(shown="none")).state == RiskState.FEW
    none = risk(view(order_lines=lines), None)
    assert (none.state, none.p, none.at_risk, none.rest) == (RiskState.UNPREDICTED, None, None, 0.0)


def test_earlier_takes_the_prediction_nearest_to_a_month_before():
    made = pd.DataFrame({"as_of": pd.to_datetime(["2026-09-15", "2026-09-25", "2026-10-20", "2026-08-01"])})
    # from 31 October a month back is 30 September: 16, 6 (the 25th), and two too far or too near
    assert earlier(made, pd.Timestamp("2026-10-31"))["as_of"].dt.day.tolist() == [25]
    assert earlier(made[2:], pd.Timestamp("2026-10-31")) is None
    assert earlier(pd.DataFrame(), pd.Timestamp("2026-10-31")) is None


def test_forecast_of_another_account_or_horizon_is_not_taken(forecast):
    assert account_forecast(forecast(), "B") is None
    assert account_forecast(forecast(horizon_days=60), "A") is None
    assert account_forecast(forecast(horizon_days=60), "A", horizon=60).horizon_days == 60


def test_hit_rate_of_the_date_range():
    quality = pd.DataFrame(
        {
            "target": "date",
            "metric": ["mae", "coverage_within"],
            "value": [10.4, 0.81],
            "naive": [14.0, 0.03],
            "shown": "model",
        }
    )
    assert held(quality, "date") == 0.81
    # where the gate is shut the page shows the rival's range
    assert held(quality.assign(shown="naive"), "date") == 0.03
    assert held(quality.assign(shown="naive", naive=None), "date") is None
    assert held(quality.assign(shown="none"), "date") is None
    assert held(quality, "amount") is None and held(None, "date") is None


def _said(forecast):
    return forecast(
        as_of="2026-09-30",
        next_order_p10="2026-10-02",
        next_order_p50="2026-10-14",
        next_order_p90="2026-10-28",
        typical_amount=43.0,
        typical_lo=29.0,
        typical_hi=58.0,
    )


def test_cap_29_what_we_said_and_what_came(view, bought, forecast):
    found = said(view(order_lines=bought(THREE)), _said(forecast))
    assert (found.state, found.came, found.came_amount) == (SaidState.CAME, pd.Timestamp("2026-10-02"), 18.0)
    assert (found.date_inside, found.amount_inside) == (True, False)


def test_cap_29_what_we_said_did_not_come(view, bought, forecast):
    lines = bought({"2026-08-20": 42.0})
    silent = said(view(order_lines=lines), _said(forecast))
    assert (silent.state, silent.date_inside, silent.amount_inside) == (SaidState.SILENT, False, None)
    still = said(view("2026-10-28", order_lines=lines), _said(forecast))
    assert (still.state, still.date_inside) == (SaidState.OPEN, None)
    assert said(view(order_lines=lines), None).state == SaidState.NOTHING


def test_cap_29_what_was_said_to_come_after_the_horizon(view, bought, forecast):
    frame = forecast(as_of="2026-09-30")
    came = said(view(order_lines=bought(THREE)), frame)
    assert (came.state, came.date_inside) == (SaidState.CAME, False)
    assert said(view(order_lines=bought({"2026-08-20": 42.0})), frame).state == SaidState.OPEN
    assert said(view(order_lines=bought(THREE)), forecast(as_of="2026-09-30", shown="none")).state == SaidState.NOTHING


def test_the_amounts_of_others_are_not_borrowed_where_no_own_order_has_one(view, bought, forecast):
    made = forecast(next_order_p50="2026-11-12", typical_amount=16e3, typical_lo=6e3, typical_hi=44e3,
                    expected_amount=9e3)  # fmt: skip
    likely = pd.DataFrame([{"account_id": "A", "as_of": pd.Timestamp("2026-10-31"), "item_id": "V", "rank": 1, "p": 0.9,
                            "quantity": 5.0, "amount": 70.0}])  # fmt: skip
    days = {"2026-07-02": 5.0, "2026-08-02": 5.0, "2026-09-02": 5.0}
    unpriced = next_order(view(order_lines=bought(days, amount=None)), made, likely)
    assert (unpriced.state, unpriced.p50) == (NextState.EXPECTED, pd.Timestamp("2026-11-12"))
    assert (unpriced.typical, unpriced.typical_hi, unpriced.expected) == (None, None, None)
    assert (unpriced.items[0].quantity, unpriced.items[0].amount) == (5.0, None)
    priced = next_order(view(order_lines=bought(days)), made, likely)
    assert (priced.typical, priced.expected, priced.items[0].amount) == (16e3, 9e3, 70.0)
    before = made.assign(as_of=pd.Timestamp("2026-09-30"), next_order_p10=pd.Timestamp("2026-10-02"))
    assert said(view(order_lines=bought(days, amount=None)), before).amount is None
    assert said(view(order_lines=bought(days)), before).amount == 16e3


def test_cap_29_ideas_are_apart_from_usual_items_and_a_successor_names_whom_it_replaces(view, bought, forecast):
    rows = [("new", 0.6, "usual"), ("own", 0.3, "usual"), ("idea", 0.02, "idea")]
    items = pd.DataFrame(rows, columns=["item_id", "p", "kind"])
    items = items.assign(account_id="A", as_of=pd.Timestamp("2026-10-31"), rank=[1, 2, 3])
    quality = pd.DataFrame(
        {"target": "ideas", "metric": ["bought", "next_order"], "value": [0.07, 0.04], "naive": 0.03, "shown": "model"}
    )
    named = [{"item_id": "old", "ends_on": "2026-09-30"}, {"item_id": "new", "predecessor_id": "old"}]
    lines = bought({"2026-08-20": {"old": (1, 9.0)}, "2026-09-20": {"old": (1, 9.0), "own": (1, 2.0)}})
    found = next_order(view(items=named, order_lines=lines), forecast(), items, quality=quality)
    assert [(item.item_id, item.replaces) for item in found.items] == [("new", "old"), ("own", None)]
    assert [item.item_id for item in found.ideas] == ["idea"]
    assert (found.ideas_alike, found.ideas_rate, found.rest) == (True, 0.04, 0)
    # once the new one has been bought, it is an item like any other
    moved = bought({"2026-09-20": {"old": (1, 9.0)}, "2026-10-20": {"new": (1, 9.0)}})
    after = next_order(view(items=named, order_lines=moved), forecast(), items, quality=quality)
    assert [item.replaces for item in after.items] == [None, None]


@pytest.mark.parametrize(
    ("orders", "usual"),
    [
        ({"2026-08-20": {"a": (1, 9.0)}, "2026-09-20": {"b": (1, 9.0)}}, UsualItems.ONCE),
        ({"2026-08-20": {"a": (1, 9.0)}, "2026-09-20": {"a": (1, 9.0)}}, UsualItems.KNOWN),
        ({"2026-08-20": {None: (1, 9.0)}}, UsualItems.UNNAMED),
    ],
    ids=["nothing twice", "one item", "no item named"],
)
def test_I18_what_order_lines_say_of_items(view, bought, orders, usual):
    assert next_order(view(order_lines=bought(orders)), None).usual == usual
