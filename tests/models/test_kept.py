"""The ledger's predictions: computed once, found after."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from accountbook.executors import local_processes
from accountbook.models import kept, predict, predictions
from accountbook.models.kinds import KINDS


@pytest.fixture
def book(make_book, order_lines, renewals):
    return make_book(order_lines(renewals(6)), "2026-03-31")


def test_who_asks_first_pays_and_all_kinds_of_the_group_are_kept(book, monkeypatch) -> None:
    first = predictions(book, "accounts")
    for kind in ("accounts", "items", "quality_orders"):
        assert book.ledger.predictions(kind, load_id=book.load_id, as_of=book.as_of) is not None
    monkeypatch.setattr(kept, "import_module", None)
    pd.testing.assert_frame_equal(predictions(book, "accounts"), first)
    assert set(predictions(book, "items").columns) >= {"account_id", "rank", "p"}


def test_all_kinds_can_be_computed_ahead_by_an_executor_and_are_the_same(make_book, order_lines, renewals) -> None:
    found = []
    for workers in (0, 2):
        book = make_book(order_lines(renewals(30)), "2026-03-31")
        if workers:
            with local_processes(workers) as executor:
                predict(book, executor=executor)
        else:
            predict(book)
        made = {kind: book.ledger.predictions(kind, load_id=book.load_id, as_of=book.as_of) for kind in KINDS}
        assert {"accounts", "items", "deals"} <= {kind for kind, frame in made.items() if frame is not None}
        found.append(made)
    for kind in KINDS:
        pd.testing.assert_frame_equal(found[0][kind], found[1][kind], check_exact=True)


def test_an_accounts_book_finds_its_own_rows_and_never_trains(book) -> None:
    one = book.account("A-001")
    with pytest.raises(LookupError, match="ask the whole book first"):
        predictions(one, "accounts")
    predictions(book, "accounts")
    assert predictions(one, "accounts")["account_id"].unique().tolist() == ["A-001"]


def test_last_months_predictions_lie_beside_this_months(book) -> None:
    earlier = book.at("2026-02-28")
    assert (predictions(earlier, "accounts")["as_of"] == earlier.as_of).all()
    predictions(book, "accounts")
    history = book.ledger.history("accounts", before=book.as_of)
    assert history["as_of"].unique().tolist() == [earlier.as_of]


def test_a_kind_that_is_not(book) -> None:
    with pytest.raises(KeyError, match="there are accounts, items"):
        predictions(book, "churn")


def test_importing_the_models_loads_no_scikit_learn() -> None:
    code = "import sys, accountbook.models, accountbook.features; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
