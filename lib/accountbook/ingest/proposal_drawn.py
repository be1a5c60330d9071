"""Accounts and items that only the order lines mention, or the orders' headers."""

from __future__ import annotations

from dataclasses import replace

from accountbook.ingest.proposal_tables import settings_of
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.proposal_words import propose_words
from accountbook.ingest.sheets import Sheet, match
from accountbook.tables import TABLES, Accounts, Items
from accountbook.tables import OrderLines as L

KEPT = ("encoding", "delimiter", "header_row", "framed", "skip_rows")
"""Settings of the order lines that the table drawn from them shares."""


def propose_drawn(out: Lines, by_table: dict[str, list[Sheet]], sheets: list[Sheet]) -> None:
    """Tables of accounts and items where no file has them.

    Parameters
    ----------
    by_table : the sheets of each table.
    sheets : all of them, those that only others look things up in among them.
    """
    orders = by_table["order_lines"]
    for name, key, own in (("accounts", L.account_id, Accounts.name), ("items", L.item_id, Items.name)):
        if by_table[name] or not orders or key not in orders[0].columns:
            continue
        sheet, header = _source(orders[0], key, sheets)
        alike = [one for one in sheets if one.raw.header == sheet.raw.header and one.table == sheet.table]
        free = [one for one in sheet.left() if one != header]
        columns = {c: h for c, h in match(free, {one: {"str"} for one in free}, name).items() if _is_text(name, c)}
        columns.pop(key, None)
        if not columns and not (name == "accounts" and sheet.values(header).str.fullmatch(r"[^\d]+").mean() > 0.5):
            continue
        if own not in columns:
            columns = {own: header, **columns}
        out.head("tables", name)
        out.note(
            "no file of its own: drawn from the orders, one row per number, the most frequent value of each column"
        )
        out.put("files", [one.file.name for one in alike])
        out.put("distinct", True)
        for setting, value in settings_of(sheet).items():
            if setting in KEPT:
                out.put(setting, value)
        filled = [h for h in sheet.settings.get("fill_down", []) if h in {header, *columns.values()}]
        if filled and header in filled:
            out.put("fill_down", sheet.settings["fill_down"])
        for setting in ("strip_zeros", "id18"):
            if key in sheet.settings.get(setting, orders[0].settings.get(setting, [])):
                out.put(setting, [key])
        out.head("tables", name, "columns")
        out.put(key, header)
        for column, one in columns.items():
            out.put(column, one, "the file has no names" if column == own and one == header else "")
        mark = orders[0].settings.get("first_of", {}).get(key)
        if mark:
            out.head("tables", name, "first_of")
            out.put(key, mark)
        propose_words(out, name, [replace(one, table=name, columns={key: header, **columns}) for one in alike])


def _source(orders: Sheet, key: str, sheets: list[Sheet]) -> tuple[Sheet, str]:
    """The file that has the key, and the header there: the order lines', or that of the file they look it up in."""
    lookup = orders.settings.get("lookup", {}).get(key)
    if not lookup:
        return orders, orders.columns[key]
    name = lookup["file"] if isinstance(lookup["file"], str) else lookup["file"][0]
    return next(one for one in sheets if one.file.name == name), lookup["take"]


def _is_text(table: str, column: str) -> bool:
    return TABLES[table].dtypes[column] == "str"
