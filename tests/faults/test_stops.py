"""A run that is stopped, or met by another one; named by the rows of FAULTS.md."""

from __future__ import annotations

import os
import signal

import nbformat
import pytest
from filelock import FileLock
from typer.testing import CliRunner

from accountbook.cli import app
from accountbook.publish import Interrupted, RunningElsewhere


@pytest.mark.parametrize(
    ("number", "engine"),
    [(signal.SIGTERM, "auto"), (signal.SIGINT, "auto"), (signal.SIGKILL, "auto"), (signal.SIGKILL, "kernel")],
    ids=["F6_terminated", "F7_ctrl_c", "F8_killed", "F6_killed_with_a_stock_kernel"],
)
def test_F6_F7_F8_F9_a_driver_that_is_stopped_leaves_nothing_running_and_the_next_run_does_the_rest(
    plans, apart, family, left_over, number, engine
):
    apart.wait_on()
    process, cell = apart.start(engine=engine)
    others = family(process.pid)
    assert cell in others
    with pytest.raises(RunningElsewhere, match="another run of monthly is under way"):
        plans.publish()
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # Ctrl-C reaches the driver and all its workers
    else:
        process.send_signal(number)
    killed = number == signal.SIGKILL
    assert process.wait(timeout=10) == (-9 if killed else 143)
    with FileLock(plans.out / ".accountbook" / f"{_slug('monthly')}.lock", timeout=0):
        pass  # free at once, though workers may still be on their way out
    assert left_over(others, 5) == []
    assert not plans.edition.exists()
    assert plans.runs()[-1]["state"] == ("running" if killed else "interrupted")
    states = [line["state"] for line in plans.lines()]
    assert sorted(states) == (["ok", "ok"] if killed else ["interrupted", "ok", "ok"])
    scratch = plans.out / ".accountbook" / "monthly-2026-10-31"
    if not killed:
        assert not list(scratch.rglob("slices"))
        assert not apart.errors.read_text()
    apart.never_wait()
    outcome = plans.publish()
    assert (outcome.ok, outcome.skipped, outcome.failed) == (1, 2, 0)
    assert plans.runs()[-2]["state"] == "interrupted"  # a run that was killed is told so by the next one
    resumed = plans.pages()
    assert sorted(path.name for path in scratch.iterdir()) == ["pages.jsonl"]
    plans.out = plans.out.with_name("again")
    assert plans.publish().ok == 3
    assert plans.pages() == resumed


def test_F9_two_editions_may_be_made_at_once_and_two_of_one_name_may_not(plans, apart, tiny, make_book, tmp_path):
    lines = plans.notebooks / "editions.toml"
    lines.write_text(
        f'{lines.read_text()}\n[[notebook]]\nname = "other"\nedition = "weekly"\nunit = "account"\norder = 1\n'
    )
    nbformat.write(tiny.make_notebook(tiny.FINDING), plans.notebooks / "other.ipynb")
    apart.wait_on()
    process, _ = apart.start()
    from accountbook.publish import publish_edition

    told = {"out": plans.out, "notebooks": plans.notebooks, "executor": lambda _: tiny.Inline()}
    weekly = publish_edition("weekly", plans.book, tiny.AS_OF, **told)
    assert (weekly.ok, weekly.failed) == (3, 0)
    # another company's book does not get in between either
    with pytest.raises(RunningElsewhere, match="another run of monthly is under way"):
        publish_edition("monthly", make_book(tmp_path / "second"), tiny.AS_OF, **told)
    # into another folder the same edition may be made at the same time; both are in the ledger
    elsewhere = publish_edition("weekly", plans.book, tiny.AS_OF, **{**told, "out": tmp_path / "elsewhere"})
    assert elsewhere.ok == 3
    apart.go_on()
    assert process.wait(timeout=60) == 0, apart.errors.read_text()
    assert sorted(path.name for path in plans.out.iterdir()) == [".accountbook", "monthly", "weekly"]
    assert len(list((plans.out / "monthly" / "latest").rglob("account_plan/*.html"))) == 3
    states = {run["run_id"]: run["state"] for run in plans.runs()}
    assert states == {"monthly-2026-10-31-0001": "ok", "weekly-2026-10-31-0001": "ok", "weekly-2026-10-31-0002": "ok"}


def test_F5_the_edition_s_deadline_ends_the_run_and_the_same_call_goes_on(desk, tiny):
    desk.put("account_plan", tiny.make_notebook(tiny.FINDING))
    desk.put("first", tiny.make_notebook("import time; time.sleep(1)", unit="company"), unit="company", order=1)
    with pytest.raises(Interrupted, match=r"deadline of 0.01 min is over; nothing was published, .* goes on") as end:
        desk.publish(deadline=0.6)
    assert end.value.code == 143
    assert not desk.edition.exists()
    assert desk.runs()[-1]["state"] == "interrupted"
    assert [(line["page"], line["state"]) for line in desk.lines()] == [("first/first.html", "ok")]
    outcome = desk.publish(deadline=600)
    assert (outcome.ok, outcome.skipped, outcome.failed) == (3, 1, 0)


def test_F5_the_command_says_that_the_deadline_is_over(demo_book, tmp_path):
    told = ["--book", str(demo_book), "--as-of", "2026-10-31", "--out", str(tmp_path / "r"), "--deadline", "0"]
    shown = CliRunner().invoke(app, ["publish", "monthly", *told])
    assert shown.exit_code == 143
    assert "deadline of 0 min is over; nothing was published" in shown.output
    assert not (tmp_path / "r" / "monthly").exists()


def _slug(text: str) -> str:
    from accountbook.publish.files import slug

    return slug(text)
