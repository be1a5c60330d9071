"""Partners that an account works with, and how we stand to them: 0-3 per account, known anew every year or so."""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn
from accountbook.demo.frame import typed
from accountbook.demo.market_phrases import APPROACHES, RELATIONS, ROLES
from accountbook.demo.names import companies
from accountbook.demo.notes import lags, sentences
from accountbook.demo.places import BY_CODE
from accountbook.demo.plan import days
from accountbook.tables import Accounts as A
from accountbook.tables import PartnerLinks as P


def draw_partners(drawn: Drawn) -> pd.DataFrame:
    """Draw the contract's partner_links."""
    rng, plan = drawn.plan.rng("partners"), drawn.plan
    taken = set(drawn.accounts[A.name])
    rows: list[tuple[int, str, int, str]] = []
    for row, account in enumerate(drawn.traits.itertuples(index=False)):
        count = int(rng.integers(0, 4))
        for name in companies(BY_CODE[account.country], count, rng, taken=taken):
            role = ROLES[int(rng.integers(len(ROLES)))]
            day = max(plan.first, min(int(account.first), plan.last - 60)) + int(rng.exponential(250))
            while day <= plan.last:
                rows.append((row, name, day, role))
                day += 90 + int(rng.exponential(350))
    rows.sort(key=lambda one: (one[2], one[0], one[1]))
    frame = pd.DataFrame(rows, columns=["row", "name", "day", "role"])
    n, lag = len(frame), lags(rng, len(frame))
    table = typed(
        "partner_links",
        {
            P.account_id: drawn.accounts[A.account_id].to_numpy()[frame["row"].to_numpy(dtype=int)],
            P.partner: frame["name"],
            P.as_of: days(frame["day"]),
            P.role: frame["role"],
            P.our_relation: pd.Series(sentences(rng, RELATIONS, {"n": range(n)}), dtype="str").where(
                rng.random(n) < 0.9
            ),
            P.their_approach: pd.Series(sentences(rng, APPROACHES, {"n": range(n)}), dtype="str").where(
                rng.random(n) < 0.75
            ),
            P.recorded_at: days(np.where(lag < 0, -1, frame["day"] + lag)),
        },
    )
    return table[(lag >= 0) & (frame["day"] + lag <= plan.last).to_numpy()].reset_index(drop=True)
