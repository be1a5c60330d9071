"""Facts: what is known of the account by topic, how old it is and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import clipped, fitting
from accountbook.display.blocks.strategy_words import TOPIC
from accountbook.display.blocks.terms import days, lowered, on_day, said
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.known_facts import KnownFact, KnownFacts

MOST = 8


def known_facts(judged: KnownFacts, t: Words) -> Fragment | Fold | None:
    """The section "Facts", where any is known; None without a table of facts."""
    if str(judged.state) == "no_table":
        return None
    if judged.finding is None:
        return Fold(t("Facts"), t("none noted"))
    return section(facts_finding(judged.finding, t), _table(judged, t), note=_note(judged, t))


def facts_finding(finding: Finding, t: Words) -> str:
    """Such as "Finances, 30 Jul: Sales plan of 7.7 million EUR"."""
    f = finding.facts
    if finding.code == "newest":
        topic, day = said(TOPIC, str(f["topic"]), t), on_day(f["on"], t)
        return fitting(lambda text: t("{topic}, {day}: {text}", topic=topic, day=day, text=text), str(f["text"]))
    words = {"n": int(str(f["n"])), "total": int(str(f["of"]))}
    if f["oldest"] is None:
        return t("Nothing is known of {n} of {total} main topics", **words)
    topic = lowered(said(TOPIC, str(f["oldest"]), t), t)
    day = t.month(f["on"], year=True)
    if f["unknown"]:
        return t(
            "{n} of {total} main topics are unknown or stale; the oldest, {topic}, is of {day}",
            **words,
            topic=topic,
            day=day,
        )
    return t("{n} of {total} main topics are stale; the oldest, {topic}, is of {day}", **words, topic=topic, day=day)


def _table(judged: KnownFacts, t: Words) -> Fragment:
    columns = [
        Column(t("Topic"), "name", phone=6),
        Column(t("What is known"), "reason", label=t("What is known")),
        Column(t("Day"), phone=2),
        Column(t("Age"), "number", phone=2),
        Column(t("Known from"), gap=True, phone=6, label=t("Known from")),
    ]
    rows = [_row(one, t) for one in judged.facts[:MOST]]
    return table(columns, rows, id="facts")


def _row(one: KnownFact, t: Words) -> list[Cell]:
    before = ""
    if one.before and one.before != one.text:
        before = t("before, {day}: {text}", day=t.day(one.before_on), text=clipped(one.before, 70))
    return [
        Cell(said(TOPIC, one.topic, t)),
        Cell(one.text, second=before),
        Cell(t.day(one.on)),
        Cell(days(one.days, t), act=one.stale),
        Cell(one.source) if one.source else Cell(t("not noted"), act=True),
    ]


def _note(judged: KnownFacts, t: Words) -> str:
    if not judged.unknown:
        return ""
    topics = [lowered(said(TOPIC, topic, t), t) for topic in judged.unknown]
    return t("Nothing was ever noted of: {topics}.", topics=t.list(topics))


def _do(f: Facts, t: Words) -> str:
    topics = f["topics"] if isinstance(f["topics"], tuple) else ()
    return t("Ask again: {topics}", topics=t.list(lowered(said(TOPIC, str(topic), t), t) for topic in topics))


def _news(f: Facts, t: Words) -> str:
    topic, day = said(TOPIC, str(f["topic"]), t), on_day(f["on"], t)
    return fitting(lambda text: t("{topic}, {day}: {text}", topic=topic, day=day, text=text), str(f["text"]))


DOES: dict[str, Say] = {"renew_facts": _do}
NEWS: dict[str, Say] = {"fact_new": _news}
SHORT: dict[str, Say] = {"fact_new": lambda f, t: t("News: {topic}", topic=lowered(said(TOPIC, str(f["topic"]), t), t))}
