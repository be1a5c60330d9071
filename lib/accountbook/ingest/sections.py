"""The small sections of mapping.toml: the company, the gate, the exporter's sums, the sign table, what is derived."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from accountbook.ingest.declared import Pattern, Zone
from accountbook.tables.column import ONE_LINE

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)


class Company(BaseModel):
    """``[company]``: whose book it is; without a currency it counts in its country's.

    Attributes
    ----------
    time_zone : of the company's own clock, e.g. "Asia/Seoul"; None: that of the country, if it has only one.
    """

    model_config = STRICT

    name: str = Field(pattern=ONE_LINE)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    time_zone: Zone | None = None
    invented: bool = False
    fiscal_year_end_month: int = Field(default=12, ge=1, le=12)


class Gate(BaseModel):
    """``[gate]``: what stops a load that looks too small.

    Attributes
    ----------
    max_drop : largest fall of the order lines' rows or money (per currency) against the previous load, share.
    max_rejected : largest share of the order lines' rows that may be rejected.
    max_age_days : largest number of days from the newest order to `exported_on`; None: only flagged from 45 on.
    """

    model_config = STRICT

    max_drop: float = Field(default=0.5, ge=0, le=1)
    max_rejected: float = Field(default=0.5, ge=0, le=1)
    max_age_days: int | None = Field(default=None, ge=0)


class Sum(BaseModel):
    """``[manifest]`` ``"orders.csv" = {sha256 = "...", rows = 120}``: what the exporter says of a file."""

    model_config = STRICT

    sha256: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{64}$")
    rows: int | None = Field(default=None, ge=0)


class Kinds(BaseModel):
    """``[tables.order_lines.kinds]``: the sign table.

    Attributes
    ----------
    return_order_id : pattern found in the order_id of returns and credit notes.
    product_item_id : pattern found in the item_id of products; other lines are charges. None: every item is one.
    document_type : header of the column with the document's type, if there is one.
    returns, charges : the document types that are returns or charges.
    returns_written : how returns' quantities are written; "positive" ones have their sign turned.
    """

    model_config = STRICT

    return_order_id: Pattern | None = None
    product_item_id: Pattern | None = None
    document_type: str | None = None
    returns: list[str] = []
    charges: list[str] = []
    returns_written: Literal["negative", "positive"] = "negative"

    @model_validator(mode="after")
    def _types_need_their_column(self) -> Kinds:
        if (self.returns or self.charges) and not self.document_type:
            raise ValueError("returns and charges list document types: name their column in document_type")
        return self


class Derive(BaseModel):
    """``[tables.order_lines.derive]``: what is worked out where the export states it otherwise.

    Attributes
    ----------
    amount : header of the line's net amount: unit_price = amount / quantity.
    discount_amount : header of the money taken off the whole line: discount = it / (quantity x unit_price).
    """

    model_config = STRICT

    amount: str | None = None
    discount_amount: str | None = None

    @property
    def headers(self) -> list[str]:
        """The headers it reads."""
        return [one for one in (self.amount, self.discount_amount) if one]
