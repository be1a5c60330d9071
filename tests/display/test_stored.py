"""A load's reasons and flags in Korean: what the made-up company's load keeps, and each sentence written out."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from accountbook.book import Book
from accountbook.display import Words
from accountbook.display.stored import FLAGS, REASONS, retold
from accountbook.display.words import fields

KO = Words("ko")


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("order_date lies outside 2000-01-01 to 2027-11-02", "order_date 2000-01-01~2027-11-02 밖의 날짜"),
        ("line conflict: the key occurs again with other content", "line 충돌: 같은 키가 다른 내용으로 다시 나옴"),
        ("order_lines: 7 returns name no item; kept.", "order_lines: 품목이 없는 반품 7건; 보관."),
        (
            "order_lines: 1,208 rows name 3 item_id that items does not have; kept. First: a b.csv row 7.",
            "order_lines: items에 없는 item_id 3개를 가리키는 1,208행; 보관. 첫 위치: a b.csv row 7.",
        ),
        (
            'contacts: status: words without a mapping: "gone" (3). Add them under [tables.contacts.values.status].',
            'contacts: status: 매핑이 없는 값: "gone" (3). [tables.contacts.values.status] 아래에 추가할 것.',
        ),
        ("8 values of amount in opportunity_changes cannot be read as Float64 and count as empty",
         "opportunity_changes의 amount 값 8개는 Float64로 읽을 수 없어 빈 값으로 처리"),
        ("a sentence of its own", "a sentence of its own"),
    ],
)  # fmt: skip
def test_a_stored_sentence_is_said_in_korean(stored, said):
    assert retold(stored, KO) == said
    assert retold(stored, Words()) == stored


@pytest.mark.parametrize("message", [*REASONS, *FLAGS])
def test_every_sentence_is_found_again_with_its_values(message):
    values = {name: f"v{number}" for number, (name, _) in enumerate(fields(message))}
    said = retold(Words()(message, **values), KO)
    assert re.search(r"[가-힣]", said)
    assert all(value in said for value in values.values())


def test_all_that_the_made_up_company_s_load_keeps_is_said_in_korean(demo_book):
    report = Book.open(demo_book, pd.Timestamp("2026-10-31")).load_report
    stored = [*report["flags"], *(reason for one in report["tables"].values() for reason in one["reasons"])]
    assert len(stored) >= 5
    assert [text for text in stored if not re.search(r"[가-힣]", retold(text, KO))] == []
