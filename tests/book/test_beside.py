"""The load before, and how far columns are filled."""

import pandas as pd
import pytest

from accountbook.book import Book, BookError, before_of, filled, write_load
from accountbook.company import Company
from accountbook.tables import TABLES


def _load(path, day, lines, **tables):
    rows = [
        {"order_id": str(n), "line": "1", "account_id": f"A{n % 5}", "order_date": on, "kind": "order", "item_id": "I",
         "quantity": 1.0, "unit_price": 5.0, "currency": "EUR", "unit_cost": cost}
        for n, (on, cost) in enumerate(lines)
    ]  # fmt: skip
    money = {"EUR": {"in": 5.0 * len(rows), "kept": 5.0 * len(rows), "merged": 0.0, "rejected": 0.0}}
    counts = {"order_lines": {"rows_in": len(rows), "kept": len(rows), "merged": 0, "rejected": 0, "money": money}}
    counts |= {name: {"rows_in": len(r), "kept": len(r), "merged": 0, "rejected": 0} for name, r in tables.items()}
    frames = {name: TABLES[name].frame(found) for name, found in {"order_lines": rows, **tables}.items()}
    return write_load(
        path,
        frames,
        rejected={},
        report={"tables": counts, "sources": [], "flags": []},
        company={"name": "Nova (invented)", "currency": "EUR"},
        exported_on=pd.Timestamp(day),
    )


@pytest.fixture
def loads(tmp_path):
    first = [("2026-09-01", 1.0), ("2026-09-02", 1.0), ("2026-09-03", None), ("2026-09-04", 2.0)]
    path = tmp_path / "book"
    return path, _load(path, "2026-10-01", first, items=[]), _load(path, "2026-11-01", [*first, ("2026-10-05", None)])


def test_columns_are_filled_as_the_files_count(loads):
    path, first, second = loads
    assert filled(path, first)["order_lines"]["unit_cost"] == 0.75
    assert filled(path, second)["order_lines"]["unit_cost"] == pytest.approx(0.6)
    assert filled(path, second)["order_lines"]["account_id"] == 1.0
    # a table without rows has no column filled, and one that was not brought is not there
    assert filled(path, first)["items"]["name"] == 0.0 and "items" not in filled(path, second)


def test_the_load_before_is_opened_as_of_its_own_export(loads):
    path, first, _ = loads
    before = before_of(Book.open(path, "2026-11-01"))
    assert (before.load_id, before.as_of) == (first, pd.Timestamp("2026-10-01"))
    assert before_of(before) is None


def test_a_load_whose_folder_was_taken_away_is_no_load_before(loads):
    path, first, _ = loads
    (path / "loads" / first).rename(path.parent / "elsewhere")
    assert before_of(Book.open(path, "2026-11-01")) is None


def test_a_damaged_file_is_named(loads):
    path, first, _ = loads
    broken = next((path / "loads" / first / "tables" / "order_lines").glob("*.parquet"))
    broken.write_bytes(b"PAR1")
    with pytest.raises(BookError, match="restore it from a backup"):
        filled(path, first)


def test_a_company_s_drift_is_of_its_two_loads(loads):
    path, first, _ = loads
    found = Company(Book.open(path, "2026-11-01")).drift
    tables = {one.table: (one.before, one.rows) for one in found.tables}
    assert tables == {"order_lines": (4, 5), "items": (0, None)} and found.load_id == first
    assert [(one.now, one.before) for one in found.money] == [(25.0, 20.0)]
    assert [one.code for one in found.worse] == ["table_gone"]
    assert Company(before_of(Book.open(path, "2026-11-01"))).drift is None
