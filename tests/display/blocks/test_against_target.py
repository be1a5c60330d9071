"""Against target: the finding, the levers, the action's sentence, the folded line."""

import pandas as pd
import pytest

from accountbook.display.blocks.against_target import against_target, target_finding
from accountbook.display.blocks.doing import action_sentence
from accountbook.planning.against_target import AgainstTarget, Lever, TargetMonth
from accountbook.planning.outlook import Outlook

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def behind(make, day):
    def of(**more):
        october = TargetMonth(day("2026-10-01"), 30e3, 18e3, 300e3, 280e3, False)
        known = {"state": "below", "starts_on": day("2026-01-01"), "ends_on": day("2026-12-31"), "target": 360e3,
                 "ordered": 280e3, "outlook": Outlook(336e3, 320e3, 352e3), "gap": 24e3, "behind": 20e3,
                 "behind_before": 8.2e3, "months": (october,), "agreed": (4, 3)}  # fmt: skip
        return make(AgainstTarget, **known | more)

    return of


def test_cap_21_the_finding_is_the_gap_in_money(t, behind):
    said = "2026 comes to EUR 336k (320–352k), 24k under its target of 360k"
    assert target_finding(behind(), t) == said and len(said) <= 90


def test_cap_21_what_came_by_month_what_fills_it_and_whether_last_months_actions_are_done(t, behind, read):
    shown = read(against_target(behind(levers=(Lever("deal", "Line 4", 41e3), Lever("order", None, 18e3))), t))
    assert "The gap ! 24 Line 4 41 The late order 18" in shown
    assert "October 30 18 300 280 ▼ −20" in shown
    assert "A month ago it was EUR 8.2k behind its pace, now 20k." in shown
    assert "Of the 4 actions agreed for last month, 3 are done or given up." in shown


def test_cap_21_within_its_band_it_is_one_line(t, behind):
    within = behind(state="within", outlook=Outlook(352e3, 290e3, 420e3))
    assert against_target(within, t).reason == "within its band: EUR 350k (290–420k), target 360k"
    assert against_target(behind(state="none", starts_on=None), t).reason == "no target of this account runs now"
    assert against_target(behind(state="no_table"), t) is None


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ((), "Find or give up EUR 24k of the target: nothing open fills it by December"),
        ((("deal", "Line 4", 41e3),), "Close the gap of EUR 24k by December: Line 4 (41k)"),
        ((("order", None, 18e3),), "Get the late order (18k); find or give up the other EUR 6.0k of the target"),
        ((("deal", "Line 4", 20e3), ("item", "VX-240", 3e3)),
         "Get Line 4 (20k), VX-240 again (3.0k); find or give up the other EUR 1.0k"),
    ],
)  # fmt: skip
def test_cap_21_the_action_says_what_fills_how_much(t, levers, said):
    facts = {"gap": 24e3, "ends": pd.Timestamp("2026-12-31"), "levers": levers}
    assert action_sentence("close_gap", facts, t) == said and len(said) <= 90


def test_what_people_wrote_is_text(t, behind):
    shown = str(against_target(behind(levers=(Lever("deal", EVIL, 41e3),)), t))
    assert EVIL not in shown and "&lt;img" in shown
