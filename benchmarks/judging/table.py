"""Figures beside their rivals', and the one table of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Target = list[Any]


@dataclass(frozen=True)
class Row:
    """A figure, its naive rivals' on the same rows, and what plain scripts had reached.

    Attributes
    ----------
    name : of the figure. ours : its value.
    rivals : name and value of each rival.
    reached : what plain scripts reached, or None.
    more : whether more is better; of the others, the nearer to 0 the better.
    """

    name: str
    ours: float
    rivals: dict[str, float] = field(default_factory=dict)
    reached: float | None = None
    more: bool = False

    @property
    def best(self) -> tuple[str, float] | None:
        """The best rival and its value."""
        if not self.rivals:
            return None
        return (max if self.more else min)(self.rivals.items(), key=lambda one: one[1] if self.more else abs(one[1]))

    @property
    def lost(self) -> bool:
        """Whether a rival is as good or better."""
        best = self.best
        if best is None:
            return False
        return best[1] >= self.ours if self.more else abs(best[1]) <= abs(self.ours)


def figures_of(rows: Iterable[Row]) -> dict[str, float]:
    """All values by name, those of rivals under the figure's and the rival's name; only finite ones."""
    found = {}
    for row in rows:
        found[row.name] = row.ours
        for rival, value in row.rivals.items():
            found[f"{row.name}_{rival.replace(' ', '_').replace('-', '_')}"] = value
    return {name: round(float(value), 5) for name, value in found.items() if math.isfinite(value)}


def held(figure: float, target: Target) -> bool:
    """Whether a figure meets its target, [operator, number]."""
    return figure <= target[1] if target[0] == "<=" else figure >= target[1]


def lines(rows: Iterable[Row], targets: dict[str, Target]) -> list[str]:
    """The table: figure, ours, best rival, what plain scripts reached, target and whether it is held."""
    found = [f"{'figure':<40} {'ours':>9}  {'best naive rival':<31} {'reached':>8}  {'target':<9} held"]
    for row in rows:
        best, target = row.best, targets.get(row.name)
        rival = "" if best is None else f"{best[1]:>9.4f}  {best[0]}"
        reached = "" if row.reached is None else f"{row.reached:.3f}"
        wanted = "" if target is None else f"{target[0]} {target[1]:g}"
        met = "" if target is None else "yes" if held(row.ours, target) else "NO"
        found.append(f"{row.name:<40} {row.ours:>9.4f}  {rival:<31} {reached:>8}  {wanted:<9} {met}")
    return found
