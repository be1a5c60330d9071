"""Promises: the finding, who owes what since when, the folded line."""

import pandas as pd
import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.promises import promises, promises_finding
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.page import Fold
from accountbook.planning.kept import Kept
from accountbook.planning.promises import Promises, Standing

EVIL = "<img src=x onerror=alert(1)>"


def standing(make, days, **more):
    due = pd.Timestamp("2026-10-31") - pd.Timedelta(days=days)
    return make(Standing, **{"side": "ours", "text": "Send the drawing", "days": days, "due_on": due} | more)


def kept(in_time, due, *, left=0):
    return Kept("ours", due, in_time, due - in_time - left, 0, left)


@pytest.fixture
def ledger(make):
    def of(**more):
        empty = {"state": "known", "ours": kept(0, 0), "theirs": kept(0, 0), "actions_kept": kept(0, 0)}
        return make(Promises, **empty | more)

    return of


def test_cap_12_the_finding_is_what_we_owe(make, t, ledger):
    one, two = standing(make, 71), standing(make, 15)
    judged = ledger(overdue=(one, two), ours=kept(8, 12))
    said = "2 promises of ours are overdue, the longest 71 days; 8 of 12 we kept in time"
    assert promises_finding(judged, t) == said and len(said) <= 90
    both = ledger(overdue=(one,), their_overdue=(two,), ours=kept(8, 12))
    assert promises_finding(both, t) == "Promises overdue: 1 of ours, up to 71 days; 1 of theirs, up to 15 days"


def test_cap_12_a_side_of_which_few_fell_due_is_not_counted_up(make, t, ledger):
    one, two = standing(make, 71, side="theirs"), standing(make, 15, side="theirs")
    assert promises_finding(ledger(their_overdue=(one,), theirs=kept(0, 1, left=1)), t) == (
        "A promise of theirs is 71 days overdue"
    )
    assert promises_finding(ledger(their_overdue=(one, two), theirs=kept(0, 4, left=2)), t) == (
        "2 promises of theirs are overdue, the longest 71 days"
    )
    assert promises_finding(ledger(their_overdue=(one,), theirs=kept(2, 5, left=1)), t) == (
        "A promise of theirs is 71 days overdue; 2 of 5 they kept in time"
    )
    assert promises_finding(ledger(overdue=(one,), ours=kept(0, 1, left=1)), t) == (
        "A promise of ours is 71 days overdue"
    )


def test_promises_of_any_length_leave_actions_and_news_one_line(t):
    facts = {"text": "Send the drawing of the new valve " * 300, "name": "Dr. Konstantin Freiherr " * 9, "days": 24,
             "due": pd.Timestamp("2026-10-07"), "more": 2}  # fmt: skip
    said = [action_sentence(code, facts | {"name": who}, t) for code in ("our_promise", "agreed", "chase_promise")
            for who in (None, facts["name"])]  # fmt: skip
    said += [change_sentence(code, facts | {"more": n}, t) for code in ("promise_broken", "their_promise_broken")
             for n in (0, 2)]  # fmt: skip
    assert [one for one in said if len(one) > 90] == []
    assert said[0] == "Keep our promise: Send the drawing of the new valve Send the drawing of the new valve…"


def test_cap_13_who_owes_what_since_when(make, t, ledger, read):
    theirs = standing(make, 24, side="theirs", name="Ferri", owner="Okafor", text="Forecast")
    shown = read(promises(ledger(overdue=(standing(make, 71),), their_overdue=(theirs,), stale=(theirs,) * 3), t))
    assert "Send the drawing we 21 Aug ! 71 nobody named" in shown
    assert "Forecast they: Ferri 7 Oct 24 Okafor" in shown
    assert shown.endswith("3 of theirs older than a year are still open: settle them or strike them off.")


def test_cap_12_where_all_is_kept_it_is_one_line(t, ledger):
    told = promises(ledger(ours=kept(11, 12), theirs=kept(5, 6)), t)
    assert isinstance(told, Fold)
    assert told.reason == "none overdue; in 12 months we kept 11 of 12 in time, they 5 of 6"
    rarely = promises(ledger(ours=kept(2, 8), theirs=kept(5, 6)), t)
    assert rarely.text().startswith("We kept 2 of 8 promises in time in 12 months, they 5 of 6")


def test_cap_12_what_is_open_for_years_and_our_own_actions_are_not_passed_over(make, t, ledger, read):
    old, own = standing(make, 979), standing(make, 214, action=True, text="Name a plan B")
    told = promises(ledger(ours=kept(3, 3), stale=(old, old, old), undone=(own,)), t)
    said = "3 older than a year and 1 action are still open: settle them or strike them off"
    assert told.reason == f"{said}; in 12 months we kept 3 of 3 in time"
    assert "Name a plan B an action of ours 31 Mar ! 214 nobody named" in read(told.body)
    assert promises(ledger(stale=(old,)), t).reason == (
        "1 older than a year is still open: settle it or strike it off; no promise fell due in 12 months"
    )


def test_a_book_without_the_table_says_nothing_here(make, t, ledger):
    assert promises(make(Promises, state="no_table"), t) is None
    assert promises(ledger(state="none"), t).reason == "none of either side is on record"


def test_cap_12_what_is_to_be_done_and_what_is_new(t):
    facts = {"text": "Forecast", "name": "Ferri", "days": 24, "due": pd.Timestamp("2026-10-07"), "more": 1}
    assert action_sentence("chase_promise", facts, t) == "Ask Ferri for what was promised, 24 days late: Forecast"
    assert action_sentence("our_promise", facts, t) == "Keep our promise to Ferri: Forecast"
    assert change_sentence("promise_broken", facts, t) == "Our promise for 7 Oct is not kept, nor 1 more: Forecast"


def test_what_people_wrote_is_text(make, t, ledger):
    shown = str(promises(ledger(overdue=(standing(make, 71, text=EVIL, name=EVIL, owner=EVIL),)), t))
    assert EVIL not in shown and shown.count("&lt;img") == 3
