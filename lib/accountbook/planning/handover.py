"""One account for a colleague who takes it over: what to keep, what to improve, promises, lessons (caps 16, 39)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.acquaintance import Knows, Reach, met, reach, who_knows
from accountbook.planning.coverage import Coverage
from accountbook.planning.dates_ahead import Dated, dates_ahead
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.keep_improve import improve, keep, urgent
from accountbook.planning.margin import Margins
from accountbook.planning.months import Months
from accountbook.planning.next_order import NextOrder
from accountbook.planning.open_promises import Promise, of_side, open_promises
from accountbook.planning.profile import Profile
from accountbook.planning.rhythm import Rhythm
from accountbook.planning.risk import Risk
from accountbook.planning.traded import conceded, deliveries
from accountbook.planning.values import day, flag, text
from accountbook.planning.view import View, account, items, lines, staff
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import Lessons as Z
from accountbook.tables import OrderLines as L


@dataclass(frozen=True)
class Lesson:
    """A lesson of the account's market that holds; ``repeated``: how often it was forgotten and paid for again."""

    text: str
    learned_on: pd.Timestamp | None
    reviewed_on: pd.Timestamp | None
    product: str | None
    repeated: int


@dataclass(frozen=True)
class Account:
    """One account, handed over.

    Attributes
    ----------
    keep, improve : heaviest first. urgent : the one thing that cannot wait, None: nothing is.
    ours, theirs : open promises, the oldest day first. lessons : the most often repeated first.
    people, others : see `Reach` and `Knows`. dates : the next first.
    """

    profile: Profile
    keep: tuple[Finding, ...]
    improve: tuple[Finding, ...]
    urgent: Finding | None
    ours: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    lessons: tuple[Lesson, ...]
    people: tuple[Reach, ...]
    others: tuple[Knows, ...]
    dates: tuple[Dated, ...]


def handed_over(
    view: View,
    *,
    profile: Profile,
    coverage: Coverage,
    months: Months,
    rhythm: Rhythm,
    next_order: NextOrder,
    risk: Risk,
    deals: Deals,
    margins: Margins,
    fiscal: Fiscal,
) -> Account:
    """What a colleague who takes over the view's account must know."""
    promises, ours = open_promises(view), staff(view)
    meetings, on_time, given = met(view), deliveries(view), conceded(view)
    mine, theirs = (of_side(promises, side, ours, view.as_of) for side in ("ours", "theirs"))
    dates = dates_ahead(view, coverage=coverage, deals=deals, fiscal=fiscal, next_order=next_order)
    failing = improve(
        view,
        ours=mine,
        theirs=theirs,
        coverage=coverage,
        next_order=next_order,
        risk=risk,
        deals=deals,
        margins=margins,
        met_on=day(meetings["on"].max()) if len(meetings) else None,
        on_time=on_time,
        given=given,
    )
    return Account(
        profile=profile,
        keep=keep(view, coverage=coverage, months=months, rhythm=rhythm, on_time=on_time, given=given),
        improve=failing,
        urgent=urgent(failing, dates, view.as_of),
        ours=mine,
        theirs=theirs,
        lessons=lessons(view),
        people=reach(view, coverage, meetings, ours),
        others=who_knows(view, meetings, owner=profile.owner_id),
        dates=dates,
    )


def lessons(view: View) -> tuple[Lesson, ...]:
    """Lessons of the account's market that nobody took back, those repeated most often first (cap 16).

    A lesson of another family than the account ever bought says nothing here; one that repeats another counts to
    that one.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"lesson_id": n, "market": "food", "learned_on": "2026-01-01", "text": n, **more} for n, more in (
    ...     ("a", {}), ("b", {"recurrence_of": "a"}), ("c", {"still_valid": False, "reviewed_on": "2026-02-01"}))]
    >>> accounts = [{"account_id": "A", "name": "A", "vertical": "food"}]
    >>> view = MemoryView("2026-10-31", {"accounts": accounts, "lessons": rows}, account_id="A")
    >>> [(one.text, one.repeated) for one in lessons(view)]
    [('a', 1)]
    """
    row = account(view)
    market = None if row is None else text(row[A.vertical])
    if market is None:
        return ()
    table = view.table("lessons")
    of_market = table[table[Z.market] == market]
    bought = set(lines(view)[L.item_id].map(items(view)[I.family]).dropna())
    known = set(of_market[Z.lesson_id])
    again = table[Z.recurrence_of].value_counts()
    found = []
    for one in of_market.to_dict("records"):
        product = text(one[Z.product])
        gone = flag(one[Z.still_valid]) is False or one[Z.recurrence_of] in known
        if gone or (bought and product is not None and product not in bought):
            continue
        repeated = int(again.get(one[Z.lesson_id], 0))
        found.append(Lesson(str(one[Z.text]), day(one[Z.learned_on]), day(one[Z.reviewed_on]), product, repeated))
    early = pd.Timestamp.min
    return tuple(sorted(found, key=lambda one: (-one.repeated, -(one.learned_on or early).value, one.text)))
