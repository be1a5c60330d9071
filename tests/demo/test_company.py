"""The company as a whole: same seed, same bytes; nothing else is ever overwritten."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from accountbook.demo import make_company


def _bytes(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_gives_the_same_bytes_in_another_process(made, tmp_path):
    # another hash seed and another time zone: neither may reach a file
    code = "import sys, pathlib; from accountbook.demo import make_company; make_company(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Seoul"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "again")], check=True, env=environment)
    assert _bytes(tmp_path / "again") == _bytes(made.folder)


def test_another_seed_gives_another_company(tmp_path):
    for seed in (1, 2):
        make_company(tmp_path / str(seed), accounts=20, months=24, seed=seed)
    one, two = _bytes(tmp_path / "1"), _bytes(tmp_path / "2")
    assert one.keys() == two.keys()
    same = {name for name in one if one[name] == two[name]}
    # the roles, the mapping and the few facts that no seed touches; 20 accounts have every table
    assert same <= {
        "roles.csv",
        "merged_accounts.csv",
        "mapping.toml",
        *(f"truth/tables/{name}.parquet" for name in ("role_templates", "account_aliases")),
    }


def test_the_company_says_that_it_is_invented(made):
    facts = json.loads((made.folder / "truth" / "company.json").read_text(encoding="utf-8"))
    assert "(invented)" in facts["name"]
    assert "invented = true" in (made.folder / "mapping.toml").read_text(encoding="utf-8")
    assert (facts["first_day"], facts["last_day"], facts["exported_on"]) == ("2023-05-01", "2026-10-31", "2026-11-01")


def test_a_made_up_company_is_replaced_whole(tmp_path):
    make_company(tmp_path / "demo", accounts=20, months=42)
    assert (tmp_path / "demo" / "orders_2023.csv").exists()
    make_company(tmp_path / "demo", accounts=2, months=6)
    assert not (tmp_path / "demo" / "orders_2023.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="holds 1 files that no made-up company wrote"):
        make_company(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"accounts": 0}, "accounts is 0; the made-up company takes 1 to 20000"),
        ({"months": 3}, "months is 3; the made-up company takes 6 to 120"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_numbers_out_of_range_are_refused_before_anything_is_written(tmp_path, options, message):
    with pytest.raises(ValueError, match=message):
        make_company(tmp_path / "demo", **options)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("accounts", "months"), [(1, 6), (3, 120)])
def test_the_smallest_and_the_longest_company_come_out(tmp_path, accounts, months):
    make_company(tmp_path / "demo", accounts=accounts, months=months)
    lines = (tmp_path / "demo" / "accounts.csv").read_text(encoding="utf-8-sig").splitlines()
    # header, accounts, and the last one printed twice
    assert len(lines) == accounts + 2
