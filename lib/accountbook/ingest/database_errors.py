"""What to say when a database does not answer as it should: never an address, never a value of a row."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from contextlib import closing

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
PROBE_SECONDS = 5
# of PostgreSQL's classes of errors, those that tell of the statement, its rights and the server, and not of rows
_ABOUT_NO_ROWS = ("0A", "25", "28", "3D", "3F", "42", "53", "54", "55", "57", "58", "XX")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|«[^»]*»|“[^”]*”")
_TELLING = re.compile(r"\S*@\S*|\S*\d{3,}\S*")


def state_of(error: BaseException) -> str:
    """PostgreSQL's five signs for an error; empty where the driver gives none."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state if isinstance(state, str) else ""


def refusal(error: BaseException, *, query: str, secrets: Iterable[str]) -> str:
    """The database's own words about a query, without what they may hold of rows or of the address.

    Parameters
    ----------
    query : words that stand in it may be shown: they come from mapping.toml.
    secrets : parts of the address; they may not.
    """
    own = getattr(error, "orig", None) or error
    state, kind = state_of(error), type(own).__name__
    if state and not state.startswith(_ABOUT_NO_ROWS):
        return f"{kind} (SQLSTATE {state})"
    said = getattr(getattr(own, "diag", None), "message_primary", None) or str(own)
    text = without_values((said.strip().splitlines() or [""])[0], query=query, secrets=secrets)
    return f"{text} ({kind})"


def without_values(text: str, *, query: str, secrets: Iterable[str] = ()) -> str:
    """A message in which only what the query itself holds stands in quotes.

    Examples
    --------
    >>> without_values('column "pice" does not exist', query="select pice from t")
    'column "pice" does not exist'
    >>> without_values('no number: "Kim", 01012345678 or kim@example.com', query="select pice from t")
    'no number: "...", ... or ...'
    """
    for secret in sorted({one for one in secrets if one}, key=len, reverse=True):
        if secret not in query:
            text = text.replace(secret, "...")

    def shown(found: re.Match) -> str:
        word = found.group()
        return word if word[1:-1] in query else f"{word[0]}...{word[-1]}"

    text = _QUOTED.sub(shown, text)
    return _TELLING.sub(lambda found: found.group() if found.group().strip("\"'`.,;:()") in query else "...", text)


def no_connection(error: BaseException, url: URL, *, name: str, variable: str) -> str:
    """Why a database could not be opened, as far as it can be found out without repeating what the driver says."""
    start = f"{name}: the database that {variable} names"
    said = str(getattr(error, "orig", None) or error).lower()
    where = _unreachable(url)
    if where:
        return f"{start} is not there: {where}. Look at host and port in {variable}, and whether the server runs."
    if state_of(error).startswith("28") or "password" in said or "authentication" in said or "access denied" in said:
        return (
            f"{start} turns the user away: name or password are wrong, or may not come from here. Correct {variable}."
        )
    if state_of(error) == "3D000" or "does not exist" in said or "unknown database" in said:
        return f"{start} is not on that server. Correct the database's name in {variable}."
    kind = type(getattr(error, "orig", None) or error).__name__
    return (
        f"{start} could not be opened ({kind}). Look at host, port, database, user and options in {variable}; its own "
        "client program says more."
    )


def _unreachable(url: URL) -> str:
    """What is wrong with host and port; empty: nothing, or they can't be known."""
    port = url.port or PORTS.get(url.get_backend_name())
    if not url.host or not port:
        return ""
    try:
        with closing(socket.create_connection((url.host, port), timeout=PROBE_SECONDS)):
            return ""
    except (socket.gaierror, UnicodeError):
        return "no such host is known"
    except TimeoutError:
        return "the host does not answer"
    except ConnectionRefusedError:
        return "nobody listens on that port"
    except OSError:
        return "the host cannot be reached"


def wrong_file(error: BaseException) -> str | None:
    """What is wrong with the file that SQLite was given for a database; None: nothing that it tells."""
    told = getattr(getattr(error, "orig", None), "sqlite_errorname", None) or ""
    if told == "SQLITE_NOTADB":
        return "is no SQLite database, or is locked by a password. Correct the address"
    if told.startswith("SQLITE_CORRUPT"):
        return "is a damaged SQLite database. Copy it again"
    return None


def is_lost(error: BaseException) -> bool:
    """Whether the connection ended, from either side."""
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    return gone or state_of(error).startswith("08") or state_of(error) in ("57P01", "57P02", "57P03")
