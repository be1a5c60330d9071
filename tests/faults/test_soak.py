"""Many runs in a row and many at once leave nothing behind; named by the rows of FAULTS.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accountbook.publish import engine
from accountbook.publish.zygote import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork soundly")

SOAK = """\
import importlib.util, json, os, sys, time
from pathlib import Path

spec = importlib.util.spec_from_file_location("tiny_desk", sys.argv[1])
tiny = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = tiny
spec.loader.exec_module(tiny)


def held():
    from accountbook.publish.warm import zygote
    pid = zygote()._process.pid
    below = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 5
    while below.read_text() and time.monotonic() < until:
        time.sleep(0.02)  # it buries a notebook after it has told of its end
    def resident(pid):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return {
        "handles": len(os.listdir("/proc/self/fd")), "zygote_handles": len(os.listdir(f"/proc/{pid}/fd")),
        "children": len(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()),
        "zygote_children": len(below.read_text().split()), "zygote": pid,
        "temporary": sorted(os.listdir(os.environ["TMPDIR"])), "resident": resident(os.getpid()),
        "zygote_resident": resident(pid),
    }


desk, told = tiny.Desk(*map(Path, sys.argv[2:])), []
for number in range(30):
    tiny.nbformat.write(tiny.make_notebook(f"block('{number} of ' + account)"), desk.notebooks / "account_plan.ipynb")
    assert desk.publish(accounts=["007"] if number else []).ok
    told.append(held())
from accountbook.publish import worker
worker.end()
print(json.dumps(told))
"""


def test_F12_thirty_editions_leave_no_handle_no_process_no_temporary_file_and_no_memory(plans, tmp_path):
    script, temporary = tmp_path / "soak.py", tmp_path / "temporary"
    script.write_text(SOAK, encoding="utf-8")
    temporary.mkdir()
    tiny = Path(__file__).parents[1] / "publish" / "conftest.py"
    told = subprocess.run(
        [sys.executable, script, tiny, plans.notebooks, plans.book, plans.out],
        env=os.environ | {"TMPDIR": str(temporary)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    runs = json.loads(told.stdout)
    assert len(runs) == 30
    for name in ("handles", "zygote_handles", "children", "zygote_children", "zygote", "temporary"):
        assert {json.dumps(run[name]) for run in runs[5:]} == {json.dumps(runs[5][name])}, name
    assert runs[-1]["zygote_children"] == 0
    assert runs[-1]["temporary"] == []
    for name in ("resident", "zygote_resident"):  # a share of what it is after the first ones
        assert runs[-1][name] <= 1.05 * runs[5][name], name


def test_F13_eight_stock_kernels_at_once_do_not_clash(notebook, desk):
    from jupyter_core.utils import ensure_event_loop
    from papermill.execute import execute_notebook

    engine.register()
    here = sorted(os.listdir())

    def run(number: int) -> str:
        node = notebook(f"{number} * 11", results="results(account_id=account)")
        node.metadata["papermill"] = {}
        for cell in node.cells:
            cell.metadata.setdefault("tags", [])
        given = {"book": str(desk.book), "as_of": "2026-10-31", "account": "007"}
        done = execute_notebook(
            node, None, given, engine_name=engine.KERNEL, progress_bar=False, seconds=240.0, folder=desk.notebooks
        )
        ensure_event_loop().close()  # jupyter keeps one for each thread, and these threads end
        return [cell for cell in done.cells if cell.cell_type == "code"][3].outputs[0].data["text/plain"]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(run, range(8))) == [str(number * 11) for number in range(8)]
    assert sorted(os.listdir()) == here


def test_F13_a_notebook_that_cannot_be_started_is_tried_once_more(plans, tmp_path, monkeypatch):
    from accountbook.publish import worker

    tries = tmp_path / "tries"
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\necho x >> {tries}\n[ $(wc -l < {tries}) -gt $FAILS ] || exit 1\nexec {sys.executable} "$@"'
    )
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    worker.end()  # the zygote of the tests before
    monkeypatch.setenv("FAILS", "1")
    assert plans.publish(accounts=["007"]).ok == 1
    assert tries.read_text() == "x\nx\n"
    worker.end()
    monkeypatch.setenv("FAILS", "99")
    plans.out = tmp_path / "other"
    outcome = plans.publish(accounts=["007"])
    assert [(one.subject, one.reason) for one in outcome.failures] == [("007", "start")]
    assert 2 + 2 <= len(tries.read_text().split()) <= 2 + 4  # twice for the page, and before it to be ready in time
