"""Real deals without dates: thirty splits that keep identical inputs on one side."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from judging import deal_rivals, scores
from judging.table import Row

TARGET = "Status"
REACHED = {"log_loss": 0.515, "auc": 0.828, "brier": 0.170}


def salvirt_rows(deals: Path, splits: Path, ours: pd.DataFrame) -> list[Row]:
    """Score what ``backtest deals --table --splits`` wrote beside naive rivals on the same splits.

    Returns
    -------
    Log loss, Brier and AUC are means over the splits, as PREDICTIONS.md has them. ECE is given twice: of all test rows
    together, and as the mean over the splits, whose ten bins of nine rows make it large by chance alone.
    """
    table = pd.read_csv(deals, dtype="str", keep_default_na=False).set_index("opportunity_id")
    won = (table.pop(TARGET) == "Won").astype(int)
    said = {"ours": [], "base rate": [], "naive Bayes of Odoo": [], "ridge C=1": []}
    came = []
    for repeat, parts in pd.read_csv(splits).groupby("repeat"):
        train, test = (parts.loc[parts["part"] == one, "opportunity_id"] for one in ("train", "test"))
        own = ours.loc[ours["repeat"] == repeat].set_index("opportunity_id")["p_win"]
        X, y, to_tell = table.loc[train], won.loc[train].to_numpy(), table.loc[test]
        came.append(won.loc[test].to_numpy())
        said["ours"].append(own.loc[test].to_numpy())
        said["base rate"].append(deal_rivals.base_rate(y, len(test)))
        said["naive Bayes of Odoo"].append(deal_rivals.odoo(X, y, to_tell))
        said["ridge C=1"].append(deal_rivals.ridge(X, y, to_tell))
    each = {
        who: pd.DataFrame([scores.chances(y, p) for y, p in zip(came, parts, strict=True)]).mean().to_dict()
        for who, parts in said.items()
    }
    pooled = {who: scores.chances(np.concatenate(came), np.concatenate(parts)) for who, parts in said.items()}
    mine = each.pop("ours")
    found = [
        Row(f"salvirt_{name}", mine[name], {who: one[name] for who, one in each.items()}, reached, more=name == "auc")
        for name, reached in REACHED.items()
    ]
    together = pooled.pop("ours")
    return [
        *found,
        Row("salvirt_ece", together["ece"], {who: one["ece"] for who, one in pooled.items()}),
        Row("salvirt_ece_per_split", mine["ece"], {who: one["ece"] for who, one in each.items()}),
    ]
