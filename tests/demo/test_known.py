"""No row of any table names what nobody knew on the day on which the row itself became known."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.demo.plan_sheets import PLAN_SHEETS
from accountbook.demo.voice_sheets import VOICE_SHEETS
from accountbook.tables import TABLES

NAMES = [*VOICE_SHEETS, *PLAN_SHEETS]


def _known(made, name: str) -> pd.Series:
    """Per row, the day from which it is known: its own date, or that of its entry if later."""
    return made.table(name)[[TABLES[name].about.known_on, "recorded_at"]].max(axis=1)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_row_names_is_known_by_then(made, name):
    frame, known = made.table(name), _known(made, name)
    for column, meaning in TABLES[name].meanings.items():
        target = meaning.refers
        if not target or not TABLES[target].about.known_on:
            continue
        first = _known(made, target).groupby(made.table(target)[TABLES[target].about.key[0]]).min()
        named = frame[column].dropna()
        if meaning.several:
            named = named.str.split(";").explode()
        since = named.map(first)
        assert since.notna().all(), f"{column} names what {target} does not have"
        late = since > known.reindex(named.index)
        assert not late.any(), f"{column}: {int(late.sum())} of {len(named)} rows name a later row of {target}"


@pytest.mark.parametrize("name", NAMES)
def test_what_a_row_names_is_of_its_own_account(made, name):
    frame = made.table(name)
    for column, meaning in TABLES[name].meanings.items():
        target = meaning.refers
        if not target or target == "accounts" or "account_id" not in TABLES[target].columns or meaning.several:
            continue
        home = made.table(target).drop_duplicates(TABLES[target].about.key[0])
        home = home.set_index(TABLES[target].about.key[0])["account_id"]
        there = frame[frame[column].notna() & frame["account_id"].notna()]
        assert (there[column].map(home) == there["account_id"]).all(), column
