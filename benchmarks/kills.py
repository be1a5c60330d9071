"""Kills at random moments: an edition of 30 accounts, published over and over by processes that are killed.

Two generations of the notebook take turns, so that every edition replaces another one. Each time a publisher is
started and killed (SIGKILL) after a random part of the time that an uninterrupted run takes: in half of the cases the
driver alone, otherwise its whole process group, one of its workers, or the process that these are forked from. Then the
edition is published again, by the same publisher and with two workers. A resume is clean if it says that all went well,
the reports are byte for byte those of an uninterrupted run, and nothing else is left: no file, no process of the run
that was killed.

All the while a reader opens the index, follows each of its links, and looks whether all pages are whole and of one
generation. What it reads wrong is torn. It holds on to the folder that it found at first, as a web server does that has
resolved the link to the latest edition, and reads once more where that folder was replaced meanwhile.

The notebooks are tiny; the publisher, its workers, their zygotes and the book are real: what is tried is what happens
between the steps, and an edition of full plans would take hours to be killed a hundred times. Drivers
are forked from a process that has only imported, or most kills would meet an interpreter that is still starting.
ACCOUNTBOOK_KILLS sets another number of kills; with fewer than 100 nothing is written down.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from press.company import ACCOUNTS, DAY, TEAMS, make_book, make_notebooks
from press.publisher import MARK, Publisher
from press.reader import read_again

KILLS = int(os.environ.get("ACCOUNTBOOK_KILLS", "100"))
SEED = 20261031
OUT = Path(__file__).parent / "out" / "kills.json"
MOST = 900.0
"""Seconds after which a run is given up."""
PAUSE = 0.02
"""Seconds between two reads."""
GENERATIONS = ("first", "second")


def living(folder: Path, *, but: int) -> list[int]:
    """The processes that carry our mark and have not ended, but for the one that they were forked from."""
    mark, found = f"{MARK}={folder}".encode(), []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return [pid for pid in found if pid != but]


def end_within(folder: Path, seconds: float, *, but: int) -> bool:
    """Whether all processes of a run end in time."""
    deadline = time.monotonic() + seconds
    while living(folder, but=but) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not living(folder, but=but)


def tree(reports: Path) -> dict[str, str]:
    """Every file, folder and link below the reports, our own folder there included, by name: a hash of what it is."""
    found = {}
    for path in sorted(reports.rglob("*")):
        content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        digest = hashlib.sha256(content).hexdigest()
        found[path.relative_to(reports).as_posix()] = f"{path.lstat().st_mode:o} {digest}"
    return found


def poll(reports: Path, until: multiprocessing.Event, reads: multiprocessing.Queue) -> None:
    """Read the newest edition again and again; at the end say how often, and what was wrong."""
    count, wrong = 0, []
    while not until.is_set():
        found = read_again(reports / "monthly" / "latest", pages=ACCOUNTS + TEAMS + 2)
        count += 1
        if found.wrong:
            wrong.append(found.wrong)
        time.sleep(PAUSE)  # or it would take a core of its own away from those whom it watches
    reads.put((count, wrong))


def main() -> None:
    """Kill, resume, compare; print a table and write it down."""
    chance, began = random.Random(SEED), time.monotonic()
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_book(folder)
        (folder / "notebooks").mkdir()
        publisher, good, took = Publisher(folder, DAY), {}, 0.0
        for generation in [*GENERATIONS, GENERATIONS[0]]:  # the last one is timed: it is no first edition
            make_notebooks(folder / "notebooks", generation)
            at = time.monotonic()
            publisher.start()
            if code := publisher.wait(MOST):
                raise SystemExit(f"an uninterrupted run ended with {code}: {publisher.errors.read_text()}")
            took = time.monotonic() - at
            good[generation] = tree(folder / "reports")
        until, reads = spawn.Event(), spawn.Queue()
        if wrong := read_again(folder / "reports" / "monthly" / "latest", pages=ACCOUNTS + TEAMS + 2).wrong:
            raise SystemExit(f"the reader misreads an edition that nobody touches: {wrong}")
        reader = spawn.Process(target=poll, args=(folder / "reports", until, reads))
        reader.start()
        clean, landed, spoilt, resumed = 0, 0, [], []
        for kill in range(KILLS):
            generation = GENERATIONS[(kill + 1) % 2]
            make_notebooks(folder / "notebooks", generation)
            whom = ("driver", "group", "driver", "worker", "driver", "origin")[kill % 6]
            driver = publisher.start()
            while publisher.wait(chance.uniform(0.0, took)) is not None:  # it was through before: that is no kill
                make_notebooks(folder / "notebooks", GENERATIONS[kill % 2])
                publisher.start()
                publisher.wait(MOST)
                make_notebooks(folder / "notebooks", generation)
                driver = publisher.start()
            landed += 1
            _kill(driver, whom)
            publisher.wait(MOST)  # a worker that dies is replaced: that run ends by itself
            ended = end_within(folder, 5.0, but=publisher.number)
            at = time.monotonic()
            publisher.start()
            code = publisher.wait(MOST)
            resumed.append(time.monotonic() - at)
            same = tree(folder / "reports") == good[generation]
            if code == 0 and same and ended and end_within(folder, 5.0, but=publisher.number):
                clean += 1
            else:
                spoilt.append(f"{kill} {whom}: exit {code}, same {same}, ended {ended}")
            print(f"\r{kill + 1} of {KILLS}, {clean} clean", end="", file=sys.stderr, flush=True)
        until.set()
        count, wrong = reads.get(timeout=60)
        reader.join()
        publisher.close()
    figures = {
        "kills": KILLS,
        "kills_that_met_a_running_publisher": landed,
        "clean_resumes": clean,
        "torn_reads": len(wrong),
        "reads": count,
        "uninterrupted_seconds": round(took, 2),
        "resume_seconds": round(sorted(resumed)[len(resumed) // 2], 2),
        "seconds": round(time.monotonic() - began, 1),
    }
    for key, value in figures.items():
        print(f"{key:36} {value:10}")
    for line in [*spoilt, *sorted(set(wrong))]:
        print(line)
    targets = {"clean_resumes": [">=", KILLS], "torn_reads": ["<=", 0]}
    if KILLS < 100:
        return
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"figures": figures, "targets": targets}, indent=2) + "\n", encoding="utf-8")


def _kill(driver: int, whom: str) -> None:
    """Kill the driver, all of its group, its origin or one of its workers; the driver where it has none yet."""
    with suppress(ProcessLookupError, FileNotFoundError):
        if whom == "group":
            os.killpg(driver, signal.SIGKILL)
            return
        found = {"driver": [driver], "origin": [pid for pid in _below(driver) if _is_origin(pid)]}
        found["worker"] = [pid for origin in found["origin"] for pid in _below(origin)]
        os.kill([*found[whom], driver][0], signal.SIGKILL)


def _below(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_origin(pid: int) -> bool:
    return b"accountbook.publish.origin" in Path(f"/proc/{pid}/cmdline").read_bytes()


if __name__ == "__main__":
    main()
