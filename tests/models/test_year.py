"""The next twelve months: the contract's columns, sums with ranges of their own, honesty about time, bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features.months import month_panel, run_rate_days
from accountbook.models.kinds import YearPrediction as P
from accountbook.models.kinds import kind_columns
from accountbook.models.year import predict_year
from accountbook.models.year_judged import judged_months, score_year
from accountbook.tables import TABLES

AS_OF = "2026-06-30"
FIGURES = [P.p10, P.p50, P.p90, P.mean]


def _accounts(names: list[str]) -> pd.DataFrame:
    """Every other account is North's, the others South's, each team with one owner."""
    return TABLES["accounts"].frame(
        {"account_id": name, "name": name, "owner_id": f"E-{n % 2}", "team": ("North", "South")[n % 2]}
        for n, name in enumerate(names)
    )


@pytest.fixture(scope="module")
def book(make_book, order_lines, renewals):
    """40 accounts of two teams, an open deal at one of them, two families."""
    orders = renewals(40, days=900)
    items = TABLES["items"].frame([{"item_id": "P-1", "family": "VX"}, {"item_id": "P-2", "family": "SK"}])
    lines = order_lines(orders).assign(item_id=["P-1" if n % 4 else "P-2" for n in range(len(orders))])
    deals = TABLES["opportunities"].frame(
        [{"opportunity_id": "D-1", "account_id": "A-000", "amount": 5000.0, "created_on": "2026-01-01"}]
    )
    names = sorted({account for account, _, _ in orders})
    return make_book(lines, AS_OF, accounts=_accounts(names), items=items, opportunities=deals)


@pytest.fixture(scope="module")
def frames(book) -> dict[str, pd.DataFrame]:
    """Its predictions."""
    return predict_year(book)


def check_plain(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What holds for every book, however poor; gives the year's rows."""
    year, quality = frames["year"], frames["quality_year"]
    assert list(year.columns) == kind_columns("year")
    assert list(quality.columns) == kind_columns("quality_year")
    assert np.isfinite(year[FIGURES].to_numpy(float)).all()
    assert (year[FIGURES] >= 0).all(axis=None)
    assert (year[P.p10] <= year[P.p50]).all() and (year[P.p50] <= year[P.p90]).all()
    assert not year.duplicated([P.scope, P.whose, P.part, P.family, P.month]).any()
    told = year.loc[year[P.part].isin(["orders", "all"]), [P.until_p10, P.until_p90, P.naive]]
    assert np.isfinite(told.to_numpy(float)).all()
    assert np.isfinite(quality[["value", "naive"]].to_numpy(float)).all()
    return year


def _one(year: pd.DataFrame, scope: str, part: str = "orders", whose: str | None = None) -> pd.Series:
    rows = year[(year[P.scope] == scope) & (year[P.part] == part) & year[P.month].isna()]
    return rows.iloc[0] if whose is None else rows[rows[P.whose] == whose].iloc[0]


def test_twelve_months_follow_the_day(frames) -> None:
    """From July on, each once for the company's orders."""
    year = check_plain(frames)
    company = year[(year[P.scope] == "company") & (year[P.part] == "orders") & year[P.month].notna()]
    assert company[P.month].tolist() == list(pd.date_range("2026-07-01", periods=12, freq="MS"))


def test_means_add_up_over_months_families_and_accounts(frames) -> None:
    """To the cent times the rows: months to the year, families to the orders, accounts to teams to the company."""
    year = frames["year"]
    company = _one(year, "company")[P.mean]
    months = year[(year[P.scope] == "company") & (year[P.part] == "orders") & year[P.month].notna()]
    families = year[(year[P.scope] == "company") & (year[P.part] == "family") & year[P.month].isna()]
    assert abs(months[P.mean].sum() - company) < 0.5
    assert abs(families[P.mean].sum() - company) < 0.5
    for scope in ("account", "team", "owner"):
        rows = year[(year[P.scope] == scope) & (year[P.part] == "orders") & year[P.month].isna()]
        assert abs(rows[P.mean].sum() - company) < 1.0


def test_cap_86_sums_have_ranges_of_their_own(frames) -> None:
    """The company's range is narrower than its accounts' added ends, and wider than if accounts scattered alone."""
    year = frames["year"]
    rows = year[(year[P.scope] == "account") & (year[P.part] == "orders") & year[P.month].isna()]
    company = _one(year, "company")
    width, widths = company[P.p90] - company[P.p10], rows[P.p90] - rows[P.p10]
    alone = float(np.sqrt((widths**2).sum()))
    assert alone < width < widths.sum()
    assert company[P.p10] > rows[P.p10].sum()
    assert company[P.p90] < rows[P.p90].sum()


def test_range_to_a_month_is_that_of_the_sum_so_far(frames) -> None:
    """After one month it is the month's, after twelve the year's."""
    year = frames["year"]
    months = year[(year[P.scope] == "company") & (year[P.part] == "orders") & year[P.month].notna()]
    first, last, whole = months.iloc[0], months.iloc[-1], _one(year, "company")
    assert np.isclose(first[[P.until_p10, P.until_p90]].to_numpy(float), first[[P.p10, P.p90]].to_numpy(float)).all()
    assert np.isclose(last[[P.until_p10, P.until_p90]].to_numpy(float), whole[[P.p10, P.p90]].to_numpy(float)).all()


def test_deals_stand_apart(make_book, order_lines, renewals, deals) -> None:
    """An open deal is a row of its own at its account, and no part of the orders there."""
    closed, changes = deals(60, won=lambda n: n % 2 == 0)
    opened = closed.iloc[:1].assign(
        opportunity_id="D-new", account_id="A-003", created_on=pd.Timestamp("2026-05-01"), closed_on=pd.NaT,
        expected_close=pd.Timestamp("2026-09-30"), outcome="open", amount=7777.0,
    )  # fmt: skip
    table = pd.concat([closed, opened], ignore_index=True).astype(closed.dtypes)
    lines = order_lines(renewals(12, days=900))
    book = make_book(lines, AS_OF, opportunities=table, opportunity_changes=changes)
    with_deal = check_plain(predict_year(book))
    without = check_plain(predict_year(make_book(lines, AS_OF)))
    deal, orders, both = (_one(with_deal, "account", part, "A-003") for part in ("deals", "orders", "all"))
    assert 0 < deal[P.mean] < 7777
    assert abs(orders[P.mean] + deal[P.mean] - both[P.mean]) < 0.05
    assert "deals" not in set(without[P.part])
    kept = with_deal[with_deal[P.whose] != "A-003"]
    assert set(kept.loc[kept[P.scope] == "account", P.part]) == {"orders"}


def test_future_moves_nothing(make_book, order_lines, renewals) -> None:
    """Orders after the day, whatever they are, change no figure."""
    orders = renewals(15, days=900)
    past = [one for one in orders if one[1] <= "2026-03-31"]
    later = [(account, day, amount * 50) for account, day, amount in orders if day > "2026-03-31"]
    assert later
    first, second = (predict_year(make_book(order_lines(rows), "2026-03-31")) for rows in (past, [*past, *later]))
    pd.testing.assert_frame_equal(first["year"], second["year"])
    pd.testing.assert_frame_equal(first["quality_year"], second["quality_year"])


def test_same_book_gives_the_same_figures(book, frames) -> None:
    """Draws are seeded."""
    pd.testing.assert_frame_equal(predict_year(book)["year"], frames["year"])


def test_ranges_of_past_years_hold_about_eight_in_ten(make_book, order_lines, renewals) -> None:
    """On a trade of stated processes, judged at past dates; the year before repeated errs more."""
    book = make_book(order_lines(renewals(120, days=1080, quiet=0.3)), "2026-12-15")
    scores = score_year(month_panel(run_rate_days(book), end=book.as_of))
    rows = scores.rows
    held = rows["came"].between(rows["p10"], rows["p90"]).mean()
    assert scores.ahead == 12
    assert 0.72 <= held <= 0.93
    assert (rows["mean"] - rows["came"]).abs().sum() < (rows["naive"] - rows["came"]).abs().sum()


def test_judged_months_are_those_that_history_allows() -> None:
    """A year of history before the first date, three dates where there is room; under 15 months nothing is judged."""
    assert [judged_months(whole) for whole in (0, 14, 15, 20, 26, 40)] == [0, 0, 3, 6, 12, 12]


BAD = {
    "one account": [("A", f"2026-{m:02}-05", 100.0) for m in range(1, 6)],
    "one order": [("A", "2026-01-05", 100.0)],
    "order of today": [("A", AS_OF, 100.0)],
    "all on one day": [(f"A{n}", "2026-02-02", 50.0) for n in range(30)],
    "a year of silence": [(f"A{n}", f"2024-{m:02}-05", 100.0) for n in range(5) for m in range(1, 12)],
    "a burst after years": [("A", "2022-01-05", 10.0), *(("A", f"2026-06-{d:02}", 10.0) for d in range(1, 29))],
    "negative totals": [(f"A{n}", f"2026-{m:02}-05", -100.0) for n in range(3) for m in range(1, 6)],
    "free of charge": [("A", f"2026-{m:02}-05", 0.0) for m in range(1, 6)],
    "huge and tiny": [("A", "2026-01-05", 1e12), ("A", "2026-02-05", 1e-6), ("B", "2026-03-05", 1.0)],
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_finite_figures(make_book, order_lines, name: str) -> None:
    """Never NaN, infinity, a warning or a crash; the company is always told."""
    year = check_plain(predict_year(make_book(order_lines(BAD[name]), AS_OF)))
    assert (year[P.scope] == "company").any()


def test_orders_without_an_amount_give_finite_figures(make_book, order_lines) -> None:
    """Dollars without a rate: orders are counted, their worth is not known."""
    lines = order_lines(BAD["one account"]).assign(currency="USD")
    check_plain(predict_year(make_book(lines, AS_OF)))


def test_only_returns_give_no_rows(make_book, order_lines) -> None:
    """Without an order there is nothing to go by."""
    lines = order_lines([("A", "2026-01-05", 100.0)], kind="return")
    frames = predict_year(make_book(lines, AS_OF))
    assert frames["year"].empty and frames["quality_year"].empty


def test_silent_accounts_bring_next_to_nothing(make_book, order_lines) -> None:
    """Who ordered every month and then not for two years brings under a hundredth of what it brought a year."""
    alive = [(f"A{n}", f"{y}-{m:02}-05", 100.0) for n in range(20) for y in (2023, 2024, 2025) for m in range(1, 13)]
    gone = [("Z", f"2023-{m:02}-05", 100.0) for m in range(1, 13)]
    year = check_plain(predict_year(make_book(order_lines([*alive, *gone]), "2025-12-31")))
    assert _one(year, "account", whose="Z")[P.mean] < 12
    assert 900 < _one(year, "account", whose="A3")[P.mean] < 1500
