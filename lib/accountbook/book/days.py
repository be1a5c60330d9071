"""Order days: one account on one calendar day with at least one line of kind "order"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.tables import OrderLines as L

LINES = "lines"
KNOWN_ON = "known_on"
UNPRICED = "lines_without_amount"
NEEDED = [L.account_id, L.order_date, L.recorded_at, L.first_loaded_on, L.kind, L.quantity, L.amount]
"""The columns of order_lines that order days are made of."""


@dataclass(frozen=True, eq=False)
class OrderDays:
    """Order lines added up once, to be asked as of any date without sorting again.

    A lot is what became known on one day of one account's order day; nearly every order day is one lot. As of a
    date, the lots known by then are added up, so lines recorded later never touch a sum.

    Attributes
    ----------
    names : the accounts, sorted; `account` holds positions in it.
    account, day, known : of each lot, sorted by all three.
    amount, quantity, lines, unpriced : sums over a lot's lines; `unpriced` counts lines without an amount,
        which `amount` leaves out.
    """

    names: pd.Index
    account: np.ndarray
    day: np.ndarray
    known: np.ndarray
    amount: np.ndarray
    quantity: np.ndarray
    lines: np.ndarray
    unpriced: np.ndarray

    @classmethod
    def of(cls, lines: pd.DataFrame, known: np.ndarray) -> OrderDays:
        """Add up lines of any kind, of which only orders count.

        Parameters
        ----------
        lines : columns `NEEDED`, in their canonical order.
        known : day on which each became known.
        """
        orders = (lines[L.kind] == "order").to_numpy(dtype=bool, na_value=False)
        lines, known = lines[orders], known[orders]
        account, names = pd.factorize(lines[L.account_id], sort=True)
        day = lines[L.order_date].to_numpy(dtype="datetime64[us]")
        order = np.lexsort((known, day, account))
        account, day, known = account[order], day[order], known[order]
        starts = _starts(account, day, known)
        amount = lines[L.amount].to_numpy()[order]
        gaps = np.isnan(amount)
        return cls(
            pd.Index(names),
            account[starts],
            day[starts],
            known[starts],
            _sum(np.where(gaps, 0.0, amount), starts),
            _sum(lines[L.quantity].to_numpy()[order], starts),
            np.diff(np.append(starts, len(account))),
            _sum(gaps.astype("int64"), starts),
        )

    def at(self, as_of: pd.Timestamp) -> pd.DataFrame:
        """Order days as known on a date.

        Returns
        -------
        pandas.DataFrame
            account_id, order_date, amount (company's currency; empty where no line has one), quantity (pieces),
            lines, known_on (the latest day on which any of the lines seen became known), lines_without_amount;
            one row per account and day, sorted by both.
        """
        seen = self.known <= as_of.to_datetime64()
        account, day, known = self.account[seen], self.day[seen], self.known[seen]
        starts = _starts(account, day)
        ends = np.append(starts[1:], len(account)) - 1
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
                # lots of a day lie by the day they became known: the last is the latest
                KNOWN_ON: known[ends] if len(starts) else known,
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
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)


def _sum(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Sums of the groups that begin at `starts`."""
    return np.add.reduceat(values, starts) if len(starts) else values[:0]
