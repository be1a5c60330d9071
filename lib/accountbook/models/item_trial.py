"""Items named on a past date beside what was ordered since: usual ones and ideas, judged together and apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.ideas import HIT, SCORE, after_usual, shown_ideas, tried_ideas
from accountbook.models.items import AGAIN, CHANCE, KIND, NEXT, USUAL, score_items
from accountbook.tables import OrderLines as L

IDEA_COLUMNS = [L.account_id, "by", SCORE, HIT, NEXT, "origin"]


@dataclass(frozen=True)
class TriedItems:
    """What was named on one past date, and what came.

    Attributes
    ----------
    origin : the date.
    ours, rival : `score_items` of the lists; ours has ideas after the usual items, where those are fewer than ten.
    repeats, rival_repeats : `score_items` of the lists against the items that had been bought before.
    chances, rival_chances : account_id, ``p`` and ``next`` (0 or 1) of every usual item listed.
    ideas : `tried_ideas` in both orders, with ``origin``.
    """

    origin: pd.Timestamp
    ours: pd.DataFrame
    rival: pd.DataFrame
    repeats: pd.DataFrame
    rival_repeats: pd.DataFrame
    chances: pd.DataFrame
    rival_chances: pd.DataFrame
    ideas: pd.DataFrame


def tried_items(
    origin: pd.Timestamp, usual: pd.DataFrame, rival: pd.DataFrame, ideas: pd.DataFrame, came: pd.DataFrame
) -> TriedItems:
    """Lists of a past date beside what came.

    Parameters
    ----------
    usual : account_id, item_id, rank, p, and kind where ideas already follow the usual items.
    rival : `rank_items` by frequency. ideas : `new_ideas`, in both orders.
    came : `baskets_within` of the accounts that are judged.
    """
    listed = usual if KIND in usual else after_usual(shown_ideas(ideas), usual)
    own = usual.loc[usual[KIND] == USUAL] if KIND in usual else usual
    bought, again = came.loc[came[NEXT]], came.loc[came[NEXT] & came[AGAIN]]
    return TriedItems(
        origin,
        score_items(listed, bought),
        score_items(rival, bought),
        score_items(own, again),
        score_items(rival, again),
        _chances(own, bought),
        _chances(rival, bought),
        tried_ideas(ideas, came).assign(origin=origin),
    )


def items_verdict(tried: Sequence[TriedItems]) -> Verdict:
    """The gate's verdict by missed recall over past dates."""
    ours, rival = (stacked(tried, name) for name in ("ours", "rival"))
    return judge_gate(
        1 - ours["recall"].to_numpy(),
        1 - rival["recall"].to_numpy(),
        ours.index.get_level_values(1),
        ours.index.get_level_values(0),
    )


def ideas_tried(tried: Sequence[TriedItems], *, by: str | None = None) -> pd.DataFrame:
    """The ideas of all past dates, in both orders or in one."""
    parts = [one.ideas for one in tried if len(one.ideas)]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=IDEA_COLUMNS)
    return rows if by is None else rows.loc[rows["by"] == by].reset_index(drop=True)


def stacked(tried: Sequence[TriedItems], name: str) -> pd.DataFrame:
    """A frame of every past date, one under another, the date in front of the index."""
    parts = {one.origin: getattr(one, name) for one in tried}
    if not parts:
        empty = pd.MultiIndex.from_arrays([[], []])
        return pd.DataFrame({"recall": [], "ndcg": [], "hit": [], "precision": []}, index=empty)
    return pd.concat(parts)


def _chances(listed: pd.DataFrame, bought: pd.DataFrame) -> pd.DataFrame:
    key = [L.account_id, L.item_id]
    rows = listed.loc[listed[L.account_id].isin(bought[L.account_id]), [*key, CHANCE]]
    found = rows.merge(bought[key].drop_duplicates().assign(**{NEXT: 1.0}), on=key, how="left")
    return found.assign(**{NEXT: found[NEXT].fillna(0.0)})[[L.account_id, CHANCE, NEXT]]
