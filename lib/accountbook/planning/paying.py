"""How and when a deal is paid (cap 97): terms, delay past the due day, lots, and the rate of the currency until then.

All of it comes from the book's own rows where there are some: invoices and payments of the account, its contracts,
the history of the rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from accountbook.planning.owed import SMALL, Bill, billed, owed
from accountbook.planning.period import back
from accountbook.planning.premises import CASES, Premise, Premises, Source
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Contracts as K
from accountbook.tables import FxRates as F
from accountbook.tables import Invoices as N
from accountbook.tables import Opportunities as O

PAID_MONTHS, RATE_MONTHS = 36, 24
FEWEST_RATES = 60
"""So many changes of a rate say how far it moves; fewer do not."""
YEAR = 365.25


@dataclass(frozen=True)
class Delays:
    """Days past the due day at which money came.

    Attributes
    ----------
    own : of the account. seen : of every account in the view, where it holds more than this one. assumed : mean of
        those that an assumption adds; they spread as an exponential does.
    own_money, seen_money : what each of them is of money, by which it is drawn; empty: one as likely as another.
    """

    own: tuple[float, ...]
    seen: tuple[float, ...]
    assumed: float
    fixed: bool
    own_money: tuple[float, ...] = ()
    seen_money: tuple[float, ...] = ()

    def draw(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Delays by chance: one of the account's own, or one in n + 5 times an assumed (or another account's) one."""
        blank = rng.random(size)
        pick = rng.random(size)
        beside = rng.exponential(1.0, size) * self.assumed
        if self.fixed:
            return np.full(size, self.assumed)
        if len(self.seen) > len(self.own):
            beside = _picked(self.seen, self.seen_money, pick)
        if not self.own:
            return beside
        own = _picked(self.own, self.own_money, pick)
        return np.where(blank < len(self.own) / (len(self.own) + CASES), own, beside)


def _picked(values: tuple[float, ...], money: tuple[float, ...], pick: np.ndarray) -> np.ndarray:
    """One of the values for each number from 0 to 1, as likely as its money is a part of all."""
    ends = np.cumsum(np.asarray(money or np.ones(len(values))))
    return np.asarray(values)[np.minimum(np.searchsorted(ends, pick * ends[-1], side="right"), len(values) - 1)]


def delays(view: View, account: str, known: Premises) -> tuple[Delays, Premise]:
    """How late an account pays, and the premise that says so.

    An invoice whose day has come counts with the day of its last payment, and what is open of it with the days so far,
    by their money: what was paid when is told by `owed`, so that money without an invoice's number counts as it does
    there. Trifles tell no habit and are left out, as are those that a credit note settled.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> bill = {"invoice_id": "1", "account_id": "A", "issued_on": "2026-08-01", "due_on": "2026-08-31",
    ...         "amount": 9.0, "currency": "EUR"}
    >>> paid = {"payment_id": "1", "account_id": "A", "invoice_id": "1", "paid_on": "2026-09-07", "amount": 9.0,
    ...         "currency": "EUR"}
    >>> view = MemoryView("2026-10-31", {"invoices": [bill], "payments": [paid]}, account_id="A")
    >>> found, told = delays(view, "A", Premises(view, {}))
    >>> found.own, told.n, told.value
    ((7.0,), 1, 9.5)
    """
    plain = known.plain("delay_days")
    if plain.source == Source.GIVEN:
        return Delays((), (), plain.value, True), plain
    bills: dict[str | None, list[Bill]] = {}
    for bill in owed(view).bills:
        bills.setdefault(bill.account_id, []).append(bill)
    late = {name: _late(those, view.as_of) for name, those in bills.items()}
    own, own_money = _columns(late.get(account, []))
    seen, seen_money = _columns([one for those in late.values() for one in those])
    beside = float(np.average(seen, weights=seen_money)) if len(seen) > len(own) else plain.value
    drawn = Delays(own, seen, plain.value, False, own_money, seen_money)
    if not own:
        return drawn, Premise(plain.name, beside, Source.HISTORY if seen else plain.source, n=len(seen) or None)
    mean = float(np.average(own, weights=own_money))
    value = (len(own) * mean + CASES * beside) / (len(own) + CASES)
    return drawn, Premise(plain.name, value, Source.BLEND, n=len(own), own=mean)


def _late(bills: list[Bill], as_of: pd.Timestamp) -> list[tuple[float, float]]:
    """Days late and amount of each invoice of an account whose day has come and that is no trifle."""
    since, small, found = back(as_of, PAID_MONTHS), SMALL * billed(bills, as_of), []
    for one in bills:
        # only those whose day has come: of the others, the early payers alone would be seen
        if one.due_on is None or one.due_on > as_of or one.issued_on <= since or one.amount < max(small, 0.01):
            continue
        paid = one.paid if one.paid_on is not None else 0.0
        told = [(paid, one.paid_on), (one.open, as_of)]
        money = sum(part for part, _ in told if part > 0)
        if money > 0:
            days = sum(part * (on - one.due_on).days for part, on in told if part > 0 and on is not None) / money
            found.append((round(float(days), 6), one.amount))
    return found


def _columns(late: list[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Days and money, by days."""
    late = sorted(late)
    return tuple(days for days, _ in late), tuple(money for _, money in late)


def terms(view: View, account: str, known: Premises) -> Premise:
    """Days from an invoice until it is due: of the account's own invoices, else as its terms are written, else assumed.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> account = {"account_id": "A", "name": "A", "payment_terms": "45 days net"}
    >>> view = MemoryView("2026-10-31", {"accounts": [account]})
    >>> terms(view, "A", Premises(view, {})).value
    45.0
    """
    plain = known.plain("terms_days")
    if plain.source == Source.GIVEN:
        return plain
    bills = view.table("invoices")
    mine = bills[(bills[N.account_id] == account) & (bills[N.issued_on] > back(view.as_of, PAID_MONTHS))]
    days = (mine[N.due_on] - mine[N.issued_on]).dt.days.dropna()
    if len(days):
        return Premise(plain.name, float(days.median()), Source.HISTORY, n=len(days))
    table = view.table("accounts")
    rows = table[table[A.account_id] == account]
    written = (text(rows[A.payment_terms].iloc[-1]) if len(rows) else None) or ""
    found = re.search(r"\d{1,3}", written)
    return Premise(plain.name, float(found[0]), Source.DEAL) if found else plain


@dataclass(frozen=True)
class Lots:
    """In how many parts a deal is delivered and paid, and the days between two."""

    count: int
    every: float
    premise: Premise


def lots(view: View, deal: dict[str, Any]) -> Lots:
    """The lots of a deal: of its own contract, else as this account's contracts usually have them, else one.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> contract = {"contract_id": "K", "account_id": "A", "signed_on": "2026-01-01", "ends_on": "2026-07-20",
    ...             "lots": 2}
    >>> view = MemoryView("2026-10-31", {"contracts": [contract]})
    >>> found = lots(view, {"opportunity_id": "D", "account_id": "A"})
    >>> found.count, found.every
    (2, 100.0)
    """
    table = view.table("contracts")
    table = table[table[K.lots].notna()]
    own = table[table[K.opportunity_id] == deal[O.opportunity_id]]
    mine = own if len(own) else table[table[K.account_id] == deal[O.account_id]]
    if mine.empty:
        return Lots(1, 0.0, Premise("lots", 1.0, Source.ASSUMED))
    count = int(mine[K.lots].astype("float64").median())
    between = ((mine[K.ends_on] - mine[K.signed_on]).dt.days / mine[K.lots].astype("float64")).dropna()
    every = max(float(between.median()), 0.0) if len(between) else 0.0
    source = Source.DEAL if len(own) else Source.HISTORY
    return Lots(count, every if count > 1 else 0.0, Premise("lots", float(count), source, n=len(mine)))


def delivery(view: View, deal: dict[str, Any], known: Premises) -> Premise:
    """Days from now to the first delivery: as the deal says, else assumed."""
    plain = known.plain("delivery_days")
    ships = day(deal[O.expected_ship])
    if plain.source == Source.GIVEN or ships is None or ships < view.as_of:
        return plain
    return Premise(plain.name, float((ships - view.as_of).days), Source.DEAL)


def volatility(view: View, currency: str, known: Premises) -> Premise:
    """A year's volatility of a rate: from its changes of two years, else assumed.

    Notes
    -----
    The sum of squared log returns over the days that they span, so that gaps (weekends, monthly rates) count with
    their length; the drift is taken as none (Jorion, Value at Risk, 3rd ed., section 9.2).

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> days = pd.date_range("2026-01-01", periods=101)
    >>> rows = [{"currency": "USD", "date": str(on.date()), "rate": 0.9 * np.exp(0.01 * (n % 2))}
    ...         for n, on in enumerate(days)]
    >>> view = MemoryView("2026-10-31", {"fx_rates": rows})
    >>> found = volatility(view, "USD", Premises(view, {}))
    >>> round(found.value, 4), found.n
    (0.1911, 100)
    """
    plain = known.plain("rate_volatility")
    if plain.source == Source.GIVEN:
        return plain
    table = view.table("fx_rates")
    mine = table[(table[F.currency] == currency) & (table[F.date] > back(view.as_of, RATE_MONTHS))]
    mine = mine.sort_values(F.date, kind="stable").drop_duplicates(F.date, keep="last")
    moves = np.diff(np.log(mine[F.rate].to_numpy(dtype=float)))
    days = np.diff(mine[F.date].to_numpy(dtype="datetime64[D]")).astype(float)
    if len(moves) < FEWEST_RATES:
        return plain
    return Premise(plain.name, float(np.sqrt((moves**2).sum() / days.sum() * YEAR)), Source.HISTORY, n=len(moves))
