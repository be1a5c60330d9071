"""The company's judgements, for the pages about the whole book: each made once, when a cell first asks for it."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import cached_property

import pandas as pd

from accountbook.book import Book, before_of, filled
from accountbook.models import predict, predictions
from accountbook.models.due import fallen_due, in_time
from accountbook.models.kinds import HORIZONS, Grade
from accountbook.models.reliability import grouped, kept_groups
from accountbook.planning.alarms import alarms
from accountbook.planning.deal_calls import DealCalls, deal_calls
from accountbook.planning.drift import Drift, drift
from accountbook.planning.finding import Finding
from accountbook.planning.freshness import OwnerAge, TableAge, freshness_of, owners_of
from accountbook.planning.gaps import Gaps, gaps
from accountbook.planning.lacks import Lack, lacks
from accountbook.planning.naming import Naming, naming, told_rows
from accountbook.planning.next_year import YearRecord, year_record
from accountbook.planning.own_book import OwnBook, Total, own_book, total
from accountbook.planning.period import back
from accountbook.planning.pipeline_record import PipelineRecord, pipeline_record
from accountbook.planning.portfolio import Calls, calls
from accountbook.planning.predicted import HORIZON_DAYS, Measured, measured
from accountbook.planning.presence import PeopleAge, people_age
from accountbook.planning.quality import LoadQuality, load_quality
from accountbook.planning.scorecard import Scorecard, first_horizon, scorecard
from accountbook.planning.weaknesses import Part, parts
from accountbook.planning.year_sums import YearSums, year_sums
from accountbook.tables import OrderLines as L

BEFORE = ("accounts", "items", "deals")
"""Kinds that pages compare with those of a month before."""


class Company:
    """The judgements about a whole book, for the pages of the company.

    Parameters
    ----------
    book : the whole book. Predictions that its ledger lacks are computed and kept, those of a month before too, so
        that there is a last month to compare with.

    Attributes
    ----------
    book : as given.
    """

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def month_before(self) -> pd.Timestamp:
        """A month before the book's date."""
        return back(self.book.as_of, 1)

    def predicted(self, kind: str) -> pd.DataFrame:
        """Predictions of a kind at the book's date."""
        return predictions(self.book, kind)

    def before(self, kind: str) -> pd.DataFrame | None:
        """Predictions of a kind of a month before, or None where nothing was known then.

        They are those that were said then, where the ledger has them from a load of that time; else those of this load,
        computed as of then.

        Raises
        ------
        KeyError
            If the kind is not one of `BEFORE`, those that are made ahead.
        """
        if kind not in BEFORE:
            raise KeyError(f"no {kind!r} are predicted as of a month before; of {', '.join(BEFORE)} there are")
        if not self._known_before:
            return None
        path = in_time(self.book, kind).get(self.month_before)
        return predictions(self.book.at(self.month_before), kind) if path is None else self.book.ledger.read(path)

    def predict(self, *, executor: Executor | None = None) -> None:
        """Compute what `predicted` and `before` will be asked for, and keep it.

        Parameters
        ----------
        executor : does the work that goes by account. Notebooks have none, so a large company's book is predicted
            before they run.
        """
        predict(self.book, executor=executor)
        if self._known_before:
            predict(self.book.at(self.month_before), kinds=BEFORE, executor=executor)
        self._said(executor)

    @property
    def _known_before(self) -> bool:
        """Whether any order was known a month before."""
        days = self.book.order_days()[L.order_date]
        return not days.empty and days.min() <= self.month_before

    @cached_property
    def risk_groups(self) -> pd.DataFrame:
        """Past chances of no order in 90 days in groups, beside what happened; see `grouped`."""
        return kept_groups(self.predicted("groups_orders"), f"churn{HORIZON_DAYS}", accounts=self._least_told)

    @cached_property
    def win_groups(self) -> pd.DataFrame:
        """Past chances of winning in groups, beside what happened; see `grouped`."""
        return kept_groups(self.predicted("groups_deals"), "deals", accounts=self._least_told)

    @property
    def _least_told(self) -> int:
        """Accounts that a group of past cases needs to be told of."""
        return 1 if self.naming.everyone else self.naming.least

    @cached_property
    def risk_parts(self) -> tuple[Part, ...]:
        """Past chances of no order in 90 days by kind of account and month."""
        return parts(self.predicted("groups_orders"), f"churn{HORIZON_DAYS}", naming=self.naming)

    @cached_property
    def win_parts(self) -> tuple[Part, ...]:
        """Past chances of winning by kind of deal and quarter."""
        return parts(self.predicted("groups_deals"), "deals", naming=self.naming)

    @cached_property
    def graded(self) -> pd.DataFrame:
        """What was predicted and fell due since a month before, beside what happened: kind `Grade`."""
        return pd.concat([self.predicted("graded_orders"), self.predicted("graded_deals")], ignore_index=True)

    def due_groups(self, target: str) -> pd.DataFrame:
        """Chances of a target that fell due, in groups beside what happened; see `grouped`."""
        rows = told_rows(self.graded[self.graded["target"] == target], self.naming)
        return grouped(rows["said"], rows["happened"], least=10)

    @cached_property
    def scorecard(self) -> Scorecard:
        """Last month's predictions, reps' and customers' words, against what happened."""
        return scorecard(
            self.book,
            self.graded,
            pd.concat([self.predicted("quality_orders"), self.predicted("quality_deals")], ignore_index=True),
            first_horizon(self._said()),
            self._items_before,
            month_before=self.month_before,
            naming=self.naming,
            erp=self.erp,
            exported_on=self.book.exported_on,
        )

    @property
    def _items_before(self) -> pd.DataFrame | None:
        """Items of a month before, and whether they were computed as of then."""
        items = self.before("items")
        recomputed = int(self.month_before not in in_time(self.book, "items"))
        return None if items is None else items.assign(**{Grade.recomputed: recomputed})

    def _said(self, executor: Executor | None = None) -> list[pd.DataFrame]:
        """What was said of orders a month before, and on the days that fall due now."""
        days = [(self.month_before, 0), *((self.book.as_of, horizon) for horizon in HORIZONS)]
        return [
            fallen_due(self.book, "said_orders", horizon=horizon, before=before, executor=executor)
            for before, horizon in days
        ]

    @cached_property
    def naming(self) -> Naming:
        """Whom pages about the company may name."""
        return naming(self.book)

    @cached_property
    def calls(self) -> Calls:
        """The accounts worth a call, by name or in sums."""
        return calls(self.book, self.predicted("accounts"), self.before("accounts"), naming=self.naming)

    @cached_property
    def deals(self) -> DealCalls:
        """Every open deal with its odds, by name or in sums."""
        return deal_calls(self.book, self.predicted("deals"), self.before("deals"), naming=self.naming)

    @cached_property
    def pipeline(self) -> PipelineRecord | None:
        """What past pipelines came to; None where past dates cannot say."""
        return pipeline_record(self.predicted("pipeline"))

    @cached_property
    def year(self) -> YearSums:
        """The next twelve months of the company and its teams."""
        return year_sums(self.book, self.predicted("year"), self.naming)

    @cached_property
    def year_record(self) -> YearRecord | None:
        """How predictions of a year did on past dates."""
        return year_record(self.predicted("quality_year"))

    @cached_property
    def loaded(self) -> Book:
        """The book as of its export at least: all of the load, also where the page's day lies before it."""
        book = self.book
        if book.as_of < book.exported_on:
            book = Book.open(book.path, book.exported_on, load=book.load_id)
        return book

    @cached_property
    def load(self) -> LoadQuality:
        """How good the load is."""
        return load_quality(self.loaded, self.naming)

    @cached_property
    def ages(self) -> tuple[TableAge, ...]:
        """How fresh each table of the load is."""
        return freshness_of(self.loaded, self.book.exported_on)

    @cached_property
    def owners(self) -> tuple[OwnerAge, ...]:
        """What each owner's accounts last brought."""
        return owners_of(self.loaded, self.book.exported_on, self.naming)

    @cached_property
    def people(self) -> PeopleAge | None:
        """How sure it is that the people on record are still there."""
        return people_age(self.predicted("contacts"), self.book.as_of)

    @cached_property
    def people_judged(self) -> Measured | None:
        """How good the chances of their being there were on past dates; None: nobody could tell."""
        return measured(self.predicted("quality_contacts"), "there", "log_loss")

    @cached_property
    def alarms(self) -> tuple[Finding, ...]:
        """What looks wrong in the load's order lines."""
        return alarms(self.loaded, self.book.exported_on, self.naming)

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is empty in the tables that the book has."""
        return lacks(self.loaded, self.naming)

    @cached_property
    def own_book(self) -> OwnBook:
        """The ERP against the rep's own book."""
        return own_book(self.loaded, self.naming)

    @property
    def erp(self) -> Total:
        """What the ERP and the own book differ about, in one sum."""
        return total(self.own_book)

    @cached_property
    def drift(self) -> Drift | None:
        """What the load holds beside the one before; None where that is not there."""
        book = self.loaded
        before = before_of(book)
        if before is None:
            return None
        told = {money.currency for one in self.load.tables for money in one.money if money.told}
        shares = filled(book.path, book.load_id), filled(book.path, before.load_id)
        return drift(book, before, filled=shares, told=told, quiet=not self.naming.everyone)

    @cached_property
    def gaps(self) -> Gaps:
        """What the book lacks."""
        return gaps(self.book)
