"""Below the sections: what was checked without a finding, what the book lacks, and the line that jumps there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.blocks.margin import below_cost, margin_table, margin_told
from accountbook.display.blocks.next_year import next_year_fold
from accountbook.display.blocks.terms import month_name
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, folded, jump_line, link, missing_tables
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accountbook.display.blocks.parts import Parts
    from accountbook.planning.assortment import Assortment
    from accountbook.planning.closures import Closure
    from accountbook.planning.fiscal import Fiscal
    from accountbook.planning.gaps import Gaps
    from accountbook.planning.months import Months

Facts = Mapping[str, object]


def checked_rows(plan: Parts, t: Words) -> list[Fold]:
    """The sections that were looked at and have no finding, one line each; a missing table is not among them."""
    rows = []
    if str(plan.rhythm.state) == "none":
        rows.append(Fold(t("Purchase rhythm"), t("no order so far")))
    coming = next_year_fold(plan.next_year, t)
    if coming is not None:
        rows.append(coming)
    if str(plan.deals.state) == "none":
        rows.append(Fold(t("Pipeline"), t("no deal is open")))
    if str(plan.coverage.state) == "no_slots":
        rows.append(Fold(t("People"), t("nobody is noted in any role")))
    margins = plan.margins
    if margins.last_12.share is not None and not margin_told(margins):
        share = t.share(margins.last_12.share)
        if margins.negative:
            lost = t.money(below_cost(margins), unit=True)
            reason = t("{share} of sales less returns; what was sold below cost lost {lost}", share=share, lost=lost)
        else:
            reason = t("{share} of sales less returns, no item below its cost", share=share)
        rows.append(Fold(t("Margin"), reason, margin_table(margins, t)))
    if str(plan.rhythm.state) != "none":
        rows += _orders_rows(plan.months, plan.assortment, plan.closures, plan.fiscal, t)
    return rows


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


def checked(rows: Sequence[Fold]) -> Fragment:
    """The block "Checked, no finding"; empty where every section has one."""
    return folded(rows) if rows else Fragment()


def jump(sections: Mapping[str, Fragment], folds: Sequence[Fold], t: Words) -> Fragment:
    """The line under the first screen: links to the sections with a finding, and how many are folded.

    Parameters
    ----------
    sections : the sections by name, in order; an empty one is not named. Its anchor is its name in lower case
        with hyphens.
    folds : the lines of "Checked, no finding".
    """
    links = [link("#" + anchor(name), t(name)) for name, body in sections.items() if body]
    if not links:
        return Fragment()
    told = t.rich("Below, the sections with a finding: {links}.", links=Fragment(", ").join(links))
    if not folds:
        return jump_line(told)
    where = link("#" + anchor("Checked, no finding"), t("folded"))
    if len(folds) == 1:
        return jump_line(told, " ", t.rich("One without is {folded}.", folded=where))
    return jump_line(told, " ", t.rich("{n} without are {folded}.", n=t.number(len(folds)), folded=where))


def anchor(name: str) -> str:
    """The id of a section by its English name.

    Examples
    --------
    >>> anchor("Checked, no finding")
    'checked-no-finding'
    """
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def lacking(judged: Gaps, t: Words, *, plan: bool = True) -> Fragment:
    """The box of the tables that would add most; empty where the book has them all.

    Parameters
    ----------
    plan : whether the page is a plan; else it is one of the company's.
    """
    if not judged.tables:
        return Fragment()
    n = len(judged.tables)
    if plan:
        finding = t.plural(
            "{n} missing table would add most to this plan", "{n} missing tables would add most to this plan", n
        )
    else:
        finding = t.plural(
            "{n} missing table would add most to the reports", "{n} missing tables would add most to the reports", n
        )
    rows = [(each.name, t(each.adds if plan else CHECKS.get(each.name, each.adds))) for each in judged.tables]
    return missing_tables(finding, rows)


CHECKS = {
    "invoices": N_("orders shipped and never billed, and payments that name no bill"),
    "shipments": N_("orders billed that have not left"),
    "payments": N_("money that came in and names no bill"),
    "contracts": N_("contracts signed of which no order came"),
    "forecasts": N_("reps' guesses beside what came"),
    "contact_events": N_("when each owner's accounts were last met"),
}
"""What the page about the load shows of tables that no plan reads yet."""
