import math

import pandas as pd
import pytest

from accountbook.planning.notes import NotesState, old_notes

PEOPLE = [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01"}]
STAFF = [{"employee_id": "E", "name": "Keller"}]


def _met(n, on, **said):
    return {"event_id": n, "account_id": "A", "met_on": on, "employee_id": "E", "contact_id": "P"} | said


def test_cap_70_the_rarest_shared_word_comes_first(view):
    rows = [
        _met("1", "2026-01-05", heard="Stock of pumps for 9 weeks"),
        _met("2", "2026-02-05", heard="They compare pumps of three makers"),
        _met("3", "2025-03-05", learned="The flange of the retrofit does not fit"),
        _met("4", "2026-04-05", worry="That their owner sells"),
        _met("5", "2026-09-30", heard="The retrofit is put off"),
    ]
    seen = view(contact_events=rows, contacts=PEOPLE, employees=STAFF)
    found = old_notes(seen, about={"pump", "retrofit", "flange"})
    # five sentences: flange is in one, retrofit in two, pump in two
    assert [note.event_id for note in found.rows] == ["3", "2", "1"]
    first = found.rows[0]
    assert first.weight == pytest.approx(math.log(6 / 1) + math.log(6 / 2))
    assert (first.by, first.ours, first.kind, first.shared) == ("Neri", "Keller", "learned", ("flange", "retrofit"))
    assert first.on == pd.Timestamp("2025-03-05")
    assert found.looked_at == 4  # the one of September is younger than 90 days


def test_cap_70_ninety_days_are_counted_to_the_day(view):
    rows = [_met("1", "2026-08-02", heard="Pumps"), _met("2", "2026-08-01", heard="Wants pumps")]
    found = old_notes(view(contact_events=rows), about={"pump"})
    assert [note.event_id for note in found.rows] == ["2"]


def test_cap_70_notes_of_the_deal_and_of_people_in_the_room_weigh_more(view):
    rows = [
        _met("1", "2026-01-05", heard="Needs pumps", contact_id="Q"),
        _met("2", "2026-01-05", heard="Asks for pumps"),
        _met("3", "2026-01-05", heard="All is well", opportunity_id="D", contact_id="Q"),
    ]
    found = old_notes(view(contact_events=rows), about={"pump"}, deal="D", room=["P"])
    assert [(note.event_id, note.of_deal, note.in_room) for note in found.rows] == [
        ("3", True, False), ("2", False, True), ("1", False, False)]  # fmt: skip


def test_the_same_words_are_shown_once_and_what_is_left_out_is_counted(view):
    rows = [_met(str(n), f"2026-01-{n:02}", heard=f"Stock of pumps for {n} weeks") for n in range(1, 5)]
    rows += [_met("x", "2026-01-05", heard="Pumps on the roof"), _met("y", "2026-01-06", heard="Pumps in the cellar")]
    found = old_notes(view(contact_events=rows), about={"pump"}, most=2)
    assert (len(found.rows), found.more) == (2, 1)


def test_nothing_to_hold_against_and_a_missing_table(view):
    rows = [_met("1", "2026-01-05", heard="Pumps")]
    assert old_notes(view(contact_events=rows), about=()).state == NotesState.NONE
    assert old_notes(view(), about={"pump"}).state == NotesState.NO_TABLE
