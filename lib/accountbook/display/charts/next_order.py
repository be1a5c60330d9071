"""The orders of the last year and the next one, as dates and money."""

from __future__ import annotations

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both, day_number, month_ticks, round_ticks
from accountbook.display.fonts import advance
from accountbook.display.fragment import Fragment
from accountbook.display.svg import ACT, BAND, EXPECTED, GREY, INK
from accountbook.display.words import Words
from accountbook.tables import OrderLines as L

HISTORY = {False: 365, True: 245}  # days shown before the as-of day; the narrow drawing shows fewer, not smaller
LEAST_AHEAD, MOST_AHEAD = 80, 300


def next_order_chart(
    orders: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None,
    amounts: tuple[float, float, float] | None,
    words: Words,
    alt: str,
    note: str = "",
    low_last: bool = False,
    largest: str = "",
    width: int = 676,
) -> Fragment:
    """Draw past orders as thin bars and the next one as a rectangle of dates by money.

    Parameters
    ----------
    orders : DataFrame
        Columns `order_date` (datetime64) and `amount` (company currency), as Book.order_days gives; the last
        365 days before `as_of` are drawn (245 on a phone).
    as_of : Timestamp
    dates : (p10, p50, p90), optional
        Timestamps; NaT (later than the horizon) in p90 opens the rectangle to the right; NaT in p50 or None
        leaves the rectangle out, and `note` says why.
    amounts : (lo, typical, hi), optional
    words : Words
    alt : str
        The finding with numbers.
    note : str
        Words in place of the rectangle: "later than 31 Jan", "too few orders".
    low_last : bool
        Draws and labels the last order in orange.
    largest : str
        A whole sentence to write at the largest order, such as "64k before the year-end in March".
    width : int
        474, 676 or 779.

    Returns
    -------
    Fragment
        The wide and the narrow drawing, 190 px high.

    Examples
    --------
    >>> days = pd.DataFrame({"order_date": pd.to_datetime(["2026-08-01", "2026-09-12"]), "amount": [4e4, 5e4]})
    >>> chart = next_order_chart(days, as_of=pd.Timestamp("2026-10-31"), dates=None, amounts=None, words=Words(),
    ...                          alt="Two orders so far", note="too few orders")
    >>> "too few orders" in str(chart)
    True
    """

    def draw(size: int) -> Drawing:
        return _Picture(orders, as_of, dates, amounts, words, note, low_last, largest, size).drawing

    return both(draw, alt=alt, width=width)


class _Picture:
    """One of the two drawings."""

    def __init__(
        self,
        orders: pd.DataFrame,
        as_of: pd.Timestamp,
        dates: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp] | None,
        amounts: tuple[float, float, float] | None,
        words: Words,
        note: str,
        low_last: bool,
        largest: str,
        size: int,
    ) -> None:
        self.words, self.as_of, self.narrow = words, as_of, size <= NARROW
        self.dates = dates if dates is not None and pd.notna(dates[1]) and pd.notna(dates[0]) else None
        self.amounts = amounts if amounts is not None and not any(pd.isna(amount) for amount in amounts) else None
        first = as_of - pd.Timedelta(days=HISTORY[self.narrow])
        past = orders[(orders[L.order_date] > first) & (orders[L.order_date] <= as_of) & (orders[L.amount] > 0)]
        self.past = list(zip(past[L.order_date], past[L.amount].astype(float), strict=True))
        top = max([amount for _, amount in self.past] + [*(self.amounts or ()), 1.0])
        self.drawing = Drawing(
            size, 190, x=(day_number(first), self._end(first, size)), y=(0, top), left=38, top=34, bottom=20
        )
        self._frame(first)
        if self.dates and self.amounts:
            self._next(self.dates, self.amounts)
        elif note:
            x = self.drawing.px(day_number(as_of))
            middle = (self.drawing.bottom + self.drawing.top) / 2
            self.drawing.label(
                [(x + 8, middle, "left", note), (x - 8, middle, "right", note)], colour=EXPECTED, bold=True
            )
        self._past(low_last, largest)

    def _end(self, first: pd.Timestamp, size: int) -> float:
        """Give the last day drawn: far enough for the range, and for the label right of it to be whole."""
        start, now = day_number(first), day_number(self.as_of)
        if not self.dates:
            return now + LEAST_AHEAD
        _, p50, p90 = self.dates
        until = day_number(p90) if pd.notna(p90) else day_number(p50) + 45
        until = min(max(until, day_number(p50)), now + MOST_AHEAD)
        room = advance(self._said(), 12, bold=True) + 10
        days = (until - start) * (size - 38) / (size - 38 - room)
        return max(start + days, now + LEAST_AHEAD * (0.8 if self.narrow else 1))

    def _said(self) -> str:
        day, amount = self.words.tick(self.dates[1]), self.words.money(self.amounts[1]) if self.amounts else ""
        return self.words("{day}, {money}", day=day, money=amount) if amount else day

    def _frame(self, first: pd.Timestamp) -> None:
        drawing = self.drawing
        if self.past or (self.dates and self.amounts):
            drawing.scale(round_ticks(drawing._y[1], self.words))
        last = first + pd.Timedelta(days=drawing._x[1] - drawing._x[0])
        drawing.axis(month_ticks(first, last, self.words, every=2))
        x = drawing.px(day_number(self.as_of))
        drawing.line_px([(x, drawing.bottom), (x, drawing.height - 4)], colour=GREY)
        drawing.text_px(x - 5, drawing.height - 14, self.words.tick(self.as_of), align="right")
        drawing.keep_free(x - 2, drawing.bottom, x + 2, drawing.height)

    def _next(self, dates: tuple[pd.Timestamp, ...], amounts: tuple[float, float, float]) -> None:
        drawing, words = self.drawing, self.words
        p10, p50, p90 = dates
        lo, middle, hi = amounts
        left, x = drawing.px(day_number(p10)), drawing.px(day_number(p50))
        is_open = pd.isna(p90) or drawing.px(day_number(p90)) > drawing.right
        right = drawing.right if is_open else drawing.px(day_number(p90))
        right = max(right, left + 3)
        low, y, high = drawing.py(lo), drawing.py(middle), drawing.py(hi)
        drawing.rect_px(left, low, right, max(high, low + 3), colour=BAND)
        drawing.line_px([(x, drawing.bottom), (x, y)], colour=EXPECTED, width=1.5, dashes=(4, 3))
        drawing.dot_px(x, y, 5, colour=EXPECTED)
        drawing.keep_free(left, low, right, high)
        drawing.keep_free(x - 1, drawing.bottom, x + 1, y)
        said = self._said()
        beside, align = (x + 9 if is_open else right + 6), "left"
        if beside + advance(said, 12, bold=True) > drawing.width:
            beside, align = x - 9, "right"
        drawing.text_px(beside, y - 4, said, colour=EXPECTED, align=align, bold=True)
        money = words.money_range(lo, hi)
        days = words.tick_range(p10, p90) if not is_open else ""
        whole = words("{days}, {money}", days=days, money=money) if days else money
        start = max(left, drawing.px(day_number(self.as_of)) + 6)
        places = [
            (place, high + 5, align, text)
            for text in (whole, money)
            for place, align in ((start, "left"), (right, "right"), (drawing.right, "right"))
        ]
        drawing.label(places, colour=EXPECTED)

    def _past(self, low_last: bool, largest: str) -> None:
        drawing = self.drawing
        if not self.past:
            return
        last = max(range(len(self.past)), key=lambda i: self.past[i][0])
        most = max(range(len(self.past)), key=lambda i: self.past[i][1])
        wide = 4 if len(self.past) < 40 else 2
        for i, (day, amount) in enumerate(self.past):
            x, y = drawing.px(day_number(day)), drawing.py(amount)
            drawing.rect_px(
                x - wide / 2, drawing.bottom, x + wide / 2, y, colour=ACT if low_last and i == last else INK
            )
            drawing.keep_free(x - wide / 2, drawing.bottom, x + wide / 2, y)
        if low_last:
            self._mark(last, self.words.money(self.past[last][1]), colour=ACT, bold=True)
        if not (low_last and most == last):
            self._mark(most, largest or self.words.money(self.past[most][1]), colour=GREY)

    def _mark(self, i: int, text: str, *, colour: str, bold: bool = False) -> None:
        drawing = self.drawing
        day, amount = self.past[i]
        x, y = drawing.px(day_number(day)), drawing.py(amount)
        short = self.words.money(amount)
        places = [(x, y + 5, "center", text)] if text == short else []
        places += [(x + 6, y - 8, "left", text), (x, y + 5, "left", text), (x, y + 5, "right", text)]
        drawing.label([*places, (x, y + 5, "center", short), (x + 6, y - 8, "left", short)], colour=colour, bold=bold)
