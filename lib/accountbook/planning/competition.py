"""Competitors at an account (cap 42): share and price beside ours, who told, how sure and how old it is.

Codes and facts of news: ``competitor_seen`` (worse): competitor, product, was (share known a month before; None: not
seen before), now (share, None: unknown), on, certainty. Of actions: ``counter_competitor``: competitor, product, deal,
amount (of the largest open deal in which it competes; None: none), was, now (its share a year ago and now),
defend (whether we hold more of that product than it does).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from accountbook.planning.action import Action, action
from accountbook.planning.finding import Finding, Sign
from accountbook.planning.period import back, between
from accountbook.planning.values import day, number, text
from accountbook.planning.view import View, dormant, items, keeper, lines
from accountbook.planning.weights import weighed
from accountbook.tables import Competitors as R
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L

MOVED = 0.05
"""A share that rose by so much has moved."""
SEEN_MONTHS = 12
"""What was seen longer ago moves nobody to anything."""


class CompetitionState(StrEnum):
    """The load has no such table; nobody was seen here; somebody was, and nothing moves; somebody moves or competes."""

    NO_TABLE = "no_table"
    NONE = "none"
    QUIET = "quiet"
    MOVING = "moving"


@dataclass(frozen=True)
class Contested:
    """An open deal in which a competitor competes."""

    opportunity_id: str
    name: str
    amount: float | None


@dataclass(frozen=True)
class Rival:
    """A competitor with a product, as last known.

    Attributes
    ----------
    seen_on : of the newest row. days : since then.
    share, share_on : the newest share that is known. share_before : what was known of it a year ago, or at first.
    price, price_on : its price of a piece. our_price : our own mean price of a piece of that family, 12 months.
    told_by, certainty : of the newest row.
    deals : open ones in which it competes, the largest first.
    """

    competitor: str
    product: str
    seen_on: pd.Timestamp
    days: int
    share: float | None
    share_on: pd.Timestamp | None
    share_before: float | None
    price: float | None
    price_on: pd.Timestamp | None
    our_price: float | None
    told_by: str | None
    certainty: str | None
    deals: tuple[Contested, ...]

    @property
    def change(self) -> float | None:
        """What its share gained, in share points; None where only one is known."""
        return None if self.share is None or self.share_before is None else self.share - self.share_before

    @property
    def risen(self) -> float:
        """What its share gained where that is enough to speak of and was seen within a year, else 0."""
        gained = round(self.change or 0.0, 6)
        return gained if gained >= MOVED and self.days <= SEEN_MONTHS * 30.5 else 0.0


@dataclass(frozen=True)
class Competition:
    """Who else sells to the account.

    Attributes
    ----------
    rivals : who competes in open deals first, the largest deal first; then whose share rose, most first; then by
        share. old : of these, how many were not
        seen in a year. last_seen : newest day of all.
    contested : open deals with a competitor in them, and contested_amount what they ask.
    """

    state: CompetitionState
    rivals: tuple[Rival, ...]
    old: int
    last_seen: pd.Timestamp | None
    contested: tuple[Contested, ...]
    contested_amount: float
    actions: tuple[Action, ...]
    news: tuple[Finding, ...]


def competition(view: View) -> Competition:
    """Who else sells to the view's account.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> seen = {"account_id": "A", "competitor": "Brack", "product": "VX"}
    >>> rows = [seen | {"as_of": "2026-01-05", "share": 0.2}, seen | {"as_of": "2026-10-05", "share": 0.3}]
    >>> found = competition(MemoryView("2026-10-31", {"competitors": rows}, account_id="A"))
    >>> found.state.value, round(found.rivals[0].change, 2), found.news[0].facts["was"]
    ('moving', 0.1, 0.2)
    """
    rows = _rows(view)
    deals, prices = _open_deals(view), _our_prices(view)
    found = [_rival(pair, mine, view, deals, prices) for pair, mine in rows.groupby([R.competitor, R.product])]
    found.sort(key=lambda one: (not one.deals, -_asked(one), -one.risen, -(one.share or 0.0), one.days, one.competitor))
    contested = {deal.opportunity_id: deal for one in found for deal in one.deals}
    news = _news(view, found)
    moving = bool(contested) or bool(news) or any(one.risen for one in found)
    state = CompetitionState.MOVING if moving else CompetitionState.QUIET
    return Competition(
        state=CompetitionState.NO_TABLE if not view.has("competitors") else state if found else CompetitionState.NONE,
        rivals=tuple(found),
        old=sum(one.seen_on <= back(view.as_of, SEEN_MONTHS) for one in found),
        last_seen=max((one.seen_on for one in found), default=None),
        contested=tuple(_largest(contested.values())),
        contested_amount=sum(one.amount or 0.0 for one in contested.values()),
        actions=_actions(view, found),
        news=tuple(news),
    )


def other_source(judged: Competition, since: pd.Timestamp) -> Rival | None:
    """Who was told since a day to hold a share of what they buy, the largest; None: nobody.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> rows = [{"account_id": "A", "competitor": "Brack", "product": "VX", "as_of": "2026-10-05", "share": 0.08}]
    >>> found = competition(MemoryView("2026-10-31", {"competitors": rows}, account_id="A"))
    >>> other_source(found, pd.Timestamp("2026-01-01")).competitor, other_source(found, pd.Timestamp("2026-10-05"))
    ('Brack', None)
    """
    held = [one for one in judged.rivals if one.share and one.share_on is not None and one.share_on > since]
    return max(held, key=lambda one: one.share or 0.0, default=None)


def _rows(view: View) -> pd.DataFrame:
    rows = view.table("competitors")
    return rows[rows[R.as_of] <= view.as_of].sort_values(R.as_of, kind="stable")


def _open_deals(view: View) -> dict[str, Contested]:
    table = view.table("opportunities")
    table = table[~table[O.outcome].isin(["won", "lost"])]
    return {
        str(row[O.opportunity_id]): Contested(
            str(row[O.opportunity_id]), text(row[O.name]) or str(row[O.opportunity_id]), number(row[O.amount])
        )
        for row in table.to_dict("records")
    }


def _our_prices(view: View) -> dict[str, float]:
    """Our mean price of a piece by family in 12 months."""
    rows = lines(view)
    rows = rows[between(rows[L.order_date], back(view.as_of, 12), view.as_of) & (rows[L.quantity] > 0)]
    rows = rows[rows[L.amount].notna()]
    sums = rows.groupby(rows[L.item_id].map(items(view)[I.family]))[[L.amount, L.quantity]].sum()
    return {str(family): float(row[L.amount] / row[L.quantity]) for family, row in sums.iterrows() if row[L.amount] > 0}


def _rival(
    pair: tuple[str, str], rows: pd.DataFrame, view: View, deals: dict[str, Contested], prices: dict[str, float]
) -> Rival:
    newest = rows.iloc[-1]
    shares, priced = rows[rows[R.share].notna()], rows[rows[R.price].notna()]
    seen = day(newest[R.as_of]) or view.as_of
    before = None
    if len(shares) > 1:
        year_ago = shares[shares[R.as_of] <= back(view.as_of, SEEN_MONTHS)]
        base = year_ago.iloc[-1] if len(year_ago) else shares.iloc[0]
        before = number(base[R.share]) if base.name != shares.index[-1] else None
    last = None if shares.empty else shares.iloc[-1]
    price = None if priced.empty else priced.iloc[-1]
    names = [deals[str(deal)] for deal in rows[R.opportunity_id].dropna().unique() if str(deal) in deals]
    return Rival(
        competitor=str(pair[0]),
        product=str(pair[1]),
        seen_on=seen,
        days=(view.as_of - seen).days,
        share=None if last is None else number(last[R.share]),
        share_on=None if last is None else day(last[R.as_of]),
        share_before=before,
        price=None if price is None else number(price[R.price]),
        price_on=None if price is None else day(price[R.as_of]),
        our_price=prices.get(str(pair[1])),
        told_by=text(newest[R.told_by]),
        certainty=text(newest[R.certainty]),
        deals=tuple(_largest(names)),
    )


def _largest(deals: Iterable[Contested]) -> list[Contested]:
    return sorted(deals, key=lambda one: (-(one.amount or 0.0), one.name))


def _asked(one: Rival) -> float:
    return max((deal.amount or 0.0 for deal in one.deals), default=0.0)


def _news(view: View, rivals: list[Rival]) -> list[Finding]:
    """Who was not known here a month ago, or whose share was known to be smaller then by five points and more."""
    earlier = _rows(view.at(back(view.as_of, 1)))
    before = {pair: mine[R.share].dropna() for pair, mine in earlier.groupby([R.competitor, R.product])}
    found = []
    for one in rivals:
        pair = (one.competitor, one.product)
        was = None
        if pair in before:
            was = number(before[pair].iloc[-1]) if len(before[pair]) else None
            if was is None or one.share is None or round(one.share - was, 6) < MOVED:
                continue
        elif one.seen_on <= back(view.as_of, SEEN_MONTHS):
            continue  # written down only now, and old
        facts = {"competitor": one.competitor, "product": one.product, "was": was, "now": one.share}
        facts |= {"on": one.seen_on, "certainty": one.certainty}
        found.append(weighed("competitor_seen", facts, Sign.WORSE, part=one.share))
    return sorted(found, key=lambda news: -news.weight)


def _actions(view: View, rivals: list[Rival]) -> tuple[Action, ...]:
    """To counter, where they still order, who competes in the largest open deal, else whose share rose most."""
    if not rivals or not (rivals[0].deals or rivals[0].risen) or dormant(view):
        return ()
    one = rivals[0]
    deal = one.deals[0] if one.deals else None
    facts = {
        "competitor": one.competitor,
        "product": one.product,
        "deal": deal.name if deal else None,
        "amount": deal.amount if deal else None,
        "was": one.share_before,
        "now": one.share,
        "defend": _ours_larger(one, rivals),
    }
    return (action("counter_competitor", facts, view.as_of, **keeper(view)),)


def _ours_larger(one: Rival, rivals: list[Rival]) -> bool:
    """Whether what no competitor is known to hold of a product that they buy of us is more than one of them holds."""
    held = sum(other.share or 0.0 for other in rivals if other.product == one.product)
    return one.our_price is not None and one.share is not None and round(1 - held, 6) > round(one.share, 6)
