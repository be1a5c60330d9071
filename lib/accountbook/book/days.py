"""Order days: one account on one calendar day with at least one line of kind "order"."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.book.corrections import UNTIL, with_past
from accountbook.book.known import Door
from accountbook.tables import OrderLines as L

LINES = "lines"
KNOWN_ON = "known_on"
SINCE = "believed_since"
UNPRICED = "lines_without_amount"
KEPT = pa.schema(
    [
        (L.account_id, pa.large_string()),
        (L.order_date, pa.timestamp("us")),
        (KNOWN_ON, pa.timestamp("us")),
        (L.amount, pa.float64()),
        (L.quantity, pa.float64()),
        (LINES, pa.int64()),
        (UNPRICED, pa.int64()),
        (SINCE, pa.timestamp("us")),
        (UNTIL, pa.timestamp("us")),
    ]
)
"""What a load keeps of order days beside the lines that they are added up from."""


@dataclass(frozen=True, eq=False)
class OrderDays:
    """Order lines added up once, to be asked as of any date without sorting again.

    A lot is what became known on one day of one account's calendar day; nearly every order day is one lot. As of a
    date, the lots known by then are added up, so lines recorded later never touch a sum. A lot of returns, charges
    and free lines only has no lines: it says that the account was known, and is no order day.

    Where a line of a day was corrected, the day has lots of its own for the time before and for the time since: a sum
    as of an earlier date is added up as it was then, to the last digit.

    Attributes
    ----------
    names : the accounts, sorted; `account` holds positions in it.
    account, day, since : of each lot, sorted by all three; `since`: from when it counts.
    until : from when it no longer counts; NaT: it still does.
    known : the latest day on which any of its lines of kind "order" became known, corrected or not.
    amount, quantity, lines, unpriced : sums over a lot's lines of kind "order"; `unpriced` counts those without an
        amount, which `amount` leaves out.
    """

    names: pd.Index
    account: np.ndarray
    day: np.ndarray
    known: np.ndarray
    amount: np.ndarray
    quantity: np.ndarray
    lines: np.ndarray
    unpriced: np.ndarray
    since: np.ndarray
    until: np.ndarray

    @classmethod
    def of(cls, lines: pd.DataFrame, known: np.ndarray, past: pd.DataFrame | None = None) -> OrderDays:
        """Add up lines of any kind.

        Parameters
        ----------
        lines : columns `NEEDED`, in their canonical order.
        known : day on which each became known.
        past : earlier versions of lines, with ``superseded_on`` too, in their canonical order.
        """
        since, until = known, np.full(len(known), np.datetime64("NaT", "us"))
        if past is not None and len(past):
            lines, since, known, until = with_past(lines, known, past)
        account, names = pd.factorize(lines[L.account_id], sort=True)
        day = lines[L.order_date].to_numpy(dtype="datetime64[us]")
        order = np.lexsort((until, since, day, account))
        account, day, since, until = account[order], day[order], since[order], until[order]
        starts = _starts(account, day, since, until)
        lot = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(order))))
        counts = (lines[L.kind] == "order").to_numpy(dtype=bool, na_value=False)[order]
        place, begins = np.unique(lot[counts], return_index=True)
        amount = lines[L.amount].to_numpy()[order][counts]
        gaps = np.isnan(amount)

        def added(values: np.ndarray) -> np.ndarray:
            sums = np.zeros(len(starts), dtype=values.dtype)
            sums[place] = _sum(values, begins)
            return sums

        heard = since[starts]
        heard[place] = np.maximum.reduceat(known[order][counts], begins) if len(begins) else heard[place]
        return cls(
            pd.Index(names),
            account[starts],
            day[starts],
            heard,
            added(np.where(gaps, 0.0, amount)),
            added(lines[L.quantity].to_numpy()[order][counts]),
            added(np.ones(len(amount), dtype="int64")),
            added(gaps.astype("int64")),
            since[starts],
            until[starts],
        )

    @classmethod
    def of_door(cls, door: Door) -> OrderDays:
        """Add up the lines of their table's door."""
        if door.until is None:
            return cls.of(door.rows, door.known)
        past = ~np.isnat(door.until)
        earlier = door.rows[past].assign(**{UNTIL: door.until[past]})
        return cls.of(door.rows[~past].reset_index(drop=True), door.known[~past], earlier.reset_index(drop=True))

    @classmethod
    def read(cls, table: pa.Table, more: pa.Table | None = None) -> OrderDays:
        """Order days that `kept` gave, of one partition or of several one after another.

        Parameters
        ----------
        more : those of further lines of the same accounts.
        """
        whole = table if more is None else pa.concat_tables([table, more])
        found = cls._read(whole)
        if more is None:
            return found
        # the lots of an account lie in two places
        order = np.lexsort((found.until, found.since, found.day, found.account))
        rest = [getattr(found, one.name)[order] for one in fields(cls) if one.name != "names"]
        return cls(found.names, *rest)

    @classmethod
    def _read(cls, table: pa.Table) -> OrderDays:
        account, names = pd.factorize(table[L.account_id].to_pandas(), sort=True)
        # within an account the lots are sorted already
        order = np.argsort(account, kind="stable")
        if SINCE not in table.column_names:  # loads of the second format had no corrections
            table = table.append_column(SINCE, table[KNOWN_ON])
            table = table.append_column(UNTIL, pa.nulls(len(table), pa.timestamp("us")))
        rest = [table[name].to_numpy()[order] for name in KEPT.names[1:]]
        return cls(pd.Index(names), account[order], *rest)

    def kept(self) -> pa.Table:
        """All lots, a row each, with the columns `KEPT`."""
        names = pa.array(self.names.take(self.account), type=pa.large_string(), from_pandas=True)
        sums = [self.amount, self.quantity, self.lines, self.unpriced]
        rest = [self.day, self.known, *sums, self.since, self.until]
        return pa.table([names, *(pa.array(one) for one in rest)], schema=KEPT)

    @cached_property
    def first_known(self) -> np.ndarray:
        """The day on which each of the `names` became known by a line of any kind."""
        return np.minimum.reduceat(self.since, _starts(self.account)) if len(self.since) else self.since

    def accounts(self, as_of: pd.Timestamp) -> pd.Index:
        """The accounts known on a date by a line of any kind that counted then."""
        if self._lasting:
            return self.names[self.first_known <= as_of.to_datetime64()]
        return self.names[np.unique(self.account[self._seen(as_of)])]

    @cached_property
    def _lasting(self) -> bool:
        return bool(np.isnat(self.until).all())

    def _seen(self, as_of: pd.Timestamp) -> np.ndarray:
        seen = self.since <= as_of.to_datetime64()
        return seen if self._lasting else seen & ~(self.until <= as_of.to_datetime64())

    def at(self, as_of: pd.Timestamp) -> pd.DataFrame:
        """Order days as known on a date.

        Returns
        -------
        pandas.DataFrame
            account_id, order_date, amount (company's currency; empty where no line has one), quantity (pieces),
            lines, known_on (the latest day on which any of the lines seen became known), lines_without_amount;
            one row per account and day, sorted by both.
        """
        seen = self._seen(as_of) & (self.lines > 0)
        account, day, known = self.account[seen], self.day[seen], self.known[seen]
        starts = _starts(account, day)
        lines = _sum(self.lines[seen], starts)
        unpriced = _sum(self.unpriced[seen], starts)
        amount = np.where(unpriced < lines, _sum(self.amount[seen], starts), np.nan)
        return pd.DataFrame(
            {
                L.account_id: self.names.take(account[starts]).astype("str"),
                L.order_date: day[starts],
                L.amount: amount,
                L.quantity: _sum(self.quantity[seen], starts),
                LINES: lines,
                KNOWN_ON: np.maximum.reduceat(known, starts) if len(starts) else known,
                UNPRICED: unpriced,
            }
        )


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Where a new group begins in sorted keys."""
    if not len(keys[0]):
        return np.empty(0, dtype="int64")
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[0] = True
    for key in keys:
        differs = key[1:] != key[:-1]
        if key.dtype.kind == "M":  # an empty date is no other than the empty one before it
            differs &= ~(np.isnat(key[1:]) & np.isnat(key[:-1]))
        changed[1:] |= differs
    return np.flatnonzero(changed)


def _sum(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of the groups that begin at `starts`."""
    return np.add.reduceat(values, starts) if len(starts) else values[:0]
