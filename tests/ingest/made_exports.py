"""Folders in the shape of well-known systems' exports, all of one invented trade whose sums are worked out by hand.

The trade: 40 accounts, 12 items, 132 orders of three lines each, every fifth day from 10 January 2025 on. An order's
lines are 2 x 100, 3 x 50 and 5 x 30 = 500, of which every third order has once, twice or three times the quantities:
44 x (500 + 1,000 + 1,500) = 132,000 in 396 lines. Four returns of 1 x 100 take 400 off in lines 397 to 400.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

ACCOUNTS, ITEMS, ORDERS, RETURNS = 40, 12, 132, 4
LINES = ((2, 100), (3, 50), (5, 30))
COUNTRIES = ("South Korea", "Germany", "United States", "Turkey")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GIVEN, FAMILY = ("Anna", "Bruno", "Carla", "David"), ("Rossi", "Meyer", "Park", "Novak")


@dataclass(frozen=True)
class Line:
    """A line of the trade."""

    order: int
    line: int
    account: int
    item: int
    day: date
    quantity: int
    price: int

    @property
    def net(self) -> int:
        return self.quantity * self.price


def lines() -> list[Line]:
    """All lines, orders first, then returns."""
    out = []
    for order in range(1, ORDERS + 1):
        day = date(2025, 1, 5) + timedelta(days=5 * order)
        for place, (quantity, price) in enumerate(LINES, start=1):
            item = (order * 5 + place * 4) % ITEMS + 1
            out.append(Line(order, place, order % ACCOUNTS + 1, item, day, quantity * (order % 3 + 1), price))
    for back in range(1, RETURNS + 1):
        out.append(Line(ORDERS + back, 1, back, back, date(2026, 10, 20 + back), -1, 100))
    return out


def orders() -> dict[int, Line]:
    """The first line of each order: its number, account and day."""
    return {line.order: line for line in reversed(lines())}


def account(n: int) -> str:
    """An account's name: letters only, like a company's."""
    return f"{LETTERS[n % 26]}{LETTERS[n // 26]}ris Components"


def country(n: int) -> str:
    """Where an account is."""
    return COUNTRIES[n % 4]


def table(header: str, rows: Iterable[str]) -> list[list[str]]:
    """The cells of a table whose rows are written with bars between the cells."""
    return [row.split("|") for row in (header, *rows)]


def write_csv(path: Path, header: str, rows: Iterable[str], *, encoding: str = "utf-8", delimiter: str = ",",
              quoted: bool = False, lead: str = "", tail: str = "") -> None:  # fmt: skip
    """A delimited file; `lead` and `tail` stand around it as they are."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(table(header, rows))
    path.write_bytes((lead + text.getvalue() + tail).encode(encoding))


def write_xlsx(path: Path, header: str, rows: Iterable[str], *, hidden: bool = False) -> None:
    """A workbook of one sheet, with numbers and days as such; a hidden sheet beside it where a system adds one."""
    book = openpyxl.Workbook()
    for row in table(header, rows):
        book.active.append([typed(cell) for cell in row])
    if hidden:
        book.create_sheet("hiddenSheet").sheet_state = "hidden"
    book.save(path)


def typed(cell: str) -> object:
    """A cell as Excel holds it."""
    if re.fullmatch(r"-?\d+", cell):
        return int(cell)
    return datetime.fromisoformat(cell) if re.match(r"\d{4}-\d{2}-\d{2}", cell) else cell or None


def sf(prefix: str, n: int) -> str:
    """A Salesforce id of 15 characters without a capital."""
    return f"{prefix}3a00000{n:05d}"


def sf18(prefix: str, n: int) -> str:
    """The same with 18: without a capital, all check characters are A."""
    return sf(prefix, n) + "AAA"


def sf_accounts(folder: Path) -> None:
    """Accounts of the Data Export Service."""
    kinds = ("Channel Partner / Reseller", "Customer - Direct")
    write_csv(
        folder / "Account.csv",
        "Id|IsDeleted|Name|Type|BillingCity|BillingCountry|Industry|OwnerId|CreatedDate",
        (f"{sf18('001', n)}|0|{account(n)}|{kinds[n % 2]}|City|{country(n)}|Machinery|{sf18('005', n % 3)}|"
         "2024-12-01T09:00:00.000Z" for n in range(1, ACCOUNTS + 1)),
        quoted=True,
    )  # fmt: skip


def salesforce_en(folder: Path) -> None:
    """The Data Export Service: two drafts that are no orders, one line whose order is gone, one line twice."""
    sf_accounts(folder)
    write_csv(
        folder / "Contact.csv",
        "Id|IsDeleted|AccountId|LastName|FirstName|Title|Email|CreatedDate",
        (f"{sf18('003', n)}|0|{sf18('001', n)}|{FAMILY[n % 4]}|{GIVEN[n % 4]}|Buyer|p{n}@a{n}.example|"
         "2024-12-02T09:00:00.000Z" for n in range(1, ACCOUNTS + 1)),
        quoted=True,
    )  # fmt: skip
    stages = (
        "Prospecting",
        "Needs Analysis",
        "Proposal/Price Quote",
        "Negotiation/Review",
        "Closed Won",
        "Closed Lost",
    )
    write_csv(
        folder / "Opportunity.csv",
        "Id|IsDeleted|AccountId|Name|StageName|Amount|Probability|CloseDate|CreatedDate",
        (f"{sf18('006', n)}|0|{sf18('001', n)}|Deal {n}|{stages[n % 6]}|{n}000.0|60|2026-{n % 9 + 1:02d}-15|"
         "2025-12-01T10:00:00.000Z" for n in range(1, 31)),
        quoted=True,
    )  # fmt: skip
    logged = [f"{sf18('017', n)}|0|{sf18('006', n)}|{sf18('005', 1)}|2025-12-03T10:00:00.000Z|StageName|Prospecting|"
              "Needs Analysis" for n in range(1, 11)]  # fmt: skip
    logged.append(
        f"{sf18('017', 90)}|0|{sf18('006', 1)}|{sf18('005', 1)}|2025-12-03T10:00:00.000Z|opportunityCreated||"
    )
    write_csv(
        folder / "OpportunityFieldHistory.csv",
        "Id|IsDeleted|OpportunityId|CreatedById|CreatedDate|Field|OldValue|NewValue",
        logged,
        quoted=True,
    )
    heads = [f"{sf18('801', o)}|0|{sf18('001', one.account)}|{one.day}|Activated|{o:08d}|EUR"
             for o, one in orders().items()]  # fmt: skip
    heads += [f"{sf18('801', 900 + n)}|0|{sf18('001', n)}|2026-10-01|Draft|{900 + n:08d}|EUR" for n in (1, 2)]
    header = "Id|IsDeleted|AccountId|EffectiveDate|Status|OrderNumber|CurrencyIsoCode"
    write_csv(folder / "Order.csv", header, heads, quoted=True)
    rows = [f"{sf18('802', 10 * one.order + one.line)}|0|{sf18('01t', one.item)}|{sf18('801', one.order)}|"
            f"{10 * one.order + one.line:010d}|{one.quantity}.0|{one.price}.0|EUR" for one in lines()]  # fmt: skip
    rows += [
        f"{sf18('802', 9000 + n)}|0|{sf18('01t', 1)}|{sf18('801', 900 + n)}|{9000 + n:010d}|7.0|7.0|EUR" for n in (1, 2)
    ]
    rows += [f"{sf18('802', 9900)}|0|{sf18('01t', 1)}|{sf18('801', 999)}|0000009900|1.0|11.0|EUR", rows[0]]
    header = "Id|IsDeleted|Product2Id|OrderId|OrderItemNumber|Quantity|UnitPrice|CurrencyIsoCode"
    write_csv(folder / "OrderItem.csv", header, rows, quoted=True)
    items = (f"{sf18('01t', n)}|0|Valve {n}|P-{n:02d}|1|Family {n % 3}" for n in range(1, ITEMS + 1))
    write_csv(folder / "Product2.csv", "Id|IsDeleted|Name|ProductCode|IsActive|Family", items, quoted=True)


def salesforce_ko(folder: Path) -> None:
    """Reports in Korean with their footers, ids of 15 characters, beside accounts of the Data Export Service."""
    sf_accounts(folder)
    foot = ('\r\n\r\n"주문 제품 (400)"\r\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\r\n'
            '"기밀 정보 - 배포 금지"\r\n"작성자: 김민수 2026. 10. 31. 오후 6:12"\r\n"오리스 상사"\r\n')  # fmt: skip
    report = {"encoding": "cp949", "quoted": True, "tail": foot}

    def day(one: date) -> str:
        return f"{one.year}. {one.month}. {one.day}."

    write_csv(
        folder / "report1793440000000.csv",
        "계정 ID|계정 이름|주문 번호|주문 시작일|주문 제품 번호|제품 코드|제품 이름|수량|단가 통화|단가",
        (f"{sf('001', one.account)}|{account(one.account)}|{one.order:08d}|{day(one.day)}|"
         f"{10 * one.order + one.line:010d}|P-{one.item:02d}|밸브 {one.item}|{one.quantity}.00|KRW|{one.price * 1000:,}"
         for one in lines()),
        **report,
    )  # fmt: skip
    stages = ("요구 분석", "성사 종료", "실패 종료")
    write_csv(
        folder / "report1793440000001.csv",
        "기회 ID|기회 이름|계정 ID|단계|금액|확률(%)|마감일|작성일",
        (f"{sf('006', n)}|기회 {n}|{sf('001', n)}|{stages[n % 3]}|{n},000,000|60|2026. {n % 9 + 1}. 15.|2025. 12. 1."
         for n in range(1, 31)),
        **report,
    )  # fmt: skip


def dynamics_en(folder: Path) -> None:
    """Static worksheets: names in place of ids, a hidden sheet; a cancelled order, two accounts of one name."""

    def sheet(name: str, thing: str, header: str, rows: Iterable[str]) -> None:
        lead = f"(Do Not Modify) {thing}|(Do Not Modify) Row Checksum|(Do Not Modify) Modified On"
        stamped = (
            f"{len(thing):08x}-0000-0000-0000-{n:012x}|c3VtPT0=|2026-10-30T09:00|{row}" for n, row in enumerate(rows)
        )
        write_xlsx(folder / f"{name} 10-31-2026 9-00-00 AM.xlsx", f"{lead}|{header}", stamped, hidden=True)

    made = "2024-12-01T09:00"
    accounts = [f"{account(n)}|AC-{n:04d}|{country(n)}|City|{('Customer', 'Reseller')[n % 2]}|{made}"
                for n in range(1, ACCOUNTS + 1)]  # fmt: skip
    accounts.append(f"{account(ACCOUNTS)}|AC-0099|Germany|City|Customer|{made}")
    header = "Account Name|Account Number|Address 1: Country/Region|Address 1: City|Relationship Type|Created On"
    sheet("Active Accounts", "Account", header, accounts)
    people = (f"{GIVEN[n % 4]} {FAMILY[n % 4]}|{account(n)}|Buyer|p{n}@a{n}.example|{made}" for n in range(1, 31))
    sheet("Active Contacts", "Contact", "Full Name|Company Name|Job Title|Email|Created On", people)
    deals = (f"Deal {n}|{account(n)}|{1000 * n}|2026-{n % 9 + 1:02d}-15|{'' if n % 3 == 0 else f'2026-09-{n:02d}'}|60|"
             f"{('Open', 'Won', 'Lost')[n % 3]}|{('Qualify', 'Develop', 'Propose')[n % 3]}|2025-12-01"
             for n in range(1, 31))  # fmt: skip
    header = (
        "Topic|Account|Est. Revenue (Base)|Est. Close Date|Actual Close Date|Probability|Status|Sales Stage|Created On"
    )
    sheet("All Opportunities", "Opportunity", header, deals)
    heads = [f"Order {o}|ORD-{o:05d}|{account(one.account)}|Active|{('US Dollar', 'Euro')[one.account % 2]}|{one.day}"
             for o, one in orders().items()]  # fmt: skip
    heads.append(f"Order 900|ORD-00900|{account(1)}|Canceled|Euro|2026-10-01")
    sheet("All Orders", "Order", "Name|Order ID|Customer|Status|Currency|Date Submitted", heads)
    rows = [f"Valve {one.item}|Order {one.order}|{one.line}|{one.quantity}|{one.price}|" for one in lines()]
    header = "Existing Product|Order|Line Item Number|Quantity|Price Per Unit|Manual Discount"
    sheet("Order Products", "Order Product", header, [*rows, "Valve 1|Order 900|1|9|9|"])
    items = (f"Valve {n}|P-{n:02d}|Family {n % 3}|20" for n in range(1, ITEMS + 1))
    sheet("All Products", "Product", "Name|Product ID|Parent|Standard Cost", items)


def hubspot(folder: Path, words: dict[str, str], *, won: str, open_: str, lost: str, currency: bool) -> None:
    """All records with their associations; deals are orders once they are won. One deal has two companies."""

    def write(name: str, header: str, rows: Iterable[str]) -> None:
        header = "|".join(words.get(one, one) for one in header.split("|"))
        write_csv(folder / f"hubspot-crm-exports-all-{name}-2026-10-31.csv", header, rows)

    companies = (f"{7000 + n}|{account(n)}|{country(n)}|City|MACHINERY|{('Prospect', 'Reseller')[n % 2]}|"
                 "2024-12-01 09:00"
                 for n in range(1, ACCOUNTS + 1))  # fmt: skip
    write("companies", "Record ID|Company name|Country/Region|City|Industry|Type|Create Date", companies)
    people = (f"{100 + n}|{GIVEN[n % 4]}|{FAMILY[n % 4]}|p{n}@a{n}.example|Buyer|2024-12-02 10:00|{7000 + n}"
              for n in range(1, 31))  # fmt: skip
    write("contacts", "Record ID|First Name|Last Name|Email|Job Title|Create Date|Associated Company IDs", people)
    more = "|EUR" if currency else ""
    deals = [f"{5000 + o}|Deal {o}|{won} (Sales Pipeline)|{500 * (o % 3 + 1)}|{one.day} 15:00|"
             f"{one.day - timedelta(days=30)} 11:00|1.0|{7000 + one.account}{';7001' if o == 7 else ''}{more}"
             for o, one in orders().items()]  # fmt: skip
    for n in range(1, 16):
        stage, chance = (open_, "0.4") if n > 5 else (lost, "0.0")
        deals.append(f"{6000 + n}|Deal {6000 + n}|{stage} (Sales Pipeline)|{1000 * n}|2026-12-15 15:00|"
                     f"2026-08-01 11:00|{chance}|{7000 + n}{more}")  # fmt: skip
    header = "Record ID|Deal Name|Deal Stage|Amount|Close Date|Create Date|Deal probability|Associated Company IDs"
    write("deals", header + ("|Currency" if currency else ""), deals)
    rows = [f"{80000 + 10 * one.order + one.line}|Valve {one.item}|P-{one.item:02d}|{one.quantity}|{one.price}|"
            f"{5000 + one.order}" for one in lines()]  # fmt: skip
    rows += [f"{99000 + n}|Valve 1|P-01|3|3|{6000 + n}" for n in range(1, 16)]
    write("line-items", "Record ID|Name|SKU|Quantity|Unit price|Associated Deal IDs", rows)


def hubspot_en(folder: Path) -> None:
    """HubSpot in English, with several currencies switched on."""
    hubspot(folder, {}, won="Closed Won", open_="Presentation Scheduled", lost="Closed Lost", currency=True)


def hubspot_ko(folder: Path) -> None:
    """HubSpot with Korean labels and one currency, which is then nowhere named."""
    words = {
        "Record ID": "레코드 ID", "Company name": "회사 이름", "Country/Region": "국가/지역", "City": "도시",
        "Industry": "업종", "Type": "유형", "Create Date": "생성일", "First Name": "이름", "Last Name": "성",
        "Email": "이메일", "Job Title": "직책", "Associated Company IDs": "연결된 회사 ID", "Deal Name": "거래 이름",
        "Deal Stage": "거래 단계", "Amount": "금액", "Close Date": "마감일", "Deal probability": "거래 확률",
        "Name": "이름", "Quantity": "수량", "Unit price": "단가", "Associated Deal IDs": "연결된 거래 ID",
    }  # fmt: skip
    hubspot(folder, words, won="성사됨", open_="프레젠테이션 예정", lost="실패", currency=False)


def odoo_en(folder: Path) -> None:
    """List views exported for reading: labels, references by name, lines and orders apart, a quotation among them."""
    partners = (
        f"__export__.res_partner_{n}|{account(n)}|{country(n)}|City|{GIVEN[n % 4]}|" for n in range(1, ACCOUNTS + 1)
    )
    write_xlsx(folder / "Contact (res.partner).xlsx", "External ID|Name|Country|City|Salesperson|Tax ID", partners)
    heads = [f"S{o:05d}|{account(one.account)}|{one.day}T09:00|Sales Order|EUR|{500 * (o % 3 + 1)}"
             for o, one in orders().items()]  # fmt: skip
    heads.append(f"S00900|{account(1)}|2026-10-01T09:00|Quotation|EUR|81")
    header = "Order Reference|Customer|Order Date|Status|Currency|Total"
    write_xlsx(folder / "Sales Order (sale.order).xlsx", header, heads)
    rows = [f"S{one.order:05d}|[P-{one.item:02d}] Valve {one.item}|{one.quantity}|{one.price}|0" for one in lines()]
    header = "Order Reference|Product|Quantity|Unit Price|Discount (%)"
    write_xlsx(folder / "Sales Order Line (sale.order.line).xlsx", header, [*rows, "S00900|[P-01] Valve 1|9|9|0"])
    items = (f"P-{n:02d}|Valve {n}|[P-{n:02d}] Valve {n}|All / Valves|100|20" for n in range(1, ITEMS + 1))
    header = "Internal Reference|Name|Display Name|Product Category|Sales Price|Cost"
    write_xlsx(folder / "Product (product.product).xlsx", header, items)


def odoo_nested(folder: Path) -> None:
    """Import-compatible: field names, external ids, lines nested below their order; half off twice the price."""
    partners = (f"__export__.res_partner_{n}|{account(n)}|{country(n)}|City|True|2024-12-01 09:00:00"
                for n in range(1, ACCOUNTS + 1))  # fmt: skip
    write_csv(folder / "res.partner.csv", "id|name|country_id|city|is_company|create_date", partners, quoted=True)
    rows, last = [], 0
    for one in lines():
        head = (f"__export__.sale_order_{one.order}|S{one.order:05d}|__export__.res_partner_{one.account}|"
                f"{one.day} 09:00:00|EUR|sale")  # fmt: skip
        price = f"{one.price * 2}.0|50.0" if one.quantity > 0 else f"{one.price}.0|0.0"
        rows.append(f"{head if one.order != last else '|||||'}|P-{one.item:02d}|{one.quantity}.0|{price}")
        last = one.order
    rows += [
        "__export__.sale_order_900|S00900|__export__.res_partner_1|2026-10-01 09:00:00|EUR|cancel|P-01|9.0|9.0|0.0"
    ]
    header = "id|name|partner_id/id|date_order|currency_id|state|order_line/product_id/default_code"
    header += "|order_line/product_uom_qty|order_line/price_unit|order_line/discount"
    write_csv(folder / "sale.order.csv", header, [*rows, "||||||P-02|9.0|9.0|0.0"], quoted=True)
    items = (f"P-{n:02d}|Valve {n}|All / Valves|100.0|20.0" for n in range(1, ITEMS + 1))
    write_csv(folder / "product.product.csv", "default_code|name|categ_id|list_price|standard_price", items)
    stages = ("New", "Qualified", "Proposition", "Won")
    leads = (f"__export__.crm_lead_{n}|Deal {n}|__export__.res_partner_{n}|{stages[n % 4]}|{n}000.0|35.5|"
             "2026-02-01 09:00:00|2026-12-01" for n in range(1, 21))  # fmt: skip
    header = "id|name|partner_id/id|stage_id|expected_revenue|probability|create_date|date_deadline"
    write_csv(folder / "crm.lead.csv", header, leads)


def sap_number(value: float, places: int = 2) -> str:
    """A number as SAP lists it: points for thousands, a comma, a trailing minus."""
    text = f"{abs(value):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return text + ("-" if value < 0 else "")


def sap_va05(folder: Path) -> None:
    """A list of VA05 made for a printer, with a title on every page and a sum, beside customers and materials."""
    rows = table(
        "Sold-to pt|Name 1|SD Doc.|Item|Doc. Date|SaTy|Material|Order qty|SU|Net value|Curr.",
        (f"{100000 + one.account}|{account(one.account)}|{4500000 + one.order}|{10 * one.line}|{one.day:%d.%m.%Y}|"
         f"{'RE' if one.quantity < 0 else 'OR'}|P-{one.item:02d}|{sap_number(one.quantity, 0)}|PC|"
         f"{sap_number(one.net)}|EUR"
         for one in lines()),
    )  # fmt: skip
    width = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = "-" * (sum(width) + len(width) + 1)

    def framed(cells: list[str]) -> str:
        return "|" + "|".join(cell.ljust(size) for cell, size in zip(cells, width, strict=True)) + "|"

    text = []
    for page, start in enumerate(range(1, len(rows), 90), start=1):
        text += [f"31.10.2026{'List of Sales Orders':^80}{page:>6}", rule, framed(rows[0]), rule]
        text += [framed(row) for row in rows[start : start + 90]]
    total = framed(["*", *[""] * 8, sap_number(131600), "EUR"])
    (folder / "VA05.txt").write_bytes("\r\n".join([*text, rule, total, rule, ""]).encode("utf-8"))
    title = "31.10.2026\t\tDynamic List Display\t\t\t1\r\n\r\n"
    places = ("KR", "DE", "US", "TR")
    customers = (f"|{100000 + n:010d}|{places[n % 4]}|{account(n)}|City|01.12.2024" for n in range(1, ACCOUNTS + 1))
    write_csv(folder / "KNA1.txt", "|Customer|Cty|Name 1|City|Created on", customers, delimiter="\t", lead=title)
    items = (f"|P-{n:02d}|EN|Valve {n}|G{n % 3}" for n in range(1, ITEMS + 1))
    write_csv(
        folder / "MAKT.txt", "|Material|Language|Material Description|Matl Group", items, delimiter="\t", lead=title
    )


def sap_ko(folder: Path) -> None:
    """SE16N in Korean: items need their headers; leading zeros here and not there; a rejected item, a quotation."""
    text = {"encoding": "cp949", "delimiter": "\t"}
    heads = [f"{4500000 + o:010d}|{one.day:%Y.%m.%d}|{'H' if one.quantity < 0 else 'C'}|OR|"
             f"{100000 + one.account:010d}|KRW"
             for o, one in orders().items()]  # fmt: skip
    heads.append("0004509000|2026.10.01|B|QT|0000100001|KRW")
    write_csv(folder / "VBAK.txt", "판매문서|문서일|SD 문서 범주|판매문서유형|판매처|문서통화", heads, **text)
    rows = [f"{4500000 + one.order}|{10 * one.line:06d}|P-{one.item:02d}|밸브 {one.item}|{abs(one.quantity)}|"
            f"{abs(one.net) * 1000:,}||{'X' if one.quantity < 0 else ''}" for one in lines()]  # fmt: skip
    rows += ["4500001|000090|P-01|밸브 1|9|9,000|01|", "4509000|000010|P-01|밸브 1|9|9,000||"]
    write_csv(folder / "VBAP.txt", "판매문서|항목|자재|자재내역|수주수량|순액|거부사유|반품", rows, **text)
    places = ("KR", "DE", "US", "TR")
    customers = (f"{100000 + n}|{places[n % 4]}|{account(n)}|서울" for n in range(1, ACCOUNTS + 1))
    write_csv(folder / "KNA1.txt", "고객번호|국가키|이름 1|도시", customers, **text)
    items = (f"P-{n:02d}|3|밸브 {n}|G{n % 3}" for n in range(1, ITEMS + 1))
    write_csv(folder / "MAKT.txt", "자재|언어|자재내역|자재그룹", items, **text)


def unknown(folder: Path) -> None:
    """An ERP that nobody knows, with headers that mean nothing."""
    text = {"encoding": "cp949", "delimiter": ";"}
    places = ("대한민국", "독일", "미국", "튀르키예")
    accounts = (f"K{n:04d}|{account(n)}|{places[n % 4]}|02-555-{n:04d}" for n in range(1, ACCOUNTS + 1))
    write_csv(folder / "T_0007.csv", "F_AC01|F_AC02|F_AC03|F_AC04", accounts, **text)
    items = (f"P-{n:02d}|밸브 {n}호|G{n % 3}" for n in range(1, ITEMS + 1))
    write_csv(folder / "T_0031.csv", "Feld1|Feld2|Feld3", items, **text)
    rows = (f"A{700000 + one.order}|{one.line}|K{one.account:04d}|{one.day:%Y%m%d}|P-{one.item:02d}|{one.quantity}|"
            f"{one.price * 1000}|{one.net * 1000}|KRW" for one in lines())  # fmt: skip
    write_csv(folder / "T_0104.csv", "열1|열2|열3|열4|열5|열6|열7|열8|열9", rows, **text)


FOLDERS = {
    one.__name__: one
    for one in (salesforce_en, salesforce_ko, dynamics_en, hubspot_en, hubspot_ko, odoo_en, odoo_nested, sap_va05,
                sap_ko, unknown)
}  # fmt: skip
