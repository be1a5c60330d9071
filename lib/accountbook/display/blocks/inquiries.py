"""What to ask in the meeting: every gap with what its answer would change, and what was asked already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.ask import question_moves, question_sentence, questions_finding
from accountbook.display.blocks.terms import days, money_column, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words
from accountbook.planning.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from accountbook.planning.asked import Recorded
    from accountbook.planning.inquiries import Inquiries, Inquiry

MOST = 8
MOST_ANSWERED = 5


def inquiries(judged: Inquiries, t: Words) -> Fragment | Fold:
    """The section "Questions to ask", the one whose answer changes most first; answered ones in a table below."""
    if not judged.found:
        answered = _answered(judged.answered, t) if judged.answered else ""
        return Fold(t("Questions to ask"), t("nothing that we know to be unknown"), answered)
    first = judged.found[:MOST]
    head, money = money_column([one.question.money for one in first if one.question], t)
    rows = [_row(one, t, money) for one in first]
    columns = [
        Column(t("Question"), "name", phone=6),
        Column(t("Moves, {unit}", unit=head), "number", phone=6),
        Column(t("What the answer changes"), "reason", gap=True),
    ]
    if any(one.recorded for one in first):
        columns.append(Column(t("Asked before"), phone=6, label=""))
    rows = [row[: len(columns)] for row in rows]
    left = len(judged.found) - len(rows)
    told = [
        t("Ranked by what an answer moves: the money at stake, by how open the matter is and how far it bears on it.")
    ]
    told += [t.plural("{n} more question is open.", "{n} more questions are open.", left)] if left else []
    note = " ".join(told)
    shown = table(columns, rows, id="inquiries", stack=True)
    return section(_finding(judged, t), shown, _answered(judged.answered, t), note=note)


def _finding(judged: Inquiries, t: Words) -> str:
    first = judged.found[0]
    if first.question is None:
        n = len(judged.found)
        return t.plural("{n} question on record has no answer", "{n} questions on record have no answer", n)
    return questions_finding(Questions((first.question,), 0), t)


def _row(one: Inquiry, t: Words, money: Callable[..., str]) -> list[Cell]:
    record = one.recorded
    if one.question is not None:
        asks = question_sentence(one.question.asks.code, one.question.asks.facts, t)
        moves = question_moves(one.question, t)
    else:
        asks = record.text if record is not None else ""
        moves = ""
    late = record is not None and str(record.state) == "unanswered"
    return [
        Cell(asks),
        Cell(money(one.question.money) if one.question is not None and one.question.money else ""),
        Cell(moves),
        Cell(_asked(record, t) if record is not None else "", act=late),
    ]


def _asked(record: Recorded, t: Words) -> str:
    """Since when it stands, and with whom."""
    day = on_day(record.since, t)
    if str(record.state) == "unasked":
        return t("written down {day}, never asked", day=day) if day else t("written down, never asked")
    long = days(record.days or 0, t)
    if record.whom:
        return t("{who}, {day}: no answer for {days}", who=record.whom, day=day, days=long)
    return t("{day}: no answer for {days}", day=day, days=long)


def _answered(rows: tuple[Recorded, ...], t: Words) -> Fragment | None:
    """What need not be asked again."""
    if not rows:
        return None
    cells = [
        [
            Cell(one.text),
            Cell(one.answer or ""),
            Cell(", ".join(part for part in (one.whom or "", on_day(one.answered_on, t)) if part)),
        ]
        for one in rows[:MOST_ANSWERED]
    ]
    columns = [Column(t("Question"), "name", phone=6), Column(t("Answer"), "reason"),
               Column(t("By whom, when"), phone=6, label="")]  # fmt: skip
    left = len(rows) - len(cells)
    if left:
        caption = t(
            "Answered, not to be asked again; the newest {shown} of {total}.", shown=len(cells), total=len(rows)
        )
    else:
        caption = t("Answered, not to be asked again.")
    return table(columns, cells, id="answered", stack=True, caption=caption)
