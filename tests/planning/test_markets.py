"""The markets of an account's own customers."""

import pandas as pd

from accountbook.display.blocks.markets import markets as markets_block
from accountbook.display.words import Words
from accountbook.planning.markets import MarketsState, markets


def market(name, as_of, status, capability=None, **more):
    row = {"account_id": "A", "market": name, "as_of": as_of, "status": status, "our_capability": capability}
    return row | more


ROWS = [
    market("robots", "2025-02-01", "avoids", "nothing yet"),
    market("robots", "2026-10-09", "wants", "test bench", evidence="Asked who else sells there"),
    market("presses", "2026-03-01", "wants"),
    market("food", "2024-05-01", "in", "short delivery"),
]


def test_cap_14_where_they_want_in_and_we_can_bring_something(view):
    found = markets(view(markets=ROWS))
    assert (found.finding.code, found.finding.facts["market"], found.finding.facts["capability"]) == (
        "open_door",
        "robots",
        "test bench",
    )
    assert [(one.market, one.status, one.was, one.had, one.stale) for one in found.markets] == [
        ("robots", "wants", "avoids", None, False),
        ("presses", "wants", None, None, False),
        ("food", "in", None, None, True),
    ]
    [asked] = found.actions
    assert (asked.does.code, asked.does.facts) == (
        "bring_capability",
        {"market": "robots", "capability": "test bench"},
    )
    [news] = found.news
    assert (news.code, news.facts["was"], news.facts["now"], news.sign.value) == (
        "market_changed",
        "avoids",
        "wants",
        "better",
    )


def test_cap_14_a_cell_that_says_nothing_is_no_capability(view):
    found = markets(view(markets=[market("robots", "2026-10-09", "wants", "Nothing yet"), ROWS[2]]))
    assert (found.finding.code, found.finding.facts["n"]) == ("no_answer", 2)
    assert found.markets[0].capability is None


def test_cap_14_what_is_known_later_is_not_known_now(view):
    before = markets(view(markets=ROWS).at("2026-10-08"))
    assert {one.market: one.status for one in before.markets}["robots"] == "avoids"
    assert (before.finding.code, before.finding.facts["market"], before.news) == ("no_answer", "presses", ())


def test_cap_14_where_nothing_is_wanted_the_newest_turn_is_said(view):
    rows = [market("food", "2024-05-01", "wants"), market("food", "2026-06-01", "in")]
    found = markets(view(markets=rows))
    assert (found.finding.code, found.finding.facts["was"], found.finding.facts["on"]) == (
        "turned",
        "wants",
        pd.Timestamp("2026-06-01"),
    )


def test_without_a_table_or_a_row(view):
    assert markets(view()).state == MarketsState.NO_TABLE
    assert (markets(view(markets=[])).state, markets(view(markets=[])).finding) == (MarketsState.NONE, None)


def test_cap_14_a_note_older_than_two_years_is_no_finding(view):
    old, fresh = market("robots", "2024-10-31", "wants", "test bench"), market("food", "2024-11-01", "wants", "oil")
    assert markets(view(markets=[old])).finding is None
    assert markets(view(markets=[old, fresh])).finding.facts["market"] == "food"
    told = markets_block(markets(view(markets=[old])), Words(as_of=pd.Timestamp("2026-10-31")))
    assert told.reason == "the newest note is of October 2024"
