"""A company of four accounts and notebooks of a few cells, so that a fault can be put exactly where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

AS_OF = pd.Timestamp("2026-10-31")
OPEN = "from accountbook.book import Book\nfrom accountbook.display import *\nhere = Book.open(book, as_of)"
FINDING = "block(f'{len(here.order_days())} order days of {here.accounts()[0]}')"
PLAN_RESULTS = (
    "results(account_id=account, name='N ' + account, needs_call=account != 'NA', attention_order=[1, account])"
)
"""The last cell of a tiny plan."""


def make_notebook(*cells: str, unit: str = "account", results: str | None = None) -> nbformat.NotebookNode:
    """A notebook of our anatomy whose middle is the given code."""
    parameters = ["book: str = None  # folder", "as_of: str = None  # day", "lang: str = 'en'  # language"]
    names = {"deal": ("account", "opportunity"), "account": ("account",), "team": ("team",), "owner": ("owner",)}
    parameters += [f"{name}: str = None  # whom it is about" for name in names.get(unit, ())]
    last = results or (PLAN_RESULTS if unit == "account" else "results(as_of=as_of)")
    made = new_notebook(
        cells=[
            new_markdown_cell("# Tiny plan\nFor tests."),
            new_code_cell("\n".join(parameters), metadata={"tags": ["parameters"]}),
            new_code_cell(OPEN),
            new_markdown_cell("## Order days"),
            *(new_code_cell(source, metadata={"tags": ["span-5"]}) for source in cells),
            new_code_cell(last),
        ],
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
    )
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made


class Inline(Executor):
    """Runs each job at once in this process, whose zygote the next test uses again."""

    def submit(self, fn, /, *args, **kwargs) -> Future:
        future: Future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - an executor keeps whatever a job raises
            future.set_exception(error)
        return future


@pytest.fixture(scope="session", autouse=True)
def _no_process_left():
    yield
    from accountbook.publish import worker

    worker.end()


@dataclass
class Desk:
    """A folder of notebooks, a book, and a place for the reports."""

    notebooks: Path
    book: Path
    out: Path

    def put(self, name: str, node: nbformat.NotebookNode, *, unit: str = "account", order: int = 5) -> None:
        """Drop a notebook in, and add its four lines."""
        nbformat.write(node, self.notebooks / f"{name}.ipynb")
        with (self.notebooks / "editions.toml").open("a", encoding="utf-8") as lines:
            lines.write(f'\n[[notebook]]\nname = "{name}"\nedition = "monthly"\nunit = "{unit}"\norder = {order}\n')

    @property
    def options(self) -> dict:
        """Where the notebooks are, and that they run without worker processes."""
        return {"notebooks": self.notebooks, "executor": lambda _: Inline()}

    def publish(self, **options):
        """Publish the monthly edition."""
        from accountbook.publish import publish_edition

        options = {"out": self.out, **self.options, **options}
        return publish_edition("monthly", self.book, options.pop("as_of", AS_OF), **options)

    @property
    def edition(self) -> Path:
        """The edition that readers see."""
        return self.out / "monthly" / "2026-10-31"

    def pages(self) -> dict[str, bytes]:
        """Every file that readers can see, by its address."""
        files = sorted(path for path in self.edition.rglob("*") if path.is_file())
        return {path.relative_to(self.edition).as_posix(): path.read_bytes() for path in files}

    def plan(self, account: str) -> str:
        """Address of an account's page."""
        from accountbook.publish.files import slug

        return next(page for page in self.pages() if page.endswith(f"account_plan/{slug(account)}.html"))

    def runs(self) -> list[dict]:
        """The ledger's runs."""
        from accountbook.book import Ledger

        return Ledger(self.book).runs()

    def lines(self) -> list[dict]:
        """The ledger's lines about pages of the last run."""
        from accountbook.book import Ledger

        return [line for line in Ledger(self.book).run(self.runs()[-1]["run_id"]) if "page" in line]


def tables() -> dict[str, pd.DataFrame]:
    """Four accounts: two of team South, one of North, one that nobody answers for; one never ordered."""
    from accountbook.tables import TABLES

    def line(account: str, number: int, day: str, quantity: float) -> dict:
        told = {"order_id": f"{account}-{number}", "account_id": account, "order_date": pd.Timestamp(day)}
        return {**told, "line": "1", "item_id": "VX-1", "quantity": quantity, "unit_price": 100.0, "currency": "EUR",
                "kind": "order"}  # fmt: skip

    orders = [
        *(line("007", n, f"2026-0{n}-05", 10.0) for n in range(1, 7)),
        *(line("NA", n, f"2026-0{n}-15", 3.0) for n in range(1, 4)),
        line("A/17", 1, "2025-10-31", 500.0),
        line("A/17", 2, "2025-11-01", 1.0),
    ]
    accounts = [
        {"account_id": "007", "name": "Prima <b>S.r.l.</b>", "team": "South", "owner_id": "E1"},
        {"account_id": "NA", "name": "Seconda S.r.l.", "team": "North", "owner_id": "E2"},
        {"account_id": "A/17", "name": "Terza S.r.l."},
        {"account_id": "S-1", "name": "Silent S.r.l.", "team": "South", "owner_id": "E1"},
    ]
    return {
        "accounts": TABLES["accounts"].frame(accounts),
        "employees": TABLES["employees"].frame([{"employee_id": "E1", "name": "Ugo Invented"}]),
        "order_lines": TABLES["order_lines"].frame(orders),
    }


@pytest.fixture(scope="session")
def make_book() -> Callable[..., Path]:
    """Writes a book: ``make_book(folder, **changes to its tables)``."""
    from accountbook.book import write_load

    def make(folder: Path, *, exported_on: str = "2026-11-01", **changed: pd.DataFrame) -> Path:
        write_load(
            folder,
            {**tables(), **changed},
            rejected={},
            report={"sources": [], "tables": {}, "flags": []},
            company={"name": "Tiny works (invented)", "currency": "EUR", "country": "IT", "invented": True},
            exported_on=pd.Timestamp(exported_on),
        )
        return folder

    return make


@pytest.fixture
def desk(tmp_path: Path, make_book) -> Desk:
    """A desk with no notebook on it."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    return Desk(folder, make_book(tmp_path / "book"), tmp_path / "reports")


@pytest.fixture
def plans(desk: Desk) -> Desk:
    """A desk with one notebook: a tiny account plan."""
    desk.put("account_plan", make_notebook(FINDING))
    return desk


@pytest.fixture
def inline() -> Callable[[int], Executor]:
    """Makes executors that run each job at once in this process."""
    return lambda _: Inline()


@pytest.fixture
def notebook():
    """Makes a notebook of our anatomy: ``notebook(*cells, unit=, results=)``."""
    return make_notebook


PEOPLE = [
    {"contact_id": "P-1", "account_id": "007", "name": "Anna O'Rossi", "email": "anna@prima.example",
     "birthday": "1980-03-12"},
    {"contact_id": "P-2", "account_id": "007", "name": "Bruno Verdi", "narrative_topic": "sails with Anna O'Rossi"},
    {"contact_id": "P-3", "account_id": "NA", "name": "Carla Neri"},
]  # fmt: skip
NAMES = """people = here.table('contacts')['name'].dropna().tolist()
block('known: ' + ', '.join(people) + '.')"""
"""A cell that names the account's people, or everybody's."""


@pytest.fixture
def named(tmp_path: Path, make_book) -> Desk:
    """A desk whose plans name the people of their account, and whose company page counts everybody's."""
    from accountbook.tables import TABLES

    folder = tmp_path / "notebooks"
    folder.mkdir()
    slots = [{"account_id": "007", "role_code": "PUR", "assessed_on": "2026-03-01", "contact_id": "P-1",
              "disposition": "negative", "evidence": "Anna O'Rossi said so"}]  # fmt: skip
    book = make_book(
        tmp_path / "book", contacts=TABLES["contacts"].frame(PEOPLE), role_slots=TABLES["role_slots"].frame(slots)
    )
    desk = Desk(folder, book, tmp_path / "reports")
    told = "results(account_id=account, name='N ' + account, changed='ask ' + ', '.join(people))"
    desk.put("account_plan", make_notebook(NAMES, results=told))
    counted = make_notebook("block(f\"{len(here.table('contacts'))} people\")", unit="company")
    desk.put("people", counted, unit="company", order=1)
    return desk
