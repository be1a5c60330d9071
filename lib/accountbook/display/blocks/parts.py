"""What a block that draws on several judgements asks for: a plan, by the names of its judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import pandas as pd

if TYPE_CHECKING:
    from accountbook.planning.actions import Actions
    from accountbook.planning.against_target import AgainstTarget
    from accountbook.planning.assortment import Assortment
    from accountbook.planning.cash import Cash
    from accountbook.planning.changes import Changes
    from accountbook.planning.channel import Channel
    from accountbook.planning.closures import Closure
    from accountbook.planning.competition import Competition
    from accountbook.planning.concessions import Concessions
    from accountbook.planning.coverage import Coverage
    from accountbook.planning.deals import Deals
    from accountbook.planning.drift import Drift
    from accountbook.planning.finding import Finding
    from accountbook.planning.fiscal import Fiscal
    from accountbook.planning.freshness import OwnerAge, TableAge
    from accountbook.planning.gaps import Gaps
    from accountbook.planning.goals import Goals
    from accountbook.planning.installed import Installed
    from accountbook.planning.known_facts import KnownFacts
    from accountbook.planning.lacks import Lack
    from accountbook.planning.margin import Margins
    from accountbook.planning.markets import Markets
    from accountbook.planning.months import Months
    from accountbook.planning.next_order import NextOrder
    from accountbook.planning.next_year import NextYear, YearRecord
    from accountbook.planning.own_book import OwnBook
    from accountbook.planning.partners import Partners
    from accountbook.planning.power import Power
    from accountbook.planning.problems import Problems
    from accountbook.planning.profile import Profile
    from accountbook.planning.promises import Promises
    from accountbook.planning.quality import LoadQuality
    from accountbook.planning.rhythm import Rhythm
    from accountbook.planning.risk import Risk
    from accountbook.planning.risks import Risks
    from accountbook.planning.routes import Routes
    from accountbook.planning.said import Said
    from accountbook.planning.scenarios import Scenarios
    from accountbook.planning.service import Service
    from accountbook.planning.swot import Swot
    from accountbook.planning.their_word import TheirWord
    from accountbook.planning.totals import Total
    from accountbook.planning.wants import Wants
    from accountbook.planning.watch import Watch
    from accountbook.planning.worth_to_them import Worth


class Parts(Protocol):
    """One account's judgements; `accountbook.plan.Plan` has them all, each made when first asked for.

    Attributes
    ----------
    orders : order days (``order_date``, ``amount``).
    quality_orders, quality_deals : how good predictions were on past dates; None where none were made.
    load_id, lines : the load, and how many order lines of the account it holds.
    item_names : names of the items by number.
    rows, totals : the tidy rows behind the page's figures by table, and the figures that are sums of them.
    """

    orders: pd.DataFrame
    profile: Profile
    months: Months
    changes: Changes
    rhythm: Rhythm
    next_order: NextOrder
    risk: Risk
    deals: Deals
    next_year: NextYear
    year_record: YearRecord | None
    coverage: Coverage
    assortment: Assortment
    closures: Sequence[Closure]
    fiscal: Fiscal
    margins: Margins
    goals: Goals
    scenarios: Scenarios
    risks: Risks
    markets: Markets
    wants: Wants
    problems: Problems
    known_facts: KnownFacts
    partners: Partners
    routes: Routes
    actions: Actions
    their_word: TheirWord
    promises: Promises
    against_target: AgainstTarget
    swot: Swot
    worth_to_them: Worth
    power: Power
    competition: Competition
    concessions: Concessions
    cash: Cash
    service: Service
    channel: Channel
    installed: Installed
    gaps: Gaps
    said: Said
    watch: Watch
    quality_orders: pd.DataFrame | None
    quality_deals: pd.DataFrame | None
    load_id: str
    lines: int
    item_names: dict[str, str]
    rows: dict[str, pd.DataFrame]
    totals: Sequence[Total]


class LoadParts(Protocol):
    """What the blocks about a load ask for; `accountbook.company.Company` has it.

    Attributes
    ----------
    drift : None where there is no load before. alarms : what looks wrong in the order lines.
    """

    load: LoadQuality
    ages: Sequence[TableAge]
    owners: Sequence[OwnerAge]
    alarms: Sequence[Finding]
    lacks: Sequence[Lack]
    own_book: OwnBook
    drift: Drift | None
