"""Grades: what was predicted and has fallen due, beside what happened and beside the naive rival."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.book.period import back
from accountbook.models.due import fallen_due
from accountbook.models.judge import clip_days, log_losses, pinballs
from accountbook.models.kinds import HORIZONS, Grade, SaidDeal, SaidOrder, kind_columns, typed
from accountbook.models.slices import Outcome, outcomes, revenue_ahead
from accountbook.tables import Opportunities as O

if TYPE_CHECKING:
    from accountbook.book import Book

DEAL_MONTHS = 3
"""Deals are graded in the month in which they are decided; so many months together, as one decides few."""
_DAYS = [SaidOrder.days_p10, SaidOrder.days_p50, SaidOrder.days_p90]
_NAIVE_DAYS = [SaidOrder.naive_days_p10, SaidOrder.naive_days_p50, SaidOrder.naive_days_p90]


def grade_orders(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """Grade what was said of orders and has fallen due since a month before.

    Parameters
    ----------
    book : a company-wide book. executor : does the work that goes by account.

    Returns
    -------
    {"graded_orders": `Grade`}, targets "churn60", "churn90", and of the first horizon "date", "amount" (revenue in it)
    and "next_amount" (of those that ordered). Nothing is graded before its horizon has passed: the orders that come
    first are the early ones.
    """
    frames = []
    for horizon in HORIZONS:
        said = fallen_due(book, "said_orders", horizon=horizon, before=book.as_of, executor=executor)
        said = said.loc[said[SaidOrder.horizon_days] == horizon].reset_index(drop=True)
        came = outcomes(book, said[SaidOrder.account_id], said[Grade.made])
        frames.append(_silence(said, came, horizon))
        if horizon == HORIZONS[0]:
            revenue = revenue_ahead(book, said[SaidOrder.account_id], said[Grade.made], horizon=horizon)
            frames += [_dates(said, came, horizon), _revenue(said, revenue), _values(said, came, horizon)]
    return {"graded_orders": _graded("graded_orders", frames, book.as_of)}


def grade_deals(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """Grade what was said of the deals that were decided in the last three months, a month before at most.

    Returns
    -------
    {"graded_deals": `Grade`}, target "deals": ``happened`` is 1 where the deal was won. ``horizon_days`` are those from
    the prediction to the end of the month in which the deal was decided.
    """
    deals = book.table("opportunities").drop_duplicates(O.opportunity_id, keep="last").set_index(O.opportunity_id)
    frames = []
    for months in range(DEAL_MONTHS):
        until, since = back(book.as_of, months), back(book.as_of, months + 1)
        decided = deals.loc[deals[O.outcome].isin(["won", "lost"]) & _between(deals[O.closed_on], since, until)]
        if decided.empty:
            continue
        said = fallen_due(book, "said_deals", horizon=0, before=since, executor=executor)
        said = said.loc[said[Grade.made] == said[Grade.made].max()]
        said = said.loc[said[SaidDeal.opportunity_id].isin(decided.index)].reset_index(drop=True)
        won = (said[SaidDeal.opportunity_id].map(decided[O.outcome]) == "won").to_numpy(float)
        frames.append(
            _chances(said, won).assign(
                **{
                    Grade.account_id: said[SaidDeal.account_id],
                    Grade.opportunity_id: said[SaidDeal.opportunity_id],
                    Grade.target: "deals",
                    Grade.horizon_days: (until - said[Grade.made]).dt.days,
                }
            )
        )
    return {"graded_deals": _graded("graded_deals", frames, book.as_of)}


def _silence(said: pd.DataFrame, came: pd.DataFrame, horizon: int) -> pd.DataFrame:
    silent = (~(came[Outcome.days_to_next] <= horizon)).to_numpy(float)
    return _of_accounts(_chances(said, silent), said, f"churn{horizon}")


def _dates(said: pd.DataFrame, came: pd.DataFrame, horizon: int) -> pd.DataFrame:
    next_day = came[Outcome.days_to_next].to_numpy(float)
    happened = clip_days(np.where(next_day <= horizon, next_day, np.nan), horizon)
    days = clip_days(said[_DAYS].to_numpy(float), horizon)
    naive = clip_days(said[_NAIVE_DAYS].to_numpy(float), horizon)
    frame = _row(said, days[:, 1], days[:, 0], days[:, 2], naive[:, 1], happened)
    losses = {Grade.loss: pinballs(happened, days), Grade.naive_loss: pinballs(happened, naive)}
    return _of_accounts(frame.assign(**losses), said, "date")


def _revenue(said: pd.DataFrame, revenue: np.ndarray) -> pd.DataFrame:
    names = [SaidOrder.expected, SaidOrder.expected_lo, SaidOrder.expected_hi, SaidOrder.naive_expected]
    return _of_accounts(_amounts(said, names, revenue), said, "amount")


def _values(said: pd.DataFrame, came: pd.DataFrame, horizon: int) -> pd.DataFrame:
    names = [SaidOrder.typical, SaidOrder.typical_lo, SaidOrder.typical_hi, SaidOrder.naive_typical]
    value = came[Outcome.next_value].where((came[Outcome.days_to_next] <= horizon) & (came[Outcome.next_value] > 0))
    return _of_accounts(_amounts(said, names, value.to_numpy(float)), said, "next_amount")


def _chances(said: pd.DataFrame, happened: np.ndarray) -> pd.DataFrame:
    """Grades of chances; p, p_lo, p_hi and p_naive are called the same in both kinds."""
    p, naive = said[SaidOrder.p].to_numpy(float), said[SaidOrder.p_naive].to_numpy(float)
    frame = _row(said, p, said[SaidOrder.p_lo], said[SaidOrder.p_hi], naive, happened)
    return frame.assign(**{Grade.loss: log_losses(happened, p), Grade.naive_loss: log_losses(happened, naive)})


def _amounts(said: pd.DataFrame, names: list[str], happened: np.ndarray) -> pd.DataFrame:
    value, low, high, naive = (said[name].to_numpy(float) for name in names)
    frame = _row(said, value, low, high, naive, happened)
    return frame.assign(**{Grade.loss: np.abs(value - happened), Grade.naive_loss: np.abs(naive - happened)})


def _row(
    said: pd.DataFrame, value: np.ndarray, low: np.ndarray, high: np.ndarray, naive: np.ndarray, happened: np.ndarray
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            Grade.made: said[Grade.made],
            Grade.recomputed: said[Grade.recomputed],
            Grade.said: value,
            Grade.lo: low,
            Grade.hi: high,
            Grade.naive: naive,
            Grade.happened: happened,
        }
    )


def _of_accounts(frame: pd.DataFrame, said: pd.DataFrame, target: str) -> pd.DataFrame:
    return frame.assign(
        **{
            Grade.account_id: said[SaidOrder.account_id],
            Grade.opportunity_id: "",
            Grade.target: target,
            Grade.horizon_days: said[SaidOrder.horizon_days],
        }
    )


def _graded(kind: str, frames: list[pd.DataFrame], as_of: pd.Timestamp) -> pd.DataFrame:
    """One frame; a row of which a figure is missing cannot be graded."""
    if not frames:
        return typed(kind)
    rows = typed(kind, pd.concat(frames, ignore_index=True).assign(**{Grade.as_of: as_of}))
    figures = [name for name in kind_columns(kind) if rows[name].dtype == "float64"]
    return rows.loc[np.isfinite(rows[figures]).all(axis=1)].reset_index(drop=True)


def _between(days: pd.Series, since: pd.Timestamp, until: pd.Timestamp) -> pd.Series:
    return (days > since) & (days <= until)
