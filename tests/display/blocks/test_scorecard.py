"""The scorecard's page says what was judged: what held, who won, what is switched off, and whose words came true."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from accountbook.display import blocks
from accountbook.planning.graded import Miss, Score
from accountbook.planning.honesty import Word
from accountbook.planning.own_book import Total
from accountbook.planning.promised import Kept, Open, Promised
from accountbook.planning.reading import Reading
from accountbook.planning.scorecard import Scorecard
from accountbook.planning.statements import Trust

AS_OF, MADE = pd.Timestamp("2026-10-31"), pd.Timestamp("2026-08-31")
CHURN = Score(
    "churn60", MADE, MADE, rows=51, recomputed=0, loss=0.41, naive_loss=0.52, off=False, decided=True, shown="model",
    held=0, ranged=0, said=12.0, happened=10.0,
)  # fmt: skip
DATES = replace(CHURN, target="date", loss=5.2, naive_loss=7.9, held=32, ranged=41)
LOST = replace(CHURN, target="deals", loss=0.71, naive_loss=0.6, rows=24, off=True, shown="naive")
CARD = Scorecard(
    scores=(CHURN, DATES, LOST), misses=(), left_out=0, unnamed=False, reading=None, words=(), periods=(), trusts=(),
    promised=Promised(pd.Timestamp("2026-09-30"), (), ()), erp=Total(0.0, {}), exported_on=pd.Timestamp("2026-11-01"),
)  # fmt: skip


def test_the_first_screen_answers_in_one_minute_and_says_what_is_switched_off(t):
    top = blocks.scorecard_masthead(CARD, t, company="Nova")
    text = top.text()
    assert "32 of 41 ranges held; the model beats its naive rival on 2 of 3 targets" in text
    assert "No order in 60 days: log loss 0.41 against the naive 0.52, on 51." in text
    off = "Winning a deal: log loss 0.71, worse than the naive 0.60 on 24 due; the model is switched off until it is"
    assert f"<strong>{off} better again.</strong>" in str(top)
    assert "Recomputed" not in text
    table = blocks.due_scores(CARD, t).text()
    assert "The naive rival was nearer on 1 target" in table and "naive, switched off" in table
    assert "from the ledger" in table and "recomputed" not in table


def test_what_was_recomputed_is_labelled(t):
    card = replace(CARD, scores=(replace(CHURN, recomputed=51),))
    assert (
        "the load of 1 Nov 2026 was asked what it would have said then"
        in blocks.scorecard_masthead(card, t, company="Nova").text()
    )
    assert "recomputed" in blocks.due_scores(card, t).text()
    words = (Word("rep", "amount", 8, 0.7, 0.4, 0.5), Word("model", "amount", 8, 0.6, 0.1, 0.5, recomputed=True))
    assert blocks.on_one_scale(replace(CARD, words=words), t).text().count("recomputed") == 1
    assert (
        "asked what it would have said"
        in blocks.scorecard_masthead(replace(CARD, words=words), t, company="Nova").text()
    )


def test_what_is_graded_again_is_called_so(t):
    text = blocks.due_scores(replace(CARD, scores=(replace(CHURN, again=True), DATES)), t).text()
    assert text.count("from the ledger, graded again") == 1
    assert "the last that did are graded again" in blocks.scorecard_footer(CARD, t, load_id="L", version="1").text()


def test_too_few_rows_decide_nothing(t):
    card = replace(CARD, scores=(replace(CHURN, rows=12, decided=False),))
    text = blocks.scorecard_masthead(card, t, company="Nova").text()
    assert "log loss 0.41 against the naive 0.52, on 12 only: too few to decide." in text


def test_before_anything_fell_due_the_page_says_so_and_leaves_the_rest_out(t):
    card = replace(CARD, scores=())
    assert "Nothing that was predicted has fallen due yet" in blocks.scorecard_masthead(card, t, company="N").text()
    assert "60 or 90 days have passed" in blocks.due_scores(card, t).text()
    empty = (blocks.ranges_held, blocks.worst_misses, blocks.on_one_scale, blocks.customers_words)
    assert [str(one(card, t)) for one in empty] == [""] * 4
    assert str(blocks.first_reading(None, t)) == str(blocks.erp_sum(card.erp, t)) == ""
    assert str(blocks.last_months_words(card.promised, t)) == ""
    assert str(blocks.due_reliability(pd.DataFrame(), t, of="deals")) == ""


def test_misses_are_named_with_what_came(t):
    risk = Miss("churn90", "A", None, "Alba", MADE, 90, said=0.07, lo=0.03, hi=0.13, naive=0.12, happened=1.0)
    late = replace(
        risk, target="date", name=None, horizon_days=60, said=14.0, lo=3.0, hi=29.0, naive=70.0, happened=30.0
    )
    deal = replace(risk, target="deals", opportunity_id="D1", name="Pump", said=0.8, happened=0.0)
    money = replace(risk, target="amount", said=48e3, lo=8e3, hi=89e3, naive=83e3, happened=96e3)
    text = blocks.worst_misses(replace(CARD, misses=(risk, late, deal, money)), t).text()
    assert "The 4 worst misses, by name" in text
    for told in ("Alba", "7% (3–13)", "No order came.", "14 Sep", "It came 1 day after the range.", "later", "Pump",
                 "It was lost all the same.", "EUR 96k", "More came than the range allowed."):  # fmt: skip
        assert told in text, told
    hidden = blocks.worst_misses(replace(CARD, unnamed=True), t).text()
    assert "Misses of teams' accounts are named on no page about the company." in hidden


def test_cap_30_and_cap_43_stand_on_one_scale(t):
    told = (
        Word("rep", "amount", 82, 0.72, 0.41, 0.52),
        Word("model", "amount", 82, 0.66, -0.18, 0.28),
        Word("customer", "order_amount", 28, 0.3, 0.25, 0.75),
        Word("customer", "payment_date", 16, 7.06, 3.2, 0.62, never=1),
    )
    text = blocks.on_one_scale(replace(CARD, words=told), t).text()
    # said 125, came 100: a fifth less
    assert "Reps' guesses were 72% off, the model's 66%; customers ordered 20% less than said" in text
    assert "7 days" in text and "1 never came" in text and "nobody is ranked" in text
    trust = Trust("A", "Alba", amounts=2, said=138e3, came=35e3, dates=0, late=None, never=0)
    assert "Alba said EUR 138k and ordered EUR 35k" in blocks.customers_words(replace(CARD, trusts=(trust,)), t).text()


def test_cap_28_the_erp_and_the_own_book_in_one_sum(t):
    text = blocks.erp_sum(Total(130e3, {"won_no_order": 1, "contract_no_order": 2, "forecast_off": 9}), t).text()
    assert "ERP and own book differ by EUR 130k, in 3 cases" in text
    assert "Guesses are no part of the sum." in text


def test_what_was_promised_and_what_was_read_so_far(t):
    ours = Kept("ours", due=29, in_time=18, late=3, dropped=1, open=7)
    left = Open("A", "Alba", "ours", "Send the drawing", pd.Timestamp("2026-10-10"))
    text = blocks.last_months_words(Promised(pd.Timestamp("2026-09-30"), (ours,), (left,)), t).text()
    assert "21 of 29 things that were due since 30 Sep are done" in text
    assert "Send the drawing" in text and "Alba, due 10 Oct, ours" in text and "18 of 29" in text
    judged = Reading(pd.Timestamp("2026-09-30"), accounts=52, ordered=31, inside=27, early=4, passed=0, amounts=31,
                     amounts_inside=25, recomputed=True)  # fmt: skip
    text = blocks.first_reading(judged, t).text()
    assert "31 of 52 accounts ordered since; 27 inside their dates" in text and "25 of 31" in text
    assert "What would have been said on 30 Sep, recomputed, so far." in text
    assert "recomputed" not in blocks.first_reading(replace(judged, recomputed=False), t).text()
