"""One table of a proposal: its files, how they write things, and its columns."""

from __future__ import annotations

from typing import Any

from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.proposal_kinds import propose_kinds
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.proposal_words import propose_words
from accountbook.ingest.recognition import Sheet
from accountbook.ingest.synonyms import is_amount
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L


def settings_of(sheet: Sheet) -> dict[str, Any]:
    """How a file differs from the defaults."""
    settings: dict[str, Any] = {}
    if not sheet.raw.typed:
        settings["encoding"] = sheet.raw.encoding.removesuffix("-sig")
        settings["delimiter"] = sheet.raw.delimiter
    if sheet.dates.taken:
        settings["date_formats"] = list(sheet.dates.taken)
    if percent := [column for column in sheet.columns if _in_percent(sheet, column)]:
        settings["percent"] = percent
    if sheet.marks.taken and not sheet.raw.typed and sheet.marks.taken != (".", ""):
        settings["decimal"], settings["thousands"] = sheet.marks.taken
    return settings


def _in_percent(sheet: Sheet, column: str) -> bool:
    """Whether a share is written as 60 for 0.6: some of its values are above 1."""
    if not TABLES[sheet.table].meanings[column].unit.startswith("share"):
        return False
    decimal, thousands = sheet.marks.taken or (".", "")
    values, _ = parse_numbers(list(sheet.texts(column).unique()), decimal=decimal, thousands=thousands, share=True)
    return bool((values > 1).any())


def propose_table(out: Lines, name: str, sheets: list[Sheet], *, items: list[Sheet]) -> None:
    """Everything of one table.

    Parameters
    ----------
    items : the table of items, which tells products from charges among the order lines.
    """
    groups: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        sign = repr((sheet.columns, settings_of(sheet), sheet.dates.undecided, sheet.marks.undecided))
        groups.setdefault(sign, []).append(sheet)
    one = len(groups) == 1
    out.head("tables", name)
    if name == "order_lines":
        _duplicates(out, sheets)
    if one:
        _source(out, name, sheets)
        _columns(out, sheets[0], ("tables", name))
    propose_words(out, name, sheets)
    if name == "order_lines":
        propose_kinds(out, sheets, items)
    if not one:
        for group in groups.values():
            out.head("tables", name, "sources", many=True)
            _source(out, name, group)
            _columns(out, group[0], ("tables", name, "sources"))


def _source(out: Lines, name: str, group: list[Sheet]) -> None:
    sheet = group[0]
    out.put("files", [one.file.name for one in group])
    for setting, value in settings_of(sheet).items():
        out.put(setting, value)
    if sheet.dates.undecided:
        out.note("02/03/2024 may be 2 March or 3 February, and no value of the file decides (or values contradict each")
        out.note("other). Keep one of these lines:")
        for formats in sheet.dates.undecided:
            out.ask("date_formats", list(formats), "day first" if formats[0].startswith("%d") else "month first")
    if sheet.marks.undecided:
        out.note("1,234 may be a thousand or one and a bit, and no value of the file decides. Keep one of these pairs:")
        for decimal, thousands in sheet.marks.undecided:
            out.ask("decimal", decimal, f'with thousands = "{thousands}"')


def _columns(out: Lines, sheet: Sheet, path: tuple[str, ...]) -> None:
    table = TABLES[sheet.table]
    out.head(*path, "columns")
    for column, header in sheet.columns.items():
        out.put(column, header)
    hinted = _amounts(out, sheet) if sheet.table == "order_lines" else set()
    for column in table.required:
        if column not in sheet.columns and column != L.currency and column not in hinted:
            out.ask(column, "?", f"needed: {table.meanings[column].text}; no header says it")
    if left := sheet.left():
        out.note(f"not taken: {', '.join(left)}")
    if L.currency in table.required and L.currency not in sheet.columns:
        out.head(*path, "constants")
        out.ask(L.currency, "EUR", "needed: no column names a currency; write the one of all rows")


def _duplicates(out: Lines, sheets: list[Sheet]) -> None:
    repeats = sum(int(sheet.raw.cells.to_pandas().duplicated().sum()) for sheet in sheets)
    note = f"{repeats:,} rows repeat another one in full: " if repeats else "rows that repeat another in full: "
    out.put("duplicates", "merge", f'{note}"merge" counts them once, "keep" as often as they occur')


def _amounts(out: Lines, sheet: Sheet) -> set[str]:
    """What to do where a file has the line's amount in place of the price; the columns that this settles."""
    header = next((one for one in sheet.left() if is_amount(one)), None)
    if L.unit_price in sheet.columns or header is None:
        return set()
    piece = f'{L.quantity} = "1" under [tables.order_lines.constants]'
    if L.quantity in sheet.columns:
        out.note(f"needed: the price of a piece. {header} looks like the amount of the whole line: add a column with")
        out.note(f"{header} / {sheet.columns[L.quantity]} to the export, or let each line count as one piece: take the")
        out.note(f"line of {L.quantity} out, and write {piece} and here:")
    else:
        out.note(f"needed: quantity and the price of a piece. {header} looks like the amount of the whole line: to let")
        out.note(f"each line count as one piece write {piece} and here:")
    out.ask(L.unit_price, header, "the amount of the whole line")
    return {L.quantity, L.unit_price}
