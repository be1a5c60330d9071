"""The company's index says what the scorecard found, and leads to it."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from accountbook.display.words import Words
from accountbook.planning.naming import Naming
from accountbook.publish.contents import SCORECARD, _scored
from accountbook.publish.index import Frame, index_of

FINDING = "110 of 133 ranges held; the model beats its naive rival on 5 of 6 targets"


def page(name: str) -> SimpleNamespace:
    return SimpleNamespace(notebook=SimpleNamespace(entry=SimpleNamespace(name=name)), address=f"{name}/{name}.html")


def test_the_finding_is_that_of_the_scorecard_if_it_was_made():
    made = SimpleNamespace(state="ok", results={"finding": FINDING})
    assert _scored(page(SCORECARD), made) == (FINDING, "scorecard/scorecard.html")
    assert _scored(page("churn_reorder"), made) == ("", "")
    assert _scored(page(SCORECARD), SimpleNamespace(state="failed", results=None)) == ("", "")


def test_it_stands_on_the_companys_index_and_on_no_teams():
    day = pd.Timestamp("2026-10-31")
    frame = Frame(
        edition="monthly", words=Words("en", as_of=day), settings=SimpleNamespace(company="Nova", invented=False),
        as_of=day, horizon=day, since=None, compared=None, scopes={"": frozenset(), "South": frozenset()},
        before=frozenset(), reports=[("Scorecard", "scorecard/scorecard.html")], team_reports={}, load="",
        naming=Naming(True, {}), scored=(FINDING, "scorecard/scorecard.html"),
    )  # fmt: skip
    assert f'<a href="scorecard/scorecard.html">{FINDING}</a>' in index_of(frame, [])
    assert FINDING not in index_of(frame, [], team="South")
