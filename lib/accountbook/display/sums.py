"""Sums by team, for pages that may not name the accounts in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.tables import Cell
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.naming import Group, Sums

__all__ = ["sums_note", "team_cell", "team_name"]


def team_name(group: Group, sums: Sums, t: Words) -> str:
    """A group's name: its team's, or that of the small teams together."""
    if len(group.teams) == 1:
        return group.teams[0]
    return t("Teams of fewer than {least}", least=sums.least)


def team_cell(group: Group, sums: Sums, t: Words, *, href: str = "") -> Cell:
    """The first cell of a group's row: the team; of small teams together, which ones."""
    small = t.list(group.teams) if len(group.teams) > 1 else ""
    return Cell(team_name(group, sums, t), second=small, href=href if not small else "")


def sums_note(sums: Sums, t: Words) -> str:
    """Why there are sums and not names, and how many accounts are in none."""
    told = t("Accounts of teams are told in sums of {least} or more, not by name.", least=sums.least)
    if not sums.left_out:
        return told
    left = t.plural(
        "{n} account is left out: its team has too few.", "{n} accounts are left out: their teams have too few.",
        sums.left_out,
    )  # fmt: skip
    return f"{told} {left}"
