"""The facts line of an account: what it is, whose it is, since when, how large."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.view import View


@dataclass(frozen=True)
class Profile:
    """The account in one line; a missing piece is None.

    Attributes
    ----------
    name : in its own script; None where only the number is known.
    channel : one of ``accountbook.tables.parties.CHANNELS``.
    owner : name of the employee who answers for it; None where the table of employees lacks them.
    customer_since : recorded day, else the first order known; ``since_recorded`` says which.
    orders : order days so far.
    revenue_12 : ordered in the twelve months to as_of; 0 where nothing was, None where nothing ever was.
    share_of_sales : of the company's orders in the last 365 days, from the predictions.
    """

    account_id: str
    as_of: pd.Timestamp
    name: str | None
    country: str | None
    city: str | None
    region: str | None
    channel: str | None
    vertical: str | None
    tier: str | None
    owner_id: str | None
    owner: str | None
    team: str | None
    customer_since: pd.Timestamp | None
    since_recorded: bool
    orders: int
    revenue_12: float | None
    share_of_sales: float | None


def profile(view: View, accounts: pd.DataFrame | None = None) -> Profile:
    """The facts line of the view's account.

    Parameters
    ----------
    view : one account's slice.
    accounts : predictions of kind ``accounts``, for the share of sales.
    """
    raise NotImplementedError
