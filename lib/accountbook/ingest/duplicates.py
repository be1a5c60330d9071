"""Rows that occur twice: the same, or the same key with another content."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.ingest.staging import Stage, State

CONFLICT = "conflict: the key occurs again with other content"
FIRST_KEPT = "conflict: the key occurs before with other content; the first row is kept"


def merge_repeats(stage: Stage) -> None:
    """Merge rows that are equal in every source column, unless the mapping keeps them.

    Only sound rows are merged: a row that cannot be read is rejected as often as it occurs.
    Files of unlike columns or settings are told apart; their equal rows have equal keys, see `settle_keys`.
    """
    if stage.mapping.duplicates == "keep" or not stage.kept.any():
        return
    content = np.empty(len(stage.state), dtype="int64")
    alike: dict[str, list[int]] = {}
    for number, part in enumerate(stage.parts):
        sign = [sorted(part.raw.header), sorted(part.source.columns.items()), sorted(part.source.constants.items())]
        alike.setdefault(json.dumps(sign), []).append(number)
    for place, numbers in enumerate(alike.values()):
        codes = _content_codes([stage.parts[number].raw.cells for number in numbers])
        content[np.isin(stage.part, numbers)] = codes + place * len(stage.state)
    sound = np.flatnonzero(stage.kept)
    again = np.zeros(len(stage.state), dtype=bool)
    again[sound] = pd.Series(content[sound]).duplicated().to_numpy()
    stage.settle(again, State.MERGED)


def _content_codes(tables: list[pa.Table]) -> np.ndarray:
    """A number per row, equal where all cells are: column by column, so that rows are never joined to long texts."""
    codes = np.zeros(sum(table.num_rows for table in tables), dtype="int64")
    for name in sorted(tables[0].column_names):
        column = pa.chunked_array([chunk for table in tables for chunk in table[name].chunks], pa.large_string())
        encoded = column.combine_chunks().dictionary_encode()
        cells = encoded.indices.to_numpy(zero_copy_only=False).astype("int64")
        codes, distinct = pd.factorize(codes * max(1, len(encoded.dictionary)) + cells)
        if len(distinct) == len(codes):
            break
    return codes


def settle_keys(stage: Stage) -> None:
    """Merge sound rows with one key and one content; turn away those with one key and several contents.

    Notes
    -----
    Of order lines and exchange rates every row of such a key is turned away: nobody knows which is right, and
    the sums must not hang on the order of files. Of all other tables the first row stays, because losing an
    account or a person loses more than an old address. A log of changes has no conflicts: two changes of one
    field on one day are real. An account's own row goes before that of an account merged into it.
    """
    about = stage.table.about
    if stage.table.name == "opportunity_changes":
        return
    frame = stage.frame[stage.kept]
    has_key = frame[list(about.key)].notna().all(axis=1)
    if stage.table.name != "order_lines":
        has_key[:] = True
    frame = frame[has_key & frame.duplicated(list(about.key), keep=False)]
    if frame.empty:
        return
    # own rows before those of merged accounts
    frame = frame.iloc[np.argsort(stage.repointed[frame.index], kind="stable")]
    content = frame.groupby(list(frame.columns), sort=False, dropna=False).ngroup()
    key = frame.groupby(list(about.key), sort=False, dropna=False).ngroup()
    first = ~key.duplicated()
    if stage.table.name in ("order_lines", "fx_rates"):
        stage.reject(_mask(stage, content.groupby(key).transform("nunique") > 1), about.key[-1], CONFLICT)
        if stage.mapping.duplicates == "merge":
            stage.settle(_mask(stage, ~first), State.MERGED)
        return
    as_first = content == content.groupby(key).transform("first")
    if stage.table.name == "accounts":
        as_first |= stage.repointed[frame.index]
    stage.settle(_mask(stage, as_first & ~first), State.MERGED)
    stage.reject(_mask(stage, ~first), about.key[-1], FIRST_KEPT)


def _mask(stage: Stage, rows: pd.Series) -> np.ndarray:
    where = np.zeros(len(stage.state), dtype=bool)
    where[rows.index[rows]] = True
    return where


def draw_distinct(stage: Stage) -> dict[str, int]:
    """One row per key out of another table's rows: each other column its most frequent value, the first among equals.

    Returns
    -------
    dict
        Per column, how many keys had more than one value.
    """
    key = stage.table.about.key
    stage.settle(stage.frame[list(key)].isna().any(axis=1).to_numpy(), State.SKIPPED)
    frame = stage.frame[stage.kept]
    first = ~frame.duplicated(list(key), keep="first")
    whole = frame[first].set_index(list(key))
    several = {}
    for column in [c for c in stage.table.columns if c not in key and frame[c].notna().any()]:
        counts = frame.dropna(subset=[column]).groupby([*key, column], sort=False, as_index=False).size()
        best = counts.sort_values("size", ascending=False, kind="stable").drop_duplicates(list(key))
        whole[column] = best.set_index(list(key))[column].reindex(whole.index).astype(stage.table.dtypes[column])
        many = int(counts.groupby(list(key)).size().gt(1).sum())
        if many:
            several[column] = many
    merged = stage.frame.copy()
    merged.loc[frame.index[first]] = whole.reset_index()[stage.table.columns].set_index(frame.index[first])
    stage.frame = merged.astype(stage.table.dtypes)
    stage.settle(_mask(stage, ~first), State.MERGED)
    return several
