"""What a workbook holds for people: the book's own names, an example, protected keys; and nothing of others."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from accountbook.display import Words
from accountbook.sheets.issue import issue
from accountbook.sheets.labels import header
from accountbook.sheets.layout import LAYOUTS, OWN, layouts_of, locked
from accountbook.tables import TABLES


def opened(content: bytes):
    return openpyxl.load_workbook(BytesIO(content))


def rules(sheet) -> dict[str, str]:
    """The drop-down of each column, by its header; the reference as written."""
    heads = {cell.column_letter: cell.value for cell in sheet[1]}
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            found[heads[re.match(r"[A-Z]+", str(rule.sqref))[0]]] = rule.formula1
    return found


def listed(book, reference: str) -> list[str]:
    """The values of a plain reference."""
    sheet, area = re.fullmatch(r"=?'?(\w+)'?!(.+)", reference).groups()
    cells = book[sheet][area.replace("$", "")]
    return [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]


@pytest.mark.parametrize("owner", ["E1", ""])
def test_headers_are_all_different_and_every_column_has_one(owner):
    for table, layout in layouts_of(owner).items():
        heads = [header(table, column, Words()) for column in layout.columns]
        assert len(set(heads)) == len(heads), table
        assert set(layout.columns) <= set(TABLES[table].columns)
        assert set(layout.defaults) <= set(layout.columns)
        assert len(layout.title) <= 31
    titles = [layout.title for layout in layouts_of(owner).values()]
    assert len(set(titles)) == len(titles)


def test_every_indispensable_column_is_asked_for_or_comes_by_itself():
    for name, layout in LAYOUTS.items():
        by_itself = {layout.number, "version"} if layout.number else set()
        assert set(TABLES[name].required) <= {*layout.columns, *by_itself}, name


def test_the_tables_that_only_people_can_fill_in_are_all_there():
    wanted = "goals scenarios markets role_slots voices meetings contact_events commitments lessons success_stories"
    assert {*wanted.split(), "forecasts"} <= set(layouts_of("E1"))
    assert list(OWN)[:5] == ["contact_events", "commitments", "meetings", "role_slots", "voices"]


def test_drop_downs_hold_the_books_names(issued):
    book = opened(issued["E1"])
    lists = rules(book["Contacts"])
    assert listed(book, lists["Account"]) == ["avelta accounts name (avelta-account_id)"]
    assert listed(book, lists["What it was"])[:3] == ["meeting", "visit", "call"]
    assert listed(book, lists["Who of us"]) == ["Owner E1 (E1)", "Owner E2 (E2)"]
    assert listed(book, rules(book["Roles"])["Role"]) == ["Head of production (USE)", "Head of purchasing (BUY)"]
    # a person is chosen among those of the account in the same line
    formula = lists["Whom"]
    assert re.fullmatch(r"OFFSET\('_lists'!\$[A-Z]+\$1,INDEX\(.+,MATCH\(\$A3,.+,0\)\),0,INDEX\(.+\),1\)", formula)
    assert len(formula) <= 255
    first = re.match(r"OFFSET\('_lists'!\$([A-Z]+)\$1", formula)[1]
    assert book["_lists"][f"{first}1"].value == "avelta contacts name, avelta contacts title (avelta-contact_id)"


def test_the_names_of_an_account_lie_below_one_another_where_the_reference_says(tmp_path):
    from accountbook.sheets.lists import Lists
    from accountbook.sheets.names import Name, Names

    people = [Name("1", "a", "A"), Name("2", "b", "A"), Name("3", "c", "B")]
    lists = Lists("_lists", Names({"accounts": [Name("A", "Alfa (A)"), Name("B", "Beta (B)")], "contacts": people}))
    lists.names("contacts", "$A3")
    assert lists.columns == [["a", "b", "c"], ["Alfa (A)", "Beta (B)"], [0, 2], [2, 1]]


def test_days_are_days_keys_are_locked_and_the_rest_is_free(issued):
    book = opened(issued["E1"])
    sheet = book["Roles"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(3, 8) if str(sheet.cell(row, len(heads)).value).startswith("b"))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.cell(row, heads["As of"]).value == pd.Timestamp("2026-03-02")
    assert sheet.cell(row, heads["As of"]).is_date
    fixed = {head for head, column in heads.items() if sheet.cell(row, column).protection.locked}
    assert fixed == {"Account", "Role", "Line role_slots"}
    # below the lines a whole column is free, but for the last one
    with zipfile.ZipFile(BytesIO(issued["E1"])) as packed:
        columns = packed.read("xl/worksheets/sheet5.xml").decode()
    assert {header("role_slots", one, Words()) for one in locked("role_slots")} == {"Account", "Role"}
    styles = [int(one) for one in re.findall(r'<col [^>]*style="(\d+)"', columns)]
    assert len(re.findall("<col ", columns)) == len(styles)
    assert [book._cell_styles[one].protectionId != 0 for one in styles][-1] is False
    assert all(book._cell_styles[one].protectionId != 0 for one in styles[:-1])


def test_an_example_says_that_it_is_one_and_headers_say_what_they_mean(issued):
    sheet = opened(issued["E1"])["Contacts"]
    assert [cell.value for cell in sheet[2]][-1] == "example"
    assert sheet["A2"].font.italic
    assert sheet["E2"].value == "A second line is planned for spring"
    assert sheet["B1"].comment.text == "Day on which they met.\nEmpty in a new line: the day on which you save"
    assert sheet["A1"].comment.text == "The account.\nMust be filled in"


def test_A14_nothing_of_another_owners_account_is_in_a_file(issued):
    for owner, content in issued.items():
        with zipfile.ZipFile(BytesIO(content)) as packed:
            text = b"".join(packed.read(one) for one in packed.namelist())
        counts = {mark: text.count(mark.encode()) for mark in ("avelta", "bornum")}
        mine = {"E1": "avelta", "E2": "bornum"}.get(owner)
        assert {mark for mark, count in counts.items() if count} == ({mine} if mine else set()), owner


def test_A6_there_is_no_formula_in_any_cell_and_no_address(issued):
    for content in issued.values():
        book = opened(content)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert len(cells) > 500
        assert [one.coordinate for one in cells if one.data_type == "f" or one.hyperlink] == []
        assert [sheet.sheet_state for sheet in book.worksheets if sheet.title.startswith("_")] == ["veryHidden"] * 3


def test_the_same_book_day_and_moment_give_the_same_bytes(marked_book, issued):
    from importlib import import_module

    conftest = import_module("tests.sheets.conftest")
    again = {one.owner: one.content for one in issue(marked_book, conftest.EXPORTED, written_at=conftest.WRITTEN)}
    assert again == issued


def test_the_first_sheet_asks_for_what_is_missing(tmp_path, marked_tables):
    from importlib import import_module

    from accountbook.book import write_load

    conftest = import_module("tests.sheets.conftest")
    tables = marked_tables({"avelta": {"team": "South", "owner_id": "E1"}})
    promise = tables["commitments"].iloc[0].to_dict()
    open_ones = [
        promise | {"commitment_id": number, "due_on": due, "done_on": done, "dropped_on": None}
        for number, due, done in (
            ("1", "2026-10-20", None), ("2", "2026-12-20", None), ("3", "2026-10-20", "2026-10-19"),
        )
    ]  # fmt: skip
    tables["commitments"] = TABLES["commitments"].frame(open_ones)
    meeting = tables["meetings"].iloc[0].to_dict() | {"status": "planned", "plan_received": None}
    days = [("1", "2026-11-05"), ("2", "2026-11-20"), ("3", "2026-10-20")]
    tables["meetings"] = TABLES["meetings"].frame(meeting | {"meeting_id": n, "held_on": day} for n, day in days)
    write_load(
        tmp_path / "book", tables, rejected={}, report={}, company=conftest.COMPANY, exported_on=conftest.EXPORTED
    )
    one = next(issue(tmp_path / "book", conftest.EXPORTED, written_at=conftest.WRITTEN))
    said = [row[1] for row in opened(one.content)["Start"].iter_rows(values_only=True) if row[1]]
    assert said[0] == "Sheets of Owner E1 (E1), as of 2026-11-01"
    assert "1 promise or action of ours is overdue: done, or a new day?" in said
    assert "avelta accounts name (avelta-account_id) · 2026-10-20 · avelta commitments text" in said
    assert "1 meeting in the next seven days has no plan yet" in said
    assert "1 role that must be known is empty: who is it?" in said
    assert said[-1] == "avelta accounts name (avelta-account_id) · Head of production (USE)"
