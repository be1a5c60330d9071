"""What to do next: what every judgement asks for, the heaviest first, and what was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.closing import anchor
from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.terms import days, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Action as Line
from accountbook.display.lists import actions
from accountbook.display.page import block, link
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.action import Action
    from accountbook.planning.actions import Actions
    from accountbook.planning.coverage import Coverage

MOST = 3
"""Actions on the first screen; the section `TO_DO` lists all."""
TO_DO = "To do"


def next_actions(judged: Actions, t: Words, *, coverage: Coverage) -> Fragment:
    """The block "Next actions": boxes to tick for the heaviest, by their day; what was not done in orange.

    Parameters
    ----------
    coverage : the roles, whose plans are among the actions.

    Returns
    -------
    Fragment
        Empty where nothing asks for an action and the book has no list of roles, so that nothing can be planned.
    """
    late = judged.overdue
    if str(coverage.state) == "no_roles" and not late and not judged.due:
        return Fragment()
    shown = sorted(judged.due[:MOST], key=lambda one: (one.due is not None, one.due))
    undone = _undone(late[0], len(late), t) if late else ""
    left = len(judged.due) - len(shown)
    more = t.plural("{n} more is due by {day}.", "{n} more are due by {day}.", left, day=on_day(judged.until, t))
    note = link("#" + anchor(TO_DO), more) if left else ""
    finding = actions_finding(judged, t)
    if not shown and not late:
        return block(finding, t("Plans of the roles below become actions when they have a date."))
    return block(finding, actions([_line(one, t) for one in shown], undone=undone), note=note)


def actions_finding(judged: Actions, t: Words) -> str:
    """Such as "3 by 30 Nov; of the 4 due since last month 3 are settled"."""
    n, day = len(judged.due), on_day(judged.until, t)
    if not n and not judged.overdue:
        return t("Nothing is planned until {day}", day=day)
    if not judged.planned_before:
        if judged.overdue:
            return t("{n} due by {day}, {late} late", n=n, day=day, late=len(judged.overdue))
        return t.plural("{n} action is due by {day}", "{n} actions are due by {day}", n, day=day)
    before, settled = judged.planned_before, judged.settled_before
    due = t.number(n) if n else t("Nothing")
    if not settled:
        return t.plural(
            "{due} due by {day}; the one of last month is not settled",
            "{due} due by {day}; none of last month's {n} is settled",
            before,
            due=due,
            day=day,
        )
    if settled >= before:
        return t.plural(
            "{due} due by {day}; the one of last month is settled",
            "{due} due by {day}; all of last month's {n} are settled",
            before,
            due=due,
            day=day,
        )
    return t(
        "{due} due by {day}; of last month's {before}, {settled} settled",
        due=due,
        day=day,
        before=before,
        settled=settled,
    )


def _line(one: Action, t: Words) -> Line:
    about = one.does.facts.get("name") or one.does.facts.get("role") if one.does.code == "plan" else None
    text = action_sentence(one.does.code, one.does.facts, t)
    when = t.weekday(one.due) if one.due is not None else t("now")
    parts = [str(about) if about and str(about) not in text else "", one.owner or t("nobody named"), when]
    return Line(text, ", ".join(part for part in parts if part))


def _undone(one: Action, count: int, t: Words) -> str:
    owner = one.owner or t("nobody named")
    late = days(one.days_late or 0, t)
    text = action_sentence(one.does.code, one.does.facts, t)
    values = {"text": text, "owner": owner, "day": on_day(one.due, t), "late": late}
    if count > 1:
        return t.plural(
            "Not done: “{text}”, due {day}, {late} late ({owner}), and {n} more.",
            "Not done: “{text}”, due {day}, {late} late ({owner}), and {n} more.",
            count - 1,
            **values,
        )
    return t("Not done: “{text}”, due {day}, {late} late ({owner}).", **values)
