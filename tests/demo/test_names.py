"""Names: seeded, in the country's script, never twice."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.demo.names import People, companies, plain
from accountbook.demo.places import BY_CODE, PLACES


def test_korean_names_are_written_together_and_family_first():
    people = People(BY_CODE["KR"], seed=7)
    name = people.name(np.random.default_rng(1))
    assert all("가" <= letter <= "힣" for letter in name)
    assert name == People(BY_CODE["KR"], seed=7).name(np.random.default_rng(1))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.code)
def test_surnames_for_mail_are_plain(place):
    surname = People(place, seed=1).surname(np.random.default_rng(2))
    assert surname
    assert surname.isascii()


def test_companies_never_repeat_even_when_the_syllables_run_out():
    taken: set[str] = set()
    names = companies(BY_CODE["PT"], 1_500, np.random.default_rng(3), taken=taken)
    assert len(set(names)) == 1_500
    assert taken == set(names)


@pytest.mark.parametrize(("text", "ascii"), [("Łódź", "Lodz"), ("Müller & Søn", "Muller & Son"), ("가람", "")])
def test_plain_letters(text, ascii):
    assert plain(text) == ascii
