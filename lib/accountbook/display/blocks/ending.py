"""The page's end: what we said last month and what came, hit rates, what the data could not say, the load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.display.blocks.terms import on_day
from accountbook.display.fragment import Fragment
from accountbook.display.page import footer
from accountbook.display.words import Words
from accountbook.planning.predicted import Shown, measured

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import Parts
    from accountbook.planning.said import Said

Facts = Mapping[str, object]


def unsaid_sentence(code: str, facts: Facts, t: Words) -> str:
    """What the data could not say, as a sentence with a full stop.

    Parameters
    ----------
    code, facts : as `accountbook.planning.gaps` lists them.
    """
    say = _UNSAID.get(code)
    return say(facts, t) if say else code.replace("_", " ") + "."


def _rate(f: Facts, t: Words) -> str:
    return t.plural(
        "{n} order line in {currencies} has no exchange rate and is in no sum.",
        "{n} order lines in {currencies} have no exchange rate and are in no sum.",
        int(f["lines"]),
        currencies=t.list(f["currencies"]) if f.get("currencies") else t("another currency"),
    )


_UNSAID: dict[str, Callable[[Facts, Words], str]] = {
    "no_orders": lambda f, t: t("They never ordered, so nothing can be said of a rhythm."),
    "few_orders": lambda f, t: t.plural(
        "{n} order is too few for a rhythm, a season or a peak.",
        "{n} orders are too few for a rhythm, a season or a peak.",
        int(f["orders"]),
    ),
    "short_history": lambda f, t: t.plural(
        "{n} month of history: no year to compare with.",
        "{n} months of history: no year to compare with.",
        int(f["months"]),
    ),
    "no_season": lambda f, t: t.plural(
        "{n} month of history: seasons need 24.", "{n} months of history: seasons need 24.", int(f["months"])
    ),
    "no_fiscal": lambda f, t: t("Their fiscal year-end is neither recorded nor visible."),
    "no_rate": _rate,
    "no_cost": lambda f, t: t(
        "{share} of a year's sales has no cost, so its margin is unknown.", share=t.share(f["share"])
    ),
    "no_item_name": lambda f, t: t.plural("{n} item has no name.", "{n} items have no name.", int(f["items"])),
    "no_owner": lambda f, t: t("Nobody is named as owner."),
    "no_country": lambda f, t: t("No country is recorded, so holidays are unknown."),
    "no_vertical": lambda f, t: t("No industry is recorded, so only the general roles apply."),
    "no_prediction": lambda f, t: t("No prediction was made for this day."),
    "naive_risk": lambda f, t: t("The churn model did not beat the base rate, so the base rate is shown."),
    "naive_deals": lambda f, t: t("The deal model did not beat the base rate, so the base rate is shown."),
    "no_odds": lambda f, t: t.plural("{n} deal has no odds.", "{n} deals have no odds.", int(f["deals"])),
    "no_amount": lambda f, t: t.plural("{n} deal has no amount.", "{n} deals have no amount.", int(f["deals"])),
    "rows_without_date": lambda f, t: t.plural(
        "{n} row has no date and counts as known since the first load.",
        "{n} rows have no date and count as known since the first load.",
        int(f["rows"]),
    ),
}


def said_sentence(judged: Said, t: Words) -> str:
    """What was said of the next order a month ago, and what came."""
    state = str(judged.state)
    if state == "nothing" or judged.as_of is None:
        return t("Nothing yet: no plan of a month ago is on record.")
    told = _told(judged, t)
    if state == "came" and judged.came is not None:
        return f"{told} {_came(judged, t)}"
    if state == "silent":
        return told + " " + t("No order came, and the whole range has passed.")
    return told + " " + t("No order came yet.")


def _told(judged: Said, t: Words) -> str:
    money = t.money_with_range(judged.amount, judged.amount_lo, judged.amount_hi, unit=True)
    if judged.p50 is None:
        return t("No order was expected soon.")
    when = on_day(judged.p50, t)
    if judged.p10 is not None and judged.p90 is not None:
        between = t.day_range(judged.p10, judged.p90)
        if money:
            return t("Order expected {day} ({between}), {money}.", day=when, between=between, money=money)
        return t("Order expected {day} ({between}).", day=when, between=between)
    if money:
        return t("Order expected {day} or later, {money}.", day=when, money=money)
    return t("Order expected {day} or later.", day=when)


def _came(judged: Said, t: Words) -> str:
    values = {"day": on_day(judged.came, t), "money": t.money(judged.came_amount, unit=True) or t("amount unknown")}
    dates, amounts = judged.date_inside, judged.amount_inside
    if dates is None and amounts is None:
        return t("It came on {day}, {money}.", **values)
    if dates is None:
        if amounts:
            return t("It came on {day}, {money}: inside the amount.", **values)
        return t("It came on {day}, {money}: outside the amount.", **values)
    if amounts is None:
        if dates:
            return t("It came on {day}, {money}: inside the dates.", **values)
        return t("It came on {day}, {money}: outside the dates.", **values)
    if dates and amounts:
        return t("It came on {day}, {money}: inside the dates and the amount.", **values)
    if dates:
        return t("It came on {day}, {money}: inside the dates, outside the amount.", **values)
    if amounts:
        return t("It came on {day}, {money}: outside the dates, inside the amount.", **values)
    return t("It came on {day}, {money}: outside the dates and the amount.", **values)


def hit_rates(orders: pd.DataFrame | None, deals: pd.DataFrame | None, t: Words) -> str:
    """How often the ranges shown held and how good the chances shown were; "" where no past is long enough.

    Parameters
    ----------
    orders, deals : predictions of kinds ``quality_orders`` and ``quality_deals``.
    """
    told = [_dates_inside(orders, t), _amounts_inside(orders, t), _risk_loss(orders, t), _deals_loss(deals, t)]
    return " ".join(sentence for sentence in told if sentence)


def _dates_inside(orders: pd.DataFrame | None, t: Words) -> str:
    found = measured(orders, "date", "coverage_within")
    if found is None:
        return ""
    share = t.share(found.figure)
    if found.shown == Shown.NAIVE:
        return t("Dates, from the usual gap alone, inside the range {share} (should: 80%).", share=share)
    return t("Dates inside the range {share} (should: 80%).", share=share)


def _amounts_inside(orders: pd.DataFrame | None, t: Words) -> str:
    found = measured(orders, "amount", "coverage")
    if found is None:
        return ""
    share = t.share(found.figure)
    if found.shown == Shown.NAIVE:
        return t("Amounts, around each account's own median, inside {share}.", share=share)
    return t("Amounts inside {share}.", share=share)


def _risk_loss(orders: pd.DataFrame | None, t: Words) -> str:
    found = measured(orders, "churn90", "log_loss")
    if found is None or found.other is None:
        return ""
    losses = {"shown": t.number(found.figure, digits=2), "other": t.number(found.other, digits=2)}
    if found.shown == Shown.NAIVE:
        return t("Risk, by the base rate: log loss {shown} (the model's: {other}).", **losses)
    return t("Risk, by the model: log loss {shown} (the base rate's: {other}).", **losses)


def _deals_loss(deals: pd.DataFrame | None, t: Words) -> str:
    found = measured(deals, "deals", "log_loss")
    if found is None or found.other is None:
        return ""
    losses = {"shown": t.number(found.figure, digits=2), "other": t.number(found.other, digits=2)}
    if found.shown == Shown.NAIVE:
        return t("Deals, by the base rate: log loss {shown} (the model's: {other}).", **losses)
    return t("Deals, by the model: log loss {shown} (the base rate's: {other}).", **losses)


def plan_footer(plan: Parts, t: Words, *, version: str) -> Fragment:
    """The page's end: what we said and what came, hit rates, what could not be said, words used, as-of and load.

    Parameters
    ----------
    plan : what was said, gaps, quality and load.
    version : ours.
    """
    said = plan.said
    first = (
        t("What we said on {day}", day=on_day(said.as_of, t))
        if said.as_of is not None
        else t("What we said last month")
    )
    rows: list[tuple[str, str]] = [(first, said_sentence(said, t))]
    rates = hit_rates(plan.quality_orders, plan.quality_deals, t)
    if rates:
        rows.append((t("All accounts, past months"), rates))
    unsaid = " ".join(unsaid_sentence(one.code, one.facts, t) for one in plan.gaps.unsaid)
    if unsaid:
        rows.append((t("What the data could not say"), unsaid))
    rows.append(
        (
            t("Words used"),
            t(
                "Due: on their usual day, by the times between orders. Overdue: their usual day has passed. "
                "Missed: the whole usual range has passed. Ranges hold 8 of 10."
            ),
        )
    )
    as_of = t(
        "{day}. Load {load}, {lines} of this account. accountbook {version}.",
        day=t.day(t.as_of, year=True),
        load=plan.load_id,
        lines=t.plural("{n} order line", "{n} order lines", plan.lines),
        version=version,
    )
    rows.append((t("As of"), as_of))
    return footer(rows)
