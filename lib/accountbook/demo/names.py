"""Invented names: companies from syllables, people from faker's lists, both seeded."""

from __future__ import annotations

import unicodedata
from functools import cached_property

import numpy as np
from faker import Faker

from accountbook.demo.places import Place

_LATIN = {"ko_KR": "en_GB", "ru_RU": "en_GB", "bg_BG": "en_GB", "el_GR": "en_GB", "ar_SA": "en_GB"}
_POOL = 240


class People:
    """Names of people of one country, from faker's locale, without titles.

    Parameters
    ----------
    place : the country.
    seed : the same seed gives the same names.
    """

    def __init__(self, place: Place, *, seed: int) -> None:
        self._place = place
        self._seed = seed

    @cached_property
    def _names(self) -> list[str]:
        fake = Faker(self._place.locale)
        fake.seed_instance(f"{self._place.code}-{self._seed}")
        names = []
        for number in range(_POOL):
            female = number % 2
            given = fake.first_name_female() if female else fake.first_name_male()
            family = fake.last_name_female() if female else fake.last_name_male()
            parts = [family, given] if self._place.surname_first else [given, family]
            names.append(("" if self._place.joined else " ").join(parts))
        return names

    def name(self, rng: np.random.Generator) -> str:
        """A full name in the country's own script and order."""
        return self._names[int(rng.integers(_POOL))]

    def surname(self, rng: np.random.Generator) -> str:
        """A family name in Latin letters, for mail addresses and our own people."""
        if not self._latin:
            return "kim"
        return self._latin[int(rng.integers(len(self._latin)))]

    @cached_property
    def _latin(self) -> list[str]:
        locale = _LATIN.get(self._place.locale, self._place.locale)
        fake = Faker(locale)
        fake.seed_instance(f"latin-{self._place.code}-{self._seed}")
        return [plain(fake.last_name()) for _ in range(60)]


def plain(text: str) -> str:
    """A text in plain ASCII letters, as mail addresses and old systems have it.

    Examples
    --------
    >>> plain("Gómez Łuczak 1")
    'Gomez Luczak 1'
    """
    swapped = text.translate(str.maketrans("łŁøØđĐßıæÆ", "lLoOdDsiaA"))
    return unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()


def company(place: Place, rng: np.random.Generator) -> str:
    """An invented company's name in the country's script, with its legal form.

    Examples
    --------
    >>> from accountbook.demo.places import BY_CODE
    >>> company(BY_CODE["KR"], np.random.default_rng(1)).endswith(("(주)", "주식회사"))
    True
    """
    root = _pick(place.starts, rng) + _pick(place.ends, rng)
    return place.name.format(root=root, trade=_pick(place.trades, rng), form=_pick(place.forms, rng))


def companies(place: Place, count: int, rng: np.random.Generator, *, taken: set[str]) -> list[str]:
    """`count` different names that are not yet in `taken` (which they are added to).

    Where the syllables run out, a second root or the city's name is put in.
    """
    names = []
    while len(names) < count:
        name = company(place, rng)
        for _ in range(6):
            if name not in taken:
                break
            name = f"{_pick(place.starts, rng)}{_pick(place.ends, rng)} & {company(place, rng)}"
        if name in taken:
            name = f"{name} {_pick(place.cities, rng)} {len(taken)}"
        taken.add(name)
        names.append(name)
    return names


def _pick(choices: tuple[str, ...], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
