"""The text of a proposed mapping, line by line."""

from __future__ import annotations

import re
from typing import Any

import tomlkit


class Lines:
    """TOML text, line by line; tomlkit writes keys and values, so that no header of a file becomes syntax."""

    def __init__(self):
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append("# " + _plain(text))

    def blank(self) -> None:
        self.lines.append("")

    def head(self, *names: str, many: bool = False) -> None:
        path = ".".join(tomlkit.key(name).as_string() for name in names)
        self.lines += ["", f"[[{path}]]" if many else f"[{path}]"]

    def put(self, name: str, value: Any, note: str = "") -> None:
        self.lines.append(f"{_key(name)} = {_value(value)}" + (f"   # {_plain(note)}" if note else ""))

    def ask(self, name: str, value: Any, note: str) -> None:
        """A line that the user has to decide on, as a comment."""
        self.note(f"{_key(name)} = {_value(value)}   # {note}")

    def text(self) -> str:
        text = "\n".join(self.lines) + "\n"
        tomlkit.parse(text)
        return text


def _key(name: str) -> str:
    # a word of the file is always quoted: TOML's bare keys are ASCII and look like names of ours
    return name if re.fullmatch("[a-z_][a-z0-9_]*", name) else tomlkit.item(name).as_string()


def _value(value: Any) -> str:
    return tomlkit.item(value).as_string()


def _plain(text: str) -> str:
    """A comment on one line, whatever stands in the file that it tells of."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text)
