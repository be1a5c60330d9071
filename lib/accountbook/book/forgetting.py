"""A book without a person: its loads and its ledger rewritten, file by file, so that a kill loses nothing.

Every file is written beside and takes its place in one move; load.json, which says that the load was rewritten, comes
last. A run that was killed is begun again from its note (`Tombstones.note`) and comes to the same end.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accountbook.book.content import digest
from accountbook.book.erasure import PEOPLE, REASON, people_of, rejected_without, without
from accountbook.book.errors import BookError
from accountbook.book.files import read_arrow, replace, to_arrow, to_pandas
from accountbook.book.jsonlines import as_lines, parsed_lines
from accountbook.book.known import SUPERSEDED
from accountbook.book.loads import current, read_report
from accountbook.book.store import (
    ACCOUNT,
    GROUP,
    PARTITIONED,
    REJECTED,
    partition_of,
    partition_path,
    past_paths,
    read_past,
    read_rejected,
    read_table,
)
from accountbook.book.tombstones import Tombstones
from accountbook.book.traces import Person, Traces
from accountbook.tables import TABLES, Table
from accountbook.tables import Contacts as C

_NAMING = frozenset(
    {"page", "key", "run_id", "edition", "out", "account", "team", "owner"}
    | {name for table in TABLES.values() for name in (*table.about.key, *table.meanings) if name.endswith("_id")}
) - set(TABLES[PEOPLE].about.key)
"""Columns, and keys of the ledger's lines, whose values name something else, be it by the same text."""


class UnknownContact(BookError):
    """No load has a contact of that number."""


def load_ids(book: Path) -> list[str]:
    """Every load of a book, by name."""
    return sorted(path.parent.name for path in book.glob("loads/[!.]*/load.json"))


def find_person(book: Path, contact_id: str) -> Person:
    """A person by all loads, and by the note of an erasure that was not finished.

    Raises
    ------
    UnknownContact
        If no load has such a number; the nearest ones are named.
    """
    found = Person(contact_id)
    for _, rows in _contacts(book):
        for person in people_of(rows[rows[C.contact_id] == contact_id]):
            found |= person
    if Tombstones(book).state(contact_id) and (note := Tombstones(book).note(contact_id)) is not None:
        found |= note["person"]
    if found == Person(contact_id):
        known = sorted({one for _, rows in _contacts(book) for one in rows[C.contact_id]})
        near = difflib.get_close_matches(contact_id, known, n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(near)}?" if near else f"; there are {len(known):,} contacts"
        raise UnknownContact(f"{book}: no load has a contact {contact_id!r}{hint}")
    return found


def look_alikes(book: Path, person: Person) -> list[str]:
    """Numbers of the current load's contacts that look like the same person: one address, or one name at one account.

    Parameters
    ----------
    person : as they were before they were forgotten.
    """
    report = read_report(book, current(book))
    if PEOPLE not in report["stored"]:
        return []
    rows = read_table(_tables(book, report["load_id"]), TABLES[PEOPLE], report["stored"][PEOPLE])
    rows = rows[rows[C.contact_id] != person.contact_id]
    mails = {one.casefold() for one in person.emails}
    traces = Traces(Person("", names=person.names))
    same = rows[C.email].fillna("").str.casefold().isin(mails)
    same |= rows[C.account_id].isin(person.accounts) & traces.found_in(rows[C.name], near=True)
    return sorted(rows.loc[same, C.contact_id])


def counts_in(book: Path, load_id: str, person: Person) -> Counter[str]:
    """What a load holds of a person: rows, references, texts, rejected and flags; empty: nothing."""
    counts: Counter[str] = Counter()
    for _, _, more in _rewritten(book, load_id, person):
        counts += more
    flags = read_report(book, load_id).get("flags", [])
    counts["flags"] += sum(flag != Traces(person).erased(flag, near=True) for flag in flags)
    return +counts


def rewrite_load(book: Path, load_id: str, person: Person, counts: Mapping[str, int], *, day: str) -> None:
    """Rewrite a load without a person. Its number stays: pages, predictions and the ledger refer to it.

    Parameters
    ----------
    counts : what the load held before anything of it was rewritten (`counts_in`), for the load's own note.
    day : of that note, YYYY-MM-DD.
    """
    folder = book / "loads" / load_id
    for stale in folder.rglob(".*.tmp"):
        stale.unlink()
    for path, rows, _ in _rewritten(book, load_id, person):
        replace(path, rows, row_group_size=GROUP)
    report, mine = read_report(book, load_id), Tombstones(book).hash(person.contact_id)
    noted = report.get("erased", [])
    if not counts or any(note.get("person") == mine for note in noted):
        return
    for said in ("flags", "read_flags", "sheet_flags"):
        if said in report:
            report[said] = Traces(person).erased_from(report[said], near=True)
    if PEOPLE in report["stored"]:
        _balance(report, pq.read_metadata(folder / "tables" / f"{PEOPLE}.parquet").num_rows)
    report["erased"] = [*noted, {"person": mine, "day": day, **counts}]
    text = json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1)
    replace(folder / "load.json", text.encode("utf-8"))


def _balance(report: dict[str, Any], rows: int) -> None:
    """Let a report's people add up again, of whom there are so many rows now: the others count as turned away."""
    gone = report["stored"][PEOPLE]["rows"] - rows
    report["stored"][PEOPLE]["rows"] = rows
    if gone and (said := report.get("tables", {}).get(PEOPLE)):
        reasons = said.get("reasons", {})
        said |= {"kept": said["kept"] - gone, "rejected": said["rejected"] + gone}
        said["reasons"] = {**reasons, REASON: reasons.get(REASON, 0) + gone}


def _rewritten(book: Path, load_id: str, person: Person) -> Iterator[tuple[Path, pa.Table, Counter[str]]]:
    """The files of a load that hold a person: where they lie, their rows without the person, what was taken out."""
    folder = _tables(book, load_id)
    for name, stored in read_report(book, load_id)["stored"].items():
        table = TABLES[name]
        for path in _files(folder, table, stored, person):
            rows = to_pandas(read_arrow(path))
            # a table that reaches its account by another has the account beside its own columns on disk
            owners = rows[ACCOUNT] if ACCOUNT in rows and ACCOUNT not in table.columns else None
            clean, counts = without(table, rows, person, owners=owners)
            if counts:
                dtypes = {**table.dtypes, ACCOUNT: "str", SUPERSEDED: "datetime64[us]"}
                yield path, to_arrow(clean, {column: dtypes[column] for column in clean}), counts
        rejected = read_rejected(folder.parent, name)
        clean, count = rejected_without(rejected, [person], _is(person))
        if count:
            path = folder.parent / "rejected" / f"{name}.parquet"
            yield path, to_arrow(clean, REJECTED), Counter(rejected=count)


def _files(folder: Path, table: Table, stored: dict[str, Any], person: Person) -> Iterator[Path]:
    """Files of a table that may hold a person."""
    past = past_paths(folder, table, stored)
    if table.name != PARTITIONED:
        if stored["rows"]:
            yield folder / f"{table.name}.parquet"
        yield from past.values()
    elif table.prose:
        for part in sorted({partition_of(account, stored["partitions"]) for account in person.accounts}):
            yield partition_path(folder, table.name, part)
            yield from [past[part]] if part in past else []


def _is(person: Person) -> Callable[[pd.Series], np.ndarray]:
    return lambda ids: (ids == person.contact_id).to_numpy(dtype=bool)


def rewrite_ledger(book: Path, person: Person) -> int:
    """Rewrite what the ledger's predictions and runs hold of a person; how many files that were.

    What was predicted of the person goes with its row.
    """
    root, traces, count = book / "ledger", Traces(person), 0
    for stale in root.rglob(".*.tmp"):
        stale.unlink()
    for path in sorted(root.glob("predictions/*/*/*.parquet")):
        table = read_arrow(path)
        whole = table.to_pandas()
        frame = whole[~_is(person)(whole[C.contact_id])] if C.contact_id in whole else whole
        near = frame[ACCOUNT].isin(person.accounts) if ACCOUNT in frame else pd.Series(False, index=frame.index)
        clean = {}
        for name in frame.columns.difference(list(_NAMING)):
            if pd.api.types.is_string_dtype(frame[name]):
                own = frame[name].where(~near, traces.erased_in(frame[name], near=True))
                clean[name] = traces.erased_in(own, near=False)
        fresh = frame.assign(**clean)
        if len(fresh) != len(whole) or digest(fresh) != digest(frame):
            replace(path, pa.Table.from_pandas(fresh, schema=table.schema, preserve_index=False))
            count += 1
    return count + sum(rewrite_lines(path, traces) for path in sorted(root.glob("runs/*.jsonl")))


def rewrite_lines(path: Path, traces: Traces) -> bool:
    """Rewrite a file of JSON lines without a person's number and address, if it holds them; whether it did."""
    lines = parsed_lines(path)
    clean = [traces.erased_from(line, near=False, but=_NAMING) for line in lines]
    if clean != lines:
        replace(path, as_lines(clean))
    return clean != lines


def left_in(book: Path, person: Person) -> tuple[list[str], dict[str, set[str]]]:
    """Where a book still holds a person after it was rewritten, and where it says the same name of somebody else.

    Returns
    -------
    left, namesakes : places in words, without values; per place the accounts whose rows say the name ("" where the
        table is shared): the name of an account, say, or of another person.
    """
    traces, left, namesakes = Traces(person), [], {}
    addresses = Traces(Person("", emails=person.emails))
    for load_id in load_ids(book):
        report = read_report(book, load_id)
        folder = _tables(book, load_id)
        for name, stored in report["stored"].items():
            table = TABLES[name]
            named = {*table.referring(PEOPLE), *(table.about.key if name == PEOPLE else ())}
            texts = [column for column, kind in table.dtypes.items() if kind == "str"]
            for rows in (read_table(folder, table, stored), read_past(folder, table, stored)):
                if rows is None or not len(rows):
                    continue
                for column in texts:
                    place, values = f"loads/{load_id}: {name}.{column}", rows[column]
                    sure = traces if column in table.prose else addresses
                    if (column in named and _is(person)(values).any()) or sure.found_in(values, near=False).any():
                        left.append(place)
                    elif (said := traces.found_in(values, near=True)).any():
                        owners = rows.loc[said, ACCOUNT].dropna() if ACCOUNT in rows else [""]
                        namesakes.setdefault(place, set()).update(owners)
            rejected = read_rejected(folder.parent, name)
            gone = rejected_without(rejected, [person], _is(person))
            left += [f"loads/{load_id}: rejected rows of {name}"] * bool(gone[1])
    for path in sorted((book / "ledger").glob("predictions/*/*/*.parquet")):
        predicted = read_arrow(path).to_pandas()
        if C.contact_id in predicted and _is(person)(predicted[C.contact_id]).any():
            left.append(path.relative_to(book).as_posix())
    for path in sorted((book / "ledger").rglob("*.jsonl")):
        lines = parsed_lines(path)
        if traces.erased_from(lines, near=False, but=_NAMING) != lines:
            left.append(path.relative_to(book).as_posix())
    return left, namesakes


def _contacts(book: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """The contacts of every load, past versions too."""
    for load_id in load_ids(book):
        stored = read_report(book, load_id)["stored"].get(PEOPLE)
        if stored is None:
            continue
        for rows in (
            read_table(_tables(book, load_id), TABLES[PEOPLE], stored),
            read_past(_tables(book, load_id), TABLES[PEOPLE], stored),
        ):
            if rows is not None:
                yield load_id, rows


def _tables(book: Path, load_id: str) -> Path:
    return book / "loads" / load_id / "tables"
