"""What is empty in the tables that a book has, and what that takes from the reports: most revenue concerned first.

A lack is a column that some report reads, or a table that has rows for some accounts only. ``code`` names what it
takes; `LACKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from accountbook.planning.margin import COST, costed
from accountbook.planning.naming import Naming, team_sums
from accountbook.planning.period import back
from accountbook.planning.view import GONE, ORDER, View, items, lines
from accountbook.tables import Accounts as A
from accountbook.tables import Contacts as P
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import RoleSlots as S

LEAST_SHARE = 0.05
"""A lack that concerns a smaller share of the year's revenue is not told."""


@dataclass(frozen=True)
class Lack:
    """Something empty.

    Attributes
    ----------
    table, column : where; column None: the table has no row of these accounts.
    code : what it takes from the reports.
    empty, of : rows (or accounts) that lack it, and all that could have it.
    accounts : those concerned.
    revenue : their orders of 12 months; of an account a third of whose contacts lack it, a third; of lines, those
        lines'. None where it would tell of too few accounts.
    share : of all orders of 12 months; of the rows where that may not be told, or orders have no amounts.
    """

    table: str
    column: str | None
    code: str
    empty: int
    of: int
    accounts: int
    revenue: float | None
    share: float


def lacks(view: View, naming: Naming | None = None) -> tuple[Lack, ...]:
    """What is empty and would add to the reports, most revenue concerned first."""
    year = lines(view, ORDER)
    year = year[year[L.order_date] > back(view.as_of, 12)]
    bought = year.groupby(L.account_id)[L.amount].sum()
    found = []
    for (table, column, code), look in LACKS.items():
        # what the book lacks as a whole stands in the box of missing tables
        if view.has(table) and (seen := look(view, year)) is not None:
            found.append(_lack(table, column, code, seen, bought, naming))
    found = [one for one in found if one.empty and one.share >= LEAST_SHARE]
    return tuple(sorted(found, key=lambda one: (-one.share, one.table, one.column or "")))


def _lack(
    table: str, column: str | None, code: str, seen: pd.DataFrame, bought: pd.Series, naming: Naming | None
) -> Lack:
    """``seen``: account_id, empty (bool) and, for lines, amount."""
    without = seen[seen["empty"].astype(bool)]
    if "amount" in seen:
        money = without.groupby("account_id")["amount"].sum()
    else:
        part = seen.groupby("account_id")["empty"].mean()
        part = part[part > 0]
        money = part * bought.reindex(part.index).fillna(0.0)
    whole = float(bought.sum())
    told = naming is None or naming.everyone or not team_sums(money[money != 0].to_frame("money"), naming).left_out
    revenue, share = float(money.sum()), len(without) / max(len(seen), 1)
    if whole > 0 and told:
        share = min(max(revenue / whole, 0.0), 1.0)
    return Lack(table, column, code, len(without), len(seen), len(money), revenue if told else None, share)


def _seen(rows: pd.DataFrame, empty: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"account_id": rows["account_id"].to_numpy(), "empty": empty.to_numpy()})


def _costs(view: View, year: pd.DataFrame) -> pd.DataFrame:
    rows = costed(view)
    rows = rows[(rows[L.kind] == ORDER) & (rows[L.order_date] > back(view.as_of, 12))]
    return _seen(rows, rows[COST].isna()).assign(amount=rows[L.amount].to_numpy())


def _ends(view: View, year: pd.DataFrame) -> pd.DataFrame | None:
    accounts = view.table("accounts")
    through = accounts.loc[accounts[A.channel_type].isin(("distributor", "integrator")), A.account_id]
    rows = year[year[L.account_id].isin(through)]
    return _seen(rows, rows[L.end_customer].isna()).assign(amount=rows[L.amount].to_numpy())


def _family(view: View, year: pd.DataFrame) -> pd.DataFrame:
    empty = year[L.item_id].map(items(view)[I.family]).isna()
    return _seen(year, empty).assign(amount=year[L.amount].to_numpy())


def _account(column: str) -> Callable[[View, pd.DataFrame], pd.DataFrame]:
    def look(view: View, year: pd.DataFrame) -> pd.DataFrame:
        rows = view.table("accounts")
        return _seen(rows, rows[column].isna())

    return look


def _deal(column: str) -> Callable[[View, pd.DataFrame], pd.DataFrame]:
    def look(view: View, year: pd.DataFrame) -> pd.DataFrame:
        rows = view.table("opportunities")
        rows = rows[rows[O.outcome].fillna("open") == "open"]
        empty = rows[column].isna()
        return _seen(rows, empty | (rows[column] == "unknown") if column == O.budget_status else empty)

    return look


def _verified(view: View, year: pd.DataFrame) -> pd.DataFrame:
    rows = view.table("contacts")
    rows = rows[~rows[P.status].isin(GONE)]
    return _seen(rows, rows[P.last_verified_on].isna())


def _judged(view: View, year: pd.DataFrame) -> pd.DataFrame:
    rows = view.table("role_slots").sort_values(S.assessed_on)
    rows = rows.drop_duplicates([S.account_id, S.role_code], keep="last")
    rows = rows[rows[S.contact_id].notna()]
    return _seen(rows, rows[S.disposition].isna() | (rows[S.disposition] == "unknown"))


def _nobody(name: str) -> Callable[[View, pd.DataFrame], pd.DataFrame]:
    def look(view: View, year: pd.DataFrame) -> pd.DataFrame:
        buyers = pd.Series(year[L.account_id].unique(), dtype="str")
        return _seen(pd.DataFrame({"account_id": buyers}), ~buyers.isin(view.table(name)[A.account_id]))

    return look


LACKS: dict[tuple[str, str | None, str], Callable[[View, pd.DataFrame], pd.DataFrame | None]] = {
    ("order_lines", L.unit_cost, "margin"): _costs,
    ("order_lines", L.end_customer, "behind"): _ends,
    ("items", I.family, "family"): _family,
    ("accounts", A.owner_id, "owner"): _account(A.owner_id),
    ("accounts", A.country, "holidays"): _account(A.country),
    ("accounts", A.vertical, "roles"): _account(A.vertical),
    ("accounts", A.fiscal_year_end_month, "peaks"): _account(A.fiscal_year_end_month),
    ("opportunities", O.amount, "asked"): _deal(O.amount),
    ("opportunities", O.expected_close, "close"): _deal(O.expected_close),
    ("opportunities", O.budget_status, "budget"): _deal(O.budget_status),
    ("opportunities", O.key_contact_id, "key_person"): _deal(O.key_contact_id),
    ("opportunities", O.decision_criteria, "criteria"): _deal(O.decision_criteria),
    ("contacts", P.last_verified_on, "verified"): _verified,
    ("role_slots", S.disposition, "disposition"): _judged,
    ("contacts", None, "people"): _nobody("contacts"),
    ("role_slots", None, "coverage"): _nobody("role_slots"),
}
