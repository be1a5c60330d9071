"""Scenarios: each trigger as it was written, beside what the data say, and what we do then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.prose import fitting, heading
from accountbook.display.blocks.strategy_words import SCENARIO, SCENARIO_INSIDE
from accountbook.display.blocks.terms import days, lowered, on_day, said, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.scenario import Scenario
    from accountbook.planning.scenarios import Scenarios

MOST = 8
BARE = 3


def scenarios(judged: Scenarios, t: Words) -> Fragment | Fold | None:
    """The section "Scenarios", where one is due, signalled or lacking; folded else; None without a table of them."""
    if str(judged.state) == "no_table":
        return None
    shown = _table(judged, t) if judged.scenarios else Fragment()
    if judged.finding is None:
        reason = t("no trigger came and the data show no sign of one") if judged.scenarios else t("none written")
        return Fold(t("Scenarios"), reason, shown)
    return section(scenarios_finding(judged.finding, t), shown, note=_note(judged, t))


@heading
def scenarios_finding(finding: Finding, t: Words) -> str:
    """Such as "Plan B is due: Line 38 was lost on 4 Oct; act: offer the spare parts"."""
    f = finding.facts
    if finding.code == "unplanned":
        if f["asked"] is None:
            return t("{deal} is doubtful and has no plan B", deal=str(f["deal"]))
        money = t.money(float(str(f["asked"])), unit=True)
        return t("{deal} is doubtful and has no plan B, {money} asked", deal=str(f["deal"]), money=money)
    if finding.code == "no_after":
        day = on_day(f["ends"], t)
        return fitting(
            lambda name: t(
                "{contract} ends on {day}, and nothing is written for what comes after", contract=name, day=day
            ),
            str(f["contract"]),
        )
    if finding.code == "unreviewed":
        late = days(int(str(f["days"])), t)
        return t.plural(
            "{n} scenario was to be looked at again {days} ago",
            "{n} scenarios were to be looked at again, the first {days} ago",
            int(str(f["n"])),
            days=late,
        )
    return _came(f, t) if finding.code == "due" else _sign(f, t)


def _came(f: Facts, t: Words) -> str:
    action, plan = str(f["action"] or ""), said(SCENARIO, str(f["kind"]), t)
    if f["code"] is not None:
        told = signal_sentence(str(f["code"]), f["signal"], f["on"], t, deal=f["deal"])
        if str(f["kind"]) == "after" and action:
            told = sentence(told) if not f["deal"] else told
            return fitting(
                lambda action: t("{signal}; next, as written: “{action}”", signal=told, action=action), action
            )
        if not action:
            return t("{plan} is due: {signal}", plan=plan, signal=told)
        return fitting(
            lambda action: t("{plan} is due: {signal}; {action}", plan=plan, signal=told, action=action), action
        )
    words = {"plan": plan, "day": on_day(f["on"], t)}
    if f["deal"] and action:
        return fitting(
            lambda action: t(
                "{plan} for {deal} is due since {day}: {action}", **words, deal=str(f["deal"]), action=action
            ),
            action,
        )
    if action:
        return fitting(lambda action: t("{plan} is due since {day}: {action}", **words, action=action), action)
    return t("{plan} is due since {day}", **words)


def _sign(f: Facts, t: Words) -> str:
    told = signal_sentence(str(f["code"]), f["signal"], f["on"], t, deal=f["deal"])
    return t("{signal}; is {plan} due?", signal=sentence(told), plan=said(SCENARIO_INSIDE, str(f["kind"]), t))


def signal_sentence(code: str, facts: object, on: object, t: Words, *, deal: object = None) -> str:
    """What the data show, within a sentence; a deal's with its name where one is given.

    Examples
    --------
    >>> signal_sentence("silent", {"days": 95, "gap": 42.0}, None, Words())
    'no order for 95 days, usually every 42'
    >>> signal_sentence("lost", {}, pd.Timestamp("2026-10-04"), Words(), deal="Line 38")
    'Line 38 was lost on 4 Oct'
    """
    f: Mapping[str, object] = facts if isinstance(facts, Mapping) else {}
    day = on_day(on, t) if isinstance(on, pd.Timestamp) else ""
    told = _signal(code, f, day, t)
    if not deal:
        return told
    if code == "lost":
        return t("{deal} was lost on {day}", deal=str(deal), day=day)
    if code == "won":
        return t("{deal} was won on {day}", deal=str(deal), day=day)
    return told if f.get("contract") else t("{deal}: {signal}", deal=str(deal), signal=told)


def _signal(code: str, f: Mapping[str, object], day: str, t: Words) -> str:
    name = str(f.get("name") or t("the person known"))
    if code == "lost":
        return t("lost on {day}", day=day)
    if code == "won":
        return t("won on {day}", day=day)
    if code == "pushed":
        moved = days(int(str(f["days"])), t)
        return t.plural("pushed once, by {days}", "pushed {n} times, by {days}", int(str(f["times"])), days=moved)
    if code == "cut":
        was, now = t.money(float(str(f["was"])), unit=True), t.money(float(str(f["now"])))
        return t("amount cut from {was} to {now}", was=was, now=now)
    if code == "stalled":
        return t("nothing moved for {days}", days=days(int(str(f["days"])), t))
    if code == "past_close":
        return t("{days} past its close", days=days(int(str(f["days"])), t))
    if code == "key_left":
        return t("{name}, who decides, left on {day}", name=name, day=day)
    if code == "decider_left":
        return t("{name}, {role}, left on {day}", name=name, role=lowered(f["role"], t), day=day)
    if code == "silent":
        gap = t.number(float(str(f["gap"])))
        return t("no order for {days}, usually every {gap}", days=days(int(str(f["days"])), t), gap=gap)
    contract = str(f.get("contract") or "")
    if code == "paid":
        return t("{contract} was paid in full on {day}", contract=contract, day=day)
    if code == "delivered":
        return t("{contract} was delivered on {day}", contract=contract, day=day)
    return t("{contract} ended on {day}", contract=contract, day=day)


def _table(judged: Scenarios, t: Words) -> Fragment:
    rows = judged.scenarios[:MOST]
    left = len(judged.scenarios) - len(rows)
    caption = t("What is due first. The trigger stands as it was written; beside it what the data show by themselves.")
    if left > 0:
        caption += " " + t.plural("{n} more waits for its trigger.", "{n} more wait for their triggers.", left)
    columns = [
        Column(t("Scenario"), "name", phone=6),
        Column(t("Trigger, as written"), "reason", label=t("Trigger, as written")),
        Column(t("What the data say"), "reason", label=t("What the data say")),
        Column(t("What we do then"), "reason", label=t("What we do then")),
        Column(t("Look again"), phone=3),
    ]
    return table(columns, [_row(one, t) for one in rows], id="scenarios", caption=caption)


def _row(one: Scenario, t: Words) -> list[Cell]:
    passed = t("{days} over", days=days(one.late, t)) if one.late is not None else ""
    return [
        Cell(said(SCENARIO, one.kind, t), second=one.deal or t("the account as a whole")),
        Cell(one.trigger or ""),
        _data(one, t),
        Cell(one.action or "", second=one.owner or ""),
        Cell(t.day(one.review_on), act=bool(passed), second=passed),
    ]


def _data(one: Scenario, t: Words) -> Cell:
    told = [sentence(signal_sentence(s.code, s.facts, s.on, t)) for s in one.signals[:2]]
    against = one.kind in ("B", "exit")
    if one.happened_on is not None:
        came = t("Noted as come on {day}", day=on_day(one.happened_on, t))
        return Cell(came, act=against, second=told[0] if told else "")
    if not told:
        return Cell("")
    return Cell(told[0], act=against, second=told[1] if len(told) > 1 else "")


def _note(judged: Scenarios, t: Words) -> str:
    told = [t("Only a person can say whether a sign is the trigger. Scenarios of one deal exclude each other.")]
    bare = judged.unplanned
    if len(bare) > BARE:
        told.append(t("{n} open deals have no plan B.", n=len(bare)))
    elif bare:
        told.append(t("No plan B is written for {deals}.", deals=t.list(bare)))
    return " ".join(told)


def _act(f: Facts, t: Words) -> str:
    plan, action = said(SCENARIO, str(f["kind"]), t), str(f["action"])
    if not f["deal"]:
        return fitting(lambda action: t("{plan} is due: {action}", plan=plan, action=action), action)
    deal = str(f["deal"])
    return fitting(lambda action: t("{plan} for {deal}: {action}", plan=plan, deal=deal, action=action), action)


def _review(f: Facts, t: Words) -> str:
    plan = said(SCENARIO_INSIDE, str(f["kind"]), t)
    if f["code"] is not None:
        told = signal_sentence(str(f["code"]), f["signal"], f["on"], t)
        if not f["deal"]:
            return fitting(lambda told: t("Say whether {plan} is due: {signal}", plan=plan, signal=told), told)
        deal = str(f["deal"])
        return fitting(
            lambda told: t("Say whether {plan} for {deal} is due: {signal}", plan=plan, deal=deal, signal=told), told
        )
    if f["deal"]:
        return t("Look at {plan} for {deal} again: its review day passed", plan=plan, deal=str(f["deal"]))
    return t("Look at {plan} again: its review day passed", plan=plan)


def _news(f: Facts, t: Words) -> str:
    plan = said(SCENARIO, str(f["kind"]), t)
    if f["code"] is not None:
        return _sign(f, t)
    words = {"plan": plan, "day": on_day(f["on"], t)}
    if f["deal"]:
        return t("{plan} for {deal} is due since {day}", **words, deal=str(f["deal"]))
    return t("{plan} is due since {day}", **words)


def _short(f: Facts, t: Words) -> str:
    if f["code"] is not None:
        return t("Is {plan} due?", plan=said(SCENARIO_INSIDE, str(f["kind"]), t))
    return t("{plan} due", plan=said(SCENARIO, str(f["kind"]), t))


def _write(f: Facts, t: Words) -> str:
    words = {"contract": str(f["contract"]), "day": on_day(f["ends"], t)}
    return t("Write down what comes after {contract}, which ends on {day}", **words)


DOES: dict[str, Say] = {"scenario_act": _act, "review_scenario": _review, "write_after": _write}
NEWS: dict[str, Say] = {"trigger_met": _news}
SHORT: dict[str, Say] = {"trigger_met": _short}
