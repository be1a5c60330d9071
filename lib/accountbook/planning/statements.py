"""What customers said that can be checked, against what happened (cap 43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.honesty import Word, looked_up, of_amounts, of_dates
from accountbook.planning.view import ORDER, View, lines
from accountbook.tables import CustomerStatements as S
from accountbook.tables import OrderLines as L

BACK = 365
AMOUNTS = ("order_amount", "quantity", "budget")
DATES = ("order_date", "decision_date", "payment_date")


def checked(view: View) -> pd.DataFrame:
    """What customers said that can be checked by now, beside what happened; of the last 365 days.

    Returns
    -------
    A row per statement: ``account_id``, ``ref``, ``topic``, ``said_on``, ``due`` (the day from which it could be
    checked), ``said`` and ``came`` (amounts or pieces), ``late`` (days by which it came later than said; empty where
    nothing came) and ``never``. What was written down at the check counts; where nothing was, order lines are asked for
    amounts, pieces and days of orders. Empty where nothing was said.
    """
    rows = view.table("customer_statements")
    dated = rows[S.topic].isin(DATES)
    due = rows[S.horizon].fillna(rows[S.value_on])
    known = dated & rows[S.value_on].notna() | rows[S.topic].isin(AMOUNTS) & rows[S.value].notna()
    past = (due <= view.as_of) & (due > view.as_of - pd.Timedelta(days=BACK))
    rows = rows[known & past].reset_index(drop=True)
    due, dated = due[known & past].reset_index(drop=True), dated[known & past].reset_index(drop=True)
    came = rows[S.actual_value].fillna(_from_lines(view, rows, due))
    on = rows[S.actual_on].fillna(_first_order(view, rows))
    late = (on - rows[S.value_on]).dt.days.astype("float64").where(dated)
    found = pd.DataFrame(
        {
            "account_id": rows[S.account_id],
            "ref": rows[S.statement_id],
            "topic": rows[S.topic],
            "said_on": rows[S.said_on],
            "due": due,
            "said": rows[S.value].where(~dated),
            "came": came.where(~dated),
            "late": late,
            "never": dated & late.isna(),
        }
    )
    # a budget or a payment that nobody checked says nothing
    silent = (
        ~dated & found["came"].isna() | found["never"] & ~rows[S.topic].eq("order_date") & rows[S.checked_on].isna()
    )
    return found[~silent].reset_index(drop=True)


def _from_lines(view: View, rows: pd.DataFrame, due: pd.Series) -> pd.Series:
    """What order lines say came of amounts and pieces between the statement and the day it is due."""
    asked = rows[[S.statement_id, S.account_id, S.item_id, S.said_on, S.topic]].assign(due=due)
    asked = asked[asked[S.topic].isin(["order_amount", "quantity"])]
    near = asked.merge(
        lines(view, ORDER)[[L.account_id, L.item_id, L.order_date, L.amount, L.quantity]],
        on=S.account_id,
        suffixes=("", "_line"),
    )
    during = (near[L.order_date] > near[S.said_on]) & (near[L.order_date] <= near["due"])
    mine = near[S.item_id].isna() | (near[S.item_id] == near["item_id_line"])
    near = near[during & mine]
    value = near[L.amount].where(near[S.topic] == "order_amount", near[L.quantity])
    sums = value.groupby(near[S.statement_id]).sum()
    found = looked_up(rows[S.statement_id], sums).fillna(0.0)
    return found.where(rows[S.statement_id].isin(asked[S.statement_id]))


def _first_order(view: View, rows: pd.DataFrame) -> pd.Series:
    """The first order after a statement that names the day of one."""
    asked = rows.loc[rows[S.topic] == "order_date", [S.statement_id, S.account_id, S.said_on]]
    near = asked.merge(view.order_days()[[L.account_id, L.order_date]], on=S.account_id)
    near = near[near[L.order_date] > near[S.said_on]]
    return looked_up(rows[S.statement_id], near.groupby(S.statement_id)[L.order_date].min())


def statement_words(rows: pd.DataFrame) -> tuple[Word, ...]:
    """Customers' words by topic, from rows of `checked`."""
    found = []
    for topic in (*AMOUNTS, *DATES):
        mine = rows[rows["topic"] == topic]
        if len(mine) and topic in AMOUNTS:
            found.append(of_amounts("customer", topic, mine["said"], mine["came"]))
        elif len(mine):
            found.append(of_dates("customer", topic, mine["late"].dropna(), never=int(mine["never"].sum())))
    return tuple(found)


@dataclass(frozen=True)
class Trust:
    """What one customer said of orders, and what came.

    Attributes
    ----------
    amounts : amounts said and checked; said, came : their sums. dates : days said and checked; late : mean days late.
    never : days that passed without an order.
    """

    account_id: str
    name: str | None
    amounts: int
    said: float
    came: float
    dates: int
    late: float | None
    never: int


def trusts(rows: pd.DataFrame, names: Mapping[str, str], *, most: int = 8) -> tuple[Trust, ...]:
    """The customers whose words of orders were furthest from what came, by money.

    Parameters
    ----------
    rows : of `checked`, of accounts that may be named; topics order_amount and order_date count.
    names : of accounts, by number.
    """
    rows = rows[rows["topic"].isin(["order_amount", "order_date"])]
    found = []
    for account, mine in rows.groupby("account_id"):
        money, days = mine[mine["topic"] == "order_amount"], mine[mine["topic"] == "order_date"]
        late = days["late"].dropna()
        found.append(
            Trust(
                str(account),
                names.get(str(account)),
                len(money),
                float(money["said"].sum()),
                float(money["came"].sum()),
                len(days),
                None if late.empty else float(late.mean()),
                int(days["never"].sum()),
            )
        )
    found.sort(key=lambda one: (-abs(one.said - one.came), -abs(one.late or 0.0), one.account_id))
    return tuple(found[:most])
