"""Plain SVG from a list of shapes: what marks in table cells and cleaned drawings are written with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountbook.display.fragment import Fragment, render

__all__ = ["ACT", "ACT_BAND", "AXIS", "BAND", "EXPECTED", "GREY", "INK", "LINE", "ROW", "RULE", "Shape", "shape", "svg"]

# the page's colours: black happened, blue expected, orange act on it
INK, GREY, EXPECTED, BAND = "#16191d", "#555c66", "#0b63a8", "#cfe3f3"
ACT, ACT_BAND = "#b23c00", "#f8dccb"
AXIS, LINE, RULE, ROW = "#868d96", "#b9bfc7", "#d4d8dd", "#e4e7ea"


@dataclass(frozen=True)
class Shape:
    """One SVG element: its name, its attributes in order, its text."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


def shape(tag: str, text: str = "", /, **attributes: object) -> Shape:
    """Give a shape; underscores in names become hyphens, numbers get at most two decimals.

    Examples
    --------
    >>> shape("circle", cx=1.0, cy=2.346, fill_opacity=0.5).attributes
    (('cx', '1'), ('cy', '2.35'), ('fill-opacity', '0.5'))
    """
    return Shape(tag, tuple((name.replace("_", "-"), number(value)) for name, value in attributes.items()), text)


def number(value: object) -> str:
    """Write a number with at most two decimals and no minus before a zero; text stays as it is.

    Examples
    --------
    >>> number(3.10), number(-0.001), number("none")
    ('3.1', '0', 'none')
    """
    if isinstance(value, str):
        return value
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def svg(shapes: Iterable[Shape], *, width: float, height: float, alt: str = "", cls: str = "") -> Fragment:
    """Give an <svg> at its own size; `alt` is its accessible name, without it it is decoration.

    Examples
    --------
    >>> svg([shape("circle", r=2)], width=4, height=4, alt="5 < 6")
    Fragment('<svg width="4" height="4" viewBox="0 0 4 4" role="img" aria-label="5 &lt; 6"><circle r="2"/></svg>')
    """
    return render("svg", shapes=list(shapes), width=number(width), height=number(height), alt=alt, cls=cls)
