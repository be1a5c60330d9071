"""Goals: the rung we stand on, the next one and by when, and every version with the strategy of its time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting
from accountbook.display.blocks.strategy_words import LEVEL
from accountbook.display.blocks.terms import days, lowered, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.goal_step import Step
    from accountbook.planning.goals import Goal, Goals

MOST = 8


def goals(judged: Goals, t: Words) -> Fragment | Fold | None:
    """The section "Goals", where one stands; folded where all are over; None without a table of goals."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none" or judged.finding is None:
        return Fold(t("Goals"), t("none set"))
    shown = _table(judged, t)
    if str(judged.state) == "over":
        return Fold(t("Goals"), _over(judged.finding, t), shown)
    return section(goals_finding(judged.finding, t), shown)


def goals_finding(finding: Finding, t: Words) -> str:
    """Such as "Supplier today, development partner by June 2027; lowered on 12 Oct"."""
    f = finding.facts
    level, due = said(LEVEL, str(f["level"]), t), f["due"]
    by = t.month(due, year=True) if due is not None else t("no day set")
    if finding.code == "overdue":
        over = {"by": by, "days": days(int(str(f["days"])), t)}
        if not f["text"]:
            return t("{level} was the goal for {by}: {days} over, neither reached nor dropped", level=level, **over)
        return fitting(
            lambda text: t("“{text}” was the goal for {by}: {days} over, still open", text=text, **over), str(f["text"])
        )
    today = said(LEVEL, str(f["today"]), t) if f["today"] else ""
    if finding.code == "hold":
        return _hold(f, today, by, t)
    goal = lowered(level, t)
    if not today:
        if not f["ordered"]:
            return t("No order yet; the goal is {goal}, by {by}", goal=goal, by=by)
        return t("No order in twelve months; the goal is {goal}, by {by}", goal=goal, by=by)
    words = {"today": today, "goal": goal, "by": by}
    if f["moved"] == "lowered":
        return t("{today} today, {goal} by {by}; lowered on {day}", **words, day=on_day(f["moved_on"], t))
    if f["moved"] == "raised":
        return t("{today} today, {goal} by {by}; raised on {day}", **words, day=on_day(f["moved_on"], t))
    return t("{today} today, {goal} by {by}", **words)


def _hold(f: Facts, today: str, by: str, t: Words) -> str:
    words = {"today": today, "by": by}
    if not f["text"]:
        return t("{today} today, and no goal beyond it; the present one is for {by}", **words)
    if f["top"]:
        return fitting(lambda text: t("{today} today; the goal for {by}: “{text}”", text=text, **words), str(f["text"]))
    return fitting(
        lambda text: t("{today} today, and no goal beyond it; for {by}: “{text}”", text=text, **words), str(f["text"])
    )


def _over(finding: Finding, t: Words) -> str:
    f = finding.facts
    level = lowered(said(LEVEL, str(f["level"]), t), t)
    if f["on"] is None:
        return t("none stands")
    if f["how"] == "reached":
        return t("none stands; {level} was reached on {day}", level=level, day=on_day(f["on"], t))
    return t("none stands; {level} was dropped on {day}", level=level, day=on_day(f["on"], t))


def _table(judged: Goals, t: Words) -> Fragment:
    """Goal by goal, the newest version first, each with the strategy of its time."""
    rows = _shown(judged.goals)
    left = sum(len(goal.steps) for goal in judged.goals) - len(rows)
    caption = t("Goal by goal, the newest version first, with the strategy in force then.")
    if left > 0:
        caption += " " + t.plural("{n} older version is not shown.", "{n} older versions are not shown.", left)
    columns = [
        Column(t("Set on"), "name", phone=3),
        Column(t("By"), phone=3),
        Column(t("Goal"), phone=6, label=""),
        Column(t("Why it changed"), "reason", label=t("Why it changed")),
        Column(t("Strategy then"), "reason", label=t("Strategy then")),
    ]
    return table(columns, [_row(goal, n, t) for goal, n in rows], id="goals", caption=caption)


def _shown(goals: Sequence[Goal]) -> list[tuple[Goal, int]]:
    """The newest version of every goal, and older ones of the first goals while there is room."""
    heads = [(goal, len(goal.steps) - 1) for goal in goals]
    older = [(goal, n) for goal in goals for n in range(len(goal.steps) - 2, -1, -1)]
    kept = [*heads, *older][: max(MOST, len([one for one in heads if one[0].state in ("standing", "overdue")]))]
    place = {id(goal): n for n, goal in enumerate(goals)}
    return sorted(kept, key=lambda one: (place[id(one[0])], -one[1]))


def _row(goal: Goal, n: int, t: Words) -> list[Cell]:
    step = goal.steps[n]
    return [
        Cell(t.day(step.set_on), second=said(LEVEL, step.level, t)),
        _end(goal, n, t),
        Cell(step.text or "", second=_target(step, t)),
        Cell(step.why or ""),
        _strategy(step, t),
    ]


def _target(step: Step, t: Words) -> str:
    if step.target is None:
        return step.metric or ""
    digits = 0 if step.target == round(step.target) else 1
    figure = t.number(step.target, digits=digits)
    return t("{metric}: {target}", metric=step.metric, target=figure) if step.metric else figure


def _end(goal: Goal, n: int, t: Words) -> Cell:
    step, last = goal.steps[n], n == len(goal.steps) - 1
    due = t.day(step.due_on)
    if step.ended == "reached" and (last or goal.steps[n + 1].goal_id != step.goal_id):
        return Cell(due, second=t("reached {day}", day=t.day(step.ended_on)))
    if step.ended == "dropped" and (last or goal.steps[n + 1].goal_id != step.goal_id):
        return Cell(due, second=t("dropped {day}", day=t.day(step.ended_on)))
    if last and goal.days is not None:
        return Cell(due, act=True, second=t("{days} over", days=days(goal.days, t)))
    return Cell(due, second="" if last else t("replaced"))


def _strategy(step: Step, t: Words) -> Cell:
    if step.scope is None and step.strategy is None:
        return Cell("")
    kept = t("as before") if not step.new_strategy else ""
    return Cell(step.scope or step.strategy or "", second=kept or (step.strategy if step.scope else "") or "")


def _do(f: Facts, t: Words) -> str:
    due, text = t.day(f["due"]), str(f["text"] or said(LEVEL, str(f["level"]), t))
    return fitting(lambda text: t("Set a new day for a goal or drop it: {text}, due {day}", text=text, day=due), text)


def _news(f: Facts, t: Words) -> str:
    how, level = str(f["how"]), lowered(said(LEVEL, str(f["level"]), t), t)
    words = {"level": level, "day": on_day(f["on"], t)}
    if how == "reached":
        return t("Goal reached on {day}: {level}", **words)
    if how == "dropped":
        return t("Goal dropped on {day}: {level}", **words)
    if how == "raised":
        return t("Goal raised on {day}: {level}", **words)
    if how == "lowered":
        return t("Goal lowered on {day}: {level}", **words)
    if how == "changed":
        return t("Goal changed on {day}: {level}", **words)
    return t("New goal of {day}: {level}", **words)


def _renew(f: Facts, t: Words) -> str:
    words = {"day": on_day(f["on"], t), "level": lowered(said(LEVEL, str(f["level"]), t), t)}
    if f["since"] is None:
        return t("Write the strategy for “{level}”: the goal moved on {day}, and it has none", **words)
    since = on_day(f["since"], t)
    return t("Renew the strategy of {since} for “{level}”: the goal moved on {day}", since=since, **words)


DOES: dict[str, Say] = {"overdue_goal": _do, "renew_strategy": _renew}
NEWS: dict[str, Say] = {"goal_changed": _news}
SHORT: dict[str, Say] = {
    "goal_changed": lambda f, t: t("Goal reached") if f["how"] == "reached" else t("Goal changed"),
}
