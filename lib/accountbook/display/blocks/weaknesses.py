"""Where the chances fail: past cases by kind and month, beside the naive rival's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.record import failing_sentences
from accountbook.display.blocks.terms import SELLER_STAGE, said
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, changes
from accountbook.display.page import block
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.weaknesses import Part

KIND = {
    ("orders", "2"): N_("2 orders so far"),
    ("orders", "3-5"): N_("3 to 5 orders"),
    ("orders", "6-11"): N_("6 to 11 orders"),
    ("orders", "12+"): N_("12 orders and more"),
    ("rhythm", "regular"): N_("Regular rhythm"),
    ("rhythm", "irregular"): N_("Irregular rhythm"),
    ("age", "new"): N_("Customers for less than half a year"),
    ("age", "known"): N_("Customers for longer"),
    ("open", "new"): N_("Open for less than half a year"),
    ("open", "known"): N_("Open for longer"),
    ("size", "large"): N_("The largest quarter of deals"),
    ("size", "other"): N_("The other deals"),
}


def failings(parts: Sequence[Part], quality: pd.DataFrame | None, t: Words, *, few: int = 0) -> Fragment:
    """The block "Where it fails": kinds of past cases beside the naive figure; biased sums and models that lost.

    Parameters
    ----------
    parts : kinds of past cases. quality : predictions of kind ``quality_orders`` or ``quality_deals``.
    few : accounts with too few orders for a prediction.

    Returns
    -------
    Fragment
        Empty where nothing was predicted on past months.
    """
    told = failing_sentences(quality, t)
    if few:
        told.append(
            t.plural(
                "{n} account has too few orders for a prediction",
                "{n} accounts have too few orders for a prediction",
                few,
            )
        )
    if not told and not parts and (quality is None or quality.empty):
        return Fragment()
    below = changes([Change(text, "same") for text in told]) if told else None
    if not parts:
        return block(_told(told, t), below)
    note = t(
        "Log loss: how far what was said was from what came, case by case; less is better. Marked: the naive figure was"
        " better, or what came was further off than chance makes it."
    )
    return block(weak_finding(parts, t), _kinds(parts, t), below, note=note)


def _kinds(parts: Sequence[Part], t: Words) -> Fragment:
    columns = [
        Column(t("Past cases"), "name", phone=6),
        Column(t("Count"), "number"),
        Column(t("Said"), "number"),
        Column(t("Came"), "number"),
        Column(t("Log loss"), "number"),
        Column(t("Naive"), "number"),
    ]
    return table(columns, [_row(part, t) for part in parts], id="kinds")


def weak_finding(parts: Sequence[Part], t: Words) -> str:
    """Such as "The naive figure did better in 2 of 9 kinds of cases: 3 to 5 orders; Irregular rhythm"."""
    weak = [part for part in parts if part.weak]
    off = [part for part in parts if part.off]
    if not weak and off:
        far = max(off, key=lambda part: abs(part.came - part.said))
        return t(
            "Better than the naive figure everywhere, yet off. {kind}: said {said}, came {came}",
            kind=kind(far, t),
            said=t.share(far.said),
            came=t.share(far.came),
        )
    if not weak:
        return t("Better than the naive figure in all {n} kinds of cases", n=len(parts))
    worst = max(weak, key=lambda part: part.loss - part.naive)
    return t(
        "The naive figure did better in {n} of {total} kinds of cases; most: {kind}",
        n=len(weak),
        total=len(parts),
        kind=kind(worst, t),
    )


def kind(part: Part, t: Words) -> str:
    """What kind of past cases these are, in words."""
    if part.trait == "month":
        return t("Said in {month}", month=t.month(pd.Timestamp(f"{part.group}-01"), year=True))
    if part.trait == "quarter":
        return t("Said in the quarter from {month}", month=t.month(pd.Timestamp(f"{part.group}-01"), year=True))
    if part.trait == "stage":
        return t("At the stage {stage}", stage=said(SELLER_STAGE, part.group, t))
    words = KIND.get((part.trait, part.group))
    return part.group if words is None else t(words)


def _row(part: Part, t: Words) -> list[Cell]:
    return [
        Cell(kind(part, t)),
        Cell(t.number(part.cases)),
        Cell(t.share(part.said), expected=True),
        Cell(t.share(part.came), act=part.off, sign="!"),
        Cell(t.number(part.loss, digits=3), strong=True, act=part.weak, sign="!"),
        Cell(t.number(part.naive, digits=3)),
    ]


def _told(told: Sequence[str], t: Words) -> str:
    if not told:
        return t("No measure is outside what it should be")
    return t.plural("{n} weakness to know of", "{n} weaknesses to know of", len(told))
