"""What changed: the month against the year before, twelve months, and the five heaviest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.blocks.terms import on_day
from accountbook.display.charts import months_chart
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Change, changes
from accountbook.display.page import block
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.changes import Changes
    from accountbook.planning.months import Comparison, Month, Months

_DIRECTION = {"better": "up", "worse": "down", "neutral": "same"}
_LEVEL = 0.005
"""A change that rounds to 0% is said as "as much as"."""
_SEVERAL_TIMES = 2.0
"""Beyond three times the year before, the amount says more than a percentage."""
_LOW = 0.25
"""A month this far under the year before is drawn in orange."""


def what_changed(months: Months, found: Changes, t: Words) -> Fragment:
    """The block "What changed".

    Parameters
    ----------
    months : orders by month against the year before.
    found : what changed since last month, heaviest first.
    """
    finding = month_finding(months, t)
    chart = _chart(months, t, finding)
    since = on_day(found.since, t)
    caption = t("Orders by month, {unit}. Bar: this year. Line: the same month a year before.", unit=t.money_unit)
    if not found.found:
        said, note = t("Nothing else changed since {day}.", day=since), ""
    else:
        said, note = changes([_change(one, t) for one in found.found]), t("Changes since {day}.", day=since)
    if found.more:
        note = t.plural(
            "Changes since {day}; {n} smaller one is left out.",
            "Changes since {day}; {n} smaller ones are left out.",
            found.more,
            day=since,
        )
    return block(finding, chart, said, caption=caption if chart is not None else "", note=note)


def month_finding(months: Months, t: Words) -> str:
    """The month and the twelve months, each against the year before.

    Returns
    -------
    str
        Such as "October brought EUR 18k, 59% less than a year before; twelve months are 6% up".
    """
    this, year = months.this_month, months.last_12
    if this is None:
        return t("No order so far")
    if months.unpriced_orders:
        return t.plural(
            "{n} order in twelve months; what it is worth is unknown",
            "{n} orders in twelve months; what they are worth is unknown",
            months.unpriced_orders,
        )
    if year is not None and not year.value:
        if year.before:
            return t(
                "No order for twelve months, {before} in the twelve before", before=t.money(year.before, unit=True)
            )
        return t("No order for twelve months")
    partial = bool(months.months) and months.months[-1].partial
    month = t("{month} to date", month=t.month(this.end)) if partial else t.month(this.end)
    first, second = _month_part(this, month, t), _year_part(year, t)
    return t("{month}; {year}", month=first, year=second) if second else first


def _month_part(this: Comparison, month: str, t: Words) -> str:
    money = t.money(this.value, unit=True)
    if this.before is None:
        if this.value:
            return t("{month} brought {money}", month=month, money=money)
        return t("No order in {month}", month=month)
    before = t.money(this.before)
    if not this.value:
        if not this.before:
            return t("No order in {month}, as a year before", month=month)
        before = t.money(this.before, unit=True)
        return t("No order in {month}, {before} a year before", month=month, before=before)
    if not this.before or this.change is None:
        return t("{month} brought {money}, a year before nothing", month=month, money=money)
    if abs(this.change) < _LEVEL:
        return t("{month} brought {money}, as much as a year before", month=month, money=money)
    if this.change > _SEVERAL_TIMES:
        return t("{month} brought {money}, a year before {before}", month=month, money=money, before=before)
    share = t.share(abs(this.change))
    if this.change > 0:
        return t("{month} brought {money}, {share} more than a year before", month=month, money=money, share=share)
    return t("{month} brought {money}, {share} less than a year before", month=month, money=money, share=share)


def _year_part(year: Comparison | None, t: Words) -> str:
    if year is None or year.change is None:
        return ""
    if abs(year.change) < _LEVEL:
        return t("twelve months are level")
    share = t.share(abs(year.change))
    if year.change > 0:
        return t("twelve months are {share} up", share=share)
    return t("twelve months are {share} down", share=share)


def _chart(months: Months, t: Words, alt: str) -> Fragment | None:
    """Twelve bars, or nothing where no order falls into them or the year before."""
    last = months.months[-12:]
    this = _series(last, "ordered")
    before = _series(last, "year_before")
    if len(last) < 12 or not (this.any() or before.any()):
        return None
    now = months.this_month
    low = bool(now and now.change is not None and now.change < -_LOW)
    return months_chart(this, before, words=t, alt=alt, low=low)


def _series(rows: tuple[Month, ...], name: str) -> pd.Series:
    return pd.Series([getattr(row, name) or 0.0 for row in rows], index=[row.month for row in rows], dtype="float64")


def _change(found: object, t: Words) -> Change:
    return Change(change_sentence(found.code, found.facts, t), _DIRECTION[str(found.sign)])
