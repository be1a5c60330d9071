"""A source read from end to end: what is kept, merged, turned away and flagged."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountbook.ingest import SourceError, read_source
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

GOOD = "No,Line,Account,Date,Item,Qty,Price\n"


def account(intake) -> dict[str, int]:
    return {name: intake.report["tables"]["order_lines"][name] for name in ("rows_in", "kept", "merged", "rejected")}


def test_tables_come_exactly_in_the_contracts_columns_and_types(read):
    intake = read({"orders.csv": GOOD + "007,1,NA,2026-01-02 10:30,X,2,10\n"})
    lines = intake.tables["order_lines"]
    assert lines.dtypes.astype(str).to_dict() == TABLES["order_lines"].dtypes
    assert lines.loc[0, [L.order_id, L.account_id, L.kind, L.currency]].tolist() == ["007", "NA", "order", "EUR"]
    assert lines.loc[0, L.order_date] == pd.Timestamp("2026-01-02")
    assert lines[[L.amount, L.first_loaded_on]].isna().all(axis=None)
    assert intake.exported_on == pd.Timestamp("2026-11-01")
    assert intake.company == {
        "name": "Test works (invented)", "currency": "EUR", "country": "KR", "invented": True,
        "fiscal_year_end_month": 12,
    }  # fmt: skip
    json.dumps(intake.report)


def test_each_row_turned_away_has_file_number_column_reason_and_content(read):
    rows = ["1,1,A,2026-01-02,X,2,10", "2,1,,2026-01-02,X,2,10", "3,1,A,02/01/2026,X,2,10", "4,1,A,2026-01-02,X,two,10"]
    intake = read({"orders.csv": GOOD + "\n".join(rows) + "\n"}, more="[gate]\nmax_rejected = 1.0\n")
    away = intake.rejected["order_lines"]
    assert away[["file", "row", "column", "reason"]].to_numpy().tolist() == [
        ["orders.csv", 3, "account_id", "account_id is empty"],
        ["orders.csv", 4, "order_date", "order_date is no date in the declared formats"],
        ["orders.csv", 5, "quantity", "quantity is no number as declared"],
    ]
    assert json.loads(away["content"][2])["Qty"] == "two"
    assert account(intake) == {"rows_in": 4, "kept": 1, "merged": 0, "rejected": 3}
    figures = intake.report["tables"]["order_lines"]
    assert figures["money"] == {"EUR": {"in": 60.0, "kept": 20.0, "merged": 0.0, "rejected": 40.0}}
    assert figures["unreadable_money_rows"] == 1
    assert figures["reasons"]["account_id is empty"] == 1


def test_everything_wrong_is_told_in_one_message(read):
    mapping = """
[tables.order_lines]
files = ["orders.csv"]
[tables.order_lines.columns]
order_id = "Number"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Quantty"
[tables.accounts]
files = ["acounts.csv"]
[tables.contacts]
files = ["contacts.csv"]
"""
    with pytest.raises(SourceError) as caught:
        read(
            {"orders.csv": GOOD + "1,1,A,2026-01-02,X,2,10\n", "accounts.csv": "a\n1\n", "contacts.csv": "a,a\n1,2\n"},
            mapping=mapping,
        )
    text = str(caught.value)
    assert text.startswith("6 problems")
    for part in (
        'orders.csv: no column "Number" (order_id)',
        'no column "Quantty" (quantity). Nearest: "Qty"',
        "nothing fills order_lines.unit_price (price of a piece before discount), which every row needs",
        'currency = "..." under tables.order_lines.constants',
        'tables.accounts: no file matches acounts.csv. Nearest: "accounts.csv"',
        'contacts.csv: duplicate headers: "a" in columns 1 and 2',
    ):
        assert part in text


def test_a_wrong_currency_of_the_company_hides_no_missing_column(tmp_path):
    (tmp_path / "orders.csv").write_text(GOOD + "1,1,A,2026-01-02,X,2,10\n")
    (tmp_path / "mapping.toml").write_text(
        'exported_on = 2026-11-01\n[company]\nname = "T"\ncurrency = "euro"\ncountry = "KR"\n'
        "[tables.accounts]\nfiles = 5\n"
        '[tables.order_lines]\nfiles = ["orders.csv"]\n[tables.order_lines.constants]\ncurrency = "EUR"\n'
        '[tables.order_lines.columns]\norder_id = "Nr"\naccount_id = "Account"\norder_date = "Day"\n'
        'item_id = "Item"\nquantity = "Quantty"\nunit_price = "Price"\n'
    )
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path)
    text = str(caught.value)
    assert text.startswith("5 problems")
    parts = ('write currency = "EUR"', "tables.accounts.files", 'no column "Nr"', 'no column "Day"', '"Quantty"')
    assert [part for part in parts if part not in text] == []


def test_several_sources_with_settings_of_their_own(read):
    mapping = """
[tables.order_lines]
files = ["orders_*.csv"]
[tables.order_lines.columns]
order_id = "No"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
[[tables.order_lines.sources]]
files = ["orders_2023.csv"]
encoding = "cp949"
delimiter = ";"
date_formats = ["%d.%m.%Y"]
decimal = ","
thousands = "."
[tables.order_lines.sources.columns]
account_id = "거래처코드"
line = ""
[tables.order_lines.sources.constants]
currency = "KRW"
"""
    old = "No;거래처코드;Date;Item;Qty;Price\n7;가;31.12.2023;X;2;1.234,5\n7;가;31.12.2023;Y;1;10\n"
    intake = read(
        {"orders_2023.csv": old.encode("cp949"), "orders_2026.csv": GOOD + "8,1,A,2026-01-02,X,2,10\n"}, mapping=mapping
    )
    lines = intake.tables["order_lines"]
    assert lines[[L.order_id, L.line, L.account_id, L.currency]].to_numpy().tolist() == [
        ["7", "1", "가", "KRW"], ["7", "2", "가", "KRW"], ["8", "1", "A", "EUR"],
    ]  # fmt: skip
    assert lines[L.unit_price].tolist() == [1234.5, 10.0, 10.0]
    assert [(s["file"], s["encoding"], s["rows"]) for s in intake.report["sources"]] == [
        ("orders_2023.csv", "cp949", 2), ("orders_2026.csv", "utf-8", 1),
    ]  # fmt: skip


def test_I15_exact_duplicates_are_merged_or_kept_as_the_mapping_says(read):
    rows = GOOD.replace(",Line", "") + "1,A,2026-01-02,X,2,10\n" * 3
    unlined = 'duplicates = "{}"'
    mapping_line = {"more": ""}
    text = {"orders.csv": rows.replace("No,", "No,Line,").replace("1,A", "1,,A")}
    merged = read(text, settings=unlined.format("merge"), **mapping_line)
    assert account(merged) == {"rows_in": 3, "kept": 1, "merged": 2, "rejected": 0}
    assert merged.report["tables"]["order_lines"]["money"]["EUR"] == {
        "in": 60.0,
        "kept": 20.0,
        "merged": 40.0,
        "rejected": 0.0,
    }
    kept = read(text, settings=unlined.format("keep"))
    assert account(kept) == {"rows_in": 3, "kept": 3, "merged": 0, "rejected": 0}
    assert kept.tables["order_lines"][L.line].tolist() == ["1", "2", "3"]


def test_I15_conflicting_order_lines_are_all_turned_away(read):
    rows = "1,1,A,2026-01-02,X,2,10\n1,1,A,2026-01-02,X,3,10\n1,2,A,2026-01-02,X,2,10\n"
    intake = read({"orders.csv": GOOD + rows}, more="[gate]\nmax_rejected = 1.0\n")
    assert account(intake) == {"rows_in": 3, "kept": 1, "merged": 0, "rejected": 2}
    assert intake.rejected["order_lines"]["row"].tolist() == [2, 3]
    assert set(intake.rejected["order_lines"]["reason"].str.split(":").str[0]) == {"line conflict"}


def test_I15_equal_rows_of_overlapping_files_in_unlike_formats_are_merged(read):
    mapping = """
[tables.order_lines]
files = ["a.csv"]
[tables.order_lines.columns]
order_id = "No"
line = "Line"
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "EUR"
[[tables.order_lines.sources]]
files = ["b.csv"]
date_formats = ["%d.%m.%Y"]
"""
    one, two = GOOD + "1,1,A,2026-01-02,X,2,10\n", GOOD + "1,1,A,02.01.2026,X,2.0,10\n"
    assert account(read({"a.csv": one, "b.csv": two}, mapping=mapping)) == {
        "rows_in": 2, "kept": 1, "merged": 1, "rejected": 0,
    }  # fmt: skip


ACCOUNTS = """
[tables.accounts]
files = ["accounts.csv"]
[tables.accounts.columns]
account_id = "Id"
name = "Name"
[tables.account_aliases]
files = ["aliases.csv"]
[tables.account_aliases.columns]
alias_id = "Old"
account_id = "New"
merged_on = "On"
"""
THREE = GOOD + "1,1,A,2026-01-02,X,2,10\n2,1,B,2026-01-02,X,1,10\n3,1,C,2026-01-02,X,1,5\n"


def test_I15_mergers_are_followed_and_no_money_moves(read):
    intake = read(
        {
            "orders.csv": THREE,
            "accounts.csv": "Id,Name\nA,Old\nB,Older\nC,Last\n",
            "aliases.csv": "Old,New,On\nA,B,2026-01-01\nB,C,\n",
        },
        more=ACCOUNTS,
    )
    assert intake.tables["order_lines"][L.account_id].tolist() == ["C", "C", "C"]
    assert intake.report["tables"]["order_lines"]["money"]["EUR"]["kept"] == 35.0
    assert intake.tables["accounts"]["name"].tolist() == ["Last"]
    assert intake.report["tables"]["accounts"]["merged"] == 2
    assert intake.tables["account_aliases"]["account_id"].tolist() == ["C", "C"]


def test_a_merger_after_the_export_is_not_followed_yet(read):
    intake = read(
        {
            "orders.csv": THREE,
            "accounts.csv": "Id,Name\nA,a\nB,b\nC,c\n",
            "aliases.csv": "Old,New,On\nA,B,2027-01-01\n",
        },
        more=ACCOUNTS,
    )
    assert intake.tables["order_lines"][L.account_id].tolist() == ["A", "B", "C"]
    assert any("dated after the export" in flag for flag in intake.report["flags"])


@pytest.mark.parametrize(
    ("pairs", "said"), [("A,B,\nB,A,\n", "run in a circle"), ("A,B,\nA,C,\n", "more than one account")]
)
def test_I15_mergers_that_make_no_sense_stop(read, pairs, said):
    with pytest.raises(SourceError, match=said):
        read(
            {"orders.csv": THREE, "accounts.csv": "Id,Name\nA,a\n", "aliases.csv": "Old,New,On\n" + pairs},
            more=ACCOUNTS,
        )


def test_I16_returns_charges_and_free_lines(read):
    rows = [
        "1,1,A,2026-01-02,85048,2,10", "C2,1,A,2026-01-02,85048,-1,10", "1,2,A,2026-01-02,POST,1,18",
        "1,3,A,2026-01-02,85048,1,0", ",,A,2026-01-02,,-3,4",
        "1,4,A,2026-01-02,85048,0,4", "1,5,A,2026-01-02,85048,1,-4", "1,6,A,2026-01-02,,1,4",
    ]  # fmt: skip
    kinds = '[tables.order_lines.kinds]\nreturn_order_id = "^C"\nproduct_item_id = "^[0-9]{5}"\n'
    intake = read({"orders.csv": GOOD + "\n".join(rows) + "\n"}, more=kinds)
    assert intake.tables["order_lines"][L.kind].tolist() == [
        "order", "return", "charge", "free", "return", "charge", "charge", "charge",
    ]  # fmt: skip
    assert "order_lines: 1 returns name no order or credit note; kept." in intake.report["flags"]
    assert "order_lines: 1 returns name no item; kept." in intake.report["flags"]


def test_I16_credits_written_positive_are_turned_by_document_type(read):
    kinds = """
[tables.order_lines.kinds]
document_type = "Type"
returns = ["GU"]
charges = ["FR"]
returns_written = "positive"
"""
    text = (
        GOOD.replace("Price", "Price,Type")
        + "1,1,A,2026-01-02,X,2,10,RE\n2,1,A,2026-01-02,X,2,10,GU\n3,1,A,2026-01-02,X,1,5,FR\n"
    )
    lines = read({"orders.csv": text}, more=kinds).tables["order_lines"]
    assert lines[L.kind].tolist() == ["order", "return", "charge"]
    assert lines[L.quantity].tolist() == [2.0, -2.0, 1.0]


def test_words_countries_and_booleans_are_mapped_and_unknown_ones_told(read):
    more = """
[tables.accounts]
files = ["accounts.csv"]
[tables.accounts.columns]
account_id = "Id"
name = "Name"
country = "Land"
channel_type = "Kanal"
sole_source = "Einzig"
[tables.accounts.values.channel_type]
"Händler" = "distributor"
"egal" = ""
"""
    rows = """\
1,a,대한민국,händler,ja
2,b,DE,OEM,아니오
3,c,,egal,
4,d,Atlantis,OEM,ja
5,e,Italy,Ufo,ja
6,f,Italy,OEM,vielleicht
"""
    intake = read({"orders.csv": THREE, "accounts.csv": "Id,Name,Land,Kanal,Einzig\n" + rows}, more=more)
    frame = intake.tables["accounts"]
    assert frame["country"].fillna("").tolist() == ["KR", "DE", ""]
    assert frame["channel_type"].fillna("").tolist() == ["distributor", "oem", ""]
    assert frame["sole_source"].tolist() == [True, False, pd.NA]
    assert intake.rejected["accounts"]["column"].tolist() == ["country", "channel_type", "sole_source"]
    said = "accounts: channel_type: words without a mapping: 1 rows whose words are not shown (the first of all: "
    assert any(flag.startswith(said + "accounts.csv row 6)") for flag in intake.report["flags"])


def test_A12_words_without_a_mapping_are_shown_where_they_cannot_be_a_persons(read):
    more = """
[tables.accounts]
files = ["accounts.csv"]
[tables.accounts.columns]
account_id = "Id"
name = "Name"
channel_type = "Kanal"
"""
    words = ["Ufo", "Ufo", "Once", "a@b.c", "a@b.c", "010-123456", "010-123456"]
    rows = "".join(f"{n},x,{word}\n" for n, word in enumerate(words))
    rows += "".join(f"{n},x,oem\n" for n in range(10, 30))
    intake = read({"orders.csv": THREE, "accounts.csv": "Id,Name,Kanal\n" + rows}, more=more)
    flag = next(flag for flag in intake.report["flags"] if "words without" in flag)
    assert '"Ufo" (2), 5 more rows whose words are not shown (the first of all: accounts.csv row 2' in flag
    assert [word for word in ("Once", "@", "123456") if word in flag] == []


def test_a_price_that_names_another_currency_than_its_row_is_turned_away(read):
    rows = (
        '1,1,A,2026-01-02,X,2,€10\n2,1,A,2026-01-02,X,2,"$10"\n3,1,A,2026-01-02,X,2,₩10\n4,1,A,2026-01-02,X,2,USD 10\n'
    )
    intake = read({"orders.csv": GOOD + rows})
    assert intake.rejected["order_lines"]["row"].tolist() == [4, 5]


def test_distinct_tables_are_drawn_from_the_order_file(read):
    more = """
[tables.accounts]
files = ["orders.csv"]
distinct = true
[tables.accounts.columns]
account_id = "Account"
name = "Account"
city = "Item"
[tables.items]
files = ["orders.csv"]
distinct = true
[tables.items.columns]
item_id = "Item"
[tables.items.only]
item_id = "^[XY]"
"""
    rows = """\
1,1,A,2026-01-02,X,2,10
1,2,A,2026-01-02,Y,2,10
1,3,A,2026-01-02,Y,2,10
2,1,,2026-01-02,POST,2,10
3,1,B,2026-01-02,,-2,10
"""
    intake = read({"orders.csv": GOOD + rows}, more=more)
    assert intake.tables["accounts"][["account_id", "name", "city"]].fillna("").to_numpy().tolist() == [
        ["A", "A", "Y"],
        ["B", "B", ""],
    ]
    assert intake.tables["items"]["item_id"].tolist() == ["X", "Y"]
    figures = intake.report["tables"]["accounts"]
    assert (figures["rows_in"], figures["kept"], figures["merged"], figures["skipped"]) == (4, 2, 2, 1)
    assert intake.report["tables"]["items"]["skipped"] == 2
    assert "accounts: 1 have more than one city; the most frequent one was taken." in intake.report["flags"]


def test_unknown_references_are_kept_and_flagged_with_the_first_row(read):
    more = '[tables.items]\nfiles = ["items.csv"]\n[tables.items.columns]\nitem_id = "Id"\n'
    rows = "1,1,A,2026-01-02,X,2,10\n1,2,A,2026-01-02,VX-9,2,10\n"
    intake = read({"orders.csv": GOOD + rows, "items.csv": "Id\nX\n"}, more=more)
    assert len(intake.tables["order_lines"]) == 2
    assert (
        "order_lines: 1 rows name 1 item_id that items does not have; kept. First: orders.csv row 3."
        in intake.report["flags"]
    )


def test_changes_are_written_in_the_words_of_their_field(read):
    more = """
[tables.opportunities]
files = ["deals.csv"]
[tables.opportunities.columns]
opportunity_id = "Id"
account_id = "Account"
seller_stage = "Stage"
created_on = "Created"
[tables.opportunities.values.seller_stage]
"Angebot" = "offer"
[tables.opportunity_changes]
files = ["log.csv"]
date_formats = ["%d.%m.%Y %H:%M", "%d.%m.%Y"]
decimal = ","
thousands = "."
[tables.opportunity_changes.columns]
opportunity_id = "Id"
field = "Feld"
old = "Alt"
new = "Neu"
changed_at = "Am"
[tables.opportunity_changes.values.field]
"Phase" = "seller_stage"
"Betrag" = "amount"
"Abschluss" = "expected_close"
"""
    log = (
        'Id,Feld,Alt,Neu,Am\nD,Phase,need,Angebot,03.02.2026 14:30\nD,Betrag,,"1.234,50",04.02.2026\n'
        "D,Abschluss,01.03.2026,01.04.2026,05.02.2026\nD,Phase,need,Ufo,06.02.2026\nD,Wetter,a,b,06.02.2026\n"
    )
    intake = read(
        {"orders.csv": THREE, "deals.csv": "Id,Account,Stage,Created\nD,A,Angebot,2026-01-01\n", "log.csv": log},
        more=more,
    )
    frame = intake.tables["opportunity_changes"]
    assert frame[["field", "old", "new"]].fillna("").to_numpy().tolist() == [
        ["seller_stage", "need", "offer"], ["amount", "", "1234.5"], ["expected_close", "2026-03-01", "2026-04-01"],
    ]  # fmt: skip
    assert frame["changed_at"].tolist()[0] == pd.Timestamp("2026-02-03 14:30")
    assert intake.rejected["opportunity_changes"]["column"].tolist() == ["new", "field"]


def test_an_optional_table_may_be_absent_or_without_rows(read):
    aliases = ACCOUNTS[ACCOUNTS.index("[tables.account_aliases]") :].replace("files", "optional = true\nfiles")
    assert "account_aliases" not in read({"orders.csv": THREE}, more=aliases).tables
    intake = read({"orders.csv": THREE, "aliases.csv": "Old,New,On\n"}, more=aliases)
    assert any("aliases.csv: no rows" in flag for flag in intake.report["flags"])


LINES = st.lists(
    st.tuples(
        st.sampled_from("123C"), st.sampled_from(["1", "2", ""]), st.sampled_from(["A", "B", "C", ""]),
        st.sampled_from(["2026-01-02", "bad", "9999-12-31"]), st.sampled_from(["X", "POST"]),
        st.sampled_from(["2", "-1", "0.1", "x"]), st.sampled_from(["10.05", "0.1", "(3)", "?"]),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=LINES, data=st.data(), policy=st.sampled_from(["merge", "keep"]))
def test_I15_totals_hold_under_repeating_shuffling_and_merging_accounts(read, rows, data, policy):
    """in = kept + merged + rejected; the order of rows, and which accounts are one, move no money."""
    whole = {"accounts.csv": "Id,Name\nA,a\n", "aliases.csv": "Old,New,On\nB,C,\n"}
    gate = "[gate]\nmax_rejected = 1.0\n"
    anchor = [("0", "1", "A", "2026-01-02", "X", "1", "1")]
    files = {"orders.csv": GOOD + "".join(",".join(row) + "\n" for row in anchor + rows)}
    plain = read(files, settings=f'duplicates = "{policy}"', more=gate)
    again = data.draw(st.permutations(anchor + rows))
    files = {"orders.csv": GOOD + "".join(",".join(row) + "\n" for row in again), **whole}
    other = read(files, settings=f'duplicates = "{policy}"', more=gate + ACCOUNTS)
    one, two = plain.report["tables"]["order_lines"], other.report["tables"]["order_lines"]
    for figures in (one, two):
        assert figures["rows_in"] == len(rows) + 1 == figures["kept"] + figures["merged"] + figures["rejected"]
        sums = figures["money"].get("EUR", {"in": 0, "kept": 0, "merged": 0, "rejected": 0})
        assert math.isclose(sums["in"], sums["kept"] + sums["merged"] + sums["rejected"], abs_tol=1e-9)
    assert {k: one[k] for k in ("kept", "merged", "rejected", "unreadable_money_rows", "reasons")} == {
        k: two[k] for k in ("kept", "merged", "rejected", "unreadable_money_rows", "reasons")
    }
    assert one["money"] == two["money"]
    assert "B" not in set(other.tables["order_lines"][L.account_id])
    kept = other.tables["order_lines"]
    money = kept[L.quantity] * kept[L.unit_price]
    assert np.isclose(money.sum(), two["money"]["EUR"]["kept"])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=LINES, times=st.integers(2, 4))
def test_I15_a_file_exported_twice_counts_once(read, rows, times):
    text = "".join(",".join(row) + "\n" for row in [("0", "1", "A", "2026-01-02", "X", "1", "1"), *rows])
    gate = "[gate]\nmax_rejected = 1.0\n"
    once, often = read({"orders.csv": GOOD + text}, more=gate), read({"orders.csv": GOOD + text * times}, more=gate)
    assert once.tables["order_lines"].equals(often.tables["order_lines"])
    assert often.report["tables"]["order_lines"]["rows_in"] == times * (len(rows) + 1)


def test_I2_a_first_load_without_a_manifest_says_that_nothing_would_show_a_cut(read):
    text = GOOD + "1,1,A,2026-01-02,X,2,10\n"
    first = read({"orders.csv": text})
    said = [flag for flag in first.report["flags"] if flag.startswith("First load")]
    assert len(said) == 1 and "manifest" in said[0]
    assert said[0] not in read({"orders.csv": text}, previous=first.report).report["flags"]
    assert said[0] not in read({"orders.csv": text}, more='[manifest]\n"orders.csv" = {rows = 1}\n').report["flags"]


def test_any_day_of_a_month_of_sell_out_is_its_last_and_lists_of_people_are_held_against_contacts(read):
    more = """
[tables.sellout]
files = ["sellout.csv"]
columns = { account_id = "Account", item_id = "Item", month = "Month", quantity = "Qty" }
[tables.contacts]
files = ["people.csv"]
columns = { contact_id = "Id", account_id = "Account" }
[tables.contact_events]
files = ["met.csv"]
columns = { event_id = "Id", account_id = "Account", met_on = "Day", other_contacts = "Others" }
"""
    intake = read(
        {
            "orders.csv": GOOD + "1,1,A,2026-01-02,X,2,10\n",
            "sellout.csv": "Account,Item,Month,Qty\nA,X,2026-02-01,5\nA,X,2026-03-31,7\n",
            "people.csv": "Id,Account\n7,A\n8,A\n",
            "met.csv": "Id,Account,Day,Others\n1,A,2026-01-05,7; 8\n2,A,2026-01-06,8;9\n",
        },
        more=more,
    )
    assert intake.tables["sellout"]["month"].tolist() == [pd.Timestamp("2026-02-28"), pd.Timestamp("2026-03-31")]
    told = [flag for flag in intake.report["flags"] if "contact_events" in flag]
    assert told == [
        "contact_events: 1 rows name 1 other_contacts that contacts does not have; kept. First: met.csv row 3."
    ]
