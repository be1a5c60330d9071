"""Marks in table cells: small plain SVG with a text for those who cannot see it.

Each mark is drawn at its own size and never scaled. `alt` is a sentence with numbers; it becomes the image's
accessible name. Shapes carry the meaning, colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Sequence

from accountbook.display.fragment import Fragment

__all__ = ["bar_mark", "disposition_mark", "months_mark", "range_mark", "slots_mark", "sparkline"]


def sparkline(values: Sequence[float], *, alt: str, next_range: tuple[float, float] | None = None) -> Fragment:
    """Draw 24 months of orders as thin bars from 0 on their own scale, and the next order's range in blue.

    Parameters
    ----------
    values : sequence of float
        Money per month, oldest first; the last is the as-of month. Negative months are drawn as 0.
    next_range : (float, float), optional
        p10 and p90 of the next order's amount.
    """
    raise NotImplementedError


def range_mark(
    lo: float,
    hi: float,
    mid: float,
    *,
    alt: str,
    scale: tuple[float, float] = (0.0, 1.0),
    rep: float | None = None,
    kind: str = "expected",
    width: int = 140,
) -> Fragment:
    """Draw a band from lo to hi and a dot at mid, on a scale shared by the whole column.

    Parameters
    ----------
    lo, hi, mid : float
        The 8-in-10 range and the model's value, in the scale's unit.
    scale : (float, float)
        The column's ends; ticks stand at both ends and the middle.
    rep : float, optional
        The rep's own number: a hollow diamond.
    kind : {"expected", "act", "plain"}
        Blue; orange (late, high); grey (nothing to do).
    """
    raise NotImplementedError


def bar_mark(value: float, *, alt: str, scale: tuple[float, float], kind: str = "auto", width: int = 100) -> Fragment:
    """Draw a signed bar from the zero of the column's scale.

    Parameters
    ----------
    value : float
        Such as percentage points.
    scale : (float, float)
        The column's smallest and largest value, zero included by the drawing.
    kind : {"auto", "base", "act", "ink"}
        "auto": orange above zero (more risk), black below. "base" is grey.
    """
    raise NotImplementedError


def disposition_mark(disposition: str, *, alt: str = "") -> Fragment:
    """Draw favourable (black disc +), neutral (ring =), negative (orange square −) or nobody (dashed orange ring).

    Without `alt` the mark is decoration beside words that say the same.
    """
    raise NotImplementedError


def slots_mark(filled: int, total: int, *, alt: str, few: bool = False) -> Fragment:
    """Draw roles known: filled squares and empty ones; `few` makes the empty ones orange."""
    raise NotImplementedError


def months_mark(values: Sequence[float], *, alt: str, season: Sequence[bool] | None = None) -> Fragment:
    """Draw January to December as 12 bars on their own scale; `season` marks the dark ones (all without it)."""
    raise NotImplementedError
