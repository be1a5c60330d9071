"""A company that is hostile in every text of every table: into the book, and out of it in every kind of file."""

from __future__ import annotations

import csv
import re

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.tables import TABLES

SHOWN_AT_LEAST = {
    "accounts.name", "accounts.team", "accounts.city", "accounts.vertical", "employees.name", "contacts.name",
    "items.item_id", "items.name", "opportunities.name", "role_slots.plan", "role_templates.role_code",
}  # fmt: skip
"""Fields whose texts stand on some page; more may join."""


def squeezed(text: str) -> str:
    """A text as a page shows it, without white space, which HTML does not keep; no word has over 200 characters."""
    return "".join(word if len(word) <= 200 else word[:200] + "…" for word in text.split())


@pytest.mark.parametrize("name", TABLES)
def test_every_text_of_every_table_is_hostile_and_comes_into_the_book(hostile, company, name):
    table, [path] = TABLES[name], (hostile.folder / "source").glob(f"{name} *.csv")
    with path.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    brought = Book.open(hostile.folder / "book", company.AS_OF + pd.Timedelta(days=400)).table(name)
    turned_away = name == "opportunity_changes"  # a third of them, and the book puts others in their place
    assert turned_away or len(brought) == len(written)
    for column in table.columns:
        if table.dtypes[column] != "str" or table.meanings[column].derived:
            continue
        field = [row[company.header_of(column)] for row in written]
        marked = [text for text in field if f"[[{name}.{column}." in text]
        if not marked:
            continue  # another table's number, a code or one of the contract's words
        expected = {company.text_of(name, column, n, shown=True) for n in range(len(written))}
        if turned_away:  # what was new is old in the row after
            both = [(one, n) for one in ("old", "new") for n in range(len(written))]
            expected |= {company.text_of(name, one, n, shown=True) for one, n in both}
            deals = range(company.rows_of("opportunities"))
            expected |= {company.text_of("opportunities", "decision_criteria", n, shown=True) for n in deals}
        found = {text for text in brought[column].dropna() if f"[[{name}." in text}
        assert {text for text in found if text.endswith("]]")} - expected == set(), column
        assert turned_away or expected <= found, column
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", "".join(found))
        if marked[0] == company.texts(name, column, 0, len(written)) and name not in (
            "order_lines",
            "opportunity_changes",
        ):
            assert [payload[:60] for payload, _ in company.PAYLOADS if payload not in " ".join(field)] == [], column


def test_A1_whatever_their_numbers_accounts_stay_inside_and_apart(hostile, company):
    assert sorted(path.name for path in (hostile.folder / "out").iterdir()) == ["reports"]
    assert sorted(path.name for path in hostile.folder.iterdir()) == [
        "book", "ipython", "out", "said", "source", "tmp",
    ]  # fmt: skip
    assert list((hostile.folder / "tmp").iterdir()) == []
    paths = [path.relative_to(hostile.out) for path in hostile.out.rglob("*")]
    book = hostile.folder / "book"
    paths += [path.relative_to(book) for path in book.rglob("*") if "rejected" not in path.parts]
    for part in {part for path in paths for part in path.parts}:
        assert re.fullmatch(r"[A-Za-z0-9_.=-]{1,80}", part), part
        assert part.split(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN"}
    plans = [path for path in paths if path.parent.name == "account_plan" and path.suffix == ".html"]
    assert len(plans) == len(company.IDS)
    assert len({path.as_posix().lower() for path in plans}) == len(company.IDS)


@pytest.mark.browser
def test_A2_A16_nothing_runs_and_nobody_is_asked_in_any_kind_of_file(hostile, outputs, bench):
    assert outputs.problems(hostile.edition, bench) == []


@pytest.mark.browser
def test_A3_A4_every_text_that_is_shown_is_shown_as_it_was_written(hostile, company, outputs, bench):
    wrong, fields, seen = [], set(), ""
    for path, text in outputs.texts(hostile.edition, bench).items():
        plain = "".join(text.split())
        seen += plain
        for mark in company.MARK.finditer(plain):
            table, column, n = mark[1], mark[2], int(mark[3])
            fields.add(f"{table}.{column}")
            meant = company.text_of(table, column, n, shown=True)
            whole = "".join(meant.split())  # a title and a picture's words are never cut
            if not plain[: mark.end()].endswith((squeezed(meant), whole)):
                wrong.append((path.name, mark[0], plain[mark.start() - 60 : mark.end()]))
    assert wrong == []
    assert SHOWN_AT_LEAST - fields == set()
    assert [shown[:40] for _, shown in company.PAYLOADS if squeezed(shown) not in seen] == []
    assert list(hostile.folder.rglob("PWNED")) == []


def test_A17_nobody_is_given_a_notebook(hostile):
    assert [path.name for path in hostile.folder.rglob("*") if path.suffix in (".ipynb", ".py")] == []


SPOILT = {
    "ran what stood in a text": "<script>window.PWN=1</script>",
    "asks http://evil.example/x.png": "<img src='http://evil.example/x.png'>",
    "asked the network": "<iframe src='http://evil.example/'></iframe>",
    "holds an element that no page has": "<iframe srcdoc=''></iframe>",
    "dialog 1": "<svg onload=alert(1)>",
    "px wide in a window of 390": f"<p>{'W' * 200}</p>",
    "goes to": "<meta http-equiv=refresh content='0;url=about:blank'>",
}


@pytest.mark.browser
@pytest.mark.parametrize("named", SPOILT)
def test_the_judge_sees_what_is_wrong(outputs, bench, tmp_path, named):
    head = f"<head><meta {outputs.POLICY} content=\"default-src 'none'\"><title>x</title><style></style></head>"
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html>{head}<body>{SPOILT[named]}</body>", encoding="utf-8")
    assert named in " ".join(outputs.problems(tmp_path, bench))


def test_a_kind_of_file_without_a_judge_is_refused(outputs, tmp_path):
    (tmp_path / "sheet.new").write_bytes(b"")
    with pytest.raises(AssertionError, match="judge"):
        outputs.outputs(tmp_path)
