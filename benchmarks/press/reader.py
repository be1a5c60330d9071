"""A reader as strict as one can be: it follows every link of an edition's index, and looks for a mix."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reading:
    """What a reader found.

    Attributes
    ----------
    wrong : what was wrong with it; empty: nothing.
    generations : which ones its pages speak of.
    """

    wrong: str
    generations: frozenset[str] = frozenset()


def read(folder: int, *, pages: int) -> Reading:
    """Open the index of an edition and follow each of its links.

    Parameters
    ----------
    folder : the edition, opened.
    pages : how many there must be, indexes included.
    """
    wanted, seen = {"index.html"}, dict[str, str]()
    while todo := wanted - seen.keys():
        name = min(todo)
        try:
            number = os.open(name, os.O_RDONLY, dir_fd=folder)
        except FileNotFoundError:
            return Reading(f"{name} is missing")
        with os.fdopen(number, encoding="utf-8") as file:
            text = seen[name] = file.read()
        if not text.rstrip().endswith("</html>"):
            return Reading(f"{name} is cut short")
        if name == "index.html":  # the company's index leads to all pages
            wanted |= {link for link in re.findall(r'href="([^"#:]+\.html)"', text) if not link.startswith("..")}
    told = frozenset(word for text in seen.values() for word in re.findall(r"generation=(\w+)", text))
    if len(seen) != pages:
        return Reading(f"the index leads to {len(seen)} pages, expected {pages}", told)
    return Reading("" if len(told) == 1 else f"{len(told)} generations", told)


def read_again(latest: Path, *, pages: int) -> Reading:
    """Read the newest edition; once more where it was replaced, and so thrown away, before we were through with it."""
    while True:
        folder = os.open(latest, os.O_RDONLY | os.O_DIRECTORY)
        try:
            found = read(folder, pages=pages)
            replaced = os.fstat(folder).st_ino != latest.stat().st_ino
        finally:
            os.close(folder)
        if not found.wrong or not replaced:
            return found
