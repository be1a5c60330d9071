"""The first sheet: what to do here, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.book.entries import records_of
from accountbook.display import Words
from accountbook.sheets.names import ACCOUNT, Names
from accountbook.sheets.values import text_of
from accountbook.tables import Commitments as P
from accountbook.tables import Meetings as M
from accountbook.tables import RoleSlots as S

WEEK = pd.Timedelta(days=7)
SHOWN = 12
"""Lines of one request at most; the sheets have them all."""


@dataclass(frozen=True)
class Request:
    """Something that is asked for.

    Attributes
    ----------
    title : a sentence with the count.
    lines : the first ones, one text each.
    """

    title: str
    lines: tuple[str, ...]


def guidance(t: Words, *, owner: bool) -> list[str]:
    """What to do with the workbook, in a few lines."""
    first = t(
        "After a meeting: sheet Contacts, one line: account, whom, what you heard. "
        "A minute is enough; the date and the rest come by themselves."
    )
    return [
        t("White cells are yours to fill in; grey ones are the book's own and stay as they are."),
        *([first] if owner else []),
        t(
            "Write new lines below, in any order; one line is one contact, one promise, one goal. "
            "The grey line in italics is an example."
        ),
        t("Point at a header to read what it means, and what an empty cell counts as."),
        t(
            "To change a line, write over it. To take one out, write x under Remove; "
            "a line that you delete here stays in the book."
        ),
        t("Save, and give the file to whoever loads the book. Loading it says what changed, and what did not fit."),
    ]


def requests(
    tables: Mapping[str, pd.DataFrame], names: Names, t: Words, *, as_of: pd.Timestamp, empty: list[dict[str, Any]]
) -> list[Request]:
    """What is asked for: promises of ours that are overdue, meetings without a plan, roles that nobody fills.

    Parameters
    ----------
    tables : the rows that the owner may see.
    empty : account_id and role_code of roles that must be known and are not.
    """
    found = []
    late = [row for row in records_of(tables[P_NAME]) if _overdue(row, as_of)] if P_NAME in tables else []
    late.sort(key=lambda row: (row[P.due_on], row[P.commitment_id]))
    if late:
        title = t.plural(
            "{n} promise or action of ours is overdue: done, or a new day?",
            "{n} promises and actions of ours are overdue: done, or a new day?",
            len(late),
        )
        found.append(_request(title, [_line(names, row, f"{row[P.due_on]:%Y-%m-%d}", row[P.text]) for row in late]))
    near = [row for row in records_of(tables[M_NAME]) if _unplanned(row, as_of)] if M_NAME in tables else []
    near.sort(key=lambda row: (row[M.held_on], row[M.meeting_id]))
    if near:
        title = t.plural(
            "{n} meeting in the next seven days has no plan yet",
            "{n} meetings in the next seven days have no plan yet",
            len(near),
        )
        found.append(_request(title, [_line(names, row, f"{row[M.held_on]:%Y-%m-%d}", row[M.purpose]) for row in near]))
    if empty:
        title = t.plural(
            "{n} role that must be known is empty: who is it?",
            "{n} roles that must be known are empty: who is it?",
            len(empty),
        )
        found.append(
            _request(title, [_line(names, row, names.label("role_templates", row[S.role_code])) for row in empty])
        )
    return found


P_NAME, M_NAME = "commitments", "meetings"


def _request(title: str, lines: list[str]) -> Request:
    return Request(title, tuple(lines[:SHOWN]))


def _line(names: Names, row: Mapping[str, Any], *parts: Any) -> str:
    said = [names.label("accounts", row[ACCOUNT]), *(text_of(str(part)) for part in parts if part)]
    return " · ".join(said)[:250]


def _overdue(row: Mapping[str, Any], as_of: pd.Timestamp) -> bool:
    is_open = row[P.done_on] is None and row[P.dropped_on] is None
    return is_open and row[P.side] == "ours" and row[P.due_on] is not None and row[P.due_on] < as_of


def _unplanned(row: Mapping[str, Any], as_of: pd.Timestamp) -> bool:
    if row[M.held_on] is None or row[M.plan_received] is not None or row[M.status] not in (None, "planned"):
        return False
    return as_of <= row[M.held_on] <= as_of + WEEK
