"""What a year of trade with an account says in a few figures: deliveries, claims, concessions, what it buys most."""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning.deliveries import deliveries as promised
from accountbook.planning.deliveries import on_time
from accountbook.planning.period import back, between
from accountbook.planning.values import day, number, share, text
from accountbook.planning.view import View, items, lines
from accountbook.tables import Claims as M
from accountbook.tables import Concessions as G
from accountbook.tables import Items as I
from accountbook.tables import OrderLines as L

OnTime = tuple[float | None, int]
"""A share of deliveries on time, and of how many."""
FEWEST, MOST_ITEMS, MOST_SHARE = 5, 3, 0.5


def deliveries(view: View) -> OnTime:
    """The share of deliveries promised for the last twelve months that came by their day, and how many there were.

    Counted as in our service: one that has not arrived is late. Under five, no share is given.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"shipment_id": str(n), "account_id": "A", "confirmed_on": "2026-09-01", "promised_on": "2026-09-10",
    ...          "arrived_on": f"2026-09-{9 + n}"} for n in range(5)]
    >>> deliveries(MemoryView("2026-10-31", {"shipments": rows}))
    (0.4, 5)
    """
    runs = promised(view)
    due = on_time(runs[between(runs["due"], back(view.as_of, 12), view.as_of)])
    return (None if due.due < FEWEST else due.on_time / due.due), due.due


@dataclass(frozen=True)
class OpenClaim:
    """A claim that is not settled, and for how many days it has been open."""

    text: str
    days: int


def claims_open(view: View) -> tuple[OpenClaim, ...]:
    """Claims that are not settled, the newest first: an old one may only have been forgotten in the system."""
    table = view.table("claims")
    still = table[table[M.closed_on].isna()].sort_values([M.opened_on, M.claim_id], ascending=False)
    found = []
    for row in still.to_dict("records"):
        opened = day(row[M.opened_on]) or view.as_of
        found.append(OpenClaim(text(row[M.text]) or str(row[M.claim_id]), (view.as_of - opened).days))
    return tuple(found)


@dataclass(frozen=True)
class Conceded:
    """Concessions of twelve months: those for nothing and their cost, those for something, and what the last got."""

    free: int
    cost: float
    returned: int
    got: str | None


def conceded(view: View) -> Conceded:
    """What was given in during twelve months.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"concession_id": n, "account_id": "A", "granted_on": "2026-09-01", "cost": 50.0, "got_in_return": got}
    ...         for n, got in (("1", None), ("2", "named as reference"))]
    >>> conceded(MemoryView("2026-10-31", {"concessions": rows}))
    Conceded(free=1, cost=50.0, returned=1, got='named as reference')
    """
    table = view.table("concessions")
    year = table[table[G.granted_on] > back(view.as_of, 12)].sort_values([G.granted_on, G.concession_id])
    bare = year[G.got_in_return].map(text).isna()
    got = [text(one) for one in year.loc[~bare, G.got_in_return]]
    return Conceded(int(bare.sum()), number(year.loc[bare, G.cost].sum()) or 0.0, len(got), got[-1] if got else None)


def favourites(view: View) -> tuple[tuple[str, ...], float | None]:
    """The items that make up half of twelve months' orders, three at most, and their share.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> orders = [{"account_id": "A", "order_date": "2026-03-02", "item_id": i, "unit_price": p}
    ...           for i, p in (("I", 70.0), ("J", 30.0))]
    >>> favourites(MemoryView("2026-10-31", {"order_lines": orders}, account_id="A"))
    (('I',), 0.7)
    """
    rows = lines(view)
    rows = rows[(rows[L.order_date] > back(view.as_of, 12)) & rows[L.item_id].notna()]
    sums = rows.groupby(L.item_id)[L.amount].sum().sort_values(ascending=False, kind="stable")
    whole, told, so_far = float(sums.sum()), [], 0.0
    names = items(view)[I.name]
    for number_, amount in sums.head(MOST_ITEMS).items():
        if so_far >= MOST_SHARE * whole or amount <= 0:
            break
        name = text(names.get(number_))
        told.append(f"{number_} {name.split(',')[0]}" if name else str(number_))
        so_far += float(amount)
    return tuple(told), share(so_far, whole)
