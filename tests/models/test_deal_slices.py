"""Deals at past month ends, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.deal_slices import SLICE, STAGES_AFTER, close_days, days_left, deal_slices
from accountbook.tables import TABLES

AS_OF = pd.Timestamp("2026-06-30")


def deal(name: str, created: str, closed: str | None, outcome: str) -> dict[str, object]:
    return {
        "opportunity_id": name,
        "account_id": "A-1",
        "amount": 1000.0,
        "seller_stage": "offer",
        "created_on": created,
        "outcome": outcome,
        "closed_on": closed,
    }


@pytest.fixture(scope="module")
def slices(make_book, order_lines) -> pd.DataFrame:
    opportunities = TABLES["opportunities"].frame(
        [
            deal("W", "2026-02-10", "2026-05-10", "won"),
            deal("L", "2026-04-10", "2026-05-20", "lost"),
            deal("O", "2026-05-05", None, "open"),
        ]
    )
    lines = order_lines([("A-1", "2026-01-02", 10.0)])
    return deal_slices(make_book(lines, f"{AS_OF:%Y-%m-%d}", opportunities=opportunities))


def test_a_deal_is_in_the_month_ends_at_which_it_was_open(slices) -> None:
    found = {name: [f"{day:%m-%d}" for day in part] for name, part in slices.groupby("opportunity_id")[SLICE]}
    assert found == {"W": ["02-28", "03-31", "04-30"], "L": ["04-30"], "O": ["05-31"]}


def test_what_became_of_it_and_when(slices) -> None:
    rows = slices.set_index(["opportunity_id", SLICE])
    assert rows.loc[("W", pd.Timestamp("2026-04-30")), ["won", "days_left"]].tolist() == [1.0, 10.0]
    assert rows.loc[("L", pd.Timestamp("2026-04-30")), ["won", "days_left"]].tolist() == [0.0, 20.0]
    # still open: looked at for 30 days
    still = rows.loc[("O", pd.Timestamp("2026-05-31"))]
    assert np.isnan(still["won"]) and pd.isna(still["decided_on"]) and still["days_left"] == 30.0


def test_a_stage_stays_until_it_moves(make_book, order_lines) -> None:
    moves = TABLES["opportunity_changes"].frame(
        {
            "opportunity_id": "O",
            "field": "seller_stage",
            "old": old,
            "new": new,
            "changed_at": pd.Timestamp(day),
        }
        for old, new, day in (("lead", "need", "2026-05-08"), ("need", "offer", "2026-06-20"))
    )
    opportunities = TABLES["opportunities"].frame([deal("O", "2026-05-05", None, "open")])
    lines = order_lines([("A-1", "2026-01-02", 10.0)])
    book = make_book(lines, "2026-06-30", opportunities=opportunities, opportunity_changes=moves)
    row = deal_slices(book).set_index(SLICE).loc[pd.Timestamp("2026-05-31")]
    # need until 20 June: it holds on 7 and 14 June, offer on the 21st and 28th
    assert row[STAGES_AFTER].tolist() == [1.0, 1.0, 2.0, 2.0]


def test_outcomes_that_came_later_are_not_there(make_book, order_lines) -> None:
    opportunities = TABLES["opportunities"].frame([deal("W", "2026-02-10", "2026-05-10", "won")])
    book = make_book(order_lines([("A-1", "2026-01-02", 10.0)]), "2026-04-30", opportunities=opportunities)
    found = deal_slices(book)
    assert len(found) >= 2 and found["won"].isna().all() and found["decided_on"].isna().all()


def left(days: list[float], decided: list[bool]) -> pd.DataFrame:
    rows = pd.DataFrame({"opportunity_id": [f"D-{n}" for n in range(len(days))], "days_left": days})
    return rows.assign(decided_on=[AS_OF if one else pd.NaT for one in decided])


def test_open_deals_draw_the_median_out() -> None:
    days = [10.0, 20.0, 30.0, 40.0, 50.0]
    assert days_left(left(days, [True] * 5)) == (10.0, 30.0, 50.0)
    # one open for 25 days: .83, .67, then .67 x 2/3 = .44 at 30; five open for 60 days: .9, .8, .7, .6, .5 at 50
    assert days_left(left([*days, 25.0], [True] * 5 + [False])) == (10.0, 30.0, 50.0)
    assert days_left(left([*days, *[60.0] * 5], [True] * 5 + [False] * 5))[:2] == (10.0, 50.0)
    assert np.isnan(days_left(left([*days, *[60.0] * 6], [True] * 5 + [False] * 6))[1])


def test_four_decided_deals_are_too_few_for_a_day() -> None:
    assert np.isnan(days_left(left([1.0, 2.0, 3.0, 4.0], [True] * 4))).all()


def test_a_stage_with_few_closed_deals_takes_everybodys_median() -> None:
    rows = left([10.0, 20.0, 30.0, 40.0, 50.0], [True] * 5).assign(stage=2.0, seller_stage="offer")
    now = pd.DataFrame({"stage": [2.0, 0.0], "seller_stage": ["offer", "lead"]}, index=["D-8", "D-9"])
    found = close_days(rows, now, as_of=AS_OF)
    assert (found == [AS_OF + pd.Timedelta(days=day) for day in (10, 30, 50)]).all(axis=None)
    assert found.index.tolist() == ["D-8", "D-9"]
