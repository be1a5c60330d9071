"""A handover's page: its findings word by word, the account's page, and hostile names."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from accountbook.display.blocks.handing import date_sentence, handed_sentence
from accountbook.display.blocks.handover import account_pages, at_a_glance, handover_masthead, handover_values
from accountbook.display.blocks.reachable import lessons_block, others_block, people_block
from accountbook.planning.acquaintance import Knows, Reach
from accountbook.planning.cash import Cash
from accountbook.planning.deals import Deal, Deals
from accountbook.planning.finding import Finding
from accountbook.planning.handover import Account
from accountbook.planning.learned import Lesson
from accountbook.planning.open_promises import Promise
from accountbook.planning.owed import Bill
from accountbook.planning.profile import Profile
from accountbook.planning.traded import OpenClaim

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def account(make, day):
    def made(name="Nova", revenue=338_000.0, urgent=None, **more):
        late = {"due": day("2026-10-20"), "days": 11, "amount": 45_742.0}
        plain = {
            "keep": (Finding("sole_source"),),
            "improve": (Finding("order_overdue", late, weight=92),),
            "deals": make(Deals, state="none"),
            "cash": make(Cash),
            "ours": (Promise("ours", "Send the drawing", day("2026-10-21"), 10, "Keller"),),
            "theirs": (Promise("theirs", "Forecast in writing", day("2026-11-20"), None, "Keller"),),
            "dates": ((day("2026-11-05"), Finding("close", {"deal": "Valves", "amount": 42_600.0})),),
        }  # fmt: skip
        about = make(Profile, account_id="A", name=name, revenue_12=revenue, owner="Keller")
        found = {**plain, **more}
        return make(Account, profile=about, urgent=urgent or next(iter(found["improve"]), None), **found)

    return made


@pytest.fixture
def handed():
    def of(*accounts, name="Marta Keller"):
        return SimpleNamespace(owner="E-009", name=name, accounts=accounts, owned=bool(name))

    return of


def test_cap_39_the_first_screen_says_where_to_start_and_what_presses_at_each(account, handed, t, read):
    calm = account("Calm", 10_000.0, improve=(), keep=(), ours=(), theirs=(), dates=())
    both = handed(account(), calm)
    top = read(handover_masthead(both, t, invented=True))
    assert "2 accounts of Marta Keller to hand over" in top
    assert "EUR 348k ordered in 12 months. 1 promise of ours is open, 1 late. As of 31 Oct 2026." in top
    assert "Start with Nova: The order due 20 Oct has not come, 11 days late: about EUR 46k ." in top
    glance = read(at_a_glance(both, t))
    assert glance.startswith("1 account has something late or at risk")
    assert (
        "Nova 338 ! The order due 20 Oct has not come, 11 days late: about EUR 46k "
        "Our promise “Send the drawing” is 10 days late 5 Nov Deal “Valves” to close" in glance
    )
    told = Finding("open_claim", {"text": "It leaks.", "days": 3, "more": 0}, weight=75)
    dotted = read(handover_masthead(handed(account("Nova S.r.l.", 0.0, urgent=told)), t))
    assert (
        "Start with Nova S.r.l.: Claim open for 3 days: It leaks ." in dotted
        and "Nothing ordered in 12 months." in dotted
    )
    assert 'href="#account-2"' in str(at_a_glance(both, t))
    assert read(at_a_glance(handed(calm), t)).startswith("Nothing is late or at risk at any of them")
    assert read(at_a_glance(handed(), t)) == "No account is of Marta Keller"
    nobody = handed(name="")
    assert read(at_a_glance(nobody, t)).startswith(
        "Nobody is written down as the owner of any account A handover needs"
    )
    assert read(handover_masthead(nobody, t)) == "Handover Handover As of 31 Oct 2026."
    assert str(account_pages(nobody, t)) == "" and handover_values(nobody, t)["title"] == "Handover"


def test_cap_39_every_account_with_a_late_promise_is_counted_and_no_day_is_told_twice(account, handed, day, t, read):
    old = Finding("late_promises", {"n": 2, "text": "x", "least": 652, "longest": 1123}, weight=76)
    late = Promise("ours", "Send the drawing", day("2023-10-04"), 1123, "Keller")
    first = account(improve=(), urgent=old, ours=(late,))
    close = {"deal": "Valves", "amount": 42_600.0}
    coming = account("Calm", urgent=Finding("close", {**close, "on": day("2026-11-05")}), improve=(), ours=())
    glance = read(at_a_glance(handed(first, coming), t))
    assert glance.startswith("1 account has something late or at risk")
    assert "! 2 promises of ours are 652 and 1,123 days late 5 Nov Deal" in glance
    assert glance.count("Deal “Valves” to close, EUR 43k asked") == 2 and glance.endswith("EUR 43k asked 5 Nov")
    labels = str(at_a_glance(handed(first), t)).replace("\xa0", " ")
    assert 'data-l="12 months, EUR k">338' in labels and 'data-l="Next day">5 Nov' in labels
    claim = Finding("against", {"name": "Ferri", "role": "Buyer"}, weight=72)
    assert read(at_a_glance(handed(account(urgent=claim)), t)).startswith("1 account has"), (
        "its promise is 10 days late"
    )


def test_cap_39_an_accounts_page_holds_what_to_keep_and_improve_promises_and_dates(account, handed, t, read):
    html = account_pages(handed(account(), account("Second")), t)
    text = read(html)
    assert 'id="account-1"' in str(html) and 'id="people-2"' not in str(html)
    assert "1 of 2 Nova" in text
    assert "Keep 1 thing as it is ▲ We are their only source" in text
    assert "Improve 1 thing ▼ The order due 20 Oct has not come, 11 days late: about EUR 46k" in text
    assert "Open promises: 1 of ours, 1 of theirs" in text
    assert "Send the drawing Keller 21 Oct ! 10 days late Forecast in writing them 20 Nov" in text
    assert "1 date ahead, on 5 Nov 5 Nov Deal “Valves” to close, EUR 43k asked" in text
    none = account(improve=(), keep=(), ours=(), theirs=(), dates=())
    bare = read(account_pages(handed(none), t))
    for said in ("Nothing stands out that must be kept", "Nothing was found to improve",
                 "No promise is open on either side", "No day is known on which something comes",
                 "Nobody of theirs is noted"):  # fmt: skip
        assert said in bare


def test_cap_39_deals_with_odds_claims_and_late_money_stand_on_the_page(account, handed, make, day, t, read):
    deals = (
        make(Deal, opportunity_id="D", name="Manifold", asked=201_400.0, p=0.64, expected_close=day("2026-11-30")),
        make(Deal, opportunity_id="E", name=HOSTILE, asked=67_100.0),
    )
    judged = make(
        Deals, state="open", deals=deals, asked=268_500.0, expected=128_900.0, lo=0.0, hi=201_400.0, p_none=0.2
    )
    late = make(Bill, open=24e3, days_late=19)
    one = account(deals=judged, claims=(OpenClaim("leaks", 30),), cash=make(Cash, owed_late=24e3, bills_late=(late,)))
    html = account_pages(handed(one), t)
    text = read(html)
    assert "2 deals ask EUR 269k; expect about 130k (0–200k), with 1 chance in 5 that none is won" in text
    assert "Manifold: EUR 201k asked, 64% odds, to close 30 Nov" in text and "EUR 67k asked, odds unknown" in text
    assert "1 claim open, EUR 24k late ▼ EUR 24k they owe is 19 days late ▼ Claim open for 30 days: leaks" in text
    assert "<img" not in str(html)
    assert "claim" not in read(account_pages(handed(account()), t)), "nothing pending, nothing said"


def test_cap_39_people_say_how_to_reach_them_and_where_mails_come_back(make, day, t, read):
    people = (
        make(Reach, contact_id="1", name="Ferri", roles=("Head of purchasing",), decides=True, disposition="negative",
             email="f@nova.example", language="it", topic="rowing", birthday=day("1980-05-04"),
             seen_on=day("2026-10-02"), met_on=day("2026-10-02"), met_by="Keller"),
        make(Reach, contact_id="2", name="Neri", title="Buyer", disposition="unknown", bounced_on=day("2026-06-06"),
             seen_on=day("2026-10-03"), met_on=day("2026-09-30"), met_by="Keller"),
        make(Reach, contact_id="3", disposition="unknown", seen_on=day("2026-09-01")),
    )  # fmt: skip
    text = read(people_block(people, 1, t))
    assert text.startswith("3 people known, 1 with an address that works")
    assert "Ferri Head of purchasing decides ! negative 2 Oct met by Keller f@nova.example Italian" in text
    assert "Italian; likes to talk of rowing; birthday 4 May" in text
    assert "Neri Buyer 3 Oct met by Keller 30 Sep ! mails come back since 6 Jun" in text
    assert "Name unknown 1 Sep no address noted" in text


def test_cap_16_lessons_and_who_else_knows_them(make, day, t, read):
    told = (
        make(Lesson, text="Ask for the budget first", first_on=day("2026-06-01"), last_on=day("2026-09-01"), times=3),
        make(Lesson, text="Two sources", times=1),
    )
    text = read(lessons_block(told, t))
    assert text.startswith("2 lessons of their market hold, 1 paid for twice")
    assert "▼ Ask for the budget first (1 Jun; forgotten 2 times since) Two sources (no day)" in text
    knows = (Knows("E2", "Okafor", "service", 3, day("2026-08-21"), ("Ferri", "Neri")),)
    assert read(others_block(knows, t)) == "1 more of ours knows them Okafor met Ferri and Neri, 3 times, last 21 Aug"
    assert not others_block((), t) and not lessons_block((), t)


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("decider", {"name": "Ferri", "role": "Head of purchasing", "more": 1},
         "Ferri, head of purchasing, decides and is for us; 1 more too"),
        ("rhythm", {"gap": 43.0, "size": 33_350.0}, "They order regularly, every 43 days, about EUR 33k"),
        ("items", {"names": ("VX-802 valve", "VX-310"), "share": 0.577},
         "VX-802 valve and VX-310 make 58% of 12 months"),
        ("on_time", {"share": 0.984, "n": 62}, "98% of 62 deliveries on time in 12 months"),
        ("fair_trade", {"n": 2, "text": "a reference"},
         "2 concessions got something in return, the last one: a reference"),
        ("late_promise", {"text": "x", "days": 10, "more": 2}, "Our promise “x” is 10 days late, and 2 more"),
        ("late_promises", {"n": 1, "text": "x", "least": 10, "longest": 10}, "Our promise “x” is 10 days late"),
        ("late_promises", {"n": 4, "text": "x", "least": 94, "longest": 1273},
         "4 promises of ours are 94 to 1,273 days late"),
        ("chase", {"text": "x", "days": 1, "more": 0}, "Their promise “x” is 1 day late"),
        ("role_empty", {"role": "Buyer", "since": None, "more": 2}, "Buyer: never known, and 2 roles more"),
        ("risk", {"p": 0.42, "by": None}, None),
        ("money_late", {"n": 2, "amount": 30e3, "days": 49}, "EUR 30k they owe in 2 invoices is up to 49 days late"),
        ("not_sole", {"competitor": "Stemerra", "share": 0.08, "product": "SK"},
         "Recorded as their only source, but Stemerra holds 8% of SK"),
        ("below_cost", {"n": 1, "lost": 320.0}, "1 item sold below cost: EUR 320 lost in 12 months"),
        ("dormant", {"days": 891}, "No order for 891 days"),
        ("unseen", {"days": None}, "Nobody of ours met anyone in two years"),
        ("old_promises", {"n": 2, "text": "x"},
         "2 promises of ours are open for over half a year: settle them or strike them off"),
    ],
)  # fmt: skip
def test_every_code_has_its_sentence(code, facts, said, t, day):
    if code == "risk":
        facts, said = {**facts, "by": day("2027-01-29")}, "42% that no order comes by 29 Jan 2027"
    assert handed_sentence(code, facts, t) == said


def test_dates_say_what_comes(t, day):
    facts = {"earliest": day("2026-11-12"), "latest": day("2026-12-31"), "amount": 32_055.0}
    assert date_sentence("order", facts, t) == "Next order expected (12 Nov–31 Dec), about EUR 32k"
    assert date_sentence("year_end", {"inferred": True}, t) == "Their fiscal year ends, as their orders say"
    urgent = handed_sentence("promise", {"side": "ours", "text": "the drawing", "on": day("2026-11-10")}, t)
    assert urgent == "10 Nov: We promised: the drawing"


def test_what_users_wrote_stays_text(account, handed, make, day, t):
    promise = Promise("ours", HOSTILE, day("2026-10-21"), 10, HOSTILE)
    person = make(Reach, contact_id="1", name=HOSTILE, email=HOSTILE, topic=HOSTILE, disposition="unknown")
    late = Finding("late_promise", {"text": HOSTILE, "days": 10, "more": 0}, weight=90)
    one = account(
        HOSTILE, ours=(promise,), people=(person,), improve=(late,),
        lessons=(make(Lesson, text=HOSTILE, times=1),),
        others=(Knows("E", HOSTILE, None, 1, day("2026-10-01"), (HOSTILE,)),),
    )  # fmt: skip
    told = handed(one, name=HOSTILE)
    for part in (handover_masthead(told, t), at_a_glance(told, t), account_pages(told, t)):
        assert "<img" not in str(part) and "&lt;img" in str(part)
    assert handover_values(told, t)["urgent"] == {"A": f"Our promise “{HOSTILE}” is 10 days late"}
