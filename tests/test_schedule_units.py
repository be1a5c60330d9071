"""The ready units of docs/schedule, judged by those who will read them: cron, systemd, a YAML reader, Python."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
import yaml

from accountbook.book import write_load
from accountbook.tables import TABLES

ROOT = Path(__file__).parent.parent
UNITS = ROOT / "docs" / "schedule"
PLACE = "/srv/accountbook"
CALL = ".venv/bin/accountbook publish --due --book data/ours"
COMMAND = f"cd {PLACE} && {CALL}"


def needs(*programs: str) -> None:
    """Skip, and say so, where a program is not installed."""
    if missing := [one for one in programs if shutil.which(one) is None]:
        pytest.skip(f"SKIPPED LOUDLY: {', '.join(missing)} not installed (Debian: cron, systemd)")


def job_line() -> str:
    lines = (UNITS / "crontab").read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if line and not line.startswith("#")]
    return line


def test_all_units_call_the_same_command_every_hour():
    assert job_line() == f"5 * * * * {COMMAND} >> data/due.log 2>&1"
    service = (UNITS / "accountbook.service").read_text(encoding="utf-8")
    assert f"\nExecStart={PLACE}/{CALL}\n" in service
    assert f"\nWorkingDirectory={PLACE}\n" in service
    assert "\nOnCalendar=*-*-* *:05:00\n" in (UNITS / "accountbook.timer").read_text(encoding="utf-8")


def test_the_dag_is_python_and_calls_the_command():
    path = UNITS / "airflow_dag.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    compile(tree, path, "exec")
    told = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign)}
    assert told == {"COMMAND": COMMAND}
    calls = {
        node.func.id: {word.arg: word.value for word in node.keywords}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert ast.literal_eval(calls["DAG"]["schedule"]) == "5 * * * *"
    assert calls["BashOperator"]["bash_command"].id == "COMMAND"


def test_the_workflow_is_yaml_and_calls_the_command():
    told = yaml.safe_load((UNITS / "github_workflow.yml").read_text(encoding="utf-8"))
    assert told[True]["schedule"] == [{"cron": "5 * * * *"}]  # YAML reads the word "on" as true, and GitHub as "on"
    [job] = told["jobs"].values()
    assert [step["run"] for step in job["steps"]] == [COMMAND]
    assert (job["runs-on"], told["permissions"]) == ("self-hosted", {})


@pytest.mark.parametrize("unit", ["accountbook.service", "accountbook.timer"])
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path, unit):
    needs("systemd-analyze")
    # where the command would be, stands one
    command = tmp_path / CALL.split()[0]
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n", encoding="utf-8")
    command.chmod(0o755)
    for one in UNITS.glob("accountbook.*"):
        text = one.read_text(encoding="utf-8").replace(PLACE, str(tmp_path))
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    shown = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit], capture_output=True, text=True, timeout=60
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    command.unlink()  # and it would have said so
    shown = subprocess.run(["systemd-analyze", "verify", "--man=no", tmp_path / "accountbook.service"], check=False,
                           capture_output=True, text=True, timeout=60)  # fmt: skip
    assert "is not executable" in shown.stderr


def test_cron_s_own_reader_takes_the_crontab():
    needs("crontab")
    shown = subprocess.run(["crontab", "-n", UNITS / "crontab"], capture_output=True, text=True, timeout=60)
    if "invalid option" in shown.stderr:
        pytest.skip("SKIPPED LOUDLY: this crontab cannot check a file without making it the user's own")
    assert (shown.returncode, shown.stderr) == (0, "The syntax of the crontab file was successfully checked.\n")


# files, processes and crontabs of its own: nothing outside is touched, and all of it ends with this shell
MACHINE = f"""\
set -e
mount -t tmpfs none /srv && mkdir {PLACE} && mount --bind "$1" {PLACE}
mount -t tmpfs none /etc/cron.d && mount -t tmpfs none /run && mount --bind /dev/null /etc/crontab
mount -t tmpfs -o mode=1730 none /var/spool/cron/crontabs && chgrp crontab /var/spool/cron/crontabs
crontab "$2"
touch {PLACE}/ready
exec cron -f
"""


@pytest.fixture
def machine(tmp_path):
    """Starts a real cron with a crontab, in a machine's file system of its own with `tmp_path` as /srv/accountbook."""
    needs("cron", "crontab", "unshare")
    if os.geteuid() != 0:
        pytest.skip("SKIPPED LOUDLY: only root can give cron a file system of its own")
    running = []

    def start(crontab: Path) -> None:
        words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", MACHINE, "sh"]
        running.append(subprocess.Popen([*words, tmp_path, crontab], stderr=subprocess.PIPE, text=True))
        deadline = time.monotonic() + 20
        while not (tmp_path / "ready").exists() and running[-1].poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        if not (tmp_path / "ready").exists():
            running[-1].kill()
            why = running[-1].communicate()[1].strip()
            pytest.skip(f"SKIPPED LOUDLY: cron cannot be given a file system of its own here ({why})")

    yield start
    for one in running:
        one.kill()
        one.communicate()


def test_cron_runs_the_line_and_the_command_says_what_it_did(machine, tmp_path):
    book = _old_book(tmp_path / "data" / "ours")
    command = tmp_path / CALL.split()[0]
    command.parent.mkdir(parents=True)
    ours = Path(sys.executable).with_name("accountbook")
    command.write_text(f'#!/bin/sh\nexec {ours} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    crontab = tmp_path / "crontab"
    # every minute: the test cannot wait for five past
    text = (UNITS / "crontab").read_text(encoding="utf-8")
    crontab.write_text(re.sub(r"^5 ", "* ", text, flags=re.MULTILINE), encoding="utf-8")
    machine(crontab)
    log = tmp_path / "data" / "due.log"
    deadline = time.monotonic() + 150
    while not (log.exists() and log.read_text(encoding="utf-8").endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.5)
    said = log.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(
        r"monthly of (\d{4}-\d\d-\d\d) waits for a load exported after \1; the newest is of 2019-11-01; "
        r"next: monthly on \d{4}-\d\d-\d\d",
        said[0],
    )
    assert not (book / "ledger" / "runs").exists()


def _old_book(folder: Path) -> Path:
    """A book whose export is so old that every edition waits for another, whatever today is."""
    line = {"order_id": "1", "line": "1", "account_id": "007", "order_date": pd.Timestamp("2019-10-05"),
            "kind": "order", "item_id": "VX-1", "quantity": 1.0, "unit_price": 100.0, "currency": "EUR"}  # fmt: skip
    folder.parent.mkdir(parents=True)
    write_load(
        folder, {"order_lines": TABLES["order_lines"].frame([line])}, rejected={}, report={},
        company={"name": "Tiny works (invented)", "currency": "EUR", "country": "IT"},
        exported_on=pd.Timestamp("2019-11-01"),
    )  # fmt: skip
    return folder
