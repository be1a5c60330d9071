"""Plain values out of frames: a missing piece is None, never NaN, NaT or an empty text."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd


def number(value: Any) -> float | None:
    """A finite float, or None.

    Examples
    --------
    >>> number(float("nan")), number(float("inf")), number(3)
    (None, None, 3.0)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    found = float(value)
    return found if math.isfinite(found) else None


def whole(value: Any) -> int | None:
    """A whole number, or None."""
    found = number(value)
    return None if found is None else int(found)


def day(value: Any) -> pd.Timestamp | None:
    """A day at midnight, or None.

    Examples
    --------
    >>> day(pd.NaT), day("2026-10-31 14:05")
    (None, Timestamp('2026-10-31 00:00:00'))
    """
    return None if value is None or pd.isna(value) else pd.Timestamp(value).normalize()


def text(value: Any) -> str | None:
    """A text with something in it, or None.

    Examples
    --------
    >>> text("  "), text(float("nan")), text(" Keller ")
    (None, None, 'Keller')
    """
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    return str(value).strip() or None


def flag(value: Any) -> bool | None:
    """True, False, or None where nobody said."""
    return None if value is None or pd.isna(value) else bool(value)


def share(part: float | None, whole: float | None) -> float | None:
    """part / whole, or None where that says nothing (no or no positive whole).

    Examples
    --------
    >>> share(1, 4), share(1, 0), share(None, 4)
    (0.25, None, None)
    """
    return None if part is None or whole is None or whole <= 0 else number(part / whole)


def change(now: float | None, before: float | None) -> float | None:
    """Growth as a share of before, or None where before is no positive figure.

    Examples
    --------
    >>> change(18, 45), change(18, 0)
    (-0.6, None)
    """
    found = share(now, before)
    return None if found is None else number(found - 1)
