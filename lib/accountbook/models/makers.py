"""What computes which kinds of predictions."""

from __future__ import annotations

MAKERS: dict[str, tuple[str, ...]] = {
    "orders.predict_orders": ("accounts", "items", "quality_orders", "groups_orders", "said_orders"),
    "deals.predict_deals": ("deals", "pipeline", "quality_deals", "groups_deals", "said_deals"),
    "contacts.predict_contacts": ("contacts", "quality_contacts"),
    "year.predict_year": ("year", "quality_year"),
    "grades.grade_orders": ("graded_orders",),
    "grades.grade_deals": ("graded_deals",),
}
"""What computes which kinds, all of them at once: a function of this package that takes a book and an executor, and
gives a frame by kind."""
ALONE: dict[str, str] = {"said_orders": "orders.say_orders", "said_deals": "deals.say_deals"}
"""What computes a kind alone and comes to the same: grading asks for past days of which nothing else is wanted."""
GRADED: dict[str, str] = {"orders.predict_orders": "graded_orders", "deals.predict_deals": "graded_deals"}
"""The grades by which what computes predictions is told ``off``, the targets whose models are switched off."""


def maker_of(kind: str) -> str:
    """What computes a kind; a key of `MAKERS`.

    Examples
    --------
    >>> maker_of("items")
    'orders.predict_orders'
    """
    return next(maker for maker, kinds in MAKERS.items() if kind in kinds)
