"""What staying costs them (cap 81): the failures of what runs there, against what we ask.

What counts runs there still, is of the deal's product family, and is a competitor's or past its usual life. The cost is
what its failures cost the customer in a year, as the record has it; where nobody wrote it down, it is unknown and in
no sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from accountbook.planning.values import day, number, share, text
from accountbook.planning.view import View, items
from accountbook.planning.wording import family_words, words
from accountbook.tables import Competitors as C
from accountbook.tables import InstalledBase as B
from accountbook.tables import Items as I

MONTH = 365.25 / 12


class StayingState(StrEnum):
    """No table of installations; nothing old or of others runs there; it does, its cost unknown; it costs so much."""

    NO_TABLE = "no_table"
    NONE = "none"
    UNKNOWN = "unknown"
    COSTS = "costs"


@dataclass(frozen=True)
class Running:
    """Something that runs there and that we could replace.

    Attributes
    ----------
    what : our item's number, or what the competitor's is called. name : of our item.
    competitor : whose it is; None: ours. life_months : usual life; age_months : since it was installed.
    past_life : whether it is older than that. failure_cost : in a year, None: nobody wrote it down.
    """

    installation_id: str
    what: str
    name: str | None
    competitor: str | None
    end_customer: str | None
    quantity: float | None
    installed_on: pd.Timestamp | None
    age_months: float | None
    life_months: float | None
    past_life: bool
    failure_cost: float | None


@dataclass(frozen=True)
class Price:
    """A competitor's newest known price of a piece in the deal's family."""

    competitor: str
    price: float
    as_of: pd.Timestamp | None
    certainty: str | None
    told_by: str | None


@dataclass(frozen=True)
class Staying:
    """The cost of staying.

    Attributes
    ----------
    rows : the costliest first. cost : of a year, over those with a known cost. unknown : how many have none.
    price : what we ask. years : of failures that our price is worth; None where either is unknown.
    incumbents : competitors' prices of a piece, lowest first. family : to which all of it is limited; None: to none.
    """

    state: StayingState
    rows: tuple[Running, ...]
    cost: float
    unknown: int
    price: float | None
    years: float | None
    incumbents: tuple[Price, ...]
    family: str | None = None


def staying(view: View, *, family: str | None = None, price: float | None = None) -> Staying:
    """What it costs the view's account in a year to keep what runs there.

    Parameters
    ----------
    family : product family of the deal; None: all of them. price : what we ask, company's currency.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"installation_id": "1", "account_id": "A", "competitor": "Hällfoss", "product": "valve series 3",
    ...          "installed_on": "2020-01-01", "failure_cost": 8000.0},
    ...         {"installation_id": "2", "account_id": "A", "item_id": "V", "installed_on": "2019-01-01",
    ...          "life_months": 60, "failure_cost": 4000.0}]
    >>> view = MemoryView("2026-10-31", {"installed_base": rows}, account_id="A")
    >>> found = staying(view, price=24000.0)
    >>> found.cost, found.years
    (12000.0, 2.0)
    """
    table = items(view)
    own = family_words(view, family)
    rows = [_running(row, table, view.as_of) for row in view.table("installed_base").to_dict("records")
            if pd.isna(row[B.removed_on]) and _of_family(row, family, own, table)]  # fmt: skip
    rows = [row for row in rows if row.competitor is not None or row.past_life]
    rows.sort(key=lambda row: (-(row.failure_cost or 0.0), row.competitor is None, row.installation_id))
    cost = sum(row.failure_cost or 0.0 for row in rows)
    unknown = sum(row.failure_cost is None for row in rows)
    if not view.has("installed_base"):
        state = StayingState.NO_TABLE
    elif not rows:
        state = StayingState.NONE
    else:
        state = StayingState.COSTS if cost > 0 else StayingState.UNKNOWN
    return Staying(state, tuple(rows), cost, unknown, price, share(price, cost), _prices(view, family), family)


def _of_family(row: Mapping[str, Any], family: str | None, own: frozenset[str], table: pd.DataFrame) -> bool:
    if family is None:
        return True
    item = text(row[B.item_id])
    if item is not None:
        return item in table.index and text(table.loc[item, I.family]) == family
    return bool(own & set(words(text(row[B.product]))))


def _running(row: Mapping[str, Any], table: pd.DataFrame, as_of: pd.Timestamp) -> Running:
    item, installed, life = text(row[B.item_id]), day(row[B.installed_on]), number(row[B.life_months])
    age = None if installed is None else (as_of - installed).days / MONTH
    known = table.loc[item] if item in table.index else {}
    return Running(
        installation_id=str(row[B.installation_id]),
        what=item or text(row[B.product]) or str(row[B.installation_id]),
        name=text(known.get(I.name)),
        competitor=text(row[B.competitor]),
        end_customer=text(row[B.end_customer]),
        quantity=number(row[B.quantity]),
        installed_on=installed,
        age_months=age,
        life_months=life,
        past_life=age is not None and life is not None and age > life,
        failure_cost=number(row[B.failure_cost]),
    )


def _prices(view: View, family: str | None) -> tuple[Price, ...]:
    if family is None:
        return ()
    rows = view.table("competitors")
    rows = rows[(rows[C.product] == family) & rows[C.price].notna()].sort_values(C.as_of, kind="stable")
    newest = rows.drop_duplicates(C.competitor, keep="last").sort_values([C.price, C.competitor])
    return tuple(
        Price(str(row[C.competitor]), float(row[C.price]), day(row[C.as_of]), text(row[C.certainty]),
              text(row[C.told_by]))
        for row in newest.to_dict("records")
    )  # fmt: skip
