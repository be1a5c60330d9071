"""The exports, read back by the mapping that lies beside them, are the truth: no value is lost or bent."""

from __future__ import annotations

import json
import unicodedata

import numpy as np
import pandas as pd
import pytest

from accountbook.demo.dirt import SPOILED
from accountbook.ingest import read_mapping, read_source
from accountbook.tables import TABLES


@pytest.fixture(scope="module")
def intake(made):
    return read_source(made.folder)


@pytest.fixture(scope="module")
def dirt(made):
    return json.loads((made.folder / "truth" / "dirt.json").read_text(encoding="utf-8"))


MADE = list(TABLES)
"""The made-up company covers them all."""


@pytest.mark.parametrize("name", MADE)
def test_every_table_comes_back_as_it_was(made, intake, name):
    table = TABLES[name]
    columns = [column for column in table.columns if column not in ("amount", "first_loaded_on")]
    # credits without a number need more than the key to be told apart
    by = [*table.about.key, *(["account_id", "order_date", "quantity", "unit_price"] if name == "order_lines" else [])]
    want, got = (
        frame[columns].sort_values(by, kind="stable").reset_index(drop=True)
        for frame in (made.table(name), intake.tables[name])
    )
    assert len(want) == len(got)
    for column in columns:
        if pd.api.types.is_float_dtype(table.dtypes[column]):
            np.testing.assert_allclose(got[column], want[column], rtol=0, atol=1e-9, err_msg=column)
        else:
            assert (got[column].isna() == want[column].isna()).all(), column
            assert (got[column] == want[column])[want[column].notna()].all(), column


def test_the_load_finds_exactly_the_dirt(intake, dirt):
    report, total = intake.report["tables"]["order_lines"], dirt["order_lines"]["totals"]
    assert report["rows_in"] == total["rows"]
    assert report["merged"] == total["duplicates"] + total["overlap"]
    assert report["rejected"] == sum(total["rejected"].values()) + total["conflict_rows"]
    for name in ("accounts", "contacts", "role_slots"):
        assert intake.report["tables"][name]["merged"] == dirt[name]["duplicates"]
        assert intake.report["tables"][name]["rejected"] == 0
    for name in SPOILED:
        found = intake.report["tables"][name]
        assert found["rows_in"] == dirt[name]["rows"]
        assert found["merged"] == dirt[name]["duplicates"] >= 1
        assert found["rejected"] == dirt[name]["rejected"] == len(SPOILED[name])


def test_unknown_items_are_flagged(intake, dirt):
    assert dirt["unknown_item_lines"] == 3
    assert any("3 rows name 1 item_id" in flag for flag in intake.report["flags"])


def test_I5_contacts_are_utf16_and_some_names_decomposed(made, dirt):
    data = (made.folder / "contacts.tsv").read_bytes()
    assert data.startswith(b"\xff\xfe")
    text = data.decode("utf-16")
    assert dirt["decomposed_names"] >= 10
    assert unicodedata.normalize("NFC", text) != text


def test_the_mapping_is_one_that_ingest_accepts(made):
    mapping = read_mapping(made.folder / "mapping.toml")
    assert set(mapping.tables) == set(MADE)
    assert mapping.company.invented
    assert len(mapping.tables["order_lines"].sources) == 6


def test_headers_are_korean_german_and_english(made):
    text = (made.folder / "mapping.toml").read_text(encoding="utf-8")
    assert all(header in text for header in ("거래처코드", "Belegnummer", "Order no.", "Customer no."))


def test_no_file_names_a_real_place_of_the_maker(made):
    # nothing of the machine that wrote them
    for path in made.folder.rglob("*.json"):
        assert "/tmp" not in path.read_text(encoding="utf-8")
