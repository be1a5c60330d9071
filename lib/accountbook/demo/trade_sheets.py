"""The tables of trade as they are exported: by the ERP in Korean and German, by the CRM and by hand in English."""

from __future__ import annotations

from accountbook.demo.sheet import Sheet, heads
from accountbook.tables import Claims as C
from accountbook.tables import Competitors as X
from accountbook.tables import Concessions as G
from accountbook.tables import Contracts as K
from accountbook.tables import DealSteps as D
from accountbook.tables import InstalledBase as B
from accountbook.tables import Invoices as I
from accountbook.tables import PartnerLinks as L
from accountbook.tables import Payments as P
from accountbook.tables import ProposalChecks as H
from accountbook.tables import Quotes as Q
from accountbook.tables import Requirements as R
from accountbook.tables import Sellout as O
from accountbook.tables import Shipments as S

_YES_NO = {"True": "yes", "False": "no"}


def _plain(*words: str) -> dict[str, str]:
    """Words of the contract as people read them: "wrong_item" is "Wrong item"."""
    return {word: word.replace("_", " ").capitalize() for word in words}


TRADE_SHEETS: dict[str, Sheet] = {
    "shipments": Sheet(
        "shipments.csv.gz",
        heads(f"{S.shipment_id}=Liefernummer", f"{S.account_id}=Kundennummer", f"{S.order_id}=Auftragsnummer",
              f"{S.line}=Position", f"{S.contract_id}=Vertragsnummer", f"{S.lot}=Los", f"{S.item_id}=Artikelnummer",
              f"{S.quantity}=Menge", f"{S.confirmed_on}=Bestätigt am", f"{S.promised_on}=Zugesagt am",
              f"{S.shipped_on}=Versandt am", f"{S.arrived_on}=Angekommen am"),
        delimiter=";", date="%d.%m.%Y", decimal=",",
    ),
    "claims": Sheet(
        "claims.csv",
        heads(f"{C.claim_id}=Claim ID", f"{C.account_id}=Account", f"{C.contact_id}=Contact", f"{C.order_id}=Order no.",
              f"{C.item_id}=Item", f"{C.kind}=Kind", f"{C.text}=Text", f"{C.quantity}=Quantity",
              f"{C.opened_on}=Opened on", f"{C.first_reply_on}=First reply on", f"{C.closed_on}=Closed on",
              f"{C.cost}=Cost (EUR)", f"{C.recorded_at}=Entered on"),
        {C.kind: _plain("defect", "damage", "wrong_item", "late", "documents", "billing", "support", "other")},
        encoding="utf-8-sig",
    ),
    "invoices": Sheet(
        "invoices.csv",
        heads(f"{I.invoice_id}=청구번호", f"{I.account_id}=거래처코드", f"{I.order_id}=주문번호",
              f"{I.contract_id}=계약번호", f"{I.issued_on}=청구일", f"{I.due_on}=만기일", f"{I.amount}=청구금액",
              f"{I.currency}=통화"),
        encoding="cp949", date="%Y.%m.%d",
    ),
    "payments": Sheet(
        "payments.csv",
        heads(f"{P.payment_id}=입금번호", f"{P.account_id}=거래처코드", f"{P.invoice_id}=청구번호",
              f"{P.paid_on}=입금일", f"{P.amount}=입금액", f"{P.currency}=통화"),
        encoding="cp949", date="%Y.%m.%d",
    ),
    "contracts": Sheet(
        "contracts.csv",
        heads(f"{K.contract_id}=계약번호", f"{K.account_id}=거래처코드", f"{K.opportunity_id}=영업기회",
              f"{K.name}=계약명", f"{K.signed_on}=계약일", f"{K.ends_on}=계약종료일", f"{K.amount}=계약금액",
              f"{K.currency}=통화", f"{K.buy_mode}=구매방식", f"{K.lots}=납품차수", f"{K.obligations}=의무사항"),
        {K.buy_mode: {"lump": "일괄", "phased": "분할"}},
        encoding="utf-8-sig", date="%Y.%m.%d",
    ),
    "sellout": Sheet(
        "sellout.csv.gz",
        heads(f"{O.account_id}=Account", f"{O.item_id}=Item", f"{O.month}=Month", f"{O.quantity}=Quantity",
              f"{O.stock}=Stock", f"{O.reported_on}=Reported on", f"{O.recorded_at}=Entered on"),
    ),
    "deal_steps": Sheet(
        "deal_steps.csv",
        heads(f"{D.opportunity_id}=Opportunity ID", f"{D.step}=Step", f"{D.position}=Position",
              f"{D.exit_criterion}=Exit criterion", f"{D.due_on}=Due on", f"{D.exit_evidence}=Exit evidence",
              f"{D.done_on}=Done on", f"{D.recorded_at}=Entered on"),
    ),
    "quotes": Sheet(
        "quotes.csv",
        heads(f"{Q.quote_id}=Quote ID", f"{Q.version}=Version", f"{Q.account_id}=Account",
              f"{Q.opportunity_id}=Opportunity ID", f"{Q.quoted_on}=Quoted on", f"{Q.valid_until}=Valid until",
              f"{Q.price}=Price", f"{Q.currency}=Currency", f"{Q.cost}=Cost (EUR)",
              f"{Q.service_terms}=Service terms", f"{Q.official}=Official"),
        {Q.official: _YES_NO},
    ),
    "requirements": Sheet(
        "requirements.csv",
        heads(f"{R.requirement_id}=Requirement ID", f"{R.account_id}=Account", f"{R.opportunity_id}=Opportunity ID",
              f"{R.meeting_id}=Meeting ID", f"{R.contact_id}=Contact", f"{R.text}=Text", f"{R.stated_on}=Stated on",
              f"{R.in_scope}=In scope", f"{R.owner_id}=Owner", f"{R.effort_days}=Effort days", f"{R.due_on}=Due on",
              f"{R.response}=Response", f"{R.answered_on}=Answered on", f"{R.met}=Met", f"{R.met_on}=Met on",
              f"{R.recorded_at}=Entered on"),
        {R.in_scope: _YES_NO, R.met: _YES_NO},
        encoding="utf-8-sig",
    ),
    "proposal_checks": Sheet(
        "proposal_checks.csv",
        heads(f"{H.opportunity_id}=Opportunity ID", f"{H.question}=Question", f"{H.checked_on}=Checked on",
              f"{H.answer}=Answer", f"{H.evidence}=Evidence"),
        {H.question: _plain("above_expectation", "story_told", "profit", "customers_view", "solution")},
    ),
    "competitors": Sheet(
        "competitors.xlsx",
        heads(f"{X.account_id}=Account", f"{X.competitor}=Competitor", f"{X.product}=Product", f"{X.as_of}=As of",
              f"{X.opportunity_id}=Opportunity ID", f"{X.share}=Share", f"{X.price}=Price (EUR)",
              f"{X.told_by}=Told by", f"{X.certainty}=Certainty", f"{X.recorded_at}=Entered on"),
        page="Competitors",
    ),
    "installed_base": Sheet(
        "installed_base.xlsx",
        heads(f"{B.installation_id}=Installation ID", f"{B.account_id}=Account", f"{B.end_customer}=End customer",
              f"{B.item_id}=Item", f"{B.competitor}=Competitor", f"{B.product}=Product", f"{B.contract_id}=Contract ID",
              f"{B.quantity}=Quantity", f"{B.installed_on}=Installed on", f"{B.life_months}=Life months",
              f"{B.failure_cost}=Failure cost (EUR)", f"{B.removed_on}=Removed on", f"{B.recorded_at}=Entered on"),
        page="Installed",
    ),
    "partner_links": Sheet(
        "partner_links.xlsx",
        heads(f"{L.account_id}=Account", f"{L.partner}=Partner", f"{L.as_of}=As of", f"{L.role}=Role",
              f"{L.our_relation}=Our relation", f"{L.their_approach}=Their approach", f"{L.recorded_at}=Entered on"),
        page="Partners",
    ),
    "concessions": Sheet(
        "concessions.xlsx",
        heads(f"{G.concession_id}=Concession ID", f"{G.account_id}=Account", f"{G.opportunity_id}=Opportunity ID",
              f"{G.order_id}=Order no.", f"{G.granted_on}=Granted on", f"{G.granted_by}=Granted by", f"{G.kind}=Kind",
              f"{G.text}=Text", f"{G.cost}=Cost (EUR)", f"{G.got_in_return}=Got in return",
              f"{G.recorded_at}=Entered on"),
        {G.kind: _plain("discount", "free_goods", "payment_terms", "free_service", "rush", "price_hold",
                        "return_accepted", "other")},
        page="Concessions",
    ),
}  # fmt: skip
"""Shipments, claims, invoices and all that the deals bring."""
