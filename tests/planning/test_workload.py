import pandas as pd

from accountbook.planning.register import register
from accountbook.planning.workload import WorkState, workload

STAFF = [
    {"employee_id": "E1", "name": "Huhn", "function": "service", "team": "Service"},
    {"employee_id": "E2", "name": "Keller", "function": "sales", "team": "South"},
]
NOVEMBER = {"team": "Service", "function": "service", "starts_on": "2026-11-01", "ends_on": "2026-11-30"}


def _asked(*rows):
    return [
        {"account_id": "A", "opportunity_id": "D", "requirement_id": f"R{n}",
         "text": ("drawings", "training", "labels", "boxes")[n],
         "stated_on": "2026-10-01", "owner_id": "E1"} | row
        for n, row in enumerate(rows)
    ]  # fmt: skip


def _judge(view, rows, capacity):
    seen = view(requirements=rows, capacity=capacity, employees=STAFF)
    return workload(seen, register(seen, "D"))


def test_cap_4_days_missing_at_the_worst_of_the_dates(view):
    # 15 free days over November are half a day a day: 5 by the 10th, 10 by the 20th
    capacity = [NOVEMBER | {"free_days": 15, "as_of": "2026-10-20"}]
    rows = _asked({"due_on": "2026-11-10", "effort_days": 7}, {"due_on": "2026-11-20", "effort_days": 2})
    found = _judge(view, rows, capacity)
    (work,) = found.works
    assert (found.state, work.needed, work.free, work.short) == (WorkState.SHORT, 9.0, 10.0, 2.0)
    assert work.possible_on == pd.Timestamp("2026-11-18")


def test_cap_4_the_newest_count_holds_and_what_is_answered_or_out_of_scope_asks_for_nothing(view):
    capacity = [
        NOVEMBER | {"free_days": 30, "as_of": "2026-10-29"},
        NOVEMBER | {"free_days": 3, "as_of": "2026-09-20"},
    ]
    rows = _asked(
        {"due_on": "2026-11-10", "effort_days": 10},
        {"due_on": "2026-11-10", "effort_days": 50, "in_scope": False},
        {"due_on": "2026-11-10", "effort_days": 50, "answered_on": "2026-10-20", "response": "yes"},
        {"due_on": "2026-11-10"},
    )
    found = _judge(view, rows, capacity)
    assert (found.state, found.needed, found.short, found.unestimated) == (WorkState.FITS, 10.0, 0.0, 1)


def test_cap_4_what_is_overdue_is_missing_in_full(view):
    capacity = [NOVEMBER | {"free_days": 30, "as_of": "2026-10-29"}]
    found = _judge(view, _asked({"due_on": "2026-10-21", "effort_days": 4}), capacity)
    assert (found.short, found.works[0].free, found.works[0].possible_on) == (4.0, 0.0, pd.Timestamp("2026-11-04"))


def test_people_whose_days_nobody_counts_are_said(view):
    capacity = [NOVEMBER | {"free_days": 30, "as_of": "2026-10-29"}]
    found = _judge(view, _asked({"due_on": "2026-11-10", "effort_days": 4, "owner_id": "E2"}), capacity)
    assert (found.state, found.uncounted, found.works) == (WorkState.UNCOUNTED, 4.0, ())


def test_a_missing_table_and_nothing_asked(view):
    seen = view(requirements=_asked({"due_on": "2026-11-10", "effort_days": 4}))
    assert workload(seen, register(seen, "D")).state == WorkState.NO_TABLE
    assert _judge(view, [], []).state == WorkState.NO_WORK
