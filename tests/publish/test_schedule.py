"""What is due is published once, made up for, tried again within bounds, and told in one line."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import nbformat
import pytest

from accountbook.book import Ledger
from accountbook.publish import PublishError, RunningElsewhere, publish_due
from accountbook.publish.edition import only_run

MONTHLY = '[edition.monthly]\nevery = "month"\nbusiness_day = 3\n'
WEEKLY = '[edition.weekly]\nevery = "week"\nbusiness_day = 1\n'


def clock(text: str, *, hours: int = 0):
    """A clock that stands at a time in a zone so many hours east."""
    return lambda: datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=hours)))


@pytest.fixture
def due(desk, notebook, inline):
    """A desk with a monthly edition of one tiny plan, due on the third business day; ``due.call(time)`` publishes."""
    (desk.notebooks / "editions.toml").write_text(MONTHLY, encoding="utf-8")
    desk.put("account_plan", notebook("block('well')"))

    def call(time: str, *, hours: int = 0, **options):
        options = {"out": desk.out, "notebooks": desk.notebooks, "executor": inline, **options}
        return publish_due(desk.book, now=clock(time, hours=hours), **options)

    desk.call = call
    return desk


def ended(desk) -> list[tuple[str, str]]:
    """The runs of the ledger: day and state, in the order of their names."""
    return [(run["as_of"], run["state"]) for run in desk.runs()]


def put_weekly(desk, node) -> None:
    """Add a weekly edition with a notebook about everybody."""
    nbformat.write(node, desk.notebooks / "digest.ipynb")
    with (desk.notebooks / "editions.toml").open("a", encoding="utf-8") as lines:
        lines.write(f'\n[[notebook]]\nname = "digest"\nedition = "weekly"\nunit = "company"\norder = 1\n\n{WEEKLY}')


def test_a_new_book_gets_the_newest_edition_only_and_every_further_call_nothing(due):
    done = due.call("2026-11-04T06:00")
    assert done.line == "monthly of 2026-10-31 published: 3 pages, 0 failed; next: monthly on 2026-12-03"
    assert done.exit_code == 0
    assert (due.out / "monthly" / "latest").resolve().name == "2026-10-31"
    for hour in range(7, 10):
        done = due.call(f"2026-11-04T{hour:02}:00")
        assert (done.line, done.exit_code) == ("nothing due; next: monthly on 2026-12-03", 0)
    assert ended(due) == [("2026-10-31", "ok")]


def test_before_the_third_business_day_the_month_before_is_the_newest(due):
    # October 2026: Thursday 1, Friday 2, Monday 5. November: Sunday 1 is All Saints; Monday 2, 3, Wednesday 4
    assert due.call("2026-11-03T23:59").line == (
        "monthly of 2026-09-30 published: 3 pages, 0 failed; next: monthly on 2026-11-04"
    )
    assert due.call("2026-11-04T00:00").line.startswith("monthly of 2026-10-31 published: 3 pages")


def test_the_day_is_that_of_the_clock_s_own_zone(due):
    assert due.call("2026-11-04T08:30", hours=9).line.startswith("monthly of 2026-10-31 published")
    [run] = due.runs()
    assert run["ended"] == "2026-11-03T23:30:00+00:00"


def test_F16_an_edition_waits_for_an_export_made_after_its_month(due):
    due.call("2026-11-04T06:00")
    done = due.call("2026-12-03T06:00")
    assert done.line == (
        "monthly of 2026-11-30 waits for a load exported after 2026-11-30; the newest is of 2026-11-01; "
        "next: monthly on 2027-01-07"
    )
    assert (done.exit_code, ended(due)) == (0, [("2026-10-31", "ok")])


def test_an_export_of_the_last_day_itself_does_not_hold_that_day(due, make_book):
    make_book(due.book, exported_on="2026-11-30")
    assert (
        "waits for a load exported after 2026-11-30; the newest is of 2026-11-30" in due.call("2026-12-03T06:00").line
    )
    make_book(due.book, exported_on="2026-12-01")
    assert due.call("2026-12-03T07:00").line.startswith("monthly of 2026-11-30 published")


def test_months_missed_are_made_up_for_oldest_first_and_not_without_end(due, make_book):
    due.call("2026-11-04T06:00")
    make_book(due.book, exported_on="2027-04-02")
    done = due.call("2027-04-06T06:00")  # Easter Monday was the 29th of March: 1, 2 and 5 April are business days
    assert done.line == (
        "monthly of 2027-01-31 published: 3 pages, 0 failed; monthly of 2027-02-28 published: 3 pages, 0 failed; "
        "monthly of 2027-03-31 published: 3 pages, 0 failed; next: monthly on 2027-05-05"
    )
    assert [name for name, _ in ended(due)] == ["2026-10-31", "2027-01-31", "2027-02-28", "2027-03-31"]
    assert (due.out / "monthly" / "latest").resolve().name == "2027-03-31"
    assert due.call("2027-04-06T07:00").line == "nothing due; next: monthly on 2027-05-05"


def test_nothing_is_made_of_a_time_before_the_edition_s_first_one(due, make_book):
    make_book(due.book, exported_on="2027-01-08")
    due.publish(as_of="2026-12-15")  # somebody asked for it in the middle of a month
    done = due.call("2027-01-08T06:00")
    assert done.line.startswith("monthly of 2026-12-31 published: 3 pages, 0 failed; next:")
    assert ended(due) == [("2026-12-15", "ok"), ("2026-12-31", "ok")]


def test_nothing_is_made_of_a_time_before_the_book_s_first_day(due):
    done = due.call("2025-11-04T06:00")
    assert done.line == (
        "monthly of 2025-09-30 is not made: the book knows nothing before 2025-10-31; next: monthly on 2025-11-05"
    )
    assert done.exit_code == 0
    done = due.call("2025-11-05T06:00")
    assert done.line.startswith("monthly of 2025-10-31 published: ")  # the very day of the first order


def test_a_run_for_some_accounts_is_no_edition_and_one_for_the_top_ones_takes_it_away(due):
    due.publish(accounts=["007"])
    assert due.call("2026-11-04T06:00").line.startswith("monthly of 2026-10-31 published again: 3 pages")
    due.publish(accounts=["007"])  # the others' pages stay
    assert due.call("2026-11-04T07:00").line.startswith("nothing due")
    due.publish(top=1)
    assert due.call("2026-11-04T08:00").line.startswith("monthly of 2026-10-31 published again: 3 pages")


def test_an_edition_whose_folder_is_gone_is_published_again(due, tmp_path):
    due.call("2026-11-04T06:00")
    (due.out / "monthly").rename(tmp_path / "gone")
    assert due.call("2026-11-04T07:00").line.startswith("monthly of 2026-10-31 published: 3 pages")


def test_pages_that_failed_are_tried_again_once_a_day_three_times(due, notebook):
    broken = notebook("1 / 0 if account == '007' else block('well')")
    nbformat.write(broken, due.notebooks / "account_plan.ipynb")
    done = due.call("2026-11-04T06:00")
    assert (done.line.split(";")[0], done.exit_code) == ("monthly of 2026-10-31 published: 2 pages, 1 failed", 1)
    assert [(one.subject, one.reason) for one in done.outcomes[0].failures] == [("007", "error")]
    assert due.call("2026-11-04T07:00").line.startswith("nothing due")
    for day in (5, 6, 7):
        assert due.call(f"2026-11-0{day}T06:00").line.startswith("monthly of 2026-10-31 published again: 2 pages, 1")
        assert due.call(f"2026-11-0{day}T07:00").line.startswith("nothing due")
    assert due.call("2026-11-08T06:00").line.startswith("nothing due")
    assert ended(due) == [("2026-10-31", "partial")] * 4


def test_pages_that_failed_are_tried_again_at_once_with_a_new_load_or_code(due, notebook, make_book):
    nbformat.write(notebook("1 / 0"), due.notebooks / "account_plan.ipynb")
    due.call("2026-11-04T06:00")
    make_book(due.book, exported_on="2026-11-04")
    assert "again: 0 pages, 3 failed" in due.call("2026-11-04T07:00").line
    assert due.call("2026-11-04T08:00").line.startswith("nothing due")
    (due.notebooks / "ours.py").write_text("MENDED = True\n", encoding="utf-8")
    assert "again: 0 pages, 3 failed" in due.call("2026-11-04T09:00").line
    assert due.call("2026-11-04T10:00").line.startswith("nothing due")


def test_each_edition_has_its_own_rule_and_a_broken_one_stops_no_other(due, notebook):
    put_weekly(due, notebook("block('digest')", unit="company"))
    done = due.call("2026-11-09T06:00")  # a Monday
    assert done.line == (
        "monthly of 2026-10-31 published: 3 pages, 0 failed; "
        "weekly of 2026-11-08 waits for a load exported after 2026-11-08; the newest is of 2026-11-01; "
        "next: weekly on 2026-11-16, monthly on 2026-12-03"
    )
    due.out = due.out.with_name("other")
    (due.notebooks / "account_plan.ipynb").write_text("no notebook", encoding="utf-8")
    done = due.call("2026-11-02T06:00", hours=9)  # the Sunday before was the 1st; the export is of that day
    assert done.line == (
        "monthly of 2026-09-30 could not be published; weekly of 2026-11-01 waits for a load exported after "
        "2026-11-01; the newest is of 2026-11-01; next: monthly on 2026-11-04, weekly on 2026-11-09"
    )
    assert done.exit_code == 2
    assert "account_plan.ipynb is not a notebook (NotJSONError)" in done.errors[0]
    done = due.call("2026-10-26T06:00")
    assert "weekly of 2026-10-25 published: 1 pages, 0 failed" in done.line


def test_F9_two_calls_at_once_and_a_call_during_a_run_by_hand(due):
    state = due.out / ".accountbook"
    state.mkdir(parents=True)
    with only_run(state / "due.lock", "x"), pytest.raises(RunningElsewhere, match="another run of publish --due"):
        due.call("2026-11-04T06:00")
    from accountbook.publish.files import slug

    with only_run(state / f"{slug('monthly')}.lock", "x"):
        done = due.call("2026-11-04T06:00")
    assert done.line == "monthly of 2026-10-31 is being published by another run; next: monthly on 2026-12-03"
    assert done.exit_code == 75
    assert ended(due) == []


def test_what_can_never_be_due_is_said(due):
    path = due.notebooks / "editions.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("edition.monthly", "edition.montly"), encoding="utf-8")
    with pytest.raises(PublishError, match=r"no edition with both a rule and a notebook.*add \[edition.<name>\]"):
        due.call("2026-11-04T06:00")


def test_a_book_without_a_country_has_free_weekends_only_and_says_so(due):
    path = due.book / "book.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('country = "IT"', ""), encoding="utf-8")
    done = due.call("2027-01-05T06:00")  # New Year counts as a business day: Friday 1, Monday 4, Tuesday 5
    assert done.line == (
        "monthly of 2026-12-31 waits for a load exported after 2026-12-31; the newest is of 2026-11-01; "
        "next: monthly on 2027-02-03 (by weekends only: book.toml names no country)"
    )


def test_pages_are_in_the_book_s_language_unless_another_is_asked_for(due):
    due.call("2026-11-04T06:00")
    assert [run["lang"] for run in due.runs()] == ["en"]


def test_F8_a_run_that_was_killed_is_taken_up_by_the_next_call(due):
    ledger = Ledger(due.book)
    ledger.start_run("monthly-2026-10-31-0001", edition="monthly", as_of="2026-10-31", load_id="L", code="c")
    assert due.call("2026-11-04T06:00").line.startswith("monthly of 2026-10-31 published: 3 pages, 0 failed")
    assert ended(due) == [("2026-10-31", "running"), ("2026-10-31", "ok")]
