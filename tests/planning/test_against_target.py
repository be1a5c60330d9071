"""A target against what came: the pace by month, the band, and what would fill a gap."""

import pandas as pd
import pytest

from accountbook.planning.against_target import Lever, TargetState, against_target
from accountbook.planning.deals import Deals
from accountbook.planning.next_year import next_year

TARGET = {"target_id": "1", "account_id": "A", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "amount": 1200.0,
          "set_on": "2025-12-01"}  # fmt: skip
ROW = {"account_id": "A", "scope": "account", "whose": "A", "family": "", "shown": "model", "until_p10": float("nan"),
       "until_p90": float("nan")}  # fmt: skip


def predicted(month, *, low=0.0, high=0.0):
    """A year of `month` in each of the twelve months ahead; to the end of December it brings low to high."""
    months = pd.date_range("2026-11-01", periods=12, freq="MS")
    rows = [
        ROW | {"part": "orders", "month": one, "mean": month, "p10": 0.0, "p50": month, "p90": 2 * month}
        | {"until_p10": low, "until_p90": high}
        for one in months
    ]  # fmt: skip
    whole = {"part": "orders", "month": pd.NaT, "mean": 12 * month, "p10": 0.0, "p50": 12 * month, "p90": 24 * month}
    return pd.DataFrame([*rows, ROW | whole])


def judged(view, orders, bought, year=None, **more):
    told = view(order_lines=bought(orders), targets=[TARGET])
    return against_target(told, next_year(told, year), **more)


def test_cap_21_the_target_is_spread_as_the_orders_of_the_year_before_fell(view, bought):
    found = judged(view, {"2025-01-10": 300.0, "2025-11-10": 100.0, "2026-01-20": 700.0}, bought)
    assert found.seasonal == 1
    assert [(one.target, one.ordered) for one in found.months[:2]] == [(900.0, 700.0), (0.0, 0.0)]
    assert found.months[10].target == 300.0 and found.months[10].ordered is None
    assert (found.due, found.ordered, found.behind) == (900.0, 700.0, 200.0)
    assert (found.months[9].target_so_far, found.months[9].ordered_so_far) == (900.0, 700.0)


def test_cap_21_without_a_year_before_every_month_is_alike(view, bought):
    found = judged(view, {"2026-02-20": 700.0, "2026-10-05": 50.0}, bought)
    assert (found.state, found.seasonal, found.due, found.behind) == ("unpredicted", 0, 1000.0, 250.0)
    assert found.behind_before == 900.0 - 700.0


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [(20.0, 190.0, "below"), (20.0, 210.0, "within"), (210.0, 300.0, "above")],
)
def test_cap_21_below_its_band_only_where_the_range_ends_under_the_target(view, bought, low, high, state):
    found = judged(
        view, {"2026-02-20": 1000.0}, bought, predicted(90.0 if state != "above" else 120.0, low=low, high=high)
    )
    assert found.state == state
    assert bool(found.actions) == (state == "below")
    if state == "below":
        assert (found.gap, found.outlook.low, found.outlook.high) == (20.0, 1020.0, 1190.0)


def test_cap_21_the_two_largest_levers_are_named_in_the_action(make_deal, view, bought):
    deals = make_deal(("Line 4", 300.0, "2026-12-05"), ("Later", 900.0, "2027-02-01"), ("Small", 40.0, "2026-11-20"))
    found = judged(view, {"2026-02-20": 700.0}, bought, predicted(10.0, low=0.0, high=30.0), deals=deals)
    assert found.levers == (Lever("deal", "Line 4", 300.0), Lever("deal", "Small", 40.0))
    (act,) = found.actions
    assert (act.does.code, act.does.facts["gap"], act.days_late) == ("close_gap", 480.0, None)
    assert act.does.facts["levers"] == (("deal", "Line 4", 300.0), ("deal", "Small", 40.0))


def test_cap_21_last_months_actions_are_told_beside_the_pace(view, bought):
    found = judged(view, {"2026-10-20": 700.0}, bought, agreed=(3, 2))
    assert found.agreed == (3, 2)
    assert (found.behind_before, found.behind) == (900.0, 300.0)


def test_no_target_and_no_table_are_not_the_same(view, bought):
    rows = bought({"2026-02-20": 700.0})
    none, over = view(order_lines=rows), view(order_lines=rows, targets=[TARGET | {"ends_on": "2026-09-30"}])
    assert against_target(none, next_year(none, None)).state == TargetState.NO_TABLE
    assert against_target(over, next_year(over, None)).state == TargetState.NONE


def test_a_target_set_later_was_not_known(view, bought):
    told = view("2025-11-30", order_lines=bought({"2025-02-20": 700.0}), targets=[TARGET | {"starts_on": "2025-11-01"}])
    assert against_target(told, next_year(told, None)).state == TargetState.NONE


@pytest.fixture
def make_deal(view):
    from accountbook.planning.deals import open_deals

    def make(*deals) -> Deals:
        rows = [
            {"opportunity_id": f"D{n}", "account_id": "A", "name": name, "amount": 2 * expected,
             "created_on": "2026-01-01", "outcome": "open", "expected_close": close}
            for n, (name, expected, close) in enumerate(deals)
        ]  # fmt: skip
        odds = pd.DataFrame({"opportunity_id": [row["opportunity_id"] for row in rows], "p_win": 0.5}).assign(
            account_id="A",
            as_of=pd.Timestamp("2026-10-31"),
            shown="model",
            ladder="ridge",
            reasons="[]",
            close_p50=pd.NaT,
        )
        return open_deals(view(opportunities=rows), odds)

    return make
