"""Small sources written by hand."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from accountbook.ingest import Intake, read_source

HEAD = """\
exported_on = 2026-11-01
[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
invented = true
"""
ORDERS = """\
[tables.order_lines]
files = ["orders.csv"]
{settings}
[tables.order_lines.columns]
order_id = "No"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
{more}
"""
GOOD = "No,Line,Account,Date,Item,Qty,Price\n"
LINE = "1,1,A,2026-01-02,X,2,10\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Intake]:
    """``read({file: content}, settings=..., more=..., mapping=..., previous=...)`` writes a source and reads it."""

    def reading(
        files: dict[str, str | bytes],
        *,
        settings: str = "",
        more: str = "",
        mapping: str | None = None,
        previous: dict | None = None,
    ) -> Intake:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        text = ORDERS.format(settings=settings, more=more) if mapping is None else mapping
        (tmp_path / "mapping.toml").write_text(HEAD + text, encoding="utf-8")
        return read_source(tmp_path, previous=previous)

    return reading


CANARY = "Zebra-77/wort@1"
"""A password that nothing may ever say, with signs that an address must write as %2F and %40."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of our own: a superuser ``owner`` by socket, and ``viewer_x``, who may only read, by password."""

    folder: Path
    port: int

    def url(self, database: str = "erp", *, password: str = CANARY, port: int | None = None, **options: str) -> str:
        """The address of who may only read."""
        user = f"viewer_x:{quote(password, safe='')}"
        asked = "?" + "&".join(f"{key}={value}" for key, value in options.items()) if options else ""
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{database}{asked}"

    def owner(self, database: str = "erp"):
        """A connection that may do anything; every statement is committed."""
        import psycopg

        return psycopg.connect(
            host=str(self.folder), port=self.port, user="owner", dbname=database, autocommit=True,
            client_encoding="utf8",
        )  # fmt: skip

    def do(self, *statements: str, database: str = "erp") -> None:
        """Run statements as owner."""
        with self.owner(database) as connection:
            for statement in statements:
                connection.execute(statement)


def _binaries() -> Path | None:
    """Where PostgreSQL's programs lie: Debian keeps them out of the path, one folder per version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).resolve().parent if beside else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Debian's PostgreSQL on a port of its own: databases ``erp`` (UTF-8), ``erp_euc_kr`` and ``erp_ascii``."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("SKIPPED LOUDLY: PostgreSQL is not installed (apt-get install postgresql); no database was read")
    folder = Path(tempfile.mkdtemp(prefix="accountbook-pg-"))
    # PostgreSQL refuses to run as root; Debian's package brings a user for it
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = None
    try:
        if user:
            shutil.chown(folder, "postgres", "postgres")
        data, log = folder / "data", (folder / "log").open("wb")
        with log:
            run = {"cwd": folder, "stdout": log, "stderr": log, **user}
            subprocess.run(
                [binaries / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--auth-host=scram-sha-256",
                 "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
                check=True, **run,
            )  # fmt: skip
            running = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1",
                 "-c", "fsync=off", "-c", "timezone=UTC"],
                **run,
            )  # fmt: skip
        for _ in range(100):
            if subprocess.run([binaries / "pg_isready", "-q", "-h", folder, "-p", str(port)]).returncode == 0:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")
        server = Server(folder, port)
        server.do(
            f"create role viewer_x login password '{CANARY}'",
            "create database erp",
            "create database erp_euc_kr encoding 'EUC_KR' locale 'C' template template0",
            "create database erp_ascii encoding 'SQL_ASCII' locale 'C' template template0",
            "alter role viewer_x set timezone = 'UTC'",
            database="postgres",
        )
        yield server
    finally:
        if running is not None:
            running.send_signal(signal.SIGINT)  # fast shutdown
            running.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def erp(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server with an empty schema, and ERP_URL set to that address."""
    for database in ("erp", "erp_euc_kr", "erp_ascii"):
        postgres.do(
            "drop schema public cascade",
            "create schema public",
            "grant usage on schema public to viewer_x",
            "alter default privileges in schema public grant select on tables to viewer_x",
            database=database,
        )
    monkeypatch.setenv("ERP_URL", postgres.url())
    yield postgres


QUERIED = """\
{company}
[source.orders]
url = "env:ERP_URL"
query = '''{query}'''
{asked}
[tables.order_lines]
source = "orders"
{settings}
[tables.order_lines.columns]
order_id = "no"
line = "pos"
account_id = "account"
order_date = "ordered"
item_id = "item"
quantity = "qty"
unit_price = "price"
[tables.order_lines.constants]
currency = "EUR"
{more}
"""


def queried(
    query: str = "select * from lines order by no, pos",
    *,
    asked: str = "",
    settings: str = "",
    more: str = "",
    company: str = "",
    day: str = "2026-11-01",
) -> str:
    """A mapping whose order lines come from a query."""
    head = HEAD.replace("2026-11-01", day)
    return head + QUERIED.format(query=query, asked=asked, settings=settings, more=more, company=company)


@pytest.fixture(scope="session")
def mapping_text() -> Callable[..., str]:
    """See `queried`."""
    return queried


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Intake]:
    """``ask(query, asked=..., ...)`` reads order lines by a query; see `queried`."""

    def asking(*args: str, **options: str) -> Intake:
        (tmp_path / "mapping.toml").write_text(queried(*args, **options), encoding="utf-8")
        return read_source(tmp_path)

    return asking
