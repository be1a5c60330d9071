"""Predictions of orders: the contract's columns, honesty about time, and bad input."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from accountbook.models import AccountPrediction as P
from accountbook.models import predict_orders
from accountbook.models.kinds import kind_columns

CHANCES = [P.p_no_order, P.p_no_order_lo, P.p_no_order_hi, P.p_naive]
MONEY = [P.typical_amount, P.typical_lo, P.typical_hi, P.expected_amount, P.expected_lo, P.expected_hi]
AS_OF = "2026-03-31"


@pytest.fixture(scope="module")
def company(make_book, order_lines, renewals):
    """40 accounts of which a third fall silent for good."""
    return make_book(order_lines(renewals(40, quiet=0.35)), AS_OF)


@pytest.fixture(scope="module")
def frames(company) -> dict[str, pd.DataFrame]:
    """Its predictions."""
    return predict_orders(company)


def check_plain(frames: dict[str, pd.DataFrame], as_of: str) -> None:
    """What holds for every book, however poor."""
    accounts, items, quality = frames["accounts"], frames["items"], frames["quality_orders"]
    assert list(accounts.columns) == kind_columns("accounts")
    assert list(items.columns) == kind_columns("items")
    assert list(quality.columns) == kind_columns("quality_orders")
    told = accounts.loc[accounts[P.shown] != "none"]
    assert np.isfinite(told[CHANCES + MONEY].to_numpy(float)).all()
    assert accounts.loc[accounts[P.shown] == "none", CHANCES + MONEY].isna().all(axis=None)
    assert ((told[CHANCES] > 0) & (told[CHANCES] < 1)).all(axis=None)
    for low, middle, high in ((1, 0, 2), (4, 3, 5)):
        columns = [MONEY[place] for place in (low, middle, high)]
        assert (told[columns].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (told[P.p_no_order_lo] <= told[P.p_no_order]).all() and (told[P.p_no_order] <= told[P.p_no_order_hi]).all()
    dates = told[[P.next_order_p10, P.next_order_p50, P.next_order_p90]]
    ends = told[P.as_of] + pd.to_timedelta(told[P.horizon_days], unit="D")
    for name in dates:
        given = dates[name].dropna()
        assert (given > pd.Timestamp(as_of)).all() and (given <= ends[given.index]).all()
    ordered = dates.fillna(pd.Timestamp("2200-01-01"))
    assert (ordered[P.next_order_p10] <= ordered[P.next_order_p50]).all()
    assert (ordered[P.next_order_p50] <= ordered[P.next_order_p90]).all()
    assert np.isfinite(accounts[[P.revenue_365, P.revenue_prev_365, P.share_of_sales]].to_numpy()).all()
    assert not accounts[[P.shown, P.ladder, P.reasons]].isna().any(axis=None)
    assert np.isfinite(items.select_dtypes("number").to_numpy(float)).all()
    assert np.isfinite(quality[["value", "naive"]].to_numpy(float)).all()


def test_two_rows_per_account_and_a_share_that_adds_up(frames) -> None:
    check_plain(frames, AS_OF)
    accounts = frames["accounts"]
    assert accounts.groupby(P.account_id)[P.horizon_days].apply(list).map(tuple).unique().tolist() == [(60, 90)]
    assert accounts.loc[accounts[P.horizon_days] == 60, P.share_of_sales].sum() == pytest.approx(1.0)
    known = accounts.pivot(index=P.account_id, columns=P.horizon_days, values=P.p_no_order).dropna()
    assert (known[90] <= known[60] + 0.1).all()


def test_the_silent_rank_above_the_regular(frames) -> None:
    accounts = frames["accounts"]
    near = accounts.loc[(accounts[P.horizon_days] == 60) & (accounts[P.shown] == "model")]
    late = (pd.Timestamp(AS_OF) - near[P.rhythm_p90]).dt.days
    assert near.loc[late > 60, P.p_no_order].mean() > near.loc[late < 0, P.p_no_order].mean() + 0.2


def test_reasons_hold_at_most_three_codes_with_their_facts(frames) -> None:
    accounts = frames["accounts"]
    told = [json.loads(text) for text in accounts[P.reasons]]
    assert max(map(len, told)) >= 1 and max(map(len, told)) <= 3
    each = [one for reasons in told for one in reasons]
    assert {one["code"] for one in each} <= {"recency", "rhythm", "orders", "age"}
    assert all(abs(one["log_odds"]) >= 0.15 for one in each)
    recency = next(one for one in each if one["code"] == "recency")
    assert set(recency["facts"]) == {"days", "usual", "longest"}


def test_what_came_after_as_of_changes_nothing(make_book, order_lines, renewals) -> None:
    orders = renewals(25, quiet=0.3)
    rng = np.random.default_rng(10)
    past = [one for one in orders if one[1] <= "2025-09-30"]
    changed = [(a, d, float(rng.uniform(1, 1e6))) for a, d, _ in orders if d > "2025-09-30" and rng.random() < 0.5]
    new = [("NEW", "2025-10-02", 5e5), ("NEW", "2025-11-02", 5e5)]
    frames = [
        predict_orders(make_book(order_lines(lines), "2025-09-30")) for lines in (orders, past, [*past, *changed, *new])
    ]
    for kind in frames[0]:
        pd.testing.assert_frame_equal(frames[0][kind], frames[1][kind])
        pd.testing.assert_frame_equal(frames[0][kind], frames[2][kind])


def test_the_same_book_gives_the_same_predictions(company, frames) -> None:
    again = predict_orders(company)
    for kind, frame in frames.items():
        pd.testing.assert_frame_equal(frame, again[kind])


def test_last_month_is_recomputed_from_the_same_load(company) -> None:
    earlier = company.at("2026-02-28")
    check_plain(predict_orders(earlier), "2026-02-28")


def many(account: str, *, start: str, number: int, step: int) -> list[tuple[str, str, float]]:
    days = pd.date_range(start, periods=number, freq=f"{step}D")
    return [(account, f"{day:%Y-%m-%d}", 100.0) for day in days]


CROWD = [one for k in range(22) for one in many(f"A-{k:02}", start=f"2024-01-{k + 1:02}", number=15, step=20 + 2 * k)]
# single accounts and more are in test_bad_input.py
BAD = {
    "all on one day": [(f"A-{k}", "2026-03-01", 100.0) for k in range(30)],
    "a year of silence": [one for k in range(25) for one in many(f"A-{k}", start="2023-06-01", number=12, step=30)],
    "a burst after years": [
        one
        for k in range(25)
        for one in [(f"A-{k}", "2015-01-05", 50.0), *many(f"A-{k}", start="2026-03-01", number=5, step=3)]
    ],
    "everybody orders daily": [
        one for k in range(25) for one in many(f"A-{k}", start="2025-06-01", number=300, step=1)
    ],
    "nothing is paid": [(a, d, 0.0001) for a, d, _ in CROWD],
}


@pytest.mark.parametrize("orders", BAD.values(), ids=BAD.keys())
def test_I18_bad_input_gives_plain_results(make_book, orders, order_lines) -> None:
    check_plain(predict_orders(make_book(order_lines(orders), AS_OF)), AS_OF)


def test_I16_only_returns_gives_facts_only(make_book, order_lines) -> None:
    book = make_book(order_lines(many("A", start="2025-01-01", number=5, step=30), kind="return"), AS_OF)
    frames = predict_orders(book)
    check_plain(frames, AS_OF)
    assert set(frames["accounts"][P.shown]) <= {"none"}
    assert frames["items"].empty and frames["quality_orders"].empty


def test_I17_orders_without_a_rate_count_as_orders_but_not_as_money(make_book, order_lines, renewals) -> None:
    lines = order_lines(renewals(22))
    lines = lines.assign(currency=lines["currency"].where(lines["account_id"] != "A-003", "USD"))
    frames = predict_orders(make_book(lines, AS_OF))
    check_plain(frames, AS_OF)
    own = frames["accounts"].loc[frames["accounts"][P.account_id] == "A-003"]
    assert (own[P.orders] > 2).all() and (own[P.revenue_365] == 0).all()


def test_the_ladder_says_what_so_few_allow(make_book, order_lines, renewals) -> None:
    frames = predict_orders(make_book(order_lines([*renewals(8), ("ONE", "2026-01-01", 9.0)]), AS_OF))
    near = frames["accounts"].query("horizon_days == 60").set_index(P.account_id)
    assert near.loc["ONE", [P.shown, P.ladder]].tolist() == ["none", "facts"]
    assert set(near.drop(index="ONE")[P.ladder]) == {"rates"}


def test_nobody_ever_silent_is_a_small_rate_that_no_model_claims(make_book, order_lines) -> None:
    orders = [one for k in range(7) for one in many(f"A-{k}", start=f"2024-01-{k + 1:02}", number=60, step=14)]
    frames = predict_orders(make_book(order_lines(orders), AS_OF))
    check_plain(frames, AS_OF)
    near = frames["accounts"].query("horizon_days == 60")
    assert set(near[P.shown]) == {"naive"} and set(near[P.ladder]) == {"rates"}
    # of everybody's windows none was silent; with half of one added the range ends at a visible share
    assert (near[P.p_no_order] < 0.02).all() and near[P.p_no_order_hi].between(0.01, 0.05).all()
    quality = frames["quality_orders"].set_index(["target", "metric"])
    assert (quality.loc[[("churn60", "log_loss"), ("churn90", "log_loss")], "shown"] == "naive").all()
    assert quality.loc[("amount", "coverage"), "value"] == 1.0


def test_the_long_silent_get_their_own_rate(make_book, order_lines, renewals) -> None:
    orders = [*renewals(30), *many("GONE", start="2023-01-01", number=9, step=30)]
    near = predict_orders(make_book(order_lines(orders), AS_OF))["accounts"].query("horizon_days == 60")
    gone = near.set_index(P.account_id).loc["GONE"]
    assert gone[P.p_no_order] > 0.9 and gone[P.ladder] == "rates"
    assert pd.isna(gone[P.next_order_p50]) and gone[P.expected_amount] < gone[P.typical_amount] / 5


def test_expected_is_a_mean_and_typical_a_median(frames) -> None:
    quality = frames["quality_orders"].set_index(["target", "metric"])
    # orders are drawn log-normal: sums of medians would miss about a tenth, sums of means do not
    assert abs(quality.loc[("amount", "bias"), "value"]) < 0.35


def test_noise_labels_switch_the_churn_model_off(make_book, order_lines) -> None:
    rng = np.random.default_rng(11)
    # every account orders on random days at the same rate: nothing tells them apart
    orders = [
        (f"A-{k:02}", f"{pd.Timestamp('2024-01-01') + pd.Timedelta(days=int(day)):%Y-%m-%d}", 100.0)
        for k in range(30)
        for day in np.unique(rng.integers(0, 800, rng.poisson(10) + 3))
    ]
    frames = predict_orders(make_book(order_lines(orders), AS_OF))
    near = frames["accounts"].query("horizon_days == 60 and shown != 'none'")
    told = near.loc[near[P.ladder] == "ridge"]
    assert set(told[P.shown]) == {"naive"}
    assert (told[P.p_no_order] == told[P.p_naive]).all()
    assert set(told[P.reasons]) == {"[]"}
