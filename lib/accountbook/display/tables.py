"""Tables: one frozen builder, one template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accountbook.display.fragment import Fragment

__all__ = ["Cell", "Column", "table"]

Text = str | Fragment


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    head : str or Fragment
        The head; the unit stands here, never in a cell ("EUR k").
    kind : {"text", "name", "number", "mark", "reason"}
        "number" is right-aligned, head too; "name" is bold and full width on a phone; "reason" is full width
        and last on a phone.
    second : str
        Second line of the head.
    label : str, optional
        What a phone writes above the value where the table is broken into grids; `head` if not given.
    phone : int
        Columns of six on a phone; 0 hides the cell there.
    sort : str
        Name of the data attribute that the page's script sorts by; empty: not sortable.
    wide : bool
        24 px before it, where text follows a right-aligned number.
    """

    head: Text
    kind: Literal["text", "name", "number", "mark", "reason"] = "text"
    second: Text = ""
    label: str | None = None
    phone: int = 2
    wide: bool = False


@dataclass(frozen=True)
class Cell:
    """One value: text, the range after it in grey, a second line, a mark before it.

    `act` is orange, `expected` blue, `strong` bold; nothing to say is Cell("") or "".
    """

    value: Text = ""
    range: Text = ""
    second: Text = ""
    mark: Fragment | None = None
    aside: Text = ""
    act: bool = False
    act_second: bool = False
    expected: bool = False
    strong: bool = False
    href: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | Text]],
    *,
    id: str,
    caption: Text = "",
    total: Sequence[Cell | Text] | None = None,
) -> Fragment:
    """Give a table.

    Parameters
    ----------
    columns : sequence of Column
    rows : iterable of sequences
        One Cell (or plain text) per column.
    id : str
        Letters, digits, hyphens; set by the caller and unique on the page.
    caption : str or Fragment
        Grey line above: how many of how many, what the marks mean, how it is sorted.
    total : sequence, optional
        A last row in bold.

    Raises
    ------
    ValueError
        If a row has not one cell per column.
    """
    raise NotImplementedError
