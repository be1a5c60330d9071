"""A publisher that has imported everything, run by tests: for each line that it reads it forks a run of its own.

The run is one process with its own pool (``Inline``), so that every step of driver and worker is a step of it, and a
kill at any of them is the end of the driver. The zygote is shared by all runs: no step lies inside a notebook.

A request is a line of JSON: ``notebooks``, ``book``, ``out``, ``accounts``, ``fault``; the answer says how the run's
process ended, as ``os.waitstatus_to_exitcode`` tells it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import threading
import traceback
from pathlib import Path
from types import SimpleNamespace


def _tiny():
    spec = importlib.util.spec_from_file_location("tiny_desk", Path(__file__).parents[1] / "publish" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _publish(tiny, request: dict) -> None:
    desk = tiny.Desk(*(Path(request[name]) for name in ("notebooks", "book", "out")))
    outcome = desk.publish(accounts=request["accounts"], workers=1)
    sys.exit(outcome.exit_code)


def _run(tiny, request: dict) -> None:
    """The forked run: its own environment, its own faults; it never comes back."""
    from accountbook.publish import files
    from accountbook.publish.steps import FAULT

    code = 3
    try:
        os.environ.pop(FAULT, None)
        if request["fault"]:
            os.environ[FAULT] = request["fault"]
        if request.get("no_exchange"):  # a system that cannot swap two names
            files._exchange = lambda *_: False
        _publish(tiny, request)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Warm up with one edition, then serve."""
    tiny = _tiny()
    from accountbook.publish.warm import zygote

    first = json.loads(sys.stdin.readline())
    desk = tiny.Desk(*(Path(first[name]) for name in ("notebooks", "book", "out")))
    desk.publish()
    assert threading.active_count() == 1  # Arrow has idle threads of its own, and knows what to do about a fork
    process = zygote()._process
    # a fork may not wait for its parent's child: it takes the zygote's life for granted
    zygote()._process = SimpleNamespace(poll=lambda: None)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(tiny, request)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    zygote()._process = process
    zygote().close()


if __name__ == "__main__":
    main()
