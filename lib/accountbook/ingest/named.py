"""The names in a mapping: tables, columns and settings that the contract does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.ingest.errors import nearest
from accountbook.ingest.query import Query, query_faults
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.ingest.mapping import SourceMapping, TableMapping


def _taken(table: TableMapping, source: SourceMapping) -> set[str]:
    """The headers that something reads, so that a lookup may have them for its name."""
    taken: set[str] = set()
    for one in (table, source):
        taken |= {*one.columns.values(), *one.where, *(other.by for other in one.lookup.values())}
        taken |= {*(one.derive.headers if one.derive else []), *(one.fill_down or [])}
        taken |= {one.kinds.document_type} if one.kinds and one.kinds.document_type else set()
    return taken


def name_faults(name: str, table: TableMapping, queries: dict[str, Query | None]) -> list[str]:
    """Tables, columns and queries that there are not, and settings that a table cannot have."""
    if name not in TABLES:
        return [f"tables.{name}: unknown table.{nearest(name, TABLES)} Tables: {', '.join(TABLES)}."]
    meanings, where = TABLES[name].meanings, f"tables.{name}"
    own = [column for column in meanings if not meanings[column].derived]
    faults = []
    for source in [table, *table.sources]:
        named = {*source.columns, *source.constants, *source.values, *(source.percent or []), *(source.upper or [])}
        named |= {*(source.strip_decimal or []), *table.only, *(source.strip_zeros or []), *(source.id18 or [])}
        named |= {*(source.first_of or {}), *source.join, *source.unless, *(set(source.lookup) - _taken(table, source))}
        named |= {other for rule in source.unless.values() for other in rule}
        faults += [f"{where}: no column {c} to fill.{nearest(c, own)}" for c in sorted(named - set(own))]
        if source.kinds and name != "order_lines":
            faults.append(f"{where}.kinds: only order_lines has kinds; take it out")
        if source.derive and name != "order_lines":
            faults.append(f"{where}.derive: only order_lines have prices and discounts to derive; take it out")
        if source.derive and source.derive.amount and L.unit_price in {*source.columns, *source.constants}:
            faults.append(f"{where}: unit_price is both mapped and derived from derive.amount; take one of them out")
    if not any(source.files or source.source for source in [table, *table.sources]):
        faults.append(f'{where}: names no files; write files = ["..."], or source = "..." for a query')
    if any(not source.files and not source.source for source in table.sources):
        faults.append(f"{where}.sources: every source names its own files, or its query")
    faults += query_faults(name, table, queries)
    if table.duplicates == "keep" and name != "order_lines":
        faults.append(f'{where}.duplicates: only order_lines may keep duplicates; use "merge"')
    if table.distinct and name == "order_lines":
        faults.append(f"{where}.distinct: order_lines are never distinct; take it out")
    if table.only and not table.distinct:
        faults.append(f"{where}.only: leaving rows out is for tables with distinct = true; take it out")
    return list(dict.fromkeys(faults))
