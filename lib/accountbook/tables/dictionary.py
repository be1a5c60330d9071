"""The data dictionary of data/README.md, written from the schemas: ``python -m accountbook.tables.dictionary``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from accountbook.tables import TABLES, Row, Scope, Table

BEGIN = "<!-- dictionary: written by `python -m accountbook.tables.dictionary`, not by hand -->"
END = "<!-- end of the dictionary -->"
README = Path(__file__).parents[3] / "data" / "README.md"

_TYPES = {
    "str": "text",
    "float64": "number",
    "Int64": "whole number",
    "boolean": "true or false",
    "datetime64[us]": "date",
}
_SCOPES = {
    Scope.ACCOUNT: "an account's own rows",
    Scope.SHARED: "shared by all accounts' pages",
    Scope.COMPANY: "the company's own, on no account's page",
}


def dictionary(tables: Mapping[str, Table] = TABLES) -> str:
    """The data dictionary as Markdown: every table, and every column with its type, unit, meaning and known date.

    Examples
    --------
    >>> print(dictionary({"fx_rates": TABLES["fx_rates"]}).split("### fx_rates")[1].split(". Scope")[0].strip())
    Price of a foreign currency on a day. Key: currency, date
    """
    first = next(iter(tables.values()))
    common = [name for name in first.columns if name in Row.__annotations__]
    parts = ["## Tables", _contents(tables.values()), "### Every table", _columns(first, common)]
    for table in tables.values():
        own = [name for name in table.columns if name not in common]
        parts += [f"### {table.name}", _about(table), _columns(table, own)]
    return "\n\n".join(parts) + "\n"


def rewritten(text: str) -> str:
    """A README's text with the dictionary between its markers made anew.

    Raises
    ------
    ValueError
        If a marker is missing.

    Examples
    --------
    >>> rewritten(f"by hand {BEGIN} old {END}") == f"by hand {BEGIN}\\n\\n{dictionary()}\\n{END}"
    True
    """
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"data/README.md must hold each of these lines once: {BEGIN} and {END}")
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n\n{dictionary()}\n{END}{rest.split(END)[1]}"


def _contents(tables: Iterable[Table]) -> str:
    """One line per table."""
    rows = [
        (f"[{table.name}](#{table.name})", table.about.text, _SCOPES[table.about.scope], table.about.adds)
        for table in tables
    ]
    return _grid(("table", "a row is", "who sees it", "without it the reports lack"), rows)


def _about(table: Table) -> str:
    """What a row of a table is, its key, its scope and since when it is known."""
    about = table.about
    sentence = about.text[0].upper() + about.text[1:]
    known = f"`{about.known_on}`" if about.known_on else "the export that first shows it"
    via = f", by `{about.via[0]}` of {about.via[1]}" if about.via else ""
    return (
        f"{sentence}. Key: {', '.join(about.key)}. Scope: {_SCOPES[about.scope]}{via}. "
        f"Known since: {known}; never before `recorded_at`, where the source has it."
    )


def _columns(table: Table, names: Iterable[str]) -> str:
    """One line per column."""
    rows = []
    for name in names:
        meaning, words = table.meanings[name], table.words.get(name, ())
        text = meaning.text + (f" ({', '.join(words)})" if words and ":" not in meaning.text else "")
        filled = "by us" if meaning.derived else "always" if name in table.required else ""
        known = f"`{meaning.known_on}`" if meaning.known_on else ""
        kind = _TYPES[table.dtypes[name]]
        rows.append((f"`{name}`", kind, meaning.unit, text, filled, known, "yes" if meaning.personal else ""))
    return _grid(("column", "type", "unit", "meaning", "filled", "known from its own", "personal"), rows)


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
