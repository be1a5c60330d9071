"""The lists of a page: facts, changes, roles, questions, actions, people by department."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from accountbook.display.fragment import Fragment, render
from accountbook.display.marks import box_mark, disposition_mark

__all__ = [
    "Action",
    "Change",
    "Department",
    "Fact",
    "Question",
    "RoleCard",
    "RoleLine",
    "actions",
    "changes",
    "facts",
    "questions",
    "role_grid",
    "roles",
]

Text = str | Fragment
Disposition = Literal["favourable", "neutral", "negative", "nobody"]


@dataclass(frozen=True)
class Fact:
    """A name and its value; `range` follows the value in grey, `act` makes it orange with a ! before the name."""

    name: Text
    value: Text
    range: Text = ""
    aside: Text = ""
    act: bool = False
    strong: bool = False


def facts(rows: Iterable[Fact], *, head: tuple[str, str] | None = None, note: Text = "") -> Fragment:
    """Give a list of names left and values right.

    Parameters
    ----------
    rows : iterable of Fact
    head : (str, str), optional
        Heads above the names and the values, such as ("All contracts since April", "EUR k").
    note : str or Fragment
        Small grey sentence below.
    """
    return render("facts", rows=list(rows), head=head, note=note)


@dataclass(frozen=True)
class Change:
    """Something that changed: "down" gets an orange ▼, "up" a black ▲, "same" nothing."""

    text: Text
    direction: Literal["down", "up", "same"] = "same"


def changes(rows: Iterable[Change]) -> Fragment:
    """Give what changed, one line each, the worst first as given."""
    return render("changes", rows=list(rows))


@dataclass(frozen=True)
class RoleLine:
    """A role or person to get to know: mark, who (bold), state (orange if `act`), second line (how, who, by when)."""

    disposition: Disposition
    who: Text
    state: Text = ""
    second: Text = ""
    act: bool = True


def roles(rows: Iterable[RoleLine]) -> Fragment:
    """Give who must be known and is not, one entry each."""
    return render("roles", rows=[(row, disposition_mark(row.disposition)) for row in rows])


@dataclass(frozen=True)
class Question:
    """A question to ask, and what its answer would change; `act` makes the second line orange with a ! before it."""

    text: Text
    second: Text = ""
    act: bool = False


def questions(rows: Iterable[Question]) -> Fragment:
    """Give numbered questions."""
    return render("questions", rows=list(rows))


@dataclass(frozen=True)
class Action:
    """Something to do: text, second line (who, when), `when` right of it where a list is by day.

    `state`: "open" is a box to tick, "done" a tick, "missed" an orange dash.
    """

    text: Text
    second: Text = ""
    when: Text = ""
    state: Literal["open", "done", "missed"] = "open"


def actions(rows: Iterable[Action], *, undone: Text = "") -> Fragment:
    """Give boxes to tick.

    Parameters
    ----------
    rows : iterable of Action
    undone : str or Fragment
        Last month's undone action, in orange below.
    """
    return render("actions", rows=[(row, box_mark(row.state)) for row in rows], undone=undone)


@dataclass(frozen=True)
class RoleCard:
    """One role at the account and the person who holds it.

    Parameters
    ----------
    role : str or Fragment
        The role's name, with ", decides" where it does.
    disposition : str
        "favourable", "neutral", "negative" or "nobody".
    person : str or Fragment
        The person's name; for "nobody" the words, such as "nobody since 9 Oct".
    second : str or Fragment
        Last contact, or whom to ask.
    decides : bool
        Gives the 3 px line on top.
    act : bool
        Makes the second line orange.
    """

    role: Text
    disposition: Disposition
    person: Text
    second: Text = ""
    decides: bool = False
    act: bool = False


@dataclass(frozen=True)
class Department:
    """One column of the people section."""

    name: Text
    roles: tuple[RoleCard, ...] = field(default_factory=tuple)


def role_grid(
    departments: Iterable[Department], *, legend: Iterable[tuple[Disposition, Text]] = (), note: Text = ""
) -> Fragment:
    """Give the people of an account by department, most important role on top.

    Parameters
    ----------
    departments : iterable of Department
        Two to four columns.
    legend : iterable of (disposition, words)
        Such as ("favourable", "favourable 6").
    note : str or Fragment
        After the legend: "Thick line: decides. Dashed line: empty."
    """
    columns = [
        {"name": department.name, "cards": [(role, disposition_mark(role.disposition)) for role in department.roles]}
        for department in departments
    ]
    longest = max((len(column["cards"]) for column in columns), default=0)
    marks = [(disposition_mark(disposition), text) for disposition, text in legend]
    return render("role_grid", departments=columns, legend=marks, note=note, rows=min(longest, 12) + 1)
