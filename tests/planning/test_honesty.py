"""Whose words about orders came true: reps (cap 30) and customers (cap 43), worked out by hand."""

import pandas as pd
import pytest

from accountbook.planning.guessed import guess_words, guessed, item_words
from accountbook.planning.honesty import Word
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import Naming
from accountbook.planning.statements import checked, statement_words, trusts

AS_OF = "2026-10-31"
EVERYONE = Naming(True, {})


def order(account, on, amount, *, item="V", quantity=1.0):
    return {"account_id": account, "order_date": on, "item_id": item, "quantity": quantity,
            "unit_price": amount / quantity}  # fmt: skip


def guess(number, account, amount, *, month="2026-09", end="2026-09-30", said="2026-08-28", **more):
    return {"forecast_id": number, "owner_id": "E", "account_id": account, "amount": amount,
            "starts_on": f"{month}-01", "ends_on": end, "submitted_on": said} | more  # fmt: skip


def said(*rows):
    """(account, made, expected in 60 days, naive, day of the next order, naive day)."""
    names = ["account_id", "made", "expected", "naive_expected", "days_p50", "naive_days_p50"]
    frame = pd.DataFrame(rows, columns=names).assign(horizon_days=60, recomputed=0)
    return frame.assign(made=pd.to_datetime(frame["made"]))


LINES = [order("A", "2026-09-10", 300.0), order("A", "2026-09-20", 100.0), order("A", "2026-10-02", 999.0)]


def test_cap_30_the_reps_guess_beside_the_model_on_the_same_account_and_month():
    guesses = [
        guess("1", "A", 500.0, order_on="2026-09-12"),
        guess("2", "B", 100.0, order_on="2026-09-15"),
        guess("3", "C", 70.0),  # of C the model said nothing
        guess("4", "A", 50.0, month="2026-05", end="2026-05-31", said="2026-04-28"),  # nothing was said of May
        guess("5", "A", 80.0, month="2026-10", end="2026-10-31", said="2026-11-02"),  # after the fact
    ]
    view = MemoryView(AS_OF, {"order_lines": LINES, "forecasts": guesses})
    rows = guessed(
        view, said(("A", "2026-08-31", 600.0, 200.0, 14.0, 5.0), ("A", "2026-07-31", 9.0, 9.0, 1.0, 1.0),
                   ("B", "2026-08-31", 60.0, 40.0, 20.0, 30.0), ("A", "2026-09-30", 7.0, 7.0, 7.0, 7.0))
    )  # fmt: skip
    # September is 30 of 60 days
    assert rows[["account_id", "guessed", "came", "expected", "naive"]].values.tolist() == [
        ["A", 500.0, 400.0, 300.0, 100.0],
        ["B", 100.0, 0.0, 30.0, 20.0],
    ]
    amounts = {one.who: one for one in guess_words(rows, EVERYONE) if one.what == "amount"}
    assert amounts["rep"] == Word("rep", "amount", 2, error=0.5, bias=0.5, near=0.5)
    assert amounts["model"] == Word("model", "amount", 2, error=130 / 400, bias=-70 / 400, near=0.5)
    assert amounts["naive"] == Word("naive", "amount", 2, error=320 / 400, bias=-280 / 400, near=0.0)
    # only A ordered: on the 10th; the rep said the 12th, the model the 14th, the rival the 5th
    days = {
        one.who: (one.rows, one.error, one.bias, one.near) for one in guess_words(rows, EVERYONE) if one.what == "date"
    }
    assert days == {"rep": (1, 2.0, -2.0, 1.0), "model": (1, 4.0, -4.0, 1.0), "naive": (1, 5.0, 5.0, 1.0)}


def test_cap_30_items_that_reps_named_beside_as_many_of_the_models():
    guesses = [
        guess("1", "A", 10.0, item_id="V"),
        guess("2", "A", 10.0, item_id="W"),
        guess("3", "A", 0.0, item_id="X"),
    ]
    view = MemoryView(AS_OF, {"order_lines": LINES, "forecasts": guesses})
    items = pd.DataFrame({"account_id": "A", "item_id": ["V", "Y", "Z"], "rank": [1, 2, 3], "recomputed": 0})
    # the rep named V and W, of X that nothing comes; V came
    assert item_words(view, items, pd.Timestamp("2026-08-31"), EVERYONE) == (
        Word("rep", "items", 2, None, None, 0.5),
        Word("model", "items", 2, None, None, 0.5),
    )
    assert item_words(view, items, pd.Timestamp("2026-07-01"), EVERYONE) == ()
    assert item_words(view, items.iloc[:0], pd.Timestamp("2026-08-31"), EVERYONE) == ()


def test_cap_30_only_what_was_handed_in_before_the_period_counts():
    """The last guess of August counts; that of the 3rd of September knew the month's first orders."""
    guesses = [
        guess("1", "A", 300.0, said="2026-08-10"),
        guess("2", "A", 500.0, said="2026-08-31"),
        guess("3", "A", 400.0, said="2026-09-03"),
        guess("4", "A", 9.0, item_id="V", said="2026-09-01"),
    ]
    view = MemoryView(AS_OF, {"order_lines": LINES, "forecasts": guesses})
    rows = guessed(view, said(("A", "2026-08-31", 600.0, 200.0, 14.0, 5.0)))
    assert rows["guessed"].tolist() == [500.0]
    items = pd.DataFrame({"account_id": ["A"], "item_id": ["V"], "rank": [1], "recomputed": 0})
    assert item_words(view, items, pd.Timestamp("2026-08-31"), EVERYONE) == ()


def test_cap_30_each_items_guess_is_judged_in_its_own_period():
    """V came in September and W in October, each a month after or before it was named for."""
    lines = [order("A", "2026-09-10", 300.0), order("B", "2026-10-10", 5.0, item="W")]
    guesses = [
        guess("1", "A", 10.0, item_id="V", month="2026-10", end="2026-10-31", said="2026-08-28"),
        guess("2", "B", 10.0, item_id="W"),
        guess("3", "B", 10.0, item_id="W", month="2026-10", end="2026-10-31", said="2026-08-28"),
    ]
    view = MemoryView(AS_OF, {"order_lines": lines, "forecasts": guesses})
    items = pd.DataFrame({"account_id": ["A", "B"], "item_id": ["V", "W"], "rank": 1, "recomputed": 0})
    rep, model = item_words(view, items, pd.Timestamp("2026-08-31"), EVERYONE)
    assert (rep.rows, rep.near, model.rows, model.near) == (3, 1 / 3, 3, 1 / 3)


def test_cap_30_what_was_recomputed_is_called_so_and_a_guess_never_is():
    view = MemoryView(AS_OF, {"order_lines": LINES, "forecasts": [guess("1", "A", 500.0, order_on="2026-09-12")]})
    rows = guessed(view, said(("A", "2026-08-31", 600.0, 200.0, 14.0, 5.0)).assign(recomputed=1))
    labels = {(one.who, one.what): one.recomputed for one in guess_words(rows, EVERYONE)}
    assert labels == {
        ("rep", "amount"): False, ("model", "amount"): True, ("naive", "amount"): True,
        ("rep", "date"): False, ("model", "date"): True, ("naive", "date"): True,
    }  # fmt: skip


def test_cap_30_dates_of_too_few_accounts_are_not_told_though_amounts_are():
    """Five accounts of a team were guessed; in one an order came, whose day would be told alone."""
    names = [f"A{n}" for n in range(5)]
    guesses = [guess(str(n), one, 10.0, order_on="2026-09-12") for n, one in enumerate(names)]
    view = MemoryView(AS_OF, {"order_lines": [order("A0", "2026-09-10", 30.0)], "forecasts": guesses})
    rows = guessed(view, said(*((one, "2026-08-31", 60.0, 20.0, 14.0, 5.0) for one in names)))
    hidden = Naming(False, dict.fromkeys(names, "South"))
    assert {one.what for one in guess_words(rows, EVERYONE)} == {"amount", "date"}
    assert {one.what for one in guess_words(rows, hidden)} == {"amount"}


def test_cap_30_no_guess_is_no_word():
    view = MemoryView(AS_OF, {"order_lines": LINES})
    assert guess_words(guessed(view, said(("A", "2026-08-31", 600.0, 200.0, 14.0, 5.0))), EVERYONE) == ()


def statement(number, topic, *, account="A", **more):
    return {"statement_id": number, "account_id": account, "said_on": "2026-08-31", "topic": topic} | more


def test_cap_43_what_was_written_down_at_the_check_counts():
    rows = [
        statement("1", "order_amount", value=300.0, horizon="2026-09-30", actual_value=200.0, checked_on="2026-10-05"),
        statement("2", "budget", value=50.0, horizon="2026-09-30"),  # nobody checked, and no order tells of a budget
        statement("3", "payment_date", value_on="2026-09-10", actual_on="2026-09-24", checked_on="2026-09-25"),
        statement("4", "payment_date", value_on="2026-09-10", checked_on="2026-09-25"),  # checked: nothing was paid
        statement("5", "decision_date", value_on="2026-11-10"),  # not due
        statement("6", "other", value=5.0, horizon="2026-09-30"),
    ]
    found = statement_words(checked(MemoryView(AS_OF, {"order_lines": LINES, "customer_statements": rows})))
    assert found == (
        Word("customer", "order_amount", 1, error=0.5, bias=0.5, near=0.0),
        Word("customer", "payment_date", 1, error=14.0, bias=14.0, near=0.0, never=1),
    )


def test_cap_43_what_nobody_checked_is_checked_with_the_order_lines():
    lines = [*LINES, order("A", "2026-09-05", 30.0, item="W", quantity=6.0), order("A", "2026-08-31", 7.0)]
    rows = [
        statement("1", "order_amount", value=430.0, horizon="2026-09-30"),  # 300 + 100 + 30 came; of August nothing
        statement("2", "quantity", value=8.0, item_id="W", horizon="2026-09-30"),  # 6 came
        statement("3", "order_date", value_on="2026-09-01"),  # the 5th
        statement("4", "order_date", value_on="2026-09-01", account="B"),  # never
    ]
    view = MemoryView(AS_OF, {"order_lines": lines, "customer_statements": rows})
    found = checked(view).set_index("ref")
    assert found.loc[["1", "2"], ["said", "came"]].values.tolist() == [[430.0, 430.0], [8.0, 6.0]]
    assert found.loc["3", "late"] == 4.0
    assert found["never"].to_dict() == {"1": False, "2": False, "3": False, "4": True}
    # on the day before it was due, nothing could be checked
    assert set(checked(view.at("2026-09-29"))["ref"]) == {"3", "4"}


def test_cap_43_customers_whose_words_were_furthest_off_come_first_by_money():
    rows = pd.DataFrame(
        {"account_id": ["A", "A", "B", "B"], "topic": ["order_amount", "order_amount", "order_amount", "order_date"],
         "said": [100.0, 50.0, 400.0, None], "came": [90.0, 70.0, 300.0, None], "late": [None, None, None, 6.0],
         "never": False}
    )  # fmt: skip
    first, second = trusts(rows, {"A": "Alba"})
    assert (first.account_id, first.said, first.came, first.dates, first.late) == ("B", 400.0, 300.0, 1, 6.0)
    assert (second.name, second.amounts, second.said, second.came, second.late) == ("Alba", 2, 150.0, 160.0, None)
    assert [one.account_id for one in trusts(rows, {}, most=1)] == ["B"]


@pytest.mark.parametrize("table", ["customer_statements", "forecasts"])
def test_an_empty_table_says_nothing(table):
    view = MemoryView(AS_OF, {"order_lines": LINES, table: []})
    assert statement_words(checked(view)) == ()
    assert guess_words(guessed(view, said()), EVERYONE) == ()
