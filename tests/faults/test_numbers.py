"""Hostile numbers of accounts; named by the rows of FAULTS.md."""

from __future__ import annotations


def test_finding_6_A1_hostile_numbers_of_accounts_stay_inside(desk, make_book, tmp_path, tiny):
    from accountbook.tables import TABLES

    ids = [
        "../ESC",
        "{account_id}",
        "{account_id.__class__.__mro__}",
        "a" * 300,
        "con",
        "CON",
        "가나",
        "'; 1/0 #",
        "nul\\0",
    ]
    rows = [
        {"account_id": one, "order_id": f"O{n}", "line": "1", "order_date": "2026-09-01", "item_id": "VX-1",
         "quantity": 1.0, "unit_price": 1.0, "currency": "EUR", "kind": "order"}
        for n, one in enumerate(ids)
    ]  # fmt: skip
    desk.book = make_book(
        tmp_path / "hostile",
        order_lines=TABLES["order_lines"].frame(rows),
        accounts=TABLES["accounts"].frame(
            [{"account_id": one, "name": one, "team": one, "owner_id": "E1"} for one in ids]
        ),
    )
    desk.put("account_plan", tiny.make_notebook(tiny.FINDING))
    outcome = desk.publish()
    assert (outcome.ok, outcome.failed) == (len(ids), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "hostile", "notebooks", "reports"]
    for path in desk.edition.rglob("*"):
        assert not set(path.name) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."), path
