"""What they said that can be checked, beside what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.honesty import WHAT
from accountbook.display.blocks.prose import fitting, quoted
from accountbook.display.blocks.terms import days, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.their_word import Statement, TheirWord

MOST = 8
PIECES = ("quantity",)


def their_word(judged: TheirWord, t: Words) -> Fragment | Fold | None:
    """The section "Their word", where something that they said of orders can be checked."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("Their word"), t("nothing that they said can be checked yet"))
    shown = _table(judged, t)
    if judged.finding is None:
        return Fold(t("Their word"), t("nothing said of orders that can be checked"), shown)
    note = ""
    if judged.unchecked:
        note = t.plural(
            "{n} more is due to be checked, and our orders do not tell of it.",
            "{n} more are due to be checked, and our orders do not tell of them.",
            judged.unchecked,
        )
    return section(their_word_finding(judged.finding, t), shown, note=note)


def their_word_finding(finding: Finding, t: Words) -> str:
    """Such as "Of EUR 600k that they named in 2 amounts, EUR 300k came"."""
    f, n = finding.facts, int(str(finding.facts["n"]))
    if finding.code == "amounts":
        money = {"said": t.money(f["said"], unit=True), "came": t.money(f["came"], unit=True)}
        return t.plural("They named {said}, and {came} came", "In {n} amounts they named {said}, and {came} came", n,
                        **money)  # fmt: skip
    if f["late"] is None:
        return t.plural("The day that they named for an order passed", "The {n} days that they named passed", n)
    late = int(str(f["late"]))
    if late <= 0:
        return t.plural("The order came by the day that they named", "Orders came by the {n} days that they named", n)
    return t.plural(
        "The order came {late} after the day that they named",
        "Orders came {late} after the {n} days that they named, on average",
        n,
        late=days(late, t),
    )


def _table(judged: TheirWord, t: Words) -> Fragment:
    rows = judged.statements[:MOST]
    left = len(judged.statements) - len(rows)
    caption = t.plural("{n} older one is not shown.", "{n} older ones are not shown.", left) if left else ""
    columns = [
        Column(t("What was said"), "name", phone=6),
        Column(t("Said by"), phone=3),
        Column(t("They said"), "number", phone=3),
        Column(t("It came to"), "number", phone=3),
    ]
    return table(columns, [_row(one, t) for one in rows], id="their-word", caption=caption)


def _row(one: Statement, t: Words) -> list[Cell]:
    what = sentence(said(WHAT, one.topic, t))
    by = ", ".join(part for part in (one.who or "", t.day(one.said_on)) if part)
    return [Cell(what, second=quoted(one.text, t) if one.text else ""), Cell(by), Cell(_said(one, t)), _came(one, t)]


def _amount(value: float | None, topic: str, t: Words) -> str:
    return "" if value is None else t.number(value) if topic in PIECES else t.money(value, unit=True)


def _said(one: Statement, t: Words) -> str:
    return t.day(one.day) if one.day is not None else _amount(one.said, one.topic, t)


def _came(one: Statement, t: Words) -> Cell:
    if one.day is None:
        return Cell(_amount(one.came, one.topic, t) or t.number(0), strong=True)
    if one.never:
        return Cell(t("not yet"), act=True)
    late = one.late or 0
    if late > 0:
        return Cell(t("{days} later", days=days(late, t)), strong=True)
    return Cell(t("on that day") if not late else t("{days} sooner", days=days(-late, t)), strong=True)


def _check(f: Facts, t: Words) -> str:
    day = on_day(f["on"], t)
    if f["text"]:
        return fitting(lambda text: t("Check what they said on {day}: “{text}”", day=day, text=text), str(f["text"]))
    return t("Check what they said on {day}: {what}", day=day, what=said(WHAT, str(f["topic"]), t))


DOES: dict[str, Say] = {"check_statement": _check}
