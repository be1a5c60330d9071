"""Orders of several years, one row per year, so that a rhythm is seen as a column."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both
from accountbook.display.fragment import Fragment
from accountbook.display.svg import ACT, BAND, EXPECTED, GREY, INK, ROW
from accountbook.display.words import Words
from accountbook.tables import OrderLines as L

PITCH, DAYS = 43, 366
UNPRICED = 4.0
"""Radius of every dot where no order has an amount."""
STEP = 0.25
"""Radii differ by this many pixels or not at all: dots of one size are drawn at once."""
CLOSED = "#ecedef"


def rhythm_chart(
    orders: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    words: Words,
    alt: str,
    next_dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None = None,
    next_amount: float | None = None,
    year_end_month: int | None = None,
    closures: Sequence[tuple[pd.Timestamp, pd.Timestamp, str]] = (),
    low_last: bool = False,
    years: int = 4,
    width: int = 779,
) -> Fragment:
    """Draw one row per year, the day of the year across, an order as a dot whose area is its amount.

    Parameters
    ----------
    orders : DataFrame
        Columns `order_date` and `amount`; those of the last `years` calendar years are drawn. An order without an
        amount is a dot of the smallest size; where none has one, all are of one size.
    as_of : Timestamp
    words : Words
    alt : str
        The finding with numbers.
    next_dates : (p10, p50, p90), optional
        The next order, in blue in its row; NaT p90 opens the band, NaT p50 leaves it out. A range that crosses
        the turn of the year goes on in the next row.
    next_amount : float, optional
        Its typical amount.
    year_end_month : int, optional
        1 to 12: a dashed line at the end of this month.
    closures : sequence of (first day, last day, words)
        Grey bands in every row, by day of the year.
    low_last : bool
        Draws and labels the last order in orange.
    years : int
    width : int
        474, 676 or 779.

    Returns
    -------
    Fragment
        The wide and the narrow drawing, 43 px a row.

    Examples
    --------
    >>> days = pd.DataFrame({"order_date": pd.to_datetime(["2025-08-01", "2026-08-12"]), "amount": [4e4, 5e4]})
    >>> chart = rhythm_chart(days, as_of=pd.Timestamp("2026-10-31"), words=Words(), alt="Two orders, both in August")
    >>> str(chart).count("<circle")
    4
    """
    past = orders[(orders[L.order_date] <= as_of) & (orders[L.order_date].dt.year > as_of.year - years)]
    past = past[(past[L.amount] > 0) | past[L.amount].isna()].sort_values(L.order_date)
    dots = list(zip(past[L.order_date], past[L.amount].fillna(0.0).astype(float), strict=True))
    expected = next_dates if next_dates is not None and pd.notna(next_dates[1]) else None

    def draw(size: int) -> Drawing:
        first = min([day.year for day, _ in dots], default=as_of.year)
        last = max(as_of.year, *(day.year for day in expected[1:] if pd.notna(day))) if expected else as_of.year
        rows = range(first, min(last, as_of.year + 1) + 1)
        drawing = _frame(size, rows, words, year_end_month, closures)
        radius = _radius(dots, drawing)
        if expected:
            _next(drawing, rows, expected, next_amount, radius, words)
        _past(drawing, rows, dots, radius, words, low_last)
        return drawing

    return both(draw, alt=alt, width=width)


def _frame(
    size: int,
    rows: range,
    words: Words,
    year_end_month: int | None,
    closures: Sequence[tuple[pd.Timestamp, pd.Timestamp, str]],
) -> Drawing:
    """Draw the rows, the year-end, the closures and the months."""
    height = len(rows) * PITCH + 72
    drawing = Drawing(
        size, height, x=(0, DAYS), y=(rows[-1] + 0.75, rows[0] - 0.5), left=44, right=2, top=36, bottom=20
    )
    for first, last, text in closures:
        start, end = first.day_of_year - 1, last.day_of_year
        spans = [(start, end)] if start < end else [(start, DAYS), (0, end)]
        for a, b in spans:
            drawing.rect_px(drawing.px(a), drawing.bottom, drawing.px(b), drawing.top, colour=CLOSED)
        a, b = max(spans, key=lambda span: span[1] - span[0])
        _heading(drawing, drawing.px((a + b) / 2), text)
    for year in rows:
        y = drawing.py(year)
        drawing.line_px([(drawing.left, y), (drawing.right, y)], colour=ROW)
        drawing.text_px(drawing.left - 10, y - 4, str(year), align="right")
    if year_end_month is not None:
        # 2024 was a leap year: the axis has room for 29 February
        end = pd.Timestamp(2024, year_end_month, 1) + pd.offsets.MonthEnd(1)
        x = min(drawing.px(end.day_of_year), drawing.right - 1)
        drawing.line_px([(x, drawing.bottom), (x, drawing.top)], colour=GREY, dashes=(3, 2))
        drawing.keep_free(x - 1, drawing.bottom, x + 1, drawing.top)
        _heading(drawing, x, words("year ends {day}", day=words.tick(end)))
    every = 1 if size > NARROW else 2
    months = [pd.Timestamp(2024, month, 1) for month in range(1, 13, every)]
    drawing.axis([(day.day_of_year - 1, words.month_short(day)) for day in months])
    return drawing


def _heading(drawing: Drawing, x: float, text: str) -> None:
    """Write above the rows, one line higher where another heading stands, pushed inside at the edges."""
    low, high = drawing.top + 7, drawing.top + 22
    late = x > (drawing.left + drawing.right) / 2
    sides = ((x, "center"), (drawing.right, "right") if late else (drawing.left, "left"))
    drawing.label([(at, y, align, text) for y in (low, high) for at, align in sides])


def _radius(dots: list[tuple[pd.Timestamp, float]], drawing: Drawing) -> float:
    """Give the largest dot's radius: smaller where orders are many."""
    most = max(pd.Series([day.year for day, _ in dots]).value_counts(), default=1)
    return min(9.5 if drawing.width > NARROW else 7.5, max(3.0, 0.75 * (drawing.right - drawing.left) / most))


def _next(
    drawing: Drawing,
    rows: range,
    dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp],
    amount: float | None,
    radius: float,
    words: Words,
) -> None:
    p10, p50, p90 = dates
    last = p90 if pd.notna(p90) else pd.Timestamp(rows[-1], 12, 31)
    for year in rows:
        a = max(p10, pd.Timestamp(year, 1, 1))
        b = min(last, pd.Timestamp(year, 12, 31))
        if pd.notna(a) and a <= b:
            y = drawing.py(year)
            drawing.rect_px(drawing.px(a.day_of_year - 1), y - 5, drawing.px(b.day_of_year), y + 5, colour=BAND)
    if p50.year not in rows:
        return
    x, y = drawing.px(p50.day_of_year - 0.5), drawing.py(p50.year)
    drawing.dot_px(x, y, min(max(radius * 0.75, 4), 7.5), colour=EXPECTED)
    said = amount is not None and words.money(amount)
    text = words("next: {money}", money=said) if said else words("next")
    _below(drawing, x, y, text, colour=EXPECTED, bold=True)


def _past(
    drawing: Drawing,
    rows: range,
    dots: list[tuple[pd.Timestamp, float]],
    radius: float,
    words: Words,
    low_last: bool,
) -> None:
    if not dots:
        return
    most = max(amount for _, amount in dots)
    alike: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    for i, (day, amount) in enumerate(dots):
        size = max(radius * math.sqrt(amount / most), 1.5) if most else min(radius, UNPRICED)
        low = low_last and i == len(dots) - 1
        place = drawing.px(day.day_of_year - 0.5), drawing.py(day.year)
        alike.setdefault((low, round(size / STEP) * STEP), []).append(place)
    for low, size in sorted(alike, key=lambda one: (one[0], -one[1])):  # small ones stand before large ones
        drawing.dots_px(alike[low, size], size, colour=ACT if low else INK, edge="#ffffff", width=0.8)
    if not most:
        return
    if low_last:
        day, amount = dots[-1]
        x, y = drawing.px(day.day_of_year - 0.5), drawing.py(day.year)
        _below(drawing, x, y, words.money(amount), colour=ACT, bold=True)
    # the largest of the last year drawn: the others are read against it
    recent = [dot for dot in dots if dot[0].year == dots[-1][0].year]
    day, amount = max(recent, key=lambda dot: dot[1])
    x, y = drawing.px(day.day_of_year - 0.5), drawing.py(day.year)
    _below(drawing, x, y, words.money(amount), colour=INK)


def _below(drawing: Drawing, x: float, y: float, text: str, *, colour: str, bold: bool = False) -> None:
    sides = ((x, "center"), (x - 4, "left"), (x + 4, "right"), (x + 8, "left"), (x - 8, "right"))
    drawing.label([(at, row, align, text) for row in (y - 26, y + 14) for at, align in sides], colour=colour, bold=bold)
