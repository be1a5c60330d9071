"""Items of a past date beside what came, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.models.item_trial import ideas_tried, items_verdict, stacked, tried_items
from accountbook.models.order_measures import item_measures

ORIGIN = pd.Timestamp("2026-03-31")


def trial():
    """A's list is x, y and the idea v; x, v and w came, x had been bought before."""
    key = ["account_id", "item_id", "rank", "p"]
    usual = pd.DataFrame([("A", "x", 1, 0.8), ("A", "y", 2, 0.4), ("B", "x", 1, 0.5)], columns=key)
    rival = pd.DataFrame([("A", "y", 1, 0.5), ("A", "x", 2, 0.5)], columns=key)
    ideas = pd.DataFrame(
        [("A", "v", 1, "alike", 2.0), ("A", "u", 1, "popular", 9.0)],
        columns=["account_id", "item_id", "rank", "by", "score"],
    )
    came = pd.DataFrame(
        [("A", "v", True, False), ("A", "w", True, False), ("A", "x", True, True), ("A", "u", False, False)],
        columns=["account_id", "item_id", "next", "again"],
    )
    return tried_items(ORIGIN, usual, rival, ideas, came)


def test_ideas_follow_the_usual_items_and_repeats_are_judged_apart() -> None:
    found = trial()
    assert found.ours.loc["A", ["recall", "precision"]].tolist() == pytest.approx([2 / 3, 0.2])
    assert found.rival.loc["A", "recall"] == pytest.approx(1 / 3)
    assert found.repeats.loc["A", "recall"] == found.rival_repeats.loc["A", "recall"] == 1.0
    # 1 at rank 1 against 1/log2(3) at rank 2
    assert found.rival_repeats.loc["A", "ndcg"] == pytest.approx(0.6309, abs=1e-4)


def test_chances_are_judged_on_the_accounts_that_ordered() -> None:
    found = trial()
    assert found.chances[["p", "next"]].to_numpy().tolist() == [[0.8, 1.0], [0.4, 0.0]]


def test_an_idea_bought_later_in_the_horizon_is_a_hit_but_not_of_the_next_order() -> None:
    ideas = ideas_tried([trial()]).set_index("by")
    assert ideas.loc["alike", ["hit", "next"]].tolist() == [1.0, 1.0]
    assert ideas.loc["popular", ["hit", "next"]].tolist() == [1.0, 0.0]


def test_measures_name_both_sides() -> None:
    tried = [trial()]
    found = {(row[0], row[1]): row[2:4] for row in item_measures(tried, items_verdict(tried))}
    assert found["items", "recall10"] == pytest.approx((2 / 3, 1 / 3))
    assert found["items", "repeat10"] == (1.0, 1.0)
    # |.8 - 1| and |.4 - 0| in bins of one row, halved; the rival's two halves, .5 off each
    assert found["items", "ece"] == pytest.approx((0.3, 0.5))
    assert found["ideas", "next_order"] == (1.0, 0.0)


def test_no_past_date_gives_no_measure_and_no_idea() -> None:
    assert item_measures([], items_verdict([])) == []
    assert ideas_tried([], by="alike").empty
    assert stacked([], "ours").empty
