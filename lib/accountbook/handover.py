"""One owner's accounts for whoever takes them over, each with its own judgements; nothing is trained here."""

from __future__ import annotations

from functools import cached_property

from accountbook.owner import Owner
from accountbook.plan import Plan
from accountbook.planning.handover import Account, handed_over
from accountbook.planning.next_order import next_order
from accountbook.tables import Accounts as A


class Handover:
    """The accounts of one owner.

    Parameters
    ----------
    owner : whose they are.

    Attributes
    ----------
    name, owner : the owner's name and number.
    """

    def __init__(self, owner: Owner) -> None:
        self.name, self.owner = owner.name, owner.owner_id
        self._book, self._plans = owner.book, owner.plans

    @cached_property
    def owned(self) -> bool:
        """Whether the book knows owners of accounts at all."""
        return bool(self._book.table("accounts")[A.owner_id].notna().any())

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Every account of the owner, the largest in twelve months first."""
        found = [_handed(plan) for plan in self._plans]
        return tuple(sorted(found, key=lambda one: (-(one.profile.revenue_12 or 0.0), one.profile.account_id)))


def _handed(plan: Plan) -> Account:
    return handed_over(
        plan.book,
        profile=plan.profile,
        coverage=plan.coverage,
        months=plan.months,
        rhythm=plan.rhythm,
        # when it comes, not what is in it: an account's own plan says that
        next_order=next_order(plan.book, plan.predicted("accounts")),
        risk=plan.risk,
        deals=plan.deals,
        margins=plan.margins,
        fiscal=plan.fiscal,
        competition=plan.competition,
        cash=plan.cash,
    )
