"""How deals are worked on: the steps of the playbook, and the questions that a proposal must stand.

* *steps*: .85 of the deals follow the playbook of seven steps, each done when the deal's true course did it, noted 0-6
  days later; so they are mostly in order, as deals are. A rep whose bending is b ticks an open step without evidence
  with probability .30 b; of the steps that are really done one in ten lacks its evidence, whoever did it;
* *due*: the steps follow each other in 12-40 days, as planned on the day the deal was written down;
* *questions*: .80 of the deals with an official offer were asked the five questions 1-8 days before it; ``yes`` with
  .62 in deals that are won and .45 in others, ``no`` with .12 and .22; half of what was not ``yes`` was asked
  again before the second offer, and then went up a step in two of three cases.
"""

from __future__ import annotations

import pandas as pd

from accountbook.demo.deals import APPROVED
from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.market_phrases import CHECKS, STEPS
from accountbook.demo.plan import days
from accountbook.demo.quotes import Offers
from accountbook.tables import DealSteps as S
from accountbook.tables import ProposalChecks as P

_ANSWERS = ("no", "partly", "yes")


def draw_steps(drawn: Drawn, offers: Offers) -> pd.DataFrame:
    """Draw the contract's deal_steps."""
    rng, last = drawn.plan.rng("steps"), drawn.plan.last
    official = offers.course[offers.course["official"]].groupby("deal")["day"].min().to_dict()
    rows: list[tuple[str, str, int, str, int, str | None, int, int]] = []
    for number, deal in enumerate(drawn.log.truth.itertuples(index=False)):
        draw = rng.random((4, len(STEPS)))
        follows, gaps = rng.random() < 0.85, rng.integers(12, 41, len(STEPS))
        if deal.written_down < 0 or not follows:
            continue
        until = min(deal.decided if deal.decided >= 0 else last, last)
        true = _true_days(drawn.events[number], official.get(number, -1), deal.decided if deal.won else -1)
        for k, (name, criterion, evidence) in enumerate(STEPS):
            done, shown = true[k], draw[1, k] < 0.9
            noted = max(done, deal.written_down) + int(draw[0, k] * 7)
            if done < 0 or done > until or noted > last:
                # ticked, though nothing shows it; an order is never made up
                early = k < len(STEPS) - 1 and draw[2, k] < 0.30 * deal.bending and until > deal.written_down
                noted = deal.written_down + 1 + int(draw[3, k] * (until - deal.written_down)) if early else -1
                noted, shown = (noted if noted <= last else -1), False
            text = evidence[int(draw[3, k] * len(evidence))] if shown and noted >= 0 else None
            due = deal.written_down + int(gaps[: k + 1].sum())
            rows.append((deal.opportunity_id, name, k + 1, criterion, due, text, noted, deal.written_down))
    names = [S.opportunity_id, S.step, S.position, S.exit_criterion, S.due_on, S.exit_evidence, S.done_on,
             S.recorded_at]  # fmt: skip
    columns: dict[str, object] = dict(pd.DataFrame(rows, columns=names))
    # the steps are set up with the deal
    dates = {name: days(columns[name]) for name in (S.due_on, S.done_on, S.recorded_at)}
    return typed("deal_steps", {**columns, **dates})


def _true_days(events: list[tuple[int, str, int, float]], offered: int, won: int) -> list[int]:
    """The day on which each step was really done; -1: never."""
    wanted = (("stage", 1), ("contact", 1), ("budget", APPROVED), ("buyer", 3), None, ("stage", 4), None)
    found = []
    for one in wanted:
        same = [day for day, name, value, _ in events if one and name == one[0] and _reached(name, value, one[1])]
        found.append(min(same, default=-1))
    found[4], found[6] = offered, won
    return found


def _reached(name: str, value: int, wanted: int) -> bool:
    return value == wanted if name == "budget" else value >= wanted


def draw_checks(drawn: Drawn, offers: Offers) -> pd.DataFrame:
    """Draw the contract's proposal_checks."""
    rng, last = drawn.plan.rng("checks"), drawn.plan.last
    sent = offers.course[offers.course["official"]].groupby("deal")["day"].apply(list).to_dict()
    rows: list[tuple[str, str, int, str, str]] = []
    for number, offered in sent.items():
        deal = drawn.log.truth.iloc[number]
        won = bool(deal["won"] and 0 <= deal["decided"] <= last)
        asked, again = rng.random() < 0.80, rng.integers(1, 9, 2)
        draw = rng.random((5, len(CHECKS)))
        if not asked:
            continue
        for k, question in enumerate(CHECKS):
            day = max(int(deal["written_down"]), offered[0] - int(again[0]))
            level = int(draw[0, k] > (0.12 if won else 0.22)) + int(draw[0, k] > (0.38 if won else 0.55))
            rows.append(_answer(deal["opportunity_id"], question, day, level, draw[1, k]))
            later = offered[1] - int(again[1]) if len(offered) > 1 else -1
            if level < 2 and later > day and draw[2, k] < 0.5:
                level += int(draw[3, k] < 2 / 3)
                rows.append(_answer(deal["opportunity_id"], question, later, level, draw[4, k]))
    names = [P.opportunity_id, P.question, P.checked_on, P.answer, P.evidence]
    columns: dict[str, object] = dict(pd.DataFrame(rows, columns=names))
    return typed("proposal_checks", {**columns, P.checked_on: days(columns[P.checked_on])})


def _answer(deal: str, question: str, day: int, level: int, draw: float) -> tuple[str, str, int, str, str]:
    texts = CHECKS[question][_ANSWERS[level]]
    return deal, question, day, _ANSWERS[level], texts[int(draw * len(texts))]
