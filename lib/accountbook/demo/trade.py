"""Trade: everything that follows from orders and deals, in the order in which one builds upon another.

offers -> contracts -> shipments -> claims; requirements stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.demo.claims import Complaints, draw_claims
from accountbook.demo.contracts import Agreements, draw_contracts
from accountbook.demo.drawn import Drawn
from accountbook.demo.quotes import Offers, draw_quotes
from accountbook.demo.requirements import Asked, draw_requirements
from accountbook.demo.shipments import Deliveries, draw_shipments


@dataclass(frozen=True)
class Trade:
    """What is drawn of trade; each part has its contract's ``table`` and what lies behind it.

    Attributes
    ----------
    offers, asked, agreements, deliveries, complaints : see their own modules. ``asked.occasions`` names the
        meetings at which requirements came up: whoever draws the meetings holds these, under their numbers.
    """

    offers: Offers
    asked: Asked
    agreements: Agreements
    deliveries: Deliveries
    complaints: Complaints

    def tables(self) -> dict[str, pd.DataFrame]:
        """The contract's tables by name."""
        return {
            "shipments": self.deliveries.table,
            "claims": self.complaints.table,
            "contracts": self.agreements.table,
            "quotes": self.offers.table,
            "requirements": self.asked.table,
        }


def draw_trade(drawn: Drawn) -> Trade:
    """Draw all of trade for a company."""
    offers = draw_quotes(drawn)
    agreements = draw_contracts(drawn, offers)
    deliveries = draw_shipments(drawn, agreements)
    return Trade(offers, draw_requirements(drawn), agreements, deliveries, draw_claims(drawn, deliveries))
