"""Meetings: planned before they are held, with plans that come in time, late or never."""

from __future__ import annotations

import pandas as pd

from accountbook.tables import TABLES

LAST = pd.Timestamp("2026-10-31")


def test_the_table_keeps_the_contract(made):
    meetings = made.table("meetings")
    TABLES["meetings"].model.validate(meetings)
    assert (meetings["planned_on"] <= LAST).all()
    assert (meetings["planned_on"] <= meetings["held_on"]).all()
    assert meetings["plan_due"].between(meetings["planned_on"], meetings["held_on"]).all()


def test_what_lies_ahead_is_planned_and_what_is_past_held_or_cancelled(made):
    meetings = made.table("meetings")
    ahead = meetings["held_on"] > LAST
    assert (meetings.loc[ahead, "status"] == "planned").all() and ahead.sum() >= 5
    assert set(meetings.loc[~ahead, "status"]) == {"held", "cancelled"}
    own = meetings[meetings["meeting_id"].str.startswith("MP-") & ~ahead]
    assert 0.03 < (own["status"] == "cancelled").mean() < 0.12


def test_cap_2_every_requirement_came_up_at_a_meeting_of_its_day_that_was_held(made):
    asked, meetings = made.table("requirements"), made.table("meetings").set_index("meeting_id")
    held = meetings.loc[asked["meeting_id"]]
    assert (held["held_on"].to_numpy() == asked["stated_on"].to_numpy()).all()
    assert (held["account_id"].to_numpy() == asked["account_id"].to_numpy()).all()
    assert (held["status"] == "held").all()


def test_cap_1_plans_are_there_in_time_late_or_never_by_rep(made):
    meetings = made.table("meetings").query("held_on <= '2026-10-20'")
    received, due = meetings["plan_received"], meetings["plan_due"]
    never, late = received.isna(), received > due
    assert 0.08 < never.mean() < 0.30 and 0.04 < late.mean() < 0.30
    assert ((received - due).dt.days[late] <= 9).all()
    share = made.truth("planning").set_index("employee_id")["plan_on_time"]
    assert share.between(0.45, 0.95).all()
    # a plan that was due before the meeting was thought of can't be in time
    fair = meetings["planned_on"] <= due
    found = (received <= due)[fair].groupby(meetings["owner_id"][fair]).mean()
    assert (found - share.reindex(found.index)).abs().max() < 0.15


def _edited(made) -> pd.DataFrame:
    """Per meeting on a deal outside the requirements', whether the deal was edited on the working day before it."""
    meetings = made.table("meetings").dropna(subset="opportunity_id")
    meetings = meetings[meetings["meeting_id"].str.startswith("MP-") & (meetings["held_on"] <= LAST)]
    changes = made.table("opportunity_changes").dropna(subset="old")
    changes = changes[changes["field"].isin(["expected_close", "seller_stage", "rep_probability"])]
    both = meetings.merge(changes, on="opportunity_id")
    since = (both["held_on"] - both["changed_at"].dt.normalize()).dt.days
    near = since.between(1, 1) | (both["held_on"].dt.day_of_week == 0) & since.between(1, 3)
    hit = both[near]["meeting_id"].unique()
    return meetings.set_index("meeting_id")["owner_id"].to_frame().assign(hit=lambda f: f.index.isin(hit))


def test_cap_89_who_bends_edits_the_deal_just_before_the_meeting_more_often(made, honest):
    bending = made.truth("reps").set_index("employee_id")["bending"]
    found = _edited(made)
    bent = found["owner_id"].map(bending) > 0.4
    assert bent.sum() >= 20 and (~bent).sum() >= 40
    assert found.loc[bent, "hit"].mean() > found.loc[~bent, "hit"].mean() + 0.1
    # honest reps edit before meetings too: an edit alone tells nothing
    assert found.loc[~bent, "hit"].any() and _edited(honest)["hit"].any()
    staged = set(made.truth("staged_meetings")["meeting_id"])
    assert len(staged) >= 10 and found.loc[found.index.isin(staged), "hit"].all()
    assert honest.truth("staged_meetings").empty
