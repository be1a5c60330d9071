"""What holds for every table of the contract."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.tables import TABLES, Row, Scope


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_key_known_date_and_via_are_columns_and_an_account_is_within_reach(table):
    about = table.about
    named = [*about.key, *([about.known_on] if about.known_on else []), *([about.via[0]] if about.via else [])]
    assert set(named) <= set(table.columns)
    assert {meaning.known_on for meaning in table.meanings.values() if meaning.known_on} <= set(table.columns)
    if about.scope is Scope.ACCOUNT:
        assert "account_id" in table.columns or "account_id" in TABLES[about.via[1]].columns


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_an_empty_frame_passes_its_own_model(table):
    frame = table.frame()
    assert list(frame.columns) == table.columns
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == table.dtypes
    table.model.validate(frame)


def test_A14_a_table_that_all_share_names_no_account_and_nothing_of_one():
    of_accounts = [table for table in TABLES.values() if table.about.scope is Scope.ACCOUNT]
    shared = [table for table in TABLES.values() if table.about.scope is Scope.SHARED]
    theirs = {key for table in of_accounts for key in table.about.key}
    theirs -= {key for table in shared for key in table.about.key}
    ids = {column for column in theirs if column.endswith("_id")}
    assert {"account_id", "contact_id", "opportunity_id", "claim_id", "goal_id"} <= ids
    assert [
        (table.name, name)
        for table in shared
        for name, meaning in table.meanings.items()
        if meaning.refers and TABLES[meaning.refers] in of_accounts
    ] == []
    assert [(table.name, column) for table in shared for column in table.columns if column in ids] == []


def test_the_columns_common_to_all_stand_last():
    assert all(table.columns[-4:] == list(Row.__annotations__) for table in TABLES.values())


def test_a_column_that_is_not_in_the_contract_is_named():
    with pytest.raises(KeyError, match="fx_rates has no column rat"):
        TABLES["fx_rates"].frame([{"currency": "USD", "rat": 1.0}])


def test_dates_are_microseconds_and_empty_where_not_given():
    frame = TABLES["fx_rates"].frame([{"currency": "USD", "date": "2026-01-02", "rate": 0.85}])
    assert frame["date"].tolist() == [pd.Timestamp("2026-01-02")]
    assert frame["recorded_at"].isna().all()


def test_what_refers_names_a_table_and_what_is_said_of_a_person_names_the_column():
    found = [(table, name, meaning) for table in TABLES.values() for name, meaning in table.meanings.items()]
    assert [(table.name, name) for table, name, one in found if one.refers and one.refers not in TABLES] == []
    people = {(table.name, one.person) for table, _, one in found if one.person}
    assert people <= {(table.name, name) for table, name, one in found if one.refers == "contacts"}
    assert ("contact_events", "contact_id") in people
    assert [name for _, name, one in found if one.several] == ["other_employees", "other_contacts"]
