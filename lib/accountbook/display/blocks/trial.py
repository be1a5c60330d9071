"""The notice above a notebook that was run with something unset: who stands in, and who else could."""

from __future__ import annotations

from collections.abc import Sequence

from accountbook.display.fragment import Fragment, inline
from accountbook.display.page import strong
from accountbook.display.words import Words


def trial_notice(
    name: str,
    t: Words,
    *,
    account: str | None = None,
    owner: str | None = None,
    made_up: bool = True,
    others: Sequence[str] = (),
) -> Fragment:
    """Say that this is a trial, of whom, and who else could be looked at.

    Parameters
    ----------
    name : of the account or the owner whom the notebook is about; of the company where it is about none.
    t : words; the day is theirs.
    account, owner : the number of the account or the owner.
    made_up : whether the made-up company stands in for a book.
    others : some more numbers, where none was asked for.

    Examples
    --------
    >>> import pandas as pd
    >>> t = Words(as_of=pd.Timestamp("2026-10-31"))
    >>> trial_notice("Keller", t, account="A-1", made_up=False, others=["A-2", "A-3"]).text()
    'Trial: not everything is set; this is account A-1 (Keller), as of 31 Oct 2026. Others: A-2, A-3 …'
    """
    trial, day = strong(t("Trial")), t.day(t.as_of, year=True)
    if account and made_up:
        told = t.rich(
            "{trial}: no book is set, so the made-up company's account {account} ({name}) stands in, as of {day}.",
            trial=trial,
            account=account,
            name=name,
            day=day,
        )
    elif account:
        told = t.rich(
            "{trial}: not everything is set; this is account {account} ({name}), as of {day}.",
            trial=trial,
            account=account,
            name=name,
            day=day,
        )
    elif owner and made_up:
        told = t.rich(
            "{trial}: no book is set, so the made-up company's owner {owner} ({name}) stands in, as of {day}.",
            trial=trial,
            owner=owner,
            name=name,
            day=day,
        )
    elif owner:
        told = t.rich(
            "{trial}: not everything is set; this is owner {owner} ({name}), as of {day}.",
            trial=trial,
            owner=owner,
            name=name,
            day=day,
        )
    elif made_up:
        told = t.rich(
            "{trial}: no book is set, so the made-up company {name} stands in, as of {day}.",
            trial=trial,
            name=name,
            day=day,
        )
    else:
        told = t.rich("{trial}: not everything is set; this is {name}, as of {day}.", trial=trial, name=name, day=day)
    how = t("Others: {others} …", others=", ".join(others)) if others else t("Set the parameters above to see another.")
    return inline("p", told, " ", how, cls="trial")
