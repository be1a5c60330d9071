"""What the book lacks, and what the data could not say.

Codes of `Gaps.unsaid` and their facts:

- ``no_orders``: (none); ``few_orders``: orders; ``short_history``: months (a year-on-year comparison needs 13)
- ``no_season``: months (seasons need 24); ``no_fiscal``: years
- ``no_rate``: lines, currencies (tuple)
- ``no_cost``: share (of 12 months' revenue)
- ``no_item_name``: items; ``no_owner``; ``no_country``; ``no_vertical`` (only general roles apply)
- ``no_prediction``; ``naive_risk``; ``naive_deals`` (the model did not beat the base rate)
- ``no_odds``: deals; ``no_amount``: deals
- ``rows_without_date``: rows (known only since the first load), first_export
"""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.margin import Margins
from accountbook.planning.months import Months
from accountbook.planning.risk import Risk
from accountbook.planning.view import View


@dataclass(frozen=True)
class MissingTable:
    """A table that the book lacks.

    Attributes
    ----------
    adds : what it would show (``Table.about.adds``), a text of the catalogue.
    """

    name: str
    adds: str


@dataclass(frozen=True)
class Gaps:
    """What is missing: the three tables that would add most (``others``: how many more), and what stays unsaid."""

    tables: tuple[MissingTable, ...]
    others: int
    unsaid: tuple[Finding, ...]


def missing_tables(view: View, *, most: int = 3) -> tuple[tuple[MissingTable, ...], int]:
    """The tables that would add most, in a fixed order of worth, and how many more are missing."""
    raise NotImplementedError


def gaps(
    view: View,
    *,
    months: Months | None = None,
    margins: Margins | None = None,
    risk: Risk | None = None,
    deals: Deals | None = None,
) -> Gaps:
    """What the view could not say; pieces already computed may be passed."""
    raise NotImplementedError
