"""Twelve months of orders as they happened, and the twelve that follow with their ranges."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both, round_ticks
from accountbook.display.fragment import Fragment
from accountbook.display.svg import BAND, EXPECTED, INK, RULE
from accountbook.display.words import Words

HEIGHT = 190


def year_chart(
    past: Sequence[float],
    ahead: Sequence[tuple[float, float, float]],
    *,
    first: pd.Timestamp,
    words: Words,
    alt: str,
    width: int = 779,
) -> Fragment:
    """Draw bars for what was ordered by month, and for each month ahead its mean with the range that holds 8 in 10.

    Parameters
    ----------
    past : money in the company's currency, one per month, oldest first; negative months are drawn as 0.
    ahead : (mean, low, high) of each month that follows, in the same unit.
    first : first day of the first month ahead.
    alt : the finding with numbers.
    width : 474, 676 or 779 px.

    Examples
    --------
    >>> chart = year_chart([4e4] * 12, [(4e4, 2e4, 7e4)] * 12, first=pd.Timestamp("2026-11-01"), words=Words(),
    ...                    alt="About as much as last year")
    >>> str(chart).count("<svg"), "style=" in str(chart)
    (2, False)
    """
    months = pd.date_range(first - pd.DateOffset(months=len(past)), periods=len(past) + len(ahead), freq="MS")
    bars = [max(float(value), 0.0) for value in past]

    def draw(size: int) -> Drawing:
        return _draw(size, months, bars, ahead, words)

    return both(draw, alt=alt, width=width)


def _draw(
    size: int, months: pd.DatetimeIndex, bars: list[float], ahead: Sequence[tuple[float, float, float]], words: Words
) -> Drawing:
    n, gone = len(months), len(bars)
    top = max([*bars, *(high for _, _, high in ahead), 1.0])
    drawing = Drawing(size, HEIGHT, x=(-0.5, n - 0.5), y=(0, top), left=40, top=18)
    drawing.scale(round_ticks(top, words))
    half = (drawing.right - drawing.left) / max(n, 1) * 0.31
    for i, value in enumerate(bars):
        x, y = drawing.px(i), drawing.py(value)
        if value:
            drawing.rect_px(x - half, drawing.bottom, x + half, y, colour=INK)
            drawing.keep_free(x - half, drawing.bottom, x + half, y)
    now = drawing.px(gone - 0.5)
    drawing.line_px([(now, drawing.bottom), (now, drawing.top)], colour=RULE)
    for i, (value, low, high) in enumerate(ahead, start=gone):
        x = drawing.px(i)
        if high:
            drawing.rect_px(x - half, drawing.py(low), x + half, drawing.py(high), colour=BAND)
            drawing.dot_px(x, drawing.py(value), 3, colour=EXPECTED)
            drawing.keep_free(x - half, drawing.py(low), x + half, drawing.py(high))
    most = max(range(len(ahead)), key=lambda i: ahead[i][0], default=None)
    if most is not None and ahead[most][0]:
        value, _, high = ahead[most]
        x, y = drawing.px(gone + most), drawing.py(high) + 5
        drawing.label([(x, y, "center", words.money(value)), (x, y, "right", words.money(value))], colour=EXPECTED)
    every = 2 if size > NARROW else 4
    ticks = [(i, words.month_short(day, year=day.month == 1)) for i, day in enumerate(months) if i % every == 0]
    drawing.axis(ticks, marks=False)
    return drawing
