"""How fast people leave, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountbook.features.people import PersonFeature as F
from accountbook.models.departures import DepartureModel, YearlyRate, said_gone, unanswered

DAY = pd.Timestamp("2026-01-01")
YEARS = pd.Timedelta(days=365.25)


def people(*rows: dict) -> pd.DataFrame:
    """People of whom only what is named is known; ages in years before `DAY`."""
    blank = {F.status: "active", F.status_on: None, F.first_seen: None, F.confirmed_on: None, F.bounced_on: None}
    frame = pd.DataFrame([blank | row for row in rows], columns=[*blank, F.moved])
    frame[F.moved] = frame[F.moved].eq(True)
    for name in (F.status_on, F.first_seen, F.confirmed_on, F.bounced_on):
        ago = pd.to_numeric(frame[name]).astype(float)
        frame[name] = pd.Series(pd.NaT, index=frame.index).where(ago.isna(), DAY - pd.to_timedelta(ago * 365.25, "D"))
        frame[name] = frame[name].astype("datetime64[us]")
    return frame.astype({F.status: "str"})


def test_without_a_departure_the_usual_rates_stand() -> None:
    model = DepartureModel.learn(people(), DAY)
    assert (model.going.mean, model.moving.mean) == (pytest.approx(0.20), pytest.approx(0.25))


def test_departures_over_person_years_move_the_rates() -> None:
    rows = people(
        {F.first_seen: 8, F.confirmed_on: 0},
        {F.first_seen: 8, F.confirmed_on: 4},  # not seen for four years: only four are known
        {F.first_seen: 6, F.confirmed_on: 5, F.status: "left", F.status_on: 4},
        {F.first_seen: 6, F.confirmed_on: 2, F.status: "role_changed", F.status_on: 2, F.moved: True},
    )
    model = DepartureModel.learn(rows, DAY)
    # 8 + 4 + 2 + 4 years; one left, one more changed role
    assert model.going.mean == pytest.approx((2 + 1) / (10 + 18), rel=1e-3)
    assert model.moving.mean == pytest.approx((2 + 2) / (8 + 18), rel=1e-3)


def test_the_chance_falls_by_the_rate_with_the_years_since_last_seen() -> None:
    model = DepartureModel(YearlyRate(10.0, 50.0), YearlyRate(10.0, 40.0))
    rows = people({F.confirmed_on: 0}, {F.confirmed_on: 1}, {F.confirmed_on: np.log(2) / 0.2})
    there, role = model.there(rows, DAY), model.in_role(rows, DAY)
    assert there.p == pytest.approx([1.0, np.exp(-0.2), 0.5], abs=1e-3)
    assert role.p == pytest.approx([1.0, np.exp(-0.25), 0.5**1.25], abs=1e-3)
    assert (there.low <= there.p).all() and (there.p <= there.high).all()


def test_who_is_said_to_have_left_has_no_chance_and_who_moved_none_in_the_role() -> None:
    model = DepartureModel.learn(people(), DAY)
    rows = people(
        {F.confirmed_on: 0, F.status: "left", F.status_on: 1},
        {F.confirmed_on: 0, F.status: "retired", F.status_on: 1},
        {F.confirmed_on: 1, F.status: "role_changed", F.status_on: 1, F.moved: True},
        {},
    )
    there, role = model.there(rows, DAY), model.in_role(rows, DAY)
    assert there.p[:2].tolist() == [0.0, 0.0] and there.high[:2].tolist() == [0.0, 0.0]
    assert there.p[2] == pytest.approx(np.exp(-0.2), abs=1e-3) and role.p[:3].tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(there.p[3]) and np.isnan(role.p[3])


def test_a_mail_that_came_back_lowers_the_chance_until_the_person_is_seen() -> None:
    rows = people(
        {F.first_seen: 5, F.confirmed_on: 1, F.bounced_on: 0.25},
        {F.first_seen: 5, F.confirmed_on: 0.1, F.bounced_on: 0.25},
    )
    assert unanswered(rows).tolist() == [True, False] and not said_gone(rows).any()
    model = DepartureModel.learn(rows, DAY)
    # the second was seen again, of the first nobody knows yet: 2 of 5 with the usual 1 of 4
    assert (model.returned, model.bounces) == (1.0, 1.0)
    there = model.there(rows, DAY)
    assert there.p[0] == pytest.approx(0.4 * np.exp(-model.going.mean * 0.25), rel=1e-2)
    assert there.p[1] > 0.97


def test_after_half_a_year_without_a_sign_a_returned_mail_counts_as_a_departure() -> None:
    rows = people({F.first_seen: 5, F.confirmed_on: 2, F.bounced_on: 1})
    model = DepartureModel.learn(rows, DAY)
    assert (model.returned, model.bounces) == (0.0, 1.0)
    assert model.going.mean == pytest.approx((2 + 1) / (10 + 4), rel=1e-3)


PERSON = st.fixed_dictionaries(
    {
        F.status: st.sampled_from(["active", "left", "retired", "role_changed", "unknown"]),
        F.status_on: st.none() | st.floats(0, 9),
        F.first_seen: st.none() | st.floats(0, 9),
        F.confirmed_on: st.none() | st.floats(0, 9),
        F.bounced_on: st.none() | st.floats(0, 9),
        F.moved: st.booleans(),
    }
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(PERSON, min_size=1, max_size=6))
def test_whatever_is_on_record_a_chance_is_one_and_the_role_is_never_likelier_than_the_person(rows) -> None:
    frame = people(*rows)
    model = DepartureModel.learn(frame, DAY)
    there, role = model.there(frame, DAY), model.in_role(frame, DAY)
    for one in (there, role):
        told = np.isfinite(one.p)
        assert (told == np.isfinite(one.low)).all() and (told == np.isfinite(one.high)).all()
        assert ((one.low >= 0) & (one.low <= one.p) & (one.p <= one.high) & (one.high <= 1))[told].all()
    both = np.isfinite(there.p) & np.isfinite(role.p)
    assert (role.p <= there.p)[both].all()
