"""A made-up company of 30 accounts, and two notebooks that say which generation they are."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from accountbook.book import write_load
from accountbook.tables import TABLES

ACCOUNTS, TEAMS, DAY = 30, 3, "2026-10-31"


def make_book(folder: Path) -> Path:
    """A made-up company of 30 accounts in three teams, a year of orders each."""
    ids = [f"K-{number:02d}" for number in range(1, ACCOUNTS + 1)]
    orders = [
        {"account_id": one, "order_id": f"{one}-{month}", "line": "1", "order_date": f"2026-{month:02d}-05",
         "item_id": "VX-1", "quantity": float(number + month), "unit_price": 10.0, "currency": "EUR", "kind": "order"}
        for number, one in enumerate(ids)
        for month in range(1, 11)
    ]  # fmt: skip
    accounts = [
        {"account_id": one, "name": f"Invented {one}", "team": f"Team {number % TEAMS}", "owner_id": "E1"}
        for number, one in enumerate(ids)
    ]
    write_load(
        folder / "book",
        {
            "order_lines": TABLES["order_lines"].frame(orders),
            "accounts": TABLES["accounts"].frame(accounts),
        },
        rejected={},
        report={"sources": [], "tables": {}, "flags": []},
        company={"name": "Kill works (invented)", "currency": "EUR", "country": "IT", "invented": True},
        exported_on=pd.Timestamp("2026-11-01"),
    )
    return folder / "book"


def make_notebooks(folder: Path, generation: str) -> None:
    """Two notebooks of our anatomy that say which generation they are: one about the company, one per account."""
    head = ["book: str = None  # folder", "as_of: str = None  # day", "lang: str = 'en'  # language"]
    opening = "from accountbook.book import Book\nfrom accountbook.display import *\nhere = Book.open(book, as_of)"
    keep = (
        "import pandas as pd\nkept = pd.DataFrame({'account_id': here.accounts(), 'p': .5})\n"
        "here.ledger.write_predictions('toys', kept, load_id=here.load_id, as_of=here.as_of, code='c1')"
    )
    say = f"block(f'generation={generation}. {{len(here.order_days())}} order days')"
    cells = {
        "account_plan": (
            [*head, "account: str = None  # whom it is about"],
            [say],
            f"results(account_id=account, name='generation={generation}. ' + account, needs_call=True)",
        ),
        "company": (head, [keep, say], f"results(title='generation={generation}. Company')"),
    }
    for name, (parameters, middle, last) in cells.items():
        made = new_notebook(
            cells=[
                new_markdown_cell("# Tiny page\nFor the benchmark."),
                new_code_cell("\n".join(parameters), metadata={"tags": ["parameters"]}),
                new_code_cell(opening),
                *(new_code_cell(source, metadata={"tags": ["span-5"]}) for source in middle),
                new_code_cell(last),
            ],
            metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        )
        for number, cell in enumerate(made.cells):
            cell["id"] = f"cell-{number}"
        text = nbformat.writes(made)
        beside = folder / f"{name}.new"
        beside.write_text(text, encoding="utf-8")
        beside.replace(folder / f"{name}.ipynb")
    (folder / "editions.toml").write_text(
        "".join(
            f'[[notebook]]\nname = "{name}"\nedition = "monthly"\nunit = "{unit}"\norder = {order}\n'
            for order, (name, unit) in enumerate([("company", "company"), ("account_plan", "account")])
        ),
        encoding="utf-8",
    )
