"""One meeting's brief: every judgement about an account and one deal of it, each made once, when first asked for.

What concerns the account as a whole is the plan's own judgement; `Brief` adds those that hold the deal beside it.
"""

from __future__ import annotations

from functools import cached_property

from accountbook.book import Book
from accountbook.plan import Plan
from accountbook.planning.asked import asked
from accountbook.planning.contest import Contest, contest
from accountbook.planning.deals import Deal, Deals, open_deals
from accountbook.planning.exposure import Exposure, exposure
from accountbook.planning.fallback import Fallback, fallback
from accountbook.planning.finding import Finding
from accountbook.planning.inquiries import Inquiries, inquiries
from accountbook.planning.learned import Learned, lessons
from accountbook.planning.likeness import Stories, stories
from accountbook.planning.meeting import NextMeeting, next_meeting
from accountbook.planning.notes import Notes, old_notes
from accountbook.planning.people_changes import deciders_left
from accountbook.planning.period import back
from accountbook.planning.persuasion import Argument, arguments
from accountbook.planning.points import Point, points
from accountbook.planning.questions import questions
from accountbook.planning.register import Register, register
from accountbook.planning.room import Room, room
from accountbook.planning.staying import Staying, staying
from accountbook.planning.wording import family_words, words
from accountbook.planning.workload import Workload, workload

LEFT_MONTHS = 3
"""For so long it is the first thing to know that somebody who decides has left."""


class Brief:
    """The judgements about one meeting.

    Parameters
    ----------
    plan : the account's judgements.
    opportunity : number of the deal; None: the brief is about the account alone.

    Attributes
    ----------
    plan, opportunity : as given.
    """

    def __init__(self, plan: Plan, opportunity: str | None = None) -> None:
        self.plan = plan
        self.opportunity = opportunity

    @property
    def book(self) -> Book:
        """The account's book."""
        return self.plan.book

    @cached_property
    def deals(self) -> Deals:
        """The deal, as the only one of the account's open deals; none where it is decided, or where there is none."""
        only = {self.opportunity} if self.opportunity else set()
        return open_deals(self.book, self.plan.predicted("deals"), self.plan.history("deals"), only=only)

    @property
    def deal(self) -> Deal | None:
        """The deal with its odds, where it is open."""
        return next(iter(self.deals.deals), None)

    @cached_property
    def contest(self) -> Contest | None:
        """What is on record of the deal beyond its odds."""
        return contest(self.book, self.opportunity)

    @property
    def family(self) -> str | None:
        """The product family that the deal is about."""
        return self.contest.family if self.contest else None

    @cached_property
    def subject(self) -> frozenset[str]:
        """The words that speak of the deal: of its family and of its name."""
        if self.contest is None:
            return frozenset()
        return family_words(self.book, self.family) | (
            frozenset(words(self.contest.name)) - frozenset(words(self.opportunity))
        )

    @cached_property
    def meeting(self) -> NextMeeting:
        """The meeting that is prepared."""
        return next_meeting(self.book, self.opportunity)

    @cached_property
    def register(self) -> Register:
        """What they asked for."""
        return register(self.book, self.opportunity)

    @cached_property
    def workload(self) -> Workload:
        """Whether we can do it by then."""
        return workload(self.book, self.register)

    @cached_property
    def inquiries(self) -> Inquiries:
        """What to ask, and what was answered already."""
        computed = questions(
            self.book,
            coverage=self.plan.coverage,
            deals=self.deals,
            next_order=self.plan.next_order,
            risk=self.plan.risk,
            assortment=self.plan.assortment,
            most=None,
        )
        return inquiries(computed, asked(self.book, self.opportunity))

    @cached_property
    def stories(self) -> Stories:
        """Success stories that are like this case."""
        return stories(self.book, self.family)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """Arguments that fit, those that worked first."""
        return arguments(self.book, self.family)

    @cached_property
    def room(self) -> Room:
        """Who of theirs will be there."""
        key = self.contest.key_contact_id if self.contest else None
        return room(self.book, self.plan.coverage, key=key, leads=self.meeting.contact_id, arguments=self.arguments)

    @cached_property
    def left(self) -> tuple[Finding, ...]:
        """Who decided and left in the last three months, the one who decides on the deal first."""
        key = self.contest.key_contact_id if self.contest else None
        return deciders_left(self.book, self.plan.coverage, back(self.book.as_of, LEFT_MONTHS), key=key)

    @cached_property
    def exposure(self) -> Exposure:
        """What they were shown, and how they took it."""
        return exposure(self.book, room=self.room.contacts, family=family_words(self.book, self.family))

    @cached_property
    def notes(self) -> Notes:
        """Old notes that speak of the deal."""
        return old_notes(self.book, about=self.subject, deal=self.opportunity, room=self.room.contacts)

    @cached_property
    def staying(self) -> Staying:
        """What staying with what they have costs them."""
        return staying(self.book, family=self.family, price=self.contest.amount if self.contest else None)

    @cached_property
    def fallback(self) -> Fallback:
        """Plan B, the exit, and what comes after."""
        return fallback(self.book, self.opportunity, self.plan.scenarios)

    @cached_property
    def lessons(self) -> Learned:
        """Lessons that still hold here."""
        return lessons(self.book, self.family)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """What to say without paper."""
        return points(
            changes=self.plan.changes,
            months=self.plan.months,
            deal=self.deal,
            contest=self.contest,
            meeting=self.meeting,
            inquiries=self.inquiries,
            register=self.register,
            staying=self.staying,
            stories=self.stories,
            arguments=self.arguments,
            room=self.room,
            left=self.left,
            exposure=self.exposure,
            fallback=self.fallback,
            lessons=self.lessons,
        )
