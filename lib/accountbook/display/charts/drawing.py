"""One drawing of a chart: a matplotlib figure in pixels, with labels that keep out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import IdentityTransform

from accountbook.display.charts.renderer import drawn
from accountbook.display.fonts import advance
from accountbook.display.fragment import Fragment, render
from accountbook.display.svg import AXIS, GREY, ROW, svg
from accountbook.display.words import Words

__all__ = ["NARROW", "Drawing", "both", "day_number", "month_ticks", "round_ticks"]

NARROW = 358
WIDTHS = (474, 676, 779)
PIXELS = IdentityTransform()


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


class Drawing:
    """A figure of `width` x `height` px whose axes leave the given room on each side.

    All positions are in the data's units unless a name ends in ``_px``; sizes are pixels. y grows upwards.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        x: tuple[float, float],
        y: tuple[float, float],
        left: float = 0,
        right: float = 0,
        top: float = 0,
        bottom: float = 20,
    ) -> None:
        self.width, self.height = width, height
        self.left, self.right, self.bottom, self.top = left, width - right, bottom, height - top
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
        self._x, self._y = x, y
        self.taken: list[Box] = []

    def px(self, x: float) -> float:
        """Give the pixel of an x."""
        lo, hi = self._x
        return self.left + (x - lo) / (hi - lo) * (self.right - self.left)

    def py(self, y: float) -> float:
        """Give the pixel of a y, counted from below."""
        lo, hi = self._y
        return self.bottom + (y - lo) / (hi - lo) * (self.top - self.bottom)

    def _add(self, artist: Artist) -> None:
        artist.set_zorder(len(self.figure.artists))  # what is drawn later lies on top, whatever it is
        self.figure.add_artist(artist)

    def line_px(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str,
        width: float = 1,
        dashes: tuple[float, ...] | None = None,
    ) -> None:
        """Draw a line through pixels; one of one pixel lies on a pixel."""
        if width == 1:
            points = [(math.floor(a) + 0.5, math.floor(b) + 0.5) for a, b in points]
        style = (0, tuple(dash / width for dash in dashes)) if dashes else "solid"
        xs, ys = zip(*points, strict=True)
        self._add(
            Line2D(xs, ys, color=colour, linewidth=width, linestyle=style, transform=PIXELS, dash_capstyle="butt")
        )

    def rect_px(self, left: float, bottom: float, right: float, top: float, *, colour: str) -> None:
        """Fill a rectangle of pixels."""
        corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
        self._add(Polygon(corners, facecolor=colour, linewidth=0, transform=PIXELS))

    def dot_px(self, x: float, y: float, radius: float, *, colour: str, edge: str = "", width: float = 1) -> None:
        """Draw a disc; with an edge, a ring around it."""
        self.dots_px([(x, y)], radius, colour=colour, edge=edge, width=width)

    def dots_px(
        self,
        points: Sequence[tuple[float, float]],
        radius: float,
        *,
        colour: str,
        edge: str = "",
        width: float = 1,
    ) -> None:
        """Draw discs of one size, which costs hardly more than one of them."""
        xs, ys = zip(*points, strict=True)
        self._add(
            Line2D(
                xs,
                ys,
                marker="o",
                markersize=2 * radius,
                markerfacecolor=colour,
                markeredgecolor=edge or colour,
                markeredgewidth=width if edge else 0,
                linestyle="none",
                transform=PIXELS,
            )
        )

    def text_px(
        self,
        x: float,
        y: float,
        text: str,
        *,
        colour: str = GREY,
        size: float = 12,
        align: str = "left",
        bold: bool = False,
    ) -> None:
        """Write text with its baseline at y, and keep its place."""
        self.taken.append(text_box(x, y, text, size=size, align=align, bold=bold))
        weight = "bold" if bold else "normal"
        self._add(
            Text(
                x,
                y,
                text,
                color=colour,
                fontsize=size,
                fontweight=weight,
                ha=align,
                va="baseline",
                transform=PIXELS,
                parse_math=False,
            )
        )

    def label(
        self,
        places: Iterable[tuple[float, float, str, str]],
        *,
        colour: str = GREY,
        size: float = 12,
        bold: bool = False,
    ) -> bool:
        """Write text at the first place where it is whole and meets nothing.

        Parameters
        ----------
        places : iterable of (x px, y px, align, text)
            Best first; a later one may have a shorter text.

        Returns
        -------
        bool
            False if it fits nowhere: then nothing is written, because half a label is worse than none.
        """
        for x, y, align, text in places:
            box = text_box(x, y, text, size=size, align=align, bold=bold)
            inside = box.left >= 0 and box.right <= self.width and box.bottom >= 0 and box.top <= self.height
            if text and inside and not any(box.meets(other) for other in self.taken):
                self.text_px(x, y, text, colour=colour, size=size, align=align, bold=bold)
                return True
        return False

    def keep_free(self, left: float, bottom: float, right: float, top: float) -> None:
        """Keep labels out of a rectangle of pixels."""
        self.taken.append(Box(left, bottom, right, top))

    def axis(self, ticks: Iterable[tuple[float, str]], *, marks: bool = True) -> None:
        """Draw the bottom line, and below it the labels that are whole and don't touch."""
        self.line_px([(self.left, self.bottom), (self.right, self.bottom)], colour=AXIS)
        for x, text in ticks:
            at = self.px(x)
            if marks and text:
                self.line_px([(at, self.bottom), (at, self.bottom - 4)], colour=AXIS)
            self.label([(at, self.bottom - 16, "center", text)])

    def scale(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Draw light lines for the y ticks and their labels left of them."""
        for y, text in ticks:
            at = self.py(y)
            if at > self.bottom + 1:
                self.line_px([(self.left, at), (self.right, at)], colour=ROW)
            self.text_px(self.left - 6, at - 4, text, align="right")

    def svg(self, *, alt: str, cls: str) -> Fragment:
        """Give the drawing."""
        return svg(drawn(self.figure), width=self.width, height=self.height, alt=alt, cls=cls)


def text_box(x: float, y: float, text: str, *, size: float, align: str, bold: bool) -> Box:
    """Give the room a text takes, two pixels of air included."""
    wide = advance(text, size, bold=bold)
    left = x - {"left": 0, "center": wide / 2, "right": wide}[align]
    return Box(left - 2, y - 0.2 * size, left + wide + 2, y + 0.75 * size)


def both(draw: Callable[[int], Drawing], *, alt: str, width: int) -> Fragment:
    """Draw a chart wide and narrow; the page shows the one that fits, unscaled.

    Raises
    ------
    ValueError
        If `width` is none of the page's three, or there is no `alt`.
    """
    if width not in WIDTHS:
        raise ValueError(f"The chart is {width} px wide; the page has charts of {', '.join(map(str, WIDTHS))} px.")
    if not alt:
        raise ValueError("A chart needs an alt text: the finding, with its numbers.")
    return render(
        "chart",
        width=width,
        wide=draw(width).svg(alt=alt, cls="wide"),
        narrow=draw(NARROW).svg(alt=alt, cls="narrow"),
    )


def day_number(day: pd.Timestamp) -> float:
    """Give a day as a number of days, for an x axis."""
    return pd.Timestamp(day).value / 86_400e9


def round_ticks(top: float, words: Words, *, count: int = 4) -> list[tuple[float, str]]:
    """Give at most five round money ticks from 0 to `top`; only the highest has its unit.

    Examples
    --------
    >>> round_ticks(64_000, Words())
    [(0.0, '0'), (20000.0, '20'), (40000.0, '40'), (60000.0, '60k')]
    >>> round_ticks(64_000, Words("ko"))[-1]
    (60000.0, '6만')
    """
    if not top > 0:
        return [(0.0, "0")]
    ticks = [float(t) for t in MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(0, top) if 0 <= t <= top]
    unit = words.axis_unit(ticks[-1])
    scale = unit.size
    digits = 0 if all(abs(t / scale - round(t / scale)) < 1e-9 for t in ticks) else 1
    texts = [words.number(t / scale, digits=digits if t else 0) for t in ticks]
    return list(zip(ticks, [*texts[:-1], texts[-1] + unit.sign], strict=True))


def month_ticks(first: pd.Timestamp, last: pd.Timestamp, words: Words, *, every: int = 1) -> list[tuple[float, str]]:
    """Give the first days of months as (day number, "Nov" or, for January, "Jan 2027").

    Examples
    --------
    >>> [text for _, text in month_ticks(pd.Timestamp("2026-10-05"), pd.Timestamp("2027-02-01"), Words(), every=2)]
    ['Nov', 'Jan 2027']
    """
    starts = pd.date_range(first, last, freq="MS")
    keep = [day for day in starts if (day.month - 1) % every == 0]
    return [(day_number(day), words.month_short(day, year=day.month == 1)) for day in keep]
