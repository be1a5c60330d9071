"""Words: whole sentences with named values.

English is the source of every sentence; ``locale/<lang>/LC_MESSAGES/messages.po`` holds the others. A sentence
is never joined from pieces, so that another language can turn it round. A Korean sentence names the particle that
follows a value, ``{name:을/를}``, and gets the form that fits what the value ends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd
from babel import Locale
from babel.lists import format_list

from accountbook.display.catalogue import messages
from accountbook.display.customs import customs
from accountbook.display.formats import Formats, missing, whole
from accountbook.display.fragment import Fragment
from accountbook.display.particles import particle

__all__ = ["N_", "Words", "fields"]

_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


def N_(message: str) -> str:
    """Mark a sentence for the catalogue where it is written, to be shown later by ``t(message, ...)``.

    Examples
    --------
    >>> N_("Last order {days} ago")
    'Last order {days} ago'
    """
    return message


def fields(message: str) -> list[tuple[str, str]]:
    """Give the named values of a sentence in their order, each with the particle that follows it, or "".

    Examples
    --------
    >>> fields("{name:이/가} {day} 퇴사")
    [('name', '이/가'), ('day', '')]
    """
    return [(name, pair or "") for name, pair in _FIELD.findall(message)]


NUMBERS = (
    N_("none"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
)


class Words(Formats):
    """Sentences, numbers, money and dates in one language.

    Parameters
    ----------
    lang : str
        "en" or "ko": those with a catalogue in ``locale``.
    currency : str
        ISO code of the company's currency, shown where a unit is asked for.
    as_of : Timestamp, optional
        The report's day: days of another year are written with their year.

    Examples
    --------
    >>> t = Words("en", currency="EUR", as_of=pd.Timestamp("2026-10-31"))
    >>> t("Next order around {date}", date=t.day(pd.Timestamp("2026-11-12")))
    'Next order around 12 Nov'
    """

    def __init__(self, lang: str = "en", currency: str = "EUR", as_of: pd.Timestamp | None = None) -> None:
        self.lang = lang
        self.currency = currency
        self.as_of = as_of
        self._messages = messages(lang)
        self._locale = Locale.parse(lang)
        self._customs = customs(lang)

    def __repr__(self) -> str:
        return f"Words({self.lang!r}, currency={self.currency!r}, as_of={self.as_of!r})"

    # sentences

    def __call__(self, message: str, /, **values: str | int) -> str:
        """Give a whole sentence with its named values filled in.

        Parameters
        ----------
        message : str
            English, with ``{name}`` where a value goes.
        **values : str or int
            Formatted before. An empty one would leave a hole, so it is an error.

        Raises
        ------
        ValueError, TypeError
            If a value is missing, unused, empty, or neither text nor a whole number.

        Examples
        --------
        >>> Words()("{n} of {total} roles known", n=10, total=12)
        '10 of 12 roles known'
        """
        return _fill(self._messages.get(message) or message, values)

    def rich(self, message: str, /, **values: object) -> Fragment:
        """Give a sentence in which values may be fragments (bold, grey, a link); all else is escaped.

        Examples
        --------
        >>> from accountbook.display.page import strong
        >>> Words().rich("{act}, then wait.", act=strong("Call <now>"))
        Fragment('<strong>Call &lt;now&gt;</strong>, then wait.')
        """
        sentence = self._messages.get(message) or message
        text, *found = _FIELD.split(sentence)
        _check({name for name, _ in fields(sentence)}, values)
        parts: list[object] = [text]
        for name, pair, after in zip(found[::3], found[1::3], found[2::3], strict=True):
            value = values[name]
            said = value.text() if isinstance(value, Fragment) else str(value)
            parts += [value, particle(said, pair) if pair else "", after]
        return Fragment(*parts)

    def plural(self, one: str, many: str, n: int, /, **values: str | int) -> str:
        """Give the sentence for one or for many; ``{n}`` is filled with the number.

        Examples
        --------
        >>> t = Words()
        >>> t.plural("{n} deal", "{n} deals", 1), t.plural("{n} deal", "{n} deals", 1200)
        ('1 deal', '1,200 deals')
        """
        form = 0 if self._locale.plural_form(n) == "one" else 1
        translated = self._messages.get((one, many))
        message = (translated[min(form, len(translated) - 1)] if translated else "") or (one, many)[form]
        known = {"n": self.number(n)} if "n" in dict(fields(message)) else {}
        return _fill(message, {**known, **values})

    def list(self, parts: Iterable[str]) -> str:
        """Give "a, b and c".

        Examples
        --------
        >>> Words().list(["Keller", "Okafor", "Brandt"]), Words("ko").list(["Keller", "Okafor", "Brandt"])
        ('Keller, Okafor and Brandt', 'Keller, Okafor, Brandt')
        """
        told = [str(part) for part in parts]
        if self._customs.commas_only:
            return ", ".join(told)
        # British English has no comma before "and"
        locale = Locale.parse("en_GB") if self.lang == "en" else self._locale
        return format_list(told, locale=locale)

    # numbers that are said as words

    def spell(self, n: int, *, capital: bool = False) -> str:
        """Give a count up to twelve as a word, a larger one in figures; `capital` at a sentence's start.

        Examples
        --------
        >>> Words().spell(3, capital=True), Words().spell(0), Words().spell(23)
        ('Three', 'none', '23')
        """
        text = self(NUMBERS[n]) if 0 <= n < len(NUMBERS) else self.number(n)
        return text[:1].upper() + text[1:] if capital else text

    def days(self, n: float) -> str:
        """Give "14 days"; missing gives "".

        Examples
        --------
        >>> Words().days(14), Words().days(1), Words().days(float("nan"))
        ('14 days', '1 day', '')
        """
        return "" if missing(n) else self.plural("{n} day", "{n} days", whole(n))

    def chance(self, p: float) -> str:
        """Give a chance as "1 chance in 5", above a half as "8 chances in 10".

        Examples
        --------
        >>> t = Words()
        >>> t.chance(0.2), t.chance(0.81), t.chance(0.004), t.chance(0.999)
        ('1 chance in 5', '8 chances in 10', 'less than 1 chance in 100', 'more than 99 chances in 100')
        """
        if missing(p):
            return ""
        if p < 0.01:
            return self("less than 1 chance in 100")
        if p > 0.99:
            return self("more than 99 chances in 100")
        if p > 0.95:
            return self("{n} chances in 100", n=whole(p * 100))
        if p > 0.5:
            return self("{n} chances in 10", n=whole(p * 10))
        return self("1 chance in {n}", n=whole(1 / p))

    def in_ten(self, p: float) -> str:
        """Give a share as "8 in 10".

        Examples
        --------
        >>> Words().in_ten(0.81)
        '8 in 10'
        """
        return "" if missing(p) else self("{n} in 10", n=whole(p * 10))


def _check(wanted: set[str], values: dict) -> None:
    if wanted != set(values):
        raise ValueError(
            f"The sentence names {sorted(wanted)} and was given {sorted(values)}; give each named value, and no other."
        )
    for name, value in values.items():
        if not (isinstance(value, (str, int)) or hasattr(value, "__html__")):
            raise TypeError(f"The value {name!r} is a {type(value).__name__}; format it with Words first.")
        if isinstance(value, str) and not value:
            raise ValueError(
                f"The value {name!r} is empty and would leave a hole; choose another sentence for what is unknown."
            )


def _fill(message: str, values: dict) -> str:
    _check({name for name, _ in fields(message)}, values)

    def said(match: re.Match[str]) -> str:
        value = str(values[match[1]])
        return f"{value}{particle(value, match[2])}" if match[2] else value

    return _FIELD.sub(said, message)
