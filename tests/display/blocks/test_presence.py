"""Whether people are still there, in words: the age of what is known, the chance, and orange where it is low."""

from __future__ import annotations

import pytest

from accountbook.display import Words
from accountbook.display.blocks.people import coverage_finding, must_know, people
from accountbook.display.blocks.presence import people_sure, presence_sentence
from accountbook.planning.coverage import Coverage, CoverageState
from accountbook.planning.predicted import Measured, Shown
from accountbook.planning.presence import PeopleAge, Presence
from accountbook.planning.slots import Slot, SlotState


@pytest.fixture
def seen(make, day):
    def one(p, seen_on="2025-08-20", months=14, bounced_on=None):
        low = p < 0.7 or bounced_on is not None
        return make(Presence, p=p, seen_on=day(seen_on), months=months, low=low, bounced_on=bounced_on)

    return one


def test_a_chance_in_ten_and_the_age_in_months(seen, t):
    assert presence_sentence(seen(0.68), t) == "seen 14 months ago; 7 in 10 still in the role"
    assert presence_sentence(seen(0.94), t) == "seen 14 months ago; 9 in 10 still in the role"
    assert presence_sentence(seen(0.95), t) == "seen 14 months ago"
    assert presence_sentence(seen(0.1), t) == "seen 14 months ago; 1 in 10 still in the role"
    assert presence_sentence(seen(0.09), t) == "seen 14 months ago; hardly still in the role"


def test_what_is_new_is_said_by_its_day(seen, t, day):
    assert presence_sentence(seen(0.97, "2026-09-03", 1), t) == "seen 3 Sep"
    assert presence_sentence(seen(0.9, "2026-09-03", 1), t) == "seen 3 Sep; 9 in 10 still in the role"
    back = seen(0.21, "2026-01-05", 9, day("2026-06-02"))
    assert presence_sentence(back, t) == "mail came back 2 Jun; 2 in 10 still in the role"


def test_in_korean(seen, day):
    t = Words("ko", currency="EUR", as_of=day("2026-10-31"))
    assert presence_sentence(seen(0.68), t) == "14개월 전 확인; 아직 그 직책일 가능성 10번 중 7번"


@pytest.fixture
def judged(make, seen):
    sure = make(Slot, role_code="MD", role="Managing director", decides=True, required=True, state=SlotState.KNOWN,
                name="Luca Bonardi", disposition="favourable", presence=seen(0.98, "2026-10-01", 0),
                representative="Weber")  # fmt: skip
    unsure = make(Slot, role_code="HP", role="Head of purchasing", decides=True, required=True, state=SlotState.KNOWN,
                  name="Paolo Ferri", disposition="favourable", presence=seen(0.55),
                  representative="Keller")  # fmt: skip
    return make(Coverage, state=CoverageState.KNOWN, slots=(sure, unsure), required=2, known=2, deciding=2,
                deciding_known=2, deciding_for_us=2, favourable=2)  # fmt: skip


def test_cap_60_who_may_be_gone_stands_under_must_know_in_orange(judged, t):
    assert coverage_finding(judged, t) == "2 of 2 roles known; 1 who decides may be gone"
    html = str(must_know(judged, t))
    assert '<span class="act">seen 14 months ago; 6 in 10 still in the role</span>' in html
    assert "Paolo Ferri, head of purchasing" in html and "Make sure; Keller" in html
    assert "Luca Bonardi" not in html


def test_cap_60_every_card_says_how_old_its_evidence_is(judged, t):
    html = str(people(judged, t))
    assert '<p class="second act">seen 14 months ago; 6 in 10 still in the role; Keller</p>' in html
    assert '<p class="second">seen 1 Oct; Weber</p>' in html


def test_cap_60_how_many_left_unnoticed(t, read):
    age = PeopleAge(people=568, gone=58, dated=500, undated=10, recent=390, bounced=24, expected_gone=36.6)
    judged = Measured(figure=0.125, other=0.2, shown=Shown.MODEL)
    said = read(people_sure(age, judged, t))
    assert "Expect 37 of 500 people on record to have left without our knowing it" in said
    assert "Not seen for over a year 110" in said and "! Mail came back, not seen since 24" in said.replace("\xa0", " ")
    assert "were 38% better than one chance for all" in said
    naive = read(people_sure(age, Measured(0.2, 0.21, Shown.NAIVE), t))
    assert "one chance for all was as good" in naive
    assert "Too few people left so far" in read(people_sure(age, None, t))
    assert not people_sure(None, None, t)


def test_nobody_is_expected_gone(t, read):
    age = PeopleAge(people=3, gone=0, dated=3, undated=0, recent=3, bounced=0, expected_gone=0.2)
    assert "3 people on record, and hardly any has left" in read(people_sure(age, None, t))
    unknown = PeopleAge(people=3, gone=0, dated=0, undated=3, recent=0, bounced=0, expected_gone=0.0)
    assert "Nothing says of anybody on record when they were last there" in read(people_sure(unknown, None, t))
