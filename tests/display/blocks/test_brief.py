"""A brief's blocks: the finding's exact words, a few cells, the folded line, and nothing where the table is missing."""

from types import SimpleNamespace

import pytest

from accountbook.display import Words
from accountbook.display.blocks.brief_sections import BRIEF_SECTIONS, brief_sections
from accountbook.display.blocks.brief_top import brief_masthead, brief_values
from accountbook.display.blocks.contest import contest
from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.exposure import exposure
from accountbook.display.blocks.fallback import fallback
from accountbook.display.blocks.inquiries import inquiries
from accountbook.display.blocks.learned import lessons
from accountbook.display.blocks.meeting import meeting
from accountbook.display.blocks.notes import notes
from accountbook.display.blocks.points import talking_points
from accountbook.display.blocks.register import register
from accountbook.display.blocks.room import room
from accountbook.display.blocks.staying import staying
from accountbook.display.blocks.stories import stories
from accountbook.display.blocks.workload import workload
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold
from accountbook.planning.asked import AskedState, Recorded
from accountbook.planning.contest import Contest, Offer, Rival
from accountbook.planning.coverage import Coverage, CoverageState
from accountbook.planning.deals import Deal, Deals, DealsState
from accountbook.planning.doubts import Doubt
from accountbook.planning.exposure import Exposure, ExposureState, Shown, Topic
from accountbook.planning.fallback import Fallback, FallbackState, Way
from accountbook.planning.finding import Finding
from accountbook.planning.inquiries import Inquiries, Inquiry
from accountbook.planning.learned import Learned, LearnedState, Lesson
from accountbook.planning.likeness import Stories, StoriesState, Story
from accountbook.planning.meeting import MeetingState, NextMeeting, PlanState, Quote
from accountbook.planning.notes import Note, Notes, NotesState
from accountbook.planning.persuasion import Argument
from accountbook.planning.points import Part, Point
from accountbook.planning.profile import Profile
from accountbook.planning.questions import Moves, Question
from accountbook.planning.register import Register, RegisterState, Requirement, Wording
from accountbook.planning.room import Care, Person, Reason, Room
from accountbook.planning.standing import Standing
from accountbook.planning.staying import Price, Running, Staying, StayingState
from accountbook.planning.workload import Work, Workload, WorkState

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def brief(make, day):
    """A brief of which everything is known a little, and every text of theirs is markup."""
    argument = make(Argument, argument_id="1", text=EVIL, result=EVIL, worked=True)
    person = make(Person, contact_id="P", name=EVIL, reasons=(Reason.KEY,), roles=(EVIL,), disposition="negative",
                  evidence=EVIL, cares=(Care("complaint", EVIL, day("2026-10-06")),), topic=EVIL,
                  argument=argument)  # fmt: skip
    deal = make(Deal, opportunity_id="D", name=EVIL, asked=96e3, p=0.4, lo=0.3, hi=0.5)
    shown = make(Shown, document=EVIL, topic=EVIL, contact=EVIL, times=2, reaction="negative", remark=EVIL,
                 in_room=True)  # fmt: skip
    asks = make(Requirement, requirement_id="R", text=EVIL, by=EVIL, owner=EVIL, of_deal=True, days_late=3,
                due_on=day("2026-10-28"), refined=(Wording(day("2026-06-01"), None, "b" + EVIL),))  # fmt: skip
    question = Question(Finding("budget", {"deal": EVIL, "amount": 96e3, "ask": EVIL, "ours": EVIL}), Moves.MONEY,
                        96e3, 24e3, "deal D")  # fmt: skip
    record = make(
        Recorded, question_id="Q", state=AskedState.UNANSWERED, text=EVIL, whom=EVIL, days=4, since=day("2026-10-27")
    )
    return SimpleNamespace(
        opportunity="D",
        plan=SimpleNamespace(profile=make(Profile, account_id="A", name=EVIL, owner=EVIL, city=EVIL),
                             coverage=make(Coverage, state=CoverageState.KNOWN)),
        deals=make(Deals, state=DealsState.OPEN, deals=(deal,)),
        deal=deal,
        contest=make(Contest, opportunity_id="D", name=EVIL, amount=96e3, criteria=(EVIL,), difference=EVIL, step=EVIL,
                     rivals=(make(Rival, competitor=EVIL, told_by=EVIL),),
                     offer=make(Offer, quote_id=EVIL, version=2, price=9e4, currency="EUR", terms=EVIL)),
        meeting=make(NextMeeting, state=MeetingState.PLANNED, held_on=day("2026-11-12"), days=12, purpose=EVIL,
                     our_goal=EVIL, their_goal=EVIL, shared_goal=EVIL, owner=EVIL, contact=EVIL, about=EVIL,
                     last_on=day("2026-10-02"), last_purpose=EVIL),
        register=make(Register, state=RegisterState.SOME, rows=(asks,), open=1, overdue=1),
        workload=make(Workload, state=WorkState.SHORT, needed=4.0, short=1.5, works=(
            make(Work, team=EVIL, function=EVIL, asks=1, needed=4.0, free=2.5, short=1.5),)),
        inquiries=Inquiries((Inquiry(question, record),), (make(Recorded, text=EVIL, answer=EVIL, whom=EVIL),)),
        stories=make(Stories, state=StoriesState.SOME, rows=(
            make(Story, title=EVIL, customer=EVIL, result=EVIL, differences=EVIL, shares=("vertical",)),)),
        arguments=(argument,),
        room=Room((person,), (EVIL,)),
        exposure=make(Exposure, state=ExposureState.SOME, rows=(shown,), repeated=(shown,), shown=2, people=1,
                      topics=(make(Topic, topic=EVIL, times=2, people=1, negative=1),)),
        notes=make(Notes, state=NotesState.SOME, rows=(
            make(Note, text=EVIL, by=EVIL, ours=EVIL, shared=(EVIL,), kind="worry"),)),
        staying=make(Staying, state=StayingState.COSTS, cost=8e3, price=2e4, years=2.5, rows=(
            make(Running, what=EVIL, name=EVIL, competitor=EVIL, end_customer=EVIL, failure_cost=8e3),),
            incumbents=(make(Price, competitor=EVIL, price=84.5, told_by=EVIL),)),
        fallback=make(Fallback, state=FallbackState.SOME, ways=(
            make(Way, kind="B", trigger=EVIL, action=EVIL, owner=EVIL),)),
        lessons=make(Learned, state=LearnedState.SOME, rows=(make(Lesson, text=EVIL, times=2, market=True),)),
        points=(Point(Part.WANT, Finding("want_goal", {"text": EVIL})),
                Point(Part.AVOID, Finding("avoid_complaint", {"name": EVIL, "text": EVIL, "on": day("2026-10-06")}))),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_they_wrote_stays_text_in_every_block(brief, t, lang):
    words = Words(lang, currency="EUR", as_of=t.as_of)
    sections = brief_sections(brief, words)
    told = [brief_masthead(brief, words), talking_points(brief.points, words), meeting(brief.meeting, words)]
    told += [sections[name] for name in BRIEF_SECTIONS]
    assert all(told)
    for fragment in told:
        assert "<img" not in str(fragment)
    assert sections.folds == []


def test_the_masthead_says_the_deal_the_meeting_and_what_to_come_home_with(brief, make, day, t):
    brief.plan.profile = make(Profile, account_id="A", name="Lumora", city="Bologna", country="IT", tier="A",
                              owner="Keller", team="South")  # fmt: skip
    brief.contest = make(Contest, opportunity_id="D", name="Line 4", amount=96e3)
    brief.deal = make(Deal, p=0.38, lo=0.24, hi=0.53, budget_status="requested", expected_close=day("2026-12-01"))
    brief.meeting = make(NextMeeting, held_on=day("2026-11-12"), days=12, purpose="First samples.", contact="Neri")
    brief.points = (Point(Part.WANT, Finding("want_goal", {"text": "a date for the decision"})),)
    text = brief_masthead(brief, t).text()
    assert "Lumora: Line 4" in text
    assert ("EUR 96k asked. Odds 38% (24–53%). Budget requested. To be decided by 1 Dec. Bologna, Italy. Tier A. "
            "Owner Keller. As of 31 Oct 2026.") in text  # fmt: skip
    assert "Thu 12 Nov with Neri: First samples. Come home with: a date for the decision." in text


def test_the_values_name_the_account_the_deal_and_the_title(brief, make, t):
    brief.plan.profile = make(Profile, account_id="A-1", name="Lumora")
    brief.contest = make(Contest, opportunity_id="D", name="Line 4", amount=96e3)
    told = brief_values(brief, t)
    assert (told["account_id"], told["opportunity"], told["name"], told["as_of"]) == (
        "A-1", "D", "Lumora", "2026-10-31")  # fmt: skip
    assert told["title"] == "Lumora: Line 4, kick-off brief"
    assert (told["requirements_overdue"], told["days_short"], told["meeting_on"]) == (1, 1.5, "2026-11-12")
    brief.opportunity = brief.contest = None
    told = brief_values(brief, t)
    assert (told["opportunity"], told["title"]) == ("", "Lumora, kick-off brief")


def test_cap_40_a_talking_point_says_what_it_is_for_and_what_it_rests_on(t, day):
    points = (
        Point(Part.CHANGED, Finding("year", {"value": 366e3, "change": -0.06, "before": 390e3})),
        Point(Part.ASK, Finding("budget", {"deal": "Line 4", "ask": "Neri", "asked_on": day("2026-09-01"),
                                           "whom": "Neri"})),
        Point(Part.OFFER, Finding("offer_staying", {"cost": 12e3, "price": 30e3, "years": 2.5, "rows": 2})),
        Point(Part.AVOID, Finding("avoid_shown", {"document": "Sample VX", "name": "Neri", "times": 3,
                                                  "on": day("2026-09-25")})),
    )  # fmt: skip
    text = talking_points(points, t).text()
    assert "4 sentences to know by heart" in text
    assert "What changed: twelve months brought EUR 366k, −6% on the year before" in text
    assert "Ask first: Is the budget for Line 4 approved, and for which year?" in text
    assert "Asked Neri on 1 Sep, not answered" in text
    assert "Offer: failures of what they run cost them EUR 12k a year; we ask 30k" in text
    assert "2.5 years of failures pay it" in text
    assert "Avoid: Sample VX for Neri once more" in text and "Shown 3 times, last on 25 Sep" in text
    assert not talking_points((), t)


def test_cap_40_who_left_is_told_with_what_to_ask(t, day):
    facts = {"role": "Buyer", "name": "Neri", "status": "left", "on": day("2026-10-09"), "decides": True, "key": True}
    text = talking_points((Point(Part.CHANGED, Finding("decider_left", facts)),), t).text()
    assert "What changed: Neri, buyer, left on 9 Oct" in text
    assert "!\xa0Was to decide on this deal; ask first who follows" in text


def test_cap_40_a_step_says_its_year_and_a_passed_one_how_late_it_is(t, day):
    ahead = {"text": "their engineers accept it", "due": day("2027-02-04"), "days_late": None}
    html = str(talking_points((Point(Part.WANT, Finding("want_step", ahead)),), t))
    assert '<p class="second">The next step of the playbook, due 4 Feb 2027</p>' in html
    late = {"text": "the money is approved", "due": day("2026-08-24"), "days_late": 68}
    html = str(talking_points((Point(Part.WANT, Finding("want_step", late)),), t))
    assert '<p class="second act">!&nbsp;The next step of the playbook, due 24 Aug, 68 days late</p>' in html


def test_cap_40_an_offer_that_runs_out_before_they_decide_is_to_be_extended(make, t, day):
    ours = make(Standing, opportunity_id="D", deal="Line 4", quote_id="Q-1", price=209e3, currency="EUR", value=209e3,
                recorded=201e3, until=day("2026-11-16"), close=day("2026-11-30"), early=14)  # fmt: skip
    told = {"quote_id": "Q-1", "price": 209e3, "currency": "EUR", "until": ours.until, "close": ours.close, "early": 14}
    text = talking_points((Point(Part.OFFER, Finding("offer_extend", told | {"expired": False})),), t).text()
    assert "Offer: to extend offer Q-1 of EUR 209k past 30 Nov" in text
    assert "!\xa0It runs out on 16 Nov, 14 days before they decide" in text
    text = talking_points((Point(Part.OFFER, Finding("offer_extend", told | {"expired": True})),), t).text()
    assert "Offer: to renew offer Q-1 of EUR 209k" in text and "It ran out on 16 Nov" in text
    offer = make(Offer, quote_id="Q-1", version=1, price=209e3, currency="EUR", valid_until=ours.until)
    judged = make(Contest, opportunity_id="D", offer=offer, standing=ours, step="accepted", step_after=66,
                  step_due=day("2027-02-04"))  # fmt: skip
    deal = make(Deal, opportunity_id="D", name="Line 4", asked=201e3, answered=8, questions=9)
    text = contest(judged, make(Deals, state=DealsState.OPEN, deals=(deal,)), t).text()
    assert "Offer of EUR 209k runs out on 16 Nov, 14 days before they decide: extend it" in text
    assert "!\xa0EUR 209k (deal record: EUR 201k); valid until 16 Nov, 14 days before they decide" in text
    assert "!\xa0accepted (due 4 Feb 2027, 66 days after they decide)" in text
    facts = {"deal": "Line 4", "quote_id": "Q-1", "until": ours.until, "close": ours.close, "expired": False}
    assert action_sentence("extend_offer", facts, t) == (
        "Extend offer Q-1 for Line 4 past 30 Nov: it runs out on 16 Nov"
    )
    assert action_sentence("extend_offer", facts | {"expired": True}, t) == (
        "Renew offer Q-1 for Line 4: it ran out on 16 Nov, they decide by 30 Nov"
    )


def test_cap_17_who_decides_and_left_comes_before_an_offer_that_runs_out(make, t, day):
    ours = make(Standing, price=209e3, currency="EUR", until=day("2026-11-16"), early=14)
    deal = make(Deal, opportunity_id="D", name="Line 4", doubts=(Doubt.KEY_PERSON_LEFT,))
    html = contest(make(Contest, standing=ours), make(Deals, state=DealsState.OPEN, deals=(deal,)), t).text()
    assert "Line 4: who decides has left" in html and "runs out" not in html


def test_cap_1_an_overdue_plan_is_orange_and_without_a_meeting_goals_are_quotes(make, day, t):
    late = make(NextMeeting, state=MeetingState.PLANNED, held_on=day("2026-11-12"), days=12, contact="Neri",
                our_goal="A date", plan=PlanState.OVERDUE, plan_due=day("2026-10-28"), days_late=3)  # fmt: skip
    html = str(meeting(late, t))
    assert "In 12 days, on 12 Nov, with Neri" in html
    assert '<div class="act"><dt><strong>!&nbsp;Meeting plan</strong>' in html and "due 28 Oct, 3 days late" in html
    quote = Quote("goals", "G-4", 1, "First source of pumps.", day("2026-12-31"))
    none = make(NextMeeting, state=MeetingState.NONE, last_on=day("2026-10-14"), quotes=(quote,))
    text = meeting(none, t).text()
    assert "No meeting is planned; the last was on 14 Oct" in text
    assert "“First source of pumps” (G-4, due 31 Dec)" in text
    assert not meeting(make(NextMeeting, state=MeetingState.NO_TABLE), t)


def test_cap_2_the_register_says_how_late_and_how_it_was_refined(make, day, t):
    rows = (
        make(Requirement, requirement_id="1", text="stock of 31 pieces", of_deal=True, by="Neri", in_scope=None,
             meeting_on=day("2026-10-14"), due_on=day("2026-10-20"), days_late=11, effort_days=2.5,
             refined=(Wording(day("2026-06-01"), "M1", "stock of 25 pieces"),)),
        make(Requirement, requirement_id="2", text="noise", of_deal=True, answered_on=day("2026-09-01"),
             response="63 dB", met=False, in_scope=True, owner="Keller"),
    )  # fmt: skip
    judged = make(Register, state=RegisterState.SOME, rows=rows, open=1, overdue=1, unmet=1, unscoped=1)
    text = register(judged, t).text()
    assert "1 of 2 requirements has no answer; the first is 11 days late" in text
    assert "Neri, meeting of 14 Oct; before: 1 Jun “stock of 25 pieces”" in text
    assert "1 Sep; they say not met" in text and "nobody said" in text
    of_deal = make(Register, state=RegisterState.SOME, rows=rows[1:], unmet=1, deal="D")
    text = register(of_deal, t).text()
    assert text.startswith("For this deal: the one requirement is answered; they say it is not met")
    none = make(Register, state=RegisterState.NONE, deal="D")
    assert register(none, t).reason == "For this deal: none on record"
    answered = make(Register, state=RegisterState.SOME, rows=rows[1:])
    assert register(answered, t).reason == "the one on record is answered"
    assert register(make(Register, state=RegisterState.NONE), t).reason == "none on record"
    assert register(make(Register, state=RegisterState.NO_TABLE), t) is None


def test_cap_3_a_question_shows_what_it_moves_and_since_when_it_waits(make, day, t):
    budget = Question(Finding("budget", {"deal": "Line 4", "amount": 96e3, "ask": "Neri"}), Moves.ODDS, 20.0, 19.2e3,
                      "deal D")  # fmt: skip
    waits = make(Recorded, state=AskedState.UNANSWERED, whom="Neri", since=day("2026-09-01"), days=60)
    own = make(Recorded, state=AskedState.UNASKED, text="When do you count stock?", since=day("2026-08-21"))
    done = make(Recorded, text="Which plant?", answer="plant 6", whom="Riva", answered_on=day("2026-10-01"))
    text = inquiries(Inquiries((Inquiry(budget, waits), Inquiry(None, own)), (done,)), t).text()
    assert "The first answer moves the odds by 20 points" in text
    assert "Neri, 1 Sep: no answer for 60 days" in text
    assert "written down 21 Aug, never asked" in text
    assert "Answered, not to be asked again." in text and "plant 6" in text and "Riva, 1 Oct" in text
    nothing = inquiries(Inquiries((), (done,)), t)
    assert isinstance(nothing, Fold) and "plant 6" in nothing.body.text()


def test_cap_4_missing_days_and_the_day_on_which_all_is_possible(make, day, t):
    work = make(Work, team="Service", function="support", asks=2, needed=9.0, by=day("2026-11-20"), free=10.0,
                short=2.0, possible_on=day("2026-11-18"))  # fmt: skip
    judged = make(Workload, state=WorkState.SHORT, works=(work,), needed=9.0, short=2.0, unestimated=1,
                  until=day("2026-12-31"))  # fmt: skip
    text = workload(judged, t).text()
    assert "2.0 of the 9.0 days asked are missing; all can be done by 18 Nov" in text
    assert "Service, support" in text and "Of 1 more nobody said how much work it is." in text
    fits = make(Workload, state=WorkState.FITS, needed=4.0)
    assert workload(fits, t).reason == "yes: 4.0 days asked, and free in time"
    assert workload(make(Workload, state=WorkState.NO_TABLE), t) is None


def test_cap_8_only_counted_is_what_may_not_be_told(make, t):
    story = make(Story, title="Fitters trained", customer="a plant in Italy", product="VX", result="claims halved",
                 differences="Their own fitters", shares=("vertical", "country"))  # fmt: skip
    text = stories(make(Stories, state=StoriesState.SOME, rows=(story,), kept=2), t).text()
    assert "1 story to tell; it shares the industry and the country" in text
    assert "Their own fitters" in text and "2 more may not be told outside." in text
    kept = stories(make(Stories, state=StoriesState.NOT_TOLD, kept=2), t)
    assert kept.reason == "2 are like this case, and none may be told outside"
    assert stories(make(Stories, state=StoriesState.NO_TABLE), t) is None


def test_cap_10_what_was_shown_too_often_is_the_finding(make, day, t):
    row = make(Shown, document="Sample VX", contact="Neri", times=3, on=day("2026-09-25"), reaction="negative")
    topic = make(Topic, topic="valves", times=4, people=2, positive=1, negative=3)
    judged = make(Exposure, state=ExposureState.SOME, rows=(row,), repeated=(row,), topics=(topic,), shown=4, people=2)
    text = exposure(judged, t).text()
    assert "Sample VX was shown 3 times to Neri, who did not like it" in text
    assert "1 liked, 3 did not like" in text
    assert exposure(make(Exposure, state=ExposureState.NONE), t).reason == "nothing on record"
    assert exposure(make(Exposure, state=ExposureState.NO_TABLE), t) is None


def test_cap_45_each_person_stands_with_cares_story_and_argument(make, day, t):
    argument = make(Argument, text="Stock with us", result="led to the test", worked=True)
    neri = make(Person, contact_id="P", name="Neri", reasons=(Reason.KEY, Reason.DECIDES), disposition="negative",
                roles=("Technical director",), assessed_on=day("2026-10-02"), evidence="refused the visit",
                cares=(Care("complaint", "Rust in the box", day("2026-10-06")),), topic="chess", argument=argument,
                met_on=day("2026-10-02"), ours="Keller")  # fmt: skip
    riva = make(Person, contact_id="Q", name="Riva", reasons=(Reason.DECIDES,), disposition="favourable")
    text = room(Room((neri, riva), ("Finance director",)), t).text()
    assert "1 of the 2 in the room against us; Neri has an open complaint" in text
    assert "Technical director; decides on this deal" in text
    assert "negative, 2 Oct" in text and "refused the visit; met 2 Oct; Keller" in text
    assert "Complaint, 6 Oct: “Rust in the box”" in text and "Shared story: chess" in text
    assert "“Stock with us”" in text and "Elsewhere: led to the test" in text
    assert "Also decides, and nobody known: finance director." in text
    text = room(Room((riva, make(Person, disposition="negative")), ()), t, invited=False).text()
    assert text.startswith("1 of the 2 who decide is against us; nobody is invited yet")
    assert isinstance(room(Room((), ()), t), Fold)
    assert room(Room((), ()), t, known=False) is None


def test_cap_70_the_sentence_its_day_and_who_said_it_are_the_finding(make, day, t):
    note = make(Note, on=day("2024-04-30"), text="That manifolds will be late again", kind="worry", by="Baroffio",
                ours="Keller", shared=("manifold",))  # fmt: skip
    text = notes(make(Notes, state=NotesState.SOME, rows=(note,), more=2), t).text()
    assert "Baroffio on 30 Apr 2024: “That manifolds will be late again”" in text
    assert "to Keller" in text and "2 more are older or speak of it less." in text
    none = make(Notes, state=NotesState.NONE, looked_at=12)
    assert notes(none, t).reason == "12 sentences, none of which speaks of this deal"
    assert notes(none, t, deal=False).reason == "no deal to hold them against"
    assert notes(make(Notes, state=NotesState.NO_TABLE), t) is None


def test_cap_81_the_cost_of_staying_stands_against_our_price(make, day, t):
    old = make(Running, what="VX-210", name="valve", past_life=True, life_months=60.0, failure_cost=3e3)
    other = make(Running, what="valve series 3", competitor="Hällfoss", failure_cost=9e3)
    judged = make(Staying, state=StayingState.COSTS, rows=(other, old), cost=12e3, price=30e3, years=2.5, unknown=1,
                  incumbents=(Price("Hällfoss", 84.5, day("2026-09-01"), "likely", None),))  # fmt: skip
    text = staying(judged, t).text()
    assert "Failures of what they run cost EUR 12k a year; our price is 2.5 years of that" in text
    assert "of Hällfoss" in text and "past it" in text and "84.50" in text
    of_one = make(Staying, state=StayingState.COSTS, rows=(old,), cost=210.0, family="MF")
    assert staying(of_one, t).text().startswith("Of MF: failures of what they run cost EUR 210 a year")
    none = staying(make(Staying, state=StayingState.NONE, family="MF"), t)
    assert none.reason == "Of MF: nothing old and nothing of others runs there"
    unknown = staying(make(Staying, state=StayingState.UNKNOWN, rows=(other,)), t)
    assert unknown.reason == "1 installation could be replaced, what its failures cost is unknown"
    assert staying(make(Staying, state=StayingState.NO_TABLE), t) is None


def test_cap_6_a_trigger_that_came_is_the_finding_and_else_plan_b(make, day, t):
    plan_b = make(Way, kind="B", trigger="They wait", action="Offer the smaller lot")
    judged = make(Fallback, state=FallbackState.SOME, ways=(plan_b,), lacking=("exit", "after"))
    text = fallback(judged, t).text()
    assert "If “They wait”: Offer the smaller lot" in text
    assert "Nobody drafted an exit and what comes after." in text
    came = make(Way, kind="exit", trigger="No name", action="Part friends", happened_on=day("2026-10-20"))
    text = fallback(make(Fallback, state=FallbackState.SOME, ways=(plan_b, came)), t).text()
    assert "Exit: its trigger came on 20 Oct; Part friends" in text
    assert fallback(make(Fallback, state=FallbackState.NONE), t).reason == "nothing drafted"
    assert fallback(make(Fallback, state=FallbackState.NO_TABLE), t) is None


def test_cap_16_what_was_paid_for_most_is_the_finding_and_what_is_over_is_counted(make, day, t):
    row = make(Lesson, text="Two sources mean price only", times=3, market=True, last_on=day("2026-01-05"))
    text = lessons(make(Learned, state=LearnedState.SOME, rows=(row,), obsolete=2), t).text()
    assert "Paid for 3 times: Two sources mean price only" in text
    assert "2 no longer hold and are left out." in text and "not since" in text
    assert lessons(make(Learned, state=LearnedState.NONE), t).reason == "none of this market or product line"
    assert lessons(make(Learned, state=LearnedState.NO_TABLE), t) is None


def test_the_deal_shows_what_decides_and_a_decided_one_is_a_line(make, day, t):
    deal = make(Deal, opportunity_id="D", name="Line 4", asked=96e3, answered=8, questions=9)
    judged = make(Contest, opportunity_id="D", criteria=("price", "service"), step="offer sent", step_late=30,
                  step_due=day("2026-10-01"), offer=make(Offer, quote_id="Q-1", version=2, price=95e3, currency="EUR",
                                                         valid_until=day("2026-10-15"), expired=True))  # fmt: skip
    text = contest(judged, make(Deals, state=DealsState.OPEN, deals=(deal,)), t).text()
    assert "Line 4: 8 of 9 questions answered" in text
    assert "price and service" in text and "EUR 95k; expired 15 Oct" in text
    assert "offer sent (due 1 Oct, 30 days late)" in text
    ko = Words("ko", currency="EUR", as_of=t.as_of)
    assert "9.5만 유로; " in contest(judged, make(Deals, state=DealsState.OPEN, deals=(deal,)), ko).text()
    won = make(Contest, opportunity_id="D", outcome="won", closed_on=day("2026-10-20"))
    told = contest(won, make(Deals, state=DealsState.NONE), t)
    assert isinstance(told, Fold) and told.reason == "won 20 Oct" and isinstance(told.body, Fragment)
    assert contest(None, make(Deals, state=DealsState.NO_TABLE), t) is None
    assert contest(None, make(Deals, state=DealsState.NONE), t).reason == "the brief is about none"
