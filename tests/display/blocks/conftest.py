"""Judgements by hand: any dataclass of planning, with what a test names and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from html import unescape
from typing import Any, get_type_hints

import pandas as pd
import pytest

from accountbook.display import Words

AS_OF = pd.Timestamp("2026-10-31")
_NOTHING = {int: 0, float: 0.0, str: "", bool: False}


def _blank(kind: type, /, **values: Any) -> Any:
    """A judgement in which everything that is not named is empty: None, 0, no text, the first state."""
    hints = get_type_hints(kind)
    unknown = set(values) - set(hints)
    assert not unknown, f"{kind.__name__} has no {unknown}"

    def empty(hint: Any) -> Any:
        if hint in _NOTHING:
            return _NOTHING[hint]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if str(hint).startswith("tuple"):
            return ()
        if hint is pd.Timestamp:
            return AS_OF
        return {} if str(hint).startswith(("dict", "collections.abc.Mapping")) else None

    return kind(**{one.name: values.get(one.name, empty(hints[one.name])) for one in fields(kind)})


@pytest.fixture
def make() -> Callable[..., Any]:
    """``make(Risk, state="model", p=0.14)``: a judgement in which the rest is empty."""
    return _blank


@pytest.fixture
def t() -> Words:
    """English words of a company in euros, as of 31 October 2026."""
    return Words("en", currency="EUR", as_of=AS_OF)


@pytest.fixture
def orders() -> pd.DataFrame:
    """Order days of Lumora: every six weeks or so, the last one small."""
    days = pd.date_range("2025-01-10", "2026-08-28", freq="42D")
    frame = pd.DataFrame({"order_date": days, "amount": 42_000.0})
    last = pd.DataFrame({"order_date": [pd.Timestamp("2026-10-02")], "amount": [18_000.0]})
    return pd.concat([frame, last], ignore_index=True)


def day(text: str) -> pd.Timestamp:
    """A day."""
    return pd.Timestamp(text)


@pytest.fixture(name="day")
def _day() -> Callable[[str], pd.Timestamp]:
    return day


@pytest.fixture
def read() -> Callable[[object], str]:
    """What a reader sees of a fragment: its text, a blank where an element ends."""

    def text(fragment: object) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(fragment))).split())

    return text
