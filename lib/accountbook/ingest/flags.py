"""What a load keeps but people should know: sentences for the report, never with personal values."""

from __future__ import annotations

import pandas as pd

from accountbook.ingest.staging import Stage
from accountbook.tables import Accounts, Contacts, Employees, Items, Opportunities, RoleSlots, RoleTemplates
from accountbook.tables import OrderLines as L

MUCH = 0.1
"""Share of a table's rows turned away that is worth a sentence."""
REFERENCES = {
    L.account_id: ("accounts", Accounts.account_id),
    L.item_id: ("items", Items.item_id),
    L.opportunity_id: ("opportunities", Opportunities.opportunity_id),
    Items.predecessor_id: ("items", Items.item_id),
    Contacts.contact_id: ("contacts", Contacts.contact_id),
    Contacts.reports_to: ("contacts", Contacts.contact_id),
    Opportunities.key_contact_id: ("contacts", Contacts.contact_id),
    Accounts.owner_id: ("employees", Employees.employee_id),
    Employees.manager_id: ("employees", Employees.employee_id),
    RoleSlots.representative_id: ("employees", Employees.employee_id),
    RoleSlots.role_code: ("role_templates", RoleTemplates.role_code),
}
"""Column, wherever it stands, and the table and column that should know its values."""


def reference_flags(tables: dict[str, pd.DataFrame], stages: dict[str, Stage]) -> list[str]:
    """Rows that name what its own table does not know; they are kept."""
    flags = []
    for name, frame in tables.items():
        for column, (target, key) in REFERENCES.items():
            if column not in frame or target not in tables or (name, column) == (target, key):
                continue
            unknown = frame[column].notna() & ~frame[column].isin(tables[target][key])
            if name == "order_lines" and column == L.item_id:
                unknown &= frame[L.kind].isin(["order", "free"])
            if unknown.any():
                count, ids = int(unknown.sum()), frame.loc[unknown, column].nunique()
                where = _place(stages[name], unknown[unknown].index[0])
                flags.append(
                    f"{name}: {count:,} rows name {ids:,} {column} that {target} does not have; kept. First: {where}."
                )
    return flags


def _place(stage: Stage, position: int) -> str:
    """File and row of a kept row, by its place among the kept."""
    row = stage.kept.nonzero()[0][position]
    part = stage.parts[stage.part[row]]
    return f"{part.file.name} row {part.raw.row[stage.at[row]]}"


def line_flags(lines: pd.DataFrame) -> list[str]:
    """Credits that name no order or item, and ids that a spreadsheet has shortened."""
    flags = []
    credit = lines[L.kind] == "return"
    for column, what in ((L.order_id, "order or credit note"), (L.item_id, "item")):
        count = int((credit & lines[column].isna()).sum())
        if count:
            flags.append(f"order_lines: {count:,} returns name no {what}; kept.")
    for column in (L.order_id, L.account_id, L.item_id):
        count = int(lines[column].str.match(r"^\d(?:[.,]\d+)?[eE]\+\d+$").fillna(False).sum())
        if count:
            flags.append(
                f"order_lines: {count:,} {column} look like numbers that a spreadsheet has shortened (1.2E+11); "
                "export them as text."
            )
    return flags


def stage_flags(stage: Stage) -> list[str]:
    """Much turned away, words without a mapping, and files whose last line has no end."""
    name, flags = stage.table.name, []
    tally, rows = stage.tally(), stage.rows_in()
    if sum(tally.values()) > MUCH * rows:
        reasons = "; ".join(f"{reason} ({count:,})" for reason, count in list(tally.items())[:3])
        flags.append(f"{name}: {sum(tally.values()):,} of {rows:,} rows were turned away: {reasons}.")
    for column, words in stage.unknown.items():
        counts = sorted(words.items(), key=lambda one: (-one[1], one[0]))
        shown = ", ".join(f'"{word}" ({count:,})' for word, count in counts[:12])
        more = f" and {len(counts) - 12} more" if len(counts) > 12 else ""
        flags.append(
            f"{name}: {column}: words without a mapping: {shown}{more}. Add them under [tables.{name}.values.{column}]."
        )
    for part in stage.parts:
        if part.raw.open_end:
            flags.append(f"{part.file.name}: its last line has no end; look whether the file is whole.")
    return flags
