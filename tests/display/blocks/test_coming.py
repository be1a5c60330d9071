"""The next order: in full, late, beyond the horizon, with little data, long gone."""

import pandas as pd

from accountbook.display.blocks.coming import new_ideas, next_order, order_finding
from accountbook.planning.channel import Channel
from accountbook.planning.next_order import NextItem, NextOrder
from accountbook.planning.sellout import Sold

FULL = {
    "state": "expected",
    "orders": 28,
    "horizon_end": pd.Timestamp("2027-01-29"),
    "p10": pd.Timestamp("2026-11-03"),
    "p50": pd.Timestamp("2026-11-12"),
    "p90": pd.Timestamp("2026-12-04"),
    "p_none": 0.14,
    "typical": 40_873.0,
    "typical_lo": 28_000.0,
    "typical_hi": 55_000.0,
    "expected": 83_000.0,
    "expected_lo": 40_000.0,
    "expected_hi": 120_000.0,
    "family": "VX",
    "family_units": 338.0,
    "last_order": pd.Timestamp("2026-10-02"),
    "last_amount": 18_000.0,
}


def test_cap_29_the_next_order_has_date_units_family_amount_and_range(make, t, orders):
    judged = make(NextOrder, **FULL)
    finding = "Next order around 12 Nov: 340 units of VX, about EUR 41k (28–55k)"
    assert order_finding(judged, t) == finding
    text = next_order(judged, t, orders=orders, held=0.81).text()
    assert text.startswith(finding)
    assert "14% that nothing comes by 29 Jan 2027." in text
    assert "Date ranges made this way held 81% of the time (should: 80%)." in text


def test_cap_20_a_full_shelf_is_told_beside_the_prediction_that_does_not_know_it(make, t, orders):
    item = make(NextItem, item_id="VX-405", p=0.88, quantity=170.0)
    channel = make(Channel, high=(make(Sold, item_id="VX-405", lasts=8.0),))
    judged = make(NextOrder, **FULL, items=(item,))
    told = "Their stock of VX-405 lasts 8 months, which the prediction does not know."
    assert told in next_order(judged, t, orders=orders, channel=channel).text()
    other = make(Channel, high=(make(Sold, item_id="SK-1", lasts=8.0),))
    assert "Their stock" not in next_order(judged, t, orders=orders, channel=other).text()


def test_the_chart_says_the_finding_to_those_who_cannot_see_it(make, t, orders):
    html = str(next_order(make(NextOrder, **FULL), t, orders=orders))
    assert html.count("<svg") == 2
    assert html.count("Next order around 12 Nov: 340 units of VX, about EUR 41k (28–55k)") == 3


def test_a_date_open_to_the_right_is_said_so(make, t, orders):
    text = next_order(make(NextOrder, **{**FULL, "p90": None}), t, orders=orders).text()
    assert "8 in 10" not in text
    assert "9 in 10 that it does not come before 3 Nov." in text


def test_beyond_the_horizon_it_is_said_in_words(make, t, orders):
    judged = make(NextOrder, **{**FULL, "state": "later", "p50": None, "p90": None})
    assert order_finding(judged, t) == "Next order most likely after 29 Jan 2027, about EUR 41k (28–55k)"
    assert "later than 29 Jan 2027" in str(next_order(judged, t, orders=orders))


def test_overdue_and_missed_say_since_when_and_how_much(make, t):
    late = {**FULL, "due": pd.Timestamp("2026-10-20"), "days_late": 11}
    assert order_finding(make(NextOrder, **{**late, "state": "overdue"}), t) == (
        "Order overdue by 11 days: EUR 41k (28–55k); their usual day was 20 Oct"
    )
    assert order_finding(make(NextOrder, **{**late, "state": "missed"}), t) == (
        "Order missed: EUR 41k (28–55k); their usual day was 20 Oct, 11 days ago"
    )


def test_with_two_orders_there_is_no_cycle_and_no_chart(make, t, orders):
    judged = make(NextOrder, state="few", orders=2, last_order=pd.Timestamp("2026-09-16"), last_amount=2_954.0)
    html = next_order(judged, t, orders=orders)
    assert html.text() == (
        "2 orders so far: no cycle yet The last one came on 16 Sep: EUR 3.0k. A cycle needs more of them."
    )
    assert "<svg" not in str(html)


def test_no_order_and_no_prediction_are_said(make, t):
    assert order_finding(make(NextOrder, state="none"), t) == "No order so far"
    assert (
        order_finding(make(NextOrder, state="unpredicted", orders=28), t) == "28 orders so far; no prediction was made"
    )


def test_an_account_gone_for_a_year_gets_no_date(make, t, orders):
    judged = make(NextOrder, **{**FULL, "state": "missed", "last_order": pd.Timestamp("2024-08-28"), "p_none": 0.96})
    html = next_order(judged, t, orders=orders)
    assert order_finding(judged, t) == "No order for 794 days; they used to be about EUR 41k (28–55k)"
    assert "<svg" not in str(html)
    assert "96% of such accounts stay silent until 29 Jan 2027." in html.text()


def test_A2_items_are_escaped_and_small_money_is_not_zero(make, t, orders):
    item = make(NextItem, item_id="<b>", name="<img src=x onerror=alert(1)>", p=0.92, quantity=180.0, quantity_lo=140.0,
                quantity_hi=230.0, amount=15_400.0)  # fmt: skip
    seal = make(NextItem, item_id="SK-1", p=0.5, quantity=1.0, amount=20.0)
    html = str(next_order(make(NextOrder, **{**FULL, "items": (item, seal)}), t, orders=orders))
    assert "<img" not in html and "<b>" not in html
    assert "180" in html and "(140–230)" in html and "15.4" in html and "&lt;0.1" in html


def test_without_amounts_there_is_no_chart_and_no_column_of_money(make, t, orders):
    item = make(NextItem, item_id="V", p=0.91, quantity=60.0, quantity_lo=28.0, quantity_hi=129.0)
    values = dict.fromkeys(("typical", "typical_lo", "typical_hi", "expected", "family"))
    html = next_order(make(NextOrder, **{**FULL, **values, "items": (item,)}), t, orders=orders)
    assert "<svg" not in str(html) and "EUR" not in html.text()
    assert html.text().startswith("Next order around 12 Nov")
    assert "If they order: 8 in 10 between 3 Nov and 4 Dec." in html.text()
    priced = make(NextItem, item_id="V", p=0.91, quantity=60.0, amount=900.0)
    assert "900" in next_order(make(NextOrder, **{**FULL, "items": (priced,)}), t, orders=orders).text()


def test_nothing_expected_is_not_said_as_eur_0(make, t, orders):
    judged = make(NextOrder, **{**FULL, "expected": 0.0, "expected_lo": 0.0, "expected_hi": 0.0})
    assert "All orders until then" not in next_order(judged, t, orders=orders).text()


def test_cap_36_a_successor_says_whom_it_replaces(make, t, orders, read):
    item = make(NextItem, item_id="VX-151", p=0.8, replaces="VX-150")
    text = read(next_order(make(NextOrder, **FULL, usual="known", items=(item,)), t, orders=orders))
    assert "VX-151 replaces VX-150" in text


def test_cap_29_ideas_stand_apart_with_how_often_such_came_true(make, t, read):
    item = make(NextItem, item_id="CL-7", p=0.04, quantity=20.0, quantity_lo=5.0, quantity_hi=60.0, amount=900.0)
    ideas = {"ideas": (item,), "ideas_alike": True, "ideas_rate": 0.034}
    text = read(new_ideas(make(NextOrder, **FULL, **ideas), t))
    assert text.startswith(
        "New ideas: accounts alike buy these, this one never did."
        " Of 100 such ideas in the past, 3 were in the next order."
    )
    assert "CL-7 4% 20 (5–60)" in text
    popular = read(new_ideas(make(NextOrder, **FULL, **{**ideas, "ideas_alike": False, "ideas_rate": 0.004}), t))
    assert popular.startswith(
        "New ideas: most accounts buy these, this one never did."
        " Of 100 such ideas in the past, fewer than one was in the next order."
    )


def test_an_idea_that_was_never_tried_is_not_shown(make, t):
    item = make(NextItem, item_id="CL-7", p=0.04)
    assert new_ideas(make(NextOrder, **FULL, ideas=(item,), ideas_rate=None), t) is None
    assert new_ideas(make(NextOrder, **FULL, ideas_rate=0.03), t) is None


def test_I18_items_of_which_nothing_can_be_told_are_a_sentence(make, t, orders):
    item = make(NextItem, item_id="CL-7", p=0.04)
    once = next_order(make(NextOrder, **FULL, usual="once", items=(item,)), t, orders=orders).text()
    assert "No item was bought twice so far: which ones come next cannot be told." in once and "CL-7" not in once
    unnamed = next_order(make(NextOrder, **FULL, usual="unnamed"), t, orders=orders).text()
    assert "No order line names an item, so none can be expected." in unnamed
