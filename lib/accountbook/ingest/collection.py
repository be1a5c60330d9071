"""Every file and query of every table, read and held against its mapping; all faults are collected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accountbook.ingest.calendar_columns import GIVEN, calendar_source
from accountbook.ingest.calendar_columns import TABLE as CALENDAR_TABLE
from accountbook.ingest.clock import clock_of
from accountbook.ingest.columnar import read_parquet
from accountbook.ingest.delimited import Begun, read_delimited
from accountbook.ingest.errors import FileFault, NoRows, nearest
from accountbook.ingest.files import CALENDAR, SourceFile, find_files, missing_files, sha256_of, stated
from accountbook.ingest.lookups import Lookup
from accountbook.ingest.mapping import Mapping, SourceMapping, Sum
from accountbook.ingest.raw import Raw
from accountbook.ingest.shaping import shape
from accountbook.ingest.staging import Part
from accountbook.ingest.taken import LINES, EarlierLines, ReadAll, standing
from accountbook.ingest.watermark import Watermark
from accountbook.ingest.workbook import read_sheet
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.ingest.answer import Answer


@dataclass
class Collection:
    """What was found in a source folder.

    Attributes
    ----------
    parts : per table, its files and queries.
    sha256 : per name of a file or query.
    problems : everything that stops the load.
    flags : what does not stop it.
    looked_up : per table, the files that its lookups read, by name.
    unstated : some file comes without its exporter's word on its rows or SHA-256.
    calendars : per name of a calendar file, how many of its entries were left out, by reason.
    partial : tables of which a query gave only the rows that are new since the load before.
    standing : what the last load says of the files of order lines that have not changed since; they are not read.
    order : names of the files and queries of order lines, as the mapping names them.
    grown : what it says of those that have grown, by name; of them only what is new is read.
    """

    parts: dict[str, list[Part]] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    looked_up: dict[str, dict[str, tuple[SourceFile, Raw]]] = field(default_factory=dict)
    unstated: bool = False
    calendars: dict[str, Counter] = field(default_factory=dict)
    partial: set[str] = field(default_factory=set)
    standing: list[dict[str, Any]] = field(default_factory=list)
    grown: dict[str, dict[str, Any]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def read_raw(file: SourceFile, source: SourceMapping) -> Raw:
    """Read a file of any known kind as text.

    Raises
    ------
    FileFault
        If it cannot be trusted.
    """
    if file.kind == "workbook":
        return read_sheet(file, decimal=source.decimal, header_row=source.header_row, skip_rows=source.skip_rows)
    if file.kind == "parquet":
        return read_parquet(file, decimal=source.decimal)
    return read_delimited(
        file,
        encoding=source.encoding,
        delimiter=source.delimiter,
        header_row=source.header_row,
        framed=source.framed,
        skip_rows=source.skip_rows,
    )


def collect(
    folder: Path,
    mapping: Mapping,
    *,
    taken: EarlierLines | None = None,
    marks: Named[str, Watermark] | None = None,
    ask_now: bool = True,
    answers: dict[tuple, Answer | FileFault] | None = None,
) -> Collection:
    """Read every file and query that the mapping names; one that several tables draw on is read once.

    Parameters
    ----------
    taken : the order lines of the last load: of files that it read, only what is new is read.
    marks : per name of a query, how far the load before read; those not named are read in whole.
    ask_now : ask the databases; where the mapping has faults, the files alone are held against it.
    answers : what the databases said a moment ago; what they say now is added to it.

    Raises
    ------
    ReadAll
        If what was taken does not stand.
    """
    out = Collection()
    cache: dict[tuple, Raw | FileFault] = {}
    answers = {} if answers is None else answers
    for name, table in mapping.tables.items():
        out.parts[name] = []
        found = []
        for source in table.resolved():
            where = f"tables.{name}"
            if source.source is not None and ask_now:
                _take_answer(source, name, mapping, marks or {}, answers, out)
            if not source.files:
                continue
            try:
                files = find_files(folder, source.files)
            except FileFault as fault:
                out.problems.append(f"{where}: {fault}")
                continue
            files = [file for file in files if not file.name.endswith(".sha256")]
            known = {file.name for file, _ in found}
            found += [(file, source) for file in files if file.name not in known]
            if not files and not source.optional:
                out.problems.append(missing_files(folder, source.files, where=where))
        if name == LINES:
            queries = [f"source.{one.source}" for one in table.resolved() if one.source]
            out.order = [*queries, *(file.name for file, _ in found)]
        if taken is not None and name == LINES:
            taken.hold([file.name for file, _ in found], mapping)
        for file, source in found:
            if taken is None or name != LINES or not _stands(file, source, taken, mapping, out):
                _take(folder, file, source, name, mapping, cache, out)
    out.problems = list(dict.fromkeys(out.problems))
    out.flags = list(dict.fromkeys(out.flags))
    return out


def _take(
    folder: Path, file: SourceFile, source: SourceMapping, name: str, mapping: Mapping, cache: dict, out: Collection
) -> None:
    if file.path.name.lower().endswith(CALENDAR):
        _take_calendar(file, source, name, mapping, out)
        return
    raw = _read(file, source, mapping, cache, out)
    if isinstance(raw, NoRows) and source.optional:
        out.flags.append(f"{file.name}: no rows; {name} has nothing from it.")
        return
    if isinstance(raw, FileFault):
        out.problems.append(str(raw))
        return

    def fetch(lookup: Lookup) -> list[tuple[str, Raw]]:
        settings = lookup.model_dump(include={"encoding", "delimiter", "header_row", "framed", "skip_rows"})
        other = source.model_copy(update=settings)
        files = find_files(folder, lookup.files)
        if not files:
            raise FileFault(missing_files(folder, lookup.files, where=f"tables.{name}.lookup"))
        found = []
        for one in files:
            read = _read(one, other, mapping, cache, out)
            if isinstance(read, FileFault):
                raise read
            found.append((one.name, read))
            out.looked_up.setdefault(name, {})[one.name] = (one, read)
        return found

    try:
        shaped = shape(raw, source, fetch, file=file.name)
    except FileFault as fault:
        out.problems.append(str(fault))
        return
    faults = header_faults(file.name, shaped.header, source, name)
    out.problems += faults
    if shaped.furniture:
        out.flags.append(f"{file.name}: {shaped.furniture:,} lines are titles, rulings, totals or footers; left out.")
    if not faults:
        out.parts[name].append(Part(file, source, shaped))


def _read(file: SourceFile, source: SourceMapping, mapping: Mapping, cache: dict, out: Collection) -> Raw | FileFault:
    """A file read once for all who ask for it in the same way, or what is wrong with it."""
    layout = (source.header_row, source.framed, tuple(source.skip_rows))
    key = (file.name, source.encoding, source.delimiter, source.decimal, layout)
    if key not in cache:
        try:
            cache[key] = read_raw(file, source)
            _hold(file, cache[key], mapping, out)
        except FileFault as fault:
            cache[key] = fault
        except PermissionError:
            cache[key] = FileFault(f"{file.name}: may not be read by this user. Give it read permission.")
    return cache[key]


def _take_calendar(file: SourceFile, source: SourceMapping, name: str, mapping: Mapping, out: Collection) -> None:
    if name != CALENDAR_TABLE:
        out.problems.append(
            f"{file.name}: a calendar feeds {CALENDAR_TABLE} and no other table; take it out of {name}."
        )
        return
    from accountbook.ingest.calendar_file import HEADER, read_calendar  # brings libraries that only calendars need

    try:
        raw, left = read_calendar(
            file, source, exported_on=mapping.exported_on, clock=lambda: clock_of(mapping.company)
        )
        _hold(file, raw, mapping, out)
    except FileFault as fault:
        out.problems.append(str(fault))
        return
    except PermissionError:
        out.problems.append(f"{file.name}: may not be read by this user. Give it read permission.")
        return
    source = calendar_source(source)
    faults = header_faults(file.name, [*HEADER, *GIVEN], source, name)
    out.problems += faults
    out.calendars[file.name] = left
    if not faults:
        out.parts[name].append(Part(file, source, raw))


def _take_answer(
    source: SourceMapping, name: str, mapping: Mapping, marks: Named[str, Watermark], cache: dict, out: Collection
) -> None:
    from accountbook.ingest.answer import ask  # brings sqlalchemy, which a folder of files doesn't need

    key = ("query", source.source, source.decimal)
    called = f"source.{source.source}"
    if key not in cache:
        try:
            cache[key] = ask(
                called, mapping.source[source.source], exported_on=mapping.exported_on, decimal=source.decimal,
                clock=lambda: clock_of(mapping.company), before=marks.get(source.source),
            )  # fmt: skip
        except FileFault as fault:
            cache[key] = fault
    answer = cache[key]
    if isinstance(answer, NoRows) and source.optional:
        out.flags.append(f"{called}: no rows; {name} has nothing from it.")
    elif isinstance(answer, FileFault):
        out.problems.append(str(answer))
    else:
        faults = header_faults(called, answer.raw.header, source, name)
        out.problems += faults
        out.sha256[called] = answer.sha256
        if answer.origin.unmarked:
            query = mapping.source[source.source]
            fate = "every load reads them again."
            if query.asks_since:
                fate = f"a load of new rows finds such rows only if its query says: or {query.since} is null."
            flag = f"{called}: {answer.origin.unmarked:,} rows have no {query.since}; {fate}"
            out.flags += [flag] * (flag not in out.flags)
        if answer.origin.since is not None:
            out.partial.add(name)
        if not faults:
            out.parts[name].append(Part(answer.origin, source, answer.raw))


def _stands(file: SourceFile, source: SourceMapping, taken: EarlierLines, mapping: Mapping, out: Collection) -> bool:
    """Whether the last load holds the file's order lines; of one that has grown the new ones are read here.

    Raises
    ------
    ReadAll
        If the file has changed otherwise.
    """
    before = taken.file(file.name)
    try:
        out.sha256[file.name], place = standing(file, before)
    except PermissionError:
        return False
    if before is None:
        return False
    if place is None:
        raise ReadAll(f"{file.name} has changed")
    rows, raw = before["rows"], None
    try:
        said = stated(file, mapping.manifest)
        out.unstated = out.unstated or said is None
        if place < file.path.stat().st_size:
            begun = Begun(place, before["records"], before["encoding"])
            raw = read_delimited(file, delimiter=source.delimiter, header_row=source.header_row, begun=begun)
            rows += len(raw.row) + len(raw.odd)
        _hold_to(file, said, out.sha256[file.name], rows)
    except FileFault as fault:
        # whether the file as a whole is at fault, a full reading tells
        raise ReadAll(str(fault)) from None
    if raw is None:
        out.standing.append(before)
        return True
    if header_faults(file.name, raw.header, source, LINES):
        raise ReadAll(f"{file.name}: another header")
    out.grown[file.name] = before
    out.parts[LINES].append(Part(file, source, raw))
    return True


def _hold(file: SourceFile, raw: Raw, mapping: Mapping, out: Collection) -> None:
    """Hold a file against what its exporter says of it."""
    if file.name not in out.sha256:
        out.sha256[file.name] = sha256_of(file.path)
    said, rows = stated(file, mapping.manifest), len(raw.row) + len(raw.odd)
    out.unstated = out.unstated or said is None
    _hold_to(file, said, out.sha256[file.name], rows)


def _hold_to(file: SourceFile, said: Sum | None, sha256: str, rows: int) -> None:
    if said and said.sha256 and said.sha256.lower() != sha256:
        raise FileFault(
            f"{file.name}: not the file that was exported: its SHA-256 differs from the stated one. Copy it again."
        )
    if said and said.rows is not None and said.rows != rows:
        raise FileFault(f"{file.name}: {rows:,} rows, the exporter states {said.rows:,}. Export or copy it again.")


def header_faults(file: str, header: list[str], source: SourceMapping, table: str) -> list[str]:
    """Every column that the mapping names and the file lacks, and every indispensable one that nothing fills.

    Examples
    --------
    >>> from accountbook.ingest.mapping import TableMapping
    >>> source = TableMapping(files=["a.csv"], columns={"alias_id": "Od", "account_id": "New"}).resolved()[0]
    >>> header_faults("a.csv", ["Old", "New"], source, "account_aliases")
    ['a.csv: no column "Od" (alias_id). Nearest: "Old". Correct tables.account_aliases.columns in mapping.toml.']
    """
    faults = []
    named = dict(source.columns)
    if source.kinds.document_type:
        named["document_type"] = source.kinds.document_type
    named |= {f"derive.{one}": header for one, header in source.derive.model_dump().items() if header}
    for column, wanted in named.items():
        if wanted not in header:
            hint = nearest(wanted, header) or f" It has {', '.join(header[:15])}."
            faults.append(
                f'{file}: no column "{wanted}" ({column}).{hint} Correct tables.{table}.columns in mapping.toml.'
            )
    filled = {*source.columns, *source.constants, *([L.unit_price] if source.derive.amount else [])}
    missing = [c for c in TABLES[table].required if c not in filled]
    for column in missing:
        also = (
            f' or, if it is the same for all rows, {column} = "..." under tables.{table}.constants'
            if column == L.currency
            else ""
        )
        faults.append(
            f"{file}: nothing fills {table}.{column} ({TABLES[table].meanings[column].text}), which every row needs. "
            f'Add {column} = "<header>" under tables.{table}.columns{also}.{nearest(column, header)}'
        )
    return faults
