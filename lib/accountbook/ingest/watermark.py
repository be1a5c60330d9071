"""How far a query was read: the greatest value of a column that never goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from accountbook.ingest.errors import FileFault

Value = dt.date | dt.datetime | int | Decimal


@dataclass(frozen=True)
class Watermark:
    """A value up to which rows were read.

    Examples
    --------
    >>> mark = Watermark(dt.datetime(2026, 10, 31, 12, 30))
    >>> mark.written()
    {'kind': 'moment', 'value': '2026-10-31T12:30:00'}
    >>> Watermark.read(mark.written()) == mark
    True
    >>> mark.less(1.0).value
    datetime.datetime(2026, 10, 30, 12, 30)
    """

    value: Value

    @property
    def kind(self) -> str:
        """``"moment"``, ``"day"`` or ``"number"``."""
        if isinstance(self.value, dt.datetime):
            return "moment"
        return "day" if isinstance(self.value, dt.date) else "number"

    def less(self, overlap: float) -> Watermark:
        """The value from which is read again: days before it, or units for a number."""
        if self.kind == "number":
            step = (
                int(overlap) if isinstance(self.value, int) and float(overlap).is_integer() else Decimal(str(overlap))
            )
            return Watermark(self.value - step)
        days = dt.timedelta(days=overlap) if self.kind == "moment" else dt.timedelta(days=-(-overlap // 1))
        try:
            return Watermark(self.value - days)
        except OverflowError:
            return self

    def written(self) -> dict[str, str]:
        """For load.json."""
        text = str(self.value) if self.kind == "number" else self.value.isoformat()
        return {"kind": self.kind, "value": text}

    @classmethod
    def read(cls, written: Any) -> Watermark | None:
        """From load.json; None: it is none, and everything is to be read.

        Examples
        --------
        >>> Watermark.read({"kind": "day", "value": "A' OR '1'='1"}) is None
        True
        """
        readers = {
            "moment": dt.datetime.fromisoformat,
            "day": dt.date.fromisoformat,
            "number": lambda text: int(text) if text.lstrip("-").isdigit() else Decimal(text),
        }
        try:
            return cls(readers[written["kind"]](written["value"]))
        except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
            return None


def greatest(values: Iterable[Any], *, no_later: dt.date, where: str) -> Value | None:
    """The greatest of a column's values; None: there is none.

    Parameters
    ----------
    no_later : a date or moment after this day is dirt: it would hide all that comes before it.
    where : source and column, for the message.

    Raises
    ------
    FileFault
        If the values are neither dates, moments nor numbers.

    Examples
    --------
    >>> greatest([3, None, 7], no_later=dt.date(2026, 11, 1), where="x")
    7
    >>> greatest([dt.date(2026, 10, 1), dt.date(9999, 12, 31)], no_later=dt.date(2026, 11, 1), where="x")
    datetime.date(2026, 10, 1)
    """
    there = [value for value in values if value is not None]
    wrong = {type(value).__name__ for value in there if isinstance(value, bool) or not isinstance(value, Value)}
    if wrong:
        raise FileFault(
            f"{where}: since needs a date, a moment or a number, and this holds {', '.join(sorted(wrong))}. Cast it in "
            "the query, or take since out."
        )
    days = {True: lambda one: one.date(), False: lambda one: one}
    sound = [
        one for one in there if not isinstance(one, dt.date) or days[isinstance(one, dt.datetime)](one) <= no_later
    ]
    return max(sound, default=None)
