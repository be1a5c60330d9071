"""What the ledger tells of an edition's runs: whole or not, to be tried again or not, mailed or not."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from accountbook.book import Ledger
from accountbook.publish.runs import Runs

DAY = "2026-10-31"


@pytest.fixture
def run(tmp_path):
    """Puts one run on record: ``run(state, scope="all", ...)``; ``run.found()`` reads them."""
    ledger, number = Ledger(tmp_path), iter(range(1, 99))

    def make(state: str, **facts: object) -> None:
        run_id = f"monthly-{DAY}-{next(number):04}"
        told = {"load_id": "L", "code": "c", "scope": "all", **facts}
        ledger.start_run(run_id, edition="monthly", as_of=DAY, **told)
        if state != "running":
            ledger.record(run_id, run=True, state=state, ok=1, failed=0, ended=f"{facts.get('on', DAY)}T22:00:00+00:00")

    make.found = lambda: Runs(ledger, "monthly", DAY)
    make.ledger = ledger
    return make


@pytest.mark.parametrize(
    ("scopes", "whole"),
    [
        ([], False),
        (["all"], True),
        (["some"], False),
        (["only"], False),
        (["all", "some"], True),
        (["some", "all"], True),
        (["all", "only"], False),
        (["all", "only", "some"], False),
    ],
)
def test_an_edition_is_whole_by_what_its_runs_left_in_place(run, scopes, whole):
    for scope in scopes:
        run("ok", scope=scope)
    run("interrupted", scope="all")
    assert run.found().whole is whole


def test_runs_of_another_day_or_edition_are_others(run):
    run("ok")
    assert Runs(run.ledger, "monthly", "2026-10-3").all == []
    assert Runs(run.ledger, "month", DAY).all == []


@pytest.mark.parametrize(
    ("states", "today", "again"),
    [
        (["ok"], date(2026, 11, 9), False),
        (["partial"], date(2026, 10, 31), False),  # it ended on that day
        (["partial"], date(2026, 11, 1), True),
        (["partial", "interrupted"], date(2026, 11, 1), True),
        (["partial"] * 3, date(2026, 11, 1), True),
        (["partial"] * 4, date(2026, 11, 1), False),
        (["partial", "ok"], date(2026, 11, 1), False),
    ],
)
def test_pages_that_failed_may_be_tried_again_on_another_day_and_three_times(run, states, today, again):
    for state in states:
        run(state)
    assert run.found().may_try_again(load_id="L", code="c", today=today, zone=UTC) is again


def test_a_new_load_or_code_begins_anew(run):
    for _ in range(5):
        run("partial")
    found = run.found()
    same_day = {"today": date(2026, 10, 31), "zone": UTC}
    assert found.may_try_again(load_id="M", code="c", **same_day)
    assert found.may_try_again(load_id="L", code="d", **same_day)


def test_every_attempt_to_mail_stays_on_record_across_runs(run):
    run("ok")
    run.found().mailed("E1", "SMTPConnectError")
    run("ok")
    run.found().mailed("E1", "")
    run.found().mailed("E2", "TimeoutError")
    assert run.found().mails() == {"E1": ["SMTPConnectError", ""], "E2": ["TimeoutError"]}
