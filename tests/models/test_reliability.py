"""Past chances in groups, as pages draw them."""

import numpy as np
import pandas as pd

from accountbook.models.groups import BY_CHANCE, chance_groups, group_quality
from accountbook.models.reliability import grouped, kept_groups


def test_groups_hold_every_prediction_once_and_their_range_holds_the_share():
    rng = np.random.default_rng(1)
    p = rng.uniform(0, 0.6, 620)
    groups = grouped(p, rng.uniform(size=620) < p)
    assert len(groups) == 10
    assert groups["n"].sum() == 620
    assert groups["predicted"].is_monotonic_increasing
    assert ((groups["lo"] <= groups["happened"]) & (groups["happened"] <= groups["hi"])).all()
    assert grouped([0.5] * 59, [1] * 59).empty


def test_what_the_ledger_keeps_is_what_the_cases_give():
    rng = np.random.default_rng(2)
    p = rng.uniform(0, 0.6, 200)
    happened = (rng.uniform(size=200) < p).astype(float)
    whose = np.array([f"A{number % 7}" for number in range(200)])
    # one account has the lowest chances alone
    whose[np.argsort(p)[:40]] = "A-one"
    groups = {BY_CHANCE: chance_groups(p), "age": np.array(["new", "known"] * 100)}
    kept = group_quality(
        groups, happened, p, np.full(200, 0.3), accounts=whose, target="churn90", as_of=pd.Timestamp("2026-10-31")
    )
    found = kept_groups(kept, "churn90")
    pd.testing.assert_frame_equal(found, grouped(p, happened), check_dtype=False)
    assert len(found) == 6 and kept_groups(kept, "churn60").empty
    hidden = kept_groups(kept, "churn90", accounts=5)
    pd.testing.assert_frame_equal(hidden, found.iloc[1:].reset_index(drop=True))
