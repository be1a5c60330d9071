"""Any table of deals, predicted over splits and scored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from accountbook.book import BookError
from accountbook.models import judge
from accountbook.models.kinds import DealPrediction as DP
from accountbook.models.scored import DEAL_COLUMNS, write_scored
from accountbook.models.table_wins import TableWinModel
from accountbook.models.tabular import same_inputs
from accountbook.tables import Opportunities as O

FOLDS = 10
SEED = 20260101
WON = {"won", "1", "1.0", "true"}


def backtest_table(
    table: Path | str, target: str, *, splits: Path | str | None = None, out: Path | str
) -> dict[str, Any]:
    """Predict the outcomes of any table of deals over splits, and score them beside the base rate.

    Parameters
    ----------
    table : CSV (may be gzipped) or Parquet with a column opportunity_id. target : its column whose value Won or 1
        is a win. splits : columns repeat, opportunity_id, part ("train" or "test"); None: ten folds that keep rows
        with the same inputs together.

    Raises
    ------
    BookError
        If a column is missing, the target has one outcome only or all rows are alike.
    """
    rows = _read(Path(table), [O.opportunity_id, target])
    rows = rows.assign(**{O.opportunity_id: rows[O.opportunity_id].astype("str")})
    said = rows[target].notna()
    without, rows = int((~said).sum()), rows.loc[said].reset_index(drop=True)
    won = rows[target].astype("str").str.strip().str.lower().isin(WON).to_numpy(int)
    if len(np.unique(won)) < 2:
        found = sorted(rows[target].dropna().astype("str").unique())[:5] or ["nothing"]
        raise BookError(f"{table}: column {target!r} needs wins (Won or 1) and others; it holds {', '.join(found)}")
    X = rows.drop(columns=[O.opportunity_id, target])
    parts = []
    for repeat, test in _tests(rows, X, splits):
        model = TableWinModel().fit(X.loc[~test].reset_index(drop=True), won[~test])
        low, high = model.predict_range(X.loc[test])
        parts.append(
            pd.DataFrame(
                {
                    "repeat": repeat,
                    DP.opportunity_id: rows.loc[test, O.opportunity_id].to_numpy(),
                    DP.as_of: pd.NaT,
                    DP.p_win: model.predict_proba(X.loc[test])[:, 1],
                    DP.p_win_lo: low,
                    DP.p_win_hi: high,
                    DP.close_p50: pd.NaT,
                    "won": won[test],
                    "base": (won[~test].sum() + 1) / ((~test).sum() + 2),
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.astype({DP.as_of: "datetime64[us]", DP.close_p50: "datetime64[us]"})
    # folds are parts of one pass; repeats are passes of their own, and their scores are averaged
    passes = [part for _, part in frame.groupby("repeat")] if splits is not None else [frame]
    measures = {"log_loss": judge.log_loss, "brier": judge.brier, "auc": judge.auc, "ece_by_pass": judge.ece}
    scores = {
        name: {
            "value": float(np.nanmean([measure(part["won"], part[DP.p_win]) for part in passes])),
            "naive": float(np.nanmean([measure(part["won"], part["base"]) for part in passes])),
        }
        for name, measure in measures.items()
        if any(part["won"].nunique() > 1 for part in passes) or name != "auc"
    }
    # a pass of 90 rows has bins of 9: chance alone sets even true odds far from what came
    scores["ece"] = {
        name: judge.ece(frame["won"], frame[said]) for name, said in (("value", DP.p_win), ("naive", "base"))
    }
    scores["ece_by_pass"]["by_chance"] = float(np.mean([_ece_by_chance(part[DP.p_win].to_numpy()) for part in passes]))
    metrics = {
        "rows": len(frame),
        "passes": len(passes),
        "without_outcome": without,
        "targets": {"deals": scores},
    }
    columns = DEAL_COLUMNS if splits is None else ["repeat", *DEAL_COLUMNS]
    return write_scored(Path(out), metrics, deals=frame[columns])


def _ece_by_chance(p: np.ndarray, *, draws: int = 20) -> float:
    """Expected calibration error of true odds on so many rows."""
    rng = np.random.default_rng(SEED)
    return float(np.mean([judge.ece(rng.random(len(p)) < p, p) for _ in range(draws)]))


def _tests(rows: pd.DataFrame, X: pd.DataFrame, splits: Path | str | None) -> list[tuple[int, np.ndarray]]:
    """Numbered test parts: of the splits' repeats, or of ten folds."""
    if splits is None:
        groups = same_inputs(X)
        if len(np.unique(groups)) < 2:
            raise BookError("all rows of the table are alike: nothing can be told apart")
        folds = GroupKFold(n_splits=min(FOLDS, len(np.unique(groups))), shuffle=True, random_state=0)
        return [
            (number, np.isin(np.arange(len(X)), test)) for number, (_, test) in enumerate(folds.split(X, groups=groups))
        ]
    given = _read(Path(splits), ["repeat", O.opportunity_id, "part"])
    test = given.loc[given["part"] == "test"]
    names = test[O.opportunity_id].astype("str")
    return [
        (int(repeat), rows[O.opportunity_id].isin(names.loc[part.index]).to_numpy())
        for repeat, part in test.groupby("repeat")
    ]


def _read(path: Path, needed: list[str]) -> pd.DataFrame:
    """A CSV or Parquet file with the columns that are needed."""
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there")
    rows = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype={O.opportunity_id: "str"})
    missing = [name for name in needed if name not in rows.columns]
    if missing:
        raise BookError(f"{path} has no column {', '.join(missing)}; it has: {', '.join(map(str, rows.columns))}")
    return rows
