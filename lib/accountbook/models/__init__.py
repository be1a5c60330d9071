"""Predictions with ranges and reasons, and how good they were.

`predictions` is what pages call: it finds what the ledger holds, or computes and keeps it. Importing this
package imports no scikit-learn; computing does.
"""

from __future__ import annotations

from accountbook.imports import on_demand
from accountbook.models.kept import predict, predictions
from accountbook.models.kinds import AccountPrediction, ContactPrediction, DealPrediction, ItemPrediction, Quality

_LATER, __getattr__ = on_demand(
    __name__,
    {
        "backtest": "backtest_deals backtest_orders",
        "contacts": "predict_contacts",
        "deals": "predict_deals",
        "orders": "predict_orders",
        "splits": "backtest_table",
    },
)

__all__ = [
    "AccountPrediction",
    "ContactPrediction",
    "DealPrediction",
    "ItemPrediction",
    "Quality",
    "predict",
    "predictions",
    *_LATER,
]
