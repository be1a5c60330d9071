"""The contract: one schema per table, names said once.

``TABLES`` holds every table by name. A column's name is an attribute of its model:
``OrderLines.account_id == "account_id"``.
"""

from accountbook.imports import without

with without("dask"):  # pandera would import all of it when it first meets a frame, for a type that we never have
    import pandera.typing.dask  # noqa: F401

from accountbook.tables import deals, parties, trade
from accountbook.tables.deals import Opportunities, OpportunityChanges
from accountbook.tables.parties import AccountAliases, Accounts, Contacts, Employees, RoleSlots, RoleTemplates
from accountbook.tables.table import About, Row, Scope, Table
from accountbook.tables.trade import FxRates, Items, OrderLines

TABLES: dict[str, Table] = {
    name: Table(name, model, about) for group in (parties, trade, deals) for name, (model, about) in group.ABOUT.items()
}

__all__ = [
    "TABLES",
    "About",
    "AccountAliases",
    "Accounts",
    "Contacts",
    "Employees",
    "FxRates",
    "Items",
    "Opportunities",
    "OpportunityChanges",
    "OrderLines",
    "RoleSlots",
    "RoleTemplates",
    "Row",
    "Scope",
    "Table",
]
