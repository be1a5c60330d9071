"""What is asked where every statement is checked already: nothing."""

from __future__ import annotations

from accountbook.planning.their_word import their_word


def test_cap_43_where_every_statement_is_checked_nothing_is_to_be_checked(view):
    said = {
        "statement_id": "1", "account_id": "A", "said_on": "2026-08-01", "topic": "order_amount", "value": 300.0,
        "horizon": "2026-09-30", "actual_value": 200.0, "checked_on": "2026-10-01",
    }  # fmt: skip
    lines = [{"account_id": "A", "order_date": "2026-09-01", "item_id": "I", "quantity": 1.0, "unit_price": 200.0}]
    judged = their_word(view(customer_statements=[said], order_lines=lines))
    assert judged.unchecked == 0
    assert judged.actions == ()
