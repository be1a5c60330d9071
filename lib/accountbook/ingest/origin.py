"""Where rows came from that no file holds: what the report says of a query."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from accountbook.ingest.watermark import Watermark


@dataclass(frozen=True)
class Queried:
    """Where rows came from that no file holds.

    Attributes
    ----------
    name : how messages and reports call the source: ``source.<name>``.
    size : bytes of the rows as text.
    query : as mapping.toml has it.
    since : the value from which was read; None: everything was.
    mark : the greatest value of the query's ``since``, of these rows or read before; None: it has none.
    unmarked : rows without a value in that column: every load reads them, unless the query asks for ``:since`` itself.
    """

    name: str
    size: int
    query: str
    since: Watermark | None = None
    mark: Watermark | None = None
    unmarked: int = 0

    def facts(self) -> dict[str, Any]:
        """For the report: no address, and of the query only its hash."""
        told: dict[str, Any] = {"bytes": self.size}
        told["query_sha256"] = hashlib.sha256(self.query.encode()).hexdigest()
        if self.since is not None:
            told["since"] = self.since.written()
        if self.mark is not None:
            told["watermark"] = self.mark.written()
        return told
