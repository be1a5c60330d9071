"""What an index tells of accounts that it may not name."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from accountbook.display import IndexRow, Words
from accountbook.publish.files import slug
from accountbook.publish.told import told_of, told_table

T = Words("en", currency="EUR")


def rows(team: str, count: int, **values) -> list[IndexRow]:
    return [IndexRow(f"{team}{n}", f"{team} {n}", team=team, **{"revenue": 10e3, **values}) for n in range(count)]


def test_money_is_told_only_of_whole_teams_of_which_five_have_bought():
    late = rows("East", 6)
    scopes = {"East": {row.account_id for row in late} | {"East-7"}}  # a seventh has no plan yet
    some = [*rows("West", 4), *(replace(row, account_id=f"{row.account_id}-0") for row in rows("West", 2, revenue=0.0))]
    lost = [*rows("Mid", 6), IndexRow("Mid-9", "Mid 9", team="Mid", failed="It ran too long.")]
    told = told_of([*rows("South", 5, attention=1), *late, *some, *lost], scopes, least=5)
    assert told.money == {("South",): 50e3, ("East",): None, ("West",): None, ("Mid",): None}
    assert {row.team for row in told.summed} == {"South"} and len(told.counted) == 24
    text = told_table(told, T).text()
    assert text.startswith("Most calls to make: South, 5 of 5 accounts")
    assert "South5550" in text and "Mid70×\N{NO-BREAK SPACE}1" in text


def test_small_teams_are_one_sum_and_named_together_or_nothing():
    told = told_of([*rows("A", 3), *rows("B", 2), *rows("C", 5)], {}, least=5)
    assert told.money == {("C",): 50e3, ("A", "B"): 50e3}
    assert "Teams of fewer than 5" in told_table(told, T).text() and "A and B" in told_table(told, T).text()
    fewer = told_of([*rows("A", 2), *rows("B", 2)], {}, least=5)
    assert (fewer.money, fewer.counted, fewer.sums.left_out) == ({}, [], 4)
    said = told_table(fewer, T).text()
    assert "Too few accounts of teams to be summed up" in said and "4 accounts are left out" in said


def test_A2_a_team_s_name_stays_text():
    told = told_of(rows("<img src=x onerror=alert(1)>", 5), {}, least=5)
    assert "<img" not in str(told_table(told, T)) and "<img src=x" in told_table(told, T).text()


@pytest.fixture
def quiet(desk, notebook):
    """The tiny desk, whose company may not name accounts; one of its own has no team."""
    with (desk.book / "book.toml").open("a", encoding="utf-8") as file:
        file.write("\n[access]\nname_accounts = false\n")
    desk.put("account_plan", notebook("block('x')"))
    desk.put("company", notebook("block('Prima and Seconda')", unit="company"), unit="company", order=1)
    return desk


def test_A14_the_company_s_index_names_its_own_accounts_and_leads_to_the_teams(quiet):
    quiet.publish()
    index = quiet.pages()["index.html"].decode()
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", index)).split())
    assert "N A/17" in text and "1 account has no owner or no team" in text
    for foreign in ("007", "NA-", "N NA", "Prima", "Seconda"):
        assert foreign not in text and f"/account_plan/{foreign}" not in index
    for team in ("South", "North"):
        assert f'href="{slug(team)}/index.html"' in index


def test_A14_a_page_that_named_accounts_is_no_last_good_one_once_it_may_not(quiet, notebook):
    toml = quiet.book / "book.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("name_accounts = false", "name_accounts = true"), encoding="utf-8")
    quiet.publish()
    assert b"Prima and Seconda" in quiet.pages()["company/company.html"]
    toml.write_text(text, encoding="utf-8")
    path = quiet.notebooks / "company.ipynb"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("block('Prima and Seconda')", "1 / 0"), encoding="utf-8")
    assert quiet.publish().failed == 1
    assert not [page for page, content in quiet.pages().items() if b"Prima and Seconda" in content]
    # one that was made since is
    path.write_text(good.replace("Prima and Seconda", "Sums"), encoding="utf-8")
    assert quiet.publish().failed == 0
    path.write_text(good.replace("block('Prima and Seconda')", "1 / 0"), encoding="utf-8")
    assert quiet.publish().failed == 1
    assert b"Sums" in quiet.pages()["company/company.last.html"]
