"""What to ask in the meeting (cap 3): what is unknown, ranked by what the answer would change, beside what was asked.

A gap whose question was answered on record is not asked again. One that was asked and not answered says since when
and whom. Questions on record that no gap of ours stands for come last: nothing says what their answer would change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accountbook.planning.asked import Asked, AskedState, Recorded
from accountbook.planning.questions import Question, Questions

GAPS: Mapping[str, str] = {
    "budget": "opportunities.budget_status",
    "key_person": "opportunities.key_contact_id",
    "channel": "opportunities.channel_open",
    "close": "opportunities.expected_close",
    "criteria": "opportunities.decision_criteria",
    "amount": "opportunities.amount",
    "competition": "opportunities.competitor_knew_on",
    "buyer_stage": "opportunities.buyer_stage",
    "fiscal_year_end": "accounts.fiscal_year_end_month",
    "sole_source": "accounts.sole_source",
    "end_customers": "order_lines.end_customer",
}
"""The column that each question would fill. Who fills a role is asked of many roles, and no answer settles them all."""


@dataclass(frozen=True)
class Inquiry:
    """One question to ask.

    Attributes
    ----------
    question : what is unknown, with what its answer would change; None for a question of the record alone.
    recorded : the record of its having been asked or written down, where there is one.
    """

    question: Question | None
    recorded: Recorded | None


@dataclass(frozen=True)
class Inquiries:
    """The questions to ask, heaviest first; ``answered``: those that need not be asked again, newest answer first."""

    found: tuple[Inquiry, ...]
    answered: tuple[Recorded, ...]


def inquiries(computed: Questions, record: Asked) -> Inquiries:
    """The questions that a view's gaps ask, with the record of those that were asked.

    Parameters
    ----------
    computed : all of them, see `accountbook.planning.questions.questions` with ``most=None``.

    Examples
    --------
    >>> from accountbook.planning.asked import asked
    >>> from accountbook.planning.finding import Finding
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.questions import Moves
    >>> rows = [{"question_id": "Q", "account_id": "A", "opportunity_id": "D", "text": "Which budget pays?",
    ...          "gap_field": "opportunities.budget_status", "raised_on": "2026-08-01", "asked_on": "2026-09-01",
    ...          "answer": "next year's", "answered_on": "2026-09-05"}]
    >>> record = asked(MemoryView("2026-10-31", {"questions": rows}, account_id="A"), "D")
    >>> budget = Question(Finding("budget", {"deal": "Line 4"}), Moves.MONEY, 9e4, 2e4, "deal D")
    >>> found = inquiries(Questions((budget,), 0), record)
    >>> found.found, [one.answer for one in found.answered]
    ((), ["next year's"])
    """
    said = [(one, _record_of(one, record)) for one in computed.found]
    open_ = [Inquiry(one, on) for one, on in said if on is None or on.state != AskedState.ANSWERED]
    used = {one.recorded.question_id for one in open_ if one.recorded}
    gaps = {(GAPS.get(one.asks.code), one.subject.startswith("deal ")) for one in computed.found}
    rest = [
        Inquiry(None, row)
        for row in (*record.of(AskedState.UNANSWERED), *record.of(AskedState.UNASKED))
        if row.question_id not in used and (row.gap, row.of_deal) not in gaps
    ]
    return Inquiries(tuple([*open_, *_once(rest)]), tuple(reversed(record.of(AskedState.ANSWERED))))


def _record_of(one: Question, record: Asked) -> Recorded | None:
    gap = GAPS.get(one.asks.code)
    return record.about(gap, deal=one.subject.startswith("deal ")) if gap else None


def _once(rows: Sequence[Inquiry]) -> list[Inquiry]:
    """Each gap once: the one asked longest ago."""
    seen: set[tuple[str, bool]] = set()
    kept = []
    for one in rows:
        key = (one.recorded.gap or one.recorded.question_id, one.recorded.of_deal) if one.recorded else None
        if key not in seen:
            kept.append(one)
        if key:
            seen.add(key)
    return kept
