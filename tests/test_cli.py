"""The commands as a user meets them: what they say, and what they end with."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.book import Book
from accountbook.cli import app


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_load_says_how_rows_add_up_and_status_repeats_it(source, tmp_path):
    shown = run("load", source, "--book", tmp_path / "book")
    assert shown.exit_code == 0, shown.output
    assert "order_lines: 64 rows = 64 kept + 0 merged + 0 turned away" in shown.output
    assert "64 order lines kept, 0 turned away" in run("status", "--book", tmp_path / "book").output


def test_load_takes_the_day_of_the_export_from_a_scheduler(source, tmp_path):
    assert run("load", source, "--book", tmp_path / "book", "--exported-on", "2026-11-03").exit_code == 0
    assert Book.open(tmp_path / "book", "2026-10-31").exported_on == pd.Timestamp("2026-11-03")


def test_load_takes_a_mapping_from_elsewhere(source, tmp_path):
    shutil.move(source / "mapping.toml", tmp_path / "ours.toml")
    assert run("load", source, "--book", tmp_path / "book").exit_code == 2
    assert run("load", source, "--book", tmp_path / "book", "--mapping", tmp_path / "ours.toml").exit_code == 0


def test_map_proposes_what_load_accepts_once_the_company_is_named(source, tmp_path):
    (source / "mapping.toml").unlink()
    assert run("map", source).exit_code == 0
    path = source / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    assert '# currency = "EUR"' in text
    for line in ('currency = "EUR"', 'country = "KR"'):
        text = text.replace(f"# {line}", line)
    path.write_text(text, encoding="utf-8")
    shown = run("load", source, "--book", tmp_path / "book")
    assert shown.exit_code == 0, shown.output


def test_map_never_writes_over_what_the_user_edited(source):
    before = (source / "mapping.toml").read_bytes()
    shown = run("map", source)
    assert shown.exit_code == 2
    assert "is there already" in shown.output
    assert (source / "mapping.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish", "monthly", "--as-of", "31.10.2026"], "write it as YYYY-MM-DD"),
        (["publish", "yearly", "--as-of", "2026-10-31"], "monthly"),
        (["publish", "monthly", "--as-of", "2026-10-31", "--account", "07"], "007"),
        (["publish", "monthly", "--as-of", "2020-01-31"], "2025-11-19"),
        (["publish", "monthly", "--as-of", "2026-10-31", "--team", "North"], "South"),
        (["backtest", "orders", "--origins", "2026-13-01", "--out", "x"], "write it as YYYY-MM-DD"),
    ],
)
def test_bad_usage_ends_with_2_and_says_what_to_do(source, tmp_path, words, said):
    book = tmp_path / "book"
    assert run("load", source, "--book", book).exit_code == 0
    where = ["--out", tmp_path / "reports"] if words[0] == "publish" else []
    shown = run(*words, "--book", book, *where)
    assert shown.exit_code == 2, shown.output
    assert said in shown.output
    assert not (tmp_path / "reports" / "monthly").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "give an EDITION with its day"),
        (["monthly"], "give an EDITION with its day"),
        (["--as-of", "2026-10-31"], "give an EDITION with its day"),
        (["monthly", "--due"], "--due knows by itself what to publish; leave out EDITION"),
        (["--due", "--as-of", "2026-10-31", "--top", "3"], "leave out --as-of, --top"),
    ],
)
def test_publish_takes_an_edition_with_its_day_or_due(tmp_path, words, said):
    shown = run("publish", *words, "--book", tmp_path / "none", "--out", tmp_path / "reports")
    assert shown.exit_code == 2
    assert said in " ".join(shown.output.replace("│", " ").split())


def test_due_says_in_one_line_what_it_did_and_75_while_another_call_is_at_it(source, tmp_path):
    from accountbook.publish.edition import only_run

    book, out = tmp_path / "book", tmp_path / "reports"
    assert run("publish", "--due", "--book", book, "--out", out).exit_code == 2
    assert run("load", source, "--book", book).exit_code == 0
    path = next((book / "loads").glob("*/load.json"))
    # an export so old that every edition waits for a newer one, whatever today is
    path.write_text(path.read_text(encoding="utf-8").replace('"2026-11-', '"2025-11-'), encoding="utf-8")
    shown = run("publish", "--due", "--book", book, "--out", out)
    assert shown.exit_code == 0, shown.output
    assert len(shown.stdout.splitlines()) == 1
    assert "waits for a load exported after" in shown.stdout
    assert "next: monthly on " in shown.stdout
    lines = run("status", "--book", book, "--out", out).output.splitlines()
    assert "monthly: nothing published" in lines and "handover: nothing published, published when asked for" in lines
    with only_run(out / ".accountbook" / "due.lock", "x"):
        shown = run("publish", "--due", "--book", book, "--out", out)
    assert shown.exit_code == 75
    assert "another run of publish --due is under way" in shown.stderr


def test_a_book_that_is_not_there_is_named(tmp_path):
    shown = run("publish", "monthly", "--book", tmp_path / "none", "--as-of", "2026-10-31")
    assert shown.exit_code == 2
    assert str(tmp_path / "none") in shown.output.replace("\n", "")


def test_demo_says_what_it_can_make(tmp_path):
    shown = run("demo", tmp_path / "demo", "--months", "2")
    assert shown.exit_code == 2
    assert "6 to 120" in shown.output
