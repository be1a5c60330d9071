"""The letter says the same in text and in HTML, one account's words never look like another part of it."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from accountbook.display import IndexRow, News, Words, one_line, owner_letter

DAY = pd.Timestamp("2026-10-31")
PLACE = "https://reports.example.com/monthly/2026-10-31/"


def made(news, **changed):
    told = {
        "words": Words(currency="EUR", as_of=DAY),
        "edition": "monthly",
        "company": "Nova Valves",
        "as_of": DAY,
        "indexes": [("South", f"{PLACE}south/index.html")],
    }
    return owner_letter(news, **{**told, **changed})


NEWS = [
    News(IndexRow("Q", "Quiet Ltd")),
    News(IndexRow("C", "Changed SpA", where="Italy", href=f"{PLACE}c.html"), [("up", "Won EUR 22k")]),
    News(IndexRow("F", "Failed KK", failed="The calculation took longer than it may.", reason_href=f"{PLACE}f.html")),
    News(IndexRow("2", "Second GmbH", attention=2, overdue=True, next_day=pd.Timestamp("2026-10-20"))),
    News(
        IndexRow("1", "First & Co", where="Japan", attention=1, href=f"{PLACE}1.html", risk=0.41, risk_act=True),
        [("down", "Order overdue, 7 days"), ("same", "Deal now EUR 9.0k")],
    ),
    News(IndexRow("3", "Third AG", attention=3, risk=0.41, risk_act=True)),
]


def test_calls_come_first_then_changes_then_what_failed():
    assert (
        made(NEWS, invented=True).text
        == f"""\
Nova Valves. Monthly edition, as of 31 Oct 2026.
Invented company and data

Worth a call first

- First & Co, Japan
    ▼ Order overdue, 7 days
    Deal now EUR 9.0k
    {PLACE}1.html
- Second GmbH
    ! Order late: their usual day was 20 Oct
- Third AG
    ! Risk of no order: 41%

What changed elsewhere

- Changed SpA, Italy
    ▲ Won EUR 22k
    {PLACE}c.html

Could not be made this time

- Failed KK
    × The calculation took longer than it may.
    {PLACE}f.html

Nothing new at 1 account.

All of it:
- South: {PLACE}south/index.html
"""
    )


def test_the_subject_names_no_customer():
    assert made(NEWS).subject == "Monthly edition, 31 Oct 2026: 3 of 6 accounts need a call"


def test_the_page_holds_the_same_words_with_links_and_an_address_that_is_no_link_as_text():
    html = made(NEWS).html
    assert f'<a href="{PLACE}1.html">First &amp; Co, Japan</a>' in html
    assert "<strong>Second GmbH</strong>" in html
    assert "▼&nbsp;Order overdue, 7 days" in html
    assert "Nothing new at 1 account." in html
    shown = made(NEWS, indexes=[("South", "monthly/2026-10-31/south/index.html")]).html
    assert "South (monthly/2026-10-31/south/index.html)" in shown
    assert html.count("<a ") == 4 and shown.count("<a ") == 3


HOSTILE = 'Evil</li><script src="//x">\r\nWorth a call first\r\n- Rival \u202egpj.exe\u2028{{7*7}}\ud800'


def test_A2_A4_markup_line_breaks_and_marks_in_names_stay_one_line_of_text():
    told = made([News(IndexRow("A", HOSTILE, where=HOSTILE, attention=1), [("down", HOSTILE)])], company=HOSTILE)
    said = 'Evil</li><script src="//x"> Worth a call first - Rival gpj.exe {{7*7}}'
    assert told.text.splitlines()[4:6] == [f"- {said}, {said}", f"    ▼ {said}"]
    assert told.text.splitlines().count("Worth a call first") == 1
    assert "<script" not in told.html
    assert "Evil&lt;/li&gt;&lt;script src=&#34;//x&#34;&gt; Worth" in told.html
    told.text.encode("utf-8")
    told.html.encode("utf-8")


@given(st.text())
def test_one_line_is_one_line(text):
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert one_line(shown) == shown
    shown.encode("utf-8")


def test_a_letter_in_korean():
    t = Words("ko", currency="EUR", as_of=DAY)
    told = made(NEWS[:1] + NEWS[3:5], words=t)
    assert told.subject == "월간판, 2026년 10월 31일: 거래처 3곳 중 2곳 연락 필요"
    assert told.text.splitlines()[:6] == [
        "Nova Valves. 월간판, 2026년 10월 31일 기준.", "", "먼저 연락할 곳", "", "- First & Co, Japan",
        "    ▼ Order overdue, 7 days",
    ]  # fmt: skip
    assert "    ! 주문 지연: 평소 주문일 10월 20일" in told.text and "거래처 1곳은 새 소식 없음." in told.text
    assert '<html lang="ko">' in told.html
