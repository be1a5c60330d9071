"""The channel: how long the stock lasts and what that says of the next order, who stands behind, reorder speed."""

import pandas as pd
import pytest

from accountbook.planning.behind import behind
from accountbook.planning.channel import channel

DISTRIBUTOR = [{"account_id": "A", "name": "A", "channel_type": "distributor", "owner_id": "E1"}]


def told(item, sold, stock, months=("2026-07-31", "2026-08-31", "2026-09-30")):
    stocks = stock if isinstance(stock, tuple) else (stock,) * len(months)
    sales = sold if isinstance(sold, tuple) else (sold,) * len(months)
    return [
        {"account_id": "A", "item_id": item, "month": month, "quantity": quantity, "stock": left}
        for month, quantity, left in zip(months, sales, stocks, strict=True)
    ]


def due(text="2026-11-20"):
    return pd.Timestamp(text)


def test_cap_32_stock_that_ends_before_the_next_order_is_low(view, bought):
    rows = bought({"2026-05-01": {"I": (100, 10.0), "J": (100, 10.0)}})
    reports = [*told("I", (8.0, 10.0, 12.0), (50.0, 40.0, 15.0)), *told("J", 10.0, 40.0)]
    found = channel(view(accounts=DISTRIBUTOR, order_lines=rows, sellout=reports), due=due())
    # 15 pieces at 10 a month: a month and a half (46 days) from 30 September
    (low,) = found.low
    assert (low.item_id, low.sold, low.runs_out) == ("I", 10.0, pd.Timestamp("2026-11-15"))
    assert round(low.lasts, 2) == round(1.5 - 31 / 30.44, 2)
    (act,) = found.actions
    assert (act.does.code, act.does.facts["item_id"], act.owner_id) == ("stock_low", "I", "E1")
    # were the next order due before, nothing would run out
    assert channel(view(accounts=DISTRIBUTOR, order_lines=rows, sellout=reports), due=due("2026-11-10")).low == ()


def test_cap_32_what_arrives_in_time_counts_as_stock(view, bought):
    rows = bought({"2026-05-01": {"I": (100, 10.0)}})
    sent = {"shipment_id": "S", "account_id": "A", "item_id": "I", "quantity": 30.0, "promised_on": "2026-11-05"}
    tables = {"accounts": DISTRIBUTOR, "order_lines": rows, "sellout": told("I", 10.0, 15.0)}
    assert len(channel(view(**tables), due=due()).low) == 1
    found = channel(view(**tables, shipments=[sent]), due=due())
    assert found.low == () and found.out.items[0].on_way == 30
    # after the next order is due it comes too late
    late = sent | {"promised_on": "2026-12-05"}
    (low,) = channel(view(**tables, shipments=[late]), due=due()).low
    assert low.later and low.on_way == 30


def test_cap_32_months_without_stock_do_not_say_what_would_sell(view, bought):
    months = ("2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30")
    reports = told("I", (12.0, 12.0, 12.0, 0.0, 0.0, 6.0), (40.0, 30.0, 20.0, 0.0, 0.0, 0.0), months)
    found = channel(view(accounts=DISTRIBUTOR, order_lines=bought({"2026-05-01": 100.0}), sellout=reports), due=due())
    assert found.out.items[0].sold == 12


def test_cap_20_stock_for_over_half_a_year_makes_the_next_order_small(view, bought):
    rows = bought({"2026-05-01": {"I": (60, 10.0), "J": (100, 4.0)}})
    reports = [*told("I", 5.0, 60.0), *told("J", 10.0, 30.0)]
    found = channel(view(accounts=DISTRIBUTOR, order_lines=rows, sellout=reports), due=due("2026-11-05"))
    assert [one.item_id for one in found.high] == ["I"]
    # 600 of the 1,000 that they ordered
    assert found.out.high_share == 0.6
    assert (found.out.bought, found.out.sold, found.out.stock) == (1_000.0, 15 * 10 + 30 * 4, 600 + 120)
    act = next(one for one in found.actions if one.does.code == "stock_high")
    assert act.does.facts["share"] == 0.6 and round(act.does.facts["months"], 1) == 11.0


def test_cap_20_an_item_that_turned_low_is_news_once(view, bought):
    rows = bought({"2026-05-01": 1_000.0, "2026-06-30": 1_000.0, "2026-08-30": 1_000.0})
    reports = told("I", 10.0, (60.0, 45.0, 8.0))

    def codes(on):
        found = channel(view(on, accounts=DISTRIBUTOR, order_lines=rows, sellout=reports))
        return [one.code for one in found.news]

    assert codes("2026-10-10") == ["stock_low"]
    assert codes("2026-11-15") == []


def test_cap_20_old_reports_say_nothing_of_today(view, bought):
    found = channel(view("2026-12-20", accounts=DISTRIBUTOR, order_lines=bought({"2026-05-01": 100.0}),
                         sellout=told("I", 10.0, 15.0)), due=due("2027-02-01"))  # fmt: skip
    assert (str(found.state), found.age, found.low, found.actions) == ("old", 81, (), ())


def test_cap_20_end_customers_with_share_new_and_lost(view, bought):
    rows = [
        *bought({"2025-03-01": 100.0, "2025-12-01": 60.0}, end_customer="Officine"),
        *bought({"2025-04-01": 70.0}, end_customer="Marelli"),
        *bought({"2026-06-01": 30.0}, end_customer="Nuova"),
        *bought({"2026-07-01": 10.0}),
    ]
    found = behind(view(order_lines=rows))
    assert [(one.name, one.money, one.before, one.share, one.new, one.lost) for one in found.customers] == [
        ("Officine", 60, 100, 0.6, False, False),
        ("Nuova", 30, 0, 0.3, True, False),
        ("Marelli", 0, 70, 0.0, False, True),
    ]
    assert found.named == 0.9


def test_cap_32_without_reports_the_reorder_speed_stands_in(view, bought):
    slow = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"]
    rows = bought(dict.fromkeys(slow, 100.0))
    found = channel(view(accounts=DISTRIBUTOR, order_lines=rows))
    assert str(found.state) == "proxy"
    (one,) = found.speeds
    # gaps 31, 28, 31 before; 91, 92, 92 lately
    assert (one.before, one.gap, one.faster) == (31, 92, False)
    # one that does not sell on has no channel
    oem = [DISTRIBUTOR[0] | {"channel_type": "oem"}]
    assert str(channel(view(accounts=oem, order_lines=rows)).state) == "absent"


@pytest.mark.parametrize(
    "rows", [[], [{"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "unit_price": 5}]]
)
def test_too_little_is_a_state(view, rows):
    assert str(channel(view(order_lines=rows)).state) == "absent"
    assert channel(view(order_lines=rows, accounts=DISTRIBUTOR)).speeds == ()


def test_cap_32_an_item_that_they_leave_out_is_said_by_the_wait_so_far(view, bought):
    fast = [f"2026-0{month}-{day:02}" for month in (1, 2) for day in (1, 9, 17, 25)]
    rows = [*bought({on: {"I": (1, 10.0), "J": (1, 10.0)} for on in fast}), *bought({"2026-10-10": {"J": (1, 10.0)}})]
    found = {one.item_id: one for one in channel(view(accounts=DISTRIBUTOR, order_lines=rows)).speeds}
    # eight days between orders until 25 February, 248 days before 31 October
    assert (found["I"].gap, found["I"].before, found["I"].waits) == (248, 8, True)


def test_cap_20_without_a_next_order_in_sight_stock_asks_for_nothing(view, bought):
    reports = [*told("I", 10.0, 15.0), *told("J", 5.0, 90.0)]
    goods = {"I": (60, 10.0), "J": (60, 10.0)}

    def found(*days, on=None):
        return channel(view(accounts=DISTRIBUTOR, order_lines=bought(dict.fromkeys(days, goods)), sellout=reports),
                       due=on)  # fmt: skip

    ahead = found("2026-06-01", "2026-09-01")
    # 92 days after 1 September
    assert ahead.due == pd.Timestamp("2026-12-02")
    assert sorted(one.does.code for one in ahead.actions) == ["stock_high", "stock_low"]
    # every 31 days, due on 1 September and not come
    overdue = found("2026-07-01", "2026-08-01")
    assert (overdue.due, overdue.actions, [one.item_id for one in overdue.high]) == (None, (), ["J"])
    # for over a year nothing was ordered, whatever the forecast says
    assert (found("2025-06-01", "2025-09-01", on=due()).due, found("2025-09-01", on=due()).actions) == (None, ())
