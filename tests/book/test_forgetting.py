"""A person taken out of loads and ledger: nothing of them is left, and nothing else moves."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from accountbook.book import Book, Ledger, Person, Tombstones
from accountbook.book.forgetting import (
    UnknownContact,
    counts_in,
    find_person,
    left_in,
    look_alikes,
    rewrite_ledger,
    rewrite_load,
)

PEOPLE = [
    {"contact_id": "C-1", "account_id": "A", "name": "Anna Rossi", "email": "anna@a.example", "birthday": "1980-03-12"},
    {"contact_id": "C-2", "account_id": "A", "name": "Bruno Verdi", "reports_to": "C-1",
     "narrative_topic": "sails with Anna Rossi"},
    {"contact_id": "C-3", "account_id": "B", "name": "Anna Rossi", "email": "rossi@b.example"},
    {"contact_id": "C-4", "account_id": "A", "name": "ROSSI, ANNA"},
]  # fmt: skip
SLOTS = [
    {"account_id": "A", "role_code": "PUR", "assessed_on": "2026-03-01", "contact_id": "C-1", "can_meet": True,
     "disposition": "negative", "evidence": "Anna Rossi said so", "representative_id": "E1"},
    {"account_id": "A", "role_code": "QA", "assessed_on": "2026-03-01", "contact_id": "C-2", "disposition": "neutral",
     "evidence": "as Rossi, Anna has it"},
]  # fmt: skip
DEALS = [
    {"opportunity_id": "D-1", "account_id": "A", "name": "Line 2 (Anna Rossi)", "created_on": "2026-04-01",
     "key_contact_id": "C-1", "amount": 900.0, "outcome": "open"},
    {"opportunity_id": "D-2", "account_id": "B", "name": "Pumps for Anna Rossi", "created_on": "2026-04-01",
     "key_contact_id": "C-3", "amount": 100.0, "outcome": "open"},
]  # fmt: skip
TURNED_AWAY = pd.DataFrame(
    [
        ("c.csv", 7, "birthday", "birthday is no date", json.dumps({"Id": "C-1", "Born": "12.3."})),
        ("c.csv", 8, "birthday", "birthday is no date", json.dumps({"Id": "C-9", "Born": "13.3."})),
    ],
    columns=["file", "row", "column", "reason", "content"],
)


@pytest.fixture
def two_loads(load, book_path) -> list[str]:
    """Two exports; in the first one C-1 had another name and address, which the second keeps as a past version."""
    report = {"tables": {"contacts": {"rows_in": 5, "kept": 4, "merged": 0, "rejected": 1, "reasons": {"x": 1}}},
              "flags": ["contacts: anna@a.example stands twice"]}  # fmt: skip
    married = [{**PEOPLE[0], "name": "Anna Bianchi", "email": "bianchi@a.example"}, *PEOPLE[1:]]
    tables = {"role_slots": SLOTS, "opportunities": DEALS}
    rejected = {"contacts": TURNED_AWAY}
    return [
        load({"contacts": married, **tables}, exported_on="2026-10-01", rejected=rejected, report=report),
        load({"contacts": PEOPLE, **tables}, exported_on="2026-11-01", rejected=rejected, report=report),
    ]


def forget(book_path, contact_id="C-1"):
    """What `publish.forgetting.forget` does to the book."""
    person, stones = find_person(book_path, contact_id), Tombstones(book_path)
    stones.put(contact_id, state="begun", day="2026-11-02")
    loads = sorted(one.name for one in (book_path / "loads").iterdir())
    for load_id in loads:
        rewrite_load(book_path, load_id, person, counts_in(book_path, load_id, person), day="2026-11-02")
    rewrite_ledger(book_path, person)
    return person


def cells(book_path) -> list[str]:
    """Every cell of every Parquet file and every other file's text."""
    found = []
    for path in sorted(book_path.rglob("*")):
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            found += [str(value) for column in table.columns for value in column.to_pylist() if value is not None]
        elif path.is_file():
            found.append(path.read_text(encoding="utf-8"))
    return found


def test_A15_nothing_of_the_person_is_left_in_any_file_of_the_book(two_loads, book_path):
    day = pd.Timestamp("2026-10-31")
    told = pd.DataFrame({"account_id": ["A", "B"], "why": ["Anna Rossi (anna@a.example)", "Anna Rossi"]})
    Ledger(book_path).write_predictions("notes", told, load_id=two_loads[0], as_of=day, code="c1")
    Ledger(book_path).start_run("r-1", edition="monthly", detail="anna@a.example")
    forget(book_path)
    words = ["C-1", "anna@a.example", "bianchi@a.example", "Anna Bianchi", "1980-03-12", "12.3."]
    assert [word for word in words if any(word in cell for cell in cells(book_path))] == []
    # the other Anna Rossi, and the row that looks like a second one of her, stay until somebody asks
    book = Book.open(book_path, "2026-11-01")
    assert book.table("contacts")["name"].tolist() == ["Bruno Verdi", "ROSSI, ANNA", "Anna Rossi"]
    assert book.table("contacts")["narrative_topic"].dropna().tolist() == ["sails with [erased]"]
    assert book.table("opportunities")["name"].tolist() == ["Line 2 ([erased])", "Pumps for Anna Rossi"]
    kept = Ledger(book_path).predictions("notes", load_id=two_loads[0], as_of=day)
    assert kept["why"].tolist() == ["[erased] ([erased])", "Anna Rossi"]
    assert Ledger(book_path).runs()[0]["detail"] == "[erased]"


def test_A15_what_was_predicted_of_the_person_goes_with_the_row_and_the_others_stay(two_loads, book_path):
    day = pd.Timestamp("2026-10-31")
    made = pd.DataFrame({"contact_id": ["C-1", "C-2"], "account_id": ["A", "A"], "p_there": [0.4, 0.9]})
    ledger = Ledger(book_path)
    ledger.write_predictions("contacts", made, load_id=two_loads[0], as_of=day, code="c1")
    person = find_person(book_path, "C-1")
    where = "ledger/predictions/contacts/2026-10-31/"
    assert [place for place in left_in(book_path, person)[0] if place.startswith(where)] != []
    forget(book_path)
    kept = Ledger(book_path).predictions("contacts", load_id=two_loads[0], as_of=day)
    pd.testing.assert_frame_equal(kept, made.iloc[1:].reset_index(drop=True))
    assert left_in(book_path, person)[0] == []
    before = {path: path.read_bytes() for path in ledger.path.rglob("*.parquet")}
    assert rewrite_ledger(book_path, person) == 0
    assert {path: path.read_bytes() for path in ledger.path.rglob("*.parquet")} == before


def test_A15_a_number_that_stands_for_many_things_still_names_its_row(load, book_path):
    load({"contacts": [{"contact_id": "7", "account_id": "A", "name": "Kim"}]}, exported_on="2026-10-01")
    made = pd.DataFrame({"contact_id": ["7", "77"], "account_id": ["A", "A"], "p_there": [0.4, 0.9]})
    day = pd.Timestamp("2026-10-31")
    Ledger(book_path).write_predictions("contacts", made, load_id="L", as_of=day, code="c1")
    rewrite_ledger(book_path, find_person(book_path, "7"))
    assert Ledger(book_path).predictions("contacts", load_id="L", as_of=day)["contact_id"].tolist() == ["77"]


def test_references_are_emptied_with_what_the_row_says_of_the_person(two_loads, book_path):
    forget(book_path)
    book = Book.open(book_path, "2026-10-31")
    slots = book.table("role_slots").set_index("role_code")
    said = ["contact_id", "can_meet", "disposition", "evidence", "plan"]
    assert slots.loc["PUR", said].isna().all()
    assert slots.loc["PUR", "representative_id"] == "E1"
    assert slots.loc["QA", ["contact_id", "evidence"]].tolist() == ["C-2", "as [erased] has it"]
    assert book.table("opportunities")["key_contact_id"].fillna("").tolist() == ["", "C-3"]
    log = book.table("opportunity_changes")
    assert log.loc[log["field"] == "key_contact_id", "new"].fillna("").tolist() == ["", "C-3"]


def test_everybody_else_and_all_money_is_as_it_was(two_loads, book_path):
    def others():
        book = Book.open(book_path, "2026-11-01")
        people = book.table("contacts").set_index("contact_id").drop(index="C-1", errors="ignore")
        lines = book.table("order_lines")
        return people[["name", "email", "birthday"]], lines["amount"].sum(), book.table("opportunities")["amount"].sum()

    before = others()
    forget(book_path)
    after = others()
    pd.testing.assert_frame_equal(after[0], before[0])
    assert after[1:] == before[1:] == (30.0, 1000.0)


def test_the_load_keeps_its_number_says_what_was_done_and_still_adds_up(two_loads, book_path):
    forget(book_path)
    assert sorted(one.name for one in (book_path / "loads").iterdir()) == two_loads
    report = Book.open(book_path, "2026-11-01").load_report
    said = report["tables"]["contacts"]
    assert (said["kept"], said["rejected"], said["reasons"]) == (3, 2, {"x": 1, "erased": 1})
    assert report["stored"]["contacts"]["rows"] == 3
    # present and past version; slot, superior, deal and its log; the topic, evidence, deal's name and its log
    (note,) = report["erased"]
    assert {key: note[key] for key in ("rows", "references", "texts", "rejected", "flags", "day")} == {
        "rows": 2, "references": 4, "texts": 4, "rejected": 1, "flags": 1, "day": "2026-11-02",
    }  # fmt: skip
    assert len(Book.open(book_path, "2026-11-01").rejected("contacts")) == 2


def test_rewriting_again_changes_no_byte(two_loads, book_path):
    person = forget(book_path)
    before = {path: path.read_bytes() for path in (book_path / "loads").rglob("*") if path.is_file()}
    for load_id in two_loads:
        assert not counts_in(book_path, load_id, person)
        rewrite_load(book_path, load_id, person, {"rows": 1}, day="2026-12-01")
    assert {path: path.read_bytes() for path in (book_path / "loads").rglob("*") if path.is_file()} == before


def test_what_is_left_and_whose_name_it_may_be_is_told_without_values(two_loads, book_path):
    person = find_person(book_path, "C-1")
    left, _ = left_in(book_path, person)
    assert f"loads/{two_loads[1]}: contacts.contact_id" in left
    assert not any("Anna" in place or "@" in place for place in left)
    forget(book_path)
    left, namesakes = left_in(book_path, person)
    assert left == []
    assert namesakes[f"loads/{two_loads[1]}: contacts.name"] == {"A", "B"}
    assert namesakes[f"loads/{two_loads[1]}: opportunities.name"] == {"B"}


def test_who_looks_like_the_same_person_is_named(two_loads, book_path):
    assert look_alikes(book_path, find_person(book_path, "C-1")) == ["C-4"]


def test_a_person_is_known_by_every_load_and_by_past_versions(two_loads, book_path):
    assert find_person(book_path, "C-1") == Person(
        "C-1",
        frozenset({"Anna Rossi", "Anna Bianchi"}),
        frozenset({"anna@a.example", "bianchi@a.example"}),
        frozenset({"A"}),
    )


def test_an_unknown_contact_is_met_with_the_nearest_numbers(two_loads, book_path):
    with pytest.raises(UnknownContact, match="no load has a contact 'C-11'; did you mean C-1"):
        find_person(book_path, "C-11")


def test_the_tombstone_holds_nothing_of_the_person_and_another_book_s_key_tells_nothing(two_loads, book_path, tmp_path):
    forget(book_path)
    (line,) = Tombstones(book_path).lines()
    assert set(line) == {"person", "state", "day"}
    Tombstones(tmp_path / "other").put("C-1", state="begun", day="2026-11-02")
    assert Tombstones(tmp_path / "other").lines()[0]["person"] != line["person"]


def test_A15_who_is_forgotten_is_gone_from_the_earlier_versions_of_every_table_and_stays_out_of_later_loads(
    load, book_path, order_line
):
    log = {"opportunity_id": "D-1", "field": "decision_criteria", "old": "price", "new": "what Anna Rossi wants",
           "changed_at": "2026-05-01"}  # fmt: skip
    dated = [{**one, "created_on": "2026-01-05", "title": "Buyer"} for one in PEOPLE]
    first = {"contacts": dated, "role_slots": SLOTS, "opportunities": DEALS, "opportunity_changes": [log]}
    load(first, exported_on="2026-10-01")
    moved = {
        "contacts": [{**one, "title": "Head"} for one in dated],
        "role_slots": [{**one, "representative_id": "E2"} for one in SLOTS],
        "opportunities": [],
    }
    load(moved, exported_on="2026-11-01")
    book = Book.open(book_path, "2026-12-31")
    for name in first:
        assert "Anna" in book.past(name).to_csv(), name
    person = forget(book_path)
    assert left_in(book_path, person)[0] == []
    book = Book.open(book_path, "2026-12-31")
    assert set(book.past("contacts")["contact_id"]) == {"C-2", "C-3", "C-4"}
    slots = book.at("2026-10-15").table("role_slots")
    assert slots["contact_id"].isna().tolist() == [True, False]
    assert slots["representative_id"].fillna("").tolist() == ["E1", ""]
    # the other one of that name, at B, stays
    texts = book.past("opportunity_changes")["new"].dropna()
    assert texts[texts.str.contains("Anna")].tolist() == ["Pumps for Anna Rossi"]
    assert "what [erased] wants" in set(texts)
    # the next export has them out of itself already: what is left is as it was, and no version is made of it
    load_id = book.load_id
    clean = {name: book.table(name).to_dict("records") for name in ("contacts", "role_slots")}
    clean = {name: [{k: v for k, v in row.items() if not pd.isna(v)} for row in rows] for name, rows in clean.items()}
    load(clean | {"opportunities": []}, exported_on="2026-12-01")
    later = Book.open(book_path, "2026-12-31")
    assert later.load_id != load_id
    assert left_in(book_path, person)[0] == []
    for name in first:
        pd.testing.assert_frame_equal(later.past(name), book.past(name), obj=name)
    none = {"new": 0, "changed": 0, "gone": 0}
    assert all(later.load_report["drift"][name] == none for name in ("contacts", "role_slots", "opportunities"))
