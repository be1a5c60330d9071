"""Who may see what: no byte of a team's folder, or of the company's, tells of an account that it should not."""

from __future__ import annotations

import base64
import gzip
import html
import logging
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell

from accountbook.book import Book, write_load
from accountbook.publish import publish_edition
from accountbook.publish.editions import notebooks_folder
from accountbook.publish.files import slug

AS_OF = pd.Timestamp("2026-10-31")
TEAMS = {"Red": 6, "Blue": 5, "Grey": 2}
"""Accounts of each team: the third has too few for a sum of its own."""
NOBODYS = {"zq20nobody": {"team": "Red", "owner_id": None}, "zq21teamless": {"team": None, "owner_id": "E9"}}
"""The company's own: one without an owner, though a team stands on it, and one whose owner is of no team."""
MARKS = {
    f"zq{number:02}{team.lower()}": {"team": team, "owner_id": f"E-{team}"}
    for number, team in enumerate(team for team, count in TEAMS.items() for _ in range(count))
}


def of(*teams: str) -> set[str]:
    """The marks of some teams' accounts."""
    return {mark for mark, own in MARKS.items() if own["team"] in teams}


@pytest.fixture(scope="module")
def published(once, marked_tables) -> Path:
    """A folder with a book of three teams and its monthly edition, by the project's own notebooks."""

    def make(folder: Path) -> None:
        tables = marked_tables({**MARKS, **NOBODYS})
        company = {"name": "Nova Valves", "currency": "EUR", "country": "KR"}
        flags = ["accounts: 3 accounts lie in no country; kept."]
        load = {"sources": [], "flags": flags, "tables": money_of(tables)}
        write_load(
            folder / "book", tables, rejected=turned_away(), report=load, company=company,
            exported_on=pd.Timestamp("2026-11-01"),
        )  # fmt: skip
        log = logging.FileHandler(folder / "log.txt")
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        try:
            outcome = publish_edition("monthly", folder / "book", AS_OF, workers=2, out=folder / "reports")
        finally:
            root.removeHandler(log)
            root.setLevel(level)
            log.close()
        assert outcome.exit_code == 0, outcome.failures

    return once("access", make)


def turned_away() -> dict[str, pd.DataFrame]:
    """Rows of every account that were turned away, with what they held."""
    rows = [
        ("orders.csv", row, "quantity", "is no number as declared", f'{{"Customer": "{mark}-account_id"}}')
        for row, mark in enumerate({**MARKS, **NOBODYS}, start=2)
    ]
    return {"order_lines": pd.DataFrame(rows, columns=["file", "row", "column", "reason", "content"])}


def money_of(tables: dict[str, pd.DataFrame]) -> dict:
    """What a load reports of its tables: all rows kept, with the money of the order lines."""
    report = {
        name: {"rows_in": len(rows), "kept": len(rows), "merged": 0, "rejected": 0} for name, rows in tables.items()
    }
    lines = tables["order_lines"]
    total = float((lines["quantity"] * lines["unit_price"]).sum())
    report["order_lines"]["money"] = {"EUR": {"in": total, "kept": total, "merged": 0.0, "rejected": 0.0}}
    return report


@pytest.fixture(scope="module")
def edition(published: Path) -> Path:
    """What readers see."""
    return published / "reports" / "monthly" / "2026-10-31"


def told(content: bytes) -> Iterator[str]:
    """Every text that bytes may hold: as they are, unescaped, out of data addresses, unpacked."""
    text = content.decode("utf-8", errors="replace")
    spelled = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    yield from (text, html.unescape(text), unquote(text), spelled)
    for packed in re.findall(r"data:[^,\"']*;base64,([A-Za-z0-9+/=]+)", text):
        yield from told(base64.b64decode(packed))
    if content[:2] == b"\x1f\x8b":
        yield from told(gzip.decompress(content))


def marks_in(root: Path, *, but: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """The marks that each file below a folder holds, in its name or its bytes."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(but):
            texts = [name, *told(path.read_bytes())]
            found[name] = {mark for mark in {**MARKS, **NOBODYS} if any(mark in text.lower() for text in texts)}
    return found


def test_A14_a_team_s_folder_tells_of_that_team_s_accounts_only(edition):
    for team, count in TEAMS.items():
        found = marks_in(edition / slug(team))
        assert set().union(*found.values()) == of(team)
        assert found["index.html"] == of(team)
        plans = {name: marks for name, marks in found.items() if name.startswith("account_plan/")}
        assert sum(name.endswith(".html") for name in plans) == count  # the others are the workbooks beside them
        assert all(len(marks) == 1 for marks in plans.values())


def test_A14_the_company_s_pages_name_only_accounts_that_no_team_answers_for(edition):
    teams = tuple(slug(team) for team in TEAMS)
    found = marks_in(edition, but=teams)
    assert {"index.html", "churn_reorder/churn_reorder.html", "data_quality/data_quality.html"} <= set(found)
    assert set().union(*found.values()) == set(NOBODYS)
    assert found["index.html"] == set(NOBODYS)
    assert found["churn_reorder/churn_reorder.html"] <= set(NOBODYS)


def said(page: Path) -> str:
    """A page's words."""
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_A14_sums_hold_five_accounts_and_no_total_gives_the_others_away(edition, published):
    lines = Book.open(published / "book", AS_OF).table("order_lines")
    year = lines.groupby("account_id")["amount"].sum() / 1000

    def money(marks: set[str]) -> str:
        return f"{sum(year[f'{mark}-account_id'] for mark in marks):,.0f}"

    index = said(edition / "index.html")
    assert f"Blue 5 0 {money(of('Blue'))} Red 6 0 {money(of('Red'))}" in index
    assert "2 accounts are left out: their teams have too few." in index
    assert f"These 13 accounts: 12 months EUR {money(of('Red', 'Blue') | set(NOBODYS))}k" in index
    assert money(of("Grey")) not in index and money({*MARKS, *NOBODYS}) not in index
    assert f'href="{slug("Grey")}/index.html"' in (edition / "index.html").read_text(encoding="utf-8")
    churn = said(edition / "churn_reorder" / "churn_reorder.html")
    assert "of 13 accounts" in churn and "Accounts of teams are told in sums of 5 or more, not by name." in churn
    deals = said(edition / "win_probability" / "win_probability.html")
    assert deals.count("13 open deals") >= 1 and "2 accounts are left out" in deals
    # all the money of the load less that of the sums would be that of two accounts
    quality = said(edition / "data_quality" / "data_quality.html")
    assert "Left out where it would tell of too few accounts." in quality
    assert f"{lines['amount'].sum():,.2f}" not in quality


def test_A14_a_stub_and_what_is_kept_of_a_failed_notebook_tell_of_one_account(published, tmp_path):
    shutil.copytree(notebooks_folder(), tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    path = tmp_path / "notebooks" / "account_plan.ipynb"
    plan = nbformat.read(path, as_version=4)
    fails = ["zq00red", "zq01red"]
    plan.cells.insert(-1, new_code_cell("if account[2:4] in ('00', '01'): raise ValueError(account)"))
    nbformat.write(plan, path)
    outcome = publish_edition(
        "monthly", published / "book", AS_OF, workers=2, out=tmp_path / "reports", notebooks=tmp_path / "notebooks"
    )
    assert [one.subject for one in outcome.failures] == [f"{mark}-account_id" for mark in fails]
    place = tmp_path / "reports" / "monthly" / "2026-10-31"
    found = marks_in(place / slug("Red"))
    plans = {name: marks for name, marks in found.items() if name.startswith("account_plan/")}
    assert all(len(marks) == 1 for marks in plans.values()) and set().union(*plans.values()) == of("Red")
    assert "could not be made" in said(place / slug("Red") / "account_plan" / f"{slug(f'{fails[0]}-account_id')}.html")
    assert set().union(*marks_in(place, but=tuple(slug(team) for team in TEAMS)).values()) == set(NOBODYS)
    assert set().union(*marks_in(place / slug("Blue")).values()) == of("Blue")
    kept = marks_in(tmp_path / "reports" / ".accountbook")
    failed = {name: marks for name, marks in kept.items() if "/failed/" in name}
    assert len(failed) == 2 and all(len(marks) == 1 for marks in failed.values())


def test_A14_where_book_toml_allows_it_the_company_s_pages_name_every_team_s_accounts(published, tmp_path):
    shutil.copytree(published / "book", tmp_path / "book")
    with (tmp_path / "book" / "book.toml").open("a", encoding="utf-8") as file:
        file.write("\n[access]\nname_accounts = true\n")
    one = f"{min(of('Grey'))}-account_id"
    publish_edition("monthly", tmp_path / "book", AS_OF, accounts=[one], workers=1, out=tmp_path / "reports")
    place = tmp_path / "reports" / "monthly" / "2026-10-31"
    churn = marks_in(place / "churn_reorder")["churn_reorder.html"]
    assert len(churn) == 10 and churn - set(NOBODYS)
    assert marks_in(place, but=(slug("Grey"),))["index.html"] == {min(of("Grey"))}


def test_A13_everything_else_is_the_publisher_s_alone(published):
    for root in (published / "book", published / "reports"):
        for path in (root, *root.rglob("*")):
            mode = stat.S_IMODE(path.lstat().st_mode)
            assert path.is_symlink() or mode == (0o700 if path.is_dir() else 0o600), path


def test_A12_A14_the_log_names_nobody(published):
    text = (published / "log.txt").read_text(encoding="utf-8")
    assert "account_plan" in text
    assert not re.search(r"zq\d\d\w+ (accounts|contacts|opportunities|order_lines|role_slots)", text)
