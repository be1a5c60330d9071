"""The desk: an unset parameter is a trial for an analyst and an error for the publisher."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from accountbook import desk
from accountbook.book import Book
from accountbook.display import Column, Fact, Fragment, facts, link, masthead, table
from accountbook.display.lab import lab_css


@pytest.fixture
def publishing(monkeypatch):
    monkeypatch.setenv(desk.PUBLISHING, "1")


@pytest.mark.parametrize("missing", ["book", "as_of", "lang", "account"])
def test_F3_under_publish_an_unset_parameter_is_named(publishing, demo_book: Path, missing):
    given = {"book": str(demo_book), "as_of": "2026-10-31", "lang": "en", "account": "007"}
    with pytest.raises(desk.Unset, match=f"parameter {missing} is not set"):
        desk.open(**{**given, missing: None})


def test_under_publish_the_page_has_no_banner_and_words_of_the_book(publishing, demo_book: Path):
    page = desk.open(str(demo_book), "2026-10-31", "en")
    assert page.banner == Fragment()
    assert not page.trial
    assert page.t.as_of == page.book.as_of == pd.Timestamp("2026-10-31")
    assert page.t.currency == page.book.settings.currency
    assert page.book.account_id is None


def test_a_notebook_about_an_account_gets_that_account_only(publishing, demo_book: Path):
    account = Book.open(demo_book, "2026-10-31").accounts()[1]
    page = desk.open(str(demo_book), "2026-10-31", "en", account=account)
    assert page.book.account_id == account
    assert set(page.book.table("order_lines")["account_id"]) <= {account}


def test_an_unknown_unit_is_refused(demo_book: Path):
    with pytest.raises(TypeError, match="acount"):
        desk.open(str(demo_book), "2026-10-31", "en", acount="007")


def test_a_notebook_about_a_deal_gets_its_account_and_a_deal_that_is_not_there_is_named(demo_book: Path, monkeypatch):
    monkeypatch.setattr(desk, "_foresee", lambda book: None)
    deals = Book.open(demo_book, "2026-10-31").table("opportunities")
    still = deals[deals["outcome"] == "open"].sort_values("amount")
    first, account = still["opportunity_id"].iloc[-1], still["account_id"].iloc[-1]
    told = desk.open(str(demo_book), "2026-10-31", "en", account=None, opportunity=first)
    assert (told.opportunity, told.book.account_id) == (first, account)
    largest = desk.open(str(demo_book), "2026-10-31", "en", account=account, opportunity=None)
    assert largest.opportunity == first, "the one that asks most of all asks most at its account"
    assert desk.open(str(demo_book), "2026-10-31", "en", account=account, opportunity="").opportunity is None
    with pytest.raises(ValueError, match=f"account {account} had no deal 'D-9999' as of 2026-10-31; it had "):
        desk.open(str(demo_book), "2026-10-31", "en", account=account, opportunity="D-9999")


def test_a_notebook_about_an_owner_gets_the_whole_book_and_an_owner_that_is_not_there_is_named(
    demo_book: Path, monkeypatch
):
    monkeypatch.setattr(desk, "_foresee", lambda book: None)
    owners = sorted(set(Book.open(demo_book, "2026-10-31").table("accounts")["owner_id"].dropna()))
    first = desk.open(str(demo_book), "2026-10-31", "en", owner=None)
    assert (first.owner.owner_id, first.book.account_id, first.trial) == (owners[0], None, True)
    last = desk.open(str(demo_book), "2026-10-31", "en", owner=owners[-1])
    assert last.handover.owner == last.owner_id == owners[-1] and not last.trial
    with pytest.raises(ValueError, match="nobody of the number 'E-999' owned an account as of 2026-10-31"):
        desk.open(str(demo_book), "2026-10-31", "en", owner="E-999")
    with pytest.raises(desk.Unset, match="about no owner"):
        _ = desk.open(str(demo_book), "2026-10-31", "en").handover


@pytest.fixture
def small_company(monkeypatch, tmp_path: Path) -> Path:
    """The trial's made-up company, small, in a folder of the test."""
    import accountbook.demo

    made = partial(accountbook.demo.make_company, accounts=6, months=14)
    monkeypatch.setattr(accountbook.demo, "make_company", made)
    monkeypatch.setattr(desk, "_project", lambda: tmp_path)
    monkeypatch.delenv(desk.PUBLISHING, raising=False)
    return tmp_path / "data"


def test_with_nothing_set_an_analyst_gets_the_made_up_companys_first_account_with_an_open_deal(small_company: Path):
    page = desk.open(None, None, "en", account=None)
    assert page.trial
    assert page.book.settings.invented
    assert page.book.as_of == pd.Timestamp("2026-10-31"), "the last day that the exports cover"
    whole = Book.open(small_company / "book", "2026-10-31")
    deals = whole.table("opportunities")
    busy = set(deals[deals["outcome"] == "open"]["account_id"])
    assert page.book.account_id == next(account for account in whole.accounts() if account in busy)
    assert page.plan.predicted("accounts") is not None, "an analyst's first Run All has its predictions"
    html = page.banner._repr_html_()
    told = page.banner.notice.text()
    others = ", ".join([account for account in whole.accounts() if account != page.book.account_id][:3])
    assert told.startswith(f"Trial: no book is set, so the made-up company's account {page.book.account_id} (")
    assert told.endswith(f") stands in, as of 31 Oct 2026. Others: {others} …")
    assert html.startswith("<style>") and ".jp-RenderedHTML" in html


def test_without_an_account_the_first_with_an_open_deal_is_taken_and_without_any_the_first(demo_book, monkeypatch):
    monkeypatch.setattr(desk, "_foresee", lambda book: None)
    accounts = Book.open(demo_book, "2026-10-31").accounts()
    table = Book.table
    for still, expected in ([accounts[2], accounts[1]], accounts[1]), ([], accounts[0]):
        deals = pd.DataFrame({"opportunity_id": still, "account_id": still, "outcome": ["open"] * len(still)})
        monkeypatch.setattr(
            Book, "table", lambda book, name, deals=deals: deals if name == "opportunities" else table(book, name)
        )
        assert desk.open(str(demo_book), "2026-10-31", "en", account=None).book.account_id == expected


def test_the_notice_says_what_stands_in(demo_book: Path, monkeypatch):
    monkeypatch.setattr(desk, "_foresee", lambda book: None)
    monkeypatch.setattr(desk, "trial_book", lambda: demo_book)
    told = desk.open(str(demo_book), "2026-10-31", account=None).banner.notice.text()
    assert told.startswith("Trial: not everything is set; this is account ") and "made-up" not in told
    told = desk.open(None, "2026-10-31").banner.notice.text()
    assert told.startswith("Trial: no book is set, so the made-up company ")
    assert told.endswith("stands in, as of 31 Oct 2026. Set the parameters above to see another.")
    told = desk.open(None, "2026-10-31", owner=None).banner.notice.text()
    assert told.startswith("Trial: no book is set, so the made-up company's owner ") and "Others: " in told
    assert desk.open(str(demo_book), "2026-10-31", account="007").banner.notice == Fragment()


def test_the_trial_is_made_once(small_company: Path):
    first = desk.trial_book()
    before = sorted(path.name for path in (first / "loads").iterdir())
    assert desk.trial_book() == first
    assert sorted(path.name for path in (first / "loads").iterdir()) == before


def test_the_lab_style_keeps_to_our_outputs():
    css = lab_css()
    assert "@page" not in css
    assert "\nbody" not in css and ":root" not in css
    assert css.count("{") == css.count("}")


@pytest.mark.browser
def test_the_lab_style_stands_above_jupyterlabs_own(browser):
    """Beside the rules that JupyterLab 4 lays on every output, as they stand in its own sheet."""
    lab = """
    .jp-OutputArea-output { overflow: auto; }
    .jp-RenderedHTMLCommon table { table-layout: fixed; margin-left: auto; margin-bottom: 1em; margin-right: auto; }
    .jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th, .jp-RenderedHTMLCommon tr { vertical-align: middle;
      padding: 0.5em; line-height: normal; white-space: normal; max-width: none; border: none; }
    :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td, :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon th,
    :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon tr { text-align: right; }
    .jp-OutputArea-output dt { font-weight: bold; float: left; width: 20%; }
    .jp-OutputArea-output dd { float: left; width: 80%; }
    .jp-RenderedHTMLCommon tbody tr:nth-child(odd) { background: rgb(1, 1, 1); }
    .jp-RenderedHTMLCommon tbody tr:nth-child(even) { background: rgb(2, 2, 2); }
    .jp-RenderedHTMLCommon tbody tr:hover { background: rgb(3, 3, 3); }"""
    columns = [Column("What"), Column("EUR", "number")]
    outputs = [
        masthead("Keller", facts="Pumps"),
        facts([Fact("Days between orders, the longest gap and what is usual", "42")]),
        table(columns, [["two of the pumps", "7"], ["seal", "1"]], id="x"),
    ]
    one = "<div class='jp-RenderedHTML jp-RenderedHTMLCommon jp-OutputArea-output'>{}</div>"
    view = browser.new_page()
    view.set_content(f"<style>{lab}</style><style>{lab_css()}</style>" + "".join(map(one.format, outputs)))
    view.locator("tbody tr").nth(0).hover()
    style = "one => { const s = getComputedStyle(one); return [s.textAlign, s.backgroundColor, s.tableLayout] }"
    widths = [view.locator(each).evaluate("one => one.clientWidth") for each in ("dt", "dd")]
    assert widths[0] > 300 > 50 > widths[1], "what is said of a term leaves it its room"
    assert view.locator("table").evaluate(style)[2] == "auto"
    assert [view.locator("tr").nth(n).evaluate(style)[1] for n in range(3)] == ["rgba(0, 0, 0, 0)"] * 3
    assert [view.locator("th").nth(n).evaluate(style)[0] for n in range(2)] == ["left", "right"]
    assert [view.locator("td").nth(n).evaluate(style)[0] for n in range(2)] == ["left", "right"]
    scrolled = "all => all.map(one => one.scrollHeight - one.clientHeight)"
    assert view.locator(".jp-OutputArea-output").evaluate_all(scrolled) == [0, 0, 0], "no output scrolls by itself"
    view.close()


@pytest.fixture
def shell():
    """A notebook's kernel, as far as it shows things; gone after the test."""
    from IPython.core.interactiveshell import InteractiveShell

    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def shown(shell, what: object) -> str:
    return shell.display_formatter.format(what)[0]["text/html"]


def test_at_the_desk_links_are_plain_text_and_an_empty_block_says_so(shell, demo_book: Path):
    desk.open(str(demo_book), "2026-10-31", "en")
    led = Fragment("Rows behind it: ", link("rows.xlsx#order_lines!A1", "order_lines"), ", see ", link("#swot", "SWOT"))
    assert shown(shell, led) == "Rows behind it: order_lines, see SWOT"
    assert shown(shell, Fragment()) == '<p class="grey">No finding; a page leaves this out.</p>'


def test_under_publish_fragments_are_shown_as_they_are(publishing, shell, demo_book: Path):
    desk.open(str(demo_book), "2026-10-31", "en")
    led = link("#swot", "SWOT")
    assert shown(shell, led) == '<a href="#swot">SWOT</a>'
    assert shown(shell, Fragment()) == ""


def test_a_book_that_is_not_there_says_what_to_do(tmp_path: Path, monkeypatch):
    monkeypatch.delenv(desk.PUBLISHING, raising=False)
    with pytest.raises(ValueError, match="accountbook load"):
        desk.open(str(tmp_path / "nowhere"), None)
