"""The page about a deal's profit: its findings word by word, its line, its folds, and hostile names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accountbook.display import Words
from accountbook.display.blocks.follow_on import beside_the_deal
from accountbook.display.blocks.offer import price_so_far, profit_masthead
from accountbook.display.blocks.premises import rests_on
from accountbook.display.blocks.profit import (
    exact,
    in_currency,
    left_finding,
    lowest_price,
    profit_values,
    reverse_line,
    what_is_left,
    what_moves_it,
)
from accountbook.display.blocks.readiness import effort_line, proposal_ready
from accountbook.display.page import Fold
from accountbook.planning.burdens import Effort
from accountbook.planning.draws import Driver, Moved
from accountbook.planning.follow_on import FirstWin, FollowOn
from accountbook.planning.offer import Offer, Usual, Version
from accountbook.planning.premises import Premise, Source
from accountbook.planning.profile import Profile
from accountbook.planning.profit import Profit, ProfitState, Simulation, Spread
from accountbook.planning.readiness import Check, Readiness, ReadyState

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def version(make, day):
    def made(number, price, cost, **more):
        value = price * 0.88
        return make(
            Version, quote_id="Q-1", version=number, quoted_on=day(f"2025-0{number}-10"), price=price, currency="USD",
            value=value, cost=cost, margin=(value - cost) / value, **more,
        )  # fmt: skip

    return made


@pytest.fixture
def simulation(make):
    def made(**changed):
        plain = {
            "draws": 10_000, "price": 72_284.0, "cost": 65_038.0, "left": Spread(-799.0, 4652.0, 10_110.0),
            "share": Spread(-0.011, 0.0643, 0.1399), "chance_of_loss": 0.138, "limit": 0.1, "floor": 73_135.5,
            "floor_quoted": 83_084.0, "even": 67_480.0, "edges": (-1e4, 0.0, 1e4), "counts": (1380, 8620),
            "reference": None,
            "drivers": (Moved(Driver.COST, 0.59, 533.0, 8930.0), Moved(Driver.RATE, 0.38, -1654.0, 8208.0)),
        }  # fmt: skip
        return make(Simulation, **{**plain, **changed})

    return made


@pytest.fixture
def deal(make, simulation, version):
    def made(*, name="Test stand 36", versions=None, **changed):
        told = versions if versions is not None else (version(1, 84_100.0, 65_000.0), version(3, 82_100.0, 65_000.0))
        offered = make(
            Offer, price=82_117.0, cost=65_038.0, currency="USD", rate=0.88026, rate_then=0.89, exposed=True,
            priced_from=Source.OFFER, cost_from=Source.OFFER, versions=told,
        )  # fmt: skip
        return make(
            Profit, state=ProfitState.SIMULATED, opportunity_id="D-0254", account_id="A-004", name=name, family="MF",
            asked=78_300.0, offer=offered, simulated=simulation(**changed),
        )  # fmt: skip

    return made


def test_the_finding_says_what_is_left_its_range_its_share_and_the_chance_of_a_loss(simulation, t):
    assert left_finding(simulation(), t) == "EUR 4.7k (−1 to 10k) is left, 6% of the price; 1 chance in 8 of a loss"
    sure = simulation(left=Spread(12_905.0, 15_098.0, 16_997.0), share=Spread(0.3, 0.353, 0.4), chance_of_loss=0.001)
    assert left_finding(sure, t) == "EUR 15.1k (12.9–17k) is left, 35% of the price; a loss is very unlikely"
    some = simulation(left=Spread(3314.0, 8353.0, 13_137.0), share=Spread(0.05, 0.12, 0.19), chance_of_loss=0.018)
    assert left_finding(some, t) == "EUR 8.4k (3–13k) is left, 12% of the price; 2% of the outcomes lose"
    lost = simulation(left=Spread(-10_025.0, -7964.0, -6051.0), chance_of_loss=1.0)
    assert left_finding(lost, t) == "EUR 8.0k (6.1–10k) is lost, whatever moves"
    most = simulation(left=Spread(-900.0, -200.0, 300.0), chance_of_loss=0.7)
    assert left_finding(most, t) == "EUR −200 (−900 to 300) is left in the middle; 70% of the outcomes lose"


def test_cap_97_a_reverse_margin_is_a_line_across_the_page_and_without_one_there_is_none(deal, t):
    low = deal(price=23_169.0, cost=30_132.0, floor=33_759.6, reverse=True)
    line = reverse_line(low, t)
    assert line.text() == "Reverse margin: EUR 23.2k is EUR 7.0k under its cost. It must not go out below EUR 33.8k."
    assert str(line).startswith('<p class="stop">')
    thin = deal(price=61_000.0, cost=60_000.0, floor=None, reverse=True)
    assert reverse_line(thin, t).text() == (
        "Reverse margin: at EUR 61.0k more than half of the outcomes lose money. It must not go out at any price."
    )
    assert not reverse_line(deal(), t)


def test_cap_97_the_lowest_price_is_rounded_up_and_said_in_both_currencies(deal, t, read):
    text = read(lowest_price(deal(), t))
    assert text.startswith("Not below EUR 73.2k: the EUR 72.3k asked are EUR 852 too little")
    assert "! Price quoted USD 82,100 EUR 72.3k" in text
    assert "Lowest price USD 83,100 EUR 73.2k" in text
    assert "Left, share of the price 6% (−1 to 14%)" in text
    room = read(lowest_price(deal(floor=60_000.0), t))
    assert room.startswith("Not below EUR 60.0k: the EUR 72.3k asked may give in 16%")
    assert exact(73_100.0, t, up=True) == "EUR 73.1k"


def test_cap_97_a_price_in_another_currency_follows_the_customs_of_the_language(deal, read, day):
    ko = Words("ko", currency="EUR", as_of=day("2026-10-31"))
    assert "8.21만 달러" in read(lowest_price(deal(), ko)) and "USD" not in read(lowest_price(deal(), ko))
    assert "8.31만 달러" in read(lowest_price(deal(), ko))  # the lowest one, rounded up
    assert "8.21만 달러" in read(price_so_far(deal(), ko)) and "USD 82,100" in read(price_so_far(deal(), Words()))
    assert in_currency(209_344.14, "EUR", ko) == "20.9만 유로"
    assert in_currency(106_556_900, "KRW", ko) == "1.07억 원"


def test_what_is_left_is_drawn_with_the_loss_in_orange_and_its_words(deal, t):
    html = str(what_is_left(deal(), t))
    assert html.count("<svg") == 2 and html.count("14% lose") == 2 and "#b23c00" in html
    assert 'aria-label="EUR 4.7k (−1 to 10k) is left, 6% of the price; 1 chance in 8 of a loss"' in html
    safe = str(what_is_left(deal(chance_of_loss=0.0, edges=(0.0, 1e4, 2e4), counts=(10, 90)), t))
    assert " lose<" not in safe and "#b23c00" not in safe


def test_the_drivers_are_named_by_what_they_move(deal, t, read):
    text = read(what_moves_it(deal(), t))
    assert text.startswith("The cost moves it most: 59% of the spread would go if it were known")
    assert "Exchange rate until it is paid −2 to 8k 38%" in text
    assert "Saltelli" in text
    # on a phone both values have their labels
    assert 'data-l="Left">−2 to 8k<' in str(what_moves_it(deal(), t))
    assert 'data-l="of the spread">38%<' in str(what_moves_it(deal(), t))
    assert not what_moves_it(deal(drivers=()), t)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("no_deal", "This account has no open deal: there is nothing to simulate"),
        ("no_price", "The deal has neither a quote nor an amount: there is nothing to simulate"),
        ("no_rate", "The offer's currency has no exchange rate: its profit cannot be simulated"),
        ("no_cost", "Neither the quote nor earlier sales have a cost: its profit cannot be simulated"),
    ],
)
def test_where_nothing_can_be_simulated_the_page_says_what_that_needs(make, t, state, said):
    judged = make(Profit, state=ProfitState(state), account_id="A-004")
    assert what_is_left(judged, t).text().startswith(f"{said} ")
    assert "needs" in what_is_left(judged, t).text()
    for empty in (reverse_line, lowest_price, what_moves_it, rests_on):
        assert not empty(judged, t)
    assert beside_the_deal(judged, t) is None and price_so_far(judged, t) is None
    told = profit_values(judged, 0, t)
    assert (told["opportunity"], told["floor_price"], told["reverse"]) == ("", None, False)


def test_the_masthead_says_whether_it_may_go_out_and_what_is_still_open(deal, make, t, version, day):
    profile = make(Profile, account_id="A-004", name="Nova")
    ready = Readiness(ReadyState.OPEN, (make(Check, question="profit", answer="no"),), 0)
    low = profit_masthead(deal(), ready, profile, t, invented=True).text()
    assert "At EUR 72.3k, 14% of the outcomes lose money. Do not offer it below EUR 73.2k." in low
    assert "Deal D-0254. Product line MF. Asks EUR 78k. Quote Q-1 of 10 Mar 2025. As of 31 Oct 2026." in low
    old = deal(versions=(version(1, 9e4, 6e4, valid_until=day("2025-03-01")),))
    said = "Quote Q-1 of 10 Jan 2025. It ran out on 1 Mar 2025. As of 31 Oct 2026."
    assert said in profit_masthead(old, ready, profile, t, invented=False).text()
    fine = deal(floor=60_000.0, chance_of_loss=0.001)
    text = profit_masthead(fine, ready, profile, t, invented=False).text()
    assert "At EUR 72.3k a loss is very unlikely. But whether it earns is answered with no. It may go out" in text
    assert "It may go out, not below EUR 60.0k, once 1 more question to the proposal stands." in text
    none = profit_masthead(fine, make(Readiness, state=ReadyState.NO_TABLE), profile, t, invented=False).text()
    assert "It may go out, not below EUR 60.0k." in none and "Invented" not in none


@pytest.mark.parametrize(
    ("answer", "evidence", "said"),
    [
        ("no", "start-up not priced", "But the cost of EUR 65.0k leaves out the start-up."),
        ("no", "Freight was forgotten.", "But the cost of EUR 65.0k leaves out the Freight."),
        ("partly", "margin without the training", "But the cost of EUR 65.0k leaves out the training."),
        ("no", "시운전 미반영", "But the cost of EUR 65.0k leaves out the 시운전."),
        (
            "partly",
            "tight if payment is late",
            "But whether it earns is answered with partly: tight if payment is late.",
        ),
        ("yes", "service priced in", ""),
    ],
)
def test_cap_99_the_lead_says_what_the_cost_leaves_out_by_the_proposals_own_question(
    deal, make, t, answer, evidence, said
):
    ready = Readiness(ReadyState.OPEN, (make(Check, question="profit", answer=answer, evidence=evidence),), 0)
    judged = deal(floor=60_000.0, chance_of_loss=0.0)
    lead = profit_masthead(judged, ready, make(Profile, account_id="A-004", name="Nova"), t, invented=False).text()
    assert "At EUR 72.3k a loss is very unlikely." in lead
    assert said in lead and ("But" in lead) is bool(said)
    under = profit_masthead(deal(), ready, make(Profile, account_id="A-004"), t, invented=False).text()
    assert "But" not in under and (said.replace("But the", "The") in under) is ("leaves out" in said or not said)
    finding = what_is_left(judged, t, ready=ready).text()
    assert ("a loss is very unlikely" in finding) is ("leaves out" not in said)
    if evidence.startswith("start"):
        assert finding.startswith("EUR 4.7k (−1 to 10k) is left before the start-up, which its cost leaves out ")


def test_cap_97_what_may_be_given_in_fits_the_figures_beside_it_and_no_chance_reads_as_none(deal, t, read):
    # (209,344 - 142,000) / 209,344 is 32.2%; of the floor itself, 141,192, it would be 32.6%, said as 33%
    judged = deal(price=209_344.14, floor=141_192.19, chance_of_loss=0.0)
    text = read(lowest_price(judged, t))
    assert text.startswith("Not below EUR 142k: the EUR 209k asked may give in 32%")
    assert "Chance of a loss <1%" in text
    assert read(lowest_price(deal(floor=71_500.0), t)).startswith(
        "Not below EUR 71.5k: the EUR 72.3k asked may give in 1%"
    )
    assert read(lowest_price(deal(floor=72_283.0), t)).startswith(
        "Not below EUR 72.3k: the EUR 72.3k asked may give in nothing"
    )


@pytest.mark.parametrize(
    ("usual", "versions", "said"),
    [
        (Usual("family", 0.147, 24, None), 0, "No quote yet; on MF's usual margin of 15%"),
        (Usual("account", 0.3, 24, None), 0, "No quote yet; on this account's usual margin of 30%"),
        (Usual("all", 0.22, 24, None), 0, "No quote yet; on all accounts' usual margin of 22%"),
        (Usual("family", 0.147, 24, None), 1, "The quote has no cost; on MF's usual margin of 15%"),
    ],
)
def test_cap_97_an_offer_without_a_quote_reads_as_an_assumption_and_does_not_go_out(
    deal, make, version, t, usual, versions, said
):
    judged = deal(floor=60_000.0, chance_of_loss=0.0644)
    rows = tuple(replace(version(1, 84_100.0, 6e4), cost=None, margin=None) for _ in range(versions))
    told = replace(judged.offer, versions=rows, cost_from=Source.HISTORY, usual=usual)
    judged = replace(judged, offer=told)
    lead = profit_masthead(judged, None, make(Profile, account_id="A-004", name="Nova"), t, invented=False).text()
    assert (
        f"{said}, 6% of the outcomes at EUR 72.3k lose money. Have it quoted with its cost before it goes out." in lead
    )
    assert "may go out" not in lead
    assert what_is_left(judged, t).text().startswith(f"{said}, EUR 4.7k (−1 to 10k) is left ")
    assert lowest_price(judged, t).text().startswith(f"{said}, not below EUR 60.0k ")
    under = replace(judged, simulated=replace(judged.simulated, reverse=True))
    assert reverse_line(under, t).text() == (
        f"{said}, EUR 72.3k is a reverse margin. Have it quoted with its cost before it goes out."
    )


def test_cap_97_a_cost_without_a_quoted_price_asks_for_the_price(deal, make, t):
    judged = deal(floor=60_000.0, chance_of_loss=0.001)
    judged = replace(judged, offer=replace(judged.offer, priced_from=Source.DEAL))
    lead = profit_masthead(judged, None, make(Profile, account_id="A-004", name="Nova"), t, invented=False).text()
    assert "No price is quoted yet; at the amount asked, a loss at EUR 72.3k is very unlikely." in lead
    assert "Have its price quoted before it goes out." in lead and "may go out" not in lead


def test_the_versions_say_how_far_the_price_came_down_and_one_version_is_folded(deal, version, t, read):
    found = read(price_so_far(deal(), t))
    assert found.startswith("Price down by 2% in 2 versions, cost the same: margin 12%, now 10%")
    assert "Since the newest quote USD fell by 1.1%." in found
    one = price_so_far(deal(versions=(version(1, 84_100.0, 65_000.0),)), t)
    assert isinstance(one, Fold) and one.reason == "1 version of the quote"
    none = price_so_far(deal(versions=()), t)
    assert none.reason == "not quoted yet; the amount that the deal asks stands for the price"


def test_cap_98_what_follows_stands_in_its_own_lines_with_the_reference_called_an_assumption(deal, make, t, read):
    win = make(FirstWin, won=100.0, months=24)
    apart = {"follow": make(FollowOn, state="counted", wins=(win,) * 3), "usual": Usual("family", 0.21, 40, None)}
    spread = {
        "follow_on": Spread(-1600.0, 0.0, 4200.0), "with_follow_on": Spread(-700.0, 5500.0, 11_900.0),
        "reference": (2000.0, 6000.0), "with_reference": Spread(3000.0, 8700.0, 14_000.0),
        "with_both": Spread(3100.0, 9500.0, 16_000.0),
    }  # fmt: skip
    text = read(beside_the_deal(replace(deal(**spread), **apart), t))
    assert text.startswith("Orders that follow may leave EUR −1.6 to 4.2k in two years, apart from the deal")
    assert "The deal's own margin holds neither." in text
    assert "after 3 first wins less those before, at a margin of 21%" in text
    assert "Reference value 2.0 4.0 6.0 assumption: your own range, nothing computed" in text
    few = {"follow": make(FollowOn, state="few", wins=(win,), stories=5, vertical="food"), "usual": None}
    fold = beside_the_deal(replace(deal(), **few), t)
    assert fold.reason == "1 first win old enough to show what follows, too few; no reference value set"
    assert "5 success stories of food may be told already." in str(fold.body)


def test_every_premise_has_a_value_and_where_it_comes_from(deal, t, read):
    premises = (
        Premise("price", 72_284.0, Source.OFFER),
        Premise("rate_volatility", 0.0563, Source.HISTORY, n=520),
        Premise("delay_days", 9.0, Source.BLEND, n=81, own=8.95),
        Premise("warranty_share", 0.0026, Source.BLEND, n=8, own=0.0018),
        Premise("interest_rate", 0.08, Source.GIVEN),
        Premise("service_share", 0.02, Source.ASSUMED),
    )
    text = read(rests_on(replace(deal(), premises=premises), t))
    assert text.startswith("2 of 6 values are assumptions alone; the others rest on rows of the book")
    assert "Price EUR 72.3k quote Q-1, version 3 of 10 Mar 2025: USD 82,100 at today's rate" in text
    assert "The rate moves in a year by 5.6% 520 changes of the rate in two years" in text
    assert "Paid late by, on average 9 days 81 invoices whose day has come, by their money: 9 days; beside" in text
    assert "Claims and warranty, of the price 0.3% 8 claims in three years: 0.2% of orders" in text
    assert "Interest of a year 8.0% given by who ran this" in text


def test_cap_99_the_proposals_questions_say_which_do_not_stand_and_what_the_others_rest_on(make, day, t, read):
    checks = (
        make(Check, question="above_expectation", answer="yes", evidence="beyond it", checked_on=day("2026-10-01")),
        make(Check, question="story_told", answer="partly", before="no", checked_on=day("2026-10-21")),
        make(Check, question="profit"),
        make(Check, question="customers_view", answer="yes"),
        make(Check, question="solution", answer="yes"),
    )  # fmt: skip
    text = read(proposal_ready(Readiness(ReadyState.OPEN, checks, 3), t))
    assert text.startswith("3 of 5 questions stand; open: the story and the profit")
    assert "Does it earn? ! not answered" in text
    assert "Does it tell the story? ! partly 21 Oct; before: no" in text
    assert "Is it above what they expect? yes 1 Oct beyond it" in text
    ready = Readiness(ReadyState.READY, tuple(replace(one, answer="yes") for one in checks), 5)
    assert read(proposal_ready(ready, t)).startswith("The proposal stands all 5 questions")
    assert not proposal_ready(make(Readiness, state=ReadyState.NO_TABLE), t)


def test_cap_4_the_work_asked_stands_beside_the_days_that_are_free(make, day, t):
    short = Effort(3, 1, 12.0, 0.0, 9.5, day("2026-12-15"))
    said = "3 requirements ask 12 days of work; only 9.5 are free until 15 Dec. Of 1 the effort is unknown."
    assert effort_line(short, t) == said
    enough = Effort(1, 0, 2.5, 0.0, 14.0, day("2026-12-15"))
    assert effort_line(enough, t) == "1 requirement asks 2.5 days of work; 14 are free until 15 Dec."
    assert effort_line(make(Effort), t) == ""
    assert effort_line(Effort(2, 2, 0.0, 0.0, None, None), t) == (
        "2 requirements are not met yet; their effort is unknown."
    )


def test_what_users_wrote_stays_text(deal, version, make, t):
    told = deal(name=HOSTILE, versions=(version(1, 9e4, 6e4, terms=HOSTILE), version(2, 8e4, 6e4, terms=HOSTILE)))
    profile = make(Profile, account_id="A", name=HOSTILE)
    check = make(Check, question="profit", answer="no", evidence=HOSTILE)
    shown = [
        profit_masthead(told, None, profile, t, invented=False),
        price_so_far(told, t),
        proposal_ready(Readiness(ReadyState.OPEN, (check,), 0), t),
    ]
    for part in shown:
        assert "<img" not in str(part) and "&lt;img" in str(part)
    assert profit_values(told, 0, Words())["title"] == f"{HOSTILE}, profit before the proposal"
