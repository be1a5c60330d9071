"""The sentences in which people note what was said, and what is promised, asked and shown."""

from __future__ import annotations

from accountbook.demo.wording import Phrases

HEARD = Phrases(
    ("order book full until {month}", "next call-off of {noun}s in {month}", "{rival} was there last week",
     "budget round starts in {month}", "two machines more than planned this year",
     "their customer asks for {noun}s by name", "stock of {noun}s for {weeks} weeks",
     "price list of {rival} is out, 4% up", "head of purchasing has a new superior",
     "test of the {noun} runs until {month}", "plant closed for {weeks} weeks in summer",
     "a second shift from {month}", "they compare {noun}s of three makers", "their end customer put the project off",
     "invoice now goes to the new address", "happy with the last lot", "all well, short talk on prices",
     "wants the offer in two lots"),
    ("{month}까지 일감 가득", "{month}에 {noun} 발주 예정", "{rival} 지난주 방문", "예산 회의 {month} 시작",
     "{noun} 재고 {weeks}주분", "지난 로트 만족"),
)  # fmt: skip
INTEREST = Phrases(
    ("asked whether our {noun}s would do for the new series",
     "talked of changing all {noun}s some day, no budget yet", "wants to see the {noun} once the hall is built",
     "first word of a line that will need {noun}s", "said that {noun}s will be a topic next year",
     "took the sheet on {noun}s home", "fitters complain of the present {noun}s, nothing decided",
     "asked what a {noun} of that size costs, just so", "would look at {noun}s if the end customer agrees",
     "drawing of the next machine has room for our {noun}", "mentioned a tender with {noun}s, date open",
     "their {noun}s are eight years old, he said"),
    ("신규 라인에 {noun} 적용 가능한지 문의", "언젠가 {noun} 전량 교체 언급", "{noun} 자료 가져감",
     "내년 {noun} 검토 예정이라고 함"),
)  # fmt: skip
"""What is heard long before there is a deal."""
NEEDS = Phrases(
    ("needs {noun}s that stand dust", "looks for a {noun} with a shorter delivery time",
     "needs a drawing of the {noun} for the board", "wants to know the running cost of a {noun}",
     "needs {weeks} fitters trained", "needs spare {noun}s in the house before {month}",
     "wants one contact for technical questions", "needs approvals for export",
     "asks for stock of {noun}s near the plant", "needs a smaller {noun} for the retrofit",
     "wants a forecast of our delivery times", "needs a second {noun} for the test stand",
     "asks for labels in its own language"),
    ("분진에 강한 {noun} 필요", "{month} 전까지 예비 {noun} 필요", "{noun} 도면 필요", "기술 문의 창구 단일화 요청"),
)  # fmt: skip
COMPLAINTS = Phrases(
    ("three mails without an answer", "hotline rings and nobody takes it", "different answers from two of our people",
     "our engineer came without the {noun}", "offer took {weeks} weeks", "price rise told by letter, not by a person",
     "documents of the {noun}s incomplete again", "had to ask twice for the delivery date",
     "nobody told them of the change-over", "visit put off twice", "training date fell through",
     "our new people don't know the plant"),
    ("메일 세 번 회신 없음", "견적에 {weeks}주 소요", "기사가 {noun} 없이 방문", "방문 두 번 연기"),
)  # fmt: skip
"""Complaints that became no case."""
SUGGESTIONS = Phrases(
    ("pack {noun}s by machine, not by size", "print the drawing number on the {noun}",
     "one delivery a week instead of four", "put the test report behind a code on the box",
     "sell the seal kit with each {noun}", "let their planner see our stock", "meet once with their end customer",
     "send the order confirmation to service too", "use returnable boxes for {noun}s",
     "short films instead of manuals", "agree on the forecast each month", "give the fitters a telephone number"),
    ("{noun} 기계별 포장 제안", "주 1회 통합 납품 제안", "재고 조회 권한 요청", "매월 예측 공유 제안"),
)  # fmt: skip
ADVICE = Phrases(
    ("talk to service before the offer", "do not come in {month}, everybody counts stock",
     "leave price out, speak of standing hours", "ask finance for the limit first",
     "the planner decides more than he says", "bring samples, not slides", "name a person, not a department",
     "go to the end customer with us", "be quick, {rival} visits next week", "write shorter offers",
     "speak with the deputy, she will stay", "wait for the new budget before asking"),
    ("견적 전에 서비스팀과 먼저 이야기하라고 함", "{month}에는 방문하지 말라고 함",
     "{rival} 다음 주 방문하니 서두르라고 함", "차장과 먼저 이야기 권유"),
)  # fmt: skip
WORRIES = Phrases(
    ("that {noun}s will be late again in {month}", "that the plant loses its largest customer",
     "that we sell direct one day", "that the new {noun} does not fit the old frame",
     "that nobody is left who knows the line", "of price rises in {month}", "that their owner sells",
     "of a claim of their own customer", "that stock is too high when the change-over comes",
     "that {rival} is cheaper and he must explain it", "that the test fails before the board meets",
     "about the exchange rate"),
    ("{month} {noun} 납기 지연 우려", "최대 고객 이탈 우려", "단종 시 재고 과다 우려", "환율 걱정"),
)  # fmt: skip
LEARNED = Phrases(
    ("orders are written by the deputy, on Thursdays", "purchasing gets a bonus on payment days",
     "{noun}s are fitted by an outside firm", "limit for signing is 20 thousand EUR",
     "their year's stock-taking is in {month}", "the technical director came from {rival}",
     "they plan with {weeks} weeks of stock", "quality has the last word on samples",
     "service keeps a list of all failures", "decision is made before the meeting", "the end customer names the make",
     "two systems for orders, one for spare parts", "the gate takes goods until two",
     "new hall has room for two lines"),
    ("발주는 차장이 목요일에 작성", "결재 한도 2만 유로", "{month} 재고 실사", "{noun} 설치는 외주"),
)  # fmt: skip
FOLLOW_UPS = Phrases(
    ("send the drawing", "call again in {weeks} weeks", "offer for {noun}s", "visit with the application engineer",
     "ask the planner for the numbers", "answer in writing", "bring a sample", "invite to the plant",
     "check the delivery date with the house", "meet the quality manager", "send the price list",
     "name a contact of service"),
    ("도면 송부", "{weeks}주 후 재연락", "{noun} 견적 제출", "서면 답변"),
)  # fmt: skip
PROMISES = Phrases(
    ("send the drawing of the {noun}", "offer for {noun}s in two lots", "name a contact of service",
     "sample {noun} to the test stand", "answer on the delivery date in writing", "price for the next year",
     "visit of the application engineer", "list of spare parts for the {noun}", "date for the training",
     "test report of the {noun}", "quote stock for {weeks} weeks", "ask our house about the special size"),
    ("{noun} 도면 송부", "{noun} 견적 제출", "납기 서면 회신", "교육 일정 확정"),
)  # fmt: skip
ANSWERS = Phrases(
    ("answer on the complaint with cause and remedy", "8D report on the {noun}",
     "replacement of the {noun}s, date by telephone", "engineer on site this week",
     "credit note checked with finance", "written answer of quality", "new date for what is late",
     "report of the carrier", "name who answers from now on", "check of the stock for the same fault",
     "missing papers by mail", "visit with the quality manager"),
    ("클레임 원인과 대책 회신", "{noun} 8D 보고서", "교체품 발송 일정 회신", "품질 담당 동행 방문"),
)  # fmt: skip
"""What we promise where somebody complained."""
THEIR_PROMISES = Phrases(
    ("send the forecast for {noun}s", "name the budget", "answer on our offer", "drawing of the new line",
     "introduce us to the technical director", "date of the decision", "list of the machines with {noun}s",
     "order for the sample", "confirm the new payment date", "feedback on the test of the {noun}",
     "ask the end customer", "stock figures of {month}"),
    ("{noun} 예측 송부", "예산 확정 통보", "견적 회신", "기술 이사 소개"),
)  # fmt: skip
WORDS = Phrases(
    ("get the close date of the open deal in writing", "visit before the month ends", "find out who signs",
     "bring the offer for {noun}s to a decision", "call on the order that is overdue",
     "settle the open claim before anything else", "clean the stages of your deals", "name a plan B",
     "meet somebody else there than the deputy", "ask for the budget", "get back the price that was given",
     "write down the last three visits"),
    ("진행 딜 결정일 서면 확인", "이달 안에 방문", "결재권자 파악", "미결 클레임부터 처리"),
)  # fmt: skip
"""What managers say in the monthly round."""
SETTLED = Phrases(
    ("answered in person", "replaced and tested", "credit note", "explained, taken as settled", "date named and kept",
     "visit with quality", "part of the next offer", "trained on site", "put right in the papers",
     "named a contact, since then quiet", "no longer of interest", "taken up in the project"),
    ("방문 설명으로 종결", "교체 완료", "다음 견적에 반영", "담당자 지정 후 종결"),
)  # fmt: skip
PURPOSES = Phrases(
    ("talk through the offer for {noun}s", "yearly talk", "first samples of the {noun}", "plan of the next half-year",
     "claims and their remedies", "get to know the new people", "prices of the next year", "start-up of the line",
     "requirements of the {noun}", "stock and forecast", "visit of the plant", "decision on {noun}s"),
    ("{noun} 견적 협의", "연간 협의", "{noun} 초도품 검토", "차년도 단가 협의"),
)  # fmt: skip
OUR_GOALS = Phrases(
    ("a date for the decision", "the name of who signs", "volume for {month} to the year's end",
     "sample of the {noun} taken into test", "their forecast in writing", "keep the price",
     "meet the technical director", "second plant on the list", "settle the claim", "budget in figures",
     "call-off plan", "to be asked for the next {noun} first"),
    ("결정일 확정", "예산 규모 파악", "{noun} 시험 착수", "단가 유지"),
)  # fmt: skip
THEIR_GOALS = Phrases(
    ("a lower price of {noun}s", "shorter delivery", "an answer on the last claim", "stock with us, not with them",
     "longer to pay", "technical advice before they decide", "certainty for {month}",
     "a second opinion on the drawing", "a contact who answers", "to compare us", "support for their end customer",
     "training at no cost"),
    ("{noun} 단가 인하", "납기 단축", "클레임 답변", "교육 지원"),
)  # fmt: skip
SHARED_GOALS = Phrases(
    ("the line runs in {month}", "no claims with the next lot", "their end customer decides for both",
     "one plan for {noun}s", "less stock on both sides", "a test that both believe", "a price that holds two years",
     "fitters who know the {noun}", "a market new to both", "fewer rush orders", "papers that customs takes",
     "a reference both can show"),
    ("{month} 라인 가동", "재고 공동 축소", "다음 로트 무결점", "2년 단가 안정"),
)  # fmt: skip
DOCUMENTS = ("Sheet {code}", "Price list {code}", "Test report {code}", "Sample {code}", "Film of the change-over",
             "Reference list {vertical}", "Drawing {code}", "Calculation of running cost",
             "Story of a plant in {vertical}", "Training plan", "Catalogue", "8D report",
             "Delivery plan")  # fmt: skip
SHOWN_TOPICS = ("{noun}s", "running cost", "delivery", "service", "quality", "reference", "price")
REMARKS = Phrases(
    ("asked for it by mail", "wants figures of its own plant", "too long, he said", "showed it to the deputy at once",
     "knows it already", "compared it with that of {rival}", "asked who else has it", "put it aside",
     "took photographs of it", "questions on the life of the {noun}", "would like it in its own language",
     "wants it for the board"),
    ("메일로 요청", "자사 수치로 다시 요청", "{rival} 자료와 비교", "이사회용으로 요청"),
)  # fmt: skip
QUESTIONS = {
    "opportunities.budget_status": ("Is there a budget for it, and who holds it?", "Which budget pays for this?",
                                    "By when is the money released?", "예산은 확보되어 있습니까?"),
    "opportunities.key_contact_id": ("Who signs in the end?", "Who can say no after everybody said yes?",
                                     "Whose decision is it?", "최종 결재자는 누구입니까?"),
    "opportunities.decision_criteria": ("What decides: price, time or proof?", "What must an offer have to win?",
                                        "What made you choose the last time?", "결정 기준은 무엇입니까?"),
    "opportunities.expected_close": ("When is it decided, and what hangs on it?",
                                     "What happens if it is decided later?", "Which date is fixed?",
                                     "결정 시점은 언제입니까?"),
    "opportunities.competitor_knew_on": ("Who else has been asked?", "Does another maker know of it?",
                                         "Whose drawing is it?", "다른 업체도 알고 있습니까?"),
    "competitors.share": ("What share of this goes elsewhere?", "Who supplies the other half?",
                          "Since when do you buy there?", "타사 비중은 얼마입니까?"),
    "role_slots.contact_id": ("Who will follow in purchasing?", "Who answers for quality now?",
                              "Whom should our engineer call?", "품질 담당은 누구입니까?"),
    "accounts.fiscal_year_end_month": ("When does your year end?", "When must the budget be spent?",
                                       "When do you count stock?", "결산월은 언제입니까?"),
    "account_facts.outlook": ("What do you plan for the next year?", "How many machines next year?",
                              "What would change your plan?", "내년 계획은 어떻습니까?"),
    "sellout.stock": ("How long does the stock last?", "What sold last month?", "What lies longest?",
                      "재고는 얼마나 됩니까?"),
}  # fmt: skip
"""What is asked, by the gap that the answer fills; the last one is Korean."""
REPLIES = {
    "opportunities.budget_status": ("approved, with finance", "asked for, decided in {month}", "none this year",
                                    "part of the maintenance budget"),
    "opportunities.key_contact_id": ("the technical director", "the board, in {month}",
                                     "head of purchasing above 20 thousand EUR", "the deputy, really"),
    "opportunities.decision_criteria": ("delivery time first", "price, then service", "proof from a like plant",
                                        "whoever quality releases"),
    "opportunities.expected_close": ("before the end of {month}", "when the end customer signs", "not this quarter",
                                     "{month}, fixed"),
    "opportunities.competitor_knew_on": ("{rival}, since {month}", "nobody else so far", "two others by tender",
                                         "did not want to say"),
    "competitors.share": ("about a third", "half of the smaller sizes", "less than we think",
                          "{rival} has the spare parts"),
    "role_slots.contact_id": ("open until {month}", "a colleague from the other plant", "the deputy",
                              "will be named after the holidays"),
    "accounts.fiscal_year_end_month": ("end of {month}", "{month}, stock-taking before", "as the calendar",
                                       "changed to {month} last year"),
    "account_facts.outlook": ("10% more", "flat", "two lines more", "will know after {month}"),
    "sellout.stock": ("six weeks", "three months of the small ones", "nearly gone", "figures come monthly"),
}  # fmt: skip
STATEMENTS = {
    "order_amount": Phrases(
        ("we will order for {value} EUR until {month}", "count on {value} EUR from us by {month}",
         "{value} EUR are in the budget until {month}", "orders of {value} EUR are planned before {month} ends",
         "at least {value} EUR by {month}", "our plan says {value} EUR up to {month}",
         "you will see {value} EUR by the end of {month}", "{value} EUR, that is safe until {month}",
         "with the new line {value} EUR by {month}", "not less than {value} EUR up to the end of {month}",
         "purchasing has {value} EUR for you until {month}", "I have signed for {value} EUR until {month}"),
        ("{month}까지 {value}유로 발주 예정", "{month} 말까지 최소 {value}유로",
         "{value}유로 예산 반영됨, {month}까지"),
    ),
    "order_date": Phrases(
        ("the next order comes on {day}", "expect our order by {day}", "we order on {day} at the latest",
         "the order is written, goes out on {day}", "{day}, when stock is counted", "you get it on {day}",
         "before {day} for sure", "on {day}, after the budget meeting", "our planner has {day} in the system",
         "next call-off {day}", "{day} if all goes well", "the deputy sends it on {day}"),
        ("{day}에 발주 예정", "늦어도 {day}까지 발주", "{day} 발주 등록됨"),
    ),
    "quantity": Phrases(
        ("{value} pieces of {item} by {month}", "we need {value} of {item} until {month}",
         "{item}: {value} pieces up to {month}", "{value} of {item} are planned until {month}",
         "put {value} of {item} aside for us until {month}", "at least {value} pieces of {item} by {month}",
         "our list says {value} of {item} until {month}", "{value} {item}, maybe more, by {month}",
         "with two machines that makes {value} of {item} by {month}", "{item}, {value} pieces, before {month} ends",
         "stock of {item} is low, {value} by {month}", "the end customer takes {value} of {item} until {month}"),
        ("{month}까지 {item} {value}개", "{item} {value}개 필요, {month}까지"),
    ),
    "budget": Phrases(
        ("the budget is {value} EUR", "{value} EUR are released", "we have {value} EUR for it",
         "{value} EUR, not more", "finance gave {value} EUR", "around {value} EUR are planned",
         "the board spoke of {value} EUR", "up to {value} EUR without a tender", "{value} EUR in this year's plan",
         "the end customer pays {value} EUR", "our limit is {value} EUR", "{value} EUR with fitting"),
        ("예산 {value}유로", "{value}유로까지 승인됨"),
    ),
    "decision_date": Phrases(
        ("we decide on {day}", "the board meets on {day}", "decision by {day}", "you will know on {day}",
         "{day}, not later", "after the test, so on {day}", "the director signs on {day}", "by {day} it is settled",
         "purchasing closes it on {day}", "{day} is the date", "once the budget is there, {day}",
         "we said {day} to all three"),
        ("{day}에 결정", "{day} 이사회에서 결정"),
    ),
    "payment_date": Phrases(
        ("we pay on {day}", "the transfer goes out on {day}", "finance has it for {day}", "paid by {day}",
         "next run is on {day}", "{day}, as every month", "the bank has it for {day}", "you have it by {day}",
         "with the run of {day}", "released, paid on {day}", "the director signs the run of {day}",
         "{day} at the latest"),
        ("{day} 입금 예정", "{day} 결제 처리"),
    ),
}  # fmt: skip
"""Checkable words of customers, by what they are about."""
RECEIPTS = {
    "travel": ("train and taxi", "flight", "rental car", "mileage", "hotel, one night", "toll and parking"),
    "meal": ("lunch", "dinner", "dinner for three", "coffee and cake", "canteen", "lunch after the visit"),
    "gift": ("calendar and pen", "fruit basket", "book", "tea set", "wine", "small model"),
    "entertainment": ("green fee", "concert", "football tickets", "boat tour", "screen golf", "sauna"),
    "event": ("stand meeting", "fair ticket", "opening of the hall", "jubilee", "seminar room", "training day"),
    "other": ("samples carried", "postage", "interpreter", "tools", "printing", "flowers"),
}  # fmt: skip
ACTIVITIES = {
    "short": ("order follow-up", "offers", "delivery dates", "price talks", "month-end calls", "claims",
              "visits for open deals", "targets of the month"),
    "long": ("new contacts", "market study", "joint test", "training of fitters", "development talks", "account plan",
             "reference plant", "second site"),
}  # fmt: skip
URGENT = ("recall of a lot", "audit of a customer", "new ERP", "stock-taking", "fair week", "flood in the warehouse",
          "cyber attack", "strike at the carrier", "reorganisation", "budget round", "product launch",
          "illness in the team")  # fmt: skip
"""What breaks a habit."""
ABOUT = {
    "need": Phrases(
        ("product", "delivery", "documents", "documents", "support", "delivery", "support", "documents", "delivery",
         "product",
         "delivery", "product", "documents"),
        ("product", "delivery", "documents", "support")),
    "complaint": Phrases(
        ("support", "support", "support", "support", "price", "price", "documents", "delivery", "support", "people",
         "support",
         "people"),
        ("support", "price", "support", "people")),
    "suggestion": Phrases(
        ("delivery", "product", "delivery", "documents", "product", "delivery", "market", "documents", "delivery",
         "documents",
         "market", "support"),
        ("delivery", "delivery", "delivery", "market")),
    "advice": Phrases(
        ("people", "other", "price", "people", "people", "product", "people", "market", "market", "documents",
         "people",
         "price"),
        ("people", "other", "market", "people")),
    "worry": Phrases(
        ("delivery", "market", "market", "product", "people", "price", "people", "support", "delivery", "price",
         "product",
         "price"),
        ("delivery", "market", "delivery", "price")),
}  # fmt: skip
"""What each of these sentences is about, in their order."""
