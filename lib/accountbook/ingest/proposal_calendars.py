"""The calendars of a folder in a proposal: contact events, by who took part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from accountbook.ingest.calendar_columns import TABLE
from accountbook.ingest.files import CALENDAR, SourceFile, find_files
from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.sheets import Sheet
from accountbook.tables import Contacts

TAKEN = f"a calendar -> {TABLE}"


def calendars_in(folder: Path) -> list[SourceFile]:
    """The calendar files of a folder.

    Examples
    --------
    >>> calendars_in(Path("no-such-folder"))
    []
    """
    files = find_files(folder, ["*"])
    return [one for one in files if one.path.name.lower().endswith(CALENDAR) and not one.path.name.startswith(".")]


def propose_calendars(out: Lines, calendars: Sequence[SourceFile], by_table: dict[str, list[Sheet]]) -> None:
    """The source of all calendars: a table of its own, or beside the files that hold contact events, too.

    Parameters
    ----------
    by_table : the sheets of each table.
    """
    if not calendars:
        return
    beside = bool(by_table[TABLE])
    out.head("tables", TABLE, *["sources"] * beside, many=beside)
    out.note("calendars: an entry counts where somebody of contacts took part; title and text are not read")
    if not any(Contacts.email in one.columns for one in by_table["contacts"]):
        out.note("who took part is known by e-mail address: map email of contacts, and of employees")
    out.put("files", sorted({f"*{one.path.suffix}" for one in calendars}))
