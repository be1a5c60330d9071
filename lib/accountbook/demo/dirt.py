"""The dirt of the exports, and the exact count of it.

Of the order lines, before the rows are written (`soiled`): merged accounts under their old numbers, three lines
with an item that nobody knows, the old system's spelling of end customers. File by file (`dirty`): exact duplicates
(one row in 400, at least two), rows that contradict another of the same number, rows that can't be used.
Of the tables in `SPOILED`: exact duplicates (one row in 800, at least one) and the rows named there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accountbook.demo.names import plain
from accountbook.demo.sheet import Sheet
from accountbook.demo.styles import KOREAN, Style, parts
from accountbook.tables import AccountAliases as M
from accountbook.tables import Claims as C
from accountbook.tables import Commitments as B
from accountbook.tables import ContactEvents as E
from accountbook.tables import Expenses as X
from accountbook.tables import Invoices as I
from accountbook.tables import OrderLines as L
from accountbook.tables import Payments as P
from accountbook.tables import Quotes as Q
from accountbook.tables import Requirements as R
from accountbook.tables import Sellout as O
from accountbook.tables import Shipments as S
from accountbook.tables import Timesheets as T
from accountbook.tables import Voices as V

UNKNOWN_ITEM = "VX-9999"
CONFLICTS = {"orders_2023.csv": 1, "orders_2025.csv": 1, "orders_2026_h1.csv.gz": 1}
"""Per file, numbers (order and line) that two rows claim with different quantities."""
FAULTS = {
    "orders_2023.csv": ("date 9999", "date that doesn't exist", "total"),
    "orders_2024.csv": ("no account", "no account", "quantity n/a"),
    "orders_2025.csv": ("no currency",),
    "orders_2026_h1.csv.gz": ("date 9999",),
    "orders_2026_h2.csv": ("no account",),
}
"""Per file, the rows that can't be used: each is one more row."""
_FEWEST = 30
SPOILED: dict[str, tuple[tuple[str, str], ...]] = {
    "shipments": ((S.account_id, ""), (S.promised_on, "31.02.2024")),
    "claims": ((C.opened_on, ""),),
    "invoices": ((I.issued_on, "2024.02.30"), (I.amount, "n/a"), (I.currency, "")),
    "payments": ((P.amount, ""), (P.account_id, "")),
    "quotes": ((Q.quoted_on, "9999-12-31"),),
    "requirements": ((R.text, ""),),
    "sellout": ((O.month, ""),),
    "contact_events": ((E.met_on, ""), (E.account_id, ""), (E.met_on, "2025-06-31")),
    "voices": ((V.said_on, "2025.02.30"),),
    "commitments": ((B.text, ""), (B.made_on, "2025-02-30")),
    "expenses": ((X.amount, "n/a"), (X.currency, "")),
    "timesheets": ((T.hours, ""),),
}
"""Per table, one more row for each (column, cell) that makes it unusable."""


@dataclass
class Dirt:
    """What was soiled, to be found again by the load.

    Attributes
    ----------
    files : per file: rows (without header), duplicates (rows beyond the first), overlap (rows that an earlier
        file has too), conflict_keys, conflict_rows, rejected (fault: rows).
    conflicts : (order_id, line) that two rows claim.
    """

    files: dict[str, dict[str, object]] = field(default_factory=dict)
    conflicts: list[tuple[str, str]] = field(default_factory=list)

    def totals(self) -> dict[str, object]:
        """Sums over all files.

        Examples
        --------
        >>> Dirt({"a": {"rows": 5, "duplicates": 1, "overlap": 0, "conflict_keys": 0, "conflict_rows": 0,
        ...     "rejected": {"total": 1}}}).totals()["rejected"]
        {'total': 1}
        """
        names = ("rows", "duplicates", "overlap", "conflict_keys", "conflict_rows")
        totals: dict[str, object] = {name: sum(int(one[name]) for one in self.files.values()) for name in names}
        rejected: Counter[str] = Counter()
        for one in self.files.values():
            rejected.update(one["rejected"])
        return {**totals, "rejected": dict(sorted(rejected.items()))}


def soiled(lines: pd.DataFrame, *, rng: np.random.Generator) -> pd.DataFrame:
    """The lines as the ERP holds them: what a perfect load must give back, but for aliases and conflicts."""
    products = np.flatnonzero((lines[L.kind] == "order") & lines[L.opportunity_id].isna())
    unknown = np.zeros(len(lines), dtype=bool)
    if len(products) >= _FEWEST:
        unknown[rng.choice(products, 3, replace=False)] = True
    held = lines.assign(**{L.item_id: lines[L.item_id].mask(unknown, UNKNOWN_ITEM)})
    pieces = []
    for _, style, rows in parts(held):
        if style is KOREAN:
            rows = rows.assign(**{L.end_customer: _legacy(rows[L.end_customer])})
        if L.recorded_at not in style.headers:
            rows = rows.assign(**{L.recorded_at: pd.Series(pd.NaT, index=rows.index, dtype=rows[L.recorded_at].dtype)})
        pieces.append(rows)
    return pd.concat(pieces, ignore_index=True) if pieces else held


def renamed(rows: pd.DataFrame, aliases: pd.DataFrame) -> pd.Series:
    """The account numbers as they stood on each order's day: under the old ones before their mergers."""
    account = rows[L.account_id]
    for alias in aliases.sort_values(M.merged_on, ascending=False).itertuples(index=False):
        earlier = (account == alias.account_id) & (rows[L.order_date] < alias.merged_on)
        account = account.mask(earlier, alias.alias_id)
    return account


def dirty(
    name: str, text: pd.DataFrame, style: Style, dirt: Dirt, *, rng: np.random.Generator, overlap: int = 0
) -> pd.DataFrame:
    """A file's rows with its dirt among them, which `dirt` takes note of.

    Parameters
    ----------
    text : cells as `accountbook.demo.styles.cells` gives them; `overlap` rows of them stand in an earlier file too.
    """
    # orders only: a credit may name nothing, and its sign is written in many ways
    usable = np.flatnonzero(text[L.order_id].str.startswith("AU").to_numpy(dtype=bool))
    usable = usable[usable >= overlap]
    much = len(usable) >= _FEWEST
    twice = rng.choice(usable, max(2, len(usable) // 400), replace=False) if much else usable[:0]
    spare = np.setdiff1d(usable, twice)
    # in the first half of a file, away from the week that the next one repeats
    claims = rng.choice(spare[: len(spare) // 2], CONFLICTS.get(name, 0), replace=False) if much else spare[:0]
    faults = FAULTS.get(name, ()) if much else ()
    wrong = [
        _fault(text.iloc[int(row)], fault, k, style) for k, (fault, row) in enumerate(zip(faults, spare, strict=False))
    ]
    other = text.iloc[claims].copy()
    other[L.quantity] = ["7" + str(value) for value in other[L.quantity]]
    dirt.conflicts += list(zip(other[L.order_id], other[L.line], strict=True))
    pieces = [text, text.iloc[twice], other]
    # a copy stands right behind its first row; faults lie anywhere, a total at the end
    places = [np.arange(len(text)) * 1.0, twice + 0.3, claims + 0.6]
    if wrong:
        pieces.append(pd.DataFrame(wrong, columns=text.columns))
        places.append(np.array([len(text) if fault == "total" else rng.uniform(0, len(text)) for fault in faults]))
    soiled_rows = pd.concat(pieces, ignore_index=True).iloc[np.argsort(np.concatenate(places), kind="stable")]
    dirt.files[name] = {
        "rows": len(soiled_rows),
        "duplicates": len(twice),
        "overlap": overlap,
        "conflict_keys": len(claims),
        "conflict_rows": 2 * len(claims),
        "rejected": dict(sorted(Counter(faults).items())),
    }
    return soiled_rows.reset_index(drop=True)


def spoiled(
    rows: pd.DataFrame, sheet: Sheet, faults: Sequence[tuple[str, str]], *, rng: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, int]]:
    """A sheet's rows with duplicates and unusable rows among them, and their counts.

    Parameters
    ----------
    rows : cells as `accountbook.demo.sheet.sheet_cells` gives them.
    faults : (column, cell): one more row for each, with a number of its own.
    """
    if len(rows) < _FEWEST:
        return rows, {"rows": len(rows), "duplicates": 0, "rejected": 0}
    twice = np.sort(rng.choice(len(rows), max(1, len(rows) // 800), replace=False))
    wrong = rows.iloc[rng.choice(len(rows), len(faults), replace=False)].copy()
    wrong.iloc[:, 0] = [f"{number}X" for number in wrong.iloc[:, 0]]
    for k, (column, cell) in enumerate(faults):
        wrong.iloc[k, list(sheet.headers).index(column)] = cell
    places = np.concatenate([np.arange(len(rows)) * 1.0, twice + 0.3, rng.uniform(0, len(rows), len(faults))])
    held = pd.concat([rows, rows.iloc[twice], wrong], ignore_index=True).iloc[np.argsort(places, kind="stable")]
    counts = {"rows": len(held), "duplicates": len(twice), "rejected": len(faults)}
    return held.reset_index(drop=True), counts


def _fault(row: pd.Series, fault: str, number: int, style: Style) -> list[object]:
    day = pd.Timestamp("2023-05-09").strftime(style.date)
    changes: dict[str, object] = {L.order_id: f"AU99{number:06d}"}
    if fault == "date 9999":
        changes[L.order_date] = day.replace("2023", "9999")
    elif fault == "date that doesn't exist":
        changes[L.order_date] = "31.02.2023"
    elif fault == "no account":
        changes[L.account_id] = ""
    elif fault == "quantity n/a":
        changes[L.quantity] = "n/a"
    elif fault == "no currency":
        changes[L.currency] = ""
    elif fault == "total":
        changes = {**dict.fromkeys(row.index, ""), L.order_id: "합계", L.quantity: "99,999"}
    return list({**row.to_dict(), **changes}.values())


def _legacy(names: pd.Series) -> pd.Series:
    """End customers as the old system spells them: what cp949 can't write loses its accents, or is left out."""
    spelled = {name: _spelled(name) for name in names.dropna().unique()}
    return names.map(spelled).astype(names.dtype)


def _spelled(name: str) -> str | None:
    try:
        name.encode("cp949")
    except UnicodeEncodeError:
        bare = " ".join(plain(name).split())
        return bare if sum(letter.isalpha() for letter in bare) >= 6 else None
    return name
