"""Open days: weekdays, holidays and closed weeks, where the orders show them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.features.calendar import Calendar
from accountbook.features.closures import closed_weeks

AS_OF = pd.Timestamp("2026-12-20")


def view_of(days: dict[str, pd.DatetimeIndex], country: str | None = "GB") -> SimpleNamespace:
    """A view of accounts that order on these days."""
    rows = [(name, day, 1.0) for name in sorted(days) for day in days[name]]
    orders = pd.DataFrame(rows, columns=["account_id", "order_date", "amount"])
    parties = pd.DataFrame({"account_id": sorted(days), "country": country}).astype("str")
    return SimpleNamespace(as_of=AS_OF, order_days=lambda: orders, table=lambda name: parties)


def test_cap_38_a_day_on_which_nobody_orders_is_closed() -> None:
    # every working day of two years, but for 1 January, Good Friday and the 25 and 26 December of Great Britain
    off = ["2025-01-01", "2025-04-18", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03"]
    off += [
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
    ]
    days = pd.bdate_range("2024-12-28", AS_OF).difference(pd.DatetimeIndex(off))
    calendar = Calendar.of(view_of({"A": days, "B": days}))
    ahead = calendar.ahead(pd.Index(["A"]), horizon=12)[0]
    # Monday 21 to Thursday 24 open, Christmas to Sunday closed, Monday 28 in lieu of Boxing Day closed, then open
    assert (ahead > 0).tolist() == [True] * 4 + [False] * 4 + [True] * 3 + [False]
    assert np.isclose(ahead[ahead > 0], 1.4, atol=0.1).all()


def test_a_holiday_that_does_not_show_in_the_orders_is_a_day_like_others() -> None:
    every = pd.date_range("2024-12-28", AS_OF)
    calendar = Calendar.of(view_of({"A": every, "B": every}))
    assert calendar.holiday == pytest.approx(1.0, abs=0.05)
    assert calendar.ahead(pd.Index(["A"]), horizon=30).min() > 0.9


def test_few_orders_close_no_weekday_and_no_holiday() -> None:
    calendar = Calendar.of(view_of({"A": pd.DatetimeIndex(["2026-03-02", "2026-06-01"])}))
    assert (calendar.ahead(pd.Index(["A"]), horizon=30) > 0).all()


def test_cap_38_own_closed_weeks_close_that_account_alone() -> None:
    mondays = pd.date_range("2023-11-06", AS_OF, freq="W-MON")
    # A stays away in the first three weeks of every year
    busy = mondays[mondays.day_of_year > 21]
    other = pd.date_range("2023-11-08", AS_OF, freq="W-WED")
    calendar = Calendar.of(view_of({"A": busy, "B": other}, country=None))
    ahead = calendar.ahead(pd.Index(["A", "B"]), horizon=40)
    # 1 to 21 January 2027 are days 12 to 32 after 20 December
    shut = (np.arange(1, 41) >= 12) & (np.arange(1, 41) <= 32)
    assert (ahead[0][shut] == 0).all()
    assert (ahead[1][shut] > 0).any()


def test_no_orders_and_unknown_accounts_are_open_every_day() -> None:
    none = view_of({})
    assert Calendar.of(none).ahead(pd.Index(["X"]), horizon=3).tolist() == [[1.0, 1.0, 1.0]]
    assert closed_weeks(none.order_days(), AS_OF).empty


def test_weeks_are_told_for_each_account_as_for_one_alone() -> None:
    mondays = pd.date_range("2023-11-06", AS_OF, freq="W-MON")
    views = {"A": mondays[mondays.day_of_year > 21], "B": mondays, "C": mondays[mondays.month != 8]}
    together = closed_weeks(view_of(views).order_days(), AS_OF)
    alone = [closed_weeks(view_of({name: days}).order_days(), AS_OF) for name, days in views.items()]
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    assert together["account_id"].tolist() == ["A", "C"]
