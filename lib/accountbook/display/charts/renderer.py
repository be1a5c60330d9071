"""A matplotlib renderer that writes the page's own kind of SVG.

matplotlib's SVG backend writes style attributes, ids, metadata and a <style>, which the page's policy forbids, and
reads its font and hash settings from process-wide rcParams, which threads would share. This renderer is a small
backend of its own: a path becomes <path>, a round marker <circle>, text <text> with the page's type. It keeps no
state outside itself, so the same figure gives the same bytes in any thread.
"""

from __future__ import annotations

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2DBase, Transform

from accountbook.display.fonts import advance
from accountbook.display.svg import Shape, number, shape

__all__ = ["drawn"]

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
CODES = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}


def drawn(figure: Figure) -> list[Shape]:
    """Draw a figure of 72 dpi and give its shapes, in drawing order.

    Examples
    --------
    >>> figure = Figure(figsize=(1, 1), dpi=72, frameon=False)
    >>> drawn(figure)
    []
    """
    width, height = figure.get_size_inches() * 72
    renderer = _Renderer(width, height)
    figure.draw(renderer)
    return renderer.shapes


class _Renderer(RendererBase):
    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.shapes: list[Shape] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def flipy(self) -> bool:
        return True

    def points_to_pixels(self, points: float) -> float:
        return points

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: object) -> tuple[float, float, float]:
        size = prop.get_size_in_points()
        return advance(s, size, bold=prop.get_weight() == "bold"), size * 0.9, size * 0.2

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Affine2DBase,
        rgbFace: object = None,
    ) -> None:
        steps = []
        for points, code in path.iter_segments(transform, simplify=False, curves=True):
            pairs = zip(points[::2], points[1::2], strict=True)
            xy = "" if code == Path.CLOSEPOLY else " ".join(f"{number(x)} {number(self.height - y)}" for x, y in pairs)
            steps.append(CODES[code] + xy)
        fill = "none" if rgbFace is None or (len(rgbFace) == 4 and rgbFace[3] == 0) else to_hex(rgbFace)
        self.shapes.append(shape("path", d="".join(steps), fill=fill, **_stroke(gc)))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: object = None,
    ) -> None:
        radius = marker_trans.transform((1.0, 0.0))[0]  # a round mark is the unit circle, made as large as it is
        for points, _ in path.iter_segments(trans, simplify=False):
            x, y = points[-2:]
            fill = "none" if rgbFace is None else to_hex(rgbFace)
            self.shapes.append(shape("circle", cx=x, cy=self.height - y, r=radius, fill=fill, **_stroke(gc)))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: object = False,
        mtext: Text | None = None,
    ) -> None:
        anchor = "start"
        if mtext is not None:  # the text's own anchor, so that the browser's widths decide and not ours
            x = mtext.get_transform().transform(mtext.get_unitless_position())[0]
            anchor = ANCHORS[mtext.get_ha()]
        weight = {"font_weight": "600"} if prop.get_weight() == "bold" else {}
        self.shapes.append(
            shape(
                "text",
                s,
                x=x,
                y=y,
                **({} if anchor == "start" else {"text_anchor": anchor}),
                font_size=prop.get_size_in_points(),
                **weight,
                fill=to_hex(gc.get_rgb()),
            )
        )


def _stroke(gc: GraphicsContextBase) -> dict[str, object]:
    width = gc.get_linewidth()
    if not width or gc.get_rgb()[3] == 0:
        return {}
    said: dict[str, object] = {"stroke": to_hex(gc.get_rgb())}
    if width != 1:
        said["stroke_width"] = width
    dashes = gc.get_dashes()[1]
    if dashes is not None:
        said["stroke_dasharray"] = " ".join(number(dash) for dash in dashes)
    return said
