"""The other tables as they are exported: each with its own headers, words, encoding and dates."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.places import BY_CODE
from accountbook.tables import AccountAliases as M
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as C
from accountbook.tables import Employees as E
from accountbook.tables import FxRates as R
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OpportunityChanges as H
from accountbook.tables import RoleSlots as S
from accountbook.tables import RoleTemplates as T

YES_NO = {"True": "예", "False": "아니오"}


@dataclass(frozen=True)
class Sheet:
    """How one table is exported.

    Attributes
    ----------
    file : its name.
    headers : column of the contract = header; columns that are not named are not exported.
    words : per column, word of the contract = word in the file.
    date : strftime's pattern; `times` adds hours and minutes.
    decimal : mark in numbers.    percent : columns in percent.
    ends : column whose empty days are written as 9999-12-31.
    page : name of the sheet in a workbook, which may hold several.
    """

    file: str
    headers: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str = ","
    date: str = "%Y-%m-%d"
    decimal: str = "."
    percent: tuple[str, ...] = ()
    ends: str = ""
    page: str = ""

    @property
    def excel(self) -> bool:
        """Whether it is a page of a workbook."""
        return self.file.endswith(".xlsx")


def _heads(*pairs: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in pairs)


SHEETS: dict[str, Sheet] = {
    "accounts": Sheet(
        "accounts.csv",
        _heads(f"{A.account_id}=거래처코드", f"{A.name}=거래처명", f"{A.country}=국가", f"{A.city}=도시",
               f"{A.region}=판매지역",
               f"{A.channel_type}=유통형태", f"{A.vertical}=업종", f"{A.tier}=등급", f"{A.owner_id}=담당자",
               f"{A.team}=팀",
               f"{A.fiscal_year_end_month}=결산월", f"{A.currency}=통화", f"{A.payment_terms}=결제조건",
               f"{A.sole_source}=독점공급", f"{A.customer_since}=거래개시일"),
        {A.country: {code: place.korean for code, place in BY_CODE.items()},
         A.channel_type: {"distributor": "대리점", "integrator": "시스템통합", "oem": "OEM", "end_user": "최종사용자"},
         A.sole_source: YES_NO},
        encoding="utf-8-sig", date="%Y.%m.%d",
    ),
    "account_aliases": Sheet(
        "merged_accounts.csv", _heads(f"{M.alias_id}=Old number", f"{M.account_id}=Taken over by", f"{M.merged_on}=On")
    ),
    "contacts": Sheet(
        "contacts.tsv",
        _heads(f"{C.contact_id}=Kontakt-Nr.", f"{C.account_id}=Firma", f"{C.name}=Name", f"{C.title}=Titel",
               f"{C.department}=Abteilung", f"{C.reports_to}=Vorgesetzter", f"{C.email}=E-Mail", f"{C.status}=Status",
               f"{C.status_on}=Status seit", f"{C.last_verified_on}=Zuletzt bestätigt", f"{C.birthday}=Geburtstag",
               f"{C.language}=Sprache", f"{C.narrative_topic}=Gesprächsthema", f"{C.created_on}=Angelegt am"),
        {C.status: {"active": "aktiv", "left": "ausgeschieden", "retired": "im Ruhestand",
                    "role_changed": "andere Aufgabe",
                    "unknown": "unbekannt"}},
        encoding="utf-16", delimiter="\t", date="%d.%m.%Y",
    ),
    "employees": Sheet(
        "employees.csv",
        _heads(f"{E.employee_id}=사번", f"{E.name}=성명", f"{E.function}=직무", f"{E.level}=직급", f"{E.team}=팀",
               f"{E.manager_id}=상사"),
        encoding="cp949",
    ),
    "role_templates": Sheet(
        "roles.csv",
        _heads(f"{T.role_code}=Role", f"{T.role_name}=Name", f"{T.vertical}=Vertical", f"{T.product_line}=Product line",
               f"{T.department}=Department", f"{T.required}=Must be known", f"{T.decides}=Decides", f"{T.why}=Why"),
        {T.required: {"True": "yes", "False": "no"}, T.decides: {"True": "yes", "False": "no"}},
    ),
    "role_slots": Sheet(
        "role_assessments.csv",
        _heads(f"{S.account_id}=거래처", f"{S.role_code}=역할", f"{S.assessed_on}=평가일", f"{S.contact_id}=담당인물",
               f"{S.representative_id}=당사 담당", f"{S.can_meet}=면담 가능", f"{S.can_deliver_value}=가치 제공",
               f"{S.disposition}=성향", f"{S.evidence}=근거", f"{S.plan}=계획", f"{S.plan_due}=계획 기한"),
        {S.disposition: {"favourable": "우호", "neutral": "중립", "negative": "부정", "unknown": "미상"},
         S.can_meet: YES_NO, S.can_deliver_value: YES_NO},
        encoding="utf-8-sig",
    ),
    "items": Sheet(
        "items.parquet",
        _heads(f"{I.item_id}=Item", f"{I.name}=Text", f"{I.family}=Family", f"{I.launched_on}=First sale",
               f"{I.ends_on}=Last sale",
               f"{I.predecessor_id}=Replaces", f"{I.list_price}=List price EUR", f"{I.unit_cost}=Standard cost EUR"),
        ends=I.ends_on,
    ),
    "fx_rates": Sheet(
        "rates.csv", _heads(f"{R.date}=Datum", f"{R.currency}=Währung", f"{R.rate}=Kurs in EUR"), delimiter=";",
        date="%d.%m.%Y", decimal=",",
    ),
    "opportunities": Sheet(
        "opportunities.csv",
        _heads(f"{O.opportunity_id}=Opportunity ID", f"{O.account_id}=Account", f"{O.name}=Opportunity Name",
               f"{O.product_line}=Product Line", f"{O.amount}=Amount (EUR)", f"{O.seller_stage}=Stage",
               f"{O.buyer_stage}=Buyer Stage",
               f"{O.created_on}=Created", f"{O.expected_close}=Close Date", f"{O.expected_ship}=Ship Date",
               f"{O.rep_probability}=Probability (%)", f"{O.how_obtained}=Lead Source",
               f"{O.first_heard_on}=First Heard",
               f"{O.competitor_knew_on}=Competitor Knows Since", f"{O.budget_status}=Budget",
               f"{O.budget_amount}=Budget Amount (EUR)",
               f"{O.decision_criteria}=Decision Criteria", f"{O.key_contact_id}=Key Contact",
               f"{O.channel_open}=Reached",
               f"{O.route}=Route", f"{O.outcome}=Result", f"{O.closed_on}=Closed On", f"{O.reasons}=Reasons",
               f"{O.satisfaction}=Satisfaction (1-5)"),
        {O.seller_stage: {"lead": "1 Lead", "need": "2 Need", "offer": "3 Offer", "negotiation": "4 Negotiation",
                          "verbal": "5 Verbal yes"},
         O.outcome: {"open": "Open", "won": "Closed Won", "lost": "Closed Lost"}, O.channel_open: {"True": "yes",
                                                                                                   "False": "no"}},
        percent=(O.rep_probability,),
    ),
    "opportunity_changes": Sheet(
        "opportunity_history.csv.gz",
        _heads(f"{H.opportunity_id}=Opportunity ID", f"{H.field}=Field", f"{H.old}=Old Value", f"{H.new}=New Value",
               f"{H.changed_at}=Edit Date", f"{H.changed_by}=Edited By"),
        date="%Y-%m-%d %H:%M:%S",
    ),
}  # fmt: skip
"""Every table but order_lines."""


def sheet_cells(frame: pd.DataFrame, sheet: Sheet, *, rng: np.random.Generator) -> pd.DataFrame:
    """A table's rows as its sheet writes them, under the sheet's headers.

    Text, but for Parquet's numbers and a workbook's numbers and days.
    """
    typed = sheet.file.endswith(".parquet")
    columns: dict[str, object] = {}
    for name, header in sheet.headers.items():
        values = frame[name]
        if name in sheet.words:
            columns[header] = _worded(values, sheet.words[name], some=name == A.country, rng=rng)
        elif sheet.excel and values.dtype != "str":
            # what is empty is text: a page has no other sign for it
            cells = (
                values.astype(object) if pd.api.types.is_datetime64_dtype(values.dtype) else values.astype("float64")
            )
            columns[header] = cells.astype(object).where(values.notna(), "")
        elif pd.api.types.is_datetime64_dtype(values.dtype):
            text = values.dt.strftime(sheet.date)
            columns[header] = text.where(values.notna(), "9999-12-31" if name == sheet.ends else "")
        elif pd.api.types.is_float_dtype(values.dtype) and not typed:
            columns[header] = _numbers(values, sheet, percent=name in sheet.percent)
        elif typed:
            columns[header] = values
        else:
            columns[header] = values.astype(object).where(values.notna(), "")
    return pd.DataFrame(columns)


def decomposed(names: pd.Series, *, rng: np.random.Generator) -> tuple[pd.Series, int]:
    """Names, some of them in decomposed letters as a Mac writes them, and how many that are."""
    swap: Callable[[str], str] = lambda name: unicodedata.normalize("NFD", name)  # noqa: E731
    mac = pd.Series(rng.random(len(names)) < 0.15, index=names.index) & (names.map(swap) != names)
    return names.where(~mac, names.map(swap)), int(mac.sum())


def _worded(values: pd.Series, words: Mapping[str, str], *, some: bool, rng: np.random.Generator) -> pd.Series:
    text = values.astype(object).where(values.notna(), "").astype(str)
    there = text.map(lambda word: words.get(word, word))
    # a third of the countries were typed as codes
    return there.where(rng.random(len(text)) > 0.33, text) if some else there


def _numbers(values: pd.Series, sheet: Sheet, *, percent: bool) -> list[str]:
    scaled = (values * 100).round(6) if percent else values
    text = ["" if value != value else f"{value:.10g}" for value in scaled.tolist()]
    return [one.replace(".", sheet.decimal) for one in text]
