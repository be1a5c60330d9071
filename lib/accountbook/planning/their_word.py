"""What an account's people said that can be checked, beside what came (cap 43).

Codes of `TheirWord.finding`: ``amounts``: n, said, came (of orders, in money); ``dates``: n, late (mean days of those
that came; None: none did), never. Codes of actions: ``check_statement``: text (None: none was written), topic, on
(said), due.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.asleep import asleep
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.statements import AMOUNTS, BACK, DATES, checked, trusts
from accountbook.planning.values import day, number, text, whole
from accountbook.planning.view import View, keeper
from accountbook.tables import Contacts as P
from accountbook.tables import CustomerStatements as S

FEW = 2
"""Amounts from which their sum is told before the days."""
SHORT = 0.9
"""What came of what was said, below which it is bad for us."""


class WordState(StrEnum):
    """The load has no statements; nothing of them can be checked yet; something can."""

    NO_TABLE = "no_table"
    NONE = "none"
    CHECKED = "checked"


@dataclass(frozen=True)
class Statement:
    """Something that they said.

    Attributes
    ----------
    topic : order_amount, quantity, budget, order_date, decision_date or payment_date.
    who : the name of who said it.
    due : day from which it can be checked.
    said, came : money or pieces. day : the day said. late : days by which it came later. never : it did not come.
    """

    statement_id: str
    topic: str
    text: str | None
    who: str | None
    said_on: pd.Timestamp
    due: pd.Timestamp
    said: float | None
    came: float | None
    day: pd.Timestamp | None
    late: int | None
    never: bool


@dataclass(frozen=True)
class TheirWord:
    """What was said and checked in 365 days, newest first; ``unchecked``: what is due and nobody looked at."""

    state: WordState
    statements: tuple[Statement, ...]
    unchecked: int
    finding: Finding | None
    actions: tuple[Action, ...]


def their_word(view: View) -> TheirWord:
    """What the view's account said, beside what came.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> said = [{"statement_id": n, "account_id": "A", "said_on": "2026-08-01", "topic": "order_amount",
    ...          "value": 300.0, "horizon": "2026-09-30", "actual_value": came, "checked_on": "2026-10-01"}
    ...         for n, came in (("1", 200.0), ("2", 100.0))]
    >>> found = their_word(MemoryView("2026-10-31", {"customer_statements": said, "order_lines": []}, account_id="A"))
    >>> found.finding.code, found.finding.facts
    ('amounts', {'n': 2, 'said': 600.0, 'came': 300.0})
    """
    if not view.has("customer_statements"):
        return TheirWord(WordState.NO_TABLE, (), 0, None, ())
    rows = view.table("customer_statements")
    told = checked(view)
    people = view.table("contacts").drop_duplicates(P.contact_id, keep="last")
    names = dict(zip(people[P.contact_id], people[P.name], strict=True))
    by_ref = {str(row[S.statement_id]): row for row in rows.to_dict("records")}
    found = [_statement(row, by_ref[str(row["ref"])], names) for row in told.to_dict("records")]
    found.sort(key=lambda one: (-one.due.toordinal(), one.statement_id))
    open_ = _unchecked(view, rows, set(told["ref"]))
    return TheirWord(
        state=WordState.CHECKED if found else WordState.NONE,
        statements=tuple(found),
        unchecked=len(open_),
        finding=_finding(told),
        actions=() if asleep(view) else tuple(_actions(view, open_)),
    )


def _statement(row: dict, source: dict, names: dict) -> Statement:
    return Statement(
        statement_id=str(row["ref"]),
        topic=str(row["topic"]),
        text=text(source[S.text]),
        who=text(names.get(source[S.contact_id])),
        said_on=row["said_on"],
        due=row["due"],
        said=number(row["said"]),
        came=number(row["came"]),
        day=day(source[S.value_on]) if row["topic"] in DATES else None,
        late=whole(row["late"]),
        never=bool(row["never"]),
    )


def _unchecked(view: View, rows: pd.DataFrame, told: set[str]) -> pd.DataFrame:
    """What was due in 365 days and neither our orders nor a person has checked, the newest first."""
    due = rows[S.horizon].fillna(rows[S.value_on])
    past = (due <= view.as_of) & (due > view.as_of - pd.Timedelta(days=BACK))
    # the column first: pandas gives a frame without rows those of the column
    some = rows.assign(due=due)[past & rows[S.topic].isin([*AMOUNTS, *DATES]) & rows[S.checked_on].isna()]
    return some[~some[S.statement_id].isin(told)].sort_values(["due", S.statement_id], ascending=[False, True])


def _actions(view: View, open_: pd.DataFrame) -> list[Action]:
    facts = [
        {"text": text(row[S.text]), "topic": str(row[S.topic]), "on": row[S.said_on], "due": row["due"]}
        for row in open_.head(1).to_dict("records")
    ]
    return [action("check_statement", one, view.as_of, **keeper(view)) for one in facts]


def _finding(told: pd.DataFrame) -> Finding | None:
    """What they said of orders and what came, summed; days where they named fewer than `FEW` amounts."""
    found = trusts(told, {})
    if not found:
        return None
    one = found[0]
    if one.amounts and (one.amounts >= FEW or not one.dates):
        sign = Sign.WORSE if one.came < SHORT * one.said else Sign.NEUTRAL
        return Finding("amounts", {"n": one.amounts, "said": one.said, "came": one.came}, sign)
    late = None if one.late is None else round(one.late)
    sign = Sign.WORSE if one.never or (late or 0) > 0 else Sign.NEUTRAL
    return Finding("dates", {"n": one.dates, "late": late, "never": one.never}, sign)
