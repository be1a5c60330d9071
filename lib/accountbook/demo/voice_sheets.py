"""The voice group as it is exported: by the CRM, by finance and the time system, and from people's own notes."""

from __future__ import annotations

from accountbook.demo.sheet import Sheet
from accountbook.tables import Commitments as P
from accountbook.tables import ContactEvents as E
from accountbook.tables import CustomerStatements as S
from accountbook.tables import Expenses as X
from accountbook.tables import MaterialsShown as D
from accountbook.tables import Meetings as M
from accountbook.tables import Questions as Q
from accountbook.tables import Timesheets as T
from accountbook.tables import Voices as V

NOTES = "field_notes.xlsx"
"""The workbook of what people note by themselves."""

VOICE_SHEETS: dict[str, Sheet] = {
    "meetings": Sheet(
        "meetings.csv",
        {M.meeting_id: "Meeting ID", M.account_id: "Account", M.opportunity_id: "Opportunity ID",
         M.planned_on: "Planned on", M.held_on: "Meeting date", M.status: "Status", M.purpose: "Purpose",
         M.our_goal: "Our goal", M.their_goal: "Their goal", M.shared_goal: "Shared goal", M.owner_id: "Owner",
         M.contact_id: "Contact", M.plan_due: "Plan due", M.plan_received: "Plan received"},
        {M.status: {"planned": "Planned", "held": "Held", "cancelled": "Cancelled"}},
        encoding="utf-8-sig",
    ),
    "contact_events": Sheet(
        "contact_events.csv",
        {E.event_id: "Activity ID", E.account_id: "Account", E.met_on: "Date", E.kind: "Activity type",
         E.employee_id: "Employee", E.contact_id: "Contact", E.other_employees: "Other employees",
         E.other_contacts: "Other contacts", E.opportunity_id: "Opportunity ID", E.meeting_id: "Meeting ID",
         E.depth: "Depth", E.escalated: "Superior brought in", E.heard: "Heard", E.worry: "Worry",
         E.complaint: "Complaint", E.learned: "Learned", E.reaction: "Reaction", E.follow_up: "Follow-up",
         E.recorded_at: "Entered on", E.recorded_by: "Entered by"},
        {E.kind: {"meeting": "Meeting", "visit": "Visit", "call": "Call", "video": "Video", "mail": "Mail",
                  "dinner": "Dinner", "golf": "Golf", "ceremony": "Ceremony", "site_visit": "Site visit",
                  "trade_fair": "Trade fair", "training": "Training", "other": "Other"},
         E.escalated: {"True": "yes", "False": "no"}},
        encoding="utf-8-sig",
    ),
    "voices": Sheet(
        "voices.csv",
        {V.voice_id: "번호", V.account_id: "거래처코드", V.contact_id: "고객담당자", V.said_on: "접수일",
         V.type: "유형", V.about: "주제", V.text: "내용", V.event_id: "활동번호",
         V.claim_id: "클레임번호", V.goal_id: "관련목표번호",
         V.owner_id: "영업담당", V.closed_how: "처리결과", V.closed_on: "처리일", V.recorded_at: "입력일"},
        {V.type: {"need": "니즈", "complaint": "불만", "suggestion": "제안", "advice": "조언", "worry": "우려"},
         V.about: {"product": "제품", "price": "가격", "delivery": "납기", "support": "지원", "documents": "서류",
                   "people": "인력", "market": "시장", "other": "기타"}},
        date="%Y.%m.%d",
    ),
    "commitments": Sheet(
        "commitments.csv",
        {P.commitment_id: "Commitment ID", P.account_id: "Account", P.opportunity_id: "Opportunity ID", P.side: "Side",
         P.kind: "Kind", P.text: "What", P.made_on: "Made on", P.due_on: "Due", P.owner_id: "Owner",
         P.contact_id: "Contact", P.meeting_id: "Meeting ID", P.event_id: "Activity ID", P.voice_id: "Voice ID",
         P.done_on: "Done on", P.dropped_on: "Dropped on", P.recorded_at: "Entered on", P.recorded_by: "Entered by"},
        {P.side: {"ours": "Ours", "theirs": "Theirs"}, P.kind: {"promise": "Promise", "action": "Action"}},
        encoding="utf-8-sig",
    ),
    "questions": Sheet(
        NOTES,
        {Q.question_id: "Question no.", Q.account_id: "Account", Q.opportunity_id: "Opportunity ID",
         Q.gap_field: "Gap", Q.text: "Question", Q.raised_on: "Raised on", Q.owner_id: "Owner",
         Q.contact_id: "Contact", Q.asked_on: "Asked on", Q.answer: "Answer", Q.answered_on: "Answered on"},
        page="Questions",
    ),
    "materials_shown": Sheet(
        NOTES,
        {D.shown_id: "Shown no.", D.account_id: "Account", D.contact_id: "Contact", D.shown_on: "Shown on",
         D.document: "Document", D.topic: "Topic", D.reaction: "Reaction", D.remark: "Remark",
         D.event_id: "Activity ID", D.recorded_at: "Entered on"},
        page="Materials shown",
    ),
    "customer_statements": Sheet(
        NOTES,
        {S.statement_id: "Statement no.", S.account_id: "Account", S.contact_id: "Contact",
         S.opportunity_id: "Opportunity ID", S.item_id: "Item", S.said_on: "Said on", S.topic: "Said of",
         S.text: "Statement", S.value: "Value said", S.value_on: "Date said", S.horizon: "Horizon",
         S.actual_value: "Actual value", S.actual_on: "Actual date", S.checked_with: "Checked with",
         S.checked_on: "Checked on", S.recorded_at: "Entered on"},
        {S.topic: {"order_amount": "Order amount", "order_date": "Order date", "quantity": "Quantity",
                   "budget": "Budget", "decision_date": "Decision date", "payment_date": "Payment date"}},
        page="Customer statements",
    ),
    "expenses": Sheet(
        "expenses.csv",
        {X.expense_id: "Belegnummer", X.account_id: "Kunde", X.employee_id: "Personalnummer", X.contact_id: "Kontakt",
         X.counterpart: "Gegenüber", X.spent_on: "Belegdatum", X.kind: "Kostenart", X.text: "Text",
         X.amount: "Betrag", X.currency: "Währung"},
        {X.kind: {"travel": "Reise", "meal": "Bewirtung", "gift": "Geschenk", "entertainment": "Unterhaltung",
                  "event": "Veranstaltung", "other": "Sonstiges"}},
        delimiter=";", date="%d.%m.%Y", decimal=",",
    ),
    "timesheets": Sheet(
        "timesheets.csv.gz",
        {T.timesheet_id: "근무번호", T.employee_id: "사번", T.account_id: "거래처코드", T.worked_on: "근무일",
         T.activity: "업무내용", T.horizon: "구분", T.hours: "시간"},
        {T.horizon: {"short": "단기", "long": "장기"}},
        encoding="cp949",
    ),
}  # fmt: skip
"""The voice group."""
