"""Files of JSON lines that many append to and a kill may cut short: whole lines only, torn ones are left out."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from accountbook.book.files import FILE_MODE


def as_lines(facts: Iterable[Mapping[str, Any]]) -> bytes:
    """Each as a line of JSON.

    Examples
    --------
    >>> as_lines([{"page": "a"}, {"page": "b"}])
    b'{"page": "a"}\\n{"page": "b"}\\n'
    """
    return "".join(f"{json.dumps(one, ensure_ascii=False, allow_nan=False)}\n" for one in facts).encode("utf-8")


def parsed_lines(path: Path) -> list[dict[str, Any]]:
    """A file's lines, oldest first; none where it is missing."""
    found = []
    for text in path.read_bytes().split(b"\n") if path.exists() else ():
        try:
            found += [json.loads(text)] if text.strip() else []
        except ValueError:
            continue
    return found


def append_line(path: Path, facts: Mapping[str, Any], *, make: bool = True, sync: bool = True) -> None:
    """Append one line, whoever else writes to the file.

    Parameters
    ----------
    make : make a file that is missing, for its owner only.
    sync : wait until the line is on the disk.

    Raises
    ------
    FileNotFoundError
        If the file is missing and not to be made.
    OSError
        If the disk is full; what it took of the line is a torn one.
    """
    handle = os.open(path, os.O_RDWR | os.O_APPEND | (os.O_CREAT if make else 0), FILE_MODE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        end = os.lseek(handle, 0, os.SEEK_END)
        # a writer that was killed may have left half a line: it must not swallow ours
        torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
        text = b"\n" * torn + as_lines([facts])
        if os.write(handle, text) < len(text):  # a disk that fills up takes a part, and says nothing
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)
