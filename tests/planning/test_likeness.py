import pandas as pd

from accountbook.planning.likeness import StoriesState, stories

ACCOUNT = [{"account_id": "A", "name": "A", "vertical": "marine", "region": "Italy", "city": "Bologna"}]


def _story(n, **columns):
    return {"story_id": n, "happened_on": "2026-01-01", "shareable": True, "differences": "Clean water"} | columns


def test_cap_8_the_most_alike_come_first_and_only_those_that_may_be_told(view, bought):
    rows = [
        _story("1", vertical="marine", product="SK", customer="a maker in Korea"),
        _story("2", vertical="marine", product="VX", customer="a plant in Italy"),
        _story("3", vertical="food", product="VX"),
        _story("4", vertical="marine", product="TB", shareable=False),
        _story("5", vertical="food", product="SK"),
        _story("6", vertical="marine", product="PU"),
    ]
    items = [{"item_id": "I", "family": "SK", "name": "seal kit"}]
    seen = view(accounts=ACCOUNT, success_stories=rows, items=items, order_lines=bought({"2026-05-01": 10.0}))
    found = stories(seen, "VX")
    # 4 for the industry, 3 for the deal's line, 1 for a line they buy, 1 for the country
    assert [(one.story_id, one.likeness) for one in found.rows] == [("2", 8), ("1", 5), ("6", 4), ("3", 3)]
    assert found.rows[0].shares == ("vertical", "product", "country")
    assert found.rows[0].differences == "Clean water"
    assert found.kept == 1


def test_cap_8_a_story_that_may_not_be_told_is_counted_and_not_shown(view):
    rows = [_story("1", vertical="marine", shareable=False), _story("2", vertical="marine", shareable=None)]
    found = stories(view(accounts=ACCOUNT, success_stories=rows), "VX")
    assert (found.state, found.rows, found.kept) == (StoriesState.NOT_TOLD, (), 2)


def test_a_story_of_tomorrow_is_not_told_today(view):
    rows = [_story("1", vertical="marine", happened_on="2026-10-20")]
    seen = view(accounts=ACCOUNT, success_stories=rows)
    assert stories(seen).state == StoriesState.SOME
    assert stories(seen.at(pd.Timestamp("2026-10-19"))).state == StoriesState.NONE
    assert stories(view()).state == StoriesState.NO_TABLE
