"""Seconds per account plan: one worker of ours against the two commands that a user would run for each account.

The same notebook, the same made-up company, the same accounts, taken in turns in one run. Ours counts a share of
what an edition of 60 accounts pays once (worker, imports, type); the commands pay theirs for every account, and
read the whole book instead of a slice. `overhead_seconds` is what a page costs beyond its cells' own time.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from accountbook.book import Book
from accountbook.demo import make_company
from accountbook.executors import local_processes
from accountbook.loading import load_source
from accountbook.publish import publish_edition
from accountbook.publish.building import Building
from accountbook.publish.editions import notebooks_folder, read_edition
from accountbook.publish.places import pages_of
from accountbook.publish.pool import Pool, Stop
from accountbook.publish.selection import choose

AS_OF = pd.Timestamp("2026-10-31")
ROUNDS, ACCOUNTS, EDITION = 3, 2, 60
OUT = Path(__file__).parent / "out" / "edition.json"


def make_book(folder: Path) -> Path:
    """The made-up company, loaded, with its predictions in the ledger."""
    make_company(folder / "exports")
    load_source(folder / "exports", folder / "book")
    # publishes one plan, for the company's notebooks before it: they leave their predictions in the ledger
    publish_edition("monthly", folder / "book", AS_OF, top=1, out=folder / "first")
    return folder / "book"


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


def main() -> None:
    """Measure, print a table and write it down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = Book.open(make_book(folder), AS_OF)
        chosen = choose(book, top=ACCOUNTS + 1)
        plan = [one for one in read_edition(notebooks_folder(), "monthly") if one.entry.name == "account_plan"]
        pages = pages_of(plan[0], chosen)
        state = folder / "out" / ".accountbook"
        state.mkdir(parents=True)
        building = Building(
            book, "benchmark", plan, {"account_plan": pages}, out=folder / "out", state=state, lang="en",
            engine="fork", seconds=300.0, folder=notebooks_folder(), keep_others=False,
        )  # fmt: skip
        pool = Pool(local_processes, 1, engine="fork", stop=Stop())
        theirs, ours, beyond, cells = [], [], [], []
        try:
            began = time.perf_counter()
            [(_, first)] = pool.run([building.job(pages[0])])
            start = time.perf_counter() - began
            for _ in range(ROUNDS):
                for page in pages[1:]:
                    assert page.who is not None
                    theirs.append(commands(book.path, page.who.account_id, folder))
                    began = time.perf_counter()
                    [(_, done)] = pool.run([building.job(page)])
                    ours.append(time.perf_counter() - began)
                    if "failed" in (done.state, first.state):
                        raise SystemExit(f"a plan failed: {done.reason or first.reason} {done.detail or first.detail}")
                    beyond.append(ours[-1] - done.cells_seconds)
                    cells.append(done.cells_seconds)
            pool.close()
        finally:
            pool.kill()
    page_seconds = statistics.median(ours)
    ours_seconds = page_seconds + (start - page_seconds) / EDITION
    commands_seconds = statistics.median(theirs)
    figures = {
        "times_fewer_one_worker": commands_seconds / ours_seconds,
        "overhead_seconds": statistics.median(beyond) + (start - page_seconds) / EDITION,
        "commands_seconds": commands_seconds,
        "commands_seconds_spread": max(theirs) - min(theirs),
        "ours_seconds": ours_seconds,
        "ours_seconds_spread": max(ours) - min(ours),
        "cells_seconds": statistics.median(cells),
        "start_seconds": start - page_seconds,
    }
    figures = {name: round(value, 3) for name, value in figures.items()}
    for name, value in figures.items():
        print(f"{name:28} {value:10.3f}")
    OUT.parent.mkdir(exist_ok=True)
    targets = {"times_fewer_one_worker": [">=", 1.5]}
    OUT.write_text(json.dumps({"figures": figures, "targets": targets}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
