"""Deal features, worked out by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.features import DEAL_COLUMNS, DealFeature, deal_features
from accountbook.tables import TABLES

DEAL = {
    "opportunity_id": "D",
    "account_id": "A",
    "amount": 1000.0,
    "seller_stage": "offer",
    "buyer_stage": "comparing",
    "created_on": "2025-01-01",
    "expected_close": "2025-02-19",
    "rep_probability": 0.5,
    "budget_status": "approved",
    "key_contact_id": "P",
    "channel_open": False,
    "outcome": "open",
}
PUSHED = {"opportunity_id": "D", "field": "expected_close", "old": "2025-01-31", "new": "2025-02-19"}


def view(deals: list[dict], changes: list[dict]) -> SimpleNamespace:
    tables = {
        "opportunities": TABLES["opportunities"].frame(deals),
        "opportunity_changes": TABLES["opportunity_changes"].frame(changes),
    }
    return SimpleNamespace(as_of=pd.Timestamp("2025-03-01"), table=tables.__getitem__)


def test_a_pushed_deal_that_named_its_decider() -> None:
    pulled = PUSHED | {"old": "2025-03-31", "new": "2025-01-31", "changed_at": "2025-01-05"}
    found = deal_features(view([DEAL], [pulled, PUSHED | {"changed_at": "2025-01-20 15:00"}])).loc["D"]
    assert found[DealFeature.pushes] == 1.0
    assert (found[DealFeature.days_open], found[DealFeature.days_silent], found[DealFeature.days_late]) == (59, 40, 10)
    assert (found[DealFeature.stage], found[DealFeature.buyer], found[DealFeature.person]) == (2.0, 3.0, 0.5)
    assert found[DealFeature.rep_log_odds] == pytest.approx(0.0)
    assert found[DealFeature.log_amount] == pytest.approx(np.log(1000))


def test_I18_a_deal_of_which_nothing_is_written_down() -> None:
    bare = {name: DEAL[name] for name in ("opportunity_id", "account_id", "created_on")}
    found = deal_features(view([bare], []))
    assert found[DEAL_COLUMNS].loc["D", [DealFeature.pushes, DealFeature.budget, DealFeature.person]].tolist() == [
        0,
        0,
        0,
    ]
    assert found.loc["D", DealFeature.outcome] == "open"
    assert not np.isinf(found[DEAL_COLUMNS].to_numpy(float)).any()


def test_the_ladder_allows_ten_columns() -> None:
    assert len(DEAL_COLUMNS) == 10
    assert deal_features(view([], [])).empty
