"""Scenarios and the signals that the data give."""

import pandas as pd
import pytest

from accountbook.planning.coverage import coverage
from accountbook.planning.rhythm import rhythm
from accountbook.planning.scenario import Due
from accountbook.planning.scenarios import ScenariosState, scenarios
from accountbook.planning.signals import account_signals, contract_signals

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 38", "created_on": "2026-02-01", "amount": 60e3}
CHANGE = {"opportunity_id": "D", "field": "expected_close"}
ALIVE = {"opportunity_id": "D", "field": "seller_stage", "old": "need", "new": "offer", "changed_at": "2026-10-01"}
"""Something moved within two months, so that the deal does not stand still."""


def plan(kind, number="S", **more):
    return {"scenario_id": f"{number}{kind}", "account_id": "A", "opportunity_id": "D", "kind": kind,
            "set_on": "2026-04-01", "trigger": "Price becomes the only question", "action": f"Do {kind}",
            "owner_id": "E1", **more}  # fmt: skip


def moved(old, new, on):
    return {**CHANGE, "old": old, "new": new, "changed_at": on}


def test_cap_6_a_lost_deal_makes_plan_b_due_and_its_action_is_asked(view):
    lost = {**DEAL, "outcome": "lost", "closed_on": "2026-10-04"}
    tables = {"opportunities": [lost], "scenarios": [plan("A"), plan("B"), plan("exit")],
              "opportunity_changes": [ALIVE],
              "employees": [{"employee_id": "E1", "name": "Keller"}]}  # fmt: skip
    found = scenarios(view(**tables))
    # plan A of a lost deal is over, and the exit only counts where there is no second way
    assert [(one.kind, one.due, one.on) for one in found.scenarios] == [("B", Due.DUE, pd.Timestamp("2026-10-04"))]
    assert (found.finding.code, found.finding.facts["code"], found.finding.facts["deal"]) == ("due", "lost", "Line 38")
    [act] = found.actions
    assert (act.does.code, act.does.facts["action"], act.owner, act.weight) == ("scenario_act", "Do B", "Keller", 85)
    assert found.news == ()  # that it was lost is news of the deal's own
    # the day before, nothing is due; and three months later nothing is asked any more
    assert [one.due for one in scenarios(view(**tables).at("2026-10-03")).scenarios] == [Due.WAITING] * 3
    assert scenarios(view("2027-02-01", **tables)).scenarios == ()


def test_cap_6_a_recorded_trigger_is_due_whatever_the_data_say(view):
    tables = {
        "opportunities": [DEAL],
        "opportunity_changes": [ALIVE],
        "scenarios": [plan("B", happened_on="2026-10-20")],
    }
    found = scenarios(view(**tables))
    assert (found.finding.code, found.finding.facts["code"]) == ("due", None)
    assert [(one.code, one.facts["on"]) for one in found.news] == [("trigger_met", pd.Timestamp("2026-10-20"))]
    assert scenarios(view(**tables).at("2026-10-19")).actions == ()


@pytest.mark.parametrize(
    ("log", "deal", "code", "on", "facts"),
    [
        # 40 and 30 days: on the second push; the one before the scenario was written does not count
        ([moved("2026-05-01", "2026-06-01", "2026-03-01"), moved("2026-09-10", "2026-10-20", "2026-09-12"),
          moved("2026-10-20", "2026-11-19", "2026-10-02")], {},
         "pushed", "2026-10-02", {"times": 2, "days": 70}),
        # one push of 61 days is far enough
        ([moved("2026-10-01", "2026-12-01", "2026-10-02")], {},
         "pushed", "2026-10-02", {"times": 1, "days": 61}),
        ([{"opportunity_id": "D", "field": "amount", "old": "60000", "new": "45000", "changed_at": "2026-10-09"}], {},
         "cut", "2026-10-09", {"was": 60e3, "now": 45e3}),
        # nothing since 1 April: 60 days later it stood still
        ([], {}, "stalled", "2026-05-31", {"days": 272}),
        ([ALIVE],
         {"expected_close": "2026-10-10"}, "past_close", "2026-10-10", {"days": 21}),
    ],
)  # fmt: skip
def test_cap_6_signs_of_an_open_deal_with_the_day_on_which_they_fired(view, log, deal, code, on, facts):
    tables = {"opportunities": [{**DEAL, **deal}], "opportunity_changes": log, "scenarios": [plan("B")]}
    found = scenarios(view(**tables))
    [signal] = found.scenarios[0].signals
    assert (signal.code, signal.on, dict(signal.facts)) == (code, pd.Timestamp(on), facts)
    assert (found.finding.code, found.finding.facts["code"]) == ("signalled", code)
    assert [(one.does.code, one.does.facts["code"]) for one in found.actions] == [("review_scenario", code)]
    # the day before it fired it was not there
    before = scenarios(view(**tables).at(pd.Timestamp(on) - pd.Timedelta(days=1)))
    assert code not in [one.code for each in before.scenarios for one in each.signals]


def test_cap_6_a_small_push_and_a_small_cut_are_no_sign(view):
    log = [
        moved("2026-10-30", "2026-11-28", "2026-10-02"),
        {"opportunity_id": "D", "field": "amount", "old": "60000", "new": "49000", "changed_at": "2026-10-09"},
    ]
    found = scenarios(view(opportunities=[DEAL], opportunity_changes=log, scenarios=[plan("B")]))
    assert (found.scenarios[0].due, found.actions) == (Due.WAITING, ())


def test_cap_6_the_key_person_left(view):
    contact = {"contact_id": "C", "account_id": "A", "name": "Ferri", "status": "left", "status_on": "2026-10-09"}
    log = [ALIVE]
    tables = {"opportunities": [{**DEAL, "key_contact_id": "C"}], "contacts": [contact], "opportunity_changes": log}
    [signal] = scenarios(view(scenarios=[plan("B")], **tables)).scenarios[0].signals
    assert (signal.code, signal.on, signal.facts["name"]) == ("key_left", pd.Timestamp("2026-10-09"), "Ferri")


def test_cap_6_a_silence_of_twice_the_usual_gap(view, bought):
    # every ten days, the last on 10 Aug: twice the gap is over on 30 Aug, three times on 9 Sep
    days = pd.date_range("2026-05-02", "2026-08-10", freq="10D")
    lines = bought({f"{day:%Y-%m-%d}": 100.0 for day in days})
    whole = [plan(kind, opportunity_id=None) for kind in ("B", "exit")]
    found = scenarios(view(order_lines=lines, scenarios=whole))
    assert [(one.kind, one.on) for one in found.scenarios] == [
        ("exit", pd.Timestamp("2026-09-09")),
        ("B", pd.Timestamp("2026-08-30")),
    ]
    assert dict(found.scenarios[1].signals[0].facts) == {"days": 82, "gap": 10.0}
    at = view(order_lines=lines).at("2026-08-29")
    assert account_signals(coverage(at), rhythm(at), pd.Timestamp("2026-04-01")) == []


def test_cap_6_of_the_account_the_newest_of_each_kind_stands_and_an_exit_noted_silences_plan_b(view, bought):
    days = pd.date_range("2026-05-02", "2026-08-10", freq="10D")
    lines = bought({f"{day:%Y-%m-%d}": 100.0 for day in days})
    rows = [
        plan("B", "old", opportunity_id=None, set_on="2025-04-01"),
        plan("B", opportunity_id=None),
        plan("exit", opportunity_id=None, happened_on="2026-09-01"),
    ]
    found = scenarios(view(order_lines=lines, scenarios=rows))
    assert [(one.scenario_id, one.due) for one in found.scenarios] == [("Sexit", Due.DUE), ("SB", Due.WAITING)]
    assert found.finding.facts["kind"] == "exit"


def test_cap_7_what_comes_after_is_due_when_the_contract_is_delivered_or_paid(view):
    contract = {"contract_id": "K", "account_id": "A", "name": "Line 4", "signed_on": "2026-01-01",
                "ends_on": "2026-12-31", "lots": 2}  # fmt: skip
    lot = {"account_id": "A", "contract_id": "K"}
    sent = [
        {**lot, "shipment_id": "H1", "lot": 1, "arrived_on": "2026-06-01"},
        {**lot, "shipment_id": "H2", "lot": 2, "arrived_on": "2026-10-10"},
    ]
    bill = {"account_id": "A", "contract_id": "K", "currency": "EUR", "amount": 50.0, "issued_on": "2026-06-02"}
    bills = [{**bill, "invoice_id": f"I{n}"} for n in (1, 2)]
    money = [
        {
            "payment_id": f"Y{n}",
            "account_id": "A",
            "invoice_id": f"I{n}",
            "amount": 50.0,
            "currency": "EUR",
            "paid_on": on,
        }
        for n, on in ((1, "2026-07-01"), (2, "2026-10-25"))
    ]
    after = [plan("after", opportunity_id=None)]
    tables = {"contracts": [contract], "shipments": sent, "invoices": bills, "payments": money, "scenarios": after}
    found = scenarios(view(**tables))
    assert (found.finding.code, found.finding.facts["code"], found.finding.facts["action"]) == (
        "due",
        "paid",
        "Do after",
    )
    assert found.finding.facts["on"] == pd.Timestamp("2026-10-25")
    # until the money was in, it was delivered; until then it was neither
    assert scenarios(view(**tables).at("2026-10-24")).finding.facts["code"] == "delivered"
    assert contract_signals(view(**tables).at("2026-10-09"), pd.Timestamp("2026-01-01")) == []


def test_cap_7_a_contract_that_ends_with_nothing_written_for_after(view):
    contract = {"contract_id": "K", "account_id": "A", "name": "Line 4", "signed_on": "2026-01-01",
                "ends_on": "2026-12-31"}  # fmt: skip
    found = scenarios(view(contracts=[contract], scenarios=[plan("A", opportunity_id=None)]))
    assert (found.finding.code, found.finding.facts["contract"]) == ("no_after", "Line 4")
    assert [one.does.facts for one in found.actions if one.does.code == "write_after"] == [
        {"contract": "Line 4", "ends": pd.Timestamp("2026-12-31")}
    ]
    written = scenarios(view(contracts=[contract], scenarios=[plan("after", opportunity_id=None)]))
    assert "write_after" not in [one.does.code for one in written.actions]


def test_cap_5_a_doubtful_deal_without_a_second_way(view):
    doubtful = {**DEAL, "opportunity_id": "E", "name": "Line 9"}
    log = [ALIVE]
    found = scenarios(view(opportunities=[DEAL, doubtful], opportunity_changes=log, scenarios=[plan("B")]))
    assert (found.unplanned, found.finding.code, found.finding.facts["deal"]) == (("Line 9",), "unplanned", "Line 9")


def test_without_a_table_or_a_row(view):
    assert scenarios(view(opportunities=[DEAL])).state == ScenariosState.NO_TABLE
    found = scenarios(view(scenarios=[]))
    assert (found.state, found.finding, found.actions) == (ScenariosState.NONE, None, ())


def test_cap_7_a_contract_paid_but_for_a_banks_charge_is_paid_and_dollars_are_not_euros(view):
    contract = {"contract_id": "K", "account_id": "A", "name": "Line 4", "signed_on": "2026-01-01", "amount": 10e3,
                "currency": "EUR"}  # fmt: skip
    bill = {"invoice_id": "I", "account_id": "A", "contract_id": "K", "currency": "EUR", "amount": 10e3,
            "issued_on": "2026-06-02"}  # fmt: skip
    money = {"payment_id": "Y", "account_id": "A", "invoice_id": "I", "amount": 9_950.0, "currency": "EUR",
             "paid_on": "2026-07-01"}  # fmt: skip
    rates = [{"currency": "USD", "date": "2026-06-28", "rate": 0.5}]

    def told(**paid):
        found = view(contracts=[contract], invoices=[bill], payments=[money | paid], fx_rates=rates)
        return [(one.code, one.on) for one in contract_signals(found, pd.Timestamp("2026-01-01"))]

    assert told() == [("paid", pd.Timestamp("2026-07-01"))]
    assert told(currency="USD", amount=10e3) == []  # half of it
    assert told(currency="USD", amount=20e3) == [("paid", pd.Timestamp("2026-07-01"))]


def test_cap_6_an_account_that_sleeps_is_not_asked_about_its_scenarios(view, bought):
    tables = {"scenarios": [plan("B", opportunity_id=None, happened_on="2026-10-20"),
                            plan("exit", opportunity_id=None, review_on="2026-09-01")]}  # fmt: skip
    awake = scenarios(view(**tables, order_lines=bought({"2025-11-01": 9.0})))
    assert [one.does.code for one in awake.actions] == ["scenario_act", "review_scenario"]
    assert scenarios(view(**tables, order_lines=bought({"2025-10-30": 9.0}))).actions == ()
