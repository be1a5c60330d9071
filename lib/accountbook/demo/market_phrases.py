"""The phrases of playbooks, proposals, competitors, installations, partners and concessions."""

STEPS = (
    ("Need confirmed", "the customer has named need, line and quantity in writing",
     ("mail with the line and the quantity", "minutes signed by their engineer",
     "their drawing with our item on it")),
    ("Decider known", "we know by name who decides, and reach that person",
     ("visiting card and a first talk", "their assistant named the board member", "met at the plant tour")),
    ("Budget confirmed", "the money is approved, with amount and year",
     ("finance named the cost centre", "copy of the investment plan", "approved on the board's list")),
    ("Solution agreed", "their engineers accept the solution",
     ("test report signed", "drawing released with our item", "sample approved on their stand")),
    ("Offer sent", "an official offer with price, terms and cost is with the customer",
     ("offer sent, receipt confirmed", "offer presented on site", "offer in their portal")),
    ("Terms agreed", "price, delivery and payment are agreed by word",
     ("minutes of the negotiation", "mail from purchasing with the terms", "handshake, noted the same day")),
    ("Order in hand", "the order or the contract is signed",
     ("order by mail", "contract signed by both", "order number received")),
)  # fmt: skip
"""The playbook: step, what must be there before it is done, what shows that it is."""

CHECKS = {
    "above_expectation": {
        "yes": ("offers a saving that they did not ask for", "delivery shorter than they asked",
                "pays back in 14 months"),
        "partly": ("meets what was asked, not more", "one of three wishes exceeded", "faster, but at the same price"),
        "no": ("answers the tender line by line", "less than the competitor's demo", "two wishes left open"),
    },
    "story_told": {
        "yes": ("the case of the sister plant opens it", "their own downtime figures on page one",
                "their engineer will present it with us"),
        "partly": ("story there, without figures", "case of another industry", "told by us, not by them"),
        "no": ("list of items and prices", "nobody there knows why now", "copied from the last offer"),
    },
    "profit": {
        "yes": ("margin above the line at today's rate", "holds with 5% worse currency", "service priced in"),
        "partly": ("holds if the lot size stays", "margin without the training", "tight if payment is late"),
        "no": ("below the line in the second lot", "start-up not priced", "freight was forgotten"),
    },
    "customers_view": {
        "yes": ("read by their deputy before", "costs shown per hour of their line", "their words for the problem"),
        "partly": ("purchasing's view, not the plant's", "benefit shown, effort not",
                   "seen by one of four who decide"),
        "no": ("speaks of our product only", "no one of theirs has seen it", "their priority changed since"),
    },
    "solution": {
        "yes": ("tested on their stand", "drawing approved", "same solution runs at two plants"),
        "partly": ("test runs until next week", "one interface open", "works, spare part unclear"),
        "no": ("temperature not proven", "needs an item that ends this year", "nobody measured the flow"),
    },
}  # fmt: skip
"""What the answer to each question of a proposal rests on."""

DIFFERENCES = (
    "we answer within a day", "fits without a new flange", "tested at their temperature",
    "one supplier for the whole line",
    "our engineer is there in four hours", "lower running cost over five years", "approved by their quality",
    "stock held in their country", "same {noun} as in the sister plant", "drawings in their own system",
    "the only {noun} below 65 dB", "we take old pieces back", "life twice that of the installed {noun}",
    "no minimum quantity",
)  # fmt: skip
KOREAN_DIFFERENCES = ("하루 내 회신", "기존 플랜지에 그대로 장착", "국내 재고 보유", "{noun} 수명 두 배",
                      "현장 4시간 내 출동",
                      "전 라인 단일 공급")  # fmt: skip

TOLD = {
    "sure": ("their invoice seen at the customer", "counted at the site visit", "tender result published",
             "purchasing showed the order list", "label on the installed pieces",
             "named in the customer's audit report"),
    "likely": ("told by the planner", "told by the service manager", "offer lay on the table",
               "their rep at the fair",
               "our distributor heard it", "told at dinner by the technical director"),
    "rumour": ("heard from a driver", "a supplier of both hinted at it", "guess from fewer call-offs",
               "name dropped by the assistant", "post of their rep", "talk at the fair"),
}  # fmt: skip
"""Where we know a competitor's share from, by how sure it is."""

ROLES = (
    "supplier",
    "consultant",
    "installer",
    "investor",
    "forwarder",
    "engineering office",
    "test laboratory",
    "bank",
)
RELATIONS = (
    "we share two projects", "no contact yet", "they recommend us", "they sell a competitor too",
    "our former distributor",
    "met once at a fair", "we buy from them", "joint visit every spring", "their engineer knows ours",
    "frame agreement",
    "we lost a tender together", "cold since the price rise", "introduced by the customer", "same forwarder as ours",
)  # fmt: skip
APPROACHES = (
    "asks them before every investment", "presses them on price each year", "treats them as part of the family",
    "wants a second one beside them", "pays them late", "lets them write the specification",
    "changes them every two years",
    "one person decides alone", "yearly meeting of all partners", "shares its forecast with them",
    "pays for development", "keeps them at arm's length", "audits them twice a year",
)  # fmt: skip

GIVEN = {
    "discount": ("{share}% off in version {n}", "price to the tender's level in version {n}", "rounded down to close",
                 "{share}% for the quarter's end", "volume price for a smaller quantity", "old price list once more",
                 "rebate of {share}% to match the other offer",
                 "{share}% more for payment before delivery", "price of the sister plant granted",
                 "{share}% because purchasing asked twice", "start-up price for the first lot",
                 "freight taken into the price", "{share}% so that it need not go to the board"),
    "payment_terms": ("30 days more to pay", "second half payable after start-up", "no deposit this time",
                      "retention of {share}% until approval"),
    "free_service": ("start-up without charge", "one more day of training", "visit of our engineer at our cost",
                     "twelve months more warranty", "drawing work not charged"),
    "price_hold": ("price held until the year's end", "price rise left out for this deal",
                   "copper index not applied"),
    "rush": ("air freight at our cost", "night shift for the first lot", "lot brought forward by two weeks"),
    "free_goods": ("{n} pieces of {item} as samples", "{n} of {item} without charge", "seal kits added, {n} pieces",
                   "{item} for their test stand"),
    "return_accepted": ("{item} taken back although used", "{n} pieces of {item} credited without check",
                        "claim on {item} settled in full", "{item} replaced before the report was there"),
    "other": ("our logo left off the label", "exclusive name on the box"),
}  # fmt: skip
"""What was given, by kind."""
RETURNS = (
    "order a week earlier", "contract for two years instead of one", "named as reference",
    "visit of their managing director",
    "forecast for three months", "larger first lot", "seal kits in the same order", "no other offers asked",
    "payment at delivery", "introduction at the sister plant", "drawing names our item", "test on their own stand",
)  # fmt: skip
"""What we got for it."""
