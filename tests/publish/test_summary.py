"""What stands at an index's head: of the plans that can be read, and never more than they hold."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

from accountbook.display import IndexRow, Words
from accountbook.publish.summary import facts_of, finding_of, is_whole

T, DAY = Words("en", currency="EUR", as_of=pd.Timestamp("2026-10-31")), pd.Timestamp("2026-10-31")
MONTHS = [0.0] * 11 + [50e3] + [0.0] * 11 + [60e3]


def _row(number: str, **values) -> IndexRow:
    return IndexRow(account_id=number, name=number, months=MONTHS, **{"revenue": 91e3, **values})


def test_a_failed_plan_is_not_counted_among_those_that_need_no_call():
    rows = [_row("1"), _row("2"), IndexRow("3", "3", failed="It ran too long.")]
    assert finding_of(rows, T, DAY, whole=is_whole(rows, {"1", "2", "3"})) == "0 of 2 plans need a call; 1 failed"
    said = facts_of(rows, T, DAY, whose="Rossi", whole=is_whole(rows, {"1", "2", "3"}))
    assert said == "Rossi. As of 31 Oct 2026. These 2 accounts: 12 months EUR 182k."
    assert facts_of(rows[2:], T, DAY, whose="Rossi", whole=False) == "Rossi. As of 31 Oct 2026."


@pytest.mark.parametrize(("scope", "whole"), [({"1", "2"}, True), ({"1", "2", "3"}, False)])
def test_a_part_of_the_company_is_not_told_as_the_company_s(scope, whole):
    rows = [_row("1", attention=1, deals=1e6, deals_asked=2e6), _row("2")]
    finding, facts = (
        finding_of(rows, T, DAY, whole=is_whole(rows, scope)),
        facts_of(rows, T, DAY, whose="Rossi", whole=is_whole(rows, scope)),
    )
    assert ("October brought EUR 120k, 20% more" in finding) is whole
    assert ("12 months: EUR 182k." in facts) is whole
    assert ("These 2 accounts: 12 months EUR 182k." in facts) is not whole
    assert ("Open deals" in facts) is whole


def test_open_deals_are_asked_and_expected_and_never_added():
    rows = [_row("1", deals=0.9e6, deals_asked=1.8e6), _row("2", deals=4e4, deals_asked=1e5), _row("3", deals_asked=0)]
    said = facts_of(rows, T, DAY, whose="Rossi", whole=True)
    assert said.endswith("12 months: EUR 273k. Open deals: EUR 1.9m asked, 940k expected, never added to orders.")
    # a row whose deals have no odds: no sum of what is expected
    odd = [*rows, _row("4", deals_asked=1e5)]
    assert facts_of(odd, T, DAY, whose="Rossi", whole=True).endswith(
        "Open deals: EUR 2.0m asked, never added to orders."
    )
    assert "deals" not in facts_of([rows[2]], T, DAY, whose="Rossi", whole=True)


RESULTS = "results(account_id=account, name='N ' + account, revenue=5e3, needs_call=False{})"


def _index(desk) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", desk.pages()["index.html"].decode()))


def test_an_edition_of_some_accounts_says_so(desk, notebook):
    desk.put("account_plan", notebook("block('x')", results=RESULTS.format("")))
    desk.publish(top=2)
    assert "These 2 accounts: 12 months EUR 10k." in _index(desk)
    desk.publish()
    assert "12 months: EUR 15k." in _index(desk)
    desk.publish(accounts=["007"])  # the others stay in it
    assert "12 months: EUR 15k." in _index(desk)


def test_the_head_says_the_day_that_the_changes_compare_with_not_that_of_the_edition_before(desk, notebook):
    desk.put("account_plan", notebook("block('x')", results=RESULTS.format("")))
    desk.publish(as_of=pd.Timestamp("2026-07-31"))
    desk.publish()
    assert "Changed since" not in _index(desk)
    desk.put("account_plan", notebook("block('x')", results=RESULTS.format(", since='2026-09-30'")))
    lines = desk.notebooks / "editions.toml"
    lines.write_text(lines.read_text(encoding="utf-8").split("\n\n")[0] + "\n", encoding="utf-8")
    desk.publish()
    assert "Changed since 30 Sep" in _index(desk)
