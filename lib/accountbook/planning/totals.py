"""The figures of a plan that are sums of rows (cap 27), each with the rows that make it.

Codes and facts: ``ordered_12``, ``ordered_before``, ``returned_12``, ``net_12`` (sales less returns, of known cost),
``margin_12``; ``ordered_month``: month; ``ordered_item``: item_id, item; ``asked``, ``expected`` (open deals);
``next_item``: item_id, item (pieces of the next order); ``ordered_period``: starts_on, ends_on (of a target);
``target``: the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.margin import Margins
from accountbook.planning.months import Months
from accountbook.planning.next_year import NextYear
from accountbook.planning.period import back
from accountbook.planning.rows import COSTED, EXPECTED, LINES, MARGIN
from accountbook.planning.view import CHARGE, ORDER, RETURN
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import Targets as T

DAY = pd.Timedelta(days=1)
ITEMS = 25
"""Items whose sum is shown, by what was ordered of them."""
Value = str | float | pd.Timestamp


@dataclass(frozen=True)
class Criterion:
    """What a row must be to count: its ``column`` compared with a value; ``op`` is one of =, <>, >=, <=."""

    column: str
    op: str
    value: Value


@dataclass(frozen=True)
class Total:
    """A sum of rows.

    Attributes
    ----------
    what : code and facts. table, column : of the rows that it sums.
    criteria : all of which a row must meet.
    shown : the figure as the page's judgement has it; the sum of the rows must come to the same.
    """

    what: Finding
    table: str
    column: str
    criteria: tuple[Criterion, ...]
    shown: float


def totals(
    rows: Mapping[str, pd.DataFrame],
    as_of: pd.Timestamp,
    *,
    months: Months,
    margins: Margins,
    deals: Deals,
    next_year: NextYear,
    item_names: Mapping[str, str] | None = None,
) -> tuple[Total, ...]:
    """The figures of an account's page that are sums of its `tidy_rows`.

    Examples
    --------
    >>> total = Total(Finding("ordered_12"), "order_lines", "amount", (Criterion("kind", "=", "order"),), 10.0)
    >>> summed(total, {"order_lines": pd.DataFrame({"kind": ["order", "return"], "amount": [10.0, -3.0]})})
    10.0
    """
    names = item_names or {}
    found = [
        *_ordered(months, as_of),
        *_margin(margins, as_of),
        *_months(months),
        *_items(rows.get(LINES), as_of, names),
        *_deals(deals),
        *_ahead(rows, next_year, names),
    ]
    return tuple(one for one in found if _there(one, rows))


def summed(total: Total, rows: Mapping[str, pd.DataFrame]) -> float:
    """What a total's rows come to."""
    frame = rows[total.table]
    meets = pd.Series(True, index=frame.index)
    for one in total.criteria:
        column = frame[one.column]
        if one.op in ("=", "<>"):
            equal = (column == one.value).fillna(False)
            meets &= equal if one.op == "=" else ~equal
        else:
            meets &= (column >= one.value) if one.op == ">=" else (column <= one.value)
    return float(frame.loc[meets, total.column].sum())


def _there(total: Total, rows: Mapping[str, pd.DataFrame]) -> bool:
    frame = rows.get(total.table)
    return frame is not None and {total.column, *(one.column for one in total.criteria)} <= set(frame.columns)


def _during(start: pd.Timestamp, end: pd.Timestamp, column: str = L.order_date) -> tuple[Criterion, ...]:
    return Criterion(column, ">=", start), Criterion(column, "<=", end)


def _kind(kind: str) -> Criterion:
    return Criterion(L.kind, "=", kind)


def _ordered(months: Months, as_of: pd.Timestamp) -> list[Total]:
    year = months.last_12
    if year is None:
        return []
    found = [Total(Finding("ordered_12"), LINES, L.amount, (*_during(year.start, year.end), _kind(ORDER)), year.value)]
    if year.before is not None:
        before = _during(back(as_of, 24) + DAY, back(as_of, 12))
        found.append(Total(Finding("ordered_before"), LINES, L.amount, (*before, _kind(ORDER)), year.before))
    if months.returned_12:
        returned = (*_during(year.start, year.end), _kind(RETURN))
        found.append(Total(Finding("returned_12"), LINES, L.amount, returned, months.returned_12))
    return found


def _margin(margins: Margins, as_of: pd.Timestamp) -> list[Total]:
    last = margins.last_12
    if last.margin is None:
        return []
    criteria = (*_during(back(as_of, 12) + DAY, as_of), Criterion(L.kind, "<>", CHARGE))
    return [
        Total(Finding("net_12"), LINES, COSTED, criteria, last.costed),
        Total(Finding("margin_12"), LINES, MARGIN, criteria, last.margin),
    ]


def _months(months: Months) -> list[Total]:
    found = []
    for one in months.months:
        if one.ordered:
            criteria = (*_during(one.month, one.month + pd.offsets.MonthEnd(0)), _kind(ORDER))
            found.append(Total(Finding("ordered_month", {"month": one.month}), LINES, L.amount, criteria, one.ordered))
    return found


def _items(lines: pd.DataFrame | None, as_of: pd.Timestamp, names: Mapping[str, str]) -> list[Total]:
    if lines is None or L.item_id not in lines or L.amount not in lines:
        return []
    during = _during(back(as_of, 12) + DAY, as_of)
    year = lines[(lines[L.kind] == ORDER) & (lines[L.order_date] >= during[0].value)]
    sums = year.groupby(L.item_id)[L.amount].sum().sort_values(ascending=False, kind="stable").head(ITEMS)
    return [
        Total(
            Finding("ordered_item", {"item_id": str(item), "item": names.get(str(item))}),
            LINES,
            L.amount,
            (*during, _kind(ORDER), Criterion(L.item_id, "=", str(item))),
            float(amount),
        )
        for item, amount in sums.items()
        if amount
    ]


def _deals(deals: Deals) -> list[Total]:
    if not deals.deals:
        return []
    still = (Criterion(O.outcome, "=", "open"),)
    found = [Total(Finding("asked"), "opportunities", O.amount, still, deals.asked)]
    if deals.expected is not None:
        expected = sum(one.expected or 0.0 for one in deals.deals)
        found.append(Total(Finding("expected"), "opportunities", EXPECTED, still, expected))
    return found


def _ahead(rows: Mapping[str, pd.DataFrame], year: NextYear, names: Mapping[str, str]) -> list[Total]:
    found = []
    if year.target is not None:
        one = year.target
        facts = {"starts_on": one.starts_on, "ends_on": one.ends_on}
        ordered = (*_during(one.starts_on, one.ends_on), _kind(ORDER))
        found.append(Total(Finding("ordered_period", facts), LINES, L.amount, ordered, one.ordered))
        period = (Criterion(T.starts_on, "=", one.starts_on), Criterion(T.ends_on, "=", one.ends_on))
        found.append(Total(Finding("target", facts), "targets", T.amount, period, one.target))
    items = rows.get("predicted_items")
    for row in [] if items is None else items[items["kind"] == "usual"].head(10).to_dict("records"):
        item = str(row["item_id"])
        facts = {"item_id": item, "item": names.get(item)}
        mine = (Criterion("item_id", "=", item), Criterion("kind", "=", "usual"))
        found.append(Total(Finding("next_item", facts), "predicted_items", "quantity", mine, float(row["quantity"])))
    return found
