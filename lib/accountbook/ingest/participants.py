"""Who took part in a calendar's entries: e-mail addresses become our people and theirs, all others are only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from accountbook.ingest.calendar_columns import GIVEN
from accountbook.ingest.mapping import SourceMapping
from accountbook.ingest.raw import Raw
from accountbook.tables import ContactEvents as E
from accountbook.tables import Contacts, Employees


@dataclass(frozen=True)
class Directory:
    """Whose an e-mail address is.

    Attributes
    ----------
    contacts : (account_id, contact_id) by address. ours : employee_id by address.
    doubtful : addresses of contacts at more than one account, or of more than one of ours.
    """

    contacts: dict[str, tuple[str, str]]
    ours: dict[str, str]
    doubtful: frozenset[str]

    @classmethod
    def of(cls, contacts: pd.DataFrame, employees: pd.DataFrame) -> Directory:
        """From the two tables of this load."""
        theirs = _by_address(contacts, Contacts.email)
        ours = _by_address(employees, Employees.email)
        several = theirs.groupby(Contacts.email)[Contacts.account_id].nunique() > 1
        twice = ours[Employees.email].duplicated(keep=False)
        doubtful = frozenset({*several.index[several], *ours.loc[twice, Employees.email]})
        theirs = theirs[~theirs[Contacts.email].isin(doubtful)].drop_duplicates(Contacts.email)
        ours = ours[~ours[Employees.email].isin(doubtful)]
        pairs = zip(theirs[Contacts.account_id], theirs[Contacts.contact_id], strict=True)
        return cls(
            dict(zip(theirs[Contacts.email], pairs, strict=True)),
            dict(zip(ours[Employees.email], ours[Employees.employee_id], strict=True)),
            doubtful,
        )


def _by_address(people: pd.DataFrame, email: str) -> pd.DataFrame:
    there = people[people[email].notna()]
    return there.assign(**{email: there[email].str.strip().str.lower()})


def with_participants(raw: Raw, source: SourceMapping, directory: Directory, left: Counter) -> tuple[Raw, Counter]:
    """The entries at which a contact was, one row per account, in the contract's columns.

    Parameters
    ----------
    raw : as `read_calendar` gives it.
    directory : whose an address is.
    left : entries left out so far, by reason.

    Returns
    -------
    Raw, Counter
        Rows with `GIVEN` and the texts that the mapping takes; addresses are in none of them. And what was left out,
        with the number of addresses that are nobody's under ``""`` and of doubtful ones under ``"?"``.
    """
    texts = [name for name in raw.header if name in source.columns.values()]
    columns: dict[str, list[str]] = {name: [] for name in [*GIVEN, *texts]}
    left, at, strangers, doubtful = Counter(left), [], set(), set()
    for place, entry in enumerate(raw.cells.to_pylist()):
        people = entry["people"].split(";") if entry["people"] else []
        ours = list(dict.fromkeys(directory.ours[one] for one in people if one in directory.ours))
        theirs: dict[str, list[str]] = {}
        for one in people:
            if one in directory.contacts:
                account, contact = directory.contacts[one]
                theirs.setdefault(account, []).append(contact)
            elif one in directory.doubtful:
                doubtful.add(one)
            elif one not in directory.ours:
                strangers.add(one)
        if not theirs:
            left["with nobody whose e-mail contacts has"] += 1
        for account, contacts in sorted(theirs.items()):
            contacts = list(dict.fromkeys(contacts))
            row = {
                E.event_id: entry["uid"] if len(theirs) == 1 else f"{entry['uid']} {account}",
                E.account_id: account,
                E.met_on: entry["day"],
                E.employee_id: ours[0] if ours else "",
                E.contact_id: contacts[0],
                E.other_employees: ";".join(ours[1:]),
                E.other_contacts: ";".join(contacts[1:]),
                E.recorded_at: entry["created"],
            } | {name: entry[name] for name in texts}
            for name, values in columns.items():
                values.append(row[name])
            at.append(place)
    left[""], left["?"] = len(strangers), len(doubtful)
    cells = pa.table({name: pa.array(values, pa.large_string()) for name, values in columns.items()})
    return Raw(cells, raw.row[at], encoding=raw.encoding, typed=True), left


def without_copies(raws: Sequence[Raw]) -> list[tuple[Raw, int]]:
    """Calendars without the entries that another of them has in a newer version.

    A meeting stands in the calendar of everybody who was invited; who did not look at a change has the old day.

    Parameters
    ----------
    raws : as `read_calendar` gives them.

    Returns
    -------
    list of (Raw, int)
        Each calendar, and how many of its entries are outdated. Versions of one number are all kept: where they say
        the same, they are merged later.
    """
    newest: dict[str, int] = {}
    versions = [
        list(zip(raw.cells["entry"].to_pylist(), map(int, raw.cells["sequence"].to_pylist()), strict=True))
        for raw in raws
    ]
    for entry, number in (one for some in versions for one in some):
        newest[entry] = max(number, newest.get(entry, 0))
    out = []
    for raw, some in zip(raws, versions, strict=True):
        kept = np.array([number == newest[entry] for entry, number in some], dtype=bool)
        old = {entry for (entry, _), keep in zip(some, kept, strict=True) if not keep}
        out.append((replace(raw, cells=raw.cells.filter(pa.array(kept)), row=raw.row[kept]) if old else raw, len(old)))
    return out


def left_out(file: str, rows: int, left: Counter) -> str:
    """What to say of the entries that are no contact events, and of addresses that are nobody's; none is shown.

    Examples
    --------
    >>> left_out("kim.ics", 12, Counter({"private": 3, "": 2, "?": 0}))
    'kim.ics: 12 contact events. Left out: 3 entries private. 2 e-mail addresses are in neither contacts nor employees.'
    """
    said = [
        f"{count:,} {'entry' if count == 1 else 'entries'} {reason}"
        for reason, count in sorted(left.items())
        if len(reason) > 1 and count
    ]
    text = f"{file}: {rows:,} contact {'event' if rows == 1 else 'events'}."
    if said:
        text += f" Left out: {', '.join(said)}."
    for key, what in (("", "in neither contacts nor employees"), ("?", "of several people and taken for nobody's")):
        if left[key]:
            text += f" {left[key]:,} e-mail {'address is' if left[key] == 1 else 'addresses are'} {what}."
    return text
