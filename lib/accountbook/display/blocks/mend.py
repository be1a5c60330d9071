"""What was turned away and how to mend it: by reason, with the places of the first rows, worst first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accountbook.display.fragment import Fragment
from accountbook.display.page import section
from accountbook.display.stored import retold
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.quality import LoadQuality, Rejection

MOST = 20


def turned_away(judged: LoadQuality, t: Words) -> Fragment:
    """The section of the rows turned away, by reason; empty where none was."""
    if not judged.rejections:
        return Fragment()
    columns = [
        Column(t("Reason and what to do"), "name", phone=6),
        Column(t("Table")),
        Column(t("Column")),
        Column(t("Rows"), "number"),
        Column(t("Share"), "number"),
        Column(t("Where, for example"), "reason", gap=True),
    ]
    rows = [_rejection(one, t) for one in judged.rejections[:MOST]]
    finding = t.plural(
        "{rejected} of {rows} rows turned away, for {n} reason",
        "{rejected} of {rows} rows turned away, for {n} reasons",
        len(judged.rejections),
        rejected=t.number(judged.rejected),
        rows=t.number(judged.rows_in),
    )
    note = t("Every row turned away is kept in the load's folder, with file, row, column and reason.")
    left = len(judged.rejections) - len(rows)
    caption = t("Order lines first, then the tables that lose the largest share of their rows.")
    if left:
        told = t.plural("{n} more reason is in load.json.", "{n} more reasons are in load.json.", left)
        caption = f"{caption} {told}"
    return section(finding, table(columns, rows, id="turned-away", caption=caption), note=note)


def _rejection(one: Rejection, t: Words) -> list[Cell]:
    places = [t("{file}, row {row}", file=file, row=t.number(row)) for file, row, _ in one.examples]
    return [
        Cell(_reason(one, t), second=t(mend(one.reason))),
        Cell(one.table),
        Cell(one.column or ""),
        Cell(t.number(one.rows)),
        Cell(t.share(one.share, digits=1)),
        Cell("; ".join(places)),
    ]


def _reason(one: Rejection, t: Words) -> str:
    """The reason in the reader's language, without the column's name, which stands in a cell of its own."""
    told = retold(one.reason, t)
    return told.removeprefix(f"{one.column} ") if one.column else told


def mend(reason: str) -> str:
    """What to do about rows turned away, by the reason's words; a text of the catalogue.

    Examples
    --------
    >>> mend("account_id is empty")
    'Fill it in the source system, and export again.'
    >>> mend("told in a way of its own")
    'Look at the row in its file, correct it there, and load again.'
    """
    return next((words for pattern, words in MEND if re.search(pattern, reason)), OTHER)


OTHER = N_("Look at the row in its file, correct it there, and load again.")
MEND: tuple[tuple[str, str], ...] = (
    (r"key occurs again", N_("Delete the wrong one of the rows, or let the export number its lines.")),
    (r"key occurs before", N_("Look whether the later row is a correction; then delete the first.")),
    (r"occurs twice", N_("Delete one of the two rows in the source system.")),
    (r"is empty", N_("Fill it in the source system, and export again.")),
    (r"no date in the declared", N_("Add the way in which the date is written to date_formats in mapping.toml.")),
    (r"lies outside", N_("Correct the day in the source system: it is no day of this business.")),
    (r"no number as declared", N_("Check decimal and thousands in mapping.toml, then the cell itself.")),
    (r"no whole number|too small|too large", N_("Correct the number in the source system.")),
    (r"names another currency", N_("Let price and currency of the row agree.")),
    (r"no currency code", N_("Write the currency as three letters, such as EUR.")),
    (r"no known country", N_("Write the country as two letters, such as KR, or add it to the values in mapping.toml.")),
    (r"neither yes nor no|is none of|no allowed word", N_("Add the word to the values of the column in mapping.toml.")),
    (r"number of fields", N_("Put texts that hold the delimiter in quotes, and export again.")),
    (
        r"no column of opportunities|does not fit its field",
        N_("Map the log's field names under values in mapping.toml."),
    ),
    (r"erased", N_("Nothing: the person asked to be forgotten.")),
)
"""Pieces of reasons, and what to do."""
