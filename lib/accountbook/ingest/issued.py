"""Workbooks that we wrote for people to fill in: they are no exports, though they lie beside them."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

META = "_accountbook"
"""The hidden sheet that says what such a workbook is."""
READS = "a filled sheet; load reads it by itself"


def is_ours(path: Path) -> bool:
    """Whether a file is a workbook that we wrote, as far as its list of sheets tells.

    Examples
    --------
    >>> is_ours(Path("no-such-file.xlsx"))
    False
    """
    try:
        with zipfile.ZipFile(path) as packed, packed.open("xl/workbook.xml") as part:
            return f'name="{META}"'.encode() in part.read(1 << 20)
    # a part that is locked by a password is a RuntimeError
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False
