"""Success stories that are like this case (cap 8), with the differences that widen the scope.

A story counts that is of the same vertical or the same product family. It is the more alike the more of these it
shares: the vertical, the family of the deal, a family that they buy already, the country. Size is in no column of
the stories, so it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.period import back
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import View, account, items, lines
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L
from accountbook.tables import SuccessStories as S

LIKE: Mapping[str, int] = {"vertical": 4, "product": 3, "bought": 1, "country": 1}
"""How much each thing in common counts: the industry most, since a listener asks for "somebody like us"."""


class StoriesState(StrEnum):
    """The load has no success stories; none is like this case; some are, none of which may be told; some may."""

    NO_TABLE = "no_table"
    NONE = "none"
    NOT_TOLD = "not_told"
    SOME = "some"


@dataclass(frozen=True)
class Story:
    """A story that may be told outside.

    Attributes
    ----------
    shares : what it has in common, heaviest first: keys of `LIKE`. likeness : the sum of their weights.
    """

    story_id: str
    on: pd.Timestamp | None
    vertical: str | None
    product: str | None
    customer: str | None
    title: str | None
    result: str | None
    differences: str | None
    shares: tuple[str, ...]
    likeness: int


@dataclass(frozen=True)
class Stories:
    """Stories, the most alike first; ``kept``: how many more are like this case but may not be told outside."""

    state: StoriesState
    rows: tuple[Story, ...]
    kept: int


def stories(view: View, family: str | None = None) -> Stories:
    """The stories that are like the view's account, or like a deal about a product family.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> told = {"happened_on": "2026-01-01", "shareable": True}
    >>> rows = {"accounts": [{"account_id": "A", "name": "A", "vertical": "marine", "region": "Italy"}],
    ...         "success_stories": [{"story_id": "1", "vertical": "marine", "product": "SK", **told},
    ...                             {"story_id": "2", "vertical": "marine", "product": "VX", **told},
    ...                             {"story_id": "3", "vertical": "food", "product": "SK", **told}]}
    >>> found = stories(MemoryView("2026-10-31", rows, account_id="A"), "VX")
    >>> [(one.story_id, one.shares) for one in found.rows]
    [('2', ('vertical', 'product')), ('1', ('vertical',))]
    """
    row = account(view)
    known: Mapping[str, Any] = {} if row is None else row.to_dict()
    bought = bought_families(view)
    alike = [_story(one, known, family, bought) for one in view.table("success_stories").to_dict("records")]
    alike = [(story, told) for story, told in alike if {"vertical", "product"} & set(story.shares)]
    rows = [story for story, told in alike if told]
    rows.sort(key=lambda one: (-one.likeness, -(one.on or pd.Timestamp(0)).value, one.story_id))
    if not view.has("success_stories"):
        state = StoriesState.NO_TABLE
    else:
        state = StoriesState.SOME if rows else StoriesState.NOT_TOLD if alike else StoriesState.NONE
    return Stories(state, tuple(rows), len(alike) - len(rows))


def bought_families(view: View) -> frozenset[str]:
    """The product families that they bought in the last 24 months."""
    bought = lines(view)
    recent = bought.loc[bought[L.order_date] > back(view.as_of, 24), L.item_id].dropna().unique()
    return frozenset(items(view)[I.family].reindex(recent).dropna())


def _story(
    row: Mapping[str, Any], known: Mapping[str, Any], family: str | None, bought: frozenset[str]
) -> tuple[Story, bool]:
    vertical, product, customer = text(row[S.vertical]), text(row[S.product]), text(row[S.customer])
    places = [text(known.get(A.region)), text(known.get(A.city))]
    holds = {
        "vertical": vertical is not None and vertical == text(known.get(A.vertical)),
        "product": product is not None and product == family,
        "bought": product is not None and product != family and product in bought,
        "country": any(place in (customer or "") for place in places if place),
    }
    shares = tuple(name for name in LIKE if holds[name])
    story = Story(
        story_id=str(row[S.story_id]),
        on=day(row[S.happened_on]),
        vertical=vertical,
        product=product,
        customer=customer,
        title=text(row[S.title]),
        result=text(row[S.result]),
        differences=text(row[S.differences]),
        shares=shares,
        likeness=sum(LIKE[name] for name in shares),
    )
    return story, flag(row[S.shareable]) is True
