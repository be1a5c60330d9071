"""A mapping.toml proposed from the files' own headers and values."""

from __future__ import annotations

from pathlib import Path


def propose_mapping(source: Path) -> str:
    """Propose a mapping for a folder of exports, as TOML with comments for the user to edit.

    Raises
    ------
    SourceError
        If no file of the source can be read.
    """
    raise NotImplementedError
