"""Contract to cash: what is owed invoice by invoice, contracts as steps, what is asked for and what is new."""

import pandas as pd
import pytest

from accountbook.planning.cash import CashState, cash
from accountbook.planning.owed import owed

K1 = {
    "contract_id": "K-1",
    "account_id": "A",
    "opportunity_id": "D-1",
    "signed_on": "2026-04-02",
    "ends_on": "2026-12-20",
    "amount": 48_000.0,
    "currency": "EUR",
    "lots": 3,
    "buy_mode": "phased",
    "obligations": "training of 20 fitters",
}


def bill(number, amount, issued, due, **more):
    return {"invoice_id": number, "account_id": "A", "amount": amount, "currency": "EUR", "issued_on": issued,
            "due_on": due, **more}  # fmt: skip


def paid(number, amount, on, **more):
    return {"payment_id": f"Z-{on}-{amount}", "account_id": "A", "invoice_id": number, "amount": amount,
            "currency": "EUR", "paid_on": on, **more}  # fmt: skip


def sent(lot, promised, shipped=None, **more):
    return {"shipment_id": f"S-{lot}-{promised}", "account_id": "A", "contract_id": "K-1", "lot": lot, "quantity": 10.0,
            "order_id": "O-1", "line": "1", "promised_on": promised, "shipped_on": shipped, **more}  # fmt: skip


LINE = {"account_id": "A", "order_id": "O-1", "line": "1", "order_date": "2026-04-10", "item_id": "I", "quantity": 30.0,
        "unit_price": 2_000.0, "discount": 0.2}  # fmt: skip


def running(view, **tables):
    rows = {
        "order_lines": [LINE],
        "contracts": [K1],
        "shipments": [sent(1, "2026-05-10", "2026-05-08"), sent(2, "2026-10-01")],
        "invoices": [bill("R1", 16_000.0, "2026-05-10", "2026-06-09", contract_id="K-1"),
                     bill("R2", 8_000.0, "2026-09-12", "2026-10-12", contract_id="K-1")],
        "payments": [paid("R1", 10_000.0, "2026-06-01"), paid("R1", 6_000.0, "2026-06-20")],
        "commitments": [],
    }  # fmt: skip
    return view(**{**rows, **tables})


def test_cap_18_a_deal_is_open_until_every_part_of_its_money_is_in(view):
    found = cash(running(view))
    (one,) = found.contracts
    # lot 1: 10 pieces at 2,000 less 20%
    assert (one.amount, one.shipped, one.invoiced, one.paid, one.late) == (48_000, 16_000, 24_000, 16_000, 8_000)
    assert (one.standing.value, one.days_late, one.uncalled) == ("open", 19, 32_000)
    assert [(lot.number, lot.days_late) for lot in one.lots] == [(1, None), (2, 30)]
    assert (found.contracted, found.paid, found.owed, found.owed_late) == (48_000, 16_000, 8_000, 8_000)
    assert found.owed_old == 0


def test_cap_18_it_is_paid_only_when_the_last_part_came(view):
    bills = [bill("R1", 48_000.0, "2026-09-01", "2026-10-01", contract_id="K-1")]
    part = [paid("R1", 30_000.0, "2026-09-25")]
    rest = [*part, paid("R1", 18_000.0, "2026-10-20")]
    assert cash(running(view, invoices=bills, payments=part)).contracts[0].standing.value == "open"
    found = cash(running(view, invoices=bills, payments=rest))
    assert found.contracts[0].standing.value == "paid"
    (news,) = found.news
    assert (news.code, news.facts["on"]) == ("contract_paid", pd.Timestamp("2026-10-20"))
    # as it was known the day before
    assert cash(running(view, invoices=bills, payments=rest).at("2026-10-19")).contracts[0].standing.value == "open"


def test_cap_18_a_credit_note_is_no_debt_and_is_set_apart(view):
    found = cash(view(order_lines=[], invoices=[bill("R1", 500.0, "2026-09-01", "2026-10-01"),
                                                bill("C1", -200.0, "2026-09-05", "2026-10-05")]))  # fmt: skip
    assert (found.owed, found.owed_late, found.credits) == (500, 500, -200)
    assert [one.invoice_id for one in found.bills_late] == ["R1"]


def test_cap_18_money_is_converted_at_the_rate_of_the_signing(view):
    dollars = {"amount": 1_000.0, "currency": "USD"}
    found = cash(
        running(
            view,
            contracts=[K1 | dollars],
            invoices=[bill("R1", 0, "2026-06-05", "2026-07-05", contract_id="K-1") | dollars],
            payments=[paid("R1", 0, "2026-07-01") | dollars],
            shipments=[],
            fx_rates=[
                {"currency": "USD", "date": "2026-04-01", "rate": 0.9},
                {"currency": "USD", "date": "2026-06-28", "rate": 0.8},
            ],
        )
    )
    # with the rates of their own days a tenth would seem unpaid
    assert (found.contracted, found.invoiced, found.paid, found.owed) == (900, 900, 900, 0)


def test_cap_18_without_a_rate_an_invoice_is_counted_and_not_summed(view):
    foreign = bill("R1", 100.0, "2026-09-01", "2026-10-01") | {"currency": "USD"}
    found = cash(view(order_lines=[], invoices=[foreign, bill("R2", 7.0, "2026-09-01", "2026-10-01")]))
    assert (found.unpriced, found.owed) == (1, 7)


def test_cap_18_a_payment_without_a_number_counts_for_the_invoice_that_it_equals(view):
    bills = [bill("R1", 500.0, "2026-09-01", "2026-10-01"), bill("R2", 300.0, "2026-09-02", "2026-10-02")]
    found = owed(view(order_lines=[], invoices=bills, payments=[paid(None, 300.0, "2026-09-30"),
                                                                paid(None, 41.0, "2026-10-01")]))  # fmt: skip
    assert [(one.invoice_id, one.open, one.guessed) for one in found.bills] == [("R1", 500, False), ("R2", 0, True)]
    assert found.on_account == 41


def test_a_banks_charge_is_no_debt(view):
    found = cash(view(order_lines=[], invoices=[bill("R1", 5_000.0, "2026-09-01", "2026-10-01")],
                      payments=[paid("R1", 4_975.0, "2026-09-30")]))  # fmt: skip
    assert (found.owed, found.actions) == (0, ())


def test_cap_82_late_money_late_lots_and_obligations_ask_for_something(view):
    actions = {one.does.code: one for one in cash(running(view)).actions}
    assert list(actions) == ["collect", "deliver", "obligation"]
    assert actions["collect"].does.facts["days_late"] == 19
    assert actions["deliver"].does.facts["lot"] == 2 and actions["deliver"].days_late == 30
    assert actions["obligation"].does.facts["text"] == "training of 20 fitters"


def test_cap_82_an_obligation_that_somebody_sees_to_asks_for_nothing(view):
    step = {"commitment_id": "C", "account_id": "A", "opportunity_id": "D-1", "side": "ours", "text": "Book the room",
            "made_on": "2026-05-01"}  # fmt: skip
    codes = [one.does.code for one in cash(running(view, commitments=[step])).actions]
    # the third place goes to what ends on 20 December with two thirds of it not called
    assert codes == ["collect", "deliver", "call_off"]


def test_cap_82_what_was_never_called_is_told_when_the_term_is_over(view):
    over = K1 | {"ends_on": "2026-09-30"}
    bills = [bill("R1", 16_000.0, "2026-05-10", "2026-06-09", contract_id="K-1")]
    (one,) = cash(
        running(view, contracts=[over], invoices=bills, shipments=[sent(1, "2026-05-10", "2026-05-08")])
    ).contracts
    assert (one.standing.value, one.uncalled, one.settled_on) == ("ended", 32_000, pd.Timestamp("2026-09-30"))


def test_an_invoice_open_for_over_a_year_is_a_question_to_our_own_books(view):
    found = cash(view(order_lines=[], invoices=[bill("R1", 900.0, "2024-09-01", "2024-10-01")]))
    assert (found.owed_late, found.owed_old, found.bills_late) == (0, 900, ())
    assert [one.does.code for one in found.actions] == ["check_books"]


def test_an_overdue_invoice_is_news_once(view):
    rows = {"order_lines": [], "invoices": [bill("R1", 900.0, "2026-08-01", "2026-09-15")]}
    assert [one.code for one in cash(view("2026-09-30", **rows)).news] == ["invoice_overdue"]
    assert cash(view("2026-10-31", **rows)).news == ()


def test_they_usually_pay_so_many_days_after_the_due_day(view):
    bills = [bill(f"R{n}", 100.0, "2026-05-01", "2026-06-01") for n in range(3)]
    money = [paid(f"R{n}", 100.0, f"2026-06-{day:02}") for n, day in enumerate((4, 11, 27))]
    assert cash(view(order_lines=[], invoices=bills, payments=money)).usual_late == 10
    assert cash(view(order_lines=[], invoices=bills[:2], payments=money[:2])).usual_late is None


@pytest.mark.parametrize(
    ("tables", "state"),
    [({}, "absent"), ({"contracts": []}, "none"), ({"invoices": []}, "none"), ({"contracts": [K1]}, "contracts")],
)
def test_missing_and_empty_tables_are_states(view, tables, state):
    found = cash(view(order_lines=[], **tables))
    assert found.state == CashState(state)
    assert found.actions == () or state == "contracts"


def test_cap_18_a_credit_note_of_the_same_order_takes_off_the_debt(view):
    bills = [bill("R1", 10_000.0, "2026-08-01", "2026-09-01", order_id="O-1"),
             bill("C1", -2_000.0, "2026-08-20", "2026-08-20", order_id="O-1")]  # fmt: skip
    found = cash(view(order_lines=[], invoices=bills, payments=[paid("R1", 8_000.0, "2026-08-30")]))
    # 10,000 less 2,000 less 8,000
    assert (found.owed, found.owed_late, found.credits, found.bills_late, found.actions) == (0, 0, 0, (), ())
    # another order's note takes nothing off this one's
    other = [bills[0], bills[1] | {"order_id": "O-2"}]
    found = cash(view(order_lines=[], invoices=other, payments=[paid("R1", 7_000.0, "2026-08-30")]))
    assert (found.owed_late, found.credits) == (3_000, -2_000)
    assert [one.does.code for one in found.actions] == ["collect"]


def test_cap_18_a_credit_note_of_the_contract_pays_its_oldest_invoice_first(view):
    bills = [bill("R1", 30_000.0, "2026-07-01", "2026-08-01", contract_id="K-1"),
             bill("R2", 18_000.0, "2026-08-01", "2026-09-01", contract_id="K-1"),
             bill("C1", -5_000.0, "2026-09-05", "2026-09-05", contract_id="K-1")]  # fmt: skip
    part = [paid("R1", 27_000.0, "2026-08-01")]
    found = cash(running(view, invoices=bills, payments=part))
    # 3,000 of R1 and 2,000 of R2's 18,000
    assert [(one.invoice_id, one.open) for one in found.bills_late] == [("R2", 16_000)]
    assert found.contracts[0].late == 16_000
    rest = [*part, paid("R2", 16_000.0, "2026-09-30")]
    assert cash(running(view, invoices=bills, payments=rest)).contracts[0].standing.value == "paid"


def test_cap_18_what_credits_of_no_order_cover_asks_for_no_call(view):
    bills = [bill("R1", 500.0, "2026-08-01", "2026-09-01"), bill("R2", 400.0, "2026-08-05", "2026-09-05"),
             bill("C1", -600.0, "2026-09-05", "2026-09-05")]  # fmt: skip
    # 600 cover R1, the longer due; the 100 that are left do not cover R2
    (one,) = cash(view(order_lines=[], invoices=bills)).actions
    assert (one.does.code, one.does.facts["invoice_id"]) == ("collect", "R2")
    assert cash(view(order_lines=[], invoices=[*bills, bill("C2", -300.0, "2026-09-06", "2026-09-06")])).actions == ()


def test_cap_18_paid_counts_only_contracts_that_have_an_amount(view):
    bills = [bill("R1", 10_000.0, "2026-07-01", "2026-08-01", contract_id="K-1")]
    money = [paid("R1", 10_000.0, "2026-08-01")]
    found = cash(running(view, contracts=[K1 | {"amount": None}], invoices=bills, payments=money))
    assert (found.contracted, found.paid, found.contracts[0].paid) == (0, 0, 10_000)
