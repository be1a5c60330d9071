"""The section "Our service": small counts as counts, what is open, what it cost."""

import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.service import service, service_finding
from accountbook.display.page import Fold
from accountbook.planning.deliveries import OnTime
from accountbook.planning.service import Kind, OpenClaim, Replies, Service


@pytest.fixture
def claim(make, day):
    return make(OpenClaim, claim_id="C-518", kind="defect", text="surface rusts", opened_on=day("2026-10-20"), days=11)


def test_cap_22_few_deliveries_are_counted_many_are_a_share(make, t):
    few = make(Service, state="known", now=OnTime(4, 3, 9), before=OnTime(30, 27, 3))
    many = make(Service, state="known", now=OnTime(50, 43, 9), before=OnTime(3, 3, None))
    assert service_finding(few, t) == "3 of 4 deliveries came on time, 90% the year before"
    assert service_finding(many, t) == "86% of deliveries came on time, 3 of 3 the year before"


def test_cap_22_a_claim_without_an_answer_is_the_finding(make, t, claim, read):
    judged = make(Service, state="known", now=OnTime(50, 43, 9), before=OnTime(40, 38, 3), claims=3, claims_before=1,
                  kinds=(Kind("defect", 2, 1, 300.0, 1),), cost=300.0, replies=Replies(2, 0.0),
                  replies_before=Replies(1, 4.0), support=Replies(0, None), open_claims=(claim,))  # fmt: skip
    said = read(service(judged, t))
    assert said.startswith("86% of deliveries came on time; 1 claim has no answer yet")
    assert "Deliveries on time 86% of 50 (95% of 40)" in said
    assert "First reply after the same day (4 days)" in said
    assert "Defect 2 1 300 (of 1)" in said
    assert "C-518 defect surface rusts 20 Oct 11 ! none yet" in said


def test_cap_22_an_old_claim_is_listed_and_is_no_finding(make, t, claim):
    old = make(OpenClaim, **{**vars(claim), "days": 900, "reply_days": 2})
    good = OnTime(10, 10, None)
    none = Replies(0, None)
    judged = make(
        Service,
        state="known",
        now=good,
        before=good,
        replies=none,
        replies_before=none,
        support=none,
        open_claims=(old,),
    )
    told = service(judged, t)
    assert isinstance(told, Fold) and told.reason == "10 of 10 deliveries came on time, 10 of 10 the year before"


def test_nothing_and_no_tables(make, t):
    assert service(make(Service, state="none"), t).reason == "no delivery and no claim in two years"
    assert service(make(Service, state="absent"), t) is None


def test_A2_what_happened_is_escaped(make, t, claim):
    bad = "<img src=x onerror=alert(1)>"
    hostile = make(OpenClaim, **{**vars(claim), "text": bad, "claim_id": bad, "kind": bad})
    judged = make(Service, state="known", now=OnTime(4, 3, 9), before=OnTime(0, 0, None), replies=Replies(0, None),
                  replies_before=Replies(0, None), support=Replies(0, None), open_claims=(hostile,),
                  kinds=(Kind(bad, 1, 0, None, 0),))  # fmt: skip
    assert "<img" not in str(service(judged, t))


def test_what_is_to_be_done_and_what_is_new_is_said(t, day):
    facts = {"claim_id": "C-518", "kind": "wrong_item", "days": 11}
    assert action_sentence("answer_claim", facts, t) == "Answer claim C-518 (wrong item): no reply for 11 days"
    assert action_sentence("settle_claim", facts, t) == "Settle claim C-518 (wrong item), open for 11 days"
    rest = {"order_id": "O-7", "promised_on": day("2026-10-10"), "days_late": 21}
    assert action_sentence("deliver", rest, t) == "Ship the rest of order O-7, promised for 10 Oct"
    news = {"claim_id": "C-518", "kind": "defect", "item_id": "VX-240", "on": day("2026-10-20")}
    assert change_sentence("claim_opened", news, t) == "Claim C-518 (defect, VX-240) opened on 20 Oct"
