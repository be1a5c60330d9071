"""What the ERP and the rep's own book say differently (cap 28), one frame per kind of difference.

Each function takes a book as known on a day and gives a frame of things that disagree: ``account_id``, ``ref`` (the
number to look up), ``on`` (its day), ``money`` (company's currency, empty where unknown); None where the book lacks a
table that the comparison needs. All look back 365 days and wait before they judge, since papers take their time:

- ``won_no_order``: a deal won, and no order of it or of its product line `WAIT` days after its close and its delivery
- ``order_unlinked``: a deal won, and orders of its product line right after it that name no deal, though others do
- ``order_open_deal``: orders that name a deal which the own book has as open or lost
- ``order_unknown_deal``: orders that name a deal which the own book lacks
- ``contract_no_order``: a contract, and no order of the account since it was signed
- ``invoice_no_shipment``: an invoice whose order has not left `INVOICED` days later
- ``shipped_not_invoiced``: an order that left and has no invoice `SHIPPED` days later
- ``payment_no_invoice``: a payment that names no invoice that there is
- ``forecast_off``: a rep's guess of a closed period that is off by more than `OFF` of the larger figure
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from accountbook.planning.converted import converted
from accountbook.planning.view import ORDER, View, items, lines
from accountbook.tables import Contracts as K
from accountbook.tables import Forecasts as F
from accountbook.tables import Invoices as B
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import Payments as P
from accountbook.tables import Shipments as S

BACK, WAIT, INVOICED, SHIPPED, OFF = 365, 90, 60, 45, 0.25
COLUMNS = ("account_id", "ref", "on", "money")
GUESSED, CAME = "guessed", "came"


def _day(view: View, days: int) -> pd.Timestamp:
    return view.as_of - pd.Timedelta(days=days)


def _within(view: View, days: pd.Series, *, wait: int = 0) -> pd.Series:
    return (days > _day(view, BACK)) & (days <= _day(view, wait))


def _things(account: pd.Series, ref: pd.Series, on: pd.Series, money: pd.Series) -> pd.DataFrame:
    found = pd.DataFrame(dict(zip(COLUMNS, (account, ref, on, money), strict=True)))
    return found.astype({"money": "float64"}).reset_index(drop=True)


def _won(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deals won long enough ago that no order names, and the lines right after them of their product line."""
    deals, bought = view.table("opportunities"), lines(view)
    due = deals[O.closed_on].combine(deals[O.expected_ship] - pd.Timedelta(days=WAIT // 2), max)
    due = due.fillna(deals[O.closed_on])
    won = deals[(deals[O.outcome] == "won") & _within(view, deals[O.closed_on]) & (due <= _day(view, WAIT))]
    won = won[~won[O.opportunity_id].isin(bought[L.opportunity_id])]
    loose = bought.loc[bought[L.opportunity_id].isna() & (bought[L.order_date] > _day(view, BACK))]
    loose = loose.assign(family=loose[L.item_id].map(items(view)[I.family]), place=range(len(loose)))
    near = won.merge(loose[[L.account_id, L.order_date, L.amount, "family", "place"]], on=O.account_id)
    after = (near[L.order_date] - near[O.closed_on]).dt.days.between(0, WAIT)
    same = near["family"].isna() | near[O.product_line].isna() | (near["family"] == near[O.product_line])
    return won, near[after & same].drop_duplicates("place")


def won_no_order(view: View) -> pd.DataFrame | None:
    """Deals won of which no order came."""
    if not view.has("opportunities"):
        return None
    won, near = _won(view)
    none = won[~won[O.opportunity_id].isin(near[O.opportunity_id])]
    return _things(none[O.account_id], none[O.opportunity_id], none[O.closed_on], none[O.amount])


def order_unlinked(view: View) -> pd.DataFrame | None:
    """Orders that seem to be of a deal just won and don't name it; None where the ERP names no deals at all."""
    if not view.has("opportunities") or lines(view)[L.opportunity_id].isna().all():
        return None
    _, near = _won(view)
    amount = f"{L.amount}_y"  # the lines'; the deal has one too
    sums = near.groupby([O.account_id, O.opportunity_id], as_index=False).agg(
        on=(L.order_date, "min"), money=(amount, lambda amounts: amounts.sum(min_count=1))
    )
    return _things(sums[O.account_id], sums[O.opportunity_id], sums["on"], sums["money"])


def _named(view: View) -> pd.DataFrame:
    """Orders by the deal that they name, with the deal's outcome; empty where the own book lacks it."""
    bought = lines(view)
    bought = bought[bought[L.opportunity_id].notna() & (bought[L.order_date] > _day(view, BACK))]
    sums = bought.groupby([L.account_id, L.opportunity_id], as_index=False).agg(
        on=(L.order_date, "min"), money=(L.amount, lambda amounts: amounts.sum(min_count=1))
    )
    outcomes = view.table("opportunities").drop_duplicates(O.opportunity_id, keep="last").set_index(O.opportunity_id)
    there = sums[L.opportunity_id].isin(outcomes.index)
    return sums.assign(there=there, outcome=sums[L.opportunity_id].map(outcomes[O.outcome]).fillna("open"))


def order_open_deal(view: View) -> pd.DataFrame | None:
    """Orders in hand whose deal the own book has as open or lost."""
    if not view.has("opportunities"):
        return None
    rows = _named(view)
    rows = rows[rows["there"] & (rows["outcome"] != "won")]
    return _things(rows[L.account_id], rows[L.opportunity_id], rows["on"], rows["money"])


def order_unknown_deal(view: View) -> pd.DataFrame | None:
    """Orders that name a deal which the own book lacks."""
    if not view.has("opportunities"):
        return None
    rows = _named(view)
    rows = rows[~rows["there"]]
    return _things(rows[L.account_id], rows[L.opportunity_id], rows["on"], rows["money"])


def contract_no_order(view: View) -> pd.DataFrame | None:
    """Contracts signed, and no order since; those of a deal that `won_no_order` tells are not told again."""
    if not view.has("contracts"):
        return None
    signed, bought = view.table("contracts"), lines(view)
    signed = signed[_within(view, signed[K.signed_on], wait=WAIT)]
    told = won_no_order(view)
    if told is not None:
        signed = signed[~signed[K.opportunity_id].isin(told["ref"])]
    last = signed[K.account_id].map(bought.groupby(L.account_id)[L.order_date].max())
    named = signed[K.opportunity_id].notna() & signed[K.opportunity_id].isin(bought[L.opportunity_id])
    none = signed[(last.isna() | (last < signed[K.signed_on])) & ~named]
    money = converted(view, none, K.amount, K.currency, K.signed_on)
    return _things(none[K.account_id], none[K.contract_id], none[K.signed_on], money)


def invoice_no_shipment(view: View) -> pd.DataFrame | None:
    """Invoices whose order has not left."""
    if not (view.has("invoices") and view.has("shipments")):
        return None
    billed, sent = view.table("invoices"), view.table("shipments")
    sent = sent[sent[S.shipped_on].notna()]
    billed = billed[_within(view, billed[B.issued_on], wait=INVOICED) & (billed[B.amount] > 0)]
    # of a time from which the export has no shipments nothing can be said
    billed = billed[billed[B.order_id].notna() & (billed[B.issued_on] >= sent[S.shipped_on].min())]
    none = billed[~billed[B.order_id].isin(sent[S.order_id])]
    money = converted(view, none, B.amount, B.currency, B.issued_on)
    return _things(none[B.account_id], none[B.invoice_id], none[B.issued_on], money)


def shipped_not_invoiced(view: View) -> pd.DataFrame | None:
    """Orders that left and were never billed; what they are worth is by their lines."""
    if not (view.has("invoices") and view.has("shipments")):
        return None
    billed, sent = view.table("invoices"), view.table("shipments")
    if billed[B.order_id].isna().all():
        return None
    sent = sent[_within(view, sent[S.shipped_on], wait=SHIPPED) & sent[S.order_id].notna()]
    sent = sent[sent[S.shipped_on] >= billed[B.issued_on].min()]
    by_contract = sent[S.contract_id].notna() & sent[S.contract_id].isin(billed[B.contract_id])
    none = sent[~sent[S.order_id].isin(billed[B.order_id]) & ~by_contract]
    whole = none.loc[none[S.line].isna(), S.order_id]
    bought = lines(view)
    mine = bought[bought[L.order_id].isin(none[S.order_id])]
    keys = pd.MultiIndex.from_frame(none[[S.order_id, S.line]])
    mine = mine[mine[L.order_id].isin(whole) | pd.MultiIndex.from_frame(mine[[L.order_id, L.line]]).isin(keys)]
    amounts = mine.groupby(L.order_id)[L.amount].sum(min_count=1)
    first = none.groupby([S.account_id, S.order_id], as_index=False)[S.shipped_on].min()
    return _things(first[S.account_id], first[S.order_id], first[S.shipped_on], first[S.order_id].map(amounts))


def payment_no_invoice(view: View) -> pd.DataFrame | None:
    """Payments that name no invoice that there is."""
    if not (view.has("invoices") and view.has("payments")):
        return None
    paid, billed = view.table("payments"), view.table("invoices")
    paid = paid[_within(view, paid[P.paid_on]) & (paid[P.paid_on] >= billed[B.issued_on].min())]
    none = paid[~paid[P.invoice_id].isin(billed[B.invoice_id].dropna())]
    return _things(
        none[P.account_id], none[P.payment_id], none[P.paid_on], converted(view, none, P.amount, P.currency, P.paid_on)
    )


def guesses(view: View, *, beforehand: bool = False) -> pd.DataFrame:
    """Reps' last guesses of each closed period by account, beside what came.

    Parameters
    ----------
    beforehand : only what was handed in before the period began counts; else, the last guess until its end.

    Returns
    -------
    ``account_id``, ``ref``, ``on`` (the period's last day), ``guessed`` and ``came`` (orders in it), and of the guess
    ``item_id``, ``starts_on``, ``order_on`` and ``submitted_on``.
    """
    said = view.table("forecasts")
    said = said[_within(view, said[F.ends_on]) & said[F.amount].notna() & said[F.account_id].notna()]
    in_time = said[F.submitted_on] < said[F.starts_on] if beforehand else said[F.submitted_on] <= said[F.ends_on]
    said = said[in_time].sort_values([F.submitted_on, F.forecast_id])
    said = said.drop_duplicates([F.account_id, F.item_id, F.starts_on, F.ends_on], keep="last")
    bought = lines(view, ORDER)
    near = said.merge(
        bought[[L.account_id, L.item_id, L.order_date, L.amount]], on=F.account_id, suffixes=("", "_line")
    )
    during = (near[L.order_date] >= near[F.starts_on]) & (near[L.order_date] <= near[F.ends_on])
    mine = near[F.item_id].isna() | (near[F.item_id] == near["item_id_line"])
    came = near[during & mine].groupby(F.forecast_id)["amount_line"].sum()
    found = _things(said[F.account_id], said[F.forecast_id], said[F.ends_on], said[F.amount])
    own = said[[F.item_id, F.starts_on, F.order_on, F.submitted_on]].reset_index(drop=True)
    came = found["ref"].map(came).fillna(0.0)
    return pd.concat([found.rename(columns={"money": GUESSED}).assign(**{CAME: came}), own], axis=1)


def forecast_off(view: View) -> pd.DataFrame | None:
    """Guesses of closed periods that were far off, the difference as money."""
    if not view.has("forecasts"):
        return None
    rows = guesses(view)
    gap = (rows[CAME] - rows[GUESSED]).abs()
    rows = rows.assign(money=gap)[gap > OFF * rows[[CAME, GUESSED]].max(axis=1)]
    return rows[[*COLUMNS, GUESSED, CAME]].reset_index(drop=True)


CHECKS: Mapping[str, Callable[[View], pd.DataFrame | None]] = {
    one.__name__: one
    for one in (
        won_no_order,
        order_unlinked,
        order_open_deal,
        order_unknown_deal,
        contract_no_order,
        shipped_not_invoiced,
        invoice_no_shipment,
        payment_no_invoice,
        forecast_off,
    )
}
