"""The sentences of markets, facts and routes."""

from __future__ import annotations

from accountbook.demo.wording import Phrases

MARKETS = {
    "machine building": ("packaging machines", "machine tools", "presses", "robots", "mobile hydraulics"),
    "water treatment": ("municipal water", "desalination", "sewage plants", "mine water", "ultrapure water"),
    "food and beverage": ("dairies", "breweries", "bottling", "meat processing", "bakeries"),
    "marine": ("ferries", "fishing vessels", "offshore supply", "yachts", "ballast water"),
    "semiconductor": ("wafer cooling", "chemical supply", "vacuum systems", "back-end test", "clean rooms"),
    "heating and cooling": ("district heating", "heat pumps", "data centre cooling", "hospitals", "cold stores"),
}
EVIDENCE = {
    "in": Phrases(
        ("three orders name it", "their catalogue has a page of it", "seen at their stand",
         "end customer named in our orders", "told by the head of sales",
         "half of last year's {noun}s went there", "their service manager is there each week",
         "reference list on their site", "won a tender there last spring",
         "press note of their new line", "two fitters trained for it", "asked us for approvals that only it needs"),
        ("발주서에 최종 고객 명시", "영업 책임자 확인", "전시회 부스에서 확인"),
    ),
    "wants": Phrases(
        ("hired a sales engineer for it", "asks us for references there", "asked who else sells {noun}s there",
         "managing director named it for next year",
         "lost a tender there and wants to know why", "plans a stand at its fair",
         "looks for a partner with approvals", "bought a small firm that is in it",
         "its people took our training for it", "asked for prices in that size",
         "wants to leave the price war at home", "has one pilot customer"),
        ("내년 진출 계획 언급", "해당 분야 사례 요청", "담당 영업 채용 중"),
    ),
    "avoids": Phrases(
        ("burnt by unpaid bills there", "approvals take two years, they say", "margins too thin for them",
         "their owner sells there under another name",
         "left it after a recall", "no service people for it", "a partner of theirs has it",
         "their bank does not like it", "two tries, both ended early",
         "politics, they say", "no stock of {noun}s for it", "told us twice not to ask"),
        ("미수금 경험으로 철수", "인증 기간 때문에 제외", "마진이 낮다고 함"),
    ),
}  # fmt: skip
CAPABILITY = (
    "approved {noun}s from stock", "reference plants of the same kind", "test bench and reports",
    "short delivery in small lots", "service network there",
    "training for fitters", "know the standard, sit in its committee", "price for volume", "nothing yet",
    "samples within two weeks",
    "people who speak the language", "retrofit kits",
)  # fmt: skip
FACTS = {
    "status": Phrases(
        ("two shifts, order book of {months} months", "short time since {month}",
         "stock cut by a fifth since {month}", "new hall in use since {month}",
         "overtime on the {noun} line", "one line stands until the new drive comes", "the warehouse moved in {month}",
         "running at about 80%",
         "purchasing centralised since {month}", "buys week by week", "changed its ERP in {month}, orders late",
         "all sites running"),
        ("2교대, 수주잔고 {months}개월", "{month} 이후 재고 축소", "가동률 80% 수준"),
    ),
    "outlook": Phrases(
        ("next year flat, they say", "plans 10% more for next year", "sees its own market weaker from autumn",
         "expects two large lines next year",
         "more retrofit, fewer new machines", "will know after the fair", "budget of next year cut by 15%",
         "plans a second shift", "counts on exports",
         "order intake up since {month}", "wants to grow in service", "waits for the subsidy"),
        ("내년 10% 증가 계획", "내년 예산 15% 삭감", "개조 수요 중심 전망"),
    ),
    "insiders": Phrases(
        ("production decides, purchasing only signs", "the two plants do not talk to each other",
         "the deputy writes what the head signs",
         "technical director and purchasing differ on price",
         "who saves 5% is praised, who stops a line is asked why", "old and new owner's people still two camps",
         "nobody orders before the budget round in {month}", "the planner's list is the real order",
         "service hears first what breaks",
         "they never change two suppliers in one year", "sales promises dates that purchasing learns last",
         "the founder still walks the hall on Fridays"),
        ("생산이 결정하고 구매는 서명만", "{month} 예산 회의 전에는 발주 없음", "창업주 영향력이 아직 큼"),
    ),
    "finances": Phrases(
        ("sales of {amount} million EUR last year", "equity of {amount} million EUR",
         "invested {amount} million EUR in the plant", "loss of {amount} million EUR, one-off",
         "profit of {amount} million EUR", "credit line of {amount} million EUR with two banks",
         "order book of {amount} million EUR",
         "{amount} million EUR tied in stock", "pays on time since {month}, {amount} million EUR in cash",
         "sold a hall for {amount} million EUR",
         "sales plan of {amount} million EUR", "debt of {amount} million EUR falls due next year"),
        ("작년 매출 {amount}백만 유로", "재고 자산 {amount}백만 유로", "설비 투자 {amount}백만 유로"),
    ),
    "running_deals": Phrases(
        ("another maker's {noun}s in test since {month}", "asked three makers for {noun}s",
         "own project for a new series, {noun}s open", "two tenders of theirs wait for a decision",
         "waits for an order of its largest customer", "retrofit of hall 2 asked for",
         "compares rent and purchase of {noun}s", "talks with a distributor of ours too",
         "frame contract with another runs until {month}", "one sample of ours on their bench",
         "an offer of ours is with the board", "planning {months} machines with {noun}s"),
        ("{noun} 3사 비교 견적 중", "2호동 개조 검토 중", "타사 {noun} 시험 중"),
    ),
    "organisation": Phrases(
        ("purchasing reports to finance since {month}", "new quality department of {months} people",
         "both plants under one director now", "service became a company of its own",
         "head of purchasing also does logistics", "a project office for new lines",
         "purchasing for the group sits abroad", "planner's post open since {month}",
         "design split into two teams", "the deputy will take over next year",
         "an outside consultant looks at suppliers", "no own fitters any more"),
        ("{month}부터 구매가 재무 산하", "품질 조직 {months}명 신설", "차장이 내년 승진 예정"),
    ),
    "problem": Phrases(
        ("{noun}s fail in dust", "lines stand {months} hours a month", "fitters are missing",
         "stock of {noun}s in three places, none complete", "their end customers ask for proofs of origin",
         "energy cost doubled", "claims of their own customers answered too late", "old {noun}s without spare parts",
         "drawings and parts lists differ",
         "delivery promises to their customers broken twice", "two standards in one plant",
         "scrap of {months}% on the new line"),
        ("{noun} 분진 고장 잦음", "라인 월 {months}시간 정지", "단종 {noun} 예비품 부족"),
    ),
    "intent": Phrases(
        ("wants half as many suppliers", "wants to sell service with its machines",
         "wants to make {noun}s in house again", "wants to move stock to suppliers",
         "wants to be first in its region", "looks for a buyer of the old hall",
         "wants one platform for all machines", "wants to know running cost per hour",
         "wants to leave the smallest orders", "wants its own label on {noun}s", "wants to be paid by hours of use",
         "wants an open book on costs"),
        ("공급사 절반으로 축소 희망", "{noun} 자체 생산 검토", "자사 상표 {noun} 희망"),
    ),
    "other": Phrases(
        ("closed for two weeks in {month}", "parking only with notice at the gate",
         "English in mails, own language at the table", "visitors need safety shoes",
         "sister company of a customer in another team", "answers mails before eight", "no gifts, written rule",
         "audit by its customer in {month}", "plant tour each autumn",
         "the canteen is the best meeting room", "holds its own fair in {month}", "ships on Tuesdays and Thursdays"),
        ("{month} 2주 휴무", "선물 금지 규정 있음", "화, 목 출하"),
    ),
}  # fmt: skip
WHY_BOUGHT = Phrases(
    ("for one machine of {customer}, whose drawing names it", "goes with every {noun} that leaves them",
     "the only size that fits the old frame", "kept for {customer}, who pays any price for it",
     "their approval covers this one only", "a replacement would need a new test",
     "spare for the first series, 12 years old", "bought so that the order reaches free freight",
     "the fitters carry two in the car", "smallest order of {customer}, but its largest plant",
     "cheap, but a line stands without it", "prescribed by {customer}'s standard",
     "no one else makes it in this material", "wears out first, changed each service"),
    ("{customer} 도면에 지정된 품목", "{noun} 출하 시 함께 들어감", "구형 프레임에 맞는 유일한 규격",
     "정비 때마다 교체"),
)  # fmt: skip
"""Why a small item is bought again and again."""
TOLD = ("customer, head of purchasing", "customer, planner", "customer, service manager", "our service engineer",
        "fair talk",
        "their distributor", "site visit", "supplier of both", "end customer", "lunch with the deputy",
        "their fitters", "press")  # fmt: skip
"""Where facts come from that people tell."""
READ = ("their annual report", "press", "credit agency", "balance sheet", "their bank's note", "commercial register",
        "finance director, by telephone", "customer, finance director", "trade journal", "our credit insurer",
        "their web page",
        "auditor's summary")  # fmt: skip
"""Where figures come from that can be read."""
ROUTES = Phrases(
    ("direct, purchasing first", "by the design engineer's drawing", "by the end customer's standard",
     "through the distributor's stock", "by their service manager",
     "with the integrator of the line", "by the approval of the quality department", "through our reference plant",
     "by a joint test", "with the seal kits already sold",
     "by the consultant who plans the plant", "through their sister plant"),
    ("구매 직접", "설계 도면 반영", "최종 고객 사양 지정", "대리점 재고 경유"),
)  # fmt: skip
STEPS = {
    "attention": Phrases(
        ("send the sheet on {noun}s with one figure", "first call to the design engineer", "invite to the fair",
         "ask service who changes {noun}s there", "show one plant of the same kind",
         "name in their list of suppliers", "short talk with the planner", "a sample without an invoice",
         "ask our contact for the right person", "mail with the saving per year",
         "visit with the application engineer", "talk at their own training day"),
        ("{noun} 자료 발송", "설계 담당 첫 연락", "전시회 초대"),
    ),
    "interest": Phrases(
        ("bring a {noun} to touch", "answer the three technical questions", "calculate their line",
         "visit of our plant", "test report of a like plant", "list price and delivery time",
         "meet the quality approver", "ask for their drawing", "show the video of the change-over",
         "offer two samples", "meet service and purchasing together", "ask what a standing hour costs"),
        ("{noun} 실물 시연", "기술 질문 답변", "견본 2개 제안"),
    ),
    "desire": Phrases(
        ("first samples with a test plan", "offer for the pilot line", "saving signed by their service",
         "second talk with the technical director", "reference visit", "agree on the test's pass mark",
         "budget asked for with the head of purchasing", "draft of the frame contract", "delivery plan in two lots",
         "stock proposal", "compare with what they use now", "settle the last two deviations"),
        ("초도품 시험 계획", "파일럿 견적", "기술 이사 2차 면담"),
    ),
    "action": Phrases(
        ("call-off plan for the next half-year", "second site", "seal kits with each order", "service contract",
         "price list for two years", "training of the fitters", "yearly talk of both directors",
         "joint stock of {noun}s", "next family", "measure the saving and write it down",
         "ask to be named as reference", "replace the rest of the old ones"),
        ("반기 납품 계획 합의", "2공장 확대", "유지보수 계약"),
    ),
}  # fmt: skip
