"""Questions that we mean to ask, and documents that we show.

Stated processes:

* *questions*: 1.4 a year per account, and one to three for .45 of the deals in their first 60 days. Asked after an
  exponential wait of 30 days in .70 of the cases; of these .72 are answered 0-30 days later;
* *documents*: at .16 of the events that were written down and met somebody; a fifth of them in series: the same
  person is shown the same topic again. Taken well in .45, badly in .15.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.frame import dated
from accountbook.demo.items import FAMILIES
from accountbook.demo.outlook import spread
from accountbook.demo.records import rivals
from accountbook.demo.scene import Scene, month_of
from accountbook.demo.voice_phrases import DOCUMENTS, QUESTIONS, REMARKS, REPLIES, SHOWN_TOPICS
from accountbook.demo.wording import MONTHS, NOUNS, numbered, picked, some, worded
from accountbook.tables import Accounts as A
from accountbook.tables import MaterialsShown as M
from accountbook.tables import Questions as Q
from accountbook.tables.voice import REACTIONS

ASKED, ANSWERED, SHOWN = 0.70, 0.72, 0.16
_DEALS = tuple(gap for gap in QUESTIONS if gap.startswith("opportunities."))
_OTHERS = tuple(gap for gap in QUESTIONS if not gap.startswith("opportunities."))


def draw_questions(scene: Scene, competitors: pd.DataFrame) -> pd.DataFrame:
    """The contract's questions."""
    rng, last = scene.plan.rng("questions"), scene.plan.last
    account, day = spread(scene, rng, 1.4)
    deals = scene.dealt[rng.random(len(scene.dealt)) < 0.45]
    deals = deals.loc[np.repeat(deals.index, rng.integers(1, 4, len(deals)))]
    raised = deals["created"].to_numpy() + rng.integers(0, 61, len(deals))
    there = (raised <= last) & ((deals["closed"].to_numpy() < 0) | (raised < deals["closed"].to_numpy()))
    deals, raised = deals[there], raised[there]
    n, m = len(account), len(deals)
    frame = pd.DataFrame(
        {
            "account": np.concatenate([account, deals["account"]]).astype(int),
            "day": np.concatenate([day, raised]).astype(np.int64),
            "deal": np.array([*[None] * n, *deals["opportunity_id"]], dtype=object),
            "gap": np.concatenate([picked(_OTHERS, rng, n), picked(_DEALS, rng, m)]),
        }
    ).sort_values(["day", "account"], kind="stable", ignore_index=True)
    # one gap is asked once per deal
    frame = frame[frame["deal"].isna() | ~frame.duplicated(["deal", "gap"])].reset_index(drop=True)
    n, account, day = len(frame), frame["account"].to_numpy(), frame["day"].to_numpy()
    asked = np.where(rng.random(n) < ASKED, day + 1 + rng.exponential(30, n).astype(np.int64), -1)
    asked = np.where(asked > last, -1, asked)
    answered = np.where((asked > 0) & (rng.random(n) < ANSWERED), asked + rng.integers(0, 31, n), -1)
    answered = np.where(answered > last, -1, answered)
    korean = scene.korean[account] & (rng.random(n) < 0.6)
    which, reply, draw = rng.integers(3, size=n), rng.integers(4, size=n), rng.random(n)
    text = [QUESTIONS[gap][3 if other else k] for gap, other, k in zip(frame["gap"], korean, which, strict=True)]
    # the month after the question's
    months = [MONTHS[one % 12] for one in month_of(day).tolist()]
    slots = zip(frame["gap"], reply, months, rivals(scene, frame, competitors), strict=True)
    answer = [REPLIES[gap][k].format(month=month, rival=rival) for gap, k, month, rival in slots]
    when = zip(account.tolist(), day.tolist(), draw.tolist(), strict=True)
    people = [scene.drawn.somebody(*one) for one in when]
    return dated(
        "questions",
        {Q.question_id: numbered("QN", n), Q.account_id: scene.ids[account], Q.opportunity_id: frame["deal"],
         Q.gap_field: frame["gap"], Q.text: text, Q.raised_on: day, Q.owner_id: scene.owners[account],
         Q.contact_id: some(people, rng.random(n) < 0.85), Q.asked_on: asked, Q.answer: some(answer, answered >= 0),
         Q.answered_on: answered},
    )  # fmt: skip


def draw_materials(scene: Scene, frame: pd.DataFrame) -> pd.DataFrame:
    """The contract's materials_shown.

    Parameters
    ----------
    frame : `accountbook.demo.records.Records.frame`.
    """
    rng = scene.plan.rng("materials")
    fits = frame["contact"].notna() & ~frame["kind"].isin(["golf", "ceremony"])
    shown = frame[fits & (rng.random(len(frame)) < SHOWN)].reset_index(drop=True)
    n, account = len(shown), shown["account"].to_numpy(dtype=int)
    document, topic = picked(DOCUMENTS, rng, n), picked(SHOWN_TOPICS, rng, n, p=(4, 1, 1, 1, 1, 1, 1))
    first = shown.groupby("contact").cumcount().to_numpy() == 0
    again = ~first & (rng.random(n) < 0.2)
    for row in np.flatnonzero(again).tolist():
        # the last thing shown to this person, once more
        before = np.flatnonzero(shown["contact"].to_numpy()[:row] == shown["contact"].iat[row])[-1]
        document[row], topic[row] = document[before], topic[before]
    verticals = scene.accounts[A.vertical].to_numpy(dtype=object)[account]
    code = [FAMILIES[k].code for k in shown["family"]]
    mood = rng.random(n)
    reaction = np.select([mood < 0.45, mood > 0.85], [REACTIONS[0], REACTIONS[2]], REACTIONS[1]).astype(object)
    said = worded(REMARKS, rng, scene.korean[account], family=shown["family"], rival=shown["rival"])
    return dated(
        "materials_shown",
        {M.shown_id: numbered("SH", n), M.account_id: scene.ids[account], M.contact_id: shown["contact"],
         M.shown_on: shown["day"],
         M.document: [one.format(code=c, vertical=v) for one, c, v in zip(document, code, verticals, strict=True)],
         M.topic: [one.format(noun=NOUNS[k]) for one, k in zip(topic, shown["family"], strict=True)],
         M.reaction: some(reaction, rng.random(n) < 0.85), M.remark: some(said, rng.random(n) < 0.5),
         M.event_id: shown["event"], M.recorded_at: shown["recorded"]},
    )  # fmt: skip
