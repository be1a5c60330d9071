"""Parameters: only plain values under known names come near papermill."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.publish import PublishError
from accountbook.publish.parameters import check_names, declared, plain

KEPT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(KEPT)
def test_plain_values_come_through_as_they_are(value):
    assert plain(value) == value
    assert type(plain(value)) is type(value)


class Text(str):
    """A text that is more than a text."""


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (("A-1",), "a tuple"),
        (Path("A-1"), "PosixPath"),
        ({"A-1"}, "a set"),
        (np.bool_(False), "a bool"),
        (np.int64(5), "a int64"),
        (np.float64(5), "a float64"),
        (pd.NA, "NAType"),
        (pd.Timestamp("2026-10-31"), "Timestamp"),
        (Decimal("1.5"), "Decimal"),
        (b"A-1", "bytes"),
        (Text("A-1"), "a Text"),
        ([("A-1",)], "a tuple"),
        ({"a": Path("x")}, "PosixPath"),
        ({1: "x"}, "a int"),
        (math.nan, "not a finite number"),
        (math.inf, "not a finite number"),
        ("\ud800", "half a character"),
    ],
)
def test_A5_what_papermill_would_write_as_code_or_as_something_else_is_refused(value, named):
    with pytest.raises(PublishError, match=named):
        plain(value, name="account")


@pytest.mark.parametrize("name", ["a b", "account\nimport os", "Account", "1a", "a-b", "", "ac\u0441ount"])
def test_A5_a_name_that_is_not_a_plain_word_is_refused(name):
    with pytest.raises(PublishError, match="not a plain word"):
        check_names([name], {name: None})


@pytest.mark.parametrize("name", ["db_password", "api_key", "token", "client_secret"])
def test_A11_a_name_of_a_secret_is_refused(name):
    with pytest.raises(PublishError, match=f"parameter {name}; a secret is never passed"):
        check_names([name], {name: None})


def test_finding_3_a_misspelt_parameter_stops_before_the_run(desk, notebook):
    node = notebook("1 / 0")
    node.cells[1].source = node.cells[1].source.replace("account:", "acount:")
    desk.put("account_plan", node)
    with pytest.raises(PublishError, match="declares acount, which nobody passes; does not declare account"):
        desk.publish()
    assert desk.runs() == []
    assert not desk.edition.exists()


def test_a_notebook_without_a_parameters_cell_is_told_so(notebook):
    node = notebook("1")
    for cell in node.cells:
        cell.metadata["tags"] = []
    with pytest.raises(PublishError, match="no cell tagged 'parameters'"):
        declared(node)


def test_names_are_read_as_papermill_reads_them(notebook):
    node = notebook("1")
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
    assert declared(node) == ["book", "as_of", "lang", "account"]
