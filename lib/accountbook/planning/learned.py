"""Lessons that still hold in this market or for this product (cap 16), and how often each was paid for.

A lesson that came back names the one that was forgotten: together they are one lesson, told once in its newest words.
Those that no longer hold are left out and counted. A lesson of the market counts whatever product it was learned with:
how long an approval takes is no matter of the product. That it fits the product too ranks it first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.likeness import bought_families
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A
from accountbook.tables import Lessons as R


class LearnedState(StrEnum):
    """The load has no lessons; none is about this market or product, or none of them holds; some do."""

    NO_TABLE = "no_table"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes
    ----------
    times : how often it was learned, that is paid for. last_on : the last time. first_on : the first.
    market, product : whether it is of the account's industry, and of the product family.
    checked_on : when somebody last said that it holds; None: nobody looked since.
    """

    lesson_id: str
    text: str
    times: int
    first_on: pd.Timestamp | None
    last_on: pd.Timestamp | None
    market: bool
    product: bool
    checked_on: pd.Timestamp | None


@dataclass(frozen=True)
class Learned:
    """The lessons; ``obsolete``: how many are left out because they no longer hold."""

    state: LearnedState
    rows: tuple[Lesson, ...]
    obsolete: int


def lessons(view: View, family: str | None = None) -> Learned:
    """The lessons of the account's industry and of a product family: what fits both first, then by times.

    Parameters
    ----------
    family : of the deal; None: those that they bought in 24 months.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"lesson_id": "1", "learned_on": "2024-01-01", "product": "VX", "text": "Ask the planner first"},
    ...         {"lesson_id": "2", "learned_on": "2026-01-01", "product": "VX", "text": "Ask the planner first",
    ...          "recurrence_of": "1"},
    ...         {"lesson_id": "3", "learned_on": "2024-01-01", "product": "VX", "text": "Old", "still_valid": False,
    ...          "reviewed_on": "2025-01-01"}]
    >>> found = lessons(MemoryView("2026-10-31", {"lessons": rows}), "VX")
    >>> [(one.text, one.times) for one in found.rows], found.obsolete
    ([('Ask the planner first', 2)], 1)
    """
    row = account(view)
    vertical = None if row is None else text(row[A.vertical])
    families = frozenset([family]) if family is not None else bought_families(view)
    rows = view.table("lessons").sort_values([R.learned_on, R.lesson_id], kind="stable").to_dict("records")
    roots = {str(one[R.lesson_id]): text(one[R.recurrence_of]) for one in rows}
    chains: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        chains.setdefault(_root(str(one[R.lesson_id]), roots), []).append(one)
    found, obsolete = [], 0
    for chain in chains.values():
        lesson = _lesson(chain, vertical, families)
        if not (lesson.market or lesson.product):
            continue
        if _holds(chain):
            found.append(lesson)
        else:
            obsolete += 1
    found = _merged(found)
    found.sort(key=lambda one: (-(2 * one.market + one.product), -one.times, -(one.last_on or view.as_of).value,
                                one.lesson_id))  # fmt: skip
    state = LearnedState.SOME if found else LearnedState.NONE
    return Learned(state if view.has("lessons") else LearnedState.NO_TABLE, tuple(found), obsolete)


def market_lessons(view: View) -> tuple[Lesson, ...]:
    """Those of the account's market alone, the most often paid for first: for whoever does not know the market yet.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"lesson_id": n, "market": "food", "learned_on": "2026-01-01", "text": n, **more} for n, more in (
    ...     ("a", {}), ("b", {"recurrence_of": "a"}), ("c", {}), ("d", {"market": "marine"}))]
    >>> accounts = [{"account_id": "A", "name": "A", "vertical": "food"}]
    >>> view = MemoryView("2026-10-31", {"accounts": accounts, "lessons": rows}, account_id="A")
    >>> [(one.text, one.times) for one in market_lessons(view)]
    [('b', 2), ('c', 1)]
    """
    return tuple(sorted((one for one in lessons(view).rows if one.market), key=lambda one: -one.times))


def _root(lesson: str, roots: Mapping[str, str | None]) -> str:
    """The first lesson that this one repeats; a chain that bites its own tail ends where it began."""
    seen = {lesson}
    while (before := roots.get(lesson)) is not None and before not in seen:
        seen.add(before)
        lesson = before
    return min(seen) if before is not None else lesson


def _merged(found: list[Lesson]) -> list[Lesson]:
    """Lessons in the same words are one, even where nobody wrote down that it came back."""
    same: dict[str, Lesson] = {}
    for one in found:
        said = " ".join(one.text.casefold().split()).rstrip(".")
        other = same.setdefault(said, one)
        if other is not one:
            newest = max(one, other, key=lambda each: (each.last_on or pd.Timestamp(0), each.lesson_id))
            same[said] = replace(
                newest,
                times=one.times + other.times,
                first_on=min((on for on in (one.first_on, other.first_on) if on is not None), default=None),
                market=one.market or other.market,
                product=one.product or other.product,
                checked_on=max((on for on in (one.checked_on, other.checked_on) if on is not None), default=None),
            )
    return list(same.values())


def _holds(chain: list[dict[str, Any]]) -> bool:
    """Whether the newest word on it is not that it is over: one learned again after that holds again."""
    said = [(day(one[R.reviewed_on]), flag(one[R.still_valid])) for one in chain]
    looked = sorted((on, holds) for on, holds in said if on is not None and holds is not None)
    if not looked or looked[-1][1]:
        return True
    last = day(chain[-1][R.learned_on])
    return last is not None and last > looked[-1][0]


def _lesson(chain: list[dict[str, Any]], vertical: str | None, families: frozenset[str]) -> Lesson:
    newest = chain[-1]
    checked = [on for one in chain if flag(one[R.still_valid]) and (on := day(one[R.reviewed_on])) is not None]
    return Lesson(
        lesson_id=str(newest[R.lesson_id]),
        text=str(newest[R.text]),
        times=len(chain),
        first_on=day(chain[0][R.learned_on]),
        last_on=day(newest[R.learned_on]),
        market=vertical is not None and any(text(one[R.market]) == vertical for one in chain),
        product=any(text(one[R.product]) in families for one in chain),
        checked_on=max(checked, default=None),
    )
