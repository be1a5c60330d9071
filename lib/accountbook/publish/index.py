"""Index pages: rows from what each page's last cell recorded, failures from the ledger, links to it all."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

import pandas as pd

from accountbook.book import Settings
from accountbook.display import Fragment, IndexRow, Words, index_page, link
from accountbook.publish.failure import REASONS
from accountbook.publish.job import Done
from accountbook.publish.places import Page, folder_of, up
from accountbook.publish.stub import LastGood

_OURS = frozenset(
    {"account_id", "href", "team", "owner", "failed", "reason_href", "last_good_href", "last_good", "attention"}
)
"""Fields of a row that a notebook's word does not decide."""

_DAYS = frozenset(
    name for name, kind in get_type_hints(IndexRow).items() if pd.Timestamp in getattr(kind, "__args__", ())
)
_FIELDS = frozenset(field.name for field in dataclasses.fields(IndexRow))


def rows_of(
    finished: Sequence[tuple[Page, Done]], words: Words, *, base: str, last: Mapping[str, LastGood]
) -> list[IndexRow]:
    """Give the rows of an index.

    Parameters
    ----------
    finished : pages about an account, and how each went.
    words : of the reader.
    base : folder of the index inside the edition, with its slash; empty for the edition's own.
    last : last good versions of pages that failed, by address.

    Returns
    -------
    list of IndexRow
        Of what the results name, fields of `IndexRow` are taken as they are; ``needs_call`` and
        ``attention_order`` (a list; smaller stands higher) make ``attention``, the rank among all.
    """
    calls = [(done.results.get("attention_order") or [], page.address) for page, done in finished if _calls(done)]
    rank = {address: number for number, (_, address) in enumerate(sorted(calls, key=_order), start=1)}
    return [_row(page, done, words, base, last.get(page.address), rank.get(page.address, 0)) for page, done in finished]


def _calls(done: Done) -> bool:
    return done.state != "failed" and bool(done.results.get("needs_call"))


def _order(call: tuple[list[Any], str]) -> tuple:
    parts, address = call
    return [(part is None, str(type(part) is str), part if part is not None else 0) for part in parts], address


def _row(page: Page, done: Done, words: Words, base: str, last: LastGood | None, attention: int) -> IndexRow:
    assert page.who is not None
    who, mine = page.who, _way(base, page.address)
    if done.state == "failed":
        return IndexRow(
            account_id=who.account_id,
            name=who.name,
            owner=who.owner,
            team=who.team,
            failed=words(REASONS[done.reason]),
            reason_href=mine,
            last_good_href=_way(base, last.address) if last else "",
            last_good=last.as_of if last else None,
        )
    told = {name: value for name, value in done.results.items() if name in _FIELDS - _OURS and value is not None}
    values = {name: pd.Timestamp(value) if name in _DAYS else value for name, value in told.items()}
    values.setdefault("name", who.name)
    return IndexRow(account_id=who.account_id, href=mine, owner=who.owner, team=who.team, attention=attention, **values)


def _way(base: str, address: str) -> str:
    """From an index in the folder `base` to an address that counts from the edition's own folder."""
    return address.removeprefix(base) if address.startswith(base) else up(base) + address


@dataclasses.dataclass(frozen=True)
class Frame:
    """What all index pages of an edition share.

    Attributes
    ----------
    words, settings, as_of, horizon : of the edition; `horizon` is the day by which "no order" counts.
    since : as-of day of the edition before.
    reports : (title, address) of the pages about the company.
    team_reports : the same of each team's pages, by team.
    teams : teams with pages.
    footer : (term, text) rows.
    """

    words: Words
    settings: Settings
    as_of: pd.Timestamp
    horizon: pd.Timestamp
    since: pd.Timestamp | None
    reports: Sequence[tuple[str, str]]
    team_reports: Mapping[str, Sequence[tuple[str, str]]]
    teams: Sequence[str]
    footer: Sequence[tuple[str, str]] = ()


def index_of(frame: Frame, rows: Sequence[IndexRow], *, team: str = "") -> str:
    """Give an index: the whole company's, or one team's, which names that team's accounts only."""
    t = frame.words
    calls = sum(row.attention > 0 for row in rows)
    failed = sum(bool(row.failed) for row in rows)
    month = t.month(frame.as_of)
    finding = (
        t.plural("{n} account needs a call after {month}", "{n} accounts need a call after {month}", calls, month=month)
        if calls
        else t("No account needs a call after {month}", month=month)
    )
    count = t.plural("{n} account", "{n} accounts", len(rows))
    facts = t(
        "{company}, {accounts}, as of {day}",
        company=team or frame.settings.company,
        accounts=count,
        day=t.day(frame.as_of),
    )
    columns: list[Fragment | str] = []
    if failed:
        columns.append(t.plural("{n} plan could not be made.", "{n} plans could not be made.", failed))
    reports = frame.team_reports.get(team, ()) if team else frame.reports
    if reports:
        columns.append(_list(t("Reports"), reports))
    if not team and frame.teams:
        columns.append(_list(t("Teams"), [(one, f"{folder_of(one)}index.html") for one in frame.teams]))
    return index_page(
        rows,
        words=t,
        finding=finding,
        facts=facts,
        columns=columns,
        horizon=frame.horizon,
        since=frame.since,
        notice=t("Invented company and data") if frame.settings.invented else "",
        footer_rows=frame.footer,
    )


def _list(title: str, links: Sequence[tuple[str, str]]) -> Fragment:
    return Fragment(title, ": ") + Fragment(", ").join([link(address, text) for text, address in links])
