"""A11: a secret in the environment of a load and of a publish is written nowhere."""

from __future__ import annotations

import sqlite3

import pytest

SECRET = "canary-0fB7-do-not-tell"


def test_A11_no_file_no_log_and_no_command_line_holds_a_secret(hostile, everything):
    files = dict(everything(hostile.folder))
    assert [path for path, content in files.items() if SECRET.encode() in content] == []
    assert len(files) > 50
    # the command lines were those of all that ran: the command, and what workers and notebooks are forked from
    processes = hostile.said["publish.processes"]
    assert all(word in processes for word in ("publish monthly", "accountbook.publish.origin"))


def test_A11_no_history_is_kept_of_what_notebooks_ran(hostile):
    for path in hostile.folder.rglob("history.sqlite"):
        with sqlite3.connect(path) as history:
            assert history.execute("select count(*) from history").fetchone() == (0,)


@pytest.mark.parametrize("name", ["db_password", "api_token", "client_secret"])
def test_A11_a_notebook_that_asks_for_a_secret_stops_the_command(desk, notebook, publish, name):
    asks = notebook("block('x')")
    asks.cells[1].source += f"\n{name}: str = None  # how to get in"
    desk.put("account_plan", asks)
    shown = publish()
    assert shown.exit_code == 2
    assert f"account_plan.ipynb has a parameter {name}; a secret is never passed to a notebook" in shown.output
    assert not (desk.out / "monthly").exists()
