"""Predictions with ranges and reasons, and how good they were.

`predictions` is what pages call: it finds what the ledger holds, or computes and keeps it. Importing this
package imports no scikit-learn; computing does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from accountbook.models.kept import predict, predictions
from accountbook.models.kinds import AccountPrediction, DealPrediction, ItemPrediction, Quality

if TYPE_CHECKING:
    from accountbook.models.backtest import backtest_deals, backtest_orders
    from accountbook.models.deals import predict_deals
    from accountbook.models.orders import predict_orders
    from accountbook.models.splits import backtest_table

_ROOMS = {
    "backtest_deals": "accountbook.models.backtest",
    "backtest_orders": "accountbook.models.backtest",
    "backtest_table": "accountbook.models.splits",
    "predict_deals": "accountbook.models.deals",
    "predict_orders": "accountbook.models.orders",
}

__all__ = [
    "AccountPrediction",
    "DealPrediction",
    "ItemPrediction",
    "Quality",
    "backtest_deals",
    "backtest_orders",
    "backtest_table",
    "predict",
    "predict_deals",
    "predict_orders",
    "predictions",
]


def __getattr__(name: str) -> Any:
    """Import what computes only when it is asked for."""
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
