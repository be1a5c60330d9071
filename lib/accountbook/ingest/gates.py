"""What stops a load whose files are well-formed: too few rows, too little money, too much turned away."""

from __future__ import annotations

from typing import Any

import pandas as pd

from accountbook.ingest.mapping import Gate
from accountbook.ingest.staging import ERASED

STALE_DAYS = 45


def gate_faults(tables: dict[str, dict[str, Any]], gate: Gate, *, previous: dict[str, Any] | None = None) -> list[str]:
    """Why this load should not replace the last one.

    Parameters
    ----------
    tables : ``report["tables"]`` of this load.
    previous : the whole report of the last good load.

    Examples
    --------
    >>> now = {"order_lines": {"rows_in": 40, "kept": 40, "rejected": 0, "money": {}, "reasons": {}}}
    >>> then = {"tables": {"order_lines": {"kept": 100, "money": {}}}}
    >>> gate_faults(now, Gate(), previous=then)[0][:75]
    'order_lines: 40 rows, the last load had 100: 60% fewer, allowed are 50%. Lo'
    """
    faults = []
    for name, account in tables.items():
        if _rows(account) == 0 and account["rows_in"] > account["reasons"].get(ERASED, 0):
            faults.append(
                f"{name}: all {account['rows_in']:,} rows were turned away: {_reasons(account)}. Correct mapping.toml."
            )
    lines = tables["order_lines"]
    # new rows that went on from a load are a share of all that this one holds
    share = lines["rejected"] / max(1, lines["rows_in"] + _taken_over(lines))
    if lines["kept"] and share > gate.max_rejected:
        faults.append(
            f"order_lines: {lines['rejected']:,} of {lines['rows_in']:,} rows were turned away ({share:.0%}, allowed "
            f"are {gate.max_rejected:.0%}): {_reasons(lines)}. Correct mapping.toml, or raise max_rejected under "
            "[gate]."
        )
    before = (previous or {}).get("tables", {}).get("order_lines")
    if before:
        figures = [("rows", _rows(before), _rows(lines))]
        for currency, then in _money(before).items():
            figures.append((f"{currency} net", then, _money(lines).get(currency, 0.0)))
        for what, then, now in figures:
            if then > 0 and now < then * (1 - gate.max_drop):
                faults.append(
                    f"order_lines: {now:,.0f} {what}, the last load had {then:,.0f}: {1 - now / then:.0%} fewer, "
                    f"allowed are {gate.max_drop:.0%}. Look whether the export is whole; if it is, raise max_drop "
                    "under [gate] in mapping.toml."
                )
    return faults


def _rows(account: dict[str, Any]) -> int:
    return account["kept"] + _taken_over(account)


def _taken_over(account: dict[str, Any]) -> int:
    return account.get("taken_over", {}).get("rows", 0)


def _money(account: dict[str, Any]) -> dict[str, float]:
    """What the load holds by currency, whenever it was read."""
    sums = {currency: sums["kept"] for currency, sums in account.get("money", {}).items()}
    for currency, more in account.get("taken_over", {}).get("money", {}).items():
        sums[currency] = sums.get(currency, 0.0) + more
    return sums


def _reasons(account: dict[str, Any]) -> str:
    return "; ".join(f"{reason} ({count:,})" for reason, count in list(account["reasons"].items())[:5])


def age_of(newest: pd.Timestamp, exported_on: pd.Timestamp, gate: Gate) -> tuple[str, bool]:
    """What to say of the newest order's age, and whether it stops the load.

    Examples
    --------
    >>> age_of(pd.Timestamp("2026-10-30"), pd.Timestamp("2026-11-01"), Gate())
    ('', False)
    """
    days = (exported_on - newest).days
    limit = STALE_DAYS if gate.max_age_days is None else gate.max_age_days
    if days <= limit:
        return "", False
    text = f"order_lines: the newest order is of {newest:%Y-%m-%d}, {days} days before the export"
    stops = gate.max_age_days is not None
    return text + (f"; allowed are {limit}. Export it again." if stops else "."), stops
