"""Who a person is by the words of the book, and how those words are found in texts.

A number or an e-mail address means the person wherever it stands. A name may be somebody else's too: who asks says
whether the text speaks of the person's account.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

ERASED = "[erased]"
"""What stands where a forgotten person's name or address was."""

_EAST = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
_SYLLABLES = 3
"""From so many syllables on an eastern name is found with a particle behind it as well."""


@dataclass(frozen=True)
class Person:
    """A person at an account as the loads of a book know, or knew, them.

    Attributes
    ----------
    contact_id : the number.
    names, emails : every one that a load has or had.
    accounts : where the person works or worked.
    """

    contact_id: str
    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def __or__(self, other: Person) -> Person:
        """The same person by both accounts of them."""
        return Person(
            self.contact_id, self.names | other.names, self.emails | other.emails, self.accounts | other.accounts
        )


class Traces:
    """Finds a person in texts.

    Parameters
    ----------
    person : whom to find.

    Examples
    --------
    >>> traces = Traces(Person("C-0007", frozenset({"Anna Rossi"}), frozenset({"a.rossi@prima.example"})))
    >>> traces.erased("ask ROSSI, Anna (A.Rossi@prima.example), not Annalena Rossini", near=True)
    'ask [erased] ([erased]), not Annalena Rossini'
    >>> traces.found("Anna Rossi", near=False), traces.found("see C-0007", near=False)
    (set(), {'number'})
    """

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str] | None]:
        number = self.person.contact_id
        telling = len(number) >= (3 if re.search(r"[^\W\d]", number) else 6)  # "12" stands for many things
        return {
            # C-1 is not in C-1-2, nor rossi@ in a.rossi@
            "number": _any([rf"(?<!-){re.escape(_nfc(number))}(?!-)"] if telling else []),
            "e-mail": _any(rf"(?<![.+-]){re.escape(_nfc(one))}(?!-)" for one in self.person.emails if one),
            "name": _any(part for name in self.person.names for part in _orders(_nfc(name))),
        }

    def found(self, text: str, *, near: bool) -> set[str]:
        """Which of number, e-mail and name a text holds.

        Parameters
        ----------
        near : whether the text speaks of the person's account; only then a name is looked for.
        """
        text = _nfc(text)
        return {kind for kind, pattern in self._asked(near) if pattern.search(text)}

    def erased(self, text: str, *, near: bool) -> str:
        """The text with a fixed word in place of the person; the same text where it holds nothing of them."""
        if not self.found(text, near=near):
            return text
        text = _nfc(text)
        for _, pattern in self._asked(near):
            text = pattern.sub(ERASED, text)
        return text

    def found_in(self, texts: pd.Series, *, near: bool) -> pd.Series:
        """Which texts hold the person: a truth value per row."""
        known = {one: bool(self.found(one, near=near)) for one in texts.dropna().unique()}
        return pd.Series([known.get(one, False) for one in texts], index=texts.index, dtype=bool)

    def erased_in(self, texts: pd.Series, *, near: bool) -> pd.Series:
        """The texts without the person, of the same dtype."""
        known = {one: self.erased(one, near=near) for one in texts.dropna().unique()}
        return texts.map(known).astype(texts.dtype) if known else texts

    def erased_from(self, value: Any, *, near: bool, but: frozenset[str] = frozenset()) -> Any:
        """A value of JSON with every text in it without the person, those under the keys `but` excepted."""
        if isinstance(value, str):
            return self.erased(value, near=near)
        if isinstance(value, list):
            return [self.erased_from(part, near=near, but=but) for part in value]
        if isinstance(value, dict):
            return {
                key: part if key in but else self.erased_from(part, near=near, but=but) for key, part in value.items()
            }
        return value

    def _asked(self, near: bool) -> list[tuple[str, re.Pattern[str]]]:
        # the address first: it often holds the name
        kinds = ("e-mail", "name", "number") if near else ("e-mail", "number")
        return [(kind, pattern) for kind in kinds if (pattern := self._patterns[kind]) is not None]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip("\ufeff") if not text.isascii() else text


def _any(parts: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the parts as a whole word, the longest first."""
    parts = sorted({part for part in parts if part}, key=lambda one: (-len(one), one))
    if not parts:
        return None
    return re.compile("|".join(f"(?<!\\w){part}{_end(part)}" for part in parts), flags=re.IGNORECASE)


def _end(part: str) -> str:
    """Where a word ends: in Korean a particle may follow, which a name of few syllables does not allow to tell."""
    return "" if len(re.findall(f"[{_EAST}]", part)) >= _SYLLABLES else r"(?!\w)"


def _orders(name: str) -> list[str]:
    """Patterns of a name as written and with the surname first."""
    words = re.findall(r"[^\s,]+", name)
    if not words:
        return []
    gap = r"\s*" if re.fullmatch(f"[{_EAST}\\s,]+", name) else r"\s+"
    plain = [re.escape(word) for word in words]
    found = [gap.join(plain)]
    if len(plain) > 1:
        found += [rf"{plain[-1]}(?:\s*,\s*|\s+){gap.join(plain[:-1])}"]
        found += [rf"{gap.join(plain[1:])}(?:\s*,\s*|\s+){plain[0]}"]
    return found
