"""New ideas: what accounts alike buy."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from accountbook.models.ideas import idea_chance, ideas_verdict, new_ideas, priced_ideas, shown_ideas, tried_ideas
from accountbook.tables import TABLES

NOW = pd.Timestamp("2026-06-30")


def pairs(bought: dict[str, str], *, last: str = "2026-06-01") -> pd.DataFrame:
    """Every account bought each of its items (one letter each) twice."""
    rows = [(account, item) for account, items in bought.items() for item in items]
    index = pd.MultiIndex.from_tuples(sorted(rows), names=["account_id", "item_id"])
    return pd.DataFrame(
        {"orders": 2, "last_bought": pd.Timestamp(last), "quantity_median": 4.0, "unit_price": 2.5}, index=index
    )


def view(*ended: str) -> SimpleNamespace:
    items = TABLES["items"].frame([{"item_id": item, "ends_on": "2026-01-31"} for item in ended])
    return SimpleNamespace(as_of=NOW, table=lambda name: items)


@pytest.fixture
def two_trades() -> dict[str, str]:
    """Twelve accounts buy a, b and c, fifteen p, q and r; A lacks c, P lacks r."""
    return {
        "A": "ab",
        "P": "pq",
        **{f"B{k:02}": "abc" for k in range(12)},
        **{f"Q{k:02}": "pqr" for k in range(15)},
    }


def test_cap_29_ideas_are_what_accounts_alike_buy_not_what_most_buy(two_trades) -> None:
    found = new_ideas(pairs(two_trades), view()).set_index(["by", "account_id"])
    assert found.loc[("alike", "A"), "item_id"] == "c"
    assert found.loc[("alike", "P"), "item_id"] == "r"
    assert found.loc[[("popular", "A")], "item_id"].tolist() == ["p", "q", "r", "c"]
    # a and b were bought by 13, c by 12, both by 12; all of them lately
    assert found.loc[("alike", "A"), "score"] == pytest.approx(2 * 12 / (np.sqrt(13 * 12) + 10))


def test_what_was_bought_or_has_ended_is_no_idea(two_trades) -> None:
    found = new_ideas(pairs(two_trades), view("c"))
    assert "c" not in set(found["item_id"])
    bought = pd.MultiIndex.from_frame(found[["account_id", "item_id"]])
    assert not bought.isin(pairs(two_trades).index).any()


@pytest.mark.parametrize(("buyers", "said"), [(4, False), (5, True)])
def test_what_fewer_than_five_bought_is_no_idea(two_trades, buyers, said) -> None:
    """Its price and quantity would be those of one other customer."""
    some = {f"B{k:02}": "abcx" for k in range(buyers)}
    found = new_ideas(pairs(two_trades | some), view())
    assert ("x" in set(found["item_id"])) == said


def test_price_that_fewer_than_five_tell_is_not_said(two_trades) -> None:
    seen = pairs(two_trades | {f"B{k:02}": "abcx" for k in range(5)})
    seen.loc[("B00", "x"), "unit_price"] = np.nan
    found = new_ideas(seen, view()).set_index("item_id")
    assert found.loc["x", "unit_price"].isna().all() and (found.loc["c", "unit_price"] == 2.5).all()


def test_below_twenty_accounts_nothing_is_said(two_trades) -> None:
    few = {account: items for account, items in two_trades.items() if account[0] in "AB"}
    assert len(few) == 13 and new_ideas(pairs(few), view()).empty


def test_what_nobody_bought_for_a_year_is_no_idea(two_trades) -> None:
    assert new_ideas(pairs(two_trades, last="2025-01-01"), view()).empty


def test_an_ideas_chance_is_what_such_ideas_came_to(two_trades) -> None:
    ideas = shown_ideas(new_ideas(pairs(two_trades), view()))
    tried = pd.DataFrame({"account_id": [f"T{k}" for k in range(200)], "score": 1.0, "next": [1.0] * 8 + [0.0] * 192})
    chance = idea_chance(ideas, tried)
    assert chance == pytest.approx(np.full(len(ideas), 0.04), abs=0.005)
    row = priced_ideas(ideas, chance).iloc[0]
    assert (row["kind"], row["quantity"], row["amount"]) == ("idea", 4.0, 10.0)


def test_the_gate_opens_where_accounts_alike_say_more() -> None:
    rows = [
        {"account_id": f"A{k}", "by": by, "origin": origin, "hit": float(by == "alike" and k < 9)}
        for k in range(30) for by in ("alike", "popular") for origin in (1, 2, 3)
    ]  # fmt: skip
    tried = pd.DataFrame(rows)
    found = ideas_verdict(tried)
    assert found.shown == "model" and found.value == pytest.approx(0.7) and found.naive == 1.0
    assert ideas_verdict(tried.assign(hit=0.0)).shown == "naive"


def test_ideas_of_accounts_that_did_not_order_are_not_judged() -> None:
    ideas = pd.DataFrame({"account_id": ["A", "B"], "item_id": ["x", "x"]})
    came = pd.DataFrame({"account_id": ["A"], "item_id": ["x"], "next": [True]})
    assert tried_ideas(ideas, came)["account_id"].tolist() == ["A"]
