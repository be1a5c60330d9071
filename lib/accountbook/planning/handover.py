"""One account for a colleague who takes it over: what to keep, what to improve, promises, lessons (caps 16, 39)."""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning.acquaintance import Knows, Reach, reach, who_knows
from accountbook.planning.cash import Cash
from accountbook.planning.competition import Competition
from accountbook.planning.coverage import Coverage
from accountbook.planning.dates_ahead import Dated, dates_ahead
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.keep_improve import PRESSING, improve, keep, late_promises, urgent
from accountbook.planning.learned import Lesson, market_lessons
from accountbook.planning.margin import Margins
from accountbook.planning.met import met
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextOrder
from accountbook.planning.open_promises import Promise, of_side, open_promises
from accountbook.planning.profile import Profile
from accountbook.planning.rhythm import Rhythm
from accountbook.planning.risk import Risk
from accountbook.planning.traded import OpenClaim, claims_open, conceded, deliveries
from accountbook.planning.values import day
from accountbook.planning.view import View, staff


@dataclass(frozen=True)
class Account:
    """One account, handed over.

    Attributes
    ----------
    keep, improve : heaviest first. urgent : the one thing that cannot wait, None: nothing is.
    ours, theirs : open promises, the oldest day first. lessons : of their market, the most often paid for first.
    deals, cash : judgements of the account. claims : those not settled, the newest first.
    people, others : see `Reach` and `Knows`. dates : the next first.
    """

    profile: Profile
    keep: tuple[Finding, ...]
    improve: tuple[Finding, ...]
    urgent: Finding | None
    ours: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    lessons: tuple[Lesson, ...]
    deals: Deals
    cash: Cash
    claims: tuple[OpenClaim, ...]
    people: tuple[Reach, ...]
    others: tuple[Knows, ...]
    dates: tuple[Dated, ...]

    @property
    def late(self) -> Finding | None:
        """Our promises that are late, where something else is the most urgent."""
        return None if self.urgent is not None and self.urgent.code == "late_promises" else late_promises(self.ours)

    @property
    def pressing(self) -> bool:
        """Whether something is late or at risk: a promise of ours whose day has passed always is."""
        weighs = self.urgent is not None and self.urgent.weight >= PRESSING
        return weighs or any(one.late is not None for one in self.ours)


def handed_over(
    view: View,
    *,
    profile: Profile,
    coverage: Coverage,
    months: Months,
    rhythm: Rhythm,
    next_order: NextOrder,
    risk: Risk,
    deals: Deals,
    margins: Margins,
    fiscal: Fiscal,
    competition: Competition,
    cash: Cash,
) -> Account:
    """What a colleague who takes over the view's account must know."""
    promises, ours = open_promises(view), staff(view)
    meetings, on_time, given = met(view), deliveries(view), conceded(view)
    mine, theirs = (of_side(promises, side, ours, view.as_of) for side in ("ours", "theirs"))
    dates = dates_ahead(view, coverage=coverage, deals=deals, fiscal=fiscal, next_order=next_order)
    failing = improve(
        view,
        ours=mine,
        theirs=theirs,
        coverage=coverage,
        next_order=next_order,
        risk=risk,
        deals=deals,
        margins=margins,
        competition=competition,
        cash=cash,
        met_on=day(meetings["on"].max()) if len(meetings) else None,
        on_time=on_time,
        given=given,
    )
    return Account(
        profile=profile,
        keep=keep(
            view,
            coverage=coverage,
            months=months,
            rhythm=rhythm,
            competition=competition,
            on_time=on_time,
            given=given,
        ),
        improve=failing,
        urgent=urgent(failing, dates, view.as_of, mine),
        ours=mine,
        theirs=theirs,
        lessons=market_lessons(view),
        deals=deals,
        cash=cash,
        claims=claims_open(view),
        people=reach(view, coverage, meetings, ours),
        others=who_knows(view, meetings, owner=profile.owner_id),
        dates=dates,
    )
