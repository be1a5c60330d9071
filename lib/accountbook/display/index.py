"""The edition's index: who needs a call, every account in one sortable list, failures first."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from accountbook.display.document import html_page
from accountbook.display.formats import missing
from accountbook.display.fragment import Fragment, inline, render
from accountbook.display.index_row import IndexRow, shown
from accountbook.display.page import footer, grid, masthead, placed
from accountbook.display.words import N_, Words

__all__ = ["IndexRow", "index_page"]

Text = str | Fragment


def index_page(
    rows: Sequence[IndexRow],
    *,
    words: Words,
    finding: Text,
    facts: Text = "",
    columns: Sequence[Text] = (),
    sums: Fragment | None = None,
    horizon: pd.Timestamp,
    since: pd.Timestamp | None = None,
    crumbs: Sequence[tuple[str, str]] = (),
    links: Sequence[tuple[str, str]] = (),
    notice: str = "",
    footer_rows: Sequence[tuple[Text, Text]] = (),
) -> str:
    """Give the whole document of an edition's (or a team's) index.

    Parameters
    ----------
    rows : sequence of IndexRow
    words : Words
        Its `as_of` is the edition's.
    finding : str or Fragment
        The h1: how many need a call, and the month.
    facts : str or Fragment
        The facts line under it.
    columns : sequence of str or Fragment
        Two to four short texts beside each other: failures, last month graded, links to the teams.
    sums : Fragment, optional
        What is told in sums of accounts that may not be named: stands before the list, which then holds only the
        others, and is left out where there are none.
    horizon : Timestamp
        The day by which "no order" counts, for the head.
    since : Timestamp, optional
        The day that the changes compare with, for the head of the last column.
    crumbs, links, notice
        As :func:`accountbook.display.page.masthead`.
    footer_rows : sequence of (term, text)

    Returns
    -------
    str
        HTML, complete; search, filter and sort work by its script, and without it every row is there.
    """
    t = words
    ordered = sorted(
        rows, key=lambda row: (not row.failed, row.attention or math.inf, -_or(row.revenue, 0.0), row.name)
    )
    said = {
        "search": t("Search"),
        "placeholder": t("Account, country, rep"),
        "team": t("Team"),
        "all": t("All"),
        "show": t("Show"),
        "everyone": t("All accounts"),
        "sort": t("Sort"),
        "one": t("1 account"),
        "many": _open(t, N_("{n} accounts")),
        "count": t.plural("{n} account", "{n} accounts", len(rows)),
        "failed": t("No plan this month."),
        "next": t("Next"),
        "unit": t.money_unit,
        "roles": t("Roles"),
        "own": _own(len(rows), t) if sums is not None else "",
    }
    listing = render(
        "index",
        columns=columns,
        sums=sums,
        listed=sums is None or bool(rows),
        rows=[shown(row, t, horizon) for row in ordered],
        heads=_heads(ordered, t, horizon, since),
        teams=sorted({row.team for row in rows if row.team}),
        shows=[(value, t(text)) for value, text in SHOWS if value != "roles" or _any_roles(rows)],
        sorts=[(value, t(text)) for value, text in SORTS if value not in _idle(rows)],
        said=said,
    )
    top = masthead(finding, facts=facts, crumbs=crumbs, links=links, notice=notice)
    body = grid(placed(Fragment(top, listing)), placed(footer(footer_rows)) if footer_rows else "")
    title = finding.text() if isinstance(finding, Fragment) else finding
    return html_page(title, body, lang=t.lang, script=sums is None or bool(rows))


SHOWS = (
    ("act", N_("Needs a call")),
    ("late", N_("Overdue orders")),
    ("roles", N_("Roles missing")),
    ("failed", N_("No plan this month")),
)
SORTS = (
    (" ", N_("Needs attention")),
    ("name up", N_("Account")),
    ("revenue down", N_("12 months")),
    ("risk down", N_("Risk of no order")),
    ("next up", N_("Next order")),
    ("amount down", N_("Next order’s amount")),
    ("roles up", N_("Roles known")),
    ("deals down", N_("Deals expected")),
)


def _heads(rows: Sequence[IndexRow], t: Words, horizon: pd.Timestamp, since: pd.Timestamp | None) -> list[dict]:
    """Give the heads; units stand here, and the roles' number where all accounts have as many."""
    wanted = {row.roles for row in rows if row.roles}
    unit = t.money_unit
    heads = [
        ("c-name", t("Account"), ""),
        ("c-spark", t("Orders, 24 months;"), inline("span", t("next, range"), cls="expected")),
        ("c-money num", t("12 m, {unit}", unit=unit), t("on year before")),
        ("c-risk num", t("No order by {day},", day=t.day(horizon, year=False)), t("range and change")),
        ("c-next num", t("Next order"), t("8 in 10")),
        ("c-amount num", unit, t("8 in 10")),
        # a head without a value below it would be an empty promise
        ("c-roles gap", t("Roles known"), t("of {n}", n=wanted.pop()) if len(wanted) == 1 else "")
        if wanted
        else ("c-roles gap", "", ""),
        ("c-deals num", t("Deals expected,"), unit) if _any_deals(rows) else ("c-deals num", "", ""),
        ("c-changed gap", t("Changed since {day}", day=t.day(since)) if since is not None else t("Changed"), ""),
    ]
    return [{"cls": cls, "text": text, "second": second} for cls, text, second in heads]


def _any_roles(rows: Sequence[IndexRow]) -> bool:
    return any(row.roles for row in rows)


def _any_deals(rows: Sequence[IndexRow]) -> bool:
    return any(not missing(row.deals) for row in rows)


def _idle(rows: Sequence[IndexRow]) -> set[str]:
    """Sorts that would move nothing."""
    have = {"roles up": _any_roles(rows), "deals down": _any_deals(rows)}
    return {sort for sort, there in have.items() if not there}


def _own(n: int, t: Words) -> str:
    return t.plural(
        "{n} account has no owner or no team, and is the company's alone",
        "{n} accounts have no owner or no team, and are the company's alone",
        n,
    )


def _open(t: Words, message: str) -> str:
    """Give a translated sentence with its {n} left for the script to fill."""
    return t(message, n="{n}")


def _or(value: float, other: float) -> float:
    return other if missing(value) else value
