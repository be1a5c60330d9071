"""Whether the people we know at an account are still there: the chance, and how old what we know is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.planning.predicted import ContactForecast, Shown, contact_forecasts

LOW = 0.7
"""Below this chance of being still in the role somebody should make sure."""
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Presence:
    """What is known of whether a person is still there.

    Attributes
    ----------
    p, lo, hi : chance of being there and in the role, with its 80% range; p_there : of being there at all.
    seen_on, months : day of the newest evidence; whole months since.
    bounced_on : day of a mail that came back since.
    low : whether somebody should make sure: the chance is low, or a mail came back.
    """

    contact_id: str
    p: float
    lo: float
    hi: float
    p_there: float
    seen_on: pd.Timestamp
    months: int
    bounced_on: pd.Timestamp | None
    low: bool


def presences(contacts: pd.DataFrame | None, as_of: pd.Timestamp) -> dict[str, Presence]:
    """Each person's presence by contact_id; without those of whom nothing can be said.

    Parameters
    ----------
    contacts : predictions of kind ``contacts``, or None.

    Examples
    --------
    >>> made = pd.DataFrame({"contact_id": ["C", "D"], "account_id": "A", "as_of": pd.Timestamp("2026-10-31"),
    ...     "p_there": [0.75, None], "p_in_role": [0.6, None], "shown": ["model", "none"],
    ...     "confirmed_on": [pd.Timestamp("2025-08-20"), pd.NaT]})
    >>> found = presences(made, pd.Timestamp("2026-10-31"))
    >>> list(found), found["C"].p, found["C"].months, found["C"].low
    (['C'], 0.6, 14, True)
    """
    forecasts = contact_forecasts(contacts)
    return {name: one for name, row in forecasts.items() if (one := _presence(row, as_of)) is not None}


def _presence(row: ContactForecast, as_of: pd.Timestamp) -> Presence | None:
    if row.shown == Shown.NONE or row.p_in_role is None or row.confirmed_on is None:
        return None
    p = row.p_in_role
    return Presence(
        contact_id=row.contact_id,
        p=p,
        lo=p if row.p_in_role_lo is None else row.p_in_role_lo,
        hi=p if row.p_in_role_hi is None else row.p_in_role_hi,
        p_there=p if row.p_there is None else row.p_there,
        seen_on=row.confirmed_on,
        months=int((as_of - row.confirmed_on).days / MONTH),
        bounced_on=row.bounced_on,
        low=p < LOW or row.bounced_on is not None,
    )


@dataclass(frozen=True)
class PeopleAge:
    """How sure it is that the people on record are there, over a whole book.

    Attributes
    ----------
    people : on record. gone : said to have left or retired. dated, undated : of the others, those for whom something
        says when they were last there, and those for whom nothing does.
    recent : of the dated, those seen within a year. bounced : those whose mail came back and who were not seen since.
    expected_gone : how many of the dated have left unnoticed, as a mean.
    """

    people: int
    gone: int
    dated: int
    undated: int
    recent: int
    bounced: int
    expected_gone: float


def people_age(contacts: pd.DataFrame | None, as_of: pd.Timestamp) -> PeopleAge | None:
    """Counts over all people of a book; None where it has none.

    Examples
    --------
    >>> made = pd.DataFrame({"contact_id": ["C", "D", "E"], "account_id": "A", "as_of": pd.Timestamp("2026-10-31"),
    ...     "p_there": [0.75, None, 0.0], "p_in_role": [0.6, None, 0.0], "shown": ["model", "none", "model"],
    ...     "confirmed_on": pd.to_datetime(["2025-08-20", None, "2025-01-01"])})
    >>> people_age(made, pd.Timestamp("2026-10-31"))
    PeopleAge(people=3, gone=1, dated=1, undated=1, recent=0, bounced=0, expected_gone=0.25)
    """
    rows = list(contact_forecasts(contacts).values())
    if not rows:
        return None
    gone = [row for row in rows if row.p_there == 0]
    dated = [row for row in rows if row.p_there and row.confirmed_on is not None]
    return PeopleAge(
        people=len(rows),
        gone=len(gone),
        dated=len(dated),
        undated=len(rows) - len(gone) - len(dated),
        recent=sum((as_of - row.confirmed_on).days <= 365 for row in dated if row.confirmed_on is not None),
        bounced=sum(row.bounced_on is not None for row in dated),
        expected_gone=float(sum(1 - (row.p_there or 0.0) for row in dated)),
    )
