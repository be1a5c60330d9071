"""Each judgement of a plan is a function of a view: what it leans on is made where it is not given."""

from __future__ import annotations

import inspect

import pytest

import accountbook.plan
from accountbook.planning.margin import margins
from accountbook.planning.months import months
from accountbook.planning.power import power
from accountbook.planning.swot import swot

OTHER = {"back", "held", "tidy_rows", "totals", "watch", "year_record"}
"""What the plan takes from the room and is no judgement of an account."""
JUDGEMENTS = {
    name: one
    for name, one in vars(accountbook.plan).items()
    if inspect.isfunction(one) and one.__module__.startswith("accountbook.planning.") and name not in OTHER
}
PREDICTIONS = {"next_year": (None,)}
"""What must be said of the predictions: that there are none."""


@pytest.fixture
def small(view, bought):
    return view(
        order_lines=bought({"2025-03-01": 100.0, "2026-03-01": 200.0}, unit_cost=10.0),
        accounts=[{"account_id": "A", "name": "A works", "sole_source": True}],
        claims=[{"claim_id": "CL-7", "account_id": "A", "opened_on": "2026-10-01"}],
    )


@pytest.mark.parametrize("name", sorted(set(JUDGEMENTS) - {"questions"}))
def test_a_judgement_asks_for_nothing_but_the_view(small, name):
    judged = JUDGEMENTS[name](small, *PREDICTIONS.get(name, ()))
    assert judged is not None
    assert judged == JUDGEMENTS[name](small, *PREDICTIONS.get(name, ())), "the same view, the same judgement"


def test_what_is_made_is_what_would_have_been_given(small):
    assert power(small) == power(small, earned=margins(small))
    assert swot(small) == swot(small, months=months(small))
    assert [one.code for one in swot(small).weaknesses] == ["claims_open"]
    assert power(small).sole_source
