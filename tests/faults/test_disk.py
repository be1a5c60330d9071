"""A disk that is full, or fills up while an edition is made; named by the rows of FAULTS.md."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest

from accountbook.publish import PublishError

FILL = """\
import os
from contextlib import suppress
if account == 'NA' and not os.path.exists({stop!r}):
    with open({path!r}, 'wb', buffering=0) as file, suppress(OSError):
        while file.write(b'x' * 4096):
            pass
block(f'all is well with {{account}}')"""
"""A cell that fills a disk, unless a file says that it shall stop that."""


@pytest.fixture
def small_disk() -> Iterator[Callable[[Path, str], Path]]:
    """Mounts a small disk: ``small_disk(folder, "4m")``."""
    mounted = []

    def mount(folder: Path, size: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        told = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
        try:
            subprocess.run(told, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("SKIPPED LOUDLY: only root may mount a small disk; a really full one was not tried")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True, capture_output=True)


@pytest.fixture
def put(tiny) -> Callable[[Path, str], None]:
    """Changes the plan's cell: ``put(notebooks, cell)``."""
    return lambda folder, cell: nbformat.write(tiny.make_notebook(cell), folder / "account_plan.ipynb")


def litter(out: Path) -> list[str]:
    """What of a run is left beside the edition, but for what the next run builds upon."""
    scratch = out / ".accountbook" / "monthly-2026-10-31"
    names = [path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if not path.is_dir()]
    return [name for name in names if not name.startswith(("site/", "pages.jsonl")) or ".new-" in name]


def test_F11_reports_on_a_disk_that_fills_up_stay_as_they_were_and_come_when_there_is_room(
    plans, small_disk, put, tmp_path
):
    small_disk(plans.out, "8m")
    plans.publish()
    before = plans.pages()
    stop = tmp_path / "stop"
    put(plans.notebooks, FILL.format(path=str(plans.out / "filler"), stop=str(stop)))
    with pytest.raises(PublishError, match=r"No space left on device: .* nothing was published, .*; make room"):
        plans.publish()
    assert plans.pages() == before
    assert litter(plans.out) == []
    assert plans.runs()[-1]["state"] == "failed"
    # full from the start: it is told before anything runs
    with pytest.raises(PublishError, match="has 0 MB free and 3 pages may need 2; make room first"):
        plans.publish()
    (plans.out / "filler").unlink()
    stop.touch()
    outcome = plans.publish()
    assert (outcome.ok, outcome.skipped, outcome.failed) == (1, 2, 0)  # the pages that were finished are taken up
    assert plans.pages() != before
    assert litter(plans.out) == []
    plans.publish()
    assert [path.name for path in (plans.out / ".accountbook").rglob("*") if path.is_file()].count("pages.jsonl") == 1


def test_F11_a_ledger_that_cannot_be_written_stops_the_edition_too(plans, small_disk, put):
    plans.publish()
    before, runs = plans.pages(), len(plans.runs())
    kept = {path.name: path.read_bytes() for path in (plans.book / "ledger" / "runs").iterdir()}
    small_disk(plans.book / "ledger", "64k")
    (plans.book / "ledger" / "runs").mkdir(mode=0o700)
    for name, content in kept.items():
        (plans.book / "ledger" / "runs" / name).write_bytes(content)
    put(plans.notebooks, "block(f'{account} again')")
    filler = plans.book / "ledger" / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    with pytest.raises(PublishError, match=r"No space left on device: .* nothing was published"):
        plans.publish()
    assert plans.pages() == before
    assert litter(plans.out) == []
    assert len(plans.runs()) == runs
    filler.unlink()
    assert plans.publish().ok == 3
    assert [run["state"] for run in plans.runs()[runs:]] == ["ok"]


def test_F11_a_worker_that_meets_a_full_disk_stops_the_edition(plans, break_it, monkeypatch):
    plans.publish()
    before = plans.pages()
    break_it("pass")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("accountbook.publish.worker.write", full)
    with pytest.raises(PublishError, match=r"No space left on device: .* nothing was published"):
        plans.publish()
    assert plans.pages() == before
    assert litter(plans.out) == []


def test_F11_a_disk_that_is_full_when_the_edition_is_out_is_said_so(plans, put, monkeypatch):
    plans.publish()
    before = plans.pages()
    put(plans.notebooks, "block(f'{account} again')")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("accountbook.publish.building.point", full)
        with pytest.raises(PublishError, match=r"No space left on device: .* the edition is out, its record is not"):
            plans.publish()
    after = plans.pages()
    assert after != before
    assert plans.runs()[-1]["state"] == "running"  # as if it had been killed there
    outcome = plans.publish()
    assert (outcome.ok, outcome.skipped, outcome.failed) == (0, 3, 0)
    assert plans.pages() == after
    assert [run["state"] for run in plans.runs()] == ["ok", "interrupted", "ok"]
    assert litter(plans.out) == []
