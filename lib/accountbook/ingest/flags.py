"""What a load keeps but people should know: sentences for the report, never with personal values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from accountbook.ingest.forgotten import Erased
from accountbook.ingest.staging import Stage
from accountbook.ingest.taken import LINES, EarlierLines
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

MUCH = 0.1
"""Share of a table's rows turned away that is worth a sentence."""
OFTEN = 2
"""Rows that must hold a word before it is shown: what occurs once may be anything, a name too."""
PRIVATE = re.compile(r"@|\d{5}")
"""What e-mail addresses and telephone numbers have, and no code."""
SHOWN, FEW = 12, 5
"""How many words, and how many rows, one sentence names."""
PRODUCTS = ("order", "free")
"""Kinds of order lines whose item is a product: a charge has none, and a return's stands with its order."""
NAMELESS = {L.order_id: "order or credit note", L.item_id: "item"}
"""What a credit may fail to name."""


def strangers(
    tables: dict[str, pd.DataFrame],
    stages: dict[str, Stage],
    *,
    erased: Erased | None = None,
    fresh: dict[str, int] | None = None,
    taken: EarlierLines | None = None,
) -> list[dict[str, Any]]:
    """What rows name that its own table does not know; they are kept. That somebody was forgotten is no fault.

    Parameters
    ----------
    fresh : how many of a table's first rows were read now; the others were looked at when they were.
    taken : the order lines of the last load, where `tables` holds only those that came since.

    Returns
    -------
    list of dict
        table, column, target; how many ``rows`` name how many ``ids``; ``first``: the place of the first such row.
    """
    found = []
    for name, whole in tables.items():
        frame = whole.iloc[: (fresh or {}).get(name, len(whole))]
        for column, meaning in TABLES[name].meanings.items():
            target = meaning.refers
            if not target or target not in tables:
                continue
            known = tables[target][TABLES[target].about.key[0]]
            named = frame[column].dropna()
            products = name == LINES and column == L.item_id
            if products:
                named = named[frame[L.kind].isin(PRODUCTS)]
            if meaning.several:
                named = named.str.split(";").explode().astype("str").str.strip()
            unknown = ~named.isin(known)
            if erased is not None and target == "contacts":
                unknown &= ~erased(named)
            rows, ids = unknown[unknown].index.nunique(), set(named[unknown])
            first = _place(stages[name], unknown[unknown].index[0]) if rows else ""
            first_id = named[unknown].iloc[0] if rows and name == LINES else ""
            if name == LINES and taken is not None:
                before = taken.counts(column, kinds=PRODUCTS if products else ())
                before = before[~before.index.isin(known)]
                rows, ids = rows + int(before.sum()), ids | set(before.index)
                if len(before):
                    first, first_id = taken.first_stranger(column, before.index)
            if rows:
                told = {"table": name, "column": column, "target": target, "rows": rows, "ids": len(ids)}
                found.append({**told, "first": first, "first_id": first_id})
    return found


def reference_flags(found: list[dict[str, Any]]) -> list[str]:
    """Sentences for what `strangers` found."""
    return [
        f"{one['table']}: {one['rows']:,} rows name {one['ids']:,} {one['column']} that {one['target']} does not have; "
        "kept." + (f" First: {one['first']}." if one["first"] else "")
        for one in found
    ]


def _place(stage: Stage, position: int) -> str:
    """File and row of a kept row, by its place among the kept."""
    return _place_of(stage, stage.kept.nonzero()[0][position])


def _place_of(stage: Stage, row: int) -> str:
    part = stage.parts[stage.part[row]]
    return f"{part.file.name} row {part.raw.row[stage.at[row]]}"


def line_oddities(lines: pd.DataFrame, before: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many order lines are credits that name no order or item, and how many ids a spreadsheet has shortened.

    Parameters
    ----------
    before : what was counted in the lines that `lines` follow.
    """
    credit = lines[L.kind] == "return"
    found = {f"no {what}": int((credit & lines[column].isna()).sum()) for column, what in NAMELESS.items()}
    for column in (L.order_id, L.account_id, L.item_id):
        found[column] = int(lines[column].str.match(r"^\d(?:[.,]\d+)?[eE]\+\d+$").fillna(False).sum())
    return {what: count + (before or {}).get(what, 0) for what, count in found.items()}


def line_flags(oddities: Mapping[str, int]) -> list[str]:
    """Sentences for what `line_oddities` counted."""
    flags = [
        f"order_lines: {oddities[f'no {what}']:,} returns name no {what}; kept."
        for what in NAMELESS.values()
        if oddities[f"no {what}"]
    ]
    return flags + [
        f"order_lines: {oddities[column]:,} {column} look like numbers that a spreadsheet has shortened (1.2E+11); "
        "export them as text."
        for column in (L.order_id, L.account_id, L.item_id)
        if oddities[column]
    ]


def stage_flags(stage: Stage, account: Mapping[str, Any]) -> list[str]:
    """Much turned away, words without a mapping, and files whose last line has no end.

    Parameters
    ----------
    account : of the table's rows, those of earlier loads included.
    """
    flags = turned_away_flags(stage.table.name, account)
    flags += [_word_flag(stage, column, words) for column, words in stage.unknown.items()]
    return flags + [open_end_flag(part.file.name) for part in stage.parts if part.raw.open_end]


def turned_away_flags(name: str, account: Mapping[str, Any]) -> list[str]:
    """That much of a table was turned away, and why."""
    tally, rows = account["reasons"], account["rows_in"]
    if sum(tally.values()) <= MUCH * rows:
        return []
    reasons = "; ".join(f"{reason} ({count:,})" for reason, count in list(tally.items())[:3])
    return [f"{name}: {sum(tally.values()):,} of {rows:,} rows were turned away: {reasons}."]


def open_end_flag(file: str) -> str:
    """What to say of a file whose last line has no end."""
    return f"{file}: its last line has no end; look whether the file is whole."


def _word_flag(stage: Stage, column: str, words: dict[str, int]) -> str:
    """Words without a mapping: shown only where they can hardly be a person's, otherwise by their rows."""
    counts = sorted(words.items(), key=lambda one: (-one[1], one[0]))
    safe = [] if _holds_people(stage) else [(w, n) for w, n in counts if n >= OFTEN and not PRIVATE.search(w)]
    said = [f'"{word}" ({count:,})' for word, count in safe[:SHOWN]]
    rest = sum(words.values()) - sum(count for _, count in safe[:SHOWN])
    if rest:
        hidden = np.zeros(len(stage.state), dtype=bool) if column not in stage.faulty else stage.faulty[column]
        places = [_place_of(stage, row) for row in np.flatnonzero(hidden)[:FEW]]
        where = f" (the first of all: {', '.join(places)})" if places else ""
        said.append(f"{rest:,} {'more rows' if said else 'rows'} whose words are not shown{where}")
    return (
        f"{stage.table.name}: {column}: words without a mapping: {', '.join(said)}. "
        f"Add them under [tables.{stage.table.name}.values.{column}]."
    )


def _holds_people(stage: Stage) -> bool:
    """Whether the rows are about persons: a word in a wrong column may be one's name or address."""
    mapped = {column for part in stage.parts for column in part.source.columns}
    return any(column != L.recorded_by or column in mapped for column in stage.table.personal)
