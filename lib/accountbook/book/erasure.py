"""A table without a person: their own row gone, what refers to them emptied, their name out of the texts.

These functions take frames and give new ones. They serve what lies in a book already (`accountbook.book.forgetting`)
and what a later export still brings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from accountbook.book.store import ACCOUNT, owners_of, via_of
from accountbook.book.traces import ERASED, Person, Traces
from accountbook.tables import TABLES, Scope, Table
from accountbook.tables import Contacts as C
from accountbook.tables import OpportunityChanges as H

PEOPLE = "contacts"
REASON = "erased"
"""Why a row of somebody who was forgotten is turned away."""


def people_of(contacts: pd.DataFrame) -> list[Person]:
    """The people of rows of contacts, one for each number; several rows or versions make one person.

    Examples
    --------
    >>> rows = TABLES["contacts"].frame([{"contact_id": "7", "account_id": "A", "name": "Kim"},
    ...                                  {"contact_id": "7", "account_id": "B", "name": "Kim", "email": "k@a.example"}])
    >>> [(one.contact_id, sorted(one.names), sorted(one.emails), sorted(one.accounts)) for one in people_of(rows)]
    [('7', ['Kim'], ['k@a.example'], ['A', 'B'])]
    """
    return [
        Person(str(number), *(frozenset(rows[column].dropna()) for column in (C.name, C.email, C.account_id)))
        for number, rows in contacts.groupby(C.contact_id, sort=True)
    ]


def without(
    table: Table, rows: pd.DataFrame, person: Person, *, owners: pd.Series | None = None
) -> tuple[pd.DataFrame, Counter[str]]:
    """A table's rows without a person, in their order.

    Parameters
    ----------
    rows : of `table`, with or without further columns such as ``superseded_on``.
    owners : account of each row, for a table without ``account_id`` of its own.

    Returns
    -------
    rows, counts : the same object where nothing was found; counts of ``rows`` taken out, ``references`` emptied
        and ``texts`` changed.

    Examples
    --------
    >>> slots = TABLES["role_slots"].frame([{"account_id": "A", "role_code": "PUR", "contact_id": "7",
    ...                                      "disposition": "negative", "evidence": "said so"}])
    >>> rest, counts = without(TABLES["role_slots"], slots, Person("7"))
    >>> rest[["role_code", "contact_id", "disposition", "evidence"]].isna().values.tolist(), dict(counts)
    ([[False, True, True, True]], {'references': 1})
    """
    counts: Counter[str] = Counter()
    if table.name == PEOPLE and (mine := (rows[C.contact_id] == person.contact_id).to_numpy(dtype=bool)).any():
        counts["rows"] += int(mine.sum())
        rows = rows[~mine].reset_index(drop=True)
        owners = None if owners is None else owners[~mine].reset_index(drop=True)
    rows, emptied = emptied_references(table, rows, lambda ids: (ids == person.contact_id).to_numpy(dtype=bool))
    counts["references"] += emptied
    traces = Traces(person)
    near = _near(table, rows, person, owners)
    changed = {}
    for column in table.prose:
        texts = rows[column]
        clean = texts.where(~near, traces.erased_in(texts[near], near=True).reindex(texts.index))
        clean = traces.erased_in(clean, near=False).astype(texts.dtype)
        moved = int((clean.fillna("") != texts.fillna("")).sum())
        if moved:
            counts["texts"] += moved
            changed[column] = clean
    return (rows.assign(**changed) if changed else rows), +counts


def emptied_references(
    table: Table, rows: pd.DataFrame, gone: Callable[[pd.Series], np.ndarray]
) -> tuple[pd.DataFrame, int]:
    """Rows whose references to people who are gone are empty, with what the row says of that person; how many.

    Parameters
    ----------
    gone : tells of a column of contacts' numbers which are of people who are gone.
    """
    count, changed = 0, {}
    for column in table.referring(PEOPLE):
        if table.meanings[column].several:
            left, mine = _left(rows[column], gone)
            changed |= {column: left} if mine.any() else {}
            count += int(mine.sum())
            continue
        mine = gone(rows[column])
        if not mine.any():
            continue
        count += int(mine.sum())
        said = [name for name, meaning in table.meanings.items() if meaning.person == column]
        # what may not be empty says that it was erased
        changed |= {name: rows[name].mask(mine, ERASED if name in table.required else None) for name in (column, *said)}
    if table.name == "opportunity_changes":
        # the log holds the numbers as values of the deal's own columns
        logged = rows[H.field].isin(TABLES["opportunities"].referring(PEOPLE)).to_numpy(dtype=bool)
        for column in (H.old, H.new):
            mine = logged & gone(rows[column].where(logged))
            if mine.any():
                count += int(mine.sum())
                changed[column] = rows[column].mask(mine)
    return (rows.assign(**changed) if changed else rows), count


def _left(ids: pd.Series, gone: Callable[[pd.Series], np.ndarray]) -> tuple[pd.Series, np.ndarray]:
    """Lists of numbers without those of people who are gone, and which rows held one."""
    each = ids.dropna().str.split(";").explode().astype("str").str.strip()
    there = each[~gone(each)]
    mine = ids.index.isin(each.index[gone(each)])
    left = there.groupby(level=0).agg("; ".join).reindex(ids.index).astype(ids.dtype)
    return ids.where(~mine, left), mine


def without_people(
    tables: Mapping[str, pd.DataFrame], people: Iterable[Person]
) -> tuple[dict[str, pd.DataFrame], Counter[str]]:
    """Clean tables, as they are about to be loaded, without people; see `without`."""
    out, counts = dict(tables), Counter()
    for person in people:
        for name, rows in out.items():
            via = via_of(name)
            owners = None if via is None else owners_of(TABLES[name], rows, tables.get(via, TABLES[via].frame()))
            out[name], more = without(TABLES[name], rows, person, owners=owners)
            counts += more
    return out, counts


def rejected_without(
    rejected: pd.DataFrame, people: Iterable[Person], gone: Callable[[pd.Series], np.ndarray]
) -> tuple[pd.DataFrame, int]:
    """Rows that were turned away, those that hold somebody who is gone without their content; how many.

    Parameters
    ----------
    rejected : file, row, column, reason, content (JSON of the row as the source had it).
    people : whose names and addresses to look for; of the others only the numbers are known.
    gone : see `emptied_references`.
    """
    contents = rejected["content"]
    cells = contents.fillna("").map(_cells)
    flat = cells.explode().astype("str").str.strip()
    mine = pd.Series(gone(flat), index=flat.index).groupby(level=0).any().reindex(rejected.index, fill_value=False)
    for person in people:
        mine |= Traces(person).found_in(contents, near=True)
    mine &= contents.fillna("") != ""
    if not mine.any():
        return rejected, 0
    return rejected.assign(content=contents.mask(mine, "")), int(mine.sum())


def _cells(content: str) -> list[str]:
    """The cells of a row that was turned away."""
    try:
        found = json.loads(content) if content else []
    except ValueError:
        found = [content]
    return [str(cell) for cell in (found.values() if isinstance(found, dict) else found)] or [""]


def _near(table: Table, rows: pd.DataFrame, person: Person, owners: pd.Series | None) -> pd.Series:
    """Which rows speak of an account where the person works or worked."""
    if owners is None and ACCOUNT in rows and table.about.scope is Scope.ACCOUNT:
        owners = rows[ACCOUNT]
    if owners is None:
        return pd.Series(False, index=rows.index)
    return owners.isin(person.accounts)
