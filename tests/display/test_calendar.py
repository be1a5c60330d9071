"""The calendar file, read with the library that programs read it with."""

import icalendar
import pandas as pd
import pytest

from accountbook.display import Words
from accountbook.display.blocks.agenda import agenda_footer, agenda_masthead, agenda_values, calendar, dates_ahead
from accountbook.display.calendar import Event, calendar_file
from accountbook.planning.agenda import Entry
from accountbook.planning.finding import Finding

AS_OF = pd.Timestamp("2026-10-31")
DAY = pd.Timestamp("2026-11-12")
T = Words("en", currency="EUR", as_of=AS_OF)


def _events(content):
    return [one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def _order(**facts):
    told = {"amount": 41e3, "lo": 28e3, "hi": 55e3, "earliest": pd.Timestamp("2026-11-03"),
            "latest": pd.Timestamp("2026-12-04"), **facts}  # fmt: skip
    return Entry(Finding("order", told), "A-017", "Lumora", DAY, DAY, "next")


def test_cap_46_an_order_expected_is_an_all_day_event_with_its_range():
    (event,) = _events(calendar("Keller", [_order()], T).content)
    assert event["SUMMARY"] == "Lumora: Order expected"
    assert event["DESCRIPTION"] == "EUR 41k (28–55k); 8 in 10: 3 Nov–4 Dec"
    assert (event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat()) == ("2026-11-12", "2026-11-13")
    assert event["TRANSP"] == "TRANSPARENT", "nobody's day is taken by a guess"


def test_cap_46_next_month_s_file_moves_the_event_that_is_there():
    before = _events(calendar("Keller", [_order()], T).content)[0]
    later = Words("en", currency="EUR", as_of=pd.Timestamp("2026-11-30"))
    moved = Entry(_order().what, "A-017", "Lumora", DAY + pd.Timedelta(days=20), DAY + pd.Timedelta(days=20), "next")
    after = _events(calendar("Keller", [moved], later).content)[0]
    assert before["UID"] == after["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt.isoformat() == "2026-12-02"


def test_the_same_input_gives_the_same_bytes_in_any_order():
    events = [Event("1", DAY, DAY, "One"), Event("2", DAY, DAY, "Two")]
    assert calendar_file("K", events, as_of=AS_OF) == calendar_file("K", events[::-1], as_of=AS_OF)


def test_a_text_breaks_out_of_no_event():
    evil = "Call\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x;,\\"
    (event,) = _events(calendar_file("K", [Event("1", DAY, DAY, evil, note=evil)], as_of=AS_OF))
    assert event["SUMMARY"] == event["DESCRIPTION"] == "Call END:VEVENT BEGIN:VEVENT SUMMARY:x;,\\"


@pytest.mark.parametrize("sign", [*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\u0301", "😀"])
def test_no_character_stops_a_calendar(sign):
    text = f"{sign}Rossi{sign * 90}"
    (event,) = _events(calendar_file(text, [Event(text, DAY, DAY, text, note=text)], as_of=AS_OF))
    assert "Rossi" in event["SUMMARY"]


def test_the_page_says_how_many_orders_are_due_and_what_they_come_to():
    late = Entry(
        Finding("late_order", {"due": pd.Timestamp("2026-10-20"), "days_late": 11, "amount": 9e3}), "A", "Prima",
        AS_OF + pd.Timedelta(days=1), AS_OF + pd.Timedelta(days=1), "next",
    )  # fmt: skip
    entries = [late, _order()]
    assert (
        "Keller: 2 orders are due in 13 weeks, about EUR 50k"
        in agenda_masthead("Keller", entries, T, accounts=2).text()
    )
    text = dates_ahead(entries, T).text()
    assert text.startswith("Next: Call: the order due 20 Oct has not come, Prima, Sun 1 Nov")
    assert "<img" not in str(dates_ahead([_order()], T))
    evil = Entry(Finding("birthday", {"name": "<img src=x onerror=alert(1)>"}), "A", "<img>", DAY, DAY)
    assert "<img" not in str(dates_ahead([evil], T))
    assert dates_ahead([], T).text() == "Nothing lies ahead in 13 weeks"


def _promised(number, days_late, side="ours"):
    due = AS_OF - pd.Timedelta(days=days_late)
    facts = {"side": side, "text": f"Text {number}", "who": None, "due": due, "days_late": days_late}
    day = AS_OF + pd.Timedelta(days=2)
    return Entry(Finding("late_promise", facts), "A", "Prima", day, day, number)


def test_cap_46_late_promises_stand_on_top_of_the_page_and_not_in_the_file():
    plan = Entry(Finding("plan", {"role": "Buyer", "text": "visit"}), "A", "Prima", DAY, DAY, "PUR")
    offer = Entry(Finding("offer_end", {"offer": "Q-7", "deal": "Valves"}), "A", "Prima", DAY, DAY, "Q-7")
    entries = [_order(), offer, plan, _promised("1", 979), _promised("2", 20, "theirs"), _promised("3", 15)]
    text = dates_ahead(entries, T).text()
    assert text.startswith("3 promises are late; next: Order expected, Lumora, Thu 12 Nov")
    places = [text.index(told) for told in ("Text 3", "Text 1", "Text 2", "Buyer: visit")]
    assert places == sorted(places), "ours, the newest first, then theirs, then what lies ahead"
    assert "Offer Q-7 on “Valves” ends" in text and "due 25 Feb 2024, 979 days late" in text
    titles = {str(event["SUMMARY"]) for event in _events(calendar("Keller", entries, T).content)}
    assert titles == {"Lumora: Order expected", "Prima: Buyer: visit", "Prima: Offer Q-7 on “Valves” ends"}
    values = agenda_values("E-009", "Keller", entries, T)
    assert (values["dates"], values["promises_late"]) == (3, 3)
    assert dates_ahead([_promised("1", 979)], T).text().startswith("1 promise is late")
    evil = Entry(Finding("plan", {"role": "<img>", "text": "<img>"}), "A", "P", DAY, DAY)
    assert "<img" not in str(dates_ahead([evil], T))


def test_the_page_ends_with_its_load_and_version():
    assert "31 Oct 2026. Load L-7. accountbook 1.2." in agenda_footer(T, load_id="L-7", version="1.2").text()
