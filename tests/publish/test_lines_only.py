"""An edition of a book that has order lines and nothing else: short, whole, and one box that says what would add."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.publish import publish_edition

AS_OF = pd.Timestamp("2026-10-31")
ADDS = {
    "fx_rates": "sums over orders in foreign currencies",
    "accounts": "names, countries, owners and teams instead of numbers",
    "items": "names, families, costs and successors of the items",
    "opportunities": "open deals with their odds",
}
LONGEST = {
    "account_plan": 6500,
    "data_quality": 4500,
    "churn_reorder": 6500,
    "win_probability": 1500,
    "scorecard": 5000,
}
"""Characters of text that a page may have."""
SLIPS = re.compile(
    r"\b(nan|NaN|NaT|None|inf|N/A|undefined)\b|\{\w*\}|EUR 0\b|  \.|\.\.(?!\.)|\?\.|"
    r"(?<![\d,.–])1 (accounts|items|lines|rows|orders|tables|columns|days|months|things|reasons|files|deals)\b"
)


@pytest.fixture(scope="module")
def pages(once, lines_only: Path) -> dict[str, str]:
    """The HTML of every page of the monthly edition but the index, by its path."""

    def make(folder: Path) -> None:
        outcome = publish_edition("monthly", lines_only, AS_OF, workers=2, out=folder)
        assert outcome.exit_code == 0, outcome.failures

    edition = once("lines-only-reports", make) / "monthly" / "latest"
    found = {str(path.relative_to(edition)): path.read_text(encoding="utf-8") for path in edition.rglob("*.html")}
    assert set(found) > {"index.html", *(f"{name}/{name}.html" for name in LONGEST if name != "account_plan")}
    return found


def text_of(html: str) -> str:
    """What a reader sees of a page, a blank where an element ends."""
    body = re.sub(r"(?s)<(style|script|title|head)\b.*?</\1>", " ", html)
    body = re.sub(r'(?s)<svg class="narrow".*?</svg>', " ", body)  # the second drawing of the same chart
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def kind(path: str) -> str:
    return next((name for name in LONGEST if name in path), "index")


def test_every_page_is_short_and_has_no_slip(pages):
    for path, html in pages.items():
        text = text_of(html)
        assert len(text) <= LONGEST.get(kind(path), 30_000), f"{path}: {len(text)} characters"
        assert not SLIPS.search(text), f"{path}: {SLIPS.search(text)} in {text}"


def test_one_box_says_what_three_tables_would_add(pages):
    for path, html in pages.items():
        boxes = re.findall(r'(?s)<aside class="box">(.*?)</aside>', html)
        assert len(boxes) == (0 if kind(path) in ("index", "churn_reorder") else 1), path
        for box in boxes:
            told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", box))
            assert len(told) == 3 and told.items() <= ADDS.items(), path
            assert re.search(r"<h3>3 missing tables would add most to (this plan|the reports)</h3>", box)


def test_rates_are_asked_for_first_where_amounts_are_missing(pages, lines_only):
    lines = Book.open(lines_only, AS_OF).table("order_lines")
    unpriced = lines["amount"].isna().groupby(lines["account_id"]).mean()
    assert set(unpriced.unique()) >= {0.0, 1.0}, "the made-up company orders in several currencies"
    for account, share in unpriced.items():
        html = next(html for path, html in pages.items() if path.startswith("account_plan/") and f">{account}<" in html)
        first = re.search(r'<aside class="box">.*?<dt>(.*?)</dt>', html, flags=re.DOTALL)[1]
        assert first == ("fx_rates" if share >= 0.1 else "accounts"), account


def test_a_plan_without_amounts_says_so_and_borrows_none(pages, lines_only):
    lines = Book.open(lines_only, AS_OF).table("order_lines")
    unpriced = lines["amount"].isna().groupby(lines["account_id"]).all()
    bought = lines[lines["order_date"] > AS_OF - pd.DateOffset(months=12)]["account_id"]
    accounts = [account for account in unpriced.index[unpriced] if account in set(bought)]
    assert accounts
    for account in accounts:
        html = next(html for path, html in pages.items() if path.startswith("account_plan/") and f">{account}<" in html)
        text = text_of(html)
        assert "in twelve months" in text and "unknown" in text, account
        assert not re.search(r"EUR \d", text.split("All accounts, past months")[0]), f"{account}: {text}"


def test_no_heading_is_empty_and_no_label_stands_alone(pages):
    for path, html in pages.items():
        headings = re.findall(r"(?s)<h[1-6][^>]*>(.*?)</h[1-6]>", html)
        assert headings and all(re.sub(r"<[^>]+>", "", one).strip() for one in headings), path
        assert not re.search(r'(?s)<p class="label">[^<]*</p>\s*</(section|div)>', html), path
        assert not re.search(r"<t[rd][^>]*>\s*</tr>", html), path


def test_the_page_about_the_load_folds_what_it_cannot_check(pages):
    text = text_of(pages["data_quality/data_quality.html"])
    assert "ERP and own book the book holds no deals, contracts, invoices or forecasts" in text
    assert "Against the last load this is the first load" in text
    assert "1 table is fresh" in text
    assert "order lines have no exchange rate and no amount" in text
