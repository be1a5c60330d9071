"""The scorecard's judgements over grades: scores, misses, whom it may name, and the ERP in one sum."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.planning.graded import misses, scores
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import Naming
from accountbook.planning.own_book import own_book, total
from accountbook.planning.promised import promised
from accountbook.planning.reading import reading
from accountbook.planning.scorecard import scorecard

AS_OF, MADE = pd.Timestamp("2026-10-31"), pd.Timestamp("2026-08-31")
NO_QUALITY = pd.DataFrame(columns=["target", "metric", "shown", "value", "naive", "rows"])
SAID = ["account_id", "made", "recomputed", "horizon_days", "days_p10", "days_p50", "days_p90", "naive_days_p50",
        "typical_lo", "typical_hi", "expected", "naive_expected"]  # fmt: skip


def grade(target, account="A", **more):
    row = {"target": target, "account_id": account, "opportunity_id": "", "made": MADE, "horizon_days": 60,
           "said": 0.5, "lo": 0.2, "hi": 0.8, "naive": 0.4, "happened": 1.0, "loss": 0.5, "naive_loss": 1.0,
           "recomputed": 0}  # fmt: skip
    return row | more


def card(book, graded, naming=None, said=None):
    if said is None:
        said = pd.DataFrame(columns=SAID).astype({"made": "datetime64[us]"})
    return scorecard(
        book, pd.DataFrame(graded), NO_QUALITY, said, None, month_before=pd.Timestamp("2026-09-30"),
        naming=naming or Naming(True, {}), erp=total(own_book(book)), exported_on=AS_OF,
    )  # fmt: skip


def test_the_date_of_who_never_ordered_has_no_range_to_hold():
    rows = [grade("date", said=20.0, lo=10.0, hi=30.0, happened=30.0), grade("date", lo=10.0, hi=61.0, happened=61.0)]
    [found] = scores(pd.DataFrame(rows), NO_QUALITY)
    assert (found.rows, found.held, found.ranged) == (2, 1, 1)
    assert (found.loss, found.naive_loss, found.better) == (0.5, 1.0, 0.5)


def test_what_is_switched_off_is_told_from_what_the_gate_keeps_shut():
    quality = pd.DataFrame(
        [("churn60", "due_log_loss", "naive"), ("churn60", "log_loss", "naive"), ("churn90", "log_loss", "naive")],
        columns=["target", "metric", "shown"],
    )
    found = scores(pd.DataFrame([grade("churn60"), grade("churn90")]), quality)
    assert [(one.target, one.off, one.decided, one.shown) for one in found] == [
        ("churn60", True, True, "naive"),
        ("churn90", False, False, "naive"),
    ]


def test_the_worst_miss_is_the_farthest_outside_its_range():
    rows = [
        grade("date", "near", lo=8.0, hi=61.0, said=61.0, happened=7.0),
        grade("date", "far", lo=3.0, hi=40.0, said=14.0, happened=61.0),
        grade("date", "held", lo=3.0, hi=61.0, said=14.0, happened=61.0),
        grade("deals", "A", opportunity_id="D1", said=0.25, happened=1.0, loss=1.3863),
        grade("deals", "A", opportunity_id="D2", said=0.26, happened=1.0, loss=1.3471),
    ]
    found = misses(pd.DataFrame(rows), {"far": "Far AB"}, {"D1": "Pump"})
    assert [(one.target, one.account_id, one.name) for one in found] == [
        ("date", "far", "Far AB"), ("date", "near", None), ("deals", "A", "Pump"),
    ]  # fmt: skip


def test_an_account_of_a_team_is_in_no_name_and_one_alone_in_no_figure():
    graded = [grade("churn90", f"S{n}", said=0.1, loss=2.3) for n in range(5)]
    graded += [grade("churn90", "N0", said=0.1, loss=2.3, naive_loss=9.0), grade("churn90", "own", said=0.1, loss=2.3)]
    teams = {**{f"S{n}": "South" for n in range(5)}, "N0": "North"}
    found = card(MemoryView(AS_OF, {"order_lines": []}), graded, Naming(False, teams))
    assert [one.account_id for one in found.misses] == ["own"]
    assert (found.scores[0].rows, found.scores[0].naive_loss, found.left_out, found.unnamed) == (6, 1.0, 1, True)


def test_each_target_is_told_of_enough_accounts_by_itself():
    """Five accounts of South were judged on silence, and one of them on its next order's amount."""
    teams = {f"S{n}": "South" for n in range(5)}
    graded = [grade("churn90", one) for one in teams] + [grade("next_amount", "S0")]
    found = card(MemoryView(AS_OF, {"order_lines": []}), graded, Naming(False, teams))
    assert [(one.target, one.rows) for one in found.scores] == [("churn90", 5)]
    assert found.left_out == 1
    told = card(MemoryView(AS_OF, {"order_lines": []}), graded)
    assert [one.target for one in told.scores] == ["churn90", "next_amount"] and told.left_out == 0


def test_cap_43_a_topic_of_too_few_accounts_is_not_told():
    """Five customers of a team named a day, and one of them an amount."""
    names = [f"S{n}" for n in range(5)]
    days = [{"statement_id": one, "account_id": one, "said_on": "2026-08-31", "topic": "order_date",
             "value_on": "2026-09-10"} for one in names]  # fmt: skip
    money = {"statement_id": "m", "account_id": "S0", "said_on": "2026-08-31", "topic": "order_amount", "value": 9.0,
             "horizon": "2026-09-30"}  # fmt: skip
    view = MemoryView(AS_OF, {"order_lines": [], "customer_statements": [*days, money]})
    hidden = card(view, [grade("churn90")], Naming(False, dict.fromkeys(names, "South")))
    assert [one.what for one in hidden.words] == ["order_date"]
    assert [one.what for one in card(view, [grade("churn90")]).words] == ["order_amount", "order_date"]


def test_the_first_look_is_at_the_newest_day_about_a_month_back():
    """An edition of the 31st reads what was said on the 29th of the month before, 32 days ago, not what is older."""
    row = {"account_id": "A", "recomputed": 1, "horizon_days": 60, "days_p10": 2.0, "days_p50": 9.0, "days_p90": 20.0}
    said = pd.DataFrame([row | {"made": pd.Timestamp(day)} for day in ("2026-09-10", "2026-09-29", "2026-10-20")])
    said = said.reindex(columns=SAID)
    found = card(MemoryView(AS_OF, {"order_lines": []}), [grade("churn90")], said=said)
    assert (found.reading.made, found.reading.accounts) == (pd.Timestamp("2026-09-29"), 1)
    assert found.recomputed
    old = card(MemoryView(AS_OF, {"order_lines": []}), [grade("churn90")], said=said[said["made"] < "2026-09-16"])
    assert old.reading is None


def test_what_fell_due_before_this_month_is_graded_again():
    """60 days from 31 August end on 30 October, those from 31 July on 29 September."""
    july = pd.Timestamp("2026-07-31")
    rows = [grade("churn60"), *(grade(target, "B", made=july) for target in ("churn60", "date", "deals"))]
    found = scores(pd.DataFrame(rows), NO_QUALITY, since=pd.Timestamp("2026-09-30"))
    assert {one.target: one.again for one in found} == {"churn60": False, "date": True, "deals": False}


def test_cap_28_erp_and_own_book_in_one_sum():
    deal = {"opportunity_id": "D1", "account_id": "A", "created_on": "2026-01-01", "amount": 90.0, "outcome": "won",
            "closed_on": "2026-06-01"}  # fmt: skip
    contract = {"contract_id": "C1", "account_id": "B", "signed_on": "2026-06-01", "amount": 40.0, "currency": "EUR"}
    line = {"account_id": "C", "order_date": "2026-02-01", "item_id": "V", "opportunity_id": "D0", "unit_price": 1.0}
    forecast = {"forecast_id": "F", "owner_id": "E", "account_id": "C", "starts_on": "2026-09-01",
                "ends_on": "2026-09-30", "amount": 500.0, "submitted_on": "2026-08-28"}  # fmt: skip
    won = deal | {"opportunity_id": "D0", "account_id": "C", "closed_on": "2026-01-20"}
    book = MemoryView(
        AS_OF,
        {"order_lines": [line], "opportunities": [deal, won], "contracts": [contract], "forecasts": [forecast]},
    )
    found = card(book, [grade("churn90")]).erp
    # a deal of 90 and a contract of 40 without an order; a guess of 500 is no difference of papers
    assert (found.amount, dict(found.counts)) == (130.0, {"won_no_order": 1, "contract_no_order": 1, "forecast_off": 1})


def test_a_first_reading_counts_the_silent_range_as_passed():
    said = pd.DataFrame(
        {"account_id": ["in", "early", "silent", "waits"], "made": pd.Timestamp("2026-09-30"), "recomputed": 1,
         "horizon_days": 60, "days_p10": [5.0, 15.0, 2.0, 2.0], "days_p90": [20.0, None, 30.0, 31.0],
         "typical_lo": 10.0, "typical_hi": 20.0}
    )  # fmt: skip
    days = pd.DataFrame(
        {"account_id": ["in", "in", "early", "silent"], "amount": [15.0, 900.0, None, 5.0],
         "order_date": pd.to_datetime(["2026-10-10", "2026-10-12", "2026-10-02", "2026-09-30"])}
    )  # fmt: skip
    found = reading(said, days, AS_OF)
    # the order of 30 September was known when it was said
    assert (found.accounts, found.ordered, found.inside, found.early, found.passed) == (4, 2, 1, 1, 1)
    assert (found.amounts, found.amounts_inside, found.recomputed) == (1, 1, True)
    assert reading(said.iloc[:0], days, AS_OF) is None


@pytest.mark.parametrize(("due_on", "counted"), [("2026-09-29", 0), ("2026-09-30", 1), ("2026-10-30", 1), (AS_OF, 0)])
def test_each_promise_is_told_in_one_month_and_not_on_its_own_day(due_on, counted):
    rows = [{"commitment_id": "1", "account_id": "A", "side": "ours", "text": "Send it", "made_on": "2026-09-01",
             "due_on": due_on}]  # fmt: skip
    found = promised(MemoryView(AS_OF, {"order_lines": [], "commitments": rows}))
    assert sum(one.open for one in found.sides) == len(found.undone) == counted


def test_what_was_done_late_or_dropped_is_told_by_side():
    base = {"account_id": "A", "text": "Send it", "made_on": "2026-09-01", "due_on": "2026-10-10"}
    rows = [
        base | {"commitment_id": "1", "side": "ours", "done_on": "2026-10-10"},
        base | {"commitment_id": "2", "side": "ours", "done_on": "2026-10-11"},
        base | {"commitment_id": "3", "side": "ours", "dropped_on": "2026-10-02"},
        base | {"commitment_id": "4", "side": "theirs"},
    ]
    view = MemoryView(AS_OF, {"order_lines": [], "commitments": rows})
    ours, theirs = promised(view).sides
    assert (ours.due, ours.in_time, ours.late, ours.dropped, ours.open) == (3, 1, 1, 1, 0)
    assert (theirs.due, theirs.open) == (1, 1)
    # five accounts of a team owed something, and to one of them we did
    names = [f"S{n}" for n in range(5)]
    owed = [base | {"commitment_id": one, "account_id": one, "side": "theirs"} for one in names]
    due = MemoryView(AS_OF, {"order_lines": [], "commitments": [*owed, rows[0] | {"account_id": "S0"}]})
    some = promised(due, Naming(False, dict.fromkeys(names, "South")))
    assert ([(one.side, one.due) for one in some.sides], some.left_out) == ([("theirs", 5)], 1)
    # of one account of a team nothing is told
    hidden = promised(view, Naming(False, {"A": "South"}))
    assert (hidden.sides, hidden.undone, hidden.left_out) == ((), (), 1)
