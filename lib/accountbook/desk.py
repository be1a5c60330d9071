"""The desk: what a notebook opens first, whether an analyst or the publisher runs it.

``page = desk.open(book, as_of, lang, account=account)`` gives the book as known on a date and the words of the
reader's language. Under the publisher (``ACCOUNTBOOK_PUBLISH=1``) every parameter must be set. Anywhere else an
unset one is filled from the made-up company under a banner that says so, so that Run All works on the first try.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

import accountbook
from accountbook.book import Book, BookError, last_report
from accountbook.brief import Brief
from accountbook.company import Company
from accountbook.display import Fragment, Words
from accountbook.display.blocks.trial import trial_notice
from accountbook.display.lab import lab_css, show_fragments
from accountbook.handover import Handover
from accountbook.owner import Owner
from accountbook.plan import Plan
from accountbook.tables import Accounts as A
from accountbook.tables import Opportunities as O

PUBLISHING = "ACCOUNTBOOK_PUBLISH"
"""Environment variable that the publisher sets to ``1`` for the notebooks it runs."""
UNITS = ("account", "team", "owner", "opportunity")
OTHERS = 3
"""How many more accounts or owners a trial names."""


class Unset(ValueError):
    """A parameter that the publisher had to set and did not."""


@dataclass(frozen=True)
class Desk:
    """What a notebook works with.

    Attributes
    ----------
    book : the book as known at its ``as_of``; one account's where the notebook is about an account.
    t : the words, numbers and dates of the reader's language.
    opportunity : the deal that the notebook is about; None: it is about none, or the account has none open.
    owner_id : the owner whose accounts the notebook is about; None: it is about no owner.
    trial : whether something unset was filled in.
    banner : what the notebook shows first: outside the publisher the pages' style and the trial's notice;
        under it nothing.
    """

    book: Book
    t: Words
    trial: bool
    banner: Fragment | Banner
    opportunity: str | None = None
    owner_id: str | None = None

    @cached_property
    def plan(self) -> Plan:
        """The judgements about the book's account, each made when it is first asked for."""
        return Plan(self.book)

    @cached_property
    def owner(self) -> Owner:
        """The owner whom the notebook is about, with a plan for each account."""
        if self.owner_id is None:
            raise Unset("this notebook is about no owner: open it with desk.open(book, as_of, lang, owner=owner)")
        return Owner(self.book, self.owner_id)

    @cached_property
    def handover(self) -> Handover:
        """The owner's accounts, each with its own judgements, for whoever takes them over."""
        return Handover(self.owner)

    @cached_property
    def brief(self) -> Brief:
        """The judgements about the account and the deal, for a meeting about both."""
        return Brief(self.plan, self.opportunity)

    @cached_property
    def company(self) -> Company:
        """The judgements about the whole book."""
        return Company(self.book)


@dataclass(frozen=True)
class Banner:
    """The pages' style for a notebook, and a notice; shown by JupyterLab, never part of a page."""

    css: str
    notice: Fragment

    def _repr_html_(self) -> str:
        return f"<style>{self.css}</style>{self.notice}"


def open(book: str | None, as_of: str | None, lang: str = "en", **unit: str | None) -> Desk:
    """Open a book for a notebook.

    Parameters
    ----------
    book : folder of a book or of one account's slice of it; None: the made-up company's book.
    as_of : the day as YYYY-MM-DD, nothing known later is seen; None: the last day that the load covers.
    lang : language of the page, ``"en"``.
    unit : whom the notebook is about, by name of the parameter: ``account="A-017"`` or ``team="South"``;
        None: the first one of the book, of accounts the first with an open deal. A notebook about the company passes
        none. A notebook about a deal passes the account and ``opportunity="D-0163"``; "" says that it is about none,
        None: the open deal that asks most.

    Raises
    ------
    Unset
        Under the publisher, if a parameter is None; the message names it.
    TypeError
        If the unit is none of account, team, owner, opportunity.
    BookError
        If the account has no such deal that was known on the day, or nobody is its owner of that number; those that
        there are are named.
    """
    if strange := set(unit) - set(UNITS):
        raise TypeError(f"open() knows no unit {', '.join(sorted(strange))}; a notebook is about {', '.join(UNITS)}")
    given = {"book": book, "as_of": as_of, "lang": lang, **unit}
    unset = [name for name, value in given.items() if value is None]
    publishing = os.environ.get(PUBLISHING) == "1"
    if publishing and unset:
        raise Unset(
            f"The parameter {unset[0]} is not set. Under the publisher every parameter is: "
            "publish sets them all, papermill with -p."
        )
    folder = Path(book) if book is not None else trial_book()
    day = pd.Timestamp(as_of) if as_of is not None else _last_day(folder)
    whole = opened = Book.open(folder, day)
    account = unit.get("account")
    if "account" in unit:
        if not publishing:
            _foresee(opened)
        account = account or _account_of(opened, unit.get("opportunity")) or _first(opened)
        opened = opened.account(account)
    deal = _deal(opened, unit["opportunity"]) if "opportunity" in unit else None
    owner = None
    if "owner" in unit:
        if not publishing:
            _foresee(opened)
        owner = _owner(opened, unit["owner"])
    words = Words(lang, currency=opened.settings.currency, as_of=day)
    banner: Fragment | Banner = Fragment()
    if not publishing:
        show_fragments(words)
        notice = _notice(opened, words, owner, whole, given) if unset else Fragment()
        banner = Banner(lab_css(), notice)
    return Desk(opened, words, bool(unset), banner, deal, owner)


def _account_of(book: Book, deal: str | None) -> str | None:
    """The account of a deal, where only the deal was named."""
    deals = book.table("opportunities").set_index(O.opportunity_id)[O.account_id]
    return deals.get(deal)


def _first(book: Book) -> str:
    """The first account with an open deal, which has more to show; the first one where none has."""
    deals = book.table("opportunities")
    busy = set(deals.loc[deals[O.outcome] == "open", O.account_id])
    known = book.accounts()
    return next((account for account in known if account in busy), known[0])


def _deal(book: Book, asked: str | None) -> str | None:
    """The deal that a notebook is about."""
    if asked == "":
        return None
    deals = book.table("opportunities")
    if asked is None:
        still = deals[deals[O.outcome] == "open"].sort_values([O.amount, O.opportunity_id], ascending=[False, True])
        return None if still.empty else str(still[O.opportunity_id].iloc[0])
    if asked not in set(deals[O.opportunity_id]):
        known = ", ".join(sorted(deals[O.opportunity_id])[:5]) or "none"
        raise BookError(
            f"{book.path}: account {book.account_id} had no deal {asked!r} as of {book.as_of:%Y-%m-%d}; it had {known}"
        )
    return asked


def _owners(book: Book) -> list[str]:
    """The numbers of those who own accounts."""
    return sorted(book.table("accounts")[A.owner_id].dropna().unique())


def _owner(book: Book, asked: str | None) -> str:
    """The owner whose accounts a notebook is about: the one asked for, else the first one."""
    known = _owners(book)
    if not known:
        return asked or ""  # the page says that the book knows no owners
    if asked is None:
        return known[0]
    if asked not in known:
        raise BookError(
            f"{book.path}: nobody of the number {asked!r} owned an account as of {book.as_of:%Y-%m-%d}; "
            f"owners were {', '.join(known[:5])}"
        )
    return asked


def trial_book() -> Path:
    """The made-up company's book under ``data/``, made and loaded if it is not there yet.

    Returns
    -------
    Path
        The folder that ``make report`` uses too: ``data/book`` of the project, or of the working folder where the
        package is installed without one.
    """
    # needed here only; a published page never imports them
    from accountbook.demo import make_company
    from accountbook.loading import load_source

    data = _project() / "data"
    exports, folder = data / "demo", data / "book"
    if last_report(folder) is None:
        if not (exports / "mapping.toml").exists():
            make_company(exports)
        load_source(exports, folder)
    return folder


def _project() -> Path:
    """The project's folder: the package's, if it lies in one; else where we work."""
    root = Path(accountbook.__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").exists() else Path.cwd()


def _last_day(folder: Path) -> pd.Timestamp:
    """The last whole day that a book's newest load covers: the one before its export."""
    report = last_report(folder)
    if report is None:
        raise BookError(f"{folder} holds no book yet: make one with accountbook load SOURCE --book {folder}")
    return pd.Timestamp(report["exported_on"]).normalize() - pd.Timedelta(days=1)


def _foresee(book: Book) -> None:
    """Have the predictions of this day and of a month before in the ledger; an account's own book only finds them."""
    if book.account_id is None:
        Company(book).predict()


def _notice(book: Book, t: Words, owner: str | None, whole: Book, given: Mapping[str, str | None]) -> Fragment:
    """Says that this is a trial, of whom, and who else could be looked at."""
    rows = book.table("accounts")
    name, known = book.settings.company, []
    if book.account_id is not None:
        name = str(rows[A.name].iloc[0]) if len(rows) else book.account_id
        known = whole.accounts() if given["account"] is None else []
    elif owner:
        name = Owner(book, owner).name
        known = _owners(whole) if given["owner"] is None else []
    others = [one for one in known if one not in (book.account_id, owner)]
    return trial_notice(
        name, t, account=book.account_id, owner=owner, made_up=given["book"] is None, others=others[:OTHERS]
    )
