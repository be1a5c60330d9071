"""The scorecard: last month's predictions, reps' and customers' words, against what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.graded import Miss, Score, misses, scores
from accountbook.planning.guessed import guess_words, guessed, item_words
from accountbook.planning.honesty import Word
from accountbook.planning.naming import Naming, told_accounts
from accountbook.planning.own_book import Total
from accountbook.planning.promised import Promised, promised
from accountbook.planning.reading import Reading, reading
from accountbook.planning.statements import Trust, checked, statement_words, trusts
from accountbook.planning.values import text
from accountbook.planning.view import View
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O


@dataclass(frozen=True)
class Scorecard:
    """How good words about the future were, ours first.

    Attributes
    ----------
    scores : by target, of what fell due. misses : the worst of accounts that may be named.
    left_out : accounts that are in no figure, because they are too few to be told; unnamed : whether some may not be
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
        """Whether anything that is graded was computed as of then, as no ledger reaches back."""
        return any(one.recomputed for one in self.scores)


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
    items : predictions of kind "items" of the month before.
    naming : who may be named. Of the others a figure holds five accounts or more, or leaves them out.
    erp, exported_on : see `Scorecard`.
    """
    known = {*graded["account_id"], *said["account_id"]}
    told, left_out = told_accounts(known, naming)
    graded, said = graded[graded["account_id"].isin(told)], said[said["account_id"].isin(told)]
    named = graded[graded["account_id"].map(naming.allows).astype(bool)]
    last = said[said["made"] == month_before]
    guesses = _told(guessed(book, said), naming)
    statements = _told(checked(book), naming)
    bought = () if items is None else item_words(book, items[items["account_id"].isin(told)], month_before)

    return Scorecard(
        scores=scores(graded, quality),
        misses=misses(named, _names(book, "accounts", A.account_id, A.name), _deals(book)),
        left_out=left_out,
        unnamed=len(named) < len(graded),
        reading=reading(last, book.order_days(), book.as_of),
        words=(*guess_words(guesses), *bought, *statement_words(statements)),
        periods=tuple(sorted(guesses["starts_on"].unique())),
        trusts=trusts(_named(statements, naming), _names(book, "accounts", A.account_id, A.name)),
        promised=promised(book, naming),
        erp=erp,
        exported_on=exported_on,
    )


def _told(rows: pd.DataFrame, naming: Naming) -> pd.DataFrame:
    told, _ = told_accounts(rows["account_id"], naming)
    return rows[rows["account_id"].isin(told)]


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
