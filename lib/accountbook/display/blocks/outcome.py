"""What a page hands on: the numbers that the index shows and the tests read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from accountbook.display.blocks.coming import gone
from accountbook.display.blocks.scorecard import scorecard_finding
from accountbook.display.blocks.short import change_short
from accountbook.display.blocks.terms import country, item_name
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import LoadParts, Parts
    from accountbook.planning.months import Months
    from accountbook.planning.next_order import NextOrder
    from accountbook.planning.risk import Risk
    from accountbook.planning.scorecard import Scorecard

_DIRECTION = {"better": "up", "worse": "down", "neutral": "same"}
_FEW_ROLES = 0.5
"""Under half of the roles known, the index shows the empty ones in orange."""


def plan_values(plan: Parts, t: Words) -> dict[str, Any]:
    """The values of a plan's ``results`` cell, named as `accountbook.display.index_page.IndexRow` names them.

    Returns
    -------
    dict
        Plain JSON values: money in the company's currency, shares 0 to 1, days as YYYY-MM-DD, None where nothing
        is known. Beyond the index: ``needs_call`` and ``attention_order`` (smaller stands higher), ``few_data``,
        ``next_state``, ``risk_state``, ``items``, ``changes`` (direction and words of each, heaviest first),
        ``as_of``, ``horizon`` (the day by which "no order" counts) and ``since`` (the day that the changes compare
        with).
    """
    profile, months, coverage, changes = plan.profile, plan.months, plan.coverage, plan.changes
    known = str(coverage.state) == "known"
    first = changes.found[0] if changes.found else None
    return {
        "account_id": profile.account_id,
        "title": t("{name}, account plan", name=profile.name or profile.account_id),
        "horizon": _day(plan.risk.horizon_end),
        "as_of": _day(profile.as_of),
        "name": profile.name or profile.account_id,
        "where": country(profile.country, t),
        "owner": profile.owner or "",
        "team": profile.team or "",
        "months": [month.ordered or 0.0 for month in months.months],
        "revenue": _revenue(months),
        "change": months.last_12.change if months.last_12 is not None else None,
        **_risk_values(plan.risk, t, gone=gone(plan.next_order, t)),
        **_order_values(plan.next_order, gone=gone(plan.next_order, t)),
        "roles_known": coverage.known if known else 0,
        "roles": coverage.required if str(coverage.state) != "no_roles" else 0,
        "roles_few": coverage.required > 0 and coverage.known < _FEW_ROLES * coverage.required,
        "deals": plan.deals.expected,
        "deals_asked": plan.deals.asked,
        "deals_open": len(plan.deals.deals),
        "since": _day(changes.since),
        "changed": change_short(first.code, first.facts, t) if first is not None else "",
        "direction": _DIRECTION[str(first.sign)] if first is not None else "same",
        "changes": [[_DIRECTION[str(one.sign)], change_short(one.code, one.facts, t)] for one in changes.found],
        "needs_call": plan.watch.needed,
        "attention_order": list(plan.watch.order),
        "few_data": str(plan.risk.state) == "few" or str(plan.next_order.state) in ("none", "few"),
    }


def _revenue(months: Months) -> float | None:
    """The orders of twelve months; None where there are some and none has an amount."""
    if months.unpriced_orders:
        return None
    return months.last_12.value if months.last_12 is not None else 0.0


def _risk_values(risk: Risk, t: Words, *, gone: bool) -> dict[str, Any]:
    """The risk as the index shows it: a figure, or words where there is none of this account's own."""
    state = str(risk.state)
    if gone:
        words = t("silent for a year")
    elif state == "few":
        words = t("too few orders")
    elif state == "naive" and risk.p is not None:
        words = t("base rate {share}", share=t.share(risk.p))
    else:
        words = ""
    shown = state == "model" and not gone
    return {
        "risk": risk.p if shown else None,
        "risk_lo": risk.lo if shown else None,
        "risk_hi": risk.hi if shown else None,
        "risk_jump": risk.jump if shown else None,
        "risk_act": shown and (risk.high or risk.jumped),
        "risk_words": words,
        "risk_state": state,
    }


def _order_values(coming: NextOrder, *, gone: bool) -> dict[str, Any]:
    """The next order as the index shows it; of an account long gone or with too few orders there is none to show."""
    few = gone or str(coming.state) in ("none", "few", "unpredicted")
    late = str(coming.state) in ("overdue", "missed") and not gone
    return {
        "next_state": str(coming.state),
        "next_day": None if few else _day(coming.due if late else coming.p50),
        "next_lo": None if few else _day(coming.p10),
        "next_hi": None if few else _day(coming.p90),
        "overdue": late,
        "days_late": coming.days_late if late else None,
        "amount": None if few else coming.typical,
        "amount_lo": None if few else coming.typical_lo,
        "amount_hi": None if few else coming.typical_hi,
        "items": [item_name(item.item_id, item.name) for item in coming.items],
    }


def _day(value: Any) -> str | None:
    return None if value is None else f"{value:%Y-%m-%d}"


def record_values(
    quality: pd.DataFrame | None, now: pd.DataFrame, before: pd.DataFrame | None, t: Words, *, title: str
) -> dict[str, Any]:
    """The values of a model page's ``results`` cell.

    Parameters
    ----------
    quality : how good it was on past months. now, before : predictions of the day and of a month before.
    title : the page's title.

    Returns
    -------
    dict
        ``title``, ``as_of``, ``predictions``, ``predictions_before`` (None: none were made), ``rows`` and ``months``
        judged on, and ``measures``: [target, metric, value, naive, shown] by row of the quality table.
    """
    told = quality if quality is not None else pd.DataFrame()
    return {
        "title": title,
        "as_of": _day(t.as_of),
        "predictions": len(now),
        "predictions_before": None if before is None else len(before),
        "rows": int(told["rows"].max()) if len(told) else 0,
        "months": int(told["origins"].max()) if len(told) else 0,
        "measures": [
            [row["target"], row["metric"], _number(row["value"]), _number(row["naive"]), row["shown"]]
            for row in told.to_dict("records")
        ],
    }


def load_values(parts: LoadParts, t: Words, *, title: str, amount: float) -> dict[str, Any]:
    """The values of the data_quality page's ``results`` cell: rows in, kept, merged, turned away, what is odd.

    Parameters
    ----------
    amount : money about which ERP and own book differ.
    """
    judged = parts.load
    return {
        "title": title,
        "as_of": _day(t.as_of),
        "load_id": judged.load_id,
        "balanced": judged.balanced,
        "rows_in": judged.rows_in,
        "kept": judged.kept,
        "merged": judged.merged,
        "rejected": judged.rejected,
        "freshness": str(judged.freshness),
        "doubts": [one.code for one in judged.doubts],
        "flags": list(judged.flags),
        "odd": [one.code for one in (*parts.alarms, *(parts.drift.worse if parts.drift is not None else ()))],
        "stale": [one.table for one in parts.ages if one.stale],
        "gaps": [[one.table, one.column, one.code] for one in parts.lacks],
        "erp": {one.code: one.count for one in parts.own_book.found},
        "erp_amount": float(amount),
    }


def scorecard_values(judged: Scorecard, t: Words, *, title: str) -> dict[str, Any]:
    """The values of the scorecard's ``results`` cell.

    Returns
    -------
    dict
        ``title``, ``as_of``, ``finding``, ``scores`` ([target, day it was last said on, rows, ours, naive, switched
        off, recomputed rows] each), ``held`` and ``ranged``, ``off`` (targets), ``misses`` ([target, account, deal]),
        ``words`` ([who, what, checked, error, bias, near]) and ``erp_amount``.
    """
    return {
        "title": title,
        "as_of": _day(t.as_of),
        "finding": scorecard_finding(judged, t),
        "scores": [
            [one.target, _day(one.last), one.rows, one.loss, one.naive_loss, one.off, one.recomputed]
            for one in judged.scores
        ],
        "held": judged.held,
        "ranged": judged.ranged,
        "off": [one.target for one in judged.off],
        "misses": [[one.target, one.account_id, one.opportunity_id] for one in judged.misses],
        "words": [[one.who, one.what, one.rows, one.error, one.bias, one.near] for one in judged.words],
        "erp_amount": float(judged.erp.amount),
    }


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
