"""What a user meets when the input is bad, from the command to the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.cli import app


def run(*words: str):
    """Run a command as a user would; its output and errors together."""
    return CliRunner().invoke(app, list(words))


def load(source: Path, book: Path):
    return run("load", str(source), "--book", str(book))


def test_a_good_source_is_loaded(source, tmp_path):
    shown = load(source, tmp_path / "book")
    assert shown.exit_code == 0, shown.output
    assert "order_lines: 64 rows = 64 kept + 0 merged + 0 turned away" in shown.output


def spoil_column(source):
    path = source / "mapping.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Qty"', '"Quantty"'), encoding="utf-8")
    return ["Quantty", "orders.csv", "Qty"]


def spoil_two_columns(source):
    path = source / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Qty"', '"Quantty"').replace('"Country"', '"Contry"'), encoding="utf-8")
    return ["Quantty", "Contry", "orders.csv", "accounts.csv"]


def spoil_by_cutting(source):
    whole = pd.read_csv(source / "orders.csv", dtype=str).to_csv(index=False).encode()
    import gzip

    packed = gzip.compress(whole)
    (source / "orders.csv").unlink()
    (source / "orders.csv.gz").write_bytes(packed[: len(packed) // 2])
    path = source / "mapping.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("orders.csv", "orders.csv.gz"), encoding="utf-8")
    return ["orders.csv.gz"]


def spoil_by_shifting(source):
    lines = (source / "orders.csv").read_text(encoding="utf-8").splitlines()
    (source / "orders.csv").write_text("\n".join([lines[0], *(line + ",x" for line in lines[1:])]), encoding="utf-8")
    return ["orders.csv", "7", "8"]


def spoil_by_twin_headers(source):
    text = (source / "orders.csv").read_text(encoding="utf-8")
    (source / "orders.csv").write_text(text.replace("Order,Line", "Line,Line", 1), encoding="utf-8")
    return ["orders.csv", "Line"]


def spoil_by_emptying(source):
    text = (source / "orders.csv").read_text(encoding="utf-8")
    (source / "orders.csv").write_text(text.splitlines()[0] + "\n", encoding="utf-8")
    return ["orders.csv"]


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_column, spoil_two_columns, spoil_by_cutting, spoil_by_shifting, spoil_by_twin_headers, spoil_by_emptying,
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_stops_the_load_and_the_last_good_one_stays(source, tmp_path, spoil):
    book = tmp_path / "book"
    assert load(source, book).exit_code == 0
    before = {path: path.read_bytes() for path in sorted(book.rglob("*")) if path.is_file()}
    words = spoil(source)
    shown = load(source, book)
    assert shown.exit_code == 2, shown.output
    assert [word for word in words if word not in shown.output] == []
    assert "Traceback" not in shown.output
    assert {path: path.read_bytes() for path in sorted(book.rglob("*")) if path.is_file()} == before


def test_I5_a_cp949_file_is_read_as_what_it_is(source, tmp_path):
    accounts = pd.read_csv(source / "accounts.csv", dtype=str, keep_default_na=False)
    accounts.loc[0, "Name"] = "똠얌 유압 (주)"
    (source / "accounts.csv").write_bytes(accounts.to_csv(index=False).encode("cp949"))
    assert load(source, tmp_path / "book").exit_code == 0
    from accountbook.book import Book

    names = Book.open(tmp_path / "book", pd.Timestamp("2026-10-31")).table("accounts").set_index("account_id")["name"]
    assert names["007"] == "똠얌 유압 (주)"
    assert names["NA"] == "Seconda S.r.l."


@pytest.mark.parametrize(("declared", "written"), [("utf-8", "cp949"), ("cp949", "utf-8")])
def test_I5_a_file_in_another_encoding_than_declared_stops_and_says_which(source, tmp_path, declared, written):
    accounts = (source / "accounts.csv").read_text(encoding="utf-8").replace("Prima S.r.l.", "똠얌 유압 (주)")
    (source / "accounts.csv").write_bytes(accounts.encode(written))
    mapping = (source / "mapping.toml").read_text(encoding="utf-8")
    for encoding, code in ((declared, 2), (written, 0)):
        text = mapping.replace('files = ["accounts.csv"]', f'files = ["accounts.csv"]\nencoding = "{encoding}"')
        (source / "mapping.toml").write_text(text, encoding="utf-8")
        shown = load(source, tmp_path / "book")
        assert shown.exit_code == code, shown.output
        if code:
            assert f'it reads as {written}: set encoding = "{written}"' in " ".join(shown.output.split())
