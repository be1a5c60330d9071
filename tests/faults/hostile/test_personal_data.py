"""A12: what is known of a person stands on the pages of those who may read them, and in no log and no ledger."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from accountbook.tables import TABLES

PERSONAL = [(name, column) for name, table in TABLES.items() for column in table.personal]
"""Every column of the contract that is personal data."""


def written_about(hostile, everything):
    """Every log, ledger and state file of the hostile company's load and publish, and the command lines."""
    places = [hostile.folder / "said", hostile.folder / "book" / "ledger", hostile.out / ".accountbook"]
    for place in places:
        yield from everything(place)
    yield from ((path, path.read_bytes()) for path in (hostile.folder / "book").rglob("load.json"))


@pytest.mark.parametrize(("table", "column"), PERSONAL, ids=[f"{table}.{column}" for table, column in PERSONAL])
def test_A12_no_log_and_no_ledger_holds_a_person(hostile, company, everything, table, column):
    canaries = [f"[[{table}.{column}.".encode()]
    if column == "birthday":
        canaries = [company.cell(TABLES[table], column, n).encode() for n in range(company.rows_of(table))]
    found = [path for path, content in written_about(hostile, everything) for one in canaries if one in content]
    # what the index shows of a plan lies beside the reports, for the publisher only
    assert [path for path in found if path.name != "pages.jsonl"] == []


CANARY = "kim.canary@example.org"
TELLING = {
    "pandas": "pd.to_datetime(people['email'])",
    "plain": "int(people['email'].iloc[0])",
    "key": "dict()[people['email'].iloc[0]]",
    "contract": "from accountbook.tables import TABLES\n"
    "TABLES['contacts'].model.to_schema().validate(people.assign(status=people['email']), lazy=True)",
    "class": "raise type(str(people['email'].iloc[0]), (Exception,), {})()",
    "said": """\
import logging, os, sys, warnings
said = people['email'].iloc[0]
logging.getLogger('accountbook').error(said)
warnings.warn(said)
print(said)
print(said, file=sys.stderr)
os.write(2, said.encode())
raise ValueError(said)""",
}
"""How a cell, or a library that it calls, tells what it read."""


@pytest.mark.parametrize("engine", ["fork", "kernel"])
def test_A12_a_notebook_that_fails_tells_nobody_s_data(desk, make_book, notebook, everything, caplog, capfd, engine):
    contacts = [{"contact_id": "C-1", "account_id": one, "name": CANARY, "email": CANARY, "birthday": "1931-03-07"}
                for one in TELLING]  # fmt: skip
    orders = [
        {"account_id": one, "order_id": one, "line": "1", "order_date": "2026-09-01", "item_id": "VX-1",
         "quantity": 1.0, "unit_price": 1.0, "currency": "EUR", "kind": "order"} for one in TELLING
    ]  # fmt: skip
    desk.book = make_book(
        desk.out.parent / "people",
        order_lines=TABLES["order_lines"].frame(orders),
        contacts=TABLES["contacts"].frame([one | {"contact_id": str(n)} for n, one in enumerate(contacts)]),
        accounts=TABLES["accounts"].frame([{"account_id": one, "name": one} for one in TELLING]),
    )
    cell = f"import pandas as pd\npeople = here.table('contacts')\nexec({TELLING!r}[account])"
    desk.put("account_plan", notebook(cell))
    caplog.set_level(logging.DEBUG)
    outcome = desk.publish(engine=engine)
    assert outcome.failed == len(TELLING)
    said = capfd.readouterr()
    told = [("log", caplog.text), ("out", said.out), ("err", said.err), ("failures", str(outcome.failures))]
    assert [name for name, text in told if CANARY in text or "1931-03-07" in text] == []
    left = [*everything(desk.out), *everything(desk.book / "ledger")]
    assert [path for path, content in left if CANARY.encode() in content or b"1931-03-07" in content] == []
    kept = [path for path, _ in left if path.suffix == ".ipynb"]
    assert len(kept) == len(TELLING)
    for path in kept:
        node = nbformat.read(path, as_version=4)
        assert not any(cell.metadata.get("trusted") for cell in node.cells)
        assert ".accountbook" in path.parts and path.stat().st_mode & 0o077 == 0


FAULT = """\
import sys
from concurrent.futures import ProcessPoolExecutor
from accountbook.cli import app, loading

def broken(*_, **__):
    raise KeyError({canary!r})

def far(*_, **__):
    with ProcessPoolExecutor(1) as pool:
        pool.submit(broken).result()

if __name__ == "__main__":
    import accountbook.loading
    accountbook.loading.load_source = {which}
    sys.argv = ["accountbook", "--verbose", "load", "x", "--book", "y"]
    app()
"""


@pytest.mark.parametrize("which", ["broken", "far"])
def test_A12_a_fault_of_ours_says_where_it_arose_and_not_about_whom(tmp_path, which):
    script = tmp_path / "fault.py"
    script.write_text(FAULT.format(canary=CANARY, which=which), encoding="utf-8")
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 1
    assert CANARY not in ended.stdout + ended.stderr
    assert "accountbook: a fault of ours: KeyError" in ended.stderr
    assert re.search(r"fault\.py:\d+ in broken", ended.stderr)
    shown = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, cwd=tmp_path,
        env=os.environ | {"ACCOUNTBOOK_TRACEBACK": "1"},
    )  # fmt: skip
    assert CANARY in shown.stderr


def test_A12_our_own_code_puts_no_value_into_a_log():
    lines = []
    for path in (Path(__file__).parents[3] / "lib").rglob("*.py"):
        lines += re.findall(
            r"\b(?:_LOG|log|logger|logging)\.(?:debug|info|warning|error|exception)\(.*", path.read_text()
        )
    assert sorted(lines) == [
        '_LOG.info("%d/%d %s %s %.1f s%s", self._done, self._all, page.address, done.state, done.seconds, why)',
        '_LOG.info("%s", text)',
        '_LOG.warning("mail of %s of %s: %s", edition, day, error)',  # an error of the book's or the publisher's own
    ]
