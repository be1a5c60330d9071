"""The other tables as they are exported: each with its own headers, words, encoding and dates."""

from __future__ import annotations

from accountbook.demo.places import BY_CODE
from accountbook.demo.plan_sheets import PLAN_SHEETS
from accountbook.demo.sheet import YES_NO, Sheet, heads
from accountbook.demo.trade_sheets import TRADE_SHEETS
from accountbook.demo.voice_sheets import VOICE_SHEETS
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

SHEETS: dict[str, Sheet] = {
    "accounts": Sheet(
        "accounts.csv",
        heads(f"{A.account_id}=거래처코드", f"{A.name}=거래처명", f"{A.country}=국가", f"{A.city}=도시",
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
        "merged_accounts.csv", heads(f"{M.alias_id}=Old number", f"{M.account_id}=Taken over by", f"{M.merged_on}=On")
    ),
    "contacts": Sheet(
        "contacts.tsv",
        heads(f"{C.contact_id}=Kontakt-Nr.", f"{C.account_id}=Firma", f"{C.name}=Name", f"{C.title}=Titel",
               f"{C.department}=Abteilung", f"{C.reports_to}=Vorgesetzter", f"{C.email}=E-Mail", f"{C.status}=Status",
               f"{C.status_on}=Status seit", f"{C.last_verified_on}=Zuletzt bestätigt", f"{C.birthday}=Geburtstag",
               f"{C.language}=Sprache", f"{C.narrative_topic}=Gesprächsthema", f"{C.created_on}=Angelegt am",
              f"{C.bounced_on}=Mail zurück am", f"{C.consent}=Einwilligung"),
        {C.status: {"active": "aktiv", "left": "ausgeschieden", "retired": "im Ruhestand",
                    "role_changed": "andere Aufgabe",
                    "unknown": "unbekannt"},
         C.consent: {"True": "ja", "False": "nein"}},
        encoding="utf-16", delimiter="\t", date="%d.%m.%Y",
    ),
    "employees": Sheet(
        "employees.csv",
        heads(f"{E.employee_id}=사번", f"{E.name}=성명", f"{E.function}=직무", f"{E.level}=직급", f"{E.team}=팀",
               f"{E.manager_id}=상사", f"{E.email}=이메일", f"{E.claimed_share}=파악률",
              f"{E.claimed_on}=파악률 기준일"),
        encoding="cp949",
    ),
    "role_templates": Sheet(
        "roles.csv",
        heads(f"{T.role_code}=Role", f"{T.role_name}=Name", f"{T.vertical}=Vertical", f"{T.product_line}=Product line",
               f"{T.department}=Department", f"{T.required}=Must be known", f"{T.decides}=Decides", f"{T.why}=Why"),
        {T.required: {"True": "yes", "False": "no"}, T.decides: {"True": "yes", "False": "no"}},
    ),
    "role_slots": Sheet(
        "role_assessments.csv",
        heads(f"{S.account_id}=거래처", f"{S.role_code}=역할", f"{S.assessed_on}=평가일", f"{S.contact_id}=담당인물",
               f"{S.representative_id}=당사 담당", f"{S.can_meet}=면담 가능", f"{S.can_deliver_value}=가치 제공",
               f"{S.disposition}=성향", f"{S.evidence}=근거", f"{S.plan}=계획", f"{S.plan_due}=계획 기한"),
        {S.disposition: {"favourable": "우호", "neutral": "중립", "negative": "부정", "unknown": "미상"},
         S.can_meet: YES_NO, S.can_deliver_value: YES_NO},
        encoding="utf-8-sig",
    ),
    "items": Sheet(
        "items.parquet",
        heads(f"{I.item_id}=Item", f"{I.name}=Text", f"{I.family}=Family", f"{I.launched_on}=First sale",
               f"{I.ends_on}=Last sale",
               f"{I.predecessor_id}=Replaces", f"{I.list_price}=List price EUR", f"{I.unit_cost}=Standard cost EUR"),
        ends=I.ends_on,
    ),
    "fx_rates": Sheet(
        "rates.csv", heads(f"{R.date}=Datum", f"{R.currency}=Währung", f"{R.rate}=Kurs in EUR"), delimiter=";",
        date="%d.%m.%Y", decimal=",",
    ),
    "opportunities": Sheet(
        "opportunities.csv",
        heads(f"{O.opportunity_id}=Opportunity ID", f"{O.account_id}=Account", f"{O.name}=Opportunity Name",
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
               f"{O.satisfaction}=Satisfaction (1-5)", f"{O.our_difference}=Our Difference"),
        {O.seller_stage: {"lead": "1 Lead", "need": "2 Need", "offer": "3 Offer", "negotiation": "4 Negotiation",
                          "verbal": "5 Verbal yes"},
         O.outcome: {"open": "Open", "won": "Closed Won", "lost": "Closed Lost"}, O.channel_open: {"True": "yes",
                                                                                                   "False": "no"}},
        percent=(O.rep_probability,),
    ),
    "opportunity_changes": Sheet(
        "opportunity_history.csv.gz",
        heads(f"{H.opportunity_id}=Opportunity ID", f"{H.field}=Field", f"{H.old}=Old Value", f"{H.new}=New Value",
               f"{H.changed_at}=Edit Date", f"{H.changed_by}=Edited By"),
        date="%Y-%m-%d %H:%M:%S",
    ),
    **TRADE_SHEETS,
    **VOICE_SHEETS,
    **PLAN_SHEETS,
}  # fmt: skip
"""Every table but order_lines."""
