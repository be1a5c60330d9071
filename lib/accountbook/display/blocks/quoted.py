"""What somebody wrote, within our own sentences and tables: shortened at a word, never changed."""

from __future__ import annotations

from accountbook.display.words import Words

LONG = 110
"""Characters after which a quoted sentence is cut in a line of ours; a table shows it whole."""


def quoted(text: object, t: Words, *, most: int = LONG) -> str:
    """A sentence in quotation marks.

    Examples
    --------
    >>> quoted("Price held for 6 years.", Words())
    '“Price held for 6 years”'
    >>> quoted("word " * 40, Words(), most=12)
    '“word word…”'
    """
    return t("“{text}”", text=shortened(text, most=most))


def shortened(text: object, *, most: int = LONG) -> str:
    """A sentence without its full stop, cut at a word.

    Examples
    --------
    >>> shortened("Their engineers accept the solution.", most=20)
    'Their engineers…'
    """
    said = " ".join(str(text or "").split()).rstrip(".")
    if len(said) <= most:
        return said or "…"
    head = said[:most]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:") + "…"
