"""Charts: matplotlib drawings as SVG in the page, each drawn twice, wide and narrow, never scaled."""

from accountbook.display.charts.months import months_chart
from accountbook.display.charts.next_order import next_order_chart
from accountbook.display.charts.profit import profit_chart
from accountbook.display.charts.reliability import reliability_chart
from accountbook.display.charts.rhythm import rhythm_chart
from accountbook.display.charts.steps import Step, StepLine, steps_chart
from accountbook.display.charts.target import target_chart
from accountbook.display.charts.year_ahead import year_chart

__all__ = [
    "Step",
    "StepLine",
    "months_chart",
    "next_order_chart",
    "profit_chart",
    "reliability_chart",
    "rhythm_chart",
    "steps_chart",
    "target_chart",
    "year_chart",
]
