"""The rows behind a page's figures, and the figures that are sums of them."""

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.company import Company
from accountbook.plan import Plan
from accountbook.planning import rows as module
from accountbook.planning.rows import tidy_rows
from accountbook.planning.totals import summed
from accountbook.tables import TABLES

AS_OF = pd.Timestamp("2026-10-31")


def _line(on, item="VX", amount=10.0, *, kind="order", cost=None):
    return {"account_id": "A", "order_id": on, "line": "1", "order_date": on, "item_id": item, "kind": kind,
            "quantity": 1.0, "unit_price": amount, "unit_cost": cost}  # fmt: skip


def test_cap_27_lines_come_with_their_family_and_margin(view):
    lines = [_line("2026-03-02", amount=10.0, cost=4.0), _line("2026-04-02", "W"), _line("2026-04-02", kind="charge")]
    rows = tidy_rows(view(order_lines=lines, items=[{"item_id": "VX", "family": "valves"}]))["order_lines"]
    assert rows["family"].tolist()[0] == "valves" and rows["margin"].tolist()[0] == 6.0
    # the cost of W is unknown, and a charge has no margin
    assert rows["costed"].notna().tolist() == [True, False, False]


def test_nothing_personal_is_among_them(view):
    people = [{"contact_id": "C1", "account_id": "A", "name": "Anna Rossi", "email": "anna@lumora.example"}]
    slots = [{"account_id": "A", "role_code": "MD", "contact_id": "C1", "evidence": "Anna said so"}]
    voices = [{"voice_id": "V1", "account_id": "A", "contact_id": "C1", "said_on": "2026-09-01", "type": "need",
               "text": "Anna needs it"}]  # fmt: skip
    found = tidy_rows(view(order_lines=[_line("2026-03-02")], contacts=people, role_slots=slots, voices=voices))
    assert "contacts" not in found and list(found["voices"].columns) == ["voice_id", "said_on", "type"]
    text = " ".join(frame.to_csv() for frame in found.values())
    assert "Anna" not in text and "C1" not in text
    for name, frame in found.items():
        meanings = TABLES[name].meanings
        assert not [one for one in frame.columns if one in meanings and meanings[one].refers == "contacts"]


def test_of_very_many_lines_the_old_ones_are_summed_by_year_and_item(view, monkeypatch):
    monkeypatch.setattr(module, "MANY", 4)
    lines = [_line("2021-01-04"), _line("2021-01-20"), _line("2021-02-21", "W"), _line("2022-02-01"),
             _line("2024-10-31"), _line("2026-01-04"), _line("2026-01-20")]  # fmt: skip
    rows = tidy_rows(view(order_lines=lines))["order_lines"]
    # the month that holds the day two years back is whole
    assert rows["order_date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2021-02-21", "2021-02-21", "2022-02-01", "2024-10-31", "2026-01-04", "2026-01-20"
    ]  # fmt: skip
    assert rows["quantity"].tolist() == [2.0, 1.0, 1.0, 1.0, 1.0, 1.0] and rows["amount"].sum() == 70.0


@pytest.fixture(scope="module")
def plans(once, demo_book):
    def make(folder):
        import shutil

        shutil.copytree(demo_book, folder)
        Company(Book.open(folder, AS_OF)).predict()

    book = Book.open(once("foreseen", make), AS_OF)
    return [Plan(book.account(account)) for account in book.accounts()[:8]]


def test_cap_27_every_figure_is_the_sum_of_its_rows(plans):
    codes = set()
    for plan in plans:
        for total in plan.totals:
            assert summed(total, plan.rows) == pytest.approx(total.shown, abs=0.005), (plan.book.account_id, total)
            codes.add(total.what.code)
    assert codes >= {
        "ordered_12", "ordered_before", "ordered_month", "ordered_item", "asked", "expected", "margin_12", "net_12",
        "next_item", "target", "ordered_period",
    }  # fmt: skip


def test_cap_27_a_figure_of_the_page_stands_among_them(plans):
    plan = next(plan for plan in plans if plan.months.last_12 is not None and plan.deals.deals)
    shown = {one.what.code: one.shown for one in plan.totals if not one.what.facts}
    assert shown["ordered_12"] == plan.months.last_12.value and shown["asked"] == plan.deals.asked
