"""Customs: how a language's readers expect numbers, money and days to be written."""

from __future__ import annotations

from dataclasses import dataclass, field

from babel import Locale
from babel.numbers import get_currency_name

__all__ = ["Customs", "Unit", "customs"]


@dataclass(frozen=True)
class Unit:
    """A unit of large numbers.

    Attributes
    ----------
    size, sign : 1,000 and "k".
    one_digit_under : amounts under this, whole ones aside, are shown with one digit after the point.
    """

    size: float
    sign: str
    one_digit_under: float


@dataclass(frozen=True)
class Customs:
    """How one language's readers expect numbers, money and days.

    Attributes
    ----------
    units : of large numbers, the largest first.
    columns : the unit of a column of money, by currency; "" stands for all others. Its head is "EUR k".
    currency_first : "EUR 41k", and not "4.1만 유로".
    sign_on_both : "2.8만~5.5만", and not "28–55k".
    trim : "1만", and not "1.0만".
    dash : between the ends of a range; `negative_dash` where one of them is negative.
    commas_only : a list is "a, b, c".
    day, day_year, tick, weekday, month, month_year, month_short, month_short_year : patterns of CLDR; `tick` is a
        chart's.
    within_month, within_month_end : the ends of days of one month, "3" and "24 Aug"; `within_month_year` with the
        year. An empty end stands for the whole day, with or without its year.
    currencies : names of currencies; those not named have CLDR's.
    """

    units: tuple[Unit, ...]
    columns: dict[str, Unit]
    currency_first: bool
    sign_on_both: bool
    trim: bool
    dash: str
    negative_dash: str
    commas_only: bool
    day: str
    day_year: str
    tick: str
    weekday: str
    month: str
    month_year: str
    month_short: str
    month_short_year: str
    within_month: str
    within_month_year: str
    within_month_end: str
    currencies: dict[str, str] | None = field(default=None)

    def currency(self, code: str, locale: Locale) -> str:
        """Give what a currency is called: its code, or where the language has it after the number, its name.

        Examples
        --------
        >>> customs("ko").currency("EUR", Locale.parse("ko")), customs("en").currency("EUR", Locale.parse("en"))
        ('유로', 'EUR')
        """
        if self.currencies is None:
            return code
        return self.currencies.get(code) or get_currency_name(code, locale=locale)

    def column(self, code: str) -> Unit:
        """Give the unit of a column of money in a currency."""
        return self.columns.get(code) or self.columns[""]


_K = Unit(1e3, "k", 9_950)
ENGLISH = Customs(
    units=(Unit(1e6, "m", 1e8), _K, Unit(1.0, "", 0)),
    columns={"": _K},
    currency_first=True,
    sign_on_both=False,
    trim=False,
    dash="\N{EN DASH}",
    negative_dash=" to ",  # a dash between negative numbers would read as a third minus
    commas_only=False,
    day="d MMM",
    day_year="d MMM y",
    tick="d MMM",
    weekday="EEE d MMM",
    month="LLLL",
    month_year="LLLL y",
    month_short="LLL",
    month_short_year="LLL y",
    within_month="d",
    within_month_year="d",
    within_month_end="",
)
_MAN = Unit(1e4, "만", 999_500)
KOREAN = Customs(
    units=(Unit(1e12, "조", 99.95e12), Unit(1e8, "억", 99.95e8), _MAN, Unit(1.0, "", 0)),
    # amounts in won and yen have three figures more than those in euro
    columns={"": _MAN, "KRW": Unit(1e6, "백만", 0), "JPY": Unit(1e6, "백만", 0)},
    currency_first=False,
    sign_on_both=True,
    trim=True,
    dash="~",
    negative_dash="~",
    commas_only=True,
    day="M월 d일",
    day_year="y년 M월 d일",
    tick="M/d",
    weekday="M월 d일(EEE)",
    month="M월",
    month_year="y년 M월",
    month_short="M월",
    month_short_year="y년 M월",
    within_month="M월 d",
    within_month_year="y년 M월 d",
    within_month_end="d일",
    currencies={"EUR": "유로", "USD": "달러", "KRW": "원", "JPY": "엔", "CNY": "위안", "GBP": "파운드"},
)
_CUSTOMS = {"en": ENGLISH, "ko": KOREAN}


def customs(lang: str) -> Customs:
    """Give a language's customs; English ones where a language has none of its own.

    Examples
    --------
    >>> customs("ko").dash, customs("en").column("EUR").sign, customs("ko").column("KRW").sign
    ('~', 'k', '백만')
    """
    return _CUSTOMS.get(lang, ENGLISH)
