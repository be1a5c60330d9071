"""The made-up company's predictions against the truth that generated it, also in the year after its exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from judging import deal_rivals, orders, scores
from judging.history import company
from judging.table import Row

EXPORTED_ON = pd.Timestamp("2026-11-01")
ORIGINS = [pd.Timestamp(day) for day in ("2026-04-30", "2026-06-30", "2026-08-31", "2026-10-31")]
DEAL_ORIGINS = [pd.Timestamp(day) for day in ("2025-10-31", "2026-01-31", "2026-04-30", "2026-07-31", "2026-10-31")]
"""Far enough apart that many deals are new at each."""
HORIZONS = (60, 90)
STAGES = ["lead", "need", "offer", "negotiation", "verbal"]
SHOWN = ("log_loss", "brier", "ece", "auc")


def make(folder: Path, *, accounts: int, seed: int) -> None:
    """Write the exports and load them."""
    from accountbook.demo import make_company
    from accountbook.loading import load_source

    make_company(folder / "source", accounts=accounts, seed=seed)
    load_source(folder / "source", folder / "book")


def predict(folder: Path) -> None:
    """Predict orders and deals at the origins, and keep them: accounts.parquet and deals.parquet."""
    from accountbook.book import Book
    from accountbook.models.deals import predict_deals
    from accountbook.models.orders import predict_orders

    book = Book.open(folder / "book", EXPORTED_ON)
    accounts = [predict_orders(view, horizons=HORIZONS)["accounts"] for view in book.snapshots(ORIGINS)]
    pd.concat(accounts, ignore_index=True).to_parquet(folder / "accounts.parquet")
    deals = []
    for view in book.snapshots(DEAL_ORIGINS):
        known = view.table("opportunities").set_index("opportunity_id")
        said = predict_deals(view)["deals"].set_index("opportunity_id")
        deals.append(known.join(said[["p_win", "close_p50"]]).assign(origin=view.as_of))
    pd.concat(deals).reset_index().to_parquet(folder / "deals.parquet")


def made_up_rows(folder: Path, prefix: str) -> list[Row]:
    """Every figure of a company that `make` and `predict` have been through."""
    truth = folder / "source" / "truth"
    history, accounts = company(truth), pd.read_parquet(folder / "accounts.parquet")
    found = []
    for horizon in HORIZONS:
        name = f"{prefix}_{horizon}"
        part = accounts.loc[accounts["horizon_days"] == horizon]
        scored = orders.score(history, part, horizon=horizon)
        found += [row for row in orders.churn_rows(scored, name) if "lift" not in row.name]
        found += orders.amount_rows(scored, name, horizon=horizon)[:2]
        if horizon == HORIZONS[0]:
            found += orders.date_rows(scored, name, horizon=horizon)
            found += orders.amount_rows(scored, name, horizon=horizon)[2:]
    return [*found, *deal_rows(pd.read_parquet(folder / "deals.parquet"), truth, f"{prefix}_deals")]


def deal_rows(deals: pd.DataFrame, truth: Path, prefix: str) -> list[Row]:
    """Open deals at past dates against how they truly went, also where the CRM never heard of it.

    Parameters
    ----------
    deals : every deal as the book had it at each origin, with ``p_win`` and ``close_p50`` of the open ones.
    """
    real = pd.read_parquet(truth / "deals.parquet").set_index("opportunity_id")
    deals = deals.join(real[["won", "decided"]], on="opportunity_id")
    rows = _rivals(deals)
    rows = rows.loc[rows["p_win"].notna()].reset_index(drop=True)
    y = rows["won"].to_numpy(int)
    theirs = {who: scores.chances(y, rows[who]) for who in ("base rate", "funnel", "CRM's probability")}
    ours = scores.chances(y, rows["p_win"])
    found = [
        Row(f"{prefix}_{name}", ours[name], {who: one[name] for who, one in theirs.items()}, more=name == "auc")
        for name in SHOWN
    ]
    less = scores.log_losses(y, rows["p_win"]) - scores.log_losses(y, rows["funnel"])
    found.append(Row(f"{prefix}_less_funnel_high", scores.interval(less, rows["opportunity_id"].to_numpy())[1]))
    priced = rows.loc[rows["amount"] > 0]
    won = float((priced["won"] * priced["amount"]).sum())
    bias = {
        who: float((priced[column] * priced["amount"]).sum() / won - 1)
        for who, column in {"ours": "p_win", **{one: one for one in theirs}}.items()
    }
    left = {
        who: _late(rows, column) for who, column in {"ours": "close_p50", "CRM's close date": "expected_close"}.items()
    }
    return [
        *found,
        Row(f"{prefix}_value_bias", bias.pop("ours"), bias),
        Row(f"{prefix}_close_mae", left.pop("ours"), left),
        Row(f"{prefix}_rows", len(rows)),
    ]


def _rivals(deals: pd.DataFrame) -> pd.DataFrame:
    """The deals open at each origin, with the chances of the naive rivals."""
    stage = deals["seller_stage"].map({name: place for place, name in enumerate(STAGES)}).fillna(0).astype(int)
    parts = []
    for _, known in deals.assign(stage=stage).groupby("origin"):
        is_open = known["outcome"] == "open"
        closed, here = known.loc[~is_open], known.loc[is_open]
        won = (closed["outcome"] == "won").to_numpy(int)
        base = deal_rivals.base_rate(won, len(here))
        rates = {
            "base rate": base,
            "funnel": deal_rivals.funnel(closed["stage"].to_numpy(), won, here["stage"]),
            "CRM's probability": here["rep_probability"].fillna(pd.Series(base, index=here.index)).clip(0.01, 0.99),
        }
        parts.append(here.assign(**rates))
    return pd.concat(parts)


def _late(rows: pd.DataFrame, column: str, *, horizon: int = 180) -> float:
    """Mean error in days of a day of decision, both clipped to half a year."""
    took, said = ((rows[one] - rows["origin"]).dt.days.clip(1, horizon + 1) for one in ("decided", column))
    return float(np.abs(took - said.fillna(horizon + 1)).mean())


def companies() -> Sequence[tuple[str, int, int]]:
    """Prefix, accounts and seed: the company that everybody sees, and a larger one."""
    return (("demo", 60, 7), ("large", 300, 5))
