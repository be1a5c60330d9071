"""The two engines: the same outputs, one process per notebook, nothing left behind."""

from __future__ import annotations

import copy
import os
import time
from pathlib import Path

import pytest
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook

from accountbook.publish import engine
from accountbook.publish.child import Zygote
from accountbook.publish.failure import NotebookFailure
from accountbook.publish.zygote import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork soundly")

CELLS = (
    "print('one'); print('two')",
    "print('three', end='')",
    "from IPython.display import HTML, clear_output, update_display\n"
    "import pandas as pd\n"
    "shown = display(HTML('<b>x</b>'), display_id=True)\n"
    "pd.DataFrame({'a': [1, None]})",
    "update_display(HTML('<b>y</b>'), display_id=shown.display_id)",
    "print('gone'); clear_output(); print('here')",
    "print('gone'); clear_output(wait=True); print('here too')",
    "from matplotlib.figure import Figure\n"
    "Figure().savefig('/dev/null', format='png')\n"
    "{'b': 2, 'a': [1.5, None, 'x']}",
    "from IPython.display import Image, SVG\n"
    "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'))\n"
    "Image(data=bytes.fromhex('89504e470d0a1a0a'), format='png', width=1)",
    "5;",
    "_ = 7",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "%precision 2\n0.12345",
    "block('It is known', note='as a fact')",
    "class Bad:\n    def _repr_html_(self):\n        return None\nBad.__name__",
    "__name__, __import__('os').environ['ACCOUNTBOOK_PUBLISH'], __import__('os').environ['MPLBACKEND']",
)


@pytest.fixture(scope="module")
def zygote():
    engine.register()
    made = Zygote()
    yield made
    made.close()


@pytest.fixture
def run(zygote, notebook, desk):
    """Runs a notebook of some cells."""

    def run(*cells: str, name: str = engine.FORK, seconds: float = 30.0, memory: int = 0):
        node = notebook(*cells, results="results(account_id=account)")
        node.metadata["papermill"] = {}
        for cell in node.cells:
            cell.metadata.setdefault("tags", [])
        more = {"zygote": zygote} if name == engine.FORK else {}
        given = {"book": str(desk.book), "as_of": "2026-10-31", "account": "007"}
        return execute_notebook(
            copy.deepcopy(node),
            None,
            given,
            engine_name=name,
            progress_bar=False,
            seconds=seconds,
            memory=memory,
            **more,
        )

    return run


def outputs(node) -> list:
    return [cell.outputs for cell in node.cells if cell.cell_type == "code"]


def test_both_engines_give_the_same_outputs(run):
    here = sorted(os.listdir())
    forked, stock = run(*CELLS), run(*CELLS, name=engine.KERNEL)
    assert sorted(os.listdir()) == here  # no socket of a kernel, which a second one would clash with
    for cell, ours, theirs in zip(CELLS, outputs(forked)[3:], outputs(stock)[3:], strict=False):
        assert ours == theirs, cell
    assert outputs(forked) == outputs(stock)
    counts = [[cell.execution_count for cell in node.cells if cell.cell_type == "code"] for node in (forked, stock)]
    assert counts[0] == counts[1]


def test_no_notebook_finds_what_another_left(run):
    run("import pandas as pd\npd.set_option('display.max_rows', 3)\nleft = 1\nimport os\nos.environ['LEFT'] = '1'")
    node = run("import os, pandas as pd\npd.get_option('display.max_rows'), 'left' in globals(), 'LEFT' in os.environ")
    assert outputs(node)[3][0].data["text/plain"] == "(60, False, False)"


def test_the_process_that_is_forked_has_one_thread_and_no_scikit_learn(run):
    node = run("import sys, threading\nthreading.active_count(), 'sklearn' in sys.modules, 'pandas' in sys.modules")
    assert outputs(node)[3][0].data["text/plain"] == "(1, False, True)"


def test_what_a_notebook_starts_ends_with_it(run, tmp_path):
    mark = tmp_path / "pid"
    run(f"import subprocess\npid = subprocess.Popen(['sleep', '600']).pid\nopen({str(mark)!r}, 'w').write(str(pid))")
    deadline = time.monotonic() + 5
    while Path(f"/proc/{mark.read_text()}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{mark.read_text()}").exists()


@pytest.mark.parametrize("name", [engine.FORK, engine.KERNEL])
@pytest.mark.parametrize(
    ("cell", "seconds", "reason"),
    [
        ("import os; os._exit(0)", 60, "died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 60, "died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", 4, "time"),
    ],
)
def test_F1_F5_a_process_that_dies_or_hangs_is_found_out(run, name, cell, seconds, reason):
    with pytest.raises(NotebookFailure) as failure:
        run(cell, name=name, seconds=seconds)
    assert failure.value.reason == reason


@pytest.mark.parametrize("name", [engine.FORK, engine.KERNEL])
@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("input()", {engine.FORK: "EOFError", engine.KERNEL: "StdinNotImplementedError"}),
        ("!false", dict.fromkeys([engine.FORK, engine.KERNEL], "CalledProcessError")),
        ("told = !false", dict.fromkeys([engine.FORK, engine.KERNEL], "CalledProcessError")),
        ("bytearray(2**30)", dict.fromkeys([engine.FORK, engine.KERNEL], "MemoryError")),
    ],
    ids=["F14_input", "F4_false", "F4_false_asked", "F2_memory"],
)
def test_F2_F4_F14_what_a_cell_may_not_do_is_an_error_in_it_whichever_engine(run, name, cell, error):
    with pytest.raises(PapermillExecutionError) as failure:
        run(cell, name=name, seconds=60, memory=700_000_000)
    assert failure.value.ename == error[name]


def test_F5_many_short_cells_have_one_wall_clock_together(run):
    began = time.monotonic()
    with pytest.raises(NotebookFailure, match="time"):
        run(*["import time; time.sleep(.4)"] * 20, seconds=2.0)
    assert time.monotonic() - began < 5


def test_F5_a_loop_that_ignores_interrupts_is_killed(run):
    with pytest.raises(NotebookFailure, match="time"):
        run(
            "while True:\n    try:\n        import time; time.sleep(9)\n    except BaseException:\n        pass",
            seconds=1.5,
        )


def test_a_zygote_that_died_is_replaced(run, zygote):
    run("1")
    os.kill(zygote._process.pid, 9)
    zygote._process.wait()
    assert outputs(run("1 + 1"))[3][0].data["text/plain"] == "2"


def test_F12_thirty_notebooks_leave_no_handle_and_no_process(run, zygote):
    def held() -> tuple[int, int, int]:
        pid = zygote._process.pid
        alive = Path(f"/proc/{pid}/task/{pid}/children")
        deadline = time.monotonic() + 5
        while alive.read_text() and time.monotonic() < deadline:
            time.sleep(0.05)  # the zygote buries a process after it has told of its end
        return len(os.listdir("/proc/self/fd")), len(os.listdir(f"/proc/{pid}/fd")), len(alive.read_text().split())

    run("1")
    before = held()
    for _ in range(30):
        run("1")
    assert held() == before
    assert before[2] == 0
