"""An offer that is not quoted whole: what is said of it rests on a usual margin, and says so before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.offer import Offer, Usual
    from accountbook.planning.profit import Profit


def basis(judged: Profit, t: Words) -> str:
    """What stands for the part of an offer that nobody quoted; "" where both price and cost are quoted or given.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> from accountbook.planning.profit import profit
    >>> deal = {"opportunity_id": "D", "account_id": "A", "created_on": "2026-09-01", "amount": 100.0}
    >>> line = {"account_id": "A", "order_date": "2026-03-02", "item_id": "I", "unit_price": 5.0, "unit_cost": 3.0}
    >>> view = MemoryView("2026-10-31", {"opportunities": [deal], "order_lines": [line]}, account_id="A")
    >>> basis(profit(view, "D"), Words())
    "No quote yet; on this account's usual margin of 40%"
    """
    told = judged.offer
    if told is None:
        return ""
    if told.usual is not None and str(told.cost_from) == "history":
        return _no_cost(told.usual, judged.family, t) if told.versions else _no_quote(told.usual, judged.family, t)
    if _priceless(told):
        return t("No price is quoted yet; at the amount asked")
    return ""


def _priceless(told: Offer) -> bool:
    return str(told.priced_from) == "deal" and str(told.cost_from) == "offer"


def _no_quote(usual: Usual, family: str | None, t: Words) -> str:
    share = t.share(usual.share)
    if usual.basis == "family" and family:
        return t("No quote yet; on {family}'s usual margin of {share}", family=family, share=share)
    if usual.basis == "account":
        return t("No quote yet; on this account's usual margin of {share}", share=share)
    return t("No quote yet; on all accounts' usual margin of {share}", share=share)


def _no_cost(usual: Usual, family: str | None, t: Words) -> str:
    share = t.share(usual.share)
    if usual.basis == "family" and family:
        return t("The quote has no cost; on {family}'s usual margin of {share}", family=family, share=share)
    if usual.basis == "account":
        return t("The quote has no cost; on this account's usual margin of {share}", share=share)
    return t("The quote has no cost; on all accounts' usual margin of {share}", share=share)


def quote_first(judged: Profit, t: Words) -> str:
    """What is to be done about an offer that is not quoted whole; "" where it is."""
    if not basis(judged, t) or judged.offer is None:
        return ""
    if _priceless(judged.offer):
        return t("Have its price quoted before it goes out.")
    return t("Have it quoted with its cost before it goes out.")
