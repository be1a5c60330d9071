"""The next twelve months by account, month and family: orders as they run, open deals apart, and sums with ranges of
their own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.book import teams_of
from accountbook.features.months import MonthPanel, month_panel, run_rate_days
from accountbook.models.deal_draws import draw_deals
from accountbook.models.families import FamilyShares, draw_families, family_shares
from accountbook.models.kept import predictions
from accountbook.models.kinds import YearPrediction as P
from accountbook.models.kinds import typed
from accountbook.models.run_rate import RunRate
from accountbook.models.spread import Spread, draw_amounts, draw_common, draw_orders, regularity
from accountbook.models.standing import MONTHS, Standing, first_part, months_after, standing
from accountbook.models.year_judged import score_year, spread_of, year_quality
from accountbook.models.year_rows import FAMILY, year_rows
from accountbook.tables import Accounts as A

if TYPE_CHECKING:
    from accountbook.book import Book

DRAWS = 400
SEED = 20260111
CHUNK = 100
"""Accounts drawn at a time, so that memory stays small."""
TOLD = 0.03
"""Share of an account's orders from which a family is told by name."""
ORDERS, DEALS, ALL = "orders", "deals", "all"
ACCOUNT, OWNER, TEAM, COMPANY = "account", "owner", "team", "company"


def predict_year(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """Predict what every account brings in the twelve months that follow the book's date.

    Parameters
    ----------
    book : a company-wide book.
    executor : passed on where the deals are predicted; the rest is drawn in one go, so that sums are of joint draws.

    Returns
    -------
    {"year": `YearPrediction`, "quality_year": `Quality`}. Both are empty where no order is known.
    """
    panel = month_panel(run_rate_days(book), end=book.as_of)
    if panel.accounts.empty:
        return {"year": typed("year"), "quality_year": typed("quality_year")}
    scores = score_year(panel)
    shown = "naive" if scores.verdict.rows and not scores.verdict.open else "model"
    model = RunRate().fit(panel)
    now = standing(panel, model.factors_)
    spread = spread_of(scores.past, regular=regularity(panel), believed=model.share_)
    months = months_after(book.as_of)
    naive = _year_before(panel)
    orders, value = model.expected(now), model.value(now)
    if shown == "naive":
        # the last twelve months' revenue stands in the level; the year's course and the ranges stay the model's
        mean = (orders * value).sum(axis=1)
        scale = np.divide(np.maximum(naive.sum(axis=1), 0.0), mean, out=np.zeros_like(mean), where=mean > 0)
        value = value * scale[:, None]
    ahead = _YearAhead(panel.accounts, months, now, orders, value, spread, family_shares(book, panel.accounts), naive)
    frame = pd.concat(_rows(book, ahead, predictions(book, "deals", executor=executor)), ignore_index=True)
    return {
        "year": typed("year", frame.assign(**{P.as_of: book.as_of, P.shown: shown})),
        "quality_year": year_quality(book.as_of, scores),
    }


@dataclass(frozen=True, eq=False)
class _YearAhead:
    """What is drawn from.

    Attributes
    ----------
    now : how the accounts stand. orders, value : expected orders and an order's mean value, shape (n, 12).
    naive : revenue of the same months a year before, shape (n, 12).
    """

    accounts: pd.Index
    months: pd.DatetimeIndex
    now: Standing
    orders: np.ndarray
    value: np.ndarray
    spread: Spread
    families: FamilyShares
    naive: np.ndarray


def _year_before(panel: MonthPanel) -> np.ndarray:
    """Revenue of the same months a year before, shape (n, 12): the naive rival.

    A history of under a year stands at its mean for the months before it.
    """
    whole = panel.whole
    known = panel.revenue[:, max(whole - MONTHS, 0) : whole]
    if known.shape[1] == 0:
        known = panel.revenue / panel.length.sum()
    missing = MONTHS - known.shape[1]
    found = np.concatenate([np.repeat(known.mean(axis=1, keepdims=True), missing, axis=1), known], axis=1)
    found[:, 0] *= first_part(panel.end)
    return found


def _rows(book: Book, ahead: _YearAhead, deals: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Frames of accounts, chunk by chunk, then of the sums over them."""
    rng = np.random.default_rng(SEED)
    common = draw_common(ahead.spread, draws=DRAWS, rng=rng)
    whose, brought = draw_deals(book, deals, ahead.months, draws=DRAWS, rng=rng)
    names, shares = ahead.families.names, ahead.families.shares
    sums = _Sums(book, ahead)
    for start in range(0, len(ahead.accounts), CHUNK):
        some = slice(start, start + CHUNK)
        counts = draw_orders(ahead.orders[some], common, spread=ahead.spread, rng=rng)
        drawn = draw_amounts(counts, ahead.value[some], own=ahead.now.own[some], within=ahead.now.within, rng=rng)
        drawn = drawn.astype(np.float32)  # half the memory, and as fine as a range of draws can be
        keys, naive = _keys(ahead.accounts[some]), ahead.naive[some]
        yield year_rows(keys, drawn, ahead.months, part=ORDERS, naive=naive)
        split = None
        if len(names) > 1:
            split = draw_families(counts, shares[some], together=ahead.families.together, rng=rng) * drawn[..., None]
            yield from _by_family(keys, _named(split, shares[some]), names, ahead.months)
        sums.add(some, drawn, split)
        own = ahead.accounts[some].isin(whose)
        if own.any():
            came = np.stack([brought[whose == one].sum(axis=0) for one in ahead.accounts[some][own]])
            yield year_rows(keys.loc[own], came, ahead.months, part=DEALS)
            yield year_rows(keys.loc[own], drawn[own] + came, ahead.months, part=ALL, naive=naive[own])
    new = pd.Index(sorted(set(whose) - set(ahead.accounts)), dtype="str")
    if len(new):  # nothing but deals is known of these
        came = np.stack([brought[whose == one].sum(axis=0) for one in new])
        yield year_rows(_keys(new), came, ahead.months, part=DEALS)
        yield year_rows(_keys(new), came, ahead.months, part=ALL, naive=np.zeros((len(new), MONTHS)))
    yield from sums.rows(whose, brought)


def _keys(accounts: pd.Index) -> pd.DataFrame:
    return pd.DataFrame({P.account_id: accounts, P.scope: ACCOUNT, P.whose: accounts})


def _by_family(
    keys: pd.DataFrame, split: np.ndarray, names: tuple[str, ...], months: pd.DatetimeIndex
) -> Iterator[pd.DataFrame]:
    """Rows of each family that an account or a sum may order of; draws have shape (n, draws, 12, f)."""
    for one, name in enumerate(names):
        some = split[..., one].any(axis=(1, 2))
        if some.any():
            yield year_rows(keys.loc[some], split[some][..., one], months, part=FAMILY, family=name)


def _named(split: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Draws by family, an account's small ones moved to the last."""
    small = shares < TOLD
    small[:, -1] = False
    moved = np.where(small[:, None, None, :], split, 0.0)
    found = split - moved
    found[..., -1] += moved.sum(axis=-1)
    return found


class _Sums:
    """Sums of the draws over the accounts of the company, of each team and of each owner."""

    def __init__(self, book: Book, ahead: _YearAhead) -> None:
        accounts = book.table("accounts").drop_duplicates(A.account_id, keep="last")
        owner, team = dict(zip(accounts[A.account_id], accounts[A.owner_id], strict=True)), teams_of(book)
        known = [*ahead.accounts, *sorted(set(accounts[A.account_id]) - set(ahead.accounts))]
        self.ahead = ahead
        self.groups: dict[tuple[str, str], set[str]] = {(COMPANY, ""): set(known)}
        for scope, of in ((TEAM, team), (OWNER, owner)):
            for one in sorted({name for name in of.values() if isinstance(name, str) and name}):
                self.groups[scope, one] = {account for account in known if of.get(account) == one}
        # n accounts by g sums: 1 where the account is in the sum
        self.inside = np.column_stack([ahead.accounts.isin(some) for some in self.groups.values()]).astype(float)
        self.orders = np.zeros((len(self.groups), DRAWS, MONTHS))
        self.split = np.zeros((*self.orders.shape, len(ahead.families.names)))

    def add(self, some: slice, drawn: np.ndarray, split: np.ndarray | None) -> None:
        """Add the draws of a chunk of accounts."""
        self.orders += np.tensordot(self.inside[some].T, drawn, axes=1)
        if split is not None:
            self.split += np.tensordot(self.inside[some].T, split, axes=1)

    def rows(self, whose: np.ndarray, brought: np.ndarray) -> Iterator[pd.DataFrame]:
        """Rows of the sums, the company first, then teams and owners."""
        scope, one = zip(*self.groups, strict=True)
        keys = pd.DataFrame({P.account_id: "", P.scope: scope, P.whose: one})
        naive, months = self.inside.T @ self.ahead.naive, self.ahead.months
        yield year_rows(keys, self.orders, months, part=ORDERS, naive=naive)
        if len(self.ahead.families.names) > 1:
            yield from _by_family(keys, self.split, self.ahead.families.names, months)
        mine = np.stack([np.isin(whose, list(some)) for some in self.groups.values()])
        own = mine.any(axis=1)
        if own.any():
            came = np.tensordot(mine[own].astype(float), brought, axes=1)
            yield year_rows(keys.loc[own], came, months, part=DEALS)
            yield year_rows(keys.loc[own], self.orders[own] + came, months, part=ALL, naive=naive[own])
