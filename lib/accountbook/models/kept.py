"""Predictions as the ledger keeps them: found, or computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pandas as pd
from threadpoolctl import threadpool_limits

import accountbook
from accountbook.imports import source_hash
from accountbook.models.kinds import KINDS, typed
from accountbook.models.makers import ALONE, GRADED, MAKERS, maker_of
from accountbook.models.switching import decisions, switched_off

if TYPE_CHECKING:
    from accountbook.book import Book


def predict(book: Book, *, kinds: Iterable[str] = KINDS, executor: Executor | None = None) -> None:
    """Compute the predictions that the ledger lacks, and keep them, before the notebooks ask for them.

    Parameters
    ----------
    book : a company-wide book.
    kinds : which; each comes with what is computed together with it.
    executor : does the work that goes by account; what is kept is the same without one.
    """
    first: dict[str, str] = {}
    for kind in kinds:
        # one that is computed alone brings no other
        first.setdefault(kind if kind in ALONE else maker_of(kind), kind)
    for kind in first.values():
        predictions(book, kind, executor=executor)


def predictions(book: Book, kind: str, *, executor: Executor | None = None) -> pd.DataFrame:
    """Predictions of a kind at the book's load and date.

    A company-wide book computes what its ledger lacks, all kinds of the group at once, and keeps it; one account's
    book only reads. An earlier month is asked for with ``book.at(date)`` and recomputed from the same load. They are
    a function of load and date, and of what the ledger's earlier predictions came to: see
    `accountbook.models.switching`.

    Parameters
    ----------
    book : a book, or one account's slice of it.
    kind : one of `accountbook.models.kinds.KINDS`, which says their columns.
    executor : does the work that goes by account, where something is to be computed.

    Raises
    ------
    KeyError
        If there is no such kind.
    LookupError
        If one account's book holds no predictions for its date: run the company-wide notebooks first.
    """
    if kind not in KINDS:
        raise KeyError(f"no predictions of kind {kind!r}; there are {', '.join(KINDS)}")
    account = getattr(book, "account_id", None)
    if account is not None:
        found = book.ledger.predictions(kind, load_id=book.load_id, as_of=book.as_of)
        if found is None:
            raise LookupError(
                f"this account's book holds no predictions of kind {kind!r} as of {book.as_of:%Y-%m-%d}; "
                f"ask the whole book first: accountbook.models.predictions(book, {kind!r})"
            )
        return found.loc[found["account_id"] == account].reset_index(drop=True) if "account_id" in found else found
    code = method_id()
    found = book.ledger.predictions(kind, load_id=book.load_id, as_of=book.as_of, code=code)
    if found is not None:
        return found
    made = {each: typed(each, frame) for each, frame in _made(book, kind, executor).items()}
    for each, frame in made.items():
        # what is said was kept before, if an earlier day was graded by it
        if each not in ALONE or book.ledger.find(each, load_id=book.load_id, as_of=book.as_of, code=code) is None:
            book.ledger.write_predictions(each, frame, load_id=book.load_id, as_of=book.as_of, code=code)
    return made[kind]


def _made(book: Book, kind: str, executor: Executor | None) -> dict[str, pd.DataFrame]:
    """A kind and those that are computed with it.

    A model that did worse than its rival on the rows that fell due is switched off first; the quality says by what.
    """
    maker = maker_of(kind)
    if kind in ALONE:
        return _function(ALONE[kind])(book, executor=executor)
    if maker not in GRADED:
        return _function(maker)(book, executor=executor)
    decided = decisions(predictions(book, GRADED[maker], executor=executor), as_of=book.as_of)
    frames = _function(maker)(book, executor=executor, off=switched_off(decided))
    quality = next(each for each in MAKERS[maker] if each.startswith("quality"))
    return {**frames, quality: pd.concat([frames[quality], typed(quality, decided)], ignore_index=True)}


def _function(named: str) -> Callable[..., dict[str, pd.DataFrame]]:
    module, function = named.split(".")
    make = getattr(import_module(f"accountbook.models.{module}"), function)

    def in_one_thread(*given: Any, **more: Any) -> dict[str, pd.DataFrame]:
        # one thread adds numbers up in one order: the same to the last digit wherever it runs, and no slower
        with threadpool_limits(limits=1):
            return make(*given, **more)

    return in_one_thread


@cache
def method_id() -> str:
    """Short name of the method, which changes with it: letters, digits and hyphens.

    The package's version and a hash of the rooms that predict, so that a change of theirs computes anew.

    Examples
    --------
    >>> method_id().startswith("v0-")
    True
    """
    version = accountbook.__version__.replace(".", "-")
    return f"v{version}-{source_hash('features', 'models')[:10]}"
