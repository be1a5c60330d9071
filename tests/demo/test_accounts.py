"""The accounts: twenty countries, awkward numbers, names in their own scripts."""

from __future__ import annotations

import unicodedata

import pytest

from accountbook.demo.accounts import draw_accounts
from accountbook.demo.plan import Plan
from accountbook.tables import TABLES


@pytest.fixture(scope="module")
def drawn():
    return draw_accounts(Plan())


def test_sixty_accounts_in_twenty_countries_and_four_teams(drawn):
    assert len(drawn.table) == 60
    assert drawn.table["country"].nunique() == 20
    sizes = drawn.table["team"].value_counts()
    assert sorted(sizes.index) == ["Asia", "North and East", "Overseas", "South Europe"]
    assert sizes.min() >= 8


@pytest.mark.parametrize("script", ["HANGUL", "CYRILLIC", "ARABIC", "GREEK", "LATIN"])
def test_names_come_in_their_own_scripts(drawn, script):
    names = "".join(drawn.table["name"])
    assert any(unicodedata.name(letter, "").startswith(script) for letter in names)


def test_names_carry_accents_and_markup(drawn):
    names = drawn.table["name"].tolist()
    assert 'R&D <Tools> "Süd" GmbH' in names
    assert any("ế" in name or "ỹ" in name for name in names)
    assert len(set(names)) == 60


def test_I7_numbers_that_spreadsheets_spoil(drawn):
    assert {"007", "NA", "한들-08"} <= set(drawn.table["account_id"])
    assert drawn.table["account_id"].is_unique


def test_the_table_keeps_the_contract(drawn):
    TABLES["accounts"].model.validate(drawn.table)
    TABLES["account_aliases"].model.validate(drawn.aliases)


def test_I15_the_merged_account_had_two_numbers_in_a_chain(drawn):
    merged = drawn.traits.loc[drawn.traits["case"] == "merged", "account_id"].item()
    assert dict(zip(drawn.aliases["alias_id"], drawn.aliases["account_id"], strict=True)) == {
        "M-77": "M-12",
        "M-12": merged,
    }


def test_some_fiscal_years_are_recorded_and_some_are_only_lived(drawn):
    recorded = drawn.table["fiscal_year_end_month"].notna()
    assert 20 <= recorded.sum() <= 45
    peak = drawn.traits["case"] == "fiscal peak"
    assert not recorded[peak].any()
    assert drawn.traits.loc[peak, "fiscal_peak"].item() == 2.2
    assert (drawn.table.loc[recorded, "fiscal_year_end_month"] == drawn.traits.loc[recorded, "fiscal_month"]).all()


def test_regular_and_irregular_buyers_overlap(drawn):
    many = draw_accounts(Plan(accounts=600)).traits
    regular, other = many.loc[many["regular"], "regularity"], many.loc[~many["regular"], "regularity"]
    assert regular.min() < other.max()
    assert regular.median() > 2 * other.median()


def test_only_one_account_pays_in_the_currency_with_the_gap(drawn):
    assert (drawn.table["currency"] == "SAR").sum() == 1
    assert drawn.table["currency"].nunique() >= 4


def test_thousands_of_accounts_keep_their_names_apart():
    assert draw_accounts(Plan(accounts=3_000)).table["name"].is_unique
