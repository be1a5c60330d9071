"""What a deal leaves: how often each amount comes, with the part that is a loss."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from accountbook.display.charts.drawing import NARROW, Drawing, both
from accountbook.display.fragment import Fragment
from accountbook.display.svg import ACT, BAND, EXPECTED, INK
from accountbook.display.words import Words

HEIGHT = 190


def profit_chart(
    edges: Sequence[float],
    counts: Sequence[int],
    *,
    middle: tuple[float, float, float],
    loss: float,
    words: Words,
    alt: str,
    width: int = 676,
) -> Fragment:
    """Draw the distribution of what is left as bars over money; what lies below 0 is orange and said in words.

    Parameters
    ----------
    edges, counts : of the bars, in the company's currency; bars have no scale of their own, only their share counts.
    middle : p10, p50 and p90. loss : share of the outcomes below 0.
    alt : the finding with numbers.
    width : 474, 676 or 779 px.

    Examples
    --------
    >>> chart = profit_chart([-1e3, 0, 1e3, 2e3], [1, 6, 3], middle=(100, 800, 1500), loss=0.1, words=Words(),
    ...                      alt="EUR 800 is left")
    >>> str(chart).count("<svg"), "10% lose" in str(chart)
    (2, True)
    """

    def draw(size: int) -> Drawing:
        return _draw(size, list(edges), list(counts), middle, loss, words)

    return both(draw, alt=alt, width=width)


def _draw(
    size: int,
    edges: list[float],
    counts: list[int],
    middle: tuple[float, float, float],
    loss: float,
    words: Words,
) -> Drawing:
    first, last = min(edges[0], 0.0), max(edges[-1], 0.0)
    drawing = Drawing(size, HEIGHT, x=(first, last), y=(0, max(counts)), left=16, right=16, top=40, bottom=44)
    for left, right, count in zip(edges[:-1], edges[1:], counts, strict=True):
        if count:
            colour = ACT if right <= 0 else BAND
            end = drawing.px(right) - (1 if drawing.px(right) - drawing.px(left) > 3 else 0)
            drawing.rect_px(drawing.px(left), drawing.bottom, end, drawing.py(count), colour=colour)
    zero = drawing.px(0)
    drawing.line_px([(zero, drawing.bottom), (zero, drawing.top + 8)], colour=INK)
    low, half, high = middle
    drawing.line_px([(drawing.px(half), drawing.bottom), (drawing.px(half), drawing.top)], colour=EXPECTED, width=2)
    drawing.dot_px(drawing.px(half), drawing.top, 4, colour=EXPECTED)
    x, y = drawing.px(half), drawing.top + 12
    text = words("half leave {money} or more", money=words.money(half))
    drawing.label([(x, y, "center", text), (x, y, "right", text), (x, y, "left", text)], colour=EXPECTED, bold=True)
    if loss > 0:
        said = words("{share} lose", share=words.share(loss))
        places = [(zero - 6, drawing.top - 4, "right", said), (zero - 6, drawing.top + 26, "right", said)]
        drawing.label([*places, (2, drawing.top + 26, "left", said), (2, drawing.top + 12, "left", said)], colour=ACT)
    _between(drawing, low, high, words)
    _ticks(drawing, first, last, words, count=7 if size > NARROW else 4)
    return drawing


def _between(drawing: Drawing, low: float, high: float, words: Words) -> None:
    """A line under the axis from p10 to p90, with its words where they fit."""
    y = 8.0
    drawing.line_px([(drawing.px(low), y), (drawing.px(high), y)], colour=EXPECTED, width=2)
    for end in (low, high):
        drawing.line_px([(drawing.px(end), y - 3), (drawing.px(end), y + 4)], colour=EXPECTED)
    text = words("8 in 10: {range}", range=words.money_range(low, high))
    places = [(drawing.px(high) + 8, y - 4, "left", text), (drawing.px(low) - 8, y - 4, "right", text)]
    drawing.label(places, colour=EXPECTED)


def _ticks(drawing: Drawing, first: float, last: float, words: Words, *, count: int) -> None:
    ticks = [at for at in MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(first, last)]
    inside = [float(at) for at in ticks if first <= at <= last]
    unit = words.axis_unit(max(abs(at) for at in inside)) if inside else words.axis_unit(last)
    whole = all(abs(at / unit.size - round(at / unit.size)) < 1e-9 for at in inside)
    texts = [words.number(at / unit.size, digits=0 if whole or not at else 1) for at in inside]
    texts[-1:] = [text + unit.sign for text in texts[-1:]]
    drawing.axis(list(zip(inside, texts, strict=True)))
