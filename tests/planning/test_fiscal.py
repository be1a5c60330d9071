import pytest

from accountbook.planning.fiscal import FiscalState, fiscal


def _monthly(peak, years=(2024, 2025)):
    return {f"{year}-{month:02}-10": 9.0 if month == peak else 1.0 for year in years for month in range(1, 13)}


def test_cap_37_recorded_and_inferred_agree(view, bought):
    accounts = [{"account_id": "A", "name": "A", "fiscal_year_end_month": 3}]
    found = fiscal(view("2026-01-15", accounts=accounts, order_lines=bought(_monthly(3))))
    assert (found.state, found.recorded, found.inferred) == (FiscalState.AGREE, 3, 3)
    assert (found.peak_years, found.years) == (2, 2)
    # 9 of 20 in each year
    assert found.peak_share == pytest.approx(0.45)
    # shuffled, both peaks fall on one month in 1 of 12 draws
    assert found.luck == pytest.approx(1 / 12, abs=0.02)


def test_cap_37_they_differ(view, bought):
    accounts = [{"account_id": "A", "name": "A", "fiscal_year_end_month": 12}]
    found = fiscal(view("2025-12-31", accounts=accounts, order_lines=bought(_monthly(3))))
    assert (found.state, found.recorded, found.inferred) == (FiscalState.DIFFER, 12, 3)


def test_cap_37_two_of_three_years_may_be_luck(view, bought):
    lines = bought(_monthly(3) | _monthly(8, years=(2023,)))
    found = fiscal(view("2025-12-31", order_lines=lines))
    assert (found.state, found.inferred, found.years) == (FiscalState.UNKNOWN, None, 3)
    # two of three peaks on one month: 12 x (3 x 11 + 1) / 1728 = .24
    assert found.luck == pytest.approx(12 * 34 / 1728, abs=0.04)


def test_cap_37_one_year_is_too_short(view, bought):
    found = fiscal(view("2025-12-31", order_lines=bought(_monthly(3, years=(2025,)))))
    assert (found.too_short, found.inferred, found.years) == (True, None, 1)
    assert fiscal(view(order_lines=[])).state == FiscalState.UNKNOWN


def test_cap_37_no_peak_no_month(view, bought):
    flat = fiscal(view("2025-12-31", order_lines=bought(dict.fromkeys(_monthly(3), 5.0))))
    assert (flat.inferred, flat.luck) == (None, 1.0)


def test_cap_37_the_weeks_before_the_year_end_count_for_it(view, bought):
    # half of what the year-end brings comes the month before: February and March, not March and April
    orders = {day: 4.0 if day[5:7] == "02" else amount for day, amount in _monthly(3, years=(2023, 2024, 2025)).items()}
    found = fiscal(view("2025-12-31", order_lines=bought(orders)))
    assert (found.inferred, found.peak_years, found.years) == (3, 3, 3)
