"""Sheets out and in again: nothing changes unless somebody changed it, and then exactly that."""

from __future__ import annotations

from importlib import import_module

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.book.loads import current
from accountbook.sheets.issue import issue


def issued_on(book, moment: str):
    """The first owner's workbook as it is written in a later moment."""
    day = pd.Timestamp(moment)
    content = next(issue(book, day.normalize(), written_at=day, owners=["E1"])).content
    return import_module("tests.sheets.conftest").Workbook(content)


def test_a_korean_sheet_shows_its_words_in_korean_and_is_read_back(book, load):
    day = pd.Timestamp("2026-11-05 10:00")
    content = next(issue(book, day.normalize(), written_at=day, owners=["E1"], lang="ko")).content
    opened = import_module("tests.sheets.conftest").Workbook(content)
    lists = {str(cell.value) for row in opened.book["_lists"].iter_rows() for cell in row}
    assert {"현장 방문", "예", "불만"} <= lists and "site visit" not in lists
    assert load(content)[1]["sheets"] == []
    contacts = opened["고객 접촉"]
    kind = contacts[3, "내용"]
    assert kind == "미팅"
    contacts[3, "내용"] = "현장 방문"
    _, report = load(opened)
    assert [(one["table"], one["changed"], one["rejected"]) for one in report["sheets"]] == [("contact_events", 1, 0)]
    assert Book.open(book, "2026-11-05").table("contact_events")["kind"].tolist().count("site_visit") == 1


def test_unchanged_sheets_change_nothing_and_make_no_load(book, issued, load):
    before = current(book)
    load_id, report = load(*issued.values())
    assert load_id == before == current(book)
    assert report["sheets"] == []
    assert [one["owner"] for one in report["sheet_files"]] == ["E1", "E2", ""]
    assert not list((book / "entries").glob("*.parquet"))
    assert len(list((book / "loads").iterdir())) == 1


def test_sheets_that_openpyxl_saved_again_change_nothing(opened, load):
    assert load(opened)[1]["sheets"] == []


def test_every_item_of_the_drop_down_is_taken(book, opened, load, told):
    lists = [cell.value for row in opened.book["_lists"].iter_rows() for cell in row]
    items = sorted({one for one in lists if isinstance(one, str) and "item_id)" in one})
    assert len(items) == 1  # the made-up account buys one item
    sheet = opened["Forecasts"]
    row = sheet.first_empty
    for header, value in {
        "Account": sheet[3, "Account"],
        "From": "2027-01-01",
        "Until": "2027-03-31",
        "Item": items[0],
    }.items():
        sheet[row, header] = value
    _, report = load(opened)
    assert [(one["new"], one["rejected"]) for one in report["sheets"]] == [(1, 0)]
    forecasts = Book.open(book, "2026-11-05").table("forecasts")
    assert forecasts.loc[forecasts["source"] == "sheet", "item_id"].tolist() == ["avelta-item_id"]


def test_one_line_of_a_contact_is_a_whole_record(book, opened, load, told):
    sheet = opened["Contacts"]
    row = sheet.first_empty
    sheet[row, "Account"] = sheet[3, "Account"]
    sheet[row, "Heard"] = "A second line in spring"
    _, report = load(opened)
    columns = ("event_id", "account_id", "met_on", "kind", "employee_id", "heard")
    assert told(report) == {("contact_events", row, "new", tuple(one for one in columns if one != "event_id"))}
    events = Book.open(book, "2026-11-05").table("contact_events")
    mine = events[events["heard"] == "A second line in spring"].iloc[0]
    assert mine[["account_id", "kind", "employee_id", "recorded_by", "source"]].tolist() == [
        "avelta-account_id", "visit", "E1", "E1", "sheet",
    ]  # fmt: skip
    assert mine["met_on"] == mine["recorded_at"] == pd.Timestamp("2026-11-05")
    assert mine["event_id"].startswith("S-")
    # what was entered on the 5th was not known on the 4th
    assert "A second line in spring" not in set(Book.open(book, "2026-11-04").table("contact_events")["heard"])


def test_an_older_meeting_is_known_from_the_day_on_which_it_was_entered(book, opened, load):
    sheet = opened["Contacts"]
    row = sheet.first_empty
    sheet[row, "Account"], sheet[row, "Date"] = sheet[3, "Account"], "20.10.2026"
    load(opened)
    events = Book.open(book, "2026-11-05").table("contact_events")
    mine = events[events["source"] == "sheet"].iloc[0]
    assert (mine["met_on"], mine["recorded_at"]) == (pd.Timestamp("2026-10-20"), pd.Timestamp("2026-11-05"))
    assert len(Book.open(book, "2026-11-04").table("contact_events")) == len(events) - 1


def test_the_same_sheet_loaded_twice_makes_a_row_once(book, opened, load):
    sheet = opened["Promises and actions"]
    row = sheet.first_empty
    sheet[row, "Account"], sheet[row, "What is to be done"] = sheet[3, "Account"], "Send the drawing"
    first, _ = load(opened)
    again, report = load(opened)
    assert (again, report["sheets"]) == (first, [])
    assert Book.open(book, "2026-11-05").table("commitments")["text"].tolist().count("Send the drawing") == 1


def test_a_new_line_that_is_corrected_and_loaded_again_stays_one_row(book, opened, load, told):
    sheet = opened["Promises and actions"]
    row = sheet.first_empty
    sheet[row, "Account"], sheet[row, "What is to be done"] = sheet[3, "Account"], "Send the drawing"
    load(opened)
    sheet[row, "What is to be done"], sheet[row, "Done on"] = "Send both drawings", pd.Timestamp("2026-11-06")
    _, report = load(opened, moment=pd.Timestamp("2026-11-06 12:00"))
    assert told(report) == {("commitments", row, "changed", ("done_on", "text"))}
    rows = Book.open(book, "2026-11-06").table("commitments")
    mine = rows[rows["source"] == "sheet"]
    assert mine[["text", "done_on"]].values.tolist() == [["Send both drawings", pd.Timestamp("2026-11-06")]]


def test_an_edit_of_a_state_is_a_new_row_and_the_old_one_stays(book, opened, load, told):
    sheet = opened["Markets"]
    sheet[3, "In, wants or avoids"] = "avoids"
    _, report = load(opened)
    assert [(one[0], one[1], one[2]) for one in told(report)] == [("markets", 3, "next")]
    rows = Book.open(book, "2026-11-05").table("markets")
    mine = rows[rows["account_id"] == "avelta-account_id"].sort_values("as_of")
    assert mine[["as_of", "status"]].values.tolist() == [
        [pd.Timestamp("2026-03-02"), "in"], [pd.Timestamp("2026-11-05"), "avoids"],
    ]  # fmt: skip
    # and the same file again makes neither a third
    assert load(opened)[1]["sheets"] == []


def test_an_edit_of_a_goal_is_its_next_version_but_that_it_was_reached_is_not(book, opened, load):
    sheet = opened["Goals"]
    sheet[3, "Reached on"] = pd.Timestamp("2026-11-04")
    load(opened)
    rows = Book.open(book, "2026-11-05").table("goals")
    mine = rows[rows["account_id"] == "avelta-account_id"]
    assert mine[["version", "reached_on"]].values.tolist() == [[3, pd.Timestamp("2026-11-04")]]
    sheet[3, "Goal"], sheet[3, "Why it changed"] = "Two plants", "They closed one"
    load(opened, moment=pd.Timestamp("2026-11-08 12:00"))
    rows = Book.open(book, "2026-11-08").table("goals")
    mine = rows[rows["account_id"] == "avelta-account_id"].sort_values("version")
    assert mine[["version", "text", "set_on"]].values.tolist() == [
        [3, "avelta goals text", pd.Timestamp("2026-03-02")], [4, "Two plants", pd.Timestamp("2026-11-08")],
    ]  # fmt: skip


def test_an_empty_role_is_a_line_that_is_begun(book, opened, load, told):
    # the marked book has BUY and USE at each account; of USE nobody is known
    sheet = opened["Roles"]
    begun = [row for row in range(3, 8) if sheet[row, "Role"] == "Head of production (USE)"]
    assert len(begun) == 1
    sheet[begun[0], "Who fills it"] = sheet[next(r for r in range(3, 8) if "BUY" in sheet[r, "Role"]), "Who fills it"]
    _, report = load(opened)
    # the book has a row that says so
    assert {(one[0], one[2]) for one in told(report)} == {("role_slots", "next")}
    slots = Book.open(book, "2026-11-05").account("avelta-account_id").table("role_slots")
    newest = slots[slots["role_code"] == "USE"].sort_values("assessed_on").iloc[-1]
    assert (newest["contact_id"], newest["assessed_on"]) == ("avelta-contact_id", pd.Timestamp("2026-11-05"))


def test_a_line_marked_to_be_removed_goes_and_stays_away_in_later_loads(book, opened, load, told):
    sheet = opened["Risks"]
    sheet[3, "Remove (x)"] = "x"
    _, report = load(opened)
    assert told(report) == {("risks", 3, "removed", ())}
    assert "avelta-account_id" not in set(Book.open(book, "2026-11-05").table("risks")["account_id"])
    assert load(opened)[1]["sheets"] == []


STATED = [("Goals", "Goal", "goals"), ("Strategies", "What we do", "strategies"), ("Markets", "Evidence", "markets")]


@pytest.mark.parametrize(("title", "header", "table"), STATED)
@pytest.mark.parametrize("same_file", [True, False])
def test_what_is_taken_out_does_not_come_back_as_it_was_before(
    book, opened, load, told, title, header, table, same_file
):
    opened[title][3, header] = "Two plants"
    load(opened)
    first = len(Book.open(book, "2026-11-05").table(table))
    later = opened if same_file else issued_on(book, "2026-11-06 19:00")
    later[title][3, "Remove (x)"] = "x"
    _, report = load(later, moment=pd.Timestamp("2026-11-08 12:00"))
    assert told(report) == {(table, 3, "removed", ())}
    rows = Book.open(book, "2026-11-08").table(table)
    assert rows["account_id"].tolist() == ["bornum-account_id"]
    # and as of the day before it is there in both its states
    assert len(Book.open(book, "2026-11-07").table(table)) == first == 3
    assert load(later, moment=pd.Timestamp("2026-11-09 12:00"))[1]["sheets"] == []


@pytest.mark.parametrize(("title", "header", "table"), [*STATED, ("Risks", "What may happen", "risks")])
def test_what_changed_after_a_sheet_was_saved_is_not_taken_out_by_it(book, opened, load, title, header, table):
    other = issued_on(book, "2026-11-03 20:00")
    other[title][3, header] = "Two plants"
    load(other, moment=pd.Timestamp("2026-11-10 12:00"))
    before = len(Book.open(book, "2026-11-12").table(table))
    opened[title][3, "Remove (x)"] = "x"
    _, report = load(opened)
    assert [line["reason"] for sheet in report["sheets"] for line in sheet["lines"]] == [
        "was changed in the book after the sheet was saved; what the book has counts"
    ]
    assert len(Book.open(book, "2026-11-12").table(table)) == before
    # saved later, it counts, and load says so
    _, report = load(opened, moment=pd.Timestamp("2026-11-12 12:00"))
    assert report["sheet_flags"] == [
        f"0.xlsx#{title} row 3: had been changed in the book meanwhile; the sheet was saved later and takes it out."
    ]
    assert Book.open(book, "2026-11-12").table(table)["account_id"].tolist() == ["bornum-account_id"]


def test_a_line_that_is_deleted_from_the_sheet_stays_in_the_book(opened, load):
    opened["Risks"].sheet.delete_rows(3)
    assert load(opened)[1]["sheets"] == []
