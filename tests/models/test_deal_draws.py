"""What open deals may bring."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models.deal_draws import delivery, draw_deals
from accountbook.planning.memory import MemoryView

MONTHS = pd.date_range("2026-11-01", periods=12, freq="MS")


def _deal(number: int, **more: object) -> dict:
    return {"opportunity_id": f"D{number}", "account_id": "A", "created_on": "2026-01-01", "amount": 100.0, **more}


def _predicted(*p: float, close: str | None = "2026-12-15") -> pd.DataFrame:
    frame = pd.DataFrame({"opportunity_id": [f"D{n}" for n in range(len(p))], "account_id": "A", "p_win": p})
    return frame.assign(p_win_lo=frame["p_win"], p_win_hi=frame["p_win"], close_p50=pd.Timestamp(close))


def test_deal_is_won_as_a_whole_and_as_often_as_its_chance_says() -> None:
    """A chance of .3 of 100: 0 or 100, 30 in the mean."""
    view = MemoryView("2026-10-31", {"opportunities": [_deal(0)]})
    whose, brought = draw_deals(view, _predicted(0.3), MONTHS, draws=4000, rng=np.random.default_rng(1))
    total = brought[0].sum(axis=1)
    assert whose.tolist() == ["A"]
    assert set(np.unique(total)) == {0.0, 100.0}
    assert abs(total.mean() - 30) < 3


def test_deals_without_amount_or_chance_bring_nothing() -> None:
    """They are in no draw."""
    view = MemoryView("2026-10-31", {"opportunities": [_deal(0, amount=None), _deal(1)]})
    whose, _ = draw_deals(view, _predicted(0.5, np.nan), MONTHS, draws=10, rng=np.random.default_rng(1))
    assert len(whose) == 0


def test_won_deals_teach_when_and_how_much_is_ordered() -> None:
    """Five deals of 100, won on 1 March, of which 80 were ordered on the 21st: 20 days, eight tenths."""
    deals = [_deal(n, outcome="won", closed_on="2026-03-01") for n in range(5)]
    line = {"account_id": "A", "order_date": "2026-03-21", "item_id": "I", "quantity": 1, "unit_price": 80.0}
    lines = [line | {"opportunity_id": f"D{n}"} for n in range(5)]
    found = delivery(MemoryView("2026-10-31", {"opportunities": deals, "order_lines": lines}))
    assert (found.days, round(found.part, 6)) == (20.0, 0.8)
    few = delivery(MemoryView("2026-10-31", {"opportunities": deals[:4], "order_lines": lines[:4]}))
    assert (few.days, few.part) == (0.0, 1.0)
