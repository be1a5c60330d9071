"""The whole list of what is to be done, where the first screen has no room for it."""

import pandas as pd

from accountbook.display.blocks.next_actions import next_actions
from accountbook.display.blocks.to_do import to_do, to_do_finding
from accountbook.planning.action import action
from accountbook.planning.actions import Actions
from accountbook.planning.coverage import Coverage

AS_OF, UNTIL = pd.Timestamp("2026-10-31"), pd.Timestamp("2026-11-30")


def judged(make, *, due, late):
    owners = {"E": "Keller"}
    ahead = [action("plan", {"text": f"Step {n}", "role": "CFO", "name": None}, AS_OF, due=UNTIL) for n in range(due)]
    passed = [
        action("our_promise", {"text": f"Drawing {n}"}, AS_OF, due=pd.Timestamp("2026-10-16"), owner_id="E",
               owners=owners, ours=True) for n in range(late)
    ]  # fmt: skip
    return make(Actions, due=tuple(ahead), overdue=tuple(passed), until=UNTIL)


def test_what_is_late_comes_first_with_who_and_by_when(make, t, read):
    found = judged(make, due=4, late=1)
    assert to_do_finding(found, t) == "5 to do by 30 Nov, 1 of them late"
    text = read(to_do(found, t))
    assert "Keep our promise: Drawing 0 Keller 16 Oct ! 15 days Step 0 nobody named 30 Nov" in text
    assert text.count("Step") == 4


def test_it_is_left_out_where_the_first_screen_shows_it_all(make, t, read):
    assert to_do(judged(make, due=3, late=1), t) is None
    assert to_do(judged(make, due=4, late=0), t) is not None
    assert to_do_finding(judged(make, due=4, late=0), t) == "4 to do by 30 Nov, the heaviest first"
    assert to_do_finding(judged(make, due=0, late=2), t) == "2 to do, all of them late"


def test_the_first_screen_leads_to_it(make, t):
    html = str(next_actions(judged(make, due=5, late=0), t, coverage=make(Coverage, state="known")))
    assert '<a href="#to-do">2 more are due by 30 Nov.</a>' in html
