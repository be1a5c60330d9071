"""The second promise: a report reads as it would have read on any past date, whatever became known later."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from accountbook.book import Book, write_load
from accountbook.ingest import Intake, read_source
from accountbook.publish import publish_edition
from accountbook.tables import TABLES
from accountbook.tables import Contacts as C
from accountbook.tables import Opportunities as O

CUT = pd.Timestamp("2026-04-30")


def write(folder: Path, intake: Intake, tables: dict[str, pd.DataFrame]) -> None:
    write_load(
        folder, tables, rejected=intake.rejected, report=intake.report, company=intake.company,
        exported_on=intake.exported_on,
    )  # fmt: skip


def without_the_future(tables: dict[str, pd.DataFrame], random: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The tables with every later row gone, and what later days wrote into earlier rows altered."""
    kept = {}
    for name, frame in tables.items():
        known_on = TABLES[name].about.known_on
        late = frame[known_on] > CUT if known_on else pd.Series(False, index=frame.index)
        kept[name] = frame[~late].reset_index(drop=True)
    deals = kept["opportunities"].copy()
    later = deals[O.closed_on].isna() | (deals[O.closed_on] > CUT)
    deals.loc[later, [O.outcome, O.closed_on, O.reasons, O.satisfaction]] = ["open", pd.NaT, None, pd.NA]
    # the present values of a logged field: the log alone may be heeded
    deals[O.amount] = random.permutation(deals[O.amount].to_numpy())
    deals[O.seller_stage] = random.permutation(deals[O.seller_stage].to_numpy())
    kept["opportunities"] = deals
    people = kept["contacts"].copy()
    people.loc[people[C.status_on] > CUT, [C.status, C.status_on]] = ["retired", CUT + pd.Timedelta(days=9)]
    kept["contacts"] = people
    return kept


@pytest.fixture(scope="module")
def books(demo_exports, tmp_path_factory) -> tuple[Path, Path]:
    """The made-up company's book, and one that was never told what happened after the cut."""
    folder = tmp_path_factory.mktemp("as-of")
    intake = read_source(demo_exports)
    write(folder / "whole", intake, intake.tables)
    write(folder / "past", intake, without_the_future(intake.tables, np.random.default_rng(5)))
    return folder / "whole", folder / "past"


def test_there_is_a_future_to_be_blind_to(books):
    whole, past = (len(Book.open(path, "2026-10-31").table("order_lines")) for path in books)
    assert whole > past


def test_pages_of_a_past_date_do_not_move_when_the_future_is_unmade(books, tmp_path):
    accounts = Book.open(books[0], CUT).order_days()["account_id"].value_counts().index[:2].tolist()
    pages = []
    for number, book in enumerate(books):
        out = tmp_path / str(number)
        outcome = publish_edition("monthly", book, CUT, accounts=accounts, workers=2, out=out)
        assert outcome.exit_code == 0, outcome.failures
        load_id = Book.open(book, CUT).load_id
        found = {
            path.relative_to(out): path.read_text(encoding="utf-8").replace(load_id, "LOAD")
            for path in sorted(out.rglob("account_plan/*.html"))
        }
        pages.append(found)
    assert len(pages[0]) >= 2
    assert pages[0].keys() == pages[1].keys()
    assert [str(name) for name in pages[0] if pages[0][name] != pages[1][name]] == []
