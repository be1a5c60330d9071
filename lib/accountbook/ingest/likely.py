"""Files that no header tells: guessed from what their values look like and how they refer to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from accountbook.ingest.evidence import FEW, FORMATS, MARKS, date_formats, looks_numeric, number_marks
from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.places import country_code
from accountbook.ingest.recognition import LEAST, LINE
from accountbook.ingest.sheets import Sheet, match, shape_of
from accountbook.tables import TABLES, Accounts, Items
from accountbook.tables import OrderLines as L

MOST = 0.9
"""Share of rows or values that must bear a guess out."""
ROWS = 20
"""A file of fewer rows says too little to be guessed for order lines."""
DIFFERENT = 3
"""So many different values a column must have that another file's column is named by."""

SURE = 0.99
"""How sure a header must be beside columns that values tell; see `likeness`."""


@dataclass(frozen=True)
class Reference:
    """A column whose values are another file's unique ones."""

    header: str
    other: Sheet
    key: str
    share: float


def likely(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, those that no header told guessed: order lines first, then what they refer to.

    Notes
    -----
    Order lines are the file in which one column is the product of two others in nearly every row, or which has two
    columns of numbers, beside days and references to another file. The account is what stays the same within an
    order, the item what changes. Where order lines were recognised already, by more than the name of their file,
    nothing is guessed.
    """
    unknown = [one for one in sheets if one.export is None and (not one.table or _only_named(one))]
    if not unknown or any(one.table == "order_lines" and not _only_named(one) for one in sheets):
        return list(sheets)
    lines = max(unknown, key=lambda one: len(one.raw.row))
    others = [one for one in sheets if one is not lines and one.table in ("", "accounts", "items")]
    guess = _lines(lines, others)
    if guess is None:
        return list(sheets)
    sheet, named = guess
    out = {id(lines): sheet}
    for column, table in ((L.account_id, "accounts"), (L.item_id, "items")):
        if column in named and (not named[column].other.table or _lacks(named[column].other, table)):
            out[id(named[column].other)] = _list(named[column], table)
    return [out.get(id(one), one) for one in sheets]


def _only_named(sheet: Sheet) -> bool:
    """Whether a file was taken for order lines though its headers say little of what these need."""
    required = TABLES["order_lines"].required
    share = sum(column in sheet.columns for column in required) / len(required)
    told = share >= LEAST or {*sheet.columns} >= LINE or "derive" in sheet.settings
    return sheet.table == "order_lines" and sheet.export is None and not told


def _lacks(sheet: Sheet, table: str) -> bool:
    """Whether a file was taken for a table and has no header for something that every row needs."""
    return sheet.table == table and sheet.export is None and not {*TABLES[table].required} <= {*sheet.columns}


def _lines(sheet: Sheet, others: Sequence[Sheet]) -> tuple[Sheet, dict[str, Reference]] | None:
    """A file guessed for order lines, and what its account and item refer to; None if it does not look so."""
    if len(sheet.raw.row) < ROWS:
        return None
    cells = sheet.raw.cells.to_pandas()
    days = [header for header in cells if _are_days(cells[header])]
    numbers = [header for header in cells if header not in days and looks_numeric(cells[header])]
    refers = {header: ref for header in cells if header not in days and (ref := _reference(header, cells, others))}
    numbers = [header for header in numbers if header not in refers]
    money = _product(cells, numbers)
    if not days or not refers or (not money and len(numbers) < 2):
        return None
    order = _order(cells, [h for h in cells if h not in {*days, *refers, *money}], days[0], refers)
    constant = {header: _within(cells, order, header) for header in refers} if order else {}
    ranked = sorted(refers, key=lambda header: (-constant.get(header, 0), -refers[header].other.raw.cells.num_columns))
    columns, why = {}, {}

    def say(column: str, header: str, evidence: str) -> None:
        columns[column], why[column] = header, f"? {evidence}"

    named = {L.account_id: refers[ranked[0]]}
    if order:
        say(L.order_id, order, f"its rows have one day and one {ranked[0]} each")
    if len(ranked) > 1:
        named[L.item_id] = refers[ranked[1]]
    for column, ref in named.items():
        within = "the same within an order" if column == L.account_id else "changes within an order"
        said = f"{ref.share:.0%} of its values are those of {ref.key} in {ref.other.file.name}"
        say(column, ref.header, said + (f", {within}" if order else ""))
    say(L.order_date, days[0], "days; the first column of days")
    if money:
        quantity, price, amount = money
        say(
            L.quantity,
            quantity,
            f"{quantity} x {price} is {amount} in nearly every row, and it has the smaller numbers",
        )
        say(L.unit_price, price, f"{quantity} x {price} is {amount} in nearly every row")
    else:
        free = [header for header in numbers if header != order][-2:]
        small, large = sorted(free, key=lambda header: _numbers(cells[header]).abs().median())
        say(L.quantity, small, "the smaller of two columns of numbers")
        say(L.unit_price, large, "the larger of two columns of numbers")
    for header in cells:
        if header not in columns.values() and cells[header].str.fullmatch("[A-Z]{3}").mean() > MOST:
            say(L.currency, header, "looks like codes of currencies")
            break
    if order and (line := next((h for h in cells if h not in columns.values() and _counts(cells, order, h)), "")):
        say(L.line, line, "counts within an order")
    left = [header for header in cells if header not in columns.values()]
    shape = {header: shape_of(sheet.values(header)) for header in left}
    for column, header in match(left, shape, "order_lines", least=SURE).items():
        if column not in columns:
            say(column, header, "its header says so")
    ordered = {column: columns[column] for column in TABLES["order_lines"].columns if column in columns}
    return replace(sheet, table="order_lines", columns=ordered, why=why), named


def _list(ref: Reference, table: str) -> Sheet:
    """A file that order lines refer to: its key, names, and countries."""
    key, name = (Accounts.account_id, Accounts.name) if table == "accounts" else (Items.item_id, Items.name)
    sheet, cells = ref.other, ref.other.raw.cells.to_pandas()
    known = {column: header for column, header in sheet.columns.items() if column != key and header != ref.key}
    cells = cells.drop(columns=[*known.values()])
    columns, why = {key: ref.key}, {key: f"? {ref.share:.0%} of {ref.header} are among its values"}
    texts = [h for h in cells if h != ref.key and not looks_numeric(cells[h]) and not _are_days(cells[h])]
    if table == "accounts":
        places = [h for h in texts if pd.Series(cells[h].unique()).map(country_code).ne("").mean() > MOST]
        if places:
            columns[Accounts.country] = places[0]
            why[Accounts.country] = "? names of countries"
        texts = [h for h in texts if h not in places]
    telling = [h for h in texts if (cells[h].str.count(r"\d") < cells[h].str.len() / 2).mean() > MOST]
    if telling:
        best = max(telling, key=lambda h: (cells[h].nunique(), cells[h].str.len().median()))
        columns[name], why[name] = best, "? the texts that differ most"
    elif table == "accounts":
        columns[name], why[name] = ref.key, "? no column looks like names"
    why = {column: said for column, said in why.items() if column not in known}
    return replace(sheet, table=table, columns={**columns, **known}, why=why)


def _are_days(column: pd.Series) -> bool:
    """Whether a column holds days; plain numbers that a spreadsheet could mean as days don't count."""
    texts = pd.Series(column[column != ""].unique()[:FEW], dtype="str")
    if len(texts) < 2 or not texts.str.contains(r"^\d{8}$|[-./년]").all():
        return False
    choice = date_formats([texts])
    taken = choice.taken or (choice.undecided[0] if choice.undecided else ())
    return bool(taken) and taken[0] in FORMATS and taken[0] != "excel"


def _reference(header: str, cells: pd.DataFrame, others: Sequence[Sheet]) -> Reference | None:
    """The other file whose unique column a column names most."""
    asked = cells.loc[cells[header] != "", header]
    if asked.nunique() < DIFFERENT:
        return None
    found = []
    for other in others:
        for key in other.raw.header:
            values = other.values(key)
            if len(values) < MOST * len(other.raw.row) or values.nunique() < MOST * len(values):
                continue
            # 1, 2, 3 are anybody's numbers: they name nothing
            if values.str.fullmatch(r"\d{1,3}").mean() > 0.5:
                continue
            found.append(Reference(header, other, key, float(asked.isin(values).mean())))
    best = max(found, key=lambda one: one.share, default=None)
    return best if best is not None and best.share >= MOST else None


def _numbers(column: pd.Series) -> pd.Series:
    choice = number_marks([column[column != ""]])
    decimal, thousands = choice.taken or (choice.undecided[0] if choice.undecided else MARKS[0])
    place, distinct = pd.factorize(column)
    texts = list(distinct)
    values, _ = parse_numbers([one or "?" for one in texts], decimal=decimal, thousands=thousands, money=True)
    return pd.Series(values[place], index=column.index)


def _product(cells: pd.DataFrame, numbers: list[str]) -> tuple[str, ...]:
    """(quantity, price, amount): two columns whose product is a third; empty if there are none."""
    values = {header: _numbers(cells[header]) for header in numbers}
    for one, two in combinations(numbers, 2):
        for amount in numbers:
            if amount in (one, two) or values[one].nunique() < 2 or values[two].nunique() < 2:
                continue
            exact = np.isclose(values[one] * values[two], values[amount], rtol=1e-4, atol=0.51)
            if exact.mean() >= MOST and (values[amount] != values[one]).mean() > 0.1:
                small, large = sorted((one, two), key=lambda header: values[header].abs().median())
                return small, large, amount
    return ()


def _order(cells: pd.DataFrame, free: list[str], day: str, refers: dict[str, Reference]) -> str:
    """The column whose values each have one day and one value of some reference, and several rows on average."""
    best, rows = "", 1.0
    for header in free:
        filled = cells[cells[header] != ""]
        per = len(filled) / max(1, filled[header].nunique())
        if len(filled) < MOST * len(cells) or per <= rows or filled[header].nunique() < ROWS / 2:
            continue
        if _within(cells, header, day) > MOST and any(_within(cells, header, one) > MOST for one in refers):
            best, rows = header, per
    return best


def _within(cells: pd.DataFrame, order: str, header: str) -> float:
    """Share of orders in which a column has one value."""
    return float((cells.groupby(order)[header].nunique() <= 1).mean())


def _counts(cells: pd.DataFrame, order: str, header: str) -> bool:
    """Whether a column numbers the rows of each order."""
    if not cells[header].str.fullmatch(r"\d{1,6}").all():
        return False
    return not cells.duplicated([order, header]).any() and cells[header].nunique() < len(cells) / 2
