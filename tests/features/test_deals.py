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


def view(deals: list[dict], changes: list[dict], **others: list[dict]) -> SimpleNamespace:
    given = {"opportunities": deals, "opportunity_changes": changes, "contact_events": [], "meetings": []}
    tables = {name: TABLES[name].frame(rows) for name, rows in (given | {"competitors": []} | others).items()}
    return SimpleNamespace(as_of=pd.Timestamp("2025-03-01"), table=tables.__getitem__)


def test_a_pushed_deal_that_named_its_decider() -> None:
    pulled = PUSHED | {"old": "2025-03-31", "new": "2025-01-31", "changed_at": "2025-01-05"}
    found = deal_features(view([DEAL], [pulled, PUSHED | {"changed_at": "2025-01-20 15:00"}])).loc["D"]
    assert found[DealFeature.pushes] == 1.0
    assert (found[DealFeature.days_open], found[DealFeature.days_silent], found[DealFeature.days_late]) == (59, 40, 10)
    assert (found[DealFeature.stage], found[DealFeature.buyer], found[DealFeature.person]) == (2.0, 3.0, 0.5)
    assert found[DealFeature.rep_log_odds] == pytest.approx(0.0)
    # pushed once, and ten days past it: 1 + ln(11) / 2
    assert found[DealFeature.slips] == pytest.approx(2.198948, abs=1e-6)


def test_a_held_meeting_or_a_contact_about_the_deal_breaks_the_silence() -> None:
    change = PUSHED | {"changed_at": "2025-01-20"}
    event = {"event_id": "E", "account_id": "A", "opportunity_id": "D", "met_on": "2025-02-09"}
    other = event | {"event_id": "E2", "opportunity_id": None, "met_on": "2025-02-27"}
    meeting = {"meeting_id": "M", "account_id": "A", "opportunity_id": "D", "planned_on": "2025-02-01"}
    held = meeting | {"held_on": "2025-02-19", "status": "held"}
    cancelled = meeting | {"meeting_id": "M2", "held_on": "2025-02-28", "status": "cancelled"}

    def silent(**tables: list[dict]) -> float:
        return deal_features(view([DEAL], [change], **tables)).loc["D", DealFeature.days_silent]

    assert silent() == 40
    assert silent(contact_events=[event, other]) == 20
    assert silent(contact_events=[event], meetings=[held, cancelled]) == 10


def test_route_and_rivals_count_as_known() -> None:
    deals = [DEAL | {"route": "negotiated"}, DEAL | {"opportunity_id": "E", "route": "tender"},
             DEAL | {"opportunity_id": "F", "competitor_knew_on": "2025-02-01"}]  # fmt: skip
    seen = {"account_id": "A", "competitor": "Rival", "product": "Pumps", "as_of": "2025-02-02"}
    found = deal_features(view(deals, [], competitors=[seen, seen | {"opportunity_id": "E"}]))
    assert found[DealFeature.route].tolist() == [1.0, -1.0, 0.0]
    assert found[DealFeature.rival].tolist() == [0.0, 1.0, 1.0]


def test_without_a_log_last_values_are_not_taken_for_past_ones() -> None:
    first = PUSHED | {"changed_at": "2025-01-01", "old": None, "source": "accountbook"}
    found = deal_features(view([DEAL], [first])).loc["D"]
    assert found[[DealFeature.stage, DealFeature.buyer, DealFeature.rep_log_odds]].isna().all()
    assert found[DealFeature.days_open] == 59 and pd.isna(found[DealFeature.seller_stage])


def test_what_loading_adds_to_the_log_is_no_activity() -> None:
    ours = PUSHED | {"changed_at": "2025-02-25", "source": "accountbook"}
    found = deal_features(view([DEAL], [PUSHED | {"changed_at": "2025-01-20"}, ours])).loc["D"]
    assert found[DealFeature.days_silent] == 40


def test_amounts_that_are_none_are_empty() -> None:
    deals = [
        DEAL | {"opportunity_id": name, "amount": amount}
        for name, amount in zip("abc", (-5.0, 0.0, np.inf), strict=True)
    ]
    assert deal_features(view(deals, [PUSHED | {"changed_at": "2025-01-20"}]))[DealFeature.amount].isna().all()


def test_I18_a_deal_of_which_nothing_is_written_down() -> None:
    bare = {name: DEAL[name] for name in ("opportunity_id", "account_id", "created_on")}
    found = deal_features(view([bare], []))
    assert found[DEAL_COLUMNS].loc["D", [DealFeature.slips, DealFeature.budget, DealFeature.person]].tolist() == [0] * 3
    assert found.loc["D", DealFeature.outcome] == "open"
    assert not np.isinf(found[DEAL_COLUMNS].to_numpy(float)).any()


def test_the_ladder_allows_ten_columns() -> None:
    assert len(DEAL_COLUMNS) == 10
    assert deal_features(view([], [])).empty
