"""The sections "Scenarios" and "Risk register"."""

import pytest

from accountbook.display.blocks.risk_register import risk_register
from accountbook.display.blocks.scenarios import scenarios, scenarios_finding, signal_sentence
from accountbook.display.page import Fold
from accountbook.planning.finding import Finding
from accountbook.planning.memory import MemoryView
from accountbook.planning.risks import risks as judge_risks
from accountbook.planning.scenarios import scenarios as judge

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 38", "created_on": "2026-02-01", "outcome": "lost",
        "closed_on": "2026-10-04"}  # fmt: skip
PLAN = {"scenario_id": "S", "account_id": "A", "opportunity_id": "D", "kind": "B", "set_on": "2026-04-01",
        "trigger": "Price becomes the only question", "action": "Offer the spare parts",
        "review_on": "2026-10-20"}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("due", {"kind": "B", "deal": "Line 38", "code": "lost", "action": "offer the spare parts"},
         "Plan B is due: Line 38 was lost on 4 Oct; offer the spare parts"),
        ("due", {"kind": "B", "deal": "Line 38", "code": None, "action": "Offer the spare parts"},
         "Plan B for Line 38 is due since 4 Oct: Offer the spare parts"),
        ("due", {"kind": "exit", "deal": None, "code": None, "action": "Spare parts only"},
         "Exit is due since 4 Oct: Spare parts only"),
        ("due", {"kind": "after", "deal": None, "code": "paid", "signal": {"contract": "Line 4"},
                 "action": "Yearly check"},
         "Line 4 was paid in full on 4 Oct; next, as written: “Yearly check”"),
        ("signalled", {"kind": "B", "deal": "Line 38", "code": "pushed", "signal": {"times": 2, "days": 70},
                       "action": "x"},
         "Line 38: pushed 2 times, by 70 days; is plan B due?"),
        ("unplanned", {"deal": "Line 9", "asked": 60e3}, "Line 9 is doubtful and has no plan B, EUR 60k asked"),
        ("unreviewed", {"n": 3, "days": 85}, "3 scenarios were to be looked at again, the first 85 days ago"),
    ],
)  # fmt: skip
def test_cap_6_the_finding_is_what_is_due_and_what_to_do(code, facts, said, t, day):
    given = {"signal": {}, "on": day("2026-10-04"), **facts}
    assert scenarios_finding(Finding(code, given), t) == said


def test_cap_6_a_long_action_is_cut_to_the_room_of_a_heading(t, day):
    facts = {"kind": "B", "deal": "Line 38", "code": "lost", "signal": {}, "on": day("2026-10-04")}
    said = scenarios_finding(Finding("due", {**facts, "action": "Offer all the spare parts of the series " * 3}), t)
    assert said == "Plan B is due: Line 38 was lost on 4 Oct; Offer all the spare parts of the series Offer…"
    assert len(said) <= 90


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("cut", {"was": 60e3, "now": 45e3}, "amount cut from EUR 60k to 45k"),
        ("stalled", {"days": 152}, "nothing moved for 152 days"),
        ("past_close", {"days": 21}, "21 days past its close"),
        ("key_left", {"name": "Ferri"}, "Ferri, who decides, left on 4 Oct"),
        ("decider_left", {"name": None, "role": "Head of purchasing"},
         "the person known, head of purchasing, left on 4 Oct"),
        ("delivered", {"contract": "Line 4"}, "Line 4 was delivered on 4 Oct"),
    ],
)  # fmt: skip
def test_cap_6_each_sign_says_what_happened_and_when(code, facts, said, t, day):
    assert signal_sentence(code, facts, day("2026-10-04"), t) == said


def test_caps_5_7_the_trigger_as_written_stands_beside_what_the_data_say(t, read):
    view = MemoryView("2026-10-31", {"opportunities": [DEAL], "scenarios": [PLAN]}, account_id="A")
    text = read(scenarios(judge(view), t))
    assert text.startswith("Plan B is due: Line 38 was lost on 4 Oct; Offer the spare parts")
    assert "Plan B Line 38 Price becomes the only question ! Lost on 4 Oct" in text
    assert "20 Oct 11 days over" in text
    assert "Only a person can say whether a sign is the trigger. Scenarios of one deal exclude each other." in text


def test_cap_6_what_waits_is_one_folded_line(t):
    plan = {**PLAN, "opportunity_id": None, "review_on": None}
    found = scenarios(judge(MemoryView("2026-10-31", {"scenarios": [plan]}, account_id="A")), t)
    assert isinstance(found, Fold)
    assert (found.reason, "Price becomes" in str(found.body)) == (
        "no trigger came and the data show no sign of one",
        True,
    )


def test_cap_5_the_register_with_future_variables_apart_and_no_sum(t, read):
    risk = {"account_id": "A", "noted_on": "2026-03-01", "review_on": "2026-10-01"}
    rows = [
        {**risk, "risk_id": "1", "text": "Two sources", "probability": 0.25, "impact": 40e3},
        {
            **risk,
            "risk_id": "2",
            "text": "Price of steel",
            "probability": 0.4,
            "impact": 90e3,
            "kind": "future_variable",
        },
    ]
    html = risk_register(judge_risks(MemoryView("2026-10-31", {"risks": rows}, account_id="A")), t)
    text = read(html)
    assert text.startswith("2 entries are past their review; “Price of steel” for 30 days")
    assert "Two sources 25% 40 10" in text and "Price of steel 40% 90 36" in text
    assert text.index("May go either way:") < text.index("Price of steel 40%")
    assert "they are not added up" in text and "46" not in text


def test_cap_7_an_end_with_nothing_after_it_fits_a_heading(t, day):
    facts = {"contract": "Sensor change at plant 10, first delivery", "ends": day("2026-11-18")}
    said = scenarios_finding(Finding("no_after", facts), t)
    assert said == "Sensor change at plant 10… ends on 18 Nov, and nothing is written for what comes after"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("due", {"kind": "B", "code": None}),
        ("due", {"kind": "B", "code": "lost"}),
        ("due", {"kind": "after", "code": "delivered", "deal": None}),
        ("signalled", {"kind": "exit", "code": "decider_left", "deal": None}),
        ("unplanned", {"asked": 60e3}),
        ("no_after", {}),
    ],
)
def test_cap_6_a_finding_with_names_of_any_length_fits_a_heading(code, more, t, day):
    long = "any length " * 1_000
    facts = {"deal": long, "action": long, "contract": long, "on": day("2024-10-13"), "ends": day("2027-01-13"),
             "signal": {"contract": long, "name": long, "role": long}, **more}  # fmt: skip
    said = scenarios_finding(Finding(code, facts), t)
    assert len(said) <= 90 and "any length" in said.lower() and "…" in said
