"""What stops a load: one message that lists everything wrong."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class SourceError(ValueError):
    """The source cannot be trusted as it is; nothing was loaded.

    Attributes
    ----------
    problems : every problem found, each saying what, where and what to do.

    Examples
    --------
    >>> print(SourceError(["orders.csv: no rows. Export it again."]))
    1 problem in the source; nothing was loaded.
      1. orders.csv: no rows. Export it again.
    """

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        count = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}"
        lines = [f"  {number}. {problem}" for number, problem in enumerate(self.problems, start=1)]
        super().__init__("\n".join([f"{count} in the source; nothing was loaded.", *lines]))


class FileFault(ValueError):
    """One file that cannot be read; the reader collects these into one `SourceError`."""


class NoRows(FileFault):
    """A file with a header and nothing below it; an optional source may be one."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the most similar known word, or an empty text.

    Examples
    --------
    >>> nearest("Quantty", ["Quantity", "Price"])
    ' Nearest: "Quantity".'
    >>> nearest("Q", ["Price"])
    ''
    """
    lower = {one.casefold(): one for one in known}
    found = get_close_matches(word.casefold(), lower, n=1, cutoff=0.6)
    return f' Nearest: "{lower[found[0]]}".' if found else ""
