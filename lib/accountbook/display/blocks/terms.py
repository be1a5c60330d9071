"""Words for the codes of tables and judgements, and the few values that blocks format alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
from babel import Locale

from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.tables import Cell
from accountbook.display.words import N_, Words

Text = str | Fragment

CHANNEL = {
    "distributor": N_("Distributor"),
    "integrator": N_("Integrator"),
    "oem": N_("OEM"),
    "end_user": N_("End user"),
}
SELLER_STAGE = {
    "lead": N_("Lead"),
    "need": N_("Need"),
    "offer": N_("Offer"),
    "negotiation": N_("Negotiation"),
    "verbal": N_("Verbal yes"),
}
BUYER_STAGE = {
    "unaware": N_("Unaware"),
    "interested": N_("Interested"),
    "defining": N_("Defining"),
    "comparing": N_("Comparing"),
    "deciding": N_("Deciding"),
}
BUDGET = {
    "unknown": N_("unknown"),
    "none": N_("none"),
    "requested": N_("requested"),
    "approved": N_("approved"),
}
ROUTE = {"negotiated": N_("negotiated"), "tender": N_("tender")}
DISPOSITION = {
    "favourable": N_("favourable"),
    "neutral": N_("neutral"),
    "negative": N_("negative"),
    "unknown": N_("unknown"),
}
CLAIM = {
    "defect": N_("Defect"),
    "damage": N_("Damage"),
    "wrong_item": N_("Wrong item"),
    "late": N_("Late delivery"),
    "documents": N_("Documents"),
    "billing": N_("Billing"),
    "support": N_("Support"),
    "other": N_("Other"),
}
UNANSWERED = {
    "budget": N_("budget not confirmed"),
    "key_person": N_("who decides is unknown"),
    "channel": N_("no way to who decides"),
    "close": N_("no close date"),
    "amount": N_("no amount"),
    "competition": N_("competition unknown"),
    "solution": N_("no product line"),
    "criteria": N_("criteria unknown"),
    "how_obtained": N_("how we heard is not noted"),
}


def said(words: Mapping[str, str], code: str | None, t: Words) -> str:
    """The word for a code; the code itself, made readable, where we have none; "" for None.

    Examples
    --------
    >>> said(SELLER_STAGE, "verbal", Words()), said(SELLER_STAGE, "site_visit", Words()), said(ROUTE, None, Words())
    ('Verbal yes', 'site visit', '')
    """
    if not code:
        return ""
    return t(words[code]) if code in words else str(code).replace("_", " ")


def sentence(text: str) -> str:
    """A phrase with a capital, to start a line.

    Examples
    --------
    >>> sentence("budget not confirmed"), sentence("")
    ('Budget not confirmed', '')
    """
    return text[:1].upper() + text[1:]


def lowered(role: object, t: Words | None = None) -> str:
    """A role within a sentence; in a Korean one as it is written, where a capital is no sentence's start.

    Examples
    --------
    >>> t = Words()
    >>> lowered("Head of purchasing", t), lowered("CFO", t), lowered(None, t), lowered("Buyer", Words("ko"))
    ('head of purchasing', 'CFO', '', 'Buyer')
    """
    text = str(role or "")
    if t is not None and t.lang != "en":
        return text
    return text[:1].lower() + text[1:] if text[1:2].islower() or text.startswith("A ") else text


def country(code: str | None, t: Words) -> str:
    """A country's name in the reader's language.

    Examples
    --------
    >>> country("KR", Words()), country("XX", Words()), country(None, Words())
    ('South Korea', 'XX', '')
    """
    if not code:
        return ""
    return str(Locale.parse("en_GB" if t.lang == "en" else t.lang).territories.get(code, code))


def on_day(value: pd.Timestamp | None, t: Words) -> str:
    """A day in a sentence, by the one rule of `Words.day`: without its year only where that is the page's own.

    Examples
    --------
    >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
    >>> on_day(pd.Timestamp("2026-12-29"), t), on_day(pd.Timestamp("2027-01-29"), t), on_day(None, t)
    ('29 Dec', '29 Jan 2027', '')
    """
    return "" if value is None else t.day(value)


def due_by(value: pd.Timestamp | None, late: int | None, t: Words) -> str:
    """By when something was to be done, and how many days ago that was where it was not done; "" without a day.

    Examples
    --------
    >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
    >>> due_by(pd.Timestamp("2027-02-04"), None, t), due_by(pd.Timestamp("2026-08-24"), 68, t), due_by(None, None, t)
    ('due 4 Feb 2027', 'due 24 Aug, 68 days late', '')
    """
    if value is None:
        return ""
    if late:
        return t("due {day}, {late} late", day=on_day(value, t), late=days(late, t))
    return t("due {day}", day=on_day(value, t))


HALF_A_YEAR = 183


def days(count: float, t: Words) -> str:
    """A number of days: "1 day", "14 days"."""
    return t.plural("{n} day", "{n} days", whole(count))


def month_name(month: int, t: Words) -> str:
    """The name of a month by its number 1 to 12."""
    return t.month(pd.Timestamp(2001, month, 1))


def item_name(item_id: object, name: object = None) -> str:
    """How an item is called within a sentence: its number, and the head of its name.

    Examples
    --------
    >>> item_name("VX-240", "valve, 230 V"), item_name("85123A", "WHITE HANGING HEART T-LIGHT")
    ('VX-240 valve', '85123A WHITE HANGING HEART…')
    """
    head = str(name or "").split(",")[0].strip()
    if not head or head == str(item_id):
        return str(item_id)
    return f"{item_id} {head if len(head) <= _HEAD else head[:_HEAD].rstrip() + '…'}"


_HEAD = 20


def pieces_of(what: str, quantity: float | None, t: Words) -> str:
    """So many pieces of something; the thing alone where nobody says how many.

    Examples
    --------
    >>> pieces_of("VX-240 valve", 12.0, Words()), pieces_of("VX-240 valve", None, Words())
    ('VX-240 valve (12 pieces)', 'VX-240 valve')
    """
    if not quantity:
        return what
    return t.plural("{item} ({n} piece)", "{item} ({n} pieces)", whole(quantity), item=what)


def item_cell(item_id: str, name: str | None, **more: Any) -> Cell:
    """An item in a table: its number in bold, its name after it in grey."""
    return Cell(item_id, aside=name if name and name != item_id else "", **more)


def money_column(values: Iterable[float | None], t: Words) -> tuple[str, Callable[..., str]]:
    """The head of a column of money and how its cells are written, so that the small ones do not round to 0.

    Examples
    --------
    >>> head, cell = money_column([41_200, 366_000, None], Words())
    >>> head, cell(41_200), cell(None)
    ('EUR\xa0k', '41', '')
    >>> head, cell = money_column([640, 85], Words())
    >>> head, cell(640)
    ('EUR', '640')
    >>> head, cell = money_column([15_400, 2_100], Words("ko"))
    >>> head, cell(15_400), cell(2_100)
    ('만\xa0유로', '1.54', '0.21')
    """
    known = [abs(v) for v in values if v is not None and math.isfinite(v) and v]
    size, finer = t.column_scale()
    base = size / 10**finer
    if not known or max(known) >= 10 * base:
        digits = finer + int(bool(known) and min(known) < 10 * base and max(known) < 100 * base)
        head = t.money_unit.replace(" ", "\N{NO-BREAK SPACE}")
        return head, lambda value: _cell(value, t, scale=size, digits=digits)
    return t.currency_name, lambda value: _cell(value, t)


def _cell(value: float | None, t: Words, *, scale: float = 1.0, digits: int = 0) -> str:
    """Money in a column; what would round to 0 is said to be under the smallest figure shown."""
    if value is None:
        return ""
    least = 10.0**-digits
    if 0 < value / scale < least / 2:
        return f"<{t.number(least, digits=digits)}"
    return t.number(value / scale, digits=digits)


def adding_up(parts: Iterable[float], total: float) -> list[int]:
    """Whole numbers near the parts that add up to the rounded total (largest remainders).

    Examples
    --------
    >>> adding_up([5.4, 4.4, 4.4, -0.4], 13.8)
    [6, 4, 4, 0]
    >>> sum(_)
    14
    """
    parts = list(parts)
    near = [math.floor(part) for part in parts]
    short = max(0, min(len(parts), whole(total) - sum(near)))
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - near[i], -i), reverse=True)
    for i in order[:short]:
        near[i] += 1
    return near
