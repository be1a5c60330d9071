"""Seconds per account plan: ours against the two commands that a user would run for each account, in turns.

The same notebook, the same made-up company. Each round runs, one after the other: `papermill` and `jupyter nbconvert`
for one account; an edition of 30 plans with one worker, with two, and with two workers of a Dask cluster; an edition
of 300 plans with one worker and with two. An edition is a whole process each time, from the interpreter's start to the
index; its seconds are divided by its plans. The predictions are in the ledger beforehand, and all bytecode is on the
disk, as it is from a user's second run on, for both sides. The targets are held against 300 plans, a small company's
edition; what 30 plans take stands beside it: a third of their time is the start, which is one process's. Then
one worker makes 300 plans, and is asked after each what it holds.
"""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd
import psutil

import accountbook
from accountbook.book import Book, Ledger
from accountbook.demo import make_company
from accountbook.loading import load_source
from accountbook.publish import publish_edition
from accountbook.publish.building import Building
from accountbook.publish.editions import notebooks_folder, read_edition
from accountbook.publish.origin import local_workers
from accountbook.publish.places import pages_of
from accountbook.publish.pool import Pool, Stop
from accountbook.publish.selection import choose

AS_OF = pd.Timestamp("2026-10-31")
ROUNDS, SMALL, LARGE = 5, 30, 300
KINDS = ("commands", "one", "two", "cluster", "one_large", "two_large")
OUT = Path(__file__).parent / "out" / "edition.json"
TARGETS = {
    "times_fewer_one_worker": [">=", 10],
    "times_fewer_two_workers": [">=", 17],
    "overhead_seconds": ["<=", 0.8],
    "two_workers_to_one": [">=", 1.7],
    "worker_memory_growth": ["<=", 0.05],
    "left_behind": ["<=", 0],
}

DRIVER = """
import sys
from pathlib import Path
from accountbook.executors import on_cluster
from accountbook.publish.origin import begin, local_workers

book, notebooks, out, top, how = sys.argv[1:]
if how.isdigit():
    begin()  # as the command does
import pandas as pd
from accountbook.publish import publish_edition

workers, executor = (int(how), local_workers) if how.isdigit() else on_cluster(how)
outcome = publish_edition(
    "plans", Path(book), pd.Timestamp("2026-10-31"), top=int(top), workers=workers, executor=executor,
    notebooks=Path(notebooks), out=Path(out),
)
raise SystemExit(outcome.exit_code)
"""


def prepared(folder: Path) -> tuple[Path, Path]:
    """A made-up company of 300 accounts with its predictions in the ledger, and an edition of its plans alone."""
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), Path(accountbook.__file__).parent}:
        compileall.compile_dir(place, quiet=2, workers=0)
    make_company(folder / "exports", accounts=LARGE)
    load_source(folder / "exports", folder / "book")
    # publishes one plan, for the company's notebooks before it: they leave their predictions in the ledger
    publish_edition("monthly", folder / "book", AS_OF, top=1, out=folder / "first")
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    shutil.copy(notebooks_folder() / "account_plan.ipynb", notebooks)
    (notebooks / "editions.toml").write_text(
        '[[notebook]]\nname = "account_plan"\nedition = "plans"\nunit = "account"\norder = 1\n', encoding="utf-8"
    )
    return folder / "book", notebooks


def commands(book: Path, account: str, folder: Path) -> float:
    """Seconds of `papermill` and then `jupyter nbconvert` for one account."""
    tools = Path(sys.executable).parent
    notebook, ran = notebooks_folder() / "account_plan.ipynb", folder / "ran.ipynb"
    began = time.perf_counter()
    subprocess.run(
        [tools / "papermill", notebook, ran, "-r", "book", book, "-r", "as_of", f"{AS_OF:%Y-%m-%d}", "-r", "account",
         account, "--no-progress-bar"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    subprocess.run(
        [tools / "jupyter", "nbconvert", "--to", "html", "--no-input", ran], check=True, capture_output=True, cwd=folder
    )
    return time.perf_counter() - began


def edition(book: Path, notebooks: Path, out: Path, plans: int, how: str) -> tuple[float, float]:
    """Seconds per plan of an edition of so many, and seconds per plan that its cells took."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", DRIVER, book, notebooks, out, str(plans), how], check=True, capture_output=True
    )
    took = time.perf_counter() - began
    ledger = Ledger(book)
    run = max(
        (run for run in ledger.runs() if run["edition"] == "plans"), key=lambda run: int(run["run_id"].rsplit("-")[-1])
    )
    cells = [
        line["cells_seconds"] for line in ledger.run(run["run_id"]) if line.get("state") == "ok" and "page" in line
    ]
    assert len(cells) == plans, f"{len(cells)} of {plans} plans were made"
    shutil.rmtree(out)
    return took / plans, sum(cells) / plans


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A Dask scheduler with two workers of one thread; gives its address."""
    started: list[subprocess.Popen] = []

    def start(word: str, *words: str, until: str) -> str:
        log = folder / f"dask{len(started)}.log"
        with log.open("wb") as said:
            command = [sys.executable, "-m", f"distributed.cli.dask_{word}", *words, "--no-dashboard"]
            started.append(subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, start_new_session=True))
        while not (found := re.search(until, log.read_text(encoding="utf-8"))):
            time.sleep(0.2)
        return found[1]

    try:
        url = start("scheduler", "--host", "127.0.0.1", "--port", "0", until=r"Scheduler at:\s+(tcp://\S+)")
        for _ in range(2):
            start("worker", url, "--nthreads", "1", until="(Registered to)")
        yield url
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()


def soak(book_path: Path, notebooks: Path, folder: Path) -> dict[str, float]:
    """One worker makes 300 plans: what it holds after the 30th and after the last, and what is left in the end."""
    book = Book.open(book_path, AS_OF)
    plans = read_edition(notebooks, "plans")
    pages = pages_of(plans[0], choose(book))[:LARGE]
    state = folder / "soak" / ".accountbook"
    state.mkdir(parents=True)
    building = Building(
        book, "soak", plans, {"account_plan": pages}, out=folder / "soak", state=state, lang="en", engine="fork",
        seconds=300.0, folder=notebooks, keep_others=False, now=None,
    )  # fmt: skip
    ours, temporary = psutil.Process(), set(Path(tempfile.gettempdir()).iterdir())
    before = set(ours.children(recursive=True))
    pool = Pool(local_workers, 1, engine="fork", stop=Stop())
    held: list[tuple[int, int, int]] = []
    try:
        for job, done in pool.run([building.job(page) for page in pages]):
            building.finish(job, done)
            assert done.state == "ok", done
            [origin] = [one for one in ours.children() if "origin" in "".join(one.cmdline())]
            [worker] = origin.children()
            zygotes = worker.children()
            rss = worker.memory_info().rss, sum(one.memory_info().rss for one in zygotes)
            held.append((*rss, worker.num_fds()))
        pool.close()
    finally:
        pool.kill()
    for _ in range(50):
        if not (left := [one for one in set(ours.children(recursive=True)) - before if _lives(one)]):
            break
        time.sleep(0.1)
    litter = [*folder.rglob("soak/**/slices/*"), *folder.rglob("soak/**/pages/*")]
    building.interrupted(set())  # sweeps what the run had; its pages stay on the site
    litter += [path for path in folder.rglob("soak/**/runs/**/*") if path.is_file()]
    litter += [*folder.rglob("soak/**/.new-*"), *(set(Path(tempfile.gettempdir()).iterdir()) - temporary)]
    (early_worker, early_zygote, early_files), (worker_rss, zygote_rss, files) = held[SMALL - 1], held[-1]
    return {
        "plans_in_one_worker": len(held),
        "worker_mb_at_30": early_worker / 2**20,
        "worker_mb_at_300": worker_rss / 2**20,
        "worker_memory_growth": worker_rss / early_worker - 1,
        "zygote_memory_growth": zygote_rss / early_zygote - 1,
        "left_behind": len(left) + len(litter) + max(files - early_files, 0),
    }


def _lives(process: psutil.Process) -> bool:
    """Whether it runs; the origin and multiprocessing's tracker of resources stay as long as we do."""
    with suppress(psutil.NoSuchProcess):
        line = "".join(process.cmdline())
        of_the_driver = "resource_tracker" in line or ("origin" in line and process.ppid() == os.getpid())
        return process.status() != psutil.STATUS_ZOMBIE and not of_the_driver
    return False


def spread(values: list[float]) -> float:
    """The range of the values against their median."""
    return (max(values) - min(values)) / statistics.median(values)


def main() -> None:
    """Measure, print a table and write it down."""
    times: dict[str, list[float]] = {name: [] for name in (*KINDS, "overhead")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, notebooks = prepared(folder)
        accounts = [who.account_id for who in choose(Book.open(book, AS_OF), top=SMALL)][:: SMALL // ROUNDS]
        with cluster(folder) as url:
            # the first of each finds files in memory and bytecode on disk as little as the others: not counted
            for number, account in enumerate([accounts[0], *accounts]):
                out = folder / "out"
                took = {"commands": commands(book, account, folder)}
                took["one"], cells = edition(book, notebooks, out, SMALL, "1")
                took["overhead"] = took["one"] - cells
                took["two"], _ = edition(book, notebooks, out, SMALL, "2")
                took["cluster"], _ = edition(book, notebooks, out, SMALL, url)
                if number:
                    took["one_large"], _ = edition(book, notebooks, out, LARGE, "1")
                    took["two_large"], _ = edition(book, notebooks, out, LARGE, "2")
                    for kind, seconds in took.items():
                        times[kind].append(seconds)
                    print(f"round {number}: {took}", file=sys.stderr, flush=True)
        held = soak(book, notebooks, folder)
    middle = {kind: statistics.median(values) for kind, values in times.items()}

    def ratio(one: str, other: str) -> list[float]:
        return [a / b for a, b in zip(times[one], times[other], strict=True)]

    figures = {
        "times_fewer_one_worker": statistics.median(ratio("commands", "one_large")),
        "times_fewer_one_worker_of_30": statistics.median(ratio("commands", "one")),
        "times_fewer_two_workers": statistics.median(ratio("commands", "two_large")),
        "times_fewer_two_workers_of_30": statistics.median(ratio("commands", "two")),
        "overhead_seconds": middle["overhead"],
        "two_workers_to_one": statistics.median(ratio("one_large", "two_large")),
        "two_workers_to_one_of_30": statistics.median(ratio("one", "two")),
        "cluster_to_local_seconds": statistics.median(ratio("cluster", "two")),
        "seconds_300_to_30": statistics.median(ratio("two_large", "two")),
        **{f"{kind}_seconds": seconds for kind, seconds in middle.items() if kind != "overhead"},
        **{f"{kind}_spread": spread(values) for kind, values in times.items()},
        "rounds": ROUNDS,
        **held,
    }
    figures = {name: round(value, 3) for name, value in figures.items()}
    for name, value in figures.items():
        print(f"{name:32} {value:10.3f}  {' '.join(map(str, TARGETS.get(name, [])))}".rstrip())
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "targets": TARGETS}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
