"""Questions: what the answer changes."""

import pandas as pd
import pytest

from accountbook.display.blocks.ask import question_sentence, questions_finding, three_questions
from accountbook.planning.finding import Finding
from accountbook.planning.questions import Question, Questions


def _asked(code, moves, size, *, money=17.4e3, **facts):
    return Question(Finding(code, {"ask": None, "ours": None, **facts}), moves, size, money, code)


def test_cap_3_the_question_whose_answer_changes_most_stands_first(t, read):
    since = pd.Timestamp("2026-10-09")
    first = _asked(
        "who_fills_role", "risk", 4.2, role="Head of purchasing", decides=True, since=since, ask="Luca Bonardi"
    )
    second = _asked("budget", "odds", 19.0, deal="Line 4", amount=96e3, p=0.38, p_yes=0.57, p_no=0.19)
    judged = Questions((first, second), 1)
    assert questions_finding(judged, t) == "The first answer moves the risk by 4 points"
    text = read(three_questions(judged, t))
    assert "Who is head of purchasing since 9 Oct? Moves the order risk by 4 points; ask Luca Bonardi" in text
    assert "Is the budget for Line 4 approved, and for which year? Odds become 57% or 19%" in text
    assert "1 more question is open." in text


def test_cap_3_what_the_answer_moves_is_told_with_what_it_is_a_part_of(t, read):
    judged = Questions((_asked("late_order", "money", 46e3, due=pd.Timestamp("2026-10-20"), days_late=11),), 0)
    assert questions_finding(judged, t) == "The first answer moves about EUR 17k of EUR 46k"
    assert "What became of the order that was due around 20 Oct? Moves about EUR 17k of EUR 46k" in read(
        three_questions(judged, t)
    )


def test_what_is_ranked_by_more_than_is_shown_is_no_part_of_it(t, read):
    """Orders and open deals together rank a role; only the year's orders are named."""
    asked = _asked("who_fills_role", "money", 10e3, money=76e3, role="Planner", decides=True, stake="orders")
    judged = Questions((asked,), 0)
    assert questions_finding(judged, t) == "The first answer moves about EUR 76k"
    assert "Who is planner? Moves about EUR 76k" in read(three_questions(judged, t))


@pytest.mark.parametrize(
    ("facts", "size", "finding", "line"),
    [
        (
            {"stake": "orders"},
            406e3,
            "The first answer moves about EUR 17k of the EUR 406k ordered a year",
            "Moves about EUR 17k of the EUR 406k ordered a year",
        ),
        (
            {"stake": "asked"},
            290e3,
            "The first answer moves about EUR 17k of the EUR 290k asked in open deals",
            "Moves about EUR 17k of the EUR 290k asked in open deals",
        ),
        ({"stake": None, "decides": False}, None, "1 question is worth asking", "Who is planner?"),
    ],
)
def test_what_a_role_moves_is_named_and_never_orders_and_deals_together(t, read, facts, size, finding, line):
    judged = Questions((_asked("who_fills_role", "money", size, **{"role": "Planner", "decides": True} | facts),), 0)
    assert questions_finding(judged, t) == finding
    assert line in read(three_questions(judged, t))


def test_without_a_question_no_block_claims_that_all_is_answered(t):
    assert not three_questions(Questions((), 0), t)


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("why_negative", {"role": "CFO", "name": None}, "What would change the mind of the CFO?"),
        (
            "close",
            {"deal": "Line 4", "passed": pd.Timestamp("2026-10-17")},
            "Line 4 was to be decided by 17 Oct: when now?",
        ),
        ("channel", {"deal": "Line 4", "name": "Neri"}, "Who can bring us to Neri about Line 4?"),
        ("missing_item", {"item_id": "VX-240", "item": "valve"}, "Why was VX-240 valve not in the last order?"),
        ("fiscal_year_end", {"inferred": 3}, "Does your fiscal year end in March, as your orders suggest?"),
        ("key_person", {"deal": None}, "Who decides on the open deal?"),
    ],
)
def test_questions_are_asked_as_one_would_ask_them(t, code, facts, said):
    assert question_sentence(code, facts, t) == said


def test_A2_questions_are_escaped(t):
    name = "<img src=x onerror=alert(1)>"
    judged = Questions((_asked("budget", "money", 1e3, deal=name, ask=name),), 0)
    assert "<img" not in str(three_questions(judged, t))
