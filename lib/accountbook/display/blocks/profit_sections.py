"""The sections of the page about a deal's profit, in the reader's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.follow_on import beside_the_deal
from accountbook.display.blocks.offer import price_so_far
from accountbook.display.blocks.premises import rests_on
from accountbook.display.blocks.sections import Sections, Told
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.profit import Profit

PROFIT_SECTIONS: Mapping[str, Callable[[Profit, Words], Told]] = {
    N_("Beside the deal"): beside_the_deal,
    N_("The price so far"): price_so_far,
    N_("What it rests on"): rests_on,
}


def profit_sections(judged: Profit, t: Words) -> Sections:
    """The sections below a simulation's first screen; one without a finding is a folded line."""
    return Sections(judged, t, PROFIT_SECTIONS, more=None)
