"""What to ask next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import item_name, lowered, month_name, on_day
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Question as Asked
from accountbook.display.lists import questions
from accountbook.display.page import block
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.questions import Question, Questions

Facts = Mapping[str, object]
MOST = 3


def three_questions(judged: Questions, t: Words) -> Fragment:
    """The block "Three questions to ask", the one whose answer changes most first.

    Returns
    -------
    Fragment
        Empty where the tables at hand leave nothing to ask: that is no proof that all is answered.
    """
    if not judged.found:
        return Fragment()
    rows = [Asked(question_sentence(one.asks.code, one.asks.facts, t), question_moves(one, t)) for one in judged.found]
    note = t.plural("{n} more question is open.", "{n} more questions are open.", judged.more) if judged.more else ""
    return block(questions_finding(judged, t), questions(rows), note=note)


def questions_finding(judged: Questions, t: Words) -> str:
    """What the first answer would change."""
    first = judged.found[0]
    size = first.size
    if size is not None and str(first.moves) == "risk" and round(size):
        return t.plural(
            "The first answer moves the risk by {n} point", "The first answer moves the risk by {n} points", round(size)
        )
    if size is not None and str(first.moves) == "odds" and round(size):
        return t.plural(
            "The first answer moves the odds by {n} point", "The first answer moves the odds by {n} points", round(size)
        )
    if size is not None and str(first.moves) == "money" and size:
        money, stake = _of_money(first, t), first.asks.facts.get("stake")
        if first.money > size:
            return t("The first answer moves about {moved}", moved=money["moved"])
        if stake == "orders":
            return t("The first answer moves about {moved} of the {money} ordered a year", **money)
        if stake == "asked":
            return t("The first answer moves about {moved} of the {money} asked in open deals", **money)
        return t("The first answer moves about {moved} of {money}", **money)
    return t.plural("{n} question is worth asking", "{n} questions, the first one first", len(judged.found))


def question_sentence(code: str, facts: Facts, t: Words) -> str:
    """A question as one would ask it.

    Parameters
    ----------
    code, facts : as `accountbook.planning.questions` lists them.
    """
    say = _ASK.get(code)
    return say(facts, t) if say else code.replace("_", " ") + "?"


def _deal(f: Facts, t: Words) -> str:
    return str(f.get("deal") or t("the open deal"))


def _who(f: Facts, t: Words) -> str:
    role = lowered(f["role"], t)
    if f.get("since") is not None:
        return t("Who is {role} since {day}?", role=role, day=on_day(f["since"], t))
    return t("Who is {role}?", role=role)


def _late(f: Facts, t: Words) -> str:
    return t("What became of the order that was due around {day}?", day=on_day(f["due"], t))


def _missing_item(f: Facts, t: Words) -> str:
    return t("Why was {item} not in the last order?", item=item_name(f.get("item_id"), f.get("item")))


def _negative(f: Facts, t: Words) -> str:
    if f.get("name"):
        return t("What would change {name}'s mind about us?", name=f["name"])
    return t("What would change the mind of the {role}?", role=lowered(f["role"], t))


def _close(f: Facts, t: Words) -> str:
    if f.get("passed") is not None:
        return t("{deal} was to be decided by {day}: when now?", deal=_deal(f, t), day=on_day(f["passed"], t))
    return t("When will {deal} be decided?", deal=_deal(f, t))


def _channel(f: Facts, t: Words) -> str:
    if f.get("name"):
        return t("Who can bring us to {name} about {deal}?", name=f["name"], deal=_deal(f, t))
    return t("Who can bring us to the one who decides on {deal}?", deal=_deal(f, t))


def _year_end(f: Facts, t: Words) -> str:
    if f.get("inferred"):
        return t(
            "Does your fiscal year end in {month}, as your orders suggest?", month=month_name(int(f["inferred"]), t)
        )
    return t("In which month does your fiscal year end?")


_ASK: dict[str, Callable[[Facts, Words], str]] = {
    "who_fills_role": _who,
    "budget": lambda f, t: t("Is the budget for {deal} approved, and for which year?", deal=_deal(f, t)),
    "key_person": lambda f, t: t("Who decides on {deal}?", deal=_deal(f, t)),
    "channel": _channel,
    "close": _close,
    "competition": lambda f, t: t("Who else offers for {deal}, and since when?", deal=_deal(f, t)),
    "criteria": lambda f, t: t("What will decide {deal}: price, delivery, service?", deal=_deal(f, t)),
    "buyer_stage": lambda f, t: t("Where do you stand with {deal}?", deal=_deal(f, t)),
    "amount": lambda f, t: t("How large will {deal} be?", deal=_deal(f, t)),
    "late_order": _late,
    "missing_item": _missing_item,
    "why_negative": _negative,
    "fiscal_year_end": _year_end,
    "sole_source": lambda f, t: t("From whom else do you buy what we sell you?"),
    "end_customers": lambda f, t: t("Who uses what you buy from us?"),
}


def question_moves(one: Question, t: Words) -> str:
    """The second line: what the answer changes, whom to ask, who asks."""
    told = [_size(one, t)]
    if one.asks.facts.get("ask"):
        told.append(t("ask {who}", who=str(one.asks.facts["ask"])))
    if one.asks.facts.get("ours"):
        told.append(str(one.asks.facts["ours"]))
    return "; ".join(part for part in told if part)


def _size(one: Question, t: Words) -> str:
    kind, size, f = str(one.moves), one.size, one.asks.facts
    if kind == "odds" and f.get("p_yes") is not None and f.get("p_no") is not None:
        return t("Odds become {yes} or {no}", yes=t.share(f["p_yes"]), no=t.share(f["p_no"]))
    if size is None:
        return _stake(f, t)
    if kind == "risk" and round(size):
        return t.plural("Moves the order risk by {n} point", "Moves the order risk by {n} points", round(size))
    if kind == "odds" and round(size):
        return t.plural("Moves the odds by {n} point", "Moves the odds by {n} points", round(size))
    if kind == "money" and size:
        money = _of_money(one, t)
        if one.money > size:  # orders and deals together rank it, and their sum is shown to nobody
            return t("Moves about {moved}", moved=money["moved"])
        if f.get("stake") == "orders":
            return t("Moves about {moved} of the {money} ordered a year", **money)
        if f.get("stake") == "asked":
            return t("Moves about {moved} of the {money} asked in open deals", **money)
        return t("Moves about {moved} of {money}", **money)
    return _stake(f, t)


def _of_money(one: Question, t: Words) -> dict[str, str]:
    """What the answer moves, by which the questions are ranked, and what it is a part of."""
    return {"moved": t.money(one.money, unit=True), "money": t.money(one.size, unit=True)}


def _stake(f: Facts, t: Words) -> str:
    """What the question is about, where no size can be computed."""
    if f.get("decides"):
        return t("This role decides")
    if f.get("amount") is not None and f.get("deal"):
        return t("{money} asked", money=t.money(f["amount"], unit=True))
    return ""
