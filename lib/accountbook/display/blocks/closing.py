"""Below the sections: what was checked without a finding, what the book lacks, and the line that jumps there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, folded, jump_line, link, missing_tables
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accountbook.planning.gaps import Gaps


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
