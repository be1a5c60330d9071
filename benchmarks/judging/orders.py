"""Predictions of orders as of past dates, scored against a history beside naive rivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from judging import rivals, scores
from judging.history import History
from judging.table import Row


@dataclass(frozen=True)
class Scored:
    """The judged rows of all origins, and what was said of each.

    Attributes
    ----------
    rows : facts, what came and our own predictions: account_id, origin, p, d10, d50, d90, expected, typical.
    churn : each rival's chance of no order. days : those of the median rhythm, shape (n, 3).
    """

    rows: pd.DataFrame
    churn: dict[str, np.ndarray]
    days: np.ndarray


def score(history: History, accounts: pd.DataFrame, *, horizon: int) -> Scored:
    """Lay predictions beside what came and what rivals say.

    Parameters
    ----------
    accounts : rows of accounts.parquet. Every account of the population must be in it: KeyError if one is not.
    """
    parts, days = [], []
    churn: dict[str, list[np.ndarray]] = {name: [] for name in rivals.CHURN}
    for origin, said in accounts.groupby("as_of"):
        rows = history.known(origin)
        rows = rows.join(history.came(origin, rows.index, horizon=horizon))
        said = said.set_index("account_id").loc[rows.index]
        ahead = {
            name: (pd.to_datetime(said[f"next_order_p{name[1:]}"]) - origin).dt.days for name in ("d10", "d50", "d90")
        }
        training = history.training(origin, horizon=horizon)
        for name, rival in rivals.CHURN.items():
            churn[name].append(rival(training, rows))
        days.append(rivals.median_rhythm(history, origin, rows))
        own = {"p": said["p_no_order"], "expected": said["expected_amount"], "typical": said["typical_amount"]}
        parts.append(rows.assign(origin=origin, **ahead, **own))
    rows = pd.concat(parts).rename_axis("account_id").reset_index()
    return Scored(rows, {name: np.concatenate(part) for name, part in churn.items()}, np.concatenate(days))


def churn_rows(scored: Scored, prefix: str) -> list[Row]:
    """Log loss and its difference to the five-feature logit, Brier, ECE, AUC, lift and revenue at risk caught."""
    y, p = scored.rows["silent"].to_numpy(), scored.rows["p"].to_numpy()
    ours = scores.chances(y, p)
    theirs = {name: scores.chances(y, other) for name, other in scored.churn.items()}
    found = [
        Row(f"{prefix}_{name}", ours[name], {rival: one[name] for rival, one in theirs.items()}, more=name == "auc")
        for name in ("log_loss", "brier", "ece", "auc")
    ]
    less = scores.log_losses(y, p) - scores.log_losses(y, scored.churn["five-feature logit"])
    low, high = scores.interval(less, scored.rows["account_id"].to_numpy())
    found += [Row(f"{prefix}_less_logit_low", low), Row(f"{prefix}_less_logit_high", high)]
    worth = scored.rows["revenue_180"].to_numpy()
    top = scores.top_decile(y, p, worth)
    ranking = {rival: other for rival, other in scored.churn.items() if rival != "base rate"}
    others = {rival: scores.top_decile(y, other, worth) for rival, other in ranking.items()}
    found += [
        Row(f"{prefix}_{name}", top[name], {rival: one[name] for rival, one in others.items()}, more=True)
        for name in ("lift", "at_risk_caught")
    ]
    return [*found, Row(f"{prefix}_lift_cap", top["lift_cap"])]


def origin_rows(scored: Scored, prefix: str, *, horizon: int) -> list[Row]:
    """Log loss of each origin, and the total bias of its revenue: pooled figures hide how levels move."""
    found = []
    for origin, part in scored.rows.groupby("origin"):
        here = part.index.to_numpy()
        y = part["silent"].to_numpy()
        others = {name: float(scores.log_losses(y, other[here]).mean()) for name, other in scored.churn.items()}
        found.append(Row(f"{prefix}_log_loss_{origin:%Y_%m_%d}", float(scores.log_losses(y, part["p"]).mean()), others))
    for origin, part in scored.rows.groupby("origin"):
        found.append(Row(f"{prefix}_revenue_bias_{origin:%Y_%m_%d}", *_amounts(part, "bias", horizon=horizon)))
    return found


def decile_rows(scored: Scored, prefix: str) -> list[Row]:
    """The reliability table: chance said and share that came, of ten parts of equal count."""
    found = []
    parts = scores.deciles(scored.rows["silent"].to_numpy(), scored.rows["p"].to_numpy())
    for number, (said, came, _) in enumerate(parts, start=1):
        found += [Row(f"{prefix}_decile_{number:02}_said", said), Row(f"{prefix}_decile_{number:02}_came", came)]
    return found


def date_rows(scored: Scored, prefix: str, *, horizon: int) -> list[Row]:
    """Pinball, error, and coverage and error among those that reorder."""
    days = scored.rows["days"].to_numpy()
    ours = scores.dates(days, scored.rows[["d10", "d50", "d90"]].to_numpy(float), horizon=horizon)
    rival = scores.dates(days, scored.days, horizon=horizon)
    return [
        Row(f"{prefix}_date_{name}", ours[name], {"median rhythm": rival[name]}, more=name == "coverage")
        for name in ("pinball", "mae", "mae_came", "coverage", "width")
    ]


def amount_rows(scored: Scored, prefix: str, *, horizon: int) -> list[Row]:
    """Revenue's WAPE and total bias, and WAPE of the next order's value."""
    rows = scored.rows
    came = rows.loc[rows["value"] > 0]
    value = scores.amounts(came["value"], came["typical"])["wape"]
    others = {name: scores.amounts(came["value"], came[column])["wape"] for name, column in rivals.VALUE.items()}
    return [
        Row(f"{prefix}_revenue_wape", *_amounts(rows, "wape", horizon=horizon)),
        Row(f"{prefix}_revenue_bias", *_amounts(rows, "bias", horizon=horizon)),
        Row(f"{prefix}_value_wape", value, others),
    ]


def _amounts(rows: pd.DataFrame, measure: str, *, horizon: int) -> tuple[float, dict[str, float]]:
    ours = scores.amounts(rows["revenue"], rows["expected"])[measure]
    others = {
        name: scores.amounts(rows["revenue"], rival(rows, horizon=horizon))[measure]
        for name, rival in rivals.REVENUE.items()
    }
    return ours, others


def item_rows(history: History, items: pd.DataFrame, prefix: str, *, horizon: int) -> list[Row]:
    """Recall, nDCG, hits and precision at 10 over the accounts that ordered within the horizon."""
    names = ("recall", "ndcg", "phr", "precision")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in ("ours", *rivals.ITEMS)}
    sizes = []
    for origin, ranked in items.groupby("as_of"):
        rows = history.known(origin)
        days = history.came(origin, rows.index, horizon=horizon)["days"].dropna()
        day = (origin + pd.to_timedelta(days, unit="D")).rename("day").reset_index()
        bought = history.baskets.merge(day, on=["account_id", "day"])[["account_id", "item_id"]]
        buyers = pd.Index(bought["account_id"].unique(), name="account_id")
        sizes.append(len(buyers))
        found["ours"].append(scores.baskets(bought, ranked[["account_id", "item_id", "rank"]]))
        for name, how in rivals.ITEMS.items():
            found[name].append(scores.baskets(bought, rivals.top_items(history, origin, buyers, how=how)))
    pooled = {
        who: {name: float(np.average([one[name] for one in each], weights=sizes)) for name in names}
        for who, each in found.items()
    }
    ours = pooled.pop("ours")
    return [
        Row(f"{prefix}_items_{name}", ours[name], {who: one[name] for who, one in pooled.items()}, more=True)
        for name in names
    ]


def all_rows(
    history: History, accounts: pd.DataFrame, items: pd.DataFrame | None, prefix: str, *, horizon: int
) -> list[Row]:
    """Every figure of some origins."""
    scored = score(history, accounts, horizon=horizon)
    found = [
        *churn_rows(scored, prefix),
        *date_rows(scored, prefix, horizon=horizon),
        *amount_rows(scored, prefix, horizon=horizon),
    ]
    if items is not None:
        found += item_rows(history, items, prefix, horizon=horizon)
    return [*found, *origin_rows(scored, prefix, horizon=horizon), *decile_rows(scored, prefix)]


def losses(rows: Sequence[Row], prefix: str) -> list[str]:
    """The main figures where a naive rival is as good as ours."""
    main = ("log_loss", "date_pinball", "revenue_wape", "value_wape", "items_recall", "items_ndcg")
    return [row.name for row in rows if row.lost and row.name in {f"{prefix}_{name}" for name in main}]
