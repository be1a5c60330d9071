"""Churn risk: the finding, and reasons whose points add up to it."""

import re

import pandas as pd
import pytest

from accountbook.display.blocks.reasons import reason_sentence
from accountbook.display.blocks.risk import churn_risk, risk_finding
from accountbook.planning.predicted import Reason
from accountbook.planning.risk import Risk

FULL = {
    "state": "model",
    "horizon_end": pd.Timestamp("2027-01-29"),
    "p": 0.138,
    "lo": 0.09,
    "hi": 0.21,
    "p_before": 0.06,
    "base": 5.4,
    "reasons": (
        Reason("recency", 4.4, 0.8, {"days": 47, "usual": 21, "longest": 38}),
        Reason("orders", 4.4, 0.7, {"orders": 28}),
        Reason("age", -2.0, -0.3, {"days": 900}),
    ),
    "rest": 1.6,
    "ladder": "ridge",
    "orders": 28,
    "at_risk": 51_000.0,
}


def test_the_finding_has_the_range_the_day_and_last_months_figure(make, t):
    assert risk_finding(make(Risk, **FULL), t) == "14% (9–21%) that no order comes by 29 Jan 2027; it was 6%"
    assert risk_finding(make(Risk, **{**FULL, "p_before": 0.141}), t).endswith("by 29 Jan 2027, as last month")


def test_the_points_shown_add_up_to_the_risk_shown(make, t):
    html = str(churn_risk(make(Risk, **FULL), t))
    shown = re.findall(r'<td class="num[^>]*>([+−]?\d+)</td>', html)
    points = [int(text.replace("−", "-")) for text in shown]
    assert len(points) == 5
    assert sum(points) == 14
    assert "This account" in html and "14%" in html


def test_reasons_are_facts_not_names_of_features(make, t):
    text = churn_risk(make(Risk, **FULL), t).text()
    assert "Last order 47 days ago, usually every 21, longest ever 38" in text
    assert "A customer for 2.5 years" in text
    assert "At risk: EUR 51k of a year's orders." in text


def test_without_reasons_there_is_a_sentence_and_no_table(make, t):
    html = churn_risk(make(Risk, **{**FULL, "reasons": (), "ladder": "rates"}), t)
    assert "<table" not in str(html)
    assert "not specific to this one" in html.text()


def test_a_model_that_did_not_win_shows_the_base_rate_and_says_so(make, t):
    judged = make(Risk, state="naive", p=0.41, horizon_end=pd.Timestamp("2027-01-29"))
    text = churn_risk(judged, t).text()
    assert text.startswith("41% of all such accounts order nothing by 29 Jan 2027")
    assert "did not beat this base rate" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "few", "orders": 2}, "2 orders so far: no risk can be told"),
        ({"state": "few", "orders": 0}, "No order so far: no risk can be told"),
        ({"state": "unpredicted"}, "No risk was computed for this day"),
    ],
)
def test_few_data_get_a_sentence_not_a_score(make, t, values, said):
    html = churn_risk(make(Risk, **values), t)
    assert html.text().startswith(said)
    assert "%" not in html.text()


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("pushes", {"times": 3}, "Close pushed 3 times"),
        ("pushes", {"times": 0}, "Close never pushed"),
        ("person", {"level": 0.5}, "Who decides is named, not reached"),
        ("budget", {"level": -1}, "No budget"),
        ("stage", {"stage": "verbal"}, "Our stage: Verbal yes"),
        ("recency", {}, "Time since the last order"),
        ("rep", {"p": 0.95}, "The rep says 95%"),
    ],
)
def test_every_reason_has_a_sentence_and_a_lacking_fact_does_no_harm(t, code, facts, said):
    assert reason_sentence(code, facts, t) == said
