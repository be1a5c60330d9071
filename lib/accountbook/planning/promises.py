"""Promises of both sides at one account (caps 12, 13): how they were kept, and what is overdue.

Codes and facts of actions: ``our_promise``, ``agreed``, ``chase_promise``: text, name (whom of theirs it concerns,
may be None), due, days. Of news: ``promise_broken``, ``their_promise_broken`` (worse): text, due, name, more (how many
others of the side fell due in the month and were not done).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.deliveries import deliveries, on_time
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.kept import Kept, fell_due, kept, standing
from accountbook.planning.period import back, between
from accountbook.planning.values import day, text
from accountbook.planning.view import View, staff, threshold
from accountbook.planning.weights import weighed
from accountbook.tables import Claims as K
from accountbook.tables import Commitments as C
from accountbook.tables import Contacts as P

FEW = 5
"""Fewer that fell due in a year say nothing about a side's word."""
MOST_ACTIONS = 2


class PromisesState(StrEnum):
    """The load has no table of commitments; none was made with this account; some were."""

    NO_TABLE = "no_table"
    NONE = "none"
    KNOWN = "known"


@dataclass(frozen=True)
class Standing:
    """A commitment that is overdue.

    Attributes
    ----------
    action : an action that we set ourselves, not a promise.
    owner : who of ours owes it, or sees to theirs. name : of theirs: who owes it, or to whom it was promised.
    """

    commitment_id: str
    side: str
    action: bool
    text: str
    made_on: pd.Timestamp | None
    due_on: pd.Timestamp
    days: int
    owner_id: str | None
    owner: str | None
    name: str | None


@dataclass(frozen=True)
class Promises:
    """The trust ledger of an account.

    Attributes
    ----------
    since : the ledger holds what fell due after this day. ours, theirs : promises. actions : what we set ourselves.
    enough : whether a side's word can be judged: ours, theirs.
    overdue : promises of ours, longest first; their_overdue the same of theirs. undone : our own actions.
    stale : overdue for more than a year on any side, actions too, in none of these; ours first, the oldest day first.
    open, undated : promises that are not due yet; that have no day.
    month : actions of ours that fell due in the last month, and how many of them are done or were given up.
    shipped, shipped_in_time : deliveries whose promised day fell in the time, and that came by then, see `deliveries`.
    claims_open : claims that are not settled.
    """

    state: PromisesState
    since: pd.Timestamp
    ours: Kept
    theirs: Kept
    actions_kept: Kept
    overdue: tuple[Standing, ...]
    their_overdue: tuple[Standing, ...]
    undone: tuple[Standing, ...]
    stale: tuple[Standing, ...]
    open: int
    undated: int
    month: tuple[int, int]
    shipped: int
    shipped_in_time: int
    claims_open: int
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]

    @property
    def left_open(self) -> tuple[Standing, ...]:
        """What is open and is no promise of the year: our own actions that are late, then what has stood for longer."""
        return (*self.undone, *self.stale)

    @property
    def enough(self) -> tuple[bool, bool]:
        """Whether enough fell due to judge a side's word: ours, theirs."""
        return self.ours.due >= FEW, self.theirs.due >= FEW


def promises(view: View) -> Promises:
    """The trust ledger of the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"commitment_id": "1", "account_id": "A", "side": "ours", "text": "Send the drawing",
    ...          "made_on": "2026-09-20", "due_on": "2026-10-16"}]
    >>> found = promises(MemoryView("2026-10-31", {"commitments": rows}, account_id="A"))
    >>> found.ours.open, [(one.text, one.days) for one in found.overdue]
    (1, [('Send the drawing', 15)])
    """
    rows = view.table("commitments")
    since = back(view.as_of, 12)
    mine = (rows[C.side] == "ours") & (rows[C.kind] != "action")
    own = (rows[C.side] == "ours") & (rows[C.kind] == "action")
    theirs = rows[C.side] == "theirs"
    due, stands = fell_due(rows, since, view.as_of), standing(rows)
    late = rows[stands & (rows[C.due_on] < view.as_of)]
    recent = fell_due(late, since, view.as_of)  # what has stood for longer is to be settled or dropped
    people, ours = _people(view), staff(view)

    def listed(some: pd.DataFrame) -> list[Standing]:
        ordered = some.sort_values([C.due_on, C.made_on])
        return [_standing(row, view.as_of, ours, people) for _, row in ordered.iterrows()]

    told = listed(late[recent])
    promised = tuple(one for one in told if one.side == "ours" and not one.action)
    owed = tuple(one for one in told if one.side == "theirs")
    undone = tuple(one for one in told if one.side == "ours" and one.action)
    month = rows[own & fell_due(rows, back(view.as_of, 1), view.as_of)]
    runs = deliveries(view)
    sent = on_time(runs[between(runs["due"], since, view.as_of)])
    claims = view.table("claims")
    return Promises(
        state=_state(view, rows),
        since=since,
        ours=kept("ours", rows[mine & due]),
        theirs=kept("theirs", rows[theirs & due]),
        actions_kept=kept("ours", rows[own & due]),
        overdue=promised,
        their_overdue=owed,
        undone=undone,
        stale=tuple(sorted(listed(late[~recent]), key=lambda one: one.side != "ours")),
        open=int((stands & ~own & (rows[C.due_on] >= view.as_of)).sum()),
        undated=int((stands & ~own & rows[C.due_on].isna()).sum()),
        month=(len(month), int((~standing(month)).sum())),
        shipped=sent.due,
        shipped_in_time=sent.on_time,
        claims_open=int(claims[K.closed_on].isna().sum()),
        actions=_actions(view, rows[stands & own], promised, owed, undone, ours, people),
        news=tuple(_news(view, promised, "promise_broken")) + tuple(_news(view, owed, "their_promise_broken")),
    )


def _state(view: View, rows: pd.DataFrame) -> PromisesState:
    if not view.has("commitments"):
        return PromisesState.NO_TABLE
    return PromisesState.NONE if rows.empty else PromisesState.KNOWN


def _people(view: View) -> dict[str, str]:
    table = view.table("contacts")
    return dict(zip(table[P.contact_id], table[P.name], strict=True))


def _standing(row: pd.Series, as_of: pd.Timestamp, ours: dict[str, str], people: dict[str, str]) -> Standing:
    due, owner = day(row[C.due_on]) or as_of, text(row[C.owner_id])
    return Standing(
        commitment_id=str(row[C.commitment_id]),
        side=str(row[C.side]),
        action=text(row[C.kind]) == "action",
        text=str(row[C.text]),
        made_on=day(row[C.made_on]),
        due_on=due,
        days=(as_of - due).days,
        owner_id=owner,
        owner=text(ours.get(owner or "")),
        name=text(people.get(text(row[C.contact_id]) or "")),
    )


def _actions(
    view: View,
    open_actions: pd.DataFrame,
    promised: tuple[Standing, ...],
    owed: tuple[Standing, ...],
    undone: tuple[Standing, ...],
    ours: dict[str, str],
    people: dict[str, str],
) -> tuple[Action, ...]:
    """What is overdue of ours, the newest first; what we set ourselves for the next days; the newest of theirs."""
    until = view.as_of + pd.Timedelta(days=int(threshold(view.settings, "action_days")))
    soon = open_actions[open_actions[C.due_on].between(view.as_of, until)].sort_values([C.due_on, C.commitment_id])
    ahead = [_standing(row, view.as_of, ours, people) for _, row in soon.head(MOST_ACTIONS).iterrows()]

    def of(code: str, one: Standing, *, agreed: bool) -> Action:
        facts = {"text": one.text, "name": one.name, "due": one.due_on, "days": max(one.days, 0)}
        due = one.due_on if agreed else None
        return action(code, facts, view.as_of, due=due, owner_id=one.owner_id, owners=ours, ours=agreed)

    return (
        *(of("our_promise", one, agreed=True) for one in promised[::-1][:MOST_ACTIONS]),
        *(of("agreed", one, agreed=True) for one in [*undone[::-1][:1], *ahead]),
        *(of("chase_promise", one, agreed=False) for one in owed[::-1][:1]),
    )


def _news(view: View, overdue: tuple[Standing, ...], code: str) -> list[Finding]:
    """The promise of a side that fell due in the month and is not done, the newest, and how many more there are."""
    since = back(view.as_of, 1)
    fell = [one for one in overdue if one.due_on + pd.Timedelta(days=1) > since]
    if not fell:
        return []
    one = fell[-1]
    facts = {"text": one.text, "due": one.due_on, "name": one.name, "more": len(fell) - 1}
    return [weighed(code, facts, Sign.WORSE)]
