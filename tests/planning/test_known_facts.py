"""Facts by topic, with their age and source."""

import pandas as pd

from accountbook.planning.known_facts import FactsState, known_facts


def fact(fact_id, topic, as_of, value="Something", **more):
    return {"fact_id": fact_id, "account_id": "A", "topic": topic, "as_of": as_of, "value": value, **more}


def test_cap_85_the_newest_of_a_topic_with_its_age_its_source_and_what_stood_before(view):
    rows = [
        fact("1", "outlook", "2025-10-30", "Two lines"),
        fact("2", "finances", "2026-03-01", "Profit of 6 million", number=6e6, told_by="press"),
        fact("3", "finances", "2026-10-06", "Profit of 7 million", number=7e6, told_by="balance sheet"),
        fact("4", "problem", "2026-10-07", "Lines stand"),
        fact("5", "other", "2026-10-08", "Safety shoes"),
    ]
    found = known_facts(view(account_facts=rows))
    assert [(one.topic, one.days, one.stale) for one in found.facts] == [
        ("outlook", 366, True),
        ("finances", 25, False),
        ("other", 23, False),
    ]
    money = found.facts[1]
    assert (money.text, money.source, money.figure, money.before) == (
        "Profit of 7 million",
        "balance sheet",
        7e6,
        "Profit of 6 million",
    )
    assert found.unknown == ("status", "running_deals", "organisation", "insiders")
    assert (found.finding.code, found.finding.facts["text"]) == ("newest", "Profit of 7 million")
    assert [(one.code, one.facts["topic"]) for one in found.news] == [("fact_new", "finances")]
    # 5 of 6 are stale or unknown: the first three are asked for
    assert [one.does.facts["topics"] for one in found.actions] == [("status", "outlook", "running_deals")]


def test_cap_85_stale_topics_are_the_finding_where_nothing_new_came(view):
    rows = [fact("1", "outlook", "2024-05-01"), fact("2", "finances", "2026-03-01"), fact("3", "status", "2025-01-01")]
    found = known_facts(view(account_facts=rows))
    assert (found.finding.code, found.finding.facts["n"], found.finding.facts["oldest"]) == ("stale", 5, "outlook")
    assert found.finding.facts["on"] == pd.Timestamp("2024-05-01")


def test_cap_85_three_fresh_topics_of_six_ask_for_nothing(view):
    rows = [fact(topic, topic, "2026-05-01") for topic in ("outlook", "finances", "status")]
    assert known_facts(view(account_facts=rows)).actions == ()


def test_cap_85_a_fact_is_not_known_before_its_day(view):
    rows = [fact("1", "finances", "2026-10-06")]
    assert known_facts(view(account_facts=rows).at("2026-10-05")).state == FactsState.NONE


def test_without_a_table_or_a_row(view):
    assert known_facts(view()).state == FactsState.NO_TABLE
    found = known_facts(view(account_facts=[]))
    assert (found.state, found.finding, found.news) == (FactsState.NONE, None, ())
