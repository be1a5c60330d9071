"""Only what is new of order lines is read, and what comes out is what a full reading gives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accountbook.ingest import EarlierLines, Intake, SourceError, read_source
from accountbook.ingest import collection as collection_module
from accountbook.tables import TABLES
from accountbook.tables import OrderLines as L

HEAD = """\
exported_on = {day}
[company]
name = "Test works (invented)"
currency = "EUR"
country = "KR"
invented = true
[gate]
max_drop = 1.0
max_rejected = 1.0
[tables.order_lines]
files = ["orders*.csv*"]
duplicates = "{duplicates}"
[tables.order_lines.columns]
order_id = "No"
{line}
account_id = "Account"
order_date = "Date"
item_id = "Item"
quantity = "Qty"
unit_price = "Price"
currency = "Currency"
"""
HEADER = "No,Line,Account,Date,Item,Qty,Price,Currency,Note\n"
LINE = 'line = "Line"'


def mapping(folder: Path, *, day: str = "2026-11-01", duplicates: str = "merge", line: str = LINE, more: str = ""):
    text = HEAD.format(day=day, duplicates=duplicates, line=line) + more
    (folder / "mapping.toml").write_text(text, encoding="utf-8")


def taken_of(*intakes: Intake, load_id: str = "first") -> EarlierLines:
    """What a book would lend of the lines of intakes that stand one upon the other."""
    lines = pd.concat([one.tables["order_lines"] for one in intakes], ignore_index=True)
    table = pa.table({name: pa.array(lines[name], from_pandas=True) for name in lines})
    table = table.set_column(0, "order_id", table["order_id"].cast(pa.large_string()))
    report = json.loads(json.dumps(intakes[-1].report)) | {
        "load_id": load_id,
        "exported_on": f"{intakes[-1].exported_on:%Y-%m-%d}",
    }
    half = len(lines) // 2
    return EarlierLines(
        report, intakes[-1].rejected["order_lines"], lambda names: [
            table.select(list(names)).slice(0, half), table.select(list(names)).slice(half)
        ]
    )  # fmt: skip


def said(intake: Intake) -> dict:
    """What a report says, without what must differ."""
    report = {name: value for name, value in intake.report.items() if name not in ("read_all", "reading")}
    for account in report["tables"].values():
        account.get("money", {}).update(
            {c: {k: round(v, 6) for k, v in sums.items()} for c, sums in account.get("money", {}).items()}
        )
    return report


def as_one(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.sort_values(lines.columns.tolist(), ignore_index=True)


def hold(first: Intake, second: Intake, full: Intake) -> None:
    """The second reading gives what the full one does, whether it read all or only what is new."""
    lines = second.tables["order_lines"]
    if second.base:
        lines = pd.concat([first.tables["order_lines"], lines], ignore_index=True)
    pd.testing.assert_frame_equal(as_one(lines), as_one(full.tables["order_lines"]))
    for name in set(full.tables) - {"order_lines"}:
        pd.testing.assert_frame_equal(second.tables[name], full.tables[name])
    pd.testing.assert_frame_equal(second.rejected["order_lines"], full.rejected["order_lines"])
    assert said(second) == said(full)


ROW = st.tuples(
    st.sampled_from(["1", "2", "3", "4", "C5", ""]), st.sampled_from(["1", "2", ""]), st.sampled_from(["A", "B", ""]),
    st.sampled_from(["2026-01-02", "2026-02-03", "2027-12-31", "soon"]), st.sampled_from(["X", "Y", ""]),
    st.sampled_from(["1", "-1", "two"]), st.sampled_from(["10", "0"]), st.sampled_from(["EUR", "USD", "EURO"]),
    st.sampled_from(["", "n"]),
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    old=st.lists(ROW, min_size=1, max_size=6),
    new=st.lists(ROW, max_size=4),
    grows=st.booleans(),
    duplicates=st.sampled_from(["merge", "keep"]),
    line=st.sampled_from([LINE, ""]),
)
def test_what_is_new_gives_what_a_full_reading_gives(tmp_path_factory, old, new, grows, duplicates, line):
    folder = tmp_path_factory.mktemp("source")
    mapping(folder, duplicates=duplicates, line=line, more=ITEMS)
    (folder / "items.csv").write_text("Item\nX\n")
    text = HEADER + "".join(",".join(row) + "\n" for row in old)
    more = "".join(",".join(row) + "\n" for row in new)
    (folder / "orders.csv").write_text(text)
    try:
        first = read_source(folder)
    except SourceError as fault:
        event(f"no first load: {len(str(fault))}")
        return
    (folder / "orders.csv").write_text(text + more if grows else text)
    if more and not grows:
        (folder / "orders_2.csv").write_text(HEADER + more)
    try:
        full = read_source(folder, previous=first.report)
    except SourceError as fault:
        with pytest.raises(SourceError) as told:
            read_source(folder, previous=first.report, taken=taken_of(first))
        assert str(told.value) == str(fault)
        return
    second = read_source(folder, previous=first.report, taken=taken_of(first))
    event(f"only what is new: {bool(second.base)}")
    hold(first, second, full)


ITEMS = """
[tables.items]
files = ["items.csv"]
columns = { item_id = "Item" }
"""


def rows(*orders: str, item: str = "X", day: str = "2026-01-02") -> str:
    return "".join(f"{one},1,A,{day},{item},2,10,EUR,\n" for one in orders)


@pytest.fixture
def folder(tmp_path):
    mapping(tmp_path, more=ITEMS)
    (tmp_path / "items.csv").write_text("Item\nX\n")
    (tmp_path / "orders.csv").write_text(HEADER + rows("1", "2") + rows("3", item="OLD"))
    return tmp_path


def again(folder: Path, first: Intake) -> Intake:
    second = read_source(folder, previous=first.report, taken=taken_of(first))
    hold(first, second, read_source(folder, previous=first.report))
    return second


def test_an_unchanged_file_is_not_opened_as_a_table_and_a_new_one_is_read_alone(folder, monkeypatch):
    first = read_source(folder)
    (folder / "orders_2.csv").write_text(HEADER + rows("4", item="NEW"))
    second = again(folder, first)
    assert (second.base, second.tables["order_lines"]["order_id"].tolist()) == ("first", ["4"])
    assert second.report["tables"]["order_lines"]["kept"] == 4
    assert [(one["file"], one["rows"]) for one in second.report["sources"]] == [
        ("items.csv", 1), ("orders.csv", 3), ("orders_2.csv", 1),
    ]  # fmt: skip
    said_of_items = [flag for flag in second.report["flags"] if "items does not have" in flag]
    assert said_of_items == [
        "order_lines: 2 rows name 2 item_id that items does not have; kept. First: orders.csv row 4."
    ]
    opened = []
    reading = collection_module.read_delimited

    def watched(file, **how):
        opened.append((file.name, "begun" in how))
        return reading(file, **how)

    monkeypatch.setattr(collection_module, "read_delimited", watched)
    read_source(folder, previous=first.report, taken=taken_of(first))
    assert sorted(opened) == [("items.csv", False), ("orders_2.csv", False)]


def test_of_a_file_that_has_grown_only_its_end_is_read_and_its_rows_keep_their_numbers(folder):
    first = read_source(folder)
    with (folder / "orders.csv").open("a") as file:
        file.write(rows("4") + "5,1,,2026-01-02,X,2,10,EUR,\n")
    second = again(folder, first)
    assert second.tables["order_lines"]["order_id"].tolist() == ["4"]
    assert second.rejected["order_lines"][["file", "row", "reason"]].to_numpy().tolist() == [
        ["orders.csv", 6, "account_id is empty"]
    ]
    with (folder / "orders.csv").open("a") as file:
        file.write(rows("6"))
    third = read_source(folder, previous=second.report, taken=taken_of(first, second))
    assert third.tables["order_lines"]["order_id"].tolist() == ["6"]
    assert third.report["sources"][1]["rows"] == third.report["sources"][1]["records"] - 1 == 6


def test_nothing_new_gives_no_lines_and_the_whole_account(folder):
    first = read_source(folder)
    second = again(folder, first)
    assert second.base == "first" and second.tables["order_lines"].empty
    assert second.tables["order_lines"].dtypes.astype(str).to_dict() == TABLES["order_lines"].dtypes
    assert second.report["tables"]["order_lines"]["rows_in"] == 3


def test_lines_exported_twice_are_merged_without_reading_the_old_ones(folder):
    first = read_source(folder)
    (folder / "orders_2.csv").write_text(HEADER + rows("2", "4"))
    second = again(folder, first)
    assert second.base and second.tables["order_lines"]["order_id"].tolist() == ["4"]
    assert second.report["tables"]["order_lines"]["merged"] == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda d: (d / "orders.csv").write_text(HEADER + rows("1", "9")), "orders.csv has changed"),
        (lambda d: (d / "orders.csv").rename(d / "orders_1.csv"), "1 files of the last load are gone"),
        (lambda d: mapping(d, duplicates="keep", more=ITEMS), "the mapping, or how it is read, has changed"),
        (lambda d: (d / "orders_2.csv").write_text(HEADER + rows("2", item="Z")), "with other content"),
        (lambda d: (d / "orders_2.csv").write_text(HEADER + "2,,A,2026-01-02,X,2,10,EUR,\n"), "have no numbers"),
        (lambda d: append(d / "orders.csv", b"7,1,A,2026-01-02,X,2,10,EUR,\xff\n"), "another encoding"),
        (lambda d: append(d / "orders.csv", b"\0\0\0\0\n"), "NUL characters"),
    ],
)  # fmt: skip
def test_what_might_move_old_lines_is_read_in_full_and_says_why(folder, change, why):
    first = read_source(folder)
    change(folder)
    try:
        full = read_source(folder, previous=first.report)
    except SourceError as fault:
        with pytest.raises(SourceError) as told:
            read_source(folder, previous=first.report, taken=taken_of(first))
        assert str(told.value) == str(fault)
        return
    second = read_source(folder, previous=first.report, taken=taken_of(first))
    assert not second.base and why in second.report["read_all"]
    hold(first, second, full)


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def test_a_file_without_an_end_or_packed_is_read_again_when_it_has_grown(folder):
    (folder / "orders.csv").write_text(HEADER + rows("1").rstrip("\n"))
    first = read_source(folder)
    append(folder / "orders.csv", b"0\n")
    second = again(folder, first)
    assert "has changed" in second.report["read_all"]
    assert second.tables["order_lines"]["unit_price"].tolist() == [10.0]
    (folder / "orders.csv").unlink()
    packed = gzip.compress((HEADER + rows("1")).encode())
    (folder / "orders.csv.gz").write_bytes(packed)
    first = read_source(folder)
    (folder / "orders.csv.gz").write_bytes(packed + gzip.compress(rows("2").encode()))
    second = again(folder, first)
    assert not second.base and second.tables["order_lines"]["order_id"].tolist() == ["1", "2"]


def test_a_merger_of_accounts_since_is_followed_by_old_lines_too(folder):
    aliases = '\n[tables.account_aliases]\nfiles = ["alias.csv"]\ncolumns = { alias_id = "Old", account_id = "New" }\n'
    mapping(folder, more=ITEMS + aliases)
    (folder / "alias.csv").write_text("Old,New\nQ,R\n")
    first = read_source(folder)
    (folder / "alias.csv").write_text("Old,New\nQ,R\nA,B\n")
    second = again(folder, first)
    assert second.report["read_all"] == "accounts were merged since"
    assert set(second.tables["order_lines"][L.account_id]) == {"B"}


def test_a_later_export_day_reads_again_what_lay_too_far_ahead(folder):
    append(folder / "orders.csv", rows("4", day="2027-11-15").encode())
    first = read_source(folder)
    assert len(first.rejected["order_lines"]) == 1
    mapping(folder, day="2026-12-01", more=ITEMS)
    second = again(folder, first)
    assert not second.base and len(second.rejected["order_lines"]) == 0


def test_cp949_grows_too(folder):
    korean = HEADER.replace("Note", "비고")
    (folder / "orders.csv").write_bytes((korean + rows("1").replace(",\n", ",급함\n")).encode("cp949"))
    first = read_source(folder)
    append(folder / "orders.csv", rows("2").replace(",\n", ",똠방\n").encode("cp949"))
    second = again(folder, first)
    assert second.base and second.tables["order_lines"]["order_id"].tolist() == ["2"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # two lines in conflict were turned away; the number is typed, the cell is not
        ("0017,1,A,2026-01-02,X,2,10,EUR,\n0017,1,A,2026-01-02,X,3,10,EUR,\n", "0017,1,A,2026-01-02,X,2,10,EUR,\n"),
        # an order of which only a line without an account is known: the next has the second number
        ("7,,,2026-01-02,X,2,10,EUR,\n", "7,,A,2026-01-02,X,2,10,EUR,\n"),
    ],
)
def test_orders_of_which_lines_were_turned_away_are_read_again(folder, old, new):
    (folder / "mapping.toml").write_text(
        (folder / "mapping.toml").read_text().replace("[tables.order_lines.columns]",
                                                      'strip_zeros = ["order_id"]\n[tables.order_lines.columns]')
    )  # fmt: skip
    append(folder / "orders.csv", old.encode())
    first = read_source(folder)
    append(folder / "orders.csv", new.encode())
    second = again(folder, first)
    assert second.report["read_all"] == "orders of which lines were turned away occur again"


def test_repeats_that_are_kept_are_read_again(folder):
    mapping(folder, duplicates="keep", more=ITEMS)
    first = read_source(folder)
    append(folder / "orders.csv", rows("2").encode())
    second = again(folder, first)
    assert not second.base and len(second.tables["order_lines"]) == 4


def test_a_broken_sidecar_is_told_as_in_a_full_reading(folder):
    first = read_source(folder)
    (folder / "orders.csv.sha256").write_text("nothing of use")
    with pytest.raises(SourceError, match="holds no SHA-256"):
        read_source(folder, previous=first.report, taken=taken_of(first))


def test_a_file_cut_within_the_end_of_a_line_is_read_again(folder):
    data = (HEADER + rows("1", "2")).replace("\n", "\r\n").encode()
    (folder / "orders.csv").write_bytes(data[:-1])
    first = read_source(folder)
    (folder / "orders.csv").write_bytes(data + rows("3").replace("\n", "\r\n").encode())
    second = again(folder, first)
    assert "has changed" in second.report["read_all"]


def test_the_first_row_that_names_a_stranger_moves_when_the_stranger_is_known(folder):
    append(folder / "orders.csv", rows("4", item="OLDER").encode())
    first = read_source(folder)
    (folder / "items.csv").write_text("Item\nX\nOLD\n")
    append(folder / "orders.csv", rows("5").encode())
    second = read_source(folder, previous=first.report, taken=taken_of(first))
    told = [flag for flag in second.report["flags"] if "items does not have" in flag]
    assert second.base and told == ["order_lines: 1 rows name 1 item_id that items does not have; kept."]
