"""How the ERP exported its order lines over the years: six styles of the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.plan import day_number
from accountbook.tables import OrderLines as L

COLUMNS = (L.order_id, L.line, L.account_id, L.order_date, L.item_id, L.quantity, L.unit_price, L.currency, L.discount,
           L.unit_cost, L.requested_ship, L.end_customer, L.opportunity_id, L.recorded_at)  # fmt: skip
"""What the ERP exports, in this order."""
_KOREAN = ["전표번호", "행번호", "거래처코드", "주문일자", "품목코드", "수량", "단가", "통화", "할인율", "원가",
           "요청납기",
           "최종고객", "영업기회", "입력일"]  # fmt: skip
_GERMAN = ["Belegnummer", "Position", "Kundennummer", "Belegdatum", "Artikel", "Menge", "Einzelpreis", "Währung",
           "Rabatt",
           "Einstandspreis", "Wunschtermin", "Endkunde", "Projekt", "Erfasst am"]  # fmt: skip
_ENGLISH = ["Order no.", "Line", "Account", "Order date", "Item", "Qty", "Unit price", "Currency", "Discount %",
            "Unit cost",
            "Requested ship date", "End customer", "Opportunity", "Entered on"]  # fmt: skip
DATES = (L.order_date, L.requested_ship, L.recorded_at)
NUMBERS = (L.quantity, L.unit_price, L.discount, L.unit_cost)


@dataclass(frozen=True)
class Style:
    """One style of the ERP's export.

    Attributes
    ----------
    headers : column of the contract = header.
    encoding : of the file; ``xlsx`` for an Excel file.
    date : strftime's pattern.
    decimal, thousands : marks in numbers.
    negative : ``{}`` stands for the number without its sign.
    percent : discounts are percentages.
    remark : header of a column that means nothing to us; empty: none.
    sign : whether some prices in won carry their sign.
    """

    headers: Mapping[str, str] = field(default_factory=lambda: dict(zip(COLUMNS, _ENGLISH, strict=True)))
    encoding: str = "utf-8"
    delimiter: str = ","
    date: str = "%Y-%m-%d"
    decimal: str = "."
    thousands: str = ","
    negative: str = "-{}"
    percent: bool = False
    remark: str = ""
    sign: bool = False

    @property
    def excel(self) -> bool:
        """Whether the file is an Excel file, with typed cells."""
        return self.encoding == "xlsx"

    def number(self, value: float, decimals: int) -> str:
        """A number as this style writes it.

        Examples
        --------
        >>> Style(decimal=",", thousands=".").number(-1234.5, 2)
        '-1.234,50'
        >>> Style(negative="({})").number(-3.0, 0)
        '(3)'
        """
        if value != value:
            return ""
        text = f"{abs(value):,.{decimals}f}".translate(str.maketrans(",.", self.thousands + self.decimal))
        return self.negative.format(text) if value < 0 else text


_NAMES = dict(zip(COLUMNS, _ENGLISH, strict=True))
KOREAN = Style(headers=dict(zip(COLUMNS, _KOREAN, strict=True)), encoding="cp949", delimiter=";", date="%d.%m.%Y",
               negative="{}-", remark="비고")  # fmt: skip
ENGLISH = Style(encoding="utf-8-sig", negative="({})", percent=True)
RENAMED = Style(headers={**_NAMES, L.account_id: "Customer no."}, encoding="utf-8-sig", negative="({})", percent=True)
EXCEL = Style(headers={k: v for k, v in _NAMES.items() if k != L.recorded_at}, encoding="xlsx", percent=True)
GERMAN = Style(
    headers=dict(zip(COLUMNS, _GERMAN, strict=True)), delimiter=";", date="%d.%m.%Y", decimal=",", thousands="."
)
SIGNED = Style(headers={**_NAMES, L.account_id: "Customer no."}, percent=True, sign=True)
OVERLAP_FROM = "2026-06-24"
"""The last week of June 2026 is exported twice, in both files of that year."""
_CUTS = (
    ("2024-12-31", "orders_2024.csv", ENGLISH),
    ("2025-09-30", "orders_2025.csv", RENAMED),
    ("2025-12-31", "orders_2025_q4.xlsx", EXCEL),
    ("2026-06-30", "orders_2026_h1.csv.gz", GERMAN),
    ("9999-12-31", "orders_2026_h2.csv", SIGNED),
)


def parts(lines: pd.DataFrame) -> list[tuple[str, Style, pd.DataFrame]]:
    """The order lines file by file: (file name, style, its rows); files without rows are left out.

    Parameters
    ----------
    lines : the contract's order_lines, sorted by day.
    """
    found = []
    day = lines[L.order_date]
    for year in sorted(set(day[day < "2024"].dt.year)):
        found.append((f"orders_{year}.csv", KOREAN, lines[day.dt.year == year]))
    after = pd.Timestamp("2023-12-31")
    for last, name, style in _CUTS:
        upto = pd.Timestamp(last)
        found.append((name, style, lines[(day > after) & (day <= upto)]))
        after = upto
    return [(name, style, rows) for name, style, rows in found if len(rows)]


def cells(rows: pd.DataFrame, style: Style, *, rng: np.random.Generator) -> pd.DataFrame:
    """Rows as a style writes them: text, or typed cells and a few serials for Excel; columns keep our names."""
    text: dict[str, object] = {}
    for name in style.headers:
        values = rows[name]
        if name in DATES:
            text[name] = _dates(values, style, rng)
        elif name in NUMBERS:
            text[name] = _numbers(name, rows, style, rng)
        else:
            text[name] = values.astype(object).where(values.notna(), "")
    if style.remark:
        text[style.remark] = np.where(rng.random(len(rows)) < 0.05, "급함", "")
    return pd.DataFrame(text, dtype=object).reset_index(drop=True)


def _dates(values: pd.Series, style: Style, rng: np.random.Generator) -> object:
    if not style.excel:
        text = values.dt.strftime(style.date)
        return text.where(values.notna(), "").to_numpy(dtype=object)
    # one date in four was pasted as text, which Excel shows as its serial
    pasted = rng.random(len(values)) < 0.25
    return [
        None if day is pd.NaT else str(day_number(day) + 25_569) if as_text else day.to_pydatetime()
        for day, as_text in zip(values, pasted, strict=True)
    ]


def _numbers(name: str, rows: pd.DataFrame, style: Style, rng: np.random.Generator) -> list[object]:
    values = rows[name].to_numpy(dtype=float)
    if name == L.discount and style.percent:
        values = np.round(values * 100, 1)
    if style.excel:
        return [None if value != value else value for value in values.tolist()]
    won = (rows[L.currency] == "KRW").to_numpy()
    decimals = {L.quantity: 0, L.discount: 0 if style.percent else 2}.get(name, 2)
    signed = won & (rng.random(len(rows)) < 0.05) if style.sign and name == L.unit_price else np.zeros(len(rows), bool)
    whole = won if name == L.unit_price else np.zeros(len(rows), bool)
    return [
        ("₩" if sign else "") + style.number(value, 0 if no_cents else decimals)
        for value, sign, no_cents in zip(values.tolist(), signed.tolist(), whole.tolist(), strict=True)
    ]
