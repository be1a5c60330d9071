"""Marks in table cells: small plain SVG with a text for those who cannot see it.

Each mark is drawn at its own size and never scaled. `alt` is a sentence with numbers; it becomes the image's
accessible name. Shapes carry the meaning, colour only repeats it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from accountbook.display.fragment import Fragment
from accountbook.display.svg import (
    ACT,
    ACT_BAND,
    BAND,
    EXPECTED,
    GREY,
    INK,
    LINE,
    ROW,
    Shape,
    number,
    shape,
    svg,
)

__all__ = [
    "bar_mark",
    "box_mark",
    "disposition_mark",
    "key_mark",
    "months_mark",
    "range_mark",
    "slots_mark",
    "sparkline",
]

DISPOSITIONS = ("favourable", "neutral", "negative", "nobody")


def sparkline(
    values: Sequence[float], *, alt: str, next_range: tuple[float, float] | None = None, width: int = 110
) -> Fragment:
    """Draw months of orders as thin bars from 0 on their own scale, and the next order's range in blue.

    Parameters
    ----------
    values : sequence of float
        Money per month, usually 24, oldest first; missing and negative months are drawn as 0.
    next_range : (float, float), optional
        p10 and p90 of the next order's amount; missing ones draw nothing.
    """
    height, base = 22, 20.5
    heights = [value if value > 0 else 0.0 for value in values]
    ends = [end for end in next_range or () if end > 0]
    ends = ends if len(ends) == 2 else []
    scale = 18 / max([*heights, *ends, 1e-9])
    pitch = (width - 2) / (max(len(heights), 1) + (1.6 if next_range else 0))
    bar = min(3.0, pitch * 0.68)
    shapes = [shape("path", d=f"M0 {base + 0.5}H{width}", stroke=LINE)]
    bars = []
    for i, value in enumerate(heights):
        tall = max(value * scale, 1.2) if value > 0 else 0
        if tall:
            bars.append(f"M{number(i * pitch + 1)} {base}v{number(-tall)}h{number(bar)}v{number(tall)}z")
    if bars:
        shapes.append(shape("path", d="".join(bars), fill=INK))
    if ends:
        lo, hi = (base - end * scale for end in sorted(ends))
        middle, least = (lo + hi) / 2, 2.5
        tall = max(lo - hi, least)
        shapes.append(shape("rect", x=width - bar - 0.5, y=middle - tall / 2, width=bar, height=tall, fill=EXPECTED))
    return svg(shapes, width=width, height=height, alt=alt)


def range_mark(
    lo: float,
    hi: float,
    mid: float,
    *,
    alt: str,
    scale: tuple[float, float] = (0.0, 1.0),
    rep: float | None = None,
    kind: Literal["expected", "act", "plain"] = "expected",
    width: int = 148,
) -> Fragment:
    """Draw a band from lo to hi and a dot at mid, on a scale shared by the whole column.

    Parameters
    ----------
    lo, hi, mid : float
        The 8-in-10 range and the model's value, in the scale's unit; a missing mid draws the scale alone, and
        what lies beyond the scale is drawn at its end.
    scale : (float, float)
        The column's ends; ticks stand at both ends and the middle. Say them in the head.
    rep : float, optional
        The rep's own number: a hollow diamond.
    kind : {"expected", "act", "plain"}
        Blue; orange square (late, high); grey (nothing to do).
    """
    height, axis, centre, edge = 18, 14.5, 8.5, 5.0
    ink, band = {"expected": (EXPECTED, BAND), "act": (ACT, ACT_BAND), "plain": (GREY, ROW)}[kind]
    start, end = scale

    def at(value: float) -> float:
        share = (value - start) / (end - start)
        return edge + min(max(share, 0.0), 1.0) * (width - 2 * edge)

    left, middle, right = at(start), at((start + end) / 2), at(end)
    ticks = "".join(f"M{number(x)} {axis - 2.5}v5" for x in (left, middle, right))
    shapes = [shape("path", d=f"M{number(left)} {axis}H{number(right)}{ticks}", stroke=LINE, fill="none")]
    if not _missing(lo) and not _missing(hi):
        shapes.insert(0, shape("rect", x=at(lo), y=centre - 5, width=max(at(hi) - at(lo), 2), height=10, fill=band))
    if rep is not None and not _missing(rep):
        x, r = at(rep), 5
        diamond = (
            f"M{number(x)} {centre - r}L{number(x + r)} {centre}L{number(x)} {centre + r}L{number(x - r)} {centre}z"
        )
        shapes.append(shape("path", d=diamond, fill="#fff", stroke=INK, stroke_width=1.5))
    if not _missing(mid):
        x = at(mid)
        shapes.append(
            shape("rect", x=x - 3.5, y=centre - 3.5, width=7, height=7, fill=ink)
            if kind == "act"
            else shape("circle", cx=x, cy=centre, r=3.8, fill=ink)
        )
    return svg(shapes, width=width, height=height, alt=alt)


def bar_mark(
    value: float,
    *,
    alt: str,
    scale: tuple[float, float],
    kind: Literal["auto", "base", "act", "ink"] = "auto",
    width: int = 68,
) -> Fragment:
    """Draw a signed bar from the zero of the column's scale.

    Parameters
    ----------
    value : float
        Such as percentage points.
    scale : (float, float)
        The column's smallest and largest value; zero is always on it.
    kind : {"auto", "base", "act", "ink"}
        "auto": orange above zero (more risk), black below. "base" is grey.
    """
    height = 16
    start, end = min(scale[0], 0.0), max(scale[1], 0.0)
    reach = (width - 2) / (end - start) if end > start else 0.0
    zero = 1 - start * reach
    colour = {"auto": ACT if value > 0 else INK, "base": GREY, "act": ACT, "ink": INK}[kind]
    shapes = []
    if not _missing(value):
        tip = zero + min(max(value, start), end) * reach
        shapes.append(shape("rect", x=min(zero, tip), y=4, width=abs(tip - zero), height=9, fill=colour))
    shapes.append(shape("path", d=f"M{number(zero)} 1.5v14", stroke=GREY))
    return svg(shapes, width=width, height=height, alt=alt)


def disposition_mark(disposition: str, *, alt: str = "") -> Fragment:
    """Draw favourable (black disc +), neutral (ring =), negative (orange square −) or nobody (dashed orange ring).

    Without `alt` the mark is decoration beside words that say the same.

    Raises
    ------
    ValueError
        If it is none of the four.
    """
    if disposition not in DISPOSITIONS:
        raise ValueError(f"The disposition is {disposition!r}; a mark shows one of {', '.join(DISPOSITIONS)}.")
    ring = {"cx": 8, "cy": 8, "r": 6.5}
    shapes = {
        "favourable": [
            shape("circle", cx=8, cy=8, r=7.2, fill=INK),
            shape("path", d="M4.5 8h7M8 4.5v7", stroke="#fff", stroke_width=1.8),
        ],
        "neutral": [
            shape("circle", **ring, fill="none", stroke=GREY, stroke_width=1.4),
            shape("path", d="M5 6.5h6M5 9.5h6", stroke=GREY, stroke_width=1.4),
        ],
        "negative": [
            shape("rect", x=1, y=1, width=14, height=14, fill=ACT),
            shape("path", d="M4.5 8h7", stroke="#fff", stroke_width=2),
        ],
        "nobody": [shape("circle", **ring, fill="none", stroke=ACT, stroke_width=1.5, stroke_dasharray="3 2.1")],
    }[disposition]
    return svg(shapes, width=16, height=16, alt=alt)


def box_mark(state: Literal["open", "done", "missed"], *, alt: str = "") -> Fragment:
    """Draw an action's box to tick, its tick, or an orange dash for one that was not done."""
    shapes: dict[str, list[Shape]] = {
        "open": [shape("rect", x=1.25, y=1.25, width=12.5, height=12.5, fill="none", stroke=INK, stroke_width=1.5)],
        "done": [shape("path", d="M2 8.5l4 4.5L13 2.5", fill="none", stroke=INK, stroke_width=1.6)],
        "missed": [shape("path", d="M3.5 8h8", stroke=ACT, stroke_width=2)],
    }
    return svg(shapes[state], width=15, height=15, alt=alt)


def key_mark(which: Literal["model", "rep", "act"]) -> Fragment:
    """Draw one mark of :func:`range_mark` for the column's head: "● model, range; 0 to 100% ◇ rep"."""
    shapes = {
        "model": [shape("circle", cx=5.5, cy=6, r=3.8, fill=EXPECTED)],
        "rep": [shape("path", d="M5.5 1L10.5 6L5.5 11L.5 6z", fill="#fff", stroke=INK, stroke_width=1.5)],
        "act": [shape("rect", x=2, y=2.5, width=7, height=7, fill=ACT)],
    }[which]
    return svg(shapes, width=11, height=12)


@lru_cache(maxsize=512)  # an index of thousands of rows has few different ones
def slots_mark(filled: int, total: int, *, alt: str, few: bool = False) -> Fragment:
    """Draw roles known: filled squares and empty ones; `few` makes the empty ones orange.

    Examples
    --------
    >>> str(slots_mark(10, 12, alt="10 of 12 roles known")).count("v8h")
    2
    """
    pitch = min(7.0, 84 / max(total, 1))
    wide = number(pitch - 2), number(pitch - 3)
    full = "".join(f"M{number(i * pitch)} 0h{wide[0]}v9H{number(i * pitch)}z" for i in range(min(filled, total)))
    empty = "".join(f"M{number(i * pitch + 0.5)} .5v8h{wide[1]}v-8z" for i in range(filled, total))
    shapes = [shape("path", d=full, fill=GREY)] if full else []
    if empty:
        shapes.append(shape("path", d=empty, fill="none", stroke=ACT if few else LINE))
    return svg(shapes, width=math.ceil(pitch * max(total, 1)), height=9, alt=alt)


def months_mark(values: Sequence[float], *, alt: str, season: Sequence[bool] | None = None) -> Fragment:
    """Draw January to December as 12 bars on their own scale; `season` marks the dark ones (all without it).

    Raises
    ------
    ValueError
        If there are not twelve months.
    """
    if len(values) != 12 or (season is not None and len(season) != 12):
        raise ValueError(f"A year has twelve months; {len(values)} were given.")
    dark = season if season is not None else [True] * 12
    base, pitch = 22.5, 9.2
    scale = 20 / max([*(value for value in values if value > 0), 1e-9])
    shapes = [
        shape(
            "rect", x=i * pitch + 1, y=base - value * scale, width=6.8, height=value * scale, fill=INK if on else LINE
        )
        for i, (value, on) in enumerate(zip(values, dark, strict=True))
        if value > 0
    ]
    return svg([*shapes, shape("path", d=f"M0 {base + 0.5}H111", stroke=LINE)], width=111, height=24, alt=alt)


def _missing(value: float) -> bool:
    return value != value
