"""The origin: workers at once, each with a sound zygote, and nothing left whenever the driver is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import psutil
import pytest

from accountbook.publish.origin import local_workers
from accountbook.publish.zygote import can_fork, threads

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork soundly")

ZYGOTE = "__import__('accountbook.publish.warm', fromlist=['zygote']).zygote()._process"


def test_a_worker_has_its_zygote_from_birth_and_both_come_from_one_origin():
    before = dict(os.environ)
    with local_workers(2) as executor:
        # its own thread ends a worker with its driver; the zygote was forked before there was one
        assert executor.submit(threads).result() == 2
        zygote = psutil.Process(executor.submit(eval, f"{ZYGOTE}.pid").result())
        worker = zygote.parent()
        assert worker.pid == executor.submit(os.getpid).result()
        assert zygote.num_threads() == 1
        assert worker.parent().parent().pid == os.getpid()
        assert executor.submit(eval, "__import__('sys').flags.hash_randomization").result() == 0
        held = zygote.num_fds()
        assert held <= worker.num_fds() - 3  # none of its worker's pipes
    assert not zygote.is_running()
    assert dict(os.environ) == before


@pytest.fixture
def short():
    """A folder with a short name, fit for sockets."""
    with tempfile.TemporaryDirectory(prefix="ab-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0, None], ids=lambda seconds: f"after_{seconds}")
def test_F8_a_driver_that_is_killed_leaves_no_process_and_no_file(after, short):
    """At once, while the origin imports, and (None) when a worker is at work."""
    script = (
        "import time; from accountbook.publish.origin import begin, local_workers\n"
        "begin(); print('begun', flush=True)\n"
        "executor = local_workers(2); executor.submit(abs, 1).result(); executor.submit(time.sleep, 600)\n"
        "print('at work', flush=True); time.sleep(600)"
    )
    environment = os.environ | {"TMPDIR": str(short), "ACCOUNTBOOK_TEST": str(short)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) as driver:
        assert driver.stdout.readline() == b"begun\n"
        if after is None:
            assert driver.stdout.readline() == b"at work\n"
            assert len(_family(short)) >= 4  # driver, origin, worker, zygote
            assert list(short.iterdir())
        else:
            time.sleep(after)
        driver.kill()
    until = time.monotonic() + 10
    while (_family(short) or list(short.iterdir())) and time.monotonic() < until:
        time.sleep(0.05)
    assert _family(short) == []
    assert list(short.iterdir()) == []


SCRIPT = """\
import json, threading, time
import pandas as pd
from accountbook.publish.warm import zygote
from accountbook.publish.origin import local_workers

pd.set_option("display.max_rows", 7)  # above the guard: Python runs it in every worker

CELL = '''
import multiprocessing, os, pandas as pd
multiprocessing.Lock()
multiprocessing.get_context("forkserver").Process(target=print).start()
print(pd.get_option("display.max_rows"), multiprocessing.parent_process())
'''

def shown():
    with zygote().fork() as child:
        child.talk.sendall(json.dumps({"cwd": ".", "memory": 0, "cells": [[0, CELL]]}).encode() + b"\\n")
        told = b""
        while piece := child.read(30):
            told += piece
        return pd.get_option("display.max_rows"), type(zygote()._process).__name__, told.decode()

if __name__ == "__main__":
    with local_workers(1) as executor:
        print(json.dumps(executor.submit(shown).result()))
"""


def test_what_the_driver_s_main_module_does_reaches_a_worker_and_no_notebook(tmp_path):
    (tmp_path / "main.py").write_text(SCRIPT, encoding="utf-8")
    told = subprocess.run([sys.executable, tmp_path / "main.py"], check=True, capture_output=True, text=True)
    option, kind, said = json.loads(told.stdout)
    assert (option, kind) == (7, "_Forked")
    cell, done = (json.loads(line) for line in said.splitlines())
    assert (cell["failed"], done) == (False, {"done": True})
    assert [output["text"] for output in cell["outputs"]] == ["60 None\n"]


FORKED = """\
import os, sys
from accountbook.publish.origin import begin, local_workers
with local_workers(1) as executor:
    assert executor.submit(abs, -1).result() == 1 and begin()
if os.fork() == 0:
    assert not begin()
    with local_workers(1) as executor:
        print(executor.submit(abs, -2).result(), flush=True)
    os._exit(0)
os.wait()
with local_workers(1) as executor:
    print(executor.submit(abs, -3).result())
"""


def test_a_process_that_was_forked_from_a_driver_starts_fresh_interpreters():
    told = subprocess.run([sys.executable, "-c", FORKED], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["2", "3"]


def test_where_no_socket_can_be_made_workers_are_fresh_interpreters(tmp_path):
    long = tmp_path / ("x" * 100)
    long.mkdir()
    script = (
        "from accountbook.publish.origin import begin, local_workers\n"
        "assert not begin()\n"
        "with local_workers(1) as executor: print(executor.submit(abs, -3).result())"
    )
    environment = os.environ | {"TMPDIR": str(long)}
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment)
    assert told.stdout == "3\n"


def test_an_origin_that_is_killed_takes_its_workers_along_and_the_next_pool_has_another():
    with local_workers(1) as executor:
        worker = psutil.Process(executor.submit(os.getpid).result())
        origin = worker.parent()
        with pytest.raises(BrokenExecutor):
            origin.kill()
            executor.submit(time.sleep, 60).result()
    gone, alive = psutil.wait_procs([worker], timeout=5)
    assert (len(gone), alive) == (1, [])
    with local_workers(1) as executor:
        assert psutil.Process(executor.submit(os.getpid).result()).parent() != origin


def _family(folder) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ACCOUNTBOOK_TEST") == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
