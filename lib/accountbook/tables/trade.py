"""What is sold: items, order lines, exchange rates."""

from __future__ import annotations

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

KINDS = ("order", "return", "charge", "free")


class Items(Row):
    """A product that we sell or sold."""

    item_id: str = column("our number for the item, as text", optional=False, unique=True)
    name: str = column("short name")
    family: str = column("product family")
    launched_on: Date = column("first day of sale")
    ends_on: Date = column("last day of sale; known from that day on", known_on="ends_on")
    predecessor_id: str = column("item that this one replaces", refers="items")
    list_price: float = column("list price of a piece", unit="the company's currency", ge=0)
    unit_cost: float = column("standard cost of a piece", unit="the company's currency", ge=0)


class OrderLines(Row):
    """A line of an order, a return or a credit note."""

    order_id: str = column("number of the order or credit note; empty: a credit that names none")
    line: str = column("number of the line within the order")
    account_id: str = column("who ordered, after mergers", optional=False, refers="accounts")
    order_date: Date = column("day of the order", optional=False)
    kind: str = column(
        "order: a product bought; return: negative quantity or credit note; charge: freight, fees, corrections; "
        "free: a product at price 0",
        optional=False,
        words=KINDS,
        derived=True,
    )
    item_id: str = column("the item; empty: a credit or charge that names none", refers="items")
    quantity: float = column("pieces; negative for a return", unit="pieces", optional=False)
    unit_price: float = column("price of a piece before discount", unit="the row's currency", optional=False)
    currency: str = column("currency of the price, ISO 4217", optional=False, str_matches=r"^[A-Z]{3}$")
    discount: float = column("share taken off the price", unit="share 0-1", ge=0, le=1)
    unit_cost: float = column("cost of a piece at that time", unit="the company's currency", ge=0)
    requested_ship: Date = column("day for which delivery was asked")
    end_customer: str = column("the customer's customer, where the order names it")
    opportunity_id: str = column("the deal the order came from", refers="opportunities")
    amount: float = column(
        "quantity x unit_price x (1 - discount) at the latest rate known on the day; empty where there was none",
        unit="the company's currency",
        derived=True,
    )


class FxRates(Row):
    """What one unit of a foreign currency was worth on a day."""

    currency: str = column("the foreign currency, ISO 4217", optional=False, str_matches=r"^[A-Z]{3}$")
    date: Date = column("day of the rate", optional=False)
    rate: float = column("price of one unit", unit="the company's currency", optional=False, gt=0)


ABOUT = {
    "items": (
        Items,
        About(
            "a product that we sell or sold",
            ("item_id",),
            Scope.SHARED,
            known_on="launched_on",
            adds="names, families, costs and successors of the items",
        ),
    ),
    "order_lines": (
        OrderLines,
        About(
            "a line of an order, a return or a credit note", ("order_id", "line"), Scope.ACCOUNT, known_on="order_date"
        ),
    ),
    "fx_rates": (
        FxRates,
        About(
            "price of a foreign currency on a day",
            ("currency", "date"),
            Scope.SHARED,
            known_on="date",
            adds="sums over orders in foreign currencies",
        ),
    ),
}
