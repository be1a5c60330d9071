"""Account mergers: old numbers followed to the account that took them over."""

from __future__ import annotations

import pandas as pd

from accountbook.ingest.errors import FileFault
from accountbook.tables import AccountAliases as Alias


def check_aliases(aliases: pd.DataFrame) -> None:
    """Stop where one number was merged into two accounts.

    Parameters
    ----------
    aliases : every row as read, those turned away included: no choice between them was the user's.

    Raises
    ------
    FileFault
        Naming the numbers.
    """
    pairs = aliases[[Alias.alias_id, Alias.account_id]].dropna().drop_duplicates()
    twice = sorted(set(pairs.loc[pairs[Alias.alias_id].duplicated(), Alias.alias_id]))
    if twice:
        raise FileFault(
            f"account_aliases: {_few(twice)} merged into more than one account. Leave one line for each old number."
        )


def follow_aliases(aliases: pd.DataFrame, *, exported_on: pd.Timestamp) -> dict[str, str]:
    """Every old number's last account, chains followed; mergers after the export are not followed yet.

    Raises
    ------
    FileFault
        If a chain runs in a circle.

    Examples
    --------
    >>> from accountbook.tables import TABLES
    >>> table = TABLES["account_aliases"].frame([
    ...     {"alias_id": "1", "account_id": "2"}, {"alias_id": "2", "account_id": "3"}])
    >>> follow_aliases(table, exported_on=pd.Timestamp("2026-11-01"))
    {'1': '3', '2': '3'}
    """
    past = aliases[~(aliases[Alias.merged_on] > exported_on)]
    step = dict(zip(past[Alias.alias_id], past[Alias.account_id], strict=True))
    last, circles = {}, set()
    for start in step:
        seen, now = {start}, step[start]
        while now in step and now not in seen:
            seen.add(now)
            now = step[now]
        if now in seen:
            circles.add(start)
        last[start] = now
    if circles:
        raise FileFault(
            f"account_aliases: the mergers of {_few(sorted(circles))} run in a circle. Correct one of them."
        )
    return last


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def repoint(ids: pd.Series, last: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """Account ids after the mergers, and which of them changed.

    Examples
    --------
    >>> ids, changed = repoint(pd.Series(["1", "5"], dtype="str"), {"1": "3"})
    >>> ids.tolist(), changed.tolist()
    (['3', '5'], [True, False])
    """
    changed = ids.isin(list(last))
    if not changed.any():
        return ids, changed
    new = ids[changed].map(last).astype("str")
    return ids.where(~changed, new.reindex(ids.index)), changed
