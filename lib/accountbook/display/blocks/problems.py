"""Their problems: open needs, worries and complaints, those that touch a goal of ours first, and how others ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting
from accountbook.display.blocks.strategy_words import VOICE
from accountbook.display.blocks.terms import days, lowered, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.problems import Problem, Problems

MOST, MOST_SETTLED = 7, 3


def problems(judged: Problems, t: Words) -> Fragment | Fold | None:
    """The section "Their problems", where one is open; folded where none is; None without voices and facts."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none" or judged.finding is None:
        if judged.finding is None:
            return Fold(t("Their problems"), t("none open"))
        last = on_day(judged.finding.facts["on"], t)
        body = _settled(judged, t) or ""
        return Fold(t("Their problems"), t("none open; the last was settled on {day}", day=last), body)
    return section(problems_finding(judged.finding, t), _table(judged, t), _settled(judged, t), note=_note(judged, t))


def problems_finding(finding: Finding, t: Words) -> str:
    """Such as "5 problems are open, 3 tied to no goal of ours; the first: “Lines stand 4 hours a month”"."""
    f = finding.facts
    day, text = on_day(f["on"], t), str(f["text"])
    n = int(str(f["n"]))
    many: dict[str, str | int] = {"n": n}
    if finding.code == "tied" and n == 1:
        message, words = N_("Open since {day}, and it touches our goal: “{text}”"), {"day": day}
    elif finding.code == "tied":
        message, words = N_("{n} open problems touch our goals; the first: “{text}”"), many
    elif n == 1:
        message, words = N_("“{text}” is open since {day}, tied to no goal that stands"), {"day": day}
    elif f["loose"] == n:
        message, words = N_("{n} problems are open, none tied to a goal of ours: “{text}”"), many
    else:
        message, words = N_("{n} problems are open, none tied to a goal that stands: “{text}”"), many
    return fitting(lambda text: t(message, text=text, **words), text)


def _table(judged: Problems, t: Words) -> Fragment:
    rows = judged.open[:MOST]
    left = len(judged.open) - len(rows)
    caption = t("Those that touch a goal that stands first; then complaints, problems, worries, requests.")
    if left:
        caption += " " + t.plural("{n} more is open.", "{n} more are open.", left)
    columns = [
        Column(t("Problem"), "name", phone=6),
        Column(t("Kind"), phone=3),
        Column(t("Open for"), "number", phone=3),
        Column(t("Our goal that it touches"), "reason", label=t("Our goal that it touches"), gap=True),
        Column(t("Seen to by"), phone=6, label=t("Seen to by")),
    ]
    return table(columns, [_row(one, t) for one in rows], id="problems", caption=caption)


def _row(one: Problem, t: Words) -> list[Cell]:
    # the day first: a name written from the right would turn the line round
    source = ", ".join(part for part in (t.day(one.on), one.source) if part)
    goal = Cell(one.goal, second=t("which is over") if one.over else "") if one.goal else Cell(t("none"), act=True)
    kind = one.kind == "problem"
    return [
        Cell(one.text, second=source),
        Cell(said(VOICE, one.kind, t)),
        Cell(days(one.days, t)),
        goal,
        Cell(one.owner) if one.owner else Cell("" if kind else t("nobody named"), act=not kind),
    ]


def _settled(judged: Problems, t: Words) -> Fragment | None:
    if not judged.settled:
        return None
    rows = [
        [Cell(one.text, second=one.source or ""), Cell(t.day(one.closed_on)), Cell(one.how or "")]
        for one in judged.settled[:MOST_SETTLED]
    ]
    columns = [
        Column(t("Problem"), "name", phone=6),
        Column(t("Settled"), phone=2),
        Column(t("How"), "reason", phone=4),
    ]
    return table(columns, rows, id="problems-settled", caption=t("Settled in the last three months:"), stack=True)


def _note(judged: Problems, t: Words) -> str:
    if not judged.old:
        return ""
    return t.plural(
        "{n} problem that nobody confirmed for a year is left out.",
        "{n} problems that nobody confirmed for a year are left out.",
        judged.old,
    )


def _answer(f: Facts, t: Words) -> str:
    kind, text = lowered(said(VOICE, str(f["kind"]), t), t), str(f["text"])
    return fitting(lambda text: t("Bring an answer to their {kind}: {text}", kind=kind, text=text), text)


DOES: dict[str, Say] = {"answer_problem": _answer}
