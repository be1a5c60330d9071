"""Open deals and the pipeline: what is asked, expected, doubtful and missing."""

from dataclasses import replace

import pandas as pd
import pytest

from accountbook.display.blocks.deal_calls import pipeline_came
from accountbook.display.blocks.deals import chance, deals_finding, doubt, open_deals
from accountbook.display.blocks.pipeline import pipeline, pipeline_finding
from accountbook.display.words import Words
from accountbook.planning.deals import Closed, Deal, Deals, DealsState
from accountbook.planning.doubts import Doubt, Missing
from accountbook.planning.pipeline_record import PipelineRecord, pipeline_record

CLOSED = Closed(won=2, lost=3, won_amount=10.0, lost_amount=20.0)


@pytest.fixture
def deal(make):
    def one(**values):
        full = {"opportunity_id": "O1", "name": "Line 4 retrofit", "asked": 96_000.0, "p": 0.38, "lo": 0.24, "hi": 0.53,
                "rep_p": 0.7, "expected": 36_480.0, "seller_stage": "negotiation", "buyer_stage": "comparing",
                "close_p50": pd.Timestamp("2027-02-10"), "expected_close": pd.Timestamp("2026-12-15"),
                "answered": 5, "questions": 9, "gated": True, "in_stage": 40}  # fmt: skip
        return make(Deal, **{**full, **values})

    return one


def _deals(make, *deals, **values):
    asked = sum(one.asked or 0 for one in deals)
    state = DealsState.OPEN if deals else DealsState.NONE
    return make(Deals, **{"state": state, "deals": deals, "asked": asked, "closed": CLOSED, **values})


def test_cap_17_deals_are_asked_and_expected_with_the_chance_that_none_is_won(make, t, deal):
    judged = _deals(make, deal(), deal(opportunity_id="O2", asked=54e3), deal(opportunity_id="O3", asked=36e3),
                    expected=75_400.0, lo=0.0, hi=150_400.0, p_none=0.21)  # fmt: skip
    finding = "3 deals ask EUR 186k; expect about 75k (0–150k), with 1 chance in 5 that none is won"
    assert deals_finding(judged, t) == finding
    assert len(finding) <= 90


def test_cap_75_the_reps_odds_stand_beside_the_models(make, t, deal):
    html = str(open_deals(_deals(make, deal(), expected=36e3, lo=0.0, hi=96e3), t))
    assert "38%" in html and "(24–53)" in html and "rep 70%" in html
    assert "odds 38% (24–53%), the rep says 70%" in html
    assert "we say: Negotiation" in html and "Comparing" in html
    assert "Feb" in html and "rep: Dec" in html


def test_one_deal_is_said_with_its_odds(make, t, deal):
    judged = _deals(make, deal(), expected=36_480.0, lo=0.0, hi=96e3)
    assert deals_finding(judged, t) == "One deal asks EUR 96k, with 38% odds: expect about 36k"


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.21, "1 chance in 5"), (0.5, "1 chance in 2"), (0.34, "1 chance in 3"), (0.05, "1 chance in 20"), (0.001, "")],
)
def test_a_chance_is_said_in_whole_numbers(t, p, said):
    assert chance(p, t) == said


def test_without_odds_or_table_the_finding_says_so(make, t, deal):
    assert deals_finding(_deals(make, deal(p=None), deal(p=None)), t) == "2 deals ask EUR 192k; their odds are unknown"
    assert deals_finding(make(Deals, state="no_table", closed=CLOSED), t) == "The book holds no deals"
    assert not open_deals(make(Deals, state="no_table", closed=CLOSED), t), "the box of missing tables says so"
    none = open_deals(_deals(make), t)
    assert none.text() == "No deal is open In the last 12 months 2 won and 3 lost."


def test_cap_77_the_doubts_come_before_what_is_missing(t, deal):
    doubtful = deal(doubts=(Doubt.PUSHED, Doubt.NO_BUDGET), pushed=3, missing=(Missing.BUDGET, Missing.CRITERIA))
    assert doubt(doubtful, t) == ("Pushed 3 times; budget not approved", True)
    assert doubt(deal(missing=(Missing.CRITERIA,)), t) == ("Criteria unknown", False)
    assert doubt(deal(), t) == ("All nine questions answered; 40 days in this stage", False)


def test_the_pipeline_is_left_out_where_no_deal_is_open(make, t):
    assert not pipeline(_deals(make), t)


def test_cap_91_stalled_deals_are_counted_with_their_money(make, t, deal):
    judged = _deals(make, deal(stalled=True, asked=36e3), deal())
    assert pipeline_finding(judged, t) == "1 of 2 deals stand still, EUR 36k asked"


def test_cap_83_odds_without_budget_or_date_rest_on_little(make, t, deal):
    judged = _deals(make, deal(gated=False), deal(), deal())
    assert pipeline_finding(judged, t) == "1 of 3 deals lack a budget or a close date, so their odds rest on little"


def test_few_closed_deals_give_a_rate_that_is_not_specific(make, t, deal):
    html = pipeline(_deals(make, deal(ladder="rates", shown="model")), t)
    assert "The rate of all closed deals, not specific to this one" in html.text()


def test_A2_names_of_deals_are_escaped(make, t, deal):
    name = "<img src=x onerror=alert(1)>"
    judged = _deals(make, deal(name=name, product_line=name, seller_stage=name))
    assert "<img" not in str(open_deals(judged, t)) + str(pipeline(judged, t))


def test_what_past_pipelines_came_to_is_said_with_its_range():
    record = PipelineRecord(expected=400_000.0, factor=0.8, lo=0.7, hi=1.0, deals=90, origins=1)
    told = pipeline_came(record, Words()).text()
    assert "Of each 100 expected of open deals on past dates, 80 (70–100) came" in told
    # 0.8 x 400k, and 0.7 and 1.0
    assert "At that rate EUR 320k (280–400k) come of the 400k expected now." in told
    assert "From 90 deals and 1 date half a year back" in told
    assert "At that rate" not in pipeline_came(replace(record, expected=0.0), Words()).text()
    assert "100마다 80 (70~100)" in pipeline_came(record, Words("ko")).text()


def test_nothing_is_said_of_pipelines_where_past_dates_cannot_say():
    assert not pipeline_came(pipeline_record(pd.DataFrame(columns=["factor"])), Words())
