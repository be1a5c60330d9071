"""Grades read into judgements: how last month's predictions did beside their naive rivals, and the worst misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from accountbook.planning.values import number, share, text

TARGETS = ("churn60", "churn90", "date", "next_amount", "amount", "deals")
"""The targets in the order of pages; the columns are those of `accountbook.models.kinds.Grade`."""
CHANCES = frozenset({"churn60", "churn90", "deals"})
MAIN = {
    "churn60": ("churn60", "log_loss"),
    "churn90": ("churn90", "log_loss"),
    "date": ("date", "pinball"),
    "next_amount": ("amount", "wape_next"),
    "amount": ("amount", "wape"),
    "deals": ("deals", "log_loss"),
}
"""The measure of past months by which each target is shown."""
MISSED = ("churn90", "date", "amount", "deals")
"""The targets of which misses are listed: of two horizons, and of two amounts, one says it."""
MOST = 3
DOUBTED = 0.25
"""A chance missed where it gave what happened at most this much."""
DECIDED = "due_log_loss"


@dataclass(frozen=True)
class Score:
    """How the predictions of one target did that fell due.

    Attributes
    ----------
    first, last : days they were made on. rows : how many. recomputed : of these, those computed as of then.
    loss, naive_loss : of chances, log loss; of dates, pinball loss in days; of amounts, error as a share of the sum.
    off : whether the model is switched off for it; decided : whether it could be. shown : "model" or "naive" now; None
        where no past month is long enough to say.
    held, ranged : ranges that held what came, and ranges that were told: dates of those that ordered, and amounts.
    happened, said : sums of what came and of what was said.
    again : all of it fell due before this month, as nothing did in it, and an earlier edition may have told of it.
    """

    target: str
    first: pd.Timestamp
    last: pd.Timestamp
    rows: int
    recomputed: int
    loss: float
    naive_loss: float
    off: bool
    decided: bool
    shown: str | None
    held: int
    ranged: int
    said: float
    happened: float
    again: bool = False

    @property
    def better(self) -> float | None:
        """How much smaller the loss is than the rival's, as a share of it."""
        part = share(self.loss, self.naive_loss)
        return None if part is None else 1 - part


@dataclass(frozen=True)
class Miss:
    """A prediction that was far off: ``said`` with its range, ``happened`` and the rival's ``naive``, as graded."""

    target: str
    account_id: str
    opportunity_id: str | None
    name: str | None
    made: pd.Timestamp
    horizon_days: int
    said: float
    lo: float
    hi: float
    naive: float
    happened: float


def scores(graded: pd.DataFrame, quality: pd.DataFrame, *, since: pd.Timestamp | None = None) -> tuple[Score, ...]:
    """How each target's predictions did that fell due.

    Parameters
    ----------
    graded : kinds "graded_orders" and "graded_deals" together. quality : "quality_orders" and "quality_deals".
    since : day of the edition before; what fell due until then is graded again. None: nothing is.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": "amount", "made": pd.Timestamp("2026-08-31"), "said": [10.0, 30.0], "lo": 5.0,
    ...     "hi": [20.0, 40.0], "happened": [20.0, 60.0], "loss": [10.0, 30.0], "naive_loss": [20.0, 20.0],
    ...     "recomputed": 0, "horizon_days": 60})
    >>> [found] = scores(rows, pd.DataFrame(columns=["target", "metric", "shown"]))
    >>> found.loss, found.better, found.held, found.ranged
    (0.5, 0.0, 1, 2)
    """
    decided = quality[quality["metric"] == DECIDED].drop_duplicates("target", keep="last")
    verdicts = dict(zip(decided["target"], decided["shown"], strict=True))
    found = []
    for target in TARGETS:
        rows = graded[graded["target"] == target]
        score = _score(target, rows, verdicts.get(target), _shown(quality, target))
        if score is not None:
            found.append(replace(score, again=since is not None and _again(target, rows, since)))
    return tuple(found)


def _again(target: str, rows: pd.DataFrame, since: pd.Timestamp) -> bool:
    """Whether all of it fell due until a day; deals are graded by the month in which they are decided."""
    due = rows["made"] + pd.to_timedelta(rows["horizon_days"], unit="D")
    return target != "deals" and bool((due <= since).all())


def _shown(quality: pd.DataFrame, target: str) -> str | None:
    """What pages show of a target now, by the measure that decides it."""
    of, metric = MAIN[target]
    rows = quality[(quality["target"] == of) & (quality["metric"] == metric)]
    return None if rows.empty else text(rows["shown"].iloc[-1])


def _score(target: str, rows: pd.DataFrame, verdict: str | None, shown: str | None) -> Score | None:
    if rows.empty:
        return None
    per = float(len(rows))
    if target in ("amount", "next_amount"):
        per = float(rows["happened"].abs().sum())
        if per <= 0:
            return None
    ranged = _ranged(target, rows)
    return Score(
        target,
        first=rows["made"].min(),
        last=rows["made"].max(),
        rows=len(rows),
        recomputed=int(rows["recomputed"].sum()),
        loss=float(rows["loss"].sum()) / per,
        naive_loss=float(rows["naive_loss"].sum()) / per,
        off=verdict == "naive",
        decided=verdict is not None,
        shown=shown,
        held=int(_inside(ranged).sum()),
        ranged=len(ranged),
        said=float(rows["said"].sum()),
        happened=float(rows["happened"].sum()),
    )


def _ranged(target: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose range says what came should lie in it: a chance's is of the chance itself."""
    if target in CHANCES:
        return rows.iloc[:0]
    return rows[rows["happened"] <= rows["horizon_days"]] if target == "date" else rows


def _inside(rows: pd.DataFrame) -> pd.Series:
    return (rows["lo"] <= rows["happened"]) & (rows["happened"] <= rows["hi"])


def misses(
    graded: pd.DataFrame, names: Mapping[str, str], deals: Mapping[str, str] | None = None, *, most: int = MOST
) -> tuple[Miss, ...]:
    """The worst misses of each target: chances of what happened that were one in four or less, days and amounts that
    lie outside their ranges, the farthest first.

    Parameters
    ----------
    graded : grades of accounts that may be named. names, deals : of accounts and of deals, by number.
    most : misses of a target.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": "churn90", "account_id": ["A", "B", "C"], "opportunity_id": "", "lo": 0.0,
    ...     "hi": 0.5, "made": pd.Timestamp("2026-07-31"), "horizon_days": 90, "said": [0.1, 0.3, 0.05], "naive": 0.2,
    ...     "happened": 1.0, "loss": [2.3, 1.2, 3.0], "naive_loss": 1.6})
    >>> [one.account_id for one in misses(rows, {})]
    ['C', 'A']
    """
    found: list[Miss] = []
    for target in MISSED:
        rows = graded[graded["target"] == target]
        if target in CHANCES:
            far = rows["loss"] >= -np.log(DOUBTED)
            by = rows["loss"]
        else:
            far = ~_inside(rows)
            by = np.maximum(rows["lo"] - rows["happened"], rows["happened"] - rows["hi"])
        keys = ["account_id", "opportunity_id"]
        rows = rows.assign(by=by)[far].sort_values(["by", *keys], ascending=[False, True, True], kind="stable")
        rows = rows.drop_duplicates(keys)
        found += [_miss(row, names, deals or {}) for row in rows.head(most).to_dict("records")]
    return tuple(found)


def _miss(row: dict[str, object], names: Mapping[str, str], deals: Mapping[str, str]) -> Miss:
    account, deal = str(row["account_id"]), text(row["opportunity_id"])
    values = {name: number(row[name]) or 0.0 for name in ("said", "lo", "hi", "naive", "happened")}
    name = names.get(account) if deal is None else deals.get(deal)
    made = pd.Timestamp(str(row["made"]))
    return Miss(str(row["target"]), account, deal, text(name), made, int(number(row["horizon_days"]) or 0), **values)
