"""Whether the people we know are still there: a sentence for each, and the counts of a whole book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import on_day
from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.lists import Fact, facts
from accountbook.display.page import section
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.predicted import Measured
    from accountbook.planning.presence import PeopleAge, Presence

ALMOST_SURE, ALMOST_NONE = 0.95, 0.1
"""From here on, and below, no chance in ten is said."""
LONG = 6
"""Months from which the age is said instead of the day."""


def presence_sentence(seen: Presence, t: Words) -> str:
    """How old what is known of a person is, and the chance that it still holds.

    Parameters
    ----------
    seen : somebody who is not said to have left.

    Examples
    --------
    >>> import pandas as pd
    >>> from accountbook.planning.presence import Presence
    >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
    >>> def old(p, seen_on, months, bounced_on=None):
    ...     return Presence("C", p, p, p, p, pd.Timestamp(seen_on), months, bounced_on, p < 0.7)
    >>> presence_sentence(old(0.68, "2025-08-20", 14), t)
    'seen 14 months ago; 7 in 10 still in the role'
    >>> presence_sentence(old(0.97, "2026-09-03", 1), t)
    'seen 3 Sep'
    >>> presence_sentence(old(0.2, "2026-01-05", 9, pd.Timestamp("2026-06-02")), t)
    'mail came back 2 Jun; 2 in 10 still in the role'
    """
    if seen.bounced_on is not None:
        known = t("mail came back {day}", day=on_day(seen.bounced_on, t))
    elif seen.months < LONG:
        known = t("seen {day}", day=on_day(seen.seen_on, t))
    else:
        known = t.plural("seen {n} month ago", "seen {n} months ago", seen.months)
    if seen.p < ALMOST_NONE:
        return t("{known}; hardly still in the role", known=known)
    return (
        known
        if seen.p >= ALMOST_SURE
        else t("{known}; {chance} still in the role", known=known, chance=t.in_ten(seen.p))
    )


def people_sure(age: PeopleAge | None, judged: Measured | None, t: Words) -> Fragment:
    """The section of how sure it is that the people on record are still there; empty where there are none.

    Parameters
    ----------
    judged : log loss of target "there" on past dates, beside the other figure's; None: too few departures to judge.
    """
    if age is None:
        return Fragment()
    rows = [
        Fact(t("Said to have left or retired"), t.number(age.gone)),
        Fact(t("Seen within a year"), t.number(age.recent)),
        Fact(t("Not seen for over a year"), t.number(age.dated - age.recent)),
        Fact(t("Mail came back, not seen since"), t.number(age.bounced), act=age.bounced > 0),
        Fact(t("Nothing says when they were last there"), t.number(age.undated)),
    ]
    return section(people_sure_finding(age, t), facts(rows), note=_judged(judged, t))


def people_sure_finding(age: PeopleAge, t: Words) -> str:
    """Such as "About 37 of 502 people on record have left without our knowing it"."""
    some = whole(age.expected_gone)
    if not age.dated:
        return t("Nothing says of anybody on record when they were last there")
    if not some:
        return t.plural(
            "{n} person on record, and hardly any has left without our knowing it",
            "{n} people on record, and hardly any has left without our knowing it",
            age.dated,
        )
    return t.plural(
        "Expect {n} of {people} people on record to have left without our knowing it",
        "Expect {n} of {people} people on record to have left without our knowing it",
        some,
        people=age.dated,
    )


def _judged(judged: Measured | None, t: Words) -> str:
    """How good such chances were."""
    if judged is None or judged.other is None or judged.other <= 0:
        return t("Too few people left so far to judge such chances; they rest on usual rates.")
    if str(judged.shown) == "naive":
        return t("On past dates one chance for all was as good as chances by the age of what is known; so it stands.")
    better = t.share(1 - judged.figure / judged.other)
    return t("On past dates these chances were {share} better than one chance for all (log loss).", share=better)
