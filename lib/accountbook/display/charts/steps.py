"""Contract to cash: one line of steps per contract, done filled, expected hollow, what is late thick up to today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.display.charts.drawing import NARROW, Drawing, both, day_number, month_ticks
from accountbook.display.fonts import advance
from accountbook.display.fragment import Fragment
from accountbook.display.svg import ACT, EXPECTED, GREY, INK, ROW, RULE
from accountbook.display.words import Words

PITCH, NARROW_PITCH, RADIUS, HEAD, LEAST = 48, 62, 3.5, 22, 120
BEFORE, AHEAD = pd.DateOffset(months=18), pd.DateOffset(months=9)
AIR = pd.Timedelta(days=12)


@dataclass(frozen=True)
class Step:
    """One step: its day, and its label where there is room."""

    day: pd.Timestamp
    text: str = ""


@dataclass(frozen=True)
class StepLine:
    """One line of steps.

    Attributes
    ----------
    name : such as "CT-219, EUR 48k".
    done, ahead : what happened, and what is expected, oldest first.
    late : since when something is late, with its words ("24k due 12 Oct"); late_text : "19 days late".
    """

    name: str
    done: tuple[Step, ...]
    ahead: tuple[Step, ...] = ()
    late: Step | None = None
    late_text: str = ""


def steps_chart(
    lines: Sequence[StepLine], *, as_of: pd.Timestamp, words: Words, alt: str, width: int = 779
) -> Fragment:
    """Draw one line of steps per contract over at most 18 months back and 9 ahead.

    Parameters
    ----------
    lines : the first stands on top.
    alt : the finding with numbers.
    width : 474, 676 or 779 px.

    Examples
    --------
    >>> line = StepLine("CT-219, EUR 48k", (Step(pd.Timestamp("2026-06-12"), "signed"),),
    ...                 late=Step(pd.Timestamp("2026-10-12"), "24k due 12 Oct"), late_text="19 days late")
    >>> chart = steps_chart([line], as_of=pd.Timestamp("2026-10-31"), words=Words(), alt="24k of CT-219 is late")
    >>> str(chart).count("19 days late"), "style=" in str(chart)
    (2, False)
    """
    days = [step.day for line in lines for step in (*line.done, *line.ahead)]
    first = max(min(days, default=as_of), as_of - BEFORE) - AIR
    last = min(max([*days, as_of]), as_of + AHEAD) + AIR

    def draw(size: int) -> Drawing:
        return _draw(size, lines, first, last, as_of, words)

    return both(draw, alt=alt, width=width)


def _draw(
    size: int, lines: Sequence[StepLine], first: pd.Timestamp, last: pd.Timestamp, as_of: pd.Timestamp, words: Words
) -> Drawing:
    narrow = size <= NARROW
    pitch = NARROW_PITCH if narrow else PITCH
    named = max((advance(line.name, 12, bold=True) for line in lines), default=0.0)
    drawing = Drawing(
        size,
        max(HEAD + pitch * len(lines) + 24, LEAST),
        x=(day_number(first), day_number(last)),
        y=(0, 1),
        left=2 if narrow else min(named + 14, 190),
        right=2,
        top=HEAD,
        bottom=22,
    )
    now = drawing.px(day_number(as_of))
    drawing.line_px([(now, drawing.bottom), (now, drawing.top)], colour=RULE)
    drawing.label([(now, drawing.top + 6, align, words.tick(as_of)) for align in ("center", "right", "left")])
    tops = [drawing.top - pitch * i for i in range(len(lines))]
    for line, top in zip(lines, tops, strict=True):
        y = top - (42 if narrow else pitch / 2)
        if narrow:
            drawing.text_px(drawing.left, top - 13, line.name, colour=INK, bold=True)
        else:
            drawing.text_px(drawing.left - 10, y - 4, line.name, colour=INK, bold=True, align="right")
        drawing.line_px([(drawing.left, y), (drawing.right, y)], colour=ROW)
        _line(drawing, line, y, now)
    every = 3 if narrow or (last - first).days > 500 else 2 if (last - first).days > 300 else 1
    drawing.axis(month_ticks(first, last, words, every=every))
    return drawing


def _line(drawing: Drawing, line: StepLine, y: float, now: float) -> None:
    """The line of one contract: what is late is labelled first, then the newest steps."""

    def at(day: pd.Timestamp) -> float:
        return min(max(drawing.px(day_number(day)), drawing.left), drawing.right)

    def inside(step: Step) -> bool:
        return drawing.left < drawing.px(day_number(step.day)) < drawing.right

    done, ahead = sorted(line.done, key=_day), sorted(line.ahead, key=_day)
    end = at(done[-1].day) if done else now
    if done:
        drawing.line_px([(at(done[0].day), y), (end, y)], colour=INK, width=2)
    if ahead:
        drawing.line_px([(end, y), (at(ahead[-1].day), y)], colour=EXPECTED, width=2, dashes=(4, 3))
    if line.late is not None:
        since = at(line.late.day)
        drawing.line_px([(since, y), (now, y)], colour=ACT, width=5)
    for step in filter(inside, done):
        drawing.dot_px(at(step.day), y, RADIUS, colour=INK)
    for step in filter(inside, ahead):
        drawing.dot_px(at(step.day), y, RADIUS, colour="#ffffff", edge=EXPECTED, width=1.5)
    if line.late is not None:
        if inside(line.late):
            drawing.dot_px(at(line.late.day), y, RADIUS, colour="#ffffff", edge=ACT, width=1.5)
        sides = [(now + 6, y - 4, "left"), (now - 4, y + 8, "right"), (now - 4, y - 16, "right")]
        drawing.label([(*side, line.late_text) for side in sides], colour=ACT, bold=True)
        # what began before the chart is said from its edge on, not across it
        edge = [(drawing.left, row, "left", line.late.text) for row in (y - 16, y + 8)]
        places = _around(at(line.late.day), y, line.late.text, up=False) if inside(line.late) else edge
        drawing.label(places, colour=ACT)
    for steps, colour in ((ahead[::-1], EXPECTED), (done[::-1], GREY)):
        for n, step in enumerate(steps):
            if inside(step) and step.text:
                drawing.label(_around(at(step.day), y, step.text, up=n % 2 == 0), colour=colour)


def _day(step: Step) -> pd.Timestamp:
    return step.day


def _around(x: float, y: float, text: str, *, up: bool) -> list[tuple[float, float, str, str]]:
    """Places for a step's label: above or below it, centred or to a side."""
    rows = (y + 8, y - 16) if up else (y - 16, y + 8)
    return [(x + by, row, align, text) for row in rows for by, align in ((0, "center"), (-4, "left"), (4, "right"))]
