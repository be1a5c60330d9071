"""Power balance: who needs whom, on what it rests, the folded line."""

import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.power import power, power_finding
from accountbook.planning.competition import Rival
from accountbook.planning.power import AfterSale, LineShare, Power

EVIL = "<img src=x onerror=alert(1)>"
CALM = AfterSale(4.0, 3.0, 1.0, 0, 0.0, False)


@pytest.fixture
def balance(make):
    def of(**more):
        known = {"state": "we", "of_sales": 0.072, "ours": 0.28, "lines": (LineShare("VX", 0.28, 41e3),),
                 "covered": 0.4, "family": "VX", "family_share": 0.4, "after": CALM}  # fmt: skip
        return make(Power, **known | more)

    return of


def test_cap_24_the_finding_says_who_needs_whom_and_on_what_it_rests(t, balance):
    said = "We need them more: they are 7.2% of our sales, we hold 28% in the 1 line known"
    assert power_finding(balance(), t) == said and len(said) <= 90
    weaker = balance(state="weakened", after=AfterSale(18.0, 4.0, 14.0, 3, 900.0, True))
    assert (
        power_finding(weaker, t) == "Weaker after the sale: payments 14 days later than a year ago, 3 concessions since"
    )


def test_cap_24_the_parts_are_visible(t, balance, read):
    shown = read(power(balance(), t))
    assert "VX ! 28% 41" in shown
    assert "Their share of our sales 7.2% Our share of these lines 28%" in shown
    assert "Days paid after due 4 (before 3)" in shown
    assert shown.endswith("their shares are known in lines that make 40% of our sales to them.")


def test_cap_24_where_it_is_even_or_they_need_us_it_is_one_line(t, balance):
    they = balance(state="they", ours=0.72, of_sales=0.02)
    assert power(they, t).reason == "they need us more: we hold 72% in the 1 line known, they are 2.0% of our sales"
    sole = balance(state="they", ours=None, lines=(), sole_source=True)
    assert power(sole, t).reason == "they need us: we are recorded as their only source"
    unknown = balance(state="unknown", ours=None, lines=())
    assert power(unknown, t).reason == "they are 7.2% of our sales; what else they buy is not known"
    assert power(balance(state="unknown", ours=None, of_sales=None), t) is None


def test_cap_24_an_only_source_beside_whom_somebody_sells_is_said_to_be_one(t, balance, make, read):
    other = make(Rival, competitor="Stemerra", product="SK", share=0.08)
    shown = read(power(balance(sole_source=True, but=other), t))
    assert "Only source, as recorded ! yes, but Stemerra holds 8% of SK" in shown or (
        "! Only source, as recorded yes, but Stemerra holds 8% of SK" in shown
    )
    evil = make(Rival, competitor=EVIL, product=EVIL, share=0.08)
    assert "<img" not in str(power(balance(sole_source=True, but=evil), t))


def test_cap_24_what_is_to_be_done(t):
    facts = {"of_sales": 0.072, "product": "VX", "ours": 0.28}
    said = action_sentence("share_dependence", facts, t)
    assert said == "Agree a frame contract for VX: we hold 28% of it, they are 7.2% of our sales"
    assert action_sentence("share_dependence", facts | {"product": None}, t) == (
        "Name customers who could replace a part of this 7.2% of our sales"
    )


def test_an_action_with_a_long_name_stays_one_line(t):
    said = action_sentence("share_dependence", {"of_sales": 0.072, "product": "Valve " * 2000, "ours": 0.28}, t)
    assert said == "Agree a frame contract for Valve Valve…: we hold 28% of it, they are 7.2% of our sales"


def test_what_people_wrote_is_text(t, balance):
    shown = str(power(balance(lines=(LineShare(EVIL, 0.28, 41e3),), family=EVIL), t))
    assert EVIL not in shown and "&lt;img" in shown
