"""A mapping file read and checked: all of it, or as far as it can be used to look for further faults."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from accountbook.ingest.declared import as_day
from accountbook.ingest.errors import SourceError, nearest
from accountbook.ingest.lookups import Lookup
from accountbook.ingest.mapping import NO_LINES, Company, Derive, Gate, Kinds, Mapping, Sum, TableMapping
from accountbook.ingest.named import name_faults
from accountbook.ingest.query import Query
from accountbook.tables import TABLES

MAX_MAPPING_BYTES = 1_000_000
WRITE = {
    "exported_on": (
        "exported_on = 2026-11-01",
        "at the top, with the day of the export, or load with --exported-on 2026-11-01",
    ),
    "company": ('name = "...", currency = "EUR", country = "KR"', "under [company], with the company's own"),
    "company.name": ('name = "Example"', "under [company], with the company's own"),
    "company.currency": ('currency = "EUR"', "under [company], with the company's own (three capital letters)"),
    "company.country": ('country = "KR"', "under [company], with the company's own (ISO 3166, two capital letters)"),
    "tables": ("[tables.order_lines]", "with its files and columns; `accountbook map` proposes them"),
}
"""What to write where something indispensable is missing or not written as it must be, and where."""


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises
    ------
    SourceError
        If there is none, or with everything that is wrong in it.
    """
    mapping, problems = draft_mapping(path)
    if problems:
        raise SourceError(problems)
    return mapping


def draft_mapping(path: Path, *, exported_on: date | None = None) -> tuple[Mapping, list[str]]:
    """Read a mapping file as far as it goes.

    Parameters
    ----------
    exported_on : day of the export, in place of what the file says or does not say.

    Returns
    -------
    (Mapping, list of str)
        The mapping, and everything that is wrong in it. If anything is, the mapping holds the tables that can be
        read, fit only for holding the files against them.

    Raises
    ------
    SourceError
        If there is no file, or it is no TOML, or nothing can have been exported on that day.
    """
    if not path.is_file():
        raise SourceError([f"{path}: no mapping file. `accountbook map {path.parent}` proposes one."])
    if path.stat().st_size > MAX_MAPPING_BYTES:
        raise SourceError([f"{path}: larger than {MAX_MAPPING_BYTES:,} bytes; this is no mapping file."])
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError([f"{path}: is not TOML in UTF-8 ({error}). Correct that line."]) from None
    if exported_on is not None:
        try:
            content["exported_on"] = as_day(exported_on)
        except ValueError as fault:
            raise SourceError([f"--exported-on {exported_on}: {fault}."]) from None
    try:
        return Mapping.model_validate(content), []
    except ValidationError as error:
        draft, faults = _usable(content, exported_on=exported_on or date.min)
        return draft, list(dict.fromkeys([*_plain(path, error), *(f"{path.name}: {fault}" for fault in faults)]))


def _usable(content: dict[str, Any], *, exported_on: date) -> tuple[Mapping, list[str]]:
    """The tables and sums that can be read by themselves, and the faults of names, which pydantic looks for last."""
    given, tables, faults = content.get("tables"), {}, []
    sources = content.get("source")
    # whether a query can be read is said elsewhere; here only their names are asked for
    queries = dict.fromkeys(sources if isinstance(sources, dict) else ())
    for name, table in given.items() if isinstance(given, dict) else ():
        try:
            tables[name] = TableMapping.model_validate(table)
        except ValidationError:
            continue
        faults += name_faults(name, tables[name], queries)
    if isinstance(given, dict) and "order_lines" not in given:
        faults.append(NO_LINES)
    manifest = {}
    sums = content.get("manifest")
    for name, one in sums.items() if isinstance(sums, dict) else ():
        try:
            manifest[name] = Sum.model_validate(one)
        except ValidationError:
            continue
    draft = Mapping.model_construct(
        exported_on=exported_on,
        company=Company.model_construct(name="", currency="", country=""),
        gate=Gate(),
        manifest=manifest,
        tables={name: table for name, table in tables.items() if name in TABLES},
    )
    return draft, faults


def _plain(path: Path, error: ValidationError) -> list[str]:
    """Pydantic's findings, one sentence each, without the values."""
    problems = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(str(part) for part in one["loc"])
        text = one["msg"].removeprefix("Value error, ")
        if one["type"] == "extra_forbidden":
            models = (Mapping, TableMapping, Company, Kinds, Query, Lookup, Derive)
            known = {field for model in models for field in model.model_fields}
            text = f"unknown key.{nearest(str(one['loc'][-1]), known)} Take it out or correct it."
        elif where in WRITE:
            line, place = WRITE[where]
            wrong = "missing" if one["type"] == "missing" else "not written as it must be"
            text = f"{wrong}; write {line} {place}."
        for line in text.splitlines():
            problems.append(f"{path.name}: {where + ': ' if where else ''}{line}")
    return problems
