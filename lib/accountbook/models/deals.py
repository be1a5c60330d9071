"""Which open deals are won, and when they are decided."""

from __future__ import annotations

import json
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import DEAL_COLUMNS
from accountbook.features import DealFeature as F
from accountbook.models.deal_odds import DealOdds, rolling_odds
from accountbook.models.deal_slices import CLOSE, SLICE, close_days, deal_slices, open_deals
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.groups import BY_CHANCE, chance_groups, deal_groups, group_quality
from accountbook.models.judge import auc, brier, ece, log_loss, log_losses
from accountbook.models.kinds import DealPrediction as P
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.ladder import Rung
from accountbook.models.pipeline import pipeline_factor
from accountbook.models.reasons import reasons
from accountbook.models.said import said_of_deals
from accountbook.models.wins import WinModel
from accountbook.tables import Opportunities as O

if TYPE_CHECKING:
    from accountbook.book import Book

CODES = {
    "stage": [F.stage, F.buyer],
    "deal_age": [F.log_age],
    "silence": [F.log_silence],
    "pushes": [F.slips],
    "rep": [F.rep_log_odds],
    "budget": [F.budget],
    "person": [F.person],
    "route": [F.route],
    "rival": [F.rival],
}
"""Reason codes of deals."""


def predict_deals(
    book: Book, *, executor: Executor | None = None, off: frozenset[str] = frozenset()
) -> dict[str, pd.DataFrame]:
    """Every open deal's chance, decision day and worth; and how good such chances were.

    Parameters
    ----------
    book : a company-wide book. executor : not needed, deals are few.
    off : targets whose models are switched off: with "deals" in it, the funnel's chance is shown.

    Returns
    -------
    {"deals": `DealPrediction`, "pipeline": `PipelinePrediction`, "quality_deals": `Quality`, "groups_deals":
    `GroupQuality`, "said_deals": `SaidDeal`}. Below ten closed deals of the rarer outcome the chances are empty and
    ``shown`` is "none"; where the gate is shut they are the funnel's and ``shown`` is "naive".
    """
    slices = deal_slices(book)
    tried = rolling_odds(book, slices)
    scored = _closed(tried)
    judged = replace(deal_verdict(scored), off="deals" in off)
    odds = DealOdds().fit(slices, origin=book.as_of).learn(tried, origin=book.as_of)
    now = open_deals(book).reset_index(names=O.opportunity_id)
    rung = odds.wins.rung_
    rates = rung == Rung.RATES and not judged.off
    shown = "none" if rung == Rung.FACTS else "model" if rates or judged.open else "naive"
    candidate = shown == "model"
    members = odds.members(now, as_of=book.as_of)
    p = odds.predict(members) if candidate else odds.wins.funnel(now)
    low, high = odds.predict_range(now, members) if candidate else odds.wins.funnel_range(now)
    if shown == "none":
        p, low, high = (np.full(len(now), np.nan) for _ in range(3))
    if odds.chain is None:
        close = close_days(slices, now, as_of=book.as_of)
    else:
        close = odds.close_days(members, as_of=book.as_of)
    frame = pd.DataFrame(
        {
            P.opportunity_id: now[O.opportunity_id],
            P.account_id: now[F.account_id],
            P.as_of: book.as_of,
            P.p_win: p,
            P.p_win_lo: low,
            P.p_win_hi: high,
            **{name: close[name] for name in CLOSE},
            P.expected_amount: p * now[F.amount].to_numpy(),
            P.shown: shown,
            P.ladder: str(rung),
            P.reasons: _reasons(odds.wins, now) if candidate else "[]",
        }
    )
    expected = float(frame[P.expected_amount].sum())
    past = tried if candidate else tried.assign(p=tried["p_naive"])
    return {
        "deals": typed("deals", frame),
        "quality_deals": deal_quality(scored, judged, as_of=book.as_of, shown=shown),
        "pipeline": pipeline_factor(past, as_of=book.as_of, expected=expected),
        "groups_deals": group_quality(
            {**deal_groups(scored), BY_CHANCE: chance_groups(scored["p"])} if len(scored) else {},
            *(scored[name].to_numpy(float) for name in ("won", "p", "p_naive")),
            accounts=scored[F.account_id],
            target="deals",
            as_of=book.as_of,
        ),
        "said_deals": _said(odds, now, book.as_of),
    }


def say_deals(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """What the model says as of the book's date, without judging whether it may be shown.

    Returns
    -------
    {"said_deals": `SaidDeal`}, the same as `predict_deals` gives.
    """
    slices = deal_slices(book)
    odds = DealOdds().fit(slices, origin=book.as_of).learn(rolling_odds(book, slices), origin=book.as_of)
    return {"said_deals": _said(odds, open_deals(book).reset_index(names=O.opportunity_id), book.as_of)}


def _said(odds: DealOdds, now: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Nothing below ten closed deals of the rarer outcome."""
    if odds.wins.rung_ == Rung.FACTS:
        return typed("said_deals")
    members = odds.members(now, as_of=as_of)
    p, spread = odds.predict(members), odds.predict_range(now, members)
    return typed("said_deals", said_of_deals(now, p, spread, odds.wins.funnel(now), as_of))


def _closed(tried: pd.DataFrame) -> pd.DataFrame:
    """Of `rolling_odds`, the deals that are judged and closed by now."""
    return tried.loc[tried["won"].notna() & tried["judged"]].reset_index(drop=True)


def deal_verdict(scored: pd.DataFrame) -> Verdict:
    """The gate's verdict on past dates: log loss against the funnel, bootstrapped by deal."""
    y = scored["won"].to_numpy(float)
    return judge_gate(
        log_losses(y, scored["p"].to_numpy(float)),
        log_losses(y, scored["p_naive"].to_numpy(float)),
        scored[O.opportunity_id],
        scored[SLICE],
        outcome=y,
    )


def deal_quality(scored: pd.DataFrame, judged: Verdict, *, as_of: pd.Timestamp, shown: str) -> pd.DataFrame:
    """Measures of past dates, as `Quality`; empty where nothing could be judged.

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


def _reasons(model: WinModel, now: pd.DataFrame) -> list[str]:
    if model.ridge_ is None:
        return [json.dumps([])] * len(now)
    ridge = model.ridge_
    facts = {
        "stage": pd.DataFrame({"stage": now[F.seller_stage]}),
        "deal_age": pd.DataFrame({"days": now[F.days_open]}),
        "silence": pd.DataFrame({"days": now[F.days_silent]}),
        "pushes": pd.DataFrame({"times": now[F.pushes], "days": now[F.days_late]}),
        "rep": pd.DataFrame({"p": now[F.rep_probability]}),
        "budget": pd.DataFrame({"level": now[F.budget]}),
        "person": pd.DataFrame({"level": now[F.person]}),
        "route": pd.DataFrame({"route": now[F.route_name]}),
        "rival": pd.DataFrame({"level": now[F.rival]}),
    }
    return reasons(ridge.contributions(now[DEAL_COLUMNS]), level=ridge.intercept_, codes=CODES, facts=facts)
