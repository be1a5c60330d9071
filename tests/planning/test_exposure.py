import pandas as pd

from accountbook.planning.exposure import ExposureState, exposure

PEOPLE = [{"contact_id": "P", "account_id": "A", "name": "Neri", "created_on": "2024-01-01"}]


def _shown(n, on, **columns):
    return {"shown_id": n, "account_id": "A", "contact_id": "P", "shown_on": on, "document": "Sample VX",
            "topic": "valves"} | columns  # fmt: skip


def test_cap_10_who_saw_what_how_often_and_how_they_took_it(view):
    rows = [
        _shown("1", "2026-01-03", reaction="positive"),
        _shown("2", "2026-05-03", reaction="negative"),
        _shown("3", "2026-09-25", reaction="negative", remark="Knows it already"),
        _shown("4", "2026-10-01", contact_id="Q", document="Price list", topic="price", reaction="neutral"),
    ]
    found = exposure(view(materials_shown=rows, contacts=PEOPLE), room=["P"], family={"valve"})
    first = found.rows[0]
    assert (first.contact, first.document, first.times, first.reaction, first.remark) == (
        "Neri", "Sample VX", 3, "negative", "Knows it already")  # fmt: skip
    assert first.in_room and first.fits
    assert [one.document for one in found.repeated] == ["Sample VX"]
    topic = found.topics[0]
    assert (topic.topic, topic.times, topic.people, topic.positive, topic.negative) == ("valves", 3, 1, 1, 2)
    assert (found.shown, found.people) == (4, 2)


def test_what_is_shown_later_is_not_seen_yet(view):
    rows = [_shown("1", "2026-09-03"), _shown("2", "2026-10-03")]
    seen = view(materials_shown=rows)
    assert len(exposure(seen).repeated) == 1
    assert exposure(seen.at(pd.Timestamp("2026-10-01"))).repeated == ()


def test_a_missing_table_is_not_an_empty_one(view):
    assert exposure(view()).state == ExposureState.NO_TABLE
    assert exposure(view(materials_shown=[])).state == ExposureState.NONE
