"""The scorecard's first screen: what was predicted, what came, and how the naive rival did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.record import TARGET
from accountbook.display.blocks.terms import on_day
from accountbook.display.charts import reliability_chart
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import act, block, masthead, strong
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.graded import Score
    from accountbook.planning.reading import Reading
    from accountbook.planning.scorecard import Scorecard

NEXT = N_("Amount of the next order")
RIVAL = {
    "churn60": N_("the base rate"),
    "churn90": N_("the base rate"),
    "date": N_("the usual gap"),
    "next_amount": N_("the account's median"),
    "amount": N_("the last 180 days' rate"),
    "deals": N_("the rate of its stage"),
}
LOSS = {
    "churn60": N_("log loss"),
    "churn90": N_("log loss"),
    "date": N_("pinball loss, days"),
    "next_amount": N_("error, share of the sum"),
    "amount": N_("error, share of the sum"),
    "deals": N_("log loss"),
}
CHANCES = ("churn60", "churn90", "deals")
SHOULD = 0.8


def target_name(code: str, t: Words) -> str:
    """What a target is called."""
    return t(NEXT) if code == "next_amount" else t(TARGET.get(code, code))


def scorecard_masthead(judged: Scorecard, t: Words, *, company: str, invented: bool = False) -> Fragment:
    """The top of the scorecard: how many ranges held, which models won, and which are switched off."""
    facts_line = f"{company}. " + t("As of {day}.", day=t.day(t.as_of, year=True))
    if judged.recomputed:
        facts_line += " " + t(
            "Recomputed: where no ledger reaches back, the load of {day} was asked what it would have said then.",
            day=t.day(judged.exported_on, year=True),
        )
    return masthead(
        scorecard_finding(judged, t),
        facts=facts_line,
        lead=_lead(judged, t),
        crumbs=((t("Monthly edition, {month}", month=t.month(t.as_of, year=True)), "../index.html"),),
        notice=t("Invented company and data") if invented else "",
    )


def scorecard_finding(judged: Scorecard, t: Words) -> str:
    """Such as "110 of 143 ranges held; the model beats its naive rival on 5 of 6 targets"."""
    if not judged.scores:
        return t("Nothing that was predicted has fallen due yet")
    n, better = len(judged.scores), judged.better
    if not judged.ranged:
        return t("The model beats its naive rival on {better} of {n} targets", better=better, n=n)
    return t(
        "{held} of {ranged} ranges held; the model beats its naive rival on {better} of {n} targets",
        held=t.number(judged.held),
        ranged=t.number(judged.ranged),
        better=better,
        n=n,
    )


def _lead(judged: Scorecard, t: Words) -> Fragment | str:
    """One sentence for each chance; what is switched off is bold."""
    told: list[Fragment | str] = []
    for one in judged.scores:
        if one.target in CHANCES:
            said = _against(one, t)
            told += [strong(said) if one.off else said, " "]
    if not told:
        return t("The first month can be judged once its horizon has passed.")
    return Fragment(*told[:-1])


def _against(one: Score, t: Words) -> str:
    values = {
        "target": target_name(one.target, t),
        "loss": t.number(one.loss, digits=2),
        "naive": t.number(one.naive_loss, digits=2),
        "rows": t.number(one.rows),
    }
    if one.off:
        return t(
            "{target}: log loss {loss}, worse than the naive {naive} on {rows} due; the model is switched off until it"
            " is better again.",
            **values,
        )
    if not one.decided:
        return t("{target}: log loss {loss} against the naive {naive}, on {rows} only: too few to decide.", **values)
    return t("{target}: log loss {loss} against the naive {naive}, on {rows}.", **values)


def due_scores(judged: Scorecard, t: Words) -> Fragment:
    """The block of what fell due: each target's loss beside its rival's, on the same rows."""
    if not judged.scores:
        return block(
            t("Nothing that was predicted has fallen due yet"),
            t("A prediction falls due when its 60 or 90 days have passed."),
        )
    columns = [
        Column(t("What"), "name", phone=6),
        Column(t("Said on")),
        Column(t("Due"), "number"),
        Column(t("Measure"), gap=True),
        Column(t("Ours"), "number"),
        Column(t("Naive"), "number"),
        Column(t("Better"), "number"),
        Column(t("Shown now"), gap=True),
    ]
    lost = sum((one.better or 0.0) < 0 for one in judged.scores)
    if lost:
        finding = t.plural(
            "The naive rival was nearer on {n} target", "The naive rival was nearer on {n} targets", lost
        )
    else:
        finding = t("The naive rival was nearer on no target")
    note = t(
        "On the same rows. A model whose log loss is the worse on at least 20 of them is switched off with this"
        " edition; it is graded on, and comes back with the first edition in which it is better."
    )
    return block(finding, table(columns, [_score(one, t) for one in judged.scores], id="due"), note=note)


def _score(one: Score, t: Words) -> list[Cell]:
    digits = 1 if one.target == "date" else 2

    def figure(value: float) -> str:
        share = one.target in ("amount", "next_amount")
        return t.share(value) if share else t.number(value, digits=digits)

    worse = (one.better or 0.0) < 0
    when = on_day(one.last, t) if one.first == one.last else t.day_range(one.first, one.last)
    if one.off:
        shown: Fragment | str = act(t("naive, switched off"), sign="!")
    else:
        shown = t("model") if one.shown == "model" else t("naive") if one.shown == "naive" else ""
    return [
        Cell(target_name(one.target, t), second=t("against {rival}", rival=t(RIVAL[one.target]))),
        Cell(when, second=_source(one, t)),
        Cell(t.number(one.rows)),
        Cell(t(LOSS[one.target])),
        Cell(figure(one.loss), strong=True),
        Cell(figure(one.naive_loss)),
        Cell("" if one.better is None else t.change(one.better), act=worse, sign="▼"),
        Cell(shown),
    ]


def _source(one: Score, t: Words) -> str:
    """Where what is graded comes from."""
    if one.recomputed:
        return t("recomputed")
    return t("from the ledger, graded again") if one.again else t("from the ledger")


def ranges_held(judged: Scorecard, t: Words) -> Fragment:
    """The block of the ranges: how many held what came, beside the eight in ten that should.

    Returns
    -------
    Fragment
        Empty where no range fell due.
    """
    told = [one for one in judged.scores if one.ranged]
    if not told:
        return Fragment()
    share = judged.held / judged.ranged
    finding = t("{share} of ranges held what came; 80% should", share=t.share(share))
    rows = [
        Fact(
            target_name(one.target, t),
            t("{held} of {n}", held=t.number(one.held), n=t.number(one.ranged)),
            t.share(one.held / one.ranged),
            act=one.held / one.ranged < SHOULD - 0.15,
        )
        for one in told
    ]
    note = t("Dates: of the accounts that ordered within 60 days. A range of chances is judged by the groups below.")
    return block(finding, facts(rows, note=note))


def due_reliability(groups: pd.DataFrame, t: Words, *, of: str) -> Fragment:
    """The chances that fell due in groups, against what happened; empty where they are too few for two groups.

    Parameters
    ----------
    of : "churn60", "churn90" or "deals".
    """
    if groups.empty:
        return Fragment()
    top = groups.sort_values("predicted").iloc[-1]
    values = {"said": t.share(top["predicted"]), "came": t.share(top["happened"]), "n": t.number(top["n"])}
    if of == "deals":
        finding = t("Of {n} deals given about {said}, {came} were won", **values)
        caption = t("Deals decided in three months, by the odds of the month before; a number: how many in the group.")
    else:
        finding = t("Of {n} accounts given about {said}, {came} stayed silent", **values)
        caption = t("Chances of no order that fell due; a number: how many in the group. Lines: 8 in 10 by chance.")
    scale = 1.0 if groups[["predicted", "happened"]].max().max() > 0.8 else 0.8
    return block(finding, reliability_chart(groups, words=t, alt=finding, top=scale), caption=caption)


def first_reading(judged: Reading | None, t: Words) -> Fragment:
    """The block of what was said a month before, so far: nothing of it is due yet.

    Returns
    -------
    Fragment
        Empty where nothing was said.
    """
    if judged is None:
        return Fragment()
    finding = t.plural(
        "{ordered} of {n} account ordered since; {inside} inside its dates",
        "{ordered} of {n} accounts ordered since; {inside} inside their dates",
        judged.accounts,
        ordered=t.number(judged.ordered),
        inside=t.number(judged.inside),
    )
    rows = [
        Fact(t("Before its range"), t.number(judged.early)),
        Fact(t("Whole range past, no order"), t.number(judged.passed), act=judged.passed > 0),
        Fact(
            t("Amount inside its range"),
            t("{held} of {n}", held=t.number(judged.amounts_inside), n=t.number(judged.amounts)),
        ),
    ]
    when = t("What was said on {day}, so far.", day=on_day(judged.made, t))
    if judged.recomputed:
        when = t("What would have been said on {day}, recomputed, so far.", day=on_day(judged.made, t))
    note = t("It is graded once 60 days have passed: the orders that come first are the early ones.")
    return block(finding, facts(rows), caption=when, note=note)
