"""Which earlier predictions fall due, and whose word counts."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.book import Ledger
from accountbook.models.due import LATE, fallen_due, falling_due, passed

DAYS = pd.to_datetime(["2025-12-31", "2026-01-31", "2026-02-14", "2026-02-28", "2026-03-31"])


@pytest.mark.parametrize(
    ("as_of", "due"),
    [
        ("2026-02-28", []),  # 31 December is due on 1 March
        ("2026-03-31", ["12-31"]),
        ("2026-04-30", ["01-31", "02-28"]),  # of two in February the last counts
        ("2026-05-31", ["03-31"]),
    ],
)
def test_every_month_is_due_once(as_of, due):
    assert [f"{day:%m-%d}" for day in falling_due(DAYS, pd.Timestamp(as_of), horizon=60)] == due


def test_the_newest_month_back_whose_horizon_has_passed():
    ends = pd.date_range("2026-01-31", "2026-12-31", freq="ME")
    for end in ends:
        day = passed(end, horizon=90)
        assert day.is_month_end and day + pd.Timedelta(days=90) <= end < day + pd.Timedelta(days=90 + 32)


@pytest.fixture
def book(tmp_path):
    """What grading needs of a book: a ledger and loads, by their export days."""
    for load, exported_on in [("old", "2026-09-01"), ("new", "2026-11-01")]:
        export(tmp_path, load, exported_on)
    return SimpleNamespace(ledger=Ledger(tmp_path), as_of=pd.Timestamp("2026-10-31"))


def export(folder, load: str, exported_on: str) -> None:
    report = folder / "loads" / load / "load.json"
    report.parent.mkdir(parents=True)
    report.write_text(json.dumps({"exported_on": exported_on}), encoding="utf-8")


def say(book, p: float, *, load: str, day: str = "2026-08-31") -> None:
    frame = pd.DataFrame({"account_id": ["A"], "p": [p]})
    book.ledger.write_predictions("said_orders", frame, load_id=load, as_of=pd.Timestamp(day), code="c")


def due(book) -> list:
    found = fallen_due(book, "said_orders", horizon=60, before=book.as_of)
    return found[["p", "made", "recomputed"]].to_numpy().tolist()


def test_what_was_said_in_time_stays_what_was_said(book):
    say(book, 0.3, load="old")
    assert due(book) == [[0.3, pd.Timestamp("2026-08-31"), 0]]
    # a later load thinks otherwise: nobody was told so
    say(book, 0.9, load="new")
    assert due(book) == [[0.3, pd.Timestamp("2026-08-31"), 0]]


def test_a_later_loads_word_alone_was_not_said_in_time(book, monkeypatch):
    say(book, 0.9, load="new")
    assert (pd.Timestamp("2026-11-01") - pd.Timestamp("2026-08-31")).days > LATE
    asked = []

    def compute(then, kind, *, executor=None):
        asked.append((then.as_of, kind))
        return pd.DataFrame({"account_id": ["A"], "p": [0.5]})

    monkeypatch.setattr("accountbook.models.due.predictions", compute)
    book.at = lambda day: SimpleNamespace(as_of=day, order_days=lambda: pd.DataFrame({"account_id": ["A"]}))
    assert due(book) == [[0.5, pd.Timestamp("2026-08-31"), 1]]
    assert asked == [(pd.Timestamp("2026-08-31"), "said_orders")]


def test_a_month_in_which_no_horizon_passed_grades_the_ledgers_last_day_again(book):
    book.as_of = pd.Timestamp("2026-02-28")
    for p, day, load in [(0.1, "2025-10-31", "autumn"), (0.2, "2025-11-30", "winter"), (0.3, "2025-12-31", "year")]:
        export(book.ledger.path.parent, load, f"{pd.Timestamp(day) + pd.Timedelta(days=1):%Y-%m-%d}")
        say(book, p, load=load, day=day)
    # 30 November fell due on 29 January, 31 December falls due on 1 March
    assert due(book) == [[0.2, pd.Timestamp("2025-11-30"), 0]]


def test_editions_of_every_third_month_are_graded_by_what_they_said(book):
    book.as_of = pd.Timestamp("2026-12-31")
    say(book, 0.3, load="old")  # due on 30 October, in a month without an edition
    assert due(book) == [[0.3, pd.Timestamp("2026-08-31"), 0]]


def test_words_of_an_earlier_month_are_not_this_months(book):
    say(book, 0.3, load="old")
    book.at = lambda day: SimpleNamespace(as_of=day, order_days=pd.DataFrame)
    assert fallen_due(book, "said_orders", horizon=0, before=pd.Timestamp("2026-09-30")).empty


def test_what_rests_on_a_load_that_is_no_more_was_not_said_in_time(book):
    say(book, 0.3, load="gone")
    book.at = lambda day: SimpleNamespace(as_of=day, order_days=pd.DataFrame)
    assert due(book) == []


def test_where_nothing_was_known_nothing_is_due(book):
    book.at = lambda day: SimpleNamespace(as_of=day, order_days=pd.DataFrame)
    assert due(book) == []
