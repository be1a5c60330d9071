"""The tidy rows behind a page's figures (cap 27): one frame a table, without anything personal.

Order lines have beside their own columns ``family``, ``costed`` (amount of a line whose cost is known) and ``margin``
(that less its cost); deals have ``p_win`` and ``expected`` where there are odds; predictions are tables of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from accountbook.planning.margin import COST, costed
from accountbook.planning.period import back, month_of
from accountbook.planning.view import CHARGE, View, items
from accountbook.tables import TABLES
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

LINES = "order_lines"
COSTED, MARGIN, FAMILY, EXPECTED = "costed", "margin", "family", "expected"
MANY = 20_000
"""Order lines from which those older than `WHOLE` months are summed by year, kind and item: a workbook of all lines of
ten years takes long to write and to open, and nobody reads them one by one."""
WHOLE = 24
SHOWN = (
    "opportunities", "quotes", "requirements", "proposal_checks", "targets", "forecasts", "contracts", "shipments",
    "invoices", "payments", "claims", "concessions", "sellout", "installed_base", "competitors", "commitments",
    "customer_statements", "goals", "strategies", "scenarios", "risks", "decisions", "markets", "routes",
    "partner_links", "account_facts", "voices", "role_slots", "meetings", "contact_events", "questions",
    "materials_shown",
)  # fmt: skip
"""Tables whose rows lie behind a plan's figures, in the order of its sheets, after order lines and predictions."""
PREDICTED = {
    "items": ("item_id", "rank", "p", "quantity", "quantity_lo", "quantity_hi", "amount", "kind"),
    "deals": ("opportunity_id", "p_win", "p_win_lo", "p_win_hi", "close_p50", "expected_amount", "shown"),
    "year": ("part", "family", "month", "p10", "p50", "p90", "mean", "naive", "shown"),
}
"""Kinds of predictions and their columns that are shown."""
_OURS = ("recorded_at", "recorded_by", "source", "first_loaded_on", "account_id")


def tidy_rows(view: View, predicted: Mapping[str, pd.DataFrame | None] | None = None) -> dict[str, pd.DataFrame]:
    """The rows behind the figures of an account's page, by name of their sheet.

    Parameters
    ----------
    view : one account's.
    predicted : its predictions, by kind of `PREDICTED`.

    Returns
    -------
    Frames without the account's number, without columns that name or are about a person at the account, and without
    columns in which nothing stands; an empty table is left out.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "quantity": 2, "unit_price": 5.0}
    >>> people = [{"contact_id": "C", "account_id": "A", "name": "Anna Rossi"}]
    >>> tables = {"order_lines": [line], "items": [{"item_id": "I", "unit_cost": 3.0}], "contacts": people}
    >>> rows = tidy_rows(MemoryView("2026-03-31", tables, account_id="A"))
    >>> list(rows), rows["order_lines"][["item_id", "amount", "margin"]].values.tolist()
    (['order_lines'], [['I', 10.0, 4.0]])
    """
    found = {LINES: _lines(view)}
    for kind, columns in PREDICTED.items():
        frame = (predicted or {}).get(kind)
        if frame is not None:
            found[f"predicted_{kind}"] = frame[[name for name in columns if name in frame]]
    for name in SHOWN:
        if view.has(name):
            found[name] = _open(name, view.table(name))
    if "opportunities" in found:
        found["opportunities"] = _with_odds(found["opportunities"], (predicted or {}).get("deals"))
    return {name: _filled(frame) for name, frame in found.items() if len(frame)}


def _open(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that anybody may see who may see the page's figures."""
    meanings = TABLES[name].meanings
    closed = {
        column
        for column, meaning in meanings.items()
        if meaning.personal or meaning.person or meaning.refers == "contacts" or column in _OURS
    }
    return frame[[column for column in frame.columns if column in meanings and column not in closed]]


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[column for column in frame.columns if frame[column].notna().any()]].reset_index(drop=True)


def _lines(view: View) -> pd.DataFrame:
    """Order lines with family, margin and what it is a share of, by day; old ones of very many in sums."""
    table = view.table(LINES)
    rows = _open(LINES, table).assign(**{FAMILY: table[L.item_id].map(items(view)[I.family])})
    known = costed(view)[COST].dropna()
    rows[COSTED] = table[L.amount].where(table.index.isin(known.index) & (table[L.kind] != CHARGE))
    rows[MARGIN] = rows[COSTED] - known.reindex(table.index)
    rows = rows.sort_values([L.order_date, L.order_id, L.line], kind="stable")
    since = month_of(back(view.as_of, WHOLE))
    if len(rows) <= MANY:
        return rows
    old = rows[L.order_date] < since
    return pd.concat([_summed(rows[old]), rows[~old]], ignore_index=True)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Lines of a year, kind and item as one, on the last of its days on which they ordered."""
    day = rows[L.order_date].groupby(rows[L.order_date].dt.year).transform("max")
    keys = [day.rename(L.order_date), rows[L.kind], rows[L.item_id], rows[FAMILY]]
    sums = rows.groupby(keys, dropna=False)[[L.quantity, L.amount, COSTED, MARGIN]].sum(min_count=1)
    return sums.reset_index()


def _with_odds(deals: pd.DataFrame, predicted: pd.DataFrame | None) -> pd.DataFrame:
    if predicted is None or predicted.empty:
        return deals
    odds = predicted.drop_duplicates("opportunity_id").set_index("opportunity_id")["p_win"]
    p = deals[O.opportunity_id].map(odds)
    return deals.assign(p_win=p, **{EXPECTED: p * deals[O.amount]})
