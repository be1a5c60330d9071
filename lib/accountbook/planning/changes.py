"""What changed since last month, the largest first.

Codes and facts (sign in brackets):

- ``person_left`` (worse): role, name, status, on, decides
- ``role_vacant`` (worse): role, name (who was in it), on, decides
- ``role_filled`` (better): role, name, on, decides
- ``turned`` (better, worse): role, name, was, now, on, decides
- ``deal_won`` (better), ``deal_lost`` (worse): deal, amount, on
- ``deal_new`` (better): deal, amount, on
- ``deal_moved`` (better, worse): deal, was, now (seller stages), p_before, p
- ``deal_pushed`` (worse): deal, was, now (days), times (in all)
- ``deal_amount`` (better, worse): deal, was, now
- ``risk_jump`` (worse), ``risk_fell`` (better): before, now, horizon_end, reason (code of the heaviest, may be None)
- ``item_missing`` (worse): item, item_id, on, orders (so many orders in a row before held it)
- ``item_first`` (better): item, item_id, amount, on; for several: others (how many more)
- ``order_below`` (worse), ``order_above`` (better): on, amount, lo, hi (what was predicted), usual
- ``order_missed`` (worse): due, days_late; ``order_overdue`` (worse): the same
- ``silent_before`` (better): on, days (an order after a silence longer than twice the usual gap)
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.finding import Finding
from accountbook.planning.predicted import HORIZON_DAYS
from accountbook.planning.view import View

MOST = 5


@dataclass(frozen=True)
class Changes:
    """What changed.

    Attributes
    ----------
    since : the day compared with. found : at most five, heaviest first. more : how many were left out.
    """

    since: pd.Timestamp
    found: tuple[Finding, ...]
    more: int


def changes(
    view: View,
    *,
    accounts: pd.DataFrame | None = None,
    deals: pd.DataFrame | None = None,
    account_history: pd.DataFrame | None = None,
    deal_history: pd.DataFrame | None = None,
    since: pd.Timestamp | None = None,
    horizon: int = HORIZON_DAYS,
) -> Changes:
    """What changed at the view's account since a month before (or `since`).

    Parameters
    ----------
    accounts, deals : predictions at as_of. account_history, deal_history : earlier ones (the ledger's history).
    """
    raise NotImplementedError
