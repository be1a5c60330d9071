"""Actions: what is due, by whom, and what was not done."""

import pandas as pd
import pytest

from accountbook.display.blocks.next_actions import actions_finding, next_actions
from accountbook.planning.action import Action, action
from accountbook.planning.actions import Actions
from accountbook.planning.coverage import Coverage
from accountbook.planning.finding import Finding


def _action(make, text, due, *, name=None, **more):
    does = Finding("plan", {"text": text, "role": "Head of purchasing", "name": name})
    return make(Action, does=does, due=pd.Timestamp(due), owner="Keller", **more)


def test_actions_say_who_and_when_and_what_was_not_done(make, t, read):
    due = (_action(make, "Meet the deputy", "2026-11-06"), _action(make, "Write to Neri", "2026-11-10"))
    late = (
        _action(make, "Name the quality approver", "2026-10-16", days_late=15),
        _action(make, "Name the planner", "2024-01-10", days_late=1025),
    )
    judged = make(Actions, due=due, overdue=late, until=pd.Timestamp("2026-11-30"), planned_before=4, settled_before=3)
    assert actions_finding(judged, t) == "2 due by 30 Nov; of last month's 4, 3 settled"
    text = read(next_actions(judged, t, coverage=make(Coverage, state="known")))
    assert "Meet the deputy Head of purchasing, Keller, Fri 6 Nov" in text
    assert "Not done: “Name the quality approver”, due 16 Oct, 15 days late (Keller), and 1 more." in text


@pytest.mark.parametrize(
    ("before", "settled", "said"),
    [
        (1, 0, "Nothing due by 30 Nov; the one of last month is not settled"),
        (5, 0, "Nothing due by 30 Nov; none of last month's 5 is settled"),
        (5, 5, "Nothing due by 30 Nov; all of last month's 5 are settled"),
    ],
)
def test_nothing_due_still_tells_of_last_month(make, t, before, settled, said):
    late = (_action(make, "Name the planner", "2026-10-10", days_late=21),)
    judged = make(
        Actions, overdue=late, until=pd.Timestamp("2026-11-30"), planned_before=before, settled_before=settled
    )
    assert actions_finding(judged, t) == said


def test_without_any_plan_the_block_says_where_plans_come_from(make, t):
    judged = make(Actions, until=pd.Timestamp("2026-11-30"))
    assert next_actions(judged, t, coverage=make(Coverage, state="known")).text() == (
        "Nothing is planned until 30 Nov Plans of the roles below become actions when they have a date."
    )


def test_without_a_list_of_roles_actions_take_no_room(make, t):
    judged = make(Actions, until=pd.Timestamp("2026-11-30"))
    assert not next_actions(judged, t, coverage=make(Coverage, state="no_roles"))


def test_A2_actions_are_escaped(make, t):
    name = "<img src=x onerror=alert(1)>"
    due = (_action(make, name, "2026-11-06", name=name),)
    acts = make(Actions, due=due, until=pd.Timestamp("2026-11-30"))
    assert "<img" not in str(next_actions(acts, t, coverage=make(Coverage, state="known")))


def test_the_heaviest_are_shown_by_their_day_and_what_is_needed_now_stands_first(make, t, read):
    as_of = pd.Timestamp("2026-10-31")
    heavy = [
        action("collect", {"invoice_id": "2031", "amount": 5.0, "days_late": 2}, as_of),
        action("plan", {"text": "Late one", "role": "Buyer", "name": None}, as_of, due=pd.Timestamp("2026-11-20")),
        action("plan", {"text": "Early one", "role": "Buyer", "name": None}, as_of, due=pd.Timestamp("2026-11-10")),
    ]
    light = action("renew_facts", {}, as_of, due=pd.Timestamp("2026-11-02"))
    judged = make(Actions, due=(*heavy, light), until=pd.Timestamp("2026-11-30"))
    text = read(next_actions(judged, t, coverage=make(Coverage, state="no_roles")))
    assert text.index("nobody named, now") < text.index("Early one") < text.index("Late one")
    assert "renew facts" not in text and text.endswith("1 more is due by 30 Nov.")
