"""What editions are called."""

from __future__ import annotations

from accountbook.display.words import N_, Words

__all__ = ["edition_name"]

EDITION = {
    "monthly": N_("Monthly"),
    "weekly": N_("Weekly"),
    "kickoff": N_("Kick-off"),
    "handover": N_("Handover"),
}


def edition_name(name: str, t: Words) -> str:
    """What an edition is called before the word "edition"; one of the user's own by its name.

    Examples
    --------
    >>> edition_name("monthly", Words()), edition_name("board_pack", Words())
    ('Monthly', 'Board pack')
    """
    return t(EDITION[name]) if name in EDITION else name.replace("_", " ").capitalize()
