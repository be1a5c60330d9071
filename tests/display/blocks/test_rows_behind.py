"""The links from a plan's figures to their rows (cap 27), on the made-up company."""

import re

import pytest

from accountbook.book import Book
from accountbook.display import Words
from accountbook.display.blocks.sections import FIRST_SCREEN, ROWS, SECTIONS, Sections
from accountbook.plan import Plan


@pytest.fixture(scope="module")
def plan(demo_book) -> Plan:
    book = Book.open(demo_book, "2026-10-31")
    return Plan(book.account(str(book.order_days()["account_id"].value_counts().index[0])))


def linked(html: object) -> dict[str, int]:
    """Sheets that a fragment leads to, and how many rows it says they have."""
    found = re.findall(r'<a href="[^"]*#(\w+)!A1">\w+</a> ([\d,]+)', str(html))
    return {name: int(rows.replace(",", "")) for name, rows in found}


def test_cap_27_the_first_screen_and_every_section_lead_to_the_rows_behind_them(plan):
    sections = Sections(plan, Words("en", currency="EUR", as_of=plan.book.as_of))
    rows = {name: len(frame) for name, frame in plan.rows.items()}
    assert linked(sections.jump) == {name: rows[name] for name in FIRST_SCREEN if name in rows}
    shown = [name for name in SECTIONS if sections[name]]
    assert len(shown) > 8
    for name in shown:
        assert linked(sections[name]) == {table: rows[table] for table in ROWS[name] if table in rows}, name


def test_every_section_says_which_rows_lie_behind_it():
    assert list(ROWS) == list(SECTIONS)
