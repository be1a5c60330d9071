"""The letter that an owner gets after an edition: who is worth a call, what changed, what could not be made.

It names accounts and what happened there, and no person at the customer's: what was sent cannot be taken back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from accountbook.display.editions import edition_name
from accountbook.display.formats import missing
from accountbook.display.fragment import render
from accountbook.display.index_row import IndexRow
from accountbook.display.words import Words

__all__ = ["Letter", "News", "one_line", "owner_letter"]

_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of what follows them."""
_SIGNS = {"down": "▼", "up": "▲"}


@dataclass(frozen=True)
class News:
    """What an edition says of one account.

    Parameters
    ----------
    row : its row in the index; its links are ready to be followed, or empty.
    changes : (direction, what) of each change, the heaviest first; direction is "up", "down" or "same".
    """

    row: IndexRow
    changes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Letter:
    """A letter, ready to be sent.

    Attributes
    ----------
    subject : one line without a customer's name.
    text, html : the same words, plain and as a page.
    """

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Entry:
    """An account in a letter."""

    name: str
    href: str
    lines: tuple[tuple[str, str], ...]


def owner_letter(
    news: Sequence[News],
    *,
    words: Words,
    edition: str,
    company: str,
    as_of: pd.Timestamp,
    indexes: Sequence[tuple[str, str]],
    invented: bool = False,
) -> Letter:
    """Give the letter to one owner.

    Parameters
    ----------
    news : of each of the owner's accounts.
    words : of the reader.
    edition, company, as_of, invented : what the letter is about.
    indexes : (name, address) of the pages to open first; an address that is no link is shown as text.

    Examples
    --------
    >>> news = [News(IndexRow("A", "Keller & Co", attention=1), [("down", "Order overdue, 7 days")])]
    >>> day = pd.Timestamp("2026-10-31")
    >>> made = owner_letter(news, words=Words(as_of=day), edition="monthly", company="Nova", as_of=day, indexes=[])
    >>> made.subject
    'Monthly edition, 31 Oct 2026: 1 of 1 account needs a call'
    >>> print(made.text)
    Nova. Monthly edition, as of 31 Oct 2026.
    <BLANKLINE>
    Worth a call first
    <BLANKLINE>
    - Keller & Co
        ▼ Order overdue, 7 days
    <BLANKLINE>
    """
    t = words
    failed = [one for one in news if one.row.failed]
    read = [one for one in news if not one.row.failed]
    calls = sorted((one for one in read if one.row.attention), key=lambda one: one.row.attention)
    changed = [one for one in read if not one.row.attention and one.changes]
    quiet = len(read) - len(calls) - len(changed)
    values = {"edition": edition_name(edition, t), "day": t.day(as_of, year=True)}
    heads = [t("{company}. {edition} edition, as of {day}.", company=one_line(company), **values)]
    if invented:
        heads.append(t("Invented company and data"))
    sections = [
        (t("Worth a call first"), [_entry(one, t) for one in calls]),
        (t("What changed elsewhere") if calls else t("What changed"), [_entry(one, t) for one in changed]),
        (t("Could not be made this time"), [_entry(one, t) for one in failed]),
    ]
    rest = t.plural("Nothing new at {n} account.", "Nothing new at {n} accounts.", quiet) if quiet else ""
    told = {
        "heads": heads,
        "sections": [(title, entries) for title, entries in sections if entries],
        "rest": rest,
        "all_of_it": t("All of it:"),
        "indexes": [(one_line(name), address) for name, address in indexes],
    }
    subject = t.plural(
        "{edition} edition, {day}: {calls} of {n} account needs a call",
        "{edition} edition, {day}: {calls} of {n} accounts need a call",
        len(news),
        calls=t.number(len(calls)),
        **values,
    )
    return Letter(subject, _text(**told), str(render("letter", lang=t.lang, title=subject, is_link=_is_link, **told)))


def one_line(text: str) -> str:
    """Give a name as one line of visible letters: no line break, no mark that turns the line round.

    Examples
    --------
    >>> one_line("Keller\\r\\nBcc: all@example.com \\u202e")
    'Keller Bcc: all@example.com'
    """
    shown = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    kept = "".join(letter for letter in shown if letter not in _TURNS and unicodedata.category(letter) != "Cs")
    return " ".join(kept.split())


def _entry(one: News, t: Words) -> _Entry:
    row, lines = one.row, [(_SIGNS.get(direction, ""), one_line(what)) for direction, what in one.changes]
    if row.failed:
        lines = [("×", row.failed)]
    elif not lines:
        lines = _standing(row, t)
    name = ", ".join(filter(None, (one_line(row.name), one_line(row.where))))
    return _Entry(name, row.reason_href if row.failed else row.href, tuple(lines))


def _standing(row: IndexRow, t: Words) -> list[tuple[str, str]]:
    """Why an account is worth a call although nothing has changed there."""
    lines = []
    if row.overdue and not missing(row.next_day):
        lines.append(("!", t("Order late: their usual day was {day}", day=t.day(row.next_day))))
    if row.risk_act and not missing(row.risk):
        lines.append(("!", t("Risk of no order: {share}", share=t.share(row.risk))))
    return lines


def _is_link(address: str) -> bool:
    return address.startswith(("https://", "http://", "file://"))


def _text(
    *,
    heads: Sequence[str],
    sections: Sequence[tuple[str, Sequence[_Entry]]],
    rest: str,
    all_of_it: str,
    indexes: Sequence[tuple[str, str]],
) -> str:
    """Give the plain text: names and lines hold no line break, so that nothing in them looks like another part."""
    lines = [*heads, ""]
    for title, entries in sections:
        lines += [title, ""]
        for entry in entries:
            lines.append(f"- {entry.name}")
            lines += [f"    {sign} {what}" if sign else f"    {what}" for sign, what in entry.lines]
            lines += [f"    {entry.href}"] if entry.href else []
        lines.append("")
    lines += [rest, ""] if rest else []
    lines += [all_of_it, *(f"- {name}: {address}" for name, address in indexes), ""] if indexes else []
    return "\n".join(lines)
