"""The house rules that a reader of the repository can check."""

from __future__ import annotations

import ast
import itertools
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from typer.testing import CliRunner

from accountbook import __version__
from accountbook.cli import app
from accountbook.display.workbook import AS_WRITTEN

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


def locked() -> dict[str, Version]:
    """What the lock holds for this machine, by name."""
    lines = re.findall(r"^[A-Za-z0-9_.-]+==[^\\\n]+", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    wanted = [Requirement(line.strip()) for line in lines]
    here = [one for one in wanted if one.marker is None or one.marker.evaluate()]
    return {one.name: Version(str(one.specifier).removeprefix("==")) for one in here}


def test_A18_what_is_installed_is_what_the_lock_says():
    different = {}
    for name, version in locked().items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = "0"
        if Version(installed) != version:
            different[name] = (installed, str(version))
    assert different == {}


def test_A18_nbconvert_is_one_without_the_known_hole():
    assert locked()["nbconvert"] >= Version("7.17.1")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "nbconvert>=7.17.1" in project["dependencies"]


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


def test_A8_nothing_reads_yaml_and_no_text_is_read_loosely():
    words = ["import " + "yaml", "errors=" + '"replace"', "errors=" + '"ignore"', "latin" + "-1", "latin" + "1"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] == "lib"
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == [
        "lib/accountbook/ingest/declared.py: latin-1",  # a comment says why it is not among the encodings
        'lib/accountbook/ingest/files.py: errors="ignore"',  # a sidecar of a hash is looked through for its digits
        'lib/accountbook/publish/searched.py: errors="replace"',  # a published file is searched whatever it holds
    ]


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the library's modules and in the notebooks' cells, with its file."""
    for path in tracked():
        where = path.relative_to(ROOT)
        if where.parts[0] == "lib" and path.suffix == ".py":
            sources = [path.read_text(encoding="utf-8")]
        elif path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        else:
            continue
        for node in itertools.chain.from_iterable(ast.walk(ast.parse(source)) for source in sources):
            if isinstance(node, ast.Call):
                yield str(where), node


def called(node: ast.Call) -> str:
    """The name of what is called: ``eval``, ``.query``."""
    return f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_A9_no_sql_is_put_together_from_strings():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]["select"]
    assert "S608" in rules
    takers = {".execute", ".executemany", ".executescript", "text", ".text", "read_sql", ".read_sql", ".read_sql_query"}
    made = [
        f"{where}: {ast.unparse(node)[:80]}"
        for where, node in calls()
        if called(node) in takers
        and node.args
        and (
            isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
            or (isinstance(node.args[0], ast.Call) and called(node.args[0]) == ".format")
        )
    ]
    assert made == []


def test_A10_no_text_is_run_as_code_or_as_a_query():
    banned = {"eval", "exec", "compile", "__import__", ".query", ".eval"}
    assert [f"{where}: {ast.unparse(node)[:80]}" for where, node in calls() if called(node) in banned] == []


def test_A6_two_modules_write_excel_for_people_and_take_no_text_for_a_formula_or_an_address():
    # the invented exports hold no data
    writers = {".to_csv", ".to_excel", ".to_html", ".Workbook", "Workbook", ".DictWriter", ".writer"}
    found = {where for where, node in calls() if called(node) in writers}
    ours = {"lib/accountbook/display/workbook.py", "lib/accountbook/sheets/workbook.py"}
    assert found <= {"lib/accountbook/demo/files.py", *ours}
    assert dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False) == AS_WRITTEN
    for path in ours:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert text.count("xlsxwriter.Workbook(") == text.count(
            'xlsxwriter.Workbook(buffer, {"in_memory": True, **AS_WRITTEN})'
        )


def test_A17_nothing_calls_a_notebook_trusted():
    words = ["jupyter " + "trust", "Notebook" + "Notary", "mark_" + "trusted"]
    texts = {path: path.read_text(encoding="utf-8") for path in tracked() if path.suffix in {".py", ".ipynb", ".toml"}}
    assert [f"{path}: {word}" for path, text in texts.items() for word in words if word in text] == []


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
