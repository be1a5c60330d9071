"""What does not fit is turned away with sheet, row, column and reason, and nothing else of the book moves."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.ingest import SourceError

DAY = pd.Timestamp("2026-11-06 12:00")


AHEAD = "the day on which the sheet was saved, and says what happened"


def refused(report: dict) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and reason of each line that was turned away."""
    return [
        (sheet["sheet"], line["row"], line["columns"][0], line["reason"])
        for sheet in report["sheets"]
        for line in sheet["lines"]
        if line["what"] == "rejected"
    ]


@pytest.mark.parametrize(
    ("title", "header", "value", "reason"),
    [
        ("Contacts", "What it was", "picnic", "is none of meeting, visit, call, video, mail, dinner, golf, ceremony, "
                                              "site_visit, trade_fair, training, other"),
        ("Promises and actions", "Done on", "11/5/2026", "is no day; write it as 2026-11-05"),
        ("Promises and actions", "Due on", "3026-11-05", "lies outside 1970-01-01 to 2036-11-12"),
        ("Promises and actions", "Done on", "2026-11-06", f"lies after 2026-11-05, {AHEAD}"),
        ("Contacts", "Date", "2036-11-05", f"lies after 2026-11-05, {AHEAD}"),
        ("Voices", "Said on", "2026-11-06", f"lies after 2026-11-05, {AHEAD}"),
        ("Promises and actions", "What is to be done", None, "is empty, and every line needs it"),
        ("Risks", "Chance", 60, "is too large"),
        ("Risks", "Chance", "much", "is no number"),
        ("Contacts", "Whom", "Somebody Else",
         "names nothing of contacts that this sheet may name; pick it from the list"),
        ("Contacts", "Whom", "bornum-contact_id",
         "names nothing of contacts that this sheet may name; pick it from the list"),
        ("Roles", "We get a meeting", "perhaps", "is neither yes nor no"),
        ("Contacts", "Account", "bornum-account_id",
         "may not be changed; to take the line out write x under Remove, and write a new line"),
        ("Contacts", "Heard", "=A1&B1", "is a formula without a value; write what it comes to"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_fit(book, opened, load, title, header, value, reason):
    sheet = opened[title]
    row = next(row for row in range(3, 8) if sheet.line(row).startswith("b"))
    sheet[row, header] = value
    _, report = load(opened)
    assert refused(report) == [(title, row, header, reason)]
    # sheets alone that change nothing make no load
    assert len(list((book / "loads").iterdir())) == 1


def test_a_meeting_ahead_is_planned_and_not_held(book, opened, load):
    sheet = opened["Meetings"]
    row = sheet.first_empty
    for place, (day, status) in enumerate([("2026-11-20", "held"), ("2026-11-20", "planned"), ("2026-11-05", "held")]):
        sheet[row + place, "Account"], sheet[row + place, "Purpose"] = sheet[3, "Account"], f"{day} {status}"
        sheet[row + place, "Day of the meeting"], sheet[row + place, "Status"] = day, status
    _, report = load(opened)
    assert refused(report) == [
        ("Meetings", row, "Day of the meeting",
         "lies after the day on which the sheet was saved, and the meeting is said to have been held"),
    ]  # fmt: skip
    rows = Book.open(book, "2026-11-05").table("meetings")
    assert sorted(rows.loc[rows["source"] == "sheet", "purpose"]) == ["2026-11-05 held", "2026-11-20 planned"]


def test_a_refused_line_is_kept_with_the_load_and_the_others_count(book, opened, load):
    sheet = opened["Promises and actions"]
    row = sheet.first_empty
    sheet[row, "Account"], sheet[row, "What is to be done"] = sheet[3, "Account"], "Send the drawing"
    sheet[row + 1, "Account"], sheet[row + 1, "Due on"] = sheet[3, "Account"], "soon"
    _, report = load(opened)
    assert refused(report) == [("Promises and actions", row + 1, "Due on", "is no day; write it as 2026-11-05")]
    rejected = Book.open(book, "2026-11-05").rejected("commitments")
    assert rejected[["file", "row", "column", "reason"]].values.tolist() == [
        ["0.xlsx#Promises and actions", row + 1, "Due on", "is no day; write it as 2026-11-05"]
    ]
    assert json.loads(rejected["content"][0])["due_on"] == "soon"
    assert "Send the drawing" in set(Book.open(book, "2026-11-05").table("commitments")["text"])


def test_a_copied_line_and_an_emptied_one_are_told(opened, load):
    sheet = opened["Risks"].sheet
    copied = [cell.value for cell in sheet[3]]
    for place, value in enumerate(copied, start=1):
        sheet.cell(4, place).value = value
    opened["Risks"][4, "What may happen"] = "Something else"
    for cell in opened["Scenarios"].sheet[3][:-3]:
        cell.value = None
    _, report = load(opened)
    assert refused(report) == [
        ("Scenarios", 3, "", "the line was emptied; to take it out write x under Remove"),
        ("Risks", 4, "", "the line stands twice; clear the last column of a copied line, and it counts as a new one"),
    ]


def test_a_copied_line_without_its_last_column_is_a_new_one(book, opened, load):
    sheet = opened["Risks"].sheet
    for place, cell in enumerate(list(sheet[3])[:-1], start=1):
        sheet.cell(4, place).value = cell.value
    sheet.cell(4, sheet.max_column).value = None
    opened["Risks"][4, "What may happen"] = "Something else"
    for header in ("Ours in charge", "Deal"):  # the marked row names an employee and a deal that no table has
        opened["Risks"][4, header] = None
    assert refused(load(opened)[1]) == []
    rows = Book.open(book, "2026-11-05").table("risks")
    assert sorted(rows.loc[rows["account_id"] == "avelta-account_id", "text"]) == [
        "Something else",
        "avelta risks text",
    ]


def test_merged_cells_are_told(opened, load):
    sheet = opened["Risks"].sheet
    sheet.merge_cells("B3:C4")
    _, report = load(opened)
    assert {one[3] for one in refused(report)} == {
        "stands in cells that were merged; undo that, and write each line by itself"
    }


def test_moved_renamed_added_and_filtered_does_not_matter(book, opened, load, told):
    sheet = opened["Risks"]
    sheet[3, "What may happen"] = "Something else"
    plain = sheet.sheet
    plain.insert_cols(1)
    plain["A1"], plain["A3"] = "My own column", "my own note"
    plain.insert_rows(1)
    plain["A1"] = "My title"
    plain.row_dimensions[4].hidden = True
    plain.title = "Dangers"
    opened.book.create_sheet("My notes")["A1"] = "private"
    opened.book.move_sheet("Dangers", offset=-5)
    _, report = load(opened)
    assert told(report) == {("risks", 4, "changed", ("text",))}
    assert report["sheets"][0]["sheet"] == "Dangers"


def test_a_sheet_or_a_column_that_is_gone_is_told_and_counts_as_unchanged(opened, load):
    del opened.book["Goals"]
    opened["Risks"].sheet.delete_cols(opened["Risks"].places["Chance"])
    _, report = load(opened)
    assert report["sheets"] == []
    assert report["flags"][:2] == [
        '0.xlsx#Risks: no column "Chance"; what stood there counts as unchanged.',
        '0.xlsx: without "Goals"; nothing was read from there, and the book keeps its rows.',
    ]


def test_what_other_programs_make_of_days_and_numbers_is_no_change(opened, load):
    """As after an export from a spreadsheet in the browser: days, numbers and truths as texts."""
    for sheet in opened.book.worksheets:
        if sheet.title.startswith("_") or sheet.title == "Start":
            continue
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if hasattr(cell.value, "strftime"):
                    cell.value = f"{cell.value:%Y. %-m. %-d}"
                elif isinstance(cell.value, int | float):
                    cell.value = f"{cell.value:,}"
    assert load(opened)[1]["sheets"] == []


def test_a_sheet_of_another_book_stops_the_load_and_says_why(book, opened, load):
    (book / "entries" / "book").write_text("0123456789abcdef")
    with pytest.raises(SourceError, match=r"0\.xlsx: was written from another book\. Load it into that one"):
        load(opened)


def test_a_sheet_without_its_hidden_ones_stops_the_load_and_says_why(opened, load):
    del opened.book["_lines"]
    with pytest.raises(SourceError, match="its hidden sheet _lines is gone"):
        load(opened)


def test_a_damaged_sheet_stops_the_load(book, issued, tmp_path):
    from accountbook.loading import load_source

    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "kim.xlsx").write_bytes(issued["E1"])
    with (folder / "kim.xlsx").open("r+b") as file:
        # in the middle of a sheet, the list of sheets still whole
        file.seek(len(issued["E1"]) // 3)
        file.write(b"\x00" * 2_000)
    with pytest.raises(SourceError, match=r"kim\.xlsx: the workbook is damaged"):
        load_source(folder, book)


def test_a_sheet_whose_ending_is_in_capitals_is_read(book, opened, tmp_path, told):
    from accountbook.loading import load_source

    opened["Risks"][3, "What may happen"] = "Something else"
    opened.save(tmp_path / "back" / "KIM.XLSX")
    assert told(load_source(tmp_path / "back", book)[1]) == {("risks", 3, "changed", ("text",))}


def packed(name: str, content: bytes) -> bytes:
    """A zip of one file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr(name, content)
    return out.getvalue()


LOCKED = "will not open: damaged, or locked by a password. Save it again in Excel without a password"
OTHER = "sheets are read as .xlsx only. Save it as .xlsx, or take it out of the folder."


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("lee.xlsx", b"\xd0\xcf\x11\xe0 a file with a password", LOCKED),
        ("lee.XLSX", b"PK\x03\x04 cut off", LOCKED),
        ("lee.xlsx", b"", LOCKED),
        ("lee.xls", b"\xd0\xcf\x11\xe0 .. _accountbook ..", OTHER),
        ("lee.ods", packed("content.xml", b'<table:table table:name="_accountbook"/>'), OTHER),
        ("lee.XLSM", None, OTHER),
    ],
)
def test_a_sheet_that_cannot_be_read_is_named_and_stops_the_load(book, issued, tmp_path, name, content, reason, beside):
    from accountbook.loading import load_source

    folder = tmp_path / "sheets"
    folder.mkdir()
    if beside:
        (folder / "kim.xlsx").write_bytes(issued["E1"])
    (folder / name).write_bytes(issued["E2"] if content is None else content)
    with pytest.raises(SourceError) as caught:
        load_source(folder, book)
    assert f"1. {name}: {reason}" in str(caught.value)
    assert "1 problem in the source" in str(caught.value)


def test_beside_exports_only_what_was_a_sheet_is_named(issued, source, tmp_path):
    """What else lies there is an export, of which the mapping says whether it is read."""
    from accountbook.loading import load_source

    (source / "old.xls").write_bytes(b"an export that nobody maps")
    (source / "notes.xlsx").write_bytes(b"no workbook")
    load_source(source, tmp_path / "book")
    (source / "kim.xlsm").write_bytes(issued["E1"])
    with pytest.raises(SourceError) as caught:
        load_source(source, tmp_path / "book")
    assert "kim.xlsm: sheets are read as .xlsx only" in str(caught.value)
    assert "1 problem" in str(caught.value)


def test_sheets_before_any_load_are_told_what_to_do(issued, tmp_path):
    from accountbook.loading import load_source

    (tmp_path / "kim.xlsx").write_bytes(issued["E1"])
    with pytest.raises(SourceError, match=r"has no load yet\. Load the exports first"):
        load_source(tmp_path, tmp_path / "fresh")
    assert not (tmp_path / "fresh").exists()


def test_hostile_texts_come_back_as_they_were_written(book, opened, load, told):
    texts = [
        "=1+1",
        "<script>alert(1)</script>",
        "@SUM(A1)",
        "-2+3",
        "\u202ecod.exe",
        "가나다 \U0001f600",
        "a\nb",
        "x" * 32_767,
    ]
    sheet = opened["Promises and actions"]
    first = sheet.first_empty
    for place, text in enumerate(texts):
        sheet[first + place, "Account"] = sheet[3, "Account"]
        sheet[first + place, "What is to be done"] = text
        sheet.sheet.cell(first + place, sheet.places["What is to be done"]).data_type = "s"
    load(opened)
    rows = Book.open(book, "2026-11-05").table("commitments")
    kept = set(rows.loc[rows["source"] == "sheet", "text"])
    # what turns the direction of a line is left out, as in exports
    assert kept == {*(text for text in texts if not text.startswith("\u202e")), "cod.exe"}
    # and out and in again: nothing changes, no formula anywhere
    from accountbook.sheets.issue import issue

    again = {one.owner: one.content for one in issue(book, pd.Timestamp("2026-11-06"), written_at=DAY)}
    import openpyxl

    cells = [
        cell for sheet in openpyxl.load_workbook(BytesIO(again["E1"])) for row in sheet.iter_rows() for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert load(again["E1"], moment=DAY)[1]["sheets"] == []
