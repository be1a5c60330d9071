"""Concessions: what was given, what came back, and what the account costs to serve."""

import pytest

from accountbook.planning.concessions import KindGiven, Served, concessions
from accountbook.planning.margin import margins

DEALS = [
    {"opportunity_id": "D1", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01", "outcome": "open"},
    {"opportunity_id": "D2", "account_id": "A", "name": "Old", "created_on": "2025-01-01", "outcome": "won",
     "closed_on": "2026-08-01"},
]  # fmt: skip


def gave(number, on, cost, got=None, **more):
    base = {"concession_id": str(number), "account_id": "A", "granted_on": on, "kind": "discount", "cost": cost}
    return base | {"got_in_return": got} | more


LEDGER = [
    gave(1, "2026-01-05", 300.0),
    gave(2, "2026-03-05", 500.0, "A visit"),
    gave(3, "2026-05-05", None, kind="rush"),
    gave(4, "2026-06-05", 200.0, kind="rush"),
    gave(5, "2025-06-05", 150.0),
    gave(6, "2024-06-05", 999.0),
]


def judged(view, **tables):
    told = view(**tables)
    return concessions(told, margins(told))


def test_cap_23_the_ledger_tells_cost_kind_and_what_came_back(view, bought):
    found = judged(view, concessions=LEDGER, order_lines=bought({"2026-02-02": 20_000.0}))
    assert (found.cost, found.cost_before, found.revenue_share, found.uncosted) == (1000.0, 150.0, 0.05, 1)
    assert (found.unreturned, found.unreturned_cost) == (3, 500.0)
    assert found.kinds == (KindGiven("discount", 2, 800.0), KindGiven("rush", 2, 200.0))
    assert [one.concession_id for one in found.given] == ["1", "4", "3", "2"]


def test_cap_23_a_habit_of_giving_for_nothing_asks_for_a_return(view):
    (habit,) = judged(view, concessions=LEDGER).actions
    assert habit.does.facts == {"deal": None, "given": 4, "unreturned": 3, "cost": 500.0}
    rows = [gave(1, "2026-06-05", 900.0, opportunity_id="D2"), gave(2, "2026-09-05", 200.0, opportunity_id="D1")]
    (running,) = judged(view, concessions=rows, opportunities=DEALS).actions
    assert (running.does.facts["deal"], running.does.facts["cost"]) == ("Line 4", 200.0)
    returned = [gave(1, "2026-06-05", 900.0, "A reference"), gave(2, "2026-09-05", 200.0, "A visit")]
    found = judged(view, concessions=returned)
    assert (found.state, found.actions, found.matters) == ("returned", (), False)


@pytest.mark.parametrize(("cost", "matters"), [(99.0, False), (199.0, False), (200.0, True)])
def test_cap_23_one_small_thing_given_is_no_matter(view, bought, cost, matters):
    lines = bought({"2026-02-02": 20_000.0}, unit_cost=10_000.0)  # a margin of 10,000
    assert judged(view, concessions=[gave(1, "2026-06-05", cost)], order_lines=lines).matters is matters
    two = [gave(1, "2026-06-05", 60.0), gave(2, "2026-06-06", 40.0)]
    assert judged(view, concessions=two, order_lines=lines).matters


def test_cap_23_a_price_that_fell_in_a_quote_is_told_where_nothing_came_back(view):
    quote = {"quote_id": "Q", "account_id": "A", "opportunity_id": "D1", "currency": "EUR"}
    quotes = [
        quote | {"version": 1, "quoted_on": "2026-05-01", "price": 1000.0},
        quote | {"version": 2, "quoted_on": "2026-06-01", "price": 950.0},
        quote | {"version": 3, "quoted_on": "2026-09-01", "price": 900.0},
        quote | {"version": 4, "quoted_on": "2026-10-01", "price": 910.0},
    ]
    assert judged(view, quotes=[quotes[0], quotes[3]], opportunities=DEALS).price_falls[0].version == 4
    assert judged(view, quotes=quotes[:1], opportunities=DEALS).price_falls == ()
    back = [gave(1, "2026-06-20", 50.0, "A visit", opportunity_id="D1")]
    (fall,) = judged(view, quotes=quotes, concessions=back, opportunities=DEALS).price_falls
    assert (fall.version, fall.fell, round(fall.share, 3), fall.deal) == (3, 50.0, 0.053, "Line 4")


def test_cap_26_what_is_left_of_the_margin_after_what_it_costs_to_serve(view, bought):
    claims = [
        {"claim_id": "1", "account_id": "A", "opened_on": "2026-01-01", "closed_on": "2026-03-01", "cost": 400.0},
        {"claim_id": "2", "account_id": "A", "opened_on": "2026-10-01", "closed_on": "2026-11-05", "cost": 900.0},
    ]
    spent = {"employee_id": "E1", "spent_on": "2026-05-05", "currency": "EUR"}
    expenses = [
        spent | {"expense_id": "1", "account_id": "A", "amount": 100.0},
        spent | {"expense_id": "2", "account_id": None, "amount": 70.0},
        spent | {"expense_id": "3", "account_id": "A", "amount": 50.0, "spent_on": "2025-05-05"},
    ]
    lines = bought({"2026-02-02": 20_000.0}, unit_cost=14_000.0)
    found = judged(view, concessions=LEDGER, claims=claims, expenses=expenses, order_lines=lines)
    # of the ledger's 1,000 the discounts of 800 are in what the lines were sold for
    assert found.served == Served(200.0, 400.0, 100.0, 700.0, 6000.0, 5300.0, 0.265, counted=800.0)
    assert found.cost == 1000.0


def test_cap_26_no_concession_is_taken_off_the_margin_twice(view, bought):
    claim = {"account_id": "A", "opened_on": "2026-01-01", "closed_on": "2026-03-01", "cost": 70.0}
    claims = [claim | {"claim_id": "1", "order_id": "R1"}, claim | {"claim_id": "2", "order_id": "R2",
                                                                    "closed_on": None}]  # fmt: skip
    lost = {"opportunity_id": "D3", "account_id": "A", "created_on": "2026-01-01", "outcome": "lost",
            "closed_on": "2026-08-01"}  # fmt: skip
    rows = [
        gave(1, "2026-05-01", 1.0),
        gave(2, "2026-05-02", 2.0, kind="free_goods"),
        gave(3, "2026-05-03", 4.0, kind="price_hold"),
        gave(4, "2026-05-04", 70.0, kind="return_accepted", order_id="R1"),  # its claim is settled: taken off there
        gave(5, "2026-05-05", 8.0, kind="return_accepted", order_id="R2"),
        gave(6, "2026-05-06", 16.0, kind="rush", opportunity_id="D1"),  # open: nothing was delivered yet
        gave(7, "2026-05-07", 32.0, kind="rush", opportunity_id="D3"),  # lost
        gave(8, "2026-05-08", 64.0, kind="rush", opportunity_id="D2"),  # won
        gave(9, "2026-05-09", 128.0, kind="payment_terms"),
    ]
    lines = bought({"2026-02-02": 20_000.0}, unit_cost=14_000.0)
    found = judged(view, concessions=rows, claims=claims, opportunities=[*DEALS, lost], order_lines=lines)
    assert (found.cost, found.served.concessions, found.served.counted) == (325.0, 200.0, 77.0)
    assert found.served.unsold == 48.0
    assert (found.served.claims, found.served.after) == (70.0, 5730.0)


def test_cap_23_no_return_is_asked_for_where_no_order_came_for_over_a_year(view, bought):
    found = judged(view, concessions=LEDGER, order_lines=bought({"2025-10-30": 10.0}))
    assert (found.unreturned, found.actions) == (3, ())


def test_without_the_table_it_says_so_and_without_rows_nothing_is_given(view):
    assert judged(view).state == "no_table"
    found = judged(view, concessions=[gave(1, "2024-06-05", 999.0), gave(2, "2026-11-05", 10.0)])
    assert (found.state, found.cost, found.given, found.served.expenses) == ("none", 0.0, (), None)
