"""A column of a sheet: how wide it is, what its header says, and what its cells take."""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from accountbook.display import Words
from accountbook.sheets.labels import words_shown
from accountbook.sheets.layout import LAYOUTS, OWNER, SAVED
from accountbook.sheets.lists import Lists
from accountbook.sheets.names import targets
from accountbook.sheets.values import DATE, plain
from accountbook.sheets.worded import worded
from accountbook.tables import TABLES


def width(table: str, name: str) -> int:
    """How wide a column is, in signs.

    Examples
    --------
    >>> width("contact_events", "met_on"), width("contact_events", "heard")
    (12, 40)
    """
    about = TABLES[table]
    if about.dtypes[name] != "str":
        return 12
    if about.meanings[name].prose:
        return 40
    return 28 if name in targets(table, [name]) else 16


def meaning(table: str, name: str, t: Words) -> str:
    """What a header says when one points at it."""
    layout, about = LAYOUTS[table], TABLES[table].meanings[name]
    said = [about.text[:1].upper() + about.text[1:]]
    if about.unit:
        said.append(t("Unit: {unit}", unit=about.unit))
    if about.several:
        said.append(t("Several: names or numbers with ; between them"))
    default = layout.defaults.get(name)
    if default == SAVED:
        said.append(t("Empty in a new line: the day on which you save"))
    elif default == OWNER:
        said.append(t("Empty in a new line: you"))
    elif default is not None:
        said.append(t("Empty in a new line: {word}", word=worded(words_shown(plain(default, "boolean")), t)))
    elif name in TABLES[table].required:
        said.append(t("Must be filled in"))
    return ".\n".join(said)


def rule(table: str, name: str, t: Words, lists: Lists) -> dict[str, Any] | None:
    """What a cell takes."""
    about, layout = TABLES[table], LAYOUTS[table]
    dtype, refers = about.dtypes[name], targets(table, [name])
    if name in refers:
        if about.meanings[name].several:
            return None
        account = xl_col_to_name(layout.columns.index("account_id")) if "account_id" in layout.columns else ""
        source = lists.names(refers[name], f"${account}3" if account and name != "account_id" else "")
        return source and {
            "validate": "list", "source": source, "error_type": "warning",
            "error_title": t("Not in the list"), "error_message": t("Pick a name of this account from the list."),
        }  # fmt: skip
    if name in about.words or dtype == "boolean":
        words = [worded(words_shown(word), t) for word in about.words.get(name, ("yes", "no"))]
        return {"validate": "list", "source": lists.words(words), "error_title": t("Not in the list"),
                "error_message": t("Pick a word from the list.")}  # fmt: skip
    if dtype == DATE:
        return {"validate": "date", "criteria": "between", "minimum": pd.Timestamp("1970-01-01").to_pydatetime(),
                "maximum": pd.Timestamp("2200-12-31").to_pydatetime(), "error_title": t("No day"),
                "error_message": t("Write a day, for example 2026-11-05.")}  # fmt: skip
    if dtype in ("float64", "Int64"):
        share = about.meanings[name].unit.startswith("share")
        least = 0 if share or _never_negative(table, name) else -1e15
        wrong = t("Write a share between 0% and 100%.") if share else t("Write a number.")
        return {
            "validate": "decimal" if dtype == "float64" else "integer",
            "criteria": "between",
            "minimum": least,
            "maximum": 1 if share else 1e15,
            "error_title": t("No number"),
            "error_message": wrong,
        }
    return None


def _never_negative(table: str, name: str) -> bool:
    checks = TABLES[table].model.to_schema().columns[name].checks
    return any(check.name == "greater_than_or_equal_to" for check in checks)
