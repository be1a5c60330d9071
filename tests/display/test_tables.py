"""The table builder."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from accountbook.display import Cell, Column, Fact, facts, table


def _cells(columns, rows, **options):
    html = str(table(columns, rows, id="t", **options)).replace("&nbsp;", "\N{NO-BREAK SPACE}")
    return ElementTree.fromstring(html[html.index("<table") :])


def test_cell_says_value_range_second_line_and_orange_has_a_sign():
    cell = Cell("41", range="28–55", second="rep: 60", act=True)
    td = _cells([Column("EUR k", "number")], [[cell]]).find(".//td")
    assert "".join(td.itertext()) == "!\N{NO-BREAK SPACE}41 (28–55)rep: 60"
    assert td.find("span[@class='act']") is not None


def test_phone_labels_come_from_the_head_but_not_for_empty_cells():
    columns = [Column("Deal", "name"), Column("EUR k, 12 m", "number", label="EUR k"), Column("Close")]
    row = _cells(columns, [["Line 4", "96", ""]], stack=True).find("tbody/tr")
    assert [td.get("data-l") for td in row] == [None, "EUR k", None]
    assert [td.get("class") for td in row] == ["name p6", "num p2", "p2"]


def test_more_than_four_columns_are_broken_up_on_a_phone():
    assert _cells([Column("a")] * 5, [["x"] * 5]).get("class") == "stack"
    assert _cells([Column("a")] * 4, [["x"] * 4]).get("class") is None


def test_sort_keys_are_attributes():
    body = _cells([Column("EUR k", "number", sort="down")], [[Cell("41", key=41_200)]])
    assert body.find(".//th").get("data-sort") == "down" and body.find(".//td").get("data-k") == "41200"


def test_row_with_wrong_number_of_cells_is_named():
    with pytest.raises(ValueError, match="Row 2 has 1 cells and the table 2 columns"):
        table([Column("a"), Column("b")], [["x", "y"], ["x"]], id="t")
    with pytest.raises(ValueError, match="id"):
        table([Column("a")], [], id="a b")


def test_facts_show_range_and_orange_sign():
    said = facts([Fact("Days", "42", "34–53"), Fact("Late", "24", aside="19 days", act=True)]).text()
    assert said == "Days42 (34–53) !\N{NO-BREAK SPACE}Late 19 days24"
