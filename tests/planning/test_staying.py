import pandas as pd
import pytest

from accountbook.planning.staying import StayingState, staying

ITEMS = [
    {"item_id": "V", "family": "VX", "name": "valve, pilot"},
    {"item_id": "S", "family": "SK", "name": "seal kit, NBR"},
]


def _runs(n, **columns):
    return {"installation_id": n, "account_id": "A", "installed_on": "2020-01-01"} | columns


def test_cap_81_what_others_and_old_pieces_cost_in_a_year_against_our_price(view):
    rows = [
        _runs("1", competitor="Hällfoss", product="valve series 3", failure_cost=9000.0),
        _runs("2", item_id="V", life_months=60.0, failure_cost=3000.0),
        _runs("3", item_id="V", life_months=120.0, failure_cost=50000.0),  # within its life
        _runs("4", item_id="S", life_months=12.0, failure_cost=700.0),  # of another family
        _runs("5", competitor="Hällfoss", product="valve series 9", failure_cost=800.0, removed_on="2026-01-01"),
        _runs("6", competitor="Ironcrest", product="valve series 4"),
    ]
    prices = [
        {"account_id": "A", "competitor": "Hällfoss", "product": "VX", "as_of": on, "price": price}
        for on, price in (("2026-01-01", 90.0), ("2026-09-01", 84.5))
    ]
    found = staying(view(installed_base=rows, items=ITEMS, competitors=prices), family="VX", price=30000.0)
    assert [row.installation_id for row in found.rows] == ["1", "2", "6"]
    assert (found.cost, found.unknown, found.years) == (12000.0, 1, 2.5)
    assert found.rows[1].past_life and found.rows[1].age_months == pytest.approx(82, abs=0.1)
    assert [(price.competitor, price.price) for price in found.incumbents] == [("Hällfoss", 84.5)]


def test_cap_81_a_cost_that_nobody_wrote_down_is_no_zero(view):
    rows = [_runs("1", competitor="Hällfoss", product="valve series 3")]
    found = staying(view(installed_base=rows, items=ITEMS), family="VX", price=30000.0)
    assert (found.state, found.years, found.unknown) == (StayingState.UNKNOWN, None, 1)


def test_an_installation_of_later_or_taken_out_later_is_as_it_was(view):
    rows = [_runs("1", competitor="Hällfoss", product="valve", failure_cost=5.0, removed_on="2026-09-01")]
    seen = view(installed_base=rows)
    assert staying(seen).state == StayingState.NONE
    assert staying(seen.at(pd.Timestamp("2026-08-01"))).cost == 5.0
    assert staying(view()).state == StayingState.NO_TABLE
