"""The manufacturer's own people: four teams of reps, their managers, service, support, finance, human resources.

Each rep has a share of *bending*: 0 says what is so, 1 bends whatever helps. A third of the reps draw
it from .40-.95, the others from 0-.45; in an honest company it is 0 for everyone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.names import People, plain
from accountbook.demo.places import BY_CODE, TEAMS
from accountbook.demo.plan import Plan
from accountbook.tables import Accounts as A
from accountbook.tables import Employees as E

ACCOUNTS_PER_REP = 32
HUMAN_RESOURCES = "human resources"
"""The function that meets its like at the accounts: trainings, ceremonies."""
_HOMES = {"South Europe": ("IT", "FR", "ES"), "North and East": ("DE", "PL", "GB"), "Asia": ("KR", "IN"),
          "Overseas": ("US", "GB")}  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """What is drawn of our own people.

    Attributes
    ----------
    table : the contract's employees.
    owner : per account, in the accounts' order, the employee who answers for it.
    helpers : employees of service and support, who answer for engineers and service people.
    bending : per rep, 0 to 1.
    """

    table: pd.DataFrame
    owner: list[str]
    helpers: list[str]
    bending: dict[str, float]


def draw_staff(plan: Plan, accounts: pd.DataFrame) -> Staff:
    """Draw our own people for the accounts of a plan."""
    rng = plan.rng("staff")
    rows: list[dict[str, str | None]] = []

    def hire(function: str, level: str, team: str | None, manager: str | None, home: str) -> str:
        number = f"E-{len(rows) + 1:03d}"
        people = People(BY_CODE[home], seed=plan.seed + 1)
        # a Korean name in Hangul, the others as their cards have them
        name = people.name(rng) if home == "KR" else plain(people.name(rng))
        person = {E.employee_id: number, E.name: name, E.function: function, E.level: level}
        rows.append({**person, E.team: team, E.manager_id: manager})
        return number

    chief = hire("management", "executive", None, None, "KR")
    director = hire("sales", "director", None, chief, "KR")
    hire("finance", "manager", None, chief, "KR")
    service = hire("service", "manager", "Service", chief, "KR")
    helpers = [service, hire("service", "engineer", "Service", service, "DE")]
    helpers += [hire("support", "engineer", "Service", service, home) for home in ("KR", "IT")]
    reps: dict[str, list[str]] = {}
    for team in TEAMS:
        manager = hire("sales", "manager", team, director, _HOMES[team][0])
        wanted = max(2, -(-int((accounts[A.team] == team).sum()) // ACCOUNTS_PER_REP))
        reps[team] = [hire("sales", "rep", team, manager, _HOMES[team][k % len(_HOMES[team])]) for k in range(wanted)]
    bending = _bending(plan, rng, [rep for team in TEAMS for rep in reps[team]])
    # the last one, so that nobody else's number moves
    hire(HUMAN_RESOURCES, "manager", None, chief, "KR")
    owner = _owners(accounts, reps)
    return Staff(typed("employees", {name: [row[name] for row in rows] for name in rows[0]}), owner, helpers, bending)


def _bending(plan: Plan, rng: np.random.Generator, reps: list[str]) -> dict[str, float]:
    drawn = np.where(np.arange(len(reps)) % 3 == 1, rng.uniform(0.40, 0.95, len(reps)), rng.uniform(0, 0.45, len(reps)))
    return {rep: 0.0 if plan.honest else round(float(value), 3) for rep, value in zip(reps, drawn, strict=True)}


def _owners(accounts: pd.DataFrame, reps: dict[str, list[str]]) -> list[str]:
    turn = accounts.groupby(A.team).cumcount()
    return [reps[team][k % len(reps[team])] for team, k in zip(accounts[A.team], turn, strict=True)]
