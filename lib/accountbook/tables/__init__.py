"""The contract: one schema per table, names said once.

``TABLES`` holds every table by name. A column's name is an attribute of its model:
``OrderLines.account_id == "account_id"``.
"""

from accountbook.imports import without

with without("dask"):  # pandera would import all of it when it first meets a frame, for a type that we never have
    import pandera.typing.dask  # noqa: F401

from accountbook.tables import deals, parties, plan, trade, voice
from accountbook.tables.deals import (
    Competitors,
    DealSteps,
    InstalledBase,
    Opportunities,
    OpportunityChanges,
    ProposalChecks,
    Quotes,
    Requirements,
)
from accountbook.tables.parties import (
    AccountAliases,
    Accounts,
    Contacts,
    Employees,
    PartnerLinks,
    RoleSlots,
    RoleTemplates,
)
from accountbook.tables.plan import (
    AccountFacts,
    Arguments,
    Capacity,
    Decisions,
    Expenses,
    Forecasts,
    Goals,
    Lessons,
    Markets,
    Risks,
    Routes,
    Scenarios,
    Strategies,
    SuccessStories,
    Targets,
    Timesheets,
)
from accountbook.tables.table import About, Row, Scope, Table
from accountbook.tables.trade import (
    Claims,
    Contracts,
    FxRates,
    Invoices,
    Items,
    OrderLines,
    Payments,
    Sellout,
    Shipments,
)
from accountbook.tables.voice import (
    Commitments,
    Concessions,
    ContactEvents,
    CustomerStatements,
    MaterialsShown,
    Meetings,
    Questions,
    Voices,
)

TABLES: dict[str, Table] = {
    name: Table(name, model, about)
    for group in (parties, trade, deals, voice, plan)
    for name, (model, about) in group.ABOUT.items()
}

__all__ = [
    "TABLES",
    "About",
    "AccountAliases",
    "AccountFacts",
    "Accounts",
    "Arguments",
    "Capacity",
    "Claims",
    "Commitments",
    "Competitors",
    "Concessions",
    "ContactEvents",
    "Contacts",
    "Contracts",
    "CustomerStatements",
    "DealSteps",
    "Decisions",
    "Employees",
    "Expenses",
    "Forecasts",
    "FxRates",
    "Goals",
    "InstalledBase",
    "Invoices",
    "Items",
    "Lessons",
    "Markets",
    "MaterialsShown",
    "Meetings",
    "Opportunities",
    "OpportunityChanges",
    "OrderLines",
    "PartnerLinks",
    "Payments",
    "ProposalChecks",
    "Questions",
    "Quotes",
    "Requirements",
    "Risks",
    "RoleSlots",
    "RoleTemplates",
    "Routes",
    "Row",
    "Scenarios",
    "Scope",
    "Sellout",
    "Shipments",
    "Strategies",
    "SuccessStories",
    "Table",
    "Targets",
    "Timesheets",
    "Voices",
]
