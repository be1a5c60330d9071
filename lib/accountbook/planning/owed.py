"""What is owed and paid, invoice by invoice (cap 18): payments in part, credit notes, money that names no bill.

Everything is in the company's currency at one rate per invoice, that of its issue day (or of its contract's signing),
so that a rate that moved does not look like a debt. A payment that names no invoice and equals an open one of the same
account and currency to the cent counts for that one; of what is left no invoice is told. An open credit note is set off
against open invoices of its order, then of its contract, the oldest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from accountbook.book.rates import rates_on
from accountbook.planning.period import back
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, home
from accountbook.tables import Contracts as K
from accountbook.tables import Invoices as B
from accountbook.tables import Payments as P

REST = 0.01
"""What is open of an invoice under this share of it is a bank's charge, not a debt."""
OLD = 365
"""After so many days late an open invoice is first a question to our own books."""
SMALL = 0.005
"""An invoice under this share of what was billed in 12 months is a trifle: it asks for no call and tells no habit."""


@dataclass(frozen=True)
class Bill:
    """An invoice or, where negative, a credit note.

    Attributes
    ----------
    amount, paid, open : in the company's currency; open is 0 where only a bank's charge is left.
    credited : what credit notes took off it.
    paid_on : day of its last payment, None where none came.
    days_late : days since it was due, where something is open and it is no credit note; else None.
    guessed : whether a payment that names no invoice was counted for it.
    """

    invoice_id: str
    contract_id: str | None
    order_id: str | None
    issued_on: pd.Timestamp
    due_on: pd.Timestamp | None
    amount: float
    paid: float
    open: float
    paid_on: pd.Timestamp | None
    days_late: int | None
    guessed: bool
    credited: float = 0.0
    account_id: str | None = None

    @property
    def old(self) -> bool:
        """Whether it is open so long that our own books are to be asked first."""
        return self.days_late is not None and self.days_late > OLD


@dataclass(frozen=True)
class Owed:
    """What an account owes.

    Attributes
    ----------
    bills : by issue day.
    unpriced : invoices left out, because their currency has no rate.
    on_account : payments of the last 12 months that name no invoice and fit none, in the company's currency.
    """

    bills: tuple[Bill, ...]
    unpriced: int
    on_account: float


def owed(view: View) -> Owed:
    """The view's invoices with what was paid of them.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> bill = {"invoice_id": "1", "account_id": "A", "issued_on": "2026-09-02", "due_on": "2026-10-12",
    ...         "amount": 40e3, "currency": "EUR"}
    >>> money = {"payment_id": "Z", "account_id": "A", "invoice_id": "1", "paid_on": "2026-10-05", "amount": 16e3,
    ...          "currency": "EUR"}
    >>> found, = owed(MemoryView("2026-10-31", {"order_lines": [], "invoices": [bill], "payments": [money]})).bills
    >>> found.open, found.days_late
    (24000.0, 19)
    """
    bills = view.table("invoices").sort_values([B.issued_on, B.invoice_id], ignore_index=True)
    if bills.empty:
        return Owed((), 0, 0.0)
    bills["rate"] = _rates(view, bills)
    paid = _paid(view, bills)
    bills, rest = _fitted(bills, paid)
    own = bills["rate"].notna() & bills[B.amount].notna()
    return Owed(
        bills=_set_off([_bill(row, view.as_of) for row in bills[own].to_dict("records")]),
        unpriced=int((~own).sum()),
        on_account=rest,
    )


def billed(bills: Iterable[Bill], as_of: pd.Timestamp) -> float:
    """What was billed in 12 months, credit notes aside: an invoice under `SMALL` of it is a trifle.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> bill = {"invoice_id": "1", "account_id": "A", "issued_on": "2026-09-02", "amount": 40e3, "currency": "EUR"}
    >>> view = MemoryView("2026-10-31", {"order_lines": [], "invoices": [bill]})
    >>> billed(owed(view).bills, view.as_of)
    40000.0
    """
    year = back(as_of, 12)
    return sum(one.amount for one in bills if one.issued_on > year and one.amount > 0)


def _rates(view: View, bills: pd.DataFrame) -> np.ndarray:
    """The rate of each invoice: of its contract's signing where it has one in that currency, else of its issue."""
    signed = view.table("contracts").drop_duplicates(K.contract_id, keep="last").set_index(K.contract_id)
    mine = signed.reindex(bills[B.contract_id])
    on = pd.Series(mine[K.signed_on].to_numpy(), bills.index)
    same = pd.Series(mine[K.currency].to_numpy(dtype=object), bills.index) == bills[B.currency]
    rates, own = view.table("fx_rates"), home(view)
    day_of = bills[B.issued_on].where(on.isna() | ~same, on)
    found = rates_on(bills[B.currency], day_of, rates, currency=own)
    return np.where(np.isnan(found), rates_on(bills[B.currency], bills[B.issued_on], rates, currency=own), found)


def _paid(view: View, bills: pd.DataFrame) -> pd.DataFrame:
    """Payments with their amount in the currency of the invoice that they name, and in the company's."""
    paid = view.table("payments").sort_values([P.paid_on, P.payment_id], ignore_index=True)
    rates, own = view.table("fx_rates"), home(view)
    named = bills.drop_duplicates(B.invoice_id).set_index(B.invoice_id)[B.currency].reindex(paid[P.invoice_id])
    bill = pd.Series(named.to_numpy(dtype=object), paid.index)
    known = bill.notna()
    theirs = rates_on(paid[P.currency], paid[P.paid_on], rates, currency=own)
    into = rates_on(bill.where(known, paid[P.currency]), paid[P.paid_on], rates, currency=own)
    same = (~known | (bill == paid[P.currency])).to_numpy(dtype=bool)
    recent = paid[P.paid_on] > view.as_of - pd.Timedelta(days=OLD)
    return paid.assign(
        known=known,
        own=np.where(same, paid[P.amount], paid[P.amount] * theirs / into),
        home=(paid[P.amount] * theirs).where(recent, 0.0),
    )


def _fitted(bills: pd.DataFrame, paid: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """The invoices with what was paid and when, and what came in that fits none."""
    named, loose = paid[paid["known"]], paid[~paid["known"]]
    sums = named.groupby(P.invoice_id).agg(sum_=("own", "sum"), last=(P.paid_on, "max"))
    mine = sums.reindex(bills[B.invoice_id])
    came = mine["sum_"].fillna(0.0).to_numpy(dtype=float, copy=True)
    last = pd.Series(mine["last"].to_numpy(dtype="datetime64[us]"), bills.index)
    guessed, rest = np.zeros(len(bills), dtype=bool), 0.0
    amounts, issued = bills[B.amount].to_numpy(dtype=float), bills[B.issued_on].to_numpy()
    theirs = bills.groupby([B.account_id, B.currency]).indices if len(loose) else {}
    for row in loose.to_dict("records"):
        mine = np.asarray(theirs.get((row[P.account_id], row[P.currency]), ()), dtype=int)
        open_ = amounts[mine] - came[mine]
        fits = (np.abs(open_ - row[P.amount]) < 0.01) & (np.abs(open_) >= 0.01)
        fits &= issued[mine] <= np.datetime64(row[P.paid_on])
        if fits.any():
            at = int(mine[fits.argmax()])
            came[at] += row[P.amount]
            guessed[at], last.iloc[at] = True, row[P.paid_on]
        else:
            rest += number(row["home"]) or 0.0
    return bills.assign(came=came, last=last, guessed=guessed), rest


def _bill(row: dict[str, object], as_of: pd.Timestamp) -> Bill:
    rate, amount = float(row["rate"]), float(row[B.amount])
    open_ = amount - float(row["came"])
    left = abs(open_) >= REST * abs(amount) and abs(open_) >= 0.01 and (amount > 0) == (open_ > 0)
    due = day(row[B.due_on])
    late = left and open_ > 0 and due is not None and due < as_of
    return Bill(
        invoice_id=str(row[B.invoice_id]),
        contract_id=text(row[B.contract_id]),
        order_id=text(row[B.order_id]),
        issued_on=pd.Timestamp(row[B.issued_on]),
        due_on=due,
        amount=amount * rate,
        paid=float(row["came"]) * rate,
        open=open_ * rate if left else 0.0,
        paid_on=day(row["last"]),
        days_late=(as_of - due).days if late else None,
        guessed=bool(row["guessed"]),
        account_id=text(row[B.account_id]),
    )


def _set_off(bills: Sequence[Bill]) -> tuple[Bill, ...]:
    """Open credit notes set off against open invoices of the same order, then of the same contract, oldest first."""
    left = list(bills)
    for key in ("order_id", "contract_id"):
        places: dict[str | None, list[int]] = {}
        for to, bill in enumerate(left):
            places.setdefault(getattr(bill, key), []).append(to)
        for at, note in enumerate(left):
            name = getattr(note, key)
            if note.open >= 0 or name is None:
                continue
            for to in places[name]:
                bill = left[to]
                if bill.open > 0 > note.open:
                    taken = min(bill.open, -note.open)
                    left[to] = _less(bill, taken)
                    note = _less(note, -taken)
            left[at] = note
    return tuple(left)


def _less(bill: Bill, taken: float) -> Bill:
    """A bill of which some was set off; a bank's charge that is left is no debt."""
    rest = bill.open - taken
    open_ = rest if abs(rest) >= max(REST * abs(bill.amount), 0.01) else 0.0
    credited = bill.credited + max(taken, 0.0)
    return replace(bill, open=open_, days_late=bill.days_late if open_ else None, credited=credited)
