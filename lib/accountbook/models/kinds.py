"""The kinds of predictions and their columns."""

from __future__ import annotations

import pandas as pd

from accountbook.tables import Contacts, OrderLines


class AccountPrediction:
    """Columns of kind "accounts": one row per account and horizon.

    ``p_no_order`` is the chance of no order in the ``horizon_days`` after ``as_of``, ``_lo`` and ``_hi`` its 80%
    range; it is the figure to show: where ``shown`` is "naive", the base rate stands in it. ``shown`` is "none" and
    the chances are empty where two orders are not there yet or the last is over a year back.
    ``next_order_p10`` to ``p90`` are the days by which the next order comes with that chance, always after ``as_of``;
    they count that it may not come at all, and are empty where that is later than the horizon.
    ``within_p10`` to ``p90`` are the same for the case that it comes within the horizon: what a page shows beside the
    chance that nothing comes. ``rhythm_p50`` and ``rhythm_p90`` count from the last order by its rhythm alone: past is
    overdue, or missed.
    ``typical_amount`` is a median, ``expected_amount`` a mean over the horizon; both with an 80% range.
    ``reasons`` is JSON, see `accountbook.models.reasons`.
    """

    account_id = OrderLines.account_id
    as_of = "as_of"
    horizon_days = "horizon_days"
    p_no_order = "p_no_order"
    p_no_order_lo = "p_no_order_lo"
    p_no_order_hi = "p_no_order_hi"
    p_naive = "p_naive"
    shown = "shown"
    ladder = "ladder"
    orders = "orders"
    next_order_p10 = "next_order_p10"
    next_order_p50 = "next_order_p50"
    next_order_p90 = "next_order_p90"
    within_p10 = "within_p10"
    within_p50 = "within_p50"
    within_p90 = "within_p90"
    rhythm_p50 = "rhythm_p50"
    rhythm_p90 = "rhythm_p90"
    typical_amount = "typical_amount"
    typical_lo = "typical_lo"
    typical_hi = "typical_hi"
    expected_amount = "expected_amount"
    expected_lo = "expected_lo"
    expected_hi = "expected_hi"
    revenue_365 = "revenue_365"
    revenue_prev_365 = "revenue_prev_365"
    share_of_sales = "share_of_sales"
    reasons = "reasons"


class ItemPrediction:
    """Columns of kind "items": up to 15 usual items per account, most likely first, and after them up to 5 ideas.

    ``kind`` is "usual" (bought before, or its predecessor was) or "idea" (others buy it); ``rank`` goes on from the
    usual items to the ideas. ``p`` is the chance that the item is in the next order, ``quantity`` the median if it is
    (pieces, 80% range; of an idea, what its buyers take), ``amount`` that x the last unit price (of an idea, the
    median one) in the company's currency.
    """

    account_id = OrderLines.account_id
    as_of = "as_of"
    item_id = OrderLines.item_id
    rank = "rank"
    p = "p"
    quantity = OrderLines.quantity
    quantity_lo = "quantity_lo"
    quantity_hi = "quantity_hi"
    amount = OrderLines.amount
    kind = "kind"


class DealPrediction:
    """Columns of kind "deals": one row per open deal.

    ``p_win`` is the chance of winning in the end, with its 80% range; where ``shown`` is "naive" the rate of the
    stage reached stands in it; empty where ``shown`` is "none". ``close_p10`` to ``p90`` are the days by which it is
    decided with that chance, empty where closed deals cannot say. ``expected_amount`` = p_win x amount, empty where
    either is.
    """

    opportunity_id = "opportunity_id"
    account_id = OrderLines.account_id
    as_of = "as_of"
    p_win = "p_win"
    p_win_lo = "p_win_lo"
    p_win_hi = "p_win_hi"
    close_p10 = "close_p10"
    close_p50 = "close_p50"
    close_p90 = "close_p90"
    expected_amount = "expected_amount"
    shown = "shown"
    ladder = "ladder"
    reasons = "reasons"


class ContactPrediction:
    """Columns of kind "contacts": one row per person at an account.

    ``p_there`` is the chance that the person is still at the account, ``p_in_role`` that he is and in the role, with
    their 80% ranges; both are 0 where the person is said to have left, empty where ``shown`` is "none": nothing says
    when the person was last there. Where ``shown`` is "naive" everybody's share stands in them. ``confirmed_on`` is
    the day of the newest evidence, ``confirmed_by`` its kind (one of `accountbook.features.people.EVIDENCE`),
    ``bounced_on`` the day of a returned mail since.
    """

    contact_id = Contacts.contact_id
    account_id = Contacts.account_id
    as_of = "as_of"
    p_there = "p_there"
    p_there_lo = "p_there_lo"
    p_there_hi = "p_there_hi"
    p_in_role = "p_in_role"
    p_in_role_lo = "p_in_role_lo"
    p_in_role_hi = "p_in_role_hi"
    p_naive = "p_naive"
    shown = "shown"
    ladder = "ladder"
    confirmed_on = "confirmed_on"
    confirmed_by = "confirmed_by"
    bounced_on = Contacts.bounced_on


class YearPrediction:
    """Columns of kind "year": what the twelve months that follow ``as_of`` bring, by joint draws.

    ``scope`` is "account", or "owner", "team" or "company" for a sum, and ``whose`` its id, owner or team, "" for the
    company; ``account_id`` is "" for sums, so that an account's own book holds its own rows alone. ``part`` is
    "orders" (as they run, those that name their deal left out), "family" (orders of one ``family``, "" where items
    name none or it is small), "deals" (open ones) or "all" (orders and deals; only where there are deals). ``month``
    is the first day of a month, empty for the twelve together; within a month, the rest of it is the first. Ranges
    hold 8 times in 10 and are a sum's own, never added ones; means add up. ``until_p10`` and ``until_p90`` are the
    range of what comes from now to the end of that month; empty for families' months. ``naive`` is the same month a
    year before; empty for families and deals.
    """

    account_id = OrderLines.account_id
    as_of = "as_of"
    scope = "scope"
    whose = "whose"
    part = "part"
    family = "family"
    month = "month"
    p10 = "p10"
    p50 = "p50"
    p90 = "p90"
    mean = "mean"
    until_p10 = "until_p10"
    until_p90 = "until_p90"
    naive = "naive"
    shown = "shown"


class PipelinePrediction:
    """Columns of kind "pipeline": one row, or none where past dates cannot say.

    ``expected_amount`` is the sum of p_win x amount over the open deals; ``factor`` what came of such sums on past
    dates over what was expected, drawn to 1, with its 80% range; ``deals`` and ``origins`` how many it rests on.
    """

    as_of = "as_of"
    expected_amount = "expected_amount"
    factor = "factor"
    factor_lo = "factor_lo"
    factor_hi = "factor_hi"
    deals = "deals"
    origins = "origins"


class SaidOrder:
    """Columns of kind "said_orders": what the models say of each account of the judged population, shown or not.

    One row per account and horizon; predictions are graded by it. ``p`` is the model's chance of no order with its 80%
    range, ``p_naive`` the base rate's. ``days_`` and ``naive_days_`` are days from ``as_of`` to the next order, empty
    where later than the horizon; ``typical`` is the next order's value, ``expected`` revenue in the horizon.
    """

    account_id = OrderLines.account_id
    as_of = "as_of"
    horizon_days = "horizon_days"
    p = "p"
    p_lo = "p_lo"
    p_hi = "p_hi"
    p_naive = "p_naive"
    days_p10 = "days_p10"
    days_p50 = "days_p50"
    days_p90 = "days_p90"
    naive_days_p10 = "naive_days_p10"
    naive_days_p50 = "naive_days_p50"
    naive_days_p90 = "naive_days_p90"
    typical = "typical"
    typical_lo = "typical_lo"
    typical_hi = "typical_hi"
    naive_typical = "naive_typical"
    expected = "expected"
    expected_lo = "expected_lo"
    expected_hi = "expected_hi"
    naive_expected = "naive_expected"


class SaidDeal:
    """Columns of kind "said_deals": what the model says of each open deal, shown or not; ``p_naive``: the funnel."""

    opportunity_id = "opportunity_id"
    account_id = OrderLines.account_id
    as_of = "as_of"
    p = "p"
    p_lo = "p_lo"
    p_hi = "p_hi"
    p_naive = "p_naive"


class Grade:
    """Columns of kinds "graded_orders" and "graded_deals": predictions that fell due, beside what happened.

    One row per ``target`` and account or deal. ``made`` is the day it was said, ``as_of`` the day it is graded on,
    ``recomputed`` 1 where the ledger had nothing of that day in time and it was computed as of it. ``said``, ``lo`` and
    ``hi`` are the model's, ``naive`` its rival's, ``happened`` what came; of dates, in days, horizon + 1 for never.
    ``loss`` and ``naive_loss`` are log loss of chances, pinball loss of dates, absolute error of amounts.
    """

    account_id = OrderLines.account_id
    opportunity_id = "opportunity_id"
    as_of = "as_of"
    made = "made"
    horizon_days = "horizon_days"
    target = "target"
    said = "said"
    lo = "lo"
    hi = "hi"
    naive = "naive"
    happened = "happened"
    loss = "loss"
    naive_loss = "naive_loss"
    recomputed = "recomputed"


class Quality:
    """Columns of the kinds whose names begin with "quality": how good predictions were on past dates.

    ``value`` is the candidate's, ``naive`` its rival's on the same rows; ``skill_lo`` the 90% lower bound of
    1 - loss / rival's loss, bootstrapped by account (empty for metrics that decide nothing). Metric "due_log_loss" is
    of the rows that fell due: where the candidate's is the worse, it is switched off and ``shown`` is "naive".
    """

    as_of = "as_of"
    target = "target"
    metric = "metric"
    value = "value"
    naive = "naive"
    skill_lo = "skill_lo"
    rows = "rows"
    origins = "origins"
    shown = "shown"


class GroupQuality:
    """Columns of kinds "groups_orders" and "groups_deals": how good the chances were for part of the past cases.

    ``trait`` says by what the cases are told apart, ``group`` which of them these are; see `accountbook.models.groups`.
    ``value`` is the mean log loss of the candidate, ``naive`` its rival's on the same rows; ``said`` is the mean
    chance, ``came`` the share that happened. ``rows`` counts the cases, ``accounts`` those whose they are.
    """

    as_of = "as_of"
    target = "target"
    trait = "trait"
    group = "group"
    value = "value"
    naive = "naive"
    said = "said"
    came = "came"
    rows = "rows"
    accounts = "accounts"


_TEXT = {
    "account_id",
    "opportunity_id",
    "item_id",
    "contact_id",
    "confirmed_by",
    "shown",
    "ladder",
    "reasons",
    "kind",
    "scope",
    "whose",
    "part",
    "family",
    "target",
    "metric",
    "trait",
    "group",
}
_DAYS = {
    "as_of",
    "made",
    "next_order_p10",
    "next_order_p50",
    "next_order_p90",
    "within_p10",
    "within_p50",
    "within_p90",
    "rhythm_p50",
    "rhythm_p90",
    "close_p10",
    "close_p50",
    "close_p90",
    "confirmed_on",
    "bounced_on",
    "month",
}
_COUNTS = {"recomputed", "horizon_days", "orders", "rank", "rows", "accounts", "origins", "deals"}

KINDS: dict[str, type] = {
    "accounts": AccountPrediction,
    "items": ItemPrediction,
    "quality_orders": Quality,
    "groups_orders": GroupQuality,
    "deals": DealPrediction,
    "pipeline": PipelinePrediction,
    "quality_deals": Quality,
    "groups_deals": GroupQuality,
    "contacts": ContactPrediction,
    "quality_contacts": Quality,
    "year": YearPrediction,
    "quality_year": Quality,
    "said_orders": SaidOrder,
    "said_deals": SaidDeal,
    "graded_orders": Grade,
    "graded_deals": Grade,
}
HORIZONS = (60, 90)
"""Days ahead; the first is the one that dates, amounts and items are judged on."""


def kind_columns(kind: str) -> list[str]:
    """Columns of a kind, in order.

    Examples
    --------
    >>> kind_columns("items")[:4]
    ['account_id', 'as_of', 'item_id', 'rank']
    """
    return [value for name, value in vars(KINDS[kind]).items() if not name.startswith("_")]


def typed(kind: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """A frame of a kind with exactly its columns and types; without a frame, an empty one.

    Parameters
    ----------
    kind : one of `KINDS`.
    frame : must have every column of the kind; the index is dropped.

    Examples
    --------
    >>> typed("deals").dtypes["close_p50"]
    dtype('<M8[us]')
    """
    names = kind_columns(kind)
    types = {
        name: "str"
        if name in _TEXT
        else "datetime64[us]"
        if name in _DAYS
        else "int64"
        if name in _COUNTS
        else "float64"
        for name in names
    }
    if frame is None:
        frame = pd.DataFrame(columns=names)
    return frame.reset_index(drop=True)[names].astype(types)
