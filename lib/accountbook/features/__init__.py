"""What a book says about accounts, deals, items and people on its as-of date: pure functions over views.

A view is anything with ``as_of``, ``order_days()`` and ``table(name)``: a `Book`, or one of its
snapshots. Nothing here filters by date: the view's door did.
"""

from accountbook.features.accounts import AccountFeature, account_facts, account_features, with_rhythm
from accountbook.features.deals import DEAL_COLUMNS, DealFeature, deal_features
from accountbook.features.items import ItemFeature, baskets, item_features
from accountbook.features.people import PersonFeature, people_features, sightings
from accountbook.features.view import OrderDays, View

__all__ = [
    "DEAL_COLUMNS",
    "AccountFeature",
    "DealFeature",
    "ItemFeature",
    "OrderDays",
    "PersonFeature",
    "View",
    "account_facts",
    "account_features",
    "baskets",
    "deal_features",
    "item_features",
    "people_features",
    "sightings",
    "with_rhythm",
]
