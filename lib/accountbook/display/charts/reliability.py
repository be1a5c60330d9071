"""What was predicted against what happened, in groups."""

from __future__ import annotations

import math

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both
from accountbook.display.fragment import Fragment
from accountbook.display.svg import AXIS, EXPECTED, GREY, INK, LINE
from accountbook.display.words import Words


def reliability_chart(groups: pd.DataFrame, *, words: Words, alt: str, width: int = 474, top: float = 1.0) -> Fragment:
    """Draw predicted shares across and what happened upwards, with counts and the diagonal.

    Parameters
    ----------
    groups : DataFrame
        One row per group of predictions: `predicted` and `happened` (shares 0 to 1), `n` (rows in the group),
        optionally `lo` and `hi` (8-in-10 range of `happened` given `n`).
    words : Words
    alt : str
        The finding with numbers.
    width : int
        474, 676 or 779.
    top : float
        End of both axes, such as 0.8.

    Returns
    -------
    Fragment
        The wide and the narrow drawing, 230 px high.

    Examples
    --------
    >>> groups = pd.DataFrame({"predicted": [0.1, 0.4], "happened": [0.12, 0.35], "n": [200, 40]})
    >>> chart = reliability_chart(groups, words=Words(), alt="12% of those given 10% went silent", top=0.8)
    >>> ">200<" in str(chart)
    True
    """

    def draw(size: int) -> Drawing:
        drawing = Drawing(size, 230, x=(0, top), y=(0, top), left=44, right=18, top=30, bottom=38)
        step = top / 4
        drawing.scale([(i * step, words.share(i * step)) for i in range(5)])
        drawing.axis([(i * step, words.share(i * step)) for i in range(0, 5, 1 if size > NARROW else 2)])
        drawing.text_px(drawing.left, drawing.height - 12, words("happened"), colour=INK)
        drawing.text_px(drawing.right, 4, words("predicted"), colour=EXPECTED, align="right")
        corner = (drawing.px(top), drawing.py(top))
        drawing.line_px([(drawing.px(0), drawing.py(0)), corner], colour=AXIS, width=1.2, dashes=(4, 3))
        drawing.label([(corner[0], corner[1] + 6, "right", words("as predicted"))])
        _groups(drawing, groups.dropna(subset=["predicted", "happened"]), words)
        return drawing

    return both(draw, alt=alt, width=width)


def _groups(drawing: Drawing, groups: pd.DataFrame, words: Words) -> None:
    most = max(groups["n"].max(), 1) if len(groups) else 1
    ranges = {"lo", "hi"} <= set(groups.columns)
    rows = list(groups.sort_values("predicted").to_dict("records"))
    drawing.keep_free(drawing.left, drawing.bottom - 2, drawing.right, drawing.bottom + 1)
    for row in rows:
        x, y = drawing.px(row["predicted"]), drawing.py(row["happened"])
        if ranges and pd.notna(row["lo"]) and pd.notna(row["hi"]):
            low, high = (min(max(drawing.py(row[end]), drawing.bottom), drawing.top) for end in ("lo", "hi"))
            drawing.line_px([(x, low), (x, high)], colour=LINE, width=2)
        size = 2.5 + 5 * math.sqrt(row["n"] / most)
        drawing.dot_px(x, y, size, colour=INK, edge="#ffffff")
        drawing.keep_free(x - size, y - size, x + size, y + size)
    for row in rows:
        x, y = drawing.px(row["predicted"]), drawing.py(row["happened"])
        places = [(x + 10, y - 4, "left"), (x + 8, y - 16, "left"), (x, y + 10, "center"), (x - 8, y + 6, "right")]
        text = words.number(row["n"])
        drawing.label([(a, b, align, text) for a, b, align in places], colour=GREY)
