"""One SQL statement as mapping.toml has it: what can be seen of it before any database does."""

from __future__ import annotations

import re

GIVEN = ("since", "exported_on")
"""What a query may ask for, as ``:since`` and ``:exported_on``."""
READING = ("select", "with", "values", "table", "(")
_OPAQUE = re.compile(
    r"""[eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*`   # texts and quoted names
      | --[^\n]* | /\*.*?\*/ | \$(\w*)\$.*?\$\1\$                              # comments, PostgreSQL's dollar quotes
    """,
    re.VERBOSE | re.DOTALL,
)
_ASKED = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")


def asked(query: str) -> set[str]:
    """The names that a query asks for.

    Examples
    --------
    >>> sorted(asked("select a::date, ':b' from t where c >= :since -- :d"))
    ['since']
    """
    return set(_ASKED.findall(_OPAQUE.sub(" ", query)))


def statement_faults(query: str) -> list[str]:
    """Why a text is no single statement that reads.

    Examples
    --------
    >>> statement_faults("select ';' from t;")
    []
    >>> statement_faults("select 1; drop table t")
    ['holds more than one statement; leave one select in it, without ";" inside']
    >>> statement_faults("delete from t")
    ['begins with "delete"; a source only reads: write a select']
    """
    bare = _OPAQUE.sub(" ", query).strip().rstrip("; \n\t")
    if not bare:
        return ["is empty; write a select"]
    faults = []
    first = re.match(r"\w+|.", bare).group()
    if first.lower() not in READING:
        faults.append(f'begins with "{first}"; a source only reads: write a select')
    if ";" in bare:
        faults.append('holds more than one statement; leave one select in it, without ";" inside')
    if any(mark in bare for mark in ("'", '"', "`", "/*")):
        faults.append("has a quote or a comment that never ends; close it")
    unknown = sorted(asked(query) - set(GIVEN))
    if unknown:
        names = ", ".join(f":{name}" for name in unknown)
        faults.append(f"asks for {names}; given are only :since and :exported_on (write \\: for a plain colon)")
    return faults


def prepared(query: str) -> str:
    r"""The statement for sqlalchemy's ``text``: no end mark, no line comment, and colons in texts are only colons.

    Examples
    --------
    >>> print(prepared("select ':a' where b = :since; -- the end"))
    select '\:a' where b = :since
    """

    def plain(found: re.Match) -> str:
        text = found.group()
        # at the end of a query such a comment would swallow what is put around it; others may be a database's hints
        return " " if text.startswith("--") else text.replace(":", r"\:")

    return _OPAQUE.sub(plain, query).strip().rstrip("; \n\t")
