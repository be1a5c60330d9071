"""A file that belongs to a page: a workbook or a calendar, made by a notebook and written beside its page."""

from __future__ import annotations

import base64
from dataclasses import dataclass

__all__ = ["ROWS", "Attachment"]

SUFFIXES = (".xlsx", ".ics")
"""What a page may have beside it; a .pdf is printed from the page itself."""
ROWS = "rows.xlsx"
"""What a page calls the workbook beside it, whose real name is the page's own and known to the publisher only."""


@dataclass(frozen=True)
class Attachment:
    """A file beside a page.

    Parameters
    ----------
    suffix : ".xlsx" or ".ics"; a page has one of each at most.
    content : its bytes; the same input should give the same bytes.

    Raises
    ------
    ValueError
        If no page may have such a file.

    Examples
    --------
    >>> Attachment(".ics", b"BEGIN:VCALENDAR")
    <Attachment .ics of 15 bytes: keep it with pathlib.Path("name.ics").write_bytes(attachment.content)>
    """

    suffix: str
    content: bytes
    MIME = "application/vnd.accountbook.attachment+json"

    def __post_init__(self) -> None:
        if self.suffix not in SUFFIXES:
            raise ValueError(f"a page has no {self.suffix!r} beside it; expected {' or '.join(SUFFIXES)}")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        """Give a notebook the file, so that it travels with what the cells show."""
        content = base64.b64encode(self.content).decode("ascii")
        return {self.MIME: {"suffix": self.suffix, "content": content}, "text/plain": repr(self)}

    def __repr__(self) -> str:
        keep = f'pathlib.Path("name{self.suffix}").write_bytes(attachment.content)'
        return f"<Attachment {self.suffix} of {len(self.content)} bytes: keep it with {keep}>"
