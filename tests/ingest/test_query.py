"""What mapping.toml may say of a query, and what is told where it may not."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import textwrap
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.ingest import SourceError, read_mapping, read_source
from accountbook.ingest.errors import FileFault
from accountbook.ingest.statement import prepared, statement_faults
from accountbook.ingest.watermark import Watermark, greatest

ADDRESS = (
    'write url = "env:ERP_URL", and set the variable ERP_URL to the address where the load runs; an address or a '
    "password has no place in this file (if it stood here, change the password)"
)


@pytest.fixture
def faults(tmp_path: Path, mapping_text):
    """``faults(find, put, ...)`` writes the good mapping with a change and gives what is wrong with it."""

    def found(old: str = "", new: str = "", **options: str) -> list[str]:
        text = mapping_text(**options)
        assert old in text
        (tmp_path / "mapping.toml").write_text(text.replace(old, new), encoding="utf-8")
        try:
            read_mapping(tmp_path / "mapping.toml")
        except SourceError as error:
            return error.problems
        return []

    return found


def test_a_query_needs_an_address_and_a_select_and_no_more(faults):
    assert faults() == []


@pytest.mark.parametrize("url", ["postgresql://u:Zebra@h/d", "env:", "ERP_URL", "env:ERP URL", "env:Zebra/wort"])
def test_A11_an_address_in_the_file_is_refused_and_not_repeated(faults, url):
    assert faults("env:ERP_URL", url) == [f"mapping.toml: source.orders.url: {ADDRESS}"]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("delete from lines", 'begins with "delete"; a source only reads: write a select'),
        ("select 1; delete from lines", 'holds more than one statement; leave one select in it, without ";" inside'),
        ("select 1 from lines where no = :no", None),
        ("-- nothing", "is empty; write a select"),
        ('select "a from lines', "has a quote or a comment that never ends; close it"),
    ],
)
def test_a_query_that_is_no_single_select(faults, query, fault):
    fault = fault or "asks for :no; given are only :since and :exported_on (write \\: for a plain colon)"
    assert faults(query=query) == [f"mapping.toml: source.orders.query: {fault}"]


@pytest.mark.parametrize(
    "query", ["select ';' from t;", "select 1 -- ; x\n", "select $q$;'$q$", "select E'\\';'", "(select 1)"]
)
def test_marks_in_texts_and_comments_end_nothing(query):
    assert statement_faults(query) == []


@given(st.text(alphabet=":a'; \\", max_size=12))
def test_what_sqlalchemy_takes_for_a_name_is_never_in_a_text(text):
    from sqlalchemy import text as statement

    literal = "'" + text.replace("'", "''") + "'"
    made = statement(prepared(" ".join(["select", literal, "from t"])))
    assert made._bindparams == {}
    with sqlite3.connect(":memory:") as plain:
        said = str(made.compile()).removesuffix(" from t")
        assert plain.execute(said).fetchone() == (text,)
    plain.close()


def test_since_wants_what_it_needs(faults):
    asking = "select * from lines where at >= :since"
    wrong = "mapping.toml: source.orders: "
    assert faults(query=asking, asked='since = "at"') == [
        wrong + "the query asks for :since; name the column in since, and in since_from where the first load begins, "
        "e.g. since_from = 2015-01-01"
    ]
    assert faults(query=asking, asked='since = "at"\nsince_from = 2015-01-01') == []
    assert faults(asked='since = "at"\nsince_from = 2015-01-01') == [
        wrong + "since_from is for a query that asks for :since; take it out"
    ]
    every = "needs every row: take since out of [source.orders], or give the table a query of its own"
    assert faults(asked='since = "at"', settings='duplicates = "keep"') == [
        f'mapping.toml: tables.order_lines.duplicates = "keep" {every}'
    ]
    assert faults('line = "pos"\n', asked='since = "at"') == [
        "mapping.toml: tables.order_lines: new rows find the old ones by order_id and line; map both, or take since "
        "out of [source.orders]"
    ]
    accounts = (
        '[tables.accounts]\nsource = "orders"\ndistinct = true\n[tables.accounts.columns]\naccount_id = "account"'
    )
    assert faults(asked='since = "at"', more=accounts)[0] == f"mapping.toml: tables.accounts.distinct {every}"


def test_a_source_that_is_not_there_is_named(faults):
    assert faults('source = "orders"', 'source = "order"') == [
        'mapping.toml: tables.order_lines: no [source.order] in mapping.toml. Nearest: "orders". Write one with url '
        "and query."
    ]
    idle = '[source.idle]\nurl = "env:X"\nquery = "select 1"'
    assert faults(more=idle) == ["mapping.toml: source.idle: no table draws on it; take it out"]
    assert faults('source = "orders"', 'files = ["orders.csv"]') == [
        "mapping.toml: source.orders: no table draws on it; take it out"
    ]
    assert faults('[tables.order_lines]\nsource = "orders"', "[tables.order_lines]") == [
        'mapping.toml: tables.order_lines: names no files; write files = ["..."], or source = "..." for a query'
    ]


def test_a_mapping_with_faults_asks_no_database(tmp_path, mapping_text, monkeypatch):
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/none.db")
    (tmp_path / "mapping.toml").write_text(mapping_text(settings="decimal = ';'"), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path)
    assert len(caught.value.problems) == 1
    assert not (tmp_path / "none.db").exists()


def test_a_table_takes_files_and_a_query(tmp_path, mapping_text, monkeypatch):
    with sqlite3.connect(tmp_path / "erp.db") as erp:
        erp.execute("create table lines (no, pos, account, ordered, item, qty, price)")
        erp.execute("insert into lines values ('A', 1, '007', '2026-01-02', 'X', 2, 10.5)")
    erp.close()
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/erp.db")
    (tmp_path / "old.csv").write_text("no,pos,account,ordered,item,qty,price\nB,1,3,2026-02-03,Y,1,7\n")
    text = mapping_text(settings='files = ["old.csv"]')
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    intake = read_source(tmp_path)
    assert intake.tables["order_lines"][["order_id", "unit_price"]].values.tolist() == [["A", 10.5], ["B", 7.0]]
    assert [one["file"] for one in intake.report["sources"]] == ["source.orders", "old.csv"]


def test_a_database_file_that_is_not_there_is_not_made(tmp_path, ask, monkeypatch):
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(SourceError) as caught:
        ask()
    assert caught.value.problems == ["source.orders: the database that ERP_URL names is not there. Correct its path."]
    assert not (tmp_path / "none.db").exists()


def only_fault(ask) -> str:
    with pytest.raises(SourceError) as caught:
        ask()
    (fault,) = caught.value.problems
    return fault


@pytest.mark.parametrize("options", ["mode=ro", "timeout=5&colour=red", "timeout=soon"])
def test_A11_an_option_that_sqlite_does_not_know_is_a_fault_without_the_address(tmp_path, ask, monkeypatch, options):
    sqlite3.connect(tmp_path / "erp.db").close()
    (tmp_path / "erp.db").touch()
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/erp.db?{options}")
    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        said = only_fault(ask)
    assert said == "source.orders: ERP_URL has options that the database's driver does not know. Take them out."
    assert printed == []


def test_a_file_that_is_no_database_is_the_wrong_address_and_not_the_wrong_query(tmp_path, ask, monkeypatch):
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/erp.db")
    (tmp_path / "erp.db").write_text("no,pos,account\n" * 100)
    assert only_fault(ask) == (
        "source.orders: the file that ERP_URL names is no SQLite database, or is locked by a password. "
        "Correct the address."
    )
    (tmp_path / "erp.db").unlink()
    with sqlite3.connect(tmp_path / "erp.db") as erp:
        erp.execute("create table lines (no, pos, account, ordered, item, qty, price)")
        erp.executemany("insert into lines (no) values (?)", [("A" * 90,)] * 1000)
    erp.close()
    whole = (tmp_path / "erp.db").read_bytes()
    (tmp_path / "erp.db").write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    assert only_fault(ask) == (
        "source.orders: the file that ERP_URL names is a damaged SQLite database. Copy it again."
    )


def test_sqlite_is_only_read_too(tmp_path, ask, monkeypatch):
    with sqlite3.connect(tmp_path / "erp.db") as erp:
        erp.execute("create table lines (no)")
        erp.execute("insert into lines values ('A')")
    erp.close()
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path}/erp.db")
    with pytest.raises(SourceError) as caught:
        ask("with gone as (select 1) delete from lines returning *")
    assert caught.value.problems[0].startswith("source.orders: the query would write, and a source is only read: ")


moments = st.datetimes(timezones=st.sampled_from([None, dt.UTC]))
numbers = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)


@given(moments | st.dates() | numbers)
def test_a_watermark_comes_back_from_load_json_as_it_was(value):
    assert Watermark.read(Watermark(value).written()) == Watermark(value)


@pytest.mark.parametrize(
    "written",
    [None, {}, {"kind": "day", "value": "A' OR '1'='1"}, {"kind": "number", "value": "1; drop"}, "x", {"kind": 1}],
)
def test_A9_a_watermark_that_was_tampered_with_is_none(written):
    assert Watermark.read(written) is None


def test_a_day_goes_back_by_whole_days_and_a_number_by_its_units():
    assert Watermark(dt.date(2026, 3, 1)).less(0.5).value == dt.date(2026, 2, 28)
    assert Watermark(17).less(1.0).value == 16
    assert Watermark(dt.datetime(2026, 3, 1)).less(0.0).value == dt.datetime(2026, 3, 1)


def test_a_watermark_of_texts_is_refused():
    with pytest.raises(FileFault, match=r"^x: since needs a date, a moment or a number, and this holds str\. Cast it"):
        greatest(["2026-01-01"], no_later=dt.date(2026, 11, 1), where="x")


def test_the_mappings_in_the_documentation_are_ones(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n)+", text, flags=re.MULTILINE)
    shown = "\n".join(textwrap.dedent(one) for one in blocks if one.strip().startswith("["))
    assert shown.count("[source.orders]") == shown.count("[[tables.contact_events.sources]]") == 1
    head = 'exported_on = 2026-11-01\n[company]\nname = "X"\ncurrency = "EUR"\ncountry = "KR"\n'
    (tmp_path / "mapping.toml").write_text(head + shown, encoding="utf-8")
    mapping = read_mapping(tmp_path / "mapping.toml")
    assert mapping.source["orders"].timeout == 1800
    assert [one.files for one in mapping.tables["contact_events"].resolved()] == [["kim.ics"], ["*.ics"]]
