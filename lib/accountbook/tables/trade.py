"""What is sold, and what follows: items, order lines, shipments, claims, invoices, payments, contracts, sell-out."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

KINDS = ("order", "return", "charge", "free")
CLAIM_KINDS = ("defect", "damage", "wrong_item", "late", "documents", "billing", "support", "other")
BUY_MODES = ("lump", "phased")


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


class Shipments(Row):
    """What was promised to leave and arrive for an order, and what did."""

    shipment_id: str = column("number of the delivery, as text", optional=False, unique=True)
    account_id: str = column("who ordered, after mergers", optional=False, refers="accounts")
    order_id: str = column("number of the order")
    line: str = column("number of the line within the order; empty: the whole order")
    contract_id: str = column("the contract that it fulfils", refers="contracts")
    lot: pd.Int64Dtype = column("which lot of the contract it is", ge=1)
    item_id: str = column("the item", refers="items")
    quantity: float = column("pieces", unit="pieces", ge=0)
    confirmed_on: Date = column("day on which the dates were promised")
    promised_on: Date = column("day of arrival that was promised")
    shipped_on: Date = column("day on which it left", known_on="shipped_on")
    arrived_on: Date = column("day on which it arrived", known_on="arrived_on")


class Claims(Row):
    """A complaint that was taken up as a case."""

    claim_id: str = column("number of the case, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    contact_id: str = column("who raised it", refers="contacts")
    order_id: str = column("number of the order that it is about")
    item_id: str = column("the item that it is about", refers="items")
    kind: str = column("what it is about", words=CLAIM_KINDS)
    text: str = column("what happened, in the customer's words", prose=True)
    quantity: float = column("pieces claimed", unit="pieces", ge=0)
    opened_on: Date = column("day on which it was raised", optional=False)
    first_reply_on: Date = column("day of our first reply that was more than a receipt", known_on="first_reply_on")
    closed_on: Date = column("day on which the customer took it as settled", known_on="closed_on")
    cost: float = column("what it cost us in the end", unit="the company's currency", known_on="closed_on", ge=0)


class Invoices(Row):
    """A bill to an account; negative for a credit note."""

    invoice_id: str = column("number of the invoice, as text", optional=False, unique=True)
    account_id: str = column("who owes it", optional=False, refers="accounts")
    order_id: str = column("number of the order that it bills")
    contract_id: str = column("the contract that it bills", refers="contracts")
    issued_on: Date = column("day of the invoice", optional=False)
    due_on: Date = column("day by which it is to be paid")
    amount: float = column("what is owed, tax left out", unit="the row's currency", optional=False)
    currency: str = column("currency of the amount, ISO 4217", optional=False, str_matches=r"^[A-Z]{3}$")


class Payments(Row):
    """Money that came in."""

    payment_id: str = column("number of the payment, as text", optional=False, unique=True)
    account_id: str = column("who paid", optional=False, refers="accounts")
    invoice_id: str = column("the invoice that it pays; empty: on account", refers="invoices")
    paid_on: Date = column("day on which the money was there", optional=False)
    amount: float = column("what was paid", unit="the row's currency", optional=False)
    currency: str = column("currency of the amount, ISO 4217", optional=False, str_matches=r"^[A-Z]{3}$")


class Contracts(Row):
    """A signed agreement that is fulfilled in lots and is open until it is paid."""

    contract_id: str = column("number of the contract, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal that it came from", refers="opportunities")
    name: str = column("short name", prose=True)
    signed_on: Date = column("day on which it was signed", optional=False)
    ends_on: Date = column("day by which it is to be fulfilled, as agreed")
    amount: float = column("contract value, tax left out", unit="the row's currency")
    currency: str = column("currency of the amount, ISO 4217", str_matches=r"^[A-Z]{3}$")
    buy_mode: str = column("bought in a lump or phased", words=BUY_MODES)
    lots: pd.Int64Dtype = column("lots in which it is delivered", ge=1)
    obligations: str = column("what the company owes beside delivery: stock, training, exclusivity ...", prose=True)


class Sellout(Row):
    """What a distributor sold of an item in a month, and what it had left."""

    account_id: str = column("the distributor", optional=False, refers="accounts")
    item_id: str = column("the item", optional=False, refers="items")
    month: Date = column("last day of the month; any day of the month is read so", optional=False)
    quantity: float = column("pieces sold on", unit="pieces")
    stock: float = column("pieces in stock at the month's end", unit="pieces")
    reported_on: Date = column("day on which the account reported it", known_on="reported_on")


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
    "shipments": (
        Shipments,
        About(
            "a delivery: promised, left, arrived",
            ("shipment_id",),
            Scope.ACCOUNT,
            known_on="confirmed_on",
            adds="how often we deliver on the promised day",
        ),
    ),
    "claims": (
        Claims,
        About(
            "a complaint that was taken up as a case",
            ("claim_id",),
            Scope.ACCOUNT,
            known_on="opened_on",
            adds="what went wrong, how fast we replied and what it cost",
        ),
    ),
    "invoices": (
        Invoices,
        About(
            "a bill to an account",
            ("invoice_id",),
            Scope.ACCOUNT,
            known_on="issued_on",
            adds="what is owed and overdue",
        ),
    ),
    "payments": (
        Payments,
        About(
            "money that came in",
            ("payment_id",),
            Scope.ACCOUNT,
            known_on="paid_on",
            adds="which deals are paid, and how late the account pays",
        ),
    ),
    "contracts": (
        Contracts,
        About(
            "a signed agreement, open until it is paid",
            ("contract_id",),
            Scope.ACCOUNT,
            known_on="signed_on",
            adds="from contract to cash: lots, obligations, what is still open",
        ),
    ),
    "sellout": (
        Sellout,
        About(
            "what a distributor sold on in a month, and its stock",
            ("account_id", "item_id", "month"),
            Scope.ACCOUNT,
            known_on="month",
            adds="what sells through, and how long the stock lasts",
        ),
    ),
}
