"""The measures of the protocol, written for the benchmark alone, so that our own judge does not judge itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

LEVELS = (0.1, 0.5, 0.9)
BINS = 10
DRAWS = 2_000
SEED = 20260109


def log_losses(y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Log loss of each row."""
    p = np.clip(np.asarray(p, dtype=float), 1e-6, 1 - 1e-6)
    return np.where(np.asarray(y) == 1, -np.log(p), -np.log(1 - p))


def auc(y: np.ndarray, p: np.ndarray) -> float:
    """Chance that a positive ranks above a negative, ties half."""
    y = np.asarray(y) == 1
    ranks = pd.Series(np.asarray(p, dtype=float)).rank().to_numpy()
    positive = int(y.sum())
    return float((ranks[y].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive)))


def deciles(y: np.ndarray, p: np.ndarray) -> list[tuple[float, float, int]]:
    """Mean chance said, share that came and rows, of ten parts of equal count by the chance."""
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    parts = np.array_split(np.argsort(p, kind="stable"), BINS)
    return [(float(p[one].mean()), float(y[one].mean()), len(one)) for one in parts if len(one)]


def chances(y: np.ndarray, p: np.ndarray) -> dict[str, float]:
    """Log loss, Brier, ECE and AUC of chances."""
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    return {
        "log_loss": float(log_losses(y, p).mean()),
        "brier": float(((p - y) ** 2).mean()),
        "ece": sum(abs(said - came) * rows for said, came, rows in deciles(y, p)) / len(y),
        "auc": auc(y, p),
    }


def top_decile(y: np.ndarray, p: np.ndarray, worth: np.ndarray) -> dict[str, float]:
    """Lift of the tenth with the highest chances, its cap, and the share of what the silent were worth in it."""
    y, worth = np.asarray(y, dtype=float), np.asarray(worth, dtype=float)
    top = np.argsort(-np.asarray(p, dtype=float), kind="stable")[: round(len(y) / 10)]
    return {
        "lift": float(y[top].mean() / y.mean()),
        "lift_cap": float(1 / y.mean()),
        "at_risk_caught": float((worth * y)[top].sum() / (worth * y).sum()),
    }


def dates(days: np.ndarray, said: np.ndarray, *, horizon: int) -> dict[str, float]:
    """Pinball, error, coverage and width of days ahead with three quantiles; nobody is left out.

    Parameters
    ----------
    days : to the next order, empty where none came within the horizon, shape (n,).
    said : days ahead by which it comes with chances .1, .5, .9, empty for later, shape (n, 3).
    """
    days, said = _clipped(days, horizon), _clipped(said, horizon)
    gap = days[:, None] - said
    levels = np.asarray(LEVELS)
    came = days <= horizon
    inside = (days >= said[:, 0]) & (days <= said[:, 2])
    return {
        "pinball": float(np.maximum(levels * gap, (levels - 1) * gap).mean()),
        "mae": float(np.abs(gap[:, 1]).mean()),
        "mae_came": float(np.abs(gap[came, 1]).mean()),
        "coverage": float(inside[came].mean()),
        "width": float((said[:, 2] - said[:, 0]).mean()),
    }


def amounts(came: np.ndarray, said: np.ndarray) -> dict[str, float]:
    """WAPE, and the total's bias."""
    came, said = np.asarray(came, dtype=float), np.asarray(said, dtype=float)
    return {"wape": float(np.abs(said - came).sum() / came.sum()), "bias": float(said.sum() / came.sum() - 1)}


def baskets(bought: pd.DataFrame, ranked: pd.DataFrame) -> dict[str, float]:
    """Recall, nDCG, hits and precision of the first ten items, averaged over those who bought.

    Parameters
    ----------
    bought : account_id, item_id of each one's next basket. ranked : account_id, item_id, rank from 1.

    Raises
    ------
    ValueError
        If an account has more than ten items among its first ten ranks, or one twice.
    """
    size = bought.groupby("account_id").size()
    top = ranked.loc[ranked["rank"] <= 10]
    if top.duplicated(["account_id", "rank"]).any() or top.duplicated(["account_id", "item_id"]).any():
        raise ValueError("an account's items are not ranked one by one")
    first = top.merge(bought, on=["account_id", "item_id"])
    hits = first.groupby("account_id").size().reindex(size.index, fill_value=0)
    gain = (1 / np.log2(first["rank"] + 1)).groupby(first["account_id"]).sum().reindex(size.index, fill_value=0.0)
    ideal = np.cumsum(1 / np.log2(np.arange(2, size.max() + 2)))[size.to_numpy() - 1]
    return {
        "recall": float((hits / size).mean()),
        "ndcg": float((gain / ideal).mean()),
        "phr": float((hits > 0).mean()),
        "precision": float((hits / 10).mean()),
    }


def interval(difference: np.ndarray, accounts: np.ndarray) -> tuple[float, float]:
    """90% interval of the mean of a difference by row, accounts drawn again with all their rows."""
    code, _ = pd.factorize(np.asarray(accounts))
    total, rows = np.bincount(code, difference), np.bincount(code)
    rng = np.random.default_rng(SEED)
    means = np.empty(DRAWS)
    for draw in range(DRAWS):
        times = np.bincount(rng.integers(0, len(rows), len(rows)), minlength=len(rows))
        means[draw] = (times * total).sum() / (times * rows).sum()
    low, high = np.quantile(means, [0.05, 0.95])
    return float(low), float(high)


def _clipped(days: np.ndarray, horizon: int) -> np.ndarray:
    days = np.asarray(days, dtype=float)
    return np.clip(np.where(np.isnan(days), horizon + 1.0, days), 1.0, horizon + 1.0)
