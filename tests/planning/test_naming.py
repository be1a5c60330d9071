"""Sums that tell of no single account, whatever is taken away from them."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.book import Rights
from accountbook.planning.deal_calls import deal_calls
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import Naming, naming, team_sums
from accountbook.planning.portfolio import calls
from accountbook.planning.quality import load_quality

TEAMS = st.dictionaries(st.integers(0, 40).map("A{}".format), st.sampled_from(["", "S", "N", "E", "W"]), max_size=30)


@given(TEAMS, st.integers(5, 8))
def test_A14_every_sum_and_every_difference_of_sums_is_over_enough_accounts(teams, least):
    values = pd.DataFrame({"money": [2.0**n for n in range(len(teams))]}, index=list(teams))
    sums = team_sums(values, Naming(False, teams, least))
    hidden = [account for account, team in teams.items() if team]
    assert all(group.accounts >= least for group in sums.groups)
    # each account is in one sum at most, and all that is told is told of those: the total has nothing more in it
    assert sum(group.accounts for group in sums.groups) == len(sums.told) == len(hidden) - sums.left_out
    assert sums.total("money") == pytest.approx(sum(values["money"][list(sums.told)]))
    assert 0 <= sums.left_out < least
    left = {teams[account] for account in hidden if account not in sums.told}
    assert left.isdisjoint({team for group in sums.groups for team in group.teams})


def book(team_sizes: dict[str, int], *, access: Rights | None = None, **rows) -> MemoryView:
    accounts = [
        {"account_id": f"{team}{n}", "name": f"{team} {n}", "team": team or None, "owner_id": "E"}
        for team, size in team_sizes.items()
        for n in range(size)
    ]
    settings = SimpleNamespace(access=access or Rights())
    return MemoryView("2026-10-31", {"accounts": accounts, **rows}, settings=settings)


def test_names_are_told_where_there_is_nobody_to_hide_or_book_toml_says_so():
    assert naming(book({"S": 2, "": 1})).everyone
    assert not naming(book({"S": 2, "N": 1})).everyone
    assert naming(book({"S": 2, "N": 1}, access=Rights(name_accounts=True))).everyone
    assert not naming(book({"S": 2}, access=Rights(name_accounts=False))).everyone
    assert naming(book({"S": 1, "N": 1}, access=Rights(least=7))).least == 7


def test_A14_accounts_worth_a_call_are_named_or_summed_up(forecast):
    view = book({"S": 6, "N": 2, "": 1}, order_lines=[])
    accounts = [*(f"S{n}" for n in range(6)), "N0", "N1", "0"]
    made = pd.concat(
        [forecast(p_no_order=0.5, revenue_365=10.0, typical_amount=5.0, account_id=one) for one in accounts]
    )
    found = calls(view, made, naming=naming(view))
    assert [call.account_id for call in found.found] == ["0"]
    assert [(group.teams, group.accounts, group.values["at_risk"]) for group in found.sums.groups] == [
        (("S",), 6, 30.0)
    ]
    # the total is of South's six and the company's own; North's two are not in it
    assert (found.total, found.predicted, found.standing_out, found.sums.left_out) == (35.0, 7, 7, 2)


def test_A14_deals_without_an_amount_do_not_make_a_sum_of_one_look_like_a_sum_of_five():
    deals = [
        {
            "opportunity_id": f"D{n}",
            "account_id": f"S{n}",
            "created_on": "2026-09-01",
            "amount": 70.0 if n == 0 else None,
        }
        for n in range(6)
    ]
    found = deal_calls(view := book({"S": 6, "N": 6}, opportunities=deals), None, naming=naming(view))
    assert (found.sums.groups, found.sums.left_out, found.deals.deals, found.accounts) == ((), 1, (), {})
    assert str(found.deals.state) == "open"


def test_A14_a_load_s_money_is_told_only_of_enough_accounts():
    def line(account: str, currency: str) -> dict:
        return {
            "account_id": account,
            "order_date": "2026-10-01",
            "item_id": "I",
            "unit_price": 9.0,
            "currency": currency,
        }

    lines = [line(f"S{n}", "EUR") for n in range(6)] + [line("S0", "USD"), line("0", "JPY")]
    view = book({"S": 6, "N": 1, "": 1}, order_lines=lines)
    money = {one: {"in": 9.0, "kept": 9.0, "merged": 0.0, "rejected": 0.0} for one in ("EUR", "JPY", "USD")}
    counts = {"rows_in": 8, "kept": 8, "merged": 0, "rejected": 0, "money": money}
    flag = 'accounts: tier: words without a mapping: "Gold" (3).'
    view.load_report = {"tables": {"order_lines": counts}, "flags": [flag]}
    view.rejected = lambda name: pd.DataFrame({"file": [], "row": [], "column": [], "reason": []})
    found = load_quality(view, naming(view))
    told = {one.currency: (one.told, one.kept, one.balanced) for one in found.tables[0].money}
    assert told == {"EUR": (True, 9.0, True), "JPY": (True, 9.0, True), "USD": (False, 0.0, True)}
    assert found.flags == ("accounts: tier: words without a mapping: … (3).",)
    assert load_quality(view).flags == (flag,)
