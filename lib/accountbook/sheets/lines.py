"""A row of the book as a line of a sheet: what its cells hold, and by what they and the line are known again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountbook.sheets.layout import LAYOUTS
from accountbook.sheets.names import Names, targets
from accountbook.sheets.values import digest, number_of, plain, shown
from accountbook.tables import TABLES


def line_of(table: str, key: tuple[Any, ...]) -> str:
    """By what a row of the book is known again in a sheet.

    Examples
    --------
    >>> line_of("voices", ("V-1",)) == line_of("voices", ("V-1",)), len(line_of("voices", ("V-1",)))
    (True, 13)
    """
    about = TABLES[table]
    texts = [
        plain(shown(value, about.dtypes[name]), about.dtypes[name])
        for name, value in zip(about.about.key, key, strict=True)
    ]
    return f"b{number_of([table, *texts])}"


def cells_of(table: str, row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """What the cells of a row's line hold.

    Parameters
    ----------
    row : a row of the book, or a part of one.
    """
    about, layout = TABLES[table], LAYOUTS[table]
    refers = targets(table, layout.columns)
    found = {}
    for name in layout.columns:
        value = row.get(name)
        if name in refers and value is not None:
            listed = str(value).split(";") if about.meanings[name].several else [str(value)]
            value = "; ".join(names.label(refers[name], one.strip()) for one in listed)
        found[name] = shown(value, about.dtypes[name], word=name in about.words)
    return found


def digests_of(table: str, cells: Mapping[str, Any]) -> dict[str, str]:
    """How a line's cells are known again; empty ones are left out."""
    dtypes = TABLES[table].dtypes
    found = {name: digest(plain(cell, dtypes[name])) for name, cell in cells.items()}
    return {name: one for name, one in found.items() if one}
