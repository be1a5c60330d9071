"""From exports to a book, and who may not come back into it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.book import Book, last_report
from accountbook.cli import app

MORE = """
[tables.contacts]
files = ["contacts.csv"]
[tables.contacts.columns]
contact_id = "Id"
account_id = "Account"
name = "Name"
email = "Mail"
birthday = "Born"

[tables.role_slots]
files = ["slots.csv"]
[tables.role_slots.columns]
account_id = "Account"
role_code = "Role"
assessed_on = "Day"
contact_id = "Who"
disposition = "Liking"
evidence = "Evidence"
"""


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def people(source: Path) -> Path:
    """`source` with three people, one twice, and two assessments; one row of each is turned away."""
    rows = [("P-1", "007", "Anna Rossi", "anna@prima.example", "1980-03-12"),
            ("P-2", "007", "Bruno Verdi", "", ""),
            ("P-1", "007", "Anna Rossi", "anna@prima.example", "no date")]  # fmt: skip
    pd.DataFrame(rows, columns=["Id", "Account", "Name", "Mail", "Born"]).to_csv(source / "contacts.csv", index=False)
    slots = [("007", "PUR", "2026-03-01", "P-1", "neutral", "Anna Rossi said so"),
             ("007", "QA", "2026-03-01", "P-2", "neutral", "Rossi, Anna said so"),
             ("007", "FIN", "soon", "P-1", "neutral", "")]  # fmt: skip
    columns = ["Account", "Role", "Day", "Who", "Liking", "Evidence"]
    pd.DataFrame(slots, columns=columns).to_csv(source / "slots.csv", index=False)
    with (source / "mapping.toml").open("a", encoding="utf-8") as mapping:
        mapping.write(MORE)
    return source


def test_A15_a_later_load_does_not_bring_a_forgotten_person_back(people, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "book"
    assert run("load", people, "--book", book).exit_code == 0
    shown = run("forget", "--book", book, "--contact", "P-1")
    assert shown.exit_code == 0, shown.output
    assert "1 loads rewritten: 1 rows of the person taken out, 1 references emptied, 1 texts and 2 rejected" in (
        shown.output
    )
    assert "Not reached" in shown.output
    again = run("load", people, "--book", book, "--exported-on", "2026-11-08")
    assert again.exit_code == 0, again.output
    assert "contacts: 3 rows = 1 kept + 0 merged + 2 turned away" in again.output
    report = last_report(book)
    assert report["tables"]["contacts"]["reasons"] == {"erased": 2}
    assert report["erased"] == [{"rows": 2, "references": 1, "texts": 1, "rejected": 1}]
    assert not any("role_slots" in flag and "contact_id" in flag for flag in report["flags"])
    opened = Book.open(book, "2026-11-08")
    assert opened.table("contacts")["name"].tolist() == ["Bruno Verdi"]
    slots = opened.table("role_slots").set_index("role_code")
    assert slots.loc["PUR", ["contact_id", "disposition", "evidence"]].isna().all()
    assert slots.loc["QA", "evidence"] == "[erased] said so"
    turned = opened.rejected("contacts")
    assert turned[["file", "row", "reason"]].values.tolist() == [
        ["contacts.csv", 2, "erased"], ["contacts.csv", 4, "erased"],
    ]  # fmt: skip
    assert turned["content"].fillna("").tolist() == ["", ""]
    assert opened.rejected("role_slots")["content"].fillna("").tolist() == [""]
    said = json.dumps(report) + opened.rejected("contacts").to_json() + opened.rejected("role_slots").to_json()
    assert [word for word in ("P-1", "Rossi", "anna@", "1980") if word in said] == []


def test_an_export_of_forgotten_people_only_is_no_reason_to_stop(people, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "book"
    assert run("load", people, "--book", book).exit_code == 0
    assert run("forget", "--book", book, "--contact", "P-1").exit_code == 0
    rows = pd.read_csv(people / "contacts.csv", dtype=str)
    rows[rows["Id"] == "P-1"].to_csv(people / "contacts.csv", index=False)
    shown = run("load", people, "--book", book, "--exported-on", "2026-11-08")
    assert shown.exit_code == 0, shown.output


def test_forget_says_who_is_unknown_and_who_was_forgotten_already(people, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "book"
    assert run("load", people, "--book", book).exit_code == 0
    shown = run("forget", "--book", book, "--contact", "P1")
    assert (shown.exit_code, "did you mean P-" in shown.output) == (2, True)
    assert run("forget", "--book", book, "--contact", "P-1").exit_code == 0
    shown = run("forget", "--book", book, "--contact", "P-1")
    assert (shown.exit_code, "forgotten already" in shown.output) == (0, True)
    shown = run("verify", "monthly", "--book", book, "--as-of", "2026-10-31")
    assert (shown.exit_code, "was published" in shown.output) == (2, True)
