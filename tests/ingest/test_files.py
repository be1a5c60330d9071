"""Files of every kind give the same text."""

import datetime as dt
import gzip
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from accountbook.ingest.columnar import read_parquet
from accountbook.ingest.delimited import read_delimited
from accountbook.ingest.errors import FileFault
from accountbook.ingest.files import SourceFile, find_files, stated
from accountbook.ingest.workbook import read_sheet


def text_file(tmp_path, content: str | bytes, name: str = "a.csv") -> SourceFile:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SourceFile(path, name)


def workbook(tmp_path, rows: list[list], *, sheet: str = "Data", epoch=None) -> SourceFile:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    return SourceFile(tmp_path / "a.xlsx", "a.xlsx")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_splits_the_header(tmp_path, mark):
    raw = read_delimited(text_file(tmp_path, f"a{mark}b\n1{mark}2,5\n" if mark != "," else "a,b\n1,2\n"))
    assert (raw.header, raw.delimiter, raw.cells.num_rows) == (["a", "b"], mark, 1)


def test_I7_text_stays_as_written(tmp_path):
    raw = read_delimited(text_file(tmp_path, "id,b\n007,NA\n9007199254740993,\nnull,None\n"))
    assert raw.cells.to_pydict() == {"id": ["007", "9007199254740993", "null"], "b": ["NA", "", "None"]}


def test_quotes_line_breaks_blank_lines_and_row_numbers(tmp_path):
    raw = read_delimited(text_file(tmp_path, 'a,b\r\n"x, ""y""","two\nlines"\r\n\r\n , \r\n3,4\r\n'))
    assert raw.cells.to_pydict() == {"a": ['x, "y"', "3"], "b": ["two\nlines", "4"]}
    assert raw.row.tolist() == [2, 5]  # records count, as in a spreadsheet; blank ones hold their place


def test_text_becomes_NFC_without_white_space_around_it(tmp_path):
    raw = read_delimited(text_file(tmp_path, "\u110b\u1175\u1105\u1173\u11b7,b\n \u1100\u1175\u11b7 ,\u3000x\u00a0\n"))
    assert raw.cells.to_pydict() == {"이름": ["김"], "b": ["x"]}


def test_a_header_further_down(tmp_path):
    raw = read_delimited(text_file(tmp_path, "Report of today\n\na,b\n1,2\n"), header_row=3)
    assert (raw.header, raw.row.tolist()) == (["a", "b"], [4])


def test_gzip_is_read_as_what_it_holds(tmp_path):
    raw = read_delimited(text_file(tmp_path, gzip.compress("a\tb\n1\t가\n".encode("cp949")), "a.tsv.gz"))
    assert (raw.encoding, raw.cells.to_pydict()) == ("cp949", {"a": ["1"], "b": ["가"]})


def test_single_odd_rows_are_kept_apart_with_their_number(tmp_path):
    rows = [f"{n},x" for n in range(300)]
    rows[7] = "7,x,y"
    raw = read_delimited(text_file(tmp_path, "\n".join(["a,b", *rows]) + "\n"))
    assert (raw.cells.num_rows, raw.odd) == (299, [(9, ["7", "x", "y"])])


def test_workbooks_give_plain_text_for_typed_cells(tmp_path):
    file = workbook(
        tmp_path,
        [["id", "n", "day", "ok"],
         ["007", 12, dt.datetime(2024, 1, 2), True], [13085.0, 0.1, dt.date(2024, 1, 3), None],
         [None, None, None, None], ["NA", 1e-7, "03.01.2024", False]],
    )  # fmt: skip
    raw = read_sheet(file)
    assert raw.cells.to_pydict() == {
        "id": ["007", "13085", "NA"],
        "n": ["12", "0.1", "0.0000001"],
        "day": ["2024-01-02T00:00:00", "2024-01-03T00:00:00", "03.01.2024"],
        "ok": ["true", "", "false"],
    }
    assert raw.row.tolist() == [2, 3, 5]


def test_typed_numbers_are_written_with_the_declared_mark(tmp_path):
    raw = read_sheet(workbook(tmp_path, [["n"], [1.234], ["1.234,5"]]), decimal=",")
    assert raw.cells.to_pydict() == {"n": ["1,234", "1.234,5"]}


def test_I9_a_workbook_of_1904_gives_the_right_days(tmp_path):
    file = workbook(
        tmp_path, [["day", "serial"], [dt.datetime(2024, 1, 1), 43830]], epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904
    )
    raw = read_sheet(file)
    assert raw.date1904 and raw.cells.to_pydict() == {"day": ["2024-01-01T00:00:00"], "serial": ["43830"]}


def test_a_workbook_of_several_sheets_asks_which(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("Orders").append(["a"])
    book["Orders"].append([1])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FileFault, match=r'has 2 sheets; .*: "a\.xlsx#Sheet", "a\.xlsx#Orders"'):
        read_sheet(SourceFile(tmp_path / "a.xlsx", "a.xlsx"))
    assert read_sheet(SourceFile(tmp_path / "a.xlsx", "a.xlsx#Orders", "Orders")).cells.num_rows == 1
    with pytest.raises(FileFault, match=r'no such sheet\. Nearest: "Orders"'):
        read_sheet(SourceFile(tmp_path / "a.xlsx", "a.xlsx#Order", "Order"))


def test_parquet_gives_plain_text_for_typed_columns(tmp_path):
    table = pa.table(
        {
            "id": pa.array([13085.0, None]),
            "n": pa.array([Decimal("1.50"), Decimal("-2.00")]),
            "day": pa.array([dt.date(2024, 1, 2), None]),
            "at": pa.array([pd.Timestamp("2024-01-02 03:04:05"), None]),
            "text": pa.array([" 007", "NA"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    raw = read_parquet(SourceFile(tmp_path / "a.parquet", "a.parquet"))
    got = {name: column.to_pylist() for name, column in zip(raw.header, raw.cells.columns, strict=True)}
    assert got["id"] == ["13085", ""] and got["n"] == ["1.50", "-2.00"] and got["day"] == ["2024-01-02", ""]
    assert got["at"][0].startswith("2024-01-02 03:04:05") and got["text"] == ["007", "NA"]
    assert raw.row.tolist() == [1, 2] and raw.typed


def test_files_are_found_by_name_once_and_never_outside(tmp_path):
    for name in ("b.csv", "a.csv", "a.csv.sha256"):
        (tmp_path / name).write_text("x")
    assert [file.name for file in find_files(tmp_path, ["*.csv", "a.*", "b.csv#S"])] == [
        "a.csv", "b.csv", "a.csv.sha256", "b.csv#S",
    ]  # fmt: skip
    for name in ("orders[1].csv", "a#b.csv"):
        (tmp_path / name).write_text("x")
        assert [file.name for file in find_files(tmp_path, [name])] == [name]
    for pattern in ("../*.csv", "/etc/passwd"):
        with pytest.raises(FileFault, match="out of the source folder"):
            find_files(tmp_path, [pattern])


def test_a_sidecar_states_sum_and_rows(tmp_path):
    file = text_file(tmp_path, "a\n1\n")
    (tmp_path / "a.csv.sha256").write_text("0" * 64 + "  a.csv\nrows 12\n")
    assert stated(file, {}).model_dump() == {"sha256": "0" * 64, "rows": 12}
    (tmp_path / "a.csv.sha256").write_text("nothing")
    with pytest.raises(FileFault, match="holds no SHA-256"):
        stated(file, {})
