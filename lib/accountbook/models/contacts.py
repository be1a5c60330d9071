"""The chance that each contact is still there and in the role, and how good such chances were."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from accountbook.features import people_features, sightings
from accountbook.features.people import MOVED
from accountbook.features.people import PersonFeature as F
from accountbook.features.people import Sighting as S
from accountbook.models.departures import WAIT, Chances, DepartureModel, said_gone, unanswered
from accountbook.models.gate import Verdict, judge_gate
from accountbook.models.judge import auc, brier, ece, log_loss, log_losses
from accountbook.models.kinds import ContactPrediction as P
from accountbook.models.kinds import Quality as Q
from accountbook.models.kinds import typed
from accountbook.models.ladder import BetaRate, Rung

if TYPE_CHECKING:
    from accountbook.book import Book

AHEAD = 91
FOLLOW = WAIT
"""Days after a past date on which its chances are judged, and days after these within which a person must be seen."""
STEP = 91
ORIGINS = 6
TARGETS = ("there", "in_role")
_NO_CHANCES = {f"{what}_{target}": 0.0 for what in ("p", "naive") for target in TARGETS}


def predict_contacts(book: Book, *, executor: Executor | None = None) -> dict[str, pd.DataFrame]:
    """Every contact's chance of being still there, and in the role.

    Parameters
    ----------
    book : a company-wide book. executor : not needed, people are few.

    Returns
    -------
    {"contacts": `ContactPrediction`, "quality_contacts": `Quality`}. Where the gate is shut the chances are the share
    of everybody that was still there a quarter on; too few departures to judge leave the published rates standing.
    """
    people = people_features(book)
    scored = rolling_contacts(book)
    judged = {target: contact_verdict(scored, target) for target in TARGETS}
    shown = "naive" if any(_shut(one) for one in judged.values()) else "model"
    model = DepartureModel.learn(people, book.as_of)
    base = {target: share_kept(scored, target) for target in TARGETS}
    chances = {
        "there": model.there(people, book.as_of) if shown == "model" else _alike(base["there"], said_gone(people)),
        "in_role": model.in_role(people, book.as_of)
        if shown == "model"
        else _alike(base["in_role"], said_gone(people) | people[F.moved]),
    }
    told = people[F.confirmed_on].notna() | said_gone(people)
    there, role = (_where(chances[target], told) for target in TARGETS)
    certain = said_gone(people) | people[F.confirmed_on].isna()
    frame = pd.DataFrame(
        {
            P.contact_id: people.index,
            P.account_id: people[F.account_id].to_numpy(),
            P.as_of: book.as_of,
            P.p_there: there.p,
            P.p_there_lo: there.low,
            P.p_there_hi: there.high,
            P.p_in_role: np.minimum(role.p, there.p),
            P.p_in_role_lo: np.minimum(role.low, there.low),
            P.p_in_role_hi: np.minimum(role.high, there.high),
            P.p_naive: base["in_role"].mean,
            P.shown: np.where(told, shown, "none"),
            P.ladder: np.where(certain, str(Rung.FACTS), str(Rung.RATES)),
            P.confirmed_on: people[F.confirmed_on].to_numpy(),
            P.confirmed_by: people[F.confirmed_by].astype("str").fillna("").to_numpy(),
            P.bounced_on: people[F.bounced_on].where(unanswered(people)).to_numpy(),
        }
    )
    return {
        "contacts": typed("contacts", frame.sort_values(P.contact_id, kind="stable")),
        "quality_contacts": contact_quality(scored, judged, as_of=book.as_of, shown=shown),
    }


@dataclass(frozen=True)
class Share:
    """How many of everybody were still there a quarter on: the naive rival, with its 80% range."""

    mean: float
    low: float
    high: float


def rolling_contacts(book: Book, *, origins: int = ORIGINS) -> pd.DataFrame:
    """What the model would have said on past dates of a day `AHEAD`, each time from what was known then.

    Returns
    -------
    A row per person and past date: contact_id, account_id, origin; for each of `TARGETS` y (1: so it was; empty where
    nobody knows or it was no more on the date itself), p and naive, as ``y_there``, ``p_there``, ``naive_there`` ...

    Notes
    -----
    Somebody was still there on a day if he was seen on it or within `FOLLOW` days, or left later; and was not if he is
    said to have left by then, or a mail had come back by then and he was never seen since. Of others nothing is known:
    they are not judged.
    """
    closed = AHEAD + FOLLOW
    dates = [book.as_of - pd.Timedelta(days=closed + STEP * place) for place in range(origins + closed // STEP)]
    views: dict[pd.Timestamp, _Then] = {}
    for date in dates:
        view = book.at(date)
        seen = sightings(view)
        if seen.empty:
            break
        views[date] = _Then(people_features(view, seen), seen)
    seen = sightings(book)
    now = _Then(people_features(book, seen), seen)
    found = [_outcomes(now.people.iloc[:0], now, book.as_of).assign(**_NO_CHANCES)]
    for date, then in list(views.items())[:origins]:
        before = date - pd.Timedelta(days=closed)
        if before not in views:
            break
        past = _outcomes(views[before].judged, then, before)
        model, later = DepartureModel.learn(then.people, date), date + pd.Timedelta(days=AHEAD)
        chances = {"there": model.there(then.judged, later), "in_role": model.in_role(then.judged, later)}
        told = {f"p_{target}": chances[target].p for target in TARGETS}
        told |= {f"naive_{target}": share_kept(past, target).mean for target in TARGETS}
        found.append(_outcomes(then.judged, now, date).assign(**told))
    return pd.concat([one for one in found if len(one)] or found, ignore_index=True)


@dataclass(frozen=True)
class _Then:
    """What was known on a day of people and of when they were seen."""

    people: pd.DataFrame
    seen: pd.DataFrame

    @property
    def judged(self) -> pd.DataFrame:
        """Those who were seen once and are not said to have left."""
        return self.people[~said_gone(self.people) & self.people[F.confirmed_on].notna()]


def share_kept(rows: pd.DataFrame, target: str) -> Share:
    """Of the people of past dates that can be judged, how many were still there; each person counts once.

    Parameters
    ----------
    rows : of `rolling_contacts`.
    """
    known = rows[rows[f"y_{target}"].notna()]
    people = float(known[P.contact_id].nunique())
    kept = people * float(known[f"y_{target}"].mean()) if len(known) else 0.0
    rate, own = BetaRate(), (np.array([kept]), np.array([people]))
    low, high = rate.range(*own)
    return Share(float(rate.mean(*own)[0]), float(low[0]), float(high[0]))


def contact_verdict(scored: pd.DataFrame, target: str) -> Verdict:
    """The gate's verdict on `rolling_contacts`: log loss against everybody's share, bootstrapped by account."""
    rows = scored[scored[f"y_{target}"].notna()]
    y = rows[f"y_{target}"].to_numpy(float)
    return judge_gate(
        log_losses(y, rows[f"p_{target}"].to_numpy(float)),
        log_losses(y, rows[f"naive_{target}"].to_numpy(float)),
        rows[P.account_id],
        rows["origin"],
        outcome=y,
    )


def contact_quality(
    scored: pd.DataFrame, judged: dict[str, Verdict], *, as_of: pd.Timestamp, shown: str
) -> pd.DataFrame:
    """Measures of `rolling_contacts`, as `Quality`; without the targets of which too few cases could be judged."""
    rows = []
    for target, verdict in judged.items():
        if not np.isfinite(verdict.skill_lo):
            continue
        some = scored[scored[f"y_{target}"].notna()]
        y, p, naive = (some[f"{name}_{target}"].to_numpy(float) for name in ("y", "p", "naive"))
        for name, measure in (("log_loss", log_loss), ("brier", brier), ("ece", ece), ("auc", auc)):
            skill = verdict.skill_lo if name == "log_loss" else np.nan
            rows.append((target, name, measure(y, p), measure(y, naive), skill, len(y), verdict.origins))
    frame = pd.DataFrame(rows, columns=[Q.target, Q.metric, Q.value, Q.naive, Q.skill_lo, Q.rows, Q.origins])
    frame = frame[np.isfinite(frame[Q.value].astype(float)) & np.isfinite(frame[Q.naive].astype(float))]
    return typed("quality_contacts", frame.assign(**{Q.as_of: as_of, Q.shown: shown}))


def _outcomes(people: pd.DataFrame, later: _Then, origin: pd.Timestamp) -> pd.DataFrame:
    """What came of people `AHEAD` days after a past date, by what is known later: 1, 0 or empty."""
    day = origin + pd.Timedelta(days=AHEAD)
    known = later.people.reindex(people.index)
    near = later.seen[later.seen[S.seen_on].between(day, day + pd.Timedelta(days=FOLLOW))]
    left, on = said_gone(known), known[F.status_on]
    gone = (left & (on <= day)) | (unanswered(known) & (known[F.bounced_on] <= day))
    there = (people.index.isin(near[S.contact_id]) | (left & (on > day))) & ~gone
    moved = known[F.status].eq(MOVED) & (on > origin) & (on <= day)
    apart = gone | moved
    y = {
        "there": there.astype(float).where(there | gone),
        "in_role": (there & ~apart).astype(float).where((there | apart) & ~people[F.moved]),
    }
    return pd.DataFrame(
        {
            P.contact_id: people.index.astype("str"),
            P.account_id: people[F.account_id].to_numpy(),
            "origin": origin,
            **{f"y_{target}": y[target].to_numpy(float) for target in TARGETS},
        }
    )


def _shut(verdict: Verdict) -> bool:
    """Whether the gate was judged and is shut; with too few departures nothing was judged."""
    return bool(np.isfinite(verdict.skill_lo)) and not verdict.open


def _alike(share: Share, none: pd.Series) -> Chances:
    """Everybody's share for each, but for those of whom it is known that they are not."""
    return Chances(*(np.where(none, 0.0, one) for one in (share.mean, share.low, share.high)))


def _where(chances: Chances, told: pd.Series) -> Chances:
    return Chances(*(np.where(told, one, np.nan) for one in (chances.p, chances.low, chances.high)))
