"""Concessions: the finding, the ledger's lines, the cost to serve, the folded line."""

import pytest

from accountbook.display.blocks.concessions import concessions, concessions_finding
from accountbook.display.blocks.doing import action_sentence
from accountbook.planning.concessions import Concessions, Given, KindGiven, PriceFall, Served

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def ledger(make, day):
    def of(**more):
        rows = (
            Given("1", day("2026-06-05"), "discount", "2% more", 5200.0, None, None, "Line 4"),
            Given("2", day("2026-03-05"), "rush", None, 3000.0, "a reference", None, None),
        )
        known = {"state": "unreturned", "given": rows, "unreturned": 1, "unreturned_cost": 5200.0, "cost": 8200.0,
                 "matters": True, "revenue_share": 0.021, "kinds": (KindGiven("discount", 1, 5200.0),),
                 "served": Served(8200.0, 400.0, None, 8600.0, 112e3, 103.4e3, 0.28)}  # fmt: skip
        return make(Concessions, **known | more)

    return of


def test_cap_23_the_finding_is_what_was_given_for_nothing(t, ledger):
    said = "5 of 6 concessions in 12 months got nothing back: EUR 8.2k, 7% of the margin"
    judged = ledger(given=ledger().given * 3, unreturned=5, unreturned_cost=8200.0)
    assert concessions_finding(judged, t) == said and len(said) <= 90
    one = ledger(given=ledger().given[:1])
    assert concessions_finding(one, t) == (
        "The one concession in 12 months got nothing back: EUR 5.2k, 5% of the margin"
    )


def test_cap_23_each_line_tells_what_came_back(t, ledger, read, day):
    fall = PriceFall("Line 4", day("2026-09-01"), 3, 4600.0, 0.05)
    shown = read(concessions(ledger(price_falls=(fall,)), t))
    assert "2% more discount; Line 4 5 Jun 5,200 ! nothing" in shown
    assert "Rush delivery 5 Mar 3,000 a reference" in shown
    assert shown.endswith("One quote went down in price without a return, by EUR 4.6k; not added above.")


def test_cap_26_the_cost_to_serve_ends_in_what_is_left(t, ledger, read):
    shown = read(concessions(ledger(), t))
    assert "Cost to serve, 12 months EUR k Margin 112 Less concessions 8 Less claims settled <1" in shown
    assert "Left after these 103 (28%)" in shown
    twice = read(concessions(ledger(served=Served(0.0, 400.0, None, 400.0, 112e3, 111.6e3, 0.28, 8200.0, 318.0)), t))
    assert "Less concessions 0 Less claims settled <1" in twice
    assert "EUR 318 of it was offered in deals that are not won, and is not taken off." in twice
    assert "EUR 8.2k of it is in the margin or in claims already, and is not taken off again." in twice


def test_cap_23_nothing_given_for_nothing_is_one_line(t, ledger, day):
    assert concessions(ledger(state="none", given=()), t).reason == "none given in 12 months"
    fall = PriceFall("Line 4", day("2026-09-01"), 3, 4600.0, 0.05)
    assert concessions(ledger(state="none", price_falls=(fall,)), t).reason == (
        "none on record in 12 months, yet quotes went down by EUR 4.6k without a return"
    )
    assert concessions(ledger(state="returned"), t).reason == "2 in 12 months, EUR 8.2k; each got something back"
    assert concessions(ledger(state="no_table"), t) is None


def test_cap_23_what_is_to_be_asked(t):
    facts = {"deal": "Line 4", "given": 6, "unreturned": 5, "cost": 8200.0}
    assert action_sentence("ask_in_return", facts, t) == (
        "Ask for something in return in Line 4: EUR 8.2k given for nothing"
    )
    assert action_sentence("ask_in_return", facts | {"deal": None}, t) == (
        "Ask for a return before giving more: 5 of 6 concessions got nothing back"
    )


def test_a_deal_with_a_long_name_leaves_the_action_one_line(t):
    facts = {"deal": "Line 4 of the new hall " * 400, "given": 6, "unreturned": 5, "cost": 8200.0}
    for one in (facts, facts | {"cost": None}):
        said = action_sentence("ask_in_return", one, t)
        assert len(said) <= 90 and said.startswith("Ask for something in return in Line 4 of the new")


def test_what_people_wrote_is_text(t, ledger, day):
    rows = (Given("1", day("2026-06-05"), "discount", EVIL, 5200.0, EVIL, EVIL, EVIL),)
    shown = str(concessions(ledger(given=rows), t))
    assert EVIL not in shown and shown.count("&lt;img") == 3
