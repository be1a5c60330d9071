"""FAULTS.md, section I: what a spoilt export does to a load, row by row of the list; and A8, A12."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from accountbook.ingest import SourceError, read_source
from accountbook.tables import OrderLines as L


def stopped(source: Path, **options) -> str:
    """The one message of a source that must stop."""
    with pytest.raises(SourceError) as caught:
        read_source(source, **options)
    return str(caught.value)


def orders(source: Path) -> str:
    return (source / "orders.csv").read_text(encoding="utf-8")


def spoil(source: Path, text: str | bytes, name: str = "orders.csv") -> None:
    (source / name).write_bytes(text.encode() if isinstance(text, str) else text)


def remap(source: Path, *pairs: tuple[str, str]) -> None:
    """Change the mapping: each (old, new) must be found."""
    path = source / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def kept(source: Path, **options) -> pd.DataFrame:
    return read_source(source, **options).tables["order_lines"]


def test_the_source_is_good_as_it_stands(source):
    assert len(kept(source)) == 64


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no file matches orders.csv"),
        (b"", "0 bytes"),
        (b"Order,Line,Account,Date,Item,Qty,Price\n", "no rows below"),
    ],
)
def test_I1_missing_empty_or_header_only_files_stop(source, content, said):
    (source / "orders.csv").unlink()
    if content is not None:
        spoil(source, content)
    text = stopped(source)
    assert said in text and "orders.csv" in text


def test_I1_a_source_that_is_too_old_stops_where_the_mapping_says_so(source):
    remap(source, ("exported_on = 2026-11-01", "exported_on = 2027-01-15"))
    assert any("2026-10-15" in flag for flag in read_source(source).report["flags"])  # 92 days: told, not stopped
    remap(source, ("[company]", "[gate]\nmax_age_days = 60\n[company]"))
    assert "2026-10-15" in stopped(source)


def test_I2_a_truncated_gzip_stops(source):
    packed = gzip.compress(orders(source).encode())
    spoil(source, packed[: len(packed) // 2], "orders.csv.gz")
    remap(source, ('"orders.csv"', '"orders.csv.gz"'))
    assert "orders.csv.gz: the gzip file is cut off" in stopped(source)


def as_parquet(source: Path, **options) -> Path:
    frame = pd.read_csv(source / "orders.csv", dtype=str)
    path = source / "orders.parquet"
    pq.write_table(pa.Table.from_pandas(frame), path, **options)
    remap(source, ('"orders.csv"', '"orders.parquet"'))
    return path


def test_I2_a_truncated_parquet_stops(source):
    path = as_parquet(source)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "orders.parquet: the Parquet file is cut off or damaged" in stopped(source)


def test_I2_a_csv_cut_in_a_row_or_within_quotes_stops(source):
    text = orders(source)
    spoil(source, text[: text.rindex(",VX")])
    assert "cut off: the last row (65) has 4 fields, the header 7" in stopped(source)
    spoil(source, text.replace("\n007-0,1,", '\n007-0,1,"', 1))
    assert "a field in quotes never ends" in stopped(source)


def test_I3_flipped_bytes_of_a_parquet_are_found_by_its_checksums(source):
    path = as_parquet(source, write_page_checksum=True, compression="none", use_dictionary=False)
    data = bytearray(path.read_bytes())
    place = data.index(b"007-5")
    data[place : place + 5] = b"00X-5"
    path.write_bytes(bytes(data))
    assert "damaged" in stopped(source)


def test_I3_flipped_bytes_of_any_file_are_found_by_the_stated_sum(source):
    (source / "orders.csv.sha256").write_text("0" * 64 + "  orders.csv\n")
    assert "orders.csv: not the file that was exported: its SHA-256 differs" in stopped(source)


def test_I4_a_csv_cut_at_a_digit_is_found_by_its_stated_rows_or_flagged(source):
    spoil(source, orders(source)[:-3])  # "...,20,100" becomes "...,20,1": well-formed
    report = read_source(source).report
    assert "orders.csv: its last line has no end; look whether the file is whole." in report["flags"]
    remap(source, ("[company]", '[manifest]\n"orders.csv" = {rows = 65}\n[company]'))
    assert "orders.csv: 64 rows, the exporter states 65" in stopped(source)


def test_I4_a_load_far_below_the_last_one_stops_with_the_figures(source):
    before = read_source(source).report
    lines = orders(source).splitlines(keepends=True)
    spoil(source, "".join(lines[:21]))
    text = stopped(source, previous=before)
    assert "order_lines: 20 rows, the last load had 64: 69% fewer, allowed are 50%" in text
    assert "EUR net, the last load had 96,000" in text
    remap(source, ("[company]", "[gate]\nmax_drop = 0.9\n[company]"))
    assert len(kept(source, previous=before)) == 20


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_I5_extended_hangul_is_read_in_every_encoding(source, codec):
    spoil(source, orders(source).replace("007,", "똠방각하,").encode(codec))
    intake = read_source(source)
    assert "똠방각하" in set(intake.tables["order_lines"][L.account_id])
    told = {one["file"]: one["encoding"] for one in intake.report["sources"]}
    assert told["orders.csv"] == codec


@pytest.mark.parametrize("codec", ["latin-1", "iso-8859-1", "utf-7", "rot13"])
def test_I5_an_encoding_that_reads_anything_cannot_be_declared(source, codec):
    remap(source, ('duplicates = "merge"', f'encoding = "{codec}"\nduplicates = "merge"'))
    assert "is no encoding that is read strictly" in stopped(source)


def test_I5_decomposed_hangul_is_composed(source):
    spoil(source, orders(source).replace("007,", "\u1100\u1161,"))
    assert "가" in set(kept(source)[L.account_id])


def test_I6_a_byte_order_mark_is_no_part_of_the_header(source):
    spoil(source, orders(source).encode("utf-8-sig"))
    assert kept(source)[L.order_id].notna().all()


def test_I7_ids_stay_as_written(source):
    text = orders(source).replace("3-0,1,3,", "9007199254740993,1,3,", 1)
    spoil(source, text)
    lines = kept(source)
    assert {"007", "NA", "3"} == set(lines[L.account_id])
    assert "9007199254740993" in set(lines[L.order_id])


def test_I8_dates_that_no_declared_format_reads_are_turned_away_and_counted(source):
    remap(source, ("duplicates", 'date_formats = ["iso", "%d/%m/%Y"]\nduplicates'))
    text = orders(source).replace("2026-10-15", "02/01/2026").replace("2026-09-15", "01/13/2026")
    spoil(source, text)
    intake = read_source(source)
    days = set(intake.tables["order_lines"][L.order_date])
    assert pd.Timestamp("2026-01-02") in days and pd.Timestamp("2026-02-01") not in days
    away = intake.report["tables"]["order_lines"]["reasons"]
    assert away == {"order_date is no date in the declared formats": text.count("01/13/2026")}


def test_I9_serials_count_only_where_declared_and_within_the_range(source):
    spoil(source, orders(source).replace("2026-10-15", "45292"))
    assert read_source(source).report["tables"]["order_lines"]["rejected"] == 6
    remap(source, ("duplicates", 'date_formats = ["iso", "excel"]\nduplicates'))
    assert pd.Timestamp("2024-01-01") in set(kept(source)[L.order_date])
    spoil(source, orders(source).replace("45292", "36000"))  # 1998-07-24: before any order of ours
    reasons = read_source(source).report["tables"]["order_lines"]["reasons"]
    assert reasons == {"order_date lies outside 2000-01-01 to 2027-11-02": 6}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-11-03", "1999-12-31"])
def test_I10_impossible_days_are_turned_away(source, day):
    spoil(source, orders(source).replace("2026-10-15", day))
    intake = read_source(source)
    assert intake.rejected["order_lines"]["column"].tolist() == ["order_date"] * 6


def test_I10_an_open_order_for_next_year_is_kept(source):
    spoil(source, orders(source).replace("2026-10-15", "2027-06-30"))
    assert len(kept(source)) == 64


def test_I11_duplicate_headers_stop(source):
    spoil(source, orders(source).replace("Qty,Price", "Price,Price", 1))
    assert 'duplicate headers: "Price" in columns 6 and 7' in stopped(source)


def test_I12_an_extra_field_on_every_row_stops(source):
    head, *rows = orders(source).splitlines()
    spoil(source, "\n".join([head, *("0," + row for row in rows)]) + "\n")
    text = stopped(source)
    assert "columns are shifted: 64 of 64 rows" in text and "8 fields, header 7" in text


def test_I12_a_single_odd_row_among_many_is_turned_away(source):
    head, *rows = orders(source).splitlines()
    more = [rows[0].replace("007-0", f"Z{n}") for n in range(200)]
    spoil(source, "\n".join([head, rows[0] + ",x", *rows[1:], *more]) + "\n")
    away = read_source(source).rejected["order_lines"]
    assert away[["row", "reason"]].to_numpy().tolist() == [[2, "has another number of fields than the header"]]


@pytest.mark.parametrize(
    ("written", "decimal", "thousands", "price"),
    [('"1,000"', ".", ",", 1000.0), ("(500)", ".", "", -500.0), ('"1.234,56"', ",", ".", 1234.56),
     ('"€1,000"', ".", ",", 1000.0), ("100-", ".", "", -100.0)],
)  # fmt: skip
def test_I13_money_is_read_as_declared(source, written, decimal, thousands, price):
    remap(source, ("duplicates", f'decimal = "{decimal}"\nthousands = "{thousands}"\nduplicates'))
    spoil(source, orders(source).replace("10,100\n", f"10,{written}\n", 1))
    assert price in set(kept(source)[L.unit_price])


@pytest.mark.parametrize("written", ['"1,000"', '"1,00"', "₩1000", "abc", "inf", "nan", "1e999"])
def test_I13_money_that_is_not_as_declared_is_turned_away(source, written):
    spoil(source, orders(source).replace("10,100\n", f"10,{written}\n", 1))
    away = read_source(source).rejected["order_lines"]
    assert away[["row", "column"]].to_numpy().tolist() == [[2, "unit_price"]]


HEADERS = ["Account", "Date", "Item", "Qty", "Price", "Order", "Line"]


@pytest.mark.parametrize("header", HEADERS)
def test_I14_a_dropped_or_renamed_column_is_named_with_its_file(source, header):
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False)
    frame.drop(columns=header).to_csv(source / "orders.csv", index=False)
    assert f'orders.csv: no column "{header}"' in stopped(source)
    frame.rename(columns={header: header + "s"}).to_csv(source / "orders.csv", index=False)
    assert f'Nearest: "{header}s"' in stopped(source)


@pytest.mark.parametrize("header", ["Account", "Date", "Qty", "Price"])
def test_I14_an_emptied_column_turns_every_row_away_and_stops(source, header):
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False).assign(**{header: ""})
    frame.to_csv(source / "orders.csv", index=False)
    assert "all 64 rows were turned away" in stopped(source)


@pytest.mark.parametrize("header", ["Date", "Qty", "Price"])
def test_I14_a_retyped_column_turns_every_row_away_and_stops(source, header):
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False).assign(**{header: "text"})
    frame.to_csv(source / "orders.csv", index=False)
    assert "all 64 rows were turned away" in stopped(source)


def test_I14_an_extra_column_is_listed_and_does_no_harm(source):
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False).assign(Weather="fine")
    frame.to_csv(source / "orders.csv", index=False)
    listed = {one["file"]: one["ignored"] for one in read_source(source).report["sources"]}
    assert listed["orders.csv"] == ["Weather"]


def test_I14_everything_is_told_in_one_message(source):
    remap(source, ('"Qty"', '"Quantity sold"'), ('"Country"', '"Land"'), ('"Team"', '"Group"'))
    spoil(source, orders(source) + "cut")
    text = stopped(source)
    for part in ("Land", "Group", "accounts.csv", "orders.csv", "cut off"):
        assert part in text


def test_I15_duplicates_conflicts_and_mergers_leave_the_sums_alone(source):
    text = orders(source)
    before = read_source(source).report["tables"]["order_lines"]["money"]["EUR"]["kept"]
    first = text.splitlines()[1]
    spoil(source, text + first + "\n")
    after = read_source(source).report["tables"]["order_lines"]
    assert (after["merged"], after["money"]["EUR"]["kept"]) == (1, before)
    spoil(source, text + first.replace(",10,", ",11,") + "\n")
    clash = read_source(source)
    assert clash.report["tables"]["order_lines"]["rejected"] == 2
    assert clash.rejected["order_lines"]["row"].tolist() == [2, 66]


def test_I15_mergers_in_a_circle_stop(source):
    spoil(source, "Old,New\n007,3\n3,007\n", "aliases.csv")
    more = """
[tables.account_aliases]
files = ["aliases.csv"]
[tables.account_aliases.columns]
alias_id = "Old"
account_id = "New"
"""
    spoil(source, (source / "mapping.toml").read_text(encoding="utf-8") + more, "mapping.toml")
    assert "run in a circle" in stopped(source)
    spoil(source, "Old,New\n007,3\nNA,007\n", "aliases.csv")
    intake = read_source(source)
    assert set(intake.tables["order_lines"][L.account_id]) == {"3"}
    assert intake.tables["accounts"]["name"].tolist() == ["Terza S.r.l."]


def test_I16_returns_are_told_by_their_sign_and_nameless_credits_kept(source):
    spoil(source, orders(source) + ",,007,2026-10-20,,-5,100\n")
    intake = read_source(source)
    assert intake.tables["order_lines"][L.kind].value_counts().to_dict() == {"order": 64, "return": 1}
    assert any("name no order" in flag for flag in intake.report["flags"])


def test_I17_no_currency_is_ever_assumed(source):
    remap(source, ('[tables.order_lines.constants]\ncurrency = "EUR"\n', ""))
    assert "nothing fills order_lines.currency" in stopped(source)
    remap(source, ('unit_price = "Price"', 'unit_price = "Price"\ncurrency = "Currency"'))
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False)
    frame.assign(Currency=["", "euros", *["EUR"] * 62]).to_csv(source / "orders.csv", index=False)
    figures = read_source(source).report["tables"]["order_lines"]
    assert figures["reasons"] == {"currency is empty": 1, "currency is no currency code": 1}
    assert figures["unreadable_money_rows"] == 2


def test_I18_one_order_line_and_one_account_are_enough(source):
    spoil(source, "".join(orders(source).splitlines(keepends=True)[:2]))
    assert len(kept(source)) == 1


def as_workbook(source: Path) -> Path:
    book = openpyxl.Workbook()
    for row in pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False, header=None).to_numpy().tolist():
        book.active.append(row)
    book.save(source / "orders.xlsx")
    remap(source, ('"orders.csv"', '"orders.xlsx"'))
    return source / "orders.xlsx"


def repack(path: Path, name: str, content: bytes) -> None:
    """Replace one file within a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one, data in (parts | {name: content}).items():
            new.writestr(one, data)


def test_I19_an_xml_entity_bomb_is_not_opened(source):
    path = as_workbook(source)
    assert len(kept(source)) == 64
    bomb = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "x"><!ENTITY c "&a;&a;">]><worksheet>&c;</worksheet>'
    repack(path, "xl/worksheets/sheet1.xml", bomb.encode())
    assert "declares XML entities" in stopped(source)


def test_I19_a_zip_bomb_is_not_opened(source):
    path = as_workbook(source)
    repack(path, "xl/worksheets/sheet1.xml", b" " * (60 << 20))
    assert path.stat().st_size < 300_000
    assert "as files made to harm do" in stopped(source)


def test_I19_what_is_no_workbook_is_said_to_be_none(source):
    path = as_workbook(source)
    path.write_bytes(path.read_bytes()[:2000])
    assert "no whole .xlsx file" in stopped(source)


@pytest.mark.parametrize(
    ("written", "kept_as"),
    [
        ("VX\u200b-1", "VX-1"), ("VX-1\ufeff", "VX-1"), ("V\u00adX-1", "VX-1"), ("\u202eVX-1", "VX-1"),
        ("VX-1\x07", "VX-1"), ("V\x1bX-1\x9f", "VX-1"), ("VX\u20281", "VX 1"),
        ("e\u0301" + "\u0301" * 9, "\u00e9\u0301" + "\u0301" * 3),
        ("VX\u200d1", "VX\u200d1"),
    ],
)  # fmt: skip
def test_I20_what_nobody_sees_makes_no_second_item(source, written, kept_as):
    spoil(source, orders(source).replace("VX-1", written))
    assert set(kept(source)[L.item_id]) == {kept_as, "VX-2"}


def test_I20_a_workbook_s_own_way_of_writing_control_characters_is_read(source):
    path = as_workbook(source)
    with zipfile.ZipFile(path) as packed:
        [(name, texts)] = [(one, data) for one in packed.namelist() if b">VX-1<" in (data := packed.read(one))]
    repack(path, name, texts.replace(b">VX-1<", b">VX_x0007_-1_x000D_<"))
    assert set(kept(source)[L.item_id]) == {"VX-1", "VX-2"}


def test_I20_texts_that_are_none_stop(source):
    spoil(source, orders(source).encode().replace(b"VX-1", b"VX\xed\xa0\x80", 1))
    assert "orders.csv: its encoding is none of" in stopped(source)
    spoil(source, orders_with(source, "VX\0-1"))
    assert "holds NUL characters" in stopped(source)


def orders_with(source: Path, item: str) -> str:
    """The orders of a fresh source, with another item."""
    return "Order,Line,Account,Date,Item,Qty,Price\n" + f"1,1,007,2026-10-15,{item},1,100\n" * 3


def test_I20_a_parquet_file_of_broken_texts_stops(source):
    path = as_parquet(source, use_dictionary=False, compression="none")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"VX-1", b"VX\xff1"))
    assert "orders.parquet: the Parquet file is cut off or damaged" in stopped(source)


def test_I20_moments_with_a_zone_are_the_days_of_their_own_clock(source):
    frame = pd.read_csv(source / "orders.csv", dtype=str, keep_default_na=False)
    late = frame["Date"] + "T23:30:00+09:00"
    days = set(pd.to_datetime(frame["Date"]))
    frame.assign(Date=late).to_csv(source / "orders.csv", index=False)
    assert set(kept(source)[L.order_date]) == days
    moments = pd.to_datetime(frame["Date"] + "T23:30:00").dt.tz_localize("Asia/Seoul")
    pq.write_table(pa.Table.from_pandas(frame.assign(Date=moments)), source / "orders.parquet")
    remap(source, ('"orders.csv"', '"orders.parquet"'))
    assert set(kept(source)[L.order_date]) == days


def test_I20_a_sheet_may_be_called_anything_and_one_filled_to_its_last_row_stops(source):
    path = as_workbook(source)
    book = openpyxl.load_workbook(path)
    book.active.title = "Data #2 '\ud55c\uae00' & <b>"
    book.create_sheet("Notes")
    book.save(path)
    remap(source, ('"orders.xlsx"', "\"orders.xlsx#Data #2 '\ud55c\uae00' & <b>\""))
    assert len(kept(source)) == 64
    for column, text in enumerate(["last", "1", "007", "2026-10-15", "VX-1", "1", "100"], start=1):
        book.worksheets[0].cell(1_048_576, column, text)
    book.save(path)
    assert "is full to the last of its 1,048,576 rows" in stopped(source)


@pytest.mark.parametrize("word", ["now", "today", "Today", "NOW"])
def test_I8_no_date_is_read_off_the_clock(source, word):
    remap(source, ("duplicates", 'date_formats = ["iso", "%d/%m/%Y"]\nduplicates'))
    spoil(source, orders(source).replace("2026-10-15", word))
    assert read_source(source).report["tables"]["order_lines"]["rejected"] == 6


def test_A8_the_mapping_is_toml_and_strict(source):
    remap(source, ('currency = "EUR"\ncountry', "currency = 7\ncountry"))
    assert "company.currency" in stopped(source)
    spoil(source, "exported_on: !!python/object/apply:os.system ['true']\n", "mapping.toml")
    assert "is not TOML" in stopped(source)


CANARY = ["canary.person@example.org", "Canary Person", "1960-13-77", "likes canaries"]


def test_A12_no_personal_value_in_messages_reasons_or_flags(source):
    mail, name, birthday, topic = CANARY
    rows = f"""\
c1,007,{name},{mail},{birthday},{topic},active
c1,NOBODY,{name},{mail},1960-01-01,{topic},active
c1,3,{name},{mail},1961-01-01,{topic},active
c2,3,{name},{mail},1961-01-01,{topic},{mail}
c3,3,{name},{mail},1961-01-01,{topic},{name}
c4,3,{name},{mail},1961-01-01,{topic},{name}
"""
    spoil(source, "Id,Account,Name,Mail,Born,Topic,Status\n" + rows, "contacts.csv")
    more = """
[tables.contacts]
files = ["contacts.csv"]
[tables.contacts.columns]
contact_id = "Id"
account_id = "Account"
name = "Name"
email = "Mail"
birthday = "Born"
narrative_topic = "Topic"
status = "Status"
"""
    mapping = (source / "mapping.toml").read_text(encoding="utf-8")
    spoil(source, mapping + more, "mapping.toml")
    intake = read_source(source)
    shown = json.dumps(intake.report) + " ".join(intake.rejected["contacts"]["reason"])
    assert [part for part in CANARY if part in shown] == []
    assert intake.rejected["contacts"][["row", "column"]].to_numpy().tolist() == [
        [2, "birthday"], [4, "contact_id"], [5, "status"], [6, "status"], [7, "status"],
    ]  # fmt: skip
    said = "contacts: status: words without a mapping: 3 rows whose words are not shown (the first of all: contacts.csv"
    assert any(flag.startswith(said + " row 5, contacts.csv row 6") for flag in intake.report["flags"])
    spoil(source, "Id,Account,Name,Mail,Born,Topic,Status\n" + rows.replace("\n", ",x\n"), "contacts.csv")
    assert [part for part in CANARY if part in stopped(source)] == []
