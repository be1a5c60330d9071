import pandas as pd

from accountbook.planning.contest import contest

DEAL = {"opportunity_id": "D", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01", "product_line": "VX",
        "amount": 96e3, "decision_criteria": "price; service", "our_difference": "no new flange"}  # fmt: skip


def test_what_decides_who_else_is_in_it_and_what_was_offered(view):
    rivals = [
        {"account_id": "A", "competitor": "Hällfoss", "product": "VX", "as_of": "2026-03-01", "share": 0.4},
        {"account_id": "A", "competitor": "Hällfoss", "product": "VX", "as_of": "2026-08-01", "price": 80.0},
        {"account_id": "A", "competitor": "Ironcrest", "product": "PU", "as_of": "2026-08-01", "opportunity_id": "D"},
        {"account_id": "A", "competitor": "Stemerra", "product": "SK", "as_of": "2026-08-01"},
    ]
    quotes = [
        {"quote_id": "Q", "version": n, "account_id": "A", "opportunity_id": "D", "quoted_on": on, "price": price,
         "currency": "EUR", "valid_until": "2026-10-15"}
        for n, on, price in ((1, "2026-07-01", 99e3), (2, "2026-09-01", 95e3))
    ]  # fmt: skip
    steps = [
        {"opportunity_id": "D", "step": "Need", "position": 1, "done_on": "2026-02-01"},
        {"opportunity_id": "D", "step": "Offer", "position": 2, "due_on": "2026-10-01", "exit_criterion": "offer sent"},
    ]
    found = contest(view(opportunities=[DEAL], competitors=rivals, quotes=quotes, deal_steps=steps), "D")
    assert (found.criteria, found.difference, found.family) == (("price", "service"), "no new flange", "VX")
    assert [(one.competitor, one.in_deal, one.share, one.price) for one in found.rivals] == [
        ("Ironcrest", True, None, None), ("Hällfoss", False, 0.4, 80.0)]  # fmt: skip
    assert (found.offer.version, found.offer.price, found.offer.expired) == (2, 95e3, True)
    assert (found.step, found.step_late) == ("offer sent", 30)


def test_an_outcome_is_known_only_from_its_day_on(view):
    won = DEAL | {"outcome": "won", "closed_on": "2026-10-20"}
    seen = view(opportunities=[won])
    assert contest(seen, "D").outcome == "won"
    assert contest(seen.at(pd.Timestamp("2026-10-19")), "D").outcome is None


def test_there_is_no_contest_without_a_deal(view):
    assert contest(view(opportunities=[DEAL]), None) is None
    assert contest(view(), "D") is None
