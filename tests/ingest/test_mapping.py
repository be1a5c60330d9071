"""mapping.toml: strict, and every fault named at once."""

import pandas as pd
import pytest

from accountbook.ingest import SourceError, read_mapping, read_source
from accountbook.ingest.mapping import TableMapping

HEAD = 'exported_on = 2026-11-01\n[company]\nname = "T"\ncurrency = "EUR"\ncountry = "KR"\n'
LINES = '[tables.order_lines]\nfiles = ["a.csv"]\n'


def faults(tmp_path, text: str) -> str:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_mapping(path)
    return str(caught.value)


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path):
    text = faults(
        tmp_path,
        HEAD + LINES + 'encodng = "utf-8"\nencoding = "latin-1"\ndate_formats = ["dd.mm.yyyy"]\n',
    )
    assert text.startswith("3 problems")
    assert 'tables.order_lines.encodng: unknown key. Nearest: "encoding".' in text
    assert "latin" not in text.replace("latin-1", "")  # a value is not repeated
    assert "is no encoding that is read strictly" in text
    assert "is no date format" in text


def test_what_is_missing_comes_with_the_line_to_write(tmp_path):
    text = faults(tmp_path, '[company]\ncurrency = "euro"\n' + LINES)
    assert text.startswith("4 problems")
    assert 'company.currency: not written as it must be; write currency = "EUR" under [company]' in text
    assert 'company.name: missing; write name = "Example" under [company]' in text
    assert 'company.country: missing; write country = "KR" under [company]' in text
    said = "with the day of the export, or load with --exported-on 2026-11-01."
    assert f"exported_on: missing; write exported_on = 2026-11-01 at the top, {said}" in text
    assert "Field required" not in text


def test_the_day_of_the_export_may_be_given_in_place_of_a_line(tmp_path):
    (tmp_path / "o.csv").write_text("No,Account,Date,Qty,Price\n1,A,2026-10-30,2,10\n")
    head = '[company]\nname = "T"\ncountry = "KR"\n'
    lines = """[tables.order_lines]
files = ["o.csv"]
[tables.order_lines.columns]
order_id = "No"
account_id = "Account"
order_date = "Date"
quantity = "Qty"
unit_price = "Price"
[tables.order_lines.constants]
currency = "company"
"""
    path = tmp_path / "mapping.toml"
    path.write_text(head + lines, encoding="utf-8")
    day = pd.Timestamp("2026-11-03")
    intake = read_source(tmp_path, exported_on=day)
    assert (intake.exported_on, len(intake.tables["order_lines"])) == (day, 1)
    assert intake.company["currency"] == "KRW"
    path.write_text('exported_on = "soon"\n' + head + lines, encoding="utf-8")
    assert read_source(tmp_path, exported_on=day).exported_on == day
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path, exported_on=pd.Timestamp("1926-11-03"))
    assert caught.value.problems == [
        "--exported-on 1926-11-03: is no day on which anything was exported; write it as 2026-11-01."
    ]


def test_a_fault_of_form_hides_none_of_the_names(tmp_path):
    text = faults(
        tmp_path,
        HEAD.replace('country = "KR"\n', "") + '[tables.acounts]\nfiles = ["b"]\n',
    )
    assert text.startswith("3 problems")
    for part in ("company.country: missing", 'unknown table. Nearest: "accounts"', "tables.order_lines: missing"):
        assert part in text


def test_unknown_tables_and_columns_are_named_with_the_nearest(tmp_path):
    text = faults(
        tmp_path, HEAD + LINES + '[tables.order_lines.columns]\nquantty = "Q"\n[tables.acounts]\nfiles = ["b"]\n'
    )
    assert 'no column quantty to fill. Nearest: "quantity".' in text
    assert 'tables.acounts: unknown table. Nearest: "accounts".' in text


def test_a_derived_column_is_not_the_sources_to_fill(tmp_path):
    text = faults(tmp_path, HEAD + LINES + '[tables.order_lines.columns]\nkind = "Type"\n')
    assert "no column kind to fill" in text


def test_order_lines_are_required(tmp_path):
    text = faults(tmp_path, HEAD + '[tables.accounts]\nfiles = ["a.csv"]\n')
    assert "tables.order_lines: missing" in text


def test_I8_one_list_of_formats_reads_a_text_one_way(tmp_path):
    text = faults(tmp_path, HEAD + LINES + 'date_formats = ["%d/%m/%Y", "%m/%d/%Y"]\n')
    assert "read one text as two days" in text


def test_A8_numbers_for_texts_and_oversized_files_are_refused(tmp_path):
    assert "valid string" in faults(tmp_path, HEAD + LINES + "[tables.order_lines.constants]\ncurrency = 5\n")
    assert "larger than" in faults(tmp_path, "# " + "x" * 1_000_001)


def test_no_file_says_how_to_get_one(tmp_path):
    with pytest.raises(SourceError, match="accountbook map"):
        read_mapping(tmp_path / "mapping.toml")


def test_only_order_lines_keep_duplicates_and_only_others_are_distinct(tmp_path):
    text = faults(
        tmp_path,
        HEAD
        + LINES
        + 'distinct = true\n[tables.accounts]\nfiles = ["a.csv"]\nduplicates = "keep"\nonly = {name = "x"}\n',
    )
    assert "order_lines.distinct" in text and "accounts.duplicates" in text and "accounts.only" in text


def test_a_source_overrides_what_differs_and_takes_back_what_is_not_there():
    table = TableMapping(
        files=["*.csv"],
        date_formats=["%d.%m.%Y"],
        columns={"order_id": "No", "discount": "Disc"},
        values={"currency": {"EURO": "EUR"}},
        sources=[{"files": ["old.csv"], "encoding": "cp949", "columns": {"discount": "", "line": "Pos"}}],
    )
    old, rest = table.resolved()
    assert (old.encoding, old.date_formats, old.columns) == ("cp949", ["%d.%m.%Y"], {"order_id": "No", "line": "Pos"})
    assert (rest.encoding, rest.columns) == ("auto", {"order_id": "No", "discount": "Disc"})
    assert old.values == rest.values == {"currency": {"EURO": "EUR"}}


def test_headers_are_looked_up_in_NFC_with_single_spaces():
    table = TableMapping(files=["a"], columns={"order_id": "\u1109\u116e\u110c\u116e  No"})
    assert table.resolved()[0].columns == {"order_id": "수주 No"}
