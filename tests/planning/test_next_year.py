"""The next year of an account, of teams and of the company."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from accountbook.display import blocks
from accountbook.display.blocks.next_year import next_year_fold, year_finding
from accountbook.display.words import Words
from accountbook.planning.memory import MemoryView
from accountbook.planning.naming import Naming
from accountbook.planning.next_year import next_year, year_record
from accountbook.planning.outlook import Outlook
from accountbook.planning.year_sums import year_sums

AS_OF = "2026-10-31"
LINE = {"account_id": "A", "order_date": "2026-02-02", "item_id": "v", "quantity": 1, "unit_price": 90.0}
ITEMS = [{"item_id": "v", "family": "VX"}, {"item_id": "s", "family": "SK"}]
TARGET = {"target_id": "T", "account_id": "A", "set_on": "2026-01-05", "starts_on": "2026-01-01"}


def _row(part: str, mean: float, low: float, high: float, **more: object) -> dict:
    keys = {"account_id": "A", "scope": "account", "whose": "A", "family": "", "month": pd.NaT, "shown": "model"}
    return keys | {"part": part, "mean": mean, "p10": low, "p50": mean, "p90": high} | more


def _year(*rows: dict) -> pd.DataFrame:
    months = pd.date_range("2026-11-01", periods=12, freq="MS")
    each = [
        _row("orders", 10.0, 0.0, 25.0, month=month, until_p10=5.0 * (n + 1), until_p90=16.0 * (n + 1))
        for n, month in enumerate(months)
    ]
    return pd.DataFrame([_row("orders", 120.0, 60.0, 190.0), *rows, *each])


def test_cap_86_target_of_the_year_that_runs() -> None:
    """90 ordered in 2026, 20 expected in November and December (10 to 32): 110 of 150 is 27% under."""
    view = MemoryView(
        AS_OF,
        {"order_lines": [LINE], "targets": [TARGET | {"ends_on": "2026-12-31", "amount": 150.0}]},
        account_id="A",
    )
    found = next_year(view, _year())
    assert found.target.outlook == Outlook(110.0, 100.0, 122.0)
    assert round(found.target.gap, 4) == round(110 / 150 - 1, 4)
    said = year_finding(found.total, found.change, found.target, found.end, Words())
    assert said == "EUR 120 expected by October 2027 (60–190); 2026 comes to 110, 27% under its target"


def test_cap_86_one_order_makes_no_year_of_its_own() -> None:
    def found(*dates: str):
        lines = [LINE | {"order_id": date, "order_date": date} for date in dates]
        return next_year(MemoryView(AS_OF, {"order_lines": lines}, account_id="A"), _year())

    one, two = found("2026-02-02"), found("2026-02-02", "2026-05-04")
    assert (one.few, two.few) == (1, None)
    said = "1 order so far: accounts alike bring about EUR 120 a year (60–190)"
    assert (
        said in blocks.next_year(one, Words()).text() and "accounts alike" not in blocks.next_year(two, Words()).text()
    )


def test_cap_86_no_order_and_nothing_to_expect_is_said_in_words() -> None:
    def told(value: float, *dates: str) -> str:
        lines = [LINE | {"order_id": date, "order_date": date} for date in dates]
        rows = MemoryView(AS_OF, {"order_lines": lines}, account_id="A")
        found = next_year(rows, _year())
        return blocks.next_year(replace(found, total=Outlook(value, value, value)), Words()).text()

    assert "No order yet; accounts like it bring nearly nothing in a year" in told(0.2)
    assert "No order yet; accounts like it bring about EUR 120 a year" in told(120.0)
    assert "1 order so far; accounts like it bring nearly nothing in a year" in told(0.2, "2026-02-02")


def test_cap_86_deals_are_told_apart() -> None:
    """Orders are 120, deals 50; both are 170 with a range of their own, and last year's deal is no order as it runs."""
    view = MemoryView(
        AS_OF, {"order_lines": [LINE, LINE | {"unit_price": 40.0, "opportunity_id": "D"}]}, account_id="A"
    )
    found = next_year(view, _year(_row("deals", 50.0, 0.0, 100.0), _row("all", 170.0, 80.0, 260.0)))
    assert (found.total.value, found.deals.value, found.together) == (120.0, 50.0, Outlook(170.0, 80.0, 260.0))
    assert (found.before, found.deals_before) == (90.0, 40.0)
    text = blocks.next_year(found, Words()).text()
    assert "Orders as they run" in text and "Orders and deals" in text


def test_families_beside_their_year_before() -> None:
    """SK is expected and was not bought; what items call otherwise stands last."""
    rows = [_row("family", 80.0, 40.0, 150.0, family="VX"), _row("family", 40.0, 5.0, 90.0, family="SK")]
    lines = [LINE, LINE | {"item_id": "x", "unit_price": 7.0}]
    found = next_year(MemoryView(AS_OF, {"order_lines": lines, "items": ITEMS}, account_id="A"), _year(*rows))
    assert [(row.name, row.before, row.outlook.value) for row in found.families] == [
        ("VX", 90.0, 80.0),
        ("SK", 0.0, 40.0),
        (None, 7.0, 0.0),
    ]


def test_target_that_ends_beyond_the_months_ahead_is_not_judged() -> None:
    """Of a target until the end of 2027 ten months are known, and nothing is said of it."""
    target = TARGET | {"ends_on": "2027-12-31", "amount": 150.0}
    view = MemoryView(AS_OF, {"order_lines": [LINE], "targets": [target]}, account_id="A")
    assert next_year(view, _year()).target is None


def test_other_accounts_rows_are_not_read() -> None:
    """A frame of B and of the company says nothing of A."""
    other = _year().assign(whose="B", account_id="B")
    found = next_year(MemoryView(AS_OF, {"order_lines": [LINE]}, account_id="A"), other)
    assert found.state == "none"
    assert next_year_fold(found, Words()).reason == "no order to go by"
    assert str(blocks.next_year(found, Words())) == ""


def test_nothing_expected_is_a_folded_line() -> None:
    """A year of at most a few cents is none."""
    year = pd.DataFrame([_row("orders", 0.01, 0.0, 0.04)])
    found = next_year(MemoryView(AS_OF, {"order_lines": [LINE]}, account_id="A"), year)
    assert next_year_fold(found, Words()).reason == "nothing is expected after so long a silence"
    assert str(blocks.next_year(found, Words())) == ""


def test_record_of_what_is_shown() -> None:
    """Where the naive level is shown, its own range and error are told."""
    rows = [("months", 6.0, 6.0), ("coverage", 0.7, 0.8), ("wape", 0.4, 0.3)]
    frame = pd.DataFrame(rows, columns=["metric", "value", "naive"]).assign(target="year", shown="naive")
    found = year_record(frame)
    assert (found.months, found.held, found.error, found.rival) == (6, 0.8, 0.3, 0.3)
    assert year_record(None) is None


def _company(*teams: str) -> pd.DataFrame:
    sums = [{"scope": "company", "whose": "", "account_id": ""}]
    sums += [{"scope": "team", "whose": team, "account_id": ""} for team in dict.fromkeys(teams)]
    accounts = [{"whose": f"A{n}", "account_id": f"A{n}"} for n in range(len(teams))]
    return pd.DataFrame([_row("orders", 100.0, 50.0, 200.0, **more) for more in (*sums, *accounts)])


def test_cap_86_small_team_is_neither_told_nor_left_over() -> None:
    """Of six and two accounts no team is told, or the two would be the company's less the six's."""
    teams = ["North"] * 6 + ["South"] * 2
    owners = {f"A{n}": team for n, team in enumerate(teams)}
    view = MemoryView(AS_OF, {"order_lines": [LINE]})
    hidden = year_sums(view, _company(*teams), Naming(False, owners))
    assert (hidden.teams, hidden.untold) == ((), True)
    told = year_sums(view, _company(*teams), Naming(True, owners))
    assert {(one.team, one.accounts) for one in told.teams} == {("North", 6), ("South", 2)}
    assert "North" not in blocks.company_year(hidden, Words()).text()


def test_cap_86_deals_of_too_few_accounts_are_in_no_line() -> None:
    """Two teams of six accounts; five of North and one of South have deals, then two in all."""
    teams = ["North"] * 6 + ["South"] * 6
    owners = {f"A{n}": team for n, team in enumerate(teams)}
    view = MemoryView(AS_OF, {"order_lines": [LINE]})

    def found(*dealt: int, everyone: bool = False) -> object:
        sums = [{"scope": "company", "whose": "", "account_id": ""}]
        sums += [{"scope": "team", "whose": team, "account_id": ""} for team in ("North", "South")]
        mine = [{"whose": f"A{n}", "account_id": f"A{n}"} for n in dealt]
        deals = pd.DataFrame([_row("deals", 10.0, 0.0, 40.0, **more) for more in (*sums, *mine)])
        return year_sums(view, pd.concat([_company(*teams), deals]), Naming(everyone, owners))

    hidden = found(0, 1, 2, 3, 4, 6)
    assert [one.deals for one in hidden.teams] == [None, None] and hidden.deals_untold
    assert hidden.company.deals.value == 10.0 and len(hidden.teams) == 2
    few = found(0, 6)
    assert few.company.deals is None and few.deals_untold
    assert "too few accounts for a sum" in blocks.company_year(few, Words()).text()
    enough = found(0, 1, 2, 3, 4)  # South has none, which is no account's own figure
    assert enough.company.deals.value == 10.0 and not enough.deals_untold
    assert found(0, 6, everyone=True).teams[0].deals.value == 10.0


def test_company_without_orders_is_a_sentence() -> None:
    """Nothing to expect from: said in words."""
    found = year_sums(MemoryView(AS_OF, {"order_lines": []}), None, Naming(True, {}))
    assert blocks.company_year(found, Words()).text().strip() == "No order is known from which a year could be expected"
