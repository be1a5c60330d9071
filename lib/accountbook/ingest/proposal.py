"""A mapping.toml proposed from the files' own headers and values."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pandas as pd

from accountbook.ingest.errors import SourceError
from accountbook.ingest.proposal_tables import propose_table, settings_of
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.proposal_words import propose_words
from accountbook.ingest.recognition import Sheet, look_at, match, read_sheet_dates
from accountbook.tables import TABLES, Accounts, Items
from accountbook.tables import OrderLines as L


def propose_mapping(source: Path) -> str:
    """Propose a mapping for a folder of exports, as TOML with comments for the user to edit.

    Parameters
    ----------
    source : folder of the exports, or one file in it.

    Returns
    -------
    str
        TOML that `read_source` accepts if everything was recognised; what was not stands in it as a comment.

    Raises
    ------
    SourceError
        If no file of the source can be read.
    """
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    if not folder.exists():
        raise SourceError([f"{source}: no such folder or file. Say where the exports lie."])
    sheets, faults = look_at(folder)
    if not sheets:
        raise SourceError(faults or [f"{folder}: holds no CSV, TSV, Excel or Parquet file. Say where the exports lie."])
    out = Lines()
    out.note("Proposed by `accountbook map` from the files' headers and values. Look it over: lines that begin with #")
    out.note("are open questions or notes. Then run `accountbook load`.")
    for fault in faults:
        out.note(f"NOT READ: {fault}")
    for sheet in sheets:
        if not sheet.table:
            out.note(f"NOT RECOGNISED: {sheet.file.name} with {', '.join(sheet.raw.header[:20])}")
    by_table = {name: [sheet for sheet in sheets if sheet.table == name] for name in TABLES}
    _company(out, folder, by_table["order_lines"], sheets)
    if not by_table["order_lines"]:
        out.blank()
        out.note("No file looks like order lines, the one table that every book needs. Say which it is:")
        for line in ("[tables.order_lines]", 'files = ["..."]', "[tables.order_lines.columns]"):
            out.note(line)
    for name in ["order_lines", *[name for name in TABLES if name != "order_lines"]]:
        if by_table[name]:
            propose_table(out, name, by_table[name], items=by_table["items"])
    _drawn(out, by_table)
    return out.text()


def _company(out: Lines, folder: Path, orders: list[Sheet], sheets: list[Sheet]) -> None:
    written = max(dt.date.fromtimestamp(sheet.file.path.stat().st_mtime) for sheet in sheets)
    orders_known, all_known = _days(orders, {L.order_date}), pd.DatetimeIndex([])
    for name in TABLES:
        all_known = all_known.append(_days([sheet for sheet in sheets if sheet.table == name], _dated(name)))
    past = all_known[all_known <= pd.Timestamp(written)]
    out.blank()
    if (orders_known <= pd.Timestamp(written)).sum() * 2 > len(orders_known):
        out.put("exported_on", past.max().date(), "the newest day found in any table; write the day of the export")
    else:
        out.put("exported_on", written, "the day the files were written; write the day of the export")
    codes = [sheet.texts(L.currency) for sheet in orders if L.currency in sheet.columns]
    counts = pd.concat(codes).str.upper().value_counts() if codes else pd.Series(dtype="int64")
    codes = [code for code in counts.index if re.fullmatch("[A-Z]{3}", code)]
    out.head("company")
    out.put("name", folder.resolve().name or "Our company", "write the company's name")
    if codes:
        out.put("currency", codes[0], "the most frequent one; write the company's own")
    else:
        out.ask("currency", "EUR", "needed: no file names one; write the company's own")
    out.ask("country", "KR", "needed: no file says it; write the company's own, ISO 3166 alpha-2")


def _dated(name: str) -> set[str]:
    """The columns with days on which something was done or written down; what is planned lies after the export."""
    if name == "items":
        return {Items.recorded_at}
    table = TABLES[name]
    return {table.about.known_on, L.recorded_at, *(meaning.known_on for meaning in table.meanings.values())} - {""}


def _days(sheets: list[Sheet], columns: set[str]) -> pd.DatetimeIndex:
    found = [read_sheet_dates(sheet, column) for sheet in sheets for column in sorted(columns & {*sheet.columns})]
    return pd.DatetimeIndex([day.normalize() for days in found for day in days])


def _drawn(out: Lines, by_table: dict[str, list[Sheet]]) -> None:
    """Accounts and items that only the order lines mention."""
    orders = by_table["order_lines"]
    for name, key, own in (("accounts", L.account_id, Accounts.name), ("items", L.item_id, Items.name)):
        if by_table[name] or not orders or key not in orders[0].columns:
            continue
        sheet = orders[0]
        alike = [one for one in orders if one.columns == sheet.columns]
        shape = {header: {"str"} for header in sheet.left()}
        columns = {c: h for c, h in match(sheet.left(), shape, name).items() if TABLES[name].dtypes[c] == "str"}
        columns.pop(key, None)
        if not columns:
            continue
        out.head("tables", name)
        out.note(
            "no file of its own: drawn from the order lines, one row per number, the most frequent value of each column"
        )
        out.put("files", [one.file.name for one in alike])
        out.put("distinct", True)
        for setting, value in settings_of(sheet).items():
            if setting in ("encoding", "delimiter"):
                out.put(setting, value)
        out.head("tables", name, "columns")
        out.put(key, sheet.columns[key])
        if own not in columns:
            out.put(own, sheet.columns[key], "the file has no names")
        for column, header in columns.items():
            out.put(column, header)
        drawn = [
            Sheet(one.file, one.raw, name, {key: sheet.columns[key], **columns}, one.dates, one.marks) for one in alike
        ]
        propose_words(out, name, drawn)
