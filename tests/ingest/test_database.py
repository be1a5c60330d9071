"""Order lines read from a real PostgreSQL: types, reading only, secrets, faults, size."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pytest

from accountbook.ingest import SourceError

CANARY = "Zebra-77/wort@1"
LINES = """create table lines
  (no text, pos int, account text, ordered date, item text, qty numeric(12,3), price numeric(12,2))"""
TWO = """insert into lines values
  ('A-1', 1, '007', '2026-01-02', 'X', 2, 10.50), ('A-1', 2, '007', '2026-01-02', 'Y', 1, 3)"""


@pytest.fixture
def lines(erp):
    """A table with two order lines."""
    erp.do(LINES, TWO)
    return erp


def problems(ask, *args, **options) -> str:
    """What stops the load, as text; nothing of the address may be in it or in what it carries."""
    with pytest.raises(SourceError) as caught:
        ask(*args, **options)
    chain, error = "", caught.value
    while error is not None:
        chain += "".join(traceback.format_exception(error, chain=False)) + repr(error)
        error = error.__context__ or error.__cause__
    for secret in ("Zebra", "wort", "viewer_x", "127.0.0.1"):
        assert secret not in chain
    return "\n".join(caught.value.problems)


def test_rows_come_as_they_stand_in_the_database(lines, ask):
    intake = ask()
    table = intake.tables["order_lines"]
    assert table["order_id"].tolist() == ["A-1", "A-1"]
    assert table["line"].tolist() == ["1", "2"]
    assert table["account_id"].tolist() == ["007", "007"]
    assert table["quantity"].tolist() == [2.0, 1.0]
    assert table["unit_price"].tolist() == [10.5, 3.0]
    assert table["order_date"].dt.strftime("%F").tolist() == ["2026-01-02", "2026-01-02"]
    assert intake.report["tables"]["order_lines"]["money"]["EUR"]["in"] == 24.0
    (source,) = intake.report["sources"]
    assert (source["file"], source["table"], source["rows"], source["encoding"]) == (
        "source.orders",
        "order_lines",
        2,
        "sql",
    )
    assert len(source["sha256"]) == len(source["query_sha256"]) == 64
    assert "select" not in json.dumps(intake.report)


TYPES = """select 'A-1' as no, 1 as pos, 12345678901234567890::numeric as account, '2026-01-02'::date as ordered,
  'X' as item, 0.1::numeric(30,20) as qty, 1e3::float8 as price, true as flag, null::text as nothing,
  '2026-01-02 23:30:00.25+00'::timestamptz as zoned, '2026-01-02 23:30'::timestamp as plain, '08:15'::time as clock,
  '7f000001-0000-4000-8000-000000000001'::uuid as token, 9007199254740993::bigint as big"""


def test_each_type_becomes_the_text_that_a_careful_export_would_write(erp):
    from datetime import date
    from zoneinfo import ZoneInfo

    from accountbook.ingest.answer import ask
    from accountbook.ingest.query import Query

    query = Query(url="env:ERP_URL", query=TYPES)
    answer = ask("source.x", query, exported_on=date(2026, 11, 1), clock=lambda: ZoneInfo("Asia/Seoul"))
    (row,) = answer.raw.cells.to_pylist()
    assert row == {
        "no": "A-1", "pos": "1", "account": "12345678901234567890", "ordered": "2026-01-02", "item": "X",
        "qty": "0.10000000000000000000", "price": "1000", "flag": "true", "nothing": "",
        "zoned": "2026-01-03T08:30:00.250000", "plain": "2026-01-02T23:30:00", "clock": "08:15:00",
        "token": "7f000001-0000-4000-8000-000000000001", "big": "9007199254740993",
    }  # fmt: skip
    comma = ask("source.x", query, exported_on=date(2026, 11, 1), clock=lambda: ZoneInfo("Asia/Seoul"), decimal=",")
    assert comma.raw.cells["qty"].to_pylist() == ["0,10000000000000000000"]


def test_a_moment_belongs_to_the_day_of_the_company_s_own_clock(erp, ask):
    erp.do(LINES.replace("ordered date", "ordered timestamptz"), TWO.replace("'2026-01-02'", "'2026-01-02 20:00+00'"))
    assert ask().tables["order_lines"]["order_date"].dt.strftime("%F").tolist() == ["2026-01-03"] * 2
    utc = ask(company='time_zone = "UTC"').tables["order_lines"]["order_date"]
    assert utc.dt.strftime("%F").tolist() == ["2026-01-02"] * 2


def test_a_date_needs_no_format_and_numbers_no_mark(lines, ask):
    table = ask(settings='date_formats = ["%d/%m/%Y"]\ndecimal = ","\nthousands = "."').tables["order_lines"]
    assert table["unit_price"].tolist() == [10.5, 3.0]
    assert table["order_date"].dt.strftime("%F").tolist() == ["2026-01-02"] * 2


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("select *, '\\x00ff'::bytea as photo from lines", "bytes"),
        ("select *, array[1, 2] as photo from lines", "list"),
        ("select *, '{\"a\": 1}'::jsonb as photo from lines", "dict"),
    ],
)
def test_what_is_no_plain_value_is_refused_with_its_column(lines, ask, query, what):
    said = problems(ask, query)
    assert said == (
        f'source.orders, column "photo": holds {what}, not plain values. Leave it out of the query, or cast it to '
        "text there."
    )


def test_korean_comes_through_from_utf8_and_from_euc_kr(erp, ask, monkeypatch):
    erp.do(LINES, TWO.replace("'X'", "'밸브 가스켓'"))
    assert ask().tables["order_lines"]["item_id"].tolist() == ["밸브 가스켓", "Y"]
    erp.do(LINES, TWO.replace("'X'", "'밸브 가스켓'"), database="erp_euc_kr")
    monkeypatch.setenv("ERP_URL", erp.url("erp_euc_kr"))
    assert ask().tables["order_lines"]["item_id"].tolist() == ["밸브 가스켓", "Y"]


def test_korean_of_a_database_that_declares_no_encoding_needs_one_in_the_address(erp, ask, monkeypatch):
    said = "convert_from('\\x{}'::bytea, 'SQL_ASCII')".format("밸브".encode("cp949").hex())
    erp.do(LINES, TWO.replace("'X'", said), database="erp_ascii")
    monkeypatch.setenv("ERP_URL", erp.url("erp_ascii"))
    assert problems(ask) == (
        "source.orders: texts are not in the encoding that the database declares. For Korean of an old PostgreSQL, "
        "write ?client_encoding=uhc at the end of ERP_URL."
    )
    monkeypatch.setenv("ERP_URL", erp.url("erp_ascii", client_encoding="uhc"))
    assert ask().tables["order_lines"]["item_id"].tolist() == ["밸브", "Y"]


# --- reading only ---


def test_a_statement_that_writes_is_refused_by_the_database_too(lines, ask):
    lines.do(
        "grant all on lines to viewer_x",
        "create function spoil() returns int language sql volatile as 'delete from lines returning 1'",
    )
    said = problems(ask, "select *, spoil() from lines")
    assert said.startswith("source.orders: the query would write, and a source is only read: ")
    assert said.endswith("Leave a select under [source.orders].")
    said = problems(ask, "with gone as (delete from lines returning *) select * from gone")
    assert said.startswith("source.orders: the query would write, and a source is only read: ")
    with lines.owner() as owner:
        assert owner.execute("select count(*) from lines").fetchone() == (2,)


def test_A9_a_value_that_looks_like_sql_is_only_a_value(lines, ask):
    lines.do("""insert into lines values ('A'' OR ''1''=''1', 1, 'B', '2026-01-02', 'X', 1, 1)""")
    table = ask("select * from lines where ordered <= :exported_on order by no, pos").tables["order_lines"]
    assert table["order_id"].tolist() == ["A' OR '1'='1", "A-1", "A-1"]
    assert ask("select * from lines where no = 'A'' OR ''1''=''1'").tables["order_lines"]["account_id"].tolist() == [
        "B"
    ]


def test_colons_and_percent_signs_in_texts_are_what_they_are(lines, ask):
    lines.do("insert into lines values ('9:30%', 1, 'B', '2026-01-02', ':since', 1, 1)")
    table = ask("select * from lines where no like '9:30%' and item = ':since' and qty::int = 1").tables["order_lines"]
    assert table["account_id"].tolist() == ["B"]


# --- faults, each in one sentence ---


def test_a_missing_variable_is_named(lines, ask, monkeypatch):
    monkeypatch.delenv("ERP_URL")
    assert problems_of(ask) == [
        "source.orders: the environment variable ERP_URL is not set. Set it to the database's address where the load "
        "runs, like postgresql://reader:password@host:5432/erp."
    ]


def problems_of(ask, *args, **options) -> list[str]:
    with pytest.raises(SourceError) as caught:
        ask(*args, **options)
    return caught.value.problems


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("Zebra", "ERP_URL holds no database's address. Write it like"),
        ("zebra://reader:wort@127.0.0.1/erp", "ERP_URL begins with a kind of database that is not known. Write it"),
        ("oracle://reader:wort@127.0.0.1/erp", "the database's driver is not installed (oracledb). Install it"),
        ("postgresql://reader:wort@no-such-host.invalid/erp", "is not there: no such host is known. Look at host"),
        ("postgresql://reader:wort@127.0.0.1:1/erp", "is not there: nobody listens on that port. Look at host"),
    ],
)
def test_an_address_that_leads_nowhere(ask, monkeypatch, url, said):
    monkeypatch.setenv("ERP_URL", url)
    with pytest.raises(SourceError) as caught:
        ask()
    assert said in caught.value.problems[0]
    assert not any(secret in str(caught.value).replace("password", "") for secret in ("Zebra", "wort", "127.0.0.1"))


def test_wrong_password_and_wrong_database(lines, ask, monkeypatch):
    monkeypatch.setenv("ERP_URL", lines.url(password="Zebra-wrong"))
    assert problems(ask) == (
        "source.orders: the database that ERP_URL names turns the user away: name or password are wrong, or may not "
        "come from here. Correct ERP_URL."
    )
    monkeypatch.setenv("ERP_URL", lines.url("Zebra"))
    assert problems(ask) == (
        "source.orders: the database that ERP_URL names is not on that server. Correct the database's name in ERP_URL."
    )
    monkeypatch.setenv("ERP_URL", lines.url(wort="1"))
    assert "ERP_URL" in problems(ask)


def test_the_database_s_words_about_a_query_without_its_values(lines, ask):
    assert problems(ask, "select pice from lines") == (
        'source.orders: the query could not be answered: column "pice" does not exist (UndefinedColumn). Correct query '
        "under [source.orders] in mapping.toml."
    )
    # the server says which text is no date; a text may be anybody's name
    assert problems(ask, "select account::date as no from lines") == (
        "source.orders: the query could not be answered: InvalidDatetimeFormat (SQLSTATE 22007). Correct query under "
        "[source.orders] in mapping.toml."
    )
    lines.do("create table wages (a int)", "revoke all on wages from viewer_x")
    assert problems(ask, "select * from wages").startswith(
        "source.orders: the user may not read that: permission denied for table wages (InsufficientPrivilege). Give"
    )


def test_a_query_without_rows_is_a_fault_unless_it_may_be(lines, ask, tmp_path):
    (tmp_path / "old.csv").write_text("no,pos,account,ordered,item,qty,price\nB,1,3,2026-02-03,Y,1,7\n")
    none = "select * from lines where false"
    assert problems(ask, none) == (
        "source.orders: the query gives no rows. Look at its conditions and at what its user may see, or write "
        "optional = true for the table."
    )
    intake = ask(none, settings='optional = true\nfiles = ["old.csv"]')
    assert "source.orders: no rows; order_lines has nothing from it." in intake.report["flags"]
    assert intake.tables["order_lines"]["order_id"].tolist() == ["B"]


def test_a_missing_column_is_told_as_for_a_file(lines, ask):
    said = problems(ask, "select no, pos, account, ordered, item, qty as qyt, price from lines")
    assert said == (
        'source.orders: no column "qty" (quantity). Nearest: "qyt". Correct tables.order_lines.columns in mapping.toml.'
    )


def test_the_time_is_limited(lines, ask):
    start = time.monotonic()
    said = problems(ask, "select *, pg_sleep(30) from lines", asked="timeout = 2")
    assert time.monotonic() - start < 15
    assert said == (
        "source.orders: not read within 2 seconds. Make the query faster or smaller, or raise timeout under "
        "[source.orders] in mapping.toml."
    )


MANY = """select 'A-' || n / 3 as no, n % 3 + 1 as pos, 'K' || n % 50 as account,
  '2026-01-02'::date + n % 300 as ordered, 'Item ' || n % 150 as item,
  (n % 90 + 1)::numeric(12,3) as qty, (n % 1000 + 0.25)::numeric(12,2) as price
  from generate_series(0, {last}) as n"""


RUNNING = """select pid from pg_stat_activity
  where usename = 'viewer_x' and backend_start < now() - interval '0.5s'"""


def test_a_connection_that_is_lost_half_way(erp, ask, caplog, capfd):
    slow = MANY.format(last=400_000).replace(
        "'A-' || n / 3", "'A-' || n / 3 || case when n % 1000 = 0 then pg_sleep(0.02)::text else '' end"
    )
    killed = []

    def kill() -> None:
        with erp.owner() as owner:
            for _ in range(200):
                found = owner.execute(RUNNING).fetchall()
                gone = [owner.execute("select pg_terminate_backend(%s)", one).fetchone() for one in found]
                if gone:
                    killed.extend(gone)
                    return
                time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    with caplog.at_level(logging.DEBUG):
        said = problems(ask, slow)
    killer.join()
    assert killed == [(True,)]
    lost = re.fullmatch(r"source\.orders: the connection was lost after ([0-9,]+) rows\. Load again\.", said)
    assert int(lost.group(1).replace(",", "")) > 0
    assert "Zebra" not in caplog.text and "127.0.0.1" not in caplog.text
    out, err = capfd.readouterr()
    assert "Zebra" not in out + err


PEAK = """
import os, resource, sys
from datetime import date
from zoneinfo import ZoneInfo
from accountbook.ingest.answer import ask
from accountbook.ingest.query import Query

def read(last):
    query = Query(url="env:ERP_URL", query=os.environ["MANY"].replace("{last}", str(last)))
    return ask("source.x", query, exported_on=date(2026, 11, 1), clock=lambda: ZoneInfo("UTC")).raw

read(10_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
raw = read(299_999)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(len(raw.row), raw.cells.nbytes, peak - before)
"""


def test_300_000_rows_are_held_once_and_not_twice(erp, tmp_path):
    environment = {**os.environ, "ERP_URL": erp.url(), "MANY": MANY}
    done = subprocess.run([sys.executable, "-c", PEAK], env=environment, capture_output=True, text=True, check=True)
    rows, size, grown = map(int, done.stdout.split())
    assert rows == 300_000
    # the whole result as text, and beside it one batch on its way: 10,000 rows of 7 Python objects, some MB
    assert grown < 1.3 * size + 24e6
    assert size > 15e6


def test_300_000_rows_balance(erp, ask):
    intake = ask(MANY.format(last=299_999))
    counts = intake.report["tables"]["order_lines"]
    assert (counts["rows_in"], counts["kept"], counts["rejected"]) == (300_000, 300_000, 0)
    assert counts["money"]["EUR"]["in"] == sum((n % 90 + 1) * (n % 1000 + 0.25) for n in range(300_000))


def test_A11_the_canary_is_in_nothing_that_a_load_writes_or_says(lines, tmp_path, mapping_text):
    """The command as a process: good, then with the wrong password, then with a query that fails."""
    accountbook = Path(sys.executable).parent / "accountbook"
    source, book = tmp_path / "source", tmp_path / "book"
    source.mkdir()

    def load(text: str, url: str) -> subprocess.CompletedProcess:
        (source / "mapping.toml").write_text(text, encoding="utf-8")
        return subprocess.run(
            [accountbook, "--verbose", "load", source, "--book", book],
            env={**os.environ, "ERP_URL": url}, capture_output=True, text=True,
        )  # fmt: skip

    good = load(mapping_text(), lines.url())
    bad = load(mapping_text(), lines.url(password="Zebra-other"))
    wrong = load(mapping_text("select pice from lines"), lines.url())
    assert (good.returncode, bad.returncode, wrong.returncode) == (0, 2, 2)
    told = "".join(run.stdout + run.stderr for run in (good, bad, wrong))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if path.name == "load.json"]
    port = rf"(?<![0-9a-f]){lines.port}(?![0-9a-f])"  # five digits may also stand within a hash or a key
    for secret in ("Zebra", r"wort(?!h)", r"127\.0\.0\.1", port):  # "worth" stands in the settings
        assert not re.search(secret, told.replace("password", ""))
        assert [path.name for path in files if re.search(secret.encode(), path.read_bytes())] == []
