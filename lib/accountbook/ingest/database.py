"""A database that is only read: opened by an address from the environment, for one statement, for a limited time."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SAWarning, SQLAlchemyError

from accountbook.ingest.database_errors import is_lost, no_connection, refusal, state_of, wrong_file
from accountbook.ingest.errors import FileFault
from accountbook.ingest.query import Query

CONNECT_SECONDS = 15
EXAMPLE = "postgresql://reader:password@host:5432/erp"
READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}
"""What makes a session read only; PostgreSQL's driver has an option for it, and all others are only rolled back."""
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
LIBPQ = ("postgresql+psycopg", "postgresql+psycopg2")
"""The drivers that take PostgreSQL's own options of a connection."""
OPENING = (SQLAlchemyError, OSError, ValueError, TypeError, AttributeError)
"""What drivers raise for an address that they cannot use."""


@dataclass
class Session:
    """An open connection and what is known of it.

    Attributes
    ----------
    connection : of which everything is read in one transaction, rolled back in the end.
    expired : the time was over, and the statement was stopped.
    rows : how many were read so far, for what is said when the connection is lost.
    """

    connection: Connection
    ends: float
    expired: threading.Event = field(default_factory=threading.Event)
    rows: int = 0

    def check_time(self) -> None:
        """Stop when the time is over, for drivers whose statements cannot be stopped.

        Raises
        ------
        TimeoutError
        """
        if monotonic() > self.ends:
            self.expired.set()
            raise TimeoutError


def address_of(name: str, query: Query) -> URL:
    """The address in the environment.

    Raises
    ------
    FileFault
        If it is not there or is none.
    """
    given = os.environ.get(query.variable, "").strip()
    if not given:
        raise FileFault(
            f"{name}: the environment variable {query.variable} is not set. Set it to the database's address where "
            f"the load runs, like {EXAMPLE}."
        )
    url = None
    with suppress(ArgumentError, ValueError):
        url = make_url(given)
    if url is None:
        raise FileFault(
            f"{name}: {query.variable} holds no database's address. Write it like {EXAMPLE}; signs like @ : / in a "
            "password as %40 %3A %2F."
        )
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        # SQLite would make an empty one
        raise FileFault(f"{name}: the database that {query.variable} names is not there. Correct its path.")
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


@contextmanager
def reading(name: str, query: Query) -> Iterator[Session]:
    """Open the database of a query for reading; what goes wrong meanwhile becomes one `FileFault`.

    Nothing is ever committed, and no driver's or server's text about the address is passed on.

    Parameters
    ----------
    name : how messages call the source.
    """
    url, ends = address_of(name, query), monotonic() + query.timeout
    fault = ""
    with _silenced():
        engine = _engine(name, url, query)
        try:
            connection = engine.connect()
        except OPENING as error:
            fault = no_connection(error, url, name=name, variable=query.variable)
        else:
            session = Session(connection, ends)
            broken = (SQLAlchemyError, OSError, UnicodeError, connection.dialect.loaded_dbapi.Error)
            try:
                with _stopped_in_time(session):
                    _only_read(connection)
                    yield session
                connection.rollback()
            except broken as error:
                connection.invalidate()  # what is broken is not asked to roll back
                fault = fault_of(error, session, name=name, query=query, url=url)
            finally:
                connection.close()
                engine.dispose()
    if fault:
        raise FileFault(fault) from None  # the driver's own error may tell of the address


def _engine(name: str, url: URL, query: Query) -> Engine:
    limit = max(2, min(CONNECT_SECONDS, round(query.timeout)))
    # a line that is dead is noticed, and not waited for
    wished = {"connect_timeout": limit, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    # a server that declares no encoding would give bytes
    wished["client_encoding"] = "utf8"
    given = {key: value for key, value in wished.items() if key not in url.query}
    fault = ""
    try:
        with warnings.catch_warnings():
            # what else sqlalchemy would print here may hold the address, too
            warnings.simplefilter("ignore", SAWarning)
            warnings.filterwarnings("error", message="Query string argument", category=SAWarning)
            return create_engine(
                url,
                poolclass=NullPool,
                hide_parameters=True,
                connect_args=given if url.drivername in LIBPQ else {},
            )
    except ImportError as error:
        module = error.name or "its driver"
        fault = (
            f"{name}: the database's driver is not installed ({module}). Install it where the load runs; PostgreSQL's "
            'comes with pip install "accountbook[postgresql]".'
        )
    except NoSuchModuleError:
        fault = f"{name}: {query.variable} begins with a kind of database that is not known. Write it like {EXAMPLE}."
    except (ArgumentError, SAWarning, ValueError, TypeError):
        fault = f"{name}: {query.variable} has options that the database's driver does not know. Take them out."
    raise FileFault(fault)


def _only_read(connection: Connection) -> None:
    """Let the database itself refuse to write, where it can."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    elif dialect in READ_ONLY:
        connection.execute(text(READ_ONLY[dialect]))


@contextmanager
def _stopped_in_time(session: Session) -> Iterator[None]:
    """Stop the statement from outside when the time is over, for drivers that can."""
    driver = session.connection.connection.dbapi_connection
    stop = next((getattr(driver, one) for one in ("cancel", "interrupt") if callable(getattr(driver, one, None))), None)

    def end() -> None:
        session.expired.set()
        if stop is not None:
            with suppress(Exception):  # the connection may have ended by itself; a thread's own error would be printed
                stop()

    timer = threading.Timer(max(0.0, session.ends - monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the libraries' logs from telling of a connection: what they say may hold an address or rows."""
    loggers = [logging.getLogger(name) for name in ("sqlalchemy.pool", "sqlalchemy.engine", "psycopg")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was


def fault_of(error: BaseException, session: Session, *, name: str, query: Query, url: URL) -> str:
    """What to say of an error that came while a query was read."""
    place = f"under [{name}]"
    if session.expired.is_set():
        return (
            f"{name}: not read within {query.timeout:g} seconds. Make the query faster or smaller, or raise timeout "
            f"{place} in mapping.toml."
        )
    if isinstance(error, UnicodeError) or state_of(error) in ("22021", "22P05"):
        return (
            f"{name}: texts are not in the encoding that the database declares. For Korean of an old PostgreSQL, write "
            f"?client_encoding=uhc at the end of {query.variable}."
        )
    if is_lost(error):
        return f"{name}: the connection was lost after {session.rows:,} rows. Load again."
    if (wrong := wrong_file(error)) is not None:
        return f"{name}: the file that {query.variable} names {wrong}."
    secrets = [url.password, url.username, url.host, url.database]
    said = refusal(error, query=query.query, secrets=[str(one) for one in secrets if one])
    if state_of(error) == "25006" or any(mark in said for mark in ("readonly", "read-only", "DECLARE CURSOR")):
        return f"{name}: the query would write, and a source is only read: {said}. Leave a select {place}."
    if state_of(error) == "42501":
        return f"{name}: the user may not read that: {said}. Give the user the right to read it, or change the query."
    return f"{name}: the query could not be answered: {said}. Correct query {place} in mapping.toml."
