"""What comes next at an account, by day: the order, the fiscal year-end, promises, deals, contracts (cap 39).

Codes and their facts: ``order`` (lo, hi, amount), ``year_end`` (recorded), ``ours`` and ``theirs`` (text),
``close`` (deal, amount), ``contract_end`` (name), ``plan`` (text, role).
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.next_order import NextOrder
from accountbook.planning.values import day, text
from accountbook.planning.view import View
from accountbook.tables import Commitments as C
from accountbook.tables import Contracts as K

AHEAD = 365
"""Days that are looked ahead."""

Dated = tuple[pd.Timestamp, Finding]


def dates_ahead(
    view: View, *, coverage: Coverage, deals: Deals, fiscal: Fiscal, next_order: NextOrder, promises: pd.DataFrame
) -> tuple[Dated, ...]:
    """The days of a year ahead on which something is expected, the next first.

    Parameters
    ----------
    promises : rows of commitments that are open.
    """
    found = [
        *_order(next_order),
        *_year_end(fiscal, view.as_of),
        *_promised(promises),
        *((one.expected_close, Finding("close", {"deal": one.name or one.opportunity_id, "amount": one.asked}))
          for one in deals.deals if one.expected_close is not None),
        *_contracts(view),
        *((slot.plan_due, Finding("plan", {"text": slot.plan, "role": slot.role}))
          for slot in coverage.slots if slot.plan and slot.plan_due is not None),
    ]  # fmt: skip
    until = view.as_of + pd.Timedelta(days=AHEAD)
    ahead = [(on, one) for on, one in found if on is not None and view.as_of < on <= until]
    return tuple(sorted(ahead, key=lambda dated: (dated[0], dated[1].code, str(dated[1].facts))))


def _order(coming: NextOrder) -> Iterable[Dated]:
    if coming.p50 is not None and str(coming.state) in ("expected", "later"):
        facts = {"lo": coming.p10, "hi": coming.p90, "amount": coming.typical}
        yield coming.p50, Finding("order", facts)


def _year_end(fiscal: Fiscal, as_of: pd.Timestamp) -> Iterable[Dated]:
    month = fiscal.recorded or fiscal.inferred
    if month is None:
        return
    end = pd.Timestamp(as_of.year, month, 1) + pd.offsets.MonthEnd(0)
    if end <= as_of:
        end = pd.Timestamp(as_of.year + 1, month, 1) + pd.offsets.MonthEnd(0)
    yield end, Finding("year_end", {"recorded": fiscal.recorded is not None})


def _promised(promises: pd.DataFrame) -> Iterable[Dated]:
    for row in promises.to_dict("records"):
        on = day(row[C.due_on])
        if on is not None:
            yield on, Finding(str(row[C.side]), {"text": text(row[C.text])})


def _contracts(view: View) -> Iterable[Dated]:
    for row in view.table("contracts").to_dict("records"):
        on = day(row[K.ends_on])
        if on is not None:
            yield on, Finding("contract_end", {"name": text(row[K.name]) or str(row[K.contract_id])})
