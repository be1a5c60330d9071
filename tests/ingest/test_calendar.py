"""Calendar files as contact events: what counts, who took part, and what nobody must see."""

from __future__ import annotations

import datetime as dt
import json
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.ingest import SourceError
from accountbook.ingest.calendar_file import read_calendar
from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile
from accountbook.ingest.mapping import TableMapping

ORDERS = "No,Line,Account,Date,Item,Qty,Price\n1,1,A,2026-01-02,X,2,10\n"
CONTACTS = "Id,Account,Mail\nC1,A,Anna.Conti@prima.example\nC2,A,bruno@prima.example\nC3,B,ciro@terza.example\n"
EMPLOYEES = "Id,Name,Mail\nE1,Kim,kim@works.example\nE2,Lee,lee@works.example\n"
MORE = """
[tables.contacts]
files = ["contacts.csv"]
[tables.contacts.columns]
contact_id = "Id"
account_id = "Account"
email = "Mail"
[tables.employees]
files = ["employees.csv"]
[tables.employees.columns]
employee_id = "Id"
name = "Name"
email = "Mail"
[tables.contact_events]
files = ["*.ics"]
"""
KIM, LEE, ANNA, BRUNO, CIRO = (
    "kim@works.example",
    "lee@works.example",
    "anna.conti@prima.example",
    "bruno@prima.example",
    "ciro@terza.example",
)


def event(uid: str = "u1", start: str = "DTSTART:20261005T010000Z", *lines: str, people: tuple = (KIM, ANNA)) -> str:
    """One entry; the first of the people organises it."""
    who = [f"ORGANIZER:mailto:{people[0]}"] if people else []
    who += [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in people[1:]]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *who, *lines, "END:VEVENT"])


def calendar(*events: str, head: str = "") -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *([head] if head else []), *events, "END:VCALENDAR", ""])


@pytest.fixture
def met(read):
    """``met(calendar)`` gives the intake of a source with that calendar, the contacts A: C1 C2, B: C3, and E1, E2."""

    def reading(content: str | bytes, *, more: str = "", **files: str | bytes):
        given = {"orders.csv": ORDERS, "contacts.csv": CONTACTS, "employees.csv": EMPLOYEES, "kim.ics": content}
        return read(given | files, more=MORE + more)

    return reading


def events(intake) -> list[list]:
    table = intake.tables["contact_events"]
    table = table.assign(met_on=table["met_on"].dt.strftime("%F"))
    return table[["event_id", "account_id", "met_on", "employee_id", "contact_id"]].fillna("").values.tolist()


def told(intake) -> str:
    (flag,) = [one for one in intake.report["flags"] if one.startswith("kim.ics")]
    return flag


def test_an_entry_is_a_contact_event_with_who_took_part(met):
    intake = met(calendar(event(people=(LEE, KIM, ANNA, BRUNO))))
    row = intake.tables["contact_events"].iloc[0]
    assert (row["employee_id"], row["other_employees"]) == ("E2", "E1")
    assert (row["contact_id"], row["other_contacts"]) == ("C1", "C2")
    assert events(intake) == [["u1", "A", "2026-10-05", "E2", "C1"]]
    assert told(intake) == "kim.ics: 1 contact event."


def test_people_of_two_accounts_make_two_events(met):
    assert events(met(calendar(event(people=(KIM, ANNA, CIRO))))) == [
        ["u1 A", "A", "2026-10-05", "E1", "C1"],
        ["u1 B", "B", "2026-10-05", "E1", "C3"],
    ]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART:20261005T200000Z", "2026-10-06"),  # 05:00 of the next day in Seoul
        ("DTSTART;TZID=America/New_York:20261005T120000", "2026-10-06"),
        ("DTSTART;TZID=Korea Standard Time:20261005T233000", "2026-10-05"),
        ("DTSTART:20261005T233000", "2026-10-05"),
        ("DTSTART;VALUE=DATE:20261005", "2026-10-05"),
    ],
)
def test_the_day_is_the_company_s(met, start, day):
    assert events(met(calendar(event("u1", start))))[0][2] == day


def test_what_does_not_count_is_left_out_and_counted(met):
    intake = met(
        calendar(
            event("good"),
            event("p1", "DTSTART:20261005T010000Z", "CLASS:PRIVATE"),
            event("p2", "DTSTART:20261005T010000Z", "CLASS:CONFIDENTIAL"),
            event("gone", "DTSTART:20261005T010000Z", "STATUS:CANCELLED"),
            event("later", "DTSTART:20261105T010000Z"),
            event("alone", people=()),
            event("inside", people=(KIM, LEE)),
            event("strange", people=(KIM, "zebra@nobody.example", "wort@nobody.example")),
            event("", "DTSTART:20261005T010000Z"),
            event("undated", "DTSTART:soon"),
        )
    )
    assert [row[0] for row in events(intake)] == ["good"]
    assert told(intake) == (
        "kim.ics: 1 contact event. Left out: 1 entry after the export, 1 entry cancelled, 2 entries private, "
        "2 entries with nobody whose e-mail contacts has, 1 entry without a UID, 1 entry without a day that can be "
        "read, 1 entry without participants. 2 e-mail addresses are in neither contacts nor employees."
    )
    assert "zebra" not in json.dumps(intake.report)


def test_who_declined_and_rooms_took_no_part(met):
    lines = (
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANNA}",
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@works.example",
        f"ATTENDEE:MAILTO:{BRUNO.upper()}",
    )
    intake = met(calendar(event("u1", "DTSTART:20261005T010000Z", *lines, people=(KIM,))))
    assert events(intake)[0][4] == "C2"
    assert told(intake) == "kim.ics: 1 contact event."


def test_a_series_counts_up_to_the_day_of_the_export(met):
    weekly = "RRULE:FREQ=WEEKLY;BYDAY=MO"
    intake = met(
        calendar(
            event("w", "DTSTART;TZID=Asia/Seoul:20261005T090000", weekly, "EXDATE;TZID=Asia/Seoul:20261012T090000"),
            # the 19th was moved to the 20th, the 26th was cancelled
            event("w", "DTSTART;TZID=Asia/Seoul:20261020T090000", "RECURRENCE-ID;TZID=Asia/Seoul:20261019T090000"),
            event(
                "w", "DTSTART;TZID=Asia/Seoul:20261026T090000", "RECURRENCE-ID;TZID=Asia/Seoul:20261026T090000",
                "STATUS:CANCELLED",
            ),
        )
    )  # fmt: skip
    assert [(row[0], row[2]) for row in events(intake)] == [
        ("w 2026-10-05", "2026-10-05"),
        ("w 2026-10-19", "2026-10-20"),
    ]
    assert told(intake) == "kim.ics: 2 contact events. Left out: 1 entry cancelled."


def test_ten_thousand_occurrences_are_read_in_seconds(met):
    start = time.monotonic()
    intake = met(calendar(event("d", "DTSTART;VALUE=DATE:19990616", "RRULE:FREQ=DAILY")))
    assert len(intake.tables["contact_events"]) == 10_001  # 16 June 1999 to 1 November 2026
    assert time.monotonic() - start < 60


def test_what_repeats_by_the_minute_is_no_meeting(met):
    intake = met(
        calendar(
            event(),
            event("m", "DTSTART:20000101T000000Z", "RRULE:FREQ=MINUTELY"),
            event("h", "DTSTART:20000101T000000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=3,4"),
        )
    )
    assert told(intake) == "kim.ics: 1 contact event. Left out: 2 entries repeated more than once a day."


def test_texts_come_in_only_where_the_mapping_says_so(met):
    entry = event("u1", "DTSTART:20261005T010000Z", "SUMMARY:Visit", "DESCRIPTION:Zebra is ill\\nand wort")
    intake = met(calendar(entry))
    assert "Zebra" not in intake.tables["contact_events"].to_csv() + json.dumps(intake.report)
    heard = met(calendar(entry), more='[tables.contact_events.columns]\nheard = "description"\n')
    assert heard.tables["contact_events"]["heard"].tolist() == ["Zebra is ill\nand wort"]
    (source,) = [one for one in heard.report["sources"] if one["file"] == "kim.ics"]
    assert source["ignored"] == []


def test_a_row_that_is_turned_away_keeps_no_address(met):
    old = event("old", "DTSTART:19601005T010000Z", people=(KIM, ANNA, "zebra@nobody.example"))
    intake = met(calendar(event("u1"), old))
    rejected = intake.rejected["contact_events"]
    assert rejected["reason"].tolist() == ["met_on lies outside 1970-01-01 to 2036-11-08"]
    assert rejected["row"].tolist() == [9]
    assert "@" not in rejected["content"].iloc[0]


def test_an_entry_in_two_calendars_is_one_event(met):
    intake = met(calendar(event()), **{"lee.ics": calendar(event())})
    assert intake.report["tables"]["contact_events"]["merged"] == 1
    assert len(intake.tables["contact_events"]) == 1


def test_of_two_versions_in_two_calendars_the_newer_one_counts(met):
    old = event("u1", "DTSTART:20261005T010000Z", "SEQUENCE:1")
    new = event("u1", "DTSTART:20261007T010000Z", "SEQUENCE:2")
    intake = met(calendar(old, event("u2")), **{"lee.ics": calendar(new)})
    assert [row[:3] for row in events(intake)] == [["u2", "A", "2026-10-05"], ["u1", "A", "2026-10-07"]]
    assert told(intake) == "kim.ics: 1 contact event. Left out: 1 entry that another calendar has newer."
    assert intake.report["tables"]["contact_events"]["rejected"] == 0


def test_a_series_that_was_moved_leaves_none_of_its_old_days(met):
    old = event("w", "DTSTART:20261005T010000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    new = event("w", "DTSTART:20261006T010000Z", "RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:3")
    intake = met(calendar(old), **{"lee.ics": calendar(new)})
    assert [row[2] for row in events(intake)] == ["2026-10-06", "2026-10-13"]


def test_recorded_when_it_was_created(met):
    intake = met(calendar(event("u1", "DTSTART:20261005T010000Z", "CREATED:20261006T160000Z")))
    assert intake.tables["contact_events"]["recorded_at"].dt.strftime("%F %H:%M").tolist() == ["2026-10-07 01:00"]


def test_an_address_of_people_at_two_accounts_is_nobody_s(met):
    intake = met(calendar(event()), **{"contacts.csv": CONTACTS + "C9,B,anna.conti@prima.example\n"})
    assert events(intake) == []
    assert told(intake) == (
        "kim.ics: 0 contact events. Left out: 1 entry with nobody whose e-mail contacts has. 1 e-mail address is of "
        "several people and taken for nobody's."
    )


def problem(met, content: str | bytes, more: str = "") -> str:
    with pytest.raises(SourceError) as caught:
        met(content, more=more)
    (said,) = caught.value.problems
    return said


KOREAN = calendar(event("u1", "DTSTART:20261005T010000Z", "SUMMARY:거래처 방문"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kim.ics: the file is empty. Export the calendar again."),
        (
            b"No,Line\n1,2\n",
            "kim.ics: is no calendar: its first line is not BEGIN:VCALENDAR. Export the calendar again.",
        ),
        (KOREAN[:-30], "kim.ics: cut off: an entry or the calendar has no end. Export or copy it again."),
        (
            KOREAN.replace("UID:u1", "END:VTODO"),
            "kim.ics: damaged: line 4 ends what has not begun. Export the calendar again.",
        ),
    ],
)
def test_a_broken_calendar_is_told_in_a_sentence(met, content, said):
    assert problem(met, content) == said


def test_cp949_is_read_where_it_is_declared(met):
    content, heard = KOREAN.encode("cp949"), '[tables.contact_events.columns]\nheard = "summary"\n'
    assert problem(met, content, more=heard) == (
        'kim.ics: is not in UTF-8, as calendars are. If it is Korean of an old program, write encoding = "cp949" for '
        "this file under tables.contact_events.sources."
    )
    intake = met(content, more='encoding = "cp949"\n' + heard)
    assert intake.tables["contact_events"]["heard"].tolist() == ["거래처 방문"]


def test_a_long_line_may_be_folded_within_a_character(met):
    line = "DESCRIPTION:거래처".encode()
    folded = (
        calendar(event("u1", "DTSTART:20261005T010000Z", "X"))
        .encode()
        .replace(b"X\r\n", line[:14] + b"\r\n " + line[14:] + b"\r\n")
    )
    intake = met(folded, more='[tables.contact_events.columns]\nheard = "description"\n')
    assert intake.tables["contact_events"]["heard"].tolist() == ["거래처"]


def test_a_hundred_megabytes_of_attachments_are_passed_by(met):
    attached = "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "\r\n ".join(["QUJD" * 18] * 1_400_000)
    content = calendar(event("u1", "DTSTART:20261005T010000Z", attached))
    assert len(content) > 100e6
    assert events(met(content)) == [["u1", "A", "2026-10-05", "E1", "C1"]]


def test_a_hundred_megabytes_of_entries_are_too_many(met):
    content = calendar(*[event(f"u{'x' * 9_000}{n}") for n in range(12_000)])
    assert len(content) > 100e6
    assert problem(met, content) == (
        "kim.ics: more than 32 MB of events (attachments not counted). Export it year by year, each into a "
        "file of its own."
    )


def test_a_calendar_feeds_no_other_table(read):
    with pytest.raises(
        SourceError, match=r"kim\.ics: a calendar feeds contact_events and no other table; take it out of"
    ):
        read({"orders.csv": ORDERS, "kim.ics": KOREAN}, more=MORE.replace("contacts.csv", "kim.ics"))


WHOLE = calendar(
    event("a", "DTSTART;TZID=Asia/Seoul:20261005T090000", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261012T000000Z"),
    event("a", "DTSTART;VALUE=DATE:20261020", "RECURRENCE-ID;TZID=Asia/Seoul:20261019T090000"),
    event("b", "DTSTART:20261001T010000Z", "CREATED:20260901T000000Z", "DURATION:PT1H", "RDATE:20261008T010000Z"),
).encode()
PIECES = [b"", b"\r\n", b":", b";", b"=", b"9", b"-", b"Z", b"\xff", b"RRULE:FREQ=YEARLY\r\n", b"BEGIN:VEVENT\r\n"]


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 30), st.sampled_from(PIECES)), max_size=4))
def test_whatever_is_damaged_it_is_read_or_told(tmp_path_factory, changes):
    content = WHOLE
    for at, length, piece in changes:
        content = content[:at] + piece + content[at + length :]
    path = tmp_path_factory.getbasetemp() / "damaged.ics"
    path.write_bytes(content)
    source = TableMapping(files=["damaged.ics"]).resolved()[0]
    try:
        raw, _ = read_calendar(
            SourceFile(path, "damaged.ics"),
            source,
            exported_on=dt.date(2026, 11, 1),
            clock=lambda: ZoneInfo("Asia/Seoul"),
        )
    except FileFault as fault:
        assert str(fault).startswith("damaged.ics: ")
    else:
        assert all("0000-00-00" < day <= "2026-11-01" for day in raw.cells["day"].to_pylist())
