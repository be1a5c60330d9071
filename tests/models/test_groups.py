"""Past predictions by kind of account, of deal and month."""

import numpy as np
import pandas as pd
import pytest

from accountbook.features import AccountFeature as F
from accountbook.features import DealFeature as D
from accountbook.models.groups import account_groups, deal_groups, group_quality
from accountbook.models.orders import predict_orders

AS_OF = pd.Timestamp("2026-10-31")


def test_an_account_is_regular_where_its_gaps_spread_little():
    rows = pd.DataFrame(
        {F.orders: [4, 4, 3], F.gaps: [3, 3, 2], F.gap_log_squares: [2 * 0.49**2, 2 * 0.51**2, 0.0], F.age: 180,
         "slice": AS_OF}
    )  # fmt: skip
    found = account_groups(rows)
    assert found["rhythm"].tolist() == ["regular", "irregular", ""]
    assert found["orders"].tolist() == ["3-5"] * 3 and found["age"].tolist() == ["known"] * 3


def test_deals_are_told_apart_by_stage_time_size_and_quarter():
    rows = pd.DataFrame(
        {D.amount: [10.0, 20.0, 30.0, 40.0, np.nan], D.seller_stage: ["lead", None, "offer", "offer", "need"],
         D.days_open: [10, 179, 180, 400, 0], "slice": pd.to_datetime(["2026-02-28"] * 4 + ["2026-04-30"])}
    )  # fmt: skip
    found = deal_groups(rows)
    # the upper quarter of 10, 20, 30 and 40 begins at 32.5
    assert found["size"].tolist() == ["other", "other", "other", "large", ""]
    assert found["stage"].tolist() == ["lead", "", "offer", "offer", "need"]
    assert found["open"].tolist() == ["new", "new", "known", "known", "new"]
    assert found["quarter"].tolist() == ["2026-01"] * 4 + ["2026-04"]


def test_groups_stand_in_their_own_order_and_add_up_to_all_rows(make_book, order_lines, renewals):
    frames = predict_orders(make_book(order_lines(renewals(30)), "2026-06-01"))
    groups, quality = frames["groups_orders"], frames["quality_orders"]
    assert np.isfinite(groups[["value", "naive", "said", "came"]].to_numpy()).all()
    orders = groups.loc[groups["trait"].eq("orders") & groups["target"].eq("churn60")]
    whole = quality.loc[quality["target"].eq("churn60") & quality["metric"].eq("log_loss")].iloc[0]
    assert orders["rows"].sum() == whole["rows"]
    assert np.average(orders["value"], weights=orders["rows"]) == pytest.approx(whole["value"])
    assert np.average(orders["naive"], weights=orders["rows"]) == pytest.approx(whole["naive"])
    # thirty accounts, on several dates: a case of each at most counts its account once
    assert orders["accounts"].max() <= 30 and (orders["accounts"] <= orders["rows"]).all()
    known = ["2", "3-5", "6-11", "12+"]
    assert orders["group"].tolist() == sorted(orders["group"], key=known.index)


def test_an_accounts_cases_count_it_once():
    """Of five cases that can be told, three are A's."""
    trait = {"age": np.array(["new", "new", "new", "new", "known", ""])}
    half = np.full(6, 0.5)
    found = group_quality(trait, half, half, half, accounts=np.array(["A", "A", "A", "B", "B", "C"]), target="deals",
                          as_of=AS_OF)  # fmt: skip
    assert found[["group", "rows", "accounts"]].values.tolist() == [["new", 4, 2], ["known", 1, 1]]


def test_nothing_predicted_gives_no_groups():
    none = np.empty(0)
    assert group_quality({}, none, none, none, accounts=none, target="deals", as_of=AS_OF).empty
