"""What a column is: its type, unit, meaning, the date that makes it known, and whether it is personal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandera.pandas as pa

Date = np.dtype("datetime64[us]")
"""A day (midnight) or a moment, without a time zone: the company's own clock."""

ONE_LINE = r"^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$"
"""What a name in a settings file looks like, for pydantic: nothing in it breaks the line or turns it round."""


@dataclass(frozen=True)
class Meaning:
    """What people need to know of a column beyond its type.

    Attributes
    ----------
    text : what the column holds, one sentence without a full stop.
    unit : e.g. ``"days"``, ``"pieces"``, ``"the row's currency"``; empty where there is none.
    known_on : the column whose date makes this one known; empty: the row's own date.
    personal : whether it is personal data, which no log or error message may show.
    derived : computed by us while loading; a source never brings it.
    refers : the table whose key it names; empty: none, or its own.
    several : names any number of them, separated by ";".
    person : the column of the same row that names the person at the account whom this is about.
    prose : people write freely into it, so that anybody may be named there.
    """

    text: str
    unit: str = ""
    known_on: str = ""
    personal: bool = False
    derived: bool = False
    refers: str = ""
    person: str = ""
    prose: bool = False
    several: bool = False


def column(
    text: str,
    *,
    unit: str = "",
    known_on: str = "",
    personal: bool = False,
    derived: bool = False,
    refers: str = "",
    person: str = "",
    prose: bool = False,
    several: bool = False,
    optional: bool = True,
    words: Sequence[str] = (),
    **checks: Any,
) -> Any:
    """Declare a column of a table's model.

    Parameters
    ----------
    text, unit, known_on, personal, derived, refers, person, prose, several : see `Meaning`.
    optional : may be empty in a row; a table's key and its few indispensable columns may not.
    words : the only values allowed; exports' own words are mapped to them while loading.
    checks : pandera's own checks, e.g. ``ge=0``.

    Examples
    --------
    >>> column("pieces ordered", unit="pieces", optional=False).metadata["meaning"].unit
    'pieces'
    """
    if words:
        checks["isin"] = list(words)
    meaning = Meaning(text, unit, known_on, personal, derived, refers, person, prose, several)
    return pa.Field(nullable=optional, metadata={"meaning": meaning, "words": tuple(words)}, **checks)
