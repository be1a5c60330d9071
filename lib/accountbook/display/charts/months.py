"""Twelve months of orders, with the same months a year before."""

from __future__ import annotations

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both
from accountbook.display.fragment import Fragment
from accountbook.display.svg import ACT, GREY, INK
from accountbook.display.words import Words


def months_chart(
    this_year: pd.Series, year_before: pd.Series, *, words: Words, alt: str, low: bool = False, width: int = 474
) -> Fragment:
    """Draw bars for this year's months and a line for the same month a year before.

    Parameters
    ----------
    this_year : Series
        Money in company currency (not thousands), indexed by the first day of each of up to 12 consecutive months;
        the last is the as-of month. Missing and negative months are drawn as 0.
    year_before : Series
        The same number of months, in the same order, a year earlier; a missing one has no line.
    words : Words
    alt : str
        The finding with numbers.
    low : bool
        Draws the last month in orange: less than usual. Its number and the year before's stand at the marks.
    width : int
        474 (5 columns), 676 (7 columns) or 779 (8 columns).

    Returns
    -------
    Fragment
        The wide and the narrow drawing, 150 px high.

    Raises
    ------
    ValueError
        If the two series differ in length.

    Examples
    --------
    >>> months = pd.date_range("2025-11-01", periods=12, freq="MS")
    >>> chart = months_chart(pd.Series(4e4, months), pd.Series(3e4, months), words=Words(), alt="Even months")
    >>> str(chart).count("<svg"), "style=" in str(chart)
    (2, False)
    """
    if len(this_year) != len(year_before):
        raise ValueError(f"This year has {len(this_year)} months and the year before {len(year_before)}; give as many.")
    now = [max(float(value), 0.0) if pd.notna(value) else 0.0 for value in this_year]
    before = [float(value) for value in year_before]

    def draw(size: int) -> Drawing:
        return _draw(size, pd.DatetimeIndex(this_year.index), now, before, words, low)

    return both(draw, alt=alt, width=width)


def _draw(
    size: int, months: pd.DatetimeIndex, now: list[float], before: list[float], words: Words, low: bool
) -> Drawing:
    n, last = len(now), len(now) - 1
    top = max([*now, *(value for value in before if value == value), 1.0])
    drawing = Drawing(size, 150, x=(-0.5, n - 0.5), y=(0, top), top=18)
    slot = (drawing.right - drawing.left) / max(n, 1)
    bar, dash = slot * 0.31, slot * 0.43
    for i, value in enumerate(now):
        x, y = drawing.px(i), drawing.py(value)
        if value:
            drawing.rect_px(x - bar, drawing.bottom, x + bar, y, colour=ACT if low and i == last else INK)
    for i, value in enumerate(before):
        if not value > 0:
            continue
        x, y = drawing.px(i), drawing.py(value)
        drawing.line_px([(x - dash, y), (x + dash, y)], colour=GREY, width=2)
        if now[i] > value:  # inside the bar the line is left white
            drawing.line_px([(x - bar, y), (x + bar, y)], colour="#ffffff", width=2)
    _label(drawing, now, before, words, low)
    every = 1 if size > NARROW else 2
    drawing.axis([(i, words.month_short(day)) for i, day in enumerate(months) if i % every == 0], marks=False)
    return drawing


def _label(drawing: Drawing, now: list[float], before: list[float], words: Words, low: bool) -> None:
    """Write the last month's numbers where it is low, and the largest month's."""
    last = len(now) - 1

    def above(i: int, *values: float) -> float:
        return drawing.py(max(value for value in values if value == value)) + 5

    for i, value in enumerate(before):  # labels stay off the lines
        if value > 0:
            x, y = drawing.px(i), drawing.py(value)
            drawing.keep_free(x - 14, y - 1, x + 14, y + 1)
    for i, value in enumerate(now):  # and off the bars
        drawing.keep_free(drawing.px(i) - 8, drawing.bottom, drawing.px(i) + 8, drawing.py(value))
    if low and now:
        x = drawing.px(last)
        drawing.label([(x, above(last, now[last]), "center", words.money(now[last]))], colour=ACT, bold=True)
        if before[last] > now[last]:
            drawing.label([(x, above(last, before[last]), "center", words.money(before[last]))])
    most = max(range(len(now)), key=now.__getitem__, default=None)
    if most is not None and now[most] > 0 and not (low and most == last):
        x = drawing.px(most)
        near = [value for value in (now[most], before[most]) if value == value and value < now[most] * 1.2]
        drawing.label(
            [
                (x, above(most, *near), "center", words.money(now[most])),
                (x, above(most, now[most], before[most]), "center", words.money(now[most])),
            ],
            colour=INK,
        )
