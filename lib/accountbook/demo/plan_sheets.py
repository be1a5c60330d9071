"""The plan group as it is exported: workbooks that people keep, and the reps' own forecasts from the sales tool."""

from __future__ import annotations

from accountbook.demo.sheet import YES_NO, Sheet
from accountbook.tables import AccountFacts as F
from accountbook.tables import Arguments as G
from accountbook.tables import Capacity as P
from accountbook.tables import Decisions as D
from accountbook.tables import Forecasts as Q
from accountbook.tables import Goals as Z
from accountbook.tables import Lessons as L
from accountbook.tables import Markets as M
from accountbook.tables import Risks as R
from accountbook.tables import Routes as W
from accountbook.tables import Scenarios as C
from accountbook.tables import Strategies as S
from accountbook.tables import SuccessStories as U
from accountbook.tables import Targets as T

PLANS, LIBRARY, FIGURES = "account_plans.xlsx", "library.xlsx", "targets.xlsx"
"""The workbooks."""
_YES = {"True": "yes", "False": "no"}

PLAN_SHEETS: dict[str, Sheet] = {
    "goals": Sheet(
        PLANS,
        {Z.goal_id: "Goal no.", Z.version: "Version", Z.account_id: "Account", Z.level: "Level", Z.text: "Goal",
         Z.metric: "Measured by",
         Z.target: "Target", Z.horizon: "Horizon", Z.set_on: "Set on", Z.due_on: "Due", Z.why_changed: "Why changed",
         Z.supersedes: "Replaces goal", Z.owner_id: "Owner", Z.reached_on: "Reached on", Z.dropped_on: "Dropped on"},
        {Z.level: {"supply": "Supply", "development_partner": "Development partner",
                   "market_partner": "Market partner"}},
        page="Goals",
    ),
    "strategies": Sheet(
        PLANS,
        {S.strategy_id: "전략번호", S.version: "버전", S.account_id: "거래처코드", S.goal_id: "목표번호",
         S.set_on: "수립일",
         S.scope: "범위",
         S.text: "전략내용", S.why_changed: "변경사유", S.owner_id: "영업담당"},
        page="전략",
    ),
    "scenarios": Sheet(
        PLANS,
        {C.scenario_id: "Scenario no.", C.account_id: "Account", C.opportunity_id: "Opportunity ID", C.kind: "Kind",
         C.set_on: "Written on",
         C.trigger: "Trigger", C.action: "Action", C.owner_id: "Owner", C.review_on: "Review on",
         C.happened_on: "Trigger came on"},
        {C.kind: {"A": "A", "B": "B", "exit": "Exit", "after": "After"}},
        page="Scenarios",
    ),
    "risks": Sheet(
        PLANS,
        {R.risk_id: "Risk no.", R.account_id: "Account", R.opportunity_id: "Opportunity ID", R.kind: "Kind",
         R.text: "Risk",
         R.probability: "Probability", R.impact: "Impact EUR", R.owner_id: "Owner", R.noted_on: "Noted on",
         R.review_on: "Review on",
         R.closed_on: "Closed on"},
        {R.kind: {"risk": "Risk", "future_variable": "Future variable"}},
        page="Risks",
    ),
    "decisions": Sheet(
        PLANS,
        {D.decision_id: "Decision no.", D.account_id: "Account", D.opportunity_id: "Opportunity ID",
         D.decided_on: "Decided on",
         D.intent: "Customer wants", D.feasible: "Can we", D.how: "How", D.give_up_reason: "Given up because",
         D.decided_by: "Decided by"},
        {D.feasible: _YES},
        page="Decisions",
    ),
    "markets": Sheet(
        PLANS,
        {M.account_id: "거래처코드", M.market: "시장", M.as_of: "기준일", M.status: "진입상태", M.evidence: "근거",
         M.our_capability: "당사역량"},
        {M.status: {"in": "진입", "wants": "진입희망", "avoids": "회피"}},
        page="시장",
    ),
    "account_facts": Sheet(
        PLANS,
        {F.fact_id: "Fact no.", F.account_id: "Account", F.topic: "Topic", F.item_id: "Item", F.value: "Fact",
         F.number: "Figure",
         F.as_of: "As of", F.told_by: "Told by"},
        {F.topic: {"running_deals": "Running deals"}},
        page="Account facts",
    ),
    "routes": Sheet(
        PLANS,
        {W.account_id: "Account", W.product: "Product line", W.as_of: "As of", W.route: "Route", W.aida_stage: "AIDA",
         W.owner_id: "Owner",
         W.next_step: "Next step", W.due_on: "Due"},
        page="Routes",
    ),
    "success_stories": Sheet(
        LIBRARY,
        {U.story_id: "Story no.", U.happened_on: "Since", U.vertical: "Industry", U.product: "Product line",
         U.customer: "Customer as told",
         U.title: "Title", U.result: "Result", U.differences: "Different there", U.shareable: "May be told"},
        {U.shareable: _YES},
        page="Success stories",
    ),
    "lessons": Sheet(
        LIBRARY,
        {L.lesson_id: "교훈번호", L.learned_on: "습득일", L.market: "시장", L.product: "제품군", L.text: "교훈",
         L.still_valid: "유효여부",
         L.changed_by: "변경원인", L.reviewed_on: "검토일", L.recurrence_of: "재발원인교훈"},
        {L.still_valid: YES_NO},
        page="교훈",
    ),
    "arguments": Sheet(
        LIBRARY,
        {G.argument_id: "Argument no.", G.used_on: "Used on", G.situation: "Situation", G.vertical: "Industry",
         G.product: "Product line",
         G.topic: "Topic", G.text: "Argument", G.result: "Result"},
        page="Arguments",
    ),
    "targets": Sheet(
        FIGURES,
        {T.target_id: "목표번호", T.account_id: "거래처코드", T.owner_id: "영업담당", T.team: "팀", T.product: "제품군",
         T.starts_on: "시작일",
         T.ends_on: "종료일", T.amount: "목표금액", T.set_on: "수립일"},
        page="매출목표",
    ),
    "capacity": Sheet(
        FIGURES,
        {P.team: "Team", P.function: "Function", P.starts_on: "From", P.ends_on: "To", P.free_days: "Free days",
         P.as_of: "Counted on"},
        page="Capacity",
    ),
    "forecasts": Sheet(
        "forecasts.csv",
        {Q.forecast_id: "Prognose-Nr.", Q.owner_id: "Betreuer", Q.account_id: "Kunde", Q.item_id: "Artikel",
         Q.starts_on: "Von", Q.ends_on: "Bis",
         Q.amount: "Betrag EUR", Q.quantity: "Menge", Q.order_on: "Bestellung erwartet am",
         Q.submitted_on: "Abgegeben am"},
        delimiter=";", date="%d.%m.%Y", decimal=",",
    ),
}  # fmt: skip
"""The plan group; goals to targets lie in workbooks of several pages."""
