"""Below the sections of the data_quality page: what was checked and is well, one folded line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.ages import ages_table, owners_table
from accountbook.display.blocks.load import MOST_ODD, balance_tables, files_table, oddities
from accountbook.display.lists import changes
from accountbook.display.page import Fold
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import LoadParts


def load_checked(parts: LoadParts, t: Words) -> list[Fold]:
    """What was looked at and has no finding, or is only there to be looked up."""
    judged, rows = parts.load, []
    more = oddities(parts, t)[MOST_ODD:]
    if more:
        rows.append(Fold(t("Also noted"), t.plural("{n} thing", "{n} things", len(more)), changes(more)))
    if judged.balanced:
        reason = t.plural(
            "rows and money add up in {n} table", "rows and money add up in {n} tables", len(judged.tables)
        )
        rows.append(Fold(t("Reconciliation"), reason, balance_tables(judged, t)))
    if not judged.rejected:
        rows.append(Fold(t("Turned away"), t("no row was")))
    if parts.drift is None:
        rows.append(Fold(t("Against the last load"), t("this is the first load")))
    elif not parts.drift.moved:
        rows.append(Fold(t("Against the last load"), t("rows, columns and money are the same")))
    if not parts.own_book.checked:
        rows.append(Fold(t("ERP and own book"), t("the book holds no deals, contracts, invoices or forecasts")))
    elif not parts.own_book.found:
        n = len(parts.own_book.checked)
        reason = t.plural("no difference in {n} comparison", "no difference in {n} comparisons", n)
        rows.append(Fold(t("ERP and own book"), reason))
    if not parts.lacks:
        rows.append(Fold(t("Gaps to fill"), t("every column that reports use is filled")))
    if parts.ages:
        rows.append(Fold(t("Days"), t("newest day, usual step and rows without a day"), ages_table(parts.ages, t)))
    if parts.owners:
        reason = t("newest contact event and role at their accounts")
        rows.append(Fold(t("Owners"), reason, owners_table(parts.owners, t)))
    if judged.sources:
        n = len(judged.sources)
        rows.append(Fold(t("Files"), t.plural("{n} was read", "{n} were read", n), files_table(judged, t)))
    return rows
