"""A model that lost on the rows that fell due is switched off, and comes back when it wins again."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from accountbook.models import predictions
from accountbook.models.kinds import typed
from accountbook.models.slices import outcomes
from accountbook.models.switching import LEAST, METRIC, decisions, switched_off

AS_OF = pd.Timestamp("2026-03-31")


def graded(
    loss: float, naive: float, *, rows: int = LEAST, target: str = "churn60", happened=(1.0, 0.0)
) -> pd.DataFrame:
    return pd.DataFrame(
        {"target": target, "made": AS_OF, "loss": loss, "naive_loss": naive, "happened": np.resize(happened, rows)}
    )


def off(*frames: pd.DataFrame) -> frozenset[str]:
    return switched_off(decisions(pd.concat(frames), as_of=AS_OF))


def test_a_worse_log_loss_switches_its_own_target_off():
    assert off(graded(0.75, 0.5), graded(0.5, 0.75, target="deals")) == {"churn60"}
    assert off(graded(0.5, 0.75), graded(0.75, 0.5, target="deals")) == {"deals"}
    # an error in money or days is not a log loss
    assert off(graded(0.75, 0.5, target="amount")) == set()


def test_a_model_that_says_what_the_rival_says_is_not_worse():
    assert off(graded(0.5, 0.5)) == set()
    assert off(graded(0.5 + 1e-12, 0.5)) == set()


def test_few_rows_or_one_outcome_decide_nothing():
    assert decisions(graded(0.75, 0.5, rows=LEAST - 1), as_of=AS_OF).empty
    assert decisions(graded(0.75, 0.5, happened=(0.0,)), as_of=AS_OF).empty
    assert decisions(typed("graded_orders"), as_of=AS_OF).empty


@pytest.fixture(scope="module")
def company(make_book, order_lines, renewals):
    """Forty accounts of which a third fall silent for good: the gate of the model is open."""
    return make_book(order_lines(renewals(40, quiet=0.35)), f"{AS_OF:%Y-%m-%d}")


def said(book, day: str, *, right: bool) -> None:
    """Have the ledger hold what was said in time, by somebody who knew, or knew the wrong way round."""
    made = pd.Timestamp(day)
    accounts = pd.Series(book.at(day).accounts())
    silent = ~(outcomes(book, accounts, pd.Series(made, index=accounts.index))["days_to_next"] <= 60)
    p = np.where(silent == right, 0.9, 0.1)
    row = {"as_of": made, "horizon_days": 60, "p_naive": 0.5, "p_lo": 0.0, "p_hi": 1.0}
    figures = {name: 1.0 for name in typed("said_orders").columns if typed("said_orders")[name].dtype == "float64"}
    frame = pd.DataFrame({"account_id": accounts, **figures, **row, "p": p})
    load = book.path / "loads" / f"then-{day}" / "load.json"
    load.parent.mkdir(exist_ok=True)
    load.write_text(json.dumps({"exported_on": day}), encoding="utf-8")
    book.ledger.write_predictions(
        "said_orders", typed("said_orders", frame), load_id=f"then-{day}", as_of=made, code="c"
    )


def risk(book) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, quality = predictions(book, "accounts"), predictions(book, "quality_orders")
    judged = rows[
        (rows["horizon_days"] == 60) & rows["account_id"].isin(predictions(book, "said_orders")["account_id"])
    ]
    return judged, quality[quality["target"] == "churn60"].set_index("metric")


def test_a_model_that_lost_is_off_in_the_next_edition_and_back_in_the_one_after(company):
    lost, won = company, type(company).open(company.path, "2026-04-30")
    said(won, "2026-01-30", right=False)
    said(won, "2026-02-28", right=True)
    rows, quality = risk(lost)
    assert quality.loc[METRIC, ["value", "naive"]].tolist() == pytest.approx([-np.log(0.1), np.log(2)])
    assert set(rows["shown"]) == {"naive"}
    assert rows["p_no_order"].tolist() == pytest.approx(rows["p_naive"].tolist())
    assert quality.loc[[METRIC, "log_loss"], "shown"].tolist() == ["naive", "naive"]
    # the gate alone would have shown it, and what it says is kept to be graded on
    assert quality.loc["log_loss", "skill_lo"] > 0
    kept = predictions(lost, "said_orders").set_index("account_id")
    assert kept.loc[kept["horizon_days"] == 60, "p"].nunique() > 5
    rows, quality = risk(won)
    assert quality.loc[[METRIC, "log_loss"], "shown"].tolist() == ["model", "model"]
    assert set(rows["shown"]) == {"model"}
    # the other horizon was never touched by it
    other = predictions(lost, "quality_orders").set_index(["target", "metric"])
    assert other.loc[("churn90", "log_loss"), "shown"] == (
        "model" if other.loc[("churn90", "log_loss"), "skill_lo"] > 0 else "naive"
    )


def test_what_is_said_alone_is_what_is_said_with_all_the_rest(company):
    from accountbook.models.orders import say_orders

    kept = predictions(company, "said_orders")
    pd.testing.assert_frame_equal(say_orders(company)["said_orders"], kept, check_exact=True)
