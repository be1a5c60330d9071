"""What a call adds."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.planning.deal_calls import deal_calls
from accountbook.planning.deals import open_deals
from accountbook.planning.doubts import Doubt, Missing
from accountbook.planning.memory import MemoryView
from accountbook.planning.portfolio import calls
from accountbook.planning.predicted import account_forecast
from accountbook.planning.worth import account_gain, call_gain, deal_gain

AS_OF = pd.Timestamp("2026-10-31")


def test_a_call_moves_most_where_the_outcome_is_undecided():
    gains = [call_gain(p / 100, odds=1.5) for p in range(101)]
    # from 45% to 55%: the gain is largest where both ends lie alike around one half
    assert gains.index(max(gains)) == 45
    assert (gains[0], gains[100]) == (0.0, 0.0)
    assert all(call_gain(p / 100, odds=1.0) == pytest.approx(0.0) for p in range(101))


def test_an_order_that_is_not_due_gains_nothing(forecast):
    def gain(**values):
        row = forecast(p_no_order=0.5, expected_amount=30.0, typical_amount=50.0, orders=9, **values)
        return account_gain(account_forecast(row, "A"), AS_OF, odds=1.5)

    assert gain(account_id="A", rhythm_p50=pd.Timestamp("2026-10-01")).worth == pytest.approx(5.0)
    assert gain(account_id="A", rhythm_p50=pd.Timestamp("2027-01-29")).worth == pytest.approx(5.0)
    assert gain(account_id="A", rhythm_p50=pd.Timestamp("2027-01-30")).worth == 0.0


def test_a_deal_gains_by_what_is_left_to_settle():
    [plain] = open_deals(MemoryView(AS_OF, {"opportunities": [{"opportunity_id": "D", "account_id": "A"}]})).deals

    def gain(doubts=(), missing=(), *, p=0.5, asked=90.0):
        return deal_gain(replace(plain, doubts=doubts, missing=missing, p=p, asked=asked), odds=8.0)

    assert gain().worth == 0.0
    # the third root of 8 is 2: 1 to 1 becomes 2 to 1; two of three make it 4 to 1, three or more 8 to 1
    assert gain((Doubt.STALLED,)).p == pytest.approx(2 / 3 - 1 / 2)
    assert gain((Doubt.STALLED,), (Missing.BUDGET,)).p == pytest.approx(4 / 5 - 1 / 2)
    assert gain((Doubt.STALLED,) * 2, (Missing.BUDGET,) * 3).worth == pytest.approx(90 * (8 / 9 - 1 / 2))
    assert gain((Doubt.STALLED,), p=None).worth == gain((Doubt.STALLED,), asked=None).worth == 0.0


def test_the_books_own_factor_counts_and_nobody_is_called_for_nothing(forecast):
    made = pd.concat([
        forecast(account_id="A", p_no_order=0.5, typical_amount=10.0, orders=9),
        forecast(account_id="B", p_no_order=1.0, typical_amount=10.0, orders=9),
    ])  # fmt: skip
    settings = SimpleNamespace(thresholds=SimpleNamespace(call_odds=3.0))
    found = calls(MemoryView("2026-10-31", {"order_lines": []}, settings=settings), made)
    assert [(call.account_id, call.gain.worth) for call in found.found] == [("A", pytest.approx(2.5))]
    assert (found.call_odds, found.predicted) == (3.0, 2)


def test_deals_worth_a_call_stand_by_what_a_call_adds():
    rows = [
        {"opportunity_id": name, "account_id": "A", "created_on": "2026-09-01", "amount": amount}
        for name, amount in [("sure", 100.0), ("open", 90.0)]
    ]
    odds = pd.DataFrame({
        "opportunity_id": ["sure", "open"], "as_of": AS_OF, "p_win": [0.95, 0.5], "shown": "model",
    })  # fmt: skip
    found = deal_calls(MemoryView("2026-10-31", {"opportunities": rows}), odds)
    assert [one.opportunity_id for one in found.deals.deals] == ["sure", "open"]
    assert [one.deal.opportunity_id for one in found.found] == ["open", "sure"]
    assert found.found[0].gain.worth == pytest.approx(9.0)
