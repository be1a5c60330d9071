"""Trade: everything that follows from orders and deals, in the order in which one builds upon another.

offers -> contracts -> shipments -> claims -> concessions, shipments -> invoices -> payments, shipments -> sell-out and
installations; requirements, the playbook, competitors and partners stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.demo.bills import Bills, draw_bills
from accountbook.demo.claims import Complaints, draw_claims
from accountbook.demo.concessions import draw_concessions
from accountbook.demo.contracts import Agreements, draw_contracts
from accountbook.demo.drawn import Drawn
from accountbook.demo.installations import draw_installations
from accountbook.demo.partners import draw_partners
from accountbook.demo.plan import days
from accountbook.demo.playbook import draw_checks, draw_steps
from accountbook.demo.quotes import Offers, draw_quotes
from accountbook.demo.requirements import Asked, draw_requirements
from accountbook.demo.rivals import Rival, draw_competitors, draw_rivals
from accountbook.demo.sellout import draw_sellout
from accountbook.demo.shipments import Deliveries, draw_shipments
from accountbook.tables import Accounts as A


@dataclass(frozen=True)
class Trade:
    """What is drawn of trade; the larger parts have their contract's ``table`` and what lies behind it.

    Attributes
    ----------
    offers, asked, agreements, deliveries, complaints, bills, rivals : see their own modules. ``asked.occasions``
        names the meetings at which requirements came up: whoever draws the meetings holds these, under their numbers.
    tables : the contract's tables by name.
    """

    offers: Offers
    asked: Asked
    agreements: Agreements
    deliveries: Deliveries
    complaints: Complaints
    bills: Bills
    rivals: tuple[Rival, ...]
    tables: dict[str, pd.DataFrame]

    def truth(self, drawn: Drawn) -> pd.DataFrame:
        """What drives each account's trade, one row per account."""
        ids = pd.DataFrame({A.account_id: drawn.accounts[A.account_id]})
        return pd.concat([ids, self.deliveries.truth, self.complaints.truth, self.bills.truth], axis=1)

    def facts(self) -> dict[str, object]:
        """What drives all accounts together: the family of bad quality, the bad half-year, the competitors."""
        family, *both = self.deliveries.bad
        first, last = days(both)
        return {
            "worse_quality": self.complaints.worse,
            "bad_half_year": {"family": family, "first_day": f"{first:%Y-%m-%d}", "last_day": f"{last:%Y-%m-%d}"},
            "rivals": [{"name": one.name, "families": list(one.families), "level": one.level} for one in self.rivals],
        }


def draw_trade(drawn: Drawn) -> Trade:
    """Draw all of trade for a company."""
    offers = draw_quotes(drawn)
    asked = draw_requirements(drawn)
    agreements = draw_contracts(drawn, offers)
    deliveries = draw_shipments(drawn, agreements)
    complaints = draw_claims(drawn, deliveries)
    bills = draw_bills(drawn, deliveries)
    rivals = draw_rivals(drawn.plan, drawn.accounts)
    tables = {
        "partner_links": draw_partners(drawn),
        "shipments": deliveries.table,
        "claims": complaints.table,
        "invoices": bills.invoices,
        "payments": bills.payments,
        "contracts": agreements.table,
        "sellout": draw_sellout(drawn, deliveries),
        "deal_steps": draw_steps(drawn, offers),
        "quotes": offers.table,
        "requirements": asked.table,
        "proposal_checks": draw_checks(drawn, offers),
        "competitors": draw_competitors(drawn, rivals),
        "installed_base": draw_installations(drawn, deliveries, rivals),
        "concessions": draw_concessions(drawn, offers, complaints),
    }
    return Trade(offers, asked, agreements, deliveries, complaints, bills, rivals, tables)
