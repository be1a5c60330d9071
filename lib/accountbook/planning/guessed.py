"""Reps' own guesses, written down before the fact, beside the model and its naive rival (cap 30)."""

from __future__ import annotations

import pandas as pd

from accountbook.planning.erp import CAME, GUESSED, guesses
from accountbook.planning.honesty import Word, looked_up, of_amounts, of_dates
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
    said : predictions of kind "said_orders" of several days, their first horizon; ``made`` is the day. The last one
        before a period stands beside the guess of it, at most `EARLIEST` days old, in proportion to the period's days.

    Returns
    -------
    A row per guess of an account's orders in a period: ``account_id``, ``starts_on``, ``on`` (its last day), ``made``,
    ``guessed``, ``came``, ``expected``, ``naive``, ``ordered_on`` (the first order in it), and the days said for it:
    ``order_on``, ``model_on``, ``naive_on``.
    """
    rows = guesses(view)
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
            "ordered_on": looked_up(pairs["ref"], near.groupby("ref")["order_date"].min()),
            "order_on": pairs[F.order_on],
            "model_on": pairs["made"] + pd.to_timedelta(pairs["days_p50"], unit="D"),
            "naive_on": pairs["made"] + pd.to_timedelta(pairs["naive_days_p50"], unit="D"),
        }
    )


def guess_words(rows: pd.DataFrame) -> tuple[Word, ...]:
    """Reps, the model and its rival on the same accounts and periods, from rows of `guessed`.

    Dates are compared where an order came in the period and all three named a day.
    """
    if rows.empty:
        return ()
    found = [
        of_amounts(who, "amount", rows[said], rows[CAME])
        for who, said in (("rep", GUESSED), ("model", "expected"), ("naive", "naive"))
    ]
    dated = rows.dropna(subset=["ordered_on", "order_on", "model_on", "naive_on"])
    if len(dated):
        for who, said in (("rep", "order_on"), ("model", "model_on"), ("naive", "naive_on")):
            found.append(of_dates(who, "date", (dated["ordered_on"] - dated[said]).dt.days.astype(float)))
    return tuple(found)


def item_words(view: View, items: pd.DataFrame, made: pd.Timestamp) -> tuple[Word, ...]:
    """The items that reps named for periods from a day on, beside as many of the model's likeliest.

    Parameters
    ----------
    items : predictions of kind "items" made on that day, ranked. made : the day.

    Returns
    -------
    Words whose ``near`` is the share of the named items that were ordered in the period; none where no rep named any.
    """
    rows = guesses(view)
    rows = rows[rows[F.item_id].notna() & (rows[GUESSED] > 0)]
    age = (rows[F.starts_on] - made).dt.days
    rows = rows[(age >= 0) & (age <= EARLIEST)].drop_duplicates(["account_id", F.item_id])
    if rows.empty or items.empty:
        return ()
    count = rows.groupby("account_id").size()
    named = items[items["account_id"].isin(count.index)]
    ours = named[named["rank"] <= named["account_id"].map(count)]
    rows = rows[rows["account_id"].isin(ours["account_id"])]
    if rows.empty:
        return ()
    start, end = rows[F.starts_on].min(), rows["on"].max()
    bought = lines(view, ORDER)
    bought = bought[(bought[L.order_date] >= start) & (bought[L.order_date] <= end)]
    came = pd.MultiIndex.from_frame(bought[[L.account_id, L.item_id]].dropna().drop_duplicates())

    def word(who: str, told: pd.DataFrame) -> Word:
        hit = pd.MultiIndex.from_frame(told[["account_id", "item_id"]]).isin(came)
        return Word(who, "items", len(told), None, None, share(int(hit.sum()), len(told)))

    return word("rep", rows), word("model", ours)
