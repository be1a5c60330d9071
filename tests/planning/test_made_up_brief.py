"""The brief about deals of the made-up company: each judgement changes a line that is named here."""

from __future__ import annotations

import pytest

from accountbook.book import Book
from accountbook.brief import Brief
from accountbook.plan import Plan

AS_OF = "2026-10-31"


class Without:
    """A book that lacks some tables, as if nobody had ever filled them in."""

    def __init__(self, book: Book, *names: str) -> None:
        self._book, self._names = book, names

    def __getattr__(self, name: str):
        return getattr(self._book, name)

    def has(self, name: str) -> bool:
        return name not in self._names and self._book.has(name)

    def table(self, name: str):
        rows = self._book.table(name)
        return rows.iloc[:0] if name in self._names else rows


@pytest.fixture(scope="module")
def whole(demo_book) -> Book:
    return Book.open(demo_book, AS_OF)


@pytest.fixture(scope="module")
def briefs(whole) -> list[Brief]:
    """A brief for each open deal, and one for each account without a deal."""
    deals = whole.table("opportunities")
    still = deals[deals["outcome"] == "open"]
    plans = {account: Plan(whole.account(account)) for account in whole.accounts()}
    pairs = list(zip(still["account_id"], still["opportunity_id"], strict=True))
    return [Brief(plans[account], deal) for account, deal in pairs] + [Brief(plan) for plan in plans.values()]


@pytest.fixture(scope="module")
def first(briefs):
    """The first brief of which something holds; the made-up company must have one."""

    def find(holds) -> Brief:
        return next(brief for brief in briefs if holds(brief))

    return find


@pytest.fixture(scope="module")
def without():
    """The same brief over a book that lacks some tables."""

    def make(brief: Brief, *names: str) -> Brief:
        return Brief(Plan(Without(brief.book, *names)), brief.opportunity)

    return make


def _codes(brief: Brief) -> list[str]:
    return [point.says.code for point in brief.points]


def test_cap_1_the_goal_of_the_meeting_is_what_to_come_home_with(first, without):
    found = first(lambda brief: brief.meeting.our_goal)
    assert found.points[_codes(found).index("want_goal")].says.facts["text"] == found.meeting.our_goal
    assert "want_goal" not in _codes(without(found, "meetings"))


def test_cap_2_an_unanswered_requirement_is_the_first_offer(first, without):
    found = first(lambda brief: any(one.open and one.of_deal and one.in_scope for one in brief.register.rows))
    assert "offer_answer" in _codes(found)
    assert "offer_answer" not in _codes(without(found, "requirements"))


def test_cap_40_an_offer_that_runs_out_first_is_to_be_extended(first, without):
    found = first(lambda brief: brief.contest and brief.contest.standing and brief.contest.standing.early)
    assert "offer_extend" in _codes(found)
    assert found.plan.standings.offers[0].early and not without(found, "quotes").plan.standings.offers
    assert "offer_extend" not in _codes(without(found, "quotes"))


def test_cap_3_a_question_answered_on_record_is_not_among_those_to_ask(first, without):
    found = first(lambda brief: any(one.gap for one in brief.inquiries.answered))
    told = {one.text for one in found.inquiries.answered}
    assert not told & {one.recorded.text for one in found.inquiries.found if one.recorded}
    assert without(found, "questions").inquiries.answered == ()


def test_cap_4_days_are_missing_for_what_was_asked(first, without):
    found = first(lambda brief: brief.workload.short > 0)
    assert found.workload.works[0].short > 0
    assert without(found, "capacity").workload.state == "no_table"
    assert without(found, "requirements").workload.short == 0


def test_cap_6_and_7_plan_b_the_exit_and_what_comes_after_are_quoted(first, without):
    found = first(lambda brief: brief.fallback.of("B") and brief.fallback.of("after"))
    rows = found.book.table("scenarios").set_index("scenario_id")
    for way in found.fallback.ways:
        assert way.action == rows.loc[way.scenario_id, "action"]
    assert without(found, "scenarios").fallback.ways == ()


def test_cap_8_the_story_told_is_of_the_same_industry_and_may_be_told(first, without):
    found = first(lambda brief: brief.stories.rows and "vertical" in brief.stories.rows[0].shares)
    rows = found.book.table("success_stories").set_index("story_id")
    assert all(rows.loc[story.story_id, "shareable"] for story in found.stories.rows)
    assert rows.loc[found.stories.rows[0].story_id, "vertical"] == found.plan.profile.vertical
    assert "offer_story" not in _codes(without(found, "success_stories"))


def test_cap_10_what_was_shown_twice_is_counted_from_the_rows(first):
    found = first(lambda brief: brief.exposure.repeated)
    again = found.exposure.repeated[0]
    rows = found.book.table("materials_shown")
    same = rows[(rows["contact_id"] == again.contact_id) & (rows["document"] == again.document)]
    assert again.times == len(same) >= 2


def test_cap_16_the_lesson_to_keep_in_mind_still_holds(first, without):
    found = first(lambda brief: brief.lessons.rows and "avoid_lesson" in _codes(brief))
    rows = found.book.table("lessons").set_index("lesson_id")
    assert all(rows.loc[one.lesson_id, "still_valid"] is not False for one in found.lessons.rows)
    assert "avoid_lesson" not in _codes(without(found, "lessons"))


def test_cap_40_five_to_seven_sentences_where_the_company_kept_its_book(briefs):
    of_deals = [brief for brief in briefs if brief.opportunity]
    assert of_deals and all(5 <= len(brief.points) <= 7 for brief in of_deals)
    parts = [[point.part for point in brief.points] for brief in of_deals]
    assert all(told == sorted(told, key=list(type(told[0])).index) for told in parts)


def test_cap_45_no_shared_story_without_consent(briefs):
    topics = {}
    for brief in briefs:
        rows = brief.book.table("contacts").set_index("contact_id")
        for person in brief.room.people:
            topics[person.contact_id] = person.topic
            if person.topic is not None:
                assert rows.loc[person.contact_id, "consent"]
    assert any(topics.values()) and not all(topics.values())


def test_cap_70_an_old_note_speaks_of_the_deal(first, without):
    found = first(lambda brief: brief.notes.rows)
    note = found.notes.rows[0]
    assert note.shared or note.of_deal
    assert (found.book.as_of - note.on).days > 90
    assert without(found, "contact_events").notes.rows == ()


def test_cap_81_the_failures_of_what_runs_there_add_up(first, without):
    found = first(lambda brief: brief.staying.cost > 0)
    rows = found.book.table("installed_base").set_index("installation_id")
    counted = [row.installation_id for row in found.staying.rows]
    assert found.staying.cost == pytest.approx(rows.loc[counted, "failure_cost"].sum())
    assert without(found, "installed_base").staying.cost == 0
