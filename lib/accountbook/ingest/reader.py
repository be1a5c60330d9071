"""From a folder of exports to clean tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accountbook.ingest.intake import Intake


def read_source(source: Path, *, mapping: Path | None = None, previous: dict[str, Any] | None = None) -> Intake:
    """Read every table of a folder of exports (or one file) as its mapping says.

    Parameters
    ----------
    source : folder of the exports, or a single file; it may be read-only.
    mapping : the mapping file; default ``mapping.toml`` in the folder.
    previous : report of the last good load; a load that falls too far below it stops (``[gate]``).

    Raises
    ------
    SourceError
        If the source cannot be trusted: one message that lists everything wrong.
    """
    raise NotImplementedError
