"""In the made-up company each of these changes a named action or line of a plan, and is gone without its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.planning.goals import goals
from accountbook.planning.known_facts import known_facts
from accountbook.planning.markets import markets
from accountbook.planning.partners import partners
from accountbook.planning.problems import problems
from accountbook.planning.risks import risks
from accountbook.planning.routes import routes
from accountbook.planning.scenarios import scenarios
from accountbook.planning.their_word import their_word
from accountbook.planning.wants import wants

AS_OF = pd.Timestamp("2026-10-31")


class Without:
    """A view in which some rows of a table are not there."""

    def __init__(self, view: Any, name: str, gone: Callable[[pd.DataFrame], pd.Series]) -> None:
        self._view, self._name, self._gone = view, name, gone

    def table(self, name: str) -> pd.DataFrame:
        rows = self._view.table(name)
        return rows[~self._gone(rows)] if name == self._name else rows

    def at(self, as_of: pd.Timestamp) -> Without:
        return Without(self._view.at(as_of), self._name, self._gone)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._view, name)


@pytest.fixture(scope="module")
def slices(demo_book) -> list[Book]:
    whole = Book.open(demo_book, AS_OF)
    return [whole.account(number) for number in sorted(whole.table("accounts")["account_id"])]


def asked(judge: Callable[[Any], Any], slices: list[Book], code: str) -> Iterator[tuple[Book, Any]]:
    """Accounts at which the judgement asks for it, with the action."""
    for one in slices:
        for action in judge(one).actions:
            if action.does.code == code:
                yield one, action


def codes(judged: Any) -> list[tuple[str, Any]]:
    return [(one.does.code, one.does.facts.get("text") or one.does.facts.get("action")) for one in judged.actions]


def test_cap_11_an_overdue_goal_is_an_action_until_it_is_dropped(slices):
    account, action = next(asked(goals, slices, "overdue_goal"))
    text = action.does.facts["text"]
    assert action.does.facts["due"] < AS_OF
    without = Without(account, "goals", lambda rows: rows["text"] == text)
    assert ("overdue_goal", text) in codes(goals(account))
    assert ("overdue_goal", text) not in codes(goals(without))


def test_cap_19_a_version_of_the_goal_stands_beside_the_strategy_of_its_time(slices):
    moved = [
        (account, step)
        for account in slices
        for goal in goals(account).goals
        for step in goal.steps
        if step.version > 1 and step.new_strategy and step.why
    ]
    account, step = moved[0]
    rows = account.table("strategies")
    mine = rows[(rows["goal_id"] == step.goal_id) & (rows["set_on"] >= step.set_on)]
    assert step.scope in set(mine["scope"])
    without = Without(account, "strategies", lambda rows: rows["set_on"] >= step.set_on)
    again = [
        one
        for goal in goals(without).goals
        for one in goal.steps
        if (one.goal_id, one.version) == (step.goal_id, step.version)
    ]
    assert [one.new_strategy for one in again] == [False]


@pytest.mark.parametrize("code", ["scenario_act", "review_scenario"])
def test_caps_5_6_a_scenario_that_is_due_or_to_be_looked_at_is_an_action(slices, code):
    account, action = next(asked(scenarios, slices, code))
    text = action.does.facts["action"]
    without = Without(account, "scenarios", lambda rows: rows["action"] == text)
    assert (code, text) in codes(scenarios(account))
    assert (code, text) not in codes(scenarios(without))


def test_cap_6_a_sign_in_the_data_asks_whether_plan_b_is_due(slices):
    account, action = next(
        (account, action)
        for account, action in asked(scenarios, slices, "review_scenario")
        if action.does.facts["code"]
    )
    # without the scenarios' deals, people and orders nothing shows a sign
    quiet = SimpleNamespace(slots=())
    pace = SimpleNamespace(state="none", gap=None, last=None, silence=None)
    nothing = SimpleNamespace(deals=())
    silent = Without(account, "contracts", lambda rows: rows["contract_id"].notna())
    found = scenarios(silent, deals=nothing, roles=quiet, pace=pace)
    assert action.does.facts["code"] not in [one.does.facts["code"] for one in found.actions]


def test_cap_7_what_comes_after_stands_in_the_table_with_its_trigger(slices):
    account, one = next(
        (account, one) for account in slices for one in scenarios(account).scenarios if one.kind == "after"
    )
    rows = account.table("scenarios").set_index("scenario_id")
    assert (one.trigger, one.action) == (rows.loc[one.scenario_id, "trigger"], rows.loc[one.scenario_id, "action"])
    without = Without(account, "scenarios", lambda rows: rows["kind"] == "after")
    assert "after" not in [each.kind for each in scenarios(without).scenarios]


def test_cap_5_a_risk_past_its_review_is_an_action(slices):
    account, action = next(asked(risks, slices, "review_risk"))
    text = action.does.facts["text"]
    assert ("review_risk", text) not in codes(risks(Without(account, "risks", lambda rows: rows["text"] == text)))


def test_cap_25_an_intent_that_nobody_decided_is_an_action(slices):
    account, action = next(asked(wants, slices, "decide"))
    intent = action.does.facts["intent"]
    without = Without(account, "account_facts", lambda rows: rows["value"] == intent)
    assert intent not in [one.does.facts.get("intent") for one in wants(without).actions]


def test_cap_85_stale_topics_are_an_action(slices):
    account, action = next(asked(known_facts, slices, "renew_facts"))
    assert 1 <= len(action.does.facts["topics"]) <= 3
    # were everything known since yesterday, nothing would be asked
    fresh = account.table("account_facts").iloc[:1]
    rows = pd.concat([fresh] * 6).assign(
        topic=["status", "outlook", "finances", "running_deals", "organisation", "insiders"], as_of=AS_OF
    )
    known = Without(account, "", lambda rows: rows)
    known.table = lambda name: rows if name == "account_facts" else account.table(name)
    assert known_facts(known).actions == ()


def test_cap_54_a_step_of_a_route_is_an_action(slices):
    account, action = next(asked(routes, slices, "route_step"))
    product = action.does.facts["product"]
    without = Without(account, "routes", lambda rows: rows["product"] == product)
    assert product not in [one.does.facts["product"] for one in routes(without).actions]


def test_cap_14_a_market_that_they_want_and_we_can_serve_is_the_finding(slices):
    account, found = next(
        (account, found) for account in slices if (found := markets(account).finding) and found.code == "open_door"
    )
    market = found.facts["market"]
    without = markets(Without(account, "markets", lambda rows: rows["market"] == market)).finding
    assert without is None or without.facts["market"] != market


def test_cap_15_a_problem_that_touches_a_goal_is_the_finding(slices):
    account, found = next(
        (account, found) for account in slices if (found := problems(account).finding) and found.code == "tied"
    )
    without = Without(account, "voices", lambda rows: rows["goal_id"].notna())
    assert found.facts["goal"]
    after = problems(without).finding
    assert after is None or after.code != "tied"


def test_cap_9_how_we_stand_to_a_partner_changed_is_the_finding(slices):
    account, found = next(
        (account, found) for account in slices if (found := partners(account).finding) and found.code == "turned"
    )
    name, was = found.facts["partner"], found.facts["was"]
    assert was in set(account.table("partner_links").loc[lambda rows: rows["partner"] == name, "our_relation"])
    without = partners(Without(account, "partner_links", lambda rows: rows["partner"] == name)).finding
    assert without is None or without.facts["partner"] != name


@pytest.mark.parametrize(
    ("judge", "code", "table"),
    [
        pytest.param(markets, "bring_capability", "markets", id="cap 14"),
        pytest.param(problems, "answer_problem", "voices", id="cap 15"),
        pytest.param(partners, "ask_partner", "partner_links", id="cap 9"),
        pytest.param(goals, "renew_strategy", "goals", id="cap 19"),
        pytest.param(their_word, "check_statement", "customer_statements", id="cap 43"),
    ],
)
def test_cap_9_14_15_19_43_each_is_a_named_action_and_none_without_its_rows(slices, judge, code, table):
    book, action = next(asked(judge, slices, code))
    without = Without(book, table, lambda rows: pd.Series(True, index=rows.index))
    assert action.does not in [one.does for one in judge(without).actions]
