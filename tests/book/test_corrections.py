"""What was corrected, deleted or entered late, by hand: what the book says of it as of which day."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from accountbook.book import Book
from accountbook.book import load as load_module

JUNE, JULY, AUGUST = "2026-06-01", "2026-07-01", "2026-08-01"
"""Days of exports."""


def told(book: Book, name: str, column: str, *days: str) -> list[list]:
    """A column as of several days."""
    return [book.at(day).table(name)[column].tolist() for day in days]


def sums(book: Book, *days: str) -> list[list]:
    """Amounts of the order days as of several days."""
    return [book.at(day).order_days()["amount"].tolist() for day in days]


PERSON = {
    "contact_id": "7",
    "account_id": "A",
    "name": "Kim (invented)",
    "status": "active",
    "created_on": "2025-02-01",
}
SLOT = {
    "account_id": "A",
    "role_code": "BUY",
    "assessed_on": "2025-11-03",
    "contact_id": "7",
    "disposition": "negative",
}


def test_who_left_and_was_deleted_is_found_as_of_last_year_with_all_that_was_said_of_them(load, book_path):
    load({"contacts": [PERSON], "role_slots": [SLOT]}, exported_on=JUNE)
    left = PERSON | {"status": "left", "status_on": "2026-06-15"}
    load({"contacts": [left], "role_slots": [SLOT]}, exported_on=JULY)
    load({"contacts": [], "role_slots": []}, exported_on=AUGUST)
    book = Book.open(book_path, "2026-10-31")
    days = ["2025-12-31", "2026-06-14", "2026-06-15", "2026-07-31", AUGUST]
    assert told(book, "contacts", "name", *days) == [["Kim (invented)"]] * 4 + [[]]
    # the day itself says since when: not the export of July
    assert told(book, "contacts", "status", *days) == [["active"], ["active"], ["left"], ["left"], []]
    assert told(book, "role_slots", "disposition", *days) == [["negative"]] * 4 + [[]]
    gone = book.past("contacts")
    assert gone[["status", "superseded_on"]].astype(str).to_numpy().tolist() == [
        ["active", "2026-06-15"],
        ["left", "2026-08-01"],
    ]
    assert book.at("2026-06-14").past("contacts") is None


def test_two_values_with_days_of_their_own_change_one_after_the_other(load, book_path):
    first = PERSON | {"title": "Buyer", "status_on": "2026-01-05", "last_verified_on": "2026-05-20"}
    load({"contacts": [first]}, exported_on=JUNE)
    second = {"title": "Head buyer", "status": "left", "status_on": "2026-06-10", "last_verified_on": "2026-06-20"}
    load({"contacts": [first | second]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    days = ["2026-06-09", "2026-06-10", "2026-06-20", JULY]
    assert told(book, "contacts", "status", *days) == [["active"], ["left"], ["left"], ["left"]]
    verified = [[f"{one:%m-%d}" for one in some] for some in told(book, "contacts", "last_verified_on", *days)]
    assert verified == [["05-20"], ["05-20"], ["06-20"], ["06-20"]]
    # the title has no day of its own: it is known since the export that shows it
    assert told(book, "contacts", "title", *days) == [["Buyer"]] * 3 + [["Head buyer"]]


def test_a_value_that_nobody_had_given_before_leaves_no_version_behind(load, book_path):
    load({"contacts": [PERSON | {"status": None}]}, exported_on=JUNE)
    load({"contacts": [PERSON | {"status": "left", "status_on": "2026-06-15"}]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    status = told(book, "contacts", "status", "2026-06-14", "2026-06-15")
    assert [one for some in status for one in some][1:] == ["left"]
    assert pd.isna(status[0][0])
    assert book.past("contacts") is None


def test_a_corrected_order_line_counts_as_it_was_until_the_export_that_corrects_it(load, book_path, order_line):
    lines = [
        order_line("A", "2026-03-02", 2.0),
        order_line("A", "2026-03-02", 1.0, line="2"),
        order_line("B", "2026-05-04"),
    ]
    load({"order_lines": lines}, exported_on=JUNE)
    load({"order_lines": [order_line("A", "2026-03-02", 5.0), *lines[1:]]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-03-31", "2026-06-30", JULY) == [[30.0], [30.0, 10.0], [60.0, 10.0]]
    assert sums(book.account("A"), "2026-06-30", JULY) == [[30.0], [60.0]]
    assert [view.order_days()["quantity"].sum() for view in book.snapshots(["2026-06-30", JULY])] == [4.0, 7.0]
    # when an order became known does not move because of a correction
    assert [str(one)[:10] for one in book.order_days()["known_on"]] == ["2026-03-02", "2026-05-04"]
    assert book.load_report["drift"]["order_lines"] == {
        "new": 0, "changed": 1, "gone": 0, "money": {"EUR": {"new": 0.0, "changed": 30.0, "gone": 0.0}},
    }  # fmt: skip


def test_a_correction_counts_since_it_was_recorded_where_the_source_says_when(load, book_path, order_line):
    load({"order_lines": [order_line("A", "2026-03-02", 2.0, recorded_at="2026-03-04")]}, exported_on=JUNE)
    corrected = order_line("A", "2026-03-02", 5.0, recorded_at="2026-06-12 16:30")
    load({"order_lines": [corrected]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-03-04", "2026-06-11", "2026-06-12") == [[20.0], [20.0], [50.0]]
    # recorded before the export of June, which did not show it so: the export of August is the first to
    load({"order_lines": [corrected | {"quantity": 7.0, "recorded_at": "2026-05-30"}]}, exported_on=AUGUST)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-06-11", "2026-07-31", AUGUST) == [[20.0], [50.0], [70.0]]


def test_a_deleted_order_counts_until_the_export_that_no_longer_shows_it_and_again_when_it_is_back(
    load, book_path, order_line
):
    both = [order_line("A", "2026-03-02"), order_line("B", "2026-05-25", 2.0)]
    load({"order_lines": both}, exported_on=JUNE)
    load({"order_lines": both[:1]}, exported_on=JULY)
    load({"order_lines": both}, exported_on=AUGUST)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-06-30", JULY, "2026-07-31", AUGUST) == [[10.0, 20.0], [10.0], [10.0], [10.0, 20.0]]
    assert [book.at(day).accounts() for day in ("2026-05-24", "2026-06-30", JULY, AUGUST)] == [
        ["A"], ["A", "B"], ["A"], ["A", "B"],
    ]  # fmt: skip


def test_a_corrected_rate_changes_amounts_since_the_export_that_corrects_it(load, book_path, order_line):
    lines = [order_line("A", "2026-03-02", currency="USD"), order_line("A", "2026-05-04", currency="USD")]
    rates = [{"currency": "USD", "date": day, "rate": rate} for day, rate in [("2026-03-01", 8.0), ("2026-05-01", 0.5)]]
    load({"order_lines": lines, "fx_rates": rates}, exported_on=JUNE)
    load({"order_lines": lines, "fx_rates": [rates[0] | {"rate": 0.8}, rates[1]]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-06-30", JULY) == [[80.0, 5.0], [8.0, 5.0]]
    assert told(book, "fx_rates", "rate", "2026-06-30", JULY) == [[8.0, 0.5], [0.8, 0.5]]
    # in its own currency no money moved
    assert book.load_report["drift"]["order_lines"] == {
        "new": 0, "changed": 1, "gone": 0, "money": {"USD": {"new": 0.0, "changed": 0.0, "gone": 0.0}},
    }  # fmt: skip


def test_a_line_entered_late_is_known_since_the_day_after_the_export_that_lacked_it_an_old_one_since_its_own(
    load, book_path, order_line
):
    start = order_line("A", "2026-03-02")
    load({"order_lines": [start]}, exported_on=JUNE)
    # 14 days before the export of June is 18 May: that day itself lies too far back
    days = ["2026-05-18", "2026-05-19", JUNE, "2026-06-02"]
    load({"order_lines": [start, *(order_line("A", day) for day in days)]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    seen = [
        book.at(day).order_days()["order_date"].dt.strftime("%m-%d").tolist()[1:] for day in (JUNE, "2026-06-02", JULY)
    ]
    assert seen == [[], ["05-19", "06-01", "06-02"], ["05-18", "05-19", "06-01", "06-02"]]


def test_an_order_that_was_given_another_number_is_never_counted_twice(load, book_path, order_line):
    lines = [order_line("A", day) for day in ("2026-03-02", "2026-05-25")]
    load({"order_lines": lines}, exported_on=JUNE)
    load({"order_lines": [one | {"order_id": f"00{n}"} for n, one in enumerate(lines)]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, JUNE, "2026-06-15", JULY) == [[10.0, 10.0]] * 3


def test_a_line_of_a_merged_account_is_the_old_account_s_until_the_export_that_says_otherwise(
    load, book_path, order_line
):
    lines = [order_line(one, "2026-03-02") for one in ("A", "B", "C", "D", "E")]
    load({"order_lines": lines}, exported_on=JUNE)
    load({"order_lines": [one | {"account_id": "A"} for one in lines]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert [book.at(day).accounts() for day in ("2026-06-30", JULY)] == [["A", "B", "C", "D", "E"], ["A"]]
    assert sums(book, "2026-06-30", JULY) == [[10.0] * 5, [50.0]]


DEAL = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-02-01", "amount": 900.0, "seller_stage": "offer"}


def test_a_deal_that_vanished_stands_as_of_then_as_its_log_had_it(load, book_path):
    log = {"opportunity_id": "D", "field": "amount", "old": "500", "new": "900", "changed_at": "2026-04-10"}
    load({"opportunities": [DEAL], "opportunity_changes": [log]}, exported_on=JUNE)
    load({"opportunities": [], "opportunity_changes": []}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    for one in (book, book.account("A")):
        assert told(one, "opportunities", "amount", "2026-04-09", "2026-04-10", "2026-06-30", JULY) == [
            [500.0], [900.0], [900.0], [],
        ]  # fmt: skip
        assert told(one, "opportunity_changes", "new", "2026-06-30", JULY) == [["500", "900", "offer"], []]


def test_what_the_log_explains_is_no_version_of_the_deal(load, book_path):
    load({"opportunities": [DEAL]}, exported_on=JUNE)
    load({"opportunities": [DEAL | {"amount": 700.0}]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert told(book, "opportunities", "amount", "2026-06-30", JULY) == [[900.0], [700.0]]
    assert (book.past("opportunities"), book.past("opportunity_changes")) == (None, None)
    drift = book.load_report["drift"]
    # what we added to the log ourselves is nobody's news
    assert (drift["opportunities"], drift["opportunity_changes"]) == (
        {"new": 0, "changed": 1, "gone": 0},
        {"new": 0, "changed": 0, "gone": 0},
    )


def test_a_deal_that_moved_to_another_account_takes_its_log_along_then(load, book_path, order_line):
    load({"opportunities": [DEAL]}, exported_on=JUNE)
    load({"opportunities": [DEAL | {"account_id": "B"}]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    found = [
        [book.at(day).account(one).table("opportunities")["amount"].tolist() for one in ("A", "B")]
        for day in ("2026-06-30", JULY)
    ]
    assert found == [[[900.0], []], [[], [900.0]]]


def test_a_deal_closed_on_no_written_day_is_known_to_be_since_the_export_that_shows_it(load, book_path):
    won = [DEAL | {"outcome": "won"}, DEAL | {"opportunity_id": "E", "outcome": "open"}]
    load({"opportunities": won}, exported_on=JUNE)
    load({"opportunities": [won[0], won[1] | {"outcome": "lost"}]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert told(book, "opportunities", "outcome", "2026-05-31", JUNE, "2026-06-30", JULY) == [
        ["open", "open"], ["won", "open"], ["won", "open"], ["won", "lost"],
    ]  # fmt: skip


def test_a_table_that_is_no_longer_given_stays_as_of_then(load, book_path):
    load({"contacts": [PERSON]}, exported_on=JUNE)
    load({"role_slots": [SLOT]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert told(book, "contacts", "contact_id", "2026-06-30", JULY) == [["7"], []]
    assert [[book.at(day).has(name) for name in ("contacts", "role_slots")] for day in ("2026-06-30", JULY)] == [
        [True, False],
        [False, True],
    ]
    assert book.load_report["drift"]["contacts"] == {"new": 0, "changed": 0, "gone": 1}


def test_drift_counts_rows_and_money_against_the_load_before(load, book_path, order_line):
    usd = {"currency": "USD", "discount": 0.25}
    lines = [
        order_line("A", "2026-03-02"),
        order_line("A", "2026-03-09", 4.0, **usd),
        order_line("B", "2026-04-01", 3.0),
    ]
    load({"order_lines": lines, "contacts": [PERSON]}, exported_on=JUNE)
    assert Book.open(book_path, "2026-10-31").load_report["drift"] is None
    now = [lines[0] | {"quantity": 2.0}, lines[1], order_line("A", "2026-06-20", 2.0, **usd)]
    load({"order_lines": now, "contacts": [PERSON, PERSON | {"contact_id": "8"}]}, exported_on=JULY)
    drift = Book.open(book_path, "2026-10-31").load_report["drift"]
    assert drift == {
        "contacts": {"new": 1, "changed": 0, "gone": 0},
        "order_lines": {
            "new": 1, "changed": 1, "gone": 1,
            "money": {
                "EUR": {"new": 0.0, "changed": 10.0, "gone": 30.0},
                "USD": {"new": 15.0, "changed": 0.0, "gone": 0.0},
            },
        },
    }  # fmt: skip


def files(book_path: Path, name: str) -> dict[str, list[int]]:
    """The inodes of a partitioned table's files, by name, in the order of the loads."""
    found: dict[str, list[int]] = {}
    for path in sorted(book_path.glob(f"loads/*/tables/{name}/*.parquet")):
        found.setdefault(path.name, []).append(path.stat().st_ino)
    return found


def test_a_partition_as_it_was_is_the_same_file(load, book_path, order_line):
    lines = [order_line(one, "2026-03-02") for one in "ABCDEFGH"]
    load({"order_lines": lines}, exported_on=JUNE)
    lines[0] = lines[0] | {"quantity": 3.0}
    load({"order_lines": lines}, exported_on=JULY)
    load({"order_lines": lines, "contacts": [PERSON]}, exported_on=AUGUST)
    for name in ("order_lines", "order_days"):
        found = files(book_path, name)
        changed = [number for number, inodes in found.items() if len(inodes) == 3 and len(set(inodes)) > 1]
        assert len(changed) == 1
        assert len(found[changed[0]]) == 3 and found[changed[0]][1] == found[changed[0]][2]
    # the versions of that partition lie beside it in both later loads
    past = files(book_path, "order_lines")[changed[0].replace(".parquet", ".past.parquet")]
    assert len(past) == 2 and past[0] == past[1]
    assert sums(Book.open(book_path, "2026-10-31"), "2026-06-30", JULY) == [[10.0] * 8, [30.0] + [10.0] * 7]


@pytest.mark.parametrize("counts", [(4, 16), (16, 4), (6, 4), (4, 4)])
def test_the_number_of_files_may_change_from_load_to_load(load, book_path, order_line, monkeypatch, counts):
    names = [f"A{number}" for number in range(40)]
    lines = [order_line(one, "2026-03-02", place + 1.0) for place, one in enumerate(names)]
    for export, count, rows in [
        (JUNE, counts[0], lines),
        (JULY, counts[1], [*lines[1:], order_line("A0", "2026-03-02", 50.0)]),
    ]:
        monkeypatch.setattr(load_module, "partitions_for", lambda rows, count=count: count)
        load({"order_lines": rows}, exported_on=export)
    book = Book.open(book_path, "2026-10-31")
    drift = book.load_report["drift"]["order_lines"]
    assert [drift[kind] for kind in ("new", "changed", "gone")] == [0, 1, 0]
    assert [sum(one) for one in sums(book, "2026-06-30", JULY)] == [8200.0, 8690.0]


def test_a_load_of_the_second_format_is_followed(load, book_path, order_line):
    lines = [order_line("A", "2026-03-02", 2.0), order_line("B", "2026-05-04")]
    first = load({"order_lines": lines, "contacts": [PERSON]}, exported_on=JUNE)
    folder = book_path / "loads" / first
    report = json.loads((folder / "load.json").read_text(encoding="utf-8"))
    for new in ("exports", "drift"):
        report.pop(new)
    for stored in report["stored"].values():
        stored.pop("given_since", None)
        stored.pop("past_in", None)
    (folder / "load.json").write_text(json.dumps(report | {"format": 2}), encoding="utf-8")
    for path in folder.glob("tables/order_*/*.parquet"):
        table = pq.read_table(path).replace_schema_metadata(None)
        if path.parent.name == "order_days":
            table = table.drop_columns(["believed_since", "superseded_on"])
        pq.write_table(table, path)
    assert sums(Book.open(book_path, "2026-10-31"), "2026-03-31", JUNE) == [[20.0], [20.0, 10.0]]
    assert isinstance(table, pa.Table)
    load({"order_lines": [lines[0] | {"quantity": 3.0}]}, exported_on=JULY)
    book = Book.open(book_path, "2026-10-31")
    assert sums(book, "2026-06-30", JULY) == [[20.0, 10.0], [30.0]]
    assert told(book, "contacts", "contact_id", "2026-06-30", JULY) == [["7"], []]
    assert [book.at(day).has("contacts") for day in ("2026-06-30", JULY)] == [True, False]
