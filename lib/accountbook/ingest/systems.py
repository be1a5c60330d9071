"""Exports of well-known systems, recognised by their headers; the facts are in presets/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from accountbook.ingest.synonyms import key_of

SIGN = 2
"""How much more a header that identifies an object counts than one of its other columns."""


@dataclass(frozen=True)
class Export:
    """One kind of export of one system; see presets/__init__.py for what each part says."""

    system: str
    name: str
    table: str
    files: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Sequence[str]]
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The system and what it calls this."""
        return f"{self.system}, {self.name}"

    def part(self, name: str, default: Any = None) -> Any:
        """One of the other settings of the preset."""
        return self.rest.get(name, {} if default is None else default)

    def fits(self, keys: Mapping[str, str], stem: str) -> int:
        """How well the headers of a file fit, 0 if they don't.

        Parameters
        ----------
        keys : `key_of` each header = the header.
        stem : name of the file, without its end.
        """
        if not all(any(key_of(one) in keys for one in sign) for sign in self.signs):
            return 0
        known = {key_of(one) for headers in self._headers() for one in headers}
        signed = {key_of(one) for sign in self.signs for one in sign}
        named = any(key_of(stem).startswith(key_of(one)) for one in self.files)
        return len(known & keys.keys()) + SIGN * len(signed & keys.keys()) + 2 * named

    def _headers(self) -> list[Sequence[str]]:
        gives = self.part("gives")
        joined = [one for parts in self.part("join").values() for one in parts]
        return [*self.columns.values(), *joined, *gives.get("columns", {}).values(), gives.get("key", [])]


@lru_cache
def exports() -> tuple[Export, ...]:
    """Every kind of export that a preset knows.

    Examples
    --------
    >>> sorted({one.system for one in exports()})
    ['Dynamics 365', 'HubSpot', 'Odoo', 'SAP', 'Salesforce']
    """
    found = []
    for file in sorted(files("accountbook.ingest").joinpath("presets").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            preset = tomllib.loads(file.read_text(encoding="utf-8"))
            found += [_export(preset["name"], one) for one in preset["object"]]
    return tuple(found)


def _export(system: str, one: dict[str, Any]) -> Export:
    rest = {name: value for name, value in one.items() if name not in ("name", "table", "files", "signs", "columns")}
    columns = dict(one.get("columns", {}))
    # a list of words beside the headers is a setting
    rest["percent"] = columns.pop("percent", [])
    signs = tuple(tuple(sign) for sign in one["signs"])
    return Export(system, one["name"], one["table"], tuple(one.get("files", ())), signs, columns, rest)


def keys_of(header: Sequence[str]) -> dict[str, str]:
    """Headers by their keys; of twins the first."""
    return {key_of(one): one for one in reversed(header)}


def recognised(header: Sequence[str], stem: str) -> Export | None:
    """The kind of export that a file is, by its headers.

    Examples
    --------
    >>> recognised(["VBELN", "POSNR", "MATNR", "KWMENG", "NETWR", "WAERK"], "VBAP").said
    'SAP, VBAP (order items)'
    >>> recognised(["Order", "Account", "Date", "Item", "Qty", "Price"], "orders") is None
    True
    """
    keys = keys_of(header)
    best = max(exports(), key=lambda one: one.fits(keys, stem))
    return best if best.fits(keys, stem) else None


def word_for(words: Mapping[str, str], text: str) -> str | None:
    """Our word for a system's, empty for none; None where the preset leaves it to others.

    Examples
    --------
    >>> words = {"Closed Won": "won", "*": "open"}
    >>> word_for(words, "closed won (Sales pipeline)"), word_for(words, "Demo"), word_for({}, "Demo")
    ('won', 'open', None)
    """
    known = {key_of(word): ours for word, ours in words.items() if word != "*"}
    for one in (text, text.split("(")[0]):
        if key_of(one) in known:
            return known[key_of(one)]
    return words.get("*")
