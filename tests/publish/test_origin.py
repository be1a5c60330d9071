"""The origin: workers at once, each with a sound zygote, and nothing left whenever the driver is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time

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


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0, None], ids=lambda seconds: f"after_{seconds}")
def test_F8_a_driver_that_is_killed_leaves_no_process_and_no_file(after, tmp_path):
    """At once, while the origin imports, and (None) when a worker is at work."""
    script = (
        "import time; from accountbook.publish.origin import begin, local_workers\n"
        "begin(); print('begun', flush=True)\n"
        "executor = local_workers(2); executor.submit(abs, 1).result(); executor.submit(time.sleep, 600)\n"
        "print('at work', flush=True); time.sleep(600)"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "ACCOUNTBOOK_TEST": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE) as driver:
        assert driver.stdout.readline() == b"begun\n"
        if after is None:
            assert driver.stdout.readline() == b"at work\n"
            assert len(_family(tmp_path)) >= 4  # driver, origin, worker, zygote
            assert list(tmp_path.iterdir())
        else:
            time.sleep(after)
        driver.kill()
    until = time.monotonic() + 10
    while (_family(tmp_path) or list(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.05)
    assert _family(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("line", "kind"), [("", "_Forked"), ("threading.Thread(target=wait).start()", "Popen")])
def test_where_the_main_module_has_started_threads_the_zygote_is_a_fresh_interpreter(line, kind, tmp_path):
    script = tmp_path / "main.py"
    script.write_text(
        "import threading, time\nfrom accountbook.publish import warm\n"
        "from accountbook.publish.origin import local_workers\n"
        "def wait(): time.sleep(1)\n"
        f"{line}\n"
        "if __name__ == '__main__':\n"
        "    with local_workers(1) as executor:\n"
        "        executor.submit(warm.start, 'fork').result()\n"
        f'        print(executor.submit(eval, "type({ZYGOTE}).__name__").result())\n',
        encoding="utf-8",
    )
    told = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True)
    assert told.stdout.split() == [kind]


def _family(folder) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ACCOUNTBOOK_TEST") == str(folder) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
