"""The scorecard: last month's predictions, reps' and customers' words, against what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.graded import Miss, Score, misses, scores
from accountbook.planning.guessed import guess_words, guessed, item_words
from accountbook.planning.honesty import Word
from accountbook.planning.naming import Naming, told_rows
from accountbook.planning.own_book import Total
from accountbook.planning.period import back
from accountbook.planning.promised import Promised, promised
from accountbook.planning.reading import Reading, reading
from accountbook.planning.statements import Trust, checked, statement_words, trusts
from accountbook.planning.values import text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O

RECENT = (20, 45)
"""Days that what was said a month before may be old: editions are not always of the same day of the month."""


@dataclass(frozen=True)
class Scorecard:
    """How good words about the future were, ours first.

    Attributes
    ----------
    scores : by target, of what fell due. misses : the worst of accounts that may be named.
    left_out : accounts that are not in every figure of what they fell due in, because they are too few to be told in
        it; unnamed : whether some may not be
        named, so that their misses are not listed.
    reading : the first look at last month's; None where nothing was said.
    words : reps, the model and its rival on the same guesses, then customers' statements. periods : the months guessed.
    trusts : customers whose words were furthest off. promised : last month's words. erp : ERP against own book.
    exported_on : day of the export that recomputed months rest on.
    """

    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]
    left_out: int
    unnamed: bool
    reading: Reading | None
    words: tuple[Word, ...]
    periods: tuple[pd.Timestamp, ...]
    trusts: tuple[Trust, ...]
    promised: Promised
    erp: Total
    exported_on: pd.Timestamp

    @property
    def held(self) -> int:
        """Ranges that held what came."""
        return sum(one.held for one in self.scores)

    @property
    def ranged(self) -> int:
        """Ranges that were told of what came."""
        return sum(one.ranged for one in self.scores)

    @property
    def better(self) -> int:
        """Targets on which the model did better than its rival."""
        return sum((one.better or 0.0) > 0 for one in self.scores)

    @property
    def off(self) -> tuple[Score, ...]:
        """The targets whose model is switched off."""
        return tuple(one for one in self.scores if one.off)

    @property
    def recomputed(self) -> bool:
        """Whether any word of ours was computed as of then, as no ledger reaches back."""
        read = self.reading is not None and self.reading.recomputed
        return read or any(one.recomputed for one in (*self.scores, *self.words))


def scorecard(
    book: View,
    graded: pd.DataFrame,
    quality: pd.DataFrame,
    said: pd.DataFrame,
    items: pd.DataFrame | None,
    *,
    month_before: pd.Timestamp,
    naming: Naming,
    erp: Total,
    exported_on: pd.Timestamp,
) -> Scorecard:
    """Judge what was said against what happened.

    Parameters
    ----------
    book : a whole book.
    graded, quality : as `accountbook.planning.graded.scores` takes them.
    said : predictions of kind "said_orders" of several days, with ``made`` and ``recomputed``, their first horizon.
    items : predictions of kind "items" of the month before, with ``recomputed``.
    naming : who may be named. Of the others each figure holds five accounts or more, or leaves them out.
    erp, exported_on : see `Scorecard`.
    """
    told = told_rows(graded, naming, by="target")
    named = _named(graded, naming)
    guesses = guessed(book, said)
    statements = checked(book)
    bought = () if items is None else item_words(book, items, month_before, naming)

    return Scorecard(
        scores=scores(told, quality, since=back(book.as_of, 1)),
        misses=misses(named, _names(book, "accounts", A.account_id, A.name), _deals(book)),
        left_out=_left_out(graded, told),
        unnamed=len(named) < len(graded),
        reading=reading(told_rows(_recent(said, book.as_of), naming), book.order_days(), book.as_of),
        words=(*guess_words(guesses, naming), *bought, *statement_words(told_rows(statements, naming, by="topic"))),
        periods=tuple(sorted(told_rows(guesses, naming)["starts_on"].unique())),
        trusts=trusts(_named(statements, naming), _names(book, "accounts", A.account_id, A.name)),
        promised=promised(book, naming),
        erp=erp,
        exported_on=exported_on,
    )


def _recent(said: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Of what was said, that of the newest day about a month back."""
    age = (as_of - said["made"]).dt.days
    recent = said[age.between(*RECENT)]
    return recent[recent["made"] == recent["made"].max()]


def _left_out(graded: pd.DataFrame, told: pd.DataFrame) -> int:
    """How many accounts are left out of a figure at least."""
    keys = ["target", "account_id"]
    missing = pd.MultiIndex.from_frame(graded[keys]).difference(pd.MultiIndex.from_frame(told[keys]))
    return int(missing.get_level_values("account_id").nunique())


def _named(rows: pd.DataFrame, naming: Naming) -> pd.DataFrame:
    return rows[rows["account_id"].map(naming.allows).astype(bool)]


def _names(book: View, table: str, key: str, name: str) -> Mapping[str, str]:
    rows = book.table(table).drop_duplicates(key, keep="last")
    return {str(one): named for one, value in zip(rows[key], rows[name], strict=True) if (named := text(value))}


def _deals(book: View) -> Mapping[str, str]:
    return _names(book, "opportunities", O.opportunity_id, O.name)


def first_horizon(said: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Predictions of several days together, once each, of the first horizon.

    Examples
    --------
    >>> rows = pd.DataFrame({"account_id": "A", "made": pd.Timestamp("2026-08-31"), "horizon_days": [60, 90]})
    >>> len(first_horizon([rows, rows]))
    1
    """
    rows = pd.concat(said, ignore_index=True)
    rows = rows[rows["horizon_days"] == rows["horizon_days"].min()]
    return rows.drop_duplicates(["account_id", "made"]).reset_index(drop=True)
