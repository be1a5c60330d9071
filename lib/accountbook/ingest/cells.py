"""From a file's text to the contract's types, cell by cell, with the reason where a cell cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from accountbook.ingest.dates import parse_dates
from accountbook.ingest.lookups import bare
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.numerals import SIGNS, parse_numbers
from accountbook.ingest.places import country_code
from accountbook.ingest.raw import Raw
from accountbook.ingest.salesforce_ids import with_18
from accountbook.tables import Accounts, Contacts, Items, OpportunityChanges, Table
from accountbook.tables import OrderLines as L

COUNTRIES = {Accounts.country}
CURRENCIES = {L.currency}
MOMENTS = {OpportunityChanges.changed_at, L.recorded_at}
"""Columns that keep their time of day; all other dates are days."""

TRUE = {"true", "yes", "y", "1", "x", "예", "네", "ja", "j", "참"}
FALSE = {"false", "no", "n", "0", "아니오", "아니요", "nein", "거짓"}
OUTSIDE = "lies outside"
"""How the reason begins why a date is turned away that is too early or too late for the day of the export."""
LONG_AGO = {Contacts.birthday, Accounts.customer_since, Items.launched_on, Items.ends_on}


@dataclass
class Typed:
    """One file's rows in the contract's types.

    Attributes
    ----------
    frame : every column of the table, in order; what cannot be read is empty.
    fault : per row, the place in `reasons` of its first fault, or -1.
    reasons : (column, reason), without values.
    unknown : per column of words, how many rows hold each word that is neither ours nor mapped.
    faulty : the columns that have faults, and in which rows, the first fault of a row or not.
    """

    frame: pd.DataFrame
    fault: np.ndarray
    reasons: list[tuple[str, str]] = field(default_factory=list)
    faulty: dict[str, np.ndarray] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)

    def mark(self, bad: np.ndarray, column: str, reason: str) -> None:
        """Note a fault in the rows that have none yet."""
        if not bad.any():
            return
        self.faulty[column] = self.faulty[column] | bad if column in self.faulty else bad
        if (column, reason) not in self.reasons:
            self.reasons.append((column, reason))
        self.fault[bad & (self.fault < 0)] = self.reasons.index((column, reason))


def date_range(table: Table, column: str, exported_on: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and last day that a date column may hold.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> [str(day.date()) for day in date_range(TABLES["order_lines"], "order_date", pd.Timestamp("2026-11-01"))]
    ['2000-01-01', '2027-11-02']
    """
    first = "1900-01-01" if column in LONG_AGO else "2000-01-01" if table.name == "order_lines" else "1970-01-01"
    ahead = 0 if column == Contacts.birthday else 366 if table.name == "order_lines" else 3_660
    return pd.Timestamp(first), exported_on + pd.Timedelta(days=ahead)


def type_cells(raw: Raw, source: SourceMapping, table: Table, *, exported_on: pd.Timestamp, currency: str) -> Typed:
    """Type every cell of a file as its mapping says.

    Parameters
    ----------
    source : the resolved settings of the file.
    currency : the company's own, to hold against amounts that name theirs.
    """
    columns, stated = {}, {}
    out = Typed(pd.DataFrame(), np.full(len(raw.row), -1, dtype="int16"))
    for column, reason, rows in raw.faults:
        out.mark(rows, column, reason)
    for name, dtype in table.dtypes.items():
        texts = _texts(raw, source, name, currency)
        if texts is None:
            columns[name] = pd.Series(None, index=range(len(raw.row)), dtype=dtype)
            continue
        texts = _mapped(texts, source, name)
        if dtype == "str" and name not in table.words and name not in COUNTRIES | CURRENCIES:
            columns[name] = _text_series(texts)
        else:
            columns[name] = _parsed(texts, name, dtype, source, table, raw, out, exported_on, stated)
        if name in table.required:
            out.mark(columns[name].isna().to_numpy(), name, "is empty")
    out.frame = pd.DataFrame(columns)
    for name, currencies in stated.items():
        row = table.meanings[name].unit == table.meanings[L.unit_price].unit if name in table.meanings else False
        own = out.frame[L.currency].to_numpy(object) if row and L.currency in out.frame else currency
        out.mark((currencies != "") & (currencies != own), name, "names another currency than its row")
    return out


def _texts(raw: Raw, source: SourceMapping, name: str, currency: str) -> pa.Array | None:
    if name in source.columns:
        column = raw.cells[source.columns[name]].combine_chunks()
        return column if isinstance(column, pa.Array) else pa.concat_arrays(column.chunks)
    if name in source.constants:
        own = name in CURRENCIES and source.constants[name] == "company"
        return pa.repeat(pa.scalar(currency if own else source.constants[name], pa.large_string()), len(raw.row))
    return None


def _mapped(texts: pa.Array, source: SourceMapping, name: str) -> pa.Array:
    """The mapping's own words, letter case and empties; a word is looked up as written, then in any case."""
    if source.empty:
        texts = pc.if_else(pc.is_in(texts, value_set=pa.array(source.empty, pa.large_string())), "", texts)
    if name in source.first_of:
        texts = pc.utf8_trim_whitespace(
            pc.replace_substring_regex(texts, rf"(?s){re.escape(source.first_of[name])}.*$", "")
        )
    if words := source.values.get(name):
        new = pa.array(list(words.values()), pa.large_string())
        exact = pc.index_in(texts, value_set=pa.array(list(words), pa.large_string()))
        loose = pc.index_in(pc.utf8_lower(texts), value_set=pa.array([w.lower() for w in words], pa.large_string()))
        texts = pc.coalesce(new.take(exact), new.take(loose), texts)
    if name in source.upper:
        texts = pc.utf8_upper(texts)
    if name in source.strip_decimal:
        texts = pc.replace_substring_regex(texts, r"^(\d+)[.,]0+$", r"\1")
    if name in source.strip_zeros:
        texts = bare(texts)
    if name in source.id18:
        texts = with_18(texts)
    return texts


def _text_series(texts: pa.Array) -> pd.Series:
    filled = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.large_string()), texts)
    return pa.table({"text": filled}).to_pandas()["text"].astype("str")


def _parsed(texts, name, dtype, source, table, raw, out, exported_on, stated) -> pd.Series:
    """A column that is more than text: parsed once per different text."""
    encoded = texts.dictionary_encode()
    distinct, place = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    there = pc.not_equal(distinct, "").to_numpy(zero_copy_only=False)

    def spread(values, bad: np.ndarray, reason: str) -> pd.Series:
        out.mark((bad & there)[place], name, reason)
        return pd.Series(values, dtype=dtype).take(place).reset_index(drop=True)

    if dtype == "datetime64[us]":
        return _days(distinct, there, name, source, table, raw, exported_on, spread)
    if dtype in ("float64", "Int64"):
        values, currencies = _numbers(distinct, there, name, source, table)
        if (currencies != "").any():
            stated[name] = currencies[place]
        if dtype == "float64":
            return spread(values, np.isnan(values), "is no number as declared")
        whole = np.isfinite(values) & (np.floor(np.nan_to_num(values)) == values)
        return spread([int(v) if w else None for v, w in zip(values, whole, strict=True)], ~whole, "is no whole number")
    words, reason = _words(distinct.to_pylist(), name, dtype, table)
    bad = np.array([word is None for word in words], dtype=bool) & there
    if bad.any():
        counts = np.bincount(place, minlength=len(words))
        wrong = {distinct[int(i)].as_py(): int(counts[i]) for i in np.flatnonzero(bad)}
        if not table.meanings[name].personal:
            out.unknown[name] = wrong
    return spread(words, bad, reason)


def _days(distinct, there, name, source, table, raw, exported_on, spread) -> pd.Series:
    texts = _text_series(distinct)
    days = parse_dates(texts, source.date_formats, typed=raw.typed, date1904=raw.date1904)
    days = days if name in MOMENTS else days.normalize()
    first, last = date_range(table, name, exported_on)
    unread = np.asarray(days.isna())
    outside = ~unread & np.asarray((days < first) | (days.normalize() > last))
    spread(days, unread, "is no date in the declared formats")
    return spread(days.where(~outside), outside, f"{OUTSIDE} {first:%Y-%m-%d} to {last:%Y-%m-%d}")


def _numbers(distinct, there, name, source, table) -> tuple[np.ndarray, np.ndarray]:
    unit = table.meanings[name].unit
    values, currencies = np.full(len(distinct), np.nan), np.full(len(distinct), "", dtype=object)
    plain = pc.match_substring_regex(distinct, rf"^-?[0-9]{{1,15}}(\{source.decimal}[0-9]{{1,15}})?$")
    plain = plain.to_numpy(zero_copy_only=False)
    straight = pc.replace_substring(distinct.filter(pa.array(plain)), source.decimal, ".")
    values[plain] = straight.cast(pa.float64()).to_numpy()
    rest = there & ~plain
    values[rest], currencies[rest] = parse_numbers(
        distinct.filter(pa.array(rest)).to_pylist(),
        decimal=source.decimal,
        thousands=source.thousands,
        money="currency" in unit,
        share=unit.startswith("share"),
    )
    if name in source.percent:
        signed = pc.match_substring(distinct, "%").to_numpy(zero_copy_only=False)
        values[~signed] /= 100
    return values, currencies


def _words(distinct: list[str], name: str, dtype: str, table: Table) -> tuple[list, str]:
    """Our words for the file's, None where there is none; and what to say then."""
    if dtype == "boolean":
        known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
        return [known.get(word.casefold()) for word in distinct], "is neither yes nor no"
    if name in COUNTRIES:
        return [country_code(word) or None for word in distinct], "is no known country"
    if name in CURRENCIES:
        codes = [SIGNS.get(word) or word.upper() for word in distinct]
        return [c if len(c) == 3 and c.isascii() and c.isalpha() else None for c in codes], "is no currency code"
    known = {word.casefold(): word for word in table.words[name]}
    return [known.get(word.casefold()) for word in distinct], f"is none of {', '.join(table.words[name])}"
