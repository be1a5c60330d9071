"""Entries: what sheets said, put over exports."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.book import Tombstones
from accountbook.book.entries import CHANGED, NEW, REMOVED, Entry, records_of, with_entries
from accountbook.book.entry_files import drop_entries, entries_left, keep_entries, read_entries, rewrite_entries
from accountbook.book.errors import BookError
from accountbook.book.traces import Person
from accountbook.tables import TABLES

RISKS = TABLES["risks"]
E1, SAVED, E2 = pd.Timestamp("2026-11-01"), pd.Timestamp("2026-11-05"), pd.Timestamp("2026-12-01")


def risk(text: str | None = "a", **more: Any) -> dict[str, Any]:
    row = {"risk_id": "R", "account_id": "A", "text": text, "noted_on": pd.Timestamp("2026-03-02")}
    return {**dict.fromkeys(RISKS.columns), **row, **more}


def entry(what: str, was: dict | None, now: dict | None, *cells: str, saved_at: pd.Timestamp = SAVED) -> Entry:
    return Entry("risks", what, was, now, cells, "s", "b1", saved_at)


def over(rows: list[dict], *entries: Entry, exported_on: pd.Timestamp = E2) -> list[dict]:
    return records_of(with_entries(RISKS, RISKS.frame(rows), entries, exported_on=exported_on))


CHANGE = entry(CHANGED, risk("a"), risk("b", recorded_at=SAVED, recorded_by="E1"), "text")


@pytest.mark.parametrize(
    ("shown", "exported_on", "text", "recorded_at"),
    [
        (risk("a"), E2, "b", SAVED),  # the export does not know yet
        (risk("b"), E2, "b", SAVED),  # it has caught up
        (risk("c"), E2, "c", None),  # it says something new
        (risk("c"), E1, "b", SAVED),  # it said something else before the sheet did
        (risk("c", recorded_at=pd.Timestamp("2026-11-04 09:00")), E2, "b", SAVED),
        (risk("c", recorded_at=pd.Timestamp("2026-11-06 09:00")), E2, "c", pd.Timestamp("2026-11-06 09:00")),
    ],
)
def test_who_counts_of_an_export_and_a_sheet(shown, exported_on, text, recorded_at):
    (row,) = over([shown], CHANGE, exported_on=exported_on)
    assert (row["text"], row["recorded_at"]) == (text, recorded_at)


def test_other_cells_are_the_exports():
    (row,) = over([risk("a", probability=0.7)], CHANGE)
    assert (row["text"], row["probability"]) == ("b", 0.7)


def test_a_new_row_stays_and_a_changed_one_goes_with_the_export():
    new = entry(NEW, None, risk("new", risk_id="N", recorded_at=SAVED), "risk_id", "account_id", "text", "noted_on")
    more = entry(CHANGED, new.now, {**new.now, "text": "newer"}, "text", saved_at=pd.Timestamp("2026-11-08"))
    assert [row["text"] for row in over([], CHANGE, new, more)] == ["newer"]


def test_what_was_removed_stays_away_until_the_source_records_it_anew():
    gone = entry(REMOVED, risk("a"), None)
    assert over([risk("a", recorded_at=E1)], gone) == []
    assert over([risk("a")], gone) == over([risk("c")], gone) == over([], gone) == []
    back = risk("a", recorded_at=pd.Timestamp("2026-11-20"))
    assert [row["text"] for row in over([back], gone)] == ["a"]


@given(
    shown=st.sampled_from(["a", "b", "c", "d", None]),
    texts=st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4),
    day=st.sampled_from([E1, SAVED, E2]),
)
def test_entries_over_what_has_them_already_change_nothing(shown, texts, day):
    """A load of sheets alone begins with the last load, which has the entries."""
    history, was = [], risk("a")
    for place, text in enumerate(texts):
        now = {**was, "text": text, "recorded_at": SAVED + pd.Timedelta(days=place)}
        history.append(entry(CHANGED, was, now, "text", saved_at=SAVED + pd.Timedelta(days=place)))
        was = now
    rows = [] if shown is None else [risk(shown)]
    once = over(rows, *history, exported_on=day)
    assert over(once, *history, exported_on=day) == once
    assert len(once) == len(rows)


def test_entries_come_back_as_they_were_kept(tmp_path):
    step = {"opportunity_id": "D", "step": "Offer", "position": 2, "done_on": pd.Timestamp("2026-11-04")}
    step = {**dict.fromkeys(TABLES["deal_steps"].columns), **step}
    via = Entry("deal_steps", NEW, None, step, ("step", "position"), "s", "n0001", SAVED, account_id="A")
    kept = keep_entries(tmp_path, [CHANGE, via])
    assert read_entries(tmp_path) == {"deal_steps": [via], "risks": [CHANGE]}
    more = keep_entries(tmp_path, [CHANGE])
    drop_entries(tmp_path, more)
    assert read_entries(tmp_path)["risks"] == [CHANGE]
    drop_entries(tmp_path, kept)
    assert read_entries(tmp_path) == {"deal_steps": [], "risks": []}


def test_A15_a_person_is_taken_out_and_may_not_be_named_again(tmp_path):
    event = {
        **dict.fromkeys(TABLES["contact_events"].columns), "event_id": "S-1", "account_id": "A", "kind": "visit",
        "met_on": SAVED, "contact_id": "P-1", "other_contacts": "P-1; P-2", "heard": "Anna Rossi is for us",
        "recorded_by": "Anna Rossi",
    }  # fmt: skip
    mine = Entry("contact_events", NEW, None, event, ("heard",), "s", "n0001", SAVED)
    keep_entries(tmp_path, [mine])
    person = Person("P-1", frozenset({"Anna Rossi"}), frozenset(), frozenset({"A"}))
    assert entries_left(tmp_path, person) == ["entries/contact_events.parquet"]
    assert +rewrite_entries(tmp_path, person)
    assert entries_left(tmp_path, person) == []
    now = read_entries(tmp_path)["contact_events"][0].now
    assert (now["contact_id"], now["heard"], now["other_contacts"], now["recorded_by"]) == (
        None, None, "P-2", "[erased]",
    )  # fmt: skip
    Tombstones(tmp_path).put("P-1", state="done", day="2026-11-06")
    with pytest.raises(BookError, match="was forgotten while it was read; load it again"):
        keep_entries(tmp_path, [mine])
