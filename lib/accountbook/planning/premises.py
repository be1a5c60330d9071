"""What a simulation rests on: each value with where it comes from, the book's own history or an assumption.

Sources of a premise: ``offer`` and ``deal`` are rows of that deal, ``history`` rows of the account, ``blend`` rows of
the account and beside them the assumption as a few more cases, ``assumed`` book.toml, ``given`` who called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from accountbook.book import Profit
from accountbook.planning.view import View

CASES = 5
"""As many cases of its own as an assumption counts for beside a history."""


class Source(StrEnum):
    """Where a premise comes from."""

    OFFER = "offer"
    DEAL = "deal"
    HISTORY = "history"
    BLEND = "blend"
    ASSUMED = "assumed"
    GIVEN = "given"


@dataclass(frozen=True)
class Premise:
    """One value that a simulation takes.

    Attributes
    ----------
    name : such as "interest_rate"; the keys of ``[profit]`` in book.toml, and ``price``, ``cost``, ``lots`` ...
    value : shares 0-1, days, or money in the company's currency, as the name says.
    n : cases of history behind it; None: none. own : what the history alone says.
    """

    name: str
    value: float
    source: Source
    n: int | None = None
    own: float | None = None


class Premises:
    """The assumptions of book.toml, and what the caller wants them to be instead.

    Parameters
    ----------
    view : its settings may have a ``profit``, see `accountbook.book.Profit`; else the defaults count.
    given : values that overrule both book.toml and history.

    Raises
    ------
    TypeError
        If a name is none of ``[profit]``.
    ValueError
        If a value is out of its bounds.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> known = Premises(MemoryView("2026-10-31", {}), {"interest_rate": 0.08})
    >>> known.plain("interest_rate").source, known.plain("terms_days").value
    (<Source.GIVEN: 'given'>, 30.0)
    """

    def __init__(self, view: View, given: Mapping[str, float]) -> None:
        if strange := set(given) - set(Profit.model_fields):
            known = ", ".join(Profit.model_fields)
            raise TypeError(f"a simulation of profit knows no {', '.join(sorted(strange))}; it knows {known}")
        told = getattr(view.settings, "profit", None) or Profit()
        self.values = Profit.model_validate({**told.model_dump(), **given})
        self.given = frozenset(given)

    def plain(self, name: str) -> Premise:
        """The value of a name as given, or else as assumed."""
        source = Source.GIVEN if name in self.given else Source.ASSUMED
        return Premise(name, float(getattr(self.values, name)), source)

    def blended(self, name: str, own: float | None, n: int, *, whole: float, each: float) -> Premise:
        """The share that a history and the assumption beside it give together.

        Parameters
        ----------
        own : what the history alone says; None: there is none. n : its cases.
        whole : what the share is taken of in the history. each : of one case; the assumption counts for `CASES`.

        Examples
        --------
        >>> from accountbook.planning.memory import MemoryView
        >>> known = Premises(MemoryView("2026-10-31", {}), {})
        >>> round(known.blended("warranty_share", 0.04, 10, whole=100.0, each=10.0).value, 4)
        0.03
        """
        plain = self.plain(name)
        if plain.source == Source.GIVEN or own is None or whole <= 0:
            return plain
        beside = CASES * each
        value = (own * whole + plain.value * beside) / (whole + beside)
        return Premise(name, value, Source.BLEND, n=n, own=own)
