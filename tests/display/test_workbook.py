"""The workbook, read with another library: live sums over the rows, and no text that becomes a formula."""

import io
import re
import shutil
import subprocess

import openpyxl
import pandas as pd
import pytest

from accountbook.display import Words
from accountbook.display.workbook import Sum, rows_workbook
from accountbook.planning.totals import Criterion

ROWS = {
    "order_lines": pd.DataFrame(
        {
            "order_date": pd.to_datetime(["2026-01-04", "2026-02-01", "2026-02-03", "2026-02-05"]),
            "kind": ["order", "order", "return", "order"],
            "item_id": ["VX*", "VX1", "VX*", "=1+1"],
            "amount": [10.0, 20.0, -3.0, 40.0],
            "paid": pd.array([True, None, False, True], dtype="boolean"),
        }
    )
}
DAY = pd.Timestamp
SUMS = [
    Sum("All", "order_lines", "amount", (), 67.0),
    Sum("February's orders", "order_lines", "amount",
        (Criterion("order_date", ">=", DAY("2026-02-01")), Criterion("order_date", "<=", DAY("2026-02-28")),
         Criterion("kind", "=", "order")), 60.0),
    Sum("Of one item whose number has a star", "order_lines", "amount", (Criterion("item_id", "=", "VX*"),), 7.0),
    Sum("=HYPERLINK(1)", "order_lines", "amount", (Criterion("kind", "<>", "order"),), -3.0),
]  # fmt: skip


@pytest.fixture(scope="module")
def content():
    return rows_workbook("Lumora", SUMS, ROWS, Words())


def evaluated(book, place):
    """What the formula of a line of the totals comes to, worked out from the cells that it names."""
    totals = book["totals"]
    formula = totals.cell(place, 2).value
    name, arguments = re.fullmatch(r"=(SUM|SUMIFS)\((.*)\)", formula).groups()

    def cells(reference):
        sheet, start, end = re.fullmatch(r"'(\w+)'!(\$\w+\$\d+):(\$\w+\$\d+)", reference).groups()
        return [cell.value for (cell,) in book[sheet][f"{start}:{end}".replace("$", "")]]

    first, *rest = arguments.split(",")
    summed, keep = cells(first), [True] * len(cells(first))
    for reference, criterion in zip(rest[::2], rest[1::2], strict=True):
        op, value = (totals[cell.replace("$", "")].value for cell in criterion.split("&"))
        if isinstance(value, str):
            pattern = re.sub(r"~([~*?])|\*|\?", lambda m: re.escape(m[1]) if m[1] else {"*": ".*", "?": "."}[m[0]],
                             value)  # fmt: skip
            equal = [re.fullmatch(pattern, str(one)) is not None for one in cells(reference)]
            meets = equal if op == "=" else [not one for one in equal]
        else:
            meets = [one >= value if op == ">=" else one <= value for one in cells(reference)]
        keep = [one and also for one, also in zip(keep, meets, strict=True)]
    assert name == "SUMIFS" or not rest
    return sum(value for value, kept in zip(summed, keep, strict=True) if kept and value is not None)


def test_cap_27_each_total_is_a_live_sum_of_the_rows_in_the_file(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["totals"]
    for place, one in enumerate(SUMS, start=5):
        assert evaluated(book, place) == one.shown, one
        assert shown.cell(place, 2).value == one.shown, "who opens it without calculating sees the figure too"
        assert shown.cell(place, 3).value == one.shown


def test_cap_27_a_changed_row_moves_the_sum(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["order_lines"]["D3"].value = 120.0
    assert [evaluated(book, place) for place in (5, 6, 7)] == [167.0, 160.0, 7.0]


def test_a_text_never_becomes_a_formula(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert (sheet.title, cell.column) == ("totals", 2), cell.coordinate
    assert book["order_lines"]["C5"].value == "=1+1" and book["order_lines"]["C5"].data_type == "s"
    assert book["totals"]["A8"].data_type == "s"


def test_a_text_that_no_cell_can_hold_is_cut_and_not_left_out():
    rows = {"facts": pd.DataFrame({"value": ["x" * 40_000, "short"]})}
    sheet = openpyxl.load_workbook(io.BytesIO(rows_workbook("Lumora", [], rows, Words())))["facts"]
    assert (sheet["A2"].value, sheet["A3"].value) == ("x" * 32_767, "short")


def test_rows_keep_their_types(content):
    rows = openpyxl.load_workbook(io.BytesIO(content))["order_lines"]
    assert [cell.value for cell in rows[1]] == ["order_date", "kind", "item_id", "amount", "paid"]
    assert rows["A2"].value == pd.Timestamp("2026-01-04").to_pydatetime() and rows["A2"].is_date
    assert (rows["D4"].value, rows["E2"].value, rows["E3"].value) == (-3.0, True, None)


def test_the_same_input_gives_the_same_bytes(content):
    assert rows_workbook("Lumora", SUMS, ROWS, Words()) == content


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: no second calculation")
def test_cap_27_libreoffice_comes_to_the_same_sums(content, tmp_path):
    changed = openpyxl.load_workbook(io.BytesIO(content))
    changed["order_lines"]["D3"].value = 120.0
    changed.save(tmp_path / "rows.xlsx")  # without the figures that were kept with the formulas
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), "rows.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    lines = (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()[4:]
    assert [float(line.split(",")[1]) for line in lines] == [167, 160, 7, -3]
