import pandas as pd

from accountbook.planning.closures import ClosureKind, closures

GERMANY = [{"account_id": "A", "name": "A", "country": "DE"}]


def test_cap_38_holidays_that_join_weekends(view):
    found = closures(
        view(accounts=GERMANY, order_lines=[]), start=pd.Timestamp("2027-03-01"), end=pd.Timestamp("2027-04-30")
    )
    # Good Friday 26 March to Easter Monday 29 March 2027
    assert [(one.start.day, one.end.day, one.kind) for one in found] == [(26, 29, ClosureKind.HOLIDAY)]
    assert found[0].name == "Good Friday"


def test_cap_38_weeks_empty_in_every_year_are_a_closure(view, bought):
    # an order each Monday for three years, none in the three weeks from 5 August (days 218 to 238)
    days = [day for day in pd.date_range("2023-11-01", "2026-10-31", freq="W-MON") if not 217 < day.day_of_year < 239]
    lines = bought({f"{day:%Y-%m-%d}": 5.0 for day in days})
    found = closures(view(order_lines=lines))
    assert [(one.kind, one.years) for one in found] == [(ClosureKind.OBSERVED, 3)]
    # weeks 32 to 34 of seven days each from 1 January: 6 to 26 August 2027
    assert (found[0].start, found[0].end) == (pd.Timestamp("2027-08-06"), pd.Timestamp("2027-08-26"))


def test_cap_38_a_slow_rhythm_proves_no_closure(view, bought):
    days = pd.date_range("2022-11-01", "2026-10-31", freq="42D")
    assert closures(view(order_lines=bought({f"{day:%Y-%m-%d}": 5.0 for day in days}))) == ()
    # once a quarter, always in the same weeks: eleven empty weeks are their rhythm, not a closure
    quarters = [f"{year}-{month}-10" for year in (2023, 2024, 2025, 2026) for month in ("01", "04", "07", "10")]
    assert closures(view(order_lines=bought(dict.fromkeys(quarters, 5.0)))) == ()


def test_cap_38_unknown_country_and_no_orders(view):
    assert closures(view(accounts=[{"account_id": "A", "name": "A", "country": "XX"}], order_lines=[])) == ()
    assert closures(view(order_lines=[])) == ()
