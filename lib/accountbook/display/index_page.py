"""The edition's index: who needs a call, every account in one sortable list, failures first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from accountbook.display.fragment import Fragment
from accountbook.display.words import Words

__all__ = ["IndexRow", "index_page"]

Text = str | Fragment


@dataclass(frozen=True)
class IndexRow:
    """One account in the index, as plain values; empty, NaN, NaT or None where there is nothing to say.

    Parameters
    ----------
    account_id, name, href, where, owner, team : str
        `href` is the plan, relative to the index; empty when there is none. `where` is the country's name.
    months : sequence of float
        Money of the last 24 months, oldest first.
    revenue, change : float
        Money of 12 months, and its change on the 12 before (0.06 is +6%).
    risk, risk_lo, risk_hi, risk_jump : float
        Chance of no order by the horizon, its range, and its change since the last edition (all 0 to 1).
    risk_words : str
        Instead of the risk: "too few orders".
    next_day, next_lo, next_hi : Timestamp
        The next order's p50, p10, p90; NaT is later than the horizon.
    overdue : bool
        The most likely day has passed: orange.
    amount, amount_lo, amount_hi : float
        The next order's money.
    roles_known, roles : int
    deals : float
        Money expected from open deals.
    changed : str
        What changed, in words; `direction` gives ▼ or ▲ before it.
    attention : int
        Rank of who needs a call first (1 is first); 0 nobody. Rows are shown in this order, then by revenue.
    failed : str
        Why there is no plan this month; empty if there is one.
    reason_href, last_good_href : str
        The stub with the whole reason; the last good plan. `last_good` is its date.
    """

    account_id: str
    name: str
    href: str = ""
    where: str = ""
    owner: str = ""
    team: str = ""
    months: Sequence[float] = ()
    revenue: float = float("nan")
    change: float = float("nan")
    risk: float = float("nan")
    risk_lo: float = float("nan")
    risk_hi: float = float("nan")
    risk_jump: float = float("nan")
    risk_words: str = ""
    risk_act: bool = False
    next_day: pd.Timestamp | None = None
    next_lo: pd.Timestamp | None = None
    next_hi: pd.Timestamp | None = None
    overdue: bool = False
    amount: float = float("nan")
    amount_lo: float = float("nan")
    amount_hi: float = float("nan")
    roles_known: int = 0
    roles: int = 0
    roles_few: bool = False
    deals: float = float("nan")
    changed: str = ""
    direction: Literal["down", "up", "same"] = "same"
    attention: int = 0
    failed: str = ""
    reason_href: str = ""
    last_good_href: str = ""
    last_good: pd.Timestamp | None = None


def index_page(
    rows: Sequence[IndexRow],
    *,
    words: Words,
    finding: Text,
    facts: Text = "",
    columns: Sequence[Text] = (),
    horizon: pd.Timestamp,
    since: pd.Timestamp | None = None,
    crumbs: Sequence[tuple[str, str]] = (),
    links: Sequence[tuple[str, str]] = (),
    notice: str = "",
    footer_rows: Sequence[tuple[Text, Text]] = (),
) -> str:
    """Give the whole document of an edition's (or a team's) index.

    Parameters
    ----------
    rows : sequence of IndexRow
    words : Words
        Its `as_of` is the edition's.
    finding : str or Fragment
        The h1: how many need a call, and the month.
    facts : str or Fragment
        The facts line under it.
    columns : sequence of str or Fragment
        Two to four short texts beside each other: failures, last month graded, links to the teams.
    horizon : Timestamp
        The day by which "no order" counts, for the head.
    since : Timestamp, optional
        The last edition's as-of day, for the head of the last column.
    crumbs, links, notice
        As :func:`accountbook.display.page.masthead`.
    footer_rows : sequence of (term, text)

    Returns
    -------
    str
        HTML, complete; search, filter and sort work by its script, and without it every row is there.
    """
    raise NotImplementedError
