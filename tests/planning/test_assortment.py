import pandas as pd
import pytest

from accountbook.planning.assortment import ItemKind, assortment
from accountbook.planning.margin import MarginState, margins
from accountbook.planning.succession import Moved


def _of(found, item_id):
    return next(item for item in found.items if item.item_id == item_id)


@pytest.fixture
def monthly(bought):
    """24 orders on the 10th, November 2024 to October 2026, from {item: (months or None, quantity, price)}."""

    def make(items):
        dates = pd.date_range("2024-11-10", "2026-10-10", freq="MS") + pd.Timedelta(days=9)
        dates = dates.insert(0, pd.Timestamp("2024-11-10"))
        return bought(
            {
                f"{day:%Y-%m-%d}": {
                    item: (quantity, price)
                    for item, (months, quantity, price) in items.items()
                    if months is None or day.month in months
                }
                for day in dates
            }
        )

    return make


def test_cap_31_focus_item_with_share_and_its_change(view, bought):
    lines = bought(
        {
            "2024-11-10": {"V": (1, 30.0), "W": (1, 70.0)},
            "2026-01-10": {"V": (2, 30.0), "W": (1, 30.0), "X": (1, 10.0)},
        }
    )
    found = assortment(view(order_lines=lines))
    v = _of(found, "V")
    # 60 of 100 against 30 of 100 the year before
    assert (v.kind, v.share, v.revenue_12, v.units_12) == (ItemKind.FOCUS, 0.6, 60.0, 2.0)
    assert v.share_change == pytest.approx(0.3)
    assert v.reason.facts["orders_with"] == v.reason.facts["orders"] == 2
    # V alone holds half of the orders, so W is no focus
    assert (_of(found, "W").kind, found.told) == (ItemKind.OTHER, 1)


def test_cap_31_share_change_needs_the_year_before(view, bought):
    found = assortment(view(order_lines=bought({"2025-05-10": {"V": (1, 30.0)}, "2026-01-10": {"V": (1, 30.0)}})))
    assert found.items[0].share_change is None and not found.seasons_known


def test_cap_33_seasonal_item(view, monthly):
    lines = monthly({"V": (None, 10, 10.0), "C": ((3, 4, 5), 5, 2.0)})
    c = _of(assortment(view(order_lines=lines)), "C")
    assert (c.kind, c.season) == (ItemKind.SEASONAL, (3, 4, 5))
    assert c.reason.facts == {"months": (3, 4, 5), "share": 1.0, "years": 2}
    # five pieces in each of March to May, mean of the years
    assert c.months == (0.0, 0.0, 5.0, 5.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_cap_33_no_season_under_24_months_of_history(view, monthly):
    lines = [line for line in monthly({"V": (None, 10, 10.0), "C": ((3, 4, 5), 5, 2.0)})]
    recent = [line for line in lines if line["order_date"] >= "2025-01-01"]
    assert _of(assortment(view(order_lines=recent)), "C").season == ()


def test_cap_33_an_account_that_orders_only_in_spring_has_no_seasonal_item(view, monthly):
    lines = monthly({"V": ((3, 4, 5), 10, 10.0), "C": ((3, 4, 5), 5, 2.0)}) + monthly({"W": ((11,), 1, 1.0)})
    assert _of(assortment(view(order_lines=lines)), "C").season == ()


def test_cap_34_loyal_item_and_its_companion(view, monthly):
    # S goes with V only, in every second order; V is in every second order too, W in all
    even = (2, 4, 6, 8, 10, 12)
    lines = monthly({"W": (None, 10, 10.0), "V": (even, 5, 10.0), "S": (even, 1, 1.0)})
    s = _of(assortment(view(order_lines=lines)), "S")
    assert s.kind == ItemKind.LOYAL and s.reason.code == "loyal_companion"
    # first bought in December 2024: 12 of the 23 orders since
    assert (s.orders_with, s.orders) == (12, 23)
    assert (s.reason.facts["companion_id"], s.reason.facts["together"]) == ("V", 1.0)
    assert s.reason.facts["usual"] == 0.5


def test_cap_34_loyal_item_of_one_end_customer(view, monthly):
    lines = monthly({"W": (None, 10, 10.0), "T": (None, 1, 1.0)})
    lines = [line | ({"end_customer": "Officine"} if line["item_id"] == "T" else {}) for line in lines]
    t = _of(assortment(view(order_lines=lines)), "T")
    assert (t.kind, t.reason.code) == (ItemKind.LOYAL, "loyal_end_customer")
    assert (t.reason.facts["end_customer"], t.reason.facts["share"]) == ("Officine", 1.0)


INSTALLED = [
    {"installation_id": str(n), "account_id": "A", "item_id": "T", "quantity": pieces, "end_customer": where,
     "installed_on": since, "removed_on": out}
    for n, (pieces, where, since, out) in enumerate(
        [(5.0, None, "2023-02-01", None), (4.0, "Officine", "2022-05-01", None), (3.0, "Officine", "2024-05-01", None),
         (90.0, "Marelli", "2021-05-01", "2025-01-01")]
    )
]  # fmt: skip
TOLD = [
    {"fact_id": str(n), "account_id": "A", "topic": topic, "item_id": "T", "value": value, "as_of": on}
    for n, (topic, value, on) in enumerate(
        [("item", "Fits the old frame", "2025-02-01"), ("item", "Two in the car", "2026-03-01"),
         ("item", "Not yet known", "2026-11-05"), ("other", "Something else", "2026-09-01")]
    )
]  # fmt: skip


def test_cap_34_a_loyal_item_runs_somewhere(view, monthly):
    # T lies in every third order, beside W as everything does
    third = (1, 4, 7, 10, 2, 6)
    lines = monthly({"W": (None, 10, 10.0), "T": (third, 1, 1.0)})
    t = _of(assortment(view(order_lines=lines, installed_base=INSTALLED)), "T")
    assert (t.kind, t.reason.code) == (ItemKind.LOYAL, "loyal_installed")
    # 7 pieces at Officine against 5 at the account; what Marelli had was taken out
    assert {name: t.reason.facts[name] for name in ("quantity", "places", "where", "since")} == {
        "quantity": 7.0, "places": 2, "where": "Officine", "since": pd.Timestamp("2022-05-01")}  # fmt: skip


def test_cap_34_a_loyal_item_has_the_reason_that_people_noted(view, monthly):
    lines = monthly({"W": (None, 10, 10.0), "T": ((1, 4, 7, 10, 2, 6), 1, 1.0)})
    t = _of(assortment(view(order_lines=lines, account_facts=TOLD)), "T")
    assert (t.reason.code, t.reason.facts["told"]) == ("loyal_told", "Two in the car")
    # what can be looked at goes before what was said
    both = assortment(view(order_lines=lines, account_facts=TOLD, installed_base=INSTALLED))
    assert _of(both, "T").reason.code == "loyal_installed"
    # an end customer who takes it all explains it better than either
    named = [line | ({"end_customer": "Officine"} if line["item_id"] == "T" else {}) for line in lines]
    assert _of(assortment(view(order_lines=named, installed_base=INSTALLED)), "T").reason.code == "loyal_end_customer"


def test_cap_34_a_small_item_bought_once_is_not_loyal(view, monthly, bought):
    lines = monthly({"W": (None, 10, 10.0)}) + bought({"2026-10-10": {"T": (1, 1.0)}})
    assert _of(assortment(view(order_lines=lines)), "T").kind == ItemKind.OTHER


def test_usual_item_missing_from_the_last_order(view, bought):
    orders = {f"2026-0{month}-05": {"V": (1, 5.0), "W": (1, 5.0)} for month in range(1, 8)}
    found = assortment(view(order_lines=bought(orders | {"2026-10-02": {"W": (1, 5.0)}})))
    assert _of(found, "V").missing.facts == {"orders": 7} and _of(found, "W").missing is None


@pytest.mark.parametrize(
    ("later", "state", "days"),
    [
        ({}, Moved.GONE, None),
        ({"2026-09-10": {"old": (1, 5.0)}}, Moved.NOT_YET, None),
        ({"2026-06-10": {"old": (1, 5.0), "new": (1, 5.0)}}, Moved.MOVING, 99),
        ({"2026-06-10": {"new": (1, 5.0)}}, Moved.MOVED, 99),
    ],
)
def test_cap_36_change_over(view, bought, later, state, days):
    items = [
        {"item_id": "old", "name": "VX-150", "ends_on": "2026-08-31"},
        {"item_id": "new", "name": "VX-151", "predecessor_id": "old", "launched_on": "2026-03-03"},
    ]
    found = assortment(view(items=items, order_lines=bought({"2025-11-10": {"old": (1, 5.0)}} | later)))
    [one] = found.successions
    assert (one.state, one.days) == (state, days)
    assert (one.predecessor, one.successor) == ("VX-150", "VX-151")
    assert one.ends_on == pd.Timestamp("2026-08-31")
    if state == Moved.NOT_YET:
        assert found.items[0].kind == ItemKind.CHANGE_OVER and found.items[0].reason.facts["moved"] == Moved.NOT_YET


def test_cap_36_a_later_end_of_sale_is_not_known_yet(view, bought):
    items = [
        {"item_id": "old", "ends_on": "2026-12-31"},
        {"item_id": "new", "predecessor_id": "old", "launched_on": "2026-03-03"},
    ]
    found = assortment(view(items=items, order_lines=bought({"2026-10-10": {"old": (1, 5.0)}})))
    assert found.successions[0].ends_on is None


def test_cap_26_contribution_margin_where_costs_are_known(view, bought):
    lines = bought({"2026-10-02": {"V": (2, 50.0)}}, unit_cost=30.0) + bought({"2026-10-02": {"W": (1, 100.0)}})
    lines += bought({"2026-09-02": {"S": (10, 10.0)}}) + bought(
        {"2026-10-09": {"V": (-1, 50.0)}}, kind="return", unit_cost=30.0
    )
    found = margins(view(order_lines=lines, items=[{"item_id": "S", "unit_cost": 4.0}]))
    assert found.state == MarginState.PARTIAL
    # V 100 - 60, returned -50 + 30; S 100 - 40; W has no cost
    assert (found.last_12.revenue, found.last_12.costed, found.last_12.margin) == (250.0, 150.0, 80.0)
    assert found.last_12.share == pytest.approx(80 / 150)
    assert found.uncosted == pytest.approx(100 / 250)
    assert found.standard == pytest.approx(100 / 150)
    assert [(one.key, one.margin) for one in found.items] == [("S", 60.0), ("W", None), ("V", 20.0)]
    assert [(one.key.month, one.margin) for one in found.months] == [(9, 60.0), (10, 20.0)]
    assert [(one.key.year, one.margin) for one in found.years] == [(2026, 80.0)]


def test_cap_26_no_costs_no_orders_and_below_cost(view, bought):
    assert margins(view(order_lines=[])).state == MarginState.EMPTY
    none = margins(view(order_lines=bought({"2026-10-02": 5.0})))
    assert (none.state, none.last_12.margin, none.uncosted) == (MarginState.NO_COSTS, None, 1.0)
    below = margins(view(order_lines=bought({"2026-10-02": {"V": (1, 5.0)}}, unit_cost=8.0)))
    assert (below.state, below.negative[0].key, below.negative[0].margin) == (MarginState.FULL, "V", -3.0)


def test_no_orders_give_an_empty_assortment(view):
    found = assortment(view(order_lines=[]))
    assert (found.items, found.told, found.families) == ((), 0, ())


def test_families_by_revenue(view, bought):
    items = [{"item_id": "V", "family": "VX"}, {"item_id": "W", "family": "VX"}]
    lines = bought({"2026-10-02": {"V": (1, 30.0), "W": (1, 30.0), "X": (1, 40.0)}})
    assert assortment(view(items=items, order_lines=lines)).families == (("VX", 60.0, 0.6), (None, 40.0, 0.4))


def test_cap_36_an_item_whose_successor_was_ordered_is_not_missing(view, bought):
    items = [{"item_id": "old"}, {"item_id": "new", "predecessor_id": "old", "launched_on": "2026-03-03"}]
    orders = {f"2026-0{month}-05": {"old": (1, 5.0)} for month in range(1, 8)}
    moved = assortment(view(items=items, order_lines=bought(orders | {"2026-10-02": {"new": (1, 5.0)}})))
    assert _of(moved, "old").missing is None
    other = assortment(view(items=items, order_lines=bought(orders | {"2026-10-02": {"X": (1, 5.0)}})))
    assert _of(other, "old").missing.facts == {"orders": 7}
