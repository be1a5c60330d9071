"""What a mapping may say of files that are no plain tables: lists for printers, nested rows, columns of other files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.ingest import SourceError
from accountbook.ingest.salesforce_ids import id18
from accountbook.tables import OrderLines as L

LINES = """\
[tables.order_lines]
files = ["lines.csv"]
{settings}
[tables.order_lines.columns]
order_id = "Doc"
item_id = "Item"
quantity = "Qty"
{columns}
[tables.order_lines.constants]
currency = "EUR"
{more}
"""
LOOKUPS = """\
[tables.order_lines.lookup.account_id]
file = "heads.csv"
by = "Doc"
key = "No"
take = "Who"
[tables.order_lines.lookup.order_date]
file = "heads.csv"
by = "Doc"
key = "No"
take = "Day"
"""
PRICE = 'unit_price = "Price"\n'


def mapping(*, settings: str = "", columns: str = "", more: str = "") -> str:
    return LINES.format(settings=settings, columns=columns, more=more)


def test_a_column_is_fetched_from_the_orders_headers_and_what_is_not_found_is_turned_away(read):
    intake = read(
        {
            "lines.csv": "Doc,Item,Qty,Price\n0001,X,2,10\n2,X,1,10\n3,X,1,10\n4,X,1,10\n,X,1,10\n2,Y,1,5\n",
            "heads.csv": "No,Who,Day\n1,A,2026-01-02\n2,B,2026-01-03\n4,A,2026-01-02\n4,B,2026-01-02\n",
        },
        mapping=mapping(columns=PRICE, more=LOOKUPS),
    )
    lines = intake.tables["order_lines"]
    assert lines[[L.order_id, L.account_id]].values.tolist() == [["0001", "A"], ["2", "B"], ["2", "B"]]
    assert lines[L.order_date].dt.strftime("%F").tolist() == ["2026-01-02", "2026-01-03", "2026-01-03"]
    assert intake.rejected["order_lines"][["row", "reason"]].values.tolist() == [
        [4, 'account_id cannot be looked up: no row of heads.csv has its "Doc" as "No"'],
        [5, 'account_id cannot be looked up: several rows of heads.csv have its "Doc", but unlike "Who"'],
        [6, "account_id is empty"],
    ]
    assert intake.report["tables"]["order_lines"]["money"]["EUR"] == {
        "in": 65.0, "kept": 35.0, "merged": 0.0, "rejected": 30.0
    }  # fmt: skip
    sources = [(one["file"], one["table"], one["ignored"]) for one in intake.report["sources"]]
    assert sources == [("lines.csv", "order_lines", []), ("heads.csv", "order_lines (lookup)", [])]


def test_lookups_go_by_lookups_before_them(read):
    more = LOOKUPS.replace("lookup.account_id]", "lookup.Buyer]") + (
        '[tables.order_lines.lookup.account_id]\nfile = "names.csv"\nby = "Buyer"\nkey = "Name"\ntake = "No"\n'
    )
    intake = read(
        {
            "lines.csv": "Doc,Item,Qty,Price\n1,X,2,10\n2,X,2,10\n",
            "heads.csv": "No,Who,Day\n1,Prima,2026-01-02\n2,Nova,2026-01-02\n",
            "names.csv": "No,Name\n77,Prima\n",
        },
        mapping=mapping(columns=PRICE, more=more),
    )
    assert intake.tables["order_lines"][L.account_id].tolist() == ["77"]
    assert intake.rejected["order_lines"]["reason"].tolist() == [
        'account_id cannot be looked up: no row of names.csv has its "Buyer" as "Name"'
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('by = "Doc"', 'by = "Dok"', 'no column "Dok" to look account_id up by. Nearest: "Doc"'),
        ('key = "No"', 'key = "Nr"', 'heads.csv: no column "Nr". It has No, Who, Day. Correct lookup.account_id.key'),
        ('take = "Who"', 'take = "Whom"', 'no column "Whom". Nearest: "Who". Correct lookup.account_id.take'),
        ('"heads.csv"', '"haeds.csv"', 'no file matches haeds.csv. Nearest: "heads.csv"'),
        ("lookup.account_id]", "lookup.acount_id]", 'no column acount_id to fill. Nearest: "account_id"'),
    ],
)
def test_a_wrong_lookup_says_where_and_what_is_there(read, old, new, said):
    files = {"lines.csv": "Doc,Item,Qty,Price\n1,X,2,10\n", "heads.csv": "No,Who,Day\n1,A,2026-01-02\n"}
    with pytest.raises(SourceError) as caught:
        read(files, mapping=mapping(columns=PRICE, more=LOOKUPS.replace(old, new, 1)))
    assert said in str(caught.value)


def test_nested_rows_take_what_their_group_states_once_and_nothing_of_the_group_before(read):
    intake = read(
        {
            "lines.csv": "Doc,Who,Day,For,Item,Qty,Price\nS1,A,2026-01-02,Zeta,X,2,10\n,,,,Y,1,5\n"
            "S2,B,2026-01-03,,X,2,10\n,,,,X,2,10\n"
        },
        mapping=mapping(
            settings='fill_down = ["Doc", "Who", "Day", "For"]\nduplicates = "keep"',
            columns=PRICE + 'account_id = "Who"\norder_date = "Day"\nend_customer = "For"',
        ),
    )
    lines = intake.tables["order_lines"]
    assert lines[[L.order_id, L.line, L.account_id, L.item_id]].values.tolist() == [
        ["S1", "1", "A", "X"], ["S1", "2", "A", "Y"], ["S2", "1", "B", "X"], ["S2", "2", "B", "X"],
    ]  # fmt: skip
    assert lines[L.end_customer].fillna("-").tolist() == ["Zeta", "Zeta", "-", "-"]


def test_a_price_is_the_amount_by_the_quantity_whatever_signs_stand_where(read):
    intake = read(
        {
            "lines.csv": "Doc,Who,Day,Item,Qty,Net\n1,A,02.01.2026,X,3,100.00\n1,A,02.01.2026,Y,2,-40.00\n"
            "1,A,02.01.2026,Z,-2,-40.00\n1,A,02.01.2026,W,0,5.00\n1,A,02.01.2026,V,0,0.00\n1,A,02.01.2026,U,4,\n"
        },
        mapping=mapping(
            settings='date_formats = ["%d.%m.%Y"]',
            columns='account_id = "Who"\norder_date = "Day"',
            more='[tables.order_lines.derive]\namount = "Net"\n',
        ),
    )
    lines = intake.tables["order_lines"]
    assert lines[[L.item_id, L.quantity, L.unit_price]].values.tolist() == [
        ["X", 3.0, pytest.approx(33.3333333333)], ["Y", -2.0, 20.0], ["Z", -2.0, 20.0], ["V", 0.0, 0.0],
    ]  # fmt: skip
    assert intake.rejected["order_lines"]["reason"].tolist() == [
        "unit_price cannot be worked out: an amount for quantity 0", "unit_price is empty",
    ]  # fmt: skip
    assert intake.report["tables"]["order_lines"]["money"]["EUR"]["kept"] == pytest.approx(100 - 40 - 40, rel=1e-12)


def test_a_discount_in_money_becomes_the_share_of_the_line(read):
    intake = read(
        {"lines.csv": "Doc,Who,Day,Item,Qty,Price,Off\n1,A,2026-01-02,X,4,25,10\n2,A,2026-01-02,X,4,25,\n"
                      "3,A,2026-01-02,X,1,25,30\n"},
        mapping=mapping(
            columns=PRICE + 'account_id = "Who"\norder_date = "Day"',
            more='[tables.order_lines.derive]\ndiscount_amount = "Off"\n',
        ),
    )  # fmt: skip
    assert intake.tables["order_lines"][L.discount].tolist() == [0.1, 0.0]
    assert intake.rejected["order_lines"]["reason"].tolist() == [
        "discount cannot be worked out: more is taken off than the line is worth"
    ]


ALV = """\
05.11.2026                List of Sales Orders                 1
----------------------------------------------------------------
|Doc  |Who |Day       |Item   |  Qty |       Net|
----------------------------------------------------------------
|4711 |1000|02.01.2026|2" pipe|    3 |  1.200,00|
|4712 |1000|03.01.2026|X      |    2-|    400,00-|
----------------------------------------------------------------
05.11.2026                List of Sales Orders                 2
|Doc  |Who |Day       |Item   |  Qty |       Net|
----------------------------------------------------------------
|4713 |1001|04.01.2026|X      |    1 |    200,00|
|*    |    |          |       |      |  1.000,00|
----------------------------------------------------------------
"""


def test_a_list_made_for_a_printer_is_read_without_its_furniture(read):
    intake = read(
        {"lines.csv": ALV},
        mapping=mapping(
            settings='framed = true\ndelimiter = "|"\nheader_row = 3\nskip_rows = ["^[*]"]\n'
            'date_formats = ["%d.%m.%Y"]\ndecimal = ","\nthousands = "."',
            columns='account_id = "Who"\norder_date = "Day"',
            more='[tables.order_lines.derive]\namount = "Net"\n',
        ),
    )
    lines = intake.tables["order_lines"]
    assert lines[[L.order_id, L.item_id, L.quantity, L.unit_price]].values.tolist() == [
        ["4711", '2" pipe', 3.0, 400.0], ["4712", "X", -2.0, 200.0], ["4713", "X", 1.0, 200.0],
    ]  # fmt: skip
    assert len(intake.rejected["order_lines"]) == 0
    # below the header: four rulings, the title and header of the second page, the sum
    assert "lines.csv: 7 lines are titles, rulings, totals or footers; left out." in intake.report["flags"]


def test_rows_that_are_not_of_the_table_are_left_out_and_counted_but_faults_of_lookups_are_told(read):
    intake = read(
        {
            "lines.csv": "Doc,Item,Qty,Price\n1,X,2,10\n2,X,1,ten\n3,X,1,10\n",
            "heads.csv": "No,Who,Day,State\n1,A,2026-01-02,Sent\n2,B,2026-01-03,Draft\n",
        },
        mapping=mapping(
            settings='where = {State = "^(?!Draft$)"}',
            columns=PRICE,
            more=LOOKUPS + LOOKUPS.split("[tables.order_lines.lookup.order_date]")[0]
            .replace("account_id", "State").replace("Who", "State"),
        ),
    )  # fmt: skip
    figures = intake.report["tables"]["order_lines"]
    assert (figures["rows_in"], figures["kept"], figures["rejected"], figures["skipped"]) == (2, 1, 1, 1)
    assert "order_lines: 1 rows of lines.csv left out by `where` (State)." in intake.report["flags"]


def test_ids_without_zeros_of_18_characters_and_the_first_of_several(read):
    files = {"lines.csv": "Doc,Who,Day,Item,Qty,Price\n1,0013000001Abcde;9,2026-01-02,0000700,2,10\n"}
    settings = 'strip_zeros = ["item_id"]\nid18 = ["account_id"]\nfirst_of = {account_id = ";"}'
    columns = PRICE + 'account_id = "Who"\norder_date = "Day"'
    lines = read(files, mapping=mapping(settings=settings, columns=columns)).tables["order_lines"]
    assert lines[[L.account_id, L.item_id]].values.tolist() == [["0013000001AbcdeAAB", "700"]]


@given(st.text("abcXYZ0189", min_size=15, max_size=15), st.text("abcXYZ0189", min_size=15, max_size=15))
def test_ids_of_18_characters_stay_apart_without_their_case_and_hold_the_short_one(one, other):
    assert id18(one)[:15] == one and id18(id18(one)) == id18(one)
    assert (id18(one).lower() == id18(other).lower()) == (one == other)


def test_the_company_counts_in_its_countrys_currency_and_lines_may_say_so(read):
    text = LINES.format(settings="", columns=PRICE + 'account_id = "Who"\norder_date = "Day"', more="")
    files = {"lines.csv": "Doc,Who,Day,Item,Qty,Price\n1,A,2026-01-02,X,2,10\n"}
    intake = read(files, mapping=text.replace('currency = "EUR"', 'currency = "company"'))
    assert intake.tables["order_lines"][L.currency].tolist() == ["EUR"]


def test_a_hidden_sheet_beside_the_export_is_not_asked_about(read, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Doc", "Who", "Day", "Item", "Qty", "Price"])
    book.active.append(["1", "A", "2026-01-02", "X", 2, 10])
    book.create_sheet("hiddenSheet").sheet_state = "hidden"
    book.save(tmp_path / "lines.xlsx")
    text = mapping(columns=PRICE + 'account_id = "Who"\norder_date = "Day"').replace("lines.csv", "lines.xlsx")
    assert len(read({}, mapping=text).tables["order_lines"]) == 1
