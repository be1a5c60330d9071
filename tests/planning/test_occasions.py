"""What the purchase pattern asks for, each worked out by hand."""

import pandas as pd
import pytest

from accountbook.planning.assortment import assortment
from accountbook.planning.closures import closures
from accountbook.planning.fiscal import fiscal
from accountbook.planning.occasions import occasions

ACCOUNT = {"account_id": "A", "name": "A", "country": "DE", "owner_id": "E1"}
STAFF = [{"employee_id": "E1", "name": "Marta Keller"}]


@pytest.fixture
def asked(view):
    """What is asked for, by code: facts and owner."""

    def make(as_of="2026-10-31", *, due=None, **tables):
        seen = view(as_of, **{"accounts": [ACCOUNT], "employees": STAFF} | tables)
        due = None if due is None else pd.Timestamp(due)
        found = occasions(seen, bought=assortment(seen), closed=closures(seen), year=fiscal(seen), due=due)
        assert {one.owner for one in found.actions} <= {"Marta Keller"}
        return {one.does.code: one.does.facts for one in found.actions}

    return make


def test_cap_31_an_item_in_which_they_concentrated_is_asked_about_when_it_falls(asked, bought):
    before = {"2024-11-10": {"V": (1, 80.0), "W": (1, 20.0)}}
    # V falls from 80% to 51, which is less than two thirds of it, and is still half of what they order
    lines = bought(before | {"2026-03-10": {"V": (1, 51.0), "W": (1, 49.0)}})
    found = asked(order_lines=lines)["ask_focus"]
    assert (found["item_id"], found["share"], round(found["was"], 6)) == ("V", 0.51, 0.8)
    # from 80% to 60%: three quarters of what it was
    lines = bought(before | {"2026-03-10": {"V": (1, 60.0), "W": (1, 40.0)}})
    assert "ask_focus" not in asked(order_lines=lines)


def seasonal(bought, until: str):
    """V every month, C in March to May of every year."""
    days = pd.date_range("2023-03-10", until, freq="MS") + pd.Timedelta(days=9)
    return bought(
        {f"{day:%Y-%m-%d}": {"V": (10, 10.0)} | ({"C": (5, 2.0)} if day.month in (3, 4, 5) else {}) for day in days}
    )


@pytest.mark.parametrize(
    ("as_of", "until", "on"),
    [
        ("2027-01-31", "2027-01-01", "2027-03-01"),  # 29 days ahead
        ("2026-12-31", "2026-12-01", "2027-03-01"),  # 60 days ahead
        ("2026-12-28", "2026-12-01", None),  # 63
        ("2026-04-30", "2026-04-01", None),  # within it
    ],
)
def test_cap_33_a_season_is_told_two_months_ahead_and_not_within_it(asked, bought, as_of, until, on):
    found = asked(as_of, order_lines=seasonal(bought, until)).get("offer_season")
    assert (found and (found["item_id"], found["on"])) == (on and ("C", pd.Timestamp(on)))


def orders(last: dict, **more) -> list[dict]:
    """Twelve orders of 100 V and one S, on the 10th of each month up to October; the last one as given."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2025-11-01", "2026-10-01", freq="MS") + pd.Timedelta(days=9)]
    held = {day: {"V": (100, 10.0), "S": (1, 2.0)} for day in days} | {days[-1]: last}
    return [
        {"account_id": "A", "order_date": day, "item_id": item, "quantity": n, "unit_price": price} | more
        for day, items in held.items()
        for item, (n, price) in items.items()
    ]


def test_cap_34_what_they_buy_again_and_again_is_asked_about_when_it_is_left_out(asked):
    assert "ask_loyal" not in asked(order_lines=orders({"V": (100, 10.0), "S": (1, 2.0)}))
    found = asked(order_lines=orders({"V": (100, 10.0)}))["ask_loyal"]
    # it lies beside V, as everything does: that explains nothing
    assert found == {
        "item_id": "S", "name": None, "reason": "loyal_companion", "what": None, "orders_with": 11, "orders": 12,
    }  # fmt: skip


def test_cap_34_with_the_end_customer_behind_it(asked):
    found = asked(order_lines=orders({"V": (100, 10.0)}, end_customer="Officine Rossi"))["ask_loyal"]
    assert (found["reason"], found["what"]) == ("loyal_end_customer", "Officine Rossi")


def successor(ends_on=None, launched_on=None) -> list[dict]:
    new = {"item_id": "S2", "predecessor_id": "S", "launched_on": launched_on, "recorded_at": "2026-01-10"}
    return [{"item_id": "S", "ends_on": ends_on, "recorded_at": "2026-01-10"}, new]


@pytest.mark.parametrize(
    ("ends_on", "launched_on", "asks"),
    [
        (None, None, False),  # nobody says that it is out
        (None, "2026-10-31", True),  # out today
        ("2026-10-31", None, True),  # the old one ended today
        ("2026-11-01", None, False),  # what ends tomorrow is known tomorrow
    ],
)
def test_cap_36_a_successor_that_they_have_not_tried_is_offered(asked, ends_on, launched_on, asks):
    lines = orders({"V": (100, 10.0), "S": (1, 2.0)})
    found = asked(order_lines=lines, items=successor(ends_on, launched_on)).get("offer_successor")
    assert (found is not None) == asks
    if found is not None:
        ends = None if ends_on is None else pd.Timestamp(ends_on)
        assert (found["item_id"], found["successor_id"], found["ends_on"]) == ("S", "S2", ends)


def test_cap_36_one_that_they_buy_already_is_not(asked):
    lines = orders({"V": (100, 10.0), "S2": (1, 2.0)})
    assert "offer_successor" not in asked(order_lines=lines, items=successor(launched_on="2026-08-31"))


@pytest.mark.parametrize(
    ("as_of", "asks"), [("2026-10-31", True), ("2026-10-30", True), ("2026-10-29", False), ("2026-12-31", False)]
)
def test_cap_37_the_budget_is_asked_about_in_the_two_months_before_the_recorded_year_end(asked, as_of, asks):
    rows = [ACCOUNT | {"fiscal_year_end_month": 12}]
    found = asked(as_of, accounts=rows, order_lines=orders({"V": (100, 10.0)}))
    assert found.get("before_year_end") == ({"on": pd.Timestamp("2026-12-31"), "seen": False} if asks else None)


def peaks(bought) -> list[dict]:
    """Two years of orders on the 10th, each March nine times as large."""
    days = pd.date_range("2024-02-01", "2026-01-01", freq="MS") + pd.Timedelta(days=9)
    return bought({f"{day:%Y-%m-%d}": {"I": (1, 9.0 if day.month == 3 else 1.0)} for day in days})


def test_cap_37_a_year_end_seen_in_the_peaks_is_told_as_seen(asked, bought):
    found = asked("2026-01-31", order_lines=peaks(bought))
    assert found["before_year_end"] == {"on": pd.Timestamp("2026-03-31"), "seen": True}


def test_cap_37_a_record_that_the_peaks_contradict_is_to_be_settled(asked, bought):
    rows = [ACCOUNT | {"fiscal_year_end_month": 12}]
    found = asked("2026-01-31", accounts=rows, order_lines=peaks(bought))
    assert found["settle_year_end"] == {"recorded": 12, "inferred": 3} and "before_year_end" not in found


def test_cap_38_an_order_expected_while_they_are_closed_is_asked_for_before(asked):
    lines = orders({"V": (100, 10.0)})
    # in Germany 25 to 27 December 2026 are Christmas and a Sunday; the 26th falls on a Saturday: three days only
    easter = asked("2027-02-28", order_lines=lines, due="2027-03-28")["before_closure"]
    # Good Friday 26 March to Easter Monday 29 March 2027
    assert (easter["start"], easter["end"]) == (pd.Timestamp("2027-03-26"), pd.Timestamp("2027-03-29"))
    assert easter["holiday"] == "Good Friday"
    assert "before_closure" not in asked("2027-02-28", order_lines=lines, due="2027-03-30")
    assert "before_closure" not in asked("2027-02-28", order_lines=lines)


def test_nothing_is_asked_where_they_ordered_nothing_for_a_year(asked):
    rows = [ACCOUNT | {"fiscal_year_end_month": 12}]
    assert asked("2027-10-31", accounts=rows, order_lines=orders({"V": (100, 10.0)})) == {}
    assert asked("2026-10-31", accounts=rows) == {}
