"""The index of an edition without plans: a line for each page, those that failed first.

Kick-offs and hand-overs are made of pages about deals and owners: what an index of plans says would be empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from accountbook.display import (
    Cell,
    Column,
    Fragment,
    block,
    footer,
    grid,
    html_page,
    link,
    masthead,
    placed,
    strong,
    table,
)
from accountbook.display.editions import edition_name
from accountbook.publish.failure import REASONS
from accountbook.publish.index import Frame
from accountbook.publish.job import Done
from accountbook.publish.places import Page, folder_of, up

Finished = Sequence[tuple[Page, Done]]


def listing_of(frame: Frame, finished: Finished, *, team: str = "") -> str:
    """Give the index of an edition without plans: the whole company's, or one team's.

    Parameters
    ----------
    frame : what the edition's indexes share.
    finished : all pages, and how each went.
    team : whose index; the company's names pages of teams only where book.toml allows it, and else counts them.
    """
    t, base = frame.words, folder_of(team)
    mine = [one for one in finished if team in ("", one[0].team)]
    told = [one for one in mine if team or frame.naming.everyone or not one[0].team]
    failed = sum(done.state == "failed" for _, done in mine)
    edition = t(
        "{edition} edition, {month}",
        edition=edition_name(frame.edition, t),
        month=t.month(frame.as_of, year=True),
    )
    head = masthead(
        _finding(frame, len(mine) - failed, failed),
        facts=t("{whose}. As of {day}.", whose=team or frame.settings.company, day=t.day(frame.as_of, year=True)),
        crumbs=[(edition, ""), *([(team, "")] if team else [])],
        links=list(frame.languages(f"{base}index.html")),
        notice=t("Invented company and data") if frame.settings.invented else "",
    )
    parts = [placed(head), *([placed(_table(frame, told, base), width="section")] if told else [])]
    teams = sorted({page.team for page, _ in mine if page.team})
    if not team and teams:
        parts.append(placed(_teams(frame, mine, teams)))
    parts.append(placed(footer([(t("Load"), frame.load)])))
    return html_page(edition, grid(*parts), lang=t.lang)


def _finding(frame: Frame, made: int, failed: int) -> str:
    t = frame.words
    if failed:
        return t.plural(
            "{n} page is out; {failed} failed", "{n} pages are out; {failed} failed", made, failed=t.number(failed)
        )
    return t.plural("{n} page is out", "{n} pages are out", made)


def _table(frame: Frame, told: Finished, base: str) -> Fragment:
    """A line for each page: failed ones first, then by whom they are about."""
    t = frame.words
    columns = [Column(t("Page"), "name", phone=6), Column(t("About"), phone=3), Column(t("Team"), phone=3)]
    rows = []
    for page, done in sorted(told, key=lambda one: (one[1].state != "failed", _about(one[0]), *_order(one[0]))):
        title = str(done.results.get("title") or t(page.notebook.title))
        way = page.address.removeprefix(base) if page.address.startswith(base) else up(base) + page.address
        why = t(REASONS[done.reason]) if done.state == "failed" else ""
        rows.append([Cell(title, href=way, act=bool(why), sign="×", second=why), Cell(_about(page)), Cell(page.team)])
    return block(t("Page by page"), table(columns, rows, id="pages"))


def _about(page: Page) -> str:
    if page.who is not None:
        return page.who.name
    return page.subject[1] if page.subject is not None else ""


def _order(page: Page) -> tuple[str, int]:
    return page.opportunity or "", page.notebook.entry.order


def _teams(frame: Frame, mine: Finished, teams: Sequence[str]) -> Fragment:
    t = frame.words
    links = [
        Fragment(link(f"{folder_of(one)}index.html", one), f" {t.number(sum(page.team == one for page, _ in mine))}")
        for one in teams
    ]
    return Fragment(strong(t("Teams")), " ", Fragment(", ").join(links))
