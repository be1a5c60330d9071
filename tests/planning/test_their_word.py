"""What one account's people said, beside what came."""

from accountbook.planning.their_word import WordState, their_word

LINE = {"account_id": "A", "item_id": "I", "quantity": 1, "unit_price": 100.0}


def said(number, topic, **more):
    return {"statement_id": number, "account_id": "A", "said_on": "2026-08-31", "topic": topic} | more


def test_cap_43_amounts_named_and_what_came_of_them(view):
    rows = [
        said("1", "order_amount", value=300.0, horizon="2026-09-30", text="About three hundred", contact_id="C"),
        said("2", "order_amount", value=200.0, horizon="2026-10-31"),
        said("3", "order_amount", value=900.0, horizon="2026-11-30"),  # not due
    ]
    lines = [LINE | {"order_date": "2026-09-10"}, LINE | {"order_date": "2026-10-10"}]
    people = [{"contact_id": "C", "account_id": "A", "name": "Ferri"}]
    found = their_word(view(order_lines=lines, customer_statements=rows, contacts=people))
    # 100 came by the end of September, 200 by the end of October
    assert [(one.statement_id, one.said, one.came, one.who) for one in found.statements] == [
        ("2", 200.0, 200.0, None),
        ("1", 300.0, 100.0, "Ferri"),
    ]
    assert (found.finding.code, found.finding.facts) == ("amounts", {"n": 2, "said": 500.0, "came": 300.0})
    assert (found.finding.sign.value, found.unchecked, found.actions) == ("worse", 0, ())


def test_cap_43_days_named_and_how_much_later_the_order_came(view):
    rows = [said("1", "order_date", value_on="2026-09-01"), said("2", "order_date", value_on="2026-09-11")]
    found = their_word(view(order_lines=[LINE | {"order_date": "2026-09-21"}], customer_statements=rows))
    # 20 and 10 days
    assert (found.finding.code, found.finding.facts) == ("dates", {"n": 2, "late": 15, "never": 0})
    assert [(one.statement_id, one.late) for one in found.statements] == [("2", 10), ("1", 20)]
    nothing = their_word(view(order_lines=[], customer_statements=rows))
    assert nothing.finding.facts == {"n": 2, "late": None, "never": 2}
    # on 10 September one of the days had come
    assert their_word(view("2026-09-10", order_lines=[], customer_statements=rows)).finding.facts["n"] == 1


def test_cap_43_what_no_order_tells_is_to_be_checked(view):
    rows = [
        said("1", "budget", value=50e3, horizon="2026-09-30", text="The budget stands"),
        said("2", "decision_date", value_on="2026-10-15", text="We decide by the 15th"),
        said("3", "budget", value=50e3, horizon="2025-10-31"),  # over a year ago
        said("4", "budget", value=50e3, horizon="2026-09-30", actual_value=40e3, checked_on="2026-10-02"),
    ]
    owned = {"accounts": [{"account_id": "A", "name": "A", "owner_id": "E"}],
             "employees": [{"employee_id": "E", "name": "Keller"}]}  # fmt: skip
    found = their_word(view(order_lines=[LINE | {"order_date": "2026-10-10"}], customer_statements=rows, **owned))
    assert found.unchecked == 2
    [asked] = found.actions
    assert (asked.does.code, asked.does.facts["text"], asked.owner) == (
        "check_statement", "We decide by the 15th", "Keller",
    )  # fmt: skip
    # what was checked stands in the table, and a budget is no order
    assert ([one.statement_id for one in found.statements], found.finding) == (["4"], None)


def test_cap_43_where_every_statement_is_checked_nothing_is_to_be_checked(view):
    said = {
        "statement_id": "1", "account_id": "A", "said_on": "2026-08-01", "topic": "order_amount", "value": 300.0,
        "horizon": "2026-09-30", "actual_value": 200.0, "checked_on": "2026-10-01",
    }  # fmt: skip
    lines = [{"account_id": "A", "order_date": "2026-09-01", "item_id": "I", "quantity": 1.0, "unit_price": 200.0}]
    judged = their_word(view(customer_statements=[said], order_lines=lines))
    assert judged.unchecked == 0
    assert judged.actions == ()


def test_without_a_table_or_a_row(view):
    assert their_word(view(order_lines=[LINE | {"order_date": "2026-10-10"}])).state == WordState.NO_TABLE
    assert their_word(view(order_lines=[], customer_statements=[])).state == WordState.NONE
