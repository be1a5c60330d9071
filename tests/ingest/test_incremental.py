"""A second load that reads only new rows of a real PostgreSQL, from the query to the book."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.ingest import SourceError
from accountbook.ingest.continuation import taken_over
from accountbook.loading import load_source
from accountbook.tables import TABLES

CREATE = """create table lines (no text, pos int, account text, ordered date, item text, qty int, price int,
  at timestamptz default '2026-10-30 10:00+00')"""
FIRST = """insert into lines values ('A', 1, '007', '2026-01-02', 'X', 2, 10), ('A', 2, '007', '2026-01-02', 'Y', 1, 3),
  ('B', 1, '3', '2026-02-03', 'X', 1, 10)"""
CUSTOMERS = "create table customers (id text, name text, at timestamptz default '2026-10-30 10:00+00')"
ACCOUNTS = """
[source.customers]
url = "env:ERP_URL"
query = "select * from customers"
since = "at"
[tables.accounts]
source = "customers"
[tables.accounts.columns]
account_id = "id"
name = "name"
"""


@pytest.fixture
def load(erp, tmp_path, mapping_text):
    """``load(day, full=False)`` loads lines and customers and gives the report; ``load.book(day)`` opens the book."""
    erp.do(CREATE, FIRST, CUSTOMERS, "insert into customers values ('007', 'Prima'), ('3', 'Terza')")

    def loading(
        day: str, *, full: bool = False, asked: str = 'since = "at"', query: str = "select * from lines"
    ) -> dict:
        text = mapping_text(query, day=day, asked=asked, more=ACCOUNTS)
        (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
        _, report = load_source(tmp_path, tmp_path / "book", full=full)
        return report

    loading.book = lambda day: Book.open(tmp_path / "book", day)
    return loading


def prices(book: Book) -> dict[tuple[str, str], float]:
    lines = book.table("order_lines")
    return dict(zip(zip(lines["order_id"], lines["line"], strict=True), lines["amount"], strict=True))


CHANGED = (
    "update lines set price = 11, at = '2026-11-20 09:00+00' where no = 'A' and pos = 1",
    "insert into lines values ('C', 1, '3', '2026-11-19', 'Z', 5, 2, '2026-11-20 09:00+00')",
    "insert into customers values ('9', 'Nona', '2026-11-20 09:00+00')",
)


def test_only_new_rows_are_read_and_the_others_are_taken_over(erp, load):
    first = load("2026-11-01")
    assert first["tables"]["order_lines"]["rows_in"] == 3
    assert first["sources"][1]["watermark"] == {"kind": "moment", "value": "2026-10-30T10:00:00+00:00"}
    # what is older than the overlap of a day is not read again, even if it changed: that is what since says
    erp.do("update lines set at = '2026-10-20 10:00+00', price = 99 where no = 'B'", *CHANGED)
    second = load("2026-12-01")
    counts = second["tables"]["order_lines"]
    assert (counts["rows_in"], counts["kept"]) == (3, 3)  # A 2 is within the overlap and read again
    assert counts["taken_over"] == {"rows": 1, "money": {"EUR": 10.0}}
    assert second["tables"]["accounts"]["taken_over"]["rows"] == 0
    assert second["sources"][1]["since"] == {"kind": "moment", "value": "2026-10-29T10:00:00+00:00"}
    assert second["sources"][1]["watermark"]["value"] == "2026-11-20T09:00:00+00:00"
    assert prices(load.book("2026-12-01")) == {("A", "1"): 22, ("A", "2"): 3, ("B", "1"): 10, ("C", "1"): 10}
    third = load("2027-01-01")
    assert third["tables"]["order_lines"]["rows_in"] == 2
    assert third["tables"]["accounts"]["taken_over"]["rows"] == 2
    assert not [flag for flag in third["flags"] if "does not have" in flag]
    assert prices(load.book("2027-01-01")) == prices(load.book("2026-12-01"))
    assert load.book("2027-01-01").table("accounts")["name"].tolist() == ["Prima", "Terza", "Nona"]


def test_a_load_of_new_rows_is_the_load_of_all_rows(erp, load, tmp_path):
    load("2026-11-01")
    erp.do(*CHANGED)
    load("2026-12-01")
    went_on = {name: load.book("2026-12-01").table(name) for name in ("order_lines", "accounts")}
    load("2026-12-01", full=True)
    whole = {name: load.book("2026-12-01").table(name) for name in ("order_lines", "accounts")}
    for name, table in whole.items():
        pd.testing.assert_frame_equal(went_on[name], table)


def test_deleted_rows_stay_until_everything_is_read_again(erp, load):
    load("2026-11-01")
    erp.do("delete from lines where no = 'B'")
    load("2026-12-01")
    assert ("B", "1") in prices(load.book("2026-12-01"))
    load("2026-12-02", full=True)
    assert ("B", "1") not in prices(load.book("2026-12-02"))


def test_nothing_new_is_no_fault_and_no_drop(erp, load):
    load("2026-11-01", asked='since = "at"\noverlap = 0')
    erp.do("update lines set at = '2026-10-01'", "update customers set at = '2026-10-01'")
    report = load("2026-11-09", asked='since = "at"\noverlap = 0')
    assert report["tables"]["order_lines"]["rows_in"] == 0
    assert report["tables"]["order_lines"]["taken_over"]["rows"] == 3
    assert len(prices(load.book("2026-11-09"))) == 3


def test_a_drop_is_measured_against_all_that_the_load_before_holds(erp, load):
    load("2026-11-01")
    load("2026-11-02")
    erp.do("delete from lines where no = 'A'")
    with pytest.raises(SourceError, match="order_lines: 1 rows, the last load had 3: 67% fewer"):
        load("2026-11-03", full=True)
    assert load.book("2026-11-02").load_report["exported_on"] == "2026-11-02"


def test_another_query_or_column_reads_everything_again(erp, load):
    load("2026-11-01")
    report = load("2026-11-02", query="select *, 1 as one from lines")
    assert report["tables"]["order_lines"]["rows_in"] == 3
    assert "mapping.toml or the tables have changed since the load before: every row was read again." in report["flags"]


def test_a_query_may_place_since_itself(erp, load):
    asked = 'since = "at"\nsince_from = 2015-01-01'
    query = "select * from lines where at >= :since"
    assert load("2026-11-01", asked=asked, query=query)["tables"]["order_lines"]["rows_in"] == 3
    erp.do("update lines set at = '2026-10-20 10:00+00' where no = 'B'", *CHANGED)
    counts = load("2026-12-01", asked=asked, query=query)["tables"]["order_lines"]
    assert (counts["rows_in"], counts["taken_over"]["rows"]) == (3, 1)


def test_a_condition_goes_around_any_query(erp, load):
    query = """with all_of as (select * from lines) -- :not a name
      select *, 'a:b' as "What: this?", 5 % 3 as rest from all_of where ordered <= :exported_on
      order by no; -- the end"""
    assert load("2026-11-01", query=query)["tables"]["order_lines"]["rows_in"] == 3
    erp.do("update lines set at = '2026-10-20 10:00+00' where no = 'B'", *CHANGED)
    counts = load("2026-12-01", query=query)["tables"]["order_lines"]
    assert (counts["rows_in"], counts["taken_over"]["rows"]) == (3, 1)


def test_a_column_s_name_is_quoted_where_it_must_be(erp, load):
    erp.do('alter table lines rename at to "Changed At; drop table lines"')
    asked = 'since = "Changed At; drop table lines"'
    assert load("2026-11-01", asked=asked)["tables"]["order_lines"]["rows_in"] == 3
    assert load("2026-12-01", asked=asked)["sources"][1]["since"]["value"] == "2026-10-29T10:00:00+00:00"


def test_a_moment_in_the_far_future_hides_nothing(erp, load):
    erp.do("insert into lines values ('D', 1, '3', '2026-03-04', 'Z', 1, 1, '9998-12-31')")
    assert load("2026-11-01")["sources"][1]["watermark"]["value"] == "2026-10-30T10:00:00+00:00"
    erp.do("insert into lines values ('E', 1, '3', '2026-11-04', 'Z', 1, 1, '2026-11-04')")
    load("2026-12-01")
    assert ("E", "1") in prices(load.book("2026-12-01"))


def test_numbers_that_rise_are_a_watermark(erp, load):
    erp.do("alter table lines add column id bigint generated always as identity")
    assert load("2026-11-01", asked='since = "id"')["sources"][1]["watermark"] == {"kind": "number", "value": "3"}
    erp.do("insert into lines values ('F', 1, '3', '2026-11-04', 'Z', 1, 1)")
    counts = load("2026-12-01", asked='since = "id"')["tables"]["order_lines"]
    assert (counts["rows_in"], counts["taken_over"]["rows"]) == (3, 1)  # 2 (the overlap of one), 3 and 4


def test_a_lost_load_leaves_the_last_good_one(erp, load, tmp_path, monkeypatch):
    load("2026-11-01")
    before = (tmp_path / "book" / "current").read_text()
    with pytest.raises(SourceError):
        load("2026-12-01", query="select *, pg_sleep(9) from lines", asked='since = "at"\ntimeout = 1')
    assert (tmp_path / "book" / "current").read_text() == before
    assert [one.name for one in (tmp_path / "book" / "loads").iterdir()] == [before.strip()]


def test_A9_a_watermark_that_was_tampered_with_reads_everything(erp, load, tmp_path):
    load("2026-11-01")
    current = tmp_path / "book" / "loads" / (tmp_path / "book" / "current").read_text().strip() / "load.json"
    report = json.loads(current.read_text())
    for source in report["sources"]:
        source["watermark"]["value"] = "2026-01-01' OR '1'='1"
    current.write_text(json.dumps(report))
    assert load("2026-12-01")["tables"]["order_lines"]["rows_in"] == 3


def test_a_line_without_a_number_cannot_replace_its_older_version(erp, load):
    load("2026-11-01")
    erp.do("insert into lines values ('G', null, '3', '2026-11-04', 'Z', 1, 1, '2026-11-20')")
    counts = load("2026-12-01")["tables"]["order_lines"]
    assert counts["reasons"] == {"line is empty, and only by it would a new row replace its older version": 1}


def test_one_bad_new_row_stops_nothing(erp, load):
    load("2026-11-01", asked='since = "at"\noverlap = 0')
    erp.do(
        "update lines set at = '2026-10-01'",
        "insert into lines values ('H', 1, null, '2026-11-04', 'Z', 1, 1, '2026-11-20')",
    )
    counts = load("2026-12-01", asked='since = "at"\noverlap = 0')["tables"]["order_lines"]
    assert (counts["rows_in"], counts["rejected"], counts["taken_over"]["rows"]) == (1, 1, 3)


def test_rows_without_a_mark_are_read_by_every_load(erp, load):
    erp.do("update lines set at = null where no = 'B'")
    assert "source.orders: 1 rows have no at; every load reads them again." in load("2026-11-01")["flags"]
    assert ("B", "1") in prices(load.book("2026-11-01"))
    erp.do(
        "update lines set price = 12 where no = 'B'",
        "update lines set at = '2026-10-20 10:00+00' where no = 'A' and pos = 2",
        "insert into lines values ('N', 1, '3', '2026-11-19', 'Z', 5, 2, null)",
    )
    report = load("2026-12-01")
    assert "source.orders: 2 rows have no at; every load reads them again." in report["flags"]
    counts = report["tables"]["order_lines"]
    assert (counts["rows_in"], counts["taken_over"]["rows"]) == (3, 1)  # A 1 by its mark, B and N without one
    assert prices(load.book("2026-12-01")) == {("A", "1"): 20, ("A", "2"): 3, ("B", "1"): 12, ("N", "1"): 10}


def test_a_query_that_places_since_itself_asks_for_rows_without_a_mark_itself(erp, load):
    asked = 'since = "at"\nsince_from = 2015-01-01'
    query = "select * from lines where (at >= :since or at is null)"
    erp.do("update lines set at = null where no = 'B'")
    flag = "source.orders: 1 rows have no at; a load of new rows finds such rows only if its query says: or at is null."
    assert flag in load("2026-11-01", asked=asked, query=query)["flags"]
    erp.do("update lines set price = 12 where no = 'B'")
    load("2026-12-01", asked=asked, query=query)
    assert prices(load.book("2026-12-01"))["B", "1"] == 12


CONTACTS = """
[source.people]
url = "env:ERP_URL"
query = "select * from people"
since = "at"
[tables.contacts]
source = "people"
[tables.contacts.columns]
contact_id = "id"
account_id = "account"
name = "name"
"""


def test_who_was_forgotten_stays_so(erp, load, tmp_path, mapping_text):
    from typer.testing import CliRunner

    from accountbook.cli import app

    erp.do(
        "create table people (id text, account text, name text, at date default '2026-10-01')",
        "insert into people values ('C1', '007', 'Zebra Wort'), ('C2', '007', 'Anna Conti')",
    )

    def loaded(day: str) -> list[str]:
        text = mapping_text("select * from lines", day=day, more=CONTACTS)
        (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
        load_source(tmp_path, tmp_path / "book")
        return load.book(day).table("contacts")["contact_id"].tolist()

    assert loaded("2026-11-01") == ["C1", "C2"]
    forgotten = CliRunner().invoke(app, ["forget", "--book", str(tmp_path / "book"), "--contact", "C1"])
    assert forgotten.exit_code == 0, forgotten.output
    erp.do("insert into people values ('C3', '3', 'Ciro', '2026-11-20')")
    assert loaded("2026-12-01") == ["C2", "C3"]


def test_a_merged_account_s_old_rows_follow_it():
    accounts, lines = TABLES["accounts"], TABLES["order_lines"]
    old = accounts.frame([{"account_id": "1", "name": "Old"}, {"account_id": "2", "name": "New"}])
    left = taken_over(accounts, accounts.frame(), old, last={"1": "2"})
    assert left[["account_id", "name"]].values.tolist() == [["2", "New"]]
    rows = lines.frame([{"order_id": "A", "line": "1", "account_id": "1", "amount": 5.0}])
    left = taken_over(lines, lines.frame(), rows, last={"1": "2"})
    assert left["account_id"].tolist() == ["2"]
    assert left["amount"].isna().all()


def test_a_credit_without_a_number_is_not_taken_twice():
    lines = TABLES["order_lines"]
    credit = {"account_id": "1", "kind": "return", "quantity": -1.0, "unit_price": 5.0, "currency": "EUR"}
    old = lines.frame([credit | {"amount": -5.0}, credit | {"quantity": -2.0}])
    assert taken_over(lines, lines.frame([credit]), old, last={})["quantity"].tolist() == [-2.0]


def test_the_log_of_deals_is_taken_over_without_what_the_book_added():
    log = TABLES["opportunity_changes"]
    one = {"opportunity_id": "D", "field": "stage", "new": "2", "changed_at": pd.Timestamp("2026-03-04")}
    two = one | {"new": "3"}
    old = log.frame([one, two, one | {"new": "1", "source": "accountbook"}])
    assert taken_over(log, log.frame([one]), old, last={})["new"].tolist() == ["3"]
