"""Whether a proposal is ready (cap 99): five questions, the newest answer to each, and what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import ProposalChecks as X
from accountbook.tables.deals import CHECKS

_LEFT_OUT = re.compile(
    r"(?:the )?(?P<what>[^,;.:]{2,60}?)(?: (?:is|was|are|were))?(?: (?:not(?: yet)? (?:priced|costed|counted|included)"
    r"|forgotten|left out))|.*\bwithout (?:the )?(?P<lacks>[^,;.:]{2,60})"
    r"|(?P<omitted>[^,;.:]{2,60}?)(?:이|가|은|는)? ?(?:미반영|누락|빠짐|빠져 있음|미포함)",
    re.IGNORECASE,
)
"""How it is written that a cost leaves something out: "start-up not priced", "margin without the training"."""


class ReadyState(StrEnum):
    """There is no deal; the load has no such table; nobody answered; some answers; all of them say yes."""

    NO_DEAL = "no_deal"
    NO_TABLE = "no_table"
    UNASKED = "unasked"
    OPEN = "open"
    READY = "ready"


@dataclass(frozen=True)
class Check:
    """One question. ``answer``: yes, partly, no, or None where nobody answered it; ``before``: the answer before."""

    question: str
    answer: str | None
    evidence: str | None
    checked_on: pd.Timestamp | None
    before: str | None

    @property
    def left_out(self) -> str | None:
        """What the cost leaves out by the evidence of an answer that is not yes; None: it says nothing of the kind.

        Examples
        --------
        >>> Check("profit", "no", "start-up not priced", None, None).left_out
        'start-up'
        >>> Check("profit", "partly", "tight if payment is late", None, None).left_out is None
        True
        """
        if self.question != "profit" or self.answer not in ("no", "partly") or not self.evidence:
            return None
        found = _LEFT_OUT.fullmatch(self.evidence.strip().rstrip("."))
        return next((part.strip() for part in found.groups() if part), None) if found else None


@dataclass(frozen=True)
class Readiness:
    """Five questions in the order in which they are asked; ``stand``: how many are answered with yes."""

    state: ReadyState
    checks: tuple[Check, ...]
    stand: int

    @property
    def profit(self) -> Check | None:
        """The question whether it earns, where its answer says no or partly; None: it says neither."""
        return next((one for one in self.checks if one.question == "profit" and one.answer in ("no", "partly")), None)

    @property
    def missing(self) -> tuple[Check, ...]:
        """Those that do not stand: no first, then partly, then unanswered."""
        order = {"no": 0, "partly": 1, None: 2}
        return tuple(sorted((one for one in self.checks if one.answer != "yes"), key=lambda one: order[one.answer]))


def readiness(view: View, deal: str | None) -> Readiness:
    """The newest answer to each question that a deal's proposal must stand; of no deal nothing is asked.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"opportunity_id": "D", "question": "profit", "checked_on": "2026-10-01", "answer": "no"},
    ...         {"opportunity_id": "D", "question": "profit", "checked_on": "2026-10-20", "answer": "yes"}]
    >>> found = readiness(MemoryView("2026-10-31", {"proposal_checks": rows}), "D")
    >>> found.state, found.stand, found.checks[2].before
    (<ReadyState.OPEN: 'open'>, 1, 'no')
    """
    if deal is None:
        return Readiness(ReadyState.NO_DEAL, (), 0)
    table = view.table("proposal_checks")
    mine = table[table[X.opportunity_id] == deal].sort_values(X.checked_on, kind="stable")
    checks = []
    for question in CHECKS:
        rows = mine[(mine[X.question] == question) & mine[X.answer].notna()]
        last = rows.iloc[-1] if len(rows) else {}
        answer, earlier = text(last.get(X.answer)), [one for one in rows[X.answer] if one != last.get(X.answer)]
        checks.append(
            Check(
                question=question,
                answer=answer,
                evidence=text(last.get(X.evidence)),
                checked_on=day(last.get(X.checked_on)),
                before=str(earlier[-1]) if earlier else None,
            )
        )
    stand = sum(one.answer == "yes" for one in checks)
    if not view.has("proposal_checks"):
        state = ReadyState.NO_TABLE
    elif all(one.answer is None for one in checks):
        state = ReadyState.UNASKED
    else:
        state = ReadyState.READY if stand == len(CHECKS) else ReadyState.OPEN
    return Readiness(state, tuple(checks), stand)
