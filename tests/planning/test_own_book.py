"""The ERP against the rep's own book (cap 28), each difference worked out by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.book import Rights
from accountbook.planning.erp import guesses
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import naming
from accountbook.planning.own_book import Total, own_book, total

AS_OF = "2026-10-31"


def order(number, on, amount, *, account="A", **more):
    row = {"order_id": number, "line": "1", "account_id": account, "order_date": on, "item_id": "V"}
    return row | {"quantity": 1.0, "unit_price": amount} | more


def deal(number, closed_on, *, outcome="won", account="A", **more):
    row = {"opportunity_id": number, "account_id": account, "created_on": "2026-01-01", "amount": 90.0}
    return row | {"outcome": outcome, "closed_on": closed_on, "product_line": "VX"} | more


def found(**tables):
    book = MemoryView(AS_OF, {"items": [{"item_id": "V", "family": "VX"}, {"item_id": "W", "family": "WX"}], **tables})
    return {one.code: one for one in own_book(book).found}


LINKED = order("0", "2026-02-01", 5.0, opportunity_id="D0")
"""An order that names a deal, so that the ERP is one that does."""
D0 = deal("D0", "2026-01-20")


def test_cap_28_a_deal_won_of_which_no_order_came():
    deals = [D0, deal("D1", "2026-06-01"), deal("D2", "2026-09-01"), deal("D3", "2025-06-01"), deal("D4", None)]
    # D2 is won 60 days ago and may still come, D3 more than a year ago, D4 is open
    got = found(order_lines=[LINKED], opportunities=deals)
    assert set(got) == {"won_no_order"}
    one = got["won_no_order"]
    assert (one.count, one.accounts, one.money) == (1, 1, 90.0)
    assert (one.examples[0].ref, one.examples[0].on) == ("D1", pd.Timestamp("2026-06-01"))
    # delivery is asked for 1 December: the order may come 45 days before it and later
    late = deal("D1", "2026-06-01", expected_ship="2026-12-01")
    assert found(order_lines=[LINKED], opportunities=[D0, late]) == {}


def test_cap_28_an_order_right_after_a_won_deal_that_does_not_name_it():
    lines = [LINKED, order("1", "2026-06-20", 40.0), order("2", "2026-07-01", 30.0), order("3", "2026-09-20", 8.0),
             order("4", "2026-06-25", 7.0, item_id="W"), order("5", "2026-06-25", 6.0, account="B")]  # fmt: skip
    # 3 is 111 days after the close, 4 is of another product line, 5 another account's
    got = found(order_lines=lines, opportunities=[D0, deal("D1", "2026-06-01")])
    assert set(got) == {"order_unlinked"}
    assert (got["order_unlinked"].count, got["order_unlinked"].money) == (1, 70.0)
    assert got["order_unlinked"].examples[0].on == pd.Timestamp("2026-06-20")
    # an ERP that never names deals is not asked to name this one
    assert found(order_lines=lines[1:], opportunities=[deal("D1", "2026-06-01")]) == {}


def test_an_order_is_counted_with_one_deal_only():
    lines = [LINKED, order("1", "2026-06-20", 40.0)]
    got = found(order_lines=lines, opportunities=[D0, deal("D1", "2026-06-01"), deal("D2", "2026-06-05")])
    assert sum(one.money for one in got.values() if one.code == "order_unlinked") == 40.0


def test_cap_28_orders_whose_deal_is_open_lost_or_not_there():
    lines = [order("1", "2026-06-01", 10.0, opportunity_id="D1"), order("2", "2026-06-02", 20.0, opportunity_id="D2"),
             order("3", "2026-06-03", 40.0, opportunity_id="D9"), LINKED]  # fmt: skip
    deals = [D0, deal("D1", None, outcome="open"), deal("D2", "2026-05-01", outcome="lost")]
    got = found(order_lines=lines, opportunities=deals)
    assert (got["order_open_deal"].count, got["order_open_deal"].money) == (2, 30.0)
    assert (got["order_unknown_deal"].count, got["order_unknown_deal"].money) == (1, 40.0)
    assert found(order_lines=lines) == {}


def test_cap_28_a_contract_without_an_order_is_told_once():
    contracts = [
        {"contract_id": "K1", "account_id": "A", "signed_on": "2026-06-01", "amount": 500.0, "currency": "EUR"},
        {"contract_id": "K2", "account_id": "B", "signed_on": "2026-06-01", "amount": 700.0, "currency": "USD"},
        {"contract_id": "K3", "account_id": "C", "signed_on": "2026-06-01", "amount": 9.0, "opportunity_id": "D1"},
        {"contract_id": "K4", "account_id": "D", "signed_on": "2026-09-15", "amount": 9.0, "currency": "EUR"},
    ]
    rates = [{"currency": "USD", "date": "2026-05-20", "rate": 0.5}]
    lines = [order("1", "2026-07-01", 5.0), LINKED | {"account_id": "B"}]
    deals = [D0, deal("D1", "2026-06-01", account="C")]
    got = found(order_lines=lines, contracts=contracts, fx_rates=rates, opportunities=deals)
    # A has ordered since; C's is told as a deal without an order; D's is 46 days old
    assert (got["contract_no_order"].count, got["contract_no_order"].money) == (1, 350.0)
    assert got["won_no_order"].count == 1


def papers(**changes):
    rows = {
        "order_lines": [order("1", "2026-03-01", 10.0), order("1", "2026-03-01", 5.0, line="2"),
                        order("2", "2026-04-01", 20.0)],
        "shipments": [{"shipment_id": "S1", "account_id": "A", "order_id": "1", "shipped_on": "2026-03-10"},
                      {"shipment_id": "S2", "account_id": "A", "order_id": "2", "shipped_on": "2026-04-10"}],
        "invoices": [{"invoice_id": "I1", "account_id": "A", "order_id": "1", "issued_on": "2026-03-10",
                      "amount": 15.0, "currency": "EUR"},
                     {"invoice_id": "I2", "account_id": "A", "order_id": "2", "issued_on": "2026-04-10",
                      "amount": 20.0, "currency": "EUR"}],
        "payments": [{"payment_id": "P1", "account_id": "A", "invoice_id": "I1", "paid_on": "2026-04-01",
                      "amount": 15.0, "currency": "EUR"}],
    }  # fmt: skip
    return found(**{**rows, **changes})


def test_cap_28_papers_that_agree_are_no_difference():
    assert papers() == {}


def test_cap_28_shipped_and_never_invoiced_is_worth_its_lines():
    base = [{"invoice_id": "I0", "account_id": "A", "order_id": "0", "issued_on": "2026-01-01", "amount": 0.0,
             "currency": "EUR"}]  # fmt: skip
    got = papers(invoices=base, payments=[])
    # order 1 has two lines, 10 and 5; order 2 one of 20
    assert (got["shipped_not_invoiced"].count, got["shipped_not_invoiced"].money) == (2, 35.0)
    line = [{"shipment_id": "S1", "account_id": "A", "order_id": "1", "line": "2", "shipped_on": "2026-03-10"}]
    assert papers(invoices=base, payments=[], shipments=line)["shipped_not_invoiced"].money == 5.0
    late = [{"shipment_id": "S1", "account_id": "A", "order_id": "1", "shipped_on": "2026-10-01"}]
    assert papers(invoices=base, payments=[], shipments=late) == {}


def test_cap_28_invoiced_and_nothing_left():
    only = [{"shipment_id": "S1", "account_id": "A", "order_id": "1", "shipped_on": "2026-03-10"},
            {"shipment_id": "S2", "account_id": "A", "order_id": "2", "promised_on": "2026-04-10"}]  # fmt: skip
    got = papers(shipments=only)
    assert (got["invoice_no_shipment"].count, got["invoice_no_shipment"].money) == (1, 20.0)
    assert got["invoice_no_shipment"].examples[0].ref == "I2"


def test_cap_28_paid_and_no_invoice_named():
    paid = [{"payment_id": f"P{n}", "account_id": "A", "invoice_id": bill, "paid_on": "2026-05-01", "amount": 4.0,
             "currency": "SAR" if n == 2 else "EUR"} for n, bill in enumerate(["I1", "I9", None])]  # fmt: skip
    got = papers(payments=paid)["payment_no_invoice"]
    # no rate of SAR: it counts, without an amount
    assert (got.count, got.money, got.unpriced) == (2, 4.0, 1)


def guess(number, amount, *, submitted="2026-06-30", account="A", **more):
    row = {"forecast_id": number, "owner_id": "E1", "account_id": account, "starts_on": "2026-07-01"}
    return row | {"ends_on": "2026-09-30", "amount": amount, "submitted_on": submitted} | more


def test_cap_28_guesses_of_closed_periods_against_what_came():
    lines = [order("1", "2026-07-10", 60.0), order("2", "2026-09-30", 40.0), order("3", "2026-10-01", 900.0)]
    said = [guess("F1", 500.0), guess("F2", 110.0, submitted="2026-07-05"), guess("F3", 80.0, account="B"),
            guess("F4", 7.0, ends_on="2026-12-31"), guess("F5", None),
            guess("F6", 9.0, submitted="2026-10-02")]  # fmt: skip
    book = MemoryView(AS_OF, {"order_lines": lines, "forecasts": said})
    # F1 was corrected by F2, F4's period is open, F5 names no money, F6 was said after the fact
    rows = guesses(book)
    assert rows[["account_id", "guessed", "came"]].values.tolist() == [["B", 80.0, 0.0], ["A", 110.0, 100.0]]
    judged = own_book(book)
    assert (judged.guessed, judged.came) == (190.0, 100.0)
    # A was off by 10 of 110, B by all
    assert [(one.code, one.count, one.money) for one in judged.found] == [("forecast_off", 1, 80.0)]
    assert total(judged) == Total(0, {"forecast_off": 1})


def test_a_guess_of_one_item_is_held_against_its_orders():
    lines = [order("1", "2026-07-10", 60.0), order("2", "2026-07-11", 40.0, item_id="W")]
    book = MemoryView(AS_OF, {"order_lines": lines, "forecasts": [guess("F1", 60.0, item_id="V")]})
    assert guesses(book)["came"].tolist() == [60.0]


def test_a_book_without_the_tables_checks_nothing():
    judged = own_book(MemoryView(AS_OF, {"order_lines": [order("1", "2026-07-10", 60.0)]}))
    assert (judged.checked, judged.found, judged.guessed) == ((), (), None)


@pytest.mark.parametrize(("south", "told"), [(6, 6), (4, 0)])
def test_A14_differences_are_told_of_enough_accounts_and_by_name_of_none(south, told):
    accounts = [{"account_id": f"S{n}", "name": f"S {n}", "team": "S", "owner_id": "E"} for n in range(south)]
    accounts += [{"account_id": "N0", "name": "N 0", "team": "N", "owner_id": "E"}, {"account_id": "0", "name": "Own"}]
    deals = [deal(f"D{one['account_id']}", "2026-06-01", account=one["account_id"]) for one in accounts]
    view = MemoryView(AS_OF, {"accounts": accounts, "order_lines": [], "opportunities": deals},
                      settings=SimpleNamespace(access=Rights()))  # fmt: skip
    [one] = own_book(view, naming(view)).found
    pooled = south + 1 if south == 4 else told  # four of one team and one of another are a sum of five
    assert (one.count, one.money) == (pooled + 1, 90.0 * (pooled + 1))
    assert one.left_out == (0 if south == 4 else 1)
    assert [example.name for example in one.examples] == ["Own"]
