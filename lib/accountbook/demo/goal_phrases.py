"""The sentences in which reps write goals, why these changed, and how they are to be reached."""

from __future__ import annotations

from accountbook.demo.wording import Phrases

YEAR = Phrases(
    (
        "order intake of {year} at {target} thousand EUR, {noun}s first", "{target} thousand EUR of orders in {year}",
        "hold {noun}s and reach {target} thousand EUR in {year}", "{year}: {target} thousand EUR, without price cuts",
        "bring {year} to {target} thousand EUR with the spare parts business",
        "{target} thousand EUR in {year}, half of it by June",
        "every call-off of {noun}s from us; {target} thousand EUR",
        "{year}: one frame order for {noun}s and {target} thousand EUR in all",
        "reach {target} thousand EUR in {year} with regular call-offs",
        "{target} thousand EUR, no quarter without an order",
        "{year}: keep the volume of {noun}s, add one family, {target} thousand EUR",
        "{target} thousand EUR from purchasing and service together in {year}",
    ),
    ("{year}년 수주 {target}천 유로, {noun} 중심", "{year}년 {target}천 유로 달성, 분기마다 발주 확보",
     "{noun} 물량 유지하고 {year}년 {target}천 유로",
     "{year}년 예비품 포함 {target}천 유로"),
)  # fmt: skip
LADDER = {
    "supply": Phrases(
        ("become first source of {noun}s", "be asked for every inquiry on {noun}s",
         "supply the plant, not only the workshop",
         "two thirds of their {noun}s from us", "reliable supplier: no late lot for twelve months",
         "be listed as approved source of {noun}s", "be the one they call when a line stands",
         "supply {noun}s and the seals that go with them", "from single orders to a call-off plan for {noun}s",
         "second family beside {noun}s in regular supply", "win back the {noun}s that went elsewhere",
         "purchasing names us before it names a price"),
        ("{noun} 1순위 공급사 되기", "단발 발주에서 {noun} 연간 계획 발주로", "{noun} 물량의 3분의 2 확보"),
    ),
    "development_partner": Phrases(
        ("be in the drawing of the next series", "develop the next {noun} together",
         "joint test of a {noun} on their bench",
         "design department plans with our {noun}s from the first draft",
         "a shared road map for {noun}s over three years",
         "first samples released without a competitor's beside them",
         "one joint project with their technical director a year",
         "our application engineer sits in their design review",
         "jointly replace the older {noun} in running machines",
         "share the test results of the {noun} and their consequences", "named in their specification for {noun}s",
         "quality department takes over our test plan"),
        ("차기 모델 도면에 당사 {noun} 반영", "{noun} 공동 시험 1건 완료", "설계 단계부터 {noun} 함께 개발"),
    ),
    "market_partner": Phrases(
        ("open a market together that neither reaches alone", "joint offer to two of their end customers",
         "shared stand at the fair of their industry", "their sales people sell our {noun}s by name",
         "common service contract at their end customers", "reference plant shown to visitors of both",
         "a joint price list for {noun}s and fitting",
         "exclusive for {noun}s in their region against a stock of three months",
         "train their fitters, who then fit only ours", "one tender a quarter bid for together",
         "their new market entered with our {noun}s", "sell-out figures shared every month"),
        ("최종 고객 2곳에 공동 제안", "{noun} 지역 독점과 3개월 재고 합의", "전시회 공동 참가"),
    ),
}  # fmt: skip
METRICS = {
    "supply": ("share of {noun}s bought from us, %", 40.0, 90.0),
    "development_partner": ("joint projects under way", 1.0, 4.0),
    "market_partner": ("end customers won together", 1.0, 6.0),
}
"""Per rung: what is measured, and between which values the target lies."""

LOST = Phrases(
    ("lost {deal}; the target follows what is left", "{deal} went to another; we need a longer way",
     "{deal} lost on {reason}; first mend that", "without {deal} the old figure cannot be reached",
     "after {deal} was lost the plant needs a new reason to buy", "{deal} lost: less volume, more service",
     "lesson of {deal}: aim at the people before the price", "{deal} is gone, its budget is not; moved to next year",
     "lost {deal}; {reason} was named", "the customer chose another in {deal}; smaller steps from now on",
     "{deal} decided against us, target lowered", "{deal} lost; keep the base and come back at the next change"),
    ("{deal} 실주로 목표 조정", "{deal} 실주, 사유는 {reason}", "{deal} 실주 후 기존 물량 방어가 먼저"),
)  # fmt: skip
PERSON = Phrases(
    ("new decision maker: {title}", "the {title} changed; start again from what that person wants",
     "new {title} asks for a plan of three years", "the new {title} knows us from another plant",
     "new {title}, new priorities: running cost before price", "{title} is new and decides alone",
     "the new {title} wants fewer suppliers; we want to stay", "new {title} met; the target was too small",
     "with the new {title} technical questions count again", "first talk with the new {title} opened another door",
     "the {title} left; the new one compares everything", "new {title} supports a joint test"),
    ("새 의사결정자: {title}", "{title} 교체, 관계부터 다시", "새 {title}, 총소유비용을 먼저 봄"),
)  # fmt: skip
REACHED = Phrases(
    ("reached; the bar goes up", "level reached, next rung", "the old goal is done",
     "reached before it was due", "they asked for more than we had aimed at", "first step done, now the harder one",
     "target met with the last order", "reached; more of the same would be too little",
     "done: keep it and add the next",
     "goal reached, the plant now plans with us", "what we wanted is there; now what they want",
     "reached and confirmed by the customer"),
    ("목표 조기 달성, 다음 단계로", "기존 목표 달성 완료", "달성 후 상향 조정"),
)  # fmt: skip
YEARLY = Phrases(
    ("new year, new figure", "yearly review with the manager", "figure agreed at the kick-off of the year",
     "the customer's plan for the year is known now", "adjusted to the last year's orders",
     "their budget was released",
     "set at the kick-off in January", "as the customer's own plan says", "after the review of the accounts",
     "taken from last year, with the change-over counted in", "agreed with purchasing in December",
     "follows the team's target"),
)  # fmt: skip
SCOPES = (
    "{noun}s, main plant, purchasing", "{noun}s and spare parts, all sites",
    "{noun}s in new machines, design department",
    "{noun}s, two sites, this year", "service contracts and seal kits, service managers",
    "{noun}s for their end customers",
    "one pilot line, quality and design", "{noun}s, purchasing and finance, until the year's end",
    "{noun}s and {noun2}s, main plant", "retrofit of running machines, three years", "{noun2}s only, first samples",
    "all families, frame contract, two years",
)  # fmt: skip
WAYS = Phrases(
    ("visit the plant every {weeks} weeks and keep the call-off plan", "get the design engineer to test one {noun}",
     "let service report every defect and answer within two days", "offer stock at their gate against a forecast",
     "bring our director to theirs once a year", "show the saving at a plant of the same kind",
     "settle the open claim first, then talk of volume", "train their fitters on the {noun}",
     "price list for two years against a share of the volume", "two people of ours for every one that decides",
     "enter by the spare parts, stay with the {noun}s", "make the approval of the second site ours",
     "answer every inquiry within three days", "propose a joint test before the budget is made"),
    ("{weeks}주마다 방문, 납품 계획 공유", "품질 담당과 {noun} 시험 먼저", "본부장 면담 연 1회",
     "클레임 먼저 해결 후 물량 협의"),
)  # fmt: skip
