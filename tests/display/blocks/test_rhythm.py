"""Purchase rhythm and items: the finding, the facts beside the chart, why each item is bought."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.display.blocks.items import item_table, why_sentence
from accountbook.display.blocks.rhythm import purchase_rhythm, rhythm_facts, rhythm_finding
from accountbook.planning.assortment import Assortment, BoughtItem, Succession
from accountbook.planning.closures import Closure
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.margin import Margin, Margins
from accountbook.planning.next_order import NextOrder
from accountbook.planning.rhythm import Rhythm

KNOWN = {"state": "known", "orders": 28, "months": 42, "gap": 42.0, "gap_lo": 34.0, "gap_hi": 53.0, "size": 42_000.0,
         "size_lo": 28_000.0, "size_hi": 60_000.0, "regularity": "regular", "silence": 29}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"last_is_smallest": True}, "They order every 42 days; the last order was the smallest so far"),
        ({"regularity": "irregular", "silence_record": True, "silence": 155},
         "They order irregularly, about every 42 days; 155 since the last one, the longest gap yet"),
        ({"regularity": "mixed", "drift": 1.5}, "They order about every 42 days; lately less often than before"),
        ({}, "They order every 42 days; an order is usually EUR 42k"),
        ({"silence": 794}, "They ordered about every 42 days; nothing for 794 days"),
        ({"state": "few", "orders": 3, "months": 4}, "3 orders in 4 months: too few for a rhythm"),
        ({"state": "one", "orders": 1, "gap": None}, "1 order so far: no cycle yet"),
    ],
)  # fmt: skip
def test_cap_35_the_finding_is_the_cycle_and_the_one_thing_to_know(make, t, values, said):
    assert rhythm_finding(make(Rhythm, **{**KNOWN, **values}), make(Fiscal, state="unknown"), t) == said
    assert len(said) <= 90


def test_cap_37_the_year_end_recorded_and_from_the_peaks(make, t):
    fiscal = make(Fiscal, state="agree", recorded=3, inferred=3, peak_years=3, years=3)
    assert rhythm_finding(make(Rhythm, **KNOWN), fiscal, t).endswith("; most before the year-end in March")
    rows = rhythm_facts(make(Rhythm, **KNOWN), fiscal, (), None, t)
    told = {str(row.name): (str(row.value), str(row.range)) for row in rows}
    assert told["Days between orders"] == ("42", "34–53")
    assert told["Year-end, recorded"] == ("March", "")
    assert told["Year-end, from the peaks"] == ("March", "3 of 3 years")
    assert told["Orders so far"] == ("28 in 42 months", "")


def test_cap_38_the_next_closures_stand_among_the_facts(make, t, day):
    closed = (Closure(day("2026-12-24"), day("2027-01-06"), "observed", years=3),)
    rows = rhythm_facts(make(Rhythm, **KNOWN), make(Fiscal), closed, None, t)
    assert ("Closed next", "24 Dec–6 Jan") in [(str(row.name), str(row.value)) for row in rows]


def test_cap_26_the_margin_stands_among_the_facts(make, t):
    margins = make(
        Margins, last_12=Margin(None, 366e3, 366e3, 113e3, 0.31), before_12=Margin(None, 1e5, 1e5, 33e3, 0.33)
    )
    rows = {str(row.name): row for row in rhythm_facts(make(Rhythm, **KNOWN), make(Fiscal), (), margins, t)}
    assert rows["Margin, 12 months"].value == "EUR 113k"
    assert (rows["of sales less returns"].value, rows["of sales less returns"].range) == ("31%", "33% before")


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("focus", {"orders_with": 26, "orders": 28, "end_customer_count": 3},
         "In 26 of 28 orders; 3 end customers have it"),
        ("focus", {"orders_with": 26, "orders": 28}, "In 26 of 28 orders"),
        ("seasonal", {"months": (3, 4, 5), "share": 0.82, "years": 3},
         "82% of units from March to May, seen in 3 years"),
        ("loyal_companion",
         {"orders_with": 27, "orders": 28, "companion_id": "VX-210", "companion": "valve", "together": 1.0},
         "In 27 of 28 orders; 100% of the times beside VX-210 valve"),
        ("loyal_end_customer", {"orders_with": 14, "orders": 28, "end_customer": "Officine Trevano", "share": 1.0},
         "In 14 of 28 orders; 100% of them for Officine Trevano"),
        ("loyal", {"orders_with": 14, "orders": 28}, "In 14 of 28 orders, though small; the data do not say why"),
        ("change_over", {"predecessor_id": "V1", "successor_id": "V2", "moved": "not_yet"},
         "To be replaced by V2, which they have not ordered yet"),
        ("missing", {"orders": 13}, "Not in the last order, though in the 13 before"),
    ],
)  # fmt: skip
def test_caps_31_33_34_36_why_an_item_is_bought(t, code, facts, said):
    assert why_sentence(code, facts, t) == said


@pytest.fixture
def item(make, day):
    return make(BoughtItem, item_id="CL-70", name="cooler", kind="seasonal", revenue_12=41e3, share=0.11,
                share_change=0.01, last_bought=day("2026-04-30"), months=(0.0,) * 2 + (40.0,) * 3 + (0.0,) * 7,
                season=(3, 4, 5), orders_with=6, orders=28,
                reason=Finding("seasonal", {"months": (3, 4, 5), "share": 0.82, "years": 3}))  # fmt: skip


def test_cap_33_a_seasonal_item_shows_its_months_and_share(make, t, item):
    html = item_table(make(Assortment, items=(item,), told=1, bought=23, seasons_known=True), t)
    text = html.text()
    assert text.startswith("1 of 23 items explain the rhythm. Dark months are the item's own season.")
    assert "Seasonal" in text and "11%" in text and "(+1)" in text and "30 Apr" in text
    assert "most in March" in str(html)


def test_without_two_years_the_table_says_that_seasons_need_them(make, t, item):
    html = item_table(make(Assortment, items=(item,), told=0, bought=8), t)
    assert html.text().startswith("The largest of 8 items. Seasons need two years of orders.")


def _plan(make, orders, **values):
    parts = {"rhythm": make(Rhythm, **KNOWN), "fiscal": make(Fiscal), "closures": (), "margins": None,
             "assortment": make(Assortment), "next_order": make(NextOrder), "orders": orders}  # fmt: skip
    return SimpleNamespace(**{**parts, **values})


def test_the_section_is_chart_facts_items_and_change_overs(make, t, orders, item, day):
    moved = make(Succession, predecessor_id="V1", successor_id="V2", state="moved", last_predecessor=day("2026-01-05"),
                 first_successor=day("2026-03-18"), days=76)  # fmt: skip
    gone = make(Succession, predecessor_id="V8", successor_id="V9", state="gone", last_predecessor=day("2024-01-05"))
    bought = make(Assortment, items=(item,), told=1, bought=23, seasons_known=True, successions=(moved, gone))
    html = purchase_rhythm(_plan(make, orders, assortment=bought), t)
    assert html.text().startswith("They order every 42 days")
    assert "V1 to V2" in html.text() and "V8" not in html.text()
    assert str(html).count("<svg") >= 2


def test_an_account_without_orders_has_no_rhythm_section(make, t):
    assert not purchase_rhythm(_plan(make, pd.DataFrame(), rhythm=make(Rhythm, state="none")), t)


def test_A2_items_and_end_customers_are_escaped(make, t, item):
    name = "<img src=x onerror=alert(1)>"
    reason = Finding("loyal_end_customer", {"orders_with": 1, "orders": 2, "end_customer": name, "share": 1.0})
    hostile = make(BoughtItem, **{**vars(item), "item_id": name, "name": name, "reason": reason})
    assert "<img" not in str(item_table(make(Assortment, items=(hostile,), told=1, bought=1), t))
