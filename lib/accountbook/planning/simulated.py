"""What ten thousand draws of a deal leave, in plain figures (caps 97, 98): quantiles, a floor, what counts apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.planning.draws import Case, Moved, draw, floor_price, left, moved, parts, stream
from accountbook.planning.follow_on import FollowOn, FollowState
from accountbook.planning.offer import Offer, Usual
from accountbook.planning.premises import Premises

BINS = 48
ENDS = (0.005, 0.995)
"""The distribution is drawn between these quantiles; what lies beyond stands in the outermost bars."""


@dataclass(frozen=True)
class Spread:
    """Quantiles of what is left, in the company's currency."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class Simulation:
    """What ten thousand draws of a deal leave.

    Attributes
    ----------
    price : today, in the company's currency. cost : expected.
    left : of the deal alone. share : the same as shares of the price.
    chance_of_loss : share of draws under 0.
    floor : lowest price, in the company's currency at today's rate, at which the chance of a loss is at most
        ``limit``; None: at no price. floor_quoted : the same in the offer's currency.
    even : price at which half of the draws lose.
    reverse : the price is under the cost today, or half of the draws and more lose.
    drivers : what moves it, most first.
    edges, counts : of the distribution; the outermost bars hold what lies beyond.
    follow_on : margin of the orders that follow, where history says; None: it does not.
    reference : the user's own range; None: none was set.
    with_follow_on, with_reference, with_both : what is left together with these; None where one is unknown.
    """

    draws: int
    price: float
    cost: float
    left: Spread
    share: Spread
    chance_of_loss: float
    limit: float
    floor: float | None
    floor_quoted: float | None
    even: float | None
    reverse: bool
    drivers: tuple[Moved, ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    follow_on: Spread | None
    reference: tuple[float, float] | None
    with_follow_on: Spread | None
    with_reference: Spread | None
    with_both: Spread | None


def simulated(
    case: Case,
    deal: str,
    told: Offer,
    known: Premises,
    *,
    follow: FollowOn,
    usual: Usual | None,
    as_of: pd.Timestamp,
    size: int,
) -> Simulation:
    """Draw a deal, and what may follow it.

    Parameters
    ----------
    case : the deal as it is drawn, with the offer ``told``. known : limit and reference of the user's.
    follow, usual : what first wins were followed by, and what share of such orders is left.
    """
    following, reference = _following(follow, usual, told, deal, as_of, size), _reference(known, deal, as_of, size)
    drawn = draw(case, deal, as_of, size=size)
    price, value = float(told.price or 0.0), float(told.value or 0.0)
    brings, costs = parts(case, drawn)
    margin = left(case, drawn, price)
    alone, limit = _spread(margin), known.values.loss_limit
    floor, even = floor_price(brings, costs, limit=limit), floor_price(brings, costs, limit=0.5)
    edges, counts = _distribution(margin)
    both = None if following is None or reference is None else _spread(margin + following + reference)
    return Simulation(
        draws=len(margin),
        price=value,
        cost=case.cost + case.effort,
        left=alone,
        share=Spread(alone.p10 / value, alone.p50 / value, alone.p90 / value),
        chance_of_loss=float((margin < 0).mean()),
        limit=limit,
        floor=None if floor is None else floor * case.rate,
        floor_quoted=floor,
        even=None if even is None else even * case.rate,
        reverse=bool(alone.p50 < 0 or value < case.cost),
        drivers=moved(case, drawn, price),
        edges=edges,
        counts=counts,
        follow_on=None if following is None else _spread(following),
        reference=(known.values.reference_low, known.values.reference_high) if reference is not None else None,
        with_follow_on=None if following is None else _spread(margin + following),
        with_reference=None if reference is None else _spread(margin + reference),
        with_both=both,
    )


def _following(
    follow: FollowOn, usual: Usual | None, told: Offer, deal: str, as_of: pd.Timestamp, size: int
) -> np.ndarray | None:
    """Margin of the orders that follow, by draw; None where history says nothing of them."""
    if follow.state != FollowState.COUNTED or usual is None:
        return None
    return follow.draw(stream(deal, as_of, "follow_on"), size) * usual.share * float(told.value or 0.0)


def _reference(known: Premises, deal: str, as_of: pd.Timestamp, size: int) -> np.ndarray | None:
    """The user's own range of what a reference is worth, by draw; None where none was set. Nothing is computed."""
    low, high = known.values.reference_low, known.values.reference_high
    return stream(deal, as_of, "reference").uniform(low, high, size) if high else None


def _spread(values: np.ndarray) -> Spread:
    return Spread(*(float(one) for one in np.quantile(values, (0.1, 0.5, 0.9))))


def _distribution(values: np.ndarray) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Bars of equal width, one of whose edges is 0 where 0 lies among them."""
    low, high = (float(one) for one in np.quantile(values, ENDS))
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        return (), ()
    width = (high - low) / BINS
    # the bars are moved so that none of them is part a loss and part none
    start = np.floor(low / width) * width
    edges = start + width * np.arange(int(np.ceil((high - start) / width - 1e-9)) + 1)
    counts, _ = np.histogram(np.clip(values, edges[0], np.nextafter(edges[-1], edges[0])), edges)
    return tuple(float(one) for one in edges), tuple(int(one) for one in counts)
