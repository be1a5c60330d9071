"""The page about a load: what it holds, what is odd and missing, and how to mend it."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.display.blocks.ages import ages_table, fresh, owners_table
from accountbook.display.blocks.beside import last_load, odd_sentence
from accountbook.display.blocks.lacks import TAKES, gaps_to_fill
from accountbook.display.blocks.load import balance_tables, load_finding, load_masthead, reconciliation, to_look_at
from accountbook.display.blocks.load_checked import load_checked
from accountbook.display.blocks.mend import OTHER, mend, turned_away
from accountbook.display.blocks.outcome import load_values
from accountbook.display.blocks.own_book import erp_gaps
from accountbook.ingest.duplicates import CONFLICT, FIRST_KEPT
from accountbook.ingest.staging import ERASED, ODD
from accountbook.ingest.validation import REASONS
from accountbook.planning.drift import Drift, MoneyDrift, TableDrift
from accountbook.planning.erp import CHECKS
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.freshness import OwnerAge, TableAge
from accountbook.planning.lacks import LACKS, Lack
from accountbook.planning.own_book import Difference, Example, OwnBook
from accountbook.planning.quality import LoadQuality, MoneyBalance, Rejection, Source, TableBalance

DAY = pd.Timestamp


def _load(make, **values):
    money = MoneyBalance("EUR", 100.25, 90.0, 10.0, 0.25, True)
    lines = make(TableBalance, table="order_lines", rows_in=120, kept=100, merged=15, rejected=5, balanced=True,
                 money=(money,))  # fmt: skip
    full = {"load_id": "L1", "balanced": True, "rows_in": 120, "kept": 100, "merged": 15, "rejected": 5,
            "tables": (lines,), "newest_order": DAY("2026-10-30"), "days_old": 1, "freshness": "fresh",
            "rejections": (Rejection("order_lines", "account_id is empty", "account_id", 5, 0.0417,
                                     (("orders.csv", 1878, "account_id"),)),),
            "sources": (Source("orders.csv", "order_lines", 120, 9000, "cp949"),),
            "doubts": (Finding("no_rate", {"lines": 7, "currencies": ("SAR",)}),), "flags": ("a flag",)}  # fmt: skip
    return make(LoadQuality, **{**full, **values})


def _parts(make, *, load=None, **values):
    full = {"load": load or _load(make), "ages": (), "owners": (), "alarms": (), "lacks": (), "drift": None,
            "own_book": OwnBook((), ())}  # fmt: skip
    return SimpleNamespace(**{**full, **values})


def test_rows_and_money_balance_on_the_page(make, t):
    parts = _parts(make)
    assert load_finding(parts, t) == "100 rows kept, 5 of 120 turned away; rows and money add up"
    text = balance_tables(parts.load, t).text()
    assert "order_lines, EUR" in text and "100.25" in text and "0.25" in text
    # where all is well the tables are folded, and the section is not there
    assert not reconciliation(parts.load, t)
    assert {fold.name: fold.reason for fold in load_checked(parts, t)}["Reconciliation"] == (
        "rows and money add up in 1 table"
    )


def test_a_load_that_does_not_add_up_says_where(make, t):
    wrong = make(TableBalance, table="contacts", rows_in=3, kept=1)
    parts = _parts(make, load=_load(make, balanced=False, tables=(wrong,)))
    assert load_finding(parts, t) == "Rows or money do not add up in contacts"
    assert "1 table does not add up" in reconciliation(parts.load, t).text()
    assert "Reconciliation" not in {fold.name for fold in load_checked(parts, t)}


def test_rows_turned_away_are_told_by_reason_and_place_and_how_to_mend_them(make, t, read):
    text = read(turned_away(_load(make), t))
    assert text.startswith("5 of 120 rows turned away, for 1 reason")
    assert "orders.csv, row 1,878" in text and "4.2%" in text
    # the column has a cell of its own and is not said again in the reason
    assert "is empty Fill it in the source system, and export again. order_lines account_id 5" in text
    assert not turned_away(_load(make, rejections=()), t)


@pytest.mark.parametrize("reason", [
    CONFLICT, FIRST_KEPT, ERASED, ODD, *REASONS.values(), "is empty", "is no date in the declared formats",
    "lies outside 2000-01-01 to 2027-11-02", "is no number as declared", "is no whole number",
    "names another currency than its row", "is no currency code", "is no known country", "is neither yes nor no",
    "is none of won, lost", "is no column of opportunities", "does not fit its field",
])  # fmt: skip
def test_every_reason_of_ingest_says_what_to_do(reason):
    assert (mend(reason) == OTHER) == (reason == "is not written as it should be")


def test_what_seems_missing_is_in_the_heading_and_first_in_the_list(make, t, read):
    stopped = Finding("group_stopped", {"column": "team", "value": "South", "accounts": 9, "since": DAY("2026-08-18"),
                                        "expected": 27}, Sign.WORSE)  # fmt: skip
    stale = TableAge("contact_events", 280, 0, DAY("2026-03-07"), 1, 239, 1, True)
    fine = TableAge("order_lines", 100, 2, DAY("2026-10-30"), 2, 1, 6, False)
    parts = _parts(make, alarms=(stopped,), ages=(stale, fine))
    assert load_finding(parts, t) == "5 of 120 rows turned away, and 2 things seem to be missing"
    text = load_masthead(parts, t, company="Nova").text()
    assert "Look first at this. Team South: no order of its 9 accounts since 18 Aug, though some 27 were due" in text
    told = read(to_look_at(parts, t))
    assert told.startswith("4 things to look at in the exports")
    assert told.index("Team South") < told.index("contact_events stands still") < told.index("7 order lines have no")
    assert "a flag" in told
    block = read(fresh(parts.ages, t))
    assert block.startswith("1 table stands still: contact_events since 7 Mar")
    assert block.index("contact_events usually every day") < block.index("order_lines usually every 2 days")
    assert "order_lines 100 30 Oct 2 1 6 2" in read(ages_table(parts.ages, t))


def test_a_load_in_which_all_is_well_is_short(make, t):
    load = _load(make, doubts=(), flags=(), rejected=0, kept=105, rejections=())
    fine = TableAge("order_lines", 105, 0, DAY("2026-10-30"), 1, 1, 6, False)
    same = TableDrift("order_lines", 105, 105, 0, 0, 0)
    drift = Drift("L0", DAY("2026-09-30"), (same,), (MoneyDrift("EUR", 90.0, 90.0),), ())
    parts = _parts(make, load=load, ages=(fine,), drift=drift, own_book=OwnBook(("won_no_order",), ()))
    assert load_finding(parts, t) == "All 120 rows accounted for, none turned away"
    assert to_look_at(parts, t).text() == "Nothing in the load looks doubtful"
    assert "There is nothing that must be mended." in load_masthead(parts, t, company="Nova").text()
    assert not any((turned_away(load, t), last_load(drift, t), erp_gaps(parts.own_book, 0.0, t), gaps_to_fill((), t)))
    folds = {fold.name: fold.reason for fold in load_checked(parts, t)}
    assert folds["Against the last load"] == "rows, columns and money are the same"
    assert folds["ERP and own book"] == "no difference in 1 comparison"
    assert (folds["Turned away"], folds["Gaps to fill"]) == ("no row was", "every column that reports use is filled")
    first = _parts(make, load=load)
    assert {fold.name: fold.reason for fold in load_checked(first, t)}["Against the last load"] == (
        "this is the first load"
    )


def test_the_export_s_age_and_the_files(make, t, read):
    parts = _parts(make)
    assert "The newest order is of 30 Oct: the export is fresh." in load_masthead(parts, t, company="Nova").text()
    old = _parts(make, load=_load(make, freshness="old", newest_order=DAY("2026-08-30"), days_old=62))
    assert "62 days before the export: the export seems old" in load_masthead(old, t, company="Nova").text()
    past = _parts(make, load=_load(make, exported_on=DAY("2026-11-05")))
    assert "fresh. All on this page is of this load, not of the date." in load_masthead(past, t, company="N").text()
    assert "not of the date" not in load_masthead(parts, t, company="N").text()
    files = {fold.name: fold for fold in load_checked(parts, t)}["Files"]
    assert files.reason == "1 was read" and "orders.csv order_lines, cp949 120 rows" in read(files.body)


def test_more_than_eight_oddities_are_folded(make, t):
    parts = _parts(make, load=_load(make, flags=tuple(f"flag {n}" for n in range(9))))
    assert "2 more are folded below." in to_look_at(parts, t).text()
    assert "flag 8" not in to_look_at(parts, t).text()
    folds = {fold.name: fold for fold in load_checked(parts, t)}
    assert folds["Also noted"].reason == "2 things" and "flag 8" in folds["Also noted"].body.text()


def test_what_moved_since_the_last_load(make, t, read):
    lines = TableDrift("order_lines", 110, 100, 14, 3, 4, went=("end_customer",), came=("discount",))
    gone = TableDrift("contacts", None, 7)
    money = MoneyDrift("EUR", 99_000.0, 90_000.0, 12_000.0, 0.0, -3_000.0)
    worse = (Finding("table_gone", {"table": "contacts"}, Sign.WORSE),
             Finding("new_words", {"table": "accounts", "column": "tier", "count": 1, "words": ("D",)}))  # fmt: skip
    text = read(last_load(Drift("L0", DAY("2026-09-30"), (lines, gone), (money,), worse), t))
    assert text.startswith("1 thing is worse than in the load of 30 Sep")
    assert "order_lines 100 110 14 3 4 ! + discount, − end_customer" in text and "contacts 7 × gone" in text
    assert "EUR 90,000 99,000 12,000 −3,000" in text
    # an older load did not compare rows: the columns are not there
    plain = read(last_load(Drift("L0", DAY("2026-09-30"), (TableDrift("items", 5, 4),), (), ()), t))
    assert "Nothing is worse than in the load of 30 Sep" in plain and "Changed" not in plain


@pytest.mark.parametrize(("code", "facts", "said"), [
    ("few_orders", {"orders": 4, "least": 30, "days": 28}, "4 order days in the last 28 days, never under 30"),
    ("price_level", {"currency": "KRW", "ratio": 0.01, "lines": 30}, "Prices in KRW are 0.01 times what they were"),
    ("many_returns", {"share": 0.3, "usual": 0.02, "lines": 40}, "30% of the last lines are returns, usually 2%"),
    ("no_returns", {"days": 120, "expected": 15}, "No return in 120 days, though some 15 were due"),
    ("rows_fell", {"table": "items", "before": 90, "now": 60}, "items has 60 rows, the load before had 90"),
    ("column_empty", {"table": "items", "column": "family", "before": 0.9}, "it was filled in 90% of the rows"),
    ("column_sank", {"table": "items", "column": "family", "before": 0.9, "now": 0.4}, "filled in 40% of the rows"),
    ("money_fell", {"currency": "EUR", "before": 900.0, "now": 600.0}, "in EUR add up to 600, before to 900"),
    ("rewritten", {"changed": 30, "gone": 4, "rows": 900}, "Of 900 earlier order lines, 30 were changed and 4 are"),
    ("new_words", {"table": "accounts", "column": "tier", "count": 2, "words": ("D", "E")}, "2 new words: D and E"),
    ("new_words", {"table": "accounts", "column": "tier", "count": 2, "words": ()}, "accounts.tier has 2 new words"),
    ("unread", {"table": "items", "columns": ("Colour",)}, "1 new column that mapping.toml does not read: Colour"),
])  # fmt: skip
def test_every_oddity_has_a_sentence(t, code, facts, said):
    assert said in odd_sentence(code, facts, t)


def test_cap_28_differences_of_erp_and_own_book_with_what_to_do(make, t, read):
    example = Example("A", "Lumora", "D-7", DAY("2026-06-01"), 9e3)
    found = (Difference("won_no_order", 2, 1, 9e3, 1, (example,)), Difference("forecast_off", 4, 2, 5e3, 0, ()))
    text = read(erp_gaps(OwnBook(("won_no_order", "forecast_off"), found, 20e3, 15e3), 9e3, t))
    assert text.startswith("ERP and own book differ in 2 cases, EUR 9.0k")
    assert "Deal won, and no order came Ask for the order, or take the win back. 2 1 9,000 1 without an amount" in text
    assert "Lumora (D-7, 1 Jun)" in text and "Reps guessed EUR 20k for closed periods; EUR 15k came." in text
    only = read(erp_gaps(OwnBook(("forecast_off",), found[1:]), 0.0, t))
    assert only.startswith("4 guesses of reps were off by more than a quarter")
    for code in CHECKS:
        assert "_" not in read(erp_gaps(OwnBook((code,), (Difference(code, 1, 1, 1.0, 0, ()),)), 1.0, t))


def test_gaps_say_what_they_take_and_how_much_revenue_they_concern(make, t, read):
    found = (Lack("order_lines", "unit_cost", "margin", 300, 1000, 12, 412e3, 0.4),
             Lack("contacts", None, "people", 3, 60, 3, None, 0.1))  # fmt: skip
    text = read(gaps_to_fill(found, t))
    assert text.startswith("2 gaps to fill; the first, unit_cost, concerns 40% of a year's orders")
    assert "order_lines.unit_cost the margin of these orders 300 of 1,000 12 412 40%" in text
    assert "contacts who is there: these accounts have no contact 3 of 60 3 10%" in text
    assert {code for _, _, code in LACKS} == set(TAKES)


def test_owners_stand_by_name(t, read):
    rows = (OwnerAge("Keller", 6, DAY("2026-10-01"), None, 6), OwnerAge("Okafor", 5, None, DAY("2026-09-01"), 0))
    assert "Keller 6 1 Oct 6 Okafor 5 1 Sep" in read(owners_table(rows, t))


def test_the_page_hands_on_its_counts(make, t):
    stale = TableAge("contacts", 7, 0, DAY("2026-03-07"), 1, 239, 1, True)
    own = OwnBook(("won_no_order",), (Difference("won_no_order", 2, 1, 9e3, 0, ()),))
    parts = _parts(make, ages=(stale,), own_book=own, alarms=(Finding("few_orders", {}, Sign.WORSE),))
    told = load_values(parts, t, title="Data quality", amount=9e3)
    assert (told["rows_in"], told["kept"], told["merged"], told["rejected"]) == (120, 100, 15, 5)
    assert (told["doubts"], told["as_of"]) == (["no_rate"], "2026-10-31")
    assert (told["odd"], told["stale"], told["erp"]) == (["few_orders"], ["contacts"], {"won_no_order": 2})
    assert told["erp_amount"] == 9e3
