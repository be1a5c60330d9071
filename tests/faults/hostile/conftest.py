"""The hostile company, brought in and published once, as a user would: by the commands, with secrets about."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from accountbook.cli import app

SECRET = "canary-0fB7-do-not-tell"
COMMAND = (sys.executable, "-c", "from accountbook.cli import app; app()")


def beside(name: str) -> ModuleType:
    """Give a module that lies beside this file."""
    full = f"hostile_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).parent / f"{name}.py")
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


@dataclass(frozen=True)
class Hostile:
    """Where it all lies.

    Attributes
    ----------
    folder : holds everything that the commands wrote or read: source, book, out, said, tmp, ipython.
    """

    folder: Path

    @property
    def out(self) -> Path:
        """Folder of the reports."""
        return self.folder / "out" / "reports"

    @property
    def edition(self) -> Path:
        """The edition that readers see."""
        return self.out / "monthly" / "latest"

    @property
    def said(self) -> dict[str, str]:
        """What the commands wrote to their user and into logs, and the command lines of all their processes."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted((self.folder / "said").iterdir())}


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # it has ended meanwhile
            continue
        for child in map(int, children):
            yield from family(child)


def run(folder: Path, name: str, *words: str) -> None:
    """Run a command with secrets in its environment; keep what it says and how its processes were called."""
    secrets = {"ERP_PASSWORD": SECRET, "ERP_URL": f"postgresql://reader:{SECRET}@erp/erp", "MAIL_TOKEN": SECRET}
    places = {"TMPDIR": str(folder / "tmp"), "IPYTHONDIR": str(folder / "ipython")}
    said = folder / "said" / f"{name}.log"
    lines: set[str] = set()
    with said.open("wb") as log:
        process = subprocess.Popen(
            [*COMMAND, "--verbose", *words],
            stdout=log,
            stderr=log,
            cwd=folder / "tmp",
            env=os.environ | secrets | places,
        )
        while process.poll() is None:
            for pid in family(process.pid):
                try:
                    lines.add(Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode())
                except OSError:  # it has ended meanwhile
                    continue
            time.sleep(0.05)
    (folder / "said" / f"{name}.processes").write_text("\n".join(sorted(lines)), encoding="utf-8")
    assert process.returncode == 0, said.read_text(encoding="utf-8")[-3000:]


@pytest.fixture(scope="session")
def hostile(once) -> Hostile:
    """The hostile company with its monthly edition, by the real commands and notebooks."""

    def make(folder: Path) -> None:
        for name in ("source", "said", "tmp", "ipython", "out"):
            (folder / name).mkdir(parents=True)
        beside("hostile_company").write_exports(folder / "source")
        book, out = str(folder / "book"), str(folder / "out" / "reports")
        run(folder, "load", "load", str(folder / "source"), "--book", book)
        day = f"{beside('hostile_company').AS_OF:%Y-%m-%d}"
        run(folder, "publish", "publish", "monthly", "--book", book, "--as-of", day, "--out", out, "--workers", "2")

    return Hostile(once("hostile", make))


@pytest.fixture(scope="session")
def bench(browser, tmp_path_factory):
    """The browser that judges pages, and a proxy that notes whom they ask."""
    with beside("outputs").bench(browser, tmp_path_factory.mktemp("bench")) as made:
        yield made


@pytest.fixture(scope="session")
def company() -> ModuleType:
    """What the hostile company is made of: payloads, numbers, marks."""
    return beside("hostile_company")


@pytest.fixture(scope="session")
def outputs() -> ModuleType:
    """The kinds of file that readers are given, and their judges."""
    return beside("outputs")


@pytest.fixture
def publish(desk, monkeypatch):
    """The command ``publish monthly`` on the desk's notebooks and book: ``publish("--account", "007")``."""
    monkeypatch.setattr("accountbook.publish.edition.notebooks_folder", lambda: desk.notebooks)

    def command(*words: str):
        given = ["--book", str(desk.book), "--as-of", "2026-10-31", "--out", str(desk.out), "--workers", "1", *words]
        return CliRunner().invoke(app, ["--verbose", "publish", "monthly", *given])

    return command


@pytest.fixture(scope="session")
def everything():
    """Gives every file of a folder and its content, packed ones unpacked."""

    def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".parquet":
                yield path, json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False).encode()
            elif path.is_file():
                yield path, path.read_bytes()

    return contents
