"""One contract on its way to cash (cap 82): signed, its lots, its invoices, its payments, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.book.rates import rates_on
from accountbook.planning.owed import Bill
from accountbook.planning.values import day, number, text, whole
from accountbook.planning.view import View, home
from accountbook.tables import Contracts as K
from accountbook.tables import OrderLines as L
from accountbook.tables import Shipments as S

WHOLE = 0.97
"""From this share of the contract's value on, it counts as called and as paid: prices move by a little."""


class Standing(StrEnum):
    """Open: not all of it is paid. Ended: its term is over and what was billed is paid; the rest was never called."""

    OPEN = "open"
    PAID = "paid"
    ENDED = "ended"


@dataclass(frozen=True)
class Lot:
    """One lot, or a delivery where lots are not told.

    Attributes
    ----------
    number : None where the deliveries name no lot.
    promised_on : the last day that was promised for it. shipped_on : the day its last piece left, None before.
    """

    number: int | None
    promised_on: pd.Timestamp | None
    shipped_on: pd.Timestamp | None
    arrived_on: pd.Timestamp | None
    days_late: int | None


@dataclass(frozen=True)
class Agreed:
    """A contract.

    Attributes
    ----------
    amount, shipped, invoiced, paid : in the company's currency, at the rate of its signing; None where unknown.
    late, old : open past the due day, for up to a year and for longer.
    lots : by number. lots_agreed : how many the contract names; None where it does not.
    bills : by issue day. days_late : of its longest-due invoice that is not open for over a year.
    uncalled : what of its amount was not shipped, where it can be told and is no rounding.
    """

    contract_id: str
    name: str | None
    deal_id: str | None
    signed_on: pd.Timestamp
    ends_on: pd.Timestamp | None
    lump: bool | None
    obligations: str | None
    lots_agreed: int | None
    lots: tuple[Lot, ...]
    bills: tuple[Bill, ...]
    amount: float | None
    shipped: float | None
    invoiced: float
    paid: float
    late: float
    old: float
    days_late: int | None
    uncalled: float | None
    standing: Standing
    settled_on: pd.Timestamp | None


def agreed(view: View, bills: Sequence[Bill]) -> tuple[Agreed, ...]:
    """The account's contracts, oldest first.

    Parameters
    ----------
    bills : what `owed` gave.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"contract_id": "K-1", "account_id": "A", "signed_on": "2026-06-24", "amount": 57e3, "currency": "EUR"}
    >>> found, = agreed(MemoryView("2026-10-31", {"order_lines": [], "contracts": [row]}), ())
    >>> found.amount, found.standing.value, found.uncalled
    (57000.0, 'open', None)
    """
    rows = view.table("contracts").sort_values([K.signed_on, K.contract_id], ignore_index=True)
    if rows.empty:
        return ()
    sent = _priced(view)
    own = home(view)
    rates = rates_on(rows[K.currency].fillna(own), rows[K.signed_on], view.table("fx_rates"), currency=own)
    mine: dict[str | None, list[Bill]] = {}
    for bill in bills:
        mine.setdefault(bill.contract_id, []).append(bill)
    by = dict(iter(sent.groupby(S.contract_id)))
    return tuple(
        _agreed(row, number(rate), by.get(row[K.contract_id], sent.iloc[:0]), mine.get(row[K.contract_id], []), view)
        for row, rate in zip(rows.to_dict("records"), rates, strict=True)
    )


def _priced(view: View) -> pd.DataFrame:
    """Deliveries under contracts, with the net price of a piece from their order line."""
    sent = view.table("shipments")
    sent = sent[sent[S.contract_id].notna()]
    lines = view.table("order_lines")
    keys = [L.order_id, L.line]
    lines = lines[lines[L.order_id].notna() & lines[L.line].notna()].drop_duplicates(keys, keep="last")
    lines = lines.assign(piece=lines[L.unit_price] * (1 - lines[L.discount].fillna(0.0)))
    return sent.merge(lines[[*keys, "piece"]], how="left", on=keys)


def _agreed(
    row: Mapping[str, object], rate: float | None, sent: pd.DataFrame, bills: Sequence[Bill], view: View
) -> Agreed:
    value = number(row[K.amount])
    amount = None if value is None or rate is None else value * rate
    gone = sent[sent[S.shipped_on].notna()]
    worth = gone[S.quantity] * gone["piece"]
    # without any delivery nothing was shipped, if deliveries under contracts are told at all
    told = not gone.empty or (view.has("shipments") and not view.table("shipments")[S.contract_id].isna().all())
    shipped = float(worth.sum()) * rate if told and rate is not None and worth.notna().all() else None
    ends = day(row[K.ends_on])
    invoiced, paid = sum(one.amount for one in bills), sum(one.paid for one in bills)
    lates = [one for one in bills if one.days_late is not None and not one.old]
    open_ = [one for one in bills if one.open > 0]
    uncalled = None if amount is None or shipped is None or shipped >= WHOLE * amount else amount - shipped
    lots = _lots(sent, view.as_of)
    # what a credit note took off asks for no payment, nor does what was paid back to them
    met = sum(one.paid + one.credited for one in bills if one.amount > 0)
    if amount is not None and amount > 0 and met >= WHOLE * amount and not open_:
        standing = Standing.PAID
    elif ends is not None and ends < view.as_of and not open_ and all(one.shipped_on is not None for one in lots):
        standing = Standing.ENDED
    else:
        standing = Standing.OPEN
    last = max([one.paid_on for one in bills if one.paid_on is not None], default=None)
    return Agreed(
        contract_id=str(row[K.contract_id]),
        name=text(row[K.name]),
        deal_id=text(row[K.opportunity_id]),
        signed_on=pd.Timestamp(row[K.signed_on]),
        ends_on=ends,
        lump=None if text(row[K.buy_mode]) is None else row[K.buy_mode] == "lump",
        obligations=text(row[K.obligations]),
        lots_agreed=whole(row[K.lots]),
        lots=lots,
        bills=tuple(bills),
        amount=amount,
        shipped=shipped,
        invoiced=invoiced,
        paid=paid,
        late=sum(one.open for one in lates),
        old=sum(one.open for one in bills if one.old),
        days_late=max((one.days_late or 0 for one in lates), default=None),
        uncalled=uncalled,
        standing=standing,
        settled_on=last if standing is Standing.PAID else ends if standing is Standing.ENDED else None,
    )


def _lots(sent: pd.DataFrame, as_of: pd.Timestamp) -> tuple[Lot, ...]:
    """Lots by number; one has left when its last delivery has."""
    found = []
    # deliveries that name no lot are told by the day that was promised
    for _, rows in sent.groupby([sent[S.lot].fillna(0), sent[S.promised_on].where(sent[S.lot].isna())], dropna=False):
        promised = day(rows[S.promised_on].max())
        gone = rows[S.shipped_on].notna().all()
        there = rows[S.arrived_on].notna().all()
        waits = rows.loc[rows[S.shipped_on].isna(), S.promised_on].min()
        late = None if gone or pd.isna(waits) or waits >= as_of else (as_of - waits).days
        found.append(
            Lot(
                number=whole(rows[S.lot].iloc[0]),
                promised_on=promised,
                shipped_on=day(rows[S.shipped_on].max()) if gone else None,
                arrived_on=day(rows[S.arrived_on].max()) if there else None,
                days_late=late,
            )
        )
    return tuple(found)
