"""One account's row in the edition's index: the plain values, and the text, marks and sort keys made of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from accountbook.display.formats import missing
from accountbook.display.fragment import Fragment
from accountbook.display.marks import range_mark, slots_mark, sparkline
from accountbook.display.words import Words

__all__ = ["IndexRow", "shown"]

RISK_SCALE = (0.0, 0.8)


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
        The next order's p50, p10, p90.
    next_state : str
        How it stands, a value of `accountbook.planning.NextState`: a missing day is later than the horizon only
        where this says so.
    overdue : bool
        The most likely day has passed: orange.
    amount, amount_lo, amount_hi : float
        The next order's money.
    roles_known, roles : int
    deals, deals_asked : float
        Money expected from open deals, and asked.
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
    next_state: str = ""
    overdue: bool = False
    amount: float = float("nan")
    amount_lo: float = float("nan")
    amount_hi: float = float("nan")
    roles_known: int = 0
    roles: int = 0
    roles_few: bool = False
    deals: float = float("nan")
    deals_asked: float = float("nan")
    changed: str = ""
    direction: Literal["down", "up", "same"] = "same"
    attention: int = 0
    failed: str = ""
    reason_href: str = ""
    last_good_href: str = ""
    last_good: pd.Timestamp | None = None


def shown(row: IndexRow, t: Words, horizon: pd.Timestamp) -> dict[str, object]:
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
        "next_range": "" if beyond else t.tick_range(row.next_lo, row.next_hi),
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
        return t.tick(row.next_day)
    if row.next_state == "later":
        return t("later than {day}", day=t.tick(horizon).replace(" ", "\N{NO-BREAK SPACE}"))
    # no cycle yet: the plan says so, and a day it cannot say is not a late one
    return t("too few orders") if row.next_state in ("none", "few") else ""


def _last_good(row: IndexRow, t: Words) -> str:
    return t("last good plan") if missing(row.last_good) else t("last good plan, {day}", day=t.day(row.last_good))


def _spark_alt(row: IndexRow, t: Words) -> str:
    bought = sum(value > 0 for value in row.months)
    return t.plural("orders in {n} month of 24", "orders in {n} months of 24", bought)


def _roles_alt(row: IndexRow, t: Words) -> str:
    return t("{n} of {total} roles known", n=row.roles_known, total=row.roles)


def _plain(text: str) -> str:
    """Give text as the search compares it: lower case, without accents."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _number(value: float, *, digits: int = 0) -> str:
    return "" if missing(value) else f"{value:.{digits}f}"
