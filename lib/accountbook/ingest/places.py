"""Names of countries and currencies, as people write them, to their ISO codes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale

SHORT = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "united states of america": "US", "america": "US", "uk": "GB",
    "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "eire": "IE",
    "korea": "KR", "republic of korea": "KR", "korea, republic of": "KR", "rok": "KR", "prc": "CN", "p.r. china": "CN",
    "mainland china": "CN", "hong kong": "HK", "macau": "MO", "macao": "MO", "czech republic": "CZ",
    "russian federation": "RU", "viet nam": "VN", "uae": "AE", "u.a.e.": "AE", "rsa": "ZA", "holland": "NL",
    "the netherlands": "NL", "ivory coast": "CI", "turkey": "TR", "bosnia": "BA", "macedonia": "MK", "swaziland": "SZ",
    "한국": "KR", "남한": "KR", "홍콩": "HK", "마카오": "MO", "터키": "TR", "러시아 연방": "RU", "영국 (uk)": "GB",
    "남아공": "ZA", "아랍에미리트연합": "AE", "uae (아랍에미리트)": "AE", "타이완": "TW", "체코공화국": "CZ",
}  # fmt: skip


@lru_cache
def _names() -> dict[str, str]:
    names = {}
    for language in ("en", "ko"):
        for code, name in Locale(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in NOT_COUNTRIES:
                names[_key(name)] = code
    names |= {_key(name): code for name, code in SHORT.items()}
    return names


NOT_COUNTRIES = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})


@lru_cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in _names().values() if code != "XK") | {"XK"}


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", plain).replace("&", "and").split())


def country_code(text: str) -> str:
    """The ISO code of a country, or an empty text where the name is not known.

    Examples
    --------
    >>> [country_code(name) for name in ("KR", "대한민국", "South Korea", "EIRE", "Türkiye", "Unspecified")]
    ['KR', 'KR', 'KR', 'IE', 'TR', '']
    """
    upper = text.strip().upper()
    if upper == "UK":
        return "GB"
    return upper if upper in _codes() else _names().get(_key(text), "")


@lru_cache
def _currency_names() -> dict[str, str]:
    names = {}
    for language in ("de", "ko", "en"):
        locale = Locale(language)
        for code, name in locale.currencies.items():
            if re.fullmatch("[A-Z]{3}", code) and "(" not in name:
                names[_key(name)] = code
    return names | {_key(name): code for name, code in CURRENCY_WORDS.items()}


CURRENCY_WORDS = {
    "won": "KRW", "원": "KRW", "원화": "KRW", "한국 원": "KRW",
    "달러": "USD", "미국달러": "USD", "us$": "USD", "dollar": "USD",
    "pound sterling": "GBP", "yen": "JPY", "엔": "JPY", "엔화": "JPY", "유로화": "EUR", "위안": "CNY", "위안화": "CNY",
    "yuan": "CNY", "renminbi": "CNY",
}  # fmt: skip
"""What exports call currencies beside the names of CLDR."""


def currency_code(text: str) -> str:
    """The ISO code of a currency by its name, or an empty text.

    Examples
    --------
    >>> [currency_code(name) for name in ("US Dollar", "Euro", "대한민국 원", "원화", "Schweizer Franken", "Gold bars")]
    ['USD', 'EUR', 'KRW', 'KRW', 'CHF', '']
    """
    return _currency_names().get(_key(text), "")
