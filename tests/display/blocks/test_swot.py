"""SWOT: four lists with the rows behind each point."""

from accountbook.display.blocks.swot import point_said, swot, swot_finding
from accountbook.planning.swot import Point, Swot

EVIL = "<img src=x onerror=alert(1)>"
IN_TIME = Point("in_time", {"share": 0.94, "n": 106}, "shipments", ("LF-3", "LF-2", "LF-1"), 97, 80)
UNKNOWN = Point("unknown_deciders", {"n": 2, "of": 3}, "role_slots", ("PUR", "QA"), 0, 76)


def test_cap_41_the_finding_is_the_heaviest_on_both_sides(t):
    judged = Swot((IN_TIME,), (UNKNOWN,), (), ())
    said = "Best: 94% of 106 deliveries in time; worst: 2 of 3 who decide unknown"
    assert swot_finding(judged, t) == said and len(said) <= 90
    long = Point("risk", {"text": "A very long risk that somebody wrote down at length" * 2}, "risks", ("K",), 0, 90)
    assert swot_finding(Swot((IN_TIME,), (UNKNOWN,), (), (long,)), t) == said
    assert swot_finding(Swot((IN_TIME,), (), (), (long,)), t) == (
        "Good points: 1; bad ones: 1; each from rows on record"
    )


def test_cap_41_what_may_come_is_a_chance_and_one_of_something_is_said_as_one(t):
    deals = Point("deals", {"n": 4, "priced": 3, "amount": 358e3}, "opportunities", ("D",), 0, 90)
    unmet = Point("requirements_unmet", {"n": 1, "of": 1}, "requirements", ("Q",), 0, 60)
    assert swot_finding(Swot((IN_TIME,), (unmet,), (deals,), ()), t) == (
        "Chance: 4 open deals, 3 of them asking EUR 358k; worst: the one requirement is not met"
    )
    one, two = ({"n": n, "of": 3} for n in (1, 2))
    assert point_said(Point("with_us", one), t) == "1 of 3 who decide is favourable"
    assert point_said(Point("with_us", two), t) == "2 of 3 who decide are favourable"
    assert point_said(Point("against_us", one), t) == "1 of 3 who decide is negative"
    only = {"n": 1, "of": 1}
    assert point_said(Point("with_us", only), t) == "the one who decides is favourable"
    assert point_said(Point("unknown_deciders", only), t) == "the one who decides is unknown"
    assert point_said(Point("against_us", only), t) == "the one who decides is negative"
    assert point_said(Point("no_order"), t) == "no order for over a year"
    assert point_said(Point("replacement", {"n": 1}), t) == "1 installation due now or within a year"


def test_cap_41_each_point_names_its_rows(t, read):
    deals = Point("deals", {"n": 2, "amount": 96e3}, "opportunities", ("D-2", "D-1"), 0, 70)
    rival = Point(
        "rival_risen", {"competitor": "Brack", "product": "VX", "was": 0.2, "now": 0.3}, "competitors",
        ("Brack, VX, 2026-09-20",), 0, 75,
    )  # fmt: skip
    shown = read(swot(Swot((IN_TIME,), (UNKNOWN,), (deals,), (rival,)), t))
    assert "Strengths 94% of 106 deliveries in time deliveries LF-3; LF-2; LF-1 and 97 more Weaknesses" in shown
    assert "2 of 3 who decide unknown roles PUR; QA" in shown
    assert "Opportunities 2 open deals asking EUR 96k deals D-2; D-1" in shown
    assert "Threats Brack up from 20% to 30% of VX sightings Brack, VX, 2026-09-20" in shown


def test_cap_41_one_side_alone_is_one_line_and_nothing_is_nothing(t):
    assert swot(Swot((), (), (), ()), t) is None
    told = swot(Swot((IN_TIME,), (), (), ()), t)
    assert told.reason == "nothing bad is on record; best: 94% of 106 deliveries in time"
    assert swot(Swot((), (UNKNOWN,), (), ()), t).reason == (
        "nothing good is on record; worst: 2 of 3 who decide unknown"
    )


def test_what_people_wrote_at_length_is_cut(t):
    long = "Word and word " * 700
    risk = point_said(Point("risk", {"text": long}), t)
    assert len(risk) <= 90 and risk.startswith("Word and word") and risk.endswith("…")
    rival = point_said(Point("rival_in_deal", {"competitor": long, "deal": long}), t)
    assert rival == "Word and word Word and word Word and… competes in Word and word Word and word Word and…"


def test_what_people_wrote_is_text(t):
    evil = Point("risk", {"text": EVIL}, "risks", (EVIL,), 0, 90)
    market = Point("wants_market", {"market": EVIL, "n": 1}, "markets", (EVIL,), 0, 90)
    shown = str(swot(Swot((IN_TIME,), (), (market,), (evil,)), t))
    assert EVIL not in shown and shown.count("&lt;img") >= 4
