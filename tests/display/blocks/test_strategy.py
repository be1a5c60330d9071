"""What the sections about goals, scenarios and the rest share: escaping, folds, and sentences of their actions."""

import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.goals import goals
from accountbook.display.blocks.known_facts import known_facts
from accountbook.display.blocks.markets import markets
from accountbook.display.blocks.partners import partners
from accountbook.display.blocks.problems import problems
from accountbook.display.blocks.risk_register import risk_register
from accountbook.display.blocks.routes import routes
from accountbook.display.blocks.scenarios import scenarios
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.short import change_short
from accountbook.display.blocks.wants import wants
from accountbook.display.page import Fold
from accountbook.planning.goals import goals as judge_goals
from accountbook.planning.known_facts import known_facts as judge_facts
from accountbook.planning.markets import markets as judge_markets
from accountbook.planning.memory import MemoryView
from accountbook.planning.partners import partners as judge_partners
from accountbook.planning.problems import problems as judge_problems
from accountbook.planning.risks import risks as judge_risks
from accountbook.planning.routes import routes as judge_routes
from accountbook.planning.scenarios import scenarios as judge_scenarios
from accountbook.planning.wants import wants as judge_wants

BAD = "<img src=x onerror=alert(1)>"
EVIL = {
    "goals": [
        {"goal_id": "G", "version": 1, "account_id": "A", "level": "supply", "text": BAD, "metric": BAD, "target": 2.5,
         "set_on": "2026-01-01", "due_on": "2026-12-31", "why_changed": BAD}
    ],
    "strategies": [
        {"strategy_id": "S", "version": 1, "account_id": "A", "goal_id": "G", "set_on": "2026-01-01", "scope": BAD,
         "text": BAD}
    ],
    "opportunities": [{"opportunity_id": "D", "account_id": "A", "name": BAD, "created_on": "2026-01-01"}],
    "scenarios": [
        {"scenario_id": "S", "account_id": "A", "opportunity_id": "D", "kind": "B", "set_on": "2026-01-01",
         "trigger": BAD, "action": BAD, "happened_on": "2026-10-20"}
    ],
    "risks": [{"risk_id": "R", "account_id": "A", "text": BAD, "noted_on": "2026-01-01", "opportunity_id": "D"}],
    "decisions": [
        {"decision_id": "1", "account_id": "A", "decided_on": "2026-01-01", "intent": BAD, "feasible": True, "how": BAD}
    ],
    "account_facts": [
        {"fact_id": topic, "account_id": "A", "topic": topic, "value": BAD, "as_of": "2026-10-01", "told_by": BAD}
        for topic in ("intent", "problem", "status")
    ],
    "voices": [
        {"voice_id": "V", "account_id": "A", "said_on": "2026-10-01", "type": "worry", "text": BAD, "goal_id": "G",
         "contact_id": "C"}
    ],
    "contacts": [{"contact_id": "C", "account_id": "A", "name": BAD}],
    "markets": [
        {"account_id": "A", "market": BAD, "as_of": "2026-10-01", "status": "wants", "evidence": BAD,
         "our_capability": BAD}
    ],
    "partner_links": [
        {"account_id": "A", "partner": BAD, "as_of": "2026-10-01", "role": BAD, "our_relation": BAD,
         "their_approach": BAD}
    ],
    "routes": [
        {"account_id": "A", "product": BAD, "as_of": "2026-10-01", "aida_stage": "desire", "route": BAD,
         "next_step": BAD, "due_on": "2026-11-14"}
    ],
}  # fmt: skip
BLOCKS = {
    goals: judge_goals,
    scenarios: judge_scenarios,
    risk_register: judge_risks,
    wants: judge_wants,
    problems: judge_problems,
    markets: judge_markets,
    routes: judge_routes,
    partners: judge_partners,
    known_facts: judge_facts,
}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_A2_what_people_wrote_is_escaped(block, t):
    html = str(block(BLOCKS[block](MemoryView("2026-10-31", EVIL, account_id="A")), t))
    assert "&lt;img" in html and "<img" not in html


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_a_missing_table_leaves_the_section_out_and_an_empty_one_folds_it(block, t):
    assert block(BLOCKS[block](MemoryView("2026-10-31", {"order_lines": []}, account_id="A")), t) is None
    empty = MemoryView("2026-10-31", {name: [] for name in EVIL}, account_id="A")
    assert isinstance(block(BLOCKS[block](empty), t), Fold)


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("overdue_goal", {"text": "Two joint projects", "level": "supply", "due": "2026-09-30", "days": 31},
         "Set a new day for a goal or drop it: Two joint projects, due 30 Sep"),
        ("scenario_act", {"kind": "B", "deal": "Line 38", "action": "Offer the spare parts", "on": "2026-10-04",
                          "code": "lost", "signal": {}},
         "Plan B for Line 38: Offer the spare parts"),
        ("scenario_act", {"kind": "exit", "deal": None, "action": "Spare parts only", "on": "2026-10-04",
                          "code": None, "signal": {}},
         "Exit is due: Spare parts only"),
        ("review_scenario", {"kind": "B", "deal": "Line 38", "action": "x", "on": "2026-10-04", "code": "pushed",
                             "signal": {"times": 2, "days": 70}},
         "Say whether plan B for Line 38 is due: pushed 2 times, by 70 days"),
        ("review_scenario", {"kind": "after", "deal": None, "action": "x", "on": None, "code": None, "signal": {}},
         "Look at what comes after again: its review day passed"),
        ("review_risk", {"text": "Two sources", "review_on": "2026-10-01", "cost": 10e3, "deal": None},
         "Look at the risk “Two sources” again, due 1 Oct"),
        ("decide", {"intent": "Wants stock at the gate", "on": "2026-10-06"},
         "Decide whether we can, and say so: Wants stock at the gate"),
        ("renew_facts", {"topics": ("status", "insiders"), "on": None}, "Ask again: status and how they decide"),
        ("route_step", {"product": "VX", "stage": "desire", "step": "Bring a sample", "due": "2026-11-14"},
         "VX: Bring a sample"),
    ],
)  # fmt: skip
def test_every_action_has_its_sentence(code, facts, said, t, day):
    facts = {
        name: day(value) if name in ("due", "on", "review_on") and value else value for name, value in facts.items()
    }
    assert action_sentence(code, facts, t) == said


@pytest.mark.parametrize(
    ("code", "facts", "said", "short"),
    [
        ("goal_changed", {"how": "lowered", "level": "development_partner", "text": "x", "why": None},
         "Goal lowered on 12 Oct: development partner", "Goal changed"),
        ("goal_changed", {"how": "reached", "level": "supply", "text": "x", "why": None},
         "Goal reached on 12 Oct: supplier", "Goal reached"),
        ("trigger_met", {"kind": "B", "deal": "Line 38", "code": None, "signal": {}, "action": "x"},
         "Plan B for Line 38 is due since 12 Oct", "Plan B due"),
        ("trigger_met", {"kind": "B", "deal": None, "code": "silent", "signal": {"days": 95, "gap": 42.0},
                         "action": "x"},
         "No order for 95 days, usually every 42; is plan B due?", "Is plan B due?"),
        ("market_changed", {"market": "robots", "was": "avoids", "now": "wants"},
         "robots: from “avoids it” to “wants in” on 12 Oct", "robots: wants in"),
        ("market_changed", {"market": "robots", "was": None, "now": "in"}, "robots, new on 12 Oct: “in it”",
         "robots: in it"),
        ("decided", {"intent": "Wants stock", "outcome": "gave_up", "how": None, "reason": "Below our cost"},
         "“Wants stock”: given up on 12 Oct, below our cost", "A request given up"),
        ("decided", {"intent": "Wants stock", "outcome": "do", "how": "On call-off", "reason": None},
         "“Wants stock”: yes, decided 12 Oct, on call-off", "A request decided"),
        ("fact_new", {"topic": "finances", "text": "Profit of 7 million", "source": "press"},
         "Finances, 12 Oct: Profit of 7 million", "News: finances"),
    ],
)  # fmt: skip
def test_every_piece_of_news_has_its_sentences(code, facts, said, short, t, day):
    facts = {**facts, "on": day("2026-10-12")}
    assert (change_sentence(code, facts, t), change_short(code, facts, t)) == (said, short)
