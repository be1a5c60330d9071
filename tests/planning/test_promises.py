"""Promises of both sides: what fell due, what is overdue, and what is to be done about it."""

import pandas as pd
import pytest

from accountbook.planning.kept import Kept
from accountbook.planning.promised import promised
from accountbook.planning.promises import PromisesState, promises


def made(number, due, *, side="ours", kind="promise", **more):
    base = {"commitment_id": str(number), "account_id": "A", "side": side, "kind": kind, "text": f"Text {number}"}
    return base | {"made_on": "2025-01-02", "due_on": due} | more


OURS = [
    made(1, "2026-02-10", done_on="2026-02-10"),
    made(2, "2026-03-10", done_on="2026-03-12"),
    made(3, "2026-04-10", dropped_on="2026-04-01"),
    made(4, "2026-09-01", owner_id="E1", contact_id="C1"),
    made(5, "2026-10-16"),
    made(6, "2026-10-31"),  # its day has not passed
    made(7, "2025-03-01"),  # has stood for more than a year
    made(8, None),
]


def test_cap_12_each_promise_of_ours_is_kept_late_given_up_or_open(view):
    found = promises(view(commitments=OURS))
    assert found.ours == Kept("ours", due=5, in_time=1, late=1, dropped=1, open=2)
    assert [(one.text, one.days) for one in found.overdue] == [("Text 4", 60), ("Text 5", 15)]
    assert ([one.text for one in found.stale], found.open, found.undated) == (["Text 7"], 1, 1)
    assert found.enough == (True, False)


def test_cap_12_what_is_open_beside_the_promises_of_the_year_is_told(view):
    rows = [
        made(1, "2023-05-31", kind="action"), made(2, "2024-02-25"), made(3, "2025-06-04"),
        made(4, "2026-03-31", kind="action"), made(5, "2024-01-01", side="theirs"), made(6, "2026-11-07"),
        made(7, "2024-01-01", done_on="2026-01-01"),
    ]  # fmt: skip
    found = promises(view(commitments=rows))
    assert [(one.text, one.days) for one in found.left_open] == [
        ("Text 4", 214), ("Text 1", 1249), ("Text 2", 979), ("Text 3", 514), ("Text 5", 1034),
    ]  # fmt: skip
    assert (found.overdue, found.open) == ((), 1)


def test_cap_12_a_promise_overdue_asks_its_owner_and_names_to_whom(view):
    people = [{"contact_id": "C1", "account_id": "A", "name": "Ferri"}]
    rows = {"commitments": OURS, "contacts": people, "employees": [{"employee_id": "E1", "name": "Okafor"}]}
    first, second = promises(view(**rows)).actions
    assert (first.does.code, first.does.facts["text"], first.days_late, first.owner) == (
        "our_promise",
        "Text 5",
        15,
        None,
    )
    assert (second.does.facts["name"], second.owner, second.days_late) == ("Ferri", "Okafor", 60)


def test_cap_12_shipments_and_claims_are_promises_too(view):
    day = {"account_id": "A", "confirmed_on": "2026-01-02"}
    shipments = [
        day | {"shipment_id": "1", "promised_on": "2026-03-01", "arrived_on": "2026-03-01"},
        day | {"shipment_id": "2", "promised_on": "2026-03-01", "arrived_on": "2026-03-02"},
        day | {"shipment_id": "3", "promised_on": "2026-10-30"},
        day | {"shipment_id": "5", "promised_on": "2025-06-01", "arrived_on": "2025-06-01"},
    ]
    claims = [{"claim_id": "1", "account_id": "A", "opened_on": "2026-10-01", "closed_on": "2026-11-04"}]
    found = promises(view(commitments=[], shipments=shipments, claims=claims))
    assert (found.shipped, found.shipped_in_time, found.claims_open) == (3, 1, 1)
    assert found.state == PromisesState.NONE


def test_cap_13_what_they_owe_is_chased_and_never_late_for_us(view):
    found = promises(view(commitments=[made(1, "2026-08-01", side="theirs"), made(2, "2026-10-21", side="theirs")]))
    assert [one.text for one in found.their_overdue] == ["Text 1", "Text 2"]
    (chase,) = found.actions
    assert (chase.does.code, chase.does.facts["text"], chase.does.facts["days"]) == ("chase_promise", "Text 2", 10)
    assert (chase.due, chase.days_late) == (None, None)
    (news,) = found.news
    assert (news.code, news.facts["due"], news.facts["more"]) == ("their_promise_broken", pd.Timestamp("2026-10-21"), 0)


def test_cap_12_what_stands_for_longer_than_a_month_is_no_news(view):
    assert promises(view(commitments=[made(1, "2026-09-29")])).news == ()
    (news,) = promises(view(commitments=[made(1, "2026-09-30"), made(2, "2026-10-20")])).news
    assert (news.code, news.facts["text"], news.facts["more"]) == ("promise_broken", "Text 2", 1)


def test_cap_21_the_actions_of_the_month_that_are_settled(view):
    rows = [
        made(1, "2026-10-05", kind="action", done_on="2026-10-09"),
        made(2, "2026-10-06", kind="action", dropped_on="2026-10-09"),
        made(3, "2026-10-07", kind="action"),
        made(4, "2026-11-20", kind="action"),
        made(5, "2026-12-20", kind="action"),
        made(6, "2026-10-08"),
    ]
    found = promises(view(commitments=rows))
    assert found.month == (3, 2)
    agreed = [(one.does.facts["text"], one.days_late) for one in found.actions if one.does.code == "agreed"]
    assert agreed == [("Text 3", 24), ("Text 4", None)]
    assert found.ours.due == 1 and found.actions_kept.due == 3


def test_what_was_done_later_was_not_done_then(view):
    rows = [made(1, "2026-10-05", done_on="2026-11-02")]
    assert promises(view(commitments=rows)).ours.open == 1
    assert promises(view("2026-11-30", commitments=rows)).ours.late == 1


def test_the_scorecard_judges_a_month_by_the_same_rule(view):
    rows = [made(1, "2026-10-05", done_on="2026-10-09"), made(2, "2026-10-06"), made(3, "2026-10-31")]
    (ours,) = promised(view(commitments=rows)).sides
    assert ours == promises(view(commitments=rows)).ours == Kept("ours", 2, 0, 1, 0, 1)


@pytest.mark.parametrize(("tables", "state"), [({}, "no_table"), ({"commitments": []}, "none")])
def test_a_book_without_promises_says_which_it_is(view, tables, state):
    found = promises(view(**tables))
    assert (found.state, found.actions, found.news, found.month) == (state, (), (), (0, 0))


@pytest.mark.parametrize(
    ("due", "in_ledger", "overdue", "old"), [("2025-10-31", 1, [365], 0), ("2025-10-30", 0, [], 1)]
)
def test_cap_12_what_fell_due_a_year_ago_is_in_the_ledger_or_old_and_never_both(view, due, in_ledger, overdue, old):
    row = {"commitment_id": "1", "account_id": "A", "side": "theirs", "text": "T", "made_on": "2025-01-02"}
    found = promises(view(commitments=[row | {"due_on": due}]))
    assert (found.theirs.due, [one.days for one in found.their_overdue], len(found.stale)) == (in_ledger, overdue, old)
