"""The log of deals' changes: its texts in the words, dates and numbers of the fields they are about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from accountbook.ingest.cells import FALSE, TRUE, Typed
from accountbook.ingest.dates import parse_dates
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.workbook import plain
from accountbook.tables import TABLES
from accountbook.tables import OpportunityChanges as Change


def settle_changes(
    typed: Typed, source: SourceMapping, deals: Mapping[str, Mapping[str, str]], *, typed_file: bool
) -> None:
    """Write ``old`` and ``new`` as the field's own column is written: our words, ISO dates, plain numbers.

    Parameters
    ----------
    typed : rows of opportunity_changes; its frame is replaced.
    source : settings of the log's file: its date formats and number marks.
    deals : ``values`` of the opportunities table: the words of the export for ours.
    """
    table, frame = TABLES["opportunities"], typed.frame.copy()
    known = frame[Change.field].isin(table.columns)
    typed.mark((~known & frame[Change.field].notna()).to_numpy(), Change.field, "is no column of opportunities")
    for field in frame.loc[known, Change.field].unique():
        dtype = table.dtypes[field]
        for side in (Change.old, Change.new):
            rows = (frame[Change.field] == field) & frame[side].notna()
            distinct = pd.Series(frame.loc[rows, side].unique(), dtype="str")
            if distinct.empty:
                continue
            texts = distinct.replace(dict(deals.get(field, {})))
            if dtype == "datetime64[us]":
                new = _iso(parse_dates(texts, source.date_formats, typed=typed_file))
            elif dtype in ("float64", "Int64"):
                values, _ = parse_numbers(
                    texts.tolist(),
                    decimal=source.decimal,
                    thousands=source.thousands,
                    money="currency" in table.meanings[field].unit,
                    share=table.meanings[field].unit.startswith("share"),
                )
                new = [None if np.isnan(value) else plain(value) for value in values]
            elif dtype == "boolean":
                lower = [text.casefold() for text in texts]
                new = ["true" if t in TRUE else "false" if t in FALSE else None for t in lower]
            elif field in table.words:
                words = {word.casefold(): word for word in table.words[field]}
                new = [words.get(text.casefold(), "" if not text else None) for text in texts]
            else:
                new = texts.tolist()
            become = dict(zip(distinct, new, strict=True))
            bad = rows & frame[side].isin([text for text, value in become.items() if value is None])
            typed.mark(bad.to_numpy(), side, "does not fit its field")
            good = {text: value for text, value in become.items() if value is not None}
            frame[side] = frame[side].where(~(rows & ~bad), frame[side].map(good)).replace("", None).astype("str")
    typed.frame = frame


def _iso(days: pd.DatetimeIndex) -> list[str | None]:
    return [None if pd.isna(day) else day.strftime("%Y-%m-%d") for day in days]
