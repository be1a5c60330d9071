"""book.toml: whose book it is, and the few numbers that a company sets for itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accountbook.book.errors import BookError

NAME = "book.toml"


class Thresholds(BaseModel):
    """From where on something counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    risk: float = Field(default=0.25, ge=0, le=1, description="chance of no order from which an account is at risk")
    risk_jump: float = Field(default=0.08, ge=0, le=1, description="rise of that chance in a month that is told")
    stall_days: int = Field(default=60, ge=1, description="days without a move after which a deal has stalled")
    action_days: int = Field(default=30, ge=1, description="days ahead within which a proposed action is due")
    verified_days: int = Field(default=365, ge=1, description="days after which evidence about a person is old")


class Keep(BaseModel):
    """How long what was published is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    editions_months: int = Field(default=0, ge=0, description="months that an edition is kept; 0: for ever")
    failed_days: int = Field(default=7, ge=0, description="days that the notebook of a failed page is kept")


class Settings(BaseModel):
    """What book.toml says.

    Attributes
    ----------
    company, currency, country, invented, fiscal_year_end_month : whose book it is; amounts are in `currency`.
    locale : language of pages where none is asked for.
    teams : the group of the file system that may read a team's pages, by team.
    thresholds, keep : see `Thresholds` and `Keep`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    company: str = Field(min_length=1, description="name of the company")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="its currency, ISO 4217; every amount is in it")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="its country, ISO 3166-1 alpha-2")
    invented: bool = Field(default=False, description="true: pages say that the company is made up")
    fiscal_year_end_month: int | None = Field(default=None, ge=1, le=12, description="last month of its fiscal year")
    locale: str = Field(default="en", description="language of pages where none is asked for")
    teams: dict[str, str] = Field(default_factory=dict, description="team = the group that may read its pages")
    thresholds: Thresholds = Field(default_factory=Thresholds)
    keep: Keep = Field(default_factory=Keep)


_SECTIONS: dict[str, type[BaseModel]] = {"keep": Keep, "thresholds": Thresholds}


def read_settings(book: Path) -> Settings:
    """Read BOOK/book.toml.

    Raises
    ------
    BookError
        If it is missing, is not TOML, or has a key or value that it should not have; all of them are named.
    """
    path = book / NAME
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: restore it, or load into a new book folder to get a fresh one") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BookError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        raise BookError(f"{path}: {_said(error)}; correct the file") from error


def first_settings(company: Mapping[str, Any]) -> bytes:
    """The text of a new book.toml: what is known of the company, and the defaults as comments.

    Parameters
    ----------
    company : ``[company]`` of mapping.toml: name, currency, country, invented, fiscal_year_end_month.

    Raises
    ------
    BookError
        If the company has no name or currency, or a value that cannot be.

    Examples
    --------
    >>> print(first_settings({"name": "Nova (invented)", "currency": "EUR", "invented": True}).decode().splitlines()[2])
    company = "Nova (invented)"  # name of the company
    """
    given = {"company" if key == "name" else key: value for key, value in company.items() if value is not None}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise BookError(f"[company] of mapping.toml: {_said(error)}; correct it and load again") from error
    document = tomlkit.document()
    document.add(
        tomlkit.comment("Whose book this is. Made by the first load; later loads leave it alone: edit it here.")
    )
    document.add(tomlkit.nl())
    for name, field in Settings.model_fields.items():
        if name in ("teams", *_SECTIONS):
            continue
        value = getattr(settings, name)
        if value is None:
            document.add(tomlkit.comment(f"{name} =   # {field.description}"))
        else:
            document.add(name, tomlkit.item(value).comment(field.description))
    document.add(tomlkit.nl())
    document.add(tomlkit.comment(f"[teams]   # {Settings.model_fields['teams'].description}"))
    document.add(tomlkit.comment('"South" = "sales-south"'))
    document.add(tomlkit.nl())
    for section, model in _SECTIONS.items():
        table = tomlkit.table()
        for name, field in model.model_fields.items():
            table.add(tomlkit.comment(f"{name} = {field.default}   # {field.description}"))
        document.add(section, table)
    return tomlkit.dumps(document).encode("utf-8")


def _said(error: ValidationError) -> str:
    """Every complaint of pydantic in words: the key, what is wrong; no value is repeated."""
    said = []
    for one in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = _SECTIONS.get(key.split(".")[0] if "." in key else "", Settings).model_fields
            said.append(f"key {key} is unknown (known: {', '.join(known)})")
        elif one["type"] == "missing":
            said.append(f"key {key} is missing")
        else:
            said.append(f"key {key}: {one['msg']}")
    return "; ".join(said)
