"""What the files of a folder know of each other, without any preset."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountbook.ingest import propose, propose_mapping, read_source
from accountbook.ingest.likely import likely
from accountbook.ingest.recognition import look_at
from accountbook.tables import OrderLines as L


def answered(folder: Path) -> dict:
    text = propose_mapping(folder).replace('# country = "KR"', 'country = "KR"')
    (folder / "mapping.toml").write_text(text, encoding="utf-8")
    return tomllib.loads(text)["tables"]


def test_orders_without_lines_give_what_the_lines_lack(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "Order No,Customer No,Order date,Currency\n" + "".join(f"S{n},A,2026-01-0{n},EUR\n" for n in (1, 2, 3))
    )
    (tmp_path / "order_lines.csv").write_text(
        "Order No,Item No,Qty,Price\n" + "".join(f"S{n},X,{n},10\n" for n in (1, 2, 3))
    )
    lines = answered(tmp_path)["order_lines"]
    assert lines["files"] == ["order_lines.csv"]
    assert {name: one["take"] for name, one in lines["lookup"].items()} == {
        "account_id": "Customer No", "order_date": "Order date", "currency": "Currency",
    }  # fmt: skip
    read = read_source(tmp_path).tables["order_lines"]
    assert read[[L.account_id, L.quantity, L.currency]].values.tolist() == [["A", n, "EUR"] for n in (1.0, 2.0, 3.0)]


def test_names_in_place_of_numbers_are_looked_up_and_numbers_with_zeros_made_alike(tmp_path):
    (tmp_path / "customers.csv").write_text("Customer No,Customer name\n0017,Prima\n0018,Nova\n")
    head = "Order No,Customer,Order date,Item No,Qty,Price,Currency\n"
    path = tmp_path / "orders.csv"
    path.write_text(head + "1,Prima,2026-01-02,X,1,10,EUR\n2,Nova,2026-01-02,X,1,10,EUR\n")
    lookup = answered(tmp_path)["order_lines"]["lookup"]["account_id"]
    assert lookup == {"file": "customers.csv", "by": "Customer", "key": "Customer name", "take": "Customer No"}
    assert read_source(tmp_path).tables["order_lines"][L.account_id].tolist() == ["0017", "0018"]
    path.write_text(head + "1,17,2026-01-02,X,1,10,EUR\n2,18,2026-01-02,X,1,10,EUR\n")
    (tmp_path / "mapping.toml").unlink()
    assert answered(tmp_path)["order_lines"]["strip_zeros"] == ["account_id"]


@pytest.mark.parametrize("word", ["pump", "3"])
def test_a_file_without_days_or_references_is_not_guessed_for_orders(tmp_path, word):
    (tmp_path / "x.csv").write_text("a,b,c\n" + "".join(f"{n},{word},{n * 2}\n" for n in range(1, 40)))
    sheets, _ = look_at(tmp_path)
    assert [one.table for one in likely(sheets)] == [""]
    assert propose(tmp_path).needed[-1].startswith("[tables.order_lines]: no file looks like order lines")


SHORT = "no,pos,cust,d,item,q,p\n" + "".join(
    f"B{n:02},{pos},C{n % 7},2026-0{n % 9 + 1}-{n % 27 + 1:02},X-1,{n % 5 + pos},{n + 10}.5\n"
    for n in range(30)
    for pos in (1, 2)
)


@pytest.mark.parametrize("orders", ["orders.csv", "export.csv"])
def test_a_header_that_matches_by_chance_hides_no_order_lines(tmp_path, orders):
    (tmp_path / orders).write_text(SHORT)
    (tmp_path / "accounts.csv").write_text("id,nm\n" + "".join(f"C{n},Firm {'ABCDEFG'[n]}\n" for n in range(7)))
    tables = answered(tmp_path)
    assert tables["order_lines"]["columns"] == {
        "order_id": "no", "line": "pos", "account_id": "cust", "order_date": "d", "item_id": "item", "quantity": "q",
        "unit_price": "p",
    }  # fmt: skip
    assert tables["accounts"]["columns"] == {"account_id": "id", "name": "nm"}
    assert len(read_source(tmp_path).tables["order_lines"]) == 60


def recognised_as(folder: Path, name: str, text: str) -> str:
    folder.joinpath(name).write_text(text)
    return look_at(folder)[0][0].table


def test_a_table_whose_key_repeats_in_a_file_is_not_what_it_holds(tmp_path):
    head, row = "Item No,Item name,Weight\n", "A,Valve,{}\n"
    assert recognised_as(tmp_path, "x.csv", head + "".join(row.format(n) for n in range(10))) == ""
    # rows that repeat another in full are one, and a file that is called so may hold old versions
    assert recognised_as(tmp_path, "x.csv", head + row.format(1) * 10) == "items"
    (tmp_path / "x.csv").unlink()
    assert recognised_as(tmp_path, "items.csv", head + row.format(1) + row.format(2)) == "items"
    assert recognised_as(tmp_path, "items.csv", head + "".join(row.format(n) for n in range(10))) == ""


def test_one_column_of_many_is_a_table_only_if_the_file_is_called_so(tmp_path):
    text = "Item No,b,c,d\nA,1,2,3\n"
    assert recognised_as(tmp_path, "x.csv", text) == ""
    (tmp_path / "x.csv").unlink()
    assert recognised_as(tmp_path, "products.csv", text) == "items"


@pytest.mark.parametrize(("name", "table"), [("contacts.csv", "contacts"), ("staff.csv", "employees")])
def test_what_may_be_two_tables_is_the_one_that_the_file_is_called_by(tmp_path, name, table):
    assert recognised_as(tmp_path, name, "id,acc,name,email\nP1,C1,Ann,a@x.example\n") == table


CELL = st.sampled_from(["", "1", "2026-01-02", "A-1", "1,234.5", "EUR", "한국", "x|y", '"', "Prima", "=1", "#"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["Id", "Name", "VBELN", "Quantity", "Stage", "거래처", "Date", "?", "열1"]), min_size=2,
             max_size=6, unique=True),
    st.lists(st.lists(CELL, min_size=6, max_size=6), min_size=1, max_size=30),
)  # fmt: skip
def test_whatever_a_file_holds_the_proposal_is_toml_and_says_what_is_needed(tmp_path, header, rows):
    import csv

    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row[: len(header)] for row in rows)])
    try:
        proposal = propose(tmp_path)
    except ValueError as error:  # a SourceError: the file has no rows below its header
        assert "no rows" in str(error) or "cut off" in str(error) or "header" in str(error)
        return
    assert "company" in tomllib.loads(proposal.text)
    assert len(proposal.found) == 1
