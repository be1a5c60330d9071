"""Whatever little there is, every judgement comes out, and no NaN, NaT or infinity leaves this room."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountbook.planning.actions import next_actions
from accountbook.planning.against_target import against_target
from accountbook.planning.asked import asked
from accountbook.planning.assortment import assortment
from accountbook.planning.cash import cash
from accountbook.planning.changes import changes
from accountbook.planning.channel import channel
from accountbook.planning.closures import closures
from accountbook.planning.competition import competition
from accountbook.planning.concessions import concessions
from accountbook.planning.contest import contest
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.exposure import exposure
from accountbook.planning.fallback import fallback
from accountbook.planning.fiscal import fiscal
from accountbook.planning.gaps import gaps
from accountbook.planning.goals import goals
from accountbook.planning.handover import handed_over
from accountbook.planning.inquiries import inquiries
from accountbook.planning.installed import installed
from accountbook.planning.known_facts import known_facts
from accountbook.planning.lead import lead
from accountbook.planning.learned import lessons
from accountbook.planning.likeness import stories
from accountbook.planning.margin import margins
from accountbook.planning.markets import markets
from accountbook.planning.meeting import next_meeting
from accountbook.planning.memory import MemoryView
from accountbook.planning.months import months
from accountbook.planning.next_order import next_order
from accountbook.planning.next_year import next_year
from accountbook.planning.notes import old_notes
from accountbook.planning.occasions import occasions
from accountbook.planning.partners import partners
from accountbook.planning.people_changes import deciders_left
from accountbook.planning.persuasion import arguments
from accountbook.planning.points import points
from accountbook.planning.portfolio import calls
from accountbook.planning.power import power
from accountbook.planning.problems import problems
from accountbook.planning.profile import profile
from accountbook.planning.profit import profit
from accountbook.planning.promises import promises
from accountbook.planning.questions import questions
from accountbook.planning.readiness import readiness
from accountbook.planning.register import register
from accountbook.planning.rhythm import rhythm
from accountbook.planning.risk import risk
from accountbook.planning.risks import risks
from accountbook.planning.room import room
from accountbook.planning.routes import routes
from accountbook.planning.said import said
from accountbook.planning.scenarios import scenarios
from accountbook.planning.service import service
from accountbook.planning.standing import standings
from accountbook.planning.staying import staying
from accountbook.planning.swot import swot
from accountbook.planning.their_word import their_word
from accountbook.planning.wants import wants
from accountbook.planning.wording import family_words
from accountbook.planning.workload import workload
from accountbook.planning.worth_to_them import worth_to_them
from accountbook.tables.deals import BUDGETS, BUYER_STAGES, OUTCOMES, SELLER_STAGES
from accountbook.tables.parties import CONTACT_STATES, DISPOSITIONS
from accountbook.tables.plan import AIDA, FACT_TOPICS, LEVELS, MARKET_STATES, RISK_KINDS, SCENARIO_KINDS
from accountbook.tables.voice import COMMITMENT_KINDS, CONCESSION_KINDS, SIDES, VOICE_TYPES

AS_OF = pd.Timestamp("2026-10-31")
PLAIN = (str, bool, int, float, pd.Timestamp, type(None))

days = st.integers(0, 900).map(lambda n: AS_OF + pd.Timedelta(days=30) - pd.Timedelta(days=n))
maybe_day = st.none() | days
money = st.sampled_from([0.0, 0.01, 12.5, 1e6])
amount = st.sampled_from([None, 0.0, 3.0, 1e6, float("nan"), float("inf")])
prose = st.sampled_from([None, "", "In words"])
chance = st.sampled_from([None, 0.0, 0.25, 1.0, float("nan")])


def _rows(limit=6, **columns):
    return st.lists(st.fixed_dictionaries(columns), max_size=limit)


LINES = _rows(
    12,
    account_id=st.just("A"),
    order_date=days,
    item_id=st.sampled_from(["I", "J", None]),
    kind=st.sampled_from(["order", "order", "order", "return", "charge", "free"]),
    quantity=st.sampled_from([-2.0, 0.0, 1.0, 50.0]),
    unit_price=money,
    unit_cost=st.none() | money,
    end_customer=st.sampled_from([None, "Officine"]),
)
TABLES = {
    "order_lines": LINES.map(
        lambda rows: [row | ({"amount": None} if row["quantity"] == 50.0 else {}) for row in rows]
    ),
    "accounts": st.sampled_from(
        [
            [],
            [{"account_id": "A", "name": "A", "channel_type": "distributor"}],
            [{"account_id": "A", "name": "A", "country": "KR", "vertical": "food"}],
        ]
    ),
    "items": _rows(
        2,
        item_id=st.sampled_from(["I", "J"]),
        family=st.sampled_from([None, "VX"]),
        predecessor_id=st.sampled_from([None, "I"]),
    ),
    "opportunities": _rows(
        4,
        opportunity_id=st.sampled_from(["D1", "D2", "D3"]),
        account_id=st.just("A"),
        created_on=days,
        amount=st.none() | money,
        seller_stage=st.sampled_from([None, *SELLER_STAGES]),
        buyer_stage=st.sampled_from([None, *BUYER_STAGES]),
        expected_close=maybe_day,
        budget_status=st.sampled_from([None, *BUDGETS]),
        outcome=st.sampled_from([None, *OUTCOMES]),
        closed_on=maybe_day,
        key_contact_id=st.sampled_from([None, "C1", "C9"]),
        channel_open=st.sampled_from([None, True, False]),
    ).map(lambda rows: list({row["opportunity_id"]: row for row in rows}.values())),
    "opportunity_changes": _rows(
        4,
        opportunity_id=st.sampled_from(["D1", "D2"]),
        field=st.sampled_from(["expected_close", "seller_stage", "amount"]),
        old=st.just("2026-09-01"),
        new=st.just("2026-10-01"),
        changed_at=days,
    ).map(lambda rows: [row for row in rows if row["field"] == "expected_close"]),
    "contacts": _rows(
        2,
        contact_id=st.sampled_from(["C1", "C2"]),
        account_id=st.just("A"),
        name=st.sampled_from([None, "Name"]),
        status=st.sampled_from([None, *CONTACT_STATES]),
        status_on=maybe_day,
    ),
    "role_templates": _rows(
        3,
        role_code=st.sampled_from(["MD", "QA"]),
        role_name=st.just("Role"),
        vertical=st.sampled_from([None, "food"]),
        required=st.sampled_from([None, True, False]),
        decides=st.sampled_from([None, True]),
    ),
    "role_slots": _rows(
        5,
        account_id=st.just("A"),
        role_code=st.sampled_from(["MD", "QA"]),
        assessed_on=maybe_day,
        contact_id=st.sampled_from([None, "C1", "C9"]),
        disposition=st.sampled_from([None, *DISPOSITIONS]),
        plan=st.sampled_from([None, "Visit"]),
        plan_due=maybe_day,
    ),
    "goals": _rows(
        4,
        goal_id=st.sampled_from(["G1", "G2"]),
        version=st.sampled_from([1, 2]),
        account_id=st.just("A"),
        level=st.sampled_from(LEVELS),
        text=prose,
        target=amount,
        set_on=days,
        due_on=maybe_day,
        supersedes=st.sampled_from([None, "G1", "G2", "G9"]),
        reached_on=maybe_day,
        dropped_on=maybe_day,
    ),
    "strategies": _rows(
        3,
        strategy_id=st.just("S"),
        version=st.sampled_from([1, 2]),
        account_id=st.just("A"),
        goal_id=st.sampled_from([None, "G1", "G9"]),
        set_on=days,
        scope=prose,
    ),
    "scenarios": _rows(
        6,
        scenario_id=st.uuids().map(str),
        account_id=st.just("A"),
        opportunity_id=st.sampled_from([None, "D1", "D9"]),
        kind=st.sampled_from(SCENARIO_KINDS),
        set_on=days,
        action=prose,
        review_on=maybe_day,
        happened_on=maybe_day,
    ),
    "contracts": _rows(
        2,
        contract_id=st.sampled_from(["K1", "K2"]),
        account_id=st.just("A"),
        signed_on=days,
        ends_on=maybe_day,
        lots=st.sampled_from([None, 1]),
    ),
    "risks": _rows(
        4,
        risk_id=st.uuids().map(str),
        account_id=st.just("A"),
        opportunity_id=st.sampled_from([None, "D1"]),
        kind=st.sampled_from([None, *RISK_KINDS]),
        text=st.just("Two sources"),
        probability=chance,
        impact=amount,
        noted_on=days,
        review_on=maybe_day,
        closed_on=maybe_day,
    ),
    "markets": _rows(
        4,
        account_id=st.just("A"),
        market=st.sampled_from(["robots", "food"]),
        as_of=days,
        status=st.sampled_from(MARKET_STATES),
        our_capability=prose,
    ),
    "decisions": _rows(
        3,
        decision_id=st.uuids().map(str),
        account_id=st.just("A"),
        decided_on=days,
        intent=prose,
        feasible=st.sampled_from([None, True, False]),
        how=prose,
    ),
    "account_facts": _rows(
        6,
        fact_id=st.uuids().map(str),
        account_id=st.just("A"),
        topic=st.sampled_from(FACT_TOPICS),
        value=st.sampled_from(["One", "Two"]),
        number=amount,
        as_of=days,
        told_by=prose,
    ),
    "voices": _rows(
        4,
        voice_id=st.uuids().map(str),
        account_id=st.just("A"),
        contact_id=st.sampled_from([None, "C1", "C9"]),
        said_on=days,
        type=st.sampled_from(VOICE_TYPES),
        text=prose,
        goal_id=st.sampled_from([None, "G1", "G9"]),
        closed_on=maybe_day,
    ),
    "partner_links": _rows(
        4,
        account_id=st.just("A"),
        partner=st.sampled_from(["Neri", "Banca"]),
        as_of=days,
        our_relation=prose,
        their_approach=prose,
    ),
    "routes": _rows(
        5,
        account_id=st.just("A"),
        product=st.sampled_from(["VX", "FL"]),
        as_of=days,
        aida_stage=st.sampled_from([None, *AIDA]),
        next_step=prose,
        due_on=maybe_day,
    ),
}
TABLES |= {
    "commitments": _rows(
        5,
        commitment_id=st.sampled_from(["1", "2", "3"]),
        account_id=st.just("A"),
        side=st.sampled_from(SIDES),
        kind=st.sampled_from([None, *COMMITMENT_KINDS]),
        text=st.just("Do it"),
        made_on=days,
        due_on=maybe_day,
        done_on=maybe_day,
        dropped_on=maybe_day,
        owner_id=st.sampled_from([None, "E9"]),
        contact_id=st.sampled_from([None, "C1", "C9"]),
    ),
    "targets": _rows(
        2,
        target_id=st.sampled_from(["1", "2"]),
        account_id=st.just("A"),
        starts_on=st.just(pd.Timestamp("2026-01-01")),
        ends_on=st.sampled_from([pd.Timestamp("2026-10-31"), pd.Timestamp("2026-12-31")]),
        amount=money,
        set_on=days,
    ),
    "concessions": _rows(
        4,
        concession_id=st.sampled_from(["1", "2"]),
        account_id=st.just("A"),
        granted_on=days,
        kind=st.sampled_from([None, *CONCESSION_KINDS]),
        cost=st.none() | money,
        got_in_return=st.sampled_from([None, " ", "A visit"]),
        opportunity_id=st.sampled_from([None, "D1", "D9"]),
        order_id=st.sampled_from([None, "O"]),
    ),
    "quotes": _rows(
        4,
        quote_id=st.just("Q"),
        version=st.sampled_from([1, 2, 3]),
        account_id=st.just("A"),
        opportunity_id=st.sampled_from([None, "D1"]),
        quoted_on=days,
        price=st.none() | money,
        currency=st.sampled_from([None, "EUR", "USD"]),
        valid_until=st.none() | days,
        official=st.sampled_from([None, True, False]),
    ),
    "competitors": _rows(
        5,
        account_id=st.just("A"),
        competitor=st.sampled_from(["Brack", "Halle"]),
        product=st.sampled_from(["VX", "SK"]),
        as_of=days,
        share=chance,
        price=st.none() | money,
        opportunity_id=st.sampled_from([None, "D1", "D9"]),
    ),
    "expenses": _rows(
        3, expense_id=st.just("X"), account_id=st.just("A"), spent_on=days, amount=money,
        currency=st.sampled_from(["EUR", "USD"]),
    ),
    "requirements": _rows(
        6, requirement_id=st.just("R"), account_id=st.just("A"), text=st.just("T"), stated_on=days, met_on=maybe_day,
        met=st.sampled_from([None, True, False]), in_scope=st.sampled_from([None, True, False]),
    ),
}  # fmt: skip
CURRENCY = st.sampled_from(["EUR", "EUR", "USD", "GBP"])
TABLES |= {
    "contracts": _rows(
        2,
        contract_id=st.sampled_from(["K1", "K2"]),
        account_id=st.just("A"),
        signed_on=days,
        ends_on=maybe_day,
        amount=st.none() | money,
        currency=st.none() | CURRENCY,
        lots=st.sampled_from([None, 1, 3]),
        obligations=st.sampled_from([None, "training"]),
    ).map(lambda rows: list({row["contract_id"]: row for row in rows}.values())),
    "shipments": _rows(
        4,
        shipment_id=st.integers(0, 99).map(str),
        account_id=st.just("A"),
        order_id=st.sampled_from([None, "O"]),
        line=st.sampled_from([None, "1"]),
        item_id=st.sampled_from([None, "I"]),
        contract_id=st.sampled_from([None, "K1"]),
        lot=st.sampled_from([None, 1, 2]),
        quantity=st.none() | money,
        promised_on=maybe_day,
        shipped_on=maybe_day,
        arrived_on=maybe_day,
    ),
    "invoices": _rows(
        4,
        invoice_id=st.sampled_from(["R1", "R2", "R3"]),
        account_id=st.just("A"),
        contract_id=st.sampled_from([None, "K1", "K9"]),
        issued_on=days,
        due_on=maybe_day,
        amount=st.sampled_from([-5.0, 0.0, 0.01, 12.5, 1e6]),
        currency=CURRENCY,
    ).map(lambda rows: list({row["invoice_id"]: row for row in rows}.values())),
    "payments": _rows(
        4,
        payment_id=st.integers(0, 99).map(str),
        account_id=st.just("A"),
        invoice_id=st.sampled_from([None, "R1", "R2", "R9"]),
        paid_on=days,
        amount=st.sampled_from([-5.0, 0.01, 12.5]),
        currency=CURRENCY,
    ),
    "fx_rates": _rows(2, currency=st.just("USD"), date=days, rate=st.sampled_from([0.5, 0.9])),
    "claims": _rows(
        3,
        claim_id=st.integers(0, 99).map(str),
        account_id=st.just("A"),
        kind=st.sampled_from([None, "defect", "support"]),
        opened_on=days,
        first_reply_on=maybe_day,
        closed_on=maybe_day,
        cost=st.none() | money,
        quantity=st.none() | money,
    ),
    "sellout": _rows(
        8,
        account_id=st.just("A"),
        item_id=st.sampled_from(["I", "J"]),
        month=days,
        quantity=st.sampled_from([None, -1.0, 0.0, 8.0]),
        stock=st.sampled_from([None, -1.0, 0.0, 40.0]),
        reported_on=maybe_day,
    ),
    "installed_base": _rows(
        3,
        installation_id=st.integers(0, 99).map(str),
        account_id=st.just("A"),
        item_id=st.sampled_from([None, "I"]),
        competitor=st.sampled_from([None, "Rival"]),
        product=st.sampled_from([None, "pump"]),
        end_customer=st.sampled_from([None, "Officine"]),
        quantity=st.none() | money,
        installed_on=maybe_day,
        life_months=st.sampled_from([None, 0.0, 7.5, 12.0, 1e9]),
        failure_cost=st.none() | money,
        removed_on=maybe_day,
    ),
    "account_facts": _rows(
        2,
        fact_id=st.integers(0, 99).map(str),
        account_id=st.just("A"),
        topic=st.sampled_from(["item", "status"]),
        item_id=st.sampled_from([None, "I"]),
        value=st.just("Because"),
        as_of=days,
    ),
}
deal = st.sampled_from([None, "D1", "D9"])
person = st.sampled_from([None, "C1", "C9"])
TABLES |= {
    "meetings": _rows(3, meeting_id=st.sampled_from(["M1", "M2"]), account_id=st.just("A"), opportunity_id=deal,
                      planned_on=days, held_on=maybe_day, status=st.sampled_from([None, "held", "cancelled"]),
                      our_goal=st.sampled_from([None, " ", "A date"]), contact_id=person, plan_due=maybe_day,
                      plan_received=maybe_day),
    "requirements": _rows(4, requirement_id=st.sampled_from(["R1", "R2"]), account_id=st.just("A"),
                          opportunity_id=deal, text=st.sampled_from(["stock of 3", "stock of 4", "7"]),
                          stated_on=days, owner_id=st.sampled_from([None, "E1"]), due_on=maybe_day,
                          effort_days=st.none() | money, answered_on=maybe_day, response=st.none()),
    "employees": st.just([{"employee_id": "E1", "name": "Keller", "function": "sales", "team": "T"}]),
    "capacity": _rows(3, team=st.just("T"), function=st.sampled_from([None, "sales"]), starts_on=days, ends_on=days,
                      free_days=money, as_of=days),
    "questions": _rows(3, question_id=st.sampled_from(["Q1", "Q2"]), account_id=st.just("A"), opportunity_id=deal,
                       gap_field=st.sampled_from([None, "opportunities.budget_status"]), text=st.just("Which?"),
                       raised_on=days, asked_on=maybe_day, answer=st.sampled_from([None, "none"]),
                       answered_on=maybe_day),
    "success_stories": _rows(3, story_id=st.just("S"), happened_on=days, vertical=st.sampled_from([None, "food"]),
                             product=st.sampled_from([None, "VX"]), shareable=st.sampled_from([None, True, False])),
    "materials_shown": _rows(4, shown_id=st.just("S"), account_id=st.just("A"), contact_id=person, shown_on=days,
                             document=st.just("Sample VX"), topic=st.sampled_from([None, "valves"])),
    "arguments": _rows(3, argument_id=st.sampled_from(["1", "2"]), used_on=days, product=st.sampled_from([None, "VX"]),
                       text=st.just("Less weight"), result=st.sampled_from([None, "led to the test", "no effect"])),
    "contact_events": _rows(4, event_id=st.sampled_from(["1", "2"]), account_id=st.just("A"), met_on=days,
                            contact_id=person, opportunity_id=deal, heard=st.sampled_from([None, "VX valves", "3"]),
                            worry=st.sampled_from([None, "late"])),
    "installed_base": _rows(3, installation_id=st.just("I"), account_id=st.just("A"),
                            item_id=st.sampled_from([None, "I", "X"]), competitor=st.sampled_from([None, "Ironcrest"]),
                            installed_on=maybe_day, life_months=st.none() | money, failure_cost=st.none() | money),
    "scenarios": _rows(4, scenario_id=st.sampled_from(["1", "2"]), account_id=st.just("A"), opportunity_id=deal,
                       kind=st.sampled_from(["A", "B", "exit", "after"]), set_on=days, happened_on=maybe_day,
                       review_on=maybe_day),
    "lessons": _rows(4, lesson_id=st.sampled_from(["1", "2", "3"]), learned_on=days, text=st.just("Test first"),
                     market=st.sampled_from([None, "food"]), recurrence_of=st.sampled_from([None, "1", "2", "9"]),
                     still_valid=st.sampled_from([None, True, False]), reviewed_on=maybe_day),
}  # fmt: skip
OWN = {"account_id": st.just("A"), "opportunity_id": st.sampled_from([None, "D1", "D2"])}
TABLES |= {
    "quotes": _rows(
        4,
        **OWN,
        quote_id=st.just("Q"),
        version=st.integers(1, 3),
        quoted_on=days,
        price=st.none() | money,
        cost=st.none() | money,
        currency=st.sampled_from([None, "EUR", "USD"]),
    ),
    "fx_rates": _rows(3, currency=st.just("USD"), date=days, rate=st.sampled_from([0.001, 0.9, 1300.0])),
    "invoices": _rows(
        3,
        account_id=st.just("A"),
        invoice_id=st.sampled_from(["1", "2"]),
        issued_on=days,
        due_on=maybe_day,
        amount=money,
        currency=st.just("EUR"),
    ),
    "payments": _rows(
        3,
        account_id=st.just("A"),
        payment_id=st.just("P"),
        invoice_id=st.sampled_from([None, "1"]),
        paid_on=days,
        amount=money,
        currency=st.just("EUR"),
    ),
    "concessions": _rows(2, **OWN, concession_id=st.just("G"), granted_on=days, cost=st.none() | money),
    "commitments": _rows(
        3,
        account_id=st.just("A"),
        commitment_id=st.sampled_from(["1", "2"]),
        side=st.sampled_from(["ours", "theirs"]),
        text=st.just("Text"),
        made_on=days,
        due_on=maybe_day,
        done_on=maybe_day,
    ),
    "contact_events": _rows(
        3,
        account_id=st.just("A"),
        event_id=st.sampled_from(["1", "2"]),
        met_on=days,
        employee_id=st.sampled_from([None, "E1"]),
        contact_id=st.sampled_from([None, "C1", "C9"]),
        other_contacts=st.sampled_from([None, "C2;"]),
    ),
    "lessons": _rows(
        3,
        lesson_id=st.sampled_from(["1", "2"]),
        learned_on=days,
        market=st.just("food"),
        text=st.just("Text"),
        recurrence_of=st.sampled_from([None, "1"]),
        still_valid=st.sampled_from([None, False]),
        reviewed_on=maybe_day,
    ),
    "proposal_checks": _rows(
        3,
        opportunity_id=st.just("D1"),
        question=st.sampled_from(["profit", "solution"]),
        checked_on=days,
        answer=st.sampled_from([None, "yes", "no"]),
    ),
}
TABLES["customer_statements"] = _rows(
    4,
    statement_id=st.sampled_from(["1", "2", "3", "4"]),
    account_id=st.just("A"),
    contact_id=person,
    said_on=days,
    topic=st.sampled_from([None, "order_amount", "quantity", "budget", "order_date", "payment_date", "other"]),
    text=prose,
    value=amount,
    value_on=maybe_day,
    horizon=maybe_day,
    actual_value=amount,
    actual_on=maybe_day,
    checked_on=maybe_day,
)

BOOK = st.fixed_dictionaries(
    {"order_lines": TABLES["order_lines"]}, optional={k: v for k, v in TABLES.items() if k != "order_lines"}
)


def _predictions(as_of):
    future = st.sampled_from([pd.NaT, as_of - pd.Timedelta(days=40), as_of + pd.Timedelta(days=12)])
    columns = {
        name: chance
        for name in ("p_no_order", "p_no_order_lo", "p_naive", "typical_amount", "typical_lo", "share_of_sales")
    }
    columns |= {
        name: future for name in ("next_order_p10", "next_order_p50", "next_order_p90", "rhythm_p50", "rhythm_p90")
    }
    columns |= {"shown": st.sampled_from(["model", "naive", "none"]), "revenue_365": chance}
    row = st.fixed_dictionaries(columns)
    return row.map(
        lambda one: pd.DataFrame([one]).assign(
            account_id="A", as_of=as_of, horizon_days=90, ladder="rates", orders=3, reasons='[{"code": "recency"}]'
        )
    )


DEALS = st.fixed_dictionaries({"D1": chance, "D2": chance}).map(
    lambda odds: pd.DataFrame(
        {"opportunity_id": list(odds), "p_win": pd.Series(list(odds.values()), dtype="float64")}
    ).assign(account_id="A", as_of=AS_OF, shown="model", ladder="rates", reasons="[]", close_p50=pd.NaT)
)


def assert_plain(found, path=""):
    """Every value is of a plain type and finite."""
    if is_dataclass(found):
        for field in fields(found):
            assert_plain(getattr(found, field.name), f"{path}.{field.name}")
    elif isinstance(found, (tuple, list)):
        for n, one in enumerate(found):
            assert_plain(one, f"{path}[{n}]")
    elif isinstance(found, Mapping):
        for name, one in found.items():
            assert_plain(one, f"{path}[{name}]")
    else:
        assert isinstance(found, PLAIN) and not isinstance(found, np.generic), f"{path} is {type(found)}"
        assert found is None or not pd.isna(found), f"{path} is {found}"
        assert not isinstance(found, float) or math.isfinite(found), f"{path} is {found}"


STRATEGY = (goals, scenarios, risks, markets, wants, problems, known_facts, partners, routes, their_word)
STRATEGY = (goals, scenarios, risks, markets, wants, problems, known_facts, partners, routes, standings)


def judge(view, accounts, deals, history):
    """Every judgement of an account."""
    roles, offers = coverage(view), open_deals(view, deals)
    ahead, danger, pace = next_order(view, accounts), risk(view, accounts, history), rhythm(view)
    bought, changed, revenue = (
        assortment(view),
        changes(view, accounts=accounts, deals=deals, account_history=history),
        months(view),
    )
    before = coverage(view.at(view.as_of - pd.Timedelta(days=31)))
    owed, rivals, earned = promises(view), competition(view), margins(view)
    year = next_year(view, None)
    return [
        owed,
        rivals,
        against_target(view, year, deals=offers, coming=ahead, bought=bought, agreed=owed.month),
        concessions(view, earned),
        power(view, rivals, earned=earned, of_sales=profile(view, accounts).share_of_sales),
        worth_to_them(view, margins=earned, roles=roles, promises=owed),
        swot(
            view,
            months=revenue,
            roles=roles,
            promises=owed,
            competition=rivals,
            installed=installed(view),
            risks=risks(view),
        ),
        profile(view, accounts),
        revenue,
        roles,
        offers,
        ahead,
        danger,
        pace,
        bought,
        changed,
        earned,
        fiscal(view),
        closures(view),
        occasions(view, bought=bought, closed=closures(view), year=fiscal(view), due=ahead.p50),
        cash(view),
        service(view),
        channel(view, due=ahead.p50),
        installed(view),
        said(view, history),
        next_actions(view, roles, before),
        questions(view, coverage=roles, deals=offers, next_order=ahead, risk=danger, assortment=bought),
        gaps(view, risk=danger, deals=offers),
        lead(
            view,
            profile=profile(view),
            months=revenue,
            rhythm=pace,
            next_order=ahead,
            risk=danger,
            coverage=roles,
            deals=offers,
            changes=changed,
        ),
        calls(view, accounts, history),
        *(judged(view) for judged in STRATEGY),
        *judge_brief(view, roles, offers, ahead, danger, changed, revenue),
        profit(view, None),
        handed_over(
            view,
            profile=profile(view, accounts),
            coverage=roles,
            months=revenue,
            rhythm=pace,
            next_order=ahead,
            risk=danger,
            deals=offers,
            margins=margins(view),
            fiscal=fiscal(view),
            competition=competition(view),
            cash=cash(view),
        ),
        *(profit(view, deal, draws=50) for deal in view.table("opportunities")["opportunity_id"]),
        *(readiness(view, deal) for deal in (None, "D1")),
    ]


def judge_brief(view, roles, offers, ahead, danger, changed, revenue):
    """Every judgement of a meeting about deal D1."""
    who, met, asks = contest(view, "D1"), next_meeting(view, "D1"), register(view, "D1")
    family = who.family if who else None
    library = arguments(view, "VX")
    people = room(view, roles, key=who.key_contact_id if who else None, leads=met.contact_id, arguments=library)
    computed = questions(view, coverage=roles, deals=offers, next_order=ahead, risk=danger, most=None)
    found = {
        "contest": who,
        "meeting": met,
        "register": asks,
        "staying": staying(view, family=family, price=who.amount if who else None),
        "stories": stories(view, "VX"),
        "arguments": library,
        "room": people,
        "exposure": exposure(view, room=people.contacts, family=family_words(view, "VX")),
        "fallback": fallback(view, "D1"),
        "lessons": lessons(view, "VX"),
        "inquiries": inquiries(computed, asked(view, "D1")),
    }
    deal = next((one for one in offers.deals if one.opportunity_id == "D1"), None)
    return [
        workload(view, asks),
        *deciders_left(view, roles, view.as_of - pd.Timedelta(days=92), key="C1"),
        old_notes(view, about={"vx", "valve"}, deal="D1", room=people.contacts),
        points(changes=changed, months=revenue, deal=deal, **found),
        *(one for one in found.values() if one is not None),
    ]


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=BOOK,
    accounts=st.none() | _predictions(AS_OF),
    deals=st.none() | DEALS,
    history=st.none() | _predictions(pd.Timestamp("2026-09-30")),
)
def test_every_judgement_is_plain_and_finite(rows, accounts, deals, history):
    view = MemoryView(AS_OF, rows, account_id="A")
    for found in judge(view, accounts, deals, history):
        assert_plain(found, type(found).__name__)
