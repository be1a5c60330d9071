"""Talking points: what to say in the meeting without paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from accountbook.display.blocks.ask import question_sentence
from accountbook.display.blocks.deals import plain_warning
from accountbook.display.blocks.prose import quoted, shortened
from accountbook.display.blocks.sentences import Facts, change_sentence
from accountbook.display.blocks.terms import days, on_day, sentence
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Question as Line
from accountbook.display.lists import questions
from accountbook.display.page import block, strong
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.planning.points import Point

PARTS = {
    "changed": N_("What changed"),
    "deal": N_("The deal"),
    "want": N_("We want"),
    "ask": N_("Ask first"),
    "offer": N_("Offer"),
    "plan_b": N_("Be ready"),
    "avoid": N_("Avoid"),
}


def talking_points(judged: Sequence[Point], t: Words) -> Fragment:
    """The block "Talking points": each sentence with what it is for, and below it what it rests on.

    Returns
    -------
    Fragment
        Empty where nothing is known that one could say.
    """
    if not judged:
        return Fragment()
    rows = [_line(point, t) for point in judged]
    n = len(rows)
    finding = t.plural("{n} sentence to know by heart", "{n} sentences to know by heart", n)
    return block(finding, questions(rows))


def _line(point: Point, t: Words) -> Line:
    says, rests = point_sentence(point, t)
    late = any(point.says.facts.get(fact) for fact in ("days_late", "days_after", "early", "key"))
    return Line(t.rich("{part}: {says}", part=strong(t(PARTS[str(point.part)])), says=says), rests, act=late)


def point_sentence(point: Point, t: Words) -> tuple[str, str]:
    """What to say, and what it rests on ("" where the sentence says it).

    Parameters
    ----------
    point : codes and facts as `accountbook.planning.points` lists them.
    """
    code, f = point.says.code, point.says.facts
    if str(point.part) == "ask":
        said = quoted(f["text"], t) if code == "recorded" else question_sentence(code, f, t)
        return said, _asked(f, t)
    say = _SAY.get(code)
    return say(f, t) if say else (change_sentence(code, f, t), "")


def _asked(f: Facts, t: Words) -> str:
    """Whether it was asked before, and whom; else whom to ask."""
    if f.get("asked_on") is not None:
        day = on_day(f["asked_on"], t)
        if f.get("whom"):
            return t("Asked {who} on {day}, not answered", who=str(f["whom"]), day=day)
        return t("Asked on {day}, not answered", day=day)
    return sentence(t("ask {who}", who=str(f["ask"]))) if f.get("ask") else ""


def _year(f: Facts, t: Words) -> tuple[str, str]:
    money = t.money(f["value"], unit=True)
    if f.get("change") is None:
        return t("twelve months brought {money}", money=money), ""
    change = t.change(f["change"])
    return t("twelve months brought {money}, {change} on the year before", money=money, change=change), ""


def _stands(f: Facts, t: Words) -> tuple[str, str]:
    deal, p = str(f["deal"]), f.get("p")
    if f.get("offered") is not None and f.get("amount") is not None:
        words = {"deal": deal, "offered": t.money(f["offered"], unit=True), "money": t.money(f["amount"], unit=True)}
        said = t("{deal}, {offered} offered (deal record: {money})", **words)
        if p is not None:
            said = t("{deal}, {offered} offered (deal record: {money}), {odds} odds", odds=t.share(p), **words)
    elif f.get("amount") is None:
        said = deal if p is None else t("{deal}, {odds} odds", deal=deal, odds=t.share(p))
    elif p is None:
        said = t("{deal}, {money} asked", deal=deal, money=t.money(f["amount"], unit=True))
    else:
        said = t(
            "{deal}, {money} asked, {odds} odds", deal=deal, money=t.money(f["amount"], unit=True), odds=t.share(p)
        )
    close = t("to be decided by {day}", day=on_day(f["close"], t)) if f.get("close") is not None else ""
    doubt = plain_warning(str(f["doubt"]), t) if f.get("doubt") else ""
    return said, sentence("; ".join(part for part in (close, doubt) if part))


def _left(f: Facts, t: Words) -> tuple[str, str]:
    if f["key"]:
        return change_sentence("person_left", f, t), t("Was to decide on this deal; ask first who follows")
    return change_sentence("person_left", f, t), t("Was one of those who decide; ask first who follows")


def _goal(f: Facts, t: Words) -> tuple[str, str]:
    return shortened(f["text"]), t("Our goal for the meeting")


def _quote(f: Facts, t: Words) -> tuple[str, str]:
    if f.get("due") is None:
        return quoted(f["text"], t), t("Goal {id}, quoted", id=str(f["row_id"]))
    return quoted(f["text"], t), t("Goal {id}, quoted; due {day}", id=str(f["row_id"]), day=on_day(f["due"], t))


def _step(f: Facts, t: Words) -> tuple[str, str]:
    if f.get("due") is None:
        return shortened(f["text"]), t("The next step of the playbook")
    day = on_day(f["due"], t)
    if f.get("days_late"):
        late = days(int(f["days_late"]), t)
        return shortened(f["text"]), t("The next step of the playbook, due {day}, {late} late", day=day, late=late)
    if f.get("days_after"):
        after = days(int(f["days_after"]), t)
        return shortened(f["text"]), t(
            "The next step of the playbook, due {day}, {after} after they decide", day=day, after=after
        )
    return shortened(f["text"]), t("The next step of the playbook, due {day}", day=day)


def _answer(f: Facts, t: Words) -> tuple[str, str]:
    said = t("our answer to {request}", request=quoted(f["text"], t))
    who = str(f["owner"]) if f.get("owner") else t("nobody named")
    if f.get("days_late"):
        return said, t("{late} late; {who}", late=days(int(f["days_late"]), t), who=who)
    if f.get("due") is not None:
        return said, t("due {day}; {who}", day=on_day(f["due"], t), who=who)
    return said, who


def _extend(f: Facts, t: Words) -> tuple[str, str]:
    number, until, close = str(f["quote_id"]), on_day(f["until"], t), on_day(f["close"], t)
    early = days(int(f["early"]), t)
    price = "" if f["price"] is None else t.money(float(f["price"]), currency=str(f["currency"]))
    if f["expired"]:
        if price:
            said = t("to renew offer {id} of {price}", id=number, price=price)
        else:
            said = t("to renew offer {id}", id=number)
        return said, t("It ran out on {until}, {early} before they decide", until=until, early=early)
    if not price:
        said = t("to extend offer {id} past {close}", id=number, close=close)
    else:
        said = t("to extend offer {id} of {price} past {close}", id=number, price=price, close=close)
    return said, t("It runs out on {until}, {early} before they decide", until=until, early=early)


def _staying(f: Facts, t: Words) -> tuple[str, str]:
    cost, price = t.money(f["cost"], unit=True), t.money(f["price"])
    said = t("failures of what they run cost them {cost} a year; we ask {price}", cost=cost, price=price)
    years = t.number(f["years"], digits=1)
    if f.get("family"):
        return said, t("{years} years of failures of {family} pay it", years=years, family=str(f["family"]))
    return said, t("{years} years of failures pay it", years=years)


def _difference(f: Facts, t: Words) -> tuple[str, str]:
    criteria = f.get("criteria") or ()
    rests = t("They decide by {criteria}", criteria=t.list(criteria)) if criteria else t("Our difference in their eyes")
    return shortened(f["text"]), rests


def _story(f: Facts, t: Words) -> tuple[str, str]:
    said = t("the story of {customer}: {result}", customer=str(f["customer"]), result=shortened(f["result"]))
    return said, shortened(f["title"]) if f.get("title") else ""


def _argument(f: Facts, t: Words) -> tuple[str, str]:
    said = quoted(f["text"], t)
    result = t("Elsewhere: {result}", result=shortened(f["result"]))
    return said, t("{result}; for {name}", result=result, name=str(f["name"])) if f.get("name") else result


def _came(f: Facts, t: Words) -> tuple[str, str]:
    trigger = t("{trigger}, since {day}", trigger=quoted(f["trigger"], t), day=on_day(f["on"], t))
    return shortened(f["action"]), trigger


def _complaint(f: Facts, t: Words) -> tuple[str, str]:
    name = str(f["name"]) if f.get("name") else t("they")
    return (
        t("prices before this is settled: {complaint}", complaint=quoted(f["text"], t)),
        t("{name}, {day}; not closed", name=name, day=on_day(f["on"], t)),
    )


def _shown(f: Facts, t: Words) -> tuple[str, str]:
    name = str(f["name"]) if f.get("name") else t("the same person")
    times = int(f["times"])
    return (
        t("{document} for {name} once more", document=str(f["document"]), name=name),
        t("Shown {times} times, last on {day}", times=times, day=on_day(f["on"], t)),
    )


def _lesson(f: Facts, t: Words) -> tuple[str, str]:
    times = int(f["times"])
    return t("forgetting {lesson}", lesson=quoted(f["text"], t)), t.plural(
        "Learned {n} time", "Learned {n} times", times
    )


_SAY: dict[str, Callable[[Facts, Words], tuple[str, str]]] = {
    "decider_left": _left,
    "year": _year,
    "deal_stands": _stands,
    "want_goal": _goal,
    "want_quote": _quote,
    "want_step": _step,
    "offer_answer": _answer,
    "offer_extend": _extend,
    "offer_staying": _staying,
    "offer_difference": _difference,
    "offer_story": _story,
    "offer_argument": _argument,
    "trigger_came": _came,
    "avoid_complaint": _complaint,
    "avoid_shown": _shown,
    "avoid_lesson": _lesson,
}
