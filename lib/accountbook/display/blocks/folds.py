"""What was looked at among an account's orders and has nothing to say: one folded line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.terms import month_name
from accountbook.display.page import Fold
from accountbook.display.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accountbook.display.blocks.parts import Parts
    from accountbook.planning.assortment import Assortment
    from accountbook.planning.closures import Closure
    from accountbook.planning.fiscal import Fiscal
    from accountbook.planning.months import Months


def orders_folds(plan: Parts, t: Words) -> list[Fold]:
    """Returns, change-overs, seasons, closures and the year-end, each where there is nothing to tell of it.

    Parameters
    ----------
    plan : its rhythm, months, assortment, closures and fiscal year-end. Of an account that never ordered there is
        nothing at all to say.
    """
    if str(plan.rhythm.state) == "none":
        return []
    return _orders_rows(plan.months, plan.assortment, plan.closures, plan.fiscal, t)


def _orders_rows(
    months: Months, assortment: Assortment, closures: Sequence[Closure], fiscal: Fiscal, t: Words
) -> list[Fold]:
    rows = []
    returned = abs(months.returned_12)
    if not returned and not months.unpriced_orders:
        rows.append(Fold(t("Returns"), t("none in 12 months")))
    elif returned:
        rows.append(Fold(t("Returns"), t("{money} in 12 months", money=t.money(returned, unit=True))))
    if not assortment.successions:
        rows.append(Fold(t("Change-overs"), t("nothing they buy has a successor")))
    if assortment.seasons_known and not any(item.season for item in assortment.items):
        rows.append(Fold(t("Seasons"), t("no item has a season of its own")))
    if not closures:
        rows.append(Fold(t("Holidays and shutdowns"), t("none known in the year ahead")))
    if str(fiscal.state) == "unknown" and months.unpriced_orders:
        rows.append(Fold(t("Fiscal year-end"), t("not recorded, and orders without amounts show no peak")))
    elif str(fiscal.state) == "unknown":
        reason = (
            t("not recorded, and the orders show no peak")
            if not fiscal.too_short
            else t("not recorded; peaks need two years")
        )
        rows.append(Fold(t("Fiscal year-end"), reason))
    elif str(fiscal.state) == "recorded":
        said = t("{month}, as recorded; the orders show no peak", month=month_name(fiscal.recorded or 12, t))
        rows.append(Fold(t("Fiscal year-end"), said))
    return rows
