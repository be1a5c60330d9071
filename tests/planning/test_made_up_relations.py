"""In the made-up company, what stands between us and an account changes a named action or line, and is gone without its
rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.display import Words
from accountbook.display.blocks.power import power as power_block
from accountbook.display.blocks.swot import swot as swot_block
from accountbook.display.blocks.worth_to_them import worth_to_them as worth_block
from accountbook.display.page import Fold
from accountbook.plan import Plan
from accountbook.planning.actions import next_actions
from accountbook.planning.against_target import against_target
from accountbook.planning.agenda import agenda
from accountbook.planning.closures import closures
from accountbook.planning.competition import competition
from accountbook.planning.concessions import concessions
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.fiscal import fiscal
from accountbook.planning.installed import installed
from accountbook.planning.margin import margins
from accountbook.planning.months import months
from accountbook.planning.next_order import next_order
from accountbook.planning.next_year import next_year, own_targets
from accountbook.planning.outlook import running_target
from accountbook.planning.power import power
from accountbook.planning.promises import promises
from accountbook.planning.risks import risks
from accountbook.planning.swot import swot
from accountbook.planning.totals import summed
from accountbook.planning.worth_to_them import worth_to_them

AS_OF = pd.Timestamp("2026-10-31")
T = Words("en", currency="EUR", as_of=AS_OF)


class Without:
    """A view that lacks the rows of some tables, or some of them."""

    def __init__(self, view, **kept):
        self._view, self._kept = view, kept

    def __getattr__(self, name):
        return getattr(self._view, name)

    def at(self, as_of):
        return Without(self._view.at(as_of), **self._kept)

    def table(self, name):
        rows = self._view.table(name)
        return rows[self._kept[name](rows)] if name in self._kept else rows


def nothing(rows):
    return pd.Series(False, index=rows.index)


@pytest.fixture(scope="module")
def accounts(demo_book: Path) -> list[Book]:
    """Every account's slice of the small made-up book."""
    whole = Book.open(demo_book, AS_OF)
    return [whole.account(str(account)) for account in sorted(whole.table("accounts")["account_id"])]


def codes(judged) -> list[str]:
    return [one.does.code for one in judged.actions]


def first(accounts, judge, code):
    """The first account in which a judgement asks for an action of a code, and that action."""
    for book in accounts:
        for one in judge(book).actions:
            if one.does.code == code:
                return book, one
    raise AssertionError(f"no account of the made-up company asks for {code}")


@pytest.mark.parametrize(("code", "side"), [("our_promise", "ours"), ("chase_promise", "theirs")])
def test_cap_12_13_an_overdue_promise_is_an_action_until_it_is_no_longer_on_record(accounts, code, side):
    book, act = first(accounts, promises, code)
    told = next_actions(book, coverage(book), more=[act])
    listed = told.overdue if side == "ours" else told.due
    assert [one.does for one in listed if one.does.code == code] == [act.does]
    rest = Without(book, commitments=lambda rows: rows["text"] != act.does.facts["text"])
    assert act.does not in [one.does for one in promises(rest).actions]


def test_cap_21_86_a_target_out_of_reach_asks_to_close_its_gap(accounts):
    book = next(one for one in accounts if running_target(own_targets(one), one.as_of) is not None)
    months = pd.date_range("2026-11-01", periods=12, freq="MS")
    row = {"account_id": book.account_id, "scope": "account", "whose": book.account_id, "part": "orders", "family": "",
           "shown": "model", "mean": 0.0, "p10": 0.0, "p50": 0.0, "p90": 0.0, "until_p10": 0.0,
           "until_p90": 0.0}  # fmt: skip
    year = pd.DataFrame([row | {"month": month} for month in [*months, pd.NaT]])
    ordered = Without(book, order_lines=lambda rows: rows["order_date"] < "2026-03-01")
    found = against_target(ordered, next_year(ordered, year))
    assert codes(found) == ["close_gap"] and found.gap == pytest.approx(found.target - found.ordered)
    untargeted = Without(ordered, targets=nothing)
    assert codes(against_target(untargeted, next_year(untargeted, year))) == []


def test_cap_23_26_what_was_given_for_nothing_asks_for_a_return(accounts):
    book, act = first(accounts, lambda one: concessions(one, margins(one)), "ask_in_return")
    assert act.does.facts["unreturned"] >= 1
    rest = Without(book, concessions=lambda rows: rows["got_in_return"].notna())
    assert codes(concessions(rest, margins(book))) == []
    whole, left = concessions(book, margins(book)).served, concessions(rest, margins(book)).served
    assert whole.total > left.total and whole.after < left.after


def test_cap_42_a_competitor_asks_for_an_answer(accounts):
    book, act = first(accounts, competition, "counter_competitor")
    who = act.does.facts["competitor"]
    rest = Without(book, competitors=lambda rows: rows["competitor"] != who)
    assert who not in [one.does.facts["competitor"] for one in competition(rest).actions]


def test_cap_24_a_large_share_of_our_sales_asks_to_share_the_dependence(accounts):
    book = accounts[0]
    found = power(book, competition(book), earned=margins(book), of_sales=0.2)
    assert codes(found) == ["share_dependence"]
    assert codes(power(book, competition(book), earned=margins(book), of_sales=0.01)) == []
    assert "20.0% of our sales" in power_block(found, T).text()


def test_cap_52_the_relationship_falls_to_nothing_where_nobody_who_decides_is_known(accounts):
    def judge(view):
        return worth_to_them(view, margins=margins(view), roles=coverage(view), promises=promises(view))

    book = next(one for one in accounts if (judge(one).relationship or 0) >= 50 and judge(one).value is not None)
    emptied = judge(Without(book, role_slots=nothing))
    assert (emptied.relationship, emptied.weaker) == (0.0, "relationship")
    assert "we know none of the" in worth_block(emptied, T).text()


def test_cap_41_an_open_claim_is_a_weakness_with_its_number(accounts):
    def judge(view):
        known = {"months": months(view), "installed": installed(view), "risks": risks(view)}
        return swot(view, roles=coverage(view), promises=promises(view), competition=competition(view), **known)

    def said(judged):
        told = swot_block(judged, T)
        return str(told.body if isinstance(told, Fold) else told)

    book, point = next(
        (one, point) for one in accounts for point in judge(one).weaknesses if point.code == "claims_open"
    )
    rest = Without(book, claims=lambda rows: rows["closed_on"].notna())
    assert point.ids[0] in said(judge(book)) and point.ids[0] not in said(judge(rest))


def test_cap_27_every_figure_of_the_workbook_is_the_sum_of_its_rows_and_moves_with_them(accounts):
    looked = 0
    for book in accounts[:6]:
        plan = Plan(book)
        for one in plan.totals:
            assert summed(one, plan.rows) == pytest.approx(one.shown, abs=0.005), (book.account_id, one.what)
            looked += 1
        first = next((one for one in plan.totals if one.what.code == "ordered_12" and one.shown), None)
        if first is not None:
            lines = plan.rows[first.table]
            newest = lines[(lines["kind"] == "order") & (lines["amount"] > 0)].sort_values("order_date").index[-1:]
            fewer = plan.rows | {first.table: lines.drop(newest)}
            assert summed(first, fewer) != pytest.approx(first.shown)
    assert looked > 60


def test_cap_46_a_birthday_is_a_date_ahead_only_of_who_agreed(accounts):
    def birthdays(view) -> list[str]:
        found = agenda(
            view, next_order=next_order(view, None), deals=open_deals(view), fiscal=fiscal(view),
            closures=closures(view), coverage=coverage(view),
        )  # fmt: skip
        return [str(one.what.facts["name"]) for one in found if one.what.code == "birthday"]

    book = next(one for one in accounts if birthdays(one))
    agreed = book.table("contacts").query("consent == True and birthday.notna()")["name"]
    assert set(birthdays(book)) <= set(agreed)
    assert birthdays(Without(book, contacts=lambda rows: ~rows["consent"].fillna(False).astype(bool))) == []
