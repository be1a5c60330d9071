"""The mapping.toml that reads the made-up company's exports, as a user would have finished it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from accountbook.demo.plan import COMPANY, EXPORTED_ON
from accountbook.demo.sheet import YES_NO, Sheet
from accountbook.demo.sheets import SHEETS
from accountbook.demo.styles import Style
from accountbook.tables import Accounts as A
from accountbook.tables import OrderLines as L

ORDER_SHEET = "Orders"
"""The sheet of the Excel file."""
_KNOWN = ({"True": "yes", "False": "no"}, YES_NO)


def mapping_text(orders: Iterable[tuple[str, Style]], sheets: Iterable[str]) -> str:
    """The text of mapping.toml.

    Parameters
    ----------
    orders : name and style of every file of order lines.
    sheets : the other tables that were written.

    Examples
    --------
    >>> "[tables.fx_rates]" in mapping_text([], ["fx_rates"])
    True
    """
    wanted = set(sheets)
    blocks = [
        "# An invented company: every name, number and person is made up.",
        f"exported_on = {EXPORTED_ON:%Y-%m-%d}",
        "[company]\n" + "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in COMPANY.items()),
        '[tables.order_lines]\nduplicates = "merge"',
        '[tables.order_lines.kinds]\nreturn_order_id = "^C[0-9]"\nproduct_item_id = "^[A-Z]{2}-"',
        *(_source(name, style) for name, style in orders),
        *(_table(name, sheet) for name, sheet in SHEETS.items() if name in wanted),
    ]
    return "\n\n".join(blocks) + "\n"


def _source(name: str, style: Style) -> str:
    lines = ["[[tables.order_lines.sources]]", f"files = [{_text(f'{name}#{ORDER_SHEET}' if style.excel else name)}]"]
    if style.excel:
        lines.append('date_formats = ["iso", "excel"]')
    else:
        lines += [f"encoding = {_text(_encoding(style.encoding))}", f"delimiter = {_text(style.delimiter)}",
                  f"date_formats = [{_text(_format(style.date))}]", f"decimal = {_text(style.decimal)}",
                  f"thousands = {_text(style.thousands)}"]  # fmt: skip
    if style.percent:
        lines.append(f"percent = [{_text(L.discount)}]")
    return "\n".join([*lines, "[tables.order_lines.sources.columns]", *_pairs(style.headers)])


def _table(name: str, sheet: Sheet) -> str:
    lines = [f"[tables.{name}]", f"files = [{_text(f'{sheet.file}#{sheet.page}' if sheet.page else sheet.file)}]"]
    if sheet.excel:
        lines.append('date_formats = ["iso", "excel"]')
    elif not sheet.file.endswith(".parquet"):
        lines += [f"encoding = {_text(_encoding(sheet.encoding))}", f"delimiter = {_text(sheet.delimiter)}",
                  f"date_formats = [{_text(_format(sheet.date))}]", f"decimal = {_text(sheet.decimal)}"]  # fmt: skip
    if sheet.percent:
        lines.append(f"percent = [{', '.join(_text(one) for one in sheet.percent)}]")
    blocks = ["\n".join([*lines, f"[tables.{name}.columns]", *_pairs(sheet.headers)])]
    for column, words in sheet.words.items():
        # yes and no need no mapping; country names neither, in English and Korean
        if words not in _KNOWN and column != A.country:
            blocks.append("\n".join([f"[tables.{name}.values.{column}]", *_pairs({v: k for k, v in words.items()})]))
    if sheet.ends:
        blocks.append(f'[tables.{name}.values.{sheet.ends}]\n"9999-12-31" = ""')
    return "\n\n".join(blocks)


def _pairs(pairs: Mapping[str, str]) -> list[str]:
    return [
        f"{key if key.isidentifier() and key.isascii() else _text(key)} = {_text(value)}"
        for key, value in pairs.items()
    ]


def _encoding(name: str) -> str:
    return "utf-8" if name == "utf-8-sig" else name


def _format(pattern: str) -> str:
    return "iso" if pattern.startswith("%Y-%m-%d") else pattern


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
