"""Purchase rhythm: when they order, how large, their year-end, their closures, and the items behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.coming import gone, new_ideas
from accountbook.display.blocks.items import change_overs, item_table
from accountbook.display.blocks.terms import HALF_A_YEAR, days, month_name
from accountbook.display.charts import rhythm_chart
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.words import Words
from accountbook.tables import OrderLines as L

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import Parts
    from accountbook.planning.closures import Closure
    from accountbook.planning.fiscal import Fiscal
    from accountbook.planning.margin import Margins
    from accountbook.planning.rhythm import Rhythm

_LESS_OFTEN, _MORE_OFTEN = 1.3, 0.77
_CLOSURES = 2
_GONE = 365
"""After so many days of silence a rhythm is told in the past tense."""


def purchase_rhythm(plan: Parts, t: Words) -> Fragment:
    """The section "Purchase rhythm": chart and facts, then items with kinds and whys, change-overs and new ideas.

    Parameters
    ----------
    plan : its rhythm, orders, next order, fiscal year-end, closures, margins and assortment.

    Returns
    -------
    Fragment
        Empty where the account never ordered.
    """
    if str(plan.rhythm.state) == "none":
        return Fragment()
    finding = rhythm_finding(plan.rhythm, plan.fiscal, t)
    beside = facts(
        rhythm_facts(plan.rhythm, plan.fiscal, plan.closures, plan.margins, t),
        note=_dots(plan, t),
    )
    chart = split(_chart(plan, t, finding), beside)
    ideas = None if gone(plan.next_order, t) else new_ideas(plan.next_order, t)
    return section(finding, chart, item_table(plan.assortment, t), change_overs(plan.assortment, t), ideas)


def rhythm_fold(judged: Rhythm, t: Words) -> Fold | None:
    """The folded line of an account that never ordered; None of any other."""
    return Fold(t("Purchase rhythm"), t("no order so far")) if str(judged.state) == "none" else None


def _dots(plan: Parts, t: Words) -> str:
    if plan.orders[L.amount].isna().all():
        return t("A dot: an order, its amount unknown. Ranges hold 8 of 10 cases.")
    return t("Area of a dot: amount. Ranges hold 8 of 10 cases.")


def rhythm_finding(judged: Rhythm, fiscal: Fiscal, t: Words) -> str:
    """Such as "They order every 42 days; the last order was the smallest so far"."""
    if str(judged.state) in ("one", "few") or judged.gap is None:
        if judged.orders == 1:
            return t("1 order so far: no cycle yet")
        return t("{orders} orders in {span}: too few for a rhythm", orders=judged.orders, span=_span(judged, t))
    every = days(judged.gap, t)
    if judged.silence is not None and judged.silence > _GONE:
        return t("They ordered about every {days}; nothing for {silence}", days=every, silence=days(judged.silence, t))
    regularity = str(judged.regularity)
    if regularity == "regular":
        first = t("They order every {days}", days=every)
    elif regularity == "irregular":
        first = t("They order irregularly, about every {days}", days=every)
    else:
        first = t("They order about every {days}", days=every)
    second = _news(judged, fiscal, t)
    return t("{rhythm}; {news}", rhythm=first, news=second) if second else first


def _news(judged: Rhythm, fiscal: Fiscal, t: Words) -> str:
    """The one thing to know beside the rhythm, the most pressing first."""
    if judged.silence_record and judged.silence:
        return t("{days} since the last one, the longest gap yet", days=judged.silence)
    if judged.last_is_smallest:
        return t("the last order was the smallest so far")
    if judged.last_is_largest:
        return t("the last order was the largest so far")
    if judged.drift is not None and judged.drift >= _LESS_OFTEN:
        return t("lately less often than before")
    if judged.drift is not None and judged.drift <= _MORE_OFTEN:
        return t("lately more often than before")
    if str(fiscal.state) in ("agree", "inferred") and fiscal.inferred:
        return t("most before the year-end in {month}", month=month_name(fiscal.inferred, t))
    if judged.size is not None:
        return t("an order is usually {money}", money=t.money(judged.size, unit=True))
    return ""


def _span(judged: Rhythm, t: Words) -> str:
    return t.plural("{n} month", "{n} months", judged.months)


def _chart(plan: Parts, t: Words, alt: str) -> Fragment:
    coming, fiscal = plan.next_order, plan.fiscal
    dates = None if coming.p50 is None else (coming.p10 or coming.p50, coming.p50, coming.p90 or pd.NaT)
    observed = [(one.start, one.end, _closed_words(one, t)) for one in plan.closures if str(one.kind) == "observed"]
    return rhythm_chart(
        plan.orders,
        as_of=t.as_of,
        words=t,
        alt=alt,
        next_dates=dates,
        next_amount=coming.typical if dates else None,
        year_end_month=fiscal.recorded or fiscal.inferred,
        closures=observed,
        low_last=plan.rhythm.last_is_smallest,
        years=max(1, len(plan.rhythm.years)),
    )


def _closed_words(one: Closure, t: Words) -> str:
    weeks = round(((one.end - one.start).days + 1) / 7)
    return t.plural("closed {n} week", "closed {n} weeks", max(1, weeks))


def rhythm_facts(
    judged: Rhythm, fiscal: Fiscal, closures: Sequence[Closure], margins: Margins | None, t: Words
) -> list[Fact]:
    """The facts beside the rhythm chart; what is unknown is left out."""
    rows = []
    if judged.gap is not None:
        rows.append(Fact(t("Days between orders"), t.number(judged.gap), _around(judged.gap_lo, judged.gap_hi, t)))
    if judged.longest is not None and judged.longest_from is not None and judged.longest_to is not None:
        rows.append(Fact(t("Longest gap"), days(judged.longest, t), _until(judged, t)))
    if judged.size is not None:
        around = "" if judged.size_lo is None else t.money_range(judged.size_lo, judged.size_hi)
        rows.append(Fact(t("Size of an order"), t.money(judged.size, unit=True), around))
    rows.append(Fact(t("Orders so far"), t("{orders} in {span}", orders=judged.orders, span=_span(judged, t))))
    rows += _fiscal_facts(fiscal, t)
    if closures:
        soon = [one for one in closures if (one.end - t.as_of).days <= HALF_A_YEAR][:_CLOSURES]
        told = [t.day_range(one.start, one.end) for one in soon]
        if told:
            rows.append(Fact(t("Closed next"), ", ".join(told)))
    rows += _margin_facts(margins, t)
    return rows


def _around(lo: float | None, hi: float | None, t: Words) -> str:
    return "" if lo is None or hi is None else t.number_range(lo, hi)


def _until(judged: Rhythm, t: Words) -> str:
    return t("to {month}", month=t.month_short(judged.longest_to, year=True))


def _fiscal_facts(fiscal: Fiscal, t: Words) -> list[Fact]:
    rows = []
    if fiscal.recorded:
        rows.append(Fact(t("Year-end, recorded"), month_name(fiscal.recorded, t)))
    if fiscal.inferred:
        years = t("{peaks} of {years} years", peaks=fiscal.peak_years, years=fiscal.years)
        differ = str(fiscal.state) == "differ"
        rows.append(Fact(t("Year-end, from the peaks"), month_name(fiscal.inferred, t), years, act=differ))
    return rows


def _margin_facts(margins: Margins | None, t: Words) -> list[Fact]:
    if margins is None or margins.last_12.share is None or margins.last_12.margin is None:
        return []
    now, before = margins.last_12, margins.before_12
    low = now.share is not None and now.share < 0
    around = t("{share} before", share=t.share(before.share)) if before.share is not None else ""
    rows = [
        Fact(t("Margin, 12 months"), t.money(now.margin, unit=True)),
        Fact(t("of sales less returns"), t.share(now.share), around, act=low),
    ]
    if margins.uncosted and round(margins.uncosted, 2):
        rows.append(Fact(t("Sales without a cost"), t.share(margins.uncosted)))
    return rows
