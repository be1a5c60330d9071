"""Arguments of the library (cap 45) for a listener: by topic, product family and vertical, those that worked first.

The library says in words what came of an argument. Whether it worked is read from them only for the order: the words
themselves always stand beside it on the page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from accountbook.planning.values import day, text
from accountbook.planning.view import View, account
from accountbook.tables import Accounts as A
from accountbook.tables import Arguments as R

FAILED = ("no effect", "did not", "didn't", "no interest", "cheaper", "refused", "rejected", "failed", "lost",
          "nothing came", "asked for the figures", "없", "않", "못", "거절", "실패")  # fmt: skip
"""What results say of arguments that did not work; a demand for proof counts as one not yet made."""


@dataclass(frozen=True)
class Argument:
    """One argument.

    Attributes
    ----------
    worked : whether its result reads so; None: no result is on record.
    vertical, product, topic : what it has in common with this case; topic: the listener's own, where that may be used.
    """

    argument_id: str
    text: str
    situation: str | None
    result: str | None
    worked: bool | None
    used_on: pd.Timestamp | None
    vertical: bool
    product: bool
    topic: str | None

    @property
    def rank(self) -> tuple[object, ...]:
        """What stands first: what worked, then what was never scored, then by how much it fits, then the newest."""
        fits = 2 * self.product + self.vertical
        return ({True: 0, None: 1, False: 2}[self.worked], -fits, -(self.used_on or pd.Timestamp(0)).value,
                self.argument_id)  # fmt: skip


def arguments(view: View, family: str | None = None) -> tuple[Argument, ...]:
    """The library's arguments for the vertical of the account or for a product family, those that worked first.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"argument_id": "1", "used_on": "2026-01-01", "product": "VX", "text": "Less weight",
    ...          "result": "no effect, budget was gone"},
    ...         {"argument_id": "2", "used_on": "2025-01-01", "product": "VX", "text": "Stock stays with us",
    ...          "result": "led to the test"},
    ...         {"argument_id": "3", "used_on": "2025-01-01", "product": "SK", "text": "Pay by lot"}]
    >>> [(one.text, one.worked) for one in arguments(MemoryView("2026-10-31", {"arguments": rows}), "VX")]
    [('Stock stays with us', True), ('Less weight', False)]
    """
    row = account(view)
    vertical = None if row is None else text(row[A.vertical])
    found = [_argument(one, vertical, family) for one in view.table("arguments").to_dict("records")]
    return tuple(sorted((one for one in found if one.vertical or one.product), key=lambda one: one.rank))


def best(found: Collection[Argument], topic: str | None, used: Collection[str]) -> Argument | None:
    """The argument for a listener: one on the listener's own topic that did not fail, else the first that fits.

    Parameters
    ----------
    topic : what one can talk about with the listener; None: nothing is known, or may not be used.
    used : numbers of the arguments that others in the room get; one is told twice only where there is no other.
    """
    fresh = [one for one in found if one.argument_id not in used]
    own = [one for one in fresh if topic is not None and one.topic == topic and one.worked is not False]
    return next(iter([*own, *(one for one in fresh if one.worked is not False)]), None)


def _argument(row: dict[str, Any], vertical: str | None, family: str | None) -> Argument:
    result = text(row[R.result])
    return Argument(
        argument_id=str(row[R.argument_id]),
        text=str(row[R.text]),
        situation=text(row[R.situation]),
        result=result,
        worked=None if result is None else not any(word in result.casefold() for word in FAILED),
        used_on=day(row[R.used_on]),
        vertical=vertical is not None and text(row[R.vertical]) == vertical,
        product=family is not None and text(row[R.product]) == family,
        topic=text(row[R.topic]),
    )
