"""A handover at the made-up company: which named lines it changes there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.display import Words
from accountbook.display.blocks import account_pages, at_a_glance
from accountbook.handover import Handover
from accountbook.owner import Owner
from accountbook.plan import Plan
from accountbook.planning.handover import handed_over

AS_OF = "2026-10-31"


@pytest.fixture(scope="module")
def whole(demo_book: Path) -> Book:
    return Book.open(demo_book, AS_OF)


@pytest.fixture(scope="module")
def handed(whole) -> Handover:
    owners = whole.table("accounts")["owner_id"].value_counts()
    return Handover(Owner(whole, str(owners.index[0])))


@pytest.fixture(scope="module")
def pages(handed, whole) -> str:
    return str(account_pages(handed, Words("en", currency=whole.settings.currency, as_of=whole.as_of)))


def test_cap_39_every_account_of_the_owner_has_its_page_the_largest_first(handed, whole, pages):
    table = whole.table("accounts")
    mine = set(table.loc[table["owner_id"] == handed.owner, "account_id"])
    assert {one.profile.account_id for one in handed.accounts} == mine and len(mine) >= 2
    revenue = [one.profile.revenue_12 or 0.0 for one in handed.accounts]
    assert revenue == sorted(revenue, reverse=True)
    assert pages.count('<section class="handed"') == len(mine)
    glance = str(at_a_glance(handed, Words("en", as_of=whole.as_of)))
    assert all(f'href="#account-{n + 1}"' in glance for n in range(len(mine)))


def test_cap_39_an_open_promise_is_on_its_accounts_page_and_a_kept_one_is_not(handed, whole):
    rows = whole.table("commitments")
    rows = rows[rows["account_id"].isin([one.profile.account_id for one in handed.accounts])]
    still = rows[rows["done_on"].isna() & rows["dropped_on"].isna()]
    told = sum(len(one.ours) + len(one.theirs) for one in handed.accounts)
    assert told == len(still) > 0 and len(still) < len(rows)


class _Without:
    """A view that lacks the rows of one table."""

    def __init__(self, view: Book, name: str) -> None:
        self._view, self._name = view, name

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def table(self, name: str) -> pd.DataFrame:
        return self._view.table(name).iloc[:0] if name == self._name else self._view.table(name)


def test_cap_39_a_late_promise_is_to_improve_and_gone_without_its_rows(whole):
    rows = whole.table("commitments")
    late = rows[(rows["side"] == "ours") & rows["done_on"].isna() & rows["dropped_on"].isna()]
    late = late[(late["due_on"] < whole.as_of) & (late["due_on"] > whole.as_of - pd.Timedelta(days=180))]
    plan = Plan(whole.account(str(late["account_id"].iloc[0])))
    judged = {
        name: getattr(plan, name)
        for name in (
            "profile", "coverage", "months", "rhythm", "next_order", "risk", "deals", "margins", "fiscal",
            "competition", "cash",
        )
    }  # fmt: skip
    codes = {one.code for one in handed_over(plan.book, **judged).improve}
    without = {one.code for one in handed_over(_Without(plan.book, "commitments"), **judged).improve}
    assert "late_promise" in codes and codes - without <= {"late_promise", "chase", "old_promises"}
    assert "late_promise" not in without


def test_cap_39_no_birthday_or_topic_is_told_of_who_did_not_agree(handed, whole, pages):
    people = whole.table("contacts").set_index("contact_id")
    reached = [person for one in handed.accounts for person in one.people]
    assert reached
    for person in reached:
        if not bool(people["consent"].fillna(False)[person.contact_id]):
            assert person.topic is None and person.birthday is None
    assert any(person.email for person in reached)
    gone = people[people["bounced_on"].notna()]["email"].dropna()
    assert not [email for email in gone if email in pages]


def test_cap_16_a_lesson_of_the_market_stands_on_the_page_until_it_is_taken_back(handed, whole):
    lessons = whole.table("lessons")
    told = {lesson.text for one in handed.accounts for lesson in one.lessons}
    assert told <= set(lessons["text"])
    markets = {one.profile.vertical for one in handed.accounts}
    back = lessons[lessons["market"].isin(markets) & (lessons["still_valid"].fillna(True) == False)]  # noqa: E712
    holds = lessons[lessons["market"].isin(markets) & lessons["still_valid"].fillna(True).astype(bool)]
    assert told <= set(holds["text"]) and (told or holds.empty)
    assert len(back) + len(holds) == lessons["market"].isin(markets).sum()


def test_nothing_is_trained_for_a_handover(demo_book, handed, tmp_path):
    bare = tmp_path / "book"
    shutil.copytree(demo_book, bare)
    shutil.rmtree(bare / "ledger", ignore_errors=True)
    found = Handover(Owner(Book.open(bare, AS_OF), handed.owner)).accounts
    assert len(found) == len(handed.accounts)
    assert not list((bare).glob("ledger/predictions/*/*")), "no prediction was made"


def test_nothing_known_later_is_handed_over(whole, handed):
    then = pd.Timestamp("2026-06-30")
    before = Handover(Owner(whole.at(then), handed.owner)).accounts
    for one in before:
        assert all(knows.last <= then for knows in one.others)
        assert all(person.met_on is None or person.met_on <= then for person in one.people)
        assert all(on > then for on, _ in one.dates)
