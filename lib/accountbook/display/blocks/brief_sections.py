"""The sections below a brief's first screen, in the order in which one prepares a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.contest import contest
from accountbook.display.blocks.exposure import exposure
from accountbook.display.blocks.fallback import fallback
from accountbook.display.blocks.inquiries import inquiries
from accountbook.display.blocks.learned import lessons
from accountbook.display.blocks.notes import notes
from accountbook.display.blocks.register import register
from accountbook.display.blocks.room import room
from accountbook.display.blocks.sections import Sections, Told
from accountbook.display.blocks.staying import staying
from accountbook.display.blocks.stories import stories
from accountbook.display.blocks.workload import workload
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.brief_parts import BriefParts

BRIEF_SECTIONS: Mapping[str, Callable[[BriefParts, Words], Told]] = {
    N_("In the room"): lambda brief, t: room(
        brief.room,
        t,
        known=str(brief.plan.coverage.state) != "no_roles",
        invited=brief.meeting.held_on is not None,
    ),
    N_("Questions to ask"): lambda brief, t: inquiries(brief.inquiries, t),
    N_("The deal"): lambda brief, t: contest(brief.contest, brief.deals, t),
    N_("Requirements"): lambda brief, t: register(brief.register, t),
    N_("Can we do it"): lambda brief, t: workload(brief.workload, t),
    N_("Cost of staying"): lambda brief, t: staying(brief.staying, t),
    N_("Success stories"): lambda brief, t: stories(brief.stories, t),
    N_("Shown before"): lambda brief, t: exposure(brief.exposure, t),
    N_("Old notes"): lambda brief, t: notes(brief.notes, t, deal=brief.contest is not None),
    N_("Plan B and exit"): lambda brief, t: fallback(brief.fallback, t),
    N_("Lessons"): lambda brief, t: lessons(brief.lessons, t),
}
"""The sections of a brief by the name that stands above them and in the line that jumps there."""


def brief_sections(brief: BriefParts, t: Words) -> Sections:
    """A brief's sections, each made when it is first asked for; one without a finding is a folded line."""
    return Sections(brief, t, BRIEF_SECTIONS, more=None)
