"""Voices, and the promises and actions that follow from them and from everything else.

Stated processes:

* *voices*: .80 of what was needed, complained of, suggested, advised or worried about at an event is written down
  as a voice of the person, all of what became a claim. Settled with its claim, else .62 of them after an
  exponential wait of 55 days;
* *ours*: .90 of the complaints are answered by a promise due in 5-14 days, .45 of the needs in 7-30, and .12 of the
  other events. Kept: a promise on a claim is done with the claim's first reply; others by their owner's share of
  .55-.92 in time; of the rest half come late, by an exponential of 14 days, .2 are dropped, .3 stay open;
* *theirs*: .09 of the events, .30 of those about a deal; kept by the account's share of .30-.95, the rest
  late by an exponential of 25 days or never (half);
* *actions*: in the first days of each month the manager says one or two things to each rep, due at the month's end;
  done by the rep's share of .35-.90, a third of the rest late, the others open or dropped at the next round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.drawn import numbers
from accountbook.demo.frame import dated
from accountbook.demo.scene import Scene, month_firsts, weekdays
from accountbook.demo.voice_phrases import ANSWERS, PROMISES, SETTLED, THEIR_PROMISES, WORDS
from accountbook.demo.wording import numbered, some, worded
from accountbook.tables import Claims as K
from accountbook.tables import Commitments as P
from accountbook.tables import Goals as G
from accountbook.tables import Voices as V

CLAIMED = {
    "defect": "product", "damage": "delivery", "wrong_item": "delivery", "late": "delivery", "documents": "documents",
    "billing": "price", "support": "support", "other": "other",
}  # fmt: skip
"""What a voice is about, by the kind of its claim."""


@dataclass(frozen=True)
class Spoken:
    """What is drawn of voices and commitments.

    Attributes
    ----------
    voices, commitments : the contract's tables.
    kept : truth: per account the share of its promises kept; ``owners``: per employee the share of ours.
    owners : see `kept`.
    """

    voices: pd.DataFrame
    commitments: pd.DataFrame
    kept: pd.DataFrame
    owners: pd.DataFrame


def draw_voices(scene: Scene, frame: pd.DataFrame, claims: pd.DataFrame, goals: pd.DataFrame) -> Spoken:
    """Draw voices and commitments.

    Parameters
    ----------
    frame : `accountbook.demo.records.Records.frame`.
    claims, goals : the contract's tables.
    """
    rng = scene.plan.rng("voices")
    case = claims.set_index(K.claim_id)
    voiced = frame["type"].ne("") & (frame["claim"].notna() | (rng.random(len(frame)) < 0.80))
    said = frame[voiced].reset_index(drop=True)
    said["voice"] = numbered("V", len(said))
    said["opened"], said["replied"], said["settled"] = (
        numbers(case[name].reindex(said["claim"])) for name in (K.opened_on, K.first_reply_on, K.closed_on)
    )
    # a voice that names its case can't be written down before the case is
    said["recorded"] = np.maximum(said["recorded"], numbers(case[K.recorded_at].reindex(said["claim"])))
    voices = _voices(scene, rng, said, case, goals)
    ours, owners = _ours(scene, rng, frame, said)
    theirs, kept = _theirs(scene, rng, frame)
    parts = [ours, theirs, _actions(scene, rng)]
    rows = pd.concat(parts, ignore_index=True).sort_values(["made", "account"], kind="stable", ignore_index=True)
    return Spoken(voices, _commitments(scene, rows), kept, owners)


def _voices(
    scene: Scene, rng: np.random.Generator, said: pd.DataFrame, case: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    n, last = len(said), scene.plan.last
    wait = said["day"] + 5 + rng.exponential(55, n).astype(np.int64)
    closed = np.where(said["claim"].notna(), said["settled"], np.where(rng.random(n) < 0.62, wait, -1))
    closed = np.where(closed > last, -1, closed)
    kind = case[K.kind].reindex(said["claim"])
    about = [CLAIMED[one] if isinstance(one, str) else own for one, own in zip(kind, said["about"], strict=True)]
    account = said["account"].to_numpy(dtype=int)
    return dated(
        "voices",
        {V.voice_id: said["voice"], V.account_id: scene.ids[account], V.contact_id: said["contact"],
         V.said_on: said["day"], V.type: said["type"], V.about: about, V.text: said["text"], V.event_id: said["event"],
         V.claim_id: said["claim"], V.goal_id: _goal(scene, rng, said, goals), V.owner_id: said["employee"],
         V.closed_how: some(worded(SETTLED, rng, scene.korean[account]), closed >= 0), V.closed_on: closed,
         V.recorded_at: said["recorded"]},
    )  # fmt: skip


def _goal(scene: Scene, rng: np.random.Generator, said: pd.DataFrame, goals: pd.DataFrame) -> list[str | None]:
    """The goal for the long run that a need or worry touches, in one case of three."""
    first = goals[goals[G.version].eq(1) & goals[G.horizon].eq("long")]
    known: dict[int, list[tuple[int, str]]] = {}
    days = numbers(first[G.set_on]).tolist()
    for account, day, name in zip(first[G.account_id], days, first[G.goal_id], strict=True):
        known.setdefault(scene.row[account], []).append((day, name))
    touches = said["type"].isin(["need", "worry", "suggestion"]).to_numpy() & (rng.random(len(said)) < 0.33)
    found: list[str | None] = []
    for account, day, touch in zip(said["account"].tolist(), said["day"].tolist(), touches.tolist(), strict=True):
        there = [name for since, name in known.get(account, ()) if since <= day]
        found.append(there[-1] if touch and there else None)
    return found


def _rows(said: pd.DataFrame, due: np.ndarray, text: list[str], **columns: object) -> pd.DataFrame:
    frame = said[["account", "day", "deal", "employee", "contact", "meeting", "event", "recorded"]].rename(
        columns={"day": "made", "employee": "owner"}
    )
    return frame.assign(due=due, text=text, voice=None, side="ours", kind="promise", by=said["employee"], **columns)


def _ours(
    scene: Scene, rng: np.random.Generator, frame: pd.DataFrame, said: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    last, people = scene.plan.last, scene.drawn.staff.table["employee_id"].tolist()
    share = dict(zip(people, rng.uniform(0.55, 0.92, len(people)), strict=True))
    draw = rng.random(len(said))
    complaint, need = said["type"].eq("complaint"), said["type"].eq("need")
    first = said[(complaint & (draw < 0.90)) | (need & (draw < 0.45))].reset_index(drop=True)
    other = frame[~frame["event"].isin(said["event"]) & (rng.random(len(frame)) < 0.12)].reset_index(drop=True)
    both = pd.concat([first, other], ignore_index=True).assign(voice=[*first["voice"], *[None] * len(other)])
    n, answers = len(both), both["type"].eq("complaint").to_numpy()
    korean = scene.korean[both["account"].to_numpy(dtype=int)]
    slots = {"family": both["family"], "weeks": rng.integers(2, 9, n)}
    text = np.where(answers, worded(ANSWERS, rng, korean, **slots), worded(PROMISES, rng, korean, **slots))
    due = both["day"].to_numpy() + np.where(answers, rng.integers(5, 15, n), rng.integers(7, 31, n))
    done, dropped = _done(rng, both["day"].to_numpy(), due, np.array([share[one] for one in both["employee"]]))
    case = both["claim"].notna().to_numpy()
    done = np.where(case, both["replied"].fillna(-1).astype(int), done)
    done, dropped = np.where(done > last, -1, done), np.where(case | (dropped > last), -1, dropped)
    rows = _rows(both, due, text.tolist(), done=done, dropped=dropped).assign(voice=both["voice"])
    return rows, pd.DataFrame({"employee_id": people, "kept_share": list(share.values())})


def _done(
    rng: np.random.Generator,
    made: np.ndarray,
    due: np.ndarray,
    share: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Days on which promises were done and dropped; -1: not."""
    n = len(made)
    luck, other = rng.random(n), rng.random(n)
    good = made + 1 + np.floor(rng.random(n) * np.maximum(1, due - made)).astype(np.int64)
    bad = due + 1 + rng.exponential(14, n).astype(np.int64)
    up = (luck >= share) & (other < 0.2)
    left = (luck >= share) & (other > 0.7)
    done = np.where(luck < share, np.minimum(good, due), np.where(up | left, -1, bad))
    return done, np.where(up, due + rng.integers(5, 40, n), -1)


def _theirs(scene: Scene, rng: np.random.Generator, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    share, last = rng.uniform(0.30, 0.95, len(scene.ids)), scene.plan.last
    chance = np.where(frame["deal"].notna(), 0.30, 0.09) * frame["contact"].notna()
    said = frame[rng.random(len(frame)) < chance].reset_index(drop=True)
    n, account = len(said), said["account"].to_numpy(dtype=int)
    due = said["day"].to_numpy() + rng.integers(7, 46, n)
    luck, never = rng.random(n), rng.random(n) < 0.5
    good = said["day"].to_numpy() + 1 + np.floor(rng.random(n) * (due - said["day"].to_numpy())).astype(np.int64)
    bad = np.where(never, -1, due + 1 + rng.exponential(25, n).astype(np.int64))
    done = np.where(luck < share[account], np.minimum(good, due), bad)
    text = worded(THEIR_PROMISES, rng, scene.korean[account], family=said["family"], month=said["month"])
    rows = _rows(said, due, text, done=np.where(done > last, -1, done), dropped=-1).assign(side="theirs")
    return rows, pd.DataFrame({"kept_share": share})


def _actions(scene: Scene, rng: np.random.Generator) -> pd.DataFrame:
    """What managers say to their reps in the first days of each month."""
    last, rows = scene.plan.last, []
    share = {one: float(rng.uniform(0.35, 0.90)) for one in scene.drawn.staff.bending}
    firsts = month_firsts(scene.plan)
    own = {rep: np.flatnonzero(scene.owners == rep) for rep in share}
    for first, after in zip(firsts[:-1].tolist(), firsts[1:].tolist(), strict=True):
        for rep, accounts in own.items():
            draw = rng.random((2, 5))
            there = accounts[(scene.begin[accounts] <= first) & (scene.end[accounts] >= first)]
            made = int(weekdays(np.array([first + 2 + int(draw[0, 3] * 5)]))[0])
            if not len(there) or made > last:
                continue
            for one in draw[: 1 + (draw[0, 0] < 0.5)]:
                row, due = int(there[int(one[1] * len(there))]), after - 1
                kept, late = one[2] < share[rep], one[4] < 0.33
                done = made + 1 + int(one[4] * (due - made)) if kept else due + 1 + int(one[4] * 60) if late else -1
                gone = due + 4 if not kept and not late and one[4] < 0.5 else -1
                rows.append((row, made, due, rep, done if done <= last else -1, gone if gone <= last else -1))
    frame = pd.DataFrame(rows, columns=["account", "made", "due", "owner", "done", "dropped"])
    account = frame["account"].to_numpy(dtype=int)
    text = worded(WORDS, rng, scene.korean[account], family=scene.family[account])
    empty = dict.fromkeys(("deal", "contact", "meeting", "event", "voice"))
    return frame.assign(**empty, text=text, side="ours", kind="action", recorded=frame["made"],
                        by=[scene.superior(one) for one in frame["owner"]])  # fmt: skip


def _commitments(scene: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    names = {
        P.opportunity_id: "deal", P.side: "side", P.kind: "kind", P.text: "text", P.made_on: "made", P.due_on: "due",
        P.owner_id: "owner", P.contact_id: "contact", P.meeting_id: "meeting", P.event_id: "event", P.voice_id: "voice",
        P.done_on: "done", P.dropped_on: "dropped", P.recorded_at: "recorded", P.recorded_by: "by",
    }  # fmt: skip
    columns = {name: rows[held] for name, held in names.items()}
    account = scene.ids[rows["account"].to_numpy(dtype=int)]
    return dated("commitments", {P.commitment_id: numbered("CM", len(rows)), P.account_id: account, **columns})
