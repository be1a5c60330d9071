"""The plan group of the made-up company: everything that people want, mean to do, know and share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.demo.figures import draw_capacity, draw_forecasts, draw_targets
from accountbook.demo.goals import draw_goals
from accountbook.demo.knowledge import draw_knowledge
from accountbook.demo.library import draw_library
from accountbook.demo.outlook import draw_outlook
from accountbook.demo.scene import Scene


@dataclass(frozen=True)
class Plans:
    """What is drawn of the plans.

    Attributes
    ----------
    tables : the contract's tables by name: goals, strategies, scenarios, risks, decisions, markets, success_stories,
        lessons, arguments, account_facts, routes, targets, forecasts, capacity.
    truth : frames by name: ``goals`` (which event moved which version), ``forecasts`` (each rep's bias).
    """

    tables: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


def draw_plans(scene: Scene) -> Plans:
    """Draw the plan group."""
    ambitions = draw_goals(scene)
    forecasts, bias = draw_forecasts(scene)
    tables = {
        **ambitions.tables(),
        **draw_outlook(scene),
        **draw_knowledge(scene),
        **draw_library(scene),
        "targets": draw_targets(scene),
        "forecasts": forecasts,
        "capacity": draw_capacity(scene),
    }
    return Plans(tables, {"goals": pd.DataFrame(ambitions.truth), "forecasts": bias})
