"""Deals: what was known then, the ladder, close dates, bad input."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.models import DealPrediction as P
from accountbook.models import predict_deals
from accountbook.models.deal_odds import rolling_odds
from accountbook.models.deal_slices import SLICE, days_left, deal_slices
from accountbook.models.kinds import kind_columns

ORDERS = [("A-001", "2024-01-02", 10.0)]
AS_OF = "2026-03-31"


def alternately(deal: int) -> bool:
    return deal % 2 == 0


@pytest.fixture
def company(make_book, order_lines, deals):
    opportunities, changes = deals(205, won=alternately)
    return make_book(order_lines(ORDERS), AS_OF, opportunities=opportunities, opportunity_changes=changes)


def check_plain(frames: dict[str, pd.DataFrame]) -> None:
    found = frames["deals"]
    assert list(found.columns) == kind_columns("deals")
    told = found.loc[found[P.shown] != "none", [P.p_win_lo, P.p_win, P.p_win_hi]].to_numpy(float)
    assert ((told > 0) & (told < 1)).all() and (np.diff(told, axis=1) >= 0).all()
    given = found[P.close_p50].dropna()
    assert (given > found.loc[given.index, P.as_of]).all()
    assert np.isfinite(frames["quality_deals"][["value", "naive"]].to_numpy(float)).all()


def test_open_deals_only_each_with_odds_and_reasons(company) -> None:
    frames = predict_deals(company)
    check_plain(frames)
    found = frames["deals"]
    # deal k is written down on day 4 k and decided on day 4 k + 100; as_of is day 820: deals 181 to 204 stand open
    assert len(found) == 24
    assert set(found[P.shown]) == {"model"} and set(found[P.ladder]) == {"ridge"}
    assert found[P.expected_amount].notna().all()
    told = [json.loads(text) for text in found[P.reasons]]
    assert {"rep", "pushes"} <= {one["code"] for reasons in told for one in reasons}
    good = found[P.opportunity_id].str[2:].astype(int) % 2 == 0
    assert found.loc[good, P.p_win].mean() > found.loc[~good, P.p_win].mean() + 0.3


def test_labels_only_of_deals_closed_by_then(company) -> None:
    earlier = company.at("2025-06-30")
    slices = deal_slices(earlier)
    assert (slices["decided_on"].dropna() <= earlier.as_of).all()
    assert slices.loc[slices["decided_on"].isna(), "won"].isna().all()
    assert (slices["slice"] < earlier.as_of).all()


def test_past_dates_know_no_decision_that_was_recorded_later(tmp_path, order_lines, deals) -> None:
    """A later export says of a third of the deals that they had long been decided: up to then they stood open."""
    opportunities, changes = deals(205, won=alternately)
    first = pd.Timestamp("2025-12-15")
    held = (opportunities["closed_on"] < first) & (np.arange(len(opportunities)) % 3 == 0)
    undecided = opportunities.assign(
        outcome=opportunities["outcome"].mask(held, "open"), closed_on=opportunities["closed_on"].mask(held)
    )
    found = []
    for number, second in enumerate((opportunities, undecided)):
        for exported_on, table in ((first, undecided), (pd.Timestamp("2026-03-01"), second)):
            write_load(
                tmp_path / str(number),
                {"order_lines": order_lines(ORDERS), "opportunities": table, "opportunity_changes": changes},
                rejected={},
                report={},
                company={"name": "Nova (invented)", "currency": "EUR"},
                exported_on=exported_on,
            )
        book = Book.open(tmp_path / str(number), AS_OF)
        rows = rolling_odds(book, deal_slices(book))
        found.append(rows.loc[rows[SLICE] < first].set_index([SLICE, "opportunity_id"]).sort_index())
    said = ["p", "p_ridge", "p_chain", "days_chain", "p_naive"]
    assert len(found[0]) > 100 and found[0]["won"].notna().sum() > found[1]["won"].notna().sum()
    pd.testing.assert_frame_equal(found[0][said], found[1][said])


def test_what_is_decided_later_changes_nothing(make_book, order_lines, deals) -> None:
    opportunities, changes = deals(205, won=alternately)
    later = opportunities["closed_on"] > pd.Timestamp(AS_OF)
    turned = opportunities.assign(
        outcome=opportunities["outcome"].mask(later, "lost"),
        closed_on=opportunities["closed_on"].mask(later, opportunities["closed_on"] + pd.Timedelta(days=9)),
    )
    frames = [
        predict_deals(make_book(order_lines(ORDERS), AS_OF, opportunities=table, opportunity_changes=changes))
        for table in (opportunities, turned)
    ]
    for kind in frames[0]:
        pd.testing.assert_frame_equal(frames[0][kind], frames[1][kind])


@pytest.mark.parametrize(
    ("number", "won", "ladder", "shown"),
    [
        (3, lambda deal: False, "facts", "none"),
        (60, lambda deal: True, "facts", "none"),
        (60, alternately, "rates", "model"),
    ],
    ids=["no closed deals", "only won deals", "ten to thirty-nine of the rarer"],
)
def test_I18_few_deals_say_little(make_book, number, won, ladder, shown, order_lines, deals) -> None:
    opportunities, changes = deals(number, won=won)
    as_of = "2024-01-20" if number == 3 else "2024-08-15"
    frames = predict_deals(
        make_book(order_lines(ORDERS), as_of, opportunities=opportunities, opportunity_changes=changes)
    )
    check_plain(frames)
    assert set(frames["deals"][P.ladder]) == {ladder} and set(frames["deals"][P.shown]) == {shown}


def test_I18_no_deals_at_all(make_book, order_lines) -> None:
    frames = predict_deals(make_book(order_lines(ORDERS), AS_OF))
    assert frames["deals"].empty and frames["quality_deals"].empty


def test_an_amount_nobody_wrote_down_gives_no_expected_amount(make_book, order_lines, deals) -> None:
    opportunities, changes = deals(205, won=alternately)
    book = make_book(
        order_lines(ORDERS), AS_OF, opportunities=opportunities.assign(amount=np.nan), opportunity_changes=changes
    )
    found = predict_deals(book)["deals"]
    assert found[P.p_win].notna().all() and found[P.expected_amount].isna().all()


def test_open_deals_are_censored_not_left_out() -> None:
    rows = pd.DataFrame({"opportunity_id": list("abcdefgh"), "days_left": [10.0, 20, 30, 40, 50, 60, 60, 60]})
    decided = pd.Series([pd.Timestamp("2026-01-31")] * 5 + [pd.NaT] * 3)
    # of 8, five decided one by one: half are by the fourth, on day 40; the completed ones alone would say 30
    assert days_left(rows.assign(decided_on=decided))[1] == 40.0
