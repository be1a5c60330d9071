"""Sections of a page that are findings or folded lines, by name: what to show, where to jump, what to fold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accountbook.display.blocks.closing import checked, jump
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold
from accountbook.display.words import Words


class Told(Mapping[str, Fragment]):
    """Sections by name; one that is a `Fold`, or None, shows nothing where it would stand.

    Parameters
    ----------
    parts : the sections in the reader's order.
    t : words.

    Examples
    --------
    >>> told = Told({"Price": Fragment("x"), "Rest": Fold("Rest", "none"), "Void": None}, Words())
    >>> told["Price"], told["Rest"], len(told.folds)
    (Fragment('x'), Fragment(''), 1)
    """

    def __init__(self, parts: Mapping[str, Fragment | Fold | None], t: Words) -> None:
        self._parts, self._t = dict(parts), t

    def __getitem__(self, name: str) -> Fragment:
        part = self._parts[name]
        return part if isinstance(part, Fragment) else Fragment()

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def folds(self) -> list[Fold]:
        """What was looked at and has no finding."""
        return [part for part in self._parts.values() if isinstance(part, Fold)]

    @property
    def jump(self) -> Fragment:
        """The line that leads to the sections."""
        return jump(self, self.folds, self._t)

    @property
    def checked(self) -> Fragment:
        """The block "Checked, no finding"."""
        return checked(self.folds)
