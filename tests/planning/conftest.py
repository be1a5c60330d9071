"""Small accounts in memory, for the judgements' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pytest

from accountbook.planning.memory import MemoryView

AS_OF = "2026-10-31"


def _bought(orders: Mapping[str, float | Mapping[str, tuple[float, float]]], **more: Any) -> list[dict[str, Any]]:
    lines = []
    for on, what in orders.items():
        basket = what if isinstance(what, Mapping) else {"I": (1.0, what)}
        lines += [
            {"account_id": "A", "order_date": on, "item_id": item, "quantity": quantity, "unit_price": price, **more}
            for item, (quantity, price) in basket.items()
        ]
    return lines


@pytest.fixture
def bought() -> Callable[..., list[dict[str, Any]]]:
    """Order lines from {day: amount} or {day: {item: (quantity, price)}}."""
    return _bought


@pytest.fixture
def view() -> Callable[..., MemoryView]:
    """A view of account A from tables of rows, as of 31 October 2026 unless told."""

    def make(as_of: str = AS_OF, *, settings: Any = None, **tables: Iterable[Mapping[str, Any]]) -> MemoryView:
        return MemoryView(as_of, tables, account_id="A", settings=settings)

    return make


@pytest.fixture
def forecast() -> Callable[..., pd.DataFrame]:
    """One row of kind "accounts" for account A; dates as text."""

    def make(**columns: Any) -> pd.DataFrame:
        row = {
            "account_id": "A",
            "as_of": AS_OF,
            "horizon_days": 90,
            "shown": "model",
            "ladder": "ridge",
            "orders": 28,
            "reasons": "[]",
            **columns,
        }
        dates = [name for name in row if name in ("as_of",) or name.startswith(("next_order_", "rhythm_"))]
        return pd.DataFrame([row]).assign(**{name: pd.to_datetime([row[name]]) for name in dates})

    return make


@pytest.fixture
def odds() -> Callable[..., pd.DataFrame]:
    """Rows of kind "deals" from {deal: chance}."""

    def make(chances: Mapping[str, float], *, as_of: str = AS_OF, **columns: Any) -> pd.DataFrame:
        rows = [{"opportunity_id": deal, "account_id": "A", "p_win": p} for deal, p in chances.items()]
        return pd.DataFrame(rows).assign(
            as_of=pd.Timestamp(as_of), shown="model", ladder="ridge", reasons="[]", **columns
        )

    return make
