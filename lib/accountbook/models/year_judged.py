"""How good predictions of the months ahead were at past months' ends, each time knowing only what was known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.features.months import MonthPanel
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import bias, coverage, pinballs, wape
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.run_rate import RunRate
from accountbook.models.spread import Spread, draw_amounts, draw_common, draw_orders, learn_spread, regularity
from accountbook.models.standing import MONTHS, Standing, standing

LEAST_HISTORY = 12
"""Months known before a date that is judged: a year, or a season stands in for a level."""
SHORTEST = 3
ORIGINS = 8
DRAWS = 200
SEED = 20260110
LEVELS = (0.1, 0.5, 0.9)
YEAR = 12
ROWS = ["account", "origin", "p10", "p50", "p90", "mean", "n10", "n50", "n90", "naive", "same", "came"]
TOTALS = ["months", "p10", "p50", "p90", "mean", "naive", "same", "came"]


@dataclass(frozen=True, eq=False)
class Origin:
    """What was expected at a past month's end, and what came.

    Attributes
    ----------
    months : known then. ahead : looked at after.
    accounts : of the panel, those known then; position in it, shape (n,).
    now, orders, value : how they stood, expected orders and an order's mean value, (n, ahead).
    regular, believed : see `learn_spread`.
    came_orders, came : order days and revenue after, shape (n,).
    year : revenue of the twelve months before, shape (n,); same : that of the same months a year before.
    """

    months: int
    ahead: int
    accounts: np.ndarray
    now: Standing
    orders: np.ndarray
    value: np.ndarray
    regular: int
    believed: float
    came_orders: np.ndarray
    came: np.ndarray
    year: np.ndarray
    same: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """Expected revenue, shape (n,)."""
        return (self.orders * self.value).sum(axis=1)


@dataclass(frozen=True, eq=False)
class YearScores:
    """Past predictions of account totals beside what came.

    Attributes
    ----------
    rows : account (position), origin, p10, p50, p90, mean, n10, n50, n90 (the rival's), naive, same, came; accounts
        with an order in the twelve months before.
    totals : one row per origin: months, p10, p50, p90, mean, naive, same, came, of all accounts together.
    ahead : months looked at; 0: no past date could be judged.
    past : what was expected then. verdict : of the gate.
    """

    rows: pd.DataFrame
    totals: pd.DataFrame
    ahead: int
    past: list[Origin]
    verdict: Verdict


def judged_months(whole: int) -> int:
    """Months ahead that past dates are judged on: twelve, fewer where history is short, 0 where it is too short.

    Examples
    --------
    >>> [judged_months(whole) for whole in (14, 15, 17, 36)]
    [0, 3, 3, 12]
    """
    ahead = min(MONTHS, whole - LEAST_HISTORY - 2)
    return ahead if ahead >= SHORTEST else SHORTEST if whole >= LEAST_HISTORY + SHORTEST else 0


def past_origins(panel: MonthPanel) -> list[Origin]:
    """What the model would have expected at past months' ends, oldest first."""
    whole = panel.whole
    ahead = judged_months(whole)
    if not ahead:
        return []
    newest = whole - ahead
    step = 2 if newest - LEAST_HISTORY >= 2 * ORIGINS else 1
    found = []
    for months in range(newest, LEAST_HISTORY - 1, -step)[:ORIGINS]:
        cut = panel.until(months)
        if cut.accounts.empty:
            continue
        model = RunRate().fit(cut)
        now = standing(cut, model.factors_)
        own = panel.accounts.get_indexer(cut.accounts)
        after = slice(months, months + ahead)
        found.append(
            Origin(
                months=months,
                ahead=ahead,
                accounts=own,
                now=now,
                orders=model.expected(now)[:, :ahead],
                value=model.value(now)[:, :ahead],
                regular=regularity(cut),
                believed=model.share_,
                came_orders=panel.orders[own, after].sum(axis=1),
                came=panel.revenue[own, after].sum(axis=1),
                year=panel.revenue[own, months - YEAR : months].sum(axis=1),
                same=panel.revenue[own, months - YEAR : months - YEAR + ahead].sum(axis=1),
            )
        )
    return found[::-1]


def spread_of(past: list[Origin], *, regular: int, believed: float) -> Spread:
    """How far past dates whose months are over lay from what came; see `learn_spread`."""
    sound = [one for one in past if one.came.sum() > 0 and one.mean.sum() > 0]
    ratios = [(one.came.sum() / one.mean.sum(), _own_variance(one), _step(past, one) / YEAR) for one in sound]
    return learn_spread(
        [one.orders.sum(axis=1) for one in sound],
        [one.came_orders for one in sound],
        regular=regular,
        believed=believed,
        ratios=np.array(ratios).reshape(-1, 3),
    )


def _own_variance(one: Origin) -> float:
    """Variance of the logarithm of the sum that accounts bring if they scatter by themselves."""
    orders = one.orders.sum(axis=1)
    worth = one.mean
    each = np.expm1(one.now.within) / np.maximum(orders, 0.1) + 0.3 + one.now.own
    return float((worth**2 * each).sum() / worth.sum() ** 2)


def _step(past: list[Origin], one: Origin) -> int:
    later = [other.months for other in past if other.months > one.months]
    return min([other - one.months for other in later], default=one.ahead)


def score_year(panel: MonthPanel) -> YearScores:
    """Judge past dates, each by the spread that dates before it had shown.

    Parameters
    ----------
    panel : orders by month, as of now.
    """
    past = past_origins(panel)
    rows, totals = [], []
    for place, one in enumerate(past):
        known = [other for other in past[:place] if other.months + other.ahead <= one.months]
        spread = spread_of(known, regular=one.regular, believed=one.believed)
        rng = np.random.default_rng((SEED, one.months))
        common = draw_common(spread, draws=DRAWS, rng=rng)
        counts = draw_orders(one.orders, common, spread=spread, rng=rng)
        drawn = draw_amounts(counts, one.value, own=one.now.own, within=one.now.within, rng=rng).sum(axis=2)
        mean = one.mean
        naive = one.year * one.ahead / YEAR
        ratio = np.where(mean > 0, np.maximum(naive, 0.0) / np.where(mean > 0, mean, 1.0), 0.0)
        low, half, high = np.quantile(drawn, LEVELS, axis=1)
        frame = pd.DataFrame({"account": one.accounts, "origin": one.months, "p10": low, "p50": half, "p90": high})
        frame = frame.assign(
            mean=mean, n10=low * ratio, n50=half * ratio, n90=high * ratio, naive=naive, same=one.same, came=one.came
        )
        rows.append(frame.loc[panel.orders[one.accounts, one.months - YEAR : one.months].sum(axis=1) > 0])
        ends = np.quantile(drawn.sum(axis=0), LEVELS)
        totals.append((one.months, *ends, mean.sum(), naive.sum(), one.same.sum(), one.came.sum()))
    frame = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=ROWS, dtype=float)
    return YearScores(
        rows=frame,
        totals=pd.DataFrame(totals, columns=TOTALS, dtype=float),
        ahead=past[0].ahead if past else 0,
        past=past,
        verdict=_verdict(frame),
    )


def _verdict(rows: pd.DataFrame) -> Verdict:
    came = rows["came"].to_numpy(float)
    return judge_gate(
        pinballs(came, rows[["p10", "p50", "p90"]].to_numpy(float)),
        pinballs(came, rows[["n10", "n50", "n90"]].to_numpy(float)),
        rows["account"],
        rows["origin"],
    )


def year_quality(as_of: pd.Timestamp, scores: YearScores) -> pd.DataFrame:
    """Measures of `score_year` as `Quality`; empty where no past date could be judged.

    Target "year" is account totals over the months looked at, "year_company" the sum of all accounts, each beside the
    last twelve months repeated; metrics "wape_same" and "bias_same" have the same months a year before as rival, and
    "months" says how many were looked at.
    """
    rows, totals, seen = scores.rows, scores.totals, scores.verdict
    if rows.empty or not rows["came"].sum() > 0:
        return typed("quality_year")
    came, sums = rows["came"].to_numpy(float), totals["came"].to_numpy(float)
    found = [("year", "pinball", seen.value, seen.naive, seen.skill_lo, len(rows))]
    found.append(("year", "months", float(scores.ahead), float(scores.ahead), np.nan, len(rows)))
    for target, frame, actual in (("year", rows, came), ("year_company", totals, sums)):
        for name, rival in (("", "naive"), ("_same", "same")):
            for metric, measure in (("wape", wape), ("bias", bias)):
                ours, theirs = (measure(actual, frame[column].to_numpy(float)) for column in ("mean", rival))
                found.append((target, metric + name, ours, theirs, np.nan, len(frame)))
        inside = coverage(actual, frame["p10"].to_numpy(float), frame["p90"].to_numpy(float))
        rival = coverage(actual, *frame[["n10", "n90"]].to_numpy(float).T) if "n10" in frame else 0.0
        found.append((target, "coverage", inside, rival, np.nan, len(frame)))
    frame = pd.DataFrame(found, columns=[Q.target, Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows])
    frame = frame.loc[np.isfinite(frame[Q.value]) & np.isfinite(frame[Q.naive])]
    shown = "naive" if seen.rows and not seen.open else "model"
    return typed("quality_year", frame.assign(**{Q.as_of: as_of, Q.origins: len(totals), Q.shown: shown}))
