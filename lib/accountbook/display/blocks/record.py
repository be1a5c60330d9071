"""How good the predictions were: beside their naive rivals, on past months, and where they fail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from accountbook.display.charts import reliability_chart
from accountbook.display.fragment import Fragment
from accountbook.display.page import act, block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words
from accountbook.planning.predicted import COVERAGE

TARGET = {
    "churn60": N_("No order in 60 days"),
    "churn90": N_("No order in 90 days"),
    "date": N_("Date of the next order"),
    "amount": N_("Amounts ordered"),
    "items": N_("Items of the next order"),
    "ideas": N_("New ideas"),
    "deals": N_("Winning a deal"),
}
METRIC = {
    "log_loss": N_("log loss"),
    "due_log_loss": N_("log loss of what fell due"),
    "brier": N_("Brier score"),
    "ece": N_("calibration error"),
    "auc": N_("rank (AUC)"),
    "lift10": N_("lift of the top tenth"),
    "pinball": N_("pinball loss, days"),
    "mae": N_("mean error, days"),
    "coverage": N_("share inside the range"),
    "coverage_within": N_("share inside the range, if they order"),
    "width": N_("width of the range, days"),
    "wape": N_("error, share of the sum"),
    "bias": N_("bias of the sum"),
    "value_bias": N_("bias of the sum"),
    "log_loss_rep": N_("log loss, the rep as rival"),
    "wape_next": N_("error of the next one, share of the sum"),
    "recall10": N_("found among ten"),
    "ndcg10": N_("nDCG of ten"),
    "phr10": N_("accounts with a hit in ten"),
    "precision10": N_("right among ten"),
    "repeat10": N_("found of what was bought before"),
    "bought": N_("bought within the horizon"),
    "next_order": N_("in the next order"),
}
MAIN = ("log_loss", "pinball", "wape", "wape_next", "recall10")
"""The measures that decide whether a model is shown."""
SHARES = frozenset(
    {"coverage", "coverage_within", "ece", "recall10", "phr10", "precision10", "repeat10", "bought", "next_order"}
)
INSIDE = (0.75, 0.87)
"""Between these shares a p10 to p90 range holds as often as it says."""
BIAS = 0.15
BIASES = frozenset({"bias", "value_bias"})


def _name(words: dict[str, str], code: str, t: Words) -> str:
    return t(words[code]) if code in words else code.replace("_", " ")


def goodness(quality: pd.DataFrame | None, t: Words) -> Fragment:
    """The block "How good it was": every measure beside the naive rival's, on the same rows.

    Parameters
    ----------
    quality : predictions of kind ``quality_orders`` or ``quality_deals``.
    """
    if quality is None or quality.empty:
        return block(
            t("No past month is long enough to judge by"), t("A judgement needs closed windows of three months.")
        )
    found = [row for row in quality.to_dict("records") if pd.notna(row["value"])]
    before = [None, *(row["target"] for row in found)]
    rows = [_measure(row, t, first=row["target"] != last) for row, last in zip(found, before, strict=False)]
    columns = [
        Column(t("What"), "name", phone=6),
        Column(t("Measure")),
        Column(t("Ours"), "number"),
        Column(t("Naive"), "number"),
        Column(t("Better by at least"), "number"),
        Column(t("Rows, months"), "number"),
        Column(t("Shown"), gap=True),
    ]
    note = t("Better by at least: what 9 of 10 resamples of the accounts exceed. Only above 0 is a model shown.")
    return block(goodness_finding(quality, t), table(columns, rows, id="goodness"), note=note)


def goodness_finding(quality: pd.DataFrame, t: Words) -> str:
    """Such as "The model beats its naive rival on 3 of 4 targets"."""
    main = quality[quality["metric"].isin(MAIN) & quality["value"].notna()]
    if main.empty:
        return t("No past month is long enough to judge by")
    better = int((main["shown"] == "model").sum())
    if better == len(main):
        return t.plural(
            "The model beats its naive rival", "The model beats its naive rival on all {n} targets", len(main)
        )
    if not better:
        return t("The model does not beat its naive rival, which is shown instead")
    return t("The model beats its naive rival on {better} of {n} targets", better=better, n=len(main))


def _measure(row: dict, t: Words, *, first: bool) -> list[Cell]:
    metric = str(row["metric"])
    main = metric in MAIN
    lowest = row.get("skill_lo")
    shown = t("model") if row["shown"] == "model" else t("naive") if row["shown"] == "naive" else ""
    return [
        Cell(_name(TARGET, str(row["target"]), t) if first else ""),
        Cell(_name(METRIC, metric, t)),
        Cell(_figure(row["value"], metric, t), strong=main),
        Cell(_figure(row["naive"], metric, t)),
        Cell("" if lowest is None or pd.isna(lowest) else t.change(lowest)),
        Cell(t("{rows}, {months}", rows=t.number(row["rows"]), months=t.number(row["origins"]))),
        Cell(act(shown, sign="!") if main and row["shown"] == "naive" else shown if main else ""),
    ]


def _figure(value: float, metric: str, t: Words) -> str:
    if value is None or pd.isna(value):
        return ""
    if metric in BIASES:
        return t.change(value)
    if metric in SHARES:
        return t.share(value)
    return t.number(value, digits=1 if abs(value) >= 10 else 3 if 0 < abs(value) < 1 else 2 if value else 0)


def reliability(groups: pd.DataFrame | None, t: Words, *, of: Literal["silence", "win"]) -> Fragment:
    """The block "Said and came": groups of past predictions against what happened.

    Parameters
    ----------
    groups : columns predicted, happened (shares), n; None or empty where no past month is long enough, and then the
        block is empty.
    of : what was predicted: no order in 90 days, or a won deal.
    """
    if groups is None or groups.empty:
        return Fragment()
    finding = reliability_finding(groups, t, of=of)
    top = 1.0 if groups[["predicted", "happened"]].max().max() > 0.8 else 0.8
    chart = reliability_chart(groups, words=t, alt=finding, top=top)
    if of == "win":
        caption = t("Past odds of open deals in groups; a number: how many in the group.")
    else:
        caption = t("Past chances of no order in 90 days in groups; a number: how many in the group.")
    return block(finding, chart, caption=caption)


def reliability_finding(groups: pd.DataFrame, t: Words, *, of: str) -> str:
    """What became of the group that was given the highest chance."""
    top = groups.sort_values("predicted").iloc[-1]
    said, came = t.share(top["predicted"]), t.share(top["happened"])
    if of == "win":
        return t("Of the deals given {said}, {came} were won", said=said, came=came)
    return t("Of the accounts given {said}, {came} stayed silent", said=said, came=came)


def failing_sentences(quality: pd.DataFrame | None, t: Words) -> list[str]:
    """What past months say against the predictions, one sentence each."""
    if quality is None or quality.empty:
        return []
    told = []
    for row in quality.to_dict("records"):
        value, metric = row["value"], row["metric"]
        if pd.isna(value):
            continue
        target = _name(TARGET, str(row["target"]), t)
        if metric == "due_log_loss" and row["shown"] == "naive":
            told.append(
                t(
                    "{target}: worse than the naive figure on {rows} that fell due ({value} against {naive}), and"
                    " switched off until it is better again",
                    target=target,
                    rows=t.number(row["rows"]),
                    value=t.number(value, digits=2),
                    naive=t.number(row["naive"], digits=2),
                )
            )
        elif metric in MAIN and row["shown"] == "naive":
            if metric == "wape_next":
                target = t("Amount of the next order")
            told.append(t("{target}: not better than the naive figure, which is shown instead", target=target))
        elif metric == COVERAGE.get(row["target"]) and not INSIDE[0] <= value <= INSIDE[1]:
            share = t.share(value)
            if value < INSIDE[0]:
                told.append(
                    t("{target}: ranges hold {share} of cases, not 80%: too narrow", target=target, share=share)
                )
            else:
                told.append(t("{target}: ranges hold {share} of cases, not 80%: too wide", target=target, share=share))
        elif metric in BIASES and abs(value) > BIAS:
            if value > 0:
                told.append(t("{target}: sums came out {share} too high", target=target, share=t.share(value)))
            else:
                told.append(t("{target}: sums came out {share} too low", target=target, share=t.share(-value)))
    return told


def explained(paragraphs: Sequence[str], quality: pd.DataFrame | None, t: Words) -> Fragment:
    """The block "What is predicted": in plain words, and on how many past rows it was tried.

    Parameters
    ----------
    paragraphs : translated sentences, one paragraph each.
    """
    if quality is None or quality.empty or not int(quality["rows"].max()):
        finding = t("Nothing has been tried on past months yet")
    else:
        rows, months = int(quality["rows"].max()), int(quality["origins"].max())
        finding = t.plural(
            "Tried on {rows} past cases of {n} month, with what was known then",
            "Tried on {rows} past cases of {n} months, with what was known then",
            months,
            rows=t.number(rows),
        )
    first, *rest = paragraphs
    return block(finding, first, note=" ".join(rest))


def orders_explained(quality: pd.DataFrame | None, t: Words) -> Fragment:
    """What the churn and reorder predictions say."""
    return explained(
        (
            t(
                "For every account: the chance that no order comes in the next 60 and 90 days, when the next one comes"
                " and how large it is, and which items are in it."
            ),
            t(
                "They rest on order days alone: how long ago the last one was, beside the account's usual gap; how many"
                " there were; how long it has been a customer."
            ),
            t(
                "The naive figure is what anybody could say: the share of all accounts that stayed silent, an account's"
                " median gap and order, its last 180 days, its most frequent items."
            ),
        ),
        quality,
        t,
    )


def deals_explained(quality: pd.DataFrame | None, t: Words) -> Fragment:
    """What the win predictions say."""
    return explained(
        (
            t("For every open deal: the chance that it is won in the end, and when it is decided."),
            t(
                "They rest on what the deal's log says up to the day: stages of both sides, how often the close was"
                " pushed, how long nothing changed, whether budget and deciding person are known."
            ),
            t("The naive figure is the share won of the deals that reached the same stage."),
            t(
                "Ranges allow for how few deals were learned from, for what a month's news did to such chances, and for"
                " how far past ones were off."
            ),
        ),
        quality,
        t,
    )
