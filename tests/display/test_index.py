"""The edition's index."""

from __future__ import annotations

import re

import pandas as pd

from accountbook.display import IndexRow, Words, index_page

T = Words("en", currency="EUR", as_of=pd.Timestamp("2026-10-31"))


def _index(rows) -> str:
    return index_page(rows, words=T, finding="One of three needs a call", horizon=pd.Timestamp("2027-01-31"))


def _names(html: str) -> list[str]:
    return re.findall(r'<td class="c-name">(?:<a [^>]*>|<strong>)([^<]*)<', html)


def test_failed_pages_stand_first_then_attention_then_revenue():
    html = _index(
        [
            IndexRow("A-1", "Small", "a.html", revenue=10e3),
            IndexRow("A-2", "Large", "b.html", revenue=90e3),
            IndexRow("A-3", "Urgent", "c.html", revenue=1e3, attention=1),
            IndexRow(
                "A-4",
                "Broken",
                failed="Drawing took longer than 120 s.",
                reason_href="d.html",
                last_good_href="e.html",
                last_good=pd.Timestamp("2026-09-30"),
            ),
        ]
    )
    assert _names(html) == ["Broken", "Urgent", "Large", "Small"]
    assert "No plan this month." in html and '<a href="e.html">last good plan, 30 Sep</a>' in html


def test_row_says_its_numbers_in_thousands():
    row = IndexRow(
        "A-1",
        "Lumora",
        "a.html",
        where="Italy",
        owner="Keller",
        revenue=366_400,
        change=0.06,
        risk=0.142,
        risk_lo=0.09,
        risk_hi=0.21,
        risk_jump=0.08,
        risk_act=True,
        next_day=pd.Timestamp("2026-11-12"),
        next_lo=pd.Timestamp("2026-11-03"),
        next_hi=pd.Timestamp("2026-12-04"),
        amount=41e3,
        amount_lo=28e3,
        amount_hi=55e3,
        roles_known=10,
        roles=12,
        deals=75e3,
        changed="Buyer left",
        direction="down",
    )
    html = _index([row])
    for text in (
        "366",
        "+6%",
        "14%",
        "▲ +8",
        "12 Nov",
        "3 Nov–4 Dec",
        "28–55",
        "10 of 12 roles known",
        ">75<",
        "Buyer left",
    ):
        assert text in html, text
    assert 'data-risk="0.1420"' in html and 'data-next="20261112"' in html and 'data-text="lumora italy keller' in html


def test_unknown_values_leave_empty_cells():
    html = _index([IndexRow("A-1", "New", "a.html", risk_words="too few orders")])
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    assert "too few orders" in body and "later than" not in body
    assert not re.search(r"nan|NaT|None|N/A", body)


def test_an_account_without_a_cycle_has_no_late_next_order_and_a_little_money_is_not_none():
    words = {"risk_words": "too few orders", "revenue": 306.0}
    html = _index([IndexRow("A-1", "One order", "a.html", next_state="few", **words)])
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    assert "later than" not in body and body.count("too few orders") == 2
    assert "&lt;1" in body and not re.search(r">\s*0\s*<", body)
    # later is said where the prediction says so, also where only the base rate is shown
    later = _index([IndexRow("A-1", "Slow", "a.html", next_state="later", risk_words="base rate 30%")])
    assert "later than 31\xa0Jan" in later
    # one that fell silent a year ago is told by its risk
    gone = _index([IndexRow("A-1", "Gone", "a.html", next_state="missed", risk_words="silent for a year")])
    assert "later than" not in gone


def test_all_rows_are_there_without_the_script():
    html = _index([IndexRow(f"A-{i}", f"Account {i}", f"{i}.html") for i in range(300)])
    assert len(_names(html)) == 300 and '<form class="controls" id="controls" hidden>' in html


def test_heads_and_sorts_that_no_row_fills_are_left_out():
    bare = _index([IndexRow("A", "Alfa", revenue=9e3)])
    assert not re.search("Roles known|Roles missing|Deals expected", bare)
    full = _index([IndexRow("A", "Alfa", revenue=9e3, roles=4, roles_known=2, deals=5e3)])
    # as a head and as a sort each
    assert full.count(">Roles known") == 2 and full.count(">Deals expected") == 2 and "Roles missing" in full
