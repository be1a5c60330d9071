"""One table of a proposal: its files, how they write things, and its columns."""

from __future__ import annotations

import re
from typing import Any

from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.proposal_kinds import propose_kinds
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.proposal_words import propose_words
from accountbook.ingest.sheets import Sheet
from accountbook.ingest.synonyms import is_amount
from accountbook.ingest.systems import exports
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

LISTS = ("header_row", "framed", "skip_rows", "fill_down", "strip_zeros", "id18")
"""Settings of a sheet that are written on a line of the source."""
TABLES_OF_THEIR_OWN = ("first_of", "where", "unless", "join", "derive")
"""Settings of a sheet that are written as a table below the columns."""


def settings_of(sheet: Sheet) -> dict[str, Any]:
    """How a file differs from the defaults."""
    settings: dict[str, Any] = {}
    if not sheet.raw.typed:
        settings["encoding"] = sheet.raw.encoding.removesuffix("-sig")
        settings["delimiter"] = sheet.raw.delimiter
    settings |= {name: sheet.settings[name] for name in LISTS if name in sheet.settings}
    if sheet.dates.taken:
        settings["date_formats"] = list(sheet.dates.taken)
    always = sheet.export.part("percent", []) if sheet.export else []
    if percent := [column for column in sheet.columns if column in always or _in_percent(sheet, column)]:
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


def propose_table(out: Lines, name: str, sheets: list[Sheet], *, items: list[Sheet], more: bool = False) -> list[str]:
    """Everything of one table; what of it the user must write.

    Parameters
    ----------
    items : the table of items, which tells products from charges among the order lines.
    more : sources of another kind follow; nothing that these files need is said of the table as a whole.
    """
    groups: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        sign = repr((sheet.columns, settings_of(sheet), sheet.settings, sheet.dates.undecided, sheet.marks.undecided))
        groups.setdefault(sign, []).append(sheet)
    one = len(groups) == 1 and not more
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
    return list(dict.fromkeys(one for group in groups.values() for one in needed_of(group[0])))


def needed_of(sheet: Sheet) -> list[str]:
    """What a sheet's table needs and no value decides."""
    where, needed = f"[tables.{sheet.table}", []
    derived = {L.unit_price} if "amount" in sheet.settings.get("derive", {}) else set()
    for column in TABLES[sheet.table].required:
        if column not in {*sheet.columns, L.currency, *derived}:
            said = TABLES[sheet.table].meanings[column].text
            asked = f'{column} = "<header>" under {where}.columns]: {said}; {sheet.file.name} does not say which'
            needed.append(_missing_heads(sheet, column) or asked)
    if sheet.dates.undecided:
        needed.append(f"date_formats under {where}]: day or month first? {sheet.file.name} does not decide it")
    if sheet.marks.undecided:
        needed.append(f"decimal and thousands under {where}]: {sheet.file.name} does not decide what 1,234 is")
    return needed


def _source(out: Lines, name: str, group: list[Sheet]) -> None:
    sheet = group[0]
    if sheet.export is not None:
        out.note(f"recognised: {sheet.export.said}")
    for note in sheet.notes:
        out.note(note)
    names = [one.file.name for one in group]
    out.put("files", names, _next_time(names))
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


def _next_time(names: list[str]) -> str:
    """What to write where a name has the day or the moment of the export in it."""
    pattern = re.sub(r"\d[\d_ :-]*\d{3}[\d_ :-]*(?:[AP]M)?", "*", names[0])
    return f'the next one is named otherwise: "{pattern}" finds both' if len(names) == 1 and pattern != names[0] else ""


def _columns(out: Lines, sheet: Sheet, path: tuple[str, ...]) -> None:
    table = TABLES[sheet.table]
    out.head(*path, "columns")
    fetched = {*sheet.settings.get("join", {}), *sheet.settings.get("lookup", {})}
    for column, header in sheet.columns.items():
        if header not in fetched or header != column:
            out.put(column, header, sheet.why.get(column, ""))
    hinted = _amounts(out, sheet) if sheet.table == "order_lines" else set()
    derived = {L.unit_price} if "amount" in sheet.settings.get("derive", {}) else set()
    for column in table.required:
        if column not in sheet.columns and column != L.currency and column not in hinted | derived:
            if hint := _missing_heads(sheet, column):
                out.note(hint)
            out.ask(column, "?", f"needed: {table.meanings[column].text}; no header says it")
    if left := sheet.left():
        out.note(f"not taken: {', '.join(left)}")
    if L.currency in table.required and L.currency not in sheet.columns:
        out.head(*path, "constants")
        out.put(L.currency, "company", "? no column names one: every row is taken for one in the company's own")
    for name in TABLES_OF_THEIR_OWN:
        if name in sheet.settings:
            _table(out, (*path, name), sheet.settings[name], sheet)
    for name, lookup in sheet.settings.get("lookup", {}).items():
        out.head(*path, "lookup", name)
        for one, value in lookup.items():
            out.put(one, value)


def _table(out: Lines, path: tuple[str, ...], values: dict[str, Any], sheet: Sheet) -> None:
    flat = {name: value for name, value in values.items() if not isinstance(value, dict)}
    if flat:
        out.head(*path)
    for name, value in flat.items():
        out.put(name, value, sheet.why.get(f"{path[-1]}.{name}", ""))
    for name, value in values.items():
        if isinstance(value, dict):
            _table(out, (*path, name), value, sheet)


def _missing_heads(sheet: Sheet, column: str) -> str:
    """Which export of the same system would know a column, or an empty text."""
    heads = sheet.export.part("heads", []) if sheet.export else []
    gives = {one.name: one.part("gives").get("columns", {}) for one in exports() if one.system == sheet.system}
    known = " or ".join(one for one in heads if column in gives[one])
    return (
        f"{column} stands in {sheet.system}'s {known}: export that into this folder, too, and map again"
        if known
        else ""
    )


def _duplicates(out: Lines, sheets: list[Sheet]) -> None:
    repeats = sum(int(sheet.raw.cells.to_pandas().duplicated().sum()) for sheet in sheets)
    note = f"{repeats:,} rows repeat another one in full: " if repeats else "rows that repeat another in full: "
    out.put("duplicates", "merge", f'{note}"merge" counts them once, "keep" as often as they occur')


def _amounts(out: Lines, sheet: Sheet) -> set[str]:
    """What to do where a file has the line's amount in place of the price; the columns that this settles."""
    header = next((one for one in sheet.left() if is_amount(one)), None)
    if L.unit_price in sheet.columns or header is None or "amount" in sheet.settings.get("derive", {}):
        return set()
    piece = f'{L.quantity} = "1" under [tables.order_lines.constants]'
    out.note(f"needed: quantity and the price of a piece. {header} looks like the amount of the whole line: to let")
    out.note(f"each line count as one piece write {piece} and here:")
    out.ask(L.unit_price, header, "the amount of the whole line")
    return {L.quantity, L.unit_price}
