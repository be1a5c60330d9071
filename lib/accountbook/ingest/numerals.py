"""Numbers as exports write them, by declared marks only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from babel import Locale

SIGNS = {
    "€": "EUR", "£": "GBP", "₩": "KRW", "￦": "KRW", "원": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₫": "VND",
    "₴": "UAH", "zł": "PLN", "Kč": "CZK", "円": "JPY", "US$": "USD", "R$": "BRL", "$": "", "¥": "", "￥": "", "元": "",
}  # fmt: skip
"""What a currency sign says; empty where several currencies share it."""

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2013": "-", "’": "'"})
_CODE = r"[A-Z]{3}|" + "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_CODE})?\s*(?P<inner>[+-])?\s*"
    r"(?P<body>[0-9.,' ]*[0-9][.,]?(?:[eE][+-]?[0-9]+)?)"
    rf"\s*(?P<percent>%)?\s*(?P<after>{_CODE})?\s*(?P<trail>-)?\s*(?P<close>\))?\s*(?P<last>{_CODE})?"
)


class Number(NamedTuple):
    """A number and what its text says beside it: its currency (or empty), a percent sign."""

    value: float
    currency: str = ""
    percent: bool = False


@lru_cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)


@lru_cache
def _body(decimal: str, thousands: str) -> re.Pattern[str]:
    whole = rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+" if thousands else "[0-9]+"
    return re.compile(rf"(?:{whole})?(?:{re.escape(decimal)}[0-9]*)?(?:[eE][+-]?[0-9]+)?")


def parse_number(text: str, *, decimal: str = ".", thousands: str = "", money: bool = False) -> Number | None:
    """A number, or None where the text is not one in the declared way of writing.

    Parameters
    ----------
    decimal, thousands : the declared marks; groups of thousands have three digits.
    money : currency signs and codes may stand beside it.

    Examples
    --------
    >>> parse_number("1.234,56", decimal=",", thousands=".").value
    1234.56
    >>> [parse_number(text).value for text in ("(500)", "100-", "-7", "+7")]
    [-500.0, -100.0, -7.0, 7.0]
    >>> parse_number("₩1,000", thousands=",", money=True)
    Number(value=1000.0, currency='KRW', percent=False)
    >>> parse_number("1,23", thousands=","), parse_number("nan"), parse_number("(-5)"), parse_number("1e999")
    (None, None, None, None)
    """
    found = _SHAPE.fullmatch(text.translate(_SPACES).strip())
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    minus = [bool(found["open"]), found["sign"] == "-", found["inner"] == "-", bool(found["trail"])]
    codes = [code for code in (found["before"], found["after"], found["last"]) if code]
    signed = sum(bool(found[name]) for name in ("open", "sign", "inner", "trail"))
    if signed > 1 or len(codes) > 1 or (codes and not money):
        return None
    if codes and codes[0] not in SIGNS and codes[0] not in _currencies():
        return None
    body = found["body"].strip()
    if not _body(decimal, thousands).fullmatch(body):
        return None
    value = float((body.replace(thousands, "") if thousands else body).replace(decimal, "."))
    if not np.isfinite(value):
        return None
    currency = SIGNS.get(codes[0], codes[0]) if codes else ""
    return Number(-value if any(minus) else value, currency, bool(found["percent"]))


def parse_numbers(
    texts: list[str], *, decimal: str = ".", thousands: str = "", money: bool = False, share: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Many numbers.

    Parameters
    ----------
    texts : different texts, none empty.
    share : "60%" is 0.6; elsewhere a percent sign is a fault.

    Returns
    -------
    values : float64, NaN where the text is no number.
    currencies : the currency that the text names, or empty; object.

    Examples
    --------
    >>> parse_numbers(["60%", "0.6"], share=True)[0].tolist()
    [0.6, 0.6]
    """
    values, currencies = np.full(len(texts), np.nan), np.full(len(texts), "", dtype=object)
    for place, text in enumerate(texts):
        number = parse_number(text, decimal=decimal, thousands=thousands, money=money)
        if number is None or (number.percent and not share):
            continue
        values[place] = number.value / 100 if number.percent else number.value
        currencies[place] = number.currency
    return values, currencies
