"""A company whose every text tries to break out, made from the contract: a new table joins by itself.

Each text ends in a mark that names its field, so that a test can say where a text was found and what should stand
before it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import tomlkit

from accountbook.tables import TABLES, Sellout, Table
from accountbook.tables import OpportunityChanges as Change
from accountbook.tables import OrderLines as L

AS_OF = pd.Timestamp("2026-10-31")
RUN = "window.PWN=1"
ABROAD = "http://evil.example/"

SAME = [
    f'<img src=x onerror="{RUN}">',
    f"<svg onload={RUN}>",
    '<iframe srcdoc="<script>parent.PWN=1</script>"></iframe>',
    f"<script>{RUN}</script>",
    f"</script></style></title></textarea></svg>--><script>{RUN}</script>",
    f"<style>*{{background:url({ABROAD}s)}}</style>",
    f'<meta http-equiv="refresh" content="0;url={ABROAD}">',
    f'<base href="{ABROAD}"><link rel=stylesheet href={ABROAD}x.css>',
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' style='background:url({ABROAD}a)",
    f"a $5_x$ $$\\int x$$ `b` **c** [x](javascript:{RUN}) ![i]({ABROAD}i.png)",
    f'```mermaid\ngraph TD; A["<img src=x onerror={RUN}>"]\n```',
    f"\\(\\href{{javascript:{RUN}}}{{x}}\\) \\write18{{id}}",
    "{{7*7}} {% include 'x' %} {# y #} ${7*7} #{7*7} {0} {account_id.__class__.__mro__} %(x)s %s",
    "%%bash\ntouch PWNED\n!touch PWNED",
    "__import__('os').system('touch PWNED')",
    f'=HYPERLINK("{ABROAD}","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "\uff1d1+1",
    "'; DROP TABLE accounts; --' OR '1'='1",
    "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "%00 \\0 &#0; \\u0000",
    "NaN",
    "None",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u2714\ufe0f",
    "\u0634\u0631\u0643\u0629 (12) \u05d0\u05d1\u05d2",
    "W" * 10_000,
]
"""What is shown as it was written."""
CHANGED = {
    "\u202elive\u202c \u2066in\u2069 \u2067out\u2069 \u202bright\u202c": "live in out right",
    "ze\u200bro wi\ufeffdth \u2060joi\u00adnt": "zero width joint",
    "bell\x07 esc\x1b[31mred del\x7f back\x08 c1\x9b31m": "bell esc[31mred del back c131m",
    "line\u2028para\u2029graph next\x85day": "line para graph next day",
    "Z" + "\u0301\u0316\u0334\u0325" * 12 + "algo": "\u0179" + "\u0334" * 4 + "algo",
}
"""What is cleaned when it enters the book, and what is left of it."""
PAYLOADS = [*((text, text) for text in SAME), *CHANGED.items()]

IDS = [
    "../../x", "a/b", "CON", "con", "\uac00\ub098\ub2e4", "{account_id.__class__}", "'; 1/0 #", "NA", "007", "y" * 300,
    "nul\\0", f"<img src=x onerror={RUN}>",
]  # fmt: skip
"""Numbers of the accounts."""

MARK = re.compile(r"\[\[(\w+)\.(\w+)\.(\d+)\]\]")
ROWS = {"accounts": len(IDS), "employees": 6, "items": 12, "role_templates": 6, "role_slots": 60, "fx_rates": 3}
ORDERS = 14
"""Orders of each account, of two lines each."""
UPPER = {"^[A-Z]{2}$": ("IT", "KR", "AE"), "^[A-Z]{3}$": ("EUR", "USD", "EUR")}
"""Codes for the columns that the contract wants written so."""


def texts(table: str, column: str, n: int, rows: int, *, shown: bool = False) -> str:
    """Give the text of a field: some of the payloads, which all of its rows together hold all, and its mark."""
    turn = sum(map(ord, table + column))
    own = [PAYLOADS[(place + turn) % len(PAYLOADS)] for place in range(n % rows, len(PAYLOADS), rows)]
    own = own or [PAYLOADS[(n + turn) % len(PAYLOADS)]]
    return " ".join([*(one[shown] for one in own), f"[[{table}.{column}.{n}]]"])


def number_of(table: str, column: str, n: int) -> str:
    """Give a row's own number, as hostile as that of an account."""
    return IDS[n] if table == "accounts" else f"{IDS[n % len(IDS)]}[[{table}.{column}.{n}]]"


def rows_of(name: str) -> int:
    """Give how many rows a table has."""
    return len(IDS) * ORDERS * 2 if name == "order_lines" else ROWS.get(name, 36)


def cell(table: Table, column: str, n: int) -> str:
    """Give the text of a cell in the export."""
    dtype = table.dtypes[column]
    pattern = _pattern(table, column)
    if column in table.words:
        return table.words[column][n % len(table.words[column])]
    if pattern:
        return UPPER[pattern][n % 3] if column != "currency" or table.name != "fx_rates" else "USD"
    if dtype == "datetime64[us]":
        return f"{_day(table, column, n):%Y-%m-%d}"
    if dtype == "boolean":
        return ("yes", "no", "yes")[n % 3]
    if dtype != "str":
        share = table.meanings[column].unit.startswith("share")
        return "0.3" if share else str(n % 5 + 1) if dtype == "Int64" else str(100 * (n % 7 + 1))
    if target := table.meanings[column].refers:
        key = TABLES[target].about.key[0]
        return number_of(target, key, (n * 7 if table.name == "role_slots" else n) % rows_of(target))
    return text_of(table.name, column, n)


def text_of(name: str, column: str, n: int, *, shown: bool = False) -> str:
    """Give what a text field of a row holds that is its own number or free text, as written or as shown."""
    if column in TABLES[name].about.key and (column.endswith("_id") or column == "role_code"):
        return number_of(name, column, n)
    return texts(name, column, n, rows_of(name), shown=shown)


def _pattern(table: Table, column: str) -> str:
    checks = table.model.to_schema().columns[column].checks
    return next((str(one.statistics["pattern"]) for one in checks if one.name == "str_matches"), "")


def _day(table: Table, column: str, n: int) -> pd.Timestamp:
    if column == "birthday":
        return pd.Timestamp("1931-01-01") + pd.Timedelta(days=n)
    ahead = re.search("expected|due|requested|ends", column) is not None
    return (AS_OF if ahead else pd.Timestamp("2025-12-01")) + pd.Timedelta(days=1 + n * 13 % 320)


def _order_line(n: int) -> dict[str, str]:
    """Order lines come in a rhythm, so that there is something to say of them."""
    account, order, line = n // (ORDERS * 2), n // 2 % ORDERS, n % 2
    day = AS_OF - pd.Timedelta(days=6 + account + (25 + account) * order)
    return {
        L.order_id: f"{IDS[account]}-{order}", L.line: f"{line}", L.account_id: IDS[account],
        L.order_date: f"{day:%Y-%m-%d}", L.item_id: number_of("items", "item_id", (account + line) % rows_of("items")),
        L.quantity: f"{10 + order % 3}", L.unit_price: f"{100 + line}", L.currency: "EUR",
    }  # fmt: skip


def _change(n: int) -> dict[str, str]:
    """Two of three changes are of a field that deals have; the third is turned away."""
    return {Change.field: "decision_criteria"} if n % 3 else {}


def _month(n: int) -> dict[str, str]:
    """Each row of the sell-out has a month of its own: any day of a month is read as its last."""
    return {Sellout.month: f"{pd.Timestamp('2023-10-31') + pd.offsets.MonthEnd(n):%Y-%m-%d}"}


SPECIAL: dict[str, Callable[[int], dict[str, str]]] = {
    "order_lines": _order_line,
    "opportunity_changes": _change,
    "sellout": _month,
}


def header_of(column: str) -> str:
    """Give the name of a column in the exports: hostile as well."""
    return f"<b onclick={RUN}>{column}</b>"


def rows(table: Table) -> Iterator[dict[str, str]]:
    """Give the rows of a table's export."""
    columns = [name for name, meaning in table.meanings.items() if not meaning.derived]
    for n in range(rows_of(table.name)):
        yield {column: cell(table, column, n) for column in columns} | SPECIAL.get(table.name, lambda _: {})(n)


def write_exports(folder: Path) -> None:
    """Write every table as a CSV file with one column more than is taken, and the mapping."""
    tables = {}
    for name, table in TABLES.items():
        file = f"{name} <svg onload={RUN}>.csv"
        lines = list(rows(table))
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([*map(header_of, lines[0]), SAME[0]])
            writer.writerows([*line.values(), SAME[3]] for line in lines)
        tables[name] = {"files": [file], "columns": {column: header_of(column) for column in lines[0]}}
    company = {"name": " ".join(" ".join(SAME[:-1]).split()), "currency": "EUR", "country": "KR", "invented": True}
    mapping = {"exported_on": "2026-11-01", "company": company, "tables": tables}
    (folder / "mapping.toml").write_text(tomlkit.dumps(mapping), encoding="utf-8")
