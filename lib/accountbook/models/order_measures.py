"""How good the predictions of orders were on past dates: every measure, beside the naive rival's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.models import judge
from accountbook.models.dates import date_losses
from accountbook.models.gate import Verdict
from accountbook.models.groups import BY_CHANCE, account_groups, chance_groups, group_quality
from accountbook.models.ideas import ALIKE, HIT, POPULAR, ideas_verdict
from accountbook.models.item_trial import TriedItems, ideas_tried, stacked
from accountbook.models.items import CHANCE, NEXT
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.rolling import OrderScores
from accountbook.models.slices import Outcome
from accountbook.tables import OrderLines as L

Row = tuple[str, str, float, float, float, int, int, str]


def order_quality(
    as_of: pd.Timestamp,
    scores: list[OrderScores],
    first: OrderScores,
    tried: list[TriedItems],
    items: Verdict,
) -> pd.DataFrame:
    """All measures as kind "quality_orders"; a measure that cannot be taken is left out."""
    rows: list[Row] = []
    for one in scores:
        if len(one.rows):
            rows += churn_measures(one)
    if len(first.rows):
        rows += date_measures(first) + amount_measures(first)
    rows += item_measures(tried, items)
    names = [Q.target, Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows, Q.origins, Q.shown]
    frame = pd.DataFrame(rows, columns=names).assign(**{Q.as_of: as_of})
    usable = np.isfinite(frame[Q.value].astype(float)) & np.isfinite(frame[Q.naive].astype(float))
    return typed("quality_orders", frame.loc[usable])


def churn_groups(as_of: pd.Timestamp, scores: list[OrderScores]) -> pd.DataFrame:
    """Log loss of the chance of no order by kind of account, month and chance, as kind "groups_orders"."""
    parts = [
        group_quality(
            {**account_groups(one.rows), BY_CHANCE: chance_groups(one.rows["p"])},
            *(one.rows[name].to_numpy(float) for name in ("y", "p", "p_naive")),
            accounts=one.rows[L.account_id],
            target=f"churn{one.horizon}",
            as_of=as_of,
        )
        for one in scores
        if len(one.rows)
    ]
    return typed("groups_orders", pd.concat(parts) if parts else None)


def churn_measures(one: OrderScores) -> list[Row]:
    """Log loss (main), Brier, ECE, AUC, lift of the chance of no order."""
    y, p, naive = (one.rows[name].to_numpy(float) for name in ("y", "p", "p_naive"))
    measures = {
        "log_loss": judge.log_loss,
        "brier": judge.brier,
        "ece": judge.ece,
        "auc": judge.auc,
        "lift10": judge.lift,
    }
    found = {name: (measure(y, p), measure(y, naive)) for name, measure in measures.items()}
    return _rows(f"churn{one.horizon}", found, "log_loss", one.churn, len(y))


def date_measures(one: OrderScores) -> list[Row]:
    """Pinball (main) and MAE with nobody left out; coverage and width among those that reordered.

    "coverage_within" is that of the range for the case that an order comes, which pages tell.
    """
    rows, horizon = one.rows, one.horizon
    next_day = rows[Outcome.days_to_next].to_numpy(float)
    actual = judge.clip_days(np.where(next_day <= horizon, next_day, np.nan), horizon)
    days = judge.clip_days(rows[["d10", "d50", "d90"]].to_numpy(float), horizon)
    plain = judge.clip_days(rows[["n10", "n50", "n90"]].to_numpy(float), horizon)
    came = next_day <= horizon
    found = {
        "pinball": (
            float(date_losses(actual, days, horizon=horizon).mean()),
            float(date_losses(actual, plain, horizon=horizon).mean()),
        ),
        "mae": (float(np.abs(actual - days[:, 1]).mean()), float(np.abs(actual - plain[:, 1]).mean())),
    }
    if came.any():
        found["coverage"] = (
            judge.coverage(actual[came], days[came, 0], days[came, 2]),
            judge.coverage(actual[came], plain[came, 0], plain[came, 2]),
        )
        within = judge.clip_days(rows[["w10", "w90"]].to_numpy(float), horizon)
        found["coverage_within"] = (
            judge.coverage(actual[came], within[came, 0], within[came, 1]),
            found["coverage"][1],
        )
        found["width"] = tuple(float((one[came, 2] - one[came, 0]).mean()) for one in (days, plain))
    return _rows("date", found, "pinball", one.date, len(rows))


def amount_measures(one: OrderScores) -> list[Row]:
    """WAPE (main) and total bias of revenue over the horizon; WAPE and coverage of the next order's value."""
    rows = one.rows
    came = rows["revenue"].to_numpy(float)
    pair = [rows[name].to_numpy(float) for name in ("expected", "naive_expected")]
    found = {
        "wape": (judge.wape(came, pair[0]), judge.wape(came, pair[1])),
        "bias": (judge.bias(came, pair[0]), judge.bias(came, pair[1])),
    }
    result = _rows("amount", found, "wape", one.revenue, len(rows))
    valued = rows.loc[(rows[Outcome.days_to_next] <= one.horizon) & (rows[Outcome.next_value] > 0)]
    value = valued[Outcome.next_value].to_numpy(float)
    next_one = {
        "wape_next": (
            judge.wape(value, valued["typical"].to_numpy(float)),
            judge.wape(value, valued["naive_value"].to_numpy(float)),
        ),
        "coverage": (
            judge.coverage(value, valued["typical_lo"].to_numpy(float), valued["typical_hi"].to_numpy(float)),
            judge.coverage(value, valued["naive_lo"].to_numpy(float), valued["naive_hi"].to_numpy(float)),
        ),
    }
    return result + _rows("amount", next_one, "wape_next", one.value, len(valued))


def item_measures(tried: list[TriedItems], judged: Verdict) -> list[Row]:
    """Recall (main), nDCG, share of accounts with a hit and precision, at 10; recall of items bought before; how far
    chances were off; then the ideas, apart."""
    if not tried:
        return []
    ours, rival = stacked(tried, "ours"), stacked(tried, "rival")
    found = {
        f"{name}10": (float(ours[column].mean()), float(rival[column].mean()))
        for name, column in (("recall", "recall"), ("ndcg", "ndcg"), ("phr", "hit"), ("precision", "precision"))
    }
    found["repeat10"] = tuple(float(stacked(tried, name)["recall"].mean()) for name in ("repeats", "rival_repeats"))
    chances = [stacked(tried, name) for name in ("chances", "rival_chances")]
    if len(chances[0]):
        found["ece"] = tuple(judge.ece(one[NEXT].to_numpy(), one[CHANCE].to_numpy()) for one in chances)
    return _rows("items", found, "recall10", judged, len(ours)) + idea_measures(tried)


def idea_measures(tried: list[TriedItems]) -> list[Row]:
    """Share of ideas bought within the horizon (main) and in the next order, by accounts that ordered."""
    sides = [ideas_tried(tried, by=by) for by in (ALIKE, POPULAR)]
    if sides[0].empty:
        return []
    found = {
        name: tuple(float(one[column].mean()) for one in sides)
        for name, column in (("bought", HIT), ("next_order", NEXT))
    }
    return _rows("ideas", found, "bought", ideas_verdict(ideas_tried(tried)), len(sides[0]))


def _rows(target: str, found: dict[str, tuple[float, float]], main: str, judged: Verdict, rows: int) -> list[Row]:
    return [
        (
            target,
            name,
            value,
            naive,
            judged.skill_lo if name == main else float("nan"),
            rows,
            judged.origins,
            judged.shown,
        )
        for name, (value, naive) in found.items()
    ]
