"""I18: pages of an account that never ordered, of one that ordered once, and of one with a million order lines."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from accountbook.publish.editions import notebooks_folder
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

LINES, ITEMS, DEALS = 1_000_000, 5_000, 200


def many_lines() -> pd.DataFrame:
    """A million lines of one account in a thousand days, and one line of another."""
    at, table = np.arange(LINES), TABLES["order_lines"]
    orders = pd.DataFrame(
        {
            L.order_id: "O" + pd.Series(at // 4).astype(str),
            L.line: pd.Series(at % 4).astype(str),
            L.account_id: "huge",
            L.order_date: pd.Timestamp("2026-10-30") - pd.to_timedelta(at % 1000, unit="D"),
            L.kind: "order",
            L.item_id: "I-" + pd.Series(at % ITEMS).astype(str),
            L.quantity: 1.0 + at % 7,
            L.unit_price: 10.0,
            L.currency: "EUR",
            L.end_customer: "End " + pd.Series(at % 3000).astype(str),
        }
    )
    one = {"order_id": "one", "line": "1", "account_id": "one", "order_date": pd.Timestamp("2026-09-01"),
           "kind": "order", "item_id": "I-1", "quantity": 1.0, "unit_price": 5.0, "currency": "EUR"}  # fmt: skip
    whole = pd.concat([orders, pd.DataFrame([one])], ignore_index=True)
    return whole.reindex(columns=table.columns).astype(table.dtypes)


@pytest.fixture(scope="module")
def pages(once, make_book, tiny) -> dict[str, str]:
    """The real plan's pages of the three accounts, and the index."""

    def make(folder: Path) -> None:
        accounts = [{"account_id": name, "name": name.title(), "country": "IT"} for name in ("never", "one", "huge")]
        people = [{"contact_id": "c", "account_id": "never"}]
        people += [{"contact_id": f"c{n}", "account_id": "huge", "name": f"Person {n}"} for n in range(400)]
        deals = [
            {"opportunity_id": f"D{n}", "account_id": "huge", "name": f"Deal {n}", "amount": 100.0, "outcome": "open",
             "seller_stage": "offer", "created_on": "2026-05-01", "expected_close": "2026-12-01"}
            for n in range(DEALS)
        ]  # fmt: skip
        items = [{"item_id": f"I-{n}", "name": f"Item {n}"} for n in range(ITEMS)]
        tables = {"accounts": accounts, "contacts": people, "opportunities": deals, "items": items}
        frames = {name: TABLES[name].frame(rows) for name, rows in tables.items()}
        book = make_book(folder / "book", order_lines=many_lines(), **frames)
        (folder / "notebooks").mkdir()
        desk = tiny.Desk(folder / "notebooks", book, folder / "reports")
        desk.put("account_plan", nbformat.read(notebooks_folder() / "account_plan.ipynb", as_version=4))
        outcome = desk.publish()
        assert outcome.exit_code == 0, outcome.failures
        shutil.rmtree(folder / "book")  # a million rows are not kept till the tests' end

    edition = once("sizes", make) / "reports" / "monthly" / "2026-10-31"
    return {path.stem.split("-")[0]: path.read_text(encoding="utf-8") for path in edition.rglob("*.html")}


def text_of(page: str) -> str:
    """What a page shows, without its drawings."""
    body = re.sub(r"<svg.*?</svg>", "", page[page.index("<body>") :], flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.mark.parametrize("name", ["never", "one", "huge", "index"])
def test_I18_no_page_shows_what_is_no_number(pages, name):
    page = pages[name]
    assert re.findall(r"(?i)(?<![a-z])(?:-?nan|nat|-?inf(?:inity)?|<na>)(?![a-z])", text_of(page)) == []
    assert re.findall(r"\bNone\b|&lt;NA&gt;|nan%|EUR nan", text_of(page)) == []
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert [one[:80] for one in drawings if re.search(r"(?i)[\"\s,](?:-?nan|-?inf)\b", one)] == []


def test_I1_I18_little_is_said_to_be_little(pages):
    never, one = text_of(pages["never"]), text_of(pages["one"])
    assert "They never ordered, so nothing can be said of a rhythm." in never
    assert "A first order will show what they buy; a second one, when." in never
    assert "1 order so far: no cycle yet" in one and "A cycle needs more of them." in one


def test_I18_a_huge_account_s_page_shows_some_and_says_of_how_many(pages):
    huge = text_of(pages["huge"])
    assert "1,000 orders so far" in huge
    assert "The largest of 5000 items." in huge
    assert "The first 40 of 200 deals." in huge
    assert f"{DEALS - 3} more stand under" in huge
    assert len(pages["huge"]) < 1_000_000
