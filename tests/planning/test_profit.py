"""Profit before the proposal, worked out by hand: without chance, with one of a closed form; and what always holds."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountbook.planning.draws import Case, Driver, draw, floor_price, left, parts
from accountbook.planning.memory import MemoryView
from accountbook.planning.offer import offer
from accountbook.planning.paying import Delays, delays
from accountbook.planning.premises import Premises, Source
from accountbook.planning.profit import ProfitState, profit

DAY = pd.Timestamp("2026-10-31")
CERTAIN = {
    "cost_uncertainty": 0, "share_spread": 0, "delay_days": 10, "terms_days": 30, "warranty_share": 0.01,
    "service_share": 0.02, "concession_share": 0.03, "interest_rate": 0.0365,
}  # fmt: skip
DEAL = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "product_line": "VX", "amount": 120.0}


def _quote(price, cost, version=1, currency="EUR", on="2026-10-01", **more):
    return {"quote_id": "Q", "version": version, "account_id": "A", "opportunity_id": "D", "quoted_on": on,
            "price": price, "currency": currency, "cost": cost, **more}  # fmt: skip


def _rates(rate=0.5, days=200, step=0.0, end="2026-10-30", currency="USD"):
    moves = [rate * math.exp(step * (n % 2)) for n in range(days)]
    dates = pd.date_range(end=end, periods=days)
    return [
        {"currency": currency, "date": f"{on:%Y-%m-%d}", "rate": move} for on, move in zip(dates, moves, strict=True)
    ]


def _case(**changed):
    plain = Case(
        rate=1.0, volatility=0.0, cost=60.0, effort=0.0, cost_uncertainty=0.0, lots=1, first=0.0, every=0.0, terms=0.0,
        delays=Delays((), (), 0.0, True), interest=0.0, warranty=0.0, service=0.0, concession=0.0, spread=0.0,
    )  # fmt: skip
    return Case(**{**{name: getattr(plain, name) for name in plain.__dataclass_fields__}, **changed})


def test_cap_97_without_any_chance_the_margin_is_the_sum_of_its_parts(view):
    # 100 less 6% of shares, less 40 days of interest at 3.65% a year, less 60 of cost
    found = profit(view(opportunities=[DEAL], quotes=[_quote(100.0, 60.0)]), "D", **CERTAIN)
    interest = 100 * 0.0365 * 40 / 365.25
    assert found.state == ProfitState.SIMULATED
    one = found.simulated
    assert (one.left.p10, one.left.p50, one.left.p90) == pytest.approx([100 - 6 - interest - 60] * 3)
    assert (one.chance_of_loss, one.reverse, one.counts) == (0.0, False, ())
    assert one.floor == pytest.approx(60 / (1 - 0.06 - interest / 100))
    assert one.share.p50 == pytest.approx(one.left.p50 / 100)


def test_cap_97_a_rate_of_known_volatility_gives_the_log_normals_mean_quantiles_and_chance_of_loss():
    # a year at 20%: the money is 100 exp(0.2 z - 0.02); a loss is below 95
    case = _case(volatility=0.2, first=365.25, cost=95.0)
    drawn = draw(case, "D", DAY, size=200_000)
    money = left(case, drawn, 100.0) + 95.0
    normal = NormalDist()
    assert money.mean() == pytest.approx(100.0, abs=0.15)
    for p in (0.1, 0.5, 0.9):
        assert np.quantile(money, p) == pytest.approx(100 * math.exp(0.2 * normal.inv_cdf(p) - 0.02), rel=0.005)
    loss = normal.cdf((math.log(0.95) + 0.02) / 0.2)
    assert (money < 95.0).mean() == pytest.approx(loss, abs=0.004)
    # the lowest price for a loss in 1 of 10: 95 over the tenth percentile of what a unit brings
    brings, costs = parts(case, drawn)
    by_hand = 95 / math.exp(0.2 * normal.inv_cdf(0.1) - 0.02)
    assert floor_price(brings, costs, limit=0.1) == pytest.approx(by_hand, rel=0.005)


def test_cap_97_two_lots_are_paid_along_one_path_of_the_rate():
    # half after one year, half after two: Var = 0.25 (e^s - 1) + 0.25 (e^2s - 1) + 0.5 (e^s - 1) with s = 0.04
    case = _case(volatility=0.2, lots=2, first=365.25, every=365.25, cost=0.0)
    money = left(case, draw(case, "D", DAY, size=200_000), 1.0)
    s = 0.04
    assert money.var() == pytest.approx(0.75 * math.expm1(s) + 0.25 * math.expm1(2 * s), rel=0.02)
    assert money.mean() == pytest.approx(1.0, abs=0.003)


def test_cap_97_volatility_comes_from_the_books_rates_and_else_from_the_assumption(view):
    rows = {"opportunities": [DEAL], "quotes": [_quote(100.0, 30.0, currency="USD")]}
    many = profit(view(**rows, fx_rates=_rates(step=0.01)), "D")
    told = {one.name: one for one in many.premises}
    assert told["rate_volatility"].source == Source.HISTORY and told["rate_volatility"].n == 199
    assert told["rate_volatility"].value == pytest.approx(0.01 * math.sqrt(365.25))
    assert many.simulated.price == pytest.approx(100 * _rates(step=0.01)[-1]["rate"])
    few = {one.name: one for one in profit(view(**rows, fx_rates=_rates(days=59)), "D").premises}
    assert (few["rate_volatility"].source, few["rate_volatility"].value) == (Source.ASSUMED, 0.1)
    old = profit(view(**rows, fx_rates=_rates(end="2026-08-01")), "D")
    assert old.state == ProfitState.NO_RATE and old.simulated is None


def test_cap_97_payment_delays_are_the_accounts_own_with_five_assumed_ones_beside_them(view):
    bills = [{"invoice_id": str(n), "account_id": "A", "issued_on": "2026-07-01", "due_on": "2026-07-31",
              "amount": 9.0, "currency": "EUR"} for n in range(15)]  # fmt: skip
    paid = [{"payment_id": str(n), "account_id": "A", "invoice_id": str(n), "paid_on": "2026-08-30", "amount": 9.0,
             "currency": "EUR"} for n in range(15)]  # fmt: skip
    known = view(invoices=bills, payments=paid)
    drawn, told = delays(known, "A", Premises(known, {}))
    assert (told.value, told.n, told.own) == ((15 * 30 + 5 * 10) / 20, 15, 30.0)
    sample = drawn.draw(np.random.default_rng(1), 40_000)
    assert (sample == 30.0).mean() == pytest.approx(0.75, abs=0.01)
    assert sample.mean() == pytest.approx(told.value, abs=0.2)
    # an invoice that nobody paid is at least as late as it is today; one that is not due says nothing
    open_ = [{**bills[0], "invoice_id": "x"}, {**bills[0], "invoice_id": "y", "due_on": "2026-11-30"}]
    assert delays(view(invoices=open_, payments=[]), "A", Premises(known, {}))[0].own == (92.0,)


def test_cap_97_money_that_names_no_invoice_is_no_delay_of_years_and_a_trifle_is_none(view):
    def bill(number, amount, due, **more):
        issued = f"{pd.Timestamp(due) - pd.Timedelta(days=30):%Y-%m-%d}"
        return {"invoice_id": number, "account_id": "A", "issued_on": issued, "due_on": due, "amount": amount,
                "currency": "EUR", **more}  # fmt: skip

    def money(number, bill, on, amount, **more):
        return {"payment_id": number, "account_id": "A", "invoice_id": bill, "paid_on": on, "amount": amount,
                "currency": "EUR", **more}  # fmt: skip

    # 45,864.41 due 12 Jan 2024 came on 31 Jan without a number: 19 days, not 1,023; 30.06 of 30,000 a year is a trifle
    bills = [
        bill("1", 45_864.41, "2024-01-12"), bill("2", 30.06, "2025-05-24"), bill("3", 30_000.0, "2026-03-10"),
        bill("other", 45_864.41, "2024-01-12", account_id="B"),
    ]  # fmt: skip
    paid = [money("1", None, "2024-01-31", 45_864.41), money("3", "3", "2026-03-05", 30_000.0)]
    known = view(invoices=bills[:3], payments=paid)
    drawn, told = delays(known, "A", Premises(known, {}))
    assert (drawn.own, drawn.own_money) == ((-5.0, 19.0), (30_000.0, 45_864.41))
    by_money = (45_864.41 * 19 - 30_000 * 5) / 75_864.41
    assert (told.n, told.own) == (2, pytest.approx(by_money))
    assert told.value == pytest.approx((2 * by_money + 5 * 10) / 7)
    # 2 of 7 cases are its own, and of them the larger invoice 45,864 times of 75,864
    sample = drawn.draw(np.random.default_rng(1), 40_000)
    assert (sample == 19.0).mean() == pytest.approx(2 / 7 * 45_864.41 / 75_864.41, abs=0.01)
    # the same money of another account pays no invoice of this one: A's stays open, B's is settled
    whole = MemoryView("2026-10-31", {"invoices": [bills[3], *bills[:3]], "payments": [money("1", None, "2024-01-31",
                       45_864.41, account_id="B"), paid[1]]})  # fmt: skip
    assert delays(whole, "A", Premises(whole, {}))[0].own == (-5.0, 1023.0)
    assert delays(whole, "B", Premises(whole, {}))[0].own == (19.0,)


def test_cap_97_an_invoice_paid_in_part_waits_as_long_as_each_part_of_it(view):
    bill = {"invoice_id": "1", "account_id": "A", "issued_on": "2026-08-12", "due_on": "2026-09-11", "amount": 100.0,
            "currency": "EUR"}  # fmt: skip
    part = {"payment_id": "1", "account_id": "A", "invoice_id": "1", "paid_on": "2026-09-21", "amount": 75.0,
            "currency": "EUR"}  # fmt: skip
    known = view(invoices=[bill], payments=[part])
    # three quarters 10 days late, one quarter 50 days so far
    assert delays(known, "A", Premises(known, {}))[0].own == (20.0,)
    note = {**bill, "invoice_id": "2", "amount": -100.0, "order_id": "O"}
    credited = view(invoices=[{**bill, "order_id": "O"}, note], payments=[])
    assert delays(credited, "A", Premises(credited, {}))[0].own == ()


def test_cap_97_a_price_under_its_cost_is_a_reverse_margin_and_a_fair_one_is_not(view):
    low = profit(view(opportunities=[DEAL], quotes=[_quote(50.0, 60.0)]), "D", **CERTAIN).simulated
    assert low.reverse and low.chance_of_loss == 1.0 and low.left.p50 < -10
    # half of the draws lose although the price is over the cost: shares and interest take the rest
    thin = profit(view(opportunities=[DEAL], quotes=[_quote(61.0, 60.0)]), "D", **CERTAIN).simulated
    assert thin.reverse and thin.price > thin.cost
    assert not profit(view(opportunities=[DEAL], quotes=[_quote(90.0, 60.0)]), "D", **CERTAIN).simulated.reverse


def test_cap_97_the_newest_version_counts_and_without_a_quote_the_margin_of_earlier_sales(view, bought):
    quotes = [_quote(90.0, 62.0, 2, on="2026-10-20"), _quote(100.0, 60.0, 1)]
    found = profit(view(opportunities=[DEAL], quotes=quotes), "D").offer
    assert (found.value, found.cost) == (90.0, 62.0)
    assert [one.margin for one in found.versions] == pytest.approx([0.4, 28 / 90])
    lines = bought({"2026-01-05": {"V": (1.0, 100.0)}, "2026-02-05": {"W": (1.0, 50.0)}})
    lines = [{**line, "unit_cost": 70.0 if line["item_id"] == "V" else 20.0} for line in lines]
    items = [{"item_id": "V", "family": "VX"}, {"item_id": "W", "family": "PU"}]
    none = profit(view(opportunities=[DEAL], order_lines=lines, items=items), "D")
    assert (none.offer.cost, none.usual.basis, none.usual.share) == (pytest.approx(84.0), "family", pytest.approx(0.3))
    other = [{**DEAL, "product_line": "SN"}]
    account = profit(view(opportunities=other, order_lines=lines, items=items), "D")
    assert (account.usual.basis, account.offer.cost) == ("account", pytest.approx(120 * 90 / 150))


def test_cap_97_too_little_is_a_state_that_says_what_is_missing(view):
    assert profit(view(), None).state == ProfitState.NO_DEAL
    bare = {**DEAL, "amount": None}
    assert profit(view(opportunities=[bare]), "D").state == ProfitState.NO_PRICE
    assert profit(view(opportunities=[DEAL]), "D").state == ProfitState.NO_COST
    with pytest.raises(KeyError, match="no deal 'X' was known on 2026-10-31"):
        profit(view(opportunities=[DEAL]), "X")


def test_what_an_analyst_gives_overrules_the_book_and_a_strange_name_is_refused(view):
    known = view(opportunities=[DEAL], quotes=[_quote(100.0, 60.0)])
    told = {one.name: one for one in profit(known, "D", interest_rate=0.08, price=80.0).premises}
    assert (told["interest_rate"].value, told["interest_rate"].source) == (0.08, Source.GIVEN)
    assert (told["price"].value, told["price"].source) == (80.0, Source.GIVEN)
    with pytest.raises(TypeError, match="knows no intrest_rate; it knows loss_limit, interest_rate"):
        profit(known, "D", intrest_rate=0.08)
    with pytest.raises(ValueError, match="less than or equal to 1"):
        profit(known, "D", interest_rate=8)


def test_nothing_that_became_known_later_moves_it():
    rows = {"opportunities": [DEAL], "quotes": [_quote(100.0, 60.0)], "fx_rates": _rates()}
    later = {
        **rows,
        "quotes": [*rows["quotes"], _quote(70.0, 65.0, 2, on="2026-11-05")],
        "invoices": [{"invoice_id": "1", "account_id": "A", "issued_on": "2026-11-01", "due_on": "2026-11-02",
                      "amount": 1.0, "currency": "EUR"}],
    }  # fmt: skip
    now, then = (profit(MemoryView(DAY, tables, account_id="A"), "D").simulated for tables in (rows, later))
    assert now == then


def test_the_same_deal_and_day_give_the_same_numbers_and_another_day_others(view):
    rows = {"opportunities": [DEAL], "quotes": [_quote(100.0, 60.0)]}
    first, again = (profit(view(**rows), "D").simulated for _ in range(2))
    assert first == again
    assert profit(view("2026-10-30", **rows), "D").simulated.left != first.left


def test_the_driver_that_varies_most_stands_first_and_one_that_is_certain_is_left_out(view):
    found = profit(view(opportunities=[DEAL], quotes=[_quote(100.0, 60.0)]), "D", cost_uncertainty=0.2, share_spread=0)
    names = [one.driver for one in found.simulated.drivers]
    assert names == [Driver.COST, Driver.DELAY]
    cost = found.simulated.drivers[0]
    # 60 of cost at 20%: log-normal of mean 1, so that the range is 60 (e^{w 1.28} - e^{-w 1.28}) e^{-w^2/2}
    wide = math.sqrt(math.log(1.04))
    by_hand = 60 * math.exp(-(wide**2) / 2) * 2 * math.sinh(wide * 1.2816)
    assert cost.high - cost.low == pytest.approx(by_hand, rel=0.03)
    assert cost.share > 0.99


amounts = st.floats(1.0, 1e6)


@settings(max_examples=40)
@given(
    cost=amounts, price=amounts, more=st.floats(0.0, 1e6), uncertain=st.floats(0.0, 0.5), volatility=st.floats(0, 1),
    lots=st.integers(1, 4), limit=st.floats(0.0, 0.9),
)  # fmt: skip
def test_a_higher_price_never_raises_the_chance_of_a_loss_and_the_floor_keeps_its_limit(
    cost, price, more, uncertain, volatility, lots, limit
):
    case = _case(
        cost=cost, cost_uncertainty=uncertain, volatility=volatility, lots=lots, first=60, every=30, terms=30,
        delays=Delays((3.0, 40.0), (), 10.0, False), interest=0.06, warranty=0.01, service=0.02, spread=0.5,
    )  # fmt: skip
    drawn = draw(case, "D", DAY, size=500)
    low, high = ((left(case, drawn, one) < 0).mean() for one in (price, price + more))
    assert high <= low
    brings, costs = parts(case, drawn)
    floor = floor_price(brings, costs, limit=limit)
    assert floor is not None
    assert (floor * brings - costs < -1e-9 * cost).mean() <= limit + 1e-9
    # a thousandth less loses more often than the limit allows
    assert (floor * 0.999 * brings - costs < 0).mean() > limit


def test_a_floor_that_no_price_reaches_is_none():
    assert floor_price(np.array([1.0, -0.2]), np.array([1.0, 1.0]), limit=0.1) is None
    assert floor_price(np.array([1.0, -0.2]), np.array([1.0, 1.0]), limit=0.5) == 1.0


def test_an_offer_asks_in_the_accounts_currency_where_no_quote_says_otherwise(view):
    account = [{"account_id": "A", "name": "A", "currency": "USD"}]
    known = view(opportunities=[DEAL], accounts=account, fx_rates=_rates())
    found = offer(known, known.table("opportunities").iloc[0].to_dict())
    assert (found.price, found.currency, found.value, found.exposed) == (240.0, "USD", 120.0, True)
