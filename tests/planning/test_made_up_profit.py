"""Profit before the proposal at the made-up company: which named line it changes there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.display import Fold, Words
from accountbook.display.blocks import beside_the_deal, proposal_ready, reverse_line
from accountbook.planning.follow_on import follow_on
from accountbook.planning.profit import profit
from accountbook.planning.readiness import readiness

AS_OF = "2026-10-31"


@pytest.fixture(scope="module")
def whole(demo_book: Path) -> Book:
    return Book.open(demo_book, AS_OF)


@pytest.fixture(scope="module")
def t(whole) -> Words:
    return Words("en", currency=whole.settings.currency, as_of=whole.as_of)


def _quoted(whole: Book) -> pd.DataFrame:
    """The newest quote of each deal, with what its price would be over its cost were the currency the company's."""
    quotes = whole.table("quotes").dropna(subset=["price", "cost", "opportunity_id"])
    newest = quotes.sort_values(["quoted_on", "version"]).drop_duplicates("opportunity_id", keep="last")
    return newest[newest["currency"] == whole.settings.currency].set_index("opportunity_id")


def test_cap_97_a_deal_under_its_cost_is_stopped_by_a_line_across_its_page_and_another_is_not(whole, t):
    quotes = _quoted(whole)
    under = quotes.index[quotes["price"] < quotes["cost"]]
    over = quotes.index[quotes["price"] > 1.3 * quotes["cost"]]
    low, high = (profit(whole, str(found[0]), draws=2_000) for found in (under, over))
    line = reverse_line(low, t).text()
    assert line.startswith("Reverse margin: ") and "It must not go out below EUR" in line
    assert low.simulated.reverse and not high.simulated.reverse and not reverse_line(high, t)
    # the quote behind it at three times its price: the line is gone
    assert not reverse_line(profit(whole, str(under[0]), draws=2_000, price=3 * low.offer.price), t)


def test_cap_98_a_reference_adds_a_line_of_its_own_and_leaves_the_deal_alone(whole, t):
    deal = str(_quoted(whole).index[0])
    without = profit(whole, deal, draws=2_000)
    with_it = profit(whole, deal, draws=2_000, reference_low=1_000, reference_high=3_000)
    assert "With the reference value" in str(beside_the_deal(with_it, t))
    assert isinstance(beside_the_deal(without, t), Fold)
    assert with_it.simulated.left == without.simulated.left
    wins = {one.opportunity_id: one for account in whole.accounts() for one in follow_on(whole, account).wins}
    assert wins, "some accounts of the made-up company have a first win with a year on both sides"


def test_cap_99_an_open_proposal_says_which_questions_do_not_stand(whole, t):
    checks = whole.table("proposal_checks")
    deal = next(deal for deal in sorted(set(checks["opportunity_id"])) if 0 < readiness(whole, deal).stand < 5)
    judged = readiness(whole, deal)
    text = proposal_ready(judged, t).text()
    assert f"{judged.stand} of 5 questions stand" in text
    assert not proposal_ready(readiness(whole, None), t)
