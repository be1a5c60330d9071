"""The plan: judgements made once, from what the ledger holds."""

import pandas as pd
import pytest

from accountbook.plan import Plan
from accountbook.planning.memory import MemoryView


class Ledger:
    """Predictions in memory: one account among others."""

    def __init__(self, frames):
        self.frames = frames

    def predictions(self, kind, *, load_id, as_of, code=None):
        return self.frames.get(kind)

    def history(self, kind, *, before):
        return pd.DataFrame()


@pytest.fixture
def plan():
    rows = [
        {"account_id": "A", "order_date": "2026-08-01", "item_id": "I", "quantity": 2.0, "unit_price": 50.0},
        {"account_id": "A", "order_date": "2026-10-05", "item_id": "I", "quantity": 1.0, "unit_price": 50.0},
    ]
    tables = {"order_lines": rows, "items": [{"item_id": "I", "name": "valve"}, {"item_id": "J"}]}
    book = MemoryView("2026-10-31", tables, account_id="A")
    book.load_id = "L1"
    quality = pd.DataFrame(
        {"target": ["date"], "metric": ["coverage_within"], "value": [0.81], "naive": [0.1], "shown": ["model"]}
    )
    accounts = pd.DataFrame({"account_id": ["A", "B"], "share_of_sales": [0.031, 0.5]}).assign(
        as_of=book.as_of, horizon_days=90, p_no_order=[0.14, 0.9], shown="model", ladder="ridge", orders=2, reasons="[]"
    )
    book.ledger = Ledger({"accounts": accounts, "quality_orders": quality})
    return Plan(book)


def test_a_plan_reads_its_accounts_predictions_only(plan):
    assert plan.predicted("accounts")["account_id"].tolist() == ["A"]
    assert plan.profile.share_of_sales == 0.031
    assert plan.predicted("deals") is None
    assert plan.history("accounts") is None


def test_a_judgement_is_made_once(plan):
    assert plan.rhythm is plan.rhythm
    assert plan.lead is plan.lead


def test_facts_of_the_load_and_hit_rates(plan):
    assert (plan.load_id, plan.lines, plan.item_names) == ("L1", 2, {"I": "valve"})
    assert plan.held("date") == 0.81
    assert plan.held("amount") is None
    assert plan.month_before == pd.Timestamp("2026-09-30")


def test_an_account_silent_for_a_year_is_dormant_and_needs_no_call():
    line = {"account_id": "A", "item_id": "I", "quantity": 1.0, "unit_price": 50.0}
    days = ("2025-01-10", "2025-02-10", "2025-03-10")
    book = MemoryView("2026-10-31", {"order_lines": [line | {"order_date": day} for day in days]}, account_id="A")
    book.load_id = "L1"
    accounts = pd.DataFrame({"account_id": ["A"], "p_no_order": [0.96], "rhythm_p50": pd.to_datetime(["2025-04-10"])})
    accounts = accounts.assign(as_of=book.as_of, horizon_days=90, shown="model", ladder="rates", orders=3, reasons="[]")
    book.ledger = Ledger({"accounts": accounts})
    dormant = Plan(book)
    assert dormant.risk.high
    assert not dormant.watch.needed


def test_a_plan_says_of_whom_it_is_and_what_it_judges(plan):
    assert repr(plan).startswith("<Plan of account A as of 2026-10-31: actions, against_target, assortment, ")
    assert repr(plan).endswith(", worth_to_them, year_record>")
    assert "orders" not in vars(plan), "nothing is made for it"
