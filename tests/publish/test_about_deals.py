"""Pages about a deal and about an owner: whose they are, what they lead to, and which an edition makes."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.publish import PublishError
from accountbook.publish.files import slug
from accountbook.publish.verification import verify
from accountbook.tables import TABLES

DEALS = [
    {"opportunity_id": "D-1", "account_id": "007", "created_on": "2026-05-01", "amount": 10e3, "outcome": "open"},
    {"opportunity_id": "D-2", "account_id": "007", "created_on": "2026-06-01", "amount": 90e3, "outcome": "open"},
    {"opportunity_id": "D-3", "account_id": "007", "created_on": "2026-01-05", "amount": 5e3, "outcome": "won",
     "closed_on": "2026-03-01"},
    {"opportunity_id": "D-4", "account_id": "S-1", "created_on": "2026-10-05", "amount": 7e3, "outcome": "open"},
]  # fmt: skip
TOLD = "block(f'{account} about {opportunity or \"no deal\"}')"
HEAD = "masthead(account, crumbs=[('Monthly', '../index.html')])"
RESULTS = "results(account_id=account, opportunity=opportunity, name=account)"


@pytest.fixture
def deals(tmp_path, make_book, notebook, desk):
    make_book(tmp_path / "deals", opportunities=TABLES["opportunities"].frame(DEALS))
    desk.book = tmp_path / "deals"
    desk.put("kickoff_brief", notebook(HEAD, TOLD, unit="deal", results=RESULTS), unit="deal", order=1)
    desk.put("profit", notebook(HEAD, TOLD, unit="deal", results=RESULTS), unit="deal", order=2)
    return desk


def _told(desk, name="kickoff_brief"):
    """What each page says, by the deal or account in its address."""
    known = {slug(one): one for one in ("D-1", "D-2", "D-3", "D-4", "007", "NA", "A/17", "S-1")}
    found = {}
    for address, text in desk.pages().items():
        if f"{name}/" in address:
            found[known[address.rsplit("/", 1)[1].removesuffix(".html")]] = text.decode()
    return found


def test_every_open_deal_has_its_page_and_an_account_without_one_a_page_of_its_own(deals):
    assert deals.publish().exit_code == 0
    told = _told(deals)
    assert set(told) == {"D-1", "D-2", "D-4", "NA", "A/17"}
    assert "007 about D-2" in told["D-2"] and "NA about no deal" in told["NA"]


def test_only_the_deal_asked_for_a_closed_one_too_and_what_was_there_stays(deals):
    assert deals.publish(opportunities=["D-1"]).ok == 2
    assert set(_told(deals)) == {"D-1"}
    deals.publish(opportunities=["D-3"])
    assert set(_told(deals)) == {"D-1", "D-3"}
    found = verify("monthly", deals.book, pd.Timestamp("2026-10-31"), out=deals.out, **deals.options)
    assert found.exit_code == 0 and len(found.pages) == 6


def test_pages_about_the_same_deal_lead_to_each_other(deals):
    deals.publish(opportunities=["D-1"])
    page = _told(deals)["D-1"]
    assert f'<a href="../profit/{slug("D-1")}.html">Tiny plan</a>' in page and slug("D-2") not in page


def test_the_accounts_of_an_owner(deals):
    deals.publish(owners=["E1"])
    assert set(_told(deals)) == {"D-1", "D-2", "D-4"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"opportunities": ["D-9"]}, "no deal 'D-9' was known as of 2026-10-31; 4 were, 'D-1', 'D-2', 'D-3', 'D-4'"),
        ({"owners": ["E7"]}, "no account belongs to owner 'E7'; owners are 'E1', 'E2'"),
    ],
)
def test_who_is_not_there_is_said_with_who_is(deals, asked, said):
    with pytest.raises(PublishError) as told:
        deals.publish(**asked)
    assert str(told.value) == said
    assert not deals.edition.exists()


def test_a_page_about_another_deal_than_it_should_be_is_thrown_away(deals, notebook):
    (deals.notebooks / "editions.toml").write_text("", encoding="utf-8")
    mixed = notebook(TOLD, unit="deal", results="results(account_id=account, opportunity='D-2')")
    deals.put("kickoff_brief", mixed, unit="deal")
    outcome = deals.publish(opportunities=["D-1"])
    assert [failure.reason for failure in outcome.failures] == ["mixed up"]


def test_an_owner_s_page_is_linked_from_the_index_and_kept_by_a_run_for_another(desk, notebook):
    told = "results(owner=owner, title='Pages of ' + owner)"
    desk.put("handover", notebook("block(owner)", unit="owner", results=told), unit="owner")
    assert desk.publish(owners=["E1"]).ok == 1
    assert desk.publish(owners=["E2"]).ok == 1
    pages = desk.pages()
    assert sum("handover/" in page for page in pages) == 2
    index = {page: text.decode() for page, text in pages.items() if page.endswith("index.html")}
    assert any("Pages of E1" in text for page, text in index.items() if page.startswith("South"))
    assert any("Pages of E2" in text for page, text in index.items() if page.startswith("North"))


def test_the_index_of_an_edition_without_plans_lists_its_pages_failed_ones_first(deals, notebook):
    broken = notebook("1 / 0 if opportunity == 'D-1' else 0", unit="deal", results=RESULTS)
    (deals.notebooks / "editions.toml").write_text("", encoding="utf-8")
    deals.put("kickoff_brief", broken, unit="deal")
    assert deals.publish().failed == 1
    pages = {page: text.decode() for page, text in deals.pages().items() if page.endswith("index.html")}
    company = pages.pop("index.html")
    assert "4 pages are out; 1 failed" in company and "A calculation stopped with an error." in company
    first = company.index(slug("D-1"))
    assert all(first < company.index(slug(one)) for one in ("D-2", "D-4", "NA", "A/17"))
    south = next(text for page, text in pages.items() if page.startswith("South"))
    assert "2 pages are out; 1 failed" in south and slug("NA") not in south and "Seconda" not in south


def test_A14_where_accounts_may_not_be_named_the_company_s_list_counts_the_pages_of_teams(deals):
    with (deals.book / "book.toml").open("a", encoding="utf-8") as file:
        file.write('\n[access]\ncompany = ""\nname_accounts = false\n')
    assert deals.publish().exit_code == 0
    company = deals.pages()["index.html"].decode()
    assert "Prima" not in company and "Seconda" not in company and slug("D-1") not in company
    assert "Terza" in company, "the company's own"
    assert "North</a> 2" in company and "South</a> 6" in company
