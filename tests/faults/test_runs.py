"""What happens to an edition when its notebooks, its driver or its disk fail; named by the rows of FAULTS.md."""

from __future__ import annotations

import errno
import importlib.util
import io
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest

from accountbook.publish import PublishError, RunningElsewhere

_SPEC = importlib.util.spec_from_file_location("tiny_desk", Path(__file__).parents[1] / "publish" / "conftest.py")
_TINY = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _TINY
_SPEC.loader.exec_module(_TINY)
make_book, desk, plans, notebook = _TINY.make_book, _TINY.desk, _TINY.plans, _TINY.notebook
_no_process_left = _TINY._no_process_left

CANARY = "kim.minjun@example.com"


def only(cell: str) -> str:
    """A cell that does something for one account and shows a finding for the others."""
    lines = "\n".join(f"    {line}" for line in cell.splitlines())
    return f"if account == '007':\n{lines}\nblock(f'all is well with {{account}}')"


def break_it(plans, cell: str, *, results: str | None = None) -> None:
    """Change the published notebook so that it fails for account 007."""
    nbformat.write(_TINY.make_notebook(only(cell), results=results), plans.notebooks / "account_plan.ipynb")


FAULTS = {
    "F1_killed": ("import os; os.kill(os.getpid(), 9)", "died", ""),
    "F1_left": ("import os; os._exit(0)", "died", ""),
    "F2_memory": (
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**32, 2**32))\nbytearray(2**33)",
        "error",
        "MemoryError, cell 5",
    ),
    "F3_error": (f"raise ValueError('{CANARY}')", "error", "ValueError, cell 5"),
    "F3_error_named_after_data": (f"raise type('{CANARY}', (Exception,), {{}})()", "error", "Error, cell 5"),
    "F4_exit": ("import sys; sys.exit(0)", "unfinished", "SystemExit, cell 5"),
    "F5_sleep": ("import time; time.sleep(99)", "time", ""),
    "F5_stopped": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "time", ""),
    "F14_input": ("input()", "error", "EOFError, cell 5"),
}
"""For an account of that number: what its page's cell does, and what is told of it."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory, make_book):
    """An edition in which every fault happened to the account of its name, after one in which all was well."""
    from accountbook.tables import TABLES

    folder = tmp_path_factory.mktemp("broken")
    names = [*FAULTS, "well"]
    orders = [
        {"account_id": one, "order_id": one, "line": "1", "order_date": "2026-09-01", "item_id": "VX-1",
         "quantity": 1.0, "unit_price": 1.0, "currency": "EUR", "kind": "order"}
        for one in names
    ]  # fmt: skip
    book = make_book(
        folder / "book",
        order_lines=TABLES["order_lines"].frame(orders),
        accounts=TABLES["accounts"].frame(
            [{"account_id": one, "name": one, "team": "South", "owner_id": "E1"} for one in names]
        ),
    )
    (folder / "notebooks").mkdir()
    desk = _TINY.Desk(folder / "notebooks", book, folder / "reports")
    desk.put("account_plan", _TINY.make_notebook(_TINY.FINDING))
    desk.publish()
    before = desk.pages()
    cell = f"exec({ {name: fault[0] for name, fault in FAULTS.items()}!r}.get(account, ''))\nblock('all is well')"
    nbformat.write(_TINY.make_notebook(cell), desk.notebooks / "account_plan.ipynb")
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        outcome = desk.publish(seconds=3.0)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return desk, before, outcome, said.getvalue()


@pytest.mark.parametrize("name", FAULTS)
def test_F1_to_F5_F14_a_notebook_that_fails_leaves_a_stub_and_the_last_good_page(broken, name):
    desk, before, outcome, _ = broken
    page, pages = desk.plan(name), desk.pages()
    [failure] = [one for one in outcome.failures if one.subject == name]
    assert (failure.page, failure.reason, failure.detail) == (page, *FAULTS[name][1:])
    stub, kept = pages[page].decode(), page.replace(".html", ".last.html")
    assert "could not be made" in stub
    assert f'href="../../{kept}"' in stub
    assert pages[kept] == before[page]
    [line] = [line for line in desk.lines() if line["page"] == page]
    assert (line["state"], line["sha256"]) == ("failed", "")


def test_F1_the_batch_goes_on_and_says_that_some_failed(broken):
    desk, _, outcome, _ = broken
    assert (outcome.exit_code, outcome.ok, outcome.failed) == (1, 1, len(FAULTS))
    assert b"all is well" in desk.pages()[desk.plan("well")]
    assert desk.runs()[-1]["state"] == "partial"
    index = desk.pages()["index.html"].decode()
    assert f"{len(FAULTS)} plans failed" in index
    assert "The calculation took longer than it may." in index


def test_A12_nobody_s_data_is_logged_recorded_or_kept_for_mending(broken):
    desk, _, _, said = broken
    assert "account_plan" in said
    assert CANARY not in said
    saved = sorted((desk.out / ".accountbook" / "monthly-2026-10-31" / "failed").rglob("*.ipynb"))
    assert len(saved) == len(FAULTS)
    for path in saved:
        cells = nbformat.read(path, as_version=4).cells
        assert CANARY not in str([cell.get("outputs") for cell in cells])  # the canary stands in the source itself
    left = [*(desk.book / "ledger").rglob("*"), *desk.out.rglob("*")]
    for path in left:
        if path.is_file() and path not in saved:
            assert CANARY.encode() not in path.read_bytes(), path


def test_a_page_that_failed_is_run_again_and_its_stub_goes(plans):
    plans.publish()
    first = plans.pages()
    text = (plans.notebooks / "account_plan.ipynb").read_text(encoding="utf-8")
    break_it(plans, "1 / 0")
    assert plans.publish().failed == 1
    assert plans.publish().failed == 1  # the stub's link still leads to the last good one
    assert plans.pages()[plans.plan("007").replace(".html", ".last.html")] == first[plans.plan("007")]
    (plans.notebooks / "account_plan.ipynb").write_text(text, encoding="utf-8")
    assert plans.publish().failed == 0
    assert plans.pages() == first
    assert not list((plans.out / ".accountbook").rglob("*.ipynb"))


def test_finding_3_a_page_about_somebody_else_is_thrown_away(plans):
    break_it(plans, "pass", results="results(account_id='NA')")
    outcome = plans.publish(accounts=["007", "NA"])
    assert [(one.subject, one.reason) for one in outcome.failures] == [("007", "mixed up")]


def test_F4_a_notebook_that_never_reaches_its_results_is_a_failure(plans):
    break_it(plans, "pass", results="None if account == '007' else results(account_id=account)")
    assert [(one.subject, one.reason) for one in plans.publish().failures] == [("007", "unfinished")]


def test_F13_a_process_that_died_once_gets_a_second_chance_and_an_error_does_not(plans, tmp_path):
    tries = tmp_path / "tries"
    break_it(
        plans, f"open({str(tries)!r}, 'a').write('x')\nimport os\nif os.stat({str(tries)!r}).st_size == 1: os._exit(1)"
    )
    assert plans.publish().failed == 0
    assert tries.read_text() == "xx"
    break_it(plans, f"open({str(tries)!r}, 'a').write('y')\n1 / 0")
    assert plans.publish().failed == 1
    assert tries.read_text() == "xxy"


def test_F15_a_notebook_changed_meanwhile_changes_nothing(plans):
    path = plans.notebooks / "account_plan.ipynb"
    break_it(plans, f"open({str(path)!r}, 'w').write('broken')")
    assert plans.publish().failed == 0


def test_F11_a_full_disk_stops_the_edition_and_the_old_one_stays(plans, monkeypatch):
    plans.publish()
    before = plans.pages()
    break_it(plans, "pass")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("accountbook.publish.worker.write", full)
    with pytest.raises(PublishError, match=r"No space left on device: .* nothing was published"):
        plans.publish()
    assert plans.pages() == before
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(PublishError, match="has 0 MB free and 3 pages may need 2; make room first"):
        plans.publish()


def test_finding_6_A1_hostile_numbers_of_accounts_stay_inside(desk, make_book, tmp_path):
    from accountbook.tables import TABLES

    ids = [
        "../ESC",
        "{account_id}",
        "{account_id.__class__.__mro__}",
        "a" * 300,
        "con",
        "CON",
        "가나",
        "'; 1/0 #",
        "nul\\0",
    ]
    rows = [
        {"account_id": one, "order_id": f"O{n}", "line": "1", "order_date": "2026-09-01", "item_id": "VX-1",
         "quantity": 1.0, "unit_price": 1.0, "currency": "EUR", "kind": "order"}
        for n, one in enumerate(ids)
    ]  # fmt: skip
    desk.book = make_book(
        tmp_path / "hostile",
        order_lines=TABLES["order_lines"].frame(rows),
        accounts=TABLES["accounts"].frame([{"account_id": one, "name": one, "team": one} for one in ids]),
    )
    desk.put("account_plan", _TINY.make_notebook(_TINY.FINDING))
    outcome = desk.publish()
    assert (outcome.ok, outcome.failed) == (len(ids), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "hostile", "notebooks", "reports"]
    for path in desk.edition.rglob("*"):
        assert not set(path.name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."), path


DRIVER = """\
import sys
from pathlib import Path
import pandas as pd
from accountbook.publish import building, publish_edition

building.code_hash = lambda: "this code"  # somebody may be editing it while the test runs

if __name__ == "__main__":
    book, out, notebooks = map(Path, sys.argv[1:])
    publish_edition("monthly", book, pd.Timestamp("2026-10-31"), workers=1, out=out, notebooks=notebooks)
"""


@pytest.fixture
def drive(plans, tmp_path, monkeypatch):
    """Starts a publisher in a process of its own and waits until it works on account NA, the last one."""
    monkeypatch.setattr("accountbook.publish.building.code_hash", lambda: "this code")
    script, mark = tmp_path / "driver.py", tmp_path / "mark"
    script.write_text(DRIVER, encoding="utf-8")
    cell = (
        f"if account == 'NA':\n    open({str(mark)!r}, 'w').write(str(__import__('os').getpid()))\n"
        f"    while __import__('os').path.exists({str(mark)!r}): __import__('time').sleep(.05)\nblock('done')"
    )
    nbformat.write(_TINY.make_notebook(cell), plans.notebooks / "account_plan.ipynb")

    def start() -> tuple[subprocess.Popen, int]:
        process = subprocess.Popen([sys.executable, script, plans.book, plans.out, plans.notebooks])
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None and not (mark.exists() and mark.read_text()):
            time.sleep(0.05)
        assert mark.exists(), process.poll()
        return process, int(mark.read_text())

    return start, mark


def gone(pid: int, seconds: float = 10.0) -> bool:
    """Whether a process ends in time."""
    deadline = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not Path(f"/proc/{pid}").exists()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_F6_F8_F9_a_driver_that_is_stopped_leaves_nothing_running_and_the_next_run_does_the_rest(plans, drive, number):
    start, mark = drive
    process, cell = start()
    others = family(process.pid)
    assert cell in others
    with pytest.raises(RunningElsewhere, match="another run of monthly is under way"):
        plans.publish()
    os.kill(process.pid, number)
    code = process.wait(timeout=30)
    assert code == (143 if number == signal.SIGTERM else -9)
    assert [pid for pid in others if not gone(pid)] == []
    assert not plans.edition.exists()
    assert plans.runs()[-1]["state"] == ("interrupted" if number == signal.SIGTERM else "running")
    if number == signal.SIGTERM:
        assert [line["state"] for line in plans.lines()].count("interrupted") >= 1
        assert not (plans.out / ".accountbook" / "monthly-2026-10-31" / "slices").exists()
    mark.unlink()
    finished = sum(line["state"] == "ok" for line in plans.lines())
    assert finished == 2
    threading.Thread(target=_unlink_when_there, args=(mark,), daemon=True).start()
    outcome = plans.publish()
    assert (outcome.ok, outcome.skipped, outcome.failed) == (1, 2, 0)
    resumed = plans.pages()
    files_of = sorted(path.name for path in (plans.out / ".accountbook" / "monthly-2026-10-31").iterdir())
    assert files_of == ["pages.jsonl"]
    if number == signal.SIGKILL:
        return
    plans.out = plans.out.with_name("again")
    threading.Thread(target=_unlink_when_there, args=(mark,), daemon=True).start()
    assert plans.publish().ok == 3
    assert plans.pages() == resumed


def _unlink_when_there(mark: Path) -> None:
    """Let the waiting cell go on."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if mark.exists() and mark.read_text():
            mark.unlink()
            return
        time.sleep(0.05)
