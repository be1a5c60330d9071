import pandas as pd

from accountbook.planning.learned import LearnedState, lessons, market_lessons

ACCOUNT = [{"account_id": "A", "name": "A", "vertical": "marine"}]


def _lesson(n, on, text, **columns):
    return {"lesson_id": n, "learned_on": on, "text": text} | columns


def test_cap_16_what_still_holds_here_with_how_often_it_was_paid_for(view):
    rows = [
        _lesson("1", "2023-01-01", "Ask the planner first", market="marine"),
        _lesson("2", "2024-01-01", "Ask the planner first", market="marine", recurrence_of="1"),
        _lesson("3", "2025-06-01", "Ask the planner first", market="marine", recurrence_of="2"),
        _lesson("4", "2025-01-01", "Two sources mean price only", market="marine", product="VX"),
        _lesson("5", "2025-01-01", "No stock, no order", product="VX"),
        _lesson("6", "2025-01-01", "Another market", market="food", product="SK"),
        _lesson("7", "2022-01-01", "The seal swells", market="marine", still_valid=False, reviewed_on="2025-01-01",
                changed_by="new compound"),
    ]  # fmt: skip
    found = lessons(view(accounts=ACCOUNT, lessons=rows), "VX")
    # of both market and product first, then of the market, then of the product
    assert [(one.lesson_id, one.times) for one in found.rows] == [("4", 1), ("3", 3), ("5", 1)]
    assert found.rows[1].first_on == pd.Timestamp("2023-01-01")
    assert found.obsolete == 1


def test_cap_16_a_lesson_holds_until_it_is_known_to_be_over_and_again_when_it_comes_back(view):
    over = _lesson("1", "2023-01-01", "Test first", market="marine", still_valid=False, reviewed_on="2026-10-20")
    seen = view(accounts=ACCOUNT, lessons=[over])
    assert lessons(seen).rows == () and lessons(seen).obsolete == 1
    assert len(lessons(seen.at(pd.Timestamp("2026-10-19"))).rows) == 1
    again = _lesson("2", "2026-10-25", "Test first", market="marine", recurrence_of="1")
    (back,) = lessons(view(accounts=ACCOUNT, lessons=[over, again])).rows
    assert back.times == 2


def test_lessons_are_one_in_the_same_words_only(view):
    told = ["Offer after 3 days", "offer  after 3 days.", "Offer after 30 days", "Do not offer after 3 days"]
    rows = [_lesson(str(n), "2025-01-01", text, market="marine") for n, text in enumerate(told)]
    found = lessons(view(accounts=ACCOUNT, lessons=rows)).rows
    assert [(one.text, one.times) for one in found] == [
        ("offer  after 3 days.", 2), ("Offer after 30 days", 1), ("Do not offer after 3 days", 1),
    ]  # fmt: skip


def test_cap_16_a_lesson_of_the_market_counts_whatever_the_product_and_none_of_another_market(view, bought):
    rows = [
        _lesson("1", "2022-01-01", "ask for the budget", market="marine", product="PU"),
        _lesson("2", "2024-01-01", "again", market="marine", recurrence_of="1"),
        _lesson("3", "2025-01-01", "changed by technology", market="marine", still_valid=False,
                reviewed_on="2026-01-01"),
        _lesson("4", "2025-01-01", "other market, their product", market="food", product="VX"),
        _lesson("5", "2025-01-01", "not their product", market="marine", product="PU"),
        _lesson("6", "2025-06-01", "their product", market="marine", product="VX"),
        _lesson("7", "2026-06-01", "taken back later", market="marine", still_valid=False, reviewed_on="2026-11-05"),
    ]  # fmt: skip
    tables = {"lessons": rows, "order_lines": bought({"2026-03-01": {"V": (1, 9.0)}}),
              "items": [{"item_id": "V", "family": "VX"}]}  # fmt: skip
    assert [(one.text, one.times) for one in market_lessons(view(accounts=ACCOUNT, **tables))] == [
        ("again", 2), ("their product", 1), ("taken back later", 1), ("not their product", 1),
    ]  # fmt: skip
    assert market_lessons(view(**tables)) == (), "of an account whose market is unknown nothing is said"
    assert [one.text for one in lessons(view(**tables)).rows] == ["their product", "other market, their product"]


def test_lessons_that_name_each_other_come_to_an_end(view):
    rows = [
        _lesson("1", "2023-01-01", "Round", market="marine", recurrence_of="2"),
        _lesson("2", "2024-01-01", "Round", market="marine", recurrence_of="1"),
    ]
    (one,) = lessons(view(accounts=ACCOUNT, lessons=rows)).rows
    assert one.times == 2


def test_a_missing_table_is_not_an_empty_one(view):
    assert lessons(view()).state == LearnedState.NO_TABLE
    assert lessons(view(lessons=[])).state == LearnedState.NONE
