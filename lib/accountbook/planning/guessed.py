"""Reps' own guesses, written down before the fact, beside the model and its naive rival (cap 30)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from accountbook.planning.erp import CAME, GUESSED, guesses
from accountbook.planning.honesty import Word, looked_up, of_amounts, of_dates
from accountbook.planning.naming import Naming, told_rows
from accountbook.planning.values import share
from accountbook.planning.view import ORDER, View, lines
from accountbook.tables import Forecasts as F
from accountbook.tables import OrderLines as L

EARLIEST = 35
"""Days before a period that a prediction may be made and still be set beside a guess of it."""


def guessed(view: View, said: pd.DataFrame) -> pd.DataFrame:
    """Reps' guesses of closed periods, of which the model said something too, beside what came.

    Parameters
    ----------
    view : a whole book.
    said : predictions of kind "said_orders" of several days, their first horizon, with ``made``, the day, and
        ``recomputed``. The last one before a period stands beside the guess of it, at most `EARLIEST` days old, in
        proportion to the period's days.

    Returns
    -------
    A row per guess of an account's orders in a period: ``account_id``, ``starts_on``, ``on`` (its last day), ``made``,
    ``guessed``, ``came``, ``expected``, ``naive``, ``recomputed``, ``ordered_on`` (the first order in it), and the days
    said for it: ``order_on``, ``model_on``, ``naive_on``. Guesses count that were handed in before the period began.
    """
    rows = guesses(view, beforehand=True)
    rows = rows[rows[F.item_id].isna()].rename(columns={F.starts_on: "starts_on"}).reset_index(drop=True)
    pairs = rows.merge(said, on="account_id")
    age = (pairs["starts_on"] - pairs["made"]).dt.days
    pairs = pairs[(age >= 0) & (age <= EARLIEST)].sort_values("made", kind="stable")
    pairs = pairs.drop_duplicates("ref", keep="last").sort_values(["account_id", "on", "ref"], ignore_index=True)
    part = ((pairs["on"] - pairs["starts_on"]).dt.days + 1) / pairs["horizon_days"]
    days = view.order_days()
    near = pairs[["ref", "account_id", "starts_on", "on"]].merge(days[["account_id", "order_date"]], on="account_id")
    near = near[(near["order_date"] >= near["starts_on"]) & (near["order_date"] <= near["on"])]
    return pd.DataFrame(
        {
            **{name: pairs[name] for name in ("account_id", "ref", "starts_on", "on", "made", GUESSED, CAME)},
            "expected": pairs["expected"] * part,
            "naive": pairs["naive_expected"] * part,
            "recomputed": pairs["recomputed"],
            "ordered_on": looked_up(pairs["ref"], near.groupby("ref")["order_date"].min()),
            "order_on": pairs[F.order_on],
            "model_on": pairs["made"] + pd.to_timedelta(pairs["days_p50"], unit="D"),
            "naive_on": pairs["made"] + pd.to_timedelta(pairs["naive_days_p50"], unit="D"),
        }
    )


def guess_words(rows: pd.DataFrame, naming: Naming) -> tuple[Word, ...]:
    """Reps, the model and its rival on the same accounts and periods, from rows of `guessed`.

    Dates are compared where an order came in the period and all three named a day. Amounts and dates each hold only
    accounts that may be told.
    """
    dated = told_rows(rows.dropna(subset=["ordered_on", "order_on", "model_on", "naive_on"]), naming)
    rows = told_rows(rows, naming)
    found = []
    if len(rows):
        for who, said in (("rep", GUESSED), ("model", "expected"), ("naive", "naive")):
            found.append(_labelled(of_amounts(who, "amount", rows[said], rows[CAME]), rows))
    if len(dated):
        for who, said in (("rep", "order_on"), ("model", "model_on"), ("naive", "naive_on")):
            late = (dated["ordered_on"] - dated[said]).dt.days.astype(float)
            found.append(_labelled(of_dates(who, "date", late), dated))
    return tuple(found)


def _labelled(word: Word, rows: pd.DataFrame) -> Word:
    """A word of ours says whether it was computed as of then; a rep's is always what was written down."""
    return word if word.who == "rep" else replace(word, recomputed=bool(rows["recomputed"].any()))


def item_words(view: View, items: pd.DataFrame, made: pd.Timestamp, naming: Naming) -> tuple[Word, ...]:
    """The items that reps named for periods from a day on, beside as many of the model's likeliest.

    Parameters
    ----------
    items : predictions of kind "items" made on that day, ranked, with ``recomputed``. made : the day.
    naming : whose accounts may be told.

    Returns
    -------
    Words whose ``near`` is the share of the named items that were ordered, each in the period it was named for; none
    where no rep named any.
    """
    rows = guesses(view, beforehand=True)
    rows = rows[rows[F.item_id].notna() & (rows[GUESSED] > 0)]
    age = (rows[F.starts_on] - made).dt.days
    rows = rows[(age >= 0) & (age <= EARLIEST)]
    rows = told_rows(rows[rows["account_id"].isin(items["account_id"])], naming)
    if rows.empty:
        return ()
    count = rows.groupby(_PERIOD).size().rename("count").reset_index()
    ours = count.merge(items, on="account_id")
    ours = ours[ours["rank"] <= ours["count"]]
    bought = lines(view, ORDER)[[L.account_id, L.item_id, L.order_date]]
    return _hits("rep", rows, bought), _labelled(_hits("model", ours, bought), ours)


_PERIOD = ["account_id", "starts_on", "on"]


def _hits(who: str, named: pd.DataFrame, bought: pd.DataFrame) -> Word:
    """How many of the items named for an account's period were ordered in it."""
    keys = [*_PERIOD, "item_id"]
    came = named[keys].merge(bought, on=["account_id", "item_id"])
    came = came[came[L.order_date].between(came["starts_on"], came["on"])]
    return Word(who, "items", len(named), None, None, share(len(came.drop_duplicates(keys)), len(named)))
