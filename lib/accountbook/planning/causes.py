"""Why a small item is bought again, beyond the orders (cap 34): it runs somewhere, or somebody noted the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View
from accountbook.tables import AccountFacts as F
from accountbook.tables import InstalledBase as N

ITEM = "item"
"""The topic of a fact that says why an item is bought."""


@dataclass(frozen=True)
class Causes:
    """Reasons by item.

    Attributes
    ----------
    installed : facts of what runs: quantity, places, where, since. told : the newest noted reason: told, told_by, on.
    """

    installed: Mapping[str, Mapping[str, object]]
    told: Mapping[str, Mapping[str, object]]

    def explains(self, item_id: str) -> bool:
        """Whether there is a reason for an item."""
        return item_id in self.installed or item_id in self.told

    def reason(self, item_id: str, facts: Mapping[str, object]) -> Finding | None:
        """The reason for an item: what runs before what was said, since it can be looked at; None without either."""
        if item_id in self.installed:
            return Finding("loyal_installed", {**facts, **self.installed[item_id]})
        return Finding("loyal_told", {**facts, **self.told[item_id]}) if item_id in self.told else None


def causes(view: View) -> Causes:
    """Reasons from the installed base and from facts about items.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> row = {"installation_id": "1", "account_id": "A", "item_id": "S", "quantity": 12, "end_customer": "Officine"}
    >>> found = causes(MemoryView("2026-10-31", {"order_lines": [], "installed_base": [row]}))
    >>> found.reason("S", {"orders": 9}).facts["where"]
    'Officine'
    """
    rows = view.table("installed_base")
    rows = rows[rows[N.removed_on].isna() & rows[N.item_id].notna()]
    facts = view.table("account_facts")
    facts = facts[(facts[F.topic] == ITEM) & facts[F.item_id].notna()].sort_values([F.as_of, F.fact_id])
    return Causes(
        installed={str(item): _installed(mine) for item, mine in rows.groupby(N.item_id)},
        told={
            str(row[F.item_id]): {"told": str(row[F.value]), "told_by": text(row[F.told_by]), "on": day(row[F.as_of])}
            for row in facts.to_dict("records")
        },
    )


def _installed(rows: pd.DataFrame) -> dict[str, object]:
    """Where most pieces run, how many there, since when, and in how many places any do."""
    places = rows.assign(**{N.end_customer: rows[N.end_customer].fillna("")})
    pieces = places.groupby(N.end_customer)[N.quantity].sum().sort_index().sort_values(ascending=False, kind="stable")
    there = places[places[N.end_customer] == pieces.index[0]]
    return {
        "quantity": number(there[N.quantity].sum()) if there[N.quantity].notna().any() else None,
        "places": len(pieces),
        "where": text(pieces.index[0]),
        "since": day(there[N.installed_on].min()),
    }
