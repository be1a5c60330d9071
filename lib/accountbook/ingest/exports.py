"""A file of a known system: its columns and settings, as the system's preset says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from accountbook.ingest.shaping import fill_down, joined
from accountbook.ingest.sheets import Sheet, match, shape_of
from accountbook.ingest.synonyms import key_of
from accountbook.ingest.systems import keys_of, word_for
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

SURE = 0.99
"""Likeness from which a header that a preset does not know is taken for a column that the preset does not name."""
WHOLE = 0.9
"""Share of a key's values that must be there, and different, before a header is taken for the key."""
NESTED = 0.1
"""Share of rows without their order's number from which the rows are taken for nested."""


def of_export(sheet: Sheet) -> Sheet:
    """The columns and settings that the preset of a known system gives for a file."""
    export, keys = sheet.export, keys_of(sheet.raw.header)
    if not export.table:
        return sheet
    table = TABLES[export.table]
    columns = {column: header for column in export.columns if (header := _best(sheet, column, export.columns[column]))}
    sheet = _joined(replace(sheet, columns=columns))
    free = [header for header in sheet.left() if header not in columns.values()]
    shape = {header: shape_of(sheet.values(header)) for header in free}
    named = {*export.columns, *export.part("join")}
    more = {c: h for c, h in match(free, shape, export.table, least=SURE).items() if c not in named}
    columns = {**sheet.columns, **more}
    sheet = replace(sheet, columns={column: columns[column] for column in table.columns if column in columns})
    derive = {name: keys[key] for name, headers in export.part("derive").items() if (key := _key(headers, keys))}
    if L.unit_price in sheet.columns:
        derive.pop("amount", None)
    kinds = dict(export.part("kinds"))
    header = header_of(kinds.pop("document_type", []), keys)
    kinds = {"document_type": header, **kinds} if header else {}
    zeros = [column for column in export.part("strip_zeros", []) if column in sheet.columns]
    first = {c: mark for c, mark in export.part("first_of").items() if c in sheet.columns and _several(sheet, c, mark)}
    unless = {c: rule for c, rule in export.part("unless").items() if {c, *rule} <= {*sheet.columns}}
    sheet = sheet.given(derive=derive, kinds=kinds, strip_zeros=zeros, first_of=first, unless=unless)
    several = tuple(
        f"cells of {c} that name several, divided by {mark}: "
        f"{int(sheet.texts(c).str.contains(mark, regex=False).sum()):,}; the first one counts (first_of)"
        for c, mark in first.items()
    )
    sheet = replace(sheet, notes=(*sheet.notes, *several))
    return nested(sheet.given(where=where_of(sheet, export.part("where"))))


def _key(headers: Sequence[str], keys: Mapping[str, str]) -> str:
    return next((key_of(one) for one in headers if key_of(one) in keys), "")


def header_of(headers: Sequence[str], keys: Mapping[str, str]) -> str:
    """The first of some headers that a file has, as the file writes it; empty where it has none.

    Parameters
    ----------
    keys : header by its key, see `keys_of`.

    Examples
    --------
    >>> header_of(["Customer", "Sold to"], {"soldto": "SOLD-TO"})
    'SOLD-TO'
    """
    return keys.get(_key(headers, keys), "")


def _best(sheet: Sheet, column: str, headers: Sequence[str]) -> str:
    """The first of a column's headers that the file has, with values that can be its."""
    table, keys = TABLES[sheet.table], keys_of(sheet.raw.header)
    there = [keys[key_of(one)] for one in headers if key_of(one) in keys]
    fits = []
    for header in there:
        values = sheet.values(header)
        if table.about.key == (column,) and (
            len(values) < WHOLE * len(sheet.raw.row) or values.nunique() < WHOLE * len(values)
        ):
            continue
        if not len(values) or (table.dtypes[column] != "str" and table.dtypes[column] not in shape_of(values)):
            continue
        fits.append(header)
    return (fits or [""])[0]


def _joined(sheet: Sheet) -> Sheet:
    """Columns that are put together from several, like a person's name."""
    keys = keys_of(sheet.raw.header)
    for column, parts in sheet.export.part("join").items():
        headers = [header for part in parts if (header := header_of(part, keys))]
        if column in sheet.columns or not headers:
            continue
        # the family name comes first where it is written in Hangul
        if pd.concat([sheet.values(header) for header in headers]).str.match(r"^[가-힣]+$").mean() > 0.5:
            headers = headers[::-1]
        raw = sheet.raw.extended(joined(sheet.raw.cells, column, headers))
        sheet = replace(sheet, raw=raw, columns={**sheet.columns, column: column}).given(join={column: headers})
    return sheet


def _several(sheet: Sheet, column: str, mark: str) -> bool:
    return bool(sheet.texts(column).str.contains(mark, regex=False).any())


def where_of(sheet: Sheet, rule: Mapping[str, Any]) -> dict[str, str]:
    """The pattern of the rows that belong to the table, by the words that a preset keeps or drops."""
    header = header_of(rule.get("headers", []), keys_of(sheet.raw.header))
    if not header:
        return {}
    listed = rule.get("keep", rule.get("drop", []))
    words = [one for one in sheet.values(header).unique() if word_for(dict.fromkeys(listed, one), one)] or list(listed)
    either = "|".join(re.escape(one).replace(r"\ ", " ") for one in words)
    if "keep" in rule and not either:
        return {header: "^$"}
    return {header: f"^(?:{either})$" if "keep" in rule else f"^(?!(?:{either})$)"}


def nested(sheet: Sheet) -> Sheet:
    """Order lines below their orders: what an order states once is filled down."""
    if sheet.table != "order_lines" or L.order_id not in sheet.columns or L.quantity not in sheet.columns:
        return sheet
    cells = sheet.raw.cells.to_pandas()
    lead = sheet.columns[L.order_id]
    blank = cells[lead] == ""
    if blank.mean() < NESTED or not cells.loc[blank, sheet.columns[L.quantity]].ne("").mean() > WHOLE:
        return sheet
    used = [*sheet.columns.values(), *sheet.settings.get("where", {})]
    once = [
        h for h in dict.fromkeys(used) if h != lead and (cells.loc[blank, h] == "").all() and (cells[h] != "").any()
    ]
    if sheet.columns.get(L.account_id) not in once:
        return sheet
    headers = [lead, *once]
    return replace(sheet, raw=sheet.raw.extended(fill_down(sheet.raw.cells, headers))).given(fill_down=headers)
