"""An edition is a function of its day, never of the day on which it is printed, nor of the zone of the machine."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("tiny_desk", Path(__file__).parents[1] / "publish" / "conftest.py")
_TINY = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _TINY
_SPEC.loader.exec_module(_TINY)
make_book, desk = _TINY.make_book, _TINY.desk

DRIVER = """\
import importlib.util
import sys
from datetime import datetime
from pathlib import Path

import pandas as pd
from accountbook.publish import publish_edition

if __name__ == "__main__":
    tiny, book, out, notebooks, now = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("tiny_desk", tiny)
    desk = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = desk
    spec.loader.exec_module(desk)
    publish_edition(
        "monthly", Path(book), pd.Timestamp("2026-10-31"), out=Path(out), notebooks=Path(notebooks),
        executor=lambda _: desk.Inline(), now=lambda: datetime.fromisoformat(now).astimezone(),
    )
"""
CELLS = [
    "block(f'{len(here.order_days())} order days, the last on {here.order_days().order_date.max():%Y-%m-%d}')",
    "block(Words(as_of=here.as_of).day(here.as_of, year=True))",
]
MACHINES = {
    # the 31st of another month, a day ahead of most; the hour that comes twice when the clocks go back
    "Pacific/Kiritimati": "2027-01-31T00:10:00+14:00",
    "America/St_Johns": "2026-11-01T01:30:00-03:30",
}


def test_F16_the_pages_are_the_same_whatever_the_day_and_the_time_zone(desk, tmp_path):
    if not Path("/usr/share/zoneinfo/Pacific/Kiritimati").exists():
        pytest.skip("SKIPPED LOUDLY: this system has no time zones (Debian's tzdata), so none can be tried")
    desk.put("account_plan", _TINY.make_notebook(*CELLS))
    desk.put("load", _TINY.make_notebook("block('load')", unit="load"), unit="load", order=1)
    script = tmp_path / "driver.py"
    script.write_text(DRIVER, encoding="utf-8")
    found = {}
    for zone, now in MACHINES.items():
        desk.out = tmp_path / zone.replace("/", "-")
        subprocess.run(
            [sys.executable, script, _SPEC.origin, desk.book, desk.out, desk.notebooks, now],
            env=os.environ | {"TZ": zone},
            check=True,
        )
        found[zone] = desk.pages()
    first, second = found.values()
    assert len(first) == 7  # three plans, the load's page, three indexes
    assert "31 Oct 2026" in first[next(name for name in first if "account_plan" in name)].decode()
    assert second == first
    assert {run["ended"][-6:] for run in desk.runs()} == {"+14:00", "-03:30"}
