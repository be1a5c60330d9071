"""Who needs whom more, and whether terms got worse after the sale."""

import pytest

from accountbook.planning.cash import cash
from accountbook.planning.competition import competition
from accountbook.planning.margin import margins
from accountbook.planning.power import AfterSale, LineShare, PowerState, power

ITEMS = [{"item_id": "V", "family": "VX"}, {"item_id": "S", "family": "SK"}, {"item_id": "C", "family": "CL"}]


def seen(product, share, *, who="Brack", on="2026-06-01"):
    return {"account_id": "A", "competitor": who, "product": product, "as_of": on, "share": share}


def judged(view, bought, *competitors, of_sales=0.02, **tables):
    lines = bought({"2026-02-02": {"V": (1.0, 3000.0), "S": (1.0, 1000.0), "C": (1.0, 4000.0)}})
    told = view(order_lines=lines, items=ITEMS, competitors=competitors, **tables)
    return power(told, competition(told), earned=margins(told), of_sales=of_sales)


def test_cap_24_our_share_is_what_competitors_do_not_hold_in_the_lines_that_are_known(view, bought):
    found = judged(view, bought, seen("VX", 0.4), seen("SK", 0.5), seen("SK", 0.25, who="Other"), seen("TB", 0.9))
    # they buy 3000 / 0.6 = 5000 of VX and 1000 / 0.25 = 4000 of SK; of CL nothing is known
    assert found.lines == (LineShare("SK", 0.25, 1000.0), LineShare("VX", 0.6, 3000.0))
    assert (round(found.ours, 4), found.covered) == (round(4000 / 9000, 4), 0.5)
    assert (found.family, found.family_share, found.state) == ("CL", 0.5, PowerState.EVEN)


@pytest.mark.parametrize(
    ("of_sales", "theirs", "sole", "state"),
    [
        (0.15, 0.1, None, "we"),
        (0.14, 0.1, None, "they"),
        (0.05, 0.65, None, "we"),
        (0.05, 0.0, True, "they"),
        (0.05, 0.65, True, "we"),
        (0.03, 0.65, None, "even"),
        (0.03, 0.4, None, "they"),
    ],
)
def test_cap_24_who_depends_on_whom(view, bought, of_sales, theirs, sole, state):
    rows = [{"account_id": "A", "sole_source": sole}]
    found = judged(view, bought, seen("VX", theirs), of_sales=of_sales, accounts=rows)
    assert found.state == state
    assert [one.does.code for one in found.actions] == (["share_dependence"] if state == "we" else [])


def test_cap_24_the_only_source_on_record_is_held_against_what_competitors_hold(view, bought):
    rows = [{"account_id": "A", "sole_source": True}]
    found = judged(view, bought, seen("SK", 0.08, on="2026-10-15"), seen("VX", 0.05), accounts=rows)
    assert (found.sole_source, found.but.competitor, found.but.product, found.but.share) == (True, "Brack", "SK", 0.08)
    for other in (seen("SK", 0.08, on="2024-10-15"), seen("SK", None), seen("SK", 0.08, on="2026-11-02")):
        assert judged(view, bought, other, accounts=rows).but is None, "too old, no share, not known yet"
    assert judged(view, bought, seen("SK", 0.08)).but is None, "nothing is recorded"


def test_cap_24_the_action_names_the_line_in_which_we_hold_least(view, bought):
    (act,) = judged(view, bought, seen("VX", 0.72), of_sales=0.06).actions
    assert (act.does.facts["product"], round(act.does.facts["ours"], 2), act.does.facts["of_sales"]) == (
        "VX",
        0.28,
        0.06,
    )
    (whole,) = judged(view, bought, of_sales=0.17).actions
    assert whole.does.facts == {"of_sales": 0.17, "product": None, "ours": None}


def bills(year, late, *, first=0):
    """Five invoices of a year, due on the first of five months and paid so many days later."""
    due = [f"{year}-{month:02d}-01" for month in (3, 4, 5, 6, 7)]
    paid = [f"{year}-{month:02d}-{1 + late:02d}" for month in (3, 4, 5, 6, 7)]
    base = {"account_id": "A", "amount": 10.0, "currency": "EUR", "issued_on": f"{year}-02-01"}
    numbers = [str(first + n) for n in range(5)]
    return (
        [base | {"invoice_id": number, "due_on": on} for number, on in zip(numbers, due, strict=True)],
        [
            {
                "payment_id": number,
                "account_id": "A",
                "invoice_id": number,
                "paid_on": on,
                "amount": 10.0,
                "currency": "EUR",
            }
            for number, on in zip(numbers, paid, strict=True)
        ],
    )


@pytest.mark.parametrize(("late", "state"), [(14, "weakened"), (13, "unknown")])
def test_cap_24_payments_that_come_later_than_the_year_before_weaken_us(view, bought, late, state):
    (before, paid_before), (now, paid) = bills(2025, 4), bills(2026, late, first=5)
    found = judged(view, bought, invoices=before + now, payments=paid_before + paid)
    assert found.after == AfterSale(float(late), 4.0, late - 4.0, 0, 0.0, False)
    assert found.state == state
    assert judged(view, bought, invoices=before + now[:4], payments=paid_before + paid).after.later is None


def test_cap_24_what_is_conceded_once_the_order_is_in_hand(view, bought):
    deal = {
        "opportunity_id": "D",
        "account_id": "A",
        "created_on": "2026-01-01",
        "outcome": "won",
        "closed_on": "2026-05-01",
    }
    gave = {"account_id": "A", "kind": "discount", "cost": 100.0}
    rows = [
        gave | {"concession_id": "1", "granted_on": "2026-04-20", "opportunity_id": "D"},
        gave | {"concession_id": "2", "granted_on": "2026-05-20", "opportunity_id": "D"},
        gave | {"concession_id": "3", "granted_on": "2026-06-20", "order_id": "O"},
    ]
    found = judged(view, bought, concessions=rows, opportunities=[deal])
    assert (found.after.conceded, found.after.conceded_cost, found.state) == (2, 200.0, "weakened")


def test_cap_24_the_middle_one_of_the_bills_tells_as_in_contract_to_cash(view, bought):
    (before, paid_before), (now, paid) = bills(2025, 4), bills(2026, 6, first=5)
    paid[4]["paid_on"] = "2026-10-19"  # 110 days late: the mean would be 26.8, the middle one is 6
    open_ = now[3] | {"invoice_id": "X", "due_on": "2026-02-01"}
    part = paid[3] | {"payment_id": "X", "invoice_id": "X", "amount": 4.0}  # paid in part: not paid yet
    found = judged(view, bought, invoices=[*before, *now, open_], payments=[*paid_before, *paid, part])
    assert found.after == AfterSale(6.0, 4.0, 2.0, 0, 0.0, False)
    assert found.after.paid_late == cash(view(invoices=[*before, *now, open_], payments=[*paid, part])).usual_late


@pytest.mark.parametrize(("cost", "weaker"), [(20.0, True), (19.0, False)])
def test_cap_24_what_is_conceded_after_the_order_must_cost_a_hundredth_of_the_margin(view, bought, cost, weaker):
    lines = bought({"2026-02-02": 10_000.0}, unit_cost=6000.0)  # a margin of 4,000
    gave = {"account_id": "A", "kind": "rush", "order_id": "O", "granted_on": "2026-06-20", "cost": cost}
    told = view(order_lines=lines, concessions=[gave | {"concession_id": str(n)} for n in (1, 2)])
    found = power(told, competition(told), earned=margins(told))
    assert (found.after.conceded, found.after.gave_in, found.after.weaker) == (2, weaker, weaker)


def test_cap_24_a_line_that_rivals_are_said_to_hold_whole_counts_in_neither_sum(view, bought):
    found = judged(view, bought, seen("VX", 0.4), seen("SK", 1.0))
    # VX: 3000 of the 5000 they buy; SK cannot be, since we sold 1000 of it
    assert (round(found.ours, 4), found.covered, found.lines[0]) == (0.6, 0.5, LineShare("SK", 0.0, 1000.0))


def test_cap_24_nothing_is_asked_for_where_no_order_came_for_a_year(view, bought):
    told = view(order_lines=bought({"2025-02-02": 100.0}))
    found = power(told, competition(told), earned=margins(told), of_sales=0.3)
    assert (found.state, found.actions) == ("we", ())


def test_a_share_told_years_ago_and_no_share_at_all_tell_nothing(view, bought):
    assert judged(view, bought, seen("VX", 0.4, on="2024-06-01")).ours is None
    found = judged(view, bought, of_sales=None)
    assert (found.state, found.ours, found.lines, found.actions) == ("unknown", None, (), ())
