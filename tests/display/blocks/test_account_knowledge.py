"""The sections "What they want", "Their problems", "Their markets", "Facts", "Shared partners" and "Routes"."""

import pytest

from accountbook.display.blocks.known_facts import facts_finding, known_facts
from accountbook.display.blocks.markets import markets, markets_finding
from accountbook.display.blocks.partners import partners, partners_finding
from accountbook.display.blocks.problems import problems, problems_finding
from accountbook.display.blocks.routes import routes, routes_finding
from accountbook.display.blocks.wants import wants, wants_finding
from accountbook.planning.finding import Finding
from accountbook.planning.known_facts import known_facts as judge_facts
from accountbook.planning.markets import markets as judge_markets
from accountbook.planning.memory import MemoryView
from accountbook.planning.partners import partners as judge_partners
from accountbook.planning.problems import problems as judge_problems
from accountbook.planning.routes import routes as judge_routes
from accountbook.planning.wants import wants as judge_wants

SAYS = [
    (wants_finding, "undecided", {"intent": "Wants stock", "n": 1}, "Undecided since 4 Oct: “Wants stock”"),
    (wants_finding, "undecided", {"intent": "Wants stock", "n": 3}, "Undecided since 4 Oct: “Wants stock”, and 2 more"),
    (wants_finding, "no_how", {"intent": "Wants stock"}, "We said yes to “Wants stock” on 4 Oct, and not how"),
    (wants_finding, "decided", {"intent": "Wants stock", "outcome": "gave_up", "reason": "OEM only", "how": None},
     "“Wants stock”: given up on 4 Oct, OEM only"),
    (problems_finding, "tied", {"text": "Stock too high", "n": 1, "open": 2},
     "Open since 4 Oct, and it touches our goal: “Stock too high”"),
    (problems_finding, "tied", {"text": "Stock too high", "n": 2, "open": 2},
     "2 open problems touch our goals; the first: “Stock too high”"),
    (problems_finding, "untied", {"text": "Lines stand", "n": 1, "loose": 1},
     "“Lines stand” is open since 4 Oct, tied to no goal that stands"),
    (problems_finding, "untied", {"text": "Lines stand", "n": 3, "loose": 3},
     "3 problems are open, none tied to a goal of ours: “Lines stand”"),
    (problems_finding, "untied", {"text": "Lines stand", "n": 3, "loose": 2},
     "3 problems are open, none tied to a goal that stands: “Lines stand”"),
    (markets_finding, "open_door", {"market": "robots", "capability": "test bench"},
     "They want into robots, and we can bring: test bench"),
    (markets_finding, "no_answer", {"market": "robots", "n": 1},
     "They want into robots, and we have noted nothing that we can bring"),
    (markets_finding, "no_answer", {"market": "robots", "n": 2},
     "They want into 2 markets, such as robots; nothing is noted that we can bring"),
    (markets_finding, "turned", {"market": "robots", "was": "wants", "now": "in"},
     "robots: from “wants in” to “in it” on 4 Oct"),
    (facts_finding, "newest", {"topic": "finances", "text": "Profit of 7 million"},
     "Finances, 4 Oct: Profit of 7 million"),
    (facts_finding, "stale", {"n": 5, "of": 6, "oldest": "outlook", "unknown": ("status",)},
     "5 of 6 main topics are unknown or stale; the oldest, outlook, is of October 2026"),
    (facts_finding, "stale", {"n": 5, "of": 6, "oldest": "outlook", "unknown": ()},
     "5 of 6 main topics are stale; the oldest, outlook, is of October 2026"),
    (facts_finding, "stale", {"n": 6, "of": 6, "oldest": None, "unknown": ("status",)},
     "Nothing is known of 6 of 6 main topics"),
    (partners_finding, "turned", {"partner": "Neri", "now": "they recommend us", "was": "no contact yet", "role": None},
     "Neri: “they recommend us”, noted 4 Oct; before “no contact yet”"),
    (partners_finding, "turned", {"partner": "Neri", "now": "they recommend us", "was": "no contact yet " * 4},
     "Neri: “they recommend us”, noted 4 Oct"),
    (partners_finding, "treated", {"partner": "Neri", "now": "pays late", "was": "asks first", "role": None},
     "How they treat Neri: “pays late”, before “asks first”"),
    (partners_finding, "new", {"partner": "Neri", "relation": "met once", "role": "bank"},
     "Their partner Neri: “met once”"),
    (routes_finding, "back", {"product": "VX", "was": "desire", "now": "interest"},
     "VX fell back from desire to interest on 4 Oct"),
    (routes_finding, "late", {"product": "VX", "step": "Bring a sample", "days": 30},
     "VX: “Bring a sample” is 30 days late"),
    (routes_finding, "stuck", {"product": "VX", "stage": "interest"}, "VX stands at “interest” since October 2026"),
    (routes_finding, "forward", {"product": "VX", "was": "interest", "now": "desire", "step": "bring a sample"},
     "VX moved from interest to desire; next by 14 Nov: bring a sample"),
    (routes_finding, "next", {"product": "VX", "stage": None, "step": None},
     "VX: no stage and no next step noted"),
]  # fmt: skip


@pytest.mark.parametrize(("say", "code", "facts", "said"), SAYS)
def test_caps_9_14_15_25_54_85_each_finding_says_the_thing_itself(say, code, facts, said, t, day):
    given = {"on": day("2026-10-04"), "since": day("2026-10-04"), "due": day("2026-11-14"), **facts}
    assert say(Finding(code, given), t) == said
    assert len(said) <= 90


def _view(**tables):
    return MemoryView("2026-10-31", tables, account_id="A")


def test_cap_25_what_nobody_decided_stands_above_what_was(t, read):
    facts = [{"fact_id": "F", "account_id": "A", "topic": "intent", "value": "Wants stock", "as_of": "2026-10-06"}]
    rows = [{"decision_id": "1", "account_id": "A", "decided_on": "2026-05-01", "intent": "Asks for drawings",
             "feasible": False, "give_up_reason": "Below our cost"}]  # fmt: skip
    text = read(wants(judge_wants(_view(account_facts=facts, decisions=rows)), t))
    assert text.index("Wants stock 6 Oct") < text.index("Asks for drawings 1 May No Below our cost")
    assert "nothing decided" in text


def test_cap_15_the_goal_that_a_problem_touches_or_that_it_touches_none(t, read):
    rows = [
        {"voice_id": "1", "account_id": "A", "said_on": "2026-10-01", "type": "worry", "text": "Stock too high",
         "goal_id": "G"},
        {"voice_id": "2", "account_id": "A", "said_on": "2026-10-01", "type": "need", "text": "Labels"},
    ]  # fmt: skip
    aim = {
        "goal_id": "G",
        "version": 1,
        "account_id": "A",
        "level": "supply",
        "set_on": "2026-01-01",
        "text": "All of it",
    }
    text = read(problems(judge_problems(_view(voices=rows, goals=[aim])), t))
    assert "Stock too high 1 Oct Worry 30 days All of it" in text
    assert "Labels 1 Oct Request 30 days !" in text.replace("\xa0", " ")


def test_cap_14_old_knowledge_is_in_orange_and_what_was_before_is_said(t, read):
    rows = [
        {"account_id": "A", "market": "robots", "as_of": "2024-10-01", "status": "avoids"},
        {
            "account_id": "A",
            "market": "robots",
            "as_of": "2025-10-01",
            "status": "wants",
            "our_capability": "test bench",
        },
    ]
    html = markets(judge_markets(_view(markets=rows)), t)
    assert "robots wants in before: avoids it !\xa01 Oct 2025 test bench" in read(html).replace("! ", "!\xa0")
    assert 'class="act"' in str(html)


def test_cap_85_the_age_the_source_and_what_is_unknown(t, read):
    rows = [{"fact_id": "1", "account_id": "A", "topic": "finances", "value": "Pays on time", "as_of": "2026-10-06",
             "told_by": "press"}]  # fmt: skip
    text = read(known_facts(judge_facts(_view(account_facts=rows)), t))
    assert text.startswith("Finances, 6 Oct: Pays on time")
    assert "Finances Pays on time 6 Oct 25 days press" in text
    assert "Nothing was ever noted of: status, outlook, running deals, organisation and how they decide." in text


def test_cap_9_no_news_of_partners_is_one_folded_line(t):
    row = {"account_id": "A", "partner": "Neri", "as_of": "2025-05-01"}
    found = partners(judge_partners(_view(partner_links=[row])), t)
    assert (found.name, found.reason) == ("Shared partners", "1, no news since May 2025")


def test_cap_54_a_dead_plan_is_one_folded_line(t):
    row = {"account_id": "A", "product": "VX", "as_of": "2025-01-20", "aida_stage": "desire", "due_on": "2025-03-01",
           "next_step": "Bring a sample"}  # fmt: skip
    found = routes(judge_routes(_view(routes=[row])), t)
    assert (found.reason, "Bring a sample" in str(found.body)) == ("no plan since January 2025", True)


LONG = [(say, code, {**facts, name: "any length " * 1_000}) for say, code, facts, _ in SAYS
        for name in facts if name in ("partner", "product", "market", "capability", "step", "now", "relation")
        and say in (partners_finding, routes_finding, markets_finding)
        and (name != "now" or say is partners_finding)]  # fmt: skip


@pytest.mark.parametrize(("say", "code", "facts"), LONG)
def test_a_finding_with_texts_of_any_length_fits_a_heading(say, code, facts, t, day):
    given = {"on": day("2026-10-04"), "since": day("2026-10-04"), "due": day("2026-11-14"), **facts}
    said = say(Finding(code, given), t)
    assert len(said) <= 90 and "any length" in said and "…" in said


def test_what_they_want_at_any_length_fits_a_heading(t, day):
    long = "any length " * 1_000
    for code, outcome in (("undecided", None), ("no_how", None), ("decided", "do"), ("decided", "gave_up")):
        facts = {"intent": long, "how": long, "reason": long, "outcome": outcome, "n": 2, "on": day("2025-04-14")}
        said = wants_finding(Finding(code, facts), t)
        assert len(said) <= 90 and "any length" in said and "…" in said
