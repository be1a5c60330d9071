"""The drop-downs of a workbook: columns of a hidden sheet, and the references to them.

A person, a deal or a meeting is chosen among those of the account in the same line: the names of an account lie below
one another, and the reference finds where they begin and how many they are. That is the only formula we write.
"""

from __future__ import annotations

from collections import Counter

from xlsxwriter.utility import xl_col_to_name

from accountbook.sheets.names import MOST, Names


class Lists:
    """The columns of the hidden sheet, made when first asked for.

    Parameters
    ----------
    sheet : name of the hidden sheet.
    names : the book's own.

    Examples
    --------
    >>> lists = Lists("_lists", Names())
    >>> lists.words(["yes", "no"]), lists.columns
    ("='_lists'!$A$1:$A$2", [['yes', 'no']])
    """

    def __init__(self, sheet: str, names: Names) -> None:
        self.sheet, self._names = sheet, names
        self.columns: list[list[str | int]] = []
        self._made: dict[tuple[str, ...], str] = {}

    def words(self, words: list[str]) -> str:
        """A reference to some words."""
        return self._range(("words", *words), list(words))

    def names(self, table: str, account: str = "") -> str:
        """A reference to a table's names; empty where it has none.

        Parameters
        ----------
        account : the cell that names the account whose names are meant; empty: all.
        """
        listed = self._names.lists.get(table, [])[:MOST]
        if not listed:
            return ""
        if not account or not any(one.account for one in listed):
            return self._range(("names", table), [one.label for one in listed])
        labels = self._range(("names", table), [one.label for one in listed])
        first = labels.removeprefix("=").split(":")[0]
        many = Counter(one.account for one in listed)
        start: dict[str, int] = {}
        for place, one in enumerate(listed):
            start.setdefault(one.account, place)
        accounts = self._range(("of", table), [self._names.label("accounts", one) for one in start])[1:]
        begins = self._range(("begins", table), list(start.values()))[1:]
        counts = self._range(("counts", table), [many[one] for one in start])[1:]
        found = f"MATCH({account},{accounts},0)"
        return f"=OFFSET({first},INDEX({begins},{found}),0,INDEX({counts},{found}),1)"

    def _range(self, key: tuple[str, ...], column: list[str | int]) -> str:
        if key not in self._made:
            letter = xl_col_to_name(len(self.columns))
            self.columns.append(list(column))
            self._made[key] = f"='{self.sheet}'!${letter}$1:${letter}${len(column)}"
        return self._made[key]
