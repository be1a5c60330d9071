"""The blocks of the pages: each turns a judgement of `accountbook.planning` into a finding and its layout.

A block is ``block_name(judgement, t) -> Fragment``: a heading that is a finding with numbers, then charts, tables
and lists. Nothing is judged here and nothing is computed but what rounding and layout need.
"""

from accountbook.display.blocks.agenda import agenda_footer, agenda_masthead, agenda_values, calendar, dates_ahead
from accountbook.display.blocks.ages import fresh
from accountbook.display.blocks.ask import three_questions
from accountbook.display.blocks.beside import last_load
from accountbook.display.blocks.brief_sections import brief_sections
from accountbook.display.blocks.brief_top import brief_masthead, brief_values
from accountbook.display.blocks.calls import calls_masthead, worth_a_call
from accountbook.display.blocks.changed import what_changed
from accountbook.display.blocks.closing import checked, jump, lacking
from accountbook.display.blocks.coming import next_order
from accountbook.display.blocks.deal_calls import deals_masthead, deals_worth_a_call, pipeline_came
from accountbook.display.blocks.deals import open_deals
from accountbook.display.blocks.ending import plan_footer
from accountbook.display.blocks.follow_on import beside_the_deal
from accountbook.display.blocks.handover import (
    account_pages,
    at_a_glance,
    handover_footer,
    handover_masthead,
    handover_values,
)
from accountbook.display.blocks.honesty import (
    customers_words,
    erp_sum,
    last_months_words,
    on_one_scale,
    scorecard_footer,
)
from accountbook.display.blocks.lacks import gaps_to_fill
from accountbook.display.blocks.load import load_masthead, reconciliation, to_look_at
from accountbook.display.blocks.load_checked import load_checked
from accountbook.display.blocks.margin import margin
from accountbook.display.blocks.meeting import meeting
from accountbook.display.blocks.mend import turned_away
from accountbook.display.blocks.misses import worst_misses
from accountbook.display.blocks.next_actions import next_actions
from accountbook.display.blocks.next_year import next_year
from accountbook.display.blocks.offer import price_so_far, profit_footer, profit_masthead
from accountbook.display.blocks.outcome import load_values, plan_values, record_values, scorecard_values
from accountbook.display.blocks.own_book import erp_gaps
from accountbook.display.blocks.people import must_know, people
from accountbook.display.blocks.pipeline import pipeline
from accountbook.display.blocks.points import talking_points
from accountbook.display.blocks.premises import rests_on
from accountbook.display.blocks.presence import people_sure
from accountbook.display.blocks.profit import lowest_price, profit_values, reverse_line, what_is_left, what_moves_it
from accountbook.display.blocks.profit_sections import profit_sections
from accountbook.display.blocks.readiness import proposal_ready
from accountbook.display.blocks.record import deals_explained, goodness, orders_explained, reliability
from accountbook.display.blocks.rhythm import purchase_rhythm
from accountbook.display.blocks.risk import churn_risk
from accountbook.display.blocks.rows import workbook
from accountbook.display.blocks.scorecard import (
    due_reliability,
    due_scores,
    first_reading,
    ranges_held,
    scorecard_masthead,
)
from accountbook.display.blocks.sections import Sections
from accountbook.display.blocks.top import plan_masthead
from accountbook.display.blocks.weaknesses import failings
from accountbook.display.blocks.year_sums import company_year

__all__ = [
    "Sections",
    "account_pages",
    "agenda_footer",
    "agenda_masthead",
    "agenda_values",
    "at_a_glance",
    "beside_the_deal",
    "brief_masthead",
    "brief_sections",
    "brief_values",
    "calendar",
    "calls_masthead",
    "checked",
    "churn_risk",
    "company_year",
    "customers_words",
    "dates_ahead",
    "deals_explained",
    "deals_masthead",
    "deals_worth_a_call",
    "due_reliability",
    "due_scores",
    "erp_gaps",
    "erp_sum",
    "failings",
    "first_reading",
    "fresh",
    "gaps_to_fill",
    "goodness",
    "handover_footer",
    "handover_masthead",
    "handover_values",
    "jump",
    "lacking",
    "last_load",
    "last_months_words",
    "load_checked",
    "load_masthead",
    "load_values",
    "lowest_price",
    "margin",
    "meeting",
    "must_know",
    "next_actions",
    "next_order",
    "next_year",
    "on_one_scale",
    "open_deals",
    "orders_explained",
    "people",
    "people_sure",
    "pipeline",
    "pipeline_came",
    "plan_footer",
    "plan_masthead",
    "plan_values",
    "price_so_far",
    "profit_footer",
    "profit_masthead",
    "profit_sections",
    "profit_values",
    "proposal_ready",
    "purchase_rhythm",
    "ranges_held",
    "reconciliation",
    "record_values",
    "reliability",
    "rests_on",
    "reverse_line",
    "scorecard_footer",
    "scorecard_masthead",
    "scorecard_values",
    "talking_points",
    "three_questions",
    "to_look_at",
    "turned_away",
    "what_changed",
    "what_is_left",
    "what_moves_it",
    "workbook",
    "worst_misses",
    "worth_a_call",
]
