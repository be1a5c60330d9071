"""Ten folders in the shape of well-known systems' exports, each from `map` to a first edition as a new user would."""

from __future__ import annotations

import importlib.util
import math
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from accountbook.book import Book, last_report
from accountbook.cli import app
from accountbook.ingest import propose, read_source
from accountbook.ingest.salesforce_ids import id18
from accountbook.ingest.systems import exports, recognised
from accountbook.tables import TABLES, Accounts
from accountbook.tables import OrderLines as L

AS_OF = "2026-10-31"


def made() -> ModuleType:
    """The module beside this file that writes the folders."""
    if "made_exports" not in sys.modules:
        spec = importlib.util.spec_from_file_location("made_exports", Path(__file__).with_name("made_exports.py"))
        sys.modules["made_exports"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["made_exports"])
    return sys.modules["made_exports"]


class Expected(NamedTuple):
    """What a folder must give, worked out by hand from what `made_exports` says of its trade."""

    system: str
    edited: list[str]
    money: dict[str, float]
    kept: int = 400
    rejected: int = 0
    merged: int = 0
    skipped: int = 0
    deals: int = 0
    people: int = 0
    looked_up: tuple[str, ...] = ()
    guessed: bool = False


COUNTRY = ['country = "DE"']
HEADS = (L.account_id, L.order_date, L.currency)
EXPECTED = {
    # 132,000 - 400; a draft's two lines are left out, a line without its order turned away, one line merged
    "salesforce_en": Expected(
        "Salesforce", COUNTRY, {"EUR": 131_600}, rejected=1, merged=1, skipped=2, deals=30, people=40,
        looked_up=HEADS[:2],
    ),
    "salesforce_ko": Expected("Salesforce", [], {"KRW": 131_600_000}, deals=30, guessed=True),
    # accounts 2, 4, ... 40 pay in dollars: the orders 1, 3, ... 131, 22 of each size: 22 x 3,000 = 66,000.
    # Account 40's are turned away: two accounts have its name, and orders 39, 79, 119 are 500 + 1,000 + 1,500 = 3,000.
    # Returns: 1 and 3 in euro, 2 and 4 in dollars.
    "dynamics_en": Expected(
        "Dynamics 365", COUNTRY, {"EUR": 66_000 - 200, "USD": 66_000 - 3_000 - 200}, kept=391, rejected=9, skipped=1,
        deals=30, people=30, looked_up=(*HEADS, L.item_id),
    ),
    "hubspot_en": Expected(
        "HubSpot", COUNTRY, {"EUR": 131_600}, skipped=15, deals=151, people=30, looked_up=HEADS
    ),
    "hubspot_ko": Expected(
        "HubSpot", [], {"KRW": 131_600}, skipped=15, deals=151, people=30, looked_up=HEADS[:2], guessed=True
    ),
    "odoo_en": Expected("Odoo", COUNTRY, {"EUR": 131_600}, skipped=1, looked_up=(*HEADS, L.item_id)),
    "odoo_nested": Expected("Odoo", COUNTRY, {"EUR": 131_600}, skipped=2, deals=20),
    "sap_va05": Expected("SAP", COUNTRY, {"EUR": 131_600}),
    "sap_ko": Expected("SAP", [], {"KRW": 131_600_000}, skipped=2, looked_up=HEADS, guessed=True),
    "unknown": Expected("", [], {"KRW": 131_600_000}, guessed=True),
}  # fmt: skip


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_there_are_ten_folders():
    assert list(made().FOLDERS) == list(EXPECTED) and len(EXPECTED) == 10


@pytest.mark.parametrize("name", EXPECTED)
def test_a_systems_exports_go_to_a_first_edition_with_at_most_one_edited_line(name, tmp_path):
    expected, folder, book = EXPECTED[name], tmp_path / name, tmp_path / "book"
    folder.mkdir()
    made().FOLDERS[name](folder)

    mapped = run("map", folder)
    assert mapped.exit_code == 0, mapped.output
    said = f": {expected.system}, " if expected.system else ": guessed from its values: read the lines with # ?"
    assert said in mapped.output
    assert "not recognised" not in mapped.output and "NOT READ" not in mapped.output
    mapping = folder / "mapping.toml"
    edited = answer(mapping)
    assert edited == expected.edited
    assert ("Needed before it can be loaded: 1\n  country = " in mapped.output) == bool(edited)
    assert ("Guesses, with # ? behind the line: " in mapped.output) == expected.guessed
    assert f"Then: accountbook load {folder} --book BOOK" in mapped.output

    loaded = run("load", folder, "--book", book)
    assert loaded.exit_code == 0, loaded.output
    assert f"Then: accountbook publish monthly --book {book} --as-of " in loaded.output
    assert ("    turned away: " in loaded.output) == bool(expected.rejected)
    tables = last_report(book)["tables"]
    lines = tables["order_lines"]
    counts = {one: lines[one] for one in ("kept", "rejected", "merged", "skipped")}
    assert counts == {one: getattr(expected, one) for one in counts}
    kept = {currency: sums["kept"] for currency, sums in lines["money"].items() if sums["kept"]}
    assert set(kept) == set(expected.money)
    assert all(math.isclose(kept[currency], expected.money[currency], rel_tol=1e-9) for currency in kept)
    # Dynamics has an account twice by name, which is real to it
    assert tables["accounts"]["kept"] == (41 if name == "dynamics_en" else 40)
    assert tables.get("opportunities", {"kept": 0})["kept"] == expected.deals
    assert tables.get("contacts", {"kept": 0})["kept"] == expected.people

    columns = tomllib.loads(mapping.read_text(encoding="utf-8"))["tables"]["order_lines"]
    assert {one for one in columns.get("lookup", {}) if one in TABLES["order_lines"].columns} == set(expected.looked_up)
    opened = Book.open(book, AS_OF)
    table = opened.table("order_lines")
    assert (table[L.kind] == "return").sum() == 4 and set(table[L.kind]) == {"order", "return"}
    assert table[L.item_id].nunique() == 12 and table[L.order_id].nunique() in (133, 136)
    assert set(table[L.account_id]) <= set(opened.table("accounts")[Accounts.account_id])
    assert set(opened.table("accounts")[Accounts.country]) == {"KR", "DE", "US", "TR"}

    shown = run("publish", "monthly", "--book", book, "--as-of", AS_OF, "--top", 1, "--out", tmp_path / "reports")
    assert shown.exit_code == 0, shown.output
    plans = list((tmp_path / "reports" / "monthly" / AS_OF).glob("**/account_plan/*.html"))
    assert len(plans) == 1
    assert "ris Components" in plans[0].read_text(encoding="utf-8")


def answer(mapping: Path) -> list[str]:
    """Write the one line that may be needed, and give the lines that differ."""
    before = mapping.read_text(encoding="utf-8")
    after = before.replace('# country = "KR"   # needed', 'country = "DE"   # needed')
    mapping.write_text(after, encoding="utf-8")
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [new.split("   #")[0] for old, new in pairs if old != new]


def test_ids_of_15_and_18_characters_in_one_folder_are_said_and_made_alike(tmp_path):
    made().salesforce_ko(tmp_path)
    text = propose(tmp_path).text
    assert "account_id has Salesforce ids of 15 characters, where other files of this folder have 18" in text
    assert tomllib.loads(text)["tables"]["order_lines"]["id18"] == ["account_id"]
    assert id18(made().sf("001", 7)) == made().sf18("001", 7)


def test_lines_without_their_headers_say_what_to_export(tmp_path):
    made().sap_ko(tmp_path)
    (tmp_path / "VBAK.txt").unlink()
    proposal = propose(tmp_path)
    assert "# account_id stands in SAP's VBAK (order headers): export that into this folder, too" in proposal.text
    assert [line.split(":")[0] for line in proposal.needed] == [
        "account_id stands in SAP's VBAK (order headers)", "order_date stands in SAP's VBAK (order headers)",
    ]  # fmt: skip


def test_headers_without_their_lines_say_what_to_export(tmp_path):
    made().sap_ko(tmp_path)
    (tmp_path / "VBAP.txt").unlink()
    proposal = propose(tmp_path)
    said = "VBAK.txt: SAP, VBAK (order headers): has no lines; export VBAP (order items), too, and map again"
    assert said in proposal.found
    assert any("no file looks like order lines. SAP gives them as SAP, VA05 (orders)" in one for one in proposal.needed)


def test_what_is_guessed_from_values_says_on_what_evidence(tmp_path):
    made().unknown(tmp_path)
    text = propose(tmp_path).text
    for line in (
        'order_id = "열1"   # ? its rows have one day and one 열3 each',
        'account_id = "열3"   # ? 100% of its values are those of F_AC01 in T_0007.csv, the same within an order',
        'item_id = "열5"   # ? 100% of its values are those of Feld1 in T_0031.csv, changes within an order',
        'quantity = "열6"   # ? 열6 x 열7 is 열8 in nearly every row, and it has the smaller numbers',
        'name = "F_AC02"   # ? the texts that differ most',
    ):
        assert line in text


def test_billing_documents_take_their_type_from_the_header_and_credits_their_sign(tmp_path):
    (tmp_path / "VBRK.csv").write_text(
        "VBELN,FKART,VBTYP,FKDAT,KUNAG,WAERK\n90001,F2,M,20260102,1001,EUR\n90002,G2,O,20260105,1001,EUR\n"
        "90003,S1,N,20260107,1001,EUR\n90004,F8,U,20260108,1001,EUR\n"
    )
    (tmp_path / "VBRP.csv").write_text(
        "VBELN,POSNR,MATNR,FKIMG,NETWR\n0000090001,10,A-1,4,1000.00\n0000090001,20,A-2,3,90.00\n"
        "0000090002,10,A-1,1,250.00\n0000090003,10,A-2,3,90.00\n0000090004,10,A-1,9,9.00\n"
    )
    proposal = propose(tmp_path)
    (tmp_path / "mapping.toml").write_text(
        proposal.text.replace('# country = "KR"', 'country = "DE"'), encoding="utf-8"
    )
    intake = read_source(tmp_path)
    lines = intake.tables["order_lines"]
    # 1,000 + 90 - 250 - 90; the pro forma is no invoice
    assert lines[[L.order_id, L.kind, L.quantity, L.unit_price]].values.tolist() == [
        ["90001", "order", 4.0, 250.0], ["90001", "order", 3.0, 30.0], ["90002", "return", -1.0, 250.0],
        ["90003", "return", -3.0, 30.0],
    ]  # fmt: skip
    assert intake.report["tables"]["order_lines"]["money"]["EUR"]["kept"] == 750.0


def test_cells_that_name_several_companies_are_counted(tmp_path):
    made().hubspot_en(tmp_path)
    assert (
        "# cells of account_id that name several, divided by ;: 1; the first one counts (first_of)"
        in propose(tmp_path).text
    )


@pytest.mark.parametrize("language", [0, -1])
@pytest.mark.parametrize("export", exports(), ids=lambda one: one.said)
def test_a_file_with_an_exports_own_headers_is_taken_for_it(export, language):
    """With the technical name of each column, and with the last label listed, which is Korean where there is one."""
    listed = [*export.columns.values(), *export.signs, *export.part("gives").get("columns", {}).values()]
    listed += [parts for join in export.part("join").values() for parts in join]
    header = list(dict.fromkeys(headers[language] for headers in listed if headers))
    assert recognised(header, export.files[0]) == export


def test_presets_name_tables_columns_and_words_of_the_contract_only():
    wrong = []
    for one in exports():
        where = f"{one.said}: "
        table = TABLES[one.table] if one.table else TABLES["order_lines"]
        given = one.part("gives").get("columns", {})
        named = {*one.columns, *one.part("join"), *one.part("first_of"), *one.part("strip_zeros", [])}
        wrong += [where + column for column in sorted(named - set(table.columns))]
        wrong += [where + column for column in sorted(set(given) - set(TABLES["order_lines"].columns))]
        for column, words in one.part("values").items():
            allowed = {*table.words.get(column, table.columns), ""}
            wrong += [f"{where}{column} {ours}" for ours in words.values() if column != "field" and ours not in allowed]
        known = {other.name for other in exports() if other.system == one.system}
        wrong += [where + head for head in one.part("heads", []) if head not in known]
    assert wrong == []


@pytest.mark.parametrize(
    "header",
    [
        "Order Number,Customer,Order Date,Product Code,Quantity,Unit Price,Currency",
        "Order,Customer,Date,Material,Order Quantity,Price,Currency,Net value",
        "ID,Name,Country,Salesperson",
        "Record ID,Customer,Order date,Item,Qty,Price,Currency",
        "Sales Document,Item,Material,Order Quantity,Net value,Customer,Order date,Currency",
    ],
)
def test_an_erp_that_shares_some_headers_with_a_system_loses_no_column_by_it(tmp_path, header):
    cells = {"Quantity": "2", "Qty": "2", "Order Quantity": "2", "Unit Price": "5", "Price": "5", "Currency": "EUR"}
    cells |= {"Net value": "10", "Order Date": "2026-01-02", "Order date": "2026-01-02", "Date": "2026-01-02"}
    row = ",".join(cells.get(one, "X1") for one in header.split(","))
    (tmp_path / "orders.csv").write_text(f"{header}\n{row}\n")
    proposal = propose(tmp_path)
    assert [line.split(" ")[0] for line in proposal.needed if "no file looks like" not in line] == ["country"]


def test_no_file_of_the_made_up_company_is_taken_for_an_export_of_another_system(demo_exports):
    others = [line for line in propose(demo_exports).found if "recognised by its headers" not in line]
    assert [line.split(":")[0] for line in others] == ["truth/"]  # what is made up is told, and not looked at
