"""The same judgements from a real book's slice as from rows in memory, and nothing heavy imported."""

import subprocess
import sys

import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.planning.assortment import assortment
from accountbook.planning.changes import changes
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.gaps import gaps
from accountbook.planning.margin import margins
from accountbook.planning.memory import MemoryView
from accountbook.planning.months import months
from accountbook.planning.profile import profile
from accountbook.planning.quality import load_quality
from accountbook.planning.rhythm import rhythm
from accountbook.tables import TABLES

ROWS = {
    "accounts": [{"account_id": name, "name": f"Account {name}", "vertical": "food"} for name in "AB"],
    "items": [
        {"item_id": "V", "family": "VX", "unit_cost": 4.0},
        {"item_id": "W", "family": "VX", "predecessor_id": "V", "launched_on": "2026-05-01"},
    ],
    "order_lines": [
        {
            "order_id": f"{account}{on}",
            "line": "1",
            "account_id": account,
            "order_date": on,
            "kind": "order",
            "item_id": item,
            "quantity": 2.0,
            "unit_price": 5.0,
            "currency": "EUR",
        }
        for account in "AB"
        for on, item in [
            ("2024-10-20", "V"),
            ("2025-10-02", "V"),
            ("2026-08-20", "V"),
            ("2026-10-08", "W"),
            ("2026-11-01", "W"),
        ]
    ],
    "contacts": [
        {"contact_id": "C1", "account_id": "A", "name": "Name C1", "status": "left", "status_on": "2026-10-09"},
        {"contact_id": "C2", "account_id": "A", "name": "Name C2", "created_on": "2026-11-02"},
    ],
    "role_templates": [{"role_code": "PUR", "role_name": "Purchasing", "decides": True, "required": True}],
    "role_slots": [
        {"account_id": "A", "role_code": "PUR", "assessed_on": "2026-03-01", "contact_id": "C1"},
        {"account_id": "A", "role_code": "PUR", "assessed_on": "2026-11-02", "contact_id": "C2"},
    ],
    "opportunities": [
        {
            "opportunity_id": "D1",
            "account_id": "A",
            "created_on": "2026-06-01",
            "amount": 90.0,
            "seller_stage": "negotiation",
            "expected_close": "2026-12-31",
            "outcome": "won",
            "closed_on": "2026-11-03",
        }
    ],
    "opportunity_changes": [
        {"opportunity_id": "D1", "field": field, "old": old, "new": new, "changed_at": on}
        for field, old, new, on in [
            ("seller_stage", "", "lead", "2026-06-01"),
            ("seller_stage", "lead", "need", "2026-10-05"),
            ("seller_stage", "need", "negotiation", "2026-11-03"),
            ("expected_close", "", "2026-11-30", "2026-06-01"),
            ("expected_close", "2026-11-30", "2026-12-31", "2026-10-12"),
            ("amount", "", "90", "2026-06-01"),
        ]
    ],
    "employees": [],
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("planning") / "book"
    report = {
        "sources": [],
        "tables": {"order_lines": {"rows_in": 10, "kept": 10, "merged": 0, "rejected": 0}},
        "flags": [],
    }
    write_load(
        path,
        {name: TABLES[name].frame(rows) for name, rows in ROWS.items()},
        rejected={},
        report=report,
        company={"name": "Nova (invented)", "currency": "EUR"},
        exported_on=pd.Timestamp("2026-11-05"),
    )
    return path


@pytest.mark.parametrize("as_of", ["2026-10-31", "2026-09-30", "2025-10-31"])
@pytest.mark.parametrize("judge", [profile, months, rhythm, assortment, margins, coverage, open_deals, changes])
def test_a_slice_of_a_book_is_judged_as_its_rows_in_memory(book, as_of, judge):
    mine = {name: [row for row in rows if row.get("account_id", "A") == "A"] for name, rows in ROWS.items()}
    assert judge(Book.open(book, as_of).account("A")) == judge(MemoryView(as_of, mine, account_id="A"))


def test_what_changed_in_october_is_told_from_a_book(book):
    found = changes(Book.open(book, "2026-10-31").account("A"))
    codes = {one.code: one.facts for one in found.found}
    assert set(codes) == {"person_left", "deal_pushed", "deal_moved", "item_first"}
    assert (codes["deal_moved"]["was"], codes["deal_moved"]["now"]) == ("lead", "need")


def test_a_page_of_a_day_before_the_first_export_says_what_it_rests_on(book):
    codes = {one.code: one.facts for one in gaps(Book.open(book, "2026-10-31").account("A")).unsaid}
    # the account's own row and the contact without a day; the other contact was not known yet
    assert codes["rows_without_date"] == {"rows": 2, "first_export": pd.Timestamp("2026-11-05")}
    assert "rows_without_date" not in {one.code for one in gaps(Book.open(book, "2026-11-05").account("A")).unsaid}


def test_quality_of_a_book(book):
    found = load_quality(Book.open(book, "2026-11-05"))
    assert (
        found.balanced and found.load_id.startswith("2026-11-05") and found.newest_order == pd.Timestamp("2026-11-01")
    )
    # the cost of V is known, that of W is not: 2 x 20 of 100
    assert {one.code: one.facts for one in found.doubts}["no_cost"] == {"share": pytest.approx(0.4)}


def test_planning_loads_neither_scikit_learn_nor_display():
    code = (
        "import importlib, pkgutil, sys, accountbook.planning as room\n"
        "for module in pkgutil.iter_modules(room.__path__): importlib.import_module(f'{room.__name__}.{module.name}')\n"
        "print([name for name in ('sklearn', 'accountbook.display', 'accountbook.models') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
