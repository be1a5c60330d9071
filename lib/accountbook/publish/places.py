"""Where each page lies in an edition, and who may read it there."""

from __future__ import annotations

from dataclasses import dataclass

from accountbook.publish.editions import Notebook
from accountbook.publish.files import slug
from accountbook.publish.selection import Who

BESIDE = (".xlsx", ".ics", ".pdf")
"""What may lie beside a page."""


@dataclass(frozen=True)
class Page:
    """A page to be made.

    Attributes
    ----------
    address : inside the edition; holds no raw number or name.
    notebook : what makes it.
    subject : (parameter, value) that says whom it is about; None: the company.
    team : whose folder it lies in; empty: the company's.
    who : the account, for a page about one.
    opportunity : the deal, for a page about one; empty: the account has none open. None: it is about no deal.
    """

    address: str
    notebook: Notebook
    subject: tuple[str, str] | None
    team: str = ""
    who: Who | None = None
    opportunity: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """Whom the page is about, by parameter."""
        deal = {} if self.opportunity is None else {"opportunity": self.opportunity}
        return dict([self.subject] if self.subject else []) | deal


def pages_of(notebook: Notebook, chosen: list[Who]) -> list[Page]:
    """Give the pages that a notebook makes for the chosen accounts."""
    name, unit = notebook.entry.name, notebook.entry.unit
    if unit == "account":
        return [
            Page(f"{folder_of(who.team)}{name}/{slug(who.account_id)}.html", notebook, ("account", who.account_id),
                 who.team, who)
            for who in chosen
        ]  # fmt: skip
    if unit == "deal":
        return [
            Page(f"{folder_of(who.team)}{name}/{slug(deal or who.account_id)}.html", notebook,
                 ("account", who.account_id), who.team, who, deal)
            for who in chosen
            for deal in who.deals or ("",)
        ]  # fmt: skip
    if unit == "team":
        teams = sorted({who.team for who in chosen if who.team})
        return [Page(f"{folder_of(team)}{name}/{name}.html", notebook, ("team", team), team) for team in teams]
    if unit == "owner":
        # an owner of two teams' accounts has a page that neither of them may see
        owners = {who.owner_id: who.owner_team for who in chosen if who.owner_id}
        return [
            Page(f"{folder_of(team)}{name}/{slug(owner)}.html", notebook, ("owner", owner), team)
            for owner, team in sorted(owners.items())
        ]
    return [Page(f"{name}/{name}.html", notebook, None)]


def folder_of(team: str) -> str:
    """Give a team's folder with its slash; empty for accounts that no team answers for.

    Examples
    --------
    >>> folder_of("South")
    'South-0dd2dae4dd/'
    >>> folder_of("")
    ''
    """
    return f"{slug(team)}/" if team else ""


def companion(address: str, suffix: str) -> str:
    """Give the address of a file that lies beside a page.

    Examples
    --------
    >>> companion("account_plan/x.html", ".xlsx")
    'account_plan/x.xlsx'
    """
    return f"{address.removesuffix('.html')}{suffix}"


def up(address: str) -> str:
    """Give the way from a page to the edition's own folder.

    Examples
    --------
    >>> up("account_plan/x.html"), up("index.html")
    ('../', '')
    """
    return "../" * address.count("/")
