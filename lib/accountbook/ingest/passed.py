"""What lies in a folder of exports and is none: why `map` does not look at it."""

from __future__ import annotations

from pathlib import Path

from accountbook.ingest.files import is_issued
from accountbook.ingest.issued import READS


def passed_over(folder: Path) -> list[str]:
    """Every file that a proposal takes no notice of, and why, one sentence each.

    Examples
    --------
    >>> passed_over(Path("no-such-folder"))
    []
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith((".", "~$"))]
    return [f"{path.relative_to(folder).as_posix()}: {READS}" for path in files if is_issued(path)]
