"""Competitors: the finding, each line, the folded line."""

import pytest

from accountbook.display.blocks.competition import competition, competition_finding
from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.short import change_short
from accountbook.planning.competition import Competition, Contested, Rival
from accountbook.planning.finding import Finding

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def rival(make, day):
    def of(**more):
        known = {"competitor": "Brack", "product": "VX", "seen_on": day("2026-09-20"), "days": 41, "share": 0.41,
                 "share_before": 0.32, "price": 67.0, "our_price": 74.0, "told_by": "label", "certainty": "rumour",
                 "deals": ()}  # fmt: skip
        return make(Rival, **known | more)

    return of


def test_cap_42_the_finding_is_the_deal_they_compete_in_or_the_share_that_rose(make, t, rival):
    risen = make(Competition, state="moving", rivals=(rival(),))
    assert competition_finding(risen, t) == "Brack went from 32% to 41% of the VX they buy"
    deal = Contested("D1", "Line 4", 96e3)
    judged = make(Competition, state="moving", rivals=(rival(deals=(deal,)),), contested=(deal,), contested_amount=96e3)
    assert competition_finding(judged, t) == "Brack competes in 1 open deal that asks EUR 96k"
    news = Finding("competitor_seen", {"competitor": "Brack", "product": "VX", "was": None})
    new = make(Competition, state="moving", rivals=(rival(share_before=None),), news=(news,))
    assert competition_finding(new, t) == "Brack is new here, with 41% of the VX they buy"


def test_cap_42_each_line_has_share_price_beside_ours_source_and_certainty(make, t, rival, read):
    judged = make(Competition, state="moving", rivals=(rival(deals=(Contested("D1", "Line 4", 96e3),)),), old=1)
    judged = make(Competition, **{**vars(judged), "contested": (Contested("D1", "Line 4", 96e3),)})
    shown = read(competition(judged, t))
    assert "Brack VX label ▲ 41% (32%) 67 74 20 Sep a rumour Line 4, EUR 96k" in shown
    assert shown.endswith("1 was not seen for more than a year.")


def test_cap_42_where_nobody_moves_it_is_one_line(make, t, rival, day):
    quiet = make(Competition, state="quiet", rivals=(rival(share_before=None),), last_seen=day("2026-07-04"))
    assert competition(quiet, t).reason == "none in an open deal, no share up by 5 points; last seen 4 Jul"
    assert competition(make(Competition, state="none"), t).reason == "none was seen here"
    assert competition(make(Competition, state="no_table"), t) is None


def test_cap_42_what_is_to_be_done_and_what_is_new(t, day):
    facts = {"competitor": "Brack", "product": "VX", "deal": "Line 4", "amount": 96e3, "was": 0.32, "now": 0.41}
    assert action_sentence("counter_competitor", facts, t) == "Show our difference against Brack in Line 4, EUR 96k"
    assert action_sentence("counter_competitor", facts | {"deal": None}, t) == (
        "Win back VX from Brack: its share rose from 32% to 41%"
    )
    assert action_sentence("counter_competitor", facts | {"deal": None, "defend": True}, t) == (
        "Defend VX against Brack: from 32% to 41%"
    )
    seen = facts | {"on": day("2026-09-20"), "certainty": "sure"}
    assert change_sentence("competitor_seen", seen, t) == "Brack went from 32% to 41% of VX, seen 20 Sep"
    assert change_short("competitor_seen", seen, t) == "Brack at 41%, 20 Sep"
    told = seen | {"certainty": "rumour"}
    assert change_sentence("competitor_seen", told, t) == "Brack went from 32% to 41% of VX, seen 20 Sep, a rumour"
    assert change_short("competitor_seen", told, t) == "Brack at 41%, a rumour"
    new = told | {"was": None}
    assert change_sentence("competitor_seen", new, t) == "Brack is new here with VX, seen 20 Sep, a rumour"
    assert change_short("competitor_seen", new, t) == "Brack is new here, a rumour"


def test_names_of_any_length_leave_a_heading_and_an_action_one_line(make, t, rival, day):
    long = "Wesstead Flow Technology and Sons Ltd " * 200
    one = rival(competitor=long, product=long, deals=(Contested("D1", long, 96e3),))
    facts = {"competitor": long, "product": long, "deal": long, "amount": 96e3, "was": 0.32, "now": 0.41,
             "on": day("2026-09-20"), "certainty": "rumour"}  # fmt: skip
    said = [
        competition_finding(make(Competition, rivals=(one,), contested=one.deals, contested_amount=96e3), t),
        competition_finding(make(Competition, rivals=(rival(competitor=long, product=long),)), t),
        action_sentence("counter_competitor", facts, t),
        action_sentence("counter_competitor", facts | {"deal": None}, t),
        change_sentence("competitor_seen", facts, t),
    ]
    assert [one for one in said if len(one) > 90] == []
    assert said[0] == "Wesstead Flow Technology and Sons Ltd Wesstead… competes in 1 open deal that asks EUR 96k"


def test_what_people_wrote_is_text(make, t, rival):
    evil = rival(competitor=EVIL, product=EVIL, told_by=EVIL, deals=(Contested("D1", EVIL, 96e3),))
    shown = str(competition(make(Competition, state="moving", rivals=(evil,), contested=evil.deals), t))
    assert EVIL not in shown and shown.count("&lt;img") >= 4
