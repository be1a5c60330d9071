"""Competitors: what is last known of each, what moved, and where they compete."""

import pytest

from accountbook.planning.competition import CompetitionState, competition


def seen(on, share=None, price=None, *, who="Brack", product="VX", **more):
    return {
        "account_id": "A",
        "competitor": who,
        "product": product,
        "as_of": on,
        "share": share,
        "price": price,
    } | more


DEAL = {"opportunity_id": "D1", "account_id": "A", "name": "Line 4", "created_on": "2026-01-01", "amount": 96e3}


def test_cap_42_share_and_price_as_last_known_with_source_and_certainty(view, bought):
    rows = [
        seen("2025-06-01", 0.2, 70.0),
        seen("2026-03-01", 0.24),
        seen("2026-06-01", None, 67.0),
        seen("2026-09-20", told_by="label on the pieces", certainty="likely"),
    ]
    lines = bought(
        {"2026-02-02": {"V1": (10.0, 80.0), "V2": (30.0, 72.0), "S1": (5.0, 1.0)}, "2024-02-02": {"V1": (9, 9.0)}}
    )
    items = [{"item_id": "V1", "family": "VX"}, {"item_id": "V2", "family": "VX"}, {"item_id": "S1", "family": "SK"}]
    found = competition(view(competitors=rows, order_lines=lines, items=items))
    (one,) = found.rivals
    assert (one.share, one.share_before, round(one.change, 2), one.price, one.our_price) == (
        0.24,
        0.2,
        0.04,
        67.0,
        74.0,
    )
    assert (one.told_by, one.certainty, one.days) == ("label on the pieces", "likely", 41)
    assert (found.state, found.actions, found.news, found.old) == (CompetitionState.QUIET, (), (), 0)


@pytest.mark.parametrize(("now", "moves"), [(0.24, False), (0.25, True)])
def test_cap_42_a_share_up_by_five_points_asks_for_an_answer(view, now, moves):
    rows = [seen("2025-06-01", 0.2), seen("2026-06-01", now), seen("2026-07-01", 0.6, who="Large")]
    found = competition(view(competitors=rows))
    assert (found.state == "moving") == moves
    told = [(one.does.facts["competitor"], one.does.facts["was"], one.does.facts["now"]) for one in found.actions]
    assert told == ([("Brack", 0.2, 0.25)] if moves else [])
    assert found.rivals[0].competitor == ("Brack" if moves else "Large")


def test_cap_42_what_rose_two_years_ago_moves_nobody(view):
    found = competition(view(competitors=[seen("2024-01-01", 0.2), seen("2024-06-01", 0.4)]))
    assert (found.state, found.old, found.rivals[0].change, found.rivals[0].risen) == ("quiet", 1, None, 0.0)


def test_cap_42_who_competes_in_an_open_deal_stands_first(view):
    won = DEAL | {"opportunity_id": "D2", "name": "Old", "outcome": "won", "closed_on": "2026-05-05", "amount": 1e6}
    rows = [
        seen("2026-06-01", 0.6, who="Large", opportunity_id="D2"),
        seen("2026-04-01", opportunity_id="D1"),
    ]
    found = competition(view(competitors=rows, opportunities=[DEAL, won]))
    assert [one.competitor for one in found.rivals] == ["Brack", "Large"]
    assert (len(found.contested), found.contested_amount) == (1, 96e3)
    (act,) = found.actions
    assert (act.does.facts["competitor"], act.does.facts["deal"], act.does.facts["amount"]) == ("Brack", "Line 4", 96e3)


def test_cap_42_new_or_risen_since_last_month_is_news(view):
    rows = [
        seen("2026-05-01", 0.2),
        seen("2026-10-10", 0.3, certainty="rumour"),
        seen("2026-10-12", None, who="Newcomer"),
        seen("2026-05-01", 0.2, who="Same"),
        seen("2026-10-12", 0.22, who="Same"),
        seen("2024-05-01", 0.2, who="Told late", recorded_at="2026-10-12"),
    ]
    found = competition(view(competitors=rows))
    told = {one.facts["competitor"]: (one.facts["was"], one.facts["now"]) for one in found.news}
    assert told == {"Brack": (0.2, 0.3), "Newcomer": (None, None)}
    assert competition(view("2026-09-30", competitors=rows)).news == ()


def test_without_rows_and_without_the_table(view):
    assert competition(view()).state == "no_table"
    assert competition(view(competitors=[seen("2026-11-05", 0.4)])).state == "none"


ITEMS = [{"item_id": "S1", "family": "SK"}]
ROSE = [seen("2025-06-01", 0.0, product="SK"), seen("2026-06-01", 0.15, product="SK")]


@pytest.mark.parametrize(("other", "defend"), [(0.69, True), (0.7, False)])
def test_cap_42_what_is_ours_for_the_larger_part_is_defended_not_won_back(view, bought, other, defend):
    # they buy SK of us; the others hold 15% and 69%: 16% is ours, which is more than 15%
    rows = [*ROSE, seen("2026-06-01", other, product="SK", who="Large")]
    lines = bought({"2026-02-02": {"S1": (5.0, 1.0)}})
    (act,) = competition(view(competitors=rows, order_lines=lines, items=ITEMS)).actions
    assert (act.does.facts["competitor"], act.does.facts["defend"]) == ("Brack", defend)
    (unsold,) = competition(view(competitors=rows)).actions
    assert unsold.does.facts["defend"] is False


@pytest.mark.parametrize(("last", "asked"), [("2025-10-31", 1), ("2025-10-30", 0)])
def test_cap_42_nobody_is_countered_where_no_order_came_for_over_a_year(view, bought, last, asked):
    found = competition(view(competitors=ROSE, order_lines=bought({last: 10.0})))
    assert (len(found.actions), found.state) == (asked, "moving")
