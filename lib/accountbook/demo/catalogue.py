"""Every table but order_lines, and how it is exported."""

from __future__ import annotations

from accountbook.demo.plan_sheets import PLAN_SHEETS
from accountbook.demo.sheets import SHEETS as PARTIES
from accountbook.demo.sheets import Sheet

SHEETS: dict[str, Sheet] = {**PARTIES, **PLAN_SHEETS}
"""The parties and deals, then the plan group."""
