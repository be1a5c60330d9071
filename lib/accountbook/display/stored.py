"""What a load keeps in English, said again in the reader's language: why rows were turned away, and what it flags.

A load's reasons and flags are sentences with values in them, written when it was made and read by whoever mends the
exports. A page shows them through `retold`; one that is not known here is shown as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from accountbook.display.catalogue import SOURCE
from accountbook.display.words import N_, Words

__all__ = ["retold"]

REASONS = (
    N_("{column} is empty"),
    N_("{column} occurs twice"),
    N_("{column} is too small"),
    N_("{column} is too large"),
    N_("{column} is no allowed word"),
    N_("{column} is not written as it should be"),
    N_("{column} breaks the contract"),
    N_("{column} is no number as declared"),
    N_("{column} is no whole number"),
    N_("{column} is no date in the declared formats"),
    N_("{column} lies outside {first} to {last}"),
    N_("{column} is neither yes nor no"),
    N_("{column} is no known country"),
    N_("{column} is no currency code"),
    N_("{column} is none of {words}"),
    N_("{column} names another currency than its row"),
    N_("{column} conflict: the key occurs again with other content"),
    N_("{column} conflict: the key occurs before with other content; the first row is kept"),
    N_("{column} is empty, and only by it would a new row replace its older version"),
    N_("{column} cannot be worked out: more is taken off than the line is worth"),
    N_('{column} cannot be worked out: "{header}" is no number as declared'),
    N_('{column} cannot be looked up: no row of {file} has its "{header}" as "{key}"'),
    N_('{column} cannot be looked up: several rows of {file} have its "{header}", but unlike "{key}"'),
    N_("{row} has another number of fields than the header"),
    N_("erased"),
)
FLAGS = (
    N_("First load: nothing to compare rows and money with; a manifest would catch a file cut at a row's end."),
    N_("order_lines: {n} returns name no order or credit note; kept."),
    N_("order_lines: {n} returns name no item; kept."),
    N_("order_lines: {n} {column} look like numbers that a spreadsheet has shortened (1.2E+11); export them as text."),
    N_("order_lines: the newest order is of {day}, {days} days before the export."),
    N_("account_aliases: {n} mergers are dated after the export and not followed yet."),
    N_("{table}: {n} rows name {ids} {column} that {target} does not have; kept. First: {place}."),
    N_("{table}: {n} rows name {ids} {column} that {target} does not have; kept."),
    N_("{table}: {n} of {rows} rows were turned away: {reasons}."),
    N_("{table}: {n} rows of {file} left out by `where` ({columns})."),
    N_("{table}: {column}: words without a mapping: {words}. Add them under {key}."),
    N_("{table}: {n} have more than one {column}; the most frequent one was taken."),
    N_("{file}: its last line has no end; look whether the file is whole."),
    N_("{file}: no rows; {table} has nothing from it."),
    N_("{file}: {n} lines are titles, rulings, totals or footers; left out."),
    N_("{file}: {n} rows have no {column}; only load --full sees their changes."),
    N_("mapping.toml or the tables have changed since the load before: every row was read again."),
    N_("the load before is of a later export: every row was read again."),
    N_(
        "{n} of {rows} rows of {table} are dated before the export of {before}, which did not show them: they count as "
        "known since {day}, and what is reckoned for earlier days does without them. If the earlier export was only a "
        "part, load this one into a new book"
    ),
    N_(
        "{n} order lines in {currency} have no amount: fx_rates holds no rate that was known on their day and at "
        "most 45 days old"
    ),
    N_("{n} values of {column} in opportunity_changes cannot be read as {kind} and count as empty"),
)
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def retold(text: str, t: Words) -> str:
    """Say a stored sentence in the reader's language.

    Examples
    --------
    >>> retold("account_id is empty", Words("ko")), retold("account_id is empty", Words())
    ('account_id 비어 있음', 'account_id is empty')
    >>> retold("told in a way of its own", Words("ko"))
    'told in a way of its own'
    """
    if t.lang == SOURCE:
        return text
    for message in (*REASONS, *FLAGS):
        if found := _pattern(message).fullmatch(text):
            return t(message, **found.groupdict())
    return text


@lru_cache(maxsize=128)
def _pattern(message: str) -> re.Pattern[str]:
    """What a sentence looks like once it is filled in."""
    return re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(message)))
