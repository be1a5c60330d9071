"""Installed base: when the purchase moment returns, openings at competitors', what asks for an offer."""

import pandas as pd
import pytest

from accountbook.planning.installed import installed

ITEMS = [{"item_id": "V", "name": "VX-1 valve", "family": "VX", "list_price": 100.0}]


def runs(number, since="2022-03-31", life=60.0, **more):
    return {"installation_id": number, "account_id": "A", "item_id": "V", "quantity": 12.0, "installed_on": since,
            "life_months": life, **more}  # fmt: skip


RIVAL = {"item_id": None, "competitor": "Neue Pumpen", "product": "pump 3"}


def test_cap_79_the_purchase_moment_is_installation_and_life(view):
    found = installed(view(order_lines=[], items=ITEMS, installed_base=[runs("1")]))
    (one,) = found.due
    assert one.due_on == pd.Timestamp("2027-03-31")
    assert round(one.months, 1) == 5.0 and one.listed == 1_200
    (act,) = found.actions
    assert act.does.facts == {"item_id": "V", "name": "VX-1 valve", "quantity": 12.0, "competitor": None, "where": None,
                              "due_on": pd.Timestamp("2027-03-31"), "failure_cost": None}  # fmt: skip
    assert act.due == pd.Timestamp("2027-03-31") and act.days_late is None


def test_cap_79_next_twelve_months_first_and_what_follows_later(view):
    rows = [
        runs("far", "2024-05-31"),
        runs("near", "2022-09-30"),
        runs("past", "2021-07-31"),
        runs("old", "2019-01-31"),
    ]
    found = installed(view(order_lines=[], items=ITEMS, installed_base=rows))
    # 31 July 2026 passed three months ago; 31 January 2024 more than half a year: it outlived its life
    assert [one.installation_id for one in found.due] == ["past", "near"]
    assert found.later.due_on == pd.Timestamp("2029-05-31") and found.outlived == 1


def test_cap_79_a_competitors_installation_that_comes_up_is_an_opening(view):
    rows = [runs("1"), runs("2", **RIVAL)]
    found = installed(view(order_lines=[], items=ITEMS, installed_base=rows))
    assert [one.competitor for one in found.openings] == ["Neue Pumpen"] and (found.ours, found.theirs) == (1, 1)
    assert [one.does.facts["competitor"] for one in found.actions] == ["Neue Pumpen", None]


def test_cap_79_nothing_is_offered_twice(view):
    deal = {
        "opportunity_id": "D",
        "account_id": "A",
        "product_line": "VX",
        "created_on": "2026-09-01",
        "outcome": "open",
    }
    tables = {"order_lines": [], "items": ITEMS, "installed_base": [runs("1")]}
    assert installed(view(**tables, opportunities=[deal])).actions == ()
    assert (
        len(installed(view(**tables, opportunities=[deal | {"outcome": "lost", "closed_on": "2026-10-01"}])).actions)
        == 1
    )


def test_cap_79_failures_cost_so_much_a_year(view):
    rows = [runs("1", failure_cost=300.0), runs("2", failure_cost=50.0, life=None), runs("3")]
    found = installed(view(order_lines=[], items=ITEMS, installed_base=rows))
    assert (found.failure_cost, found.failing) == (350, 2)


def test_cap_79_what_comes_within_half_a_year_is_news_in_that_month(view):
    tables = {"order_lines": [], "items": ITEMS, "installed_base": [runs("1", "2022-04-15")]}
    # due 15 April 2027: within half a year since 14 October 2026
    assert [one.code for one in installed(view("2026-10-31", **tables)).news] == ["purchase_moment"]
    assert installed(view("2026-11-30", **tables)).news == ()
    assert installed(view("2026-09-30", **tables)).news == ()


def test_cap_79_what_was_just_installed_sells_what_goes_with_it(view):
    found = installed(view(order_lines=[], items=ITEMS, installed_base=[runs("1", "2026-09-10"), runs("2")]))
    assert [one.installation_id for one in found.fresh] == ["1"]


def test_what_was_taken_out_or_installed_later_is_not_there(view):
    rows = [runs("1", removed_on="2026-09-01"), runs("2", "2026-11-20")]
    assert str(installed(view(order_lines=[], installed_base=rows)).state) == "none"
    assert installed(view(order_lines=[], installed_base=rows).at("2026-08-31")).ours == 1


@pytest.mark.parametrize(
    ("tables", "state"),
    [({}, "absent"), ({"installed_base": []}, "none"), ({"installed_base": [runs("1", life=None)]}, "no_life")],
)
def test_missing_empty_and_without_a_life_are_states(view, tables, state):
    assert str(installed(view(order_lines=[], **tables)).state) == state
