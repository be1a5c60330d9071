"""Talking points (cap 40): what to say in the meeting without paper, in the order in which one would say it.

Codes by part, and their facts:

- changed: ``decider_left`` (role, name, status, on, decides, key: of this deal);
  any code of `changes` but those of deals, or ``year`` (value, change, before: twelve months against the year
  before)
- deal: a deal's code of `changes`, or ``deal_stands`` (deal, amount, offered: where it is another, p,
  close, doubt, since_change, pushed, ahead)
- want: ``want_goal`` (text), ``want_quote`` (text, source, row_id, due: of the goals), ``want_step`` (text, due,
  days_late, days_after: days by which it comes after the day of the decision)
- ask: any code of `questions`, or ``recorded`` (text); both also with asked_on and whom, None where it was not asked
- offer: ``offer_answer`` (text, due, days_late, owner), ``offer_extend`` (quote_id, price, currency, until, close,
  early, expired, recorded), ``offer_staying`` (cost, price, years, rows,
  family),
  ``offer_difference`` (text, criteria), ``offer_story`` (customer, title, result), ``offer_argument`` (text, result,
  name)
- plan_b: ``trigger_came`` (kind, trigger, action, on)
- avoid: ``avoid_complaint`` (name, text, on), ``avoid_shown`` (document, name, times, on), ``avoid_lesson`` (text,
  times)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from accountbook.planning.changes import Changes
from accountbook.planning.contest import Contest
from accountbook.planning.deals import Deal
from accountbook.planning.exposure import Exposure
from accountbook.planning.fallback import Fallback
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.inquiries import Inquiries
from accountbook.planning.learned import Learned
from accountbook.planning.likeness import Stories
from accountbook.planning.meeting import NextMeeting
from accountbook.planning.months import Months
from accountbook.planning.persuasion import Argument
from accountbook.planning.register import Register
from accountbook.planning.room import Room
from accountbook.planning.staying import Staying, StayingState

MOST = 7
PAYS_BACK = 10.0
"""Years of failures that a price may be worth and still be an argument."""
ORDERS = ("order", "item", "risk", "silent")
"""How the codes begin of what changed in the orders, which is told before what changed among people."""
MOVED = 0.1
"""From this change of twelve months on, the year's orders are told before what changed among people."""


class Part(StrEnum):
    """What a sentence is for."""

    CHANGED = "changed"
    DEAL = "deal"
    WANT = "want"
    ASK = "ask"
    OFFER = "offer"
    PLAN_B = "plan_b"
    AVOID = "avoid"


@dataclass(frozen=True)
class Point:
    """One sentence to say, or to keep in mind."""

    part: Part
    says: Finding


def points(
    *,
    changes: Changes,
    months: Months,
    deal: Deal | None,
    contest: Contest | None,
    meeting: NextMeeting,
    inquiries: Inquiries,
    register: Register,
    staying: Staying,
    stories: Stories,
    arguments: Iterable[Argument],
    room: Room,
    exposure: Exposure,
    fallback: Fallback,
    lessons: Learned,
    left: tuple[Finding, ...] = (),
    most: int = MOST,
) -> tuple[Point, ...]:
    """The sentences: what changed in orders and pipeline, what we want, what to ask, to offer and to avoid.

    At most `most`. Who decides and has left (`left`) is told first of all. The second offer makes room for that, or for
    a plan B whose trigger came, but not an offer that runs out; what there is nothing of is left out.
    """
    gone = [Point(Part.CHANGED, one) for one in left[:1]]
    came = [Point(Part.PLAN_B, one) for one in _came(fallback)][:1]
    offers = _offers(register, staying, contest, stories, arguments, room)
    hurry = any(one.code == "offer_extend" for one in offers)
    found = [
        *gone,
        *_changed(changes, months, {one.says.facts["name"] for one in gone}),
        *_deal(changes, deal, contest),
        *_wanted(meeting, contest),
        *_asked(inquiries),
        *[Point(Part.OFFER, one) for one in offers][: 1 if (came or gone) and not hurry else 2],
        *came,
        *[Point(Part.AVOID, one) for one in _avoided(room, exposure, lessons)],
    ]
    return tuple(found[:most])


def _changed(changes: Changes, months: Months, gone: Collection[object]) -> list[Point]:
    told = [
        one
        for one in changes.found
        if not one.code.startswith("deal_") and not (one.code == "person_left" and one.facts.get("name") in gone)
    ]
    orders = [one for one in told if one.code.startswith(ORDERS)]
    year = months.last_12
    moved = year is not None and year.change is not None and abs(year.change) >= MOVED
    first = next(iter(orders or ([] if moved else told)), None)
    if first is not None:
        return [Point(Part.CHANGED, first)]
    if year is None or not year.value:
        return []
    facts = {"value": year.value, "change": year.change, "before": year.before}
    sign = Sign.NEUTRAL if year.change is None else Sign.BETTER if year.change > 0 else Sign.WORSE
    return [Point(Part.CHANGED, Finding("year", facts, sign))]


def _deal(changes: Changes, deal: Deal | None, contest: Contest | None) -> list[Point]:
    if deal is None:
        return []
    name = deal.name or deal.opportunity_id
    news = [one for one in changes.found if one.code.startswith("deal_") and one.facts.get("deal") == name]
    if news:
        return [Point(Part.DEAL, news[0])]
    doubt = str(deal.doubts[0]) if deal.doubts else None
    facts = {"deal": name, "amount": deal.asked, "p": deal.p, "close": deal.expected_close, "doubt": doubt}
    ours = contest.standing if contest is not None else None
    facts |= {"offered": ours.value if ours is not None and ours.recorded is not None else None}
    facts |= {"since_change": deal.since_change, "pushed": deal.pushed, "ahead": deal.ahead}
    return [Point(Part.DEAL, Finding("deal_stands", facts, Sign.WORSE if doubt else Sign.NEUTRAL))]


def _wanted(meeting: NextMeeting, contest: Contest | None) -> list[Point]:
    if meeting.our_goal:
        return [Point(Part.WANT, Finding("want_goal", {"text": meeting.our_goal}))]
    if contest is not None and contest.step:
        facts = {"text": contest.step, "due": contest.step_due, "days_late": contest.step_late}
        facts |= {"days_after": contest.step_after}
        sign = Sign.WORSE if contest.step_late or contest.step_after else Sign.NEUTRAL
        return [Point(Part.WANT, Finding("want_step", facts, sign))]
    for quote in meeting.quotes:
        if quote.source == "goals" and not quote.passed:
            facts = {"text": quote.text, "source": quote.source, "row_id": quote.row_id, "due": quote.due_on}
            return [Point(Part.WANT, Finding("want_quote", facts))]
    return []


def _asked(inquiries: Inquiries) -> list[Point]:
    if not inquiries.found:
        return []
    first = inquiries.found[0]
    record, question = first.recorded, first.question
    asked = record.since if record is not None and str(record.state) == "unanswered" else None
    facts = {"asked_on": asked, "whom": record.whom if record is not None else None}
    if question is None:
        said = record.text if record is not None else ""
        return [Point(Part.ASK, Finding("recorded", {"text": said, **facts}))]
    return [Point(Part.ASK, Finding(question.asks.code, {**question.asks.facts, **facts}))]


def _offers(
    register: Register,
    staying: Staying,
    contest: Contest | None,
    stories: Stories,
    arguments: Iterable[Argument],
    room: Room,
) -> list[Finding]:
    """What we can bring: an answer that they wait for, more time, what speaks for us by how far it has figures."""
    found = []
    for one in [
        one for one in register.rows if one.open and one.in_scope is not False and (one.of_deal or contest is None)
    ][:1]:
        facts = {"text": one.text, "due": one.due_on, "days_late": one.days_late, "owner": one.owner}
        found.append(Finding("offer_answer", facts, Sign.WORSE if one.days_late else Sign.NEUTRAL))
    ours = contest.standing if contest is not None and contest.outcome is None else None
    if ours is not None and ours.early is not None:
        facts = {"quote_id": ours.quote_id, "price": ours.price, "currency": ours.currency, "until": ours.until}
        facts |= {"close": ours.close, "early": ours.early, "expired": ours.expired, "recorded": ours.recorded}
        found.append(Finding("offer_extend", facts, Sign.WORSE))
    if staying.state == StayingState.COSTS and staying.years is not None and staying.years <= PAYS_BACK:
        facts = {"cost": staying.cost, "price": staying.price, "years": staying.years, "rows": len(staying.rows)}
        facts |= {"family": staying.family}
        found.append(Finding("offer_staying", facts))
    if contest is not None and contest.difference:
        found.append(Finding("offer_difference", {"text": contest.difference, "criteria": contest.criteria}))
    for story in [one for one in stories.rows if one.result and one.customer][:1]:
        found.append(Finding("offer_story", {"customer": story.customer, "title": story.title, "result": story.result}))
    told = next((one for one in arguments if one.worked), None)
    if told is not None:
        who = next((one.name for one in room.people if one.argument == told), None)
        found.append(Finding("offer_argument", {"text": told.text, "result": told.result, "name": who}))
    return found


def _came(fallback: Fallback) -> list[Finding]:
    return [
        Finding(
            "trigger_came",
            {"kind": way.kind, "trigger": way.trigger, "action": way.action, "on": way.happened_on},
            Sign.WORSE,
        )
        for way in fallback.came
        if way.trigger and way.action
    ]


def _avoided(room: Room, exposure: Exposure, lessons: Learned) -> list[Finding]:
    """What to keep away from: an open complaint of somebody there, what was shown too often, a lesson."""
    found = []
    for person in room.people:
        for care in [one for one in person.cares if one.kind == "complaint"][:1]:
            found.append(Finding("avoid_complaint", {"name": person.name, "text": care.text, "on": care.on}))
    for one in exposure.repeated:
        if one.in_room and one.reaction != "positive":
            facts = {"document": one.document, "name": one.contact, "times": one.times, "on": one.on}
            found.append(Finding("avoid_shown", facts))
    found += [Finding("avoid_lesson", {"text": one.text, "times": one.times}) for one in lessons.rows[:1] if one.market]
    return found
