"""What looks wrong in a load's order lines beside what is usual: a part that is missing, or read wrongly.

Each rule is made to stay quiet in a normal month: it asks for a break that past months of the same book never showed
and that chance does not explain. Codes and facts:

- ``few_orders``: orders, least, days: fewer in the last `WINDOW` days than half the least of the 24 windows before
- ``group_stopped``: column, value, accounts, since, expected: a country, team, family, currency ... of three accounts
  or more without an order since that day, for longer than twice its longest pause, where `DUE` orders were due
- ``price_level``: currency, ratio, lines: the median price, each item's beside its own of the year before, is off by
  more than half
- ``many_returns``: share, usual, lines: more than twice the highest share of the windows before
- ``no_returns``: days, expected: none in so long that `EXPECTED` were due, for longer than twice the longest pause
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.planning.finding import Finding, Sign
from accountbook.planning.naming import Naming
from accountbook.planning.view import ORDER, RETURN, View, items
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

WINDOW, WINDOWS, FEWEST_WINDOWS = 28, 24, 6
EXPECTED, DUE, FEWEST_ACCOUNTS, FEWEST_LINES, RATIO = 12, 6, 3, 20, 1.5
GROUPS = (A.country, A.region, A.team, A.channel_type, A.currency)


def alarms(view: View, told_on: pd.Timestamp, naming: Naming | None = None) -> tuple[Finding, ...]:
    """What looks wrong in the order lines on the day of the export.

    An export that ends early is old as a whole, which its freshness says once: here the newest line is its end.

    Parameters
    ----------
    naming : who may be named; of a group of too few others nothing is said.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> days = [*pd.date_range("2025-01-01", "2026-10-08", freq="2D"), pd.Timestamp("2026-10-31")]
    >>> rows = [{"account_id": f"A{n % 4}", "order_date": day, "item_id": "I"} for n, day in enumerate(days)]
    >>> [one.code for one in alarms(MemoryView("2026-10-31", {"order_lines": rows}), pd.Timestamp("2026-10-31"))]
    ['few_orders']
    """
    rows = view.table("order_lines")
    rows = rows[rows[L.order_date] <= told_on]
    if rows.empty:
        return ()
    told_on = rows[L.order_date].max()
    orders = rows[rows[L.kind] == ORDER]
    found = [
        *_few(orders, told_on),
        *_stopped(view, orders, told_on, naming),
        *_prices(orders, told_on, naming),
        *_returns(rows, told_on),
    ]
    return tuple(found)


def _windows(days: pd.Series, told_on: pd.Timestamp) -> np.ndarray:
    """How many fall into each window of 28 days, the last first; only windows that the history fills."""
    if days.empty:
        return np.zeros(0)
    back = (told_on - days).dt.days // WINDOW
    whole = min(int((told_on - days.min()).days // WINDOW), WINDOWS + 1)
    return back.value_counts().reindex(range(whole), fill_value=0).to_numpy()


def _few(orders: pd.DataFrame, told_on: pd.Timestamp) -> list[Finding]:
    placed = orders[[L.account_id, L.order_date]].drop_duplicates()
    counts = _windows(placed[L.order_date], told_on)
    if len(counts) <= FEWEST_WINDOWS:
        return []
    last, least = int(counts[0]), int(counts[1:].min())
    if last * 2 >= least or least < EXPECTED:
        return []
    return [Finding("few_orders", {"orders": last, "least": least, "days": WINDOW}, Sign.WORSE)]


def _stopped(view: View, orders: pd.DataFrame, told_on: pd.Timestamp, naming: Naming | None) -> list[Finding]:
    accounts = view.table("accounts").drop_duplicates(A.account_id, keep="last").set_index(A.account_id)
    key = [L.account_id, L.order_date]
    days = orders[key].drop_duplicates()
    groups = {column: days.assign(group=days[L.account_id].map(accounts[column])) for column in GROUPS if len(accounts)}
    by_line = {L.currency: orders[L.currency], I.family: orders[L.item_id].map(items(view)[I.family])}
    groups |= {column: orders[key].assign(group=values).drop_duplicates() for column, values in by_line.items()}
    found, told = [], set()
    for column, placed in groups.items():
        for value, mine in placed.groupby("group"):
            since, recent = _pause(mine[L.order_date], told_on, least=DUE)
            who = frozenset(mine.loc[mine[L.order_date] > told_on - pd.Timedelta(days=730), L.account_id])
            if since is None or len(who) < FEWEST_ACCOUNTS or who in told or not _may_tell(who, naming):
                continue
            told.add(who)  # a team that is a country is told once
            facts = {
                "column": column,
                "value": str(value),
                "accounts": len(who),
                "since": since,
                "expected": round(recent),
            }
            found.append(Finding("group_stopped", facts, Sign.WORSE, weight=recent))
    everybody = orders[L.account_id].nunique()
    found = [one for one in found if one.facts["accounts"] < everybody]
    return sorted(found, key=lambda one: (-one.weight, str(one.facts["column"]), str(one.facts["value"])))


def _pause(days: pd.Series, told_on: pd.Timestamp, *, least: int) -> tuple[pd.Timestamp | None, float]:
    """The last day of a series that broke off, and how many were due since; None: it did not."""
    last = days.max()
    year = days[days > last - pd.Timedelta(days=365)]
    span = max((last - days.min()).days, 1)
    silent = (told_on - last).days
    due = len(year) / min(span, 365) * silent
    steps = np.diff(np.sort(days.unique())) / np.timedelta64(1, "D")
    if due < least or not len(steps) or silent <= 2 * steps.max():
        return None, due
    return last, due


def _may_tell(accounts: frozenset[str], naming: Naming | None) -> bool:
    hidden = [one for one in accounts if naming is not None and not naming.allows(one)]
    return not hidden or len(hidden) >= naming.least


def _prices(orders: pd.DataFrame, told_on: pd.Timestamp, naming: Naming | None) -> list[Finding]:
    net = orders[L.unit_price] * (1 - orders[L.discount].fillna(0.0))
    rows = orders.assign(net=net)[net > 0]
    late = rows[L.order_date] > told_on - pd.Timedelta(days=WINDOW)
    year = rows[(rows[L.order_date] > told_on - pd.Timedelta(days=365 + WINDOW)) & ~late]
    usual = year.groupby([L.currency, L.item_id])["net"].median().rename("usual")
    now = rows[late].join(usual, on=[L.currency, L.item_id]).dropna(subset=["usual"])
    found = []
    for currency, mine in now.groupby(L.currency):
        ratio = float((mine["net"] / mine["usual"]).median())
        if (
            len(mine) < FEWEST_LINES
            or 1 / RATIO < ratio < RATIO
            or not _may_tell(frozenset(mine[L.account_id]), naming)
        ):
            continue
        facts = {"currency": str(currency), "ratio": ratio, "lines": len(mine)}
        found.append(Finding("price_level", facts, Sign.WORSE))
    return found


def _returns(rows: pd.DataFrame, told_on: pd.Timestamp) -> list[Finding]:
    back = rows[rows[L.kind] == RETURN]
    lines = _windows(rows[L.order_date], told_on)
    returned = np.zeros_like(lines)
    for window, count in ((told_on - back[L.order_date]).dt.days // WINDOW).value_counts().items():
        if window < len(returned):
            returned[window] = count
    if len(lines) <= FEWEST_WINDOWS or back.empty:
        return []
    shares = returned / np.maximum(lines, 1)
    if returned[0] >= EXPECTED and shares[0] > 2 * shares[1:].max():
        facts = {"share": float(shares[0]), "usual": float(np.median(shares[1:])), "lines": int(returned[0])}
        return [Finding("many_returns", facts, Sign.WORSE)]
    since, due = _pause(back[L.order_date], told_on, least=EXPECTED)
    if since is None:
        return []
    return [Finding("no_returns", {"days": (told_on - since).days, "expected": round(due)}, Sign.WORSE)]
