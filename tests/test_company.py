"""The company's judgements: a last month where there was one."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.company import Company
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import Naming


def test_last_month_is_not_predicted_where_nothing_was_known_then():
    line = {"account_id": "A", "order_date": "2026-10-20", "item_id": "I", "quantity": 1.0, "unit_price": 1.0}
    assert Company(MemoryView("2026-10-31", {"order_lines": [line]})).before("accounts") is None
    assert Company(MemoryView("2026-10-31", {"order_lines": []})).before("deals") is None


def test_last_month_is_what_was_said_then_where_the_ledger_has_it():
    line = {"account_id": "A", "order_date": "2026-08-20", "item_id": "I", "quantity": 1.0, "unit_price": 1.0}
    book = MemoryView("2026-10-31", {"order_lines": [line]})
    said = {"august": pd.DataFrame({"p": [0.3]}), "september": pd.DataFrame({"p": [0.4]})}
    days = [(pd.Timestamp("2026-08-31"), "august"), (pd.Timestamp("2026-09-30"), "september")]
    exported = {"august": pd.Timestamp("2026-09-01"), "september": pd.Timestamp("2026-10-01")}
    book.ledger = SimpleNamespace(
        first=lambda kind, *, before: days, read=said.__getitem__, exported_on=exported.__getitem__
    )
    assert Company(book).before("accounts")["p"].tolist() == [0.4]
    assert Company(book)._items_before["recomputed"].tolist() == [0]


def test_what_a_later_load_says_of_last_month_was_not_said_then(monkeypatch):
    line = {"account_id": "A", "order_date": "2026-08-20", "item_id": "I", "quantity": 1.0, "unit_price": 1.0}
    book = MemoryView("2026-10-31", {"order_lines": [line]})
    late = pd.Timestamp("2026-11-01")
    book.ledger = SimpleNamespace(
        first=lambda kind, *, before: [(pd.Timestamp("2026-09-30"), "late")], exported_on=lambda path: late
    )
    monkeypatch.setattr("accountbook.company.predictions", lambda then, kind: pd.DataFrame({"p": [then.as_of.month]}))
    items = Company(book)._items_before
    assert items[["p", "recomputed"]].values.tolist() == [[9, 1]]


def test_a_group_needs_ten_chances_of_accounts_that_may_be_told():
    company = Company(MemoryView("2026-10-31", {"order_lines": []}))
    rows = {"target": "churn90", "account_id": [f"A{n}" for n in range(20)], "happened": [0.0] * 10 + [1.0] * 10}
    company.graded = pd.DataFrame({**rows, "said": [0.1] * 10 + [0.9] * 10})
    company.naming = Naming(True, {})
    assert company.due_groups("churn90")[["happened", "n"]].values.tolist() == [[0.0, 10.0], [1.0, 10.0]]
    # of the six accounts of South one is judged on the odds of a deal, which nobody may be told alone
    company.naming = Naming(False, {f"A{n}": "South" for n in range(6)})
    deals = pd.DataFrame({**rows, "target": "deals", "account_id": ["A0"] + ["own"] * 19, "said": [0.1] * 20})
    company.graded = pd.concat([company.graded, deals], ignore_index=True)
    assert company.due_groups("churn90")["n"].sum() == 20
    assert company.due_groups("deals").empty
    company.naming, company.graded = Naming(False, {"A0": "South"}), company.graded.iloc[:20]
    assert company.due_groups("churn90").empty
    assert company.due_groups("deals").empty


def test_what_is_not_made_ahead_of_a_month_before_is_not_asked_for():
    with pytest.raises(KeyError, match="as of a month before"):
        Company(MemoryView("2026-10-31", {"order_lines": []})).before("year")
