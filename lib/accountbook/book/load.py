"""Writing a load: all of it, or nothing at all.

A load is written beside its place, synced, renamed, and only then named by ``BOOK/current``. Whatever fails on the
way, the last good load stays and nothing of the failed one is left.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import pandas as pd
from filelock import FileLock, Timeout

from accountbook.book.addition import Base, add_lines
from accountbook.book.changes import completed, unreadable
from accountbook.book.check import check
from accountbook.book.content import combined, digest
from accountbook.book.drift import added_up, money_moved, older_rows
from accountbook.book.errors import BookError, BookLocked
from accountbook.book.files import FILE_MODE, make_folder, replace, sync_folder, write_new
from accountbook.book.loads import CURRENT, FORMAT, Before, current
from accountbook.book.partition import Written, write_partitions
from accountbook.book.settings import NAME, first_settings, read_settings
from accountbook.book.store import (
    ACCOUNT,
    PARTITIONED,
    owners_of,
    partitions_for,
    via_of,
    write_rejected,
    write_table,
)
from accountbook.book.tombstones import Tombstones
from accountbook.book.versions import versions
from accountbook.tables import TABLES
from accountbook.tables import Contacts as C
from accountbook.tables import OrderLines as L


def write_load(
    path: Path | str,
    tables: Mapping[str, pd.DataFrame],
    *,
    rejected: Mapping[str, pd.DataFrame],
    report: Mapping[str, Any],
    company: Mapping[str, Any],
    exported_on: pd.Timestamp,
    base: str = "",
    executor: Executor | None = None,
) -> str:
    """Write clean tables as a new load of a book and make it the current one.

    Fills ``amount`` of order lines and ``first_loaded_on``, completes the deals' log, keeps the versions of rows that
    this load changes or no longer shows (see `accountbook.book.versions`), and makes book.toml where there is none.
    The same content again makes no new load. load.json says under ``drift`` how many rows of each table are new,
    changed or gone against the load before; None: there is none.

    Parameters
    ----------
    path : folder of the book; made if absent.
    tables : by name, each exactly with the columns and dtypes of its `Table`; ``order_lines`` must be there.
    rejected : by name, the rows turned away: file, row, column, reason, content.
    report : JSON-able account of the sources; load.json holds it, with what is added here.
    company : name, currency, country, invented, fiscal_year_end_month.
    exported_on : day of the export.
    base : id of a load of this book whose order lines stand: ``tables["order_lines"]`` came since, and no line of
        theirs has the key of one of its lines.
    executor : does the work on order lines, partition by partition; the files are the same without one. Whoever
        works for it must see `path` as we do.

    Returns
    -------
    str
        The load's id: day of the export and eight digits of the content's SHA-256.

    Raises
    ------
    BookError
        If the tables are not as the contract says (all deviations are listed), book.toml is wrong, or its currency
        is not the export's.
    BookLocked
        If another process is writing to the book.
    WorkersLost
        If a process at work died; the book is as it was.
    OSError
        If the disk is full or refuses; the book is as it was.
    """
    path, exported_on = Path(path), pd.Timestamp(exported_on).normalize().as_unit("us")
    check(tables, more=bool(base))
    new = not path.exists()
    try:
        make_folder(path)
        with only_writer(path):
            _refuse_forgotten(path, tables)
            standing = Base.of(path, base) if base else None
            return _write(path, tables, rejected, report, company, exported_on, standing, executor)
    except BookLocked:  # then the folder is another's
        raise
    except BaseException:
        if new:
            shutil.rmtree(path, ignore_errors=True)
        raise


def _write(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    rejected: Mapping[str, pd.DataFrame],
    report: Mapping[str, Any],
    company: Mapping[str, Any],
    exported_on: pd.Timestamp,
    base: Base | None,
    executor: Executor | None,
) -> str:
    """Write a load while nobody else writes."""
    fresh = None if (path / NAME).exists() else first_settings(company)
    currency = company["currency"] if fresh else read_settings(path).currency
    if company.get("currency", currency) != currency:
        raise BookError(
            f"the export's company currency is {company['currency']}, but {path / NAME} says {currency}: "
            "correct [company] of mapping.toml, or start a new book"
        )
    content = _content_of_lines(tables[PARTITIONED], base)
    load_id = f"{exported_on:%Y-%m-%d}-{_content(tables, rejected, company, content)[:8]}"
    loads = make_folder(path / "loads")
    for stale in loads.glob(".*.tmp"):
        # nobody else holds the lock: it is of a load that was killed, and whose workers may be about to notice
        shutil.rmtree(stale, ignore_errors=True)
    # a name of its own: a killed load's workers may still be writing to theirs for a moment
    final, beside = loads / load_id, loads / f".{load_id}.{token_hex(4)}.tmp"
    made = not final.exists()
    try:
        if made:
            make_folder(beside)
            report = {**report, "content": content}
            _fill(beside, path, load_id, tables, rejected, report, dict(company), currency, exported_on, base, executor)
            beside.rename(final)
            sync_folder(loads)
        if fresh is not None:
            replace(path / NAME, fresh)
        replace(path / CURRENT, f"{load_id}\n".encode("ascii"))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        if made and not _is_current(path, load_id):
            shutil.rmtree(final, ignore_errors=True)
            if fresh is not None:
                (path / NAME).unlink(missing_ok=True)
        raise
    return load_id


def _fill(
    folder: Path,
    path: Path,
    load_id: str,
    tables: Mapping[str, pd.DataFrame],
    rejected: Mapping[str, pd.DataFrame],
    report: Mapping[str, Any],
    company: dict[str, Any],
    currency: str,
    exported_on: pd.Timestamp,
    base: Base | None,
    executor: Executor | None,
) -> None:
    """Write every file of a load into a new folder, load.json last."""
    before = Before(path, exported_on)
    stored, flags = {}, list(report.get("flags", []))
    make_folder(folder / "tables")
    fx_rates = tables["fx_rates"] if "fx_rates" in tables else TABLES["fx_rates"].frame()
    lines = tables[PARTITIONED]
    about = {"currency": currency, "exported_on": exported_on}
    carried = base is not None and base.carries(lines, fx_rates, before)
    if carried:
        stored[PARTITIONED], one = add_lines(folder / "tables", base, lines, fx_rates, **about, before=before)
        written = [one]
    else:
        stored[PARTITIONED], written = write_partitions(
            folder / "tables",
            lines,
            fx_rates,
            **about,
            partitions=partitions_for(len(lines) + (base.rows if base else 0)),
            last=before.lines(),
            base=base.lines if base else None,
            executor=executor,
        )
    rows = stored[PARTITIONED]["rows"]
    stored[PARTITIONED]["given"] = True
    drift = {PARTITIONED: added_up(one.drift for one in written) | {"money": money_moved(one.money for one in written)}}
    older = sum(one.older for one in written)
    if carried and base.stays(before) and base.report["drift"] is not None:
        drift[PARTITIONED], older = base.report["drift"][PARTITIONED], base.report["older_lines"]
    flags += older_rows(TABLES[PARTITIONED], older, rows, exported_on=exported_on, before=before.exports())
    counted = [
        Counter(base.report["lines_without_amount"] if carried else {}),
        *(Counter(one.unpriced) for one in written),
    ]
    unpriced = dict(sorted(sum(counted, Counter()).items()))
    flags += [
        f"{count:,} order lines in {name} have no amount: fx_rates holds no rate that was known on their day and at "
        "most 45 days old"
        for name, count in unpriced.items()
    ]
    work = {name: tables[name] for name in TABLES if name in tables and name != PARTITIONED}
    unread = {}
    if "opportunities" in work:
        log = work.get("opportunity_changes", TABLES["opportunity_changes"].frame())
        unread = unreadable(log)
        kinds = TABLES["opportunities"].dtypes
        flags += [
            f"{count:,} values of {name} in opportunity_changes cannot be read as {kinds[name]} and count as empty"
            for name, count in unread.items()
        ]
        last = before.table("opportunity_changes")
        previous = None if last is None else last.rows[TABLES["opportunity_changes"].columns]
        work["opportunity_changes"] = completed(work["opportunities"], log, exported_on=exported_on, previous=previous)
    for name, table in TABLES.items():
        if name == PARTITIONED or not (name in work or before.has(name)):
            continue
        rows, earlier, via = work.get(name, table.frame()), before.table(name), via_of(name)
        if via is not None:
            owners = owners_of(table, rows, tables.get(via, TABLES[via].frame()))
            rows = rows.assign(**{ACCOUNT: owners.astype("str")})
        found = versions(table, rows, exported_on=exported_on, before=earlier)
        stored[name] = {
            "given": name in tables,
            "given_since": before.given_since(name, name in tables, exported_on=exported_on),
            **write_table(folder / "tables", table, found.rows, past=found.past),
        }
        drift[name] = found.drift
        flags += older_rows(table, found.older, len(rows), exported_on=exported_on, before=before.exports())
    for name, turned_away in rejected.items():
        if len(turned_away):
            write_rejected(folder, _known_name(name), turned_away)
    facts = {
        **report,
        "flags": flags,
        "read_flags": list(report.get("flags", [])),
        "format": FORMAT,
        "load_id": load_id,
        "exported_on": f"{exported_on:%Y-%m-%d}",
        "first_export": (before.report or {}).get("first_export", f"{exported_on:%Y-%m-%d}"),
        "previous": (before.report or {}).get("load_id"),
        "number": before.number + 1,
        "first_known": _first_known(written, base if carried else None),
        "newest_in": _newest_in(lines, base),
        "older_lines": older,
        "company": company,
        "currency": currency,
        "account_id": None,
        "lines_without_amount": unpriced,
        "unreadable_changes": unread,
        "exports": [*before.exports(), f"{exported_on:%Y-%m-%d}"],
        "drift": drift if before.report is not None else None,
        "stored": stored,
    }
    text = json.dumps(facts, ensure_ascii=False, allow_nan=False, indent=1)
    write_new(folder / "load.json", text.encode("utf-8"))
    for inner in [*(one for one in folder.rglob("*") if one.is_dir()), folder]:
        sync_folder(inner)


def _refuse_forgotten(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse people who were forgotten while the export was read."""
    if "contacts" in tables and Tombstones(path).holds(tables["contacts"][C.contact_id]).any():
        raise BookError(f"{path}: somebody whom these exports hold was forgotten while they were read; load them again")


def _first_known(written: list[Written], base: Base | None) -> str:
    """Day on which the first line became known."""
    days = [pd.Timestamp(one.first_known) for one in written if not np.isnat(one.first_known)]
    return f"{min([*days, *([pd.Timestamp(base.report['first_known'])] if base else [])]):%Y-%m-%d}"


def _newest_in(lines: pd.DataFrame, base: Base | None) -> dict[str, str]:
    """Day of the newest line in each currency."""
    days = lines.groupby(L.currency)[L.order_date].max()
    found = {str(name): f"{day:%Y-%m-%d}" for name, day in days.items()}
    before = base.report["newest_in"] if base else {}
    return {name: max(one.get(name, "") for one in (found, before)) for name in sorted({*found, *before})}


def _content_of_lines(lines: pd.DataFrame, base: Base | None) -> str:
    """The digest of order lines, with those that stand."""
    if base is None:
        return digest(lines[TABLES[PARTITIONED].columns])
    return base.content(digest(lines[TABLES[PARTITIONED].columns]) if len(lines) else "")


def _content(
    tables: Mapping[str, pd.DataFrame],
    rejected: Mapping[str, pd.DataFrame],
    company: Mapping[str, Any],
    lines: str,
) -> str:
    """SHA-256 of what is loaded; `lines` is the digest of the order lines."""
    parts = {f"tables/{name}": digest(tables[name][TABLES[name].columns]) for name in tables if name != PARTITIONED}
    parts[f"tables/{PARTITIONED}"] = lines
    parts |= {f"rejected/{name}": digest(frame.astype({"row": "Int64"})) for name, frame in rejected.items()}
    parts["company"] = json.dumps(dict(company), sort_keys=True, ensure_ascii=False)
    return combined({**parts, "format": str(FORMAT)})


def _is_current(path: Path, load_id: str) -> bool:
    return (path / CURRENT).exists() and current(path) == load_id


def _known_name(name: str) -> str:
    if name not in TABLES:
        raise BookError(f"rejected rows of an unknown table {name!r}; the contract has: {', '.join(TABLES)}")
    return name


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Be the only writer; the system lets go of the lock when the process ends, however it ends."""
    lock = FileLock(path / ".lock", timeout=0, mode=FILE_MODE)
    try:
        lock.acquire()
    except Timeout as error:
        raise BookLocked(f"another process is writing to {path}; wait for it and try again") from error
    try:
        yield
    finally:
        lock.release()
