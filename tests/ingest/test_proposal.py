"""A proposed mapping: what it recognises, what it asks, and that it can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from accountbook.ingest import SourceError, propose_mapping, read_source
from accountbook.ingest.evidence import Choice, date_formats, number_marks
from accountbook.ingest.synonyms import column_keys, listed_columns, our_word
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

KOREAN = """\
수주번호;거래처코드;수주일자;품목코드;수량;단가;통화
A1;가1;31.01.2026;X-1;2;1.234,50;KRW
C2;가1;02.01.2026;X-2;-1;10,00;KRW
"""


def proposed(folder: Path) -> dict:
    text = answered(propose_mapping(folder))
    (folder / "mapping.toml").write_text(text, encoding="utf-8")
    return tomllib.loads(text)


def answered(text: str) -> str:
    """A proposal with the one answer that no file can give, or that Korean headers suggest."""
    assert ('# country = "KR"   # needed' in text) != ('\ncountry = "KR"   # ? the headers are Korean' in text)
    return text.replace('# country = "KR"', 'country = "KR"')


def test_korean_headers_encoding_marks_and_dates_are_recognised_and_read(tmp_path):
    (tmp_path / "수주.csv").write_bytes(KOREAN.encode("cp949"))
    lines = proposed(tmp_path)["tables"]["order_lines"]
    assert lines["columns"] == {
        "order_id": "수주번호", "account_id": "거래처코드", "order_date": "수주일자", "item_id": "품목코드",
        "quantity": "수량", "unit_price": "단가", "currency": "통화",
    }  # fmt: skip
    assert (lines["encoding"], lines["delimiter"], lines["date_formats"]) == ("cp949", ";", ["%d.%m.%Y"])
    assert (lines["decimal"], lines["thousands"], lines["kinds"]) == (",", ".", {"return_order_id": "^C"})
    read = read_source(tmp_path).tables["order_lines"]
    assert read[L.unit_price].tolist() == [1234.5, 10.0]
    assert read[L.kind].tolist() == ["order", "return"]


def test_english_headers_of_many_systems_are_recognised(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "InvoiceNo,Cust No,PO date,StockCode,Qty,UnitPrice,Cur\n1,A,2026-01-02,X,2,10,EUR\n", encoding="utf-8"
    )
    assert set(proposed(tmp_path)["tables"]["order_lines"]["columns"].values()) == {
        "InvoiceNo", "Cust No", "PO date", "StockCode", "Qty", "UnitPrice", "Cur",
    }  # fmt: skip
    assert len(read_source(tmp_path).tables["order_lines"]) == 1


def test_13_01_decides_and_without_it_the_user_does(tmp_path):
    def text(day: str) -> str:
        path = tmp_path / "orders.csv"
        path.write_text(
            f"Order,Account,Date,Item,Qty,Price,Currency\n1,A,02/01/2026,X,2,10,EUR\n2,A,{day},X,2,10,EUR\n"
        )
        return propose_mapping(tmp_path)

    assert tomllib.loads(text("13/01/2026"))["tables"]["order_lines"]["date_formats"] == ["%d/%m/%Y"]
    assert tomllib.loads(text("01/13/2026"))["tables"]["order_lines"]["date_formats"] == ["%m/%d/%Y"]
    open_question = text("03/04/2026")
    assert "date_formats" not in tomllib.loads(open_question)["tables"]["order_lines"]
    assert '# date_formats = ["%d/%m/%Y"]   # day first' in open_question
    assert '# date_formats = ["%m/%d/%Y"]   # month first' in open_question


def test_evidence_of_dates_and_marks():
    assert date_formats([pd.Series(["13/01/2026", "01/14/2026"])]).undecided == (
        ("%d/%m/%Y", "%m/%d/%Y")[:1],
        ("%m/%d/%Y",),
    )
    assert date_formats([pd.Series(["2026-01-02", "45292"])]) == Choice(taken=("iso", "excel"))
    assert number_marks([pd.Series(["1,234.50"])]).taken == (".", ",")
    assert number_marks([pd.Series(["1,5", "1,234"])]).taken == (",", "")
    assert number_marks([pd.Series(["7", "8"])]).taken == (".", "")


def test_words_that_are_known_are_mapped_and_others_asked(tmp_path):
    (tmp_path / "orders.csv").write_text("Order,Account,Date,Item,Qty,Price,Currency\n1,A,2026-01-02,X,2,10,EUR\n")
    (tmp_path / "deals.csv").write_text(
        "Opportunity ID,Account,Created,Stage,Result\n1,A,2026-01-02,3 - 견적,수주\n2,A,2026-01-02,Ufo,진행중\n",
        encoding="utf-8",
    )
    (tmp_path / "customers.csv").write_text("Customer,Name,Country\nA,a,한국\nB,b,Atlantis\n", encoding="utf-8")
    text = propose_mapping(tmp_path)
    tables = tomllib.loads(text)["tables"]
    assert tables["opportunities"]["values"] == {
        "seller_stage": {"3 - 견적": "offer"}, "outcome": {"수주": "won", "진행중": "open"},
    }  # fmt: skip
    assert '# "Ufo" = ""   # 1 rows; write one of lead, need, offer, negotiation, verbal' in text
    assert '# "Atlantis" = ""   # 1 rows; write one of ISO 3166 alpha-2' in text
    assert "한국" not in text  # babel knows it


def test_what_is_missing_stands_as_a_question(tmp_path):
    (tmp_path / "orders.csv").write_text("Order,Account,Date,Item,Qty,Weather\n1,A,2026-01-02,X,2,fine\n")
    text = propose_mapping(tmp_path)
    assert '# unit_price = "?"   # needed: price of a piece before discount; no header says it' in text
    assert 'currency = "company"   # ? no column names one' in text
    assert "# not taken: Weather" in text
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"company\.country: missing(?s:.*)nothing fills order_lines\.unit_price"):
        read_source(tmp_path)


def test_the_export_is_of_the_newest_day_of_any_table_but_not_of_what_is_planned(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "Order,Account,Date,Item,Qty,Price,Currency,Due date,Entered\n"
        "1,A,2025-10-30,X,2,10,EUR,2025-11-20,2025-10-30\n2,A,2025-10-01,X,2,10,EUR,2025-11-20,2025-10-01\n"
    )
    assert tomllib.loads(propose_mapping(tmp_path))["exported_on"].isoformat() == "2025-10-30"
    (tmp_path / "customers.csv").write_text("Customer,Name,Country,Entered\nA,a,KR,2025-10-31 08:00\n")
    assert tomllib.loads(propose_mapping(tmp_path))["exported_on"].isoformat() == "2025-10-31"


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (["VX-1", "VX-22"], "^VX-"), (["AB-1", "CD-2"], "^[A-Z]{2}-"), (["A-1", "CD-2"], "^[A-Z]+-"),
        (["100", "200"], "^[0-9]{3}"), (["AB1", "ABC2"], "^[A-Z]+[0-9]"), (["VX-1", "?"], None),
    ],
)  # fmt: skip
def test_the_pattern_of_every_item_tells_charges_apart(tmp_path, items, found):
    rows = "".join(f"{n},A,2026-01-02,{item},2,10,EUR\n" for n, item in enumerate([*items, "FREIGHT"]))
    (tmp_path / "orders.csv").write_text("Order,Account,Date,Item,Qty,Price,Currency\n" + rows)
    (tmp_path / "items.csv").write_text("Item,Item name\n" + "".join(f"{one},x\n" for one in items))
    lines = proposed(tmp_path)["tables"]["order_lines"]
    assert lines.get("kinds", {}).get("product_item_id") == found
    kinds = read_source(tmp_path).tables["order_lines"][L.kind].tolist()
    assert kinds == [*["order"] * len(items), "charge" if found else "order"]


def test_an_amount_and_a_quantity_give_the_price(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "Order,Account,Date,Article,Qty,금액,Currency\n1,A,2026-01-02,X,4,40,EUR\n", encoding="utf-8"
    )
    lines = proposed(tmp_path)["tables"]["order_lines"]
    assert lines["columns"]["item_id"] == "Article" and "unit_price" not in lines["columns"]
    assert lines["derive"] == {"amount": "금액"}
    assert read_source(tmp_path).tables["order_lines"][[L.quantity, L.unit_price]].values.tolist() == [[4.0, 10.0]]


def test_an_amount_alone_is_said_and_can_be_loaded_as_one_piece(tmp_path):
    (tmp_path / "orders.csv").write_text(
        "Order,Account,Date,Article,금액,Currency\n1,A,2026-01-02,X,40,EUR\n", encoding="utf-8"
    )
    text = answered(propose_mapping(tmp_path))
    assert 'write quantity = "1" under [tables.order_lines.constants]' in text
    text = text.replace('# unit_price = "금액"', 'unit_price = "금액"')
    (tmp_path / "mapping.toml").write_text(text + '[tables.order_lines.constants]\nquantity = "1"\n', encoding="utf-8")
    lines = read_source(tmp_path).tables["order_lines"]
    assert lines[[L.quantity, L.unit_price, L.kind]].to_numpy().tolist() == [[1.0, 40.0, "order"]]


@pytest.mark.parametrize(
    ("name", "head", "row", "table", "least"),
    [
        ("billing.csv", "Invoice No,Customer No,Invoice date,Due date,Invoice amount,Currency",
         "1,A,2026-01-02,2026-02-02,9,EUR",
         "invoices", {"invoice_id", "account_id", "issued_on", "due_on", "amount", "currency"}),
        ("입금내역.csv", "입금번호,거래처코드,송장번호,입금일자,입금액,통화", "1,A,7,2026-01-02,9,KRW",
         "payments", {"payment_id", "account_id", "invoice_id", "paid_on", "amount", "currency"}),
        ("deliveries.csv", "Delivery no,Order no,Customer,Material,Delivered quantity,Promised date,Goods issue date",
         "1,7,A,X,3,2026-01-02,2026-01-03",
         "shipments", {"shipment_id", "order_id", "account_id", "item_id", "quantity", "promised_on", "shipped_on"}),
        ("클레임.csv", "클레임번호,거래처코드,품목코드,접수일,최초회신일,종결일,처리비용",
         "1,A,X,2026-01-02,2026-01-03,2026-01-09,5",
         "claims", {"claim_id", "account_id", "item_id", "opened_on", "first_reply_on", "closed_on", "cost"}),
        ("angebote.csv", "Angebotsnummer,Revision,Kundennummer,Angebotsdatum,Gültig bis,Angebotssumme,Währung",
         "1,2,A,2026-01-02,2026-02-02,9,EUR",
         "quotes", {"quote_id", "version", "account_id", "quoted_on", "valid_until", "price", "currency"}),
        ("방문.csv", "방문번호,거래처코드,방문일자,담당자,방문내용,후속조치", "1,A,2026-01-02,E1,x,y",
         "contact_events", {"event_id", "account_id", "met_on", "employee_id", "heard", "follow_up"}),
        ("sellout.csv", "Customer,Item no,Month,Units sold,On hand", "A,X,2026-01-01,3,4",
         "sellout", {"account_id", "item_id", "month", "quantity", "stock"}),
        ("timesheets.csv", "Entry ID,Employee No,Work date,Task,Hours spent", "1,E1,2026-01-02,x,3",
         "timesheets", {"timesheet_id", "employee_id", "worked_on", "activity", "hours"}),
        ("경비.csv", "전표번호,사번,사용일자,경비유형,사용금액,통화", "1,E1,2026-01-02,x,9,KRW",
         "expenses", {"expense_id", "employee_id", "spent_on", "kind", "amount", "currency"}),
        ("quota.csv", "Quota ID,Owner ID,Period start,Period end,Quota amount,Set on",
         "1,E1,2026-01-01,2026-03-31,9,2025-12-01",
         "targets", {"target_id", "owner_id", "starts_on", "ends_on", "amount", "set_on"}),
    ],
)  # fmt: skip
def test_exports_of_the_other_tables_are_recognised(tmp_path, name, head, row, table, least):
    (tmp_path / name).write_text(f"{head}\n{row}\n", encoding="utf-8")
    tables = tomllib.loads(propose_mapping(tmp_path))["tables"]
    assert list(tables) == [table]
    assert set(tables[table]["columns"]) >= least


def test_headers_made_to_harm_stay_text(tmp_path):
    (tmp_path / "orders.csv").write_text(
        'Order,Account,Date,Item,Qty,Price,Currency,"x""\n[evil]\ny=1"\n1,A,2026-01-02,X,2,10,EUR,z\n', encoding="utf-8"
    )
    assert "evil" not in proposed(tmp_path)


def test_nothing_to_read_says_what_is_looked_for(tmp_path):
    with pytest.raises(SourceError, match="holds no CSV, TSV, Excel or Parquet file"):
        propose_mapping(tmp_path)


def test_a_broken_file_is_named_and_the_others_proposed(tmp_path):
    (tmp_path / "orders.csv").write_text("Order,Account,Date,Item,Qty,Price,Currency\n1,A,2026-01-02,X,2,10,EUR\n")
    (tmp_path / "customers.csv").write_text("a,a\n1,2\n")
    text = propose_mapping(tmp_path)
    assert "# NOT READ: customers.csv: duplicate headers" in text
    assert "[tables.order_lines]" in text


def test_the_lists_name_columns_and_words_of_the_contract_only():
    listed = listed_columns()
    assert set(listed) == set(TABLES)
    assert [f"{t}.{c}" for t, columns in listed.items() for c in columns if c not in TABLES[t].columns] == []
    ours = [(name, column, word) for name, one in TABLES.items() for column in one.words for word in one.words[column]]
    assert [(name, column, word) for name, column, word in ours if our_word(word, name, column) != word] == []
    assert "custno" in column_keys("order_lines", L.account_id)


def test_the_made_up_companys_exports_are_recognised_whole(demo_exports, tmp_path):
    (tmp_path / "mapping.toml").write_text(answered(propose_mapping(demo_exports)), encoding="utf-8")
    ours, theirs = read_source(demo_exports, mapping=tmp_path / "mapping.toml"), read_source(demo_exports)
    assert list(ours.tables) == list(theirs.tables)
    unlike = [
        name for name in ours.tables if name != "order_lines" and not ours.tables[name].equals(theirs.tables[name])
    ]
    assert unlike == []
    columns = TABLES["order_lines"].columns
    lines = [
        one.tables["order_lines"].sort_values(
            [L.order_id, L.line, L.order_date, L.account_id, L.quantity], ignore_index=True
        )
        for one in (ours, theirs)
    ]
    assert lines[0][columns].equals(lines[1][columns])
