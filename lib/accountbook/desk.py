"""The desk: what a notebook opens first, whether an analyst or the publisher runs it.

``page = desk.open(book, as_of, lang, account=account)`` gives the book as known on a date and the words of the
reader's language. Under the publisher (``ACCOUNTBOOK_PUBLISH=1``) every parameter must be set. Anywhere else an
unset one is filled from the made-up company under a banner that says so, so that Run All works on the first try.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from accountbook.book import Book
from accountbook.display import Fragment, Words

PUBLISHING = "ACCOUNTBOOK_PUBLISH"
"""Environment variable that the publisher sets to ``1`` for the notebooks it runs."""


class Unset(ValueError):
    """A parameter that the publisher had to set and did not."""


@dataclass(frozen=True)
class Desk:
    """What a notebook works with.

    Attributes
    ----------
    book : the book as known at its ``as_of``; one account's slice where the notebook is about an account.
    t : the words, numbers and dates of the reader's language.
    trial : whether something unset was filled in from the made-up company or by a default.
    banner : what the notebook shows first: in JupyterLab the pages' style and the trial's notice; under the
        publisher nothing.
    """

    book: Book
    t: Words
    trial: bool
    banner: Fragment


def open(book: str | None, as_of: str | None, lang: str = "en", **unit: str | None) -> Desk:
    """Open a book for a notebook.

    Parameters
    ----------
    book : folder of a book or of one account's slice of it; None: the made-up company's book.
    as_of : the day as YYYY-MM-DD, nothing known later is seen; None: the last day that the load covers.
    lang : language of the page, ``"en"``.
    unit : whom the notebook is about, by name of the parameter: ``account="A-017"`` or ``team="South"``;
        None: the first one of the book. A notebook about the company passes none.

    Raises
    ------
    Unset
        Under the publisher, if a parameter is None; the message names it.
    """
    raise NotImplementedError
