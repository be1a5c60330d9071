"""The commands as a user meets them: what they say, and what they end with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.book import Book
from accountbook.cli import app

LINES = "Order,Line,Account,Date,Item,Qty,Price\n1,1,007,2026-10-02,VX-1,2,10\n2,1,007,2026-10-20,VX-1,3,10\n"
MAPPING = """\
exported_on = 2026-10-31
[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
[tables.order_lines]
files = ["orders.csv"]
[tables.order_lines.columns]
order_id = "Order"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
"""


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Two order lines and their mapping."""
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "orders.csv").write_text(LINES, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_load_says_how_rows_add_up_and_status_repeats_it(exports, tmp_path):
    shown = run("load", exports, "--book", tmp_path / "book")
    assert shown.exit_code == 0, shown.output
    assert "order_lines: 2 rows = 2 kept + 0 merged + 0 turned away" in shown.output
    assert "2 order lines kept, 0 turned away" in run("status", "--book", tmp_path / "book").output


def test_load_takes_the_day_of_the_export_from_a_scheduler(exports, tmp_path):
    assert run("load", exports, "--book", tmp_path / "book", "--exported-on", "2026-11-03").exit_code == 0
    assert Book.open(tmp_path / "book", "2026-10-31").exported_on == pd.Timestamp("2026-11-03")


def test_load_takes_a_mapping_from_elsewhere(exports, tmp_path):
    shutil.move(exports / "mapping.toml", tmp_path / "ours.toml")
    assert run("load", exports, "--book", tmp_path / "book").exit_code == 2
    assert run("load", exports, "--book", tmp_path / "book", "--mapping", tmp_path / "ours.toml").exit_code == 0


def test_map_proposes_what_load_accepts_once_the_company_is_named(exports, tmp_path):
    (exports / "mapping.toml").unlink()
    assert run("map", exports).exit_code == 0
    path = exports / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    assert '# currency = "EUR"' in text
    path.write_text(text.replace('# currency = "EUR"', 'currency = "EUR"'), encoding="utf-8")
    shown = run("load", exports, "--book", tmp_path / "book")
    assert shown.exit_code == 0, shown.output


def test_map_never_writes_over_what_the_user_edited(exports):
    before = (exports / "mapping.toml").read_bytes()
    shown = run("map", exports)
    assert shown.exit_code == 2
    assert "is there already" in shown.output
    assert (exports / "mapping.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish", "monthly", "--as-of", "31.10.2026"], "write it as YYYY-MM-DD"),
        (["publish", "yearly", "--as-of", "2026-10-31"], "monthly"),
        (["publish", "monthly", "--as-of", "2026-10-31", "--account", "7"], "007"),
        (["publish", "monthly", "--as-of", "2020-01-31"], "2026-10-02"),
        (["publish", "monthly", "--as-of", "2026-10-31", "--team", "South"], "South"),
        (["backtest", "orders", "--origins", "2026-13-01", "--out", "x"], "write it as YYYY-MM-DD"),
    ],
)
def test_bad_usage_ends_with_2_and_says_what_to_do(exports, tmp_path, words, said):
    book = tmp_path / "book"
    assert run("load", exports, "--book", book).exit_code == 0
    where = ["--out", tmp_path / "reports"] if words[0] == "publish" else []
    shown = run(*words, "--book", book, *where)
    assert shown.exit_code == 2, shown.output
    assert said in shown.output
    assert not (tmp_path / "reports" / "monthly").exists()


def test_a_book_that_is_not_there_is_named(tmp_path):
    shown = run("publish", "monthly", "--book", tmp_path / "none", "--as-of", "2026-10-31")
    assert shown.exit_code == 2
    assert str(tmp_path / "none") in shown.output.replace("\n", "")


def test_demo_says_what_it_can_make(tmp_path):
    shown = run("demo", tmp_path / "demo", "--months", "2")
    assert shown.exit_code == 2
    assert "6 to 120" in shown.output
