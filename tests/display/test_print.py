"""Pages on paper: nothing torn, nothing on top of another, and what is folded and short can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from accountbook.display import Column, Department, Fold, Fragment, RoleCard, folded, html_page, role_grid, table
from accountbook.display.fragment import inline
from accountbook.display.page import section

pytestmark = pytest.mark.browser
LINES = range(36, 58, 3)
"""Lines above what may be torn: somewhere among them its first row is the last that has room on its page."""


@pytest.fixture
def paper(browser, tmp_path: Path):
    """Print fragments, each on a page of its own below some lines, and give each printed page's words."""
    if shutil.which("pdftotext") is None:
        pytest.skip("SKIPPED LOUDLY: pdftotext is not installed (apt-get install poppler-utils)")

    def words(*bodies: Fragment) -> list[list[tuple[str, float, float, float, float]]]:
        parts = [inline("div", body, cls="handed") for body in bodies]
        page = browser.new_page()
        page.set_content(html_page("Paper", Fragment(*parts)))
        pdf = tmp_path / "page.pdf"
        pdf.write_bytes(page.pdf(prefer_css_page_size=True))
        page.close()
        told = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        box = r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
        return [
            [(found[4], *map(float, found[:4])) for found in re.findall(box, sheet)]
            for sheet in told.split("<page ")[1:]
        ]

    return words


def below(lines: int, body: Fragment) -> Fragment:
    return Fragment(*(inline("p", "Filler") for _ in range(lines)), body)


def on_pages(sheets, name: str) -> list[int]:
    return [n for n, sheet in enumerate(sheets) for word in sheet if word[0].startswith(name)]


def test_a_short_table_stays_whole_with_its_heading_and_its_note(paper):
    def made(n: int) -> Fragment:
        rows = [[f"x{n}row{row}", "7"] for row in range(6)]
        columns = [Column("What"), Column("EUR", "number")]
        return below(n, section(f"x{n}head", table(columns, rows, id=f"t{n}"), note=f"x{n}note"))

    sheets = paper(*(made(n) for n in LINES))
    found = {n: set(on_pages(sheets, f"x{n}")) for n in LINES}
    assert {n: len(pages) for n, pages in found.items()} == dict.fromkeys(LINES, 1)


def test_a_long_table_leaves_no_row_alone(paper):
    def made(n: int) -> Fragment:
        columns = [Column("What"), Column("EUR", "number")]
        return below(n, section(f"x{n}head", table(columns, [[f"x{n}row", "7"] for _ in range(20)], id=f"t{n}")))

    sheets = paper(*(made(n) for n in LINES))
    for n in LINES:
        pages = on_pages(sheets, f"x{n}row")
        assert min(pages.count(page) for page in pages) >= 2, n
        assert on_pages(sheets, f"x{n}head") == pages[:1]


@pytest.mark.parametrize("cards", [3, 12])
def test_no_card_of_the_people_is_printed_on_another(paper, cards):
    def made(n: int) -> Fragment:
        departments = [
            Department(
                f"Department{d}",
                [
                    RoleCard("Role", "neutral", f"x{n}d{d}c{c}", second="met " * (30 * (c % 2)))
                    for c in range(cards - d)
                ],
            )
            for d in range(3)
        ]
        return below(n, section("Head", role_grid(departments), "Known person has nobody of ours."))

    sheets = paper(*(made(n) for n in LINES))
    torn = []
    for sheet in sheets:
        for i, (one, left, top, right, bottom) in enumerate(sheet):
            for other, left_2, top_2, right_2, bottom_2 in sheet[i + 1 :]:
                high = min(bottom, bottom_2) - max(top, top_2)
                if min(right, right_2) - max(left, left_2) > 1 and high > 0.6 * min(bottom - top, bottom_2 - top_2):
                    torn.append((one, other))
    assert torn == []
    assert sum(len(on_pages(sheets, f"x{n}d")) for n in LINES) == len(LINES) * (3 * cards - 3), "all are there"


def test_what_is_folded_is_open_where_it_is_short(paper):
    columns = [Column("What"), Column("EUR", "number")]

    def fold(name: str, rows: int) -> Fold:
        return Fold(name, "nothing to say", table(columns, [[f"{name}row", "7"] for _ in range(rows)], id=name))

    sheets = paper(folded([fold("short", 12), fold("long", 13)]))
    assert len(on_pages(sheets, "shortrow")) == 12
    assert on_pages(sheets, "longrow") == []
