"""Numbers, shares, money and dates as text, rounded to what their range supports.

A missing value (None, NaN, NaT) gives "", so that a table shows an empty cell; an infinite one is an error.
In a sentence an empty value is an error too: see :class:`accountbook.display.words.Words`.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from babel import Locale
from babel.numbers import format_decimal

from accountbook.display.customs import Customs, Unit
from accountbook.display.days import MINUS, Days, missing

__all__ = ["Formats", "half_up", "missing", "whole"]

_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # so many digits that no number is too large for it


def half_up(value: float, digits: int = 0) -> float:
    """Round as people do, half away from zero, by the number as it is written and not as it is held.

    Examples
    --------
    >>> half_up(46.5), half_up(-2.5), half_up(2.675, 2), half_up(0.285 * 100), round(46.5)
    (47.0, -3.0, 2.68, 29.0, 46)
    """
    value = float(value)
    if value.is_integer():
        return value
    # 15 digits: 0.285 * 100 is held as 28.499999999999996
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), context=_HALF_UP))


def whole(value: float) -> int:
    """Round to a whole number, half away from zero.

    Examples
    --------
    >>> whole(2.5), whole(-0.4)
    (3, 0)
    """
    return int(half_up(value))


def step_of(width: float) -> float:
    """Give the power of ten that a range of this width supports.

    A range of 27k supports thousands, one of 150k ten thousands: at least six steps fit in the range.

    Examples
    --------
    >>> step_of(27_000), step_of(150_000), step_of(3_000)
    (1000.0, 10000.0, 100.0)
    """
    # a width that a sixth of is no number any more is no width
    return 10.0 ** math.floor(math.log10(width / 6)) if width / 6 > 0 else 0.0


class Formats(Days):
    """Numbers and dates in one language; :class:`Words` adds the sentences."""

    lang: str
    currency: str
    _locale: Locale
    _customs: Customs

    # numbers

    def number(self, value: float, *, digits: int = 0) -> str:
        """Give a number with its thousands grouped and a true minus.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words()
        >>> t.number(41208), t.number(-2), t.number(15.36, digits=1), t.number(float("nan")), t.number(-0.2)
        ('41,208', '−2', '15.4', '', '0')
        >>> t.number(46.5), Words("ko").number(46.5)
        ('47', '47')
        """
        if missing(value):
            return ""
        rounded = half_up(value, digits) + 0.0  # + 0.0: no minus before a zero
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(rounded, format=pattern, locale=self._locale).replace("-", MINUS)

    def number_range(self, lo: float, hi: float, *, digits: int = 0) -> str:
        """Give "140–230"; one number where both ends look the same.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().number_range(140.2, 229.7)
        '140–230'
        """
        return self._range(self.number(lo, digits=digits), self.number(hi, digits=digits))

    def signed(self, value: float, *, digits: int = 0) -> str:
        """Give "+4", "−2" or "0": points, changes.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().signed(4.1), Words().signed(-2), Words().signed(0.2)
        ('+4', '−2', '0')
        """
        text = self.number(value, digits=digits)
        return f"+{text}" if text and not text.startswith(MINUS) and text.strip("0.,") else text

    # shares and chances

    def share(self, value: float, *, digits: int = 0) -> str:
        """Give a share (0 to 1) as a percentage; what is not quite 0 or 1 is never shown as if it were.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words()
        >>> t.share(0.142), t.share(0.0314, digits=1), t.share(0.0004), t.share(0.9996), t.share(0), t.share(1)
        ('14%', '3.1%', '<1%', '>99%', '0%', '100%')
        """
        if missing(value):
            return ""
        rounded = half_up(value * 100, digits)
        if value > 0 and rounded == 0:
            return f"<{self.number(10.0**-digits, digits=digits)}%"
        if value < 1 and rounded >= 100:
            return f">{self.number(100 - 10.0**-digits, digits=digits)}%"
        return f"{self.number(value * 100, digits=digits)}%"

    def share_range(self, lo: float, hi: float) -> str:
        """Give "9–21%", the sign once.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().share_range(0.09, 0.214), Words("ko").share_range(0.09, 0.214)
        ('9–21%', '9~21%')
        """
        if missing(lo) or missing(hi):
            return ""
        return self._range(self.number(lo * 100), self.number(hi * 100)) + "%"

    def share_with_range(self, value: float, lo: float, hi: float) -> str:
        """Give "14% (9–21%)", or "14%" where the range is missing."""
        around = self.share_range(lo, hi)
        return f"{self.share(value)} ({around})" if around and self.share(value) else self.share(value)

    def change(self, value: float) -> str:
        """Give a change as "+6%", "−47%" or "0%".

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().change(0.06), Words().change(-0.472), Words().change(0.001)
        ('+6%', '−47%', '0%')
        """
        return "" if missing(value) else f"{self.signed(value * 100)}%"

    # money

    def money(self, value: float, *, unit: bool = False, step: float = 0.0, currency: str = "") -> str:
        """Give money as "41k", "1.2m" or "640".

        Parameters
        ----------
        value : float
            In the company's currency, not in thousands.
        unit : bool
            With the currency: "EUR 41k", "4.1만 유로".
        step : float
            Round to this; without it to three or fewer digits. :meth:`money_with_range` finds it from the range.
        currency : str
            Another than the company's, in which the value is; its unit is always said.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words()
        >>> t.money(41200), t.money(41200, unit=True), t.money(1_234_567), t.money(640), t.money(-2_140)
        ('41k', 'EUR 41k', '1.2m', '640', '−2.1k')
        >>> t = Words("ko")
        >>> t.money(41200), t.money(41200, unit=True), t.money(1_234_567), t.money(640, unit=True), t.money(3.2e8)
        ('4.1만', '4.1만 유로', '123만', '640유로', '3.2억')
        >>> Words().money(83_200, currency="USD"), t.money(83_200, currency="USD")
        ('USD 83k', '8.3만 달러')
        """
        if missing(value):
            return ""
        text = self._amount(value, *_scale(value, step, self._customs))
        return self._with_currency(text, currency=currency) if unit or currency else text

    def money_in_full(self, value: float, currency: str, *, step: float = 1.0) -> str:
        """Give a price in a currency as an offer has it, rounded to a step.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().money_in_full(83_160, "USD", step=100), Words("ko").money_in_full(83_160, "USD", step=100)
        ('USD 83,200', '8.32만 달러')
        """
        if missing(value):
            return ""
        if self._customs.currency_first:
            return self._with_currency(self.number(_stepped(value, step)), currency=currency)
        return self.money(_stepped(value, step), step=step, currency=currency)

    def _amount(self, value: float, scale: float, sign: str, digits: int) -> str:
        text = self.number(value / scale, digits=digits)
        return (_trim(text) if self._customs.trim else text) + sign

    def _with_currency(self, text: str, around: str = "", *, currency: str = "") -> str:
        """Give an amount, and what stands in brackets after it, with the currency."""
        name = self._customs.currency(currency, self._locale) if currency else self.currency_name
        if self._customs.currency_first:
            said = f"{name} {text}"
        else:
            said = f"{text}{name}" if text[-1:].isdigit() else f"{text} {name}"
        return f"{said} ({around})" if around else said

    @property
    def currency_name(self) -> str:
        """What the company's currency is called: "EUR", "유로"."""
        return self._customs.currency(self.currency, self._locale)

    @property
    def money_unit(self) -> str:
        """The unit of a column of money: "EUR k", "만 유로".

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().money_unit, Words("ko").money_unit, Words("ko", currency="KRW").money_unit
        ('EUR k', '만 유로', '백만 원')
        """
        return self.unit_of(self._customs.column(self.currency))

    def axis_unit(self, top: float) -> Unit:
        """Give the unit in which an axis up to `top` is labelled."""
        return next((unit for unit in self._customs.units if top >= unit.size), self._customs.units[-1])

    def unit_of(self, unit: Unit) -> str:
        """Give the head of a column in a unit."""
        parts = (self.currency_name, unit.sign)
        return " ".join(part for part in (parts if self._customs.currency_first else parts[::-1]) if part)

    def money_range(self, lo: float, hi: float, *, unit: bool = False) -> str:
        """Give "28–55k": both ends in the unit of the larger, rounded to what the range supports.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> t = Words()
        >>> t.money_range(28e3, 55e3), t.money_range(0, 150_400), t.money_range(850e3, 1.2e6), t.money_range(1e3, 1e3)
        ('28–55k', '0–150k', '0.85–1.2m', '1k')
        >>> Words("ko").money_range(28e3, 55e3), Words("ko").money_range(0, 150_400, unit=True)
        ('2.8만~5.5만', '0~15만 유로')
        """
        if missing(lo) or missing(hi):
            return ""
        step = step_of(hi - lo)
        scale, sign, digits = _scale(max(abs(lo), abs(hi)), step, self._customs)
        low, high = (_trim(self.number(_stepped(end, step) / scale, digits=digits)) for end in (lo, hi))
        if self._customs.sign_on_both:
            text = self._range(*(end if end == "0" else end + sign for end in (low, high)))
        else:
            text = self._range(low, high) + sign
        return self._with_currency(text) if unit else text

    def money_with_range(self, value: float, lo: float, hi: float, *, unit: bool = False) -> str:
        """Give "41k (28–55k)", or with `unit` "EUR 41k (28–55k)"; the value as finely as its range.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().money_with_range(40_873, 28e3, 55e3, unit=True), Words().money_with_range(75_400, 0, 150_400)
        ('EUR 41k (28–55k)', '75k (0–150k)')
        >>> Words("ko").money_with_range(40_873, 28e3, 55e3, unit=True)
        '4.1만 유로 (2.8만~5.5만)'
        """
        around = self.money_range(lo, hi)
        if missing(value) or not around:
            return self.money(value, unit=unit)
        # a range wider than the value says little of its digits: two of its own, or 75k would be 80k (0–150k)
        step = step_of(hi - lo)
        if hi - lo > abs(value) > 0:
            # nor less than a thousandth of the larger end, whose unit all three share
            own = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
            step = min(step, max(own, max(abs(lo), abs(hi)) / 1000))
        text = self._amount(_stepped(value, step), *_scale(max(abs(lo), abs(hi)), step, self._customs))
        return self._with_currency(text, around) if unit else f"{text} ({around})"

    def thousands(self, value: float, *, digits: int = 0) -> str:
        """Give money for a column headed by `money_unit`: "41", "15.4"; what is not quite 0 never looks like it.

        Examples
        --------
        >>> from accountbook.display.words import Words
        >>> Words().thousands(15_380, digits=1), Words().thousands(41_200), Words().thousands(306)
        ('15.4', '41', '<1')
        >>> Words("ko").thousands(366_000), Words("ko", currency="KRW").thousands(41_208_000)
        ('36.6', '41')
        """
        if missing(value):
            return ""
        size, digits = self.column_scale(digits=digits)
        if value and half_up(value / size, digits) == 0:
            least = 10.0**-digits
            return f"<{self.number(least, digits=digits)}" if value > 0 else f">{self.number(-least, digits=digits)}"
        return self.number(value / size, digits=digits)

    def column_scale(self, *, digits: int = 0) -> tuple[float, int]:
        """Give what a column of money is divided by, and the digits that are as fine as so many in thousands."""
        unit = self._customs.column(self.currency)
        # a unit of ten thousand needs one digit more to tell thousands apart; of a million they say nothing
        return unit.size, digits + 1 if unit.size == 1e4 else digits

    def thousands_range(self, lo: float, hi: float, *, digits: int = 0) -> str:
        """Give "28–55" for a column headed by `money_unit`."""
        if missing(lo) or missing(hi):
            return ""
        return self._range(self.thousands(lo, digits=digits), self.thousands(hi, digits=digits))


def _stepped(value: float, step: float) -> float:
    return half_up(value / step) * step if step else value


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scale(value: float, step: float, customs: Customs) -> tuple[float, str, int]:
    """Give the unit's size, its sign and the digits after the point."""
    size = abs(_stepped(value, step))
    unit = next((unit for unit in customs.units if size >= unit.size * 0.9995), customs.units[-1])
    if step:
        return unit.size, unit.sign, max(0, round(math.log10(unit.size) - math.log10(step)))
    return unit.size, unit.sign, int(size < unit.one_digit_under)
