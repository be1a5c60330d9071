"""What a call is worth: how far it can move a chance, times the money that hangs on it.

Nobody has measured what a call does here, so it is assumed to multiply odds, by ``call_odds`` of book.toml. Whatever
the number, a call moves most where the outcome is undecided, and little where it is as good as sure.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.deals import Deal
from accountbook.planning.next_order import chance
from accountbook.planning.predicted import AccountForecast

OPEN_POINTS = 3
"""Doubts and open questions of a deal from which on a call can move it in full."""


@dataclass(frozen=True)
class Gain:
    """What a call adds.

    Attributes
    ----------
    p : to a chance. money : what comes if it comes true, company's currency.
    """

    p: float = 0.0
    money: float = 0.0

    @property
    def worth(self) -> float:
        """Gain in the chance x the money, as a mean."""
        return self.p * self.money


def call_gain(p: float, *, odds: float) -> float:
    """By how much a chance rises when its odds are multiplied.

    Parameters
    ----------
    p : chance, 0 to 1. odds : at least 1.

    Examples
    --------
    >>> [round(call_gain(p, odds=1.5), 3) for p in (0.0, 0.1, 0.5, 0.9, 1.0)]
    [0.0, 0.043, 0.1, 0.031, 0.0]
    """
    return odds * p / (odds * p + 1 - p) - p


def account_gain(forecast: AccountForecast, as_of: pd.Timestamp, *, odds: float) -> Gain:
    """What a call to an account adds to its orders within the forecast's horizon.

    Returns
    -------
    The gain in the chance of an order, and what then comes: the orders expected of the account, or its typical order
    if that is more. Nothing where no order is due within the horizon by the account's own rhythm, since a call cannot
    bring what is not needed yet, and where the chance is unknown.
    """
    p = chance(forecast)
    due = forecast.rhythm_p50
    if p is None or (due is not None and due > as_of + pd.Timedelta(days=forecast.horizon_days)):
        return Gain()
    money = max(forecast.expected_amount or 0.0, forecast.typical_amount or 0.0)
    return Gain(call_gain(1 - p, odds=odds), money)


def deal_gain(deal: Deal, *, odds: float) -> Gain:
    """What a call about a deal adds to its chance of being won, and the amount asked.

    The odds rise in full where three doubts or unanswered questions or more can be settled, by the third or two thirds
    (of their logarithm) where one or two can, and not at all where none can. Nothing where the chance or the amount is
    unknown.
    """
    if deal.p is None or deal.asked is None:
        return Gain()
    part = min(len(deal.doubts) + len(deal.missing), OPEN_POINTS) / OPEN_POINTS
    return Gain(call_gain(deal.p, odds=odds**part), max(deal.asked, 0.0))
