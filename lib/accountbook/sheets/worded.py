"""The contract's words in the reader's language: shown so in a sheet, and read back whichever language they are in.

Only the file knows the language: what is compared and kept is the contract's own word.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from accountbook.display import N_, Words
from accountbook.display.catalogue import languages
from accountbook.tables import TABLES

SAID = (
    N_("yes"), N_("no"), N_("meeting"), N_("visit"), N_("call"), N_("video"), N_("mail"), N_("dinner"), N_("golf"),
    N_("ceremony"), N_("site visit"), N_("trade fair"), N_("training"), N_("other"), N_("positive"), N_("neutral"),
    N_("negative"), N_("greeting"), N_("talk"), N_("working"), N_("decision"), N_("ours"), N_("theirs"), N_("promise"),
    N_("action"), N_("planned"), N_("held"), N_("cancelled"), N_("favourable"), N_("unknown"), N_("need"),
    N_("complaint"), N_("suggestion"), N_("advice"), N_("worry"), N_("product"), N_("price"), N_("delivery"),
    N_("support"), N_("documents"), N_("people"), N_("market"), N_("supply"), N_("development partner"),
    N_("market partner"), N_("short"), N_("long"), N_("exit"), N_("after"), N_("risk"), N_("future variable"), N_("in"),
    N_("wants"), N_("avoids"), N_("sure"), N_("likely"), N_("rumour"), N_("attention"), N_("interest"), N_("desire"),
    N_("status"), N_("outlook"), N_("insiders"), N_("finances"), N_("running deals"), N_("organisation"), N_("problem"),
    N_("intent"), N_("item"), N_("order amount"), N_("order date"), N_("quantity"), N_("budget"), N_("decision date"),
    N_("payment date"), N_("discount"), N_("free goods"), N_("payment terms"), N_("free service"), N_("rush"),
    N_("price hold"), N_("return accepted"),
)  # fmt: skip
"""Every word that a drop-down has, but for the scenarios A and B."""


def takes_words(table: str, column: str) -> bool:
    """Whether a column's cells hold one of a few words.

    Examples
    --------
    >>> takes_words("contact_events", "kind"), takes_words("contact_events", "heard")
    (True, False)
    """
    return column in TABLES[table].words or TABLES[table].dtypes[column] == "boolean"


def worded(word: str, t: Words) -> str:
    """A word as a sheet in a language shows it.

    Examples
    --------
    >>> worded("site visit", Words()), worded("site visit", Words("ko")), worded("A", Words("ko"))
    ('site visit', '현장 방문', 'A')
    """
    return t(word) if word in SAID else word


def unworded(cell: Any) -> Any:
    """A cell's word in English, whichever language a sheet shows it in; anything else as it is.

    Examples
    --------
    >>> unworded("현장 방문"), unworded(" Site visit"), unworded(True)
    ('site visit', ' Site visit', True)
    """
    return _known().get(" ".join(cell.split()).casefold(), cell) if isinstance(cell, str) else cell


@cache
def _known() -> dict[str, str]:
    """The words of all languages but English."""
    spoken = [Words(lang) for lang in sorted(languages())]
    return {t(word).casefold(): word for t in spoken for word in SAID if t(word) != word}
