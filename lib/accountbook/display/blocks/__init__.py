"""The blocks of the pages: each turns a judgement of `accountbook.planning` into a finding and its layout.

A block is ``block_name(judgement, t) -> Fragment``: a heading that is a finding with numbers, then charts, tables
and lists. Nothing is judged here and nothing is computed but what rounding and layout need.
"""

from accountbook.display.blocks.ask import next_actions, three_questions
from accountbook.display.blocks.changed import what_changed
from accountbook.display.blocks.closing import checked, checked_rows, jump, lacking, plan_footer
from accountbook.display.blocks.coming import next_order
from accountbook.display.blocks.deals import open_deals, pipeline
from accountbook.display.blocks.margin import margin
from accountbook.display.blocks.outcome import plan_values
from accountbook.display.blocks.people import must_know, people
from accountbook.display.blocks.rhythm import purchase_rhythm
from accountbook.display.blocks.risk import churn_risk
from accountbook.display.blocks.top import plan_masthead

__all__ = [
    "checked",
    "checked_rows",
    "churn_risk",
    "jump",
    "lacking",
    "margin",
    "must_know",
    "next_actions",
    "next_order",
    "open_deals",
    "people",
    "pipeline",
    "plan_footer",
    "plan_masthead",
    "plan_values",
    "purchase_rhythm",
    "three_questions",
    "what_changed",
]
