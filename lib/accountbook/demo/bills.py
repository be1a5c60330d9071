"""Invoices for what was shipped, and the money that came in for them.

* *invoice*: one per order and day of shipping, 0-3 days later; freight stands on an order's first one; a return
  is a credit note of its own. Accounts that pay in advance are billed at the confirmation;
* *due*: by the account's terms; 90 days for a letter of credit, the end of the month for "end of month";
* *delay*: two accounts in three pay in the mean -3 to +8 days after the due day, the third 4 to 40 days: the ranges
  overlap; one invoice is a normal of 3-14 days away from it (the account's own), never before it was issued;
* *part payments*: one invoice in sixteen comes in two parts, the second 10-60 days later; one in sixty stays
  short by 3-20%; one in 120 is never paid, one in eight of the last 120 days before an account's death;
* one payment in sixty names no invoice; nine in ten credit notes are set off, as a negative payment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.frame import typed
from accountbook.demo.plan import days
from accountbook.demo.shipments import Deliveries
from accountbook.tables import Accounts as A
from accountbook.tables import Invoices as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Payments as P
from accountbook.tables import Shipments as S

IN_ADVANCE = "prepayment"


@dataclass(frozen=True)
class Bills:
    """What is drawn of the bills.

    Attributes
    ----------
    invoices, payments : the contract's tables.
    truth : per account: pay_days (mean delay after the due day), pay_spread.
    """

    invoices: pd.DataFrame
    payments: pd.DataFrame
    truth: pd.DataFrame


def draw_bills(drawn: Drawn, deliveries: Deliveries) -> Bills:
    """Draw invoices and payments."""
    rng, accounts = drawn.plan.rng("bills"), len(drawn.accounts)
    slow = rng.random(accounts) < 1 / 3
    truth = pd.DataFrame({"pay_days": np.where(slow, rng.uniform(4, 40, accounts), rng.uniform(-3, 8, accounts)),
                          "pay_spread": rng.uniform(3, 14, accounts)})  # fmt: skip
    bills = pd.concat([_shipped(drawn, deliveries, rng), _credits(drawn)], ignore_index=True)
    bills = bills[(bills["issued"] <= drawn.plan.last) & (bills["amount"] != 0)]
    bills = bills.sort_values(["issued", "row", L.order_id], kind="stable", ignore_index=True)
    bills["due"] = _due(drawn, bills)
    year = days(bills["issued"]).year % 100
    bills["number"] = [f"R{y:02d}{k + 1:06d}" for k, y in enumerate(year)]
    return Bills(_invoices(drawn, bills), _payments(drawn, rng, bills, truth), truth)


def _shipped(drawn: Drawn, deliveries: Deliveries, rng: np.random.Generator) -> pd.DataFrame:
    course, last = deliveries.course, drawn.plan.last
    lines = drawn.bought.iloc[course["line"]].reset_index(drop=True)
    advance = drawn.accounts[A.payment_terms].eq(IN_ADVANCE).to_numpy()[course["row"]]
    gone = (course["shipped"] >= 0) & (course["shipped"] <= last)
    frame = pd.DataFrame(
        {
            "row": course["row"],
            L.order_id: lines[L.order_id],
            "contract": deliveries.table[S.contract_id],
            "from": np.where(advance, course["confirmed"], course["shipped"]),
            "amount": course["quantity"] * lines[L.unit_price] * (1 - lines[L.discount]),
        }
    )[gone | (advance & (course["shipped"] >= 0))]
    keys = ["row", L.order_id, "from", "contract"]
    grouped = frame.groupby(keys, dropna=False, sort=True, as_index=False)["amount"].sum()
    grouped["issued"] = grouped["from"] + rng.integers(0, 4, len(grouped))
    charges = drawn.orders.lines[drawn.orders.lines[L.kind] == "charge"]
    freight = (charges[L.quantity] * charges[L.unit_price]).groupby(charges[L.order_id]).sum()
    first = ~grouped[L.order_id].duplicated()
    grouped["amount"] += grouped[L.order_id].map(freight).fillna(0.0).where(first, 0.0)
    return grouped.drop(columns="from")


def _credits(drawn: Drawn) -> pd.DataFrame:
    lines = drawn.orders.lines
    back = lines[lines[L.kind] == "return"].reset_index(drop=True)
    # a credit that names no order is one of its own
    named = back[L.order_id].where(back[L.order_id].notna(), "none " + back.index.astype(str))
    frame = pd.DataFrame(
        {
            "row": back[L.account_id].map(drawn.row),
            L.order_id: back[L.order_id],
            "issued": numbers(back[L.order_date]),
            "amount": back[L.quantity] * back[L.unit_price] * (1 - back[L.discount]),
            "named": named,
        }
    )
    grouped = frame.groupby("named", sort=True).agg(
        {"row": "first", L.order_id: "first", "issued": "first", "amount": "sum"}
    )
    return grouped.reset_index(drop=True).assign(contract=None)


def _due(drawn: Drawn, bills: pd.DataFrame) -> np.ndarray:
    terms = drawn.accounts[A.payment_terms].to_numpy(dtype=object)[bills["row"].to_numpy(dtype=int)]
    issued = bills["issued"].to_numpy(dtype=int)
    wait = pd.Series(terms, dtype=object).str.extract(r"(\d+) days", expand=False).astype(float).fillna(0).to_numpy()
    due = issued + wait.astype(int)
    ends = ((due.astype("datetime64[D]").astype("datetime64[M]") + 1).astype("datetime64[D]").astype(int)) - 1
    return np.where(np.char.find(terms.astype(str), "end of month") >= 0, ends, due)


def _invoices(drawn: Drawn, bills: pd.DataFrame) -> pd.DataFrame:
    row = bills["row"].to_numpy(dtype=int)
    currency = drawn.accounts[A.currency].to_numpy()[row]
    bills["amount"] = np.where(currency == "KRW", bills["amount"].round(0), bills["amount"].round(2))
    return typed(
        "invoices",
        {
            I.invoice_id: bills["number"],
            I.account_id: drawn.accounts[A.account_id].to_numpy()[row],
            I.order_id: bills[L.order_id],
            I.contract_id: bills["contract"],
            I.issued_on: days(bills["issued"]),
            I.due_on: days(bills["due"]),
            I.amount: bills["amount"],
            I.currency: currency,
        },
    )


def _payments(drawn: Drawn, rng: np.random.Generator, bills: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    n, last = len(bills), drawn.plan.last
    row, credit = bills["row"].to_numpy(dtype=int), (bills["amount"] < 0).to_numpy()
    died = drawn.traits["died"].to_numpy()[row]
    dying = (died > 0) & (bills["issued"].to_numpy() > died - 120)
    noise = rng.normal(0, 1, n) * truth["pay_spread"].to_numpy()[row]
    paid = bills["due"].to_numpy(dtype=int) + np.round(truth["pay_days"].to_numpy()[row] + noise).astype(int)
    paid = np.maximum(paid, bills["issued"].to_numpy(dtype=int) + 1)
    # banks are closed on weekends (day 0 was a Thursday)
    weekday = (paid + 3) % 7
    paid += np.where(weekday > 4, 7 - weekday, 0)
    draw = rng.random((4, n))
    never = draw[0] < np.where(credit, 0.1, np.where(dying, 1 / 8, 1 / 120))
    short = np.where(~credit & (draw[1] < 1 / 60), rng.uniform(0.80, 0.97, n), 1.0)
    parts = ~credit & (draw[2] < 1 / 16)
    share = np.where(parts, rng.uniform(0.3, 0.8, n), 1.0)
    later = rng.integers(10, 61, n)
    places = np.where(drawn.accounts[A.currency].eq("KRW").to_numpy()[row], 1.0, 100.0)
    full = np.round(bills["amount"].to_numpy() * short * places) / places
    begin = np.where(parts, np.round(full * share * places) / places, full)
    frame = pd.DataFrame(
        {
            "row": np.concatenate([row, row[parts]]),
            "number": np.concatenate([bills["number"], bills["number"][parts]]),
            "paid": np.concatenate([paid, (paid + later)[parts]]),
            "amount": np.concatenate([begin, np.round(full - begin, 2)[parts]]),
            "unnamed": np.concatenate([draw[3] < 1 / 60, np.zeros(int(parts.sum()), bool)]),
        }
    )
    keep = ~np.concatenate([never, never[parts]]) & (frame["paid"] <= last).to_numpy()
    frame = frame[keep].sort_values(["paid", "row", "number"], kind="stable", ignore_index=True)
    row = frame["row"].to_numpy(dtype=int)
    return typed(
        "payments",
        {
            P.payment_id: [f"Z{k + 1:07d}" for k in range(len(frame))],
            P.account_id: drawn.accounts[A.account_id].to_numpy()[row],
            P.invoice_id: frame["number"].where(~frame["unnamed"]),
            P.paid_on: days(frame["paid"]),
            P.amount: frame["amount"],
            P.currency: drawn.accounts[A.currency].to_numpy()[row],
        },
    )
