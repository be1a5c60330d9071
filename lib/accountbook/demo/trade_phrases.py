"""The phrases of offers, requirements, claims and contracts, as people of the trade write them."""

from __future__ import annotations

from dataclasses import dataclass

TERMS = (
    "{months} months warranty, delivery in {weeks} weeks", "{months} months warranty, one day of training",
    "delivery in {weeks} weeks, packing included", "free to the customer's plant, {months} months warranty",
    "spare parts kit included", "{months} months warranty, travel of our engineer at cost",
    "delivery in lots every {weeks} weeks", "start-up on site included", "service within 48 hours, {months} months",
    "ex works, delivery in {weeks} weeks", "price held for {months} months", "test report with every lot",
    "two days of start-up, {months} months warranty", "return of unopened boxes within {weeks} weeks",
)  # fmt: skip

_BUYS, _BUILDS = (
    ("Head of purchasing", "Deputy, purchasing", "Planner, stock"),
    ("Technical director", "Design engineer"),
)
_CHECKS, _SERVES = ("Quality approver", "Technical director"), ("Service manager", "Head of sales")


@dataclass(frozen=True)
class Wish:
    """Something that customers ask for: who asks, in which words, and how we answer if we can and if we can't."""

    who: tuple[str, ...]
    text: str
    yes: str
    no: str
    korean: str


WISHES = (
    Wish(_BUILDS, "the {noun} must run at 60 °C for {years} years", "tested at 70 °C, report {n} sent",
         "released up to 50 °C only", "{noun} 60℃에서 {years}년 운전 보장"),
    Wish(_BUYS, "delivery within {weeks} weeks of the order", "confirmed for {weeks} weeks",
         "{weeks} weeks more are needed", "발주 후 {weeks}주 이내 납품"),
    Wish(_BUILDS, "a 3D model of the {noun}", "model sent", "model exists for the new series only",
         "{noun} 3D 도면 제공"),
    Wish(_BUYS, "price held for {years} years", "held for {years} years against a forecast",
         "held for one year at most",
         "{years}년간 단가 유지"),
    Wish(_BUYS, "stock of {n} pieces held by us", "{n} pieces set aside", "only from {n} pieces a month",
         "안전재고 {n}개 보유"),
    Wish(_SERVES, "training for {n} of their fitters", "two dates offered", "not at their plant, only at ours",
         "현장 교육 {n}명"),
    Wish(_BUILDS, "a {noun} that fits the old flange", "adapter plate included", "other size offered instead",
         "기존 플랜지에 맞는 {noun}"),
    Wish(_CHECKS, "a test certificate with every {noun}", "part of the packing list from now on",
         "per lot, not per piece",
         "{noun} 시험성적서 첨부"),
    Wish(("Finance director", "Managing director"), "payment in 60 days", "agreed from the second order on",
         "finance allows 30 days", "60일 결제 조건"),
    Wish(_CHECKS, "a sample {noun} for their test stand", "sample sent, report follows",
         "no sample left of this series",
         "시험용 {noun} 샘플 요청"),
    Wish(_SERVES, "a reply to claims within two days", "named a person for it, first reply in a day",
         "five days are what we can keep", "클레임 이틀 내 회신"),
    Wish(_BUYS, "labels with their own part number", "printed from lot {n} on", "only above {n} boxes a month",
         "자사 품번 라벨 부착"),
    Wish(_BUYS, "one contact for all plants", "their rep answers for all plants", "teams stay as they are",
         "전 공장 단일 창구"),
    Wish(_SERVES, "spare parts for the {noun} for {years} years", "agreed for {years} years",
         "five years after the last sale",
         "{noun} 예비품 {years}년 보장"),
    Wish(_BUILDS, "noise below 65 dB at the {noun}", "63 dB measured on our stand",
         "68 dB measured, hood offered",
         "{noun} 소음 65dB 이하"),
    Wish(_BUYS, "packing that can be returned", "boxes on deposit", "carrier takes no empties back",
         "회수 포장 사용"),
    Wish(_CHECKS, "a first article report for the {noun}", "report {n} sent by quality",
         "lab is booked for {weeks} weeks",
         "{noun} 초도품 검사 보고서"),
    Wish(_SERVES, "start-up by our engineer at line {n}", "two days of our engineer planned",
         "at their cost only",
         "{n}호 라인 시운전 지원"),
)  # fmt: skip

COMPLAINTS = {
    "defect": (
        "{n} pieces of {item} leak after two weeks", "{item} does not switch below 10 °C",
        "thread of {item} cut too short, {n} pieces", "{item}: reading drifts by 3% after a day",
        "{item} seized on line {line}, line stood for {hours} hours", "porous casting on {n} of {item}",
        "{item}: coil burnt after {hours} hours", "surface of {item} rusts in the box",
        "{item} fails the pressure test, {n} of the lot", "noise from {item} since it was built in",
        "{item}: O-ring missing in {n} pieces", "{item} out of tolerance, drawing says 0.05",
    ),
    "damage": (
        "pallet with {item} fell over, {n} pieces bent", "boxes of {item} wet through", "{n} of {item} scratched",
        "crate of {item} open on arrival", "connector of {item} broken off in transport",
        "{item}: packing too thin, {n} pieces dented", "forklift through the box of {item}",
        "{n} glasses of {item} broken",
    ),
    "wrong_item": (
        "got {n} of another size instead of {item}", "{item} ordered with 24 V, 230 V came", "label says {item}, "
        "content does not", "{n} pieces of {item} too few in the box", "old version of {item} delivered",
        "{item} came twice, another line not at all", "{item} of another customer in our crate",
        "seal material of {item} is not the one ordered",
    ),
    "late": (
        "{item} came {hours} hours after the line had stopped", "{item} promised for last week, no word",
        "second time that {item} is late", "no new date for {item}", "our customer fines us for {item}",
        "half of {item} still missing", "had to buy {item} elsewhere", "told of the delay of {item} only on the day",
        "{item} stuck in customs, nobody told us", "line {line} waits for {item}",
        "third new date for {item}", "{n} of {item} needed for line {line}, nothing came",
    ),
    "documents": (
        "certificate of {item} missing", "delivery note names another order", "no customs paper for {item}",
        "test report of {item} in the wrong language", "data sheet of {item} is the old one",
        "origin of {item} not stated", "serial numbers of {item} not on the list",
    ),
    "billing": (
        "agreed discount on {item} not on the invoice", "invoice for {item} came twice",
        "freight charged although free", "price of {item} is last year's", "credit note for {item} still missing",
        "invoice names {n} pieces, fewer came", "wrong tax number on the invoice",
    ),
    "support": (
        "no answer to three mails on {item}", "hotline could not say how to set {item}",
        "engineer came without parts for {item}", "nobody to help on line {line} for {hours} hours",
        "promised call about {item} never came", "sent from one desk to the next about {item}",
        "manual of {item} does not help", "support speaks no word of our language",
    ),
    "other": (
        "two people of yours told us two things about {item}", "smell from the boxes of {item}",
        "driver left {item} in the yard", "your portal shows another stock of {item}",
        "sales visited our customer without us", "labels of {item} come off",
    ),
}  # fmt: skip
"""What went wrong, in the customer's words, by the kind of claim."""
KOREAN_COMPLAINTS = {
    "defect": ("{item} {n}개 누유", "{item} 저온에서 작동 불량", "{item} {line}호 라인에서 고착, {hours}시간 정지",
               "{item} 내압시험 불합격 {n}개", "{item} 코일 소손"),
    "damage": ("{item} {n}개 운송 중 파손", "{item} 포장 젖음", "{item} 커넥터 파손"),
    "wrong_item": ("{item} 대신 다른 규격 입고", "{item} 수량 {n}개 부족", "{item} 구버전 입고"),
    "late": ("{item} 납기 지연, {line}호 라인 대기", "{item} 두 번째 지연", "{item} 새 납기 회신 없음"),
    "documents": ("{item} 성적서 누락", "거래명세서 주문번호 불일치"),
    "billing": ("{item} 합의 할인 미반영", "{item} 세금계산서 중복"),
    "support": ("{item} 문의 메일 회신 없음", "기사가 {item} 부품 없이 방문", "{line}호 라인 {hours}시간 지원 없음"),
    "other": ("담당자마다 {item} 설명이 다름", "{item} 라벨이 떨어짐"),
}  # fmt: skip

OBLIGATIONS = (
    "stock of {n} pieces for {years} years", "training of {n} fitters a year", "no direct sale in the region",
    "two visits of our engineer a year", "spare parts for {years} years", "exclusive for the {noun} of this series",
    "test stand on loan for {years} years", "price formula with the copper index", "answer to claims in two days",
    "drawing approval before each lot", "yearly audit of our plant", "their logo on the {noun}",
    "return of unsold stock once a year",
)  # fmt: skip
