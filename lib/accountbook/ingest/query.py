"""``[source.<name>]`` of mapping.toml: a query to a database, whose address only the environment knows.

::

    [source.orders]
    url = "env:ERP_URL"
    query = "select order_no, pos, customer, ordered_on, item, pieces, price, recorded_at from order_lines"
    since = "recorded_at"

    [tables.order_lines]
    source = "orders"
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from accountbook.ingest.errors import nearest
from accountbook.ingest.statement import asked, statement_faults

if TYPE_CHECKING:
    from accountbook.ingest.mapping import TableMapping

ENV = "env:"


def _address(text: Any) -> Any:
    """The name of a variable; what is anything else is never repeated: it may hold a password."""
    name = text.removeprefix(ENV) if isinstance(text, str) else ""
    if name == text or not name.isidentifier() or not name.isascii():
        raise ValueError(
            'write url = "env:ERP_URL", and set the variable ERP_URL to the address where the load runs; an address '
            "or a password has no place in this file (if it stood here, change the password)"
        )
    return text


def _statement(text: str) -> str:
    faults = statement_faults(text)
    if faults:
        raise ValueError("\n".join(faults))
    return text


class Query(BaseModel):
    """A query and how it is asked.

    Attributes
    ----------
    url : ``env:NAME``: the environment variable that holds the database's address.
    query : one select. It may ask for ``:since`` and ``:exported_on``.
    since : column of the result that never goes back, e.g. when a row was recorded: the next load reads only rows
        from its greatest value on, and those without one. None: every load reads everything.
    overlap : how far before the greatest value the next load begins: days, or units where it is a number.
    since_from : what ``:since`` is where everything is read; only for a query that asks for it.
    timeout : seconds that connecting and reading may take together.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    url: Annotated[str, BeforeValidator(_address)]
    query: Annotated[str, AfterValidator(_statement)]
    since: Annotated[str, Field(min_length=1)] | None = None
    overlap: Annotated[float, Field(ge=0, le=36_600)] = 1.0
    since_from: datetime | date | int | None = None
    timeout: Annotated[float, Field(gt=0, le=86_400)] = 3_600.0

    @property
    def variable(self) -> str:
        """Name of the environment variable."""
        return self.url.removeprefix(ENV)

    @property
    def asks_since(self) -> bool:
        """Whether the query says itself where ``:since`` belongs."""
        return "since" in asked(self.query)

    @model_validator(mode="after")
    def _since_is_whole(self) -> Query:
        if self.asks_since and (self.since is None or self.since_from is None):
            raise ValueError(
                "the query asks for :since; name the column in since, and in since_from where the first load begins, "
                "e.g. since_from = 2015-01-01"
            )
        if self.since_from is not None and not self.asks_since:
            raise ValueError("since_from is for a query that asks for :since; take it out")
        return self


def query_faults(name: str, table: TableMapping, queries: dict[str, Query | None]) -> list[str]:
    """Queries that aren't there, and settings that need every row where a query gives only new ones."""
    faults, where = [], f"tables.{name}"
    for source in table.resolved():
        if source.source is None:
            continue
        query = queries.get(source.source)
        if source.source not in queries:
            hint = nearest(source.source, queries)
            faults.append(f"{where}: no [source.{source.source}] in mapping.toml.{hint} Write one with url and query.")
        elif query is not None and query.since is not None:
            whole = f"needs every row: take since out of [source.{source.source}], or give the table a query of its own"
            if table.distinct:
                faults.append(f"{where}.distinct {whole}")
            if table.duplicates == "keep":
                faults.append(f'{where}.duplicates = "keep" {whole}')
            if name == "order_lines" and not {"order_id", "line"} <= {*source.columns, *source.constants}:
                faults.append(
                    f"{where}: new rows find the old ones by order_id and line; map both, or take since out of "
                    f"[source.{source.source}]"
                )
    return faults
