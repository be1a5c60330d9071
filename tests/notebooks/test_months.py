"""Every edition at sampled months: of the whole book, of order lines alone, and of an account of one order."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.company import Company
from accountbook.publish import publish_edition
from accountbook.publish.editions import notebooks_folder, read_listing

MONTHS = ("2024-07-31", "2024-12-31", "2025-04-30", "2025-11-30", "2026-03-31", "2026-08-31")
"""Of the made-up company's thirty: early and late, a year-end, a spring, a summer."""
SLIPS = re.compile(r"\b(nan|NaN|NaT|None(?! of)|inf|N/A|undefined)\b|\{\w*\}|  \.|\.\.(?!\.)|\?\.|<Fragment|<NA>")


@pytest.fixture(params=["whole", "lines"], scope="module")
def book(request, once, demo_book, lines_only) -> Path:
    """A copy of a book, whose ledger this module fills."""
    there = demo_book if request.param == "whole" else lines_only
    return once(f"months-{request.param}", lambda folder: shutil.copytree(there, folder))


def _some(book: Book) -> tuple[str, ...]:
    """The account with most orders, and the one with fewest: a single one where there is such a one."""
    orders = book.order_days()["account_id"].value_counts()
    return str(orders.index[0]), str(orders.index[-1])


def _text(html: str) -> str:
    body = re.sub(r"(?s)<(style|script|title|head)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("as_of", MONTHS)
def test_every_notebook_runs_and_says_nothing_broken(book, as_of, tmp_path):
    known = Book.open(book, as_of)
    Company(known).predict()
    editions = read_listing(notebooks_folder()).editions
    seen = set()
    for edition in editions:
        if not read_listing(notebooks_folder()).has_notebooks(edition):
            continue
        outcome = publish_edition(edition, book, pd.Timestamp(as_of), accounts=_some(known), out=tmp_path)
        assert outcome.failures == (), outcome.failures
        for path in sorted(outcome.path.rglob("*.html")):
            text = _text(path.read_text(encoding="utf-8"))
            assert not SLIPS.search(text), f"{path.name}: …{text[max(0, SLIPS.search(text).start() - 80) :][:160]}"
            assert len(path.read_bytes()) < 2e6
            seen.add(path.parent.name)
    listed = {one.name for one in read_listing(notebooks_folder()).notebook if one.unit != "owner"}
    assert listed <= seen


def test_one_of_the_accounts_has_a_single_order(demo_book):
    orders = [Book.open(demo_book, day).order_days()["account_id"].value_counts().min() for day in MONTHS]
    assert 1 in orders
