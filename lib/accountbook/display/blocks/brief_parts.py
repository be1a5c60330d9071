"""What the blocks of a brief ask for; `accountbook.brief.Brief` has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import Parts
    from accountbook.planning.contest import Contest
    from accountbook.planning.deals import Deal, Deals
    from accountbook.planning.exposure import Exposure
    from accountbook.planning.fallback import Fallback
    from accountbook.planning.inquiries import Inquiries
    from accountbook.planning.learned import Learned
    from accountbook.planning.likeness import Stories
    from accountbook.planning.meeting import NextMeeting
    from accountbook.planning.notes import Notes
    from accountbook.planning.persuasion import Argument
    from accountbook.planning.points import Point
    from accountbook.planning.register import Register
    from accountbook.planning.room import Room
    from accountbook.planning.staying import Staying
    from accountbook.planning.workload import Workload


class BriefParts(Protocol):
    """One meeting's judgements, each made when first asked for.

    Attributes
    ----------
    plan : the account's own. opportunity : number of the deal, None: the brief is about the account alone.
    deals, deal : the deal with its odds where it is open. contest : what else is on record of it.
    """

    plan: Parts
    opportunity: str | None
    deals: Deals
    deal: Deal | None
    contest: Contest | None
    meeting: NextMeeting
    register: Register
    workload: Workload
    inquiries: Inquiries
    stories: Stories
    arguments: Sequence[Argument]
    room: Room
    exposure: Exposure
    notes: Notes
    staying: Staying
    fallback: Fallback
    lessons: Learned
    points: Sequence[Point]
