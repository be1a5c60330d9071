"""Our own service record: deliveries on the promised day, claims and cost, first replies, what asks for an answer."""

import pandas as pd
import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.words import Words
from accountbook.planning.deliveries import OnTime
from accountbook.planning.service import Kind, Replies, service


def sent(number, promised, arrived=None, **more):
    return {"shipment_id": number, "account_id": "A", "order_id": number, "promised_on": promised,
            "shipped_on": arrived, "arrived_on": arrived, **more}  # fmt: skip


def claim(number, opened, **more):
    return {"claim_id": number, "account_id": "A", "kind": "defect", "opened_on": opened, **more}


def test_cap_22_on_time_is_counted_by_delivery_and_beside_the_year_before(view):
    rows = [
        sent("1", "2026-03-10", "2026-03-10"),
        # one order, one promised day: its last piece came four days late
        sent("2a", "2026-05-10", "2026-05-08", order_id="2"),
        sent("2b", "2026-05-10", "2026-05-14", order_id="2"),
        sent("3", "2026-07-01", "2026-07-11"),
        # due and not there
        sent("4", "2026-10-20"),
        sent("5", "2025-04-01", "2025-04-01"),
        # not due yet
        sent("6", "2026-11-20"),
    ]
    found = service(view(order_lines=[], shipments=rows))
    assert found.now == OnTime(due=4, on_time=1, late_by=7)
    assert found.before == OnTime(due=1, on_time=1, late_by=None)
    # nothing of what came later was known in April
    assert service(view(order_lines=[], shipments=rows).at("2026-04-01")).now == OnTime(1, 1, None)


def test_cap_22_where_no_arrival_is_noted_the_day_of_shipping_counts(view):
    rows = [{**sent("1", "2026-05-10", "2026-05-12"), "arrived_on": None}]
    assert service(view(order_lines=[], shipments=rows)).now == OnTime(1, 0, 2)


def test_cap_22_claims_by_kind_with_cost_and_first_reply(view):
    rows = [
        claim("1", "2026-02-01", first_reply_on="2026-02-03", closed_on="2026-03-01", cost=300.0),
        claim("2", "2026-06-01", first_reply_on="2026-06-05"),
        claim("3", "2026-09-01", kind="support", first_reply_on="2026-09-10"),
        claim("4", "2025-02-01", first_reply_on="2025-02-01", closed_on="2025-02-09", cost=99.0),
    ]
    found = service(view(order_lines=[], claims=rows))
    assert found.kinds == (Kind("defect", 2, 1, 300.0, 1), Kind("support", 1, 0, None, 0))
    assert (found.claims, found.claims_before, found.cost) == (3, 1, 300.0)
    assert (found.replies, found.replies_before) == (Replies(3, 4.0), Replies(1, 0.0))
    assert found.support == Replies(1, 9.0)


def test_cap_22_a_claim_without_an_answer_asks_before_one_that_is_open_long(view):
    rows = [claim("1", "2026-06-01", first_reply_on="2026-06-02"), claim("2", "2026-10-20"),
            claim("3", "2023-06-01")]  # fmt: skip
    found = service(view(order_lines=[], claims=rows))
    assert [one.claim_id for one in found.open_claims] == ["2", "1", "3"]
    assert [(one.does.code, one.does.facts["claim_id"], one.does.facts["days"]) for one in found.actions] == [
        ("answer_claim", "2", 11),
        ("settle_claim", "1", 152),
    ]
    assert [news.facts["claim_id"] for news in found.news] == ["2"]
    # settled: nothing is asked for
    settled = [row | {"first_reply_on": "2026-10-21", "closed_on": "2026-10-25"} for row in rows]
    assert service(view(order_lines=[], claims=settled)).actions == ()


def test_cap_22_what_was_promised_and_has_not_left_is_to_be_sent(view):
    rows = [sent("1", "2026-10-10"), sent("2", "2026-10-12", contract_id="K")]
    (only,) = service(view(order_lines=[], shipments=rows)).actions
    assert (only.does.code, only.does.facts["order_id"], only.days_late) == ("deliver", "1", 21)


@pytest.mark.parametrize(("tables", "state"), [({}, "absent"), ({"claims": []}, "none"), ({"shipments": []}, "none")])
def test_missing_and_empty_tables_are_states(view, tables, state):
    assert str(service(view(order_lines=[], **tables)).state) == state


def test_cap_22_a_delivery_promised_for_today_is_not_late_today(view):
    rows = [sent("1", "2026-10-31")]
    assert service(view(order_lines=[], shipments=rows)).now == OnTime(0, 0, None)
    assert service(view("2026-11-01", order_lines=[], shipments=rows)).now == OnTime(1, 0, None)


def test_cap_22_one_noted_arrival_does_not_make_the_others_late(view):
    noted = sent("1", "2026-05-10", "2026-05-10")
    left = [sent(str(n), "2026-06-10", "2026-06-09") | {"arrived_on": None} for n in (2, 3, 4)]
    # 1 of 4 noted: the day of shipping counts, of what left yesterday too
    fresh = sent("5", "2026-10-30", "2026-10-30") | {"arrived_on": None}
    assert service(view(order_lines=[], shipments=[noted, *left, fresh])).now == OnTime(5, 5, None)


def test_cap_22_where_arrivals_are_noted_what_left_lately_is_still_on_its_way(view):
    noted = [sent(str(n), "2026-05-10", "2026-05-10") for n in (1, 2, 3)]
    old = sent("4", "2026-06-10", "2026-06-12") | {"arrived_on": None}
    fresh = sent("5", "2026-10-29", "2026-10-28") | {"arrived_on": None}
    # the old one left two days late; the fresh one is not there
    assert service(view(order_lines=[], shipments=[*noted, old, fresh])).now == OnTime(5, 3, 2)


def test_cap_22_deliveries_without_an_order_are_waited_for_each(view):
    rows = [sent("1", "2026-10-20", order_id=None), sent("2", "2026-10-20", order_id=None)]
    found = service(view(order_lines=[], shipments=rows))
    assert [(one.shipment_id, one.days_late) for one in found.waiting] == [("1", 11), ("2", 11)]
    (act,) = found.actions
    assert action_sentence(act.does.code, act.does.facts, Words(as_of=pd.Timestamp("2026-10-31"))) == (
        "Ship delivery 1, promised for 20 Oct"
    )
