"""Index pages: rows from what each page's last cell recorded, failures from the ledger, links to it all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

import pandas as pd

from accountbook.book import Settings
from accountbook.display import Fragment, IndexRow, Words, act, index_page, link, strong
from accountbook.display.editions import edition_name
from accountbook.planning.naming import Naming
from accountbook.publish.failure import REASONS
from accountbook.publish.job import Done
from accountbook.publish.places import Page, folder_of, up
from accountbook.publish.stub import LastGood
from accountbook.publish.summary import facts_of, finding_of, is_whole
from accountbook.publish.told import told_of, told_table

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


def alone(address: str) -> Sequence[tuple[str, str]]:
    """No link: the edition is published in one language."""
    return ()


@dataclasses.dataclass(frozen=True)
class Frame:
    """What all index pages of an edition share.

    Attributes
    ----------
    edition : its name.
    words, settings, as_of, horizon : of the edition; `horizon` is the day by which "no order" counts.
    since : as-of day of the edition before.
    compared : the day that the plans' changes compare with, where all agree on one.
    scopes : numbers of the active accounts of each team, and under "" of the company.
    before : index pages of that edition, by address.
    reports : (title, address) of the pages about the company.
    team_reports : the same of each team's pages, by team.
    scored : what the scorecard found and its address; empty where it was not made.
    load : one line about the load that all rests on.
    naming : whom pages about the company may name.
    languages : gives a page's links to itself in other languages, by its address.
    """

    edition: str
    words: Words
    settings: Settings
    as_of: pd.Timestamp
    horizon: pd.Timestamp
    since: pd.Timestamp | None
    compared: pd.Timestamp | None
    scopes: Mapping[str, frozenset[str]]
    before: frozenset[str]
    reports: Sequence[tuple[str, str]]
    team_reports: Mapping[str, Sequence[tuple[str, str]]]
    load: str
    naming: Naming
    languages: Callable[[str], Sequence[tuple[str, str]]] = alone
    scored: tuple[str, str] = ("", "")


def index_of(frame: Frame, rows: Sequence[IndexRow], *, team: str = "") -> str:
    """Give an index: the whole company's, or one team's, which names that team's accounts only.

    The company's names the accounts of teams only where book.toml allows it, and else tells them in sums.
    """
    t, base = frame.words, folder_of(team)
    here = f"{base}index.html"
    whole = is_whole(rows, frame.scopes.get(team, frozenset()))
    told = None if team or frame.naming.everyone else told_of(rows, frame.scopes, least=frame.naming.least)
    counted, summed = (rows, rows) if told is None else (told.counted, told.summed)
    whole = whole and told is None
    month = t.month(frame.as_of, year=True)
    edition = t("{edition} edition, {month}", edition=edition_name(frame.edition, t), month=month)
    links = list(frame.languages(here))
    if frame.since is not None and here in frame.before:
        links.append((t.month(frame.since), f"{up(here)}../{frame.since:%Y-%m-%d}/{here}"))
    legend = (
        t("Read it like this"),
        t(
            "Orange: a risk or a jump of it above the book's threshold, or an order overdue. Sparklines have their own "
            "scale. Ranges should hold 8 times in 10."
        ),
    )
    return index_page(
        rows if told is None else told.named,
        words=t,
        finding=finding_of(counted, t, frame.as_of, whole=whole),
        facts=facts_of(summed, t, frame.as_of, whose=team or frame.settings.company, whole=whole),
        columns=[part for part in _columns(rows, counted, frame, team, named=told is None) if part],
        sums=None if told is None else told_table(told, t),
        horizon=frame.horizon,
        since=frame.compared,
        crumbs=[(edition, ""), *([(team, "")] if team else [])],
        links=links,
        notice=t("Invented company and data") if frame.settings.invented else "",
        footer_rows=[*([legend] if told is None or told.named else []), (t("Load"), frame.load)],
    )


def _columns(
    rows: Sequence[IndexRow], counted: Sequence[IndexRow], frame: Frame, team: str, *, named: bool
) -> list[Fragment | str]:
    t = frame.words
    failed = sum(bool(row.failed) for row in counted)
    made = t.plural("{n} plan published.", "{n} plans published.", len(counted) - failed)
    if failed:
        lost = t.plural("{n} plan failed", "{n} plans failed", failed)
        first = t("and stand first, each with its reason and the last good one.") if named else ""
        made = Fragment(act(lost, sign="×"), " " if named else ". ", first, " " if named else "", made)
    reports = frame.team_reports.get(team, ()) if team else frame.reports
    columns: list[Fragment | str] = [made]
    lists = []
    if reports:
        lists.append(_list(t("Reports"), [link(address, title) for title, address in reports]))
    names = sorted({row.team for row in rows if row.team})
    if not team and names:
        count = {name: f" {t.number(sum(row.team == name for row in rows))}" if named else "" for name in names}
        teams = [Fragment(link(f"{folder_of(name)}index.html", name), count[name]) for name in names]
        lists.append(_list(t("Teams"), teams))
    finding, address = frame.scored
    if finding and not team:
        # there are three columns
        columns.append(Fragment(strong(t("Scorecard")), " ", link(address, finding)))
        lists = [Fragment(". ").join(lists)] if lists else []
    return [*columns, *lists]


def _list(title: str, parts: Sequence[Fragment]) -> Fragment:
    return Fragment(strong(title), " ", Fragment(", ").join(parts))
