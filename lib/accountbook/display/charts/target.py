"""Orders of a target's period added up month by month, beside the target's own line, and where they should end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both, round_ticks
from accountbook.display.fragment import Fragment
from accountbook.display.svg import BAND, EXPECTED, GREY, INK
from accountbook.display.words import Words

HEIGHT = 190


def target_chart(
    months: Sequence[pd.Timestamp],
    target: Sequence[float],
    ordered: Sequence[float],
    ends: tuple[float, float, float] | None,
    *,
    words: Words,
    alt: str,
    width: int = 779,
) -> Fragment:
    """Draw bars for what was ordered from the period's start to each month, and a grey step for the target by then.

    Parameters
    ----------
    months : first days of the period's months. target : the target from the start to each month's end.
    ordered : the same of orders, for the months that have begun; as many or fewer.
    ends : (mean, low, high) of what the period brings, drawn over its last month; None: not predicted.
    alt : the finding with numbers.

    Examples
    --------
    >>> months = pd.date_range("2026-01-01", periods=12, freq="MS")
    >>> chart = target_chart(months, [1e4 * n for n in range(1, 13)], [8e3 * n for n in range(1, 11)],
    ...                      (1e5, 9e4, 1.1e5), words=Words(), alt="20k behind")
    >>> str(chart).count("<svg"), "style=" in str(chart)
    (2, False)
    """

    def draw(size: int) -> Drawing:
        return _draw(size, list(months), [float(v) for v in target], [float(v) for v in ordered], ends, words)

    return both(draw, alt=alt, width=width)


def _draw(
    size: int,
    months: list[pd.Timestamp],
    target: list[float],
    ordered: list[float],
    ends: tuple[float, float, float] | None,
    words: Words,
) -> Drawing:
    n, last = len(months), len(months) - 1
    top = max([*target, *ordered, *(ends or ()), 1.0])
    drawing = Drawing(size, HEIGHT, x=(-0.5, n - 0.5), y=(0, top), left=40, top=18)
    drawing.scale(round_ticks(top, words))
    slot = (drawing.right - drawing.left) / max(n, 1)
    bar, dash = slot * 0.31, slot * 0.43
    for i, value in enumerate(ordered):
        if value > 0:
            x, y = drawing.px(i), drawing.py(value)
            drawing.rect_px(x - bar, drawing.bottom, x + bar, y, colour=INK)
            drawing.keep_free(x - bar, drawing.bottom, x + bar, y)
    if ends is not None:
        value, low, high = ends
        x = drawing.px(last)
        drawing.rect_px(x - bar, drawing.py(low), x + bar, max(drawing.py(high), drawing.py(low) + 2), colour=BAND)
        drawing.dot_px(x, drawing.py(value), 3, colour=EXPECTED)
        drawing.keep_free(x - bar, drawing.py(low), x + bar, drawing.py(high))
    for i, value in enumerate(target):
        x, y = drawing.px(i), drawing.py(value)
        drawing.line_px([(x - dash, y), (x + dash, y)], colour=GREY, width=2)
        if i < len(ordered) and ordered[i] > value:  # inside the bar the line is left white
            drawing.line_px([(x - bar, y), (x + bar, y)], colour="#ffffff", width=2)
        drawing.keep_free(x - dash, y - 1, x + dash, y + 1)
    _labels(drawing, target, ordered, ends, words)
    every = 1 if size > NARROW else 3
    drawing.axis([(i, words.month_short(day)) for i, day in enumerate(months) if i % every == 0], marks=False)
    return drawing


def _labels(
    drawing: Drawing,
    target: list[float],
    ordered: list[float],
    ends: tuple[float, float, float] | None,
    words: Words,
) -> None:
    """Write the target, what was ordered so far, and what the period should bring."""
    last = len(target) - 1
    x, y = drawing.px(last), drawing.py(target[-1])
    drawing.label([(drawing.right, y + 5, "right", words.money(target[-1]))], colour=GREY)
    if ends is not None:
        at = drawing.py(ends[0])
        texts = words.money(ends[0])
        drawing.label(
            [(x - 12, at - 4, "right", texts), (drawing.right, drawing.py(ends[1]) - 14, "right", texts)],
            colour=EXPECTED,
        )
    if ordered:
        now = len(ordered) - 1
        x, y = drawing.px(now), drawing.py(ordered[-1])
        drawing.label([(x, y + 5, "center", words.money(ordered[-1])), (x, y + 5, "right", words.money(ordered[-1]))],
                      colour=INK)  # fmt: skip
