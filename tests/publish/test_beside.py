"""What lies beside a page: its workbook, its calendar, the page on paper; kept, verified and forgotten with it."""

from __future__ import annotations

import hashlib
import shutil
import stat
import zipfile
from datetime import UTC, datetime

import pandas as pd
import pytest

from accountbook.publish import PublishError
from accountbook.publish.export import attachments_of
from accountbook.publish.failure import NotebookFailure
from accountbook.publish.forgetting import forget
from accountbook.publish.printing import browser, printed
from accountbook.publish.verification import verify

WORKBOOK = """import pandas as pd
from accountbook.display.workbook import Sum, rows_workbook
rows = {'order_lines': here.table('order_lines')[['order_id', 'amount']]}
rows |= {'people': here.table('contacts')[['contact_id']].assign(name=here.table('contacts')['name'].astype(object))}
rows = {name: frame for name, frame in rows.items() if len(frame)}
total = Sum('Ordered', 'order_lines', 'amount', (), float(rows['order_lines']['amount'].sum()))
Attachment('.xlsx', rows_workbook(here.accounts()[0], [total], rows, Words(lang)))"""
SHOWN = "masthead('Prima', crumbs=[('Monthly', '../index.html')]) + link(f'{ROWS}#order_lines!A1', 'order_lines')"


@pytest.fixture
def books(desk, notebook):
    desk.put("account_plan", notebook(SHOWN, WORKBOOK))
    return desk


def _beside(desk, account, suffix=".xlsx"):
    return desk.edition / desk.plan(account).replace(".html", suffix)


def test_a_workbook_lies_beside_its_page_which_leads_to_it_by_its_real_name(books):
    assert books.publish().exit_code == 0
    path = _beside(books, "007")
    page = (books.edition / books.plan("007")).read_text(encoding="utf-8")
    assert zipfile.is_zipfile(path)
    assert f'<a href="{path.name}">Excel</a>' in page and f'<a href="{path.name}#order_lines!A1">' in page
    assert "rows.xlsx" not in page
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((books.edition / books.plan("007")).stat().st_mode)
    line = next(line for line in books.lines() if line["page"] == books.plan("007"))
    assert line["files"] == {".xlsx": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_where_no_workbook_is_made_the_link_to_it_is_plain_text(desk, notebook):
    desk.put("account_plan", notebook(SHOWN))
    desk.publish()
    page = desk.pages()[desk.plan("007")].decode()
    assert "order_lines" in page and "rows.xlsx" not in page and "Excel" not in page


def test_it_is_taken_over_with_its_page_and_made_again_when_it_is_spoilt_or_lost(books):
    books.publish()
    first = books.pages()
    assert books.publish().skipped == 3 and books.pages() == first
    _beside(books, "007").write_bytes(b"spoilt")
    _beside(books, "NA").unlink()
    outcome = books.publish()
    assert (outcome.ok, outcome.skipped) == (2, 1) and books.pages() == first


def test_pages_that_a_narrow_run_leaves_alone_keep_theirs(books):
    books.publish()
    first = books.pages()
    books.publish(accounts=["NA"])
    assert books.pages() == first


def test_a_page_whose_workbook_was_taken_away_is_made_again_by_a_narrow_run_for_another(books):
    books.publish()
    first = books.pages()
    _beside(books, "007").unlink()
    outcome = books.publish(accounts=["NA"])
    assert (outcome.exit_code, books.pages()) == (0, first)


def test_a_page_that_fails_keeps_the_last_good_one_with_its_workbook(books, notebook):
    books.publish()
    name = _beside(books, "007").name
    (books.notebooks / "editions.toml").write_text("", encoding="utf-8")
    books.put("account_plan", notebook("1 / 0 if account == '007' else 0", WORKBOOK))
    assert books.publish().failed == 1
    last = next(text.decode() for page, text in books.pages().items() if page.endswith(".last.html"))
    assert f'href="{name}"' in last and _beside(books, "007").is_file()
    assert _beside(books, "NA").is_file()


def test_verify_holds_it_against_what_is_made_again(books):
    books.publish()
    name = _beside(books, "007").relative_to(books.edition).as_posix()
    found = verify("monthly", books.book, pd.Timestamp("2026-10-31"), out=books.out, **books.options)
    assert found.exit_code == 0 and found.pages[name] == "same"
    _beside(books, "007").write_bytes(b"spoilt")
    found = verify("monthly", books.book, pd.Timestamp("2026-10-31"), out=books.out, **books.options)
    assert found.exit_code == 1 and found.pages[name] == "changed in its place"


def _text(path):
    with zipfile.ZipFile(path) as packed:
        return " ".join(packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist())


def test_who_is_forgotten_leaves_the_workbook_too_though_the_page_never_named_them(named, notebook):
    (named.notebooks / "editions.toml").write_text("", encoding="utf-8")
    named.put("account_plan", notebook(SHOWN, WORKBOOK))
    named.publish()
    assert "Bruno Verdi" in _text(_beside(named, "007")) and "Bruno" not in named.pages()[named.plan("007")].decode()
    forget(named.book, "P-2", outs=[named.out], now=lambda: datetime(2026, 11, 2, tzinfo=UTC), **named.options)
    text = _text(_beside(named, "007"))
    assert "Bruno Verdi" not in text and "Anna O" in text
    line = next(line for line in reversed(named.lines()) if line["page"] == named.plan("007"))
    assert line["files"][".xlsx"] == hashlib.sha256(_beside(named, "007").read_bytes()).hexdigest()


def test_two_workbooks_beside_one_page_are_refused(notebook):
    node = notebook("1")
    told = {"suffix": ".xlsx", "content": ""}
    output = {"output_type": "display_data", "metadata": {},
              "data": {"application/vnd.accountbook.attachment+json": told}}  # fmt: skip
    node.cells[4]["outputs"] = [output, output]
    with pytest.raises(NotebookFailure):
        attachments_of(node)


needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "google-chrome"))), reason="no Chromium is installed: nothing is printed"
)


@needs_browser
def test_pages_are_printed_where_asked_and_verified_byte_for_byte(books):
    pdftotext = shutil.which("pdftotext")
    outcome = books.publish(accounts=["007"], pdf=True)
    path = _beside(books, "007", ".pdf")
    assert outcome.exit_code == 0 and path.read_bytes().startswith(b"%PDF")
    assert f'<a href="{path.name}">PDF</a>' in books.pages()[books.plan("007")].decode()
    assert b"(D:20261031000000" in path.read_bytes(), "the time of printing stands in the ledger only"
    assert books.publish(accounts=["007"], pdf=True).skipped == 1
    found = verify("monthly", books.book, pd.Timestamp("2026-10-31"), out=books.out, **books.options)
    assert found.pages[path.relative_to(books.edition).as_posix()] == "same"
    if pdftotext:
        import subprocess

        told = subprocess.run([pdftotext, str(path), "-"], capture_output=True, text=True, check=True).stdout
        assert "Prima" in told and "Excel" not in told, "links are gone on paper"
    assert books.publish(accounts=["007"]).ok == 1 and not path.exists(), "without --pdf there is none"


@needs_browser
def test_the_same_page_gives_the_same_pdf(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<p id="x">Prima</p><a href="../other.html">Other</a><a href="#x">x</a>', encoding="utf-8")
    first = printed(page, as_of="2026-10-31")
    (tmp_path / "elsewhere").mkdir()
    moved = page.rename(tmp_path / "elsewhere" / "page.html")
    assert printed(moved, as_of="2026-10-31") == first
    assert b"file:" not in first and b"other.html" not in first, "no link leads to where it was printed"


def test_without_a_browser_pdf_is_refused_before_anything_is_made(books, monkeypatch):
    browser.cache_clear()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PublishError, match="apt-get install chromium"):
        books.publish(pdf=True)
    browser.cache_clear()
    assert not books.out.exists()
