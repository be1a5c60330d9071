"""The edition's index: who needs a call, every account in one sortable list, failures first."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from accountbook.display.document import html_page
from accountbook.display.formats import missing
from accountbook.display.fragment import Fragment, inline, render
from accountbook.display.marks import range_mark, slots_mark, sparkline
from accountbook.display.page import footer, grid, masthead, placed
from accountbook.display.words import N_, Words

__all__ = ["IndexRow", "index_page"]

Text = str | Fragment


@dataclass(frozen=True)
class IndexRow:
    """One account in the index, as plain values; empty, NaN, NaT or None where there is nothing to say.

    Parameters
    ----------
    account_id, name, href, where, owner, team : str
        `href` is the plan, relative to the index; empty when there is none. `where` is the country's name.
    months : sequence of float
        Money of the last 24 months, oldest first.
    revenue, change : float
        Money of 12 months, and its change on the 12 before (0.06 is +6%).
    risk, risk_lo, risk_hi, risk_jump : float
        Chance of no order by the horizon, its range, and its change since the last edition (all 0 to 1).
    risk_words : str
        Instead of the risk: "too few orders".
    next_day, next_lo, next_hi : Timestamp
        The next order's p50, p10, p90; NaT is later than the horizon.
    overdue : bool
        The most likely day has passed: orange.
    amount, amount_lo, amount_hi : float
        The next order's money.
    roles_known, roles : int
    deals : float
        Money expected from open deals.
    changed : str
        What changed, in words; `direction` gives ▼ or ▲ before it.
    attention : int
        Rank of who needs a call first (1 is first); 0 nobody. Rows are shown in this order, then by revenue.
    failed : str
        Why there is no plan this month; empty if there is one.
    reason_href, last_good_href : str
        The stub with the whole reason; the last good plan. `last_good` is its date.
    """

    account_id: str
    name: str
    href: str = ""
    where: str = ""
    owner: str = ""
    team: str = ""
    months: Sequence[float] = ()
    revenue: float = float("nan")
    change: float = float("nan")
    risk: float = float("nan")
    risk_lo: float = float("nan")
    risk_hi: float = float("nan")
    risk_jump: float = float("nan")
    risk_words: str = ""
    risk_act: bool = False
    next_day: pd.Timestamp | None = None
    next_lo: pd.Timestamp | None = None
    next_hi: pd.Timestamp | None = None
    overdue: bool = False
    amount: float = float("nan")
    amount_lo: float = float("nan")
    amount_hi: float = float("nan")
    roles_known: int = 0
    roles: int = 0
    roles_few: bool = False
    deals: float = float("nan")
    changed: str = ""
    direction: Literal["down", "up", "same"] = "same"
    attention: int = 0
    failed: str = ""
    reason_href: str = ""
    last_good_href: str = ""
    last_good: pd.Timestamp | None = None


def index_page(
    rows: Sequence[IndexRow],
    *,
    words: Words,
    finding: Text,
    facts: Text = "",
    columns: Sequence[Text] = (),
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
    horizon : Timestamp
        The day by which "no order" counts, for the head.
    since : Timestamp, optional
        The last edition's as-of day, for the head of the last column.
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
        "unit": t("{currency} k", currency=t.currency),
        "roles": t("Roles"),
    }
    listing = render(
        "index",
        columns=columns,
        rows=[_shown(row, t, horizon) for row in ordered],
        heads=_heads(ordered, t, horizon, since),
        teams=sorted({row.team for row in rows if row.team}),
        shows=[(value, t(text)) for value, text in SHOWS],
        sorts=[(value, t(text)) for value, text in SORTS],
        said=said,
    )
    top = masthead(finding, facts=facts, crumbs=crumbs, links=links, notice=notice)
    body = grid(placed(Fragment(top, listing)), placed(footer(footer_rows)) if footer_rows else "")
    title = finding.text() if isinstance(finding, Fragment) else finding
    return html_page(title, body, lang=t.lang, script=True)


RISK_SCALE = (0.0, 0.8)
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
    unit = t("{currency} k", currency=t.currency)
    heads = [
        ("c-name", t("Account"), ""),
        ("c-spark", t("Orders, 24 months;"), inline("span", t("next, range"), cls="expected")),
        ("c-money num", t("12 m, {unit}", unit=unit), t("on year before")),
        ("c-risk num", t("No order by {day},", day=t.day(horizon, year=False)), t("range and change")),
        ("c-next num", t("Next order"), t("8 in 10")),
        ("c-amount num", unit, t("8 in 10")),
        ("c-roles gap", t("Roles known"), t("of {n}", n=wanted.pop()) if len(wanted) == 1 else ""),
        ("c-deals num", t("Deals expected,"), unit),
        ("c-changed gap", t("Changed since {day}", day=t.day(since)) if since is not None else t("Changed"), ""),
    ]
    return [{"cls": cls, "text": text, "second": second} for cls, text, second in heads]


def _shown(row: IndexRow, t: Words, horizon: pd.Timestamp) -> dict[str, object]:
    """Give one row as the text, marks and sort keys that the template places."""
    known = not missing(row.risk)
    amounts = (row.amount_lo, row.amount_hi)
    ranged = not any(missing(end) for end in amounts) and not missing(row.amount)
    beyond = missing(row.next_day)
    return {
        "failed": row.failed,
        "href": "" if row.failed else row.href,
        "name": row.name,
        "under": ", ".join(filter(None, (row.where, row.owner))),
        "team": row.team,
        "text": _plain(f"{row.name} {row.where} {row.owner} {row.team} {row.account_id}"),
        "flags": " ".join(
            name
            for name, on in (
                ("act", bool(row.attention) or bool(row.failed)),
                ("late", row.overdue),
                ("roles", row.roles_few),
                ("failed", bool(row.failed)),
            )
            if on
        ),
        "sort_keys": _keys(row),
        "spark": sparkline(row.months, next_range=amounts if ranged else None, alt=_spark_alt(row, t)),
        "revenue": t.thousands(row.revenue),
        "change": t.change(row.change),
        "links": [
            (href, text)
            for href, text in (
                (row.reason_href, t("Why")),
                (row.last_good_href, _last_good(row, t)),
            )
            if href
        ],
        "risk": t.share(row.risk),
        "risk_words": row.risk_words,
        "risk_act": row.risk_act,
        "risk_mark": _risk_mark(row, t) if known else "",
        "jump": _jump(row, t),
        "next": _next(row, t, horizon),
        "next_range": "" if beyond else t.day_range(row.next_lo, row.next_hi),
        "overdue": row.overdue,
        "amount": t.thousands(row.amount),
        "amount_range": t.thousands_range(*amounts) if ranged else "",
        "roles_mark": slots_mark(row.roles_known, row.roles, alt=_roles_alt(row, t), few=row.roles_few)
        if row.roles
        else "",
        "roles_known": row.roles_known,
        "roles_of": t("of {n}", n=row.roles),
        "deals": t.thousands(row.deals),
        "direction": row.direction,
        "changed": row.changed,
    }


def _keys(row: IndexRow) -> list[tuple[str, str]]:
    """Give the sort keys; an empty one sorts last."""
    day = "" if missing(row.next_day) else row.next_day.strftime("%Y%m%d")
    return [
        ("name", row.name),
        ("revenue", _number(row.revenue)),
        ("risk", _number(row.risk, digits=4)),
        ("next", day),
        ("amount", _number(row.amount)),
        ("roles", str(row.roles_known) if row.roles else ""),
        ("deals", _number(row.deals)),
    ]


def _risk_mark(row: IndexRow, t: Words) -> Fragment:
    alt = t.share_with_range(row.risk, row.risk_lo, row.risk_hi)
    kind = "act" if row.risk_act else "plain"
    return range_mark(row.risk_lo, row.risk_hi, row.risk, alt=alt, scale=RISK_SCALE, kind=kind, width=84)


def _jump(row: IndexRow, t: Words) -> str:
    if missing(row.risk_jump) or abs(row.risk_jump) < 0.025:
        return ""
    return f"{'▲' if row.risk_jump > 0 else '▼'} {t.signed(row.risk_jump * 100)}"


def _next(row: IndexRow, t: Words, horizon: pd.Timestamp) -> str:
    if not missing(row.next_day):
        return t.day(row.next_day, year=False)
    return (
        t("later than {day}", day=t.day(horizon, year=False).replace(" ", "\N{NO-BREAK SPACE}"))
        if not missing(row.risk) or row.risk_words
        else ""
    )


def _last_good(row: IndexRow, t: Words) -> str:
    return t("last good plan") if missing(row.last_good) else t("last good plan, {day}", day=t.day(row.last_good))


def _spark_alt(row: IndexRow, t: Words) -> str:
    bought = sum(value > 0 for value in row.months)
    return t.plural("orders in {n} month of 24", "orders in {n} months of 24", bought)


def _roles_alt(row: IndexRow, t: Words) -> str:
    return t("{n} of {total} roles known", n=row.roles_known, total=row.roles)


def _open(t: Words, message: str) -> str:
    """Give a translated sentence with its {n} left for the script to fill."""
    return t(message, n="{n}")


def _plain(text: str) -> str:
    """Give text as the search compares it: lower case, without accents."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _number(value: float, *, digits: int = 0) -> str:
    return "" if missing(value) else f"{value:.{digits}f}"


def _or(value: float, other: float) -> float:
    return other if missing(value) else value
