"""The files of a source: found by pattern, hashed, held against what their exporter says of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountbook.ingest.errors import FileFault, nearest
from accountbook.ingest.issued import READS, is_ours
from accountbook.ingest.mapping import Sum

TEXT = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
WORKBOOK = (".xlsx", ".xlsm")
PARQUET = (".parquet",)
CALENDAR = (".ics",)


@dataclass(frozen=True)
class SourceFile:
    """One file, or one sheet of a workbook.

    Attributes
    ----------
    path : where it lies.
    name : how messages and reports call it: relative to the source folder, a sheet as ``book.xlsx#Sheet``.
    sheet : the sheet asked for; empty: the only one.
    """

    path: Path
    name: str
    sheet: str = ""

    @property
    def kind(self) -> str:
        """``"text"``, ``"workbook"``, ``"parquet"`` or ``"calendar"``, by the end of the name.

        Raises
        ------
        FileFault
            If it is none of these.
        """
        name = self.path.name.lower()
        kinds = (("text", TEXT), ("workbook", WORKBOOK), ("parquet", PARQUET), ("calendar", CALENDAR))
        for kind, ends in kinds:
            if name.endswith(ends):
                return kind
        hint = " Save it as .xlsx first." if name.endswith((".xls", ".xlsb", ".ods")) else ""
        known = ", ".join(TEXT + WORKBOOK + PARQUET + CALENDAR)
        raise FileFault(f"{self.name}: this kind of file is not read; known are {known}.{hint}")

    def facts(self) -> dict[str, Any]:
        """For the report."""
        return {"bytes": self.path.stat().st_size}


def find_files(folder: Path, patterns: Iterable[str]) -> list[SourceFile]:
    """The files that the patterns name, by name, each once; workbooks that we wrote are no exports and left out.

    Raises
    ------
    FileFault
        If a pattern leads out of the folder.

    Examples
    --------
    >>> find_files(Path("."), ["no-such-file-*.csv"])
    []
    """
    found = {}
    for pattern in patterns:
        glob, _, sheet = pattern.partition("#")
        if Path(glob).is_absolute() or ".." in Path(glob).parts:
            raise FileFault(f'files = ["{pattern}"]: leads out of the source folder; move the file into it.')
        if not Path(glob).parts:
            raise FileFault(f'files = ["{pattern}"]: names no file.')
        # a file called "orders[1].csv" or "a#b.csv" is meant before any pattern
        whole = [folder / one for one in (pattern, glob) if (folder / one).is_file()]
        if whole and whole[0] == folder / pattern:
            sheet = ""
        for path in whole[:1] or sorted(folder.glob(glob)):
            if path.is_file() and not is_issued(path):
                name = path.relative_to(folder).as_posix() + (f"#{sheet}" if sheet else "")
                found[name] = SourceFile(path, name, sheet)
    return list(found.values())


def is_issued(path: Path) -> bool:
    """Whether a file is a workbook that we wrote for people to fill in; no other kind of file is opened for it."""
    return path.name.lower().endswith(WORKBOOK) and is_ours(path)


def missing_files(folder: Path, patterns: Iterable[str], *, where: str) -> str:
    """What to say when no file matches."""
    patterns = list(patterns)
    for one in patterns:
        if is_issued(folder / one.partition("#")[0]):
            return f"{where}: {one} is {READS}. Take it out of `files` in mapping.toml."
    present = sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")
    )
    present = [name for name in present if name.lower().endswith(TEXT + WORKBOOK + PARQUET + CALENDAR)]
    present = [name for name in present if not is_issued(folder / name)]
    shown = ", ".join(present[:12]) + (f" and {len(present) - 12} more" if len(present) > 12 else "")
    hint = nearest(patterns[0], present)
    return (
        f"{where}: no file matches {', '.join(patterns)}.{hint} The folder has {shown or 'no file that can be read'}. "
        "Correct `files` in mapping.toml or add the file."
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stated(file: SourceFile, manifest: Mapping[str, Sum]) -> Sum | None:
    """What the exporter says of a file: ``[manifest]``, or beside it ``<file>.sha256``.

    The sidecar holds what ``sha256sum`` writes, and may have a line ``rows 120``.

    Raises
    ------
    FileFault
        If the sidecar says neither.
    """
    for name in (file.name, file.path.name):
        if name in manifest:
            return manifest[name]
    sidecar = file.path.with_name(file.path.name + ".sha256")
    if not sidecar.is_file():
        return None
    text = sidecar.read_bytes()[:10_000].decode("ascii", errors="ignore")
    digest = re.search(r"^[0-9a-fA-F]{64}\b", text, re.MULTILINE)
    rows = re.search(r"^rows\W+(\d+)\s*$", text, re.MULTILINE)
    if not digest and not rows:
        raise FileFault(f"{sidecar.name}: holds no SHA-256 and no line `rows N`. Write it again or remove it.")
    return Sum(sha256=digest.group() if digest else None, rows=int(rows.group(1)) if rows else None)
