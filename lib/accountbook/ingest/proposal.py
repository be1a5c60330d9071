"""A mapping.toml proposed from the files' own headers and values."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from accountbook.ingest.calendar_columns import TABLE as CALENDARS
from accountbook.ingest.errors import SourceError
from accountbook.ingest.likely import likely
from accountbook.ingest.numerals import SIGNS
from accountbook.ingest.passed import passed_over
from accountbook.ingest.places import currency_code
from accountbook.ingest.proposal_calendars import TAKEN, calendars_in, propose_calendars
from accountbook.ingest.proposal_drawn import propose_drawn
from accountbook.ingest.proposal_tables import propose_table
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.recognition import look_at, read_sheet_dates, settled
from accountbook.ingest.relations import relate
from accountbook.ingest.sheets import Sheet, in_hangul
from accountbook.ingest.systems import exports
from accountbook.tables import TABLES, Items
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Proposal:
    """A mapping.toml, and what to tell who asked for it.

    Attributes
    ----------
    text : TOML with comments.
    found : per file, a sentence on what it was taken for.
    needed : lines, by their place, that must be written before `load` accepts it.
    guessed : how many lines are guesses, with ``# ?`` behind them.
    """

    text: str
    found: list[str]
    needed: list[str]
    guessed: int = 0


def propose_mapping(source: Path) -> str:
    """The text of a proposal, see `propose`."""
    return propose(source).text


def propose(source: Path) -> Proposal:
    """Propose a mapping for a folder of exports, as TOML with comments for the user to edit.

    Parameters
    ----------
    source : folder of the exports, or one file in it.

    Returns
    -------
    Proposal
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
    calendars = calendars_in(folder)
    passed = [f"{one.name}: {TAKEN}" for one in calendars] + passed_over(folder)
    if not sheets:
        nothing = f"{folder}: holds no CSV, TSV, Excel or Parquet file. Say where the exports lie."
        raise SourceError(faults or [nothing, *passed])
    sheets = [settled(sheet) for sheet in relate(likely(sheets))]
    out = Lines()
    out.note("Proposed by `accountbook map` from the files' headers and values. Look it over: lines that begin with #")
    out.note("are open questions or notes, and # ? stands behind a guess. Then run `accountbook load`.")
    found = [_said(sheet, sheets) for sheet in sheets] + [f"NOT READ: {fault}" for fault in faults] + passed
    for fault in faults:
        out.note(f"NOT READ: {fault}")
    for sheet in sheets:
        if not sheet.table and not _helps(sheet, sheets):
            out.note(f"NOT RECOGNISED: {sheet.file.name} with {', '.join(sheet.raw.header[:20])}")
    by_table = {name: [sheet for sheet in sheets if sheet.table == name] for name in TABLES}
    by_table["order_lines"] = [one for one in by_table["order_lines"] if not _helps(one, sheets)]
    needed = _company(out, folder, by_table["order_lines"], sheets)
    if not by_table["order_lines"]:
        out.blank()
        out.note("No file looks like order lines, the one table that every book needs. Say which it is:")
        for line in ("[tables.order_lines]", 'files = ["..."]', "[tables.order_lines.columns]"):
            out.note(line)
        needed.append(_lines_missing(sheets))
    for name in ["order_lines", *[name for name in TABLES if name != "order_lines"]]:
        events = calendars if name == CALENDARS else []
        if by_table[name]:
            needed += propose_table(out, name, by_table[name], items=by_table["items"], more=bool(events))
        propose_calendars(out, events, by_table)
    propose_drawn(out, by_table, sheets)
    return Proposal(out.text(), found, needed, sum(bool(re.search(r"# \? \S", line)) for line in out.lines[2:]))


def _helps(sheet: Sheet, sheets: list[Sheet]) -> bool:
    """Whether a file only gives columns to another one's rows."""
    for other in sheets:
        for lookup in other.settings.get("lookup", {}).values():
            files = lookup["file"] if isinstance(lookup["file"], list) else [lookup["file"]]
            if sheet.file.name in files and (not sheet.table or sheet.table == other.table == "order_lines"):
                return True
    return False


def _said(sheet: Sheet, sheets: list[Sheet]) -> str:
    """What a file was taken for."""
    name, rows = sheet.file.name, f"{len(sheet.raw.row):,} rows"
    system = f"{sheet.export.said}" if sheet.export else "recognised by its headers"
    if sheet.why and not sheet.export:
        system = "guessed from its values: read the lines with # ?"
    if _helps(sheet, sheets):
        return f"{name}: {system}: looked up by other files, {rows}"
    if sheet.table:
        left = len(sheet.left())
        return f"{name}: {system} -> {sheet.table}, {rows}, {len(sheet.columns)} columns, {left} not taken"
    if sheet.export:
        lines = [
            one.name for one in exports() if one.system == sheet.system and sheet.export.name in one.part("heads", [])
        ]
        return f"{name}: {system}: has no lines; export {' or '.join(lines)}, too, and map again"
    return f"{name}: not recognised, {rows}: name its table in mapping.toml, or leave it"


def _lines_missing(sheets: list[Sheet]) -> str:
    systems = sorted({one.system for one in sheets if one.system})
    wanted = [f"{one.said}" for one in exports() if one.system in systems and one.table == "order_lines"]
    hint = f" {systems[0]} gives them as {' or '.join(wanted)}: export that, too, and map again." if wanted else ""
    return f"[tables.order_lines]: no file looks like order lines.{hint}"


def _company(out: Lines, folder: Path, orders: list[Sheet], sheets: list[Sheet]) -> list[str]:
    """The day of the export and the company; what of it the user must write."""
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
    counts = pd.concat(codes).value_counts() if codes else pd.Series(dtype="int64")
    known = {text: currency_code(text) or SIGNS.get(text) or text.upper() for text in counts.index}
    counts = counts.groupby(known).sum().sort_values(ascending=False, kind="stable")
    codes = [code for code in counts.index if re.fullmatch("[A-Z]{3}", code)]
    out.head("company")
    out.put("name", folder.resolve().name or "Our company", "write the company's name")
    if codes:
        out.put("currency", codes[0], "the most frequent one; write the company's own")
    else:
        out.ask("currency", "EUR", "no file names one: that of the country counts; or write the company's own")
    if in_hangul([header for sheet in sheets for header in sheet.raw.header]):
        out.put("country", "KR", "? the headers are Korean; write the company's own, ISO 3166 alpha-2")
        return []
    out.ask("country", "KR", "needed: no file says it; write the company's own, ISO 3166 alpha-2")
    return ['country = "..." under [company]: the company\'s own, two capital letters (ISO 3166)']


def _dated(name: str) -> set[str]:
    """The columns with days on which something was done or written down; what is planned lies after the export."""
    if name == "items":
        return {Items.recorded_at}
    table = TABLES[name]
    return {table.about.known_on, L.recorded_at, *(meaning.known_on for meaning in table.meanings.values())} - {""}


def _days(sheets: list[Sheet], columns: set[str]) -> pd.DatetimeIndex:
    found = [read_sheet_dates(sheet, column) for sheet in sheets for column in sorted(columns & {*sheet.columns})]
    return pd.DatetimeIndex([day.normalize() for days in found for day in days])
