"""A load that goes on from the load before: what it need not read again, and the rows it takes over from there."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
import pandas as pd

from accountbook.ingest.aliases import repoint
from accountbook.ingest.mapping import Mapping
from accountbook.ingest.watermark import Watermark
from accountbook.tables import TABLES, Table
from accountbook.tables import OpportunityChanges as Change
from accountbook.tables import OrderLines as L

SETTINGS = "mapping_sha256"
"""Key of the report: under which settings its rows were read."""
OURS = "accountbook"
"""``source`` of the entries that the book itself adds to the deals' log; it adds them again."""


def settings_of(mapping: Mapping) -> str:
    """SHA-256 of all that decides what a row becomes: mapping.toml but for its dates and limits, and the contract.

    Notes
    -----
    Rows that were read under other settings are not taken over: they might say something else today.
    """
    said = mapping.model_dump(mode="json", include={"source", "tables", "company"})
    for query in said["source"].values():
        del query["timeout"], query["overlap"]
    said["contract"] = {name: table.dtypes for name, table in TABLES.items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def marks_of(previous: dict[str, Any] | None, mapping: Mapping) -> tuple[dict[str, Watermark], list[str]]:
    """How far each query was read in the load before, and sentences on what is read again in whole.

    Parameters
    ----------
    previous : report of the load before.

    Returns
    -------
    dict, list of str
        By the query's name. Empty where the load before was read under other settings, or is of a later export.
    """
    names = [name for name, query in mapping.source.items() if query.since is not None]
    if not names or previous is None:
        return {}, []
    if previous.get(SETTINGS) != settings_of(mapping):
        return {}, ["mapping.toml or the tables have changed since the load before: every row was read again."]
    if previous["exported_on"] > f"{mapping.exported_on}":
        return {}, ["the load before is of a later export: every row was read again."]
    told = {one["file"]: one.get("watermark") for one in previous["sources"]}
    marks = {name: Watermark.read(told.get(f"source.{name}")) for name in names}
    return {name: mark for name, mark in marks.items() if mark is not None}, []


def taken_over(table: Table, fresh: pd.DataFrame, old: pd.DataFrame, *, last: dict[str, str]) -> pd.DataFrame:
    """The rows of the load before that no new row replaces.

    Parameters
    ----------
    fresh : the rows read now, with the table's columns.
    old : the table's rows in the load before.
    last : old account numbers and the account that took them over, see `follow_aliases`.

    Returns
    -------
    pandas.DataFrame
        Rows of `old` whose key is not among those of `fresh`, as a source brings them: what the book fills is empty.
        A row without a key is left out if one of `fresh` says the same.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> items = TABLES["items"]
    >>> old = items.frame([{"item_id": "A", "name": "Valve"}, {"item_id": "B", "name": "Pump"}])
    >>> new = items.frame([{"item_id": "A", "name": "Valve 2"}])
    >>> taken_over(items, new, old, last={})["name"].tolist()
    ['Pump']
    """
    key, derived = list(table.about.key), [c for c, one in table.meanings.items() if one.derived and c != L.kind]
    rows = old[table.columns].assign(**{c: pd.Series(None, index=old.index, dtype=table.dtypes[c]) for c in derived})
    moved = np.zeros(len(rows), dtype=bool)
    if last and L.account_id in rows:
        ids, changed = repoint(rows[L.account_id], last)
        rows, moved = rows.assign(**{L.account_id: ids}), changed.to_numpy()
    if table.name == "opportunity_changes":
        rows = rows[(rows[Change.source] != OURS).fillna(True).to_numpy(dtype=bool)]
        return rows[~_among(rows, fresh, table.columns)].reset_index(drop=True)
    if moved.any():  # an account's own row goes before that of one that was merged into it
        rows = rows.iloc[np.argsort(moved, kind="stable")]
        rows = rows[~rows.duplicated(key).to_numpy() | rows[key].isna().any(axis=1).to_numpy()]
    keyless = np.zeros(len(rows), dtype=bool)
    if table.name == "order_lines":
        keyless = rows[key].isna().any(axis=1).to_numpy()
    replaced = _among(rows, fresh, key) & ~keyless
    replaced[keyless] = _among(rows[keyless], fresh, table.columns)
    return rows[~replaced].reset_index(drop=True)


def _among(rows: pd.DataFrame, others: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Which rows agree with one of the others in some columns; two empty cells agree."""
    near = np.flatnonzero(rows[columns[0]].isin(others[columns[0]]))  # few are, and only these need a closer look
    both = pd.concat([rows[columns].iloc[near], others[columns]], ignore_index=True)
    group = both.groupby(columns, dropna=False, sort=False).ngroup().to_numpy()
    found = np.zeros(len(rows), dtype=bool)
    found[near] = np.isin(group[: len(near)], group[len(near) :])
    return found
