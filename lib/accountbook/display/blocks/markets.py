"""The markets of the account's customers: where they want in and we can help, and what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting, heading
from accountbook.display.blocks.strategy_words import MARKET
from accountbook.display.blocks.terms import on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.markets import Market, Markets

MOST = 8


def markets(judged: Markets, t: Words) -> Fragment | Fold | None:
    """The section "Their markets", where they want in somewhere or turned; None without a table of markets."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none":
        return Fold(t("Their markets"), t("none noted"))
    shown = _table(judged, t)
    if judged.finding is None:
        if any(one.status == "wants" for one in judged.markets):
            newest = t.month(max(one.on for one in judged.markets), year=True)
            return Fold(t("Their markets"), t("the newest note is of {month}", month=newest), shown)
        n = len(judged.markets)
        reason = t.plural("{n} known, none that they want into", "{n} known, none that they want into", n)
        return Fold(t("Their markets"), reason, shown)
    return section(markets_finding(judged.finding, t), shown)


@heading
def markets_finding(finding: Finding, t: Words) -> str:
    """Such as "They want into robots, and we can bring: retrofit kits"."""
    f = finding.facts
    market = str(f["market"])
    if finding.code == "open_door":
        return fitting(
            lambda told: t("They want into {market}, and we can bring: {capability}", market=market, capability=told),
            str(f["capability"]),
        )
    if finding.code == "no_answer":
        if f["n"] == 1:
            return t("They want into {market}, and we have noted nothing that we can bring", market=market)
        return t(
            "They want into {n} markets, such as {market}; nothing is noted that we can bring",
            n=int(str(f["n"])),
            market=market,
        )
    return _turned(f, t)


def _turned(f: Facts, t: Words) -> str:
    words = {"market": str(f["market"]), "day": on_day(f["on"], t), "now": said(MARKET, str(f["now"]), t)}
    if f.get("was"):
        return t("{market}: from “{was}” to “{now}” on {day}", **words, was=said(MARKET, str(f["was"]), t))
    return t("{market}, new on {day}: “{now}”", **words)


def _table(judged: Markets, t: Words) -> Fragment:
    rows = judged.markets[:MOST]
    left = len(judged.markets) - len(rows)
    caption = t("Wanted ones first. What is older than a year is in orange.") if any(m.stale for m in rows) else ""
    if left:
        caption = " ".join(
            part for part in (caption, t.plural("{n} more is not shown.", "{n} more are not shown.", left)) if part
        )
    columns = [
        Column(t("Market"), "name", phone=6),
        Column(t("The account")),
        Column(t("Known on")),
        Column(t("What it rests on"), "reason", label=t("What it rests on")),
        Column(t("What we can bring"), "reason", label=t("What we can bring")),
    ]
    return table(columns, [_row(one, t) for one in rows], id="markets", caption=caption)


def _row(one: Market, t: Words) -> list[Cell]:
    was = t("before: {was}", was=said(MARKET, one.was, t)) if one.was else ""
    had = t("before: {was}", was=one.had) if one.had else ""
    return [
        Cell(one.market),
        Cell(said(MARKET, one.status, t), second=was),
        Cell(t.day(one.on), act=one.stale),
        Cell(one.evidence or ""),
        Cell(one.capability or "", second=had),
    ]


def _bring(f: Facts, t: Words) -> str:
    market = str(f["market"])
    return fitting(
        lambda text: t("Show what we bring to {market}, where they want in: {text}", market=market, text=text),
        str(f["capability"]),
    )


DOES: dict[str, Say] = {"bring_capability": _bring}
NEWS: dict[str, Say] = {"market_changed": _turned}
SHORT: dict[str, Say] = {
    "market_changed": lambda f, t: t("{market}: {now}", market=str(f["market"]), now=said(MARKET, str(f["now"]), t)),
}
