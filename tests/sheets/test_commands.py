"""``accountbook sheets`` and ``accountbook load`` as a user meets them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.book import BookError
from accountbook.book.loads import current
from accountbook.cli import app
from accountbook.publish.handout import hand_out

WRITTEN = pd.Timestamp("2026-11-03 19:00")


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("spelling", [(), ("--book",)])
def test_sheets_says_where_each_lies_and_what_to_do_next(book, tmp_path, spelling):
    shown = run("sheets", *spelling, book, "--out", tmp_path / "out")
    assert shown.exit_code == 0, shown.output
    files = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsx"))
    days = {file[-15:-5] for file in files}
    assert len(days) == 1 and days.pop() >= "2026-11-01"  # today, and not before the load
    files = [file[:-16] for file in files]
    from accountbook.publish.files import slug

    assert files == [
        f"{slug('North')}/{slug('E2')}",
        f"{slug('South')}/{slug('E1')}",
        "company",
    ]
    assert f"3 sheets in {tmp_path / 'out'}; when they are filled in: accountbook load" in shown.output
    assert "1 account\n" in shown.output


def test_sheets_show_the_book_as_it_stands_and_are_of_no_day_before_its_load(book, tmp_path):
    shown = run("sheets", book, "--out", tmp_path / "out", "--as-of", "2026-10-31")
    assert (shown.exit_code, "No such option" in shown.output) == (2, True)
    with pytest.raises(BookError, match="its last load is of 2026-11-01, and sheets show the book as it stands"):
        hand_out(book, tmp_path / "out", pd.Timestamp("2026-10-31"), written_at=WRITTEN)
    assert not (tmp_path / "out").exists()


def test_a_sheet_that_is_there_is_never_written_over(book, tmp_path):
    first = hand_out(book, tmp_path / "out", WRITTEN.normalize(), written_at=WRITTEN, owners=["E1"])
    before = first[0].path.read_bytes()
    again = hand_out(book, tmp_path / "out", WRITTEN.normalize(), written_at=WRITTEN, owners=["E1"])
    assert first[0].path.read_bytes() == before
    assert again[0].path.name == f"{first[0].path.stem}_2.xlsx"


def test_sheets_are_for_their_owner_and_nobody_else(book, tmp_path):
    for one in hand_out(book, tmp_path / "out", WRITTEN.normalize(), written_at=WRITTEN):
        assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700


def test_sheets_of_a_team_with_a_group_are_for_its_members(book, tmp_path):
    import grp

    group = grp.getgrgid(os.getegid())
    with (book / "book.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[teams]\n"South" = "{group.gr_name}"\n')
    done = {one.owner: one.path for one in hand_out(book, tmp_path / "out", WRITTEN.normalize(), written_at=WRITTEN)}
    mode = {owner: stat.S_IMODE(path.stat().st_mode) for owner, path in done.items()}
    assert mode == {"E1": 0o640, "E2": 0o600, "": 0o600}
    assert stat.S_IMODE(done["E1"].parent.stat().st_mode) == 0o750
    # the folder above lets members through and lists nothing
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o711


def test_A1_an_owners_number_never_leads_out_of_the_folder(tmp_path, marked_tables):
    from accountbook.book import write_load

    tables = marked_tables({"avelta": {"team": "../x", "owner_id": "../../E/1"}})
    company = {"name": "Nova", "currency": "EUR", "country": "KR", "invented": True}
    write_load(
        tmp_path / "book", tables, rejected={}, report={}, company=company, exported_on=pd.Timestamp("2026-11-01")
    )
    done = hand_out(tmp_path / "book", tmp_path / "out", WRITTEN.normalize(), written_at=WRITTEN)
    assert len(done) == 2
    assert all(one.path.resolve().is_relative_to((tmp_path / "out").resolve()) for one in done)


def test_an_owner_without_accounts_and_a_book_without_loads_are_told(book, tmp_path):
    shown = run("sheets", book, "--owner", "E9", "--out", tmp_path / "out")
    assert shown.exit_code == 2
    assert "nobody by the number 'E9' owns an account" in shown.output
    assert "owners are E1, E2" in shown.output
    shown = run("sheets", tmp_path / "none")
    assert shown.exit_code == 2
    assert "no load yet; next: accountbook load SOURCE --book" in shown.output
    assert run("sheets").exit_code == 2


@pytest.mark.parametrize(
    ("below", "said"), [("", "{file} is a file"), ("a/b", "{file}/a/b lies below {file}, which is a file")]
)
def test_sheets_into_a_file_are_told_in_a_sentence(book, tmp_path, below, said):
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    shown = run("sheets", book, "--out", file / below)
    assert shown.exit_code == 2
    assert f"accountbook: {said.format(file=file)}; name a folder for the sheets with --out\n" in shown.output
    assert file.read_text() == "mine"


def test_load_shows_what_changed_and_what_was_turned_away_without_values(book, opened, tmp_path):
    opened["Risks"][3, "What may happen"] = "Secret plan"
    opened["Goals"][3, "Target"], opened["Goals"][3, "Why it changed"] = 7, "Secret reason"
    opened["Markets"][3, "Evidence"] = "Secret evidence"
    opened["Contacts"][3, "What it was"] = "Secret picnic"
    opened.save(tmp_path / "back" / "kim.xlsx")
    shown = run("load", tmp_path / "back", "--book", book)
    assert shown.exit_code == 0, shown.output
    assert "kim.xlsx: Risks: 1 changed\n" in shown.output
    assert "Risks row 3: changed: What may happen\n" in shown.output
    assert "kim.xlsx: Goals: 1 next version\n  " in shown.output
    assert "Goals row 3: next version: Target, Why it changed\n" in shown.output
    assert "Markets row 3: new state: Evidence\n" in shown.output
    assert "kim.xlsx: Contacts: 1 turned away\n" in shown.output
    assert "Contacts row 3: turned away: What it was is none of meeting, visit" in shown.output
    assert "Secret" not in shown.output
    assert "order_lines" not in shown.output
    assert f"What was turned away, row by row: {book / 'loads' / current(book) / 'rejected'}\n" in shown.output
    shown = run("load", tmp_path / "back", "--book", book)
    assert "the sheets change nothing" in shown.output
    assert "Contacts row 3: turned away" in shown.output
    assert "stands in the sheets only: mend it there, and load them again.\n" in shown.output
    assert "Risks" not in shown.output


def test_sheets_in_another_language_are_read_back_in_it(book, load):
    from importlib import import_module

    from accountbook.display import Words
    from accountbook.sheets.issue import issue

    t = Words("ko")
    opened = import_module("tests.sheets.conftest").Workbook(
        next(issue(book, WRITTEN.normalize(), written_at=WRITTEN, owners=["E1"], lang="ko")).content
    )
    opened[t("Risks")][3, t("What may happen")] = "바뀐 글"
    sheets = load(opened)[1]["sheets"]
    assert [(one["sheet"], one["table"], one["changed"]) for one in sheets] == [(t("Risks"), "risks", 1)]


def test_libreoffice_opens_a_sheet_and_changes_nothing(book, issued, tmp_path, load):
    import shutil
    import subprocess

    office = shutil.which("soffice")
    if office is None:
        pytest.skip("SKIPPED LOUDLY: soffice is not installed (apt-get install libreoffice-calc-nogui)")
    (tmp_path / "kim.xlsx").write_bytes(issued["E1"])
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(tmp_path / "kim.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    _, report = load((tmp_path / "out" / "kim.xlsx").read_bytes())
    assert report["sheets"] == []
    assert report["sheet_files"][0]["owner"] == "E1"


def test_a_book_of_entries_only_for_its_owner(book, opened, tmp_path):
    opened["Risks"][3, "What may happen"] = "Something else"
    assert run("load", opened.save(tmp_path / "back" / "kim.xlsx").parent, "--book", book).exit_code == 0
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path(book / "entries").iterdir()}
    assert modes == {0o600}
