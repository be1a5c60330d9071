"""Columns beside the others: mails that came back, consent, what sets our offers apart, what reps claim to know.

* *mails*: to .65 of those who left, one came back 3-150 days later; one in eighty came back though the person is there;
* *consent*: .55 agreed that birthday and topics are kept, .20 did not, the others were never asked;
* *our difference*: written down for .45 of the deals, .60 of those whose offer is out;
* *claimed knowledge*: once, 20-200 days before the last day, a rep states the share of the role slots of the own
  accounts that hold a name as it is + .00-.12 + bending x .10-.35; in an honest company as it is, to the nearest .05.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from accountbook.demo.drawn import Drawn, numbers
from accountbook.demo.items import FAMILIES
from accountbook.demo.market_phrases import DIFFERENCES, KOREAN_DIFFERENCES
from accountbook.demo.names import plain
from accountbook.demo.notes import sentences
from accountbook.demo.plan import days
from accountbook.demo.roles import ROLES
from accountbook.tables import Contacts as C
from accountbook.tables import Employees as E
from accountbook.tables import Opportunities as O
from accountbook.tables import RoleSlots as S


def with_mail(drawn: Drawn, contacts: pd.DataFrame) -> pd.DataFrame:
    """The contacts with ``bounced_on`` and ``consent``."""
    rng, last, n = drawn.plan.rng("mail"), drawn.plan.last, len(contacts)
    left = np.array([one["left_on"] for one in drawn.crowd.truth], dtype=int)
    written = numbers(contacts[C.created_on])
    back = np.where((left >= 0) & (rng.random(n) < 0.65), np.maximum(left, written) + rng.integers(3, 151, n), -1)
    false = written + 1 + (rng.random(n) * np.maximum(1, last - written)).astype(int)
    back = np.where((left < 0) & (rng.random(n) < 1 / 80), false, back)
    asked = rng.random(n)
    consent = pd.Series(asked < 0.55, dtype="boolean").mask(asked > 0.75)
    return contacts.assign(
        **{C.bounced_on: pd.Series(days(np.where(back <= last, back, -1))), C.consent: consent.to_numpy()}
    ).astype({C.consent: "boolean"})


def with_difference(drawn: Drawn, deals: pd.DataFrame) -> pd.DataFrame:
    """The opportunities with ``our_difference``."""
    rng, n = drawn.plan.rng("difference"), len(deals)
    nouns = {family.code: family.noun.removesuffix(" part") for family in FAMILIES}
    slots = {"noun": [nouns[line] for line in deals[O.product_line]]}
    speaks = drawn.korean[[drawn.row[account] for account in deals[O.account_id]]] if n else np.zeros(0, dtype=bool)
    texts = sentences(rng, DIFFERENCES, slots, korean=KOREAN_DIFFERENCES, speaks=speaks)
    offered = deals[O.seller_stage].isin(["offer", "negotiation", "verbal"]).to_numpy()
    there = rng.random(n) < np.where(offered, 0.60, 0.45)
    return deals.assign(**{O.our_difference: pd.Series(texts, dtype="str").where(there).to_numpy()}).astype(
        {O.our_difference: "str"}
    )


def with_claims(drawn: Drawn, employees: pd.DataFrame, slots: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, float]]:
    """The employees with mail addresses and what reps claim to know, and per rep what is so on that day."""
    rng, plan = drawn.plan.rng("claimed"), drawn.plan
    owned = pd.Series(drawn.staff.owner, index=drawn.accounts["account_id"])
    claimed, day, known = {}, {}, {}
    for rep, bending in drawn.staff.bending.items():
        draw, day[rep] = rng.random(2), plan.last - int(rng.integers(20, 201))
        accounts = owned.index[owned == rep]
        past = slots[slots[S.account_id].isin(accounts) & (numbers(slots[S.assessed_on]) <= day[rep])]
        newest = past.drop_duplicates([S.account_id, S.role_code], keep="last")
        known[rep] = float(newest[S.contact_id].notna().sum() / max(1, len(ROLES) * len(accounts)))
        stated = known[rep] + draw[0] * 0.12 + bending * (0.10 + draw[1] * 0.25)
        claimed[rep] = round(min(0.98, known[rep] if plan.honest else stated) * 20) / 20
    numbers_ = employees[E.employee_id]
    mail = [
        f"{plain(name).split(' ')[-1].lower() or 'kim'}.{number.lower()}@hanbit.example"
        for name, number in zip(employees[E.name], numbers_, strict=True)
    ]
    columns = {E.email: pd.Series(mail, dtype="str"), E.claimed_share: numbers_.map(claimed).astype(float)}
    columns[E.claimed_on] = pd.Series(days([day.get(one, -1) for one in numbers_]))
    return employees.assign(**columns), known
