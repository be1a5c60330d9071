"""What a proposal says of files that hold no table: calendars, and what it does not look at."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from accountbook.ingest import SourceError, propose, read_source

ORDERS = "Order,Account,Date,Item,Qty,Price,Currency\n1,A,2026-01-02,X,2,10,EUR\n"
CONTACTS = "Contact ID,Account,Name,Email\nC1,A,Anna,anna@prima.example\n"
EVENTS = "event_id,account_id,met_on,kind\nV1,A,2026-10-02,visit\n"
CALENDAR = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:u1", "DTSTART:20261005T010000Z",
     "ORGANIZER:mailto:kim@works.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@prima.example", "END:VEVENT",
     "END:VCALENDAR", ""]
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(ORDERS)
    (tmp_path / "kim.ics").write_text(CALENDAR)
    return tmp_path


def loaded(folder: Path) -> list[str]:
    """The days of the contact events that the proposal makes of a folder."""
    text = propose(folder).text.replace('# country = "KR"', 'country = "KR"')
    (folder / "mapping.toml").write_text(text, encoding="utf-8")
    tables = read_source(folder, exported_on=pd.Timestamp("2026-11-01")).tables
    return tables["contact_events"]["met_on"].dt.strftime("%F").tolist()


def test_calendars_are_proposed_as_contact_events(folder):
    (folder / "lee.ICS").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    proposal = propose(folder)
    assert tomllib.loads(proposal.text)["tables"]["contact_events"] == {"files": ["*.ICS", "*.ics"]}
    assert proposal.found[1:] == ["kim.ics: a calendar -> contact_events", "lee.ICS: a calendar -> contact_events"]
    hint = "# who took part is known by e-mail address: map email of contacts, and of employees"
    assert hint in proposal.text
    (folder / "contacts.csv").write_text(CONTACTS)
    assert hint not in propose(folder).text
    assert loaded(folder) == ["2026-10-05"]


def test_calendars_stand_beside_files_of_contact_events(folder):
    (folder / "contacts.csv").write_text(CONTACTS)
    (folder / "visits.csv").write_text(EVENTS)
    assert sorted(loaded(folder)) == ["2026-10-02", "2026-10-05"]
    table = tomllib.loads((folder / "mapping.toml").read_text(encoding="utf-8"))["tables"]["contact_events"]
    assert [one["files"] for one in table["sources"]] == [["visits.csv"], ["*.ics"]]
    assert "columns" not in table


def test_every_file_that_is_passed_over_is_named(folder):
    (folder / "kim.ics").unlink()
    for name in ("notes.pdf", "old.xls", "mapping.old.toml", "orders.csv.sha256", ".hidden.csv", "~$orders.xlsx"):
        (folder / name).touch()
    for name in ("archive/2025/a.csv", "archive/2025/b.csv", "archive/c.pdf", "more/d.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    known = "known are .csv, .tsv, .txt, .csv.gz, .tsv.gz, .txt.gz, .xlsx, .xlsm, .parquet, .ics."
    assert propose(folder).found[1:] == [
        f"NOT READ: notes.pdf: this kind of file is not read; {known}",
        f"NOT READ: old.xls: this kind of file is not read; {known} Save it as .xlsx first.",
        "archive/: 2 files lie below the folder, where map does not look: move up what is an export, or write "
        'files = ["archive/**/*.csv"] for its table',
        "more/: 1 file lies below the folder, where map does not look: move up what is an export, or write "
        'files = ["more/*.csv"] for its table',
    ]


def test_a_folder_without_an_export_says_what_it_has(folder):
    (folder / "orders.csv").rename(folder / "orders.xls")
    with pytest.raises(SourceError) as caught:
        propose(folder)
    said = [one.split(": ", 1)[1] for one in caught.value.problems]
    assert said[0] == "holds no CSV, TSV, Excel or Parquet file. Say where the exports lie."
    assert said[1] == "a calendar -> contact_events"
    assert said[2].startswith("orders.xls: this kind of file is not read")
