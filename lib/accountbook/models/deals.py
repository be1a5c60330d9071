"""Which open deals are won, and when they are decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin

from accountbook.features import DEAL_COLUMNS, deal_features
from accountbook.features import DealFeature as F
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import auc, brier, ece, log_loss, log_losses
from accountbook.models.kinds import DealPrediction as P
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.ladder import BetaRate, Rung, blend_share, deals_rung
from accountbook.models.reasons import reasons
from accountbook.models.ridge import RidgeLogit
from accountbook.tables import Opportunities as O

if TYPE_CHECKING:
    from accountbook.book import Book

MONTHS = 36
ORIGINS = 12
PENALTY = 0.2
LEAST_CLOSED = 5
UNKNOWN = "unknown"
SLICE = "slice"
CODES = {
    "stage": [F.stage, F.buyer],
    "deal_age": [F.log_age],
    "silence": [F.log_silence],
    "pushes": [F.pushes],
    "late": [F.log_late],
    "rep": [F.rep_log_odds],
    "budget": [F.budget],
    "person": [F.person],
    "deal_size": [F.log_amount],
}
"""Reason codes of deals."""


class WinModel(ClassifierMixin, BaseEstimator):
    """P(win in the end) of an open deal: the few-data ladder's candidate.

    Attributes
    ----------
    rung_ : "facts", "rates" or "ridge", by closed deals of the rarer outcome.
    base_rate_ : share of closed deals that were won.
    stages_ : per seller stage, how many deals that stood there were closed and how many of them won: the funnel.

    Notes
    -----
    Learned from monthly snapshots of deals while they were open, labelled once they closed (Yan et al. 2015); ten
    columns at most.
    """

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from snapshots of deals that are closed by now.

        Parameters
        ----------
        X : `deal_features` of past dates with opportunity_id as a column; y : 1 won, 0 lost, shape (n,).
        """
        y = np.asarray(y, dtype=float)
        self.classes_ = np.array([0, 1])
        deals = X[O.opportunity_id].astype("str")
        outcome = pd.Series(y).groupby(deals.to_numpy()).first()
        self.deals_, self.won_ = len(outcome), float(outcome.sum())
        rarer = int(min(self.won_, self.deals_ - self.won_))
        self.rung_ = deals_rung(rarer)
        self.base_rate_ = (self.won_ + 1) / (self.deals_ + 2)
        seen = pd.DataFrame({"deal": deals.to_numpy(), "stage": _stage(X), "won": y})
        self.stages_ = seen.drop_duplicates(["deal", "stage"]).groupby("stage")["won"].agg(["sum", "count"])
        strength = 10.0
        self.rates_ = BetaRate(strength * self.base_rate_, strength * (1 - self.base_rate_))
        self.ridge_: RidgeLogit | None = None
        if self.rung_ == Rung.RIDGE:
            # a deal's months repeat one another: together they weigh as much as one deal (`groups`)
            self.ridge_ = RidgeLogit(C=PENALTY, blend=blend_share(rarer)).fit(X[DEAL_COLUMNS], y, groups=deals)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of losing and winning, shape (n, 2)."""
        p = self.funnel(X) if self.ridge_ is None else self.ridge_.predict_proba(X[DEAL_COLUMNS])[:, 1]
        return np.column_stack([1 - p, p])

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of winning."""
        if self.ridge_ is not None:
            return self.ridge_.predict_range(X[DEAL_COLUMNS])
        return self.funnel_range(X)

    def funnel(self, X: pd.DataFrame) -> np.ndarray:
        """The naive rival: how many that reached the stage were won, shrunk to the rate of all; shape (n,)."""
        return self.rates_.mean(*self._tally(X))

    def funnel_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """80% range of `funnel`."""
        return self.rates_.range(*self._tally(X))

    def _tally(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        own = self.stages_.reindex(_stage(X)).fillna(0.0)
        return own["sum"].to_numpy(), own["count"].to_numpy()


def deal_slices(book: Book, *, months: int = MONTHS) -> pd.DataFrame:
    """Deals as they stood at the ends of past months while they were open, with what became of them.

    Parameters
    ----------
    book : as of the day of prediction; outcomes known later are not used.
    months : past month-ends at most.

    Returns
    -------
    Frame with one row per deal and slice: opportunity_id, `DealFeature`, slice, ``won`` (1, 0; empty while open),
    ``decided_on`` and ``days_left`` (to the decision, or to now while open).
    """
    now = deal_features(book)
    closed = now.loc[now[F.outcome] != "open"]
    columns = [*now.columns, SLICE, "won", "decided_on", "days_left"]
    created = book.table("opportunities")[O.created_on]
    first = created.min() if len(created) else book.as_of
    ends = [book.as_of - pd.DateOffset(months=k) for k in range(1, months + 1)]
    frames = []
    for view in book.snapshots([end for end in reversed(ends) if end > first]):
        then = deal_features(view)
        frames.append(then.loc[then[F.outcome] == "open"].assign(**{SLICE: view.as_of}))
    if not frames:
        frames = [now.iloc[:0].assign(**{SLICE: book.as_of})]
    rows = pd.concat(frames).reset_index(names=O.opportunity_id)
    final = closed.reindex(rows[O.opportunity_id])
    rows["won"] = np.where(final[F.outcome].isna(), np.nan, (final[F.outcome] == "won").astype(float))
    rows["decided_on"] = final[F.closed_on].to_numpy()
    until = rows["decided_on"].fillna(book.as_of)
    rows["days_left"] = (until - rows[SLICE]).dt.days.astype(float).clip(lower=1.0)
    return rows[[O.opportunity_id, *columns]]


def predict_deals(book: Book) -> dict[str, pd.DataFrame]:
    """Every open deal's chance, decision day and worth; and how good such chances were.

    Returns
    -------
    {"deals": `DealPrediction`, "quality": `Quality`}. Below ten closed deals of the rarer outcome the chances are
    empty and ``shown`` is "none"; where the gate is shut they are the funnel's and ``shown`` is "naive".
    """
    slices = deal_slices(book)
    scored = rolling_deals(slices)
    judged = deal_verdict(scored)
    model = fit_deals(slices)
    now = deal_features(book)
    now = now.loc[now[F.outcome] == "open"].reset_index(names=O.opportunity_id)
    rates = model.rung_ == Rung.RATES
    shown = "none" if model.rung_ == Rung.FACTS else "model" if rates or judged.open else "naive"
    candidate = shown == "model"
    p = model.predict_proba(now)[:, 1] if candidate else model.funnel(now)
    low, high = model.predict_range(now) if candidate else model.funnel_range(now)
    if shown == "none":
        p, low, high = (np.full(len(now), np.nan) for _ in range(3))
    frame = pd.DataFrame(
        {
            P.opportunity_id: now[O.opportunity_id],
            P.account_id: now[F.account_id],
            P.as_of: book.as_of,
            P.p_win: p,
            P.p_win_lo: low,
            P.p_win_hi: high,
            P.close_p50: close_days(slices, now, as_of=book.as_of),
            P.expected_amount: p * now[F.amount].to_numpy(),
            P.shown: shown,
            P.ladder: str(model.rung_),
            P.reasons: _reasons(model, now) if candidate else "[]",
        }
    )
    return {"deals": typed("deals", frame), "quality": deal_quality(scored, judged, as_of=book.as_of, shown=shown)}


def fit_deals(slices: pd.DataFrame) -> WinModel:
    """The model on all rows whose deal is closed by now."""
    known = slices.loc[slices["won"].notna()].reset_index(drop=True)
    return WinModel().fit(known, known["won"].to_numpy())


def rolling_deals(slices: pd.DataFrame, *, origins: int = ORIGINS) -> pd.DataFrame:
    """What the model would have said on past dates, each time from the deals closed by then.

    Returns
    -------
    Rows of ``slices`` whose deal is closed by now, with p, p_naive (the funnel) and p_rep (the rep's own figure).
    """
    known = slices.loc[slices["won"].notna()]
    found = []
    for origin in sorted(known[SLICE].unique())[::-1]:
        past = known.loc[(known["decided_on"] <= origin) & (known[SLICE] < origin)].reset_index(drop=True)
        model = WinModel().fit(past, past["won"].to_numpy())
        now = known.loc[known[SLICE] == origin]
        if model.rung_ != Rung.RIDGE or len(found) == origins:
            break
        # the newest months' deals that are closed by now closed fast; months with few say little
        if len(now) >= LEAST_CLOSED:
            p = model.predict_proba(now)[:, 1]
            found.append(now.assign(p=p, p_naive=model.funnel(now), p_rep=now[F.rep_probability]))
    if not found:
        return known.iloc[:0].assign(p=0.0, p_naive=0.0, p_rep=np.nan)
    return pd.concat(found, ignore_index=True)


def deal_verdict(scored: pd.DataFrame) -> Verdict:
    """The gate's verdict on `rolling_deals`: log loss against the funnel, bootstrapped by deal."""
    y = scored["won"].to_numpy(float)
    return judge_gate(
        log_losses(y, scored["p"].to_numpy(float)),
        log_losses(y, scored["p_naive"].to_numpy(float)),
        scored[O.opportunity_id],
        scored[SLICE],
    )


def deal_quality(scored: pd.DataFrame, judged: Verdict, *, as_of: pd.Timestamp, shown: str) -> pd.DataFrame:
    """Measures of `rolling_deals`, as `Quality`; empty where nothing could be judged.

    The metric "log_loss_rep" compares with the rep's own figure on the rows that have one.
    """
    if scored.empty:
        return typed("quality_deals")
    y, p, naive = (scored[name].to_numpy(float) for name in ("won", "p", "p_naive"))
    rows = [
        (name, measure(y, p), measure(y, naive), np.nan, len(y))
        for name, measure in (("log_loss", log_loss), ("brier", brier), ("ece", ece), ("auc", auc))
    ]
    rows[0] = (*rows[0][:3], judged.skill_lo, len(y))
    amount = scored[F.amount].fillna(0.0).to_numpy(float)
    if y @ amount > 0:
        worth = y @ amount
        rows.append(("value_bias", (p @ amount) / worth - 1, (naive @ amount) / worth - 1, np.nan, len(y)))
    rep = scored["p_rep"].notna().to_numpy()
    if rep.any():
        said = scored["p_rep"].to_numpy(float)[rep]
        rows.append(("log_loss_rep", log_loss(y[rep], p[rep]), log_loss(y[rep], said), np.nan, int(rep.sum())))
    frame = pd.DataFrame(rows, columns=[Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows])
    frame = frame.loc[np.isfinite(frame[Q.value]) & np.isfinite(frame[Q.naive])]
    return typed(
        "quality_deals", frame.assign(**{Q.as_of: as_of, Q.target: "deals", Q.origins: judged.origins, Q.shown: shown})
    )


def close_days(slices: pd.DataFrame, now: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.Series:
    """The day by which half of such deals were decided: median time left by stage, open ones censored.

    Notes
    -----
    Kaplan-Meier over past slices of the deal's seller stage, or of all where the stage has under five closed deals.

    Returns
    -------
    Days after ``as_of``, NaT where half are not decided within what was ever seen; indexed like ``now``.
    """
    closed = slices.loc[slices["decided_on"].notna()]
    counts = closed.groupby(_stage(closed))[O.opportunity_id].nunique() if len(closed) else pd.Series(dtype=int)
    overall = median_left(slices)
    stage = pd.Series(_stage(now), index=now.index)
    medians = {
        name: median_left(slices.loc[_stage(slices) == name]) if counts.get(name, 0) >= LEAST_CLOSED else overall
        for name in stage.unique()
    }
    left = stage.map(medians).astype(float)
    return (as_of + pd.to_timedelta(np.ceil(left), unit="D")).astype("datetime64[us]")


def median_left(slices: pd.DataFrame) -> float:
    """Median days to the decision by Kaplan-Meier; NaN where fewer than five deals were decided or half never are.

    Examples
    --------
    >>> rows = pd.DataFrame({"opportunity_id": list("abcde"), "days_left": [10.0, 20.0, 30.0, 40.0, 50.0]})
    >>> rows["decided_on"] = pd.Timestamp("2026-01-31")
    >>> median_left(rows)
    30.0
    """
    events = slices["decided_on"].notna().to_numpy()
    if slices.loc[events, O.opportunity_id].nunique() < LEAST_CLOSED:
        return float("nan")
    days = slices["days_left"].to_numpy(float)
    times = np.unique(days[events])
    at_risk = len(days) - np.searchsorted(np.sort(days), times, side="left")
    decided = np.diff(np.searchsorted(np.sort(days[events]), np.append(times, np.inf), side="left"))
    left = np.cumprod(1 - decided / at_risk)
    half = np.flatnonzero(left <= 0.5 + 1e-12)
    return float(times[half[0]]) if len(half) else float("nan")


def _stage(X: pd.DataFrame) -> np.ndarray:
    return X[F.seller_stage].fillna(UNKNOWN).astype("str").to_numpy()


def _reasons(model: WinModel, now: pd.DataFrame) -> list[str]:
    if model.ridge_ is None:
        return [json.dumps([])] * len(now)
    ridge = model.ridge_
    facts = {
        "stage": pd.DataFrame({"stage": now[F.seller_stage]}),
        "deal_age": pd.DataFrame({"days": now[F.days_open]}),
        "silence": pd.DataFrame({"days": now[F.days_silent]}),
        "pushes": pd.DataFrame({"times": now[F.pushes]}),
        "late": pd.DataFrame({"days": now[F.days_late]}),
        "rep": pd.DataFrame({"p": now[F.rep_probability]}),
        "budget": pd.DataFrame({"level": now[F.budget]}),
        "person": pd.DataFrame({"level": now[F.person]}),
        "deal_size": pd.DataFrame({"amount": now[F.amount]}),
    }
    return reasons(ridge.contributions(now[DEAL_COLUMNS]), level=ridge.intercept_, codes=CODES, facts=facts)
