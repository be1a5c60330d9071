"""A load that reads only what is new leaves the book that a full one would."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountbook.book import Book, BookError, addition
from accountbook.loading import load_source
from accountbook.tables import TABLES

MAPPING = """\
exported_on = {day}
[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
invented = true
[gate]
max_drop = 1.0
[tables.order_lines]
files = ["orders*.csv"]
[tables.order_lines.columns]
order_id = "No"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
currency = "Currency"
recorded_at = "Entered"
[tables.fx_rates]
files = ["rates.csv"]
columns = {{ currency = "Currency", date = "Date", rate = "Rate" }}
"""
HEADER = "No,Line,Account,Date,Item,Qty,Price,Currency,Entered\n"
RATES = "Currency,Date,Rate\nUSD,2026-01-01,0.9\nUSD,2026-02-20,0.8\n"
E1, E2, E3 = "2026-03-01", "2026-04-01", "2026-05-01"
DAYS = ["2026-01-05", "2026-01-20", "2026-02-25", "2026-02-28", "2026-03-02", "2026-03-20"]


class Twins:
    """One source loaded into two books: with what is new only, and in full."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.books = folder / "quick", folder / "whole"
        self.source.mkdir()
        self.write("rates.csv", RATES)

    def write(self, file: str, text: str, *, more: bool = False) -> None:
        with (self.source / file).open("a" if more else "w", encoding="utf-8") as out:
            out.write(text)

    def load(self, day: str) -> tuple[dict, dict]:
        (self.source / "mapping.toml").write_text(MAPPING.format(day=day), encoding="utf-8")
        return tuple(load_source(self.source, book, full=book == self.books[1])[1] for book in self.books)

    def opened(self, as_of: str) -> list[Book]:
        return [Book.open(book, as_of) for book in self.books]

    def hold(self, *dates: str) -> None:
        """Both books say the same on every date, whole and account by account."""
        for as_of in dates:
            quick, whole = self.opened(as_of)
            hold_alike(quick, whole)
            for account in [*whole.accounts()[:1], *whole.accounts()[-1:]]:
                hold_alike(quick.account(account), whole.account(account))
        quick, whole = self.opened(dates[-1])
        for one, other in zip(quick.snapshots(dates), whole.snapshots(dates), strict=True):
            hold_alike(one, other)
        shared = pd.concat([share.open().table("order_lines") for share in quick.shares()])
        assert sorted(shared["order_id"].dropna()) == sorted(whole.table("order_lines")["order_id"].dropna())
        told = [{name: value for name, value in book.load_report["drift"].items()} for book in (quick, whole)]
        assert told[0] == told[1]


def hold_alike(one: Book, other: Book) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(one.table(name), other.table(name))
        past = one.past(name), other.past(name)
        assert (past[0] is None) == (past[1] is None)
        if past[0] is not None:
            pd.testing.assert_frame_equal(*past)
    pd.testing.assert_frame_equal(one.order_days(), other.order_days(), rtol=1e-12)
    assert one.accounts() == other.accounts()


@pytest.fixture
def twins(tmp_path):
    return Twins(tmp_path)


def row(order: str, *, account: str = "A", day: str = "2026-01-05", price: str = "10", **more: str) -> str:
    return f"{order},{more.get('line', '1')},{account},{day},X,2,{price},{more.get('currency', 'EUR')},\n"


MANY = "".join(row(f"O{n}", account=f"K{n % 3}", currency="USD" if n % 2 else "EUR") for n in range(100))


def test_new_lines_go_to_a_file_of_their_own_and_the_partitions_stay_the_same_files(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.write("orders.csv", row("N1", account="K1", day="2026-03-20") + row("N2", account="New"), more=True)
    quick, whole = twins.load(E2)
    assert (quick["tables"], quick["flags"]) == (whole["tables"], whole["flags"])
    book = twins.opened(E2)[0]
    stored = book.load_report["stored"]["order_lines"]
    assert (stored["rows"], [one["rows"] for one in stored["more"]]) == (102, [2])
    assert book.load_report["drift"]["order_lines"]["new"] == 2
    loads = sorted((twins.books[0] / "loads").iterdir())
    for path in (loads[0] / "tables" / "order_lines").iterdir():
        assert path.samefile(loads[1] / "tables" / "order_lines" / path.name)
    assert book.account("K1").table("order_lines")["order_id"].iloc[-1] == "N1"
    twins.hold("2026-01-31", "2026-03-15", "2026-03-31", E2)
    # and a third load goes on from there, on the two that lie beside it
    twins.write("orders_3.csv", HEADER + row("N3", account="K1", day="2026-04-20") + row("N2", account="New"))
    twins.load(E3)
    assert [one["rows"] for one in twins.opened(E3)[0].load_report["stored"]["order_lines"]["more"]] == [2, 1]
    twins.hold("2026-01-31", "2026-03-15", E2, "2026-04-30", E3)
    # a corrected line is found wherever it lies, and its old version stays
    twins.write("orders_3.csv", HEADER + row("N3", account="K1", day="2026-04-20", price="99"))
    twins.load("2026-06-01")
    stored = twins.opened("2026-06-01")[0].load_report["stored"]["order_lines"]
    assert "more" not in stored and stored["past"] == 1
    twins.hold("2026-01-31", "2026-04-30", E3, "2026-06-01")


def test_a_rate_of_an_old_day_moves_old_amounts(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.write("rates.csv", RATES + "USD,2026-01-03,0.5\n")
    twins.write("orders.csv", row("N1", day="2026-03-20"), more=True)
    twins.load(E2)
    assert "more" not in twins.opened(E2)[0].load_report["stored"]["order_lines"]
    lines = twins.opened(E2)[0].table("order_lines")
    assert set(lines.loc[lines["currency"] == "USD", "amount"]) == {10.0}
    twins.hold("2026-02-15", E2)


def test_a_rate_of_a_new_day_moves_none(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.write("rates.csv", RATES + "USD,2026-03-05,0.5\n")
    twins.write("orders.csv", row("N1", day="2026-03-20", currency="USD"), more=True)
    twins.load(E2)
    stored = twins.opened(E2)[0].load_report["stored"]["order_lines"]
    assert [one["rows"] for one in stored["more"]] == [1]
    twins.hold("2026-02-15", E2)


def test_too_many_new_lines_are_written_into_partitions(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.write(
        "orders.csv", "".join(row(f"N{n}", account=f"K{n % 5}", day="2026-03-20") for n in range(20)), more=True
    )
    twins.load(E2)
    stored = twins.opened(E2)[0].load_report["stored"]["order_lines"]
    assert stored["rows"] == 120 and "more" not in stored
    twins.hold("2026-02-15", E2)


def test_files_of_added_lines_do_not_pile_up(twins, monkeypatch):
    monkeypatch.setattr(addition, "MOST_FILES", 2)
    twins.write("orders.csv", HEADER + MANY)
    days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]
    piles = []
    for n, day in enumerate(days):
        twins.load(day)
        piles.append(len(twins.opened(day)[0].load_report["stored"]["order_lines"].get("more", [])))
        twins.write("orders.csv", row(f"N{n}", day=day), more=True)
    assert piles == [0, 1, 2, 0]
    twins.hold(*days)


def test_the_same_again_makes_no_new_load_and_the_same_day_again_goes_on(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.load(E1)
    assert len(list((twins.books[0] / "loads").iterdir())) == 1
    twins.write("orders.csv", row("N1", day="2026-02-20"), more=True)
    twins.load(E1)
    assert twins.opened(E1)[0].load_report["drift"] is None
    hold_alike(*twins.opened(E1))
    twins.write("orders.csv", row("N2", day="2026-03-20"), more=True)
    twins.load(E2)
    twins.write("orders.csv", row("N3", day="2026-03-21"), more=True)
    twins.load(E2)
    drift = twins.opened(E2)[0].load_report["drift"]["order_lines"]
    assert (drift["new"], drift["money"]["EUR"]["new"]) == (2, 40.0)
    twins.hold("2026-02-15", E1, E2)
    # another table alone: the lines stay, and what is told of them too
    twins.write("rates.csv", RATES + "USD,2026-03-25,0.7\n")
    twins.load(E2)
    assert twins.opened(E2)[0].load_report["drift"]["order_lines"] == drift
    twins.hold("2026-02-15", E1, E2)


def test_a_line_that_one_load_of_a_day_lacks_and_the_next_has_counts_once(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.write("orders_2.csv", HEADER + row("X", day="2026-02-25"))
    twins.load(E1)
    (twins.source / "orders_2.csv").unlink()
    twins.load(E2)
    twins.write("orders_3.csv", HEADER + row("X", day="2026-02-25"))
    twins.load(E2)
    assert len(twins.opened("2026-03-15")[0].table("order_lines")) == 101
    twins.hold("2026-02-28", "2026-03-15", E2)


def test_a_rate_that_is_taken_back_moves_the_amounts_back(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    twins.write("rates.csv", RATES + "USD,2026-01-03,0.5\n")
    twins.load(E2)
    twins.write("rates.csv", RATES)
    twins.write("orders.csv", row("N1", day="2026-04-20"), more=True)
    twins.load(E3)
    lines = twins.opened(E3)[0].table("order_lines")
    assert set(lines.loc[lines["currency"] == "USD", "amount"]) == {18.0}
    twins.hold("2026-01-31", E2, E3)


def test_a_load_whose_files_are_gone_is_no_base_for_the_next(twins):
    twins.write("orders.csv", HEADER + MANY)
    twins.load(E1)
    load = next((twins.books[0] / "loads").iterdir())
    next((load / "tables" / "order_lines").iterdir()).unlink()
    twins.write("orders.csv", row("N1", day="2026-03-20"), more=True)
    with pytest.raises(BookError, match="missing"):
        twins.load(E2)
    assert (twins.books[0] / "current").read_text().strip() == load.name


ROW = st.builds(
    row, st.sampled_from([f"Q{n}" for n in range(8)]), account=st.sampled_from(["A", "K1", "Z"]),
    day=st.sampled_from(DAYS), price=st.sampled_from(["10", "20"]), line=st.sampled_from(["1", "2"]),
    currency=st.sampled_from(["EUR", "USD"]),
)  # fmt: skip


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    old=st.lists(ROW, max_size=6), new=st.lists(ROW, max_size=4), late=st.lists(ROW, max_size=3), grows=st.booleans()
)
def test_whatever_comes_both_books_say_the_same(tmp_path_factory, old, new, late, grows):
    twins = Twins(tmp_path_factory.mktemp("twins"))
    twins.write("orders.csv", HEADER + MANY + "".join(old))
    twins.load(E1)
    file, head = ("orders.csv", "") if grows else ("orders_2.csv", HEADER)
    if new:
        twins.write(file, head + "".join(new), more=True)
        twins.load(E2)
        twins.hold("2026-01-31", E1, "2026-03-15", E2)
    twins.write("orders.csv", "".join(late), more=True)
    twins.load(E3)
    twins.hold("2026-01-31", E1, "2026-03-15", E2, E3)
