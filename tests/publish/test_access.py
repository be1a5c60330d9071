"""Real groups of a real system: who can open what through ``latest``."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from accountbook.publish.files import slug

GROUPS = ("south", "north", "office")


@pytest.fixture
def people() -> Iterator[dict[str, str]]:
    """Three throwaway groups with one member each, by our name of the group; gone afterwards."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("groupadd", "useradd", "userdel", "groupdel"))):
        pytest.skip("SKIPPED LOUDLY: only root can make groups and users; who may open which page was not tried")
    names = {group: f"ab{os.getpid()}{group}" for group in GROUPS}
    try:
        for name in names.values():
            subprocess.run(["groupadd", name], check=True)
            subprocess.run(["useradd", "--no-create-home", "--gid", name, name], check=True)
        yield names
    finally:
        for name in names.values():
            subprocess.run(["userdel", name], check=False, capture_output=True)
            subprocess.run(["groupdel", name], check=False, capture_output=True)


@pytest.fixture
def shared(plans, people) -> Iterator:
    """The tiny desk, its reports in a folder that everybody can reach, its teams' and company's groups in book.toml."""
    lines = [f'\n[teams]\nSouth = "{people["south"]}"\nNorth = "{people["north"]}"', "[access]"]
    lines += [f'company = "{people["office"]}"', "name_accounts = false\n"]
    with (plans.book / "book.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines))
    folder = Path(tempfile.mkdtemp(prefix="accountbook-"))
    folder.chmod(0o711)
    try:
        yield replace(plans, out=folder / "reports")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def can(people, shared) -> Callable[[str, str], bool]:
    """``can("south", "monthly/latest/index.html")``: whether a member of that group can read the file or list it."""

    def tried(group: str, address: str) -> bool:
        path = shared.out / address
        command = ["ls" if path.is_dir() else "cat", str(path)]
        done = subprocess.run(
            command, user=people[group], group=people[group], extra_groups=[], capture_output=True, check=False
        )
        assert done.returncode == 0 or b"Permission denied" in done.stderr, done.stderr
        return done.returncode == 0

    return tried


def test_A13_A14_a_group_s_members_open_their_own_pages_and_no_others(shared, can):
    shared.publish()
    south, north = f"monthly/latest/{slug('South')}", f"monthly/latest/{slug('North')}"
    company = ["index.html", f"account_plan/{slug('A/17')}.html"]
    who = {
        "south": {f"{south}/index.html", f"{south}/account_plan/{slug('007')}.html", south, f"{south}/account_plan"},
        "north": {f"{north}/index.html", f"{north}/account_plan/{slug('NA')}.html", north, f"{north}/account_plan"},
        "office": {"monthly/latest/", "monthly/latest/account_plan", *(f"monthly/latest/{page}" for page in company)},
    }
    everything = {*set().union(*who.values()), "monthly", "."}
    everything |= {path.relative_to(shared.out).as_posix() for path in (shared.out / ".accountbook").rglob("*")}
    everything |= {".accountbook", "monthly/latest"}
    assert len(everything) > 15
    for group, theirs in who.items():
        listed = {"monthly/latest"} if group == "office" else set()
        assert {address for address in everything if can(group, address)} == theirs | listed, group


def test_A14_an_old_page_is_not_left_to_the_group_that_had_it(shared, people, can):
    shared.publish()
    page = f"monthly/latest/{slug('South')}/account_plan/{slug('007')}.html"
    assert can("south", page)
    toml = shared.book / "book.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace(f'South = "{people["south"]}"', 'South = ""'), encoding="utf-8")
    # another team's account is made again, and South's page stays in the edition as it is
    shared.publish(accounts=["NA"])
    assert not can("south", page)
    assert stat.S_IMODE((shared.out / page).stat().st_mode) == 0o600


def test_A14_nor_is_the_last_good_page_beside_a_stub(shared, people, can, notebook):
    shared.publish()
    toml = shared.book / "book.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace(f'South = "{people["south"]}"', f'South = "{people["north"]}"'), encoding="utf-8")
    path = shared.notebooks / "account_plan.ipynb"
    nbformat.write(notebook("1 / 0 if account == '007' else block('x')"), path)
    assert shared.publish().failed == 1
    kept = f"monthly/latest/{slug('South')}/account_plan/{slug('007')}.last.html"
    assert can("north", kept) and not can("south", kept)
