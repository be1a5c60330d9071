"""The masthead of a plan: the facts line and the lead, in full and with little data."""

from accountbook.display.blocks.top import lead_sentences, plan_masthead, profile_line
from accountbook.planning.finding import Finding
from accountbook.planning.lead import Lead
from accountbook.planning.profile import Profile


def test_the_facts_line_says_what_where_whose_since_and_how_large(make, t, day):
    profile = make(
        Profile,
        account_id="A-017",
        name="Lumora",
        channel="distributor",
        vertical="machine building",
        city="Bologna",
        country="IT",
        tier="A",
        owner="Marta Keller",
        customer_since=day("2016-04-01"),
        since_recorded=True,
        revenue_12=366_000.0,
        share_of_sales=0.031,
    )
    assert profile_line(profile, t) == (
        "Distributor, machine building, Bologna, Italy. Tier A. Owner Marta Keller. Customer since 2016. "
        "EUR 366k ordered in 12 months, 3.1% of our sales. As of 31 Oct 2026."
    )


def test_what_is_unknown_is_left_out_of_the_facts_line(make, t):
    assert profile_line(make(Profile, account_id="007"), t) == "As of 31 Oct 2026."


def test_I17_the_facts_line_says_what_its_sum_is_without(make, t):
    some = make(Profile, account_id="007", revenue_12=406e3, unpriced_12=7)
    assert profile_line(some, t) == (
        "EUR 406k ordered in 12 months. That is without 7 lines that have no rate. As of 31 Oct 2026."
    )
    none = make(Profile, account_id="007", revenue_12=0.0, unpriced_12=1)
    assert profile_line(none, t).startswith("1 order line in 12 months, without a rate and so in no sum.")


def test_the_lead_is_the_state_and_one_thing_to_do_in_bold(t, day):
    lead = Lead(
        Finding("growing", {"value": 366_000.0, "before": 345_000.0, "change": 0.06}),
        Finding("month_low", {"month": day("2026-10-01"), "amount": 18_000.0, "before": 44_000.0}),
        Finding(
            "find_role",
            {
                "role": "Head of purchasing",
                "name": "Paolo Ferri",
                "since": day("2026-10-09"),
                "before": day("2026-11-12"),
            },
        ),
    )
    told = lead_sentences(lead, t)
    assert told.text() == (
        "Growing: twelve months brought EUR 366k, 6% more than the year before; October was weak: EUR 18k, "
        "the year before 44k. Find out who follows Paolo Ferri as head of purchasing before 12 Nov, when the next "
        "order is expected."
    )
    assert "<strong>Find out who follows Paolo Ferri as head of purchasing</strong>" in str(told)


def test_a_young_account_has_no_trend_in_its_lead(t):
    lead = Lead(Finding("young", {"orders": 2, "months": 3, "value": 8_500.0}), None, Finding("keep"))
    told = lead_sentences(lead, t).text()
    assert told == "A young account: 2 orders so far, in 3 months. Nothing is urgent here."


def test_a_lead_that_asks_ends_with_its_question_mark(t, day):
    pushed = {
        "kind": "B",
        "deal": "Line 16",
        "code": "pushed",
        "signal": {"times": 2, "days": 142},
        "on": day("2026-10-03"),
    }
    lead = Lead(Finding("growing", {"value": 366e3, "change": 0.06}), Finding("trigger_met", pushed), Finding("keep"))
    assert lead_sentences(lead, t).text() == (
        "Growing: twelve months brought EUR 366k, 6% more than the year before; Line 16: pushed 2 times, by 142 days; "
        "is plan B due? Nothing is urgent here."
    )


def test_a_short_record_is_not_called_a_young_account(t):
    lead = Lead(Finding("brief", {"orders": 13, "months": 10, "value": 406e3}), None, Finding("keep"))
    assert lead_sentences(lead, t).text() == "13 orders in 10 months on record. Nothing is urgent here."


def test_an_order_missed_for_over_a_year_is_no_call_but_a_decision(t, day):
    lead = Lead(
        Finding("silent_year", {"days": 794}),
        None,
        Finding("call_missed", {"due": day("2024-09-28"), "days_late": 763}),
    )
    assert lead_sentences(lead, t).text() == (
        "Silent: no order for 794 days. Win them back, or let them go: the order due on 28 Sep 2024 never came."
    )


def test_A2_an_account_named_as_html_is_shown_as_text(make, t):
    name = "<img src=x onerror=alert(1)>"
    lead = Lead(Finding("no_orders"), None, Finding("win_back", {"role": "<b>boss</b>", "name": "{{7*7}}"}))
    html = str(plan_masthead(make(Profile, account_id="A", name=name, owner=name, city=name), lead, t, invented=True))
    assert "<img" not in html and "<b>" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") == 3
    assert "{{7*7}}" in html
    assert "Invented company and data" in html


def test_the_lead_of_orders_without_amounts_asks_for_rates(t):
    lead = Lead(Finding("unpriced", {"orders": 1}), None, Finding("keep"))
    assert (
        lead_sentences(lead, t)
        .text()
        .startswith("1 order in twelve months, its amount unknown for want of an exchange rate.")
    )
