"""Predictions as of past dates, in files that anyone can score again, and our own scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from accountbook.book import Book, BookError
from accountbook.features import AccountFeature as F
from accountbook.features import account_features, deal_features
from accountbook.features.deals import DealFeature
from accountbook.features.items import baskets
from accountbook.models import judge
from accountbook.models.amounts import naive_revenue, naive_value
from accountbook.models.dates import naive_days
from accountbook.models.deals import deal_quality, deal_slices, deal_verdict, fit_deals, predict_deals
from accountbook.models.items import items_verdict, next_baskets, rank_items, score_items, usual_items
from accountbook.models.kinds import AccountPrediction as P
from accountbook.models.kinds import DealPrediction as DP
from accountbook.models.kinds import ItemPrediction as IP
from accountbook.models.kinds import Quality as Q
from accountbook.models.orders import predict_orders
from accountbook.models.rolling import judge_orders, order_quality
from accountbook.models.slices import Outcome, outcomes, revenue_ahead
from accountbook.models.tabular import TableWinModel, same_inputs
from accountbook.tables import Opportunities as O

ACCOUNT_COLUMNS = [
    P.account_id,
    P.as_of,
    P.horizon_days,
    P.p_no_order,
    P.next_order_p10,
    P.next_order_p50,
    P.next_order_p90,
    P.typical_amount,
    P.expected_amount,
]
ITEM_COLUMNS = [IP.account_id, IP.as_of, IP.item_id, IP.rank, IP.p, IP.quantity]
DEAL_COLUMNS = [DP.opportunity_id, DP.as_of, DP.p_win, DP.p_win_lo, DP.p_win_hi, DP.close_p50]
FOLDS = 10
WON = {"won", "1", "1.0", "true"}


def backtest_orders(
    book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int = 60, out: Path | str
) -> dict[str, Any]:
    """Predict orders as of past dates and score them beside their naive rivals.

    Parameters
    ----------
    book_path : folder of the book. origins : past dates whose horizon has passed. horizon : days ahead.
    out : folder for ``accounts.parquet``, ``items.parquet`` (the judged population: two order days or more, the last
        at most 365 days back) and ``metrics.json``.

    Returns
    -------
    What metrics.json holds: per target and metric, our value, the rival's, rows and the lower bound of the skill.

    Raises
    ------
    BookError
        If no origin is given or an origin's horizon reaches beyond the load's export.
    """
    book = _known_after(book_path, origins, horizon=horizon)
    came = baskets(book)
    accounts, items, scored, tried = [], [], [], []
    for view in book.snapshots(sorted(set(origins))):
        frames = predict_orders(view, horizons=(horizon,))
        features = account_features(view)
        population = features.index[features[F.repeats]]
        mine = frames["accounts"].loc[frames["accounts"][P.account_id].isin(population)]
        usual = frames["items"].loc[frames["items"][IP.account_id].isin(population)]
        accounts.append(mine)
        items.append(usual)
        scored.append(_beside(book, view.as_of, features, mine, horizon=horizon))
        bought = next_baskets(came, population, view.as_of, horizon=horizon)
        if len(bought):
            rival = rank_items(usual_items(view), popular=False)
            tried.append((view.as_of, score_items(usual, bought), score_items(rival, bought)))
    scores = judge_orders(pd.concat(scored, ignore_index=True), horizon=horizon)
    quality = order_quality(book.as_of, [scores], scores, tried, items_verdict(tried))
    metrics = {
        "horizon_days": horizon,
        "origins": [f"{origin:%Y-%m-%d}" for origin in sorted(set(origins))],
        "rows": len(scores.rows),
        "reordered": int((scores.rows["y"] == 0).sum()),
        "targets": _nested(quality),
        "by_origin": _by_origin(scores.rows),
    }
    return _write(
        Path(out),
        metrics,
        accounts=pd.concat(accounts, ignore_index=True)[ACCOUNT_COLUMNS],
        items=pd.concat(items, ignore_index=True)[ITEM_COLUMNS],
    )


def backtest_deals(
    book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int = 90, out: Path | str
) -> dict[str, Any]:
    """Predict open deals as of past dates and score those that were decided since.

    Parameters
    ----------
    book_path, origins, out : as for `backtest_orders`; writes ``deals.parquet`` and ``metrics.json``.
    horizon : days after which a decision day counts as late alike.

    Raises
    ------
    BookError
        As for `backtest_orders`.
    """
    book = _known_after(book_path, origins, horizon=0)
    final = deal_features(book)
    deals, scored, days = [], [], []
    for view in book.snapshots(sorted(set(origins))):
        frame = predict_deals(view)["deals"]
        deals.append(frame)
        then = deal_features(view).loc[frame[DP.opportunity_id]].reset_index(names=O.opportunity_id)
        now = final.reindex(frame[DP.opportunity_id])
        closed = (now[DealFeature.outcome] != "open").to_numpy()
        rows = then.assign(
            slice=view.as_of,
            won=(now[DealFeature.outcome] == "won").to_numpy(float),
            p=frame[DP.p_win].to_numpy(),
            p_naive=fit_deals(deal_slices(view)).funnel(then),
            p_rep=then[DealFeature.rep_probability],
        )
        scored.append(rows.loc[closed & np.isfinite(rows["p"])])
        took = (now[DealFeature.closed_on].to_numpy() - np.datetime64(view.as_of)) / np.timedelta64(1, "D")
        said = (frame[DP.close_p50] - view.as_of).dt.days.to_numpy(float)
        days.append(np.abs(judge.clip_days(took, horizon) - judge.clip_days(said, horizon))[closed])
    rows = pd.concat(scored, ignore_index=True)
    verdict = deal_verdict(rows)
    quality = deal_quality(rows, verdict, as_of=book.as_of, shown=verdict.shown)
    late = np.concatenate(days)
    metrics = {
        "horizon_days": horizon,
        "origins": [f"{origin:%Y-%m-%d}" for origin in sorted(set(origins))],
        "rows": len(rows),
        "targets": _nested(quality),
        "close_mae_days": float(late.mean()) if len(late) else None,
    }
    return _write(Path(out), metrics, deals=pd.concat(deals, ignore_index=True)[DEAL_COLUMNS])


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
        If a column is missing or the target has one outcome only.
    """
    rows = _read(Path(table), [O.opportunity_id, target])
    rows = rows.assign(**{O.opportunity_id: rows[O.opportunity_id].astype("str")})
    won = rows[target].astype("str").str.strip().str.lower().isin(WON).to_numpy(int)
    if won.min(initial=1) == won.max(initial=0):
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
    measures = {"log_loss": judge.log_loss, "brier": judge.brier, "ece": judge.ece, "auc": judge.auc}
    metrics = {
        "rows": len(frame),
        "passes": len(passes),
        "targets": {
            "deals": {
                name: {
                    "value": float(np.mean([measure(part["won"], part[DP.p_win]) for part in passes])),
                    "naive": float(np.mean([measure(part["won"], part["base"]) for part in passes])),
                }
                for name, measure in measures.items()
            }
        },
        "ece_all": judge.ece(frame["won"], frame[DP.p_win]),
    }
    columns = DEAL_COLUMNS if splits is None else ["repeat", *DEAL_COLUMNS]
    return _write(Path(out), metrics, deals=frame[columns])


def _known_after(book_path: Path | str, origins: Sequence[pd.Timestamp], *, horizon: int) -> Book:
    """The book on the last day that scoring needs, or of its export."""
    if not origins:
        raise BookError("give at least one origin, a past date as YYYY-MM-DD")
    last = max(origins) + pd.Timedelta(days=horizon)
    book = Book.open(book_path, last)
    if last > book.exported_on:
        raise BookError(
            f"{horizon} days after the origin {max(origins):%Y-%m-%d} is {last:%Y-%m-%d}, but the load was exported "
            f"on {book.exported_on:%Y-%m-%d}: what came is not known; take origins up to "
            f"{book.exported_on - pd.Timedelta(days=horizon):%Y-%m-%d}"
        )
    return book if horizon else Book.open(book_path, book.exported_on)


def _beside(
    book: Book, origin: pd.Timestamp, features: pd.DataFrame, mine: pd.DataFrame, *, horizon: int
) -> pd.DataFrame:
    """Predictions of an origin beside what came and what the rivals say, as `OrderScores.rows` has them."""
    mine = mine.reset_index(drop=True)
    known = features.loc[mine[P.account_id]].reset_index(drop=True)
    dates = pd.Series(origin, index=mine.index)
    came = outcomes(book, mine[P.account_id], dates)
    ahead = {
        name: (mine[column] - origin).dt.days.to_numpy(float)
        for name, column in (("d10", P.next_order_p10), ("d50", P.next_order_p50), ("d90", P.next_order_p90))
    }
    return came.assign(
        **{P.account_id: mine[P.account_id], Outcome.slice: origin},
        **ahead,
        y=(~(came[Outcome.days_to_next] <= horizon)).astype(int),
        p=mine[P.p_no_order],
        p_naive=mine[P.p_naive],
        naive_days=naive_days(known),
        revenue=revenue_ahead(book, mine[P.account_id], dates, horizon=horizon),
        expected=mine[P.expected_amount],
        naive_expected=naive_revenue(known, horizon=horizon),
        typical=mine[P.typical_amount],
        naive_value=naive_value(known),
    )


def _by_origin(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Log loss, AUC and total bias of each origin: pooled figures hide how levels move."""
    return {
        f"{origin:%Y-%m-%d}": _finite(
            {
                "rows": float(len(part)),
                "log_loss": judge.log_loss(part["y"].to_numpy(), part["p"].to_numpy(float)),
                "auc": judge.auc(part["y"].to_numpy(), part["p"].to_numpy(float)),
                "bias": judge.bias(part["revenue"].to_numpy(float), part["expected"].to_numpy(float)),
            }
        )
        for origin, part in rows.groupby(Outcome.slice)
    }


def _nested(quality: pd.DataFrame) -> dict[str, dict[str, dict[str, float]]]:
    """A quality frame as {target: {metric: {value, naive, skill_lo, rows}}}."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in quality.to_dict("records"):
        plain = {name: float(row[name]) for name in (Q.value, Q.naive, Q.skill_lo, Q.rows)}
        found.setdefault(row[Q.target], {})[row[Q.metric]] = _finite(plain)
    return found


def _finite(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: figure for name, figure in figures.items() if np.isfinite(figure)}


def _tests(rows: pd.DataFrame, X: pd.DataFrame, splits: Path | str | None) -> list[tuple[int, np.ndarray]]:
    """Numbered test parts: of the splits' repeats, or of ten folds."""
    if splits is None:
        groups = same_inputs(X)
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


def _write(out: Path, metrics: dict[str, Any], **frames: pd.DataFrame) -> dict[str, Any]:
    """Write a Parquet file per frame and metrics.json last, so that its presence says the rest is there."""
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_parquet(out / f"{name}.parquet", index=False)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return metrics
