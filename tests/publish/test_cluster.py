"""An edition made by a real Dask scheduler and two real workers, one of which is killed on the way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.executors import ClusterError, on_cluster
from accountbook.models.slices import training_slices
from accountbook.tables import TABLES

WORKERS = 2
ORDER_LINES = TABLES["order_lines"].frame(
    {
        "order_id": f"{account}-{number}", "line": "1", "account_id": f"A{account}", "kind": "order", "item_id": "P-1",
        "order_date": pd.Timestamp("2026-01-02") + pd.Timedelta(days=20 * number + account), "currency": "EUR",
        "quantity": 1.0 + number, "unit_price": 7.5,
    }
    for account in range(8)
    for number in range(15)
)  # fmt: skip


def _dask(*words: str, folder: Path, log: Path) -> subprocess.Popen:
    """Start a process of Dask's, in a group of its own, so that all that it starts ends with it."""
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
            cwd=folder, stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
            env=os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
        )  # fmt: skip


def _said(log: Path, pattern: str, seconds: float = 60.0) -> str:
    """Wait until a process says something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := re.search(pattern, log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"nothing like {pattern!r} in: {log.read_text(encoding='utf-8')}")


def _end(process: subprocess.Popen) -> None:
    """Kill a process and its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def cluster(tmp_path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """The address of a scheduler, and its two workers."""
    folder = tmp_path / "dask"
    folder.mkdir()
    with ExitStack() as running:
        said = folder / "scheduler.log"
        scheduler = _dask(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", folder=folder, log=said
        )
        running.callback(_end, scheduler)
        url = _said(said, r"Scheduler at:\s+(tcp://\S+)")
        workers = []
        for number in range(WORKERS):
            log = folder / f"worker{number}.log"
            words = [url, "--nthreads", "1", "--no-dashboard", "--name", str(number)]
            workers.append(_dask("dask_worker", *words, folder=folder, log=log))
            running.callback(_end, workers[-1])
            _said(folder / f"worker{number}.log", r"(Registered to)")
        yield url, workers


def test_a_cluster_gives_the_same_bytes_as_local_processes_though_a_worker_is_killed(desk, notebook, cluster, tmp_path):
    url, workers = cluster
    mark = tmp_path / "mark"
    # the first page that comes here waits until its worker has been killed; the second try finds the mark
    desk.put(
        "account_plan",
        notebook(
            "import os, time\n"
            f"first = not os.path.exists({str(mark)!r})\n"
            f"if first: open({str(mark)!r}, 'x').write(str(os.getpid()))\n"
            "time.sleep(60 if first else 0)\n"
            "block(f'{len(here.order_days())} order days of {here.accounts()[0]}')"
        ),
    )
    count, make = on_cluster(url)
    assert count == WORKERS
    killer = threading.Thread(target=_kill_whose_page_waits, args=(mark, workers))
    killer.start()
    outcome = desk.publish(executor=make, workers=count)
    killer.join()
    assert (outcome.ok, outcome.failed) == (3, 0)
    assert sorted(process.poll() is None for process in workers) == [False, True]
    made = desk.pages()
    desk.out = tmp_path / "local"
    assert desk.publish().ok == 3
    assert desk.pages() == made


def _kill_whose_page_waits(mark: Path, workers: list[subprocess.Popen]) -> None:
    """Kill the worker below which the waiting notebook runs, with all that is its."""
    deadline = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        time.sleep(0.1)
    pid = int(mark.read_text())
    while pid not in {process.pid for process in workers}:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.killpg(pid, signal.SIGKILL)


def test_a_page_that_kills_whoever_makes_it_becomes_a_stub_and_the_others_are_made(desk, notebook, cluster):
    url, _ = cluster
    worker = "__import__('psutil').Process().parent().parent()"
    desk.put("account_plan", notebook(f"{worker}.kill() if account == '007' else block('well')"))
    outcome = desk.publish(executor=on_cluster(url)[1], workers=WORKERS)
    assert (outcome.ok, outcome.failed) == (2, 1)
    assert [(one.subject, one.reason) for one in outcome.failures] == [("007", "died")]


def test_a_cluster_that_is_not_there_or_has_no_workers_is_told(tmp_path):
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 "):
        on_cluster("tcp://127.0.0.1:9")
    said = tmp_path / "log"
    scheduler = _dask(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", folder=tmp_path, log=said
    )
    try:
        url = _said(said, r"Scheduler at:\s+(tcp://\S+)")
        with pytest.raises(ClusterError, match="has no workers"):
            on_cluster(url)
    finally:
        _end(scheduler)


def test_a_load_and_training_slices_are_the_same_on_a_cluster(cluster, tmp_path):
    url, _ = cluster
    found = []
    for name, make in (("here", None), ("there", on_cluster(url)[1])):
        with nullcontext() if make is None else make(WORKERS) as executor:
            write_load(
                tmp_path / name, {"order_lines": ORDER_LINES}, rejected={}, report={}, executor=executor,
                company={"name": "Nova (invented)", "currency": "EUR"}, exported_on=pd.Timestamp("2026-11-01"),
            )  # fmt: skip
            book = Book.open(tmp_path / name, "2026-10-31")
            slices = training_slices(book, horizon=60, executor=executor)
        files = {
            str(one.relative_to(tmp_path / name)): one.read_bytes() for one in (tmp_path / name).rglob("*.parquet")
        }
        found.append((book.load_id, files, slices))
    assert found[0][0] == found[1][0]
    assert len(found[0][1]) == 32
    assert found[0][1] == found[1][1]
    # eight accounts order every 20 days from January on: all have two orders when the first slice is taken in March
    assert set(found[0][2].groupby("slice").size()) == {8}
    pd.testing.assert_frame_equal(found[0][2], found[1][2], check_exact=True)
