"""A handover of thirty accounts: seconds from opening the book to the page, predictions at hand.

The made-up company has thirty accounts and 42 months; all of its owners are handed over, one after the other.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pandas as pd

from accountbook.book import Book
from accountbook.company import Company
from accountbook.demo import make_company
from accountbook.display import Words
from accountbook.display.blocks import account_pages, at_a_glance, handover_masthead
from accountbook.handover import Handover
from accountbook.loading import load_source
from accountbook.owner import Owner

AS_OF = pd.Timestamp("2026-10-31")
ACCOUNTS = 30
TARGETS = {"seconds_30_accounts": ["<=", 20.0]}


def measure(folder: Path) -> tuple[int, float, int]:
    """Accounts that were handed over, the seconds it took, and the size of their pages in bytes."""
    begin, accounts, size = time.perf_counter(), 0, 0
    book = Book.open(folder, AS_OF)
    t = Words("en", currency=book.settings.currency, as_of=AS_OF)
    for owner in sorted(set(book.table("accounts")["owner_id"].dropna())):
        handed = Handover(Owner(book, owner))
        shown = (handover_masthead(handed, t), at_a_glance(handed, t), account_pages(handed, t))
        size += sum(len(str(part).encode()) for part in shown)
        accounts += len(handed.accounts)
    return accounts, time.perf_counter() - begin, size


def main() -> None:
    """Print one table and write benchmarks/out/handover.json."""
    with tempfile.TemporaryDirectory() as name:
        exports, folder = Path(name) / "exports", Path(name) / "book"
        make_company(exports, accounts=ACCOUNTS)
        load_source(exports, folder)
        Company(Book.open(folder, AS_OF)).predict()
        accounts, seconds, size = measure(folder)
    figures = {
        "accounts": accounts,
        "seconds_30_accounts": round(seconds / accounts * ACCOUNTS, 2),
        "bytes_an_account": round(size / accounts),
    }
    for label, figure in figures.items():
        target = " ".join(str(part) for part in TARGETS.get(label, []))
        print(f"{label:<28}{figure:>12,}  {target}".rstrip())
    out = Path(__file__).parent / "out" / "handover.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"figures": figures, "targets": TARGETS}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
