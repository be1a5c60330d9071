"""The voice group of the made-up company: meetings, who met whom, what was said and promised, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.demo.asking import draw_materials, draw_questions
from accountbook.demo.circle import Circle
from accountbook.demo.encounters import draw_encounters
from accountbook.demo.meetings import draw_meetings
from accountbook.demo.plan import days
from accountbook.demo.records import write_records
from accountbook.demo.scene import Scene
from accountbook.demo.spending import draw_expenses, draw_timesheets
from accountbook.demo.statements import draw_statements
from accountbook.demo.voices import draw_voices


@dataclass(frozen=True)
class Conversations:
    """What is drawn of the voices.

    Attributes
    ----------
    tables : the contract's tables by name: meetings, contact_events, voices, commitments, questions, materials_shown,
        customer_statements, expenses, timesheets.
    truth : frames by name: ``customers`` (per account: exaggeration, kept_share, concentration), ``habits`` of
        recording: ``recording`` (per employee), ``broken_habits``, ``echoes``, ``missed`` (encounters never written
        down), ``planning`` (per rep), ``staged_meetings`` (that follow an edit on purpose).
    """

    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


def draw_conversations(
    scene: Scene, occasions: pd.DataFrame, trade: Mapping[str, pd.DataFrame], goals: pd.DataFrame
) -> Conversations:
    """Draw the voice group.

    Parameters
    ----------
    occasions : of `accountbook.demo.requirements.Asked`.
    trade : the contract's tables of `accountbook.demo.trade`.
    goals : the contract's table.
    """
    claims, competitors = trade["claims"], trade["competitors"]
    circle = Circle(scene)
    planned = draw_meetings(scene, circle, occasions)
    met = draw_encounters(scene, circle, planned.held, claims)
    records = write_records(scene, met, claims, competitors)
    spoken = draw_voices(scene, records.frame, claims, goals)
    said = draw_statements(scene, records.frame, {name: trade[name] for name in ("invoices", "payments")})
    tables = {
        "meetings": planned.table,
        "contact_events": records.table,
        "voices": spoken.voices,
        "commitments": spoken.commitments,
        "questions": draw_questions(scene, competitors),
        "materials_shown": draw_materials(scene, records.frame),
        "customer_statements": said.table,
        "expenses": draw_expenses(scene, met),
        "timesheets": draw_timesheets(scene, records.habits),
    }
    broken = records.habits
    missed = records.missed[["account", "day", "kind", "employee", "contact", "function"]]
    ids = pd.DataFrame({"account_id": scene.ids, "concentration": circle.concentration})
    truth = {
        "customers": pd.concat([ids, said.truth, spoken.kept], axis=1),
        "recording": records.rates.merge(spoken.owners, on="employee_id"),
        "broken_habits": broken.assign(starts=days(broken["starts"]), ends=days(broken["ends"])),
        "echoes": records.echoes,
        "missed": missed.assign(account=scene.ids[missed["account"].to_numpy(dtype=int)], day=days(missed["day"])),
        "planning": planned.truth,
        "staged_meetings": pd.DataFrame({"meeting_id": planned.staged}),
    }
    return Conversations(tables, truth)
