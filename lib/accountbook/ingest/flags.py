"""What a load keeps but people should know: sentences for the report, never with personal values."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from accountbook.ingest.forgotten import Erased
from accountbook.ingest.staging import Stage
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


def reference_flags(
    tables: dict[str, pd.DataFrame],
    stages: dict[str, Stage],
    *,
    erased: Erased | None = None,
    fresh: dict[str, int] | None = None,
) -> list[str]:
    """Rows that name what its own table does not know; they are kept. That somebody was forgotten is no fault.

    Parameters
    ----------
    fresh : how many of a table's first rows were read now; the others were looked at when they were.
    """
    flags = []
    for name, whole in tables.items():
        frame = whole.iloc[: (fresh or {}).get(name, len(whole))]
        for column, meaning in TABLES[name].meanings.items():
            target = meaning.refers
            if not target or target not in tables:
                continue
            named = frame[column].dropna()
            if meaning.several:
                named = named.str.split(";").explode().astype("str").str.strip()
            unknown = ~named.isin(tables[target][TABLES[target].about.key[0]])
            if erased is not None and target == "contacts":
                unknown &= ~erased(named)
            if name == "order_lines" and column == L.item_id:
                unknown &= frame[L.kind].isin(["order", "free"])
            if unknown.any():
                count, ids = unknown[unknown].index.nunique(), named[unknown].nunique()
                where = _place(stages[name], unknown[unknown].index[0])
                flags.append(
                    f"{name}: {count:,} rows name {ids:,} {column} that {target} does not have; kept. First: {where}."
                )
    return flags


def _place(stage: Stage, position: int) -> str:
    """File and row of a kept row, by its place among the kept."""
    return _place_of(stage, stage.kept.nonzero()[0][position])


def _place_of(stage: Stage, row: int) -> str:
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
    flags += [_word_flag(stage, column, words) for column, words in stage.unknown.items()]
    for part in stage.parts:
        if part.raw.open_end:
            flags.append(f"{part.file.name}: its last line has no end; look whether the file is whole.")
    return flags


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
