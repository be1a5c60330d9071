"""The section "Channel": what the stock says of the next order, in one sentence."""

import pytest

from accountbook.display.blocks.channel import channel, channel_finding
from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.page import Fold
from accountbook.planning.behind import Behind, EndCustomer
from accountbook.planning.channel import Channel, Speed
from accountbook.planning.sellout import SellOut, Sold


@pytest.fixture
def item(make, day):
    return make(Sold, item_id="VX-240", name="valve", month=day("2026-09-30"), sold=30.0, stock=48.0, lasts=0.6,
                runs_out=day("2026-11-17"), bought_12=400.0, sold_12=380.0, ordered_12=9e3, change=0.5)  # fmt: skip


@pytest.fixture
def build(make, day, item):
    def of(**values):
        out = make(SellOut, items=(item,), month=day("2026-09-30"), bought=9e3, sold=8e3, stock=1e3, cover=1.6,
                   high_share=values.pop("share", None))  # fmt: skip
        return make(Channel, **{"state": "reported", "out": out, "due": day("2026-11-30"), "age": 31,
                                "behind": Behind((), None), **values})  # fmt: skip

    return of


def test_cap_32_the_finding_ties_the_stock_to_the_next_order(build, item, make, day, t):
    assert channel_finding(build(low=(item,)), t) == (
        "VX-240 valve runs out around 17 Nov, before the order around 30 Nov"
    )
    gone = make(Sold, **{**vars(item), "runs_out": day("2026-10-12")})
    assert channel_finding(build(low=(gone,)), t) == (
        "VX-240 valve is sold out by their last report; the next order is due around 30 Nov"
    )
    assert channel_finding(build(low=(item, item)), t) == (
        "2 items run out before the order around 30 Nov, VX-240 valve first"
    )


def test_cap_20_overfull_stock_says_that_the_next_order_is_small(build, item, make, t):
    full = make(Sold, **{**vars(item), "lasts": 9.0})
    assert channel_finding(build(high=(full,), share=0.6), t) == (
        "What makes up 60% of their orders lasts over half a year: expect a small next order"
    )
    assert channel_finding(build(high=(full,), share=0.1), t) == (
        "VX-240 valve lasts 9 months: the next order will hold little of it"
    )


def test_cap_20_items_sums_and_end_customers_stand_below(build, item, day, t, read):
    ends = Behind((EndCustomer("Officine", 6e3, 1e3, 0.6, day("2026-10-02"), True, False),
                   EndCustomer("Marelli", 0.0, 7e3, 0.0, day("2025-08-02"), False, True)), 0.9)  # fmt: skip
    said = read(channel(build(low=(item,), behind=ends), t))
    assert "VX-240 valve 30 +50% 380 400 ordered 48 ! 0.6 Runs out around 17 Nov" in said
    assert "Officine new 6,000 1,000 60% 2 Oct" in said and "Marelli ! nothing in 12 months 7,000 2 Aug 2025" in said
    assert "Last report 31 days old September 2026" in said


def test_nothing_to_say_is_a_folded_line(build, make, t):
    told = channel(build(), t)
    assert isinstance(told, Fold)
    assert told.reason == "stock lasts 1.6 months; nothing runs out before the next order"
    assert channel(build(due=None), t).reason == "stock lasts 1.6 months; no next order in sight"
    assert channel(build(state="old"), t).reason == "last report is of September 2026: ask for the newer ones"
    assert channel(make(Channel, state="absent"), t) is None


def test_cap_32_reorder_speed_is_said_to_stand_in(make, day, t, read):
    slow = Speed("VX-240", "valve", 92.0, 31.0, day("2026-01-01"), False)
    judged = make(Channel, state="proxy", speeds=(slow,), out=make(SellOut), behind=Behind((), None))
    said = read(channel(judged, t))
    assert said.startswith("VX-240 valve is reordered every 92 days, before that every 31")
    waits = Speed("FL-140", "filter", 236.0, 24.0, day("2026-03-09"), False, waits=True)
    waiting = make(Channel, **{**vars(judged), "speeds": (waits,)})
    assert channel_finding(waiting, t) == "FL-140 filter not reordered for 236 days, before that every 24"
    assert "236 so far, since the last one" in read(channel(waiting, t))
    both = make(Channel, **{**vars(judged), "speeds": (slow, slow)})
    assert channel_finding(both, t) == "No sell-out reported; 2 items are reordered more slowly than before"
    assert "how fast they reorder stands in for it" in said


def test_A2_end_customers_are_escaped(build, item, day, t):
    bad = "<img src=x onerror=alert(1)>"
    ends = Behind((EndCustomer(bad, 6e3, 1e3, 0.6, day("2026-10-02"), True, False),), 0.9)
    assert "<img" not in str(channel(build(low=(item,), behind=ends), t))


def test_what_is_to_be_done_and_what_is_new_is_said(t, day):
    low = {"item_id": "VX-240", "name": "valve", "more": 1, "runs_out": day("2026-11-17")}
    assert action_sentence("stock_low", low, t) == "Offer VX-240 valve and 1 more now: their stock lasts until 17 Nov"
    high = {"item_id": "VX-240", "name": "valve", "more": 0, "months": 9.2}
    assert action_sentence("stock_high", high, t) == (
        "Plan with them how VX-240 valve leaves their shelf: it lasts 9 months"
    )
    assert (
        change_sentence("stock_low", low, t) == "VX-240 valve runs out at theirs around 17 Nov, before the next order"
    )
