"""Tables: one frozen builder, one Jinja macro.

great-tables 1.1.0 was weighed. It escapes cells, but it puts a style attribute on the div around every table and on
every styled cell, and a <style> of 7 kB with the table's id in it into the body: a policy that allows one sheet by
its hash forbids all three, and no option turns them off. Hence a template of our own, and only this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accountbook.display.fragment import Fragment, render

__all__ = ["Cell", "Column", "table"]

Text = str | Fragment
KINDS = {"text": "", "name": "name", "number": "num", "mark": "mark", "reason": "reason"}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    head : str or Fragment
        The head; the unit stands here, never in a cell ("EUR k").
    kind : {"text", "name", "number", "mark", "reason"}
        "number" is right-aligned, head too; "name" is bold and full width on a phone; "reason" is full width there.
    second : str or Fragment
        Second line of the head.
    label : str, optional
        What a phone writes above the value where rows are broken up; `head`'s text if not given, "" for none.
    phone : int, optional
        Columns of six on a phone (1, 2, 3, 4, 6); 0 hides the cell there. 6 for names and reasons, else 2.
    sort : {"", "up", "down"}
        Makes the head sortable where the page has the script; which way the first click sorts. Needs Cell.key.
    gap : bool
        24 px before it: where text follows a right-aligned number.
    """

    head: Text
    kind: Literal["text", "name", "number", "mark", "reason"] = "text"
    second: Text = ""
    label: str | None = None
    phone: int | None = None
    sort: Literal["", "up", "down"] = ""
    gap: bool = False

    @property
    def cls(self) -> str:
        """The cell's classes: alignment, gap, width on a phone."""
        phone = self.phone if self.phone is not None else 6 if self.kind in ("name", "reason") else 2
        return " ".join(filter(None, (KINDS[self.kind], "gap" if self.gap else "", f"p{phone}")))

    @property
    def said(self) -> str:
        """The label above the value on a phone."""
        if self.label is not None:
            return self.label
        if self.kind in ("name", "reason"):
            return ""
        return self.head.text() if isinstance(self.head, Fragment) else self.head


@dataclass(frozen=True)
class Cell:
    """One value, and what belongs to it.

    Parameters
    ----------
    value : str or Fragment
        Nothing to say: "".
    range : str or Fragment
        Follows the value in grey and parentheses.
    aside : str or Fragment
        Follows the value in grey without them: "VX-210 *valve, 24 V*".
    second : str or Fragment
        One second line, grey.
    mark : Fragment, optional
        A drawing instead of or before the value.
    act, expected, strong : bool
        Orange, blue, bold. `act` puts `sign` before the value, because colour never stands alone.
    second_act : bool
        The second line in orange, "! " before it.
    sign : str
        "!", "×", "▼" or "" where the words say it.
    href : str
        Links the value; relative.
    key : str or float, optional
        What the column is sorted by.
    """

    value: Text = ""
    range: Text = ""
    aside: Text = ""
    second: Text = ""
    mark: Fragment | None = None
    act: bool = False
    expected: bool = False
    strong: bool = False
    second_act: bool = False
    sign: str = "!"
    href: str = ""
    key: str | float | None = None

    def __bool__(self) -> bool:
        return bool(self.value or self.mark or self.second or self.aside or self.range)


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | Text]],
    *,
    id: str,
    caption: Text = "",
    total: Sequence[Cell | Text] | None = None,
    stack: bool | None = None,
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
    stack : bool, optional
        On a phone, break each row into a grid of labelled values; by default where there are more than 4 columns.

    Raises
    ------
    ValueError
        If a row has not one cell per column, or the id has other characters.

    Examples
    --------
    >>> print(table([Column("Item", "name"), Column("EUR k", "number")], [["VX-210", Cell("15.4")]], id="items"))
    <table id="items">
    <thead><tr><th scope="col" class="name p6">Item</th><th scope="col" class="num p2">EUR k</th></tr></thead>
    <tbody>
    <tr><td class="name p6"><strong>VX-210</strong></td><td class="num p2" data-l="EUR k">15.4</td></tr>
    </tbody>
    </table>
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", id):
        raise ValueError("A table's id starts with a letter and has only letters, digits and hyphens.")
    checked = [_cells(row, columns, f"Row {n}") for n, row in enumerate(rows, 1)]
    last = _cells(total, columns, "The total") if total is not None else None
    stacked = len(columns) > 4 if stack is None else stack
    kinds = {column.kind for column in columns}
    # beside a mark, and without a reason to take it up, the slack goes to the names: see page.css
    marked = "mark" in kinds and "reason" not in kinds
    classes = " ".join(name for name, on in (("stack", stacked), ("marked", marked)) if on)
    return render("table", id=id, columns=columns, rows=checked, total=last, caption=caption, cls=classes)


def _cells(row: Sequence[Cell | Text], columns: Sequence[Column], name: str) -> list[tuple[Cell, Column]]:
    cells = [part if isinstance(part, Cell) else Cell(part) for part in row]
    if len(cells) != len(columns):
        raise ValueError(f"{name} has {len(cells)} cells and the table {len(columns)} columns; give one for each.")
    return list(zip(cells, columns, strict=True))
