"""How fresh tables are, what is empty in them, what looks wrong in the order lines."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountbook.book import Rights
from accountbook.planning.alarms import alarms
from accountbook.planning.freshness import freshness_of, owners_of
from accountbook.planning.lacks import lacks
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import naming

EXPORT = pd.Timestamp("2026-11-01")


def ages(**tables):
    return {one.table: one for one in freshness_of(MemoryView(EXPORT, tables), EXPORT)}


def events(last, *, every=3, count=40):
    days = pd.date_range(end=last, periods=count, freq=f"{every}D")
    return [{"event_id": str(n), "account_id": "A", "met_on": day} for n, day in enumerate(days)]


def test_an_orders_export_of_yesterday_with_a_crm_of_march():
    lines = [
        {"account_id": "A", "order_date": day, "item_id": "I"} for day in pd.date_range("2026-09-01", "2026-10-31")
    ]
    found = ages(order_lines=lines, contact_events=events("2026-03-10"))
    assert list(found) == ["contact_events", "order_lines"]
    one = found["contact_events"]
    assert (one.newest, one.step, one.silent, one.longest, one.stale) == (pd.Timestamp("2026-03-10"), 3, 236, 3, True)
    assert not found["order_lines"].stale and found["order_lines"].silent == 1


@pytest.mark.parametrize(("silent", "stale"), [(21, False), (22, True)])
def test_stale_is_more_than_seven_usual_steps(silent, stale):
    last = EXPORT - pd.Timedelta(days=silent)
    assert ages(contact_events=events(last))["contact_events"].stale is stale


def test_a_pause_within_twice_the_longest_before_is_not_stale():
    # 40 days, one in three, to 18 August begin on 23 April: 53 days after 1 March; the last silence is 75
    rows = events("2026-08-18") + events("2026-03-01")
    one = ages(contact_events=rows)["contact_events"]
    assert (one.step, one.longest, one.silent, one.stale) == (3, 53, 75, False)
    assert ages(contact_events=events("2026-08-18"))["contact_events"].stale


def test_a_date_to_come_is_not_news_and_an_own_date_is():
    ships = [{"shipment_id": "1", "account_id": "A", "confirmed_on": "2026-01-01", "arrived_on": "2026-10-20"},
             {"shipment_id": "2", "account_id": "A", "promised_on": "2027-01-01"}]  # fmt: skip
    one = ages(shipments=ships)["shipments"]
    assert (one.newest, one.undated) == (pd.Timestamp("2026-10-20"), 1)


def test_a_table_without_days_is_never_stale():
    one = ages(employees=[{"employee_id": "E", "name": "N"}])["employees"]
    assert (one.newest, one.undated, one.stale) == (None, 0, False)


def own(team_of, **tables):
    rows = [{"account_id": account, "name": account, "team": team, "owner_id": owner}
            for account, (team, owner) in team_of.items()]  # fmt: skip
    staff = [{"employee_id": "E1", "name": "Keller"}, {"employee_id": "E2", "name": "Adams"}]
    return MemoryView(EXPORT, {"accounts": rows, "employees": staff, **tables},
                      settings=SimpleNamespace(access=Rights()))  # fmt: skip


def test_owners_stand_by_name_with_what_their_accounts_last_brought():
    slots = [{"account_id": "A", "role_code": "P", "assessed_on": "2026-09-01"},
             {"account_id": "B", "role_code": "P", "assessed_on": "2025-10-01"}]  # fmt: skip
    view = own({"A": ("S", "E1"), "B": ("S", "E1"), "C": ("S", "E2")}, role_slots=slots, contact_events=[
        {"event_id": "1", "account_id": "C", "met_on": "2026-10-05"}])  # fmt: skip
    first, second = owners_of(view, EXPORT)
    assert (first.name, first.accounts, first.event, first.unassessed) == ("Adams", 1, pd.Timestamp("2026-10-05"), 1)
    assert (second.name, second.accounts, second.role, second.unassessed) == (
        "Keller",
        2,
        pd.Timestamp("2026-09-01"),
        1,
    )
    assert owners_of(own({"A": ("S", "E1")}), EXPORT) == ()


def test_A14_owners_are_not_told_where_accounts_may_not_be_named():
    team_of = {f"S{n}": ("S", "E1") for n in range(5)} | {"N": ("N", "E2")}
    view = own(team_of, role_slots=[{"account_id": "N", "role_code": "P", "assessed_on": "2026-09-01"}])
    assert [(one.name, one.accounts, one.role) for one in owners_of(view, EXPORT, naming(view))] == [("S", 5, None)]


def line(account, amount, **more):
    return {"account_id": account, "order_date": "2026-06-01", "item_id": "I", "unit_price": amount, **more}


def test_gaps_are_weighed_by_the_orders_that_they_concern():
    lines = [line("A", 60.0, unit_cost=1.0), line("B", 30.0), line("B", 10.0, order_date="2025-06-01")]
    people = [{"contact_id": "1", "account_id": "A", "last_verified_on": "2026-01-01"},
              {"contact_id": "2", "account_id": "A"}, {"contact_id": "3", "account_id": "B", "status": "left",
                                                       "status_on": "2026-01-01"}]  # fmt: skip
    view = MemoryView(EXPORT, {"order_lines": lines, "contacts": people})
    found = {(one.table, one.column): one for one in lacks(view)}
    # half of A's people are unverified: half of its 60; B's one person left and needs none
    assert (found["contacts", "last_verified_on"].revenue, found["contacts", "last_verified_on"].empty) == (30.0, 1)
    assert (found["order_lines", "unit_cost"].revenue, found["order_lines", "unit_cost"].of) == (30.0, 2)
    assert found["order_lines", "unit_cost"].share == pytest.approx(1 / 3)
    # the old line is of no year that counts, and tables that the book lacks stand in the box of those
    assert set(found) == {("contacts", "last_verified_on"), ("order_lines", "unit_cost")}


def test_an_unknown_budget_is_an_empty_one_and_closed_deals_do_not_ask():
    full = {"account_id": "A", "created_on": "2026-01-01", "amount": 1.0, "product_line": "V",
            "expected_close": "2027-01-01", "key_contact_id": "1", "decision_criteria": "price"}  # fmt: skip
    states = [
        {"budget_status": "unknown"},
        {"budget_status": "approved"},
        {"outcome": "won", "closed_on": "2026-05-01"},
    ]
    deals = [{"opportunity_id": str(n), **full, **state} for n, state in enumerate(states)]
    view = MemoryView(EXPORT, {"order_lines": [line("A", 60.0, unit_cost=1.0)], "opportunities": deals})
    [one] = lacks(view)
    assert (one.code, one.empty, one.of, one.revenue) == ("budget", 1, 2, 30.0)


def test_accounts_that_order_and_have_nobody_noted():
    lines = [line("A", 60.0, unit_cost=1.0), line("B", 40.0, unit_cost=1.0)]
    people = [{"contact_id": "1", "account_id": "A", "last_verified_on": "2026-01-01"}]
    [one] = lacks(MemoryView(EXPORT, {"order_lines": lines, "contacts": people}))
    assert (one.code, one.column, one.accounts, one.revenue, one.share) == ("people", None, 1, 40.0, 0.4)


def test_A14_a_gap_of_too_few_accounts_says_no_money():
    team_of = {f"S{n}": ("S", "E1") for n in range(6)} | {"N": ("N", "E2")}
    lines = [line("N", 60.0), *(line(f"S{n}", 4.0, unit_cost=1.0) for n in range(6))]
    view = own(team_of, order_lines=lines)
    one = next(one for one in lacks(view, naming(view)) if one.code == "margin")
    # nor what part of the year's orders it is: one line of seven, though it is 60 of 84
    assert (one.revenue, one.share) == (None, pytest.approx(1 / 7))


def steady(*, teams=2, accounts=4, every=5, until="2026-10-31"):
    """Orders of each account every five days, its own offset, for two years."""
    rows = []
    for number in range(teams * accounts):
        for day in pd.date_range("2024-10-01", until, freq=f"{every}D") + pd.Timedelta(days=number % every):
            rows.append({"order_id": f"{number}-{day:%j%Y}", "line": "1", "account_id": f"A{number}", "item_id": "I",
                         "order_date": day, "unit_price": 10.0, "quantity": 1.0})  # fmt: skip
    people = [{"account_id": f"A{n}", "name": "x", "team": f"T{n // accounts}", "country": "KR"}
              for n in range(teams * accounts)]  # fmt: skip
    return rows, people


def heard(rows, people):
    return [one for one in alarms(MemoryView(EXPORT, {"order_lines": rows, "accounts": people}), EXPORT)]


def test_a_team_whose_orders_stopped_on_one_day_is_a_missing_part():
    rows, people = steady()
    since = EXPORT - pd.Timedelta(days=30)
    first = {"A0", "A1", "A2", "A3"}
    [one] = heard([row for row in rows if row["account_id"] in first or row["order_date"] < since], people)
    told = one.facts
    assert (one.code, told["column"], told["value"], told["accounts"]) == ("group_stopped", "team", "T1", 4)
    # 4 accounts every 5 days: some 25 in the 30 days and more of silence
    assert told["expected"] in range(23, 28)


def test_one_account_that_fell_silent_is_no_missing_part():
    rows, people = steady()
    since = pd.Timestamp("2026-06-01")
    assert heard([row for row in rows if row["account_id"] != "A0" or row["order_date"] < since], people) == []


def test_half_an_export_is_noticed_and_three_quarters_are_not():
    rows, people = steady(teams=1, accounts=10)
    late = EXPORT - pd.Timedelta(days=28)
    few = [row for n, row in enumerate(rows) if row["order_date"] <= late or n % 5 == 0]
    [one] = heard(few, people)
    assert one.code == "few_orders" and one.facts["orders"] * 2 < one.facts["least"]
    assert heard([row for n, row in enumerate(rows) if row["order_date"] <= late or n % 4], people) == []


def test_a_decimal_mark_read_wrongly_moves_the_price_level():
    rows, people = steady()
    late = EXPORT - pd.Timedelta(days=28)
    wrong = [row | {"unit_price": 1000.0} if row["order_date"] > late else row for row in rows]
    [one] = heard(wrong, people)
    assert (one.code, one.facts["currency"], one.facts["ratio"]) == ("price_level", "EUR", 100.0)
    assert heard([row | {"unit_price": 14.0} if row["order_date"] > late else row for row in rows], people) == []


def test_returns_that_are_far_too_many_or_left_out():
    rows, people = steady()
    late = EXPORT - pd.Timedelta(days=28)
    some = [row | {"kind": "return"} if n % 10 == 0 else row for n, row in enumerate(rows)]
    assert heard(some, people) == []
    many = [row | {"kind": "return"} if row["order_date"] > late and n % 2 == 0 else row for n, row in enumerate(some)]
    assert [one.code for one in heard(many, people)] == ["many_returns"]
    none = [row | {"kind": "order"} if row["order_date"] > EXPORT - pd.Timedelta(days=90) else row for row in some]
    assert [one.code for one in heard(none, people)] == ["no_returns"]


@settings(max_examples=25)  # each draws two years of orders
@given(st.integers(0, 2**32 - 1))
def test_steady_random_orders_raise_no_alarm(seed):
    import numpy as np

    random = np.random.default_rng(seed)
    rows, people = steady(teams=2, accounts=3, every=6)
    jitter = random.integers(-3, 4, len(rows))
    moved = [row | {"order_date": min(row["order_date"] + pd.Timedelta(days=int(by)), EXPORT)}
             for row, by in zip(rows, jitter, strict=True)]  # fmt: skip
    assert heard(moved, people) == []


def test_an_export_that_ends_early_is_old_and_not_a_part_that_is_missing():
    rows, people = steady(until="2026-08-31")
    assert heard(rows, people) == []
    assert heard([], people) == []
