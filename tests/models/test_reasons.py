"""Every reason that a model may give can be said, with its raw facts, in every language."""

from __future__ import annotations

import json
import pkgutil
import re
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from accountbook import models
from accountbook.display import Words
from accountbook.display.blocks.reasons import REASONS, reason_sentence
from accountbook.models import predict_deals, predict_orders
from accountbook.models import reasons as module
from accountbook.models.reasons import reasons

LANGUAGES = [Words(lang, currency="EUR", as_of=pd.Timestamp("2026-03-31")) for lang in ("en", "ko")]
CODED = {
    one.name: tuple(codes)
    for one in pkgutil.iter_modules(models.__path__)
    if (codes := getattr(import_module(f"accountbook.models.{one.name}"), "CODES", None))
}
"""The reason codes of every module of models that has any: a new one is found by itself."""


def test_every_code_of_every_model_has_a_name_and_a_sentence() -> None:
    assert len(CODED) >= 2
    lacking = {name: [code for code in codes if code not in REASONS] for name, codes in CODED.items()}
    assert not any(lacking.values()), f"add to REASONS in display/blocks/reasons.py, in English and Korean: {lacking}"
    given = {code for codes in CODED.values() for code in codes}
    assert set(REASONS) <= given, f"no model gives these any more: {set(REASONS) - given}"


def said_again(code: str, facts: dict, t: Words) -> str:
    """A reason in words; not its code, nor its mere name."""
    told = reason_sentence(code, facts, t)
    assert told not in (code.replace("_", " "), t(REASONS[code][0])), f"{code} lacks one of its facts: {facts}"
    assert not re.search(r"\b(nan|None|inf|NaT)\b", told)
    return told


@pytest.fixture
def all_told(monkeypatch) -> None:
    """Every reason of every row, however weak."""
    monkeypatch.setattr(module, "LEAST", 0.0)
    monkeypatch.setattr(module, "MOST", 99)


def each_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Every reason of every row: code and facts."""
    told = [one for text in frame["reasons"] for one in json.loads(text)]
    return pd.DataFrame(told, columns=["code", "log_odds", "points", "facts"])


def check_said(frame: pd.DataFrame, codes: tuple[str, ...]) -> None:
    found = each_of(frame)
    assert set(found["code"]) == set(codes)
    for code, facts in zip(found["code"], found["facts"], strict=True):
        for t in LANGUAGES:
            said_again(code, facts, t)


def test_all_reasons_of_orders_are_said_with_what_their_models_give(make_book, order_lines, renewals, all_told) -> None:
    book = make_book(order_lines(renewals(40, quiet=0.35)), "2026-03-31")
    made = predict_orders(book)["accounts"].query("shown == 'model' and ladder != 'rates'")
    assert len(made) > 10
    check_said(made, next(codes for codes in CODED.values() if "recency" in codes))


def test_all_reasons_of_deals_are_said_with_what_their_models_give(make_book, order_lines, deals, all_told) -> None:
    table, changes = deals(170, won=lambda deal: deal % 2 == 0)
    open_deals = table.tail(30).index
    gaps = np.arange(len(table)) % 3 == 0
    table = table.assign(
        outcome=table["outcome"].mask(table.index.isin(open_deals), "open"),
        closed_on=table["closed_on"].mask(table.index.isin(open_deals)),
        rep_probability=table["rep_probability"].mask(gaps),
        amount=table["amount"].mask(gaps),
        seller_stage=table["seller_stage"].mask(gaps & (np.arange(len(table)) % 2 == 0)),
    )
    lines = order_lines([("A-001", "2024-01-01", 10.0)])
    made = predict_deals(make_book(lines, "2026-01-15", opportunities=table, opportunity_changes=changes))["deals"]
    assert len(made) > 20 and set(made["shown"]) == {"model"}
    check_said(made, next(codes for codes in CODED.values() if "stage" in codes))


def test_raw_facts_stand_in_the_sentence() -> None:
    en, ko = LANGUAGES
    facts = {"days": 47, "usual": 21, "longest": 38}
    assert said_again("recency", facts, en) == "Last order 47 days ago, usually every 21, longest ever 38"
    assert re.findall(r"\d+", said_again("recency", facts, ko)) == ["47", "21", "38"]
    assert said_again("orders", {"orders": 28, "days": 1241}, en) == "28 orders in 3.4 years"
    assert said_again("orders", {"orders": 3, "days": 90}, ko) == "90일 동안 주문 3건"
    assert said_again("rep", {}, en) == "The rep gives no odds"


def test_at_most_three_none_weak_the_strongest_first_and_points_add_up() -> None:
    given = pd.DataFrame({"a": [1.0, 0.1], "b": [-0.4, 0.14], "c": [0.2, -0.149], "d": [0.3, 0.0], "e": [0.16, 0.0]})
    codes = {"ab": ["a", "b"], "c": ["c"], "d": ["d"], "e": ["e"], "f": []}
    first, second = (json.loads(text) for text in reasons(given, level=0.5, codes=codes, facts={}))
    assert [one["code"] for one in first] == ["ab", "d", "c"]
    assert [one["log_odds"] for one in first] == [0.6, 0.3, 0.2]
    # of the second row a and b make .24 together
    assert [(one["code"], one["log_odds"]) for one in second] == [("ab", 0.24)]
    p = 1 / (1 + np.exp(-(0.5 + 1.26))) - 1 / (1 + np.exp(-0.5))
    assert sum(one["points"] for one in first) == pytest.approx(100 * p * 1.1 / 1.26, abs=0.02)
