"""How the files of a folder refer to each other: orders' headers, and references by name instead of number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from accountbook.ingest.exports import header_of, where_of
from accountbook.ingest.lookups import Lookup, bare, look_up
from accountbook.ingest.raw import Raw
from accountbook.ingest.salesforce_ids import id18, is_short
from accountbook.ingest.sheets import Sheet
from accountbook.ingest.systems import keys_of
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

MOST = 0.9
"""Share of a column's values that another file's column must have before it is taken for what they name."""
FEW = 0.5
"""Below this share the values are no ids of that table."""


def relate(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with the lookups that fetch what stands in other files of the folder."""
    out = [_with_heads(sheet, sheets) for sheet in sheets]
    return [_by_name(sheet, out) for sheet in out]


def _with_heads(sheet: Sheet, sheets: Sequence[Sheet]) -> Sheet:
    """Order lines with what their orders' headers know."""
    if sheet.table != "order_lines" or {L.account_id, L.order_date} <= {*sheet.columns}:
        return sheet
    heads, gives, where, by = _heads_of(sheet, sheets)
    if not heads:
        return sheet
    asked = _keys(sheet.values(by))
    key = max(gives.pop("key"), key=lambda one: asked.isin(_keys(_values(heads, one))).mean())
    if asked.isin(_keys(_values(heads, key))).mean() < FEW:
        return sheet
    files = [one.file.name for one in heads]
    layout = _layout(heads[0])

    def lookup(take: str) -> dict[str, object]:
        return {"file": files if len(files) > 1 else files[0], "by": by, "key": key, "take": take, **layout}

    lookups = {column: lookup(header) for column, header in gives.items() if column not in sheet.columns}
    columns = {column: column for column in lookups}
    extra = {}

    def called(header: str) -> str:
        return header if header not in sheet.raw.header else f"{header} ({heads[0].file.path.stem})"

    for header in where:
        lookups[called(header)], extra[called(header)] = lookup(header), where[header]
    kinds = dict(sheet.export.part("kinds")) if sheet.export and "kinds" not in sheet.settings else {}
    if kind := header_of(kinds.pop("document_type", []), keys_of(heads[0].raw.header)):
        lookups[called(kind)] = lookup(kind)
        sheet = sheet.given(kinds={"document_type": called(kind), **kinds})
    first = {c: m for c, m in heads[0].export.part("first_of").items() if c in columns} if heads[0].export else {}
    sheet = replace(sheet, columns={**sheet.columns, **columns}).given(where=extra, first_of=first)
    return _looked_up(sheet, lookups, sheets)


def _heads_of(sheet: Sheet, sheets: Sequence[Sheet]) -> tuple[list[Sheet], dict, dict[str, str], str]:
    """The files of the orders' headers: (they, key headers and columns they give, pattern of their rows, by)."""
    if sheet.export is not None:
        heads = sheet.export.part("heads", [])
        found = [one for one in sheets if one.export and one.system == sheet.system and one.export.name in heads]
        by = header_of(sheet.export.part("by", []), keys_of(sheet.raw.header))
        if not found or not by:
            return [], {}, {}, ""
        part, keys = found[0].export.part("gives"), keys_of(found[0].raw.header)
        gives = {c: h for c, headers in part["columns"].items() if (h := header_of(headers, keys))}
        key = [header for one in part["key"] if (header := header_of([one], keys))]
        where = where_of(found[0], part.get("where", found[0].export.part("where")))
        alike = [one for one in found if one.raw.header == found[0].raw.header]
        return (alike, {**gives, "key": key}, where, by) if key else ([], {}, {}, "")
    if L.order_id not in sheet.columns:
        return [], {}, {}, ""
    # a list of orders without their lines: it has accounts and days, each order once
    for other in sheets:
        wanted = {L.order_id, L.account_id, L.order_date}
        if other is sheet or other.table != "order_lines" or not wanted <= {*other.columns}:
            continue
        if other.columns.get(L.quantity) is None and other.texts(L.order_id).is_unique:
            gives = {c: h for c, h in other.columns.items() if c in (L.account_id, L.order_date, L.currency)}
            return [other], {**gives, "key": [other.columns[L.order_id]]}, {}, sheet.columns[L.order_id]
    return [], {}, {}, ""


def _by_name(sheet: Sheet, sheets: Sequence[Sheet]) -> Sheet:
    """References that state a name, or an id written otherwise, in place of the other table's key."""
    if not sheet.table:
        return sheet
    table = TABLES[sheet.table]
    for column in [c for c in sheet.columns if table.meanings[c].refers]:
        target = table.meanings[column].refers
        others = [one for one in sheets if one.table == target and one is not sheet]
        key = TABLES[target].about.key[0]
        others = [one for one in others if key in one.columns]
        needed = column in table.required or (sheet.table, column) == ("order_lines", L.item_id)
        if not others or target == sheet.table:
            continue
        asked = _first(sheet, column)
        known = pd.concat([one.texts(key) for one in others])
        if not len(asked) or asked.isin(known).mean() >= FEW:
            continue
        if is_short(asked) != is_short(known) and asked.map(id18).isin(known.map(id18)).mean() >= FEW:
            sheet = _id18(sheet, column)
        elif _keys(asked).isin(_keys(known)).mean() >= FEW:
            zeros = dict.fromkeys([*sheet.settings.get("strip_zeros", []), column])
            sheet = sheet.given(strip_zeros=list(zeros))
        elif needed and (name := _naming(asked, others[0])):
            sheet = _via(sheet, column, others, name, others[0].columns[key], sheets)
    return sheet


def _id18(sheet: Sheet, column: str) -> Sheet:
    note = (
        f"{column} has Salesforce ids of 15 characters, where other files of this folder have 18: made alike by id18. "
        "Reports show 15, the Data Export Service gives 18."
    )
    ids = dict.fromkeys([*sheet.settings.get("id18", []), column])
    return replace(sheet, notes=(*sheet.notes, note)).given(id18=list(ids))


def _naming(asked: pd.Series, other: Sheet) -> str:
    """The header of another file whose values are the ones asked for, each once but for a few."""
    best, hits = "", MOST
    for header in other.raw.header:
        values = other.values(header)
        if len(values) and values.nunique() >= MOST * len(values):
            share = asked.isin(values).mean()
            if share > hits or (share == hits and not best):
                best, hits = header, share
    return best


def _via(sheet: Sheet, column: str, others: list[Sheet], name: str, take: str, sheets: Sequence[Sheet]) -> Sheet:
    """A column through another file, by what it states now."""
    lookups = dict(sheet.settings.get("lookup", {}))
    if column in lookups:
        # what was fetched is a name: it gets a header of its own, by which the number is then fetched
        by = f"{lookups[column]['take']} ({column})"
        lookups = {(by if one == column else one): lookup for one, lookup in lookups.items()}
        sheet = replace(sheet, raw=_without(sheet.raw, column))
    else:
        by = sheet.columns[column]
    alike = [one.file.name for one in others if {name, take} <= {*one.raw.header}]
    new = {"file": alike if len(alike) > 1 else alike[0], "by": by, "key": name, "take": take, **_layout(others[0])}
    sheet = replace(sheet, columns={**sheet.columns, column: column})
    sheet = replace(sheet, settings={**sheet.settings, "lookup": {}})
    return _looked_up(sheet, {**lookups, column: new}, sheets)


def _without(raw: Raw, column: str) -> Raw:
    return raw.extended(raw.cells.drop_columns(column)) if column in raw.header else raw


def _looked_up(sheet: Sheet, lookups: dict[str, dict], sheets: Sequence[Sheet]) -> Sheet:
    """The sheet with the columns that lookups fetch."""
    raws = {one.file.name: one.raw for one in sheets}

    def fetch(one: Lookup) -> list[tuple[str, Raw]]:
        return [(name, raws[name]) for name in one.files]

    models = {name: Lookup(**one) for name, one in lookups.items()}
    raw = look_up(sheet.raw, models, fetch, file=sheet.file.name)
    return replace(sheet, raw=raw).given(lookup=lookups)


def _layout(sheet: Sheet) -> dict[str, object]:
    """How the other file of a lookup is laid out."""
    wanted = ("delimiter", "header_row", "framed", "skip_rows")
    return {name: sheet.settings[name] for name in wanted if name in sheet.settings}


def _values(sheets: Sequence[Sheet], header: str) -> pd.Series:
    return pd.concat([one.values(header) for one in sheets])


def _keys(texts: pd.Series) -> pd.Series:
    return pd.Series(bare(pa.array(texts.unique(), pa.large_string())).to_pandas(), dtype="str")


def _first(sheet: Sheet, column: str) -> pd.Series:
    texts = pd.Series(sheet.texts(column).unique(), dtype="str")
    mark = sheet.settings.get("first_of", {}).get(column)
    return texts.str.split(mark, regex=False).str[0].str.strip() if mark else texts
