"""Countries by name."""

import pytest
from babel import Locale

from accountbook.ingest.places import NOT_COUNTRIES, country_code


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_territory_that_babel_names_is_found_by_its_name(language):
    names = {code: name for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha()}
    wrong = {code: name for code, name in names.items() if code not in NOT_COUNTRIES and country_code(name) != code}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [("kr", "KR"), ("UK", "GB"), ("USA", "US"), ("한국", "KR"), ("체코", "CZ"), ("Czech Republic", "CZ"),
     ("Côte d’Ivoire", "CI"), ("cote d’ivoire", "CI"), ("Holland", "NL"), ("EU", ""),
     ("Unspecified", ""), ("ZZ", ""), ("", "")],
)  # fmt: skip
def test_short_names_and_none(name, code):
    assert country_code(name) == code
