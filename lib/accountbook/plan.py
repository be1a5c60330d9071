"""One account's plan: every judgement about it, each made once, when a cell first asks for it.

Judgements lean on each other (the lead on all of them), and a notebook shows them in the reader's order, not in
theirs. `Plan` knows who needs what, so that the notebook only names what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

import pandas as pd

from accountbook.book import Book
from accountbook.planning.actions import Actions, next_actions
from accountbook.planning.against_target import AgainstTarget, against_target
from accountbook.planning.assortment import Assortment, assortment
from accountbook.planning.cash import cash
from accountbook.planning.changes import Changes, changes
from accountbook.planning.channel import Channel, channel
from accountbook.planning.closures import closures
from accountbook.planning.competition import competition
from accountbook.planning.concessions import Concessions, concessions
from accountbook.planning.coverage import Coverage, coverage
from accountbook.planning.deals import Deals, open_deals
from accountbook.planning.fiscal import fiscal
from accountbook.planning.gaps import Gaps, gaps
from accountbook.planning.goals import goals
from accountbook.planning.installed import installed
from accountbook.planning.known_facts import known_facts
from accountbook.planning.lead import Lead, lead
from accountbook.planning.margin import margins
from accountbook.planning.markets import markets
from accountbook.planning.months import months
from accountbook.planning.next_order import NextOrder, next_order
from accountbook.planning.next_year import NextYear, YearRecord, next_year, year_record
from accountbook.planning.occasions import Occasions, occasions
from accountbook.planning.partners import Partners, partners
from accountbook.planning.period import back
from accountbook.planning.power import Power, power
from accountbook.planning.predicted import held
from accountbook.planning.problems import problems
from accountbook.planning.profile import Profile, profile
from accountbook.planning.promises import promises
from accountbook.planning.questions import Questions, questions
from accountbook.planning.rhythm import rhythm
from accountbook.planning.risk import Risk, risk
from accountbook.planning.risks import risks
from accountbook.planning.routes import routes
from accountbook.planning.rows import PREDICTED, tidy_rows
from accountbook.planning.said import Said, said
from accountbook.planning.scenarios import Scenarios, scenarios
from accountbook.planning.service import service
from accountbook.planning.standing import standings
from accountbook.planning.swot import Swot, swot
from accountbook.planning.their_word import their_word
from accountbook.planning.totals import Total, totals
from accountbook.planning.wants import wants
from accountbook.planning.watch import Watch, watch
from accountbook.planning.worth_to_them import Worth, worth_to_them
from accountbook.tables import Items as I

DORMANT = 365
"""After so many days without an order an account is no longer among those that a model is learned from."""
NEWS = ("promises", "cash", "service", "channel", "installed", "competition", "goals", "scenarios", "markets", "wants",
        "known_facts")  # fmt: skip
"""Judgements that bring news of their own, in ``news``."""
ACTING = ("promises", "against_target", "cash", "service", "channel", "installed", "concessions", "competition",
          "power", "goals", "scenarios", "risks", "wants", "known_facts", "routes", "markets", "problems", "partners",
          "occasions", "their_word", "standings")  # fmt: skip
"""Judgements that ask for something to be done, in ``actions``."""

Judged = TypeVar("Judged")


def _judged(judge: Callable[[Book], Judged]) -> cached_property[Judged]:
    """A judgement that asks for nothing but the account's book, made when it is first asked for."""
    return cached_property(lambda plan: judge(plan.book))


class Plan:
    """The judgements about a book's account.

    Parameters
    ----------
    book : one account's book. Its predictions are those of its ledger; nothing is computed that is not there.

    Attributes
    ----------
    book : as given.
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    def __repr__(self) -> str:
        made = [name for name, one in vars(type(self)).items() if isinstance(one, cached_property)]
        return f"<Plan of account {self.book.account_id} as of {self.book.as_of:%Y-%m-%d}: {', '.join(sorted(made))}>"

    @property
    def load_id(self) -> str:
        """The load that the book reads."""
        return self.book.load_id

    @cached_property
    def lines(self) -> int:
        """How many order lines of the account are known."""
        return len(self.book.table("order_lines"))

    @cached_property
    def item_names(self) -> dict[str, str]:
        """Names of the items by number."""
        items = self.book.table("items")
        named = items[items[I.name].notna()]
        return dict(zip(named[I.item_id], named[I.name], strict=True))

    def predicted(self, kind: str) -> pd.DataFrame | None:
        """The account's predictions of a kind at the book's date, or None where none were made."""
        return self._mine(self.book.ledger.predictions(kind, load_id=self.book.load_id, as_of=self.book.as_of))

    def history(self, kind: str) -> pd.DataFrame | None:
        """The account's predictions of a kind as of earlier dates, or None."""
        found = self.book.ledger.history(kind, before=self.book.as_of)
        return None if found.empty else self._mine(found)

    def _mine(self, frame: pd.DataFrame | None) -> pd.DataFrame | None:
        if frame is None or "account_id" not in frame:
            return frame
        return frame[frame["account_id"] == self.book.account_id].reset_index(drop=True)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """Order days: ``order_date``, ``amount`` and more."""
        return self.book.order_days()

    @cached_property
    def profile(self) -> Profile:
        """What, where, whose, since when, how large."""
        return profile(self.book, self.predicted("accounts"))

    months = _judged(months)
    """Orders by month against the year before."""

    rhythm = _judged(rhythm)
    """Times between orders, sizes."""

    @cached_property
    def next_order(self) -> NextOrder:
        """The order that has not come yet."""
        return next_order(self.book, self.predicted("accounts"), self.predicted("items"), quality=self.quality_orders)

    @cached_property
    def risk(self) -> Risk:
        """The chance that no order comes, and why."""
        return risk(self.book, self.predicted("accounts"), self.history("accounts"))

    @cached_property
    def deals(self) -> Deals:
        """Open deals with their odds."""
        return open_deals(self.book, self.predicted("deals"), self.history("deals"))

    @cached_property
    def next_year(self) -> NextYear:
        """What the next twelve months bring, beside the target."""
        return next_year(self.book, self.predicted("year"))

    @cached_property
    def coverage(self) -> Coverage:
        """The roles that must be known, and who is in them."""
        return coverage(self.book, self.predicted("contacts"))

    @cached_property
    def coverage_before(self) -> Coverage:
        """The same a month before."""
        return coverage(self.book.at(self.month_before))

    @cached_property
    def month_before(self) -> pd.Timestamp:
        """A month before the book's date."""
        return back(self.book.as_of, 1)

    @cached_property
    def changes(self) -> Changes:
        """What changed since last month."""
        return changes(
            self.book,
            accounts=self.predicted("accounts"),
            deals=self.predicted("deals"),
            account_history=self.history("accounts"),
            deal_history=self.history("deals"),
            bought=self.assortment,
            roles=self.coverage,
            roles_before=self.coverage_before,
            more=[news for name in NEWS for news in getattr(self, name).news],
        )

    @cached_property
    def assortment(self) -> Assortment:
        """What they buy, and why."""
        return assortment(self.book, earned=self.margins)

    closures = _judged(closures)
    """When they are closed in the year ahead."""

    fiscal = _judged(fiscal)
    """Their fiscal year-end, recorded and seen."""

    @cached_property
    def occasions(self) -> Occasions:
        """What the purchase pattern asks for before a moment passes."""
        return occasions(
            self.book, bought=self.assortment, closed=self.closures, year=self.fiscal, due=self.next_order.p50
        )

    margins = _judged(margins)
    """Contribution margins, where costs are known."""

    goals = _judged(goals)
    """What we want with them, rung by rung, and the strategy that moved with it."""

    @cached_property
    def scenarios(self) -> Scenarios:
        """How it may go, and what the data say of each trigger."""
        return scenarios(self.book, deals=self.deals, roles=self.coverage, pace=self.rhythm)

    risks = _judged(risks)
    """The risk register."""

    markets = _judged(markets)
    """The markets of their own customers."""

    wants = _judged(wants)
    """What they want, and what was decided."""

    problems = _judged(problems)
    """Their problems, tied to our goals."""

    known_facts = _judged(known_facts)
    """What is known of them, and how old it is."""

    @cached_property
    def partners(self) -> Partners:
        """Partners that they share with us."""
        return partners(self.book, roles=self.coverage)

    standings = _judged(standings)
    """The offers of open deals that run out before a decision."""

    routes = _judged(routes)
    """How each product line is to reach them."""

    their_word = _judged(their_word)
    """What they said, beside what came."""

    promises = _judged(promises)
    """What we promised and they promised, kept or not."""

    @cached_property
    def against_target(self) -> AgainstTarget:
        """The account's target against what came, and what would close a gap."""
        return against_target(
            self.book,
            self.next_year,
            deals=self.deals,
            coming=self.next_order,
            bought=self.assortment,
            agreed=self.promises.month,
        )

    @cached_property
    def concessions(self) -> Concessions:
        """What was given beyond the agreement, and what the account costs to serve."""
        return concessions(self.book, self.margins)

    competition = _judged(competition)
    """Who else sells to them, and where they compete."""

    @cached_property
    def power(self) -> Power:
        """Who needs whom more."""
        return power(self.book, self.competition, earned=self.margins, of_sales=self.profile.share_of_sales)

    @cached_property
    def worth_to_them(self) -> Worth:
        """What they get of us, and how well those who decide know us."""
        return worth_to_them(self.book, margins=self.margins, roles=self.coverage, promises=self.promises)

    @cached_property
    def swot(self) -> Swot:
        """Strengths, weaknesses, opportunities and threats, from rows."""
        return swot(
            self.book,
            months=self.months,
            roles=self.coverage,
            promises=self.promises,
            competition=self.competition,
            installed=self.installed,
            risks=self.risks,
        )

    cash = _judged(cash)
    """Contracts and invoices until the money is in."""

    service = _judged(service)
    """Deliveries on the promised day, claims, first replies."""

    installed = _judged(installed)
    """What runs there, and when it is due."""

    @cached_property
    def channel(self) -> Channel:
        """Sell-in beside sell-out, stock, end customers."""
        return channel(self.book, due=self.next_order.p50)

    @cached_property
    def questions(self) -> Questions:
        """The three questions whose answers would change most."""
        return questions(
            self.book,
            coverage=self.coverage,
            deals=self.deals,
            next_order=self.next_order,
            risk=self.risk,
            assortment=self.assortment,
        )

    @cached_property
    def actions(self) -> Actions:
        """What is to be done, and what was not."""
        more = [action for name in ACTING for action in getattr(self, name).actions]
        return next_actions(self.book, self.coverage, self.coverage_before, more=more, agreed=self.promises.month)

    @cached_property
    def lead(self) -> Lead:
        """How the account stands, and the one thing to do."""
        return lead(
            self.book,
            profile=self.profile,
            months=self.months,
            rhythm=self.rhythm,
            next_order=self.next_order,
            risk=self.risk,
            coverage=self.coverage,
            deals=self.deals,
            changes=self.changes,
        )

    @cached_property
    def gaps(self) -> Gaps:
        """What the book lacks, and what the data could not say."""
        return gaps(self.book, months=self.months, margins=self.margins, risk=self.risk, deals=self.deals)

    @cached_property
    def said(self) -> Said:
        """What was said a month ago, and what came."""
        return said(self.book, self.history("accounts"))

    @cached_property
    def watch(self) -> Watch:
        """Whether the account needs a call; one that ordered nothing for a year is dormant, which is another matter."""
        coming = self.next_order
        if coming.last_order is not None and (self.book.as_of - coming.last_order).days > DORMANT:
            return watch(self.book.settings, revenue=self.profile.revenue_12)
        return watch(
            self.book.settings,
            p=self.risk.p,
            jump=self.risk.jump,
            state=coming.state,
            days_late=coming.days_late,
            revenue=self.profile.revenue_12,
        )

    @cached_property
    def rows(self) -> dict[str, pd.DataFrame]:
        """The tidy rows behind the page's figures, by table."""
        return tidy_rows(self.book, {kind: self.predicted(kind) for kind in PREDICTED})

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The page's figures that are sums of rows."""
        return totals(
            self.rows,
            self.book.as_of,
            months=self.months,
            margins=self.margins,
            deals=self.deals,
            next_year=self.next_year,
            item_names=self.item_names,
        )

    @cached_property
    def quality_orders(self) -> pd.DataFrame | None:
        """How good the predictions of orders were on past dates."""
        return self.predicted("quality_orders")

    @cached_property
    def quality_deals(self) -> pd.DataFrame | None:
        """How good the predictions of deals were on past dates."""
        return self.predicted("quality_deals")

    def held(self, target: str) -> float | None:
        """How often the 8-in-10 range of a target held what came: "date" or "amount"; None: cannot be told."""
        return held(self.quality_orders, target)

    @cached_property
    def year_record(self) -> YearRecord | None:
        """How predictions of a year did on past dates."""
        return year_record(self.predicted("quality_year"))
