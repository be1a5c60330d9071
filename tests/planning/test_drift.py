"""What a load holds beside the one before."""

import pandas as pd

from accountbook.planning.drift import drift
from accountbook.planning.memory import MemoryView


def load(*, day="2026-11-01", drifted=None, sources=(), money=None, kept=None, **tables):
    """A load of these tables; ``kept`` and ``money`` are as its report counts them."""
    view = MemoryView(day, tables)
    counts = {name: {"kept": len(rows)} for name, rows in tables.items()} | {
        name: {"kept": count} for name, count in (kept or {}).items()
    }
    if money is not None:
        counts.setdefault("order_lines", {"kept": 0})["money"] = {name: {"kept": sum_} for name, sum_ in money.items()}
    view.load_report = {"load_id": f"L{day}", "exported_on": day, "tables": counts, "sources": list(sources)}
    if drifted is not None:
        view.load_report["drift"] = drifted
    return view


def test_rows_money_and_what_the_load_counted():
    before = load(day="2026-10-01", kept={"order_lines": 100, "items": 7}, money={"EUR": 900.0, "USD": 50.0})
    moved = {"EUR": {"new": 120.0, "changed": 0.0, "gone": -20.0}}
    counted = {"order_lines": {"new": 14, "changed": 3, "gone": 4, "money": moved}}
    now = load(kept={"order_lines": 110, "items": 7}, money={"EUR": 1000.0, "USD": 50.0}, drifted=counted)
    found = drift(now, before)
    assert (found.load_id, found.exported_on) == ("L2026-10-01", pd.Timestamp("2026-10-01"))
    lines = {one.table: one for one in found.tables}["order_lines"]
    assert (lines.rows, lines.before, lines.new, lines.changed, lines.gone) == (110, 100, 14, 3, 4)
    assert not {one.table: one for one in found.tables}["items"].moved
    euro = found.money[0]
    assert (euro.currency, euro.now, euro.before, euro.new, euro.gone) == ("EUR", 1000.0, 900.0, 120.0, -20.0)
    # 7 of 100 earlier lines are no longer what they were
    assert [(one.code, one.facts) for one in found.worse] == [("rewritten", {"changed": 3, "gone": 4, "rows": 100})]


def test_a_load_that_counted_nothing_says_nothing_of_rows():
    found = drift(load(kept={"items": 8}, drifted=None), load(kept={"items": 7}))
    assert (found.tables[0].new, found.tables[0].moved, found.worse) == (None, True, ())


def test_what_fell_or_is_gone_is_worse():
    before = load(kept={"order_lines": 100, "contacts": 7, "items": 10}, money={"EUR": 900.0, "USD": 50.0})
    now = load(kept={"order_lines": 89, "items": 9}, money={"EUR": 800.0, "USD": 46.0})
    # items fell by exactly a tenth, dollars by 8%
    assert [(one.code, one.facts.get("table", one.facts.get("currency"))) for one in drift(now, before).worse] == [
        ("table_gone", "contacts"),
        ("rows_fell", "order_lines"),
        ("money_fell", "EUR"),
    ]


def test_columns_that_came_went_or_sank():
    both = {"kept": {"items": 10}}
    shares = {"family": 0.0, "list_price": 0.4, "name": 1.0, "unit_cost": 0.5}
    were = {"family": 0.9, "list_price": 0.8, "name": 1.0, "unit_cost": 0.0}
    found = drift(load(**both), load(**both), filled=({"items": shares}, {"items": were}))
    assert (found.tables[0].came, found.tables[0].went) == (("unit_cost",), ("family",))
    assert [(one.code, one.facts["column"]) for one in found.worse] == [
        ("column_empty", "family"),
        ("column_sank", "list_price"),
    ]


def account(n, tier, **more):
    return {"account_id": str(n), "name": f"Account {n}", "tier": tier, **more}


def test_words_that_are_new_but_never_names():
    before = load(accounts=[account(n, "AB"[n % 2]) for n in range(12)])
    now = load(accounts=[account(n, "ABC"[n % 3], city="Ulm") for n in range(13)])
    [one] = drift(now, before).worse
    assert one.facts == {"table": "accounts", "column": "tier", "count": 1, "words": ("C",)}
    [quiet] = drift(now, before, quiet=True).worse
    assert quiet.facts["words"] == ()


def test_a_currency_that_is_new_and_one_that_may_not_be_told():
    before, now = load(money={"EUR": 9.0}), load(money={"EUR": 9.0, "JPY": 4.0})
    assert [one.facts.get("words") for one in drift(now, before).worse] == [("JPY",)]
    assert [one.currency for one in drift(now, before, told={"EUR"}).money] == ["EUR"]


def test_headers_that_nothing_reads_and_were_not_there():
    def source(*ignored):
        return [{"file": "items.csv", "table": "items", "ignored": list(ignored)}]

    [one] = drift(load(sources=source("Colour", "Note")), load(sources=source("Note"))).worse
    assert one.facts == {"table": "items", "columns": ("Colour",)}
    # a table that was not read before has no headers to compare
    assert drift(load(sources=source("Colour")), load()).worse == ()
