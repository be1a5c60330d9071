"""What lies in a folder of exports and is none: why `map` does not look at it."""

from __future__ import annotations

from pathlib import Path

from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile, is_issued
from accountbook.ingest.issued import READS

OWN = (".toml", ".sha256")
"""Mappings, and what an exporter says of a file beside it."""


def passed_over(folder: Path) -> list[str]:
    """Every file that a proposal takes no notice of, and why, one sentence each; of a folder below, how many they are.

    Examples
    --------
    >>> passed_over(Path("no-such-folder"))
    []
    """
    said, below = [], {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "~$")) for part in parts) or path.suffix.lower() in OWN or not path.is_file():
            continue
        name = "/".join(parts)
        if is_issued(path):
            said.append(f"{name}: {READS}")
        elif fault := _unread(SourceFile(path, name)):
            said += [f"NOT READ: {fault}"] * (len(parts) == 1)
        elif len(parts) > 1:
            deep = "**/" if len(parts) > 2 else ""
            below.setdefault(parts[0], []).append(f"{parts[0]}/{deep}*{path.suffix}")
    for name, patterns in below.items():
        files = "1 file lies" if len(patterns) == 1 else f"{len(patterns):,} files lie"
        said.append(
            f"{name}/: {files} below the folder, where map does not look: move up what is an export, or write "
            f'files = ["{patterns[0]}"] for its table'
        )
    return said


def _unread(file: SourceFile) -> str:
    """Why no file of this kind is read, or an empty text."""
    try:
        _ = file.kind
    except FileFault as fault:
        return str(fault)
    return ""
