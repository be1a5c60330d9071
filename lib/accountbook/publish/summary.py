"""The summary at an index's head: its finding and its facts line, of the plans that can be read and of no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from accountbook.display import IndexRow, Words
from accountbook.display.formats import missing


def is_whole(rows: Sequence[IndexRow], scope: Collection[str]) -> bool:
    """Whether every account of a scope has a plan that can be read and says its money: then sums are the scope's.

    Examples
    --------
    >>> rows = [IndexRow("A", "Alfa", revenue=9.0), IndexRow("B", "Beta", failed="It ran too long.")]
    >>> is_whole(rows, {"A", "B"}), is_whole(rows[:1], {"A"}), is_whole(rows[:1], {"A", "C"})
    (False, True, False)
    """
    told = {row.account_id for row in rows if not row.failed and not missing(row.revenue)}
    return all(row.account_id in told for row in rows) and told.issuperset(scope)


def finding_of(rows: Sequence[IndexRow], t: Words, as_of: pd.Timestamp, *, whole: bool = True) -> str:
    """Give the index's finding: how many need a call, and what the month brought against the year before.

    Parameters
    ----------
    rows : of the index.
    t : words of the reader.
    as_of : the edition's day.
    whole : whether the rows are the whole scope, see `is_whole`. The money is left out where they are not, where
        the month is not over, or where a row does not hold both months.

    Examples
    --------
    >>> rows = [IndexRow("A", "Alfa", attention=1), IndexRow("B", "Beta", failed="It ran too long.")]
    >>> finding_of(rows, Words(), pd.Timestamp("2026-10-31"))
    '1 of 1 plans needs a call; 1 failed'
    """
    read = [row for row in rows if not row.failed]
    calls, total, failed = sum(row.attention > 0 for row in read), t.number(len(read)), len(rows) - len(read)
    if failed:  # who could not be looked at may need a call too
        return t.plural(
            "{n} of {total} plans needs a call; {failed} failed",
            "{n} of {total} plans need a call; {failed} failed",
            calls,
            total=total,
            failed=t.number(failed),
        )
    told = whole and as_of.is_month_end and read and all(len(row.months) > 12 for row in read)
    now, before = (sum(row.months[-back] for row in read) if told else 0.0 for back in (1, 13))
    if not told or not before:
        return t.plural(
            "{n} of {total} accounts needs a call", "{n} of {total} accounts need a call", calls, total=total
        )
    values = {"total": total, "month": t.month(as_of), "money": t.money(now, unit=True)}
    share = t.share(abs(now / before - 1))
    if now > before:
        return t.plural(
            "{n} of {total} accounts needs a call; {month} brought {money}, {share} more than a year before",
            "{n} of {total} accounts need a call; {month} brought {money}, {share} more than a year before",
            calls,
            share=share,
            **values,
        )
    return t.plural(
        "{n} of {total} accounts needs a call; {month} brought {money}, {share} less than a year before",
        "{n} of {total} accounts need a call; {month} brought {money}, {share} less than a year before",
        calls,
        share=share,
        **values,
    )


def facts_of(rows: Sequence[IndexRow], t: Words, as_of: pd.Timestamp, *, whose: str, whole: bool) -> str:
    """Give the facts line: whose index, the day, the money of 12 months, and the open deals.

    Parameters
    ----------
    rows, t, as_of, whole : as for `finding_of`. Where the rows are not the whole scope, the money is said to be
        that of so many accounts, and the deals are left out.
    whose : the company or the team.

    Examples
    --------
    >>> rows = [IndexRow("A", "Alfa", revenue=9e3, deals=4e3, deals_asked=12e3)]
    >>> day = pd.Timestamp("2026-10-31")
    >>> facts_of(rows, Words(), day, whose="Rossi", whole=False)
    'Rossi. As of 31 Oct 2026. This 1 account: 12 months EUR 9.0k.'
    """
    told = [row for row in rows if not row.failed and not missing(row.revenue)]
    day = t.day(as_of, year=True)
    money = t.money(sum(row.revenue for row in told), unit=True)
    if whole:
        said = t("{whose}. As of {day}. 12 months: {money}.", whose=whose, day=day, money=money)
        return " ".join(filter(None, (said, _deals(told, t))))
    if not told:
        return t("{whose}. As of {day}.", whose=whose, day=day)
    return t.plural(
        "{whose}. As of {day}. This {n} account: 12 months {money}.",
        "{whose}. As of {day}. These {n} accounts: 12 months {money}.",
        len(told),
        whose=whose,
        day=day,
        money=money,
    )


def _deals(rows: Sequence[IndexRow], t: Words) -> str:
    """Give the open deals; what is expected is left out where a row with deals could not say."""
    open_ones = [row for row in rows if row.deals_asked > 0]
    if not open_ones:
        return ""
    asked = t.money(sum(row.deals_asked for row in open_ones), unit=True)
    if any(missing(row.deals) for row in open_ones):
        return t("Open deals: {asked} asked, never added to orders.", asked=asked)
    expected = t.money(sum(row.deals for row in open_ones))
    return t("Open deals: {asked} asked, {expected} expected, never added to orders.", asked=asked, expected=expected)
