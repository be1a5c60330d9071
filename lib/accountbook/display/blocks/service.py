"""Our service: deliveries on the promised day, claims by kind with their cost, first replies, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import CLAIM, days, money_column, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import Fold, section, split
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.deliveries import OnTime
    from accountbook.planning.service import OpenClaim, Replies, Service

COUNTED = 20
"""Under so many a part is said as a count: 3 of 4, not 75%."""
GOOD, FELL = 0.9, 0.05
MOST = 5


def service(judged: Service, t: Words) -> Fragment | Fold | None:
    """The section "Our service", one folded line where it was good and nothing is open, None without the tables."""
    state = str(judged.state)
    if state == "absent":
        return None
    if state == "none":
        return Fold(t("Our service"), t("no delivery and no claim in two years"))
    beside = _facts(judged, t)
    kinds = _kinds(judged, t)
    body = beside if kinds is None else split(kinds, beside, widths=(7, 5))
    if not _told(judged):
        return Fold(t("Our service"), service_finding(judged, t), body)
    return section(service_finding(judged, t), body, _open(judged, t), note=_note(t))


def _told(judged: Service) -> bool:
    now, before = _rate(judged.now), _rate(judged.before)
    fell = now is not None and before is not None and now < before - FELL
    poor = now is not None and now < GOOD
    return bool(_live(judged) or judged.waiting or poor or fell)


def _rate(one: OnTime) -> float | None:
    return one.on_time / one.due if one.due else None


def service_finding(judged: Service, t: Words) -> str:
    """Such as "86% of deliveries came on time, 95% the year before; 1 claim has no answer"."""
    now, live = judged.now, _live(judged)
    silent = [one for one in live if one.reply_days is None]
    if not now.due:
        if live:
            return t.plural(
                "No delivery due in 12 months; {n} claim is open",
                "No delivery due in 12 months; {n} claims are open",
                len(live),
            )
        return t("No delivery due in 12 months, no claim open")
    came = _part(now, t)
    if silent:
        return t.plural(
            "{came} deliveries came on time; {n} claim has no answer yet",
            "{came} deliveries came on time; {n} claims have no answer yet",
            len(silent),
            came=came,
        )
    if live:
        longest = days(max(one.days for one in live), t)
        if len(live) == 1:
            return t("{came} deliveries came on time; one claim is open for {days}", came=came, days=longest)
        n = len(live)
        return t("{came} deliveries came on time; {n} claims are open, one for {days}", came=came, n=n, days=longest)
    if not judged.before.due:
        return t("{came} deliveries came on time; no claim is open", came=came)
    return t("{came} deliveries came on time, {before} the year before", came=came, before=_before(judged.before, t))


def _part(one: OnTime, t: Words) -> str:
    """ "86% of", or where they are few "3 of 4"."""
    if one.due < COUNTED:
        return t("{k} of {n}", k=one.on_time, n=one.due)
    return t("{share} of", share=t.share(one.on_time / one.due))


def _before(one: OnTime, t: Words) -> str:
    return t("{k} of {n}", k=one.on_time, n=one.due) if one.due < COUNTED else t.share(one.on_time / one.due)


def _live(judged: Service) -> list[OpenClaim]:
    """Open claims that somebody still waits for."""
    return [one for one in judged.open_claims if not one.stale]


def _facts(judged: Service, t: Words) -> Fragment:
    rows = []
    if judged.now.due:
        rows.append(Fact(t("Deliveries on time"), _counted(judged.now, t), range=_counted(judged.before, t)))
    if judged.now.late_by is not None:
        before = "" if judged.before.late_by is None else days(judged.before.late_by, t)
        rows.append(Fact(t("The late ones came late by"), days(judged.now.late_by, t), range=before))
    if judged.waiting:
        longest = days(judged.waiting[0].days_late, t)
        count = t.plural("{n} delivery", "{n} deliveries", len(judged.waiting))
        rows.append(Fact(t("Promised and not sent"), count, aside=t("the longest {days}", days=longest), act=True))
    rows.append(Fact(t("Claims"), t.number(judged.claims), range=t.number(judged.claims_before)))
    if judged.cost is not None:
        rows.append(Fact(t("What they cost us"), t.money(judged.cost, unit=True)))
    if judged.replies.days is not None:
        rows.append(Fact(t("First reply after"), _reply(judged.replies, t), range=_reply(judged.replies_before, t)))
    if judged.support.days is not None:
        count = t.plural("{n} question", "{n} questions", judged.support.count)
        rows.append(Fact(t("Reply of our support after"), _reply(judged.support, t), aside=count))
    return facts(rows, head=(t("Last 12 months"), t("(12 before)")))


def _counted(one: OnTime, t: Words) -> str:
    if not one.due:
        return ""
    if one.due < COUNTED:
        return t("{k} of {n}", k=one.on_time, n=one.due)
    return t("{share} of {n}", share=t.share(one.on_time / one.due), n=t.number(one.due))


def _reply(one: Replies, t: Words) -> str:
    return "" if one.days is None else t("the same day") if one.days < 1 else days(one.days, t)


def _kinds(judged: Service, t: Words) -> Fragment | None:
    if not judged.kinds:
        return None
    head, money = money_column([one.cost for one in judged.kinds], t)
    columns = [
        Column(t("Claims about"), "name", phone=3),
        Column(t("12 months"), "number", phone=1),
        Column(t("12 before"), "number", phone=1),
        Column(t("Cost, {unit}", unit=head), "number", phone=1),
    ]
    rows = [
        [
            Cell(said(CLAIM, one.kind or "other", t)),
            Cell(t.number(one.claims) if one.claims else ""),
            Cell(t.number(one.before) if one.before else ""),
            Cell(money(one.cost), range="" if one.costed in (0, one.claims) else t("of {n}", n=one.costed)),
        ]
        for one in judged.kinds
    ]
    return table(columns, rows, id="claims", caption=t("Claims by kind; the cost is known once a claim is settled."))


def _open(judged: Service, t: Words) -> Fragment | None:
    shown = judged.open_claims[:MOST]
    if not shown:
        return None
    columns = [
        Column(t("Open claim"), "name", phone=6),
        Column(t("What happened"), "reason", phone=6),
        Column(t("Opened"), "number"),
        Column(t("Days open"), "number"),
        Column(t("First reply"), "number"),
    ]
    caption = t("Without an answer first, then the longest open.")
    rest = len(judged.open_claims) - len(shown)
    if rest:
        caption += " " + t.plural("{n} more is not shown.", "{n} more are not shown.", rest)
    return table(columns, [_row(one, t) for one in shown], id="open-claims", caption=caption)


def _row(one: OpenClaim, t: Words) -> list[Cell]:
    reply = t("none yet") if one.reply_days is None else t("the same day") if not one.reply_days else ""
    return [
        Cell(one.claim_id, aside=said(CLAIM, one.kind, t).lower()),
        Cell(one.text or one.item_id or ""),
        Cell(on_day(one.opened_on, t)),
        Cell(t.number(one.days)),
        Cell(reply or t("after {days}", days=days(one.reply_days or 0, t)), act=one.reply_days is None),
    ]


def _note(t: Words) -> str:
    return t(
        "A delivery is what was promised of one order for one day; it is on time when its last piece came by then."
    )
