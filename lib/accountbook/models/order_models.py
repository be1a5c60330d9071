"""The models of one day and horizon: whether an order comes, when, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.features import AccountFeature as F
from accountbook.features.calendar import Calendar
from accountbook.models.amounts import AmountModel
from accountbook.models.churn import ChurnModel, closed, no_order
from accountbook.models.dates import NextOrderModel, with_places
from accountbook.models.season import Activity
from accountbook.models.slices import Outcome, revenue_ahead
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.book import Book


@dataclass(frozen=True)
class OrderModels:
    """Fitted on what a day knew.

    Attributes
    ----------
    churn, gaps, amounts : the models of silence, of dates and of amounts; all of one ``horizon``.
    """

    churn: ChurnModel
    gaps: NextOrderModel
    amounts: AmountModel

    @property
    def horizon(self) -> int:
        """Days ahead."""
        return self.churn.horizon

    @classmethod
    def learn(cls, view: Book, now: pd.DataFrame, known: pd.DataFrame, *, horizon: int) -> OrderModels:
        """Fit all three.

        Parameters
        ----------
        view : of the day. now : rows of `account_features` on it; what else they hold is not looked at.
        known : `closed_slices` as the view knows them.
        """
        activity = Activity(view.order_days(), view.as_of)
        churn = ChurnModel(horizon=horizon).fit(known, no_order(known, horizon=horizon), activity=activity)
        amounts = AmountModel(horizon=horizon).fit(
            known,
            revenue_ahead(view, known[L.account_id], known[Outcome.slice], horizon=horizon),
            p_no_order=churn.hindcast(),
            population=now.loc[now[F.repeats]],
        )
        return cls(churn, NextOrderModel(horizon=horizon).fit(now, past=known), amounts)


def closed_slices(slices: pd.DataFrame, calendars: Mapping[pd.Timestamp, Calendar], *, horizon: int) -> pd.DataFrame:
    """The judged population's `training_slices` whose window has closed, `with_places`: what `OrderModels` learn from.

    Parameters
    ----------
    slices : `training_slices`. calendars : of their dates.
    """
    return with_places(closed(slices, horizon=horizon), calendars, horizon=horizon)
