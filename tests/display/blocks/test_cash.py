"""The section "Contract to cash": its finding, the line of steps, the sums beside it, what is late."""

import pytest

from accountbook.display import Words
from accountbook.display.blocks.cash import cash, cash_finding
from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.short import change_short
from accountbook.display.blocks.steps import step_lines
from accountbook.display.page import Fold
from accountbook.planning.agreed import Agreed, Lot
from accountbook.planning.cash import Cash
from accountbook.planning.owed import Bill


@pytest.fixture
def late(make, day):
    return make(Bill, invoice_id="R2", contract_id="CT-219", due_on=day("2026-10-12"), issued_on=day("2026-09-12"),
                amount=24e3, open=24e3, days_late=19)  # fmt: skip


@pytest.fixture
def contract(make, day, late):
    first = make(Bill, invoice_id="R1", contract_id="CT-219", issued_on=day("2026-07-20"), due_on=day("2026-08-20"),
                 amount=24e3, paid=24e3, paid_on=day("2026-08-25"))  # fmt: skip
    lot = make(Lot, number=1, promised_on=day("2026-07-15"), shipped_on=day("2026-07-18"))
    return make(Agreed, contract_id="CT-219", name="Line 4", signed_on=day("2026-06-12"), ends_on=day("2026-12-30"),
                amount=60e3, shipped=48e3, invoiced=48e3, paid=24e3, late=24e3, days_late=19, uncalled=12e3,
                lots_agreed=3, lots=(lot,), bills=(first, late), standing="open")  # fmt: skip


@pytest.fixture
def judged(make, day, contract, late):
    return make(Cash, state="contracts", contracts=(contract,), ever=1, since=day("2026-06-12"), contracted=60e3,
                shipped=48e3, invoiced=48e3, due=48e3, paid=24e3, late=24e3, bills_late=(late,), owed=24e3,
                owed_late=24e3, usual_late=5, paid_12=4)  # fmt: skip


def test_cap_18_the_finding_is_what_is_paid_and_what_is_late(judged, t):
    assert cash_finding(judged, t) == "EUR 24k of 60k contracted is paid; 24k is 19 days late"


def test_cap_18_a_trifle_that_is_late_does_not_head(make, judged, t, late):
    little = {"bills_late": (late,), "owed_late": 17.0}
    plain = make(Cash, state="invoices", owed=1000.0, owed_old=983.0, **little)
    assert cash_finding(plain, t) == "EUR 983 has been open for over a year"
    more = make(Cash, state="invoices", owed=1000.0, owed_old=300.0, **little)
    assert cash_finding(more, t) == "EUR 17 of 1.0k owed is 19 days late"  # 17 is more than 5% of 300
    known = vars(judged) | little
    assert cash_finding(make(Cash, **known), t) == "EUR 24k of 60k contracted is paid; no more than EUR 17 is late"
    assert cash_finding(make(Cash, **known | {"owed_old": 2e3}), t) == (
        "EUR 24k of 60k contracted is paid; 2.0k has been open for over a year"
    )


def test_cap_18_an_amount_without_thousands_has_its_unit_beside_one_with_them(make, judged):
    old = make(Cash, **{**vars(judged), "paid": 81e3, "contracted": 134e3, "bills_late": (), "owed_late": 0.0,
                        "owed_old": 284.0})  # fmt: skip
    assert cash_finding(old, Words()) == "EUR 81k of 134k contracted is paid; EUR 284 has been open for over a year"
    assert "284유로" in cash_finding(old, Words("ko", currency="EUR"))


def test_cap_18_the_contract_with_the_amount_that_the_heading_names_is_drawn(make, judged, contract, day, t, read):
    bill = make(Bill, invoice_id="R9", contract_id="K-0013", issued_on=day("2024-01-02"), due_on=day("2024-02-01"),
                amount=9e3, paid=8716.0, paid_on=day("2024-01-30"), open=284.0, days_late=1003)  # fmt: skip
    old = make(Agreed, contract_id="K-0013", signed_on=day("2023-11-02"), amount=9e3, paid=8716.0, old=284.0,
               bills=(bill,), standing="open")  # fmt: skip
    fresh = [make(Agreed, **{**vars(contract), "contract_id": f"CT-{n}", "late": 0.0, "days_late": None, "bills": ()})
             for n in range(6)]  # fmt: skip
    found = make(Cash, **{**vars(judged), "contracts": (*fresh, old), "bills_late": (), "owed_late": 0.0,
                          "bills_old": (bill,), "owed_old": 284.0})  # fmt: skip
    drawn = str(cash(found, t)).split("</svg>")[0]
    assert [f"CT-{n}, EUR 60k" in drawn for n in range(6)] == [True] * 4 + [False] * 2
    assert "K-0013, EUR 9.0k" in drawn and "open for over a year" in drawn and "EUR 284 due 1 Feb 2024" in drawn
    # where the heading names something else, what is old and done stays undrawn
    late = make(Cash, **{**vars(found), "bills_late": judged.bills_late, "owed_late": 24e3})
    assert "K-0013" not in str(cash(late, t)).split("</svg>")[0]


def test_cap_18_the_finding_never_says_more_than_all_is_paid(make, judged, t, late):
    full = make(Cash, **{**vars(judged), "paid": 61e3, "bills_late": (), "owed_late": 0.0})
    assert cash_finding(full, t) == "All EUR 60k contracted is paid; nothing is late"
    old = make(Cash, **{**vars(full), "bills_old": (late,), "owed_old": 24e3})
    assert cash_finding(old, t) == "All EUR 60k contracted is paid; 24k has been open for over a year"
    part = make(Cash, **{**vars(old), "paid": 36e3})
    assert cash_finding(part, t) == "EUR 36k of 60k contracted is paid; 24k has been open for over a year"
    unpriced = make(Cash, **{**vars(full), "paid": 0.0, "contracted": 0.0})
    assert cash_finding(unpriced, t) == "1 contract is open; its value is not written down"


def test_cap_18_settled_contracts_are_no_heading(make, judged, contract, t):
    settled = make(Agreed, **{**vars(contract), "standing": "paid"})
    found = make(Cash, **{**vars(judged), "contracts": (settled,)})
    assert cash_finding(found, t) == "EUR 24k is 19 days late, all that they owe"


def test_cap_18_late_money_of_no_contract_is_told_apart(make, judged, t, late):
    other = make(Bill, **{**vars(late), "contract_id": None})
    apart = make(Cash, **{**vars(judged), "bills_late": (other,)})
    assert cash_finding(apart, t) == "EUR 24k of 60k contracted is paid; 24k billed besides is 19 days late"


def test_cap_18_invoices_without_a_contract(make, t, late):
    alone = make(Cash, state="invoices", bills_late=(late,), owed=40e3, owed_late=24e3)
    assert cash_finding(alone, t) == "EUR 24k of 40k owed is 19 days late"
    assert cash_finding(make(Cash, state="invoices", owed=24e3, owed_old=24e3), t) == (
        "EUR 24k has been open for over a year"
    )


def test_cap_82_a_contract_is_one_line_of_steps(contract, t):
    (line,) = step_lines([contract], t)
    assert line.name == "CT-219, EUR 60k"
    assert [step.text for step in line.done] == ["signed", "lot 1, invoice", "paid 24k", "invoice"]
    assert [step.text for step in line.ahead] == ["ends"]
    assert (line.late.text, line.late_text) == ("24k due 12 Oct", "19 days late")


def test_cap_82_the_section_shows_steps_sums_and_what_was_agreed(make, judged, contract, t, read):
    beside = make(Agreed, **{**vars(contract), "obligations": "training of 20 fitters"})
    html = cash(make(Cash, **{**vars(judged), "contracts": (beside,)}), t)
    said = read(html)
    assert str(html).count("<svg") == 2 and "19 days late" in str(html)
    assert "Contracted 1 contract 60" in said and "Paid 40% of contracted 24" in said
    assert "They usually pay 4 invoices 5 days after the due day" in said
    assert "in 3 lots, signed 12 Jun, to end 30 Dec" in said
    assert "EUR 24k is 19 days late training of 20 fitters" in said


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "none"}, "nothing signed and nothing billed so far"),
        ({"state": "invoices"}, "nothing open: all that was billed is paid"),
        ({"state": "invoices", "owed": 9e3}, "EUR 9.0k owed, none of it late"),
        ({"state": "invoices", "owed": 9e3, "owed_late": 60.0}, "EUR 9.0k owed, EUR 60 of it late"),
    ],
)
def test_nothing_late_is_one_folded_line(make, t, values, reason):
    told = cash(make(Cash, **values), t)
    assert isinstance(told, Fold) and told.reason == reason


def test_without_the_tables_there_is_nothing(make, t):
    assert cash(make(Cash, state="absent"), t) is None


def test_A2_names_are_escaped(make, judged, contract, t):
    name = "<img src=x onerror=alert(1)>"
    hostile = make(Agreed, **{**vars(contract), "contract_id": name, "name": name, "obligations": name})
    assert "<img" not in str(cash(make(Cash, **{**vars(judged), "contracts": (hostile,)}), t))


def test_what_is_to_be_done_and_what_is_new_is_said(t, day):
    facts = {"invoice_id": "2031", "contract_id": None, "amount": 24e3, "days_late": 19}
    assert action_sentence("collect", facts, t) == "Call about invoice 2031: EUR 24k, 19 days late"
    assert action_sentence("check_books", facts, t) == (
        "Check in our books: invoice 2031, EUR 24k open for over a year"
    )
    long = {"contract_id": "CT-219", "text": "stock of 53 pieces for 3 years and a yearly audit of our plant in Pusan"}
    assert action_sentence("obligation", long, t) == (
        "Name who sees to this of CT-219: stock of 53 pieces for 3 years and a yearly audit…"
    )
    lot = {"contract_id": "CT-219", "lot": 2, "days_late": 3, "promised_on": day("2026-10-28")}
    assert action_sentence("deliver", lot, t) == "Ship lot 2 of CT-219, promised for 28 Oct"
    news = {"contract_id": "CT-219", "name": "Line 4", "amount": 48e3, "on": day("2026-10-20")}
    assert change_sentence("contract_signed", news, t) == "Contract signed on 20 Oct: Line 4, EUR 48k"
    assert change_short("contract_paid", news, t) == "Contract paid in full"


def test_an_action_with_names_of_any_length_fits_its_line(t, day):
    long = "any length " * 1_000
    facts = {"invoice_id": long, "contract_id": long, "amount": 24e3, "days_late": 19, "text": long, "lot": 2,
             "promised_on": day("2026-10-01"), "ends_on": day("2026-12-01"), "item_id": long, "name": long,
             "runs_out": day("2026-11-17"), "months": 9.0, "quantity": 2.0, "where": long, "competitor": long,
             "due_on": day("2026-12-20"), "product": long, "step": long, "intent": long, "kind": "B", "deal": long,
             "code": "delivered", "signal": {"contract": long}, "on": day("2026-10-04"), "action": long}  # fmt: skip
    for code in ("collect", "check_books", "deliver", "obligation", "call_off", "stock_low", "stock_high",
                 "offer_replacement", "route_step", "decide", "scenario_act", "review_scenario"):  # fmt: skip
        said = action_sentence(code, facts, t)
        assert len(said) <= 90 and "any length" in said
    assert len(action_sentence("deliver", {**facts, "order_id": long}, t)) <= 90
