"""What is missing, how good the load is, who is worth a call, who needs attention, the lead."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.planning.changes import changes
from accountbook.planning.coverage import coverage
from accountbook.planning.deals import open_deals
from accountbook.planning.gaps import WORTH, gaps, missing_tables
from accountbook.planning.lead import lead
from accountbook.planning.memory import MemoryView
from accountbook.planning.months import months
from accountbook.planning.next_order import NextState, next_order
from accountbook.planning.portfolio import calls
from accountbook.planning.profile import profile
from accountbook.planning.quality import Freshness, load_quality
from accountbook.planning.rhythm import rhythm
from accountbook.planning.risk import risk
from accountbook.planning.view import threshold
from accountbook.planning.watch import watch, watch_frame


def test_three_missing_tables_and_what_they_would_show(view):
    tables, others = missing_tables(view(order_lines=[]))
    assert [table.name for table in tables] == ["accounts", "items", "opportunities"]
    assert tables[2].adds == "open deals with their odds" and others == len(WORTH) - 1 - 3


def test_rates_are_missed_only_where_an_amount_is(view, bought):
    full = {name: () for name in WORTH if name != "fx_rates"}
    assert missing_tables(view(order_lines=bought({"2026-10-02": 5.0}), **full)) == ((), 0)
    tables, _ = missing_tables(view(order_lines=bought({"2026-10-02": 5.0}, amount=None), **full))
    assert [table.name for table in tables] == ["fx_rates"]


def test_what_the_data_could_not_say(view, bought):
    lines = bought({"2026-09-02": {"V": (1, 60.0)}}, unit_cost=30.0) + bought({"2026-10-02": {"W": (1, 40.0)}})
    lines += bought({"2026-10-02": {"X": (1, 0.0)}}, amount=None, currency="SAR", unit_cost=1.0)
    book = view(order_lines=lines, items=[{"item_id": "V", "name": "VX"}], accounts=[{"account_id": "A", "name": "A"}])
    found = {one.code: one.facts for one in gaps(book).unsaid}
    assert found["few_orders"] == {"orders": 2} and found["short_history"] == {"months": 2}
    assert found["no_rate"] == {"lines": 1, "currencies": ("SAR",)}
    assert found["no_cost"] == {"share": pytest.approx(0.4)}
    assert found["no_item_name"] == {"items": 2}
    assert {"no_owner", "no_country", "no_vertical"} <= set(found)


def test_no_orders_say_only_that(view):
    assert [one.code for one in gaps(view(order_lines=[])).unsaid] == ["no_orders"]


def test_predictions_that_were_not_shown(view, bought, forecast, odds):
    book = view(order_lines=bought({"2026-10-02": 5.0}), opportunities=[_deal("D1"), _deal("D2")])
    naive = odds({"D1": 0.3}).assign(shown="naive")
    found = gaps(book, risk=risk(book, forecast(shown="naive", p_naive=0.2)), deals=open_deals(book, naive))
    codes = {one.code: one.facts for one in found.unsaid}
    assert "naive_risk" in codes and "naive_deals" in codes and codes["no_odds"] == {"deals": 1}


def _deal(number):
    return {"opportunity_id": number, "account_id": "A", "created_on": "2026-10-01", "amount": 9.0}


class _Load(MemoryView):
    def __init__(self, *view):
        super().__init__(*view)
        self.load_report, self.turned_away = {}, {}

    def rejected(self, name):
        columns = ["file", "row", "column", "reason", "content"]
        return pd.DataFrame(self.turned_away.get(name, []), columns=columns)


@pytest.fixture
def load(bought):
    rows = {
        "order_lines": bought({"2026-10-28": {"V": (1, 60.0)}, "2026-10-29": {"W": (1, 40.0)}}),
        "items": [{"item_id": "V", "unit_cost": 80.0}],
    }
    found = _Load("2026-10-31", rows)
    found.load_report = {
        "load_id": "2026-11-01-7c1e",
        "exported_on": "2026-11-01",
        "sources": [{"file": "orders.csv", "table": "order_lines", "bytes": 900, "encoding": "cp949", "rows": 5}],
        "flags": ["one sentence"],
        "tables": {
            "order_lines": {
                "rows_in": 5,
                "kept": 2,
                "merged": 1,
                "rejected": 2,
                "money": {"EUR": {"in": 175.0, "kept": 100.0, "merged": 60.0, "rejected": 15.0}},
            }
        },
    }
    found.turned_away = {
        "order_lines": [
            {"file": "orders.csv", "row": 9, "column": "order_date", "reason": "not a date", "content": "{}"},
            {"file": "orders.csv", "row": 4, "column": "order_date", "reason": "not a date", "content": "{}"},
        ]
    }
    return found


def test_load_balances_rows_and_money(load):
    found = load_quality(load)
    assert found.balanced and (found.rows_in, found.kept, found.merged, found.rejected) == (5, 2, 1, 2)
    assert found.tables[0].money[0].balanced and found.newest_order == pd.Timestamp("2026-10-29")
    load.load_report["tables"]["order_lines"]["money"]["EUR"]["kept"] = 99.0
    assert not load_quality(load).balanced


def test_rejected_rows_by_reason_without_their_content(load):
    [one] = load_quality(load).rejections
    assert (one.reason, one.column, one.rows, one.share) == ("not a date", "order_date", 2, 0.4)
    assert one.examples == (("orders.csv", 4, "order_date"), ("orders.csv", 9, "order_date"))


def test_doubts_and_freshness_of_a_load(load):
    found = load_quality(load)
    doubts = {one.code: one.facts for one in found.doubts}
    assert doubts["unknown_item"] == {"lines": 1, "items": 1}
    assert doubts["no_cost"] == {"share": pytest.approx(0.4)}
    assert doubts["below_cost"] == {"lines": 1, "share": 0.5}
    # 29 October is three days before the export of 1 November, whatever the page's day
    assert (found.days_old, found.freshness) == (3, Freshness.FRESH)
    load.as_of = pd.Timestamp("2026-12-31")
    assert load_quality(load).freshness == Freshness.FRESH
    later = _Load("2026-11-08", {"order_lines": load._rows["order_lines"]})
    # one day between orders: seven steps are a week, and ten days are more
    assert load_quality(later).freshness == Freshness.OLD
    assert load_quality(_Load("2026-10-31", {"order_lines": []})).freshness == Freshness.EMPTY


def test_I17_what_a_doubt_says_is_not_said_again_by_a_flag(load):
    rows = load._rows["order_lines"]
    rows.append(rows[0] | {"currency": "SAR", "amount": None})
    rows.append(rows[0] | {"currency": "SAR", "amount": None, "kind": "charge"})
    rows.append(rows[0] | {"item_id": "X", "kind": "free"})
    again = ["2 order lines in SAR have no amount: fx_rates holds no rate", "order_lines: 2 rows name 2 item_id that "
             "items does not have; kept. First: orders.csv row 2."]  # fmt: skip
    other = "contacts: 2 rows name 1 contact_id that contacts does not have; kept."
    load.load_report["flags"] = [*again, other]
    found = load_quality(load)
    doubts = {one.code: one.facts for one in found.doubts}
    assert doubts["no_rate"] == {"lines": 2, "currencies": ("SAR",)}
    assert doubts["unknown_item"] == {"lines": 2, "items": 2}
    assert found.flags == (other,)


def _predicted():
    rows = [
        {"account_id": "A", "p_no_order": 0.1, "revenue_365": 1000.0, "shown": "model", "rhythm_p50": "2026-11-12"},
        {"account_id": "B", "p_no_order": 0.5, "revenue_365": 300.0, "shown": "model", "rhythm_p50": "2026-10-21"},
        {"account_id": "C", "p_no_order": None, "revenue_365": 900.0, "shown": "none", "rhythm_p50": None},
    ]
    frame = pd.DataFrame(rows).assign(as_of=pd.Timestamp("2026-10-31"), horizon_days=90, ladder="ridge", orders=9)
    frame = frame.assign(expected_amount=[40.0, 20.0, None], typical_amount=[50.0, 60.0, 70.0])
    return frame.assign(rhythm_p50=pd.to_datetime(frame["rhythm_p50"]))


def test_accounts_worth_a_call_by_what_a_call_adds(bought):
    people = [{"employee_id": "E1", "name": "Keller"}]
    accounts = [{"account_id": "B", "name": "Beta", "owner_id": "E1", "country": "IT"}]
    book = MemoryView(
        "2026-10-31", {"order_lines": bought({"2026-10-02": 5.0}), "accounts": accounts, "employees": people}
    )
    before = _predicted().assign(as_of=pd.Timestamp("2026-09-30"), p_no_order=[0.1, 0.3, None])
    found = calls(book, _predicted(), before, top=1)
    [call] = found.found
    assert (call.account_id, call.name, call.owner, call.at_risk) == ("B", "Beta", "Keller", 150.0)
    assert (call.state, call.days_late, call.jump) == (NextState.OVERDUE, 10, pytest.approx(0.2))
    # at risk 150 and 100; account C has too few orders; 1 to 1 becomes 1.5 to 1: from 50% to 60% of a typical 60
    assert (found.at_risk, found.total, found.predicted, found.few) == (150.0, 250.0, 2, 1)
    assert (call.gain.p, call.gain.money, found.worth) == (pytest.approx(0.1), 60.0, pytest.approx(6.0))
    assert calls(book, None).found == ()


def test_nobody_stands_out_where_no_risk_is_high_and_no_order_late():
    book = MemoryView("2026-10-31", {"order_lines": []})
    # A is at 10% and due on 12 November; B is at 50% and overdue since 21 October
    assert calls(book, _predicted()).standing_out == 1
    quiet = _predicted().assign(p_no_order=[0.1, 0.24, None], rhythm_p50=pd.Timestamp("2026-11-12"))
    assert (calls(book, quiet).standing_out, calls(book, quiet).threshold) == (0, 0.25)
    assert calls(book, quiet.assign(p_no_order=[0.1, 0.25, None])).standing_out == 1
    assert calls(book, quiet.assign(rhythm_p50=pd.Timestamp("2026-10-30"))).standing_out == 2


def test_watch_by_the_books_own_thresholds():
    settings = SimpleNamespace(thresholds=SimpleNamespace(risk=0.4, risk_jump=0.2))
    assert threshold(settings, "risk") == 0.4 and threshold(settings, "stall_days") == 60
    assert not watch(settings, p=0.39, jump=0.19).needed
    assert [one.code for one in watch(settings, p=0.4, jump=0.2).reasons] == ["risk", "risk_jump"]
    assert watch(None, state="overdue", days_late=7).reasons[0].facts == {"days_late": 7}
    assert not watch(None, p=float("nan"), jump=None, state="later").needed


def test_index_stands_by_urgency_then_revenue_and_failed_pages_first():
    rows = pd.DataFrame(
        {
            "account_id": ["large", "risky", "missed", "small", "failed"],
            "p": [0.1, 0.52, 0.3, 0.1, None],
            "state": ["expected", "later", "missed", "expected", None],
            "revenue": [900.0, 22.0, 306.0, 10.0, None],
            "failed": [False, False, False, False, True],
        }
    )
    found = watch_frame(rows, None)
    assert found["account_id"].tolist() == ["failed", "risky", "missed", "large", "small"]
    assert found["codes"].tolist() == ["", "risk", "risk missed", "", ""]
    assert list(rows.columns) == ["account_id", "p", "state", "revenue", "failed"]


def _lead(book, accounts=None):
    return lead(
        book,
        profile=profile(book, accounts),
        months=months(book),
        rhythm=rhythm(book),
        next_order=next_order(book, accounts),
        risk=risk(book, accounts),
        coverage=coverage(book),
        deals=open_deals(book),
        changes=changes(book, accounts=accounts),
    )


def test_lead_says_ahead_but_the_buyer_left_so_find_the_successor(view, bought, forecast):
    roles = [{"role_code": "PUR", "role_name": "Head of purchasing", "decides": True, "required": True}]
    people = [{"contact_id": "C1", "account_id": "A", "name": "Name C1", "status": "left", "status_on": "2026-10-09"}]
    slots = [{"account_id": "A", "role_code": "PUR", "assessed_on": "2026-01-01", "contact_id": "C1"}]
    lines = bought({"2024-11-05": 100.0, "2026-01-05": 56.0, "2026-10-02": 50.0})
    book = view(order_lines=lines, role_templates=roles, role_slots=slots, contacts=people)
    accounts = forecast(next_order_p50="2026-11-12", rhythm_p50="2026-11-12", p_no_order=0.1, p_naive=0.1)
    found = _lead(book, accounts)
    assert (found.state.code, found.state.facts["change"]) == ("growing", pytest.approx(0.06))
    assert found.but.code == "person_left"
    assert (found.act.code, found.act.facts["before"]) == ("find_role", pd.Timestamp("2026-11-12"))


def test_lead_of_a_missed_order_and_of_nothing(view, bought, forecast):
    book = view(order_lines=bought({"2026-06-20": 42.0, "2026-07-20": 42.0, "2026-08-20": 42.0}))
    found = _lead(book, forecast(rhythm_p50="2026-09-20", rhythm_p90="2026-10-20", typical_amount=42.0))
    assert (found.state.code, found.act.code, found.act.facts["amount"]) == ("quiet", "call_missed", 42.0)
    empty = _lead(view(order_lines=[]))
    assert (empty.state.code, empty.but, empty.act.code) == ("no_orders", None, "keep")


@pytest.mark.parametrize(
    ("since", "book_begins", "code"),
    [
        (None, None, "brief"),
        # 1 March is 59 days after 1 January: the orders may only begin where the book does
        (None, "2026-01-01", "brief"),
        # and 31 March 2025 is far enough before it
        (None, "2025-03-31", "young"),
        ("2021-05-01", "2025-03-31", "brief"),
        ("2025-12-01", "2026-01-01", "young"),
    ],
)
def test_young_only_where_a_record_or_a_first_order_inside_the_book_says_so(view, bought, since, book_begins, code):
    accounts = [{"account_id": "A", "name": "A"} | ({"customer_since": since} if since else {})]
    book = view(accounts=accounts, order_lines=bought({"2026-03-01": 5.0, "2026-06-01": 6.0, "2026-10-02": 7.0}))
    if book_begins:
        book.load_report = {"first_known": book_begins}
    found = _lead(book).state
    assert (found.code, found.facts) == (code, {"orders": 3, "months": 8, "value": 18.0})


def test_I17_lines_without_a_rate_inside_the_twelve_months_are_counted(view, bought):
    lines = bought({"2025-10-31": 7.0, "2025-11-01": 300.0, "2026-09-02": 1.0, "2026-10-02": 2.0})
    for line in (lines[0], lines[2], lines[3]):
        line |= {"amount": None, "currency": "SAR"}
    # that of 31 October 2025 lies before the twelve months
    found = profile(view(order_lines=lines))
    assert (found.revenue_12, found.unpriced_12) == (300.0, 2)


def test_facts_line(view, bought, forecast):
    accounts = [
        {"account_id": "A", "name": "Lumora", "country": "IT", "owner_id": "E1", "customer_since": "2016-03-01"}
    ]
    book = view(
        accounts=accounts,
        employees=[{"employee_id": "E1", "name": "Keller"}],
        order_lines=bought({"2025-10-31": 7.0, "2025-11-01": 300.0, "2026-10-02": 66.0}),
    )
    found = profile(book, forecast(share_of_sales=0.031))
    assert (found.name, found.owner, found.customer_since.year, found.since_recorded) == (
        "Lumora",
        "Keller",
        2016,
        True,
    )
    assert (found.revenue_12, found.orders, found.share_of_sales, found.city) == (366.0, 3, 0.031, None)
    bare = profile(view(order_lines=[]))
    assert (bare.name, bare.customer_since, bare.revenue_12, bare.orders) == (None, None, None, 0)


def test_rates_come_first_where_a_tenth_of_the_lines_have_no_amount(view, bought):
    priced = bought({f"2026-0{month}-02": 5.0 for month in range(1, 10)})
    one_in_ten = priced + bought({"2026-10-02": 5.0}, amount=None)
    assert missing_tables(view(order_lines=one_in_ten))[0][0].name == "fx_rates"
    few = priced + bought({"2026-10-03": 5.0}) + bought({"2026-10-02": 5.0}, amount=None)
    tables, others = missing_tables(view(order_lines=few))
    assert tables[0].name == "accounts" and others == len(WORTH) - 3


def test_only_the_page_about_the_load_asks_for_the_guesses_that_it_checks(bought):
    full = dict.fromkeys(WORTH, ()) | {"order_lines": bought({"2026-10-02": 5.0})}
    assert missing_tables(MemoryView("2026-10-31", full, account_id="A")) == ((), 0)
    tables, others = missing_tables(MemoryView("2026-10-31", full))
    assert ([table.name for table in tables], others) == (["forecasts"], 0)


def test_accounts_whose_orders_have_no_amounts_are_counted_beside_the_money_at_risk(bought):
    lines = bought({"2026-10-02": 5.0}) + bought({"2026-10-03": 5.0}, amount=None, account_id="B")
    lines += bought({"2025-10-03": 5.0}, amount=None, account_id="C")
    found = calls(MemoryView("2026-10-31", {"order_lines": lines}), _predicted())
    # C's order is of the year before
    assert found.unpriced == 1


def test_the_lead_of_orders_without_amounts_counts_them(view, bought, forecast):
    days = {"2026-01-05": 5.0, "2026-03-05": 5.0, "2026-06-05": 5.0, "2026-09-05": 5.0, "2025-09-05": 5.0}
    book = view(order_lines=bought(days, amount=None, currency="SAR"))
    found = _lead(book, forecast(rhythm_p50="2026-11-12", next_order_p50="2026-11-12"))
    assert (found.state.code, found.state.facts) == ("unpriced", {"orders": 4})
