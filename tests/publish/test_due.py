"""When an edition is due: worked out by hand on calendars of 2026 and 2027, and as properties of any day."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from accountbook.publish.due import (
    Rule,
    has_holidays,
    last_period,
    next_period,
    periods_due,
    working_days,
)

MONTHLY = Rule(every="month", business_day=3)
WEEKLY = Rule(every="week", business_day=1)


@pytest.mark.parametrize(
    ("country", "as_of", "due"),
    [
        # 1 January 2027 is a Friday and free everywhere; in Italy so is Wednesday the 6th
        ("KR", "2026-12-31", "2027-01-06"),
        ("IT", "2026-12-31", "2027-01-07"),
        (None, "2026-12-31", "2027-01-05"),
        # Korea: Monday 1 March 2027 is Independence Movement Day
        ("KR", "2027-02-28", "2027-03-04"),
        ("IT", "2027-02-28", "2027-03-03"),
        # China: 1 to 7 October 2026 are free, and Saturday the 10th is worked; Friday the 9th is the second
        ("CN", "2026-09-30", "2026-10-10"),
        # the Emirates have moved their weekend to Saturday and Sunday, Saudi Arabia rests on Friday and Saturday:
        # Sunday 1, Monday 2 and Tuesday 3 November
        ("AE", "2026-10-31", "2026-11-04"),
        ("SA", "2026-10-31", "2026-11-03"),
    ],
)
def test_the_third_business_day_after_the_month_past(country, as_of, due):
    working, due = working_days(country), pd.Timestamp(due)
    assert last_period(MONTHLY, due, working).as_of == pd.Timestamp(as_of)
    assert last_period(MONTHLY, due - pd.Timedelta(days=1), working).as_of < pd.Timestamp(as_of)
    coming = next_period(MONTHLY, due - pd.Timedelta(days=1), working)
    assert (coming.as_of, coming.due) == (pd.Timestamp(as_of), due)


@pytest.mark.parametrize(
    ("country", "sunday", "due"),
    [
        ("KR", "2027-01-03", "2027-01-04"),
        # the lunar New Year: Sunday 7 February 2027 with the days around it, and Tuesday in Sunday's stead
        ("KR", "2027-02-07", "2027-02-10"),
        # Italy: Easter Monday is 29 March 2027
        ("IT", "2027-03-28", "2027-03-30"),
        ("KR", "2027-03-28", "2027-03-29"),
        # the week that holds New Year ends on 3 January
        ("IT", "2026-12-27", "2026-12-28"),
    ],
)
def test_weekly_on_monday_or_on_the_first_business_day_after_it(country, sunday, due):
    working, due = working_days(country), pd.Timestamp(due)
    found = last_period(WEEKLY, due, working)
    assert (found.as_of, found.due) == (pd.Timestamp(sunday), due)
    assert last_period(WEEKLY, due - pd.Timedelta(days=1), working).as_of < pd.Timestamp(sunday)


def test_periods_missed_come_oldest_first_across_the_new_year():
    found = periods_due(MONTHLY, pd.Timestamp("2027-02-15"), working_days("IT"), most=3)
    assert [f"{one.as_of:%Y-%m-%d} on {one.due:%Y-%m-%d}" for one in found] == [
        "2026-11-30 on 2026-12-03",
        "2026-12-31 on 2027-01-07",
        "2027-01-31 on 2027-02-03",
    ]


def test_a_country_without_a_known_calendar_has_free_weekends_only():
    assert [has_holidays(one) for one in ("KR", "IT", None, "ZZ")] == [True, True, False, False]
    working = working_days("ZZ")
    week = pd.date_range("2027-01-01", "2027-01-07")
    assert [day.day for day in week if working(day)] == [1, 4, 5, 6, 7]


DAYS = st.dates(min_value=pd.Timestamp("2020-01-01").date(), max_value=pd.Timestamp("2035-12-31").date())
RULES = st.builds(Rule, every=st.sampled_from(["month", "week"]), business_day=st.integers(1, 6))


@settings(deadline=None)
@given(today=DAYS.map(pd.Timestamp), rule=RULES, country=st.sampled_from(["KR", "IT", "US", "CN", None]))
def test_the_last_due_period_and_the_next_enclose_the_day_and_follow_each_other(today, rule, country):
    working = working_days(country)
    last, coming = last_period(rule, today, working), next_period(rule, today, working)
    assert last.as_of < last.due <= today < coming.due
    assert last.as_of < coming.as_of < coming.due
    assert working(last.due) and working(coming.due)
    between = pd.date_range(last.as_of, last.due, inclusive="right")
    assert sum(working(day) for day in between) == rule.business_day
    if rule.every == "month":
        assert last.as_of.is_month_end and coming.as_of == last.as_of + pd.offsets.MonthEnd(1)
    else:
        assert last.as_of.day_name() == "Sunday" and (coming.as_of - last.as_of).days == 7
    # the day after, either nothing has changed or the next one is the last
    assert last_period(rule, today + pd.Timedelta(days=1), working) in (last, coming)
    assert periods_due(rule, today, working, most=3)[-1] == last


@pytest.mark.parametrize(
    "told",
    [
        {"every": "year", "business_day": 3},
        {"every": "month", "business_day": 0},
        {"every": "month", "business_day": "3"},
        {"every": "month"},
        {"every": "month", "business_day": 3, "on": "Monday"},
    ],
)
def test_a_rule_is_read_strictly(told):
    with pytest.raises(ValidationError):
        Rule.model_validate(told)
