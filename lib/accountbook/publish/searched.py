"""Published files searched for a person, however the words stand in them: escaped, in SVG, between tags, zipped."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

from accountbook.book import Traces

_DATA = re.compile(r"data:[\w/+.;-]*base64,[A-Za-z0-9+/=]+")
_TAG = re.compile(r"<[^<>]*>")


def found_in_file(path: Path, traces: Traces, *, near: bool) -> set[str]:
    """Which of number, e-mail and name a file holds; see `Traces.found`.

    Parameters
    ----------
    near : whether it may speak of the person's account; only then a name is looked for.
    """
    return found_in_content(path.read_bytes(), traces, near=near)


def found_in_content(content: bytes, traces: Traces, *, near: bool) -> set[str]:
    """The same of a file's bytes; a workbook's parts are looked into one by one, a calendar's lines as they were.

    Examples
    --------
    >>> from accountbook.book import Person
    >>> traces = Traces(Person("C-1", names=frozenset({"Anna Rossi"})))
    >>> folded = b"BEGIN:VCALENDAR" + bytes([13, 10]) + b"SUMMARY:Birthday of Anna Ro" + bytes([13, 10, 32]) + b"ssi"
    >>> found_in_content(folded, traces, near=True)
    {'name'}
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            contents = [packed.read(name) for name in packed.namelist()]
    elif content.startswith(b"BEGIN:VCALENDAR"):
        # long lines are folded within a word, and commas have a stroke before them (RFC 5545, 3.1 and 3.3.11)
        unfolded = re.sub(rb"\r?\n[ \t]", b"", content)
        contents = [content, re.sub(rb"\\([,;\\])", rb"\1", unfolded).replace(b"\\n", b"\n")]
    else:
        contents = [content]
    found: set[str] = set()
    for one in contents:
        found |= found_in_text(one.decode("utf-8", errors="replace"), traces, near=near)
    return found


def found_in_text(text: str, traces: Traces, *, near: bool) -> set[str]:
    """The same of a text, a page for example.

    Examples
    --------
    >>> from accountbook.book import Person
    >>> traces = Traces(Person("C-1", names=frozenset({"Anna O'Rossi"})))
    >>> [found_in_text(one, traces, near=True) for one in ("Anna O&#x27;Rossi", "<b>Anna</b> O'Rossi", "Annas")]
    [{'name'}, {'name'}, set()]
    """
    text = _DATA.sub("", text)
    plain = html.unescape(text)
    # a name may be cut by a tag inside of a word, or stand in two cells of a drawing
    found = traces.found(plain, near=near)
    if "<" in text:
        for between in ("", " "):
            found |= traces.found(html.unescape(_TAG.sub(between, text)), near=near)
    return found
