"""A finding: what was found, as a code, and the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Sign(StrEnum):
    """Whether a finding is good or bad for us."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Finding:
    """What was found, without words.

    Attributes
    ----------
    code : stable name of the sentence; each module's docstring lists its codes and their facts.
    facts : values for the sentence: str, int, float (money in the company's currency, shares 0-1),
        Timestamp, or tuples of these; None where a piece is unknown.
    sign : good or bad for us.
    weight : what it was ranked by, larger first; not for the page.

    Examples
    --------
    >>> Finding("left", {"role": "Head of purchasing"}, Sign.WORSE).code
    'left'
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    sign: Sign = Sign.NEUTRAL
    weight: float = 0.0
