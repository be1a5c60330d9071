"""Stories, lessons and arguments."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.demo.accounts import VERTICALS
from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


@pytest.mark.parametrize("name", ["success_stories", "lessons", "arguments"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert (frame[TABLES[name].about.known_on] <= LAST).all()


def test_cap_8_every_industry_has_a_story_and_no_story_names_a_customer(made):
    stories = made.table("success_stories")
    assert set(stories["vertical"]) == set(VERTICALS)
    told = " ".join(stories[["customer", "title", "result"]].to_numpy().ravel())
    assert not any(name in told for name in made.table("accounts")["name"])
    assert 0.5 < stories["shareable"].mean() < 0.9


def test_cap_16_some_lessons_repeat_an_earlier_one_word_for_word(made):
    lessons = made.table("lessons").set_index("lesson_id")
    again = lessons.dropna(subset="recurrence_of")
    first = lessons.loc[again["recurrence_of"]]
    assert 3 <= len(again) <= 0.4 * len(lessons)
    assert (first["text"].to_numpy() == again["text"].to_numpy()).all()
    assert (first["learned_on"].to_numpy() < again["learned_on"].to_numpy()).all()
    assert first["recurrence_of"].isna().all()


def test_cap_16_only_a_lesson_that_was_looked_at_again_can_be_obsolete(made):
    lessons = made.table("lessons")
    assert (lessons["still_valid"].notna() == lessons["reviewed_on"].notna()).all()
    assert (lessons["changed_by"].notna() == lessons["still_valid"].eq(False).fillna(False)).all()


def test_cap_45_arguments_are_varied(made):
    arguments = made.table("arguments")
    assert arguments["text"].nunique() >= 12
    assert len(arguments) >= 40
