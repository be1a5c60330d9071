import pytest

from accountbook.planning.months import MonthsState, months


def test_month_against_the_same_month_a_year_before(view, bought):
    lines = bought({"2025-10-05": 44.0, "2026-03-10": 64.0, "2026-10-02": 18.0})
    found = months(view(order_lines=lines))
    assert found.state == MonthsState.FULL
    assert (found.this_month.value, found.this_month.before) == (18.0, 44.0)
    assert found.this_month.change == pytest.approx(18 / 44 - 1)
    assert [month.month.strftime("%Y-%m") for month in found.months[:: len(found.months) - 1]] == ["2024-11", "2026-10"]
    assert (found.months[-1].ordered, found.months[-1].year_before) == (18.0, 44.0)


def test_rolling_12_months_need_24_of_history(view, bought):
    # history from 2 November 2024: the month of the first order counts whole, so 24 months are there
    full = months(view(order_lines=bought({"2024-11-02": 10.0, "2025-10-31": 5.0, "2025-11-01": 30.0})))
    assert (full.last_12.value, full.last_12.before, full.last_12.change) == (30.0, 15.0, 1.0)
    short = months(view(order_lines=bought({"2024-12-01": 10.0, "2025-11-01": 30.0})))
    assert (short.last_12.value, short.last_12.before, short.last_12.change) == (30.0, None, None)


def test_months_before_the_first_order_are_unknown_and_later_ones_zero(view, bought):
    found = months(view(order_lines=bought({"2026-08-02": 10.0})), count=4)
    assert [month.ordered for month in found.months] == [None, 10.0, 0.0, 0.0]
    assert all(month.year_before is None for month in found.months)
    assert (found.state, found.history) == (MonthsState.SHORT, 3)


def test_part_of_a_month_is_compared_with_the_same_days(view, bought):
    lines = bought({"2025-10-05": 7.0, "2025-10-20": 44.0, "2026-10-02": 14.0})
    found = months(view("2026-10-14", order_lines=lines))
    assert (found.this_month.value, found.this_month.before, found.this_month.change) == (14.0, 7.0, 1.0)
    assert found.months[-1].partial and found.months[-1].year_before == 51.0


def test_returns_are_kept_apart(view, bought):
    lines = bought({"2026-10-02": 18.0}) + bought({"2026-10-09": -5.0}, kind="return")
    found = months(view(order_lines=lines))
    assert (found.months[-1].ordered, found.months[-1].returned, found.returned_12) == (18.0, -5.0, -5.0)


def test_highest_and_lowest_whole_month(view, bought):
    lines = bought({"2026-07-02": 10.0, "2026-08-02": 30.0, "2026-09-02": 5.0, "2026-10-02": 20.0})
    found = months(view(order_lines=lines))
    assert (found.highest.month.month, found.lowest.month.month) == (8, 9)
    # October has not ended on the 14th and cannot be the lowest
    assert months(view("2026-10-14", order_lines=lines)).lowest.month.month == 9
    # two empty months share the low end: none stands out
    assert months(view(order_lines=bought({"2026-07-02": 10.0, "2026-10-02": 1.0}))).lowest is None


def test_no_orders_and_no_rate(view, bought):
    empty = months(view(order_lines=[]))
    assert (empty.state, empty.this_month, empty.last_12, empty.history) == (MonthsState.NONE, None, None, 0)
    unpriced = months(view(order_lines=bought({"2026-10-02": 18.0}, amount=None, currency="SAR")))
    assert (unpriced.unpriced, unpriced.months[-1].ordered) == (1, 0.0)


def test_orders_without_amounts_are_not_a_year_without_orders(view, bought):
    unpriced = bought({"2026-03-02": 5.0, "2026-10-02": 5.0}, amount=None, currency="SAR")
    assert months(view(order_lines=unpriced)).unpriced_orders == 2
    # one amount is a sum, an old order says nothing of this year
    assert months(view(order_lines=unpriced + bought({"2026-10-03": 5.0}))).unpriced_orders == 0
    assert months(view(order_lines=bought({"2025-03-02": 5.0}, amount=None))).unpriced_orders == 0
