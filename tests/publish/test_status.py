"""The status says of each edition what is out, what failed and why, what was stopped, and what is due next."""

from __future__ import annotations

from datetime import UTC, datetime

import nbformat
import pandas as pd
import pytest

from accountbook.book import BookError, Ledger
from accountbook.publish import status_lines
from accountbook.publish.edition import only_run
from accountbook.publish.files import slug

RULES = """\
[edition.monthly]
every = "month"
business_day = 3

[edition.weekly]
every = "week"
business_day = 1
"""


@pytest.fixture
def kept(desk, notebook):
    """A desk with a monthly edition of one tiny plan, and a weekly one without a notebook."""
    (desk.notebooks / "editions.toml").write_text(RULES, encoding="utf-8")
    desk.put("account_plan", notebook("block('well')"))
    return desk


def status(desk, time: str = "2026-11-05T06:00") -> list[str]:
    now = datetime.fromisoformat(time).replace(tzinfo=UTC)
    return status_lines(desk.book, out=desk.out, notebooks=desk.notebooks, now=now)


def test_before_anything_was_published(kept):
    assert status(kept) == [
        "monthly: nothing published",
        "  due since 2026-11-04: as of 2026-10-31",
        "  next due on 2026-12-03: as of 2026-11-30",
        "weekly: nothing published, no notebook yet",
    ]


def test_failures_are_told_with_whom_they_are_about_and_why(kept, notebook):
    nbformat.write(notebook("1 / 0 if account == '007' else block('well')"), kept.notebooks / "account_plan.ipynb")
    kept.publish(now=lambda: datetime(2026, 11, 5, 5, tzinfo=UTC))
    assert status(kept) == [
        "monthly: as of 2026-10-31, partial: 2 pages, 1 failed",
        "  failed: account 007, account_plan: A calculation stopped with an error. (ZeroDivisionError, cell 5)",
        "  next due on 2026-12-03: as of 2026-11-30",
        "weekly: nothing published, no notebook yet",
    ]
    # the day after, the page is to be tried again
    assert status(kept, "2026-11-06T06:00")[2] == "  due since 2026-11-04: as of 2026-10-31"


def test_pages_taken_over_count_and_mails_are_told(kept):
    kept.publish()
    kept.publish()
    ledger = Ledger(kept.book)
    for owner, error in [("E1", "SMTPConnectError"), ("E1", ""), ("E2", "TimeoutError"), ("E3", "nothing to tell")]:
        ledger.record("monthly-2026-10-31-0002", mail=owner, error=error)
    assert status(kept)[0] == (
        "monthly: as of 2026-10-31, ok: 3 pages, 0 failed; mail: 1 sent, 1 not sent (TimeoutError)"
    )


def test_what_waits_for_a_load_says_which(kept):
    kept.publish()
    assert status(kept, "2026-12-03T06:00")[1:3] == [
        "  monthly of 2026-11-30 waits for a load exported after 2026-11-30; the newest is of 2026-11-01",
        "  next due on 2027-01-07: as of 2026-12-31",
    ]


def test_F6_F8_runs_that_did_not_end_are_told_from_those_under_way(kept):
    kept.publish()
    ledger, state = Ledger(kept.book), kept.out / ".accountbook"
    for day, hour in [("2026-09-30", 4), ("2026-11-30", 5)]:
        ledger.start_run(f"monthly-{day}-0001", edition="monthly", as_of=day, started=f"2026-12-05T0{hour}:00:00+00:00")
    ledger.start_run("monthly-2026-08-31-0001", edition="monthly", as_of="2026-08-31")
    ledger.record("monthly-2026-08-31-0001", run=True, state="interrupted", ok=1, failed=0)
    goes_on = "; the next run takes up the pages that it finished"
    lines = [
        f"  stopped: as of 2026-08-31{goes_on}",
        f"  killed: as of 2026-09-30, started 2026-12-05T04:00:00+00:00{goes_on}",
        f"  killed: as of 2026-11-30, started 2026-12-05T05:00:00+00:00{goes_on}",
    ]
    assert status(kept)[:4] == ["monthly: as of 2026-10-31, ok: 3 pages, 0 failed", *lines]
    with only_run(state / f"{slug('monthly')}.lock", "monthly"):
        assert status(kept)[3] == "  running: as of 2026-11-30, started 2026-12-05T05:00:00+00:00"
    # a later run of the same day that reached its end makes them history
    kept.publish(as_of=pd.Timestamp("2026-09-30"))
    assert [line for line in status(kept) if "2026-09-30" in line] == []


def test_an_edition_that_is_not_whole_or_not_there_is_not_called_out(kept, tmp_path):
    kept.publish(accounts=["007"])
    assert status(kept)[:3] == [
        "monthly: as of 2026-10-31, ok: 1 pages, 0 failed",
        "  not the whole edition: made for some accounts only",
        "  due since 2026-11-04: as of 2026-10-31",
    ]
    kept.out = tmp_path / "elsewhere"
    assert status(kept)[0] == f"monthly: nothing published in {tmp_path / 'elsewhere'}"


def test_editions_without_a_rule_or_no_longer_listed_are_shown_too(kept):
    kept.publish()
    path = kept.notebooks / "editions.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('edition = "monthly"', 'edition = "kickoff"'), encoding="utf-8")
    assert status(kept) == [
        "kickoff: nothing published, published when asked for",
        "monthly: as of 2026-10-31, ok: 3 pages, 0 failed, no notebook yet",
        "weekly: nothing published, no notebook yet",
    ]


def test_an_account_s_number_cannot_move_the_terminal_s_cursor(kept):
    ledger = Ledger(kept.book)
    ledger.start_run("monthly-2026-10-31-0001", edition="monthly", as_of="2026-10-31")
    told = {"notebook": "account_plan", "state": "failed", "reason": "time", "detail": ""}
    ledger.record("monthly-2026-10-31-0001", page="p", subject={"account": "\x1b[2Jx\ny"}, **told)
    ledger.record("monthly-2026-10-31-0001", run=True, state="partial", ok=0, failed=1)
    assert status(kept)[2] == "  failed: account [2Jx y, account_plan: The calculation took longer than it may."


def test_a_book_without_a_load_is_named(kept, tmp_path):
    kept.book = tmp_path / "none"
    with pytest.raises(BookError, match="none has no load yet"):
        status(kept)
