"""The house rules that a reader of the repository can check."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accountbook import __version__
from accountbook.cli import app

ROOT = Path(__file__).parent.parent


def tracked() -> list[Path]:
    """Every file that git holds or would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_lock_is_hashed_and_names_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[A-Za-z0-9_.-]+==\S+", text, flags=re.MULTILINE)
    assert len(pins) > 100
    assert "://" not in text
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_lock_holds_every_dependency_that_pyproject_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[>=<]", line)[0].lower().replace("_", "-") for line in wanted} - {project["name"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, flags=re.MULTILINE)}
    assert names - pinned == set()


def test_the_readme_gives_exactly_the_two_commands_first():
    commands = re.findall(r"^\s*(make \w+)", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert commands[:2] == ["make report", "make test"]


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in app_commands() if f"accountbook {name}" not in readme]
    assert missing == []


def app_commands() -> list[str]:
    """The names of all commands of the console script."""
    from typer.main import get_command

    return sorted(get_command(app).commands)


@pytest.mark.parametrize("command", app_commands())
def test_every_command_explains_itself(command):
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output


def test_ci_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_nothing_committed_names_a_registry_or_a_place_on_one_machine():
    # written in pieces, so that this file does not name them either
    hosts = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "conda" + ".anaconda"]
    places = ["/" + "work/", "/" + "root/", "/" + "home/"]
    found = []
    for path in tracked():
        if path.suffix in {".png", ".gz", ".xlsx", ".parquet"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in hosts + places if word in text]
    assert found == []


def test_no_large_file_and_no_data_of_others_is_committed():
    large = [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > 1_000_000]
    assert large == []
    assert not [path for path in tracked() if path.name.startswith(("online_retail_II", "salvirt"))]


def test_A7_nothing_stores_or_reads_a_pickle():
    words = ["import pickle", "import joblib", "read_pickle", "to_pickle", "joblib.load", "pickle.load"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        if path.suffix in {".py", ".ipynb"} and path != Path(__file__)
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_environment_installs_the_same_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "-r requirements.lock" in text


def test_changelog_speaks_of_this_version():
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_notebooks_are_committed_without_outputs():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        kept = [cell for cell in cells if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"])]
        assert kept == [], path.name
