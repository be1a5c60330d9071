"""Whom of theirs we meet: those who fit our function, and at some accounts the same one or two over and over.

With the account's own probability of .15-.90 sales and management meet one of its two favourites (the first in .70);
otherwise somebody who fits their function, or in .45 of the cases anybody who is known there. Service, support, finance
and human resources meet their like where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from accountbook.demo.scene import Scene
from accountbook.demo.staff import HUMAN_RESOURCES

CONCENTRATION = (0.15, 0.90)
TITLES: dict[str, tuple[str, ...]] = {
    "sales": ("Head of purchasing", "Deputy, purchasing", "Planner, stock", "Head of sales", "Product manager"),
    "service": ("Service manager", "Quality approver"),
    "support": ("Design engineer", "Technical director", "Quality approver"),
    "management": ("Managing director", "Technical director", "Head of purchasing"),
    "finance": ("Finance director",),
    HUMAN_RESOURCES: ("Assistant to the board",),
}
"""Whom each function meets first."""


class Circle:
    """The people of all accounts, as those whom we meet.

    Attributes
    ----------
    concentration : per account, how often it is one of the favourites.
    """

    def __init__(self, scene: Scene) -> None:
        rng, n = scene.plan.rng("circle"), len(scene.ids)
        self.concentration = rng.uniform(*CONCENTRATION, n)
        self._people = scene.drawn.people
        self._turn = rng.integers(1, 97, n)

    def there(self, row: int, day: int) -> list[tuple[str, str]]:
        """Who is known at an account on a day and still works there: (contact_id, title)."""
        return [(person, title) for known, left, person, title in self._people[row] if known <= day < left]

    def one(self, row: int, day: int, function: str, draw: Sequence[float]) -> str | None:
        """Whom a function meets; None: nobody is known.

        Parameters
        ----------
        draw : three uniform numbers.
        """
        there = self.there(row, day)
        if not there:
            return None
        everybody = [person for person, _ in there]
        fits = [person for person, title in there if title in TITLES[function]]
        selling = function in ("sales", "management")
        if selling and draw[0] < self.concentration[row]:
            turn = int(self._turn[row])
            # the same two as long as both are there
            pair = sorted(everybody, key=lambda person: (int(person[1:]) * turn % 101, person))[:2]
            return pair[0] if draw[1] < 0.70 else pair[-1]
        among = everybody if not fits or (selling and draw[1] < 0.45) else fits
        return among[int(draw[2] * len(among))]

    def others(self, row: int, day: int, who: str | None, draw: float) -> str | None:
        """One or two more at an encounter in four, separated by semicolons."""
        rest = [person for person, _ in self.there(row, day) if person != who]
        if draw > 0.25 or who is None or not rest:
            return None
        at = int(draw * 1000)
        chosen = [rest[(at + step) % len(rest)] for step in range(1 + (draw < 0.08))]
        return ";".join(dict.fromkeys(chosen))
