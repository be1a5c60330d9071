"""What several rooms' tests share: a small made-up book, its published edition, a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings

# a shared machine is sometimes slow for a moment; how fast we are is measured in benchmarks/
settings.register_profile("accountbook", deadline=None)
settings.load_profile("accountbook")

AS_OF = pd.Timestamp("2026-10-31")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all test processes: ``once(name, make)`` calls ``make(folder)`` in one of them."""
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        target = root / f"once-{name}"
        with FileLock(f"{target}.lock"):
            if not target.exists():
                building = root / f"building-{name}"
                shutil.rmtree(building, ignore_errors=True)
                make(building)
                building.rename(target)
        return target

    return folder


@pytest.fixture(scope="session")
def demo_exports(once) -> Path:
    """The exports of a small made-up company: 14 accounts, 30 months."""
    from accountbook.demo import make_company

    return once("exports", lambda folder: make_company(folder, accounts=14, months=30))


@pytest.fixture(scope="session")
def demo_book(once, demo_exports: Path) -> Path:
    """A book with one load of `demo_exports`."""
    from accountbook.loading import load_source

    return once("book", lambda folder: load_source(demo_exports, folder))


@pytest.fixture(scope="session")
def edition(once, demo_book: Path) -> Path:
    """The monthly edition of `demo_book`, as published."""
    from accountbook.publish import publish_edition

    def make(folder: Path) -> None:
        outcome = publish_edition("monthly", demo_book, AS_OF, workers=2, out=folder)
        assert outcome.exit_code == 0, outcome.failures

    return once("reports", make) / "monthly" / "latest"


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Debian's Chromium, driven by playwright; where it is absent the test says that it was skipped."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("SKIPPED LOUDLY: chromium is not installed (apt-get install chromium); pages were not opened")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield opened
        opened.close()
